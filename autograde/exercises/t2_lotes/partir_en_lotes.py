"""t2.partir_en_lotes: los lotes, en orden."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.cases import HORAS, NOTA, at_least, numpy_integer
from autograde.model import CellKind, Exercise, Variant
from autograde.model.measures import MemorySpec
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Modificar, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.lotes import partir_en_lotes

ID = "t2.partir_en_lotes"
Array = np.ndarray
Batches = list[tuple[Array, Array]]
TABLE = np.column_stack([np.ones(9), HORAS])


def _split(title: str, x: Array, y: Array, b: int, *, edge: bool = False) -> Caso:
    return llamada(title, Ref("x"), Ref("y"), b, entradas={"x": x, "y": y}, borde=edge)


def _written_after(title: str, x: Array, y: Array, b: int, row: int) -> Caso:
    """Se escribe en los datos cuando ya están partidos: una vista lo nota y una copia no."""
    return Caso(
        title,
        (
            Construir("x", x),
            Construir("y", y),
            Llamar("lotes", (Ref("x"), Ref("y"), b)),
            Modificar("x", row, np.full_like(x[row], -7)),
            Modificar("y", row, np.full_like(y[row], -9)),
            Devolver(Ref("lotes")),
        ),
    )


def _hidden_views(rng: np.random.Generator) -> list[Caso]:
    n, b = int(rng.integers(8, 14)), int(rng.integers(2, 5))
    x, images = rng.normal(size=(n, 3)), rng.normal(size=(n, 2, 2)).astype(np.float32)
    y = rng.integers(0, 9, size=n)
    rows = [int(r) for r in rng.integers(0, n, size=4)]
    return [
        _written_after("columnas", x, y, b, rows[0]),
        _written_after("imágenes", images, x, b, rows[1]),
        _written_after("una dimensión", y, x[:, 0], b, rows[2]),
        _written_after("un solo lote", x, y, n, rows[3]),
    ]


def _numpy_b(title: str, x: Array, y: Array, b: int) -> Caso:
    step, integer = numpy_integer(b)
    return Caso(
        title,
        (
            Construir("x", x),
            Construir("y", y),
            step,
            Llamar("resultado", (Ref("x"), Ref("y"), integer)),
            Devolver(Ref("resultado"), ("x", "y")),
        ),
        borde=True,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b, k = int(rng.integers(3, 7)), int(rng.integers(3, 6))
    n = b * k + int(rng.integers(1, b - 1))
    x, y = rng.normal(size=(n, 3)), rng.normal(size=n)
    images = rng.integers(0, 255, size=(n, 2, 2)).astype(np.uint8)
    one_hot = np.eye(4, dtype=np.float32)[rng.integers(0, 4, n)]
    return [
        _split("lote corto", x, y, b),
        _split("múltiplo", x[: b * k], y[: b * k], b),
        _split("float32 y enteros", x.astype(np.float32), np.arange(n), b),
        _split("imágenes y clases", images, one_hot, b),
        _split("una dimensión", y, 2 * y, b + 1),
        _split("b = 1", x[:4], y[:4], 1, edge=True),
        _split("b = n", x[:b], y[:b], b, edge=True),
        _split("b > n", x[: b - 1], y[: b - 1], b, edge=True),
        _split("un ejemplo", x[:1], y[:1], 1, edge=True),
        _numpy_b("b de NumPy", x, y, b),
        _split("b negativo", x, y, -b, edge=True),
        _split("b = 0", x, y, 0, edge=True),
    ]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _while(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    lotes, inicio = [], 0
    while inicio < len(x):
        lotes.append((x[inicio : inicio + b], y[inicio : inicio + b]))
        inicio += b
    return lotes


def _np_split(x: Array, y: Array, b: int) -> list[list[Array]]:
    at_least(b=(b, 1))
    cortes = np.arange(b, len(x), b)
    return [[x_b, y_b] for x_b, y_b in zip(np.split(x, cortes), np.split(y, cortes), strict=True)]


def _zip(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    inicios = range(0, x.shape[0], int(b))
    return list(zip((x[i : i + b] for i in inicios), (y[i : i + b] for i in inicios), strict=True))


# --- equivocadas -----------------------------------------------------------------------------


def _without_last(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x) - b + 1, b)]


def _equal_parts(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    k = -(-len(x) // b)
    return list(zip(np.array_split(x, k), np.array_split(y, k), strict=True))


def _b_parts(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    return list(zip(np.array_split(x, b), np.array_split(y, b), strict=True))


def _b_parts_of(size: Any) -> Any:
    """Parte como si b fuera el número de lotes, de `size(n, b)` ejemplos."""

    def partir_en_lotes(x: Array, y: Array, b: int) -> Batches:
        at_least(b=(b, 1))
        return _while(x, y, size(len(x), b))

    return partir_en_lotes


def _empty_last(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x) + 1, b)]


def _always_an_empty_one(x: Array, y: Array, b: int) -> Batches:
    return [*_while(x, y, b), (x[:0], y[:0])]


def _windows(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    return [(x[i : i + b], y[i : i + b]) for i in range(len(x))]


def _one_short(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    return [(x[i : i + b - 1], y[i : i + b - 1]) for i in range(0, len(x), b)]


def _up_to_b(x: Array, y: Array, b: int) -> Batches:
    at_least(b=(b, 1))
    return [(x[i:b], y[i:b]) for i in range(0, len(x), b)]


def _in_a_row(x: Array, y: Array, b: int) -> list[Array]:
    return [part for batch in _while(x, y, b) for part in batch]


def _two_lists(x: Array, y: Array, b: int) -> Any:
    lotes = _while(x, y, b)
    return [x_b for x_b, _ in lotes], [y_b for _, y_b in lotes]


def _only_x(x: Array, y: Array, b: int) -> list[Array]:
    return [x_b for x_b, _ in _while(x, y, b)]


def _whole_y(x: Array, y: Array, b: int) -> Batches:
    return [(x_b, y) for x_b, _ in _while(x, y, b)]


def _last_refilled(x: Array, y: Array, b: int) -> Batches:
    lotes = _while(x, y, b)
    lotes[-1] = (x[-b:], y[-b:])
    return lotes


def _plain_lists(x: Array, y: Array, b: int) -> Any:
    return [(x_b.tolist(), y_b.tolist()) for x_b, y_b in _while(x, y, b)]


def _unchecked(x: Array, y: Array, b: int) -> Batches:
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x), b)]


EXERCISE = Exercise(
    id=ID,
    name="partir_en_lotes",
    reference=partir_en_lotes,
    points={CellKind.CORRECTNESS: 0.75, CellKind.MEMORY: 0.3},
    public_cases=(
        _split("Horas/Nota en lotes de 3: tres lotes", HORAS, NOTA, 3),
        _split("Horas/Nota en lotes de 4: el último, de un ejemplo", HORAS, NOTA, 4),
        _split("x con columna de unos, lotes de 2", np.column_stack([np.ones(9), HORAS]), NOTA, 2),
        _split("Enteros y float32", np.arange(7), np.arange(7, dtype=np.float32) / 2, 3),
        _split("b = 1: un lote por ejemplo", HORAS[:3], NOTA[:3], 1, edge=True),
        _split("b = n: un solo lote", HORAS, NOTA, 9, edge=True),
        _split("b > n: un solo lote, corto", HORAS, NOTA, 20, edge=True),
        _numpy_b("b es un entero de NumPy", HORAS, NOTA, 4),
        _split("b = 0: ValueError", HORAS, NOTA, 0, edge=True),
        _split("b negativo: ValueError", HORAS, NOTA, -3, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(
            dtype=True,
            secuencia=False,
            intactas=Hallazgo(
                f"{ID}.modifica_la_entrada",
                "Tu función cambia los arreglos que recibe.",
                "Partir en lotes solo mira trozos de x y de y: no hace falta escribir en ellos.",
            ),
        )
    },
    variants=(
        Variant(
            "olvida_el_ultimo",
            _without_last,
            "Tu función pierde el último lote cuando queda corto.",
            "¿Hasta dónde llega tu `range`? El último lote empieza antes de n aunque no quepa "
            "entero.",
        ),
        Variant(
            "partes_iguales",
            _equal_parts,
            "Tu función reparte los ejemplos en partes parecidas, no en lotes de b.",
            "Todos los lotes tienen b ejemplos salvo el último. `np.array_split` hace otra cosa.",
        ),
        Variant(
            "b_es_el_numero_de_lotes",
            _b_parts,
            "Tu función hace b lotes, en vez de lotes de b ejemplos.",
            "b es el tamaño de cada lote, no cuántos hay.",
            others=(_b_parts_of(lambda n, b: n // b or 1), _b_parts_of(lambda n, b: -(-n // b))),
        ),
        Variant(
            "lote_vacio",
            _empty_last,
            "Te sobra un lote vacío al final.",
            "Si n es múltiplo de b no queda nada para otro lote: ¿hasta dónde llega tu `range`?",
            others=(_always_an_empty_one,),
        ),
        Variant(
            "lotes_solapados",
            _windows,
            "Tus lotes se solapan: un mismo ejemplo sale en varios.",
            "¿De cuánto en cuánto avanza el comienzo de cada lote?",
        ),
        Variant(
            "un_ejemplo_de_menos",
            _one_short,
            "A cada lote le falta su último ejemplo.",
            "En Python `x[i:j]` no incluye la posición j.",
        ),
        Variant(
            "solo_el_primero",
            _up_to_b,
            "El primer lote es correcto; los demás salen vacíos.",
            "`x[i:b]` acaba siempre en la posición b. El lote que empieza en i acaba en i + b.",
        ),
        Variant(
            "sin_parejas",
            _in_a_row,
            "Tu lista lleva los trozos sueltos, uno detrás de otro, y no en parejas.",
            "Cada elemento es una pareja: `lotes.append((x_b, y_b))`, con dos paréntesis.",
        ),
        Variant(
            "dos_listas",
            _two_lists,
            "Tu función devuelve por separado los lotes de x y los de y.",
            "Se pide una sola lista, y cada elemento es una pareja (x_b, y_b).",
        ),
        Variant(
            "olvida_y",
            _only_x,
            "Tu lista solo tiene los lotes de x.",
            "Cada elemento es una pareja: los ejemplos y sus respuestas.",
        ),
        Variant(
            "y_entera",
            _whole_y,
            "Partes x, pero cada lote lleva y entera.",
            "A cada ejemplo le acompaña su respuesta: parte y por los mismos sitios que x.",
        ),
        Variant(
            "rellena_el_ultimo",
            _last_refilled,
            "Tu último lote repite ejemplos del anterior para estar completo.",
            "El último lote puede ser corto: cada ejemplo va en un solo lote.",
        ),
        Variant(
            "listas_de_python",
            _plain_lists,
            "Los lotes son listas de Python, no arreglos.",
            "Un trozo `x[i:j]` ya es un arreglo (y una vista, que no copia nada).",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar los tamaños de lote imposibles.",
            "Si b es menor que 1, la función debe lanzar `ValueError`. ¿Qué hace `range` con un "
            "paso "
            "negativo?",
        ),
    ),
    accepted={"while": _while, "np.split": _np_split, "zip": _zip},
    memory=MemorySpec(
        hint="Un trozo `x[i:j]` es una vista: comparte la memoria de x. Una lista de índices, "
        "`np.array(…)` o `.copy()` hacen una copia.",
        cases=(
            _written_after("Se parte, y después se escribe en x y en y", TABLE, NOTA, 4, 1),
            _written_after("Se escribe en el último ejemplo", HORAS, NOTA, 2, 8),
        ),
        hidden_cases=_hidden_views,
    ),
)
