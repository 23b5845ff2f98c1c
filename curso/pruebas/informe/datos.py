"""Los datos de un informe: lo que se le enseña al alumno de una celda de prueba.

Todo es texto llano o número. De dónde viene (el cuaderno del alumno o el juez) no importa aquí;
escapar lo que haga falta es cosa de quien lo presenta.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curso.pruebas.compara import Hallazgo

#: los veredictos que se obtienen al ejecutar un ejercicio, y los que pone quien corrige
VEREDICTOS = (
    "correcto",
    "incorrecto",
    "excepcion",
    "tiempo",
    "memoria",
    "respuesta_invalida",
    "omitido",
    "no_evaluado",
    "fallo_del_sistema",
    "pendiente_manual",
)


@dataclass(frozen=True)
class InformeDeCaso:
    """Un caso público: qué se llamó, qué se esperaba y qué se obtuvo.

    correcto
        None si no se llegó a probar.
    diferencia
        La primera diferencia, en una frase; None si es correcto.
    """

    titulo: str
    llamada: str
    esperado: str
    obtenido: str | None
    correcto: bool | None
    diferencia: str | None = None
    borde: bool = False


@dataclass(frozen=True)
class Tramo:
    """Hasta `limite` veces lo que tarda el patrón se obtiene `parte` de los puntos."""

    limite: float
    parte: float


@dataclass(frozen=True)
class Tiempos:
    """Lo que tarda una función en el cuaderno del alumno, en segundos.

    nada_s, patron_s, tuya_s
        Lo que tardan no hacer nada (lo que cuesta medir), la solución del curso (estimado) y la
        del alumno.
    razon
        Veces que tarda lo que el patrón, descontado lo que cuesta medir.
    """

    nada_s: float
    patron_s: float
    tuya_s: float
    razon: float


@dataclass(frozen=True)
class MedidaDeVelocidad:
    """Lo que tarda una función, frente a la solución del curso.

    alcanzado
        Cuál de los tramos, desde 0; el que sigue al último es no llegar a ninguno.
    estimacion
        Las cifras, si se midió en el cuaderno del alumno. Al calificar no se dicen: quien se mide
        ya ha visto casos ocultos, y moviéndolas los contaría.
    """

    alcanzado: int
    tramos: tuple[Tramo, ...]
    estimacion: Tiempos | None = None

    @property
    def tramo(self) -> str:
        """El alcanzado, en palabras: «1 de 3»."""
        return f"{self.alcanzado + 1} de {len(self.tramos) + 1}"


@dataclass(frozen=True)
class MedidaDeMemoria:
    """Si una llamada cabe en la memoria de más que se permite, en bytes.

    estimacion
        La que llegó a ocupar de más, si se midió en el cuaderno del alumno.
    """

    cabe: bool
    permitida: int
    estimacion: int | None = None


@dataclass(frozen=True)
class InformeDeCelda:
    """El resultado de una celda de prueba.

    puntos, maximo
        None si no se puntúa (en el cuaderno del alumno).
    ocultos_total, ocultos_bien
        Casos ocultos que vio el juez y cuántos son correctos; 0 en el cuaderno del alumno.
    solo_publicos
        Si hay que recordar que la nota oficial usa además casos ocultos.
    clase
        Qué se comprueba: `correccion`, `velocidad`, `memoria` o `portable`.
    velocidad, memoria
        Lo medido, si es una celda de velocidad o de memoria.
    sin_hacer
        Si lo que pide el ejercicio está por escribir o por definir: no hay casos que enseñar.
    """

    ejercicio: str
    veredicto: str
    puntos: float | None = None
    maximo: float | None = None
    hallazgos: tuple[Hallazgo, ...] = ()
    notas: tuple[Hallazgo, ...] = ()
    casos: tuple[InformeDeCaso, ...] = ()
    ocultos_total: int = 0
    ocultos_bien: int = 0
    aviso: str | None = None
    solo_publicos: bool = False
    clase: str = "correccion"
    velocidad: MedidaDeVelocidad | None = None
    memoria: MedidaDeMemoria | None = None
    sin_hacer: bool = False

    @property
    def correcto(self) -> bool:
        """Si el veredicto es `correcto`."""
        return self.veredicto == "correcto"

    def a_json(self) -> dict[str, Any]:
        """Forma JSON, para pasarlo entre procesos."""
        return dataclasses.asdict(self)

    @classmethod
    def de_json(cls, d: Mapping[str, Any]) -> InformeDeCelda:
        """La inversa de `a_json`."""
        campos = dict(d)
        campos["hallazgos"] = tuple(Hallazgo(**h) for h in campos["hallazgos"])
        campos["notas"] = tuple(Hallazgo(**h) for h in campos["notas"])
        campos["casos"] = tuple(InformeDeCaso(**c) for c in campos["casos"])
        if campos["velocidad"] is not None:
            medida = dict(campos["velocidad"])
            medida["tramos"] = tuple(Tramo(**t) for t in medida["tramos"])
            if medida["estimacion"] is not None:
                medida["estimacion"] = Tiempos(**medida["estimacion"])
            campos["velocidad"] = MedidaDeVelocidad(**medida)
        if campos["memoria"] is not None:
            campos["memoria"] = MedidaDeMemoria(**campos["memoria"])
        return cls(**campos)
