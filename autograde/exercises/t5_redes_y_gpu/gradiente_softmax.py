"""t5.gradiente_softmax: la pérdida de un lote y su gradiente, en una regresión softmax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import (
    SINGLE,
    Array,
    comparisons,
    cross_entropy,
    one_hot,
    single,
    softmax,
    with_inputs,
)
from autograde.exercises.t5_redes_y_gpu.measured import SOFTMAX_GRADIENT
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Hallazgo
from curso.pruebas.plan import Caso
from solutions.curso_t5 import gradiente_softmax

ID = "t5.gradiente_softmax"
Answer = tuple[Any, Array, Array]


def _inputs(W: Any, b: Any, X: Any, y: Any) -> dict[str, Array]:
    return {"W": np.asarray(W), "b": np.asarray(b), "X": np.asarray(X), "y": np.asarray(y)}


#: el ejemplo hecho a mano: dos ejemplos, dos entradas, dos clases y pesos nulos
WORKED = _inputs(np.zeros((2, 2)), np.zeros(2), [[1.0, 0.0], [2.0, 4.0]], [0, 1])
OTHER = _inputs(
    [[0.5, -1.0, 0.25], [1.0, 0.0, -0.5]],
    [0.1, -0.2, 0.3],
    [[1.0, 2.0], [0.0, -1.0], [3.0, 0.5], [-1.0, 1.0]],
    [2, 0, 1, 1],
)
SQUARE = _inputs(
    [[0.5, -1.0, 0.25], [1.0, 0.0, -0.5], [-0.25, 0.75, 0.0]],
    [0.5, 0.0, -1.0],
    [[1.0, 2.0, -1.0], [0.0, -1.0, 2.0], [3.0, 0.5, 1.0]],
    [2, 0, 1],
)
FAR = _inputs(
    [[1e4, -1e4], [0.0, 1e4]], [0.0, 1.0], [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], [0, 0, 1]
)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def draw(n: int, p: int, k: int, scale: float = 1.0) -> dict[str, Array]:
        y = rng.permutation(np.resize(np.arange(k), n))
        W = scale * rng.normal(size=(p, k))
        return _inputs(W, rng.normal(size=k), rng.normal(size=(n, p)), y)

    n, p, k = int(rng.integers(8, 12)), int(rng.integers(5, 8)), int(rng.integers(3, 5))
    plain = draw(n, p, k)
    whole = _inputs(
        rng.integers(-2, 3, size=(p, k)),
        rng.integers(-2, 3, size=k),
        rng.integers(-2, 3, size=(n, p)),
        plain["y"],
    )
    return [
        with_inputs("al azar", plain),
        with_inputs("cuadrado", draw(k, k, k)),
        with_inputs("logitos enormes", draw(n, p, k, 1e4)),
        with_inputs("dos clases", draw(n, p, 2)),
        with_inputs("más clases que ejemplos", draw(4, 3, 6)),
        with_inputs("simple precisión", single(draw(n, p, k)), borde=True, grupo=SINGLE),
        with_inputs("enteros", whole, borde=True),
        with_inputs("un ejemplo", draw(1, p, k), borde=True),
        with_inputs("una entrada", draw(n, 1, k), borde=True),
    ]


PUBLIC = (
    with_inputs("El ejemplo a mano: dos ejemplos, pesos nulos", WORKED),
    with_inputs("Cuatro ejemplos y tres clases", OTHER),
    with_inputs("Tres ejemplos, tres entradas y tres clases", SQUARE),
    with_inputs("Logitos de ±10 000", FAR),
    with_inputs("Arreglos de float32", single(OTHER), borde=True, grupo=SINGLE),
    with_inputs(
        "Pesos y datos enteros",
        _inputs([[1, -1], [0, 2]], [0, 1], [[1, 2], [3, 0], [-1, 1]], [0, 1, 1]),
        borde=True,
    ),
    with_inputs("Un solo ejemplo", {**OTHER, "X": OTHER["X"][:1], "y": OTHER["y"][:1]}, borde=True),
    with_inputs(
        "Una sola entrada", {**OTHER, "W": OTHER["W"][:1], "X": OTHER["X"][:, :1]}, borde=True
    ),
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(W: Array, b: Array, X: Array, y: Array) -> Answer:
    n = len(X)
    perdida, dW, db = 0.0, 0.0 * W, 0.0 * b
    for x, clase in zip(X, y, strict=True):
        z = x @ W + b
        e = np.exp(z - z.max())
        perdida += (np.log(e.sum()) - (z - z.max())[int(clase)]) / n
        for k in range(W.shape[1]):
            error = (e[k] / e.sum() - (1.0 if k == int(clase) else 0.0)) / n
            dW[:, k] += error * x
            db[k] += error
    return perdida, dW, db


def _subtracts_one(W: Array, b: Array, X: Array, y: Array) -> Answer:
    z = X.dot(W) + b
    z = z - z.max(axis=1, keepdims=True)
    suma = np.exp(z).sum(axis=1, keepdims=True)
    filas = np.arange(len(y))
    perdida = (np.log(suma)[:, 0] - z[filas, y]).mean()
    p = np.exp(z) / suma
    p[filas, y] -= 1
    p /= len(y)
    return perdida, X.T.dot(p), p.sum(axis=0)


def _means(W: Array, b: Array, X: Array, y: Array) -> list[Any]:
    z = X @ W + b
    error = softmax(z) - one_hot(y, z)
    return [
        float(cross_entropy(z, y).mean()),
        (X[:, :, None] * error[:, None, :]).mean(axis=0),
        error.mean(axis=0),
    ]


def _single(W: Array, b: Array, X: Array, y: Array) -> Answer:
    z = X @ W
    z = z + b[None, :]
    z = z - np.max(z, axis=-1)[:, None]
    z = z if z.dtype == np.float32 else z.astype(np.float64)
    e = np.exp(z)
    log_p = z - np.log(np.sum(e, axis=-1))[:, None]
    verdad = one_hot(y, z)
    error = (np.exp(log_p) - verdad) / X.shape[0]
    return -(log_p * verdad).sum() / X.shape[0], np.dot(X.T, error), error.sum(0)


# --- equivocadas -----------------------------------------------------------------------------


def _bent(
    logits: Callable[..., Array] = lambda W, b, X: X @ W + b,
    probabilities: Callable[[Array], Array] = softmax,
    error: Callable[[Array, Array], Array] = lambda P, Y: P - Y,
    losses: Callable[[Array, Array], Array] = cross_entropy,
    loss: Callable[[Array], Any] = lambda losses: losses.mean(),
    weights: Callable[[Array, Array], Array] = lambda X, E: X.T @ E / X.shape[0],
    bias: Callable[[Array], Array] = lambda E: E.sum(axis=0) / E.shape[0],
    classes: Callable[[Array, Array], Array] = one_hot,
    result: Callable[..., Any] = lambda loss, dW, db: (loss, dW, db),
) -> Any:
    """La respuesta correcta salvo en lo que se diga; E es P − Y, sin dividir."""

    def gradiente_softmax(W: Array, b: Array, X: Array, y: Array) -> Any:
        with np.errstate(all="ignore"):
            z = logits(W, b, X)
            z = z if z.dtype.kind == "f" else z.astype(np.float64)
            E = error(probabilities(z), classes(y, z))
            return result(loss(losses(z, y)), weights(X, E), bias(E))

    return gradiente_softmax


def _true(values: Array, y: Array) -> Array:
    return values[np.arange(len(y)), y]


def _plain_softmax(z: Array) -> Array:
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def _takes_the_step(W: Array, b: Array, X: Array, y: Array) -> Answer:
    loss, dW, db = gradiente_softmax(W, b, X, y)
    W -= (0.1 * dW + 1).astype(W.dtype)
    b -= (0.1 * db + 1).astype(b.dtype)
    return loss, dW, db


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia alguno de los arreglos que recibe.",
    "Aquí solo se calcula el gradiente; el paso lo da quien te llama. `W -= …` o `X -= …` escriben "
    "en sus arreglos.",
)

EXERCISE = Exercise(
    id=ID,
    name="gradiente_softmax",
    reference=gradiente_softmax,
    points={CellKind.CORRECTNESS: 0.8, CellKind.PORTABLE: 0.3, CellKind.SPEED: 0.3},
    public_cases=PUBLIC,
    hidden_cases=_hidden,
    comparisons=comparisons(INTACT),
    variants=(
        Variant(
            "gradiente_sin_media",
            _bent(weights=lambda X, E: X.T @ E, bias=lambda E: E.sum(axis=0)),
            "La pérdida es correcta, pero dW y db son n veces mayores: falta el 1/n.",
            "La pérdida es una media; su derivada también lleva el 1/n.",
        ),
        Variant(
            "suma",
            _bent(
                loss=lambda losses: losses.sum(),
                weights=lambda X, E: X.T @ E,
                bias=lambda E: E.sum(axis=0),
            ),
            "Sumas sobre los ejemplos en lugar de promediar: la pérdida y los gradientes son n "
            "veces mayores.",
            "Divide entre el número de ejemplos del lote, `len(y)`.",
        ),
        Variant(
            "perdida_sin_media",
            _bent(loss=lambda losses: losses.sum()),
            "Los gradientes son correctos, pero la pérdida es la suma y no la media.",
            "Divide la pérdida entre el número de ejemplos.",
        ),
        Variant(
            "divide_dos_veces",
            _bent(
                weights=lambda X, E: X.T @ E / X.shape[0] ** 2,
                bias=lambda E: E.sum(axis=0) / E.shape[0] ** 2,
            ),
            "Divides dos veces entre n: los gradientes son n veces menores.",
            "El 1/n se pone una vez: o en el error de cada ejemplo, o al final.",
        ),
        Variant(
            "dW_sin_media",
            _bent(weights=lambda X, E: X.T @ E),
            "db es correcto, pero a dW le falta el 1/n.",
            "`X.T @ error` suma lo que aporta cada ejemplo: hay que dividir entre n.",
        ),
        Variant(
            "db_sin_media",
            _bent(bias=lambda E: E.sum(axis=0)),
            "dW es correcto, pero a db le falta el 1/n.",
            "El mismo 1/n va en los dos.",
        ),
        Variant(
            "db_media_de_mas",
            _bent(bias=lambda E: E.sum(axis=0) / E.shape[0] ** 2),
            "dW es correcto, pero db está dividido dos veces entre n.",
            "Si el error ya lleva el 1/n, db es su suma (`sum`), no su media (`mean`).",
        ),
        Variant(
            "entre_clases",
            _bent(
                weights=lambda X, E: X.T @ E / (E.shape[0] * E.shape[1]),
                bias=lambda E: E.sum(axis=0) / (E.shape[0] * E.shape[1]),
            ),
            "Divides los gradientes también entre el número de clases.",
            "`error.size` cuenta todos los números de la tabla; los ejemplos son sus filas.",
        ),
        Variant(
            "signo",
            _bent(error=lambda P, Y: Y - P),
            "Los gradientes tienen el signo cambiado.",
            "El gradiente en los logitos es P − Y: bajar por él acerca P a Y.",
        ),
        Variant(
            "sin_restar_la_clase",
            _bent(error=lambda P, Y: P),
            "Usas las probabilidades como error, sin restar un 1 en la clase verdadera.",
            "El error es P − Y, y Y tiene un 1 en la clase de cada ejemplo.",
        ),
        Variant(
            "sin_softmax",
            _bent(probabilities=lambda z: z),
            "En los gradientes restas Y de los logitos, no de las probabilidades.",
            "El error es P − Y, con P la softmax de los logitos.",
        ),
        Variant(
            "dW_traspuesto",
            _bent(weights=lambda X, E: E.T @ X / X.shape[0]),
            "Tu dW está traspuesto: es de (k, p).",
            "dW tiene la forma de W. ¿Es `X.T @ error` o `error.T @ X`?",
        ),
        Variant(
            "sin_trasponer",
            _bent(weights=lambda X, E: X @ E / X.shape[0]),
            "Multiplicas X por el error sin trasponerla.",
            "El error es (n, k) y dW es (p, k): hace falta una matriz de (p, n) delante.",
        ),
        Variant(
            "db_por_filas",
            _bent(bias=lambda E: E.sum(axis=1) / E.shape[0]),
            "Para db sumas el error de cada ejemplo, que es 0, y no el de cada clase.",
            "db tiene una componente por clase: se suma sobre los ejemplos, `axis=0`.",
        ),
        Variant(
            "db_un_numero",
            _bent(bias=lambda E: E.sum() / E.shape[0]),
            "Tu db es un solo número.",
            "db tiene una componente por clase: falta `axis=0` en la suma.",
        ),
        Variant(
            "db_con_ejes_de_mas",
            _bent(bias=lambda E: E.sum(axis=0, keepdims=True) / E.shape[0]),
            "Tu db tiene forma (1, k).",
            "Ha de tener la forma de b, que es (k,): aquí no hace falta `keepdims`.",
        ),
        Variant(
            "sin_b",
            _bent(logits=lambda W, b, X: X @ W),
            "No sumas b a los logitos.",
            "Los logitos son XW + b.",
        ),
        Variant(
            "softmax_por_columnas",
            _bent(probabilities=lambda z: softmax(z, axis=0)),
            "La pérdida es correcta, pero en los gradientes la softmax va por columnas.",
            "Cada fila es un ejemplo: la softmax se normaliza con `axis=1`.",
        ),
        Variant(
            "todo_por_columnas",
            _bent(
                probabilities=lambda z: softmax(z, axis=0),
                losses=lambda z, y: -np.log(_true(softmax(z, axis=0), y)),
            ),
            "Normalizas por columnas, tanto en la pérdida como en los gradientes.",
            "Cada fila es un ejemplo: la softmax se normaliza con `axis=1`.",
        ),
        Variant(
            "inestable",
            _bent(
                probabilities=_plain_softmax,
                losses=lambda z, y: -np.log(_true(_plain_softmax(z), y)),
            ),
            "Con logitos grandes la exponencial desborda, y salen NaN.",
            "Resta a cada fila su mayor logito antes de la exponencial.",
        ),
        Variant(
            "logaritmo_de_cero",
            _bent(losses=lambda z, y: -np.log(_true(softmax(z), y))),
            "Los gradientes son correctos, pero la pérdida es infinita cuando la softmax da 0 a la "
            "clase verdadera.",
            "No pases por la probabilidad: usa tu `entropia_cruzada`, que parte de los logitos.",
        ),
        Variant(
            "recorta",
            _bent(losses=lambda z, y: -np.log(np.maximum(_true(softmax(z), y), 1e-12))),
            "Los gradientes son correctos, pero en la pérdida evitas el logaritmo de 0 con un "
            "10^−12, y no puede pasar de 27,6.",
            "Usa tu `entropia_cruzada`, que parte de los logitos y no necesita recortes.",
        ),
        Variant(
            "clases_desde_1",
            _bent(
                classes=lambda y, z: one_hot((y - 1) % z.shape[1], z),
                losses=lambda z, y: cross_entropy(z, (y - 1) % z.shape[1]),
            ),
            "Lees las clases como si empezaran en 1.",
            "y va de 0 a k − 1, como los índices de Python.",
        ),
        Variant(
            "otro_orden",
            _bent(result=lambda loss, dW, db: (dW, db, loss)),
            "Devuelves los gradientes antes que la pérdida.",
            "El orden es (pérdida, dW, db).",
        ),
        Variant(
            "sin_perdida",
            _bent(result=lambda loss, dW, db: (dW, db)),
            "Devuelves los gradientes, pero no la pérdida.",
            "El resultado son tres cosas: (pérdida, dW, db).",
        ),
        Variant(
            "modifica_la_entrada", _takes_the_step, INTACT.causa, INTACT.pista, by_property=True
        ),
    ),
    accepted={
        "bucle": _loop,
        "resta un uno": _subtracts_one,
        "con medias": _means,
        "float32": _single,
    },
    speed=SOFTMAX_GRADIENT,
)
