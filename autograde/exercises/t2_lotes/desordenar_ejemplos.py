"""t2.desordenar_ejemplos: la misma permutación de x y de y."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.rules import Rule, variants
from autograde.exercises.t2_lotes.cases import HORAS, NOTA
from autograde.exercises.t2_lotes.measured import big_table, fresh_rng, taken
from autograde.exercises.t2_lotes.shuffling import (
    MANY,
    TWELVE,
    comparisons,
    many_calls,
    swapping_with_any,
    tiny,
)
from autograde.model import CellKind, Exercise
from autograde.model.measures import SpeedSpec, Step
from curso.pruebas.plan import Caso, Devolver, Llamar, Paso, Ref, Rng
from solutions.lotes import desordenar_ejemplos

ID = "t2.desordenar_ejemplos"
Array = np.ndarray
Pair = tuple[Array, Array]


def _call(name: str, rng: Rng) -> tuple[Paso, ...]:
    return (Llamar(name, (Ref("x"), Ref("y"), rng)),)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n = int(rng.integers(5, 7))
    x, y = rng.normal(size=(n, 3)).astype(np.float32), rng.permutation(n)
    seed = int(rng.integers(2**60))
    numbered = np.arange(TWELVE, dtype=np.int8)
    twelve = {"x": numbered, "y": -numbered}
    images = rng.normal(size=(n, 2, 2))
    return [
        many_calls("x con columnas, float32", {"x": x, "y": y}, _call, seed),
        many_calls(
            "x de una dimensión", {"x": rng.normal(size=n), "y": y * 1.5}, _call, seed + 999
        ),
        many_calls("imágenes y vectores", {"x": images, "y": x}, _call, seed + 1999),
        many_calls("doce ejemplos, muchas veces", twelve, _call, seed + 9999, calls=MANY),
        tiny("un ejemplo", {"x": x[:1], "y": y[:1]}, _call, seed),
        tiny("ninguno", {"x": x[:0], "y": y[:0]}, _call, seed),
    ]


# --- para medir ------------------------------------------------------------------------------


#: llamadas de cada caso
_TIMES = 6


def _timed(rng: np.random.Generator) -> Caso:
    names = [f"resultado{i}" for i in range(_TIMES)]
    data = (Ref("datos", "x"), Ref("datos", "y"))
    calls = (Llamar(name, (*data, fresh_rng(rng))) for name in names)
    returned = Devolver([Ref(name) for name in names])
    return Caso(
        "Seis veces 10 000 ejemplos de 2 columnas",
        (big_table(rng, 10_000, 2), *calls, returned),
    )


def _orders(sample: Any) -> list[Array]:
    return np.split(sample["puestos"][1]["enteros"], _TIMES)


def _expected(case: Caso, sample: Any) -> list[Pair]:
    return [taken(case, order) for order in _orders(sample)]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _shuffled_indices(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = np.arange(len(x))
    rng.shuffle(orden)
    return np.take(x, orden, axis=0), np.take(y, orden, axis=0)


def _argsort(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = np.argsort(rng.random(x.shape[0]))
    return x[orden], y[orden]


def _loop_on_copies(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    x_nuevo, y_nuevo = np.empty_like(x), np.empty_like(y)
    for destino, origen in enumerate(rng.permutation(len(x))):
        x_nuevo[destino] = x[origen]
        y_nuevo[destino] = y[origen]
    return x_nuevo, y_nuevo


def _same_state_twice(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    estado = rng.bit_generator.state
    x_nuevo = rng.permutation(x)
    rng.bit_generator.state = estado
    return x_nuevo, rng.permutation(y)


# --- equivocadas -----------------------------------------------------------------------------


def _in_place(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = rng.permutation(len(x))
    x[:], y[:] = x[orden], y[orden]
    return x, y


def _stacked(x: Array, y: Array, rng: np.random.Generator) -> Array:
    n = len(x)
    return rng.permutation(np.column_stack([x.reshape(n, -1), y.reshape(n, -1)]))


def _columns_apart(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    if x.ndim == 1:
        return _argsort(x, y, rng)
    return rng.permuted(x, axis=0), rng.permutation(y)


def _with_replacement(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = rng.integers(0, max(1, len(x)), len(x))
    return x[orden], y[orden]


def _as_is(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    return x.copy(), y.copy()


def _only_x(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    return rng.permutation(x), y.copy()


def _two_permutations(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    return rng.permutation(x), rng.permutation(y)


def _global_randomness(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = np.random.permutation(len(x))
    return x[orden], y[orden]


def _own_seed(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = np.random.default_rng(42).permutation(len(x))
    return x[orden], y[orden]


def _one_swap(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = np.arange(len(x))
    if len(x) > 1:
        i, j = rng.choice(len(x), size=2, replace=False)
        orden[[i, j]] = orden[[j, i]]
    return x[orden], y[orden]


def _swapping_with_any(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = swapping_with_any(len(x), rng)
    return x[orden], y[orden]


def _inverse_for_y(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    orden = rng.permutation(len(x))
    return x[orden], y[np.argsort(orden)]


def _rotation(x: Array, y: Array, rng: np.random.Generator) -> Pair:
    k = int(rng.integers(max(1, len(x))))
    return np.roll(x, k, axis=0), np.roll(y, k, axis=0)


INTACT = Rule(
    "",
    "modifica_la_entrada",
    "Tu función desordena los propios arreglos que recibe.",
    "Quien te llama sigue necesitando sus datos: devuelve arreglos nuevos. Ojo con "
    "`rng.shuffle(x)` "
    "y con `x[:] = …`.",
    _in_place,
)
RULES = (
    Rule(
        "misma_estructura",
        "otra_forma",
        "Tu función no devuelve una pareja (x, y) con las formas y tipos de las entradas.",
        "El resultado son dos arreglos, como los que entran; no los juntes en uno, ni los separes "
        "ejemplo a ejemplo, ni los conviertas en listas.",
        _stacked,
    ),
    Rule(
        "elementos_de_la_entrada",
        "rompe_los_ejemplos",
        "En tu resultado hay filas que no estaban en los datos: se han mezclado columnas.",
        "Un ejemplo es una fila entera. Desordena solo el primer eje, con los mismos índices para "
        "todas las columnas.",
        _columns_apart,
    ),
    Rule(
        "sin_repetir",
        "repite_ejemplos",
        "En tu resultado algún ejemplo sale repetido, y por tanto falta otro.",
        "Sortear cada índice por separado puede repetirlos: hace falta una permutación.",
        _with_replacement,
    ),
    Rule(
        "desordena",
        "no_desordena",
        "Tu función deja los ejemplos de x en el orden en que entraron.",
        "Usa `rng` para decidir el orden nuevo.",
        _as_is,
    ),
    Rule(
        "desordena",
        "solo_x",
        "Tu función desordena x y deja y como estaba: cada ejemplo pierde su respuesta.",
        "La misma permutación se aplica a los dos arreglos.",
        _only_x,
        {"que": "y"},
    ),
    Rule(
        "conserva_parejas",
        "dos_permutaciones",
        "x e y quedan en órdenes distintos: cada ejemplo pierde su respuesta.",
        "Los dos se desordenan con los mismos índices: `x[orden]` e `y[orden]`. Cada llamada a "
        "`rng` "
        "da otra permutación, y `np.argsort(orden)` es la inversa, no la misma.",
        _two_permutations,
        others=(_inverse_for_y,),
    ),
    Rule(
        "repite_con_la_semilla",
        "azar_ajeno",
        "Con la misma semilla, tu función da órdenes distintos.",
        "El azar ha de salir del `rng` que recibes, no de `np.random.…`: así el experimento se "
        "puede repetir.",
        _global_randomness,
    ),
    Rule(
        "depende_de_la_semilla",
        "orden_fijo",
        "Tu función da siempre el mismo orden, sea cual sea el `rng`.",
        "¿Creas un generador nuevo, con su propia semilla, dentro de la función?",
        _own_seed,
    ),
    Rule(
        "posiciones_uniformes",
        "mezcla_poco",
        "No todos los ejemplos acaban en todas las posiciones con la misma probabilidad.",
        "Intercambiar un par de ejemplos no basta, e intercambiar cada uno con otro cualquiera "
        "tampoco: unos órdenes salen más que otros. `rng.permutation` los da todos por igual.",
        _one_swap,
        others=(_swapping_with_any,),
    ),
    Rule(
        "vecinos_uniformes",
        "mantiene_los_vecinos",
        "Los ejemplos que iban seguidos siguen yendo seguidos casi siempre.",
        "Girar los datos o darles la vuelta no los desordena: busca una permutación al azar.",
        _rotation,
    ),
)

EXERCISE = Exercise(
    id=ID,
    name="desordenar_ejemplos",
    reference=desordenar_ejemplos,
    points={CellKind.CORRECTNESS: 0.75, CellKind.SPEED: 0.3},
    public_cases=(
        many_calls(
            "Seis ejemplos con dos columnas (horas y horas²), con muchas semillas",
            {"x": np.column_stack([HORAS[:6], HORAS[:6] ** 2]), "y": np.arange(6)},
            _call,
            seed=2000,
        ),
        many_calls(
            "x de una dimensión, de enteros",
            {"x": np.array([30, 10, 40, 20, 50]), "y": NOTA[:5]},
            _call,
            seed=3000,
        ),
        tiny("Un solo ejemplo", {"x": HORAS[:1], "y": NOTA[:1]}, _call, seed=1),
        tiny("Ningún ejemplo", {"x": HORAS[:0], "y": NOTA[:0]}, _call, seed=1),
    ),
    hidden_cases=_hidden,
    comparisons=comparisons(ID, "ejemplos", RULES, INTACT),
    variants=variants((INTACT, *RULES)),
    accepted={
        "shuffle de índices": _shuffled_indices,
        "argsort": _argsort,
        "bucle sobre copias": _loop_on_copies,
        "mismo estado dos veces": _same_state_twice,
    },
    speed=SpeedSpec(
        case=_timed,
        identity="def desordenar_ejemplos(x, y, rng):\n    return x, y\n",
        relative=0.29,
        hint="Un bucle de Python por ejemplo es decenas de veces más lento que decirle a NumPy "
        "todos los índices a la vez: si `orden` es un arreglo, `x[orden]` los toma todos.",
        expected=_expected,
        orders=_orders,
        # Con cualquier núcleo (benchmarks/nucleos.py), tomarlos a la vez queda por debajo de la
        # mitad, y de uno en uno, por encima del doble; no hay límite que separe dos bucles.
        steps=(Step(10.0, 1.0),),
    ),
)
