"""t1.tiempo_entrenamiento: segundos que dura un entrenamiento."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import at_least, edge, with_numpy_integers
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from curso.pruebas.plan.pasos import llamada
from solutions.descenso import tiempo_entrenamiento

ID = "t1.tiempo_entrenamiento"


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, epochs = int(rng.integers(10_000, 2_000_000)), int(rng.integers(2, 300))
    times = [float(t) for t in rng.uniform(0.5, 9.0, size=3)]
    some = int(rng.integers(2, 5000))
    return [
        llamada("toda la muestra", n, *times, epochs),
        llamada("pocas muestras", n, *times, epochs, some),
        llamada("pocas muestras, con nombre", n, *times, epochs, muestras_por_epoca=some + 1),
        llamada("None", n, *times, epochs, muestras_por_epoca=None),
        edge("poco tiempo", 7, 0.1, 0.02, 0.3, 1),
        edge("una muestra por época", n, *times, epochs, 1),
        edge("ninguna muestra", n, *times, epochs, 0),
        edge("ninguna época", n, *times, 0),
        edge("una época", n, *times, 1),
        edge("un ejemplo", 1, *times, epochs),
        edge("sin retropropagación", n, times[0], times[1], 0.0, epochs),
        with_numpy_integers("de NumPy", n, *times, epochs, some),
        edge("más muestras que ejemplos", some, *times, epochs, n),
        edge("n no válido", 0, *times, epochs),
        edge("épocas no válidas", n, *times, -epochs),
        edge("muestras no válidas", n, *times, epochs, -1),
    ]


def _checked(n: int, epocas: int, muestras: int | None) -> int:
    """Valida como se pide y da los ejemplos de cada época."""
    at_least(n=(n, 1), epocas=(epocas, 0), muestras=(0 if muestras is None else muestras, 0))
    return n if muestras is None else muestras


def _seconds_each(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    ejemplos = _checked(n, epocas, muestras_por_epoca)
    return sum(t / 1000 * ejemplos * epocas for t in (pred, error, retro))


def _epoch_by_epoch(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    epoca_ms = _checked(n, epocas, muestras_por_epoca) * (pred + error + retro)
    segundos = 0.0
    for _ in range(epocas):
        segundos += epoca_ms / 1000
    return segundos


#: de los argumentos, ya validados, al resultado: n, (tres tiempos), épocas, ejemplos por época
Formula = Callable[[int, tuple[float, float, float], int, int], Any]


def _time(formula: Formula) -> Any:
    def tiempo_entrenamiento(
        n: int,
        ms_prediccion: float,
        ms_error: float,
        ms_retropropagacion: float,
        epocas: int,
        muestras_por_epoca: int | None = None,
    ) -> Any:
        examples = _checked(n, epocas, muestras_por_epoca)
        return formula(n, (ms_prediccion, ms_error, ms_retropropagacion), epocas, examples)

    return tiempo_entrenamiento


def _only_once(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    _checked(n, epocas, muestras_por_epoca)
    if muestras_por_epoca is None:
        return epocas * n * (pred + error + retro) / 1000
    return muestras_por_epoca * (pred + error + retro) / 1000


def _rejects_zero(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    at_least(epocas=(epocas, 1))
    return tiempo_entrenamiento(n, pred, error, retro, epocas, muestras_por_epoca)


def _rejects_no_samples(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    at_least(muestras=(1 if muestras_por_epoca is None else muestras_por_epoca, 1))
    return tiempo_entrenamiento(n, pred, error, retro, epocas, muestras_por_epoca)


def _zero_is_none(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    return tiempo_entrenamiento(n, pred, error, retro, epocas, muestras_por_epoca or None)


def _rejects_repeats(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    if muestras_por_epoca is not None and muestras_por_epoca > n:
        raise ValueError("muestras")
    return tiempo_entrenamiento(n, pred, error, retro, epocas, muestras_por_epoca)


def _unchecked(
    n: int,
    pred: float,
    error: float,
    retro: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    return (
        epocas
        * (n if muestras_por_epoca is None else muestras_por_epoca)
        * (pred + error + retro)
        / 1000
    )


EXERCISE = Exercise(
    id=ID,
    name="tiempo_entrenamiento",
    reference=tiempo_entrenamiento,
    points={CellKind.CORRECTNESS: 0.75},
    public_cases=(
        llamada("100 000 ejemplos a 2 + 1 + 3 ms, una época", 100_000, 2, 1, 3, 1),
        llamada("Lo mismo, 100 épocas: 16 h 40 min", 100_000, 2, 1, 3, 100),
        llamada("1,2 millones, una época: 2 horas", 1_200_000, 2, 1, 3, 1),
        llamada("1,2 millones, 100 épocas: 8,3 días", 1_200_000, 2, 1, 3, 100),
        llamada("1 000 ejemplos al azar en cada época", 100_000, 2, 1, 3, 100, 1000),
        llamada("Tiempos con decimales", 60_000, 0.6, 0.05, 0.25, 12),
        edge(
            "Un ejemplo al azar en cada época: 0,6 s", 100_000, 2, 1, 3, 100, muestras_por_epoca=1
        ),
        edge("Menos de un segundo", 9, 2, 1, 3, 1),
        edge("0 épocas", 100_000, 2, 1, 3, 0),
        edge("0 ejemplos en cada época", 100_000, 2, 1, 3, 100, 0),
        with_numpy_integers("Los argumentos son enteros de NumPy", 100_000, 2, 1, 3, 5, 40),
        edge("Más ejemplos por época de los que hay: se repiten", 9, 2, 1, 3, 100, 64),
        edge("n = 0: ValueError", 0, 2, 1, 3, 10),
        edge("Épocas negativas: ValueError", 100_000, 2, 1, 3, -1),
        edge("Ejemplos por época negativos: ValueError", 100_000, 2, 1, 3, 10, -5),
    ),
    hidden_cases=_hidden,
    variants=(
        Variant(
            "en_milisegundos",
            _time(lambda n, times, epochs, examples: 1.0 * epochs * examples * sum(times)),
            "Tu resultado está en milisegundos.",
            "Se piden segundos: ¿cuántos milisegundos hay en uno?",
        ),
        Variant(
            "en_minutos",
            _time(lambda n, times, epochs, examples: epochs * examples * sum(times) / 60_000),
            "Tu resultado está en minutos.",
            "Se piden segundos; pasarlos a minutos u horas es cosa de quien los lee.",
        ),
        Variant(
            "en_horas",
            _time(lambda n, times, epochs, examples: epochs * examples * sum(times) / 3_600_000),
            "Tu resultado está en horas.",
            "Se piden segundos; pasarlos a minutos u horas es cosa de quien los lee.",
        ),
        Variant(
            "multiplica_por_mil",
            _time(lambda n, times, epochs, examples: 1000.0 * epochs * examples * sum(times)),
            "Tu resultado es un millón de veces mayor de lo que debe ser.",
            "Para pasar de milisegundos a segundos, ¿se multiplica o se divide?",
        ),
        Variant(
            "segundos_enteros",
            _time(lambda n, times, epochs, examples: float(epochs * examples * sum(times) // 1000)),
            "Pierdes las fracciones de segundo.",
            "`//` es la división entera. Para no perder los decimales, `/`.",
        ),
        Variant(
            "una_epoca",
            _time(lambda n, times, epochs, examples: examples * sum(times) / 1000),
            "Das el tiempo de una sola época.",
            "El entrenamiento las hace todas.",
        ),
        Variant(
            "ignora_muestras",
            _time(lambda n, times, epochs, examples: epochs * n * sum(times) / 1000),
            "Tu función no tiene en cuenta `muestras_por_epoca`.",
            "Si se da, cada época trata solo esos ejemplos, no los n.",
        ),
        Variant(
            "muestras_en_total",
            _only_once,
            "Con `muestras_por_epoca` das el tiempo de una sola época.",
            "Son las muestras de **cada** época: también se multiplican por las épocas.",
        ),
        Variant(
            "sin_error",
            _time(lambda n, t, epochs, examples: epochs * examples * (t[0] + t[2]) / 1000),
            "Olvidas el tiempo de calcular el error.",
            "Cada ejemplo pasa por tres fases: predicción, error y retropropagación.",
        ),
        Variant(
            "solo_retropropagacion",
            _time(lambda n, t, epochs, examples: epochs * examples * t[2] / 1000),
            "Solo cuentas el tiempo de la retropropagación.",
            "Antes de propagar el error hacia atrás hay que predecir y calcularlo.",
        ),
        Variant(
            "solo_la_fase_mas_larga",
            _time(lambda n, times, epochs, examples: epochs * examples * max(times) / 1000),
            "Solo cuentas la fase más larga, como si se hicieran a la vez.",
            "Cada fase necesita el resultado de la anterior: van una detrás de otra.",
        ),
        Variant(
            "prediccion_una_vez",
            _time(
                lambda n, t, epochs, examples: (
                    (examples * t[0] + epochs * examples * (t[1] + t[2])) / 1000
                )
            ),
            "Cuentas la predicción en una sola época.",
            "Al cambiar los parámetros cambian las predicciones: hay que repetirlas en cada época.",
        ),
        Variant(
            "sin_parentesis",
            _time(lambda n, t, epochs, examples: (epochs * examples * t[0] + t[1] + t[2]) / 1000),
            "Solo una de las tres fases se multiplica por los ejemplos y las épocas.",
            "En Python se multiplica antes de sumar: las tres fases se suman entre paréntesis.",
            others=(
                _time(lambda n, t, epochs, examples: epochs * examples * t[0] + t[1] + t[2] / 1000),
                _time(
                    lambda n, t, epochs, examples: (t[0] + t[1] + t[2] * examples * epochs) / 1000
                ),
            ),
        ),
        Variant(
            "tope_en_n",
            _time(lambda n, times, epochs, examples: epochs * min(n, examples) * sum(times) / 1000),
            "Cuando `muestras_por_epoca` es mayor que n, cuentas solo n.",
            "Al azar, un ejemplo puede salir más de una vez: cada vez cuesta lo mismo.",
        ),
        Variant(
            "rechaza_repetidas",
            _rejects_repeats,
            "Tu función no admite más muestras por época que ejemplos.",
            "Al azar, un ejemplo puede salir más de una vez: no es un error.",
        ),
        Variant(
            "rechaza_cero",
            _rejects_zero,
            "Tu función no admite 0 épocas.",
            "Con 0 épocas no se entrena: son 0 segundos, y no es un error.",
        ),
        Variant(
            "rechaza_cero_muestras",
            _rejects_no_samples,
            "Tu función no admite `muestras_por_epoca = 0`.",
            "Si cada época no trata ningún ejemplo son 0 segundos, y no es un error.",
        ),
        Variant(
            "cero_es_none",
            _zero_is_none,
            "Con `muestras_por_epoca=0` tu función hace como si no se hubiera dado.",
            "En Python 0 cuenta como falso: escribe `if muestras_por_epoca is None`.",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar los argumentos imposibles.",
            "`n` ha de ser 1 o más; `epocas` y `muestras_por_epoca`, 0 o más; si no, `ValueError`.",
        ),
    ),
    accepted={"segundos de cada fase": _seconds_each, "época a época": _epoch_by_epoch},
)
