"""t5.softmax: de logitos a probabilidades, por filas y sin desbordar."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import SINGLE, Array, comparisons, with_inputs
from autograde.exercises.t5_redes_y_gpu.measured import SOFTMAX
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Hallazgo
from curso.pruebas.plan import Caso
from solutions.curso_t5 import softmax

ID = "t5.softmax"

#: eᶻ = 1, 2 y 3: las probabilidades son 1/6, 1/3 y 1/2
WORKED = np.log([[1.0, 2.0, 3.0]])


def _of(title: str, z: Any, **kwargs: Any) -> Caso:
    return with_inputs(title, {"z": np.asarray(z)}, **kwargs)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, k = int(rng.integers(5, 9)), int(rng.integers(3, 5))
    z = 2 * rng.normal(size=(n, k))
    square = 2 * rng.normal(size=(k, k))
    far = (
        rng.integers(-3, 4, size=(n, k)) + 1e4 * rng.permutation(np.resize([-1.0, 1.0], n))[:, None]
    )
    return [
        _of("al azar", z),
        _of("tantas filas como clases", square),
        _of("filas lejanas", far),
        _of("muy separados", 1e4 * rng.uniform(-1, 1, size=(n, k))),
        _of("dos clases", z[:, :2]),
        _of("simple precisión", z.astype(np.float32), borde=True, grupo=SINGLE),
        _of("enteros", rng.integers(-4, 5, size=(n, k)), borde=True),
        _of("una fila", z[:1], borde=True),
        _of("una clase", z[:, :1], borde=True),
    ]


PUBLIC = (
    _of("El ejemplo a mano: logitos 0, ln 2 y ln 3", WORKED),
    _of("Dos filas: cada una por su lado", [[0.0, 1.0, 2.0], [3.0, 3.0, -1.0]]),
    _of("Tres filas y tres clases", [[1.0, 0.0, -1.0], [2.0, 2.5, 0.5], [-3.0, 0.0, 1.0]]),
    _of("Logitos de ±10 000", [[1e4, 1e4 - 1.0, 0.0], [-1e4, -1e4 + 2.0, -1e4]]),
    _of("Filas muy distintas entre sí", [[1e4, 1e4 + 1.0], [-1e4, -1e4 + 1.0], [0.0, 1.0]]),
    _of(
        "Un arreglo de float32",
        np.array([[0.5, -1.0, 3.0], [2.0, 0.0, -4.0]], np.float32),
        borde=True,
        grupo=SINGLE,
    ),
    _of("Un arreglo de enteros", [[1, 2, 3], [0, -1, 4]], borde=True),
    _of("Una sola fila", [[0.5, -0.5]], borde=True),
    _of("Una sola clase: la probabilidad es 1", [[3.0], [-2.0]], borde=True),
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _rows(z: Array) -> Array:
    p = np.zeros_like(z, dtype=np.float32 if z.dtype == np.float32 else np.float64)
    for i in range(len(z)):
        e = np.exp(z[i] - z[i].max())
        p[i] = e / e.sum()
    return p


def _elements(z: Array) -> Array:
    p = np.zeros_like(z, dtype=float)
    for i in range(z.shape[0]):
        mayor = max(float(v) for v in z[i])
        exponenciales = [math.exp(float(v) - mayor) for v in z[i]]
        for j, e in enumerate(exponenciales):
            p[i, j] = e / sum(exponenciales)
    return p


def _single(z: Array) -> Array:
    z = z.astype(np.float32) if z.dtype == np.float32 else z
    e = np.exp(np.subtract(z, np.max(z, axis=-1)[:, np.newaxis]))
    return e * (1 / e.sum(axis=-1))[:, None]


def _through_logarithm(z: Array) -> Array:
    z = z - z.max(axis=1, keepdims=True)
    return np.exp(z - np.log(np.exp(z).sum(axis=1, keepdims=True)))


def _in_its_own(z: Array) -> Array:
    p = z.astype(np.float32 if z.dtype == np.float32 else np.float64)
    p -= p.max(axis=1).reshape(-1, 1)
    p = np.exp(p)
    p /= p.sum(axis=1).reshape(-1, 1)
    return p


# --- equivocadas -----------------------------------------------------------------------------


def _bent(
    largest: Callable[[Array], Any] = lambda z: z.max(axis=1, keepdims=True),
    total: Callable[[Array], Any] = lambda e: e.sum(axis=1, keepdims=True),
    raised: Callable[[Array], Array] = np.exp,
    result: Callable[[Array], Array] = lambda p: p,
) -> Any:
    """La respuesta correcta salvo en lo que se diga; lo que desborda no avisa."""

    def softmax(z: Array) -> Array:
        with np.errstate(all="ignore"):
            e = raised(z - largest(z))
            return result(e / total(e))

    return softmax


def _winner(z: Array) -> Array:
    return (z == z.max(axis=1, keepdims=True)).astype(np.float64)


def _in_place(z: Array) -> Array:
    right = softmax(z)
    z -= z.max(axis=1, keepdims=True).astype(z.dtype)
    return right


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia la z que recibe.",
    "`z -= …` escribe en el arreglo de quien te llama. Guarda la resta en otro: `z = z - …`.",
)

EXERCISE = Exercise(
    id=ID,
    name="softmax",
    reference=softmax,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.2, CellKind.SPEED: 0.3},
    public_cases=PUBLIC,
    hidden_cases=_hidden,
    comparisons=comparisons(INTACT),
    variants=(
        Variant(
            "inestable",
            _bent(largest=lambda z: 0.0),
            "Con logitos grandes la exponencial desborda, y sale NaN.",
            "Restar a una fila su mayor logito no cambia el resultado, y deja todos los exponentes "
            "en cero o menos.",
        ),
        Variant(
            "maximo_de_todo",
            _bent(largest=lambda z: z.max()),
            "Restas el mayor de toda la tabla, no el de cada fila: en una fila muy por debajo de "
            "él todas las exponenciales valen 0, y sale 0/0.",
            "Cada fila es un ejemplo distinto: su mayor se busca con `axis=1`.",
        ),
        Variant(
            "maximo_por_columnas",
            _bent(largest=lambda z: z.max(axis=0)),
            "Restas a cada logito el mayor de su columna, y eso sí cambia el resultado.",
            "Lo que se puede restar es un mismo número a toda la fila. ¿Con qué `axis` se busca el "
            "mayor de cada fila?",
        ),
        Variant(
            "por_columnas",
            _bent(lambda z: z.max(axis=0), lambda e: e.sum(axis=0)),
            "Tus probabilidades suman 1 por columnas, no por filas.",
            "Cada fila es un ejemplo y sus probabilidades han de sumar 1. En NumPy, `axis=0` suma "
            "cada columna.",
        ),
        Variant(
            "suma_por_columnas",
            _bent(total=lambda e: e.sum(axis=0)),
            "Divides entre la suma de cada columna, no entre la de cada fila.",
            "`e.sum(axis=0)` da un número por columna. ¿Cuál da uno por fila?",
        ),
        Variant(
            "suma_de_todo",
            _bent(lambda z: z.max(), lambda e: e.sum()),
            "Tus probabilidades suman 1 entre todas las filas juntas.",
            "Cada fila se normaliza por su lado: falta `axis=1` en el mayor y en la suma.",
        ),
        Variant(
            "total_unico",
            _bent(total=lambda e: e.sum()),
            "Divides todas las filas entre el mismo total, el de la tabla entera.",
            "Cada fila tiene su suma: falta `axis=1`.",
        ),
        Variant(
            "total_sin_keepdims",
            _bent(total=lambda e: e.sum(axis=1)),
            "Las sumas de las filas quedan tumbadas, con forma (n,), y al dividir se reparten por "
            "columnas.",
            "Mira las formas: (n, k) entre (n,) falla o, si n = k, divide lo que no es. Con "
            "`keepdims=True` la suma es una columna, (n, 1).",
        ),
        Variant(
            "mayor_sin_keepdims",
            _bent(largest=lambda z: z.max(axis=1)),
            "Los mayores de las filas quedan tumbados, con forma (n,), y al restarlos se reparten "
            "por columnas.",
            "Mira las formas: (n, k) menos (n,) falla o, si n = k, resta lo que no es. Con "
            "`keepdims=True` el mayor es una columna, (n, 1).",
        ),
        Variant(
            "nada_con_keepdims",
            _bent(lambda z: z.max(axis=1), lambda e: e.sum(axis=1)),
            "Los mayores y las sumas de las filas quedan tumbados, con forma (n,), y se reparten "
            "por columnas.",
            "Mira las formas: (n, k) con (n,) falla o, si n = k, mezcla las filas. Con "
            "`keepdims=True` son columnas, (n, 1).",
        ),
        Variant(
            "sin_normalizar",
            _bent(total=lambda e: 1.0),
            "Devuelves las exponenciales (menos el mayor), pero sin dividir: no suman 1.",
            "Falta dividir cada fila entre su suma.",
        ),
        Variant(
            "sin_exponencial",
            _bent(largest=lambda z: 0.0, raised=lambda z: z),
            "Divides los logitos entre su suma, sin la exponencial.",
            "Un logito puede ser negativo y una probabilidad no: primero va la exponencial.",
        ),
        Variant(
            "signo",
            _bent(largest=lambda z: z.min(axis=1, keepdims=True), raised=lambda z: np.exp(-z)),
            "Das más probabilidad al logito menor.",
            "La exponencial es de z, no de −z.",
        ),
        Variant(
            "recorta_los_logitos",
            _bent(largest=lambda z: 0.0, raised=lambda z: np.exp(np.clip(z, -500, 500))),
            "Recortas los logitos a ±500 para que no desborden, y los que pasan de ahí quedan "
            "empatados.",
            "No hace falta perder nada: resta a cada fila su mayor y ninguna exponencial desborda.",
        ),
        Variant(
            "cambia_los_infinitos",
            _bent(largest=lambda z: 0.0, result=np.nan_to_num),
            "Con logitos grandes la exponencial desborda, y cambias los NaN por ceros.",
            "El NaN avisaba de que se perdió la cuenta. Resta a cada fila su mayor antes de la "
            "exponencial y no lo habrá.",
        ),
        Variant(
            "logaritmo",
            _bent(result=np.log),
            "Devuelves el logaritmo de las probabilidades.",
            "La softmax son las probabilidades: números entre 0 y 1 que suman 1 en cada fila.",
        ),
        Variant(
            "solo_el_mayor",
            _winner,
            "Das un 1 a la clase de mayor logito y un 0 a las demás.",
            "Eso sería el máximo «duro». La softmax (máximo suave) reparte la probabilidad.",
        ),
        Variant("modifica_la_entrada", _in_place, INTACT.causa, INTACT.pista, by_property=True),
    ),
    accepted={
        "bucle por filas": _rows,
        "bucle por elementos": _elements,
        "float32": _single,
        "con logaritmos": _through_logarithm,
        "en su copia": _in_its_own,
    },
    speed=SOFTMAX,
)
