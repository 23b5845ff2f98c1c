"""t5.mlp_atras: la misma red, hacia atrás: la regla de la cadena."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu import mlp_adelante as forward
from autograde.exercises.t5_redes_y_gpu.cases import SINGLE, Array, comparisons
from autograde.exercises.t5_redes_y_gpu.measured import BACKWARD
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Hallazgo
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.curso_t5 import mlp_atras

ID = "t5.mlp_atras"
Parameters = Sequence[Array]
Answer = tuple[Array, ...]


def _of(title: str, parameters: Sequence[Any], X: Any, error: Any, **kwargs: Any) -> Caso:
    """Un paso hacia atrás con la oculta que corresponde a esos parámetros y datos."""
    parameters = [np.asarray(v) for v in parameters]
    X, error = np.asarray(X), np.asarray(error)
    hidden = np.maximum(X @ parameters[0] + parameters[1], 0)
    inputs = dict(zip(("W1", "b1", "W2", "b2"), parameters, strict=True))
    given = {"X": X, "oculta": hidden, "error": error}
    return llamada(
        title, [*map(Ref, inputs)], *map(Ref, given), entradas={**inputs, **given}, **kwargs
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def drawn(title: str, n: int, p: int, h: int, k: int, **kwargs: Any) -> Caso:
        parameters, X = forward.draw(rng, n, p, h, k)
        return _of(title, parameters, X, rng.normal(size=(n, k)), **kwargs)

    parameters, X = forward.draw(rng, 8, 4, 5, 3)
    error = rng.normal(size=(8, 3))
    small = (forward.single(parameters), *forward.single([X, error]))
    off = [parameters[0], parameters[1] - 100, *parameters[2:]]
    return [
        drawn("al azar", 9, 4, 6, 3),
        drawn("cuadrado", 4, 4, 4, 4),
        drawn("dos clases", 6, 3, 5, 2),
        drawn("muchas ocultas", 5, 3, 20, 4),
        _of("simple precisión", *small, borde=True, grupo=SINGLE),
        _of("un ejemplo", parameters, X[:1], error[:1], borde=True),
        drawn("una oculta", 7, 3, 1, 2, borde=True),
        _of("todas apagadas", off, X, error, borde=True),
    ]


#: el error del ejemplo hecho a mano, con la red de `mlp_adelante`
WORKED_ERROR = [[0.5, -0.5], [-1.0, 1.0]]
OTHER_ERROR = [[0.1, -0.1], [-0.3, 0.3], [0.2, -0.2], [0.05, -0.05]]
CUBE = (
    (
        [[1.0, 2.0, -1.0], [0.0, 1.0, 1.0], [-2.0, 0.5, 1.0]],
        [0.0, 1.0, -1.0],
        [[1.0, -1.0, 0.5], [2.0, 0.0, 1.0], [-0.5, 1.0, 1.0]],
        [1.0, 0.0, -1.0],
    ),
    [[1.0, 0.0, 2.0], [-1.0, 1.0, 0.5], [0.0, 3.0, 1.0]],
    [[0.5, -0.25, -0.25], [0.1, 0.2, -0.3], [-0.5, 0.25, 0.5]],
)

PUBLIC = (
    _of("El ejemplo a mano", forward.WORKED, forward.WORKED_X, WORKED_ERROR),
    _of("Cuatro ejemplos, tres ocultas y dos clases", forward.OTHER, forward.OTHER_X, OTHER_ERROR),
    _of("Tres de todo: ejemplos, entradas, ocultas y clases", *CUBE),
    _of(
        "Arreglos de float32",
        forward.single(forward.OTHER),
        *forward.single([forward.OTHER_X, OTHER_ERROR]),
        borde=True,
        grupo=SINGLE,
    ),
    _of("Un solo ejemplo", forward.OTHER, forward.OTHER_X[:1], OTHER_ERROR[:1], borde=True),
    _of(
        "Una sola neurona oculta",
        ([[1.0], [-1.0]], [0.5], [[2.0, -1.0]], [0.0, 1.0]),
        forward.OTHER_X,
        OTHER_ERROR,
        borde=True,
    ),
    _of(
        "Todas las ocultas apagadas: a la primera capa no llega nada",
        (forward.OTHER[0], [-50.0, -50.0, -50.0], *forward.OTHER[2:]),
        forward.OTHER_X,
        OTHER_ERROR,
        borde=True,
    ),
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Answer:
    W1, b1, W2, b2 = parametros
    dW1, db1, dW2, db2 = (np.zeros_like(v, dtype=error.dtype) for v in (W1, b1, W2, b2))
    for i in range(len(X)):
        for c in range(error.shape[1]):
            dW2[:, c] += oculta[i] * error[i, c]
            db2[c] += error[i, c]
        for j in range(oculta.shape[1]):
            if oculta[i, j] > 0:
                delta = (error[i] * W2[j]).sum()
                dW1[:, j] += X[i] * delta
                db1[j] += delta
    return dW1, db1, dW2, db2


def _erased(parametros: Parameters, X: Array, oculta: Array, error: Array) -> list[Array]:
    delta = error.dot(parametros[2].T)
    delta[oculta <= 0] = 0
    return [X.T.dot(delta), delta.sum(axis=0), oculta.T.dot(error), error.sum(axis=0)]


def _where(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Answer:
    W2 = parametros[2]
    delta = np.where(oculta > 0, np.matmul(error, np.transpose(W2)), 0)
    return (delta.T @ X).T, np.sum(delta, axis=0), (error.T @ oculta).T, np.sum(error, axis=0)


def _outer(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Answer:
    _, _, W2, _ = parametros
    delta = (error[:, None, :] * W2[None, :, :]).sum(axis=2) * (oculta != 0)
    dW1 = (X[:, :, None] * delta[:, None, :]).sum(axis=0)
    dW2 = (oculta[:, :, None] * error[:, None, :]).sum(axis=0)
    return dW1, delta.sum(axis=0), dW2, error.sum(axis=0)


def _single(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Answer:
    W2 = parametros[2].astype(error.dtype)
    delta = (error @ W2.T) * (oculta > 0).astype(error.dtype)
    return X.T @ delta, delta.sum(0), oculta.T @ error, error.sum(0)


# --- equivocadas -----------------------------------------------------------------------------


def _bent(
    back: Callable[[Array, Array], Array] = lambda E, W2: E @ W2.T,
    passes: Callable[[Array, Array], Array] = lambda D, H: D * (H > 0),
    first: Callable[[Array, Array], Array] = lambda X, D: X.T @ D,
    second: Callable[[Array, Array], Array] = lambda H, E: H.T @ E,
    bias: Callable[[Array], Array] = lambda v: v.sum(axis=0),
    result: Callable[..., Any] = lambda *gradients: gradients,
    weights: int = 2,
) -> Any:
    """La respuesta correcta salvo en lo que se diga; D es el error en la capa oculta."""

    def mlp_atras(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Any:
        D = passes(back(error, parametros[weights]), oculta)
        return result(first(X, D), bias(D), second(oculta, error), bias(error))

    return mlp_atras


def _mean(v: Array) -> Array:
    return v.mean(axis=0)


def _inputs_twice(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Answer:
    dW1, db1, _, db2 = mlp_atras(parametros, X, oculta, error)
    return dW1, db1, X.T @ error, db2


def _same_error(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Answer:
    total = error.sum(axis=0)
    return X.T @ error, total, oculta.T @ error, total


def _takes_the_step(parametros: Parameters, X: Array, oculta: Array, error: Array) -> Answer:
    right = mlp_atras(parametros, X, oculta, error)
    error *= 0.5
    return right


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia alguno de los arreglos que recibe.",
    "Aquí solo se calculan los gradientes; el paso lo da quien te llama. `W2 -= …`, `error *= …` u "
    "`oculta[…] = …` escriben en sus arreglos.",
)

EXERCISE = Exercise(
    id=ID,
    name="mlp_atras",
    reference=mlp_atras,
    points={CellKind.CORRECTNESS: 0.9, CellKind.PORTABLE: 0.3, CellKind.SPEED: 0.3},
    public_cases=PUBLIC,
    hidden_cases=_hidden,
    comparisons=comparisons(INTACT),
    variants=(
        Variant(
            "sin_derivada_de_la_relu",
            _bent(passes=lambda D, H: D),
            "El error llega a la primera capa sin pasar por la derivada de la ReLU (o miras "
            "`oculta >= 0`, que se cumple siempre).",
            "Una neurona apagada no cambia nada, así que por ella no pasa el error: solo donde la "
            "oculta es mayor que 0.",
        ),
        Variant(
            "multiplica_por_la_oculta",
            _bent(passes=lambda D, H: D * H),
            "Multiplicas el error por la oculta, y no por la derivada de la ReLU.",
            "La derivada de la ReLU es 1 donde la neurona está encendida y 0 donde no: no depende "
            "de cuánto.",
        ),
        Variant(
            "mascara_al_reves",
            _bent(passes=lambda D, H: D * (H <= 0)),
            "Dejas pasar el error por las neuronas apagadas y lo cortas en las encendidas.",
            "La derivada de la ReLU es 1 donde la oculta es mayor que 0.",
        ),
        Variant(
            "relu_del_error",
            _bent(passes=lambda D, H: np.maximum(D, 0)),
            "Aplicas la ReLU al error que vuelve, y no su derivada.",
            "Lo que decide si el error pasa es si la neurona estaba encendida, no el signo del "
            "error.",
        ),
        Variant(
            "mascara_del_error",
            _bent(passes=lambda D, H: D * (D > 0) * (H > 0)),
            "Además de las neuronas apagadas, cortas el error donde es negativo.",
            "La derivada de la ReLU mira la oculta, no el error.",
        ),
        Variant(
            "mascara_en_otro_sitio",
            _bent(back=lambda E, W2: (E * (E > 0)) @ W2.T, passes=lambda D, H: D),
            "Pones la derivada de la ReLU en los logitos, que no la llevan, y no en la capa "
            "oculta.",
            "El error atraviesa primero W2 (`error @ W2.T`) y después la ReLU de la capa oculta.",
        ),
        Variant(
            "mascara_en_dW2",
            _bent(passes=lambda D, H: D, second=lambda H, E: (H > 0).astype(E.dtype).T @ E),
            "Usas la derivada de la ReLU en dW2, donde va la oculta, y no en el error de la "
            "primera capa.",
            "dW2 es ocultaᵀ·error; la derivada va en (error·W2ᵀ) ⊙ [oculta > 0].",
        ),
        Variant(
            "entre_n",
            _bent(
                first=lambda X, D: X.T @ D / X.shape[0],
                second=lambda H, E: H.T @ E / H.shape[0],
                bias=_mean,
            ),
            "Divides los gradientes entre n, y `error` ya lleva ese 1/n.",
            "Aquí solo se aplica la regla de la cadena: los productos suman y nada más.",
        ),
        Variant(
            "sesgos_promediados",
            _bent(bias=_mean),
            "dW1 y dW2 son correctos, pero en db1 y db2 haces la media y no la suma.",
            "`error` ya lleva el 1/n: los sesgos reciben la suma sobre los ejemplos.",
        ),
        Variant(
            "sesgos_con_ejes_de_mas",
            _bent(bias=lambda v: v.sum(axis=0, keepdims=True)),
            "db1 y db2 tienen forma (1, …), con un eje de más.",
            "Cada gradiente tiene la forma de su parámetro: aquí no hace falta `keepdims`.",
        ),
        Variant(
            "sesgos_por_filas",
            _bent(bias=lambda v: v.sum(axis=1)),
            "Para db1 y db2 sumas cada fila, y se pide una suma sobre los ejemplos.",
            "db1 tiene una componente por neurona oculta y db2, una por clase: `axis=0`.",
        ),
        Variant(
            "sesgos_un_numero",
            _bent(bias=lambda v: v.sum()),
            "db1 y db2 son un solo número cada uno.",
            "Falta `axis=0` en la suma: hay una componente por neurona.",
        ),
        Variant(
            "dW_traspuestas",
            _bent(first=lambda X, D: D.T @ X, second=lambda H, E: E.T @ H),
            "dW1 y dW2 están traspuestas.",
            "Cada gradiente tiene la forma de su parámetro: dW1 es (p, h) y dW2 es (h, k).",
        ),
        Variant(
            "W2_sin_trasponer",
            _bent(back=lambda E, W2: E @ W2),
            "Multiplicas el error por W2 sin trasponerla.",
            "El error es (n, k) y ha de llegar a las h ocultas: hace falta una matriz de (k, h).",
        ),
        Variant(
            "usa_W1",
            _bent(weights=0),
            "Llevas el error hacia atrás con W1.",
            "Entre los logitos y la capa oculta está W2: es por ella por donde vuelve.",
        ),
        Variant(
            "X_en_dW2",
            _inputs_twice,
            "Usas X en dW2, y lo que entra en la segunda capa es la oculta.",
            "dW2 es ocultaᵀ·error: (h, n) por (n, k) da (h, k).",
        ),
        Variant(
            "error_sin_volver",
            _same_error,
            "Usas el error de los logitos también en la primera capa, sin llevarlo hacia atrás.",
            "El error de la capa oculta es (error·W2ᵀ) ⊙ [oculta > 0].",
        ),
        Variant(
            "signo",
            _bent(result=lambda *gradients: tuple(-v for v in gradients)),
            "Los cuatro gradientes tienen el signo cambiado.",
            "El menos del descenso lo pone quien da el paso.",
        ),
        Variant(
            "otro_orden",
            _bent(result=lambda a, b, c, d: (c, d, a, b)),
            "Devuelves los gradientes de la segunda capa antes que los de la primera.",
            "El orden es el de los parámetros: dW1, db1, dW2, db2.",
        ),
        Variant(
            "pesos_y_luego_sesgos",
            _bent(result=lambda a, b, c, d: (a, c, b, d)),
            "Devuelves primero los dos dW y después los dos db.",
            "El orden es el de los parámetros: dW1, db1, dW2, db2.",
        ),
        Variant(
            "falta_la_primera_capa",
            _bent(result=lambda a, b, c, d: (c, d)),
            "Solo devuelves los gradientes de la segunda capa.",
            "Son cuatro, uno por parámetro: dW1, db1, dW2, db2.",
        ),
        Variant(
            "modifica_la_entrada", _takes_the_step, INTACT.causa, INTACT.pista, by_property=True
        ),
    ),
    accepted={
        "bucle": _loop,
        "borra los apagados": _erased,
        "where": _where,
        "productos exteriores": _outer,
        "float32": _single,
    },
    speed=BACKWARD,
)
