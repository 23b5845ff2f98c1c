"""t5.mlp_adelante: una red con una capa oculta, hacia delante."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import SINGLE, Array, comparisons, softmax
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Hallazgo
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.curso_t5 import mlp_adelante

ID = "t5.mlp_adelante"
Parameters = Sequence[Array]


def of(title: str, parameters: Sequence[Any], X: Any, **kwargs: Any) -> Caso:
    """Un paso hacia delante; los cuatro arreglos y X se vigilan."""
    inputs = dict(zip(("W1", "b1", "W2", "b2"), map(np.asarray, parameters), strict=True))
    return llamada(
        title, [*map(Ref, inputs)], Ref("X"), entradas={**inputs, "X": np.asarray(X)}, **kwargs
    )


#: el ejemplo hecho a mano: dos entradas, dos ocultas y dos clases
WORKED = ([[1.0, -1.0], [2.0, 1.0]], [0.0, 1.0], [[1.0, 0.0], [-1.0, 2.0]], [0.5, 0.0])
WORKED_X = [[1.0, 1.0], [2.0, -1.0]]
OTHER = (
    [[0.5, -1.0, 0.25], [1.0, 0.0, -0.5]],
    [0.1, 0.5, -0.3],
    [[1.0, -0.5], [0.5, 2.0], [-1.0, 1.0]],
    [0.2, -0.1],
)
OTHER_X = [[1.0, 2.0], [0.0, -1.0], [3.0, 0.5], [-1.0, 1.0]]


def draw(rng: np.random.Generator, n: int, p: int, h: int, k: int) -> tuple[list[Array], Array]:
    """Parámetros y datos al azar, con neuronas encendidas y apagadas."""
    parameters = [rng.normal(size=s) for s in ((p, h), (h,), (h, k), (k,))]
    return parameters, rng.normal(size=(n, p))


def single(values: Sequence[Any]) -> list[Array]:
    """Los mismos arreglos en float32."""
    return [np.asarray(v, np.float32) for v in values]


def _hidden(rng: np.random.Generator) -> list[Caso]:
    parameters, X = draw(rng, 9, 4, 6, 3)
    whole = [rng.integers(-3, 4, size=s) for s in ((4, 5), (5,), (5, 3), (3,))]
    return [
        of("al azar", parameters, X),
        of("cuadrado", *draw(rng, 3, 3, 3, 3)),
        of("muchas ocultas", *draw(rng, 4, 3, 30, 5)),
        of("al azar otra vez", *draw(rng, 6, 5, 4, 2)),
        of("simple precisión", single(parameters), X.astype(np.float32), borde=True, grupo=SINGLE),
        of("enteros", whole, rng.integers(-3, 4, size=(6, 4)), borde=True),
        of("un ejemplo", parameters, X[:1], borde=True),
        of("una oculta", *draw(rng, 6, 3, 1, 2), borde=True),
        of(
            "todas apagadas", [*parameters[:1], parameters[1] - 100, *parameters[2:]], X, borde=True
        ),
    ]


PUBLIC = (
    of("El ejemplo a mano: dos ejemplos, dos ocultas y dos clases", WORKED, WORKED_X),
    of("Cuatro ejemplos, tres ocultas y dos clases", OTHER, OTHER_X),
    of(
        "Tres de todo: ejemplos, entradas, ocultas y clases",
        (
            [[1.0, 2.0, -1.0], [0.0, 1.0, 1.0], [-2.0, 0.5, 1.0]],
            [0.0, 1.0, -1.0],
            [[1.0, -1.0, 0.5], [2.0, 0.0, 1.0], [-0.5, 1.0, 1.0]],
            [1.0, 0.0, -1.0],
        ),
        [[1.0, 0.0, 2.0], [-1.0, 1.0, 0.5], [0.0, 3.0, 1.0]],
    ),
    of(
        "Arreglos de float32",
        single(OTHER),
        np.asarray(OTHER_X, np.float32),
        borde=True,
        grupo=SINGLE,
    ),
    of("Un solo ejemplo", OTHER, OTHER_X[:1], borde=True),
    of(
        "Una sola neurona oculta",
        ([[1.0], [-1.0]], [0.5], [[2.0, -1.0]], [0.0, 1.0]),
        OTHER_X,
        borde=True,
    ),
    of(
        "Todas las ocultas apagadas: los logitos son b2",
        (OTHER[0], [-50.0, -50.0, -50.0], *OTHER[2:]),
        OTHER_X,
        borde=True,
    ),
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(parametros: Parameters, X: Array) -> tuple[Array, Array]:
    W1, b1, W2, b2 = parametros
    n, h, k = len(X), len(b1), len(b2)
    oculta = np.zeros_like(W2, shape=(n, h), dtype=(X[:1, :1] * 1.0).dtype)
    logitos = np.zeros_like(oculta, shape=(n, k))
    for i in range(n):
        for j in range(h):
            previa = (X[i] * W1[:, j]).sum() + b1[j]
            oculta[i, j] = previa if previa > 0 else 0.0
        for c in range(k):
            logitos[i, c] = (oculta[i] * W2[:, c]).sum() + b2[c]
    return oculta, logitos


def _where(parametros: Parameters, X: Array) -> list[Array]:
    previa = np.dot(X, parametros[0]) + parametros[1]
    oculta = np.where(previa > 0, previa, 0.0 * previa)
    return [oculta, np.dot(oculta, parametros[2]) + parametros[3]]


def _times(parametros: Parameters, X: Array) -> tuple[Array, Array]:
    W1, b1, W2, b2 = parametros
    oculta = X @ W1 + b1[None, :]
    oculta = oculta * (oculta > 0)
    return oculta, oculta @ W2 + b2[None, :]


def _halves(parametros: Parameters, X: Array) -> tuple[Array, Array]:
    W1, b1, W2, b2 = parametros
    previa = X.dot(W1) + b1
    oculta = (previa + abs(previa)) / 2
    return oculta, oculta.dot(W2) + b2


def _single(parametros: Parameters, X: Array) -> tuple[Array, Array]:
    W1, b1, W2, b2 = (v.astype(X.dtype) for v in parametros)
    oculta = X @ W1
    oculta += b1
    oculta[oculta < 0] = 0
    return oculta, oculta @ W2 + b2


# --- equivocadas -----------------------------------------------------------------------------


def _relu(v: Array) -> Array:
    return np.maximum(v, 0)


def _bent(
    before: Callable[..., Array] = lambda X, W, b: X @ W + b,
    hidden: Callable[[Array], Array] = _relu,
    after: Callable[..., Array] = lambda H, W, b: H @ W + b,
    logits: Callable[[Array], Array] = lambda z: z,
    result: Callable[..., Any] = lambda v, H, z: (H, z),
) -> Any:
    """La respuesta correcta salvo en lo que se diga; v es lo de antes de la ReLU."""

    def mlp_adelante(parametros: Parameters, X: Array) -> Any:
        W1, b1, W2, b2 = parametros
        v = before(X, W1, b1)
        H = hidden(v)
        return result(v, H, logits(after(H, W2, b2)))

    return mlp_adelante


def _in_place(parametros: Parameters, X: Array) -> tuple[Array, Array]:
    right = mlp_adelante(parametros, X)
    X *= 2
    return right


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia alguno de los arreglos que recibe.",
    "`X *= …`, `b1 += …` o `out=X` escriben en los arreglos de quien te llama. Haz la cuenta en "
    "arreglos nuevos.",
)

EXERCISE = Exercise(
    id=ID,
    name="mlp_adelante",
    reference=mlp_adelante,
    points={CellKind.CORRECTNESS: 0.6, CellKind.PORTABLE: 0.2},
    public_cases=PUBLIC,
    hidden_cases=_hidden,
    comparisons=comparisons(INTACT),
    variants=(
        Variant(
            "sin_relu",
            _bent(hidden=lambda v: v),
            "Falta la ReLU: dejas pasar los números negativos de la capa oculta.",
            "Sin algo que no sea lineal entre las dos capas, la red entera sería una sola capa.",
        ),
        Variant(
            "relu_solo_al_seguir",
            _bent(result=lambda v, H, z: (v, z)),
            "Los logitos son correctos, pero la oculta que devuelves es la de antes de la ReLU.",
            "Las activaciones son lo que sale de la neurona, con la ReLU hecha.",
        ),
        Variant(
            "relu_tambien_al_final",
            _bent(logits=_relu),
            "Aplicas la ReLU también a los logitos.",
            "Los logitos pueden ser negativos: la última capa no lleva ReLU.",
        ),
        Variant(
            "relu_solo_al_final",
            _bent(hidden=lambda v: v, logits=_relu),
            "Aplicas la ReLU a los logitos en vez de a la capa oculta.",
            "La ReLU va entre las dos capas.",
        ),
        Variant(
            "devuelve_probabilidades",
            _bent(logits=softmax),
            "Devuelves las probabilidades, no los logitos.",
            "La softmax se hace después, junto con la pérdida. Aquí se pide oculta·W2 + b2.",
        ),
        Variant(
            "valor_absoluto",
            _bent(hidden=abs),
            "En la capa oculta haces el valor absoluto, no la ReLU.",
            "La ReLU deja en 0 los negativos: máx(0, v).",
        ),
        Variant(
            "relu_al_reves",
            _bent(hidden=lambda v: np.minimum(v, 0)),
            "Te quedas con los negativos y anulas los positivos.",
            "La ReLU es el máximo entre 0 y v, no el mínimo.",
        ),
        Variant(
            "tangente",
            _bent(hidden=np.tanh),
            "En la capa oculta usas la tangente hiperbólica.",
            "Aquí se pide la ReLU, máx(0, v).",
        ),
        Variant(
            "sigmoide",
            _bent(hidden=lambda v: 1 / (1 + np.exp(-v))),
            "En la capa oculta usas la sigmoide.",
            "Aquí se pide la ReLU, máx(0, v).",
        ),
        Variant(
            "relu_con_fuga",
            _bent(hidden=lambda v: np.maximum(v, 0) + 0.01 * np.minimum(v, 0)),
            "Usas una ReLU con fuga: los negativos no quedan en 0.",
            "Aquí se pide la ReLU sin fuga, máx(0, v).",
        ),
        Variant(
            "escalon",
            _bent(hidden=lambda v: (v > 0) * 1.0),
            "Tu oculta es 1 o 0 según el signo: eso es la derivada de la ReLU.",
            "La ReLU deja pasar los positivos con su valor.",
        ),
        Variant(
            "relu_antes_de_b1",
            _bent(before=lambda X, W, b: _relu(X @ W) + b, hidden=lambda v: v),
            "Sumas b1 después de la ReLU.",
            "El sesgo entra antes: máx(0, XW1 + b1).",
        ),
        Variant(
            "sin_b1",
            _bent(before=lambda X, W, b: X @ W),
            "No sumas b1.",
            "La capa oculta es máx(0, XW1 + b1).",
        ),
        Variant(
            "sin_b2",
            _bent(after=lambda H, W, b: H @ W),
            "La oculta es correcta, pero a los logitos les falta b2.",
            "Los logitos son oculta·W2 + b2.",
        ),
        Variant(
            "sin_sesgos",
            _bent(before=lambda X, W, b: X @ W, after=lambda H, W, b: H @ W),
            "No sumas ninguno de los dos sesgos.",
            "Cada capa suma el suyo: b1 y b2.",
        ),
        Variant(
            "W_traspuestas",
            _bent(before=lambda X, W, b: X @ W.T + b, after=lambda H, W, b: H @ W.T + b),
            "Traspones las matrices de pesos.",
            "W1 es (p, h) y X es (n, p): el producto X·W1 ya cuadra. Hay libros que guardan los "
            "pesos al revés; aquí no.",
        ),
        Variant(
            "elemento_a_elemento",
            _bent(before=lambda X, W, b: X * W + b, after=lambda H, W, b: H * W + b),
            "Multiplicas elemento a elemento, con `*`.",
            "El producto de matrices es `@`.",
        ),
        Variant(
            "al_reves",
            _bent(result=lambda v, H, z: (z, H)),
            "Devuelves los logitos antes que la oculta.",
            "La pareja es (oculta, logitos), en ese orden.",
        ),
        Variant(
            "solo_logitos",
            _bent(result=lambda v, H, z: z),
            "Devuelves los logitos, pero no la capa oculta.",
            "El paso hacia atrás necesitará la oculta: la pareja es (oculta, logitos).",
        ),
        Variant("modifica_la_entrada", _in_place, INTACT.causa, INTACT.pista, by_property=True),
    ),
    accepted={
        "bucle": _loop,
        "where": _where,
        "por la máscara": _times,
        "con valor absoluto": _halves,
        "float32": _single,
    },
)
