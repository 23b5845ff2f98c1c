"""t2.entrenar_sgd: qué se mira al desordenar, y soluciones que no lo cumplen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.rules import Rule
from autograde.exercises.t2_lotes.cases import at_least
from autograde.exercises.t2_lotes.entrenar_sgd_variantes import (
    Array,
    Generator,
    Loss,
    Trained,
    batches_of,
    epoch_orders,
)
from autograde.exercises.t2_lotes.shuffling import swapping_with_any


def _in_these_orders(orders: Callable[[int, int, Generator], list[Array]]) -> Any:
    """Una función correcta salvo en el orden, que da `orders(n, epocas, rng)`."""

    def entrenar_sgd(
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
        w, losses = w0.copy(), []
        chosen = epoch_orders(len(x), epocas, None) if rng is None else orders(len(x), epocas, rng)
        for batch in (batch for order in chosen for batch in batches_of(order, b)):
            loss, gradient = perdida_y_gradiente(w, x[batch], y[batch])
            losses.append(loss)
            w = w - lr * gradient
        return w, losses

    return entrenar_sgd


def _changes_w0(
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
    w, losses = w0, []
    for order in epoch_orders(len(x), epocas, rng):
        for chosen in batches_of(order, b):
            loss, gradient = perdida_y_gradiente(w, x[chosen], y[chosen])
            losses.append(loss)
            w -= lr * gradient
    return w, losses


def _two_permutations(
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
    w, losses = w0.copy(), []
    for _ in range(epocas):
        if rng is not None:
            x, y = rng.permutation(x), rng.permutation(y)
        for i in range(0, len(x), b):
            loss, gradient = perdida_y_gradiente(w, x[i : i + b], y[i : i + b])
            losses.append(loss)
            w = w - lr * gradient
    return w, losses


INTACT = Rule(
    "",
    "modifica_la_entrada",
    "Tu función cambia w0, x o y.",
    "`w -= …` escribe en el mismo arreglo: si w es w0, quien te llama pierde su punto de partida. "
    "Haz una copia, o escribe `w = w - …`.",
    _changes_w0,
)
RULES = (
    Rule(
        "misma_estructura",
        "otra_forma",
        "Con `rng`, tu resultado no es (w, pérdidas) con una pérdida por actualización.",
        "Desordenar no cambia cuántas actualizaciones hay.",
    ),
    Rule(
        "sin_repetir",
        "repite_ejemplos",
        "En una misma época algún ejemplo se usa dos veces y otro ninguna.",
        "Sortear cada lote por separado puede repetir ejemplos: en cada época, haz una permutación "
        "y córtala en trozos.",
        _in_these_orders(lambda n, epochs, rng: list(rng.integers(0, n, (epochs, n)))),
    ),
    Rule(
        "desordena",
        "ignora_rng",
        "Aunque se dé `rng`, los ejemplos se usan siempre en el orden en que están.",
        "¿Le pasas `rng` a tu función de generar lotes?",
        _in_these_orders(lambda n, epochs, rng: epoch_orders(n, epochs, None)),
    ),
    Rule(
        "conserva_parejas",
        "dos_permutaciones",
        "x e y quedan en órdenes distintos: cada ejemplo pierde su respuesta.",
        "En cada época, los dos se desordenan con los mismos índices.",
        _two_permutations,
    ),
    Rule(
        "repite_con_la_semilla",
        "azar_ajeno",
        "Con la misma semilla, tu entrenamiento usa órdenes distintos.",
        "El azar ha de salir del `rng` que recibes, no de `np.random.…`: así el experimento se "
        "puede repetir.",
        _in_these_orders(lambda n, epochs, rng: [np.random.permutation(n) for _ in range(epochs)]),
    ),
    Rule(
        "depende_de_la_semilla",
        "orden_fijo",
        "Tu entrenamiento usa siempre los mismos órdenes, sea cual sea el `rng`.",
        "¿Creas un generador nuevo, con su propia semilla, dentro de la función?",
        _in_these_orders(lambda n, epochs, rng: epoch_orders(n, epochs, np.random.default_rng(42))),
    ),
    Rule(
        "cambia_cada_epoca",
        "mismo_orden_cada_epoca",
        "Desordenas una sola vez: todas las épocas van en el mismo orden.",
        "El orden nuevo se pide dentro del bucle de las épocas, no antes.",
        _in_these_orders(lambda n, epochs, rng: [rng.permutation(n)] * epochs),
    ),
    Rule(
        "posiciones_uniformes",
        "mezcla_poco",
        "No todos los ejemplos salen en todos los lugares con la misma probabilidad.",
        "Intercambiar unos pocos no basta, e intercambiar cada uno con otro cualquiera tampoco: "
        "unos órdenes salen más que otros. `rng.permutation` los da todos por igual.",
        _in_these_orders(lambda n, epochs, rng: [swapping_with_any(n, rng) for _ in range(epochs)]),
    ),
    Rule(
        "vecinos_uniformes",
        "mantiene_los_vecinos",
        "Los ejemplos que iban seguidos siguen yendo seguidos casi siempre.",
        "Girar los datos o darles la vuelta no los desordena: busca una permutación al azar.",
        _in_these_orders(
            lambda n, epochs, rng: [np.roll(np.arange(n), rng.integers(n)) for _ in range(epochs)]
        ),
    ),
)
