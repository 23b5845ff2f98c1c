"""t2.entrenar_sgd: soluciones escritas de otra manera y equivocadas sea cual sea el orden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least
from autograde.model import Variant

Array = np.ndarray
Generator = np.random.Generator
Loss = Callable[[Array, Array, Array], tuple[Any, Array]]
Trained = tuple[Array, list[float]]


def epoch_orders(n: int, epochs: int, rng: Generator | None) -> list[Array]:
    """El orden de cada época."""
    return [np.arange(n) if rng is None else rng.permutation(n) for _ in range(epochs)]


def batches_of(order: Array, b: int) -> list[Array]:
    """Los índices de cada lote."""
    return [order[i : i + b] for i in range(0, len(order), b)]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _preallocated(
    perdida_y_gradiente: Loss,
    w0: Array,
    x: Array,
    y: Array,
    lr: float,
    b: int,
    epocas: int,
    rng: Generator | None = None,
) -> tuple[Array, Array]:
    at_least(b=(b, 1), epocas=(epocas, 0))
    n = len(x)
    por_epoca = -(-n // b)
    perdidas = np.zeros(epocas * por_epoca)
    w = np.array(w0, dtype=float)
    for t in range(epocas * por_epoca):
        if t % por_epoca == 0:
            orden = np.arange(n) if rng is None else rng.permutation(n)
        elegidos = orden[(t % por_epoca) * b : (t % por_epoca + 1) * b]
        perdidas[t], gradiente = perdida_y_gradiente(w, x[elegidos], y[elegidos])
        w = w - lr * gradiente
    return w, perdidas


def _in_place_on_a_copy(
    perdida_y_gradiente: Loss,
    w0: Array,
    x: Array,
    y: Array,
    lr: float,
    b: int,
    epocas: int,
    rng: Generator | None = None,
) -> Trained:
    at_least(b=(b, 1), epocas=(epocas, 0))
    w, perdidas = w0.copy(), []
    for _ in range(epocas):
        if rng is not None:
            orden = np.argsort(rng.random(len(x)))
            x, y = x[orden], y[orden]
        for i in range(0, len(x), b):
            perdida, gradiente = perdida_y_gradiente(w, x[i : i + b], y[i : i + b])
            w -= lr * gradiente
            perdidas.append(perdida)
    return w, perdidas


ACCEPTED = {"reserva las pérdidas": _preallocated, "en su propia copia": _in_place_on_a_copy}


# --- equivocadas ------------------------------------------------------


def _training(
    *,
    step: Callable[..., tuple[Any, Array]] | None = None,
    batches: Callable[[Array, int], list[Array]] = batches_of,
    check: bool = True,
    per_epoch: bool = False,
    summary: Callable[[list[Any]], Any] | None = None,
    least_epochs: int = 0,
    default_seed: int | None = None,
    restart: bool = False,
    result: Callable[[Array, list[Any]], Any] = lambda w, losses: (w, losses),
) -> Any:
    """Un entrenamiento correcto salvo en lo que se diga.

    `step(f, w, x, y, chosen, lr, w0)` da la pérdida que se apunta y el w siguiente.
    """

    def entrenar_sgd(
        perdida_y_gradiente: Loss,
        w0: Array,
        x: Array,
        y: Array,
        lr: float,
        b: int,
        epocas: int,
        rng: Generator | None = None,
    ) -> Any:
        if check:
            at_least(b=(b, 1), epocas=(epocas, least_epochs))
        if rng is None and default_seed is not None:
            rng = np.random.default_rng(default_seed)
        w, losses = w0.copy(), []
        for order in epoch_orders(len(x), epocas, rng):
            w = w0.copy() if restart else w
            for chosen in batches(order, b):
                loss, w = (step or _right_step)(perdida_y_gradiente, w, x, y, chosen, lr, w0)
                losses.append(loss)
            if per_epoch:
                del losses[-len(batches(order, b)) : -1]
            if summary is not None:
                losses[-len(batches(order, b)) :] = [summary(losses[-len(batches(order, b)) :])]
        return result(w, losses)

    return entrenar_sgd


def _right_step(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    loss, gradient = f(w, x[chosen], y[chosen])
    return loss, w - lr * gradient


def _loss_afterwards(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    w = w - lr * f(w, x[chosen], y[chosen])[1]
    return f(w, x[chosen], y[chosen])[0], w


def _uphill(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    loss, gradient = f(w, x[chosen], y[chosen])
    return loss, w + lr * gradient


def _whole_sample(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    loss, gradient = f(w, x, y)
    return loss, w - lr * gradient


def _loss_of_everything(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    return f(w, x, y)[0], w - lr * f(w, x[chosen], y[chosen])[1]


def _two_calls(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    loss = f(w, x[chosen], y[chosen])[0]
    return loss, w - lr * f(w, x[chosen], y[chosen])[1]


def _divided_again(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    loss, gradient = f(w, x[chosen], y[chosen])
    return loss, w - lr * gradient / len(chosen)


def _gradient_at_start(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    loss, gradient = f(w0, x[chosen], y[chosen])
    return loss, w - lr * gradient


def _without_lr(
    f: Loss, w: Array, x: Array, y: Array, chosen: Array, lr: float, w0: Array
) -> tuple[Any, Array]:
    loss, gradient = f(w, x[chosen], y[chosen])
    return loss, w - gradient


VARIANTS = (
    Variant(
        "perdida_despues",
        _training(step=_loss_afterwards),
        "Apuntas la pérdida de cada lote después de actualizar w.",
        "La pérdida que se apunta es la que da `perdida_y_gradiente` junto con el gradiente, antes "
        "del paso.",
    ),
    Variant(
        "sube",
        _training(step=_uphill),
        "Tu w avanza a favor del gradiente: la pérdida sube.",
        "Para bajar hay que ir en contra del gradiente. Mira el signo.",
    ),
    Variant(
        "usa_toda_la_muestra",
        _training(step=_whole_sample),
        "En cada actualización usas todos los ejemplos.",
        "El gradiente de una iteración se calcula solo con los ejemplos de su lote.",
    ),
    Variant(
        "perdida_de_toda_la_muestra",
        _training(step=_loss_of_everything),
        "Los pesos son correctos, pero la pérdida que apuntas es la de toda la muestra.",
        "La pérdida de una iteración es la de su lote, y sale de la misma llamada que el "
        "gradiente.",
    ),
    Variant(
        "llama_dos_veces",
        _training(step=_two_calls),
        "Llamas dos veces a `perdida_y_gradiente` en cada actualización.",
        "Una llamada devuelve las dos cosas: guárdalas en dos variables a la vez.",
    ),
    Variant(
        "divide_por_b",
        _training(step=_divided_again),
        "Tus pasos son más cortos de lo que deben: divides el gradiente por el tamaño del lote.",
        "`perdida_y_gradiente` ya promedia sobre los ejemplos del lote.",
    ),
    Variant(
        "gradiente_en_w0",
        _training(step=_gradient_at_start),
        "Calculas todos los gradientes en el punto de partida.",
        "Cada iteración pide el gradiente en el w que ha dejado la anterior.",
    ),
    Variant(
        "vuelve_a_empezar",
        _training(restart=True),
        "Al empezar cada época, w vuelve a valer w0.",
        "¿Dónde pones `w = w0…`? Las épocas siguen donde quedó la anterior.",
    ),
    Variant(
        "olvida_el_ultimo",
        _training(batches=lambda order, b: [c for c in batches_of(order, b) if len(c) == b]),
        "No usas el último lote de la época cuando queda corto.",
        "Aquí no se descarta nada: en cada época se usan todos los ejemplos.",
    ),
    Variant(
        "una_perdida_por_epoca",
        _training(per_epoch=True),
        "Apuntas una pérdida por época.",
        "Se pide una por actualización: ¿en qué bucle está tu `append`?",
        others=(_training(summary=np.mean), _training(summary=np.sum)),
    ),
    Variant(
        "al_reves",
        _training(result=lambda w, losses: (losses, w)),
        "Devuelves primero las pérdidas y después los pesos.",
        "La pareja es (w, pérdidas), en ese orden.",
    ),
    Variant(
        "sin_lr",
        _training(step=_without_lr),
        "Tus pasos no tienen en cuenta la tasa de aprendizaje.",
        "Cada paso es el gradiente del lote multiplicado por `lr`.",
    ),
    Variant(
        "rechaza_cero_epocas",
        _training(least_epochs=1),
        "Tu función no admite 0 épocas.",
        "Con 0 épocas se devuelven los pesos de partida y ninguna pérdida, y no es un error.",
    ),
    Variant(
        "solo_devuelve_w",
        _training(result=lambda w, losses: w),
        "Devuelves los pesos, pero no las pérdidas.",
        "El resultado es una pareja: (w, pérdidas).",
    ),
    Variant(
        "desordena_sin_rng",
        _training(default_seed=0),
        "Desordenas los ejemplos aunque no se dé `rng`.",
        "Sin `rng` (es decir, `None`) los ejemplos van en el orden de x.",
    ),
    Variant(
        "sin_validar",
        _training(check=False),
        "Falta rechazar los argumentos imposibles.",
        "`b` ha de ser 1 o más, y `epocas` 0 o más; si no, `ValueError`.",
    ),
)
