"""t4.estadisticas_activacion: cómo se reparten las activaciones de una capa."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.vigilancia import estadisticas_activacion

ID = "t4.estadisticas_activacion"
Array = Any
Told = tuple[Any, Any, Any]

#: el ejemplo que se hace a mano en el cuaderno
WORKED = np.array([[-1.0, 0.5], [1.0, -0.5], [0.0, 0.96]])


def _layer(title: str, a: Any, *umbral: float, edge: bool = False) -> Caso:
    return llamada(title, Ref("a"), *umbral, entradas={"a": np.asarray(a)}, borde=edge)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    wide = np.tanh(3 * rng.normal(size=(20, 6)) + 0.3)
    narrow = np.tanh(0.05 * rng.normal(size=(12, 8)) - 0.02)
    sides = np.tanh(4 + rng.normal(size=(9, 5)))
    quarters = rng.choice([-0.75, -0.5, -0.25, 0.0, 0.25, 0.5], size=(7, 4))
    return [
        _layer("saturada", wide),
        _layer("junto a cero", narrow),
        _layer("en un extremo", sides),
        _layer("en el otro extremo", -sides),
        _layer("un eje", wide.ravel()[:31]),
        _layer("tres ejes", wide.reshape(4, 5, 6)),
        _layer("otro umbral", wide, float(rng.uniform(0.6, 0.8))),
        _layer("umbral pequeño", narrow, 0.03),
        _layer("fuera de [−1, 1]", 3 * rng.normal(size=(8, 3)) + 1, 2.0),
        _layer("float32", wide.astype(np.float32)),
        _layer("float32, junto a cero", narrow.astype(np.float32)),
        _layer("justo en el umbral", quarters, 0.5, edge=True),
        _layer("justo en el umbral, y con signo menos", -quarters, 0.25, edge=True),
        _layer("una activación", [[0.97]], edge=True),
        _layer("todas iguales", np.full((3, 4), -0.5), edge=True),
        _layer("ninguna", np.zeros((0, 4)), edge=True),
        _layer("filas vacías", np.zeros((3, 0)), edge=True),
    ]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _check(a: Array) -> None:
    if a.size == 0:
        raise ValueError("vacío")


def _with_methods(a: Array, umbral: float = 0.95) -> Told:
    _check(a)
    return a.mean(), a.std(), (abs(a) >= umbral).mean()


def _with_loop(a: Array, umbral: float = 0.95) -> list[float]:
    _check(a)
    valores = [float(x) for x in a.ravel()]
    n = len(valores)
    media = sum(valores) / n
    varianza = sum((x - media) ** 2 for x in valores) / n
    return [media, varianza**0.5, sum(1 for x in valores if not -umbral < x < umbral) / n]


def _with_moments(a: Array, umbral: float = 0.95) -> Told:
    _check(a)
    centradas = a - a.mean()
    fuera = (a >= umbral) | (a <= -umbral)
    return a.sum() / a.size, ((centradas**2).sum() / a.size) ** 0.5, fuera.sum() / a.size


def _in_single(a: Array, umbral: float = 0.95) -> Told:
    """Media y desviación en float32; la cuenta, con lo que se recibe."""
    _check(a)
    simple = a.astype(np.float32)
    exacta = simple if a.dtype == np.float32 else a
    return exacta.mean(), exacta.std(), (abs(a) >= umbral).astype(np.float32).mean()


# --- equivocadas -----------------------------------------------------------------------------


def _with(
    mean: Callable[[Array], Any] = np.mean,
    deviation: Callable[[Array], Any] = np.std,
    share: Callable[[Array, float], Any] = lambda a, limit: np.mean(np.abs(a) >= limit),
    told: Callable[[Any, Any, Any], Any] = lambda *three: three,
) -> Any:
    """La correcta con otra cuenta, u otro orden."""

    def estadisticas_activacion(a: Array, umbral: float = 0.95) -> Any:
        _check(a)
        with np.errstate(all="ignore"):
            return told(mean(a), deviation(a), share(a, umbral))

    return estadisticas_activacion


def _unchecked(a: Array, umbral: float = 0.95) -> Any:
    if a.size == 0:
        return float("nan"), float("nan"), float("nan")
    return estadisticas_activacion(a, umbral)


def _only_without_rows(a: Array, umbral: float = 0.95) -> Any:
    if len(a) == 0:
        raise ValueError("vacío")
    return _unchecked(a, umbral)


def _sample_deviation(a: Array) -> Any:
    return np.std(a, ddof=1) if a.size > 1 else np.nan


def _writes(a: Array, umbral: float = 0.95) -> Any:
    answer = estadisticas_activacion(a, umbral)
    np.abs(a, out=a)
    return answer


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia las activaciones que recibe.",
    "`a -= a.mean()`, o un `out=a`, escriben en el arreglo de quien te llama.",
)

EXERCISE = Exercise(
    id=ID,
    name="estadisticas_activacion",
    reference=estadisticas_activacion,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=(
        _layer("El ejemplo hecho a mano", WORKED),
        _layer("Una capa saturada", [[0.99, -0.98, 0.999], [-1.0, 0.97, 0.1]]),
        _layer("Una capa apagada", [[0.01, -0.02], [0.03, 0.0], [-0.04, 0.01]]),
        _layer("Todas en el mismo extremo", [-0.99, -0.98, -0.97, -0.96]),
        _layer("Otro umbral", [[0.3, -0.7], [0.8, 0.1]], 0.6),
        _layer("Tres ejes", np.linspace(-1, 1, 24).reshape(2, 3, 4)),
        _layer("En float32", np.linspace(-1, 1, 9, dtype=np.float32)),
        _layer("Justo en el umbral: cuenta", [[0.5, -0.5], [0.5, 0.75]], 0.5, edge=True),
        _layer("Una sola activación: desviación 0", [0.3], edge=True),
        _layer("Ninguna: ValueError", np.zeros((0, 3)), edge=True),
        _layer("Tres filas vacías: ValueError", np.zeros((3, 0)), edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=(
        Variant(
            "cuenta_las_filas",
            _only_without_rows,
            "Solo miras si hay filas: con tres filas vacías das nan.",
            "`len(a)` cuenta filas; las activaciones que hay son `a.size`.",
        ),
        Variant(
            "siempre_saturadas",
            _with(share=lambda a, limit: np.mean((a >= limit) | (a <= limit))),
            "Das por saturadas todas: una activación es siempre mayor o menor que el umbral.",
            "Las de abajo se comparan con **menos** el umbral, o todas con su valor absoluto.",
        ),
        Variant(
            "suma_entre_las_filas",
            _with(mean=lambda a: a.sum() / len(a)),
            "Tu media divide la suma entre el número de filas.",
            "Se divide entre todas: `a.size`, o `a.mean()`.",
        ),
        Variant(
            "desviacion_muestral",
            _with(deviation=_sample_deviation),
            "Tu desviación divide entre n − 1.",
            "Aquí se describe la capa entera, no una muestra: se divide entre n, como `np.std`.",
        ),
        Variant(
            "varianza",
            _with(deviation=np.var),
            "Das la varianza en vez de la desviación.",
            "La desviación típica es su raíz.",
        ),
        Variant(
            "desviacion_sin_centrar",
            _with(deviation=lambda a: np.sqrt(np.mean(a * a))),
            "Tu desviación no resta la media.",
            "Es la raíz de la media de (a − media)².",
        ),
        Variant(
            "desviacion_media",
            _with(deviation=lambda a: np.mean(np.abs(a - np.mean(a)))),
            "Das la media de las desviaciones en valor absoluto.",
            "Las desviaciones se elevan al cuadrado, se promedian y se saca la raíz.",
        ),
        Variant(
            "media_absoluta",
            _with(mean=lambda a: np.mean(np.abs(a))),
            "Tu media es la de los valores absolutos.",
            "La media lleva el signo: dice si la capa se va hacia un lado.",
        ),
        Variant(
            "mediana",
            _with(mean=np.median),
            "Das la mediana en vez de la media.",
            "La media es la suma entre cuántas hay.",
        ),
        Variant(
            "sin_valor_absoluto",
            _with(share=lambda a, limit: np.mean(a >= limit)),
            "Solo cuentas las saturadas por arriba: falta el valor absoluto.",
            "Una activación de −0,99 está tan saturada como una de 0,99.",
        ),
        Variant(
            "estricto",
            _with(share=lambda a, limit: np.mean(np.abs(a) > limit)),
            "No cuentas las que están justo en el umbral.",
            "Es |a| ≥ umbral: la igualdad cuenta.",
        ),
        Variant(
            "estricto_por_abajo",
            _with(share=lambda a, limit: np.mean((a >= limit) | (a < -limit))),
            "No cuentas las que están justo en −umbral.",
            "La igualdad cuenta en los dos extremos: |a| ≥ umbral.",
        ),
        Variant(
            "estricto_por_arriba",
            _with(share=lambda a, limit: np.mean((a > limit) | (a <= -limit))),
            "No cuentas las que están justo en el umbral por arriba.",
            "La igualdad cuenta en los dos extremos: |a| ≥ umbral.",
        ),
        Variant(
            "no_saturadas",
            _with(share=lambda a, limit: np.mean(np.abs(a) < limit)),
            "Das la proporción de las que **no** están saturadas.",
            "Están saturadas las que tienen |a| ≥ umbral.",
        ),
        Variant(
            "cuenta",
            _with(share=lambda a, limit: int(np.sum(np.abs(a) >= limit))),
            "Das cuántas están saturadas, y no la proporción.",
            "Divide entre cuántas activaciones hay.",
        ),
        Variant(
            "porcentaje",
            _with(share=lambda a, limit: 100 * np.mean(np.abs(a) >= limit)),
            "Das un porcentaje.",
            "La proporción va de 0 a 1.",
        ),
        Variant(
            "entre_las_filas",
            _with(share=lambda a, limit: np.sum(np.abs(a) >= limit) / len(a)),
            "Divides las saturadas entre el número de filas.",
            "`len(a)` cuenta filas; activaciones hay `a.size`.",
        ),
        Variant(
            "umbral_fijo",
            _with(share=lambda a, limit: np.mean(np.abs(a) >= 0.95)),
            "No usas el umbral que recibes, sino siempre 0,95.",
            "0,95 es solo el valor por defecto.",
        ),
        Variant(
            "por_columnas",
            _with(
                mean=lambda a: np.mean(a, axis=0),
                deviation=lambda a: np.std(a, axis=0),
                share=lambda a, limit: np.mean(np.abs(a) >= limit, axis=0),
            ),
            "Das las estadísticas de cada columna.",
            "Se miran todas las activaciones juntas: sin `axis`.",
        ),
        Variant(
            "otro_orden",
            _with(told=lambda mean, deviation, share: (deviation, mean, share)),
            "Devuelves la desviación antes que la media.",
            "El orden es (media, desviación, proporción).",
        ),
        Variant("modifica_la_entrada", _writes, INTACT.causa, INTACT.pista),
        Variant(
            "sin_validar",
            _unchecked,
            "Sin activaciones das nan en vez de lanzar ValueError.",
            "La media de nada no es un número: mira antes si `a.size` es 0.",
        ),
    ),
    accepted={
        "con métodos": _with_methods,
        "con un bucle": _with_loop,
        "con momentos": _with_moments,
        "en float32": _in_single,
    },
)
