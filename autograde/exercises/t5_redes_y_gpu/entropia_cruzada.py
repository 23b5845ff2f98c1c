"""t5.entropia_cruzada: la pérdida de un clasificador, desde los logitos y sin desbordar."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import (
    SINGLE,
    Array,
    comparisons,
    cross_entropy,
    one_hot,
    softmax,
    with_inputs,
)
from autograde.exercises.t5_redes_y_gpu.measured import CROSS_ENTROPY
from autograde.exercises.t5_redes_y_gpu.softmax import WORKED
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Hallazgo
from curso.pruebas.plan import Caso
from solutions.curso_t5 import entropia_cruzada

ID = "t5.entropia_cruzada"


def _of(title: str, z: Any, y: Any, **kwargs: Any) -> Caso:
    return with_inputs(title, {"z": np.asarray(z), "y": np.asarray(y)}, **kwargs)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, k = int(rng.integers(6, 10)), int(rng.integers(3, 5))
    z, y = 2 * rng.normal(size=(n, k)), rng.permutation(np.resize(np.arange(k), n))
    sides = rng.permutation(np.resize([-1e4, 1e4], n))[:, None]
    return [
        _of("al azar", z, y),
        _of("tantos ejemplos como clases", 2 * rng.normal(size=(k, k)), rng.permutation(k)),
        _of("filas lejanas", rng.integers(-3, 4, size=(n, k)) + sides, y),
        _of("muy separados", 1e4 * rng.uniform(-1, 1, size=(n, k)), y),
        _of("dos clases", z[:, :2], y % 2),
        _of("simple precisión", z.astype(np.float32), y, borde=True, grupo=SINGLE),
        _of("enteros", rng.integers(-4, 5, size=(n, k)), y, borde=True),
        _of("un ejemplo", z[:1], y[:1], borde=True),
        _of("una clase", z[:, :1], 0 * y, borde=True),
    ]


PUBLIC = (
    _of("El ejemplo a mano: p = 1/6, 1/3 y 1/2, y la clase es la 2", WORKED, [2]),
    _of("Dos ejemplos", [[0.0, 1.0, 2.0], [3.0, 3.0, -1.0]], [2, 0]),
    _of(
        "Tres ejemplos y tres clases",
        [[1.0, 0.0, -1.0], [2.0, 2.5, 0.5], [-3.0, 0.0, 1.0]],
        [0, 2, 1],
    ),
    _of("Logitos de ±10 000", [[1e4, 1e4 - 1.0, 0.0], [-1e4, -1e4 + 2.0, -1e4]], [0, 1]),
    _of(
        "Muy seguro y equivocado: la clase tiene el logito menor", [[1e4, 0.0], [0.0, 1e4]], [1, 1]
    ),
    _of(
        "Un arreglo de float32",
        np.array([[0.5, -1.0, 3.0], [2.0, 0.0, -4.0]], np.float32),
        [0, 0],
        borde=True,
        grupo=SINGLE,
    ),
    _of("Logitos enteros", [[1, 2, 3], [0, -1, 4]], [1, 2], borde=True),
    _of("Un solo ejemplo", [[0.5, -0.5]], [1], borde=True),
    _of("Una sola clase: la pérdida es 0", [[3.0], [-2.0]], [0, 0], borde=True),
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(z: Array, y: Array) -> Any:
    perdida = 0.0
    for i in range(len(z)):
        mayor = z[i].max()
        perdida += np.log(np.exp(z[i] - mayor).sum()) + mayor - z[i, int(y[i])]
    return perdida / len(z)


def _elements(z: Array, y: Array) -> float:
    perdida = 0.0
    for i in range(z.shape[0]):
        fila = [float(v) for v in z[i]]
        perdida += (
            math.log(sum(math.exp(v - max(fila)) for v in fila)) + max(fila) - fila[int(y[i])]
        )
    return perdida / z.shape[0]


def _picked(z: Array, y: Array) -> Any:
    centrados = z - np.max(z, axis=1, keepdims=True)
    log_p = centrados - np.log(np.sum(np.exp(centrados), axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(y)), y])


def _one_hot(z: Array, y: Array) -> float:
    return float(cross_entropy(z, y).mean())


def _single(z: Array, y: Array) -> Any:
    z = z - z.max(axis=-1)[:, None]
    if z.dtype != np.float32:
        z = z.astype(np.float64)
    verdadero = np.take_along_axis(z, y[:, None], axis=1)
    return (np.log(np.exp(z).sum(-1, keepdims=True)) - verdadero).sum() / z.shape[0]


# --- equivocadas -----------------------------------------------------------------------------


def _bent(
    each: Callable[[Array, Array], Array] = cross_entropy,
    result: Callable[[Array], Any] = lambda losses: losses.mean(),
) -> Any:
    """La respuesta correcta salvo en lo que se diga."""

    def entropia_cruzada(z: Array, y: Array) -> Any:
        with np.errstate(all="ignore"):
            return result(each(z, y))

    return entropia_cruzada


def _true(values: Array, y: Array) -> Array:
    """Lo que hay en la clase de cada fila."""
    return values[np.arange(len(y)), y]


def _plain_softmax(z: Array) -> Array:
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def _in_place(z: Array, y: Array) -> Any:
    right = entropia_cruzada(z, y)
    z -= z.max(axis=1, keepdims=True).astype(z.dtype)
    return right


def _of_all(z: Array) -> Array:
    """−log p de todas las clases."""
    centred = z - z.max(axis=1, keepdims=True)
    return np.log(np.exp(centred).sum(axis=1, keepdims=True)) - centred


def _at_least(least: float) -> Callable[[Array, Array], Array]:
    """Las pérdidas con las probabilidades recortadas por abajo."""
    return lambda z, y: -np.log(np.maximum(_true(softmax(z), y), least))


def _cut() -> Iterator[Variant]:
    """Quien evita log 0 con un número pequeño: uno por cada número corriente."""
    for exponent in (15, 12, 10, 9, 8, 7):
        most = f"{exponent * math.log(10):.1f}".replace(".", ",")
        yield Variant(
            f"recorta_en_1e{exponent}",
            _bent(_at_least(10.0**-exponent)),
            f"Evitas el logaritmo de 0 con un 10^−{exponent} (lo sumas, o recortas ahí), y la "
            f"pérdida de un ejemplo no puede pasar de {most}.",
            "Una predicción muy segura y equivocada ha de costar mucho. Con log Σeᶻ − z, y el "
            "mayor logito restado antes, no aparece ningún logaritmo de 0.",
        )


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia la z o la y que recibe.",
    "`z -= …` escribe en el arreglo de quien te llama. Guarda la resta en otro: `z = z - …`.",
)

EXERCISE = Exercise(
    id=ID,
    name="entropia_cruzada",
    reference=entropia_cruzada,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.2, CellKind.SPEED: 0.3},
    public_cases=PUBLIC,
    hidden_cases=_hidden,
    comparisons=comparisons(INTACT),
    variants=(
        Variant(
            "inestable",
            _bent(lambda z, y: -np.log(_true(_plain_softmax(z), y))),
            "Con logitos grandes la exponencial desborda, y sale NaN.",
            "Resta a cada fila su mayor logito antes de la exponencial: el resultado no cambia.",
        ),
        Variant(
            "inestable_log_suma",
            _bent(lambda z, y: np.log(np.exp(z).sum(axis=1)) - _true(z, y)),
            "Con logitos grandes tu log Σeᶻ desborda, y sale infinito.",
            "log Σeᶻ = m + log Σe^(z − m), con m el mayor logito de la fila.",
        ),
        Variant(
            "logaritmo_de_cero",
            _bent(lambda z, y: -np.log(_true(softmax(z), y))),
            "La softmax no desborda, pero da 0 a una clase muy improbable, y su logaritmo es "
            "infinito.",
            "No pases por la probabilidad: log p = z − m − log Σe^(z − m), con m el mayor de la "
            "fila.",
        ),
        *_cut(),
        Variant(
            "suma",
            _bent(result=lambda losses: losses.sum()),
            "Sumas las pérdidas de los ejemplos, pero no haces la media.",
            "Divide entre el número de ejemplos: así la pérdida no depende del tamaño del lote.",
        ),
        Variant(
            "por_ejemplo",
            _bent(result=lambda losses: losses),
            "Devuelves una pérdida por ejemplo, y se pide la media.",
            "El resultado es un solo número.",
        ),
        Variant(
            "signo",
            _bent(result=lambda losses: -losses.mean()),
            "Falta el menos: tu pérdida es negativa.",
            "El logaritmo de una probabilidad es negativo o cero, y la pérdida es su opuesto.",
        ),
        Variant(
            "media_de_todo",
            _bent(lambda z, y: one_hot(y, z) * cross_entropy(z, y)[:, None]),
            "Divides entre n·k, el número de logitos, y no entre el de ejemplos.",
            "Al hacer la media de una tabla (n, k) con un solo número por fila, los ceros también "
            "cuentan. Suma y divide entre n.",
        ),
        Variant(
            "todas_las_clases",
            _bent(lambda z, y: _of_all(z)),
            "Promedias el −log p de todas las clases, no el de la verdadera.",
            "De cada fila solo cuenta la columna que dice y.",
        ),
        Variant(
            "suma_de_las_clases",
            _bent(lambda z, y: _of_all(z).sum(axis=1)),
            "Sumas el −log p de todas las clases de cada ejemplo, no solo el de la verdadera.",
            "De cada fila solo cuenta la columna que dice y.",
        ),
        Variant(
            "indice_cruzado",
            _bent(lambda z, y: _of_all(z)[:, y]),
            "Con `[:, y]` tomas, de cada fila, las clases de todos los ejemplos: salen n × n.",
            "Para tomar un elemento de cada fila hacen falta dos índices: el de la fila y el de la "
            "columna, `[np.arange(n), y]`.",
        ),
        Variant(
            "la_mas_probable",
            _bent(lambda z, y: -np.log(softmax(z).max(axis=1))),
            "Usas la probabilidad de la clase más probable, sin mirar y.",
            "Cuenta la probabilidad que se dio a la clase verdadera, se acertara o no.",
        ),
        Variant(
            "log_de_la_media",
            _bent(lambda z, y: _true(softmax(z), y), lambda p: -np.log(p.mean())),
            "Haces la media de las probabilidades y después el logaritmo.",
            "Primero el logaritmo de cada una y después la media: no es lo mismo.",
        ),
        Variant(
            "sin_logaritmo",
            _bent(lambda z, y: -_true(softmax(z), y)),
            "Falta el logaritmo: promedias las probabilidades.",
            "La pérdida de un ejemplo es −log p.",
        ),
        Variant(
            "logaritmo_en_base_2",
            _bent(result=lambda losses: losses.mean() / math.log(2)),
            "Usas el logaritmo en base 2.",
            "Se pide el natural, `np.log`, que es con el que sale la fórmula del gradiente.",
        ),
        Variant(
            "logitos_como_probabilidades",
            _bent(lambda z, y: -np.log(_true(z, y))),
            "Haces el logaritmo de los logitos, como si ya fueran probabilidades.",
            "Los logitos son números cualesquiera: antes hay que pasar por la softmax (o por "
            "log Σeᶻ).",
        ),
        Variant(
            "falta_la_suma",
            _bent(lambda z, y: z.max(axis=1) - _true(z, y)),
            "Falta el log Σe^(z − m): solo restas el logito verdadero del mayor.",
            "Restar el mayor es solo para no desbordar; el término del logaritmo sigue haciendo "
            "falta.",
        ),
        Variant(
            "mayor_sin_devolver",
            _bent(
                lambda z, y: (
                    np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1)) - _true(z, y)
                )
            ),
            "Restas el mayor dentro de la exponencial, pero no en el logito verdadero.",
            "log Σeᶻ = m + log Σe^(z − m): falta volver a sumar m, o restarlo también del logito.",
        ),
        Variant(
            "por_columnas",
            _bent(lambda z, y: -np.log(_true(softmax(z, axis=0), y))),
            "Normalizas por columnas, no por filas.",
            "Cada fila es un ejemplo y sus probabilidades han de sumar 1: `axis=1`.",
        ),
        Variant(
            "clases_desde_1",
            _bent(lambda z, y: cross_entropy(z, (y - 1) % z.shape[1])),
            "Lees las clases como si empezaran en 1.",
            "y va de 0 a k − 1, como los índices de Python.",
        ),
        Variant("modifica_la_entrada", _in_place, INTACT.causa, INTACT.pista, by_property=True),
    ),
    accepted={
        "bucle": _loop,
        "bucle por elementos": _elements,
        "con índices": _picked,
        "con unos y ceros": _one_hot,
        "float32": _single,
    },
    speed=CROSS_ENTROPY,
)
