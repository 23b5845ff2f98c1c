"""t2.predecir_por_lotes: f(x) sin pasar nunca más de b filas."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.cases import HORAS, at_least, numpy_integer
from autograde.exercises.t2_lotes.measured import big_table
from autograde.model import CellKind, Exercise, Variant
from autograde.model.measures import MemorySpec, PeakSpec
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Paso, Problema, Ref
from solutions.lotes import predecir_por_lotes

ID = "t2.predecir_por_lotes"
Array = Any
Model = Callable[[Array], Array]
MAKE_FOUR, FOUR = numpy_integer(4)


def _predict(
    title: str,
    x: np.ndarray,
    b: Any,
    *,
    model: str = "contar_filas",
    before: tuple[Paso, ...] = (),
    edge: bool = False,
) -> Caso:
    return Caso(
        title,
        (
            Problema("f", model),
            *before,
            Construir("x", x),
            Llamar("resultado", (Ref("f"), Ref("x"), b)),
            Devolver(Ref("resultado"), ("x",)),
        ),
        borde=edge,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b, k = int(rng.integers(4, 9)), int(rng.integers(2, 6))
    n = b * k + int(rng.integers(1, b - 1))
    x = rng.normal(size=(n, 3)) + 10
    return [
        _predict("lote corto", x, b),
        _predict("múltiplo", x[: b * k], b),
        _predict("una dimensión", x[:, 0], b),
        _predict("imágenes", rng.normal(size=(n, 2, 3)), b),
        _predict("clases", rng.normal(size=(n, 3)), b, model="clase_y_filas"),
        _predict("float32", x.astype(np.float32), b),
        _predict("enteros", rng.integers(1, 99, size=(n, 2)), b),
        _predict("b = 1", x[:4], 1, edge=True),
        _predict("b = n", x, n, edge=True),
        _predict("b > n", x, n + 5, edge=True),
        _predict("un ejemplo", x[:1], b, edge=True),
        _predict("b de NumPy", x, FOUR, before=(MAKE_FOUR,), edge=True),
        _predict("b negativo", x, -b, edge=True),
    ]


def _parts(f: Model, x: Array, b: int) -> list[Array]:
    at_least(b=(b, 1))
    return [f(x[i : i + b]) for i in range(0, x.shape[0], b)]


def _room(model: Array, n: int, **kwargs: Any) -> Array:
    """Sitio para n predicciones como las de `model`, del mismo tipo de arreglo."""
    return np.zeros_like(model, shape=(n, *model.shape[1:]), **kwargs)


def _big(rng: np.random.Generator) -> Caso:
    return Caso(
        "500 000 filas de 8 columnas, en lotes de 4 096",
        (
            Problema("f", "contar_filas"),
            big_table(rng, 500_000, 8),
            Llamar("resultado", (Ref("f"), Ref("datos", "x"), 4096)),
            Devolver(Ref("resultado")),
        ),
    )


# --- correctas, escritas de otra manera ------------------------------------------------------


def _concatenate(f: Model, x: Array, b: int) -> Array:
    return np.concatenate(_parts(f, x, b))


def _while(f: Model, x: Array, b: int) -> Array:
    at_least(b=(b, 1))
    resultado, inicio = None, 0
    while inicio < len(x):
        fin = min(inicio + int(b), len(x))
        parte = f(x[inicio:fin])
        if resultado is None:
            resultado = np.empty_like(parte, shape=(len(x), *parte.shape[1:]))
        resultado[inicio:fin] = parte
        inicio = fin
    return resultado


# --- equivocadas -----------------------------------------------------------------------------


def _all_at_once(f: Model, x: Array, b: int) -> Array:
    at_least(b=(b, 1))
    return f(x)


def _one_at_a_time(f: Model, x: Array, b: int) -> Array:
    at_least(b=(b, 1))
    return _concatenate(f, x, 1)


def _one_row_more(f: Model, x: Array, b: int) -> Array:
    at_least(b=(b, 1))
    return _concatenate(f, x, b + 1)


def _without_last(f: Model, x: Array, b: int) -> Array:
    parts = _parts(f, x, b)
    result = _room(parts[0], x.shape[0])
    for k, part in enumerate(parts):
        if part.shape[0] == b:
            result[k * b : (k + 1) * b] = part
    return result


def _only_full_batches(f: Model, x: Array, b: int) -> Array:
    at_least(b=(b, 1))
    return np.concatenate([f(x[k * b : (k + 1) * b]) for k in range(x.shape[0] // b)])


def _list_of_parts(f: Model, x: Array, b: int) -> list[Array]:
    return _parts(f, x, b)


def _always_float(f: Model, x: Array, b: int) -> Array:
    whole = _concatenate(f, x, b)
    result = _room(whole, whole.shape[0], dtype=np.float64)
    result[:] = whole
    return result


def _one_column(f: Model, x: Array, b: int) -> Array:
    whole = _concatenate(f, x, b)
    result = np.zeros_like(whole, shape=(whole.shape[0],), dtype=np.float64)
    result[:] = whole
    return result


def _equal_parts(f: Model, x: Array, b: int) -> Array:
    at_least(b=(b, 1))
    n = x.shape[0]
    k = -(-n // b)
    cuts = [(n * i) // k for i in range(k + 1)]
    return np.concatenate([f(x[i:j]) for i, j in pairwise(cuts)])


def _array_split(f: Model, x: Array, b: int) -> Array:
    at_least(b=(b, 1))
    n = x.shape[0]
    k = -(-n // b)
    sizes = [n // k + (i < n % k) for i in range(k)]
    cuts = [0, *accumulate(sizes)]
    return np.concatenate([f(x[i:j]) for i, j in pairwise(cuts)])


def _wrong_place(f: Model, x: Array, b: int) -> Array:
    parts = _parts(f, x, b)
    result = _room(parts[0], x.shape[0])
    for k, part in enumerate(parts):
        result[k : k + part.shape[0]] = part
    return result


def _unchecked(f: Model, x: Array, b: int) -> Array:
    return f(x) if b < 1 else _concatenate(f, x, b)


EXERCISE = Exercise(
    id=ID,
    name="predecir_por_lotes",
    reference=predecir_por_lotes,
    points={CellKind.CORRECTNESS: 0.75, CellKind.PORTABLE: 0.5, CellKind.MEMORY: 0.3},
    public_cases=(
        _predict("Nueve filas en lotes de 3", HORAS.reshape(9, 1), 3),
        _predict("Nueve filas en lotes de 4: el último es corto", HORAS.reshape(9, 1), 4),
        _predict("x de una dimensión", HORAS, 2),
        _predict(
            "Un modelo que da un entero (una clase) por fila", HORAS, 4, model="clase_y_filas"
        ),
        _predict("float32, varias columnas", np.arange(14, dtype=np.float32).reshape(7, 2), 3),
        _predict("b = 1", HORAS[:4], 1, edge=True),
        _predict("b > n: una sola llamada", HORAS, 20, edge=True),
        _predict("b es un entero de NumPy", HORAS, FOUR, before=(MAKE_FOUR,), edge=True),
        _predict("b = 0: ValueError", HORAS, 0, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(
            dtype=True,
            secuencia=False,
            intactas=Hallazgo(
                f"{ID}.modifica_la_entrada",
                "Tu función cambia x.",
                "Las predicciones se guardan en un arreglo nuevo, no encima de los datos.",
            ),
        )
    },
    variants=(
        Variant(
            "de_una_vez",
            _all_at_once,
            "Le pasas a f todas las filas a la vez.",
            "El resultado sería el mismo, pero si los datos no caben en la memoria del dispositivo "
            "no lo habría. Recorre x de b en b filas.",
        ),
        Variant(
            "de_una_en_una",
            _one_at_a_time,
            "Llamas a f con una sola fila cada vez, sea cual sea b.",
            "Es justo lo que se quiere evitar, por lento. Pasa b filas en cada llamada.",
        ),
        Variant(
            "una_fila_de_mas",
            _one_row_more,
            "Tus lotes tienen b + 1 filas.",
            "En Python `x[i:j]` no incluye la posición j: ¿cuántas filas hay en `x[i:i + b]`?",
        ),
        Variant(
            "olvida_el_ultimo",
            _without_last,
            "Las últimas filas se quedan sin predicción cuando el último lote es corto.",
            "¿Hasta dónde llega tu bucle? El último lote puede tener menos de b filas.",
            others=(_only_full_batches,),
        ),
        Variant(
            "lista_de_lotes",
            _list_of_parts,
            "Devuelves una lista con el resultado de cada lote.",
            "El resultado es un solo arreglo, igual que f(x): reserva su sitio y rellénalo.",
        ),
        Variant(
            "siempre_float",
            _always_float,
            "Los valores son correctos, pero no el tipo (dtype) del resultado.",
            "Hay modelos que dan enteros (clases) o float32. El tipo lo dice el resultado de f, no "
            "lo decides tú.",
        ),
        Variant(
            "una_sola_columna",
            _one_column,
            "Reservas un número real por fila, pero f puede dar varios, o enteros.",
            "Mira la forma y el tipo de lo que da f con el primer lote antes de reservar.",
        ),
        Variant(
            "partes_iguales",
            _equal_parts,
            "Repartes las filas en partes parecidas, no en lotes de b filas.",
            "Todos los lotes tienen b filas salvo el último. `np.array_split` hace otra cosa.",
            others=(_array_split,),
        ),
        Variant(
            "sitio_equivocado",
            _wrong_place,
            "Guardas las predicciones de cada lote donde no es, y se pisan unas a otras.",
            "El lote número k empieza en la fila k·b, no en la k.",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar los tamaños de lote imposibles.",
            "Si b es menor que 1, lanza `ValueError`.",
        ),
    ),
    accepted={"concatenate": _concatenate, "while": _while},
    memory=MemorySpec(
        hint="Si guardas las partes y luego las juntas, hay un momento en que el resultado está "
        "dos veces en la memoria. Resérvalo entero con el primer lote y rellénalo por trozos.",
        peak=PeakSpec(
            case=_big,
            identity="def predecir_por_lotes(f, x, b):\n    return x\n",
            limit_bytes=45 * 10**6,
            least_bytes=27 * 10**6,
        ),
    ),
)
