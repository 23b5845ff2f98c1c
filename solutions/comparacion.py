"""Comparar optimizadores (t7): correr el experimento, leer sus curvas y ordenarlos.

Una historia es lo que deja un entrenamiento: un diccionario con el nombre del optimizador, la
semilla y las dos curvas de pérdida, `perdidas` (entrenamiento) y `validacion`, con un número por
época.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any, Protocol

from solutions.enteros import entero_minimo
from solutions.vigilancia import detectar_sobreajuste

Arreglo = Any
Historia = Mapping[str, Any]
Resumen = dict[str, Any]

#: las clases de una curva, en el orden en que se miran: con igual número, cuenta la primera
CLASES = ("no converge", "subóptima", "sobreajusta", "converge")
#: lo que ha de seguir bajando por época, al final, una curva que se ha parado antes de tiempo
BAJADA_POR_EPOCA = 0.01
#: a qué parte de la pérdida de predecir siempre lo mismo hay que llegar
PARTE_DE_LA_BASE = 0.9


class Laboratorio(Protocol):
    """Un problema preparado para entrenar, igual para todos los optimizadores de una semilla."""

    def iniciar(self, semilla: int) -> list[Arreglo]: ...

    def lotes(self, semilla: int, epoca: int) -> Iterable[tuple[Arreglo, Arreglo]]: ...

    def perdida_y_gradiente(
        self, parametros: Sequence[Arreglo], x: Arreglo, y: Arreglo
    ) -> tuple[Any, Sequence[Arreglo]]: ...

    def validar(self, parametros: Sequence[Arreglo]) -> Any: ...


def epoca_de_convergencia(perdidas: Sequence[float], tolerancia: float = 0.05) -> int | None:
    """La primera época, desde 0, a partir de la cual la curva ya no se aleja de su mínimo.

    Desde ella, todas las pérdidas son a lo sumo menor + tolerancia·|menor|, con la menor de las
    finitas. None si la última no es finita o pasa de ahí.
    """
    if not len(perdidas):
        raise ValueError("hace falta al menos una pérdida.")
    curva = [float(p) for p in perdidas]
    finitas = [p for p in curva if math.isfinite(p)]
    if not finitas:
        return None
    tope = min(finitas) + tolerancia * abs(min(finitas))
    fuera = [e for e, p in enumerate(curva) if not (math.isfinite(p) and p <= tope)]
    primera = fuera[-1] + 1 if fuera else 0
    return primera if primera < len(curva) else None


def clasificar_curva(perdidas: Sequence[float], validacion: Sequence[float], base: float) -> str:
    """Qué le ha pasado a un entrenamiento: una de `CLASES`.

    `base` es la pérdida de predecir siempre el mismo valor. Se mira por orden: si acaba en algo que
    no es finito, si en su último quinto aún baja más de un 1 % por época, si no ha bajado de 0,9
    veces la base, y si sobreajusta (`detectar_sobreajuste`).
    """
    curva, prueba = [float(p) for p in perdidas], [float(v) for v in validacion]
    if len(curva) < 2 or len(curva) != len(prueba):
        raise ValueError("las dos curvas han de tener las mismas épocas, y dos al menos.")
    if not (math.isfinite(curva[-1]) and math.isfinite(prueba[-1])):
        return "no converge"
    k = max(1, len(curva) // 5)
    antes, ultima = curva[-1 - k], curva[-1]
    if (antes - ultima) / (k * abs(antes)) > BAJADA_POR_EPOCA:
        return "subóptima"
    if ultima >= PARTE_DE_LA_BASE * base:
        return "no converge"
    return "converge" if detectar_sobreajuste(curva, prueba)[0] == "ninguno" else "sobreajusta"


def resumir(historias: Sequence[Historia], base: float) -> list[Resumen]:
    """Un resumen por optimizador, con medianas de sus semillas, de mejor a peor validación.

    Lo que no es finito, y la época que no hay, cuentan como infinito. La clase es la más repetida
    y, con igual número, la primera de `CLASES`.
    """
    grupos: dict[str, list[Historia]] = {}
    for historia in historias:
        grupos.setdefault(historia["optimizador"], []).append(historia)
    resumenes = [_resumen(nombre, grupo, base) for nombre, grupo in grupos.items()]
    return sorted(resumenes, key=lambda resumen: resumen["mejor_validacion"])


def _resumen(nombre: str, historias: Sequence[Historia], base: float) -> Resumen:
    epocas = [epoca_de_convergencia(h["perdidas"]) for h in historias]
    epoca = median(math.inf if e is None else float(e) for e in epocas)
    clases = [clasificar_curva(h["perdidas"], h["validacion"], base) for h in historias]
    return {
        "optimizador": nombre,
        "perdida": median(_finita(h["perdidas"][-1]) for h in historias),
        "validacion": median(_finita(h["validacion"][-1]) for h in historias),
        "mejor_validacion": median(min(map(_finita, h["validacion"])) for h in historias),
        "epoca": epoca if math.isfinite(epoca) else None,
        "clase": max(CLASES, key=clases.count),
    }


def _finita(perdida: float) -> float:
    return float(perdida) if math.isfinite(perdida) else math.inf


def ordenar_optimizadores(
    resumenes: Mapping[str, Sequence[Resumen]],
) -> list[tuple[str, float]]:
    """(optimizador, puesto medio) en todos los problemas, del mejor al peor.

    En cada problema el puesto lo da `mejor_validacion`, desde 1; los que empatan comparten la media
    de sus puestos. Con el mismo puesto medio, por orden alfabético.
    """
    puestos = [_puestos(resumen) for resumen in resumenes.values()]
    if not puestos or any(p.keys() != puestos[0].keys() for p in puestos):
        raise ValueError("en cada problema han de estar los mismos optimizadores.")
    medios = [(nombre, sum(p[nombre] for p in puestos) / len(puestos)) for nombre in puestos[0]]
    return sorted(medios, key=lambda medio: (medio[1], medio[0]))


def _puestos(resumenes: Sequence[Resumen]) -> dict[str, float]:
    perdidas = {r["optimizador"]: r["mejor_validacion"] for r in resumenes}
    todas = sorted(perdidas.values())
    # Los que empatan ocupan puestos seguidos: su media es la del primero y el último.
    return {n: todas.index(p) + (todas.count(p) + 1) / 2 for n, p in perdidas.items()}


def experimento(
    laboratorio: Laboratorio,
    problema: str,
    optimizadores: Mapping[str, Callable[[], Any]],
    epocas: int,
    semillas: Sequence[int],
) -> list[dict[str, Any]]:
    """Una historia por optimizador y semilla, en ese orden, cada una con su `problema`.

    Con la misma semilla, todos parten de los mismos pesos y ven los mismos lotes. Cada arreglo de
    parámetros tiene su propio optimizador, recién hecho. La pérdida de una época es la media de las
    de sus lotes, de antes de cada actualización, con el peso de sus ejemplos; la de validación se
    mide al acabar la época.
    """
    epocas = entero_minimo(epocas, 1, "epocas")
    return [
        {
            "problema": problema,
            "optimizador": nombre,
            "semilla": semilla,
            **_entrenar(laboratorio, nuevo, epocas, semilla),
        }
        for nombre, nuevo in optimizadores.items()
        for semilla in semillas
    ]


def _entrenar(
    laboratorio: Laboratorio, nuevo: Callable[[], Any], epocas: int, semilla: int
) -> dict[str, list[float]]:
    parametros = list(laboratorio.iniciar(semilla))
    pasos = [nuevo().paso for _ in parametros]
    perdidas, validacion = [], []
    for epoca in range(epocas):
        suma, ejemplos = 0.0, 0
        for x, y in laboratorio.lotes(semilla, epoca):
            perdida, gradientes = laboratorio.perdida_y_gradiente(parametros, x, y)
            suma, ejemplos = suma + float(perdida) * len(x), ejemplos + len(x)
            parametros = [
                paso(w, g) for paso, w, g in zip(pasos, parametros, gradientes, strict=True)
            ]
        perdidas.append(suma / ejemplos)
        validacion.append(float(laboratorio.validar(parametros)))
    return {"perdidas": perdidas, "validacion": validacion}
