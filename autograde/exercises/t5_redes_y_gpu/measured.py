"""Cómo se mide la velocidad de los ejercicios de t5: con datos que se hacen en el sitio.

Una muestra de lo que sale se compara con la de la referencia, así que los logitos han de estar
repartidos: los dan las ondas de `tabla_ondulada`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograde.model import SpeedSpec, Step
from curso.pruebas.plan import Caso, Devolver, Llamar, Paso, Problema, Ref, Rng, Tomar
from curso.pruebas.plan.valores import Valor

#: Medido con los núcleos Haswell, Zen, SkylakeX, Prescott y Nehalem de OpenBLAS: un bucle de Python
#: por filas o por ejemplos tarda de 27 a 67 veces lo que la forma vectorizada, y las maneras
#: vectorizadas de escribirla, de 1 a 2,2.
STEPS = (Step(4.0, 1.0), Step(13.0, 0.5))
#: El gradiente tiene formas a medio camino: con productos exteriores, 4 o 5 veces; con un bucle
#: solo al sumar, 13; con un bucle por ejemplos, de 31 a 38, lejos de los dos límites.
GRADIENT_STEPS = (Step(8.0, 1.0), Step(100.0, 0.5))
Tables = Callable[[np.random.Generator, str], tuple[Paso, ...]]
Arguments = Callable[[str], tuple[Valor, ...]]


def wavy(
    rng: np.random.Generator, name: str, n: int, p: int, scale: float = 1.0, classes: int = 1
) -> Problema:
    """Una tabla (n, p) de ondas de tamaño `scale`, con la clase de cada fila, distinta cada vez."""
    step, start = (float(v) for v in rng.uniform(0.5, 2.5, 2))
    values = {"n": n, "p": p, "paso": step, "inicio": start, "escala": scale, "clases": classes}
    return Problema(name, "tabla_ondulada", values)


def _seeded(rng: np.random.Generator) -> Rng:
    return Rng(int(rng.integers(2**60)))


def _calls(
    title: str, count: int, tables: Tables, arguments: Arguments
) -> Callable[[np.random.Generator], Caso]:
    """`count` llamadas, cada una con sus propios datos."""

    def case(rng: np.random.Generator) -> Caso:
        steps: list[Paso] = []
        results = []
        for i in range(count):
            steps += [*tables(rng, str(i)), Llamar(f"resultado{i}", arguments(str(i)))]
            results.append(Ref(f"resultado{i}"))
        return Caso(title, (*steps, Devolver(results)))

    return case


SOFTMAX = SpeedSpec(
    case=_calls(
        "Veinte llamadas con 2 000 filas de 10 logitos",
        20,
        lambda rng, i: (wavy(rng, f"z{i}", 2000, 10, 5.0),),
        lambda i: (Ref(f"z{i}", "x"),),
    ),
    identity="def softmax(z):\n    return z\n",
    relative=1.25,
    hint="Un bucle de Python por filas es decenas de veces más lento que hacer la exponencial y la "
    "suma de toda la tabla de una vez, con `axis=1`.",
    steps=STEPS,
)
CROSS_ENTROPY = SpeedSpec(
    case=_calls(
        "Veinte llamadas con 2 000 filas de 10 logitos",
        20,
        lambda rng, i: (wavy(rng, f"z{i}", 2000, 10, 5.0, 10),),
        lambda i: (Ref(f"z{i}", "x"), Ref(f"z{i}", "y")),
    ),
    identity="def entropia_cruzada(z, y):\n    return 0.0\n",
    relative=0.9,
    hint="Un bucle de Python por ejemplos es decenas de veces más lento: haz la exponencial y la "
    "suma de toda la tabla, y toma los logitos verdaderos de una vez, con `z[np.arange(n), y]`.",
    steps=STEPS,
)
SOFTMAX_GRADIENT = SpeedSpec(
    case=_calls(
        "Veinte llamadas con 1 000 ejemplos, 20 entradas y 10 clases",
        20,
        lambda rng, i: (
            wavy(rng, f"X{i}", 1000, 20, 1.0, 10),
            wavy(rng, f"W{i}", 20, 10),
            wavy(rng, f"b{i}", 1, 10),
        ),
        lambda i: (Ref(f"W{i}", "x"), Ref(f"b{i}", "fila"), Ref(f"X{i}", "x"), Ref(f"X{i}", "y")),
    ),
    identity="def gradiente_softmax(W, b, X, y):\n    return 0.0, W, b\n",
    relative=1.29,
    hint="Un bucle de Python por ejemplos es decenas de veces más lento que los productos de "
    "matrices: `X @ W` da los logitos de todos y `X.T @ error` suma lo que aporta cada uno.",
    steps=GRADIENT_STEPS,
)
TRAINING = SpeedSpec(
    case=lambda rng: Caso(
        "Diez épocas de 2 000 ejemplos, 20 entradas y 10 clases, en un solo lote",
        (
            wavy(rng, "datos", 2000, 20, 1.0, 10),
            Llamar(
                "resultado",
                (Ref("datos", "x"), Ref("datos", "y"), 0.5, 2000, 10, _seeded(rng), 10),
            ),
            # las pérdidas pueden ser una lista o un arreglo: se miran los pesos
            Tomar("pesos", "resultado", 2),
            Devolver(Ref("pesos")),
        ),
    ),
    identity="def entrenar_red(X, y, lr, tamano_lote, epocas, rng, clases=10):\n"
    "    return np.zeros((X.shape[1], clases)), np.zeros(clases), [0.0] * epocas\n",
    relative=1.09,
    hint="Dentro de un lote no hace falta ningún bucle: los logitos de todos sus ejemplos son un "
    "producto, y el gradiente, otro.",
    steps=STEPS,
)
BACKWARD = SpeedSpec(
    case=_calls(
        "Veinte llamadas con 1 000 ejemplos, 20 entradas, 30 ocultas y 10 clases",
        20,
        lambda rng, i: (
            wavy(rng, f"X{i}", 1000, 20),
            wavy(rng, f"H{i}", 1000, 30),
            wavy(rng, f"E{i}", 1000, 10, 0.001),
            wavy(rng, f"A{i}", 20, 30),
            wavy(rng, f"B{i}", 30, 10),
        ),
        lambda i: (
            [
                Ref(f"A{i}", "x"),
                Ref(f"H{i}", "fila"),
                Ref(f"B{i}", "x"),
                Ref(f"E{i}", "fila"),
            ],
            Ref(f"X{i}", "x"),
            Ref(f"H{i}", "positiva"),
            Ref(f"E{i}", "x"),
        ),
    ),
    identity="def mlp_atras(parametros, X, oculta, error):\n    return tuple(parametros)\n",
    relative=0.82,
    hint="Un bucle de Python por ejemplos o por neuronas tarda decenas de veces más que los "
    "productos de matrices: cada uno suma todo el lote de una vez.",
    steps=STEPS,
    device=True,
)
