"""t4.exactitud: proporción de ejemplos bien clasificados."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.metricas import exactitud

ID = "t4.exactitud"
Array = Any

#: el ejemplo que se hace a mano en el cuaderno
WORKED = np.array([[2.0, 0.5, -1.0], [0.1, 0.2, 0.3], [-3.0, -2.0, -5.0], [1.0, 4.0, 0.0]])
TRUTH = np.array([0, 2, 0, 1])


def _score(title: str, logits: Any, y: Any, *, edge: bool = False) -> Caso:
    inputs = {"logitos": np.asarray(logits), "y": np.asarray(y)}
    return llamada(title, Ref("logitos"), Ref("y"), entradas=inputs, borde=edge)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def drawn(n: int, k: int, right: float, scale: float = 1.0) -> tuple[Array, Array]:
        """Logitos con una proporción `right`, más o menos, de aciertos."""
        y = rng.integers(k, size=n)
        logits = rng.normal(size=(n, k))
        hits = rng.random(n) < right
        logits[np.arange(n), y] += np.where(hits, 9.0, -9.0)
        return scale * logits, y

    x, y = drawn(25, 4, 0.6)
    tied = np.array([[1.0, 1.0, 0.0], [0.0, 2.0, 2.0], [3.0, 1.0, 3.0], [0.0, 0.0, 5.0]])
    return [
        _score("varias clases", x, y),
        _score("muchas clases", *drawn(7, 30, 0.5)),
        _score("dos clases", *drawn(40, 2, 0.8)),
        _score("pocos aciertos", *drawn(30, 5, 0.2)),
        _score("cuadrada", *drawn(6, 6, 0.5)),
        _score("enormes", *drawn(20, 3, 0.7, 1e4)),
        _score("todos negativos", x - 50, y),
        _score("todos positivos", x + 50, y),
        _score("float32", x.astype(np.float32), y),
        _score("clases de 32 bits", x, y.astype(np.int32)),
        _score("de enteros", rng.integers(-900, 900, size=(9, 40)), rng.integers(40, size=9)),
        _score("todo mal", np.eye(3), [1, 2, 0]),
        _score("todo bien", -np.eye(3)[:, [1, 2, 0]] - np.eye(3), [1, 2, 0]),
        _score("empates", tied, [1, 2, 0, 2], edge=True),
        _score("todo a cero", np.zeros((8, 4)), [0, 1, 2, 3, 0, 0, 1, 2], edge=True),
        _score("un ejemplo", x[:1], y[:1], edge=True),
        _score("una clase", np.ones((5, 1)), np.zeros(5, int), edge=True),
        _score("longitudes distintas", x, y[:-2], edge=True),
        _score("una sola clase para todos", x, y[:1], edge=True),
        _score("vacío", np.zeros((0, 4)), np.zeros(0, int), edge=True),
    ]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _check(logitos: Array, y: Array) -> None:
    if len(y) == 0 or len(logitos) != len(y):
        raise ValueError("ejemplos")


def _with_loop(logitos: Array, y: Array) -> float:
    _check(logitos, y)
    aciertos = 0
    for fila, clase in zip(logitos, y, strict=True):
        mejor = 0
        for j in range(1, len(fila)):
            if float(fila[j]) > float(fila[mejor]):
                mejor = j
        aciertos += mejor == int(clase)
    return aciertos / len(y)


def _mean_of_hits(logitos: Array, y: Array) -> Array:
    _check(logitos, y)
    return (logitos.argmax(axis=1) == y).mean()


def _counting_errors(logitos: Array, y: Array) -> float:
    _check(logitos, y)
    return 1 - float((logitos.argmax(axis=-1) != y).sum()) / len(y)


def _in_single(logitos: Array, y: Array) -> Array:
    _check(logitos, y)
    return (logitos.astype(np.float32).argmax(1) == y).astype(np.float32).mean()


# --- equivocadas -----------------------------------------------------------------------------


def _with(formula: Callable[[Array, Array], Any]) -> Any:
    """Comprueba como se pide y aplica `formula(logitos, y)`."""

    def exactitud(logitos: Array, y: Array) -> Any:
        _check(logitos, y)
        return formula(logitos, y)

    return exactitud


def _hits(logitos: Array, y: Array) -> Array:
    return logitos.argmax(axis=1) == y


def _last_of_the_tied(logitos: Array, y: Array) -> float:
    k = logitos.shape[1]
    return float(np.mean(k - 1 - logitos[:, ::-1].argmax(axis=1) == y))


def _any_of_the_tied(logitos: Array, y: Array) -> float:
    return float(np.mean(logitos[np.arange(len(y)), y] == logitos.max(axis=1)))


def _writes(logitos: Array, y: Array) -> float:
    result = exactitud(logitos, y)
    logitos -= logitos.max(axis=1, keepdims=True)
    return result


def _unchecked(logitos: Array, y: Array) -> float:
    with np.errstate(all="ignore"):
        return float(np.sum(logitos[: len(y)].argmax(axis=1) == y) / np.float64(len(y)))


def _refuses_only_empty(logitos: Array, y: Array) -> float:
    if len(y) == 0:
        raise ValueError("vacío")
    if len(y) != 1:
        _check(logitos, y)
    return float(_hits(logitos, y).mean())


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia los logitos (o las clases) que recibe.",
    "Un `-=` o un `sort()` escriben en el arreglo de quien te llama. Haz la cuenta en uno nuevo.",
)

EXERCISE = Exercise(
    id=ID,
    name="exactitud",
    reference=exactitud,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.2},
    public_cases=(
        _score("El ejemplo hecho a mano", WORKED, TRUTH),
        _score("Todos mal", np.eye(3), [1, 2, 0]),
        _score("Todos bien", 5 * np.eye(4), [0, 1, 2, 3]),
        _score("Dos clases", [[0.3, 0.1], [-2.0, 5.0], [1.0, 0.0], [4.0, 4.5]], [0, 1, 1, 1]),
        _score("Más clases que ejemplos", [[0, 0, 9.0, 1, 2], [7.0, 1, 1, 0, 5]], [2, 4]),
        _score("Logitos todos negativos", WORKED - 10, TRUTH),
        _score("Logitos en float32", WORKED.astype(np.float32), TRUTH),
        _score("Un empate: cuenta la primera", [[1.0, 1.0], [1.0, 1.0]], [0, 1], edge=True),
        _score("Todos los logitos a cero", np.zeros((4, 2)), [0, 1, 0, 0], edge=True),
        _score("Un solo ejemplo", [[0.5, 2.0]], [1], edge=True),
        _score("Distinto número de filas y de clases: ValueError", WORKED, [0, 2], edge=True),
        _score("Una sola clase para cuatro filas: ValueError", WORKED, [0], edge=True),
        _score("Ningún ejemplo: ValueError", np.zeros((0, 3)), np.zeros(0, int), edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=(
        Variant(
            "cuenta_aciertos",
            _with(lambda z, y: int(_hits(z, y).sum())),
            "Devuelves el número de aciertos, y no la proporción.",
            "Divide entre el número de ejemplos.",
            others=(_with(lambda z, y: float(_hits(z, y).sum())),),
        ),
        Variant(
            "porcentaje",
            _with(lambda z, y: 100 * float(_hits(z, y).mean())),
            "Devuelves un porcentaje.",
            "La proporción va de 0 a 1: no multipliques por 100.",
        ),
        Variant(
            "redondea",
            _with(lambda z, y: round(float(_hits(z, y).mean()), 2)),
            "Redondeas la proporción a dos decimales.",
            "Devuélvela entera; se redondea al enseñarla.",
        ),
        Variant(
            "solo_compara_si_vacio",
            _refuses_only_empty,
            "No miras que haya una clase por fila: con una sola, NumPy la compara con todas.",
            "Si `len(y)` y `len(logitos)` no son iguales, `ValueError`.",
        ),
        Variant(
            "tasa_de_error",
            _with(lambda z, y: float((~_hits(z, y)).mean())),
            "Devuelves la proporción de fallos.",
            "La exactitud cuenta los aciertos: predicha **igual** a la verdadera.",
        ),
        Variant(
            "divide_entre_clases",
            _with(lambda z, y: float(_hits(z, y).sum()) / z.shape[1]),
            "Divides entre el número de clases.",
            "Los ejemplos son las filas: `len(y)` o `logitos.shape[0]`.",
        ),
        Variant(
            "division_entera",
            _with(lambda z, y: float(_hits(z, y).sum() // len(y))),
            "Tu resultado solo puede ser 0 o 1: usas la división entera.",
            "`//` quita los decimales. Usa `/`.",
            others=(_with(lambda z, y: int(_hits(z, y).sum()) // len(y)),),
        ),
        Variant(
            "el_menor",
            _with(lambda z, y: float((z.argmin(axis=1) == y).mean())),
            "Predices la clase del logito **menor**.",
            "La clase predicha es la del mayor: `argmax`.",
        ),
        Variant(
            "por_columnas",
            _with(lambda z, y: float(np.mean(z.argmax(axis=0)[: len(y)] == y[: z.shape[1]]))),
            "Buscas el mayor de cada columna, y no el de cada fila.",
            "Cada fila es un ejemplo: `argmax(axis=1)`.",
        ),
        Variant(
            "sin_eje",
            _with(lambda z, y: float(np.mean(z.argmax() == y))),
            "Buscas el mayor de toda la matriz.",
            "Hace falta uno por fila: `argmax(axis=1)`.",
        ),
        Variant(
            "desde_uno",
            _with(lambda z, y: float((z.argmax(axis=1) + 1 == y).mean())),
            "Numeras las clases desde 1.",
            "La primera columna es la clase 0, como da `argmax`.",
        ),
        Variant(
            "compara_el_logito",
            _with(lambda z, y: float((z.max(axis=1) == y).mean())),
            "Comparas el mayor logito con la clase, en vez de su posición.",
            "`max` da el valor; `argmax`, en qué columna está.",
        ),
        Variant(
            "mayor_en_valor_absoluto",
            _with(lambda z, y: float((np.abs(z).argmax(axis=1) == y).mean())),
            "Predices la clase del logito mayor **en valor absoluto**.",
            "El signo cuenta: entre −3 y −2, gana −2.",
        ),
        Variant(
            "con_umbral",
            _with(lambda z, y: float((z[np.arange(len(y)), y] > 0).mean())),
            "Das por acierto que el logito de la clase verdadera sea positivo.",
            "Los logitos no tienen umbral: gana el mayor de la fila, aunque sea negativo.",
        ),
        Variant(
            "ultima_en_empate",
            _with(_last_of_the_tied),
            "Si empatan varias clases, predices la última.",
            "Cuenta la primera, que es lo que da `argmax`. ¿Usas `>=` en tu bucle, o `argsort`?",
        ),
        Variant(
            "empate_es_acierto",
            _with(_any_of_the_tied),
            "Si empatan varias clases y una es la verdadera, lo das por acierto.",
            "Solo hay una predicha: la primera de las que empatan.",
        ),
        Variant("modifica_la_entrada", _writes, INTACT.causa, INTACT.pista),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar los argumentos imposibles.",
            "Si no hay ejemplos, o `logitos` e `y` no tienen los mismos, `ValueError`.",
        ),
        Variant(
            "admite_vacio",
            lambda logitos, y: exactitud(logitos, y) if len(y) or len(logitos) else float("nan"),
            "Sin ejemplos no lanzas ValueError.",
            "La media de nada no es un número: comprueba antes que haya alguno.",
        ),
    ),
    accepted={
        "con un bucle": _with_loop,
        "media de aciertos": _mean_of_hits,
        "contando fallos": _counting_errors,
        "en float32": _in_single,
    },
)
