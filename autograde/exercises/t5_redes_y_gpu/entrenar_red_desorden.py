"""t5.entrenar_red: qué se mira cuando el orden es al azar, y soluciones que no lo cumplen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.shuffling import Rule
from autograde.exercises.t5_redes_y_gpu.entrenar_red_variantes import Array, Generator, training
from curso.pruebas.compara import Comparacion, Propiedad

#: grupo de los casos en que se mira la distribución
RANDOM = "azar"
#: de 200 semillas, la que menos acertó llegó al 68,5 %
LEAST_RIGHT = 0.6
_WITH_REPEATED = ("posiciones_uniformes", "vecinos_uniformes", "repite_con_la_semilla")
_WITHOUT_SHAPE = ("forma_de_red", "acierta_con_imagenes")


def compared(exercise_id: str, repeated: int) -> Comparacion:
    """La comparación de esos casos: solo cuentan las propiedades."""

    def parameters(rule: Rule) -> dict[str, Any]:
        shape = {} if rule.check in _WITHOUT_SHAPE else {"forma": "red"}
        again = {"repetidas": repeated} if rule.check in _WITH_REPEATED else {}
        return {**shape, **again, **rule.parameters}

    return Comparacion(
        valores=False,
        intactas=INTACT.finding(exercise_id),
        propiedades=tuple(
            Propiedad(rule.check, rule.finding(exercise_id), parameters(rule)) for rule in RULES
        ),
    )


def _in_these_orders(orders: Callable[[int, int, Generator], Any]) -> Any:
    """Un entrenamiento correcto salvo en el orden: `orders(n, epocas, rng)`."""
    return training(orders=orders)


def _apart(X: Array, y: Array, order: Array, rng: Generator) -> tuple[Array, Array]:
    return X[order], y[rng.permutation(len(y))]


def _shuffled_in_place(X: Array, y: Array, order: Array, rng: Generator) -> tuple[Array, Array]:
    X[:], y[:] = X[order], y[order]
    return X, y


INTACT = Rule(
    "",
    "modifica_la_entrada",
    "Tu función cambia X o y.",
    "`rng.shuffle(X)`, `X[:] = …` o `X -= …` escriben en los datos de quien te llama. Toma cada "
    "lote con índices, `X[orden[i : i + b]]`, que ya es una copia.",
    training(shuffle=_shuffled_in_place),
)
RULES = (
    Rule(
        "forma_de_red",
        "otra_forma",
        "Con lotes pequeños, tu resultado no es (W, b, pérdidas) con una pérdida por época.",
        "W es (p, clases), b es (clases,) y hay tantas pérdidas como épocas, sean como sean los "
        "lotes.",
    ),
    Rule(
        "conserva_parejas",
        "dos_permutaciones",
        "X e y se desordenan cada uno por su lado: cada ejemplo pierde su clase.",
        "Pide la permutación una vez por época y úsala para los dos.",
        training(shuffle=_apart),
    ),
    Rule(
        "elementos_de_la_entrada",
        "otro_entrenamiento",
        "Con lotes de un ejemplo, tus pesos no son los que deja recorrer los ejemplos uno a uno, "
        "en ningún orden.",
        "En cada actualización entran los ejemplos de su lote y ningún otro, y los pesos siguen "
        "donde los dejó la anterior.",
        training(batch=lambda X, y, i, b: (X[: i + b], y[: i + b])),
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
        "sin_desordenar",
        "Los ejemplos se usan siempre en el orden en que están.",
        "En cada época, pide un orden nuevo a `rng`.",
        _in_these_orders(lambda n, epochs, rng: [np.arange(n)] * epochs),
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
        training(rng=lambda _: np.random.default_rng(42)),
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
        "Intercambiar unos pocos no basta: todos los órdenes han de ser igual de probables.",
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
    Rule(
        "acierta_con_imagenes",
        "no_aprende",
        "Con imágenes que no ha visto, tu red acierta menos del 60 %.",
        "Tres épocas con 1 500 imágenes bastan para pasar del 68 %. Mira si usas todos los lotes.",
        parameters={"minimo": LEAST_RIGHT},
    ),
)
