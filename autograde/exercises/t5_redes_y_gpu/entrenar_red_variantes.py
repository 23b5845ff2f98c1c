"""t5.entrenar_red: soluciones escritas de otra manera y equivocadas sea cual sea el orden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least
from autograde.exercises.t5_redes_y_gpu.cases import cross_entropy, one_hot, softmax
from autograde.model import Variant
from solutions.curso_t5 import gradiente_softmax

Array = np.ndarray
Generator = np.random.Generator
Trained = tuple[Array, Array, Any]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(
    X: Array,
    y: Array,
    lr: float,
    tamano_lote: int,
    epocas: int,
    rng: Generator,
    clases: int = 10,
) -> Trained:
    if tamano_lote < 1 or epocas < 0:
        raise ValueError("tamaños imposibles")
    W, b = np.zeros((X.shape[1], clases), X.dtype), np.zeros(clases, X.dtype)
    medias = []
    for _ in range(epocas):
        orden = list(range(len(X)))
        rng.shuffle(orden)
        total, i = 0.0, 0
        while i < len(X):
            lote = orden[i : i + tamano_lote]
            dW, db = np.zeros_like(W), np.zeros_like(b)
            for j in lote:
                z = X[j] @ W + b
                e = np.exp(z - z.max())
                total += float(np.log(e.sum()) + z.max() - z[y[j]])
                error = e / e.sum()
                error[y[j]] -= 1
                dW += np.outer(X[j], error)
                db += error
            W, b = W - lr * dW / len(lote), b - lr * db / len(lote)
            i += tamano_lote
        medias.append(total / len(X))
    return W, b, medias


def _sorted_random(
    X: Array,
    y: Array,
    lr: float,
    tamano_lote: int,
    epocas: int,
    rng: Generator,
    clases: int = 10,
) -> Trained:
    at_least(tamano_lote=(tamano_lote, 1), epocas=(epocas, 0))
    W, b = np.zeros_like(X, shape=(X.shape[1], clases)), np.zeros_like(X, shape=(clases,))
    perdidas = np.zeros(epocas)
    for epoca in range(epocas):
        orden = np.argsort(rng.random(len(X)))
        for inicio in range(0, len(X), tamano_lote):
            elegidos = orden[inicio : inicio + tamano_lote]
            perdida, dW, db = gradiente_softmax(W, b, X[elegidos], y[elegidos])
            perdidas[epoca] += perdida * len(elegidos) / len(X)
            W -= lr * dW
            b -= lr * db
    return W, b, perdidas


def _copies(
    X: Array,
    y: Array,
    lr: float,
    tamano_lote: int,
    epocas: int,
    rng: Generator,
    clases: int = 10,
) -> list[Any]:
    if int(tamano_lote) < 1 or int(epocas) < 0:
        raise ValueError
    W, b, historia = np.zeros((X.shape[1], clases)).astype(X.dtype), np.zeros(clases, X.dtype), []
    indices = np.arange(X.shape[0])
    for _ in range(epocas):
        rng.shuffle(indices)
        X_e, y_e = np.take(X, indices, axis=0), np.take(y, indices)
        perdidas, pesos = [], []
        for k in range(-(-len(X) // int(tamano_lote))):
            x_l = X_e[k * tamano_lote : (k + 1) * tamano_lote]
            y_l = y_e[k * tamano_lote : (k + 1) * tamano_lote]
            z = x_l.dot(W) + b
            error = (softmax(z) - one_hot(y_l, z)) / len(x_l)
            perdidas.append(cross_entropy(z, y_l).mean())
            pesos.append(len(x_l))
            W, b = W - lr * x_l.T.dot(error), b - lr * error.sum(axis=0)
        historia.append(np.average(perdidas, weights=pesos))
    return [W, b, historia]


def _single(
    X: Array,
    y: Array,
    lr: float,
    tamano_lote: int,
    epocas: int,
    rng: Generator,
    clases: int = 10,
) -> Trained:
    """Todo en la precisión de X, también las pérdidas, y un orden que se rehace del anterior."""
    at_least(tamano_lote=(tamano_lote, 1), epocas=(epocas, 0))
    W, b = np.zeros((X.shape[1], clases), dtype=X.dtype), np.zeros((clases,), dtype=X.dtype)
    perdidas, orden = np.zeros(epocas, dtype=X.dtype), np.arange(len(X))
    for epoca in range(epocas):
        orden = orden[rng.permutation(len(X))]
        suma = X.dtype.type(0)
        for lote in np.split(orden, range(tamano_lote, len(orden), tamano_lote)):
            perdida, dW, db = gradiente_softmax(W, b, X[lote], y[lote])
            suma += perdida * X.dtype.type(len(lote))
            W, b = W - X.dtype.type(lr) * dW, b - X.dtype.type(lr) * db
        perdidas[epoca] = suma / len(X)
    return W, b, perdidas


ACCEPTED = {
    "bucle por ejemplos": _loop,
    "ordena números al azar": _sorted_random,
    "copia cada época": _copies,
    "float32": _single,
}


# --- equivocadas -----------------------------------------------------------------------------


def _right_batch(X: Array, y: Array, i: int, b: int) -> tuple[Array, Array]:
    return X[i : i + b], y[i : i + b]


def _right_shuffle(X: Array, y: Array, order: Array, rng: Generator) -> tuple[Array, Array]:
    return X[order], y[order]


def _right_mean(losses: list[float], sizes: list[int]) -> Any:
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


def training(
    *,
    orders: Callable[[int, int, Generator], Any] | None = None,
    shuffle: Callable[..., tuple[Array, Array]] = _right_shuffle,
    batch: Callable[[Array, Array, int, int], tuple[Array, Array]] = _right_batch,
    rng: Callable[[Generator], Generator] = lambda rng: rng,
    start: Callable[..., Array] = lambda shape, dtype, rng: np.zeros(shape, dtype),
    gradient: Callable[..., Any] = gradiente_softmax,
    rate: Callable[[float, int], float] = lambda lr, size: lr,
    afterwards: bool = False,
    whole: bool = False,
    drop: bool = False,
    restart: bool = False,
    extra: int = 0,
    check: bool = True,
    classes: Callable[[Array, int], int] = lambda y, clases: clases,
    mean: Callable[[list[float], list[int]], Any] = _right_mean,
    result: Callable[..., Any] = lambda W, b, losses: (W, b, losses),
) -> Any:
    """Un entrenamiento correcto salvo en lo que se diga."""
    seeded = rng

    def entrenar_red(
        X: Array,
        y: Array,
        lr: float,
        tamano_lote: int,
        epocas: int,
        rng: Generator,
        clases: int = 10,
    ) -> Any:
        if check:
            at_least(tamano_lote=(tamano_lote, 1), epocas=(epocas, 0))
        rng, k, n = seeded(rng), classes(y, clases), len(X)
        W, b = start((X.shape[1], k), X.dtype, rng), np.zeros(k, X.dtype)
        chosen = None if orders is None else orders(n, epocas, rng)
        history = []
        for epoch in range(epocas + extra if epocas else 0):
            order = rng.permutation(n) if chosen is None else chosen[epoch % epocas]
            X_e, y_e = shuffle(X, y, order, rng)
            if restart:
                W, b = np.zeros_like(W), np.zeros_like(b)
            losses, sizes = [], []
            for i in range(0, n, tamano_lote):
                if drop and i and i + tamano_lote > n:
                    continue
                x_b, y_b = batch(X_e, y_e, i, tamano_lote)
                loss, dW, db = gradient(W, b, x_b, y_b)
                step = rate(lr, len(y_b))
                W, b = W - step * dW, b - step * db
                if afterwards:
                    loss = gradient(W, b, x_b, y_b)[0]
                losses.append(float(loss))
                sizes.append(len(y_b))
            history.append(float(gradient(W, b, X, y)[0]) if whole else mean(losses, sizes))
        return result(W, b, history)

    return entrenar_red


def _uphill(W: Array, b: Array, X: Array, y: Array) -> Any:
    loss, dW, db = gradiente_softmax(W, b, X, y)
    return loss, -dW, -db


def _without_bias(W: Array, b: Array, X: Array, y: Array) -> Any:
    loss, dW, db = gradiente_softmax(W, b, X, y)
    return loss, dW, 0 * db


def _summed(W: Array, b: Array, X: Array, y: Array) -> Any:
    loss, dW, db = gradiente_softmax(W, b, X, y)
    return loss, len(y) * dW, len(y) * db


def _unstable(W: Array, b: Array, X: Array, y: Array) -> Any:
    with np.errstate(all="ignore"):
        e = np.exp(X @ W + b)
        p = e / e.sum(axis=1, keepdims=True)
        error = (p - one_hot(y, p)) / len(y)
        return -np.log(p[np.arange(len(y)), y]).mean(), X.T @ error, error.sum(axis=0)


VARIANTS = (
    Variant(
        "perdidas_sin_ponderar",
        training(mean=lambda losses, sizes: float(np.mean(losses))),
        "Promedias las pérdidas de los lotes por igual, y el último, que es corto, pesa de más.",
        "Multiplica la pérdida de cada lote por sus ejemplos, suma y divide entre n.",
    ),
    Variant(
        "perdidas_sumadas",
        training(mean=lambda losses, sizes: sum(losses)),
        "Tu pérdida de una época es la suma de las de sus lotes, no la media de sus ejemplos.",
        "Multiplica la pérdida de cada lote por sus ejemplos, suma y divide entre n.",
    ),
    Variant(
        "perdidas_de_todos_sumadas",
        training(mean=lambda losses, sizes: float(np.dot(losses, sizes))),
        "Sumas las pérdidas de todos los ejemplos de la época, pero no divides entre n.",
        "Se pide la pérdida media por ejemplo.",
    ),
    Variant(
        "ultima_perdida",
        training(mean=lambda losses, sizes: losses[-1]),
        "De cada época solo apuntas la pérdida del último lote.",
        "La pérdida de una época es la media de las de todos sus ejemplos.",
    ),
    Variant(
        "perdidas_por_lote",
        training(
            mean=lambda losses, sizes: losses,
            result=lambda W, b, history: (W, b, [loss for losses in history for loss in losses]),
        ),
        "Apuntas una pérdida por lote, y se pide una por época.",
        "Al acabar la época, apunta la media.",
    ),
    Variant(
        "perdida_despues",
        training(afterwards=True),
        "Los pesos son correctos, pero apuntas la pérdida de cada lote después de actualizarlos.",
        "La pérdida que cuenta es la que sale junto con el gradiente, antes del paso.",
    ),
    Variant(
        "perdida_al_acabar_la_epoca",
        training(whole=True),
        "Los pesos son correctos, pero la pérdida que apuntas es la de todos los ejemplos al "
        "acabar la época.",
        "Se pide la media de las pérdidas de los lotes, cada una de antes de su actualización: no "
        "hay que calcular nada más.",
    ),
    Variant(
        "olvida_el_ultimo",
        training(drop=True),
        "No usas el último lote de la época cuando queda corto.",
        "Aquí no se descarta nada: en cada época se usan todos los ejemplos.",
    ),
    Variant(
        "sube",
        training(gradient=_uphill),
        "Tus pesos avanzan a favor del gradiente: la pérdida sube.",
        "Para bajar hay que ir en contra del gradiente. Mira el signo.",
    ),
    Variant(
        "suma_del_lote",
        training(gradient=_summed),
        "Tus pasos son tantas veces mayores como ejemplos tiene el lote: sumas los gradientes en "
        "lugar de promediarlos.",
        "El gradiente del lote lleva un 1/|b|.",
    ),
    Variant(
        "divide_por_el_tamano",
        training(rate=lambda lr, size: lr / size),
        "Divides el paso entre el tamaño del lote, y el gradiente ya es una media.",
        "Si usas `gradiente_softmax`, el 1/|b| ya está dentro.",
    ),
    Variant(
        "b_quieto",
        training(gradient=_without_bias),
        "b se queda en cero: solo actualizas W.",
        "Los dos bajan por su gradiente: `b = b - lr * db`.",
    ),
    Variant(
        "pesos_al_azar",
        training(start=lambda shape, dtype, rng: (0.01 * rng.standard_normal(shape)).astype(dtype)),
        "Empiezas con pesos al azar, y el enunciado pide ceros.",
        "En la regresión softmax el error es convexo: no hay simetría que romper, y con ceros "
        "todos empiezan igual.",
    ),
    Variant(
        "pesos_a_uno",
        training(start=lambda shape, dtype, rng: np.ones(shape, dtype)),
        "W empieza en unos, y el enunciado pide ceros.",
        "`np.zeros`, con la forma (p, clases) y el tipo de X.",
    ),
    Variant(
        "siempre_float64",
        training(start=lambda shape, dtype, rng: np.zeros(shape)),
        "Con X en float32, tus pesos son float64.",
        "`np.zeros(forma)` es siempre float64: dile el tipo, `dtype=X.dtype`.",
    ),
    Variant(
        "vuelve_a_empezar",
        training(restart=True),
        "Al empezar cada época, los pesos vuelven a cero.",
        "Los ceros van antes del bucle de las épocas.",
    ),
    Variant(
        "una_epoca_de_menos",
        training(extra=-1),
        "Haces una época de menos.",
        "`range(1, epocas)` da una vuelta menos de las pedidas.",
    ),
    Variant(
        "una_epoca_de_mas",
        training(extra=1),
        "Haces una época de más.",
        "`range(epocas + 1)` da una vuelta más de las que se piden.",
    ),
    Variant(
        "siempre_diez_clases",
        training(classes=lambda y, clases: 10),
        "Tu red tiene siempre diez clases, sin mirar el argumento.",
        "El número de columnas de W es `clases`.",
    ),
    Variant(
        "clases_segun_y",
        training(classes=lambda y, clases: int(y.max()) + 1),
        "Cuentas las clases que aparecen en y.",
        "Puede faltar alguna en los datos: el número es `clases`.",
    ),
    Variant(
        "inestable",
        training(gradient=_unstable),
        "Con logitos grandes la exponencial desborda, y los pesos acaban en NaN.",
        "Usa tu `gradiente_softmax`, que resta a cada fila su mayor logito.",
    ),
    Variant(
        "sin_pesos",
        training(result=lambda W, b, losses: losses),
        "Devuelves las pérdidas, pero no los pesos.",
        "El resultado son tres cosas: (W, b, pérdidas).",
    ),
    Variant(
        "perdidas_primero",
        training(result=lambda W, b, losses: (losses, W, b)),
        "Devuelves las pérdidas delante de los pesos.",
        "El orden es (W, b, pérdidas).",
    ),
    Variant(
        "sin_validar",
        training(check=False),
        "Falta rechazar los tamaños imposibles.",
        "Si el tamaño del lote es menor que 1, o las épocas menos que 0, `ValueError`.",
    ),
)
