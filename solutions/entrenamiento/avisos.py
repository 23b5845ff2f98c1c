"""Avisos corrientes: planes de la tasa, parada temprana, media de pesos y puntos de control."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeVar

from solutions.conjuntos import MediaMovil
from solutions.enteros import entero_minimo
from solutions.entrenamiento.bucle import Aviso, Entrenamiento, Parametros
from solutions.planificadores import Plan, ReducirEnMeseta
from solutions.regularizacion import ParadaTemprana

T = TypeVar("T")


class PlanDeTasa(Aviso):
    """Pone en cada época (o iteración) la tasa que dice un plan de `solutions.planificadores`."""

    def __init__(self, plan: Plan, por: Literal["epoca", "iteracion"] = "epoca"):
        if por not in ("epoca", "iteracion"):
            raise ValueError(f"por ha de ser `epoca` o `iteracion` y se ha recibido {por!r}.")
        self.plan, self.por = plan, por

    def al_empezar(self, e: Entrenamiento) -> None:
        e.optimizador.lr = self.plan(getattr(e, self.por))

    def tras_iteracion(self, e: Entrenamiento) -> None:
        if self.por == "iteracion":
            e.optimizador.lr = self.plan(e.iteracion)

    def tras_epoca(self, e: Entrenamiento) -> None:
        if self.por == "epoca":
            e.optimizador.lr = self.plan(e.epoca)


class BajarEnMeseta(Aviso):
    """Baja la tasa cuando la pérdida vigilada deja de bajar."""

    def __init__(self, factor: float = 0.1, paciencia: int = 10, minimo: float = 0.0):
        self.meseta = ReducirEnMeseta(1.0, factor, paciencia, minimo)

    def al_empezar(self, e: Entrenamiento) -> None:
        self.meseta.lr = e.optimizador.lr

    def tras_epoca(self, e: Entrenamiento) -> None:
        e.optimizador.lr = self.meseta.observar(e.historia.vigilada)

    def estado(self) -> dict[str, Any]:
        return vars(self.meseta)

    def restaurar(self, estado: dict[str, Any]) -> None:
        self.meseta = _con_valores(self.meseta, estado)


class PararPronto(Aviso):
    """Para cuando la pérdida vigilada deja de mejorar y vuelve a los mejores parámetros."""

    def __init__(self, paciencia: int = 5, mejora_minima: float = 0.0):
        self.parada = ParadaTemprana(paciencia, mejora_minima)

    def tras_epoca(self, e: Entrenamiento) -> None:
        e.parar = self.parada.observar(e.historia.vigilada, e.parametros) or e.parar

    def al_acabar(self, e: Entrenamiento) -> None:
        if self.parada.mejores_pesos is not None:
            e.parametros = [w * 1 for w in self.parada.mejores_pesos]

    def estado(self) -> dict[str, Any]:
        mejores = dict(enumerate(self.parada.mejores_pesos or []))
        return {"parada": {**vars(self.parada), "mejores_pesos": None}, "mejores": mejores}

    def restaurar(self, estado: dict[str, Any]) -> None:
        self.parada = _con_valores(self.parada, estado["parada"])
        self.parada.mejores_pesos = list(estado["mejores"].values()) or None


class Promediar(Aviso):
    """Lleva la media móvil de los parámetros, como segunda copia, en `.media.parametros`."""

    def __init__(self, decaimiento: float = 0.99):
        self.media = MediaMovil(decaimiento)

    def tras_iteracion(self, e: Entrenamiento) -> None:
        self.media.observar(e.parametros)

    def estado(self) -> dict[str, Any]:
        return {"media": dict(enumerate(self.media.parametros or []))}

    def restaurar(self, estado: dict[str, Any]) -> None:
        self.media.parametros = list(estado["media"].values()) or None


class PuntosDeControl(Aviso):
    """Guarda en memoria, en `.puntos`, los parámetros cada tantas épocas: sirven de conjunto."""

    def __init__(self, cada: int = 1):
        self.cada = entero_minimo(cada, 1, "cada")
        self.puntos: list[Parametros] = []

    def tras_epoca(self, e: Entrenamiento) -> None:
        if e.epoca % self.cada == 0:
            self.puntos.append(e.copia_de_parametros())

    def estado(self) -> dict[str, Any]:
        return {"puntos": {i: dict(enumerate(punto)) for i, punto in enumerate(self.puntos)}}

    def restaurar(self, estado: dict[str, Any]) -> None:
        self.puntos = [list(punto.values()) for punto in estado["puntos"].values()]


class GuardarEnDisco(Aviso):
    """Escribe un punto de control en disco cada tantas épocas, siempre en el mismo fichero.

    Ha de ser el último de los avisos, para que guarde lo que los demás hayan hecho en la época.
    """

    def __init__(self, ruta: Path | str, cada: int = 1):
        self.ruta, self.cada = Path(ruta), entero_minimo(cada, 1, "cada")

    def tras_epoca(self, e: Entrenamiento) -> None:
        if e.epoca % self.cada == 0:
            e.guardar(self.ruta)


def _con_valores(objeto: T, valores: dict[str, Any]) -> T:
    for nombre, valor in valores.items():
        setattr(objeto, nombre, valor)
    return objeto
