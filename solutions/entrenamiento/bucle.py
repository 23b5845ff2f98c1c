"""El bucle de entrenamiento, con su historia y sus avisos."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from curso.backend import espacio_de_nombres
from solutions.enteros import entero_minimo
from solutions.entrenamiento.guardado import guardar, leer
from solutions.lotes import generar_lotes
from solutions.lotes_reutilizados import LotesReutilizados
from solutions.precision import copia_flotante

Arreglo = Any
Parametros = list[Arreglo]
PerdidaYGradiente = Callable[[Parametros, Arreglo, Arreglo], tuple[Any, Parametros]]


class Optimizador(Protocol):
    """Lo que el bucle usa de un optimizador (`solutions.optimizadores`)."""

    lr: float

    def paso_in_situ(self, w: Any, g: Any) -> None: ...

    def guardar_estado(self) -> dict[str, Any]: ...

    def restaurar_estado(self, guardado: dict[str, Any]) -> None: ...


@dataclass
class Historia:
    """Lo que pasó en cada época: pérdida media de sus lotes, de validación y tasa con que acabó."""

    perdidas: list[float] = field(default_factory=list)
    validacion: list[float] = field(default_factory=list)
    lr: list[float] = field(default_factory=list)

    @property
    def vigilada(self) -> float:
        """La última pérdida de validación o, si no se valida, la de entrenamiento."""
        return (self.validacion or self.perdidas)[-1]


class Aviso:
    """Algo que hacer durante un entrenamiento. Quien herede redefine lo que necesite."""

    def al_empezar(self, e: Entrenamiento) -> None:
        """Antes de la primera época de cada llamada a `entrenar`."""

    def tras_iteracion(self, e: Entrenamiento) -> None:
        """Después de cada actualización; `e.iteracion` ya la cuenta."""

    def tras_epoca(self, e: Entrenamiento) -> None:
        """Después de cada época; `e.epoca` ya la cuenta. Con `e.parar = True` es la última."""

    def al_acabar(self, e: Entrenamiento) -> None:
        """Después de la última época."""

    def estado(self) -> dict[str, Any]:
        """Números y arreglos que hacen falta para seguir donde se dejó."""
        return {}

    def restaurar(self, estado: dict[str, Any]) -> None:
        """Deja el aviso como estaba al llamar a `estado`."""


class Entrenamiento:
    """Descenso por lotes con un optimizador. Todo el azar sale de `semilla`.

    `perdida_y_gradiente(parametros, x_b, y_b)` → (pérdida media del lote, lista de gradientes). No
    ha de quedarse con el lote ni con los parámetros: se reutiliza su memoria.
    `parametros` se copia. `validar(parametros)` → pérdida, tras cada época. El orden de los
    ejemplos es el mismo en todos los backends.
    """

    def __init__(
        self,
        perdida_y_gradiente: PerdidaYGradiente,
        parametros: Sequence[Arreglo],
        optimizador: Optimizador,
        x: Arreglo,
        y: Arreglo,
        b: int,
        semilla: int | np.random.SeedSequence,
        validar: Callable[[Parametros], Any] | None = None,
        avisos: Sequence[Aviso] = (),
    ):
        espacio_de_nombres(x, y, *parametros)
        self.perdida_y_gradiente, self.optimizador, self.validar = (
            perdida_y_gradiente,
            optimizador,
            validar,
        )
        self.parametros = [copia_flotante(w) for w in parametros]
        self.x, self.y, self.b = x, y, entero_minimo(b, 1, "b")
        self.rng = np.random.default_rng(semilla)
        self.avisos = tuple(avisos)
        self.historia = Historia()
        self.epoca = self.iteracion = 0
        self.epocas_pedidas = 0
        self.parar = False
        self._lotes = LotesReutilizados(x, y, self.b) if isinstance(x, np.ndarray) else None

    def entrenar(self, epocas: int) -> Historia:
        """Hace `epocas` épocas más, o menos si un aviso lo para, y devuelve la historia entera."""
        self.epocas_pedidas = self.epoca + entero_minimo(epocas, 0, "epocas")
        self.parar = False
        self._avisar("al_empezar")
        while self.epoca < self.epocas_pedidas and not self.parar:
            self._una_epoca()
            self._avisar("tras_epoca")
        self._avisar("al_acabar")
        return self.historia

    def guardar(self, ruta: Path | str) -> None:
        """Escribe un punto de control: con él se sigue igual que si no se hubiera parado."""
        guardar(
            ruta,
            {
                "parametros": dict(enumerate(self.parametros)),
                "optimizador": self.optimizador.guardar_estado() | {"lr": self.optimizador.lr},
                "historia": vars(self.historia),
                "cuenta": {"epoca": self.epoca, "iteracion": self.iteracion},
                "azar": self.rng.bit_generator.state,
                "avisos": {str(i): aviso.estado() for i, aviso in enumerate(self.avisos)},
            },
        )

    def restaurar(self, ruta: Path | str) -> None:
        """Vuelve al punto de control. El entrenamiento ha de estar construido igual."""
        punto = leer(ruta, como=self.parametros[0])
        formas = [w.shape for w in self.parametros]
        guardadas = [w.shape for w in punto["parametros"].values()]
        if formas != guardadas or len(punto["avisos"]) != len(self.avisos):
            raise ValueError(
                f"el punto de control {ruta} es de otra red o de otros avisos: constrúyelos igual "
                f"que al guardarlo (formas guardadas: {guardadas}; de ahora: {formas})."
            )
        self.parametros = list(punto["parametros"].values())
        estado = punto["optimizador"]
        self.optimizador.lr = estado.pop("lr")
        self.optimizador.restaurar_estado(estado)
        self.historia = Historia(**punto["historia"])
        self.epoca, self.iteracion = punto["cuenta"]["epoca"], punto["cuenta"]["iteracion"]
        self.rng.bit_generator.state = punto["azar"]
        for i, aviso in enumerate(self.avisos):
            aviso.restaurar(punto["avisos"][str(i)])

    def copia_de_parametros(self) -> Parametros:
        """Copia de los parámetros de ahora: el bucle los modifica en su sitio."""
        return [copia_flotante(w) for w in self.parametros]

    def _una_epoca(self) -> None:
        suma, ejemplos = 0.0, 0
        for x_b, y_b in self._recorrer():
            perdida, gradientes = self.perdida_y_gradiente(self.parametros, x_b, y_b)
            self.optimizador.paso_in_situ(self.parametros, gradientes)
            # Se suma en el dispositivo y se lee una vez por época: no lo detiene en cada lote.
            suma, ejemplos = suma + perdida * x_b.shape[0], ejemplos + x_b.shape[0]
            self.iteracion += 1
            self._avisar("tras_iteracion")
        self.epoca += 1
        self.historia.perdidas.append(float(suma) / ejemplos)
        self.historia.lr.append(float(self.optimizador.lr))
        if self.validar is not None:
            self.historia.validacion.append(float(self.validar(self.parametros)))

    def _recorrer(self) -> Iterator[tuple[Arreglo, Arreglo]]:
        if self._lotes is not None:
            return self._lotes.epoca(self.rng)
        return generar_lotes(self.x, self.y, self.b, self.rng)

    def _avisar(self, momento: str) -> None:
        for aviso in self.avisos:
            getattr(aviso, momento)(self)
