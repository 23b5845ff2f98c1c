"""t7.resumir: un resumen por optimizador, con medianas de sus semillas."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograde.exercises.t7_proyecto.cases import History, bowl, history, tail
from autograde.exercises.t7_proyecto.resumir_piezas import ACCEPTED, ID, INTACT
from autograde.exercises.t7_proyecto.resumir_variantes import VARIANTS
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.comparacion import resumir

NAN, INF = math.nan, math.inf


def _histories(title: str, all_of_them: list[History], base: float, *, edge: bool = False) -> Caso:
    inputs = {"historias": all_of_them}
    return llamada(title, Ref("historias"), base, entradas=inputs, borde=edge)


def _good(name: str, seed: int, n: int, base: float, low: float) -> History:
    tested = tail(n, 1.2 * base, 1.1 * low)
    lowest = 2 * n // 3
    tested[lowest] = 1.06 * low
    return history(name, seed, tail(n, 1.4 * base, low), tested)


def _overfit(name: str, seed: int, n: int, base: float, low: float) -> History:
    return history(name, seed, tail(n, 1.4 * base, low, 0.005), bowl(n, 1.2 * base, 1.2 * low, 0.5))


def _slow(name: str, seed: int, n: int, base: float, low: float) -> History:
    return history(name, seed, tail(n, 1.4 * base, low, 0.04), tail(n, 1.5 * base, 1.1 * low, 0.03))


def _stuck(name: str, seed: int, n: int, base: float, low: float) -> History:
    """No baja de la base, o apenas; `low` no cuenta."""
    return history(name, seed, tail(n, 1.1 * base, 0.96 * base), tail(n, 1.2 * base, 1.02 * base))


def _lost(name: str, seed: int, n: int, base: float, low: float) -> History:
    """Baja hasta `low` y acaba en nan."""
    h = _good(name, seed, n, base, low)
    return history(name, seed, [*h["perdidas"][:-2], INF, NAN], [*h["validacion"][:-2], INF, NAN])


def _never(name: str, seed: int, n: int) -> History:
    return history(name, seed, [INF] + [NAN] * (n - 1), [NAN] * n)


def _shuffled(rng: np.random.Generator, histories: Sequence[History]) -> list[History]:
    return [histories[i] for i in rng.permutation(len(histories))]


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, base = int(rng.integers(10, 16)), float(rng.uniform(1, 4))
    lows = (base * rng.uniform(0.1, 0.75, size=20)).tolist()

    def some(kind: object, name: str, count: int, first: int = 0) -> list[History]:
        assert callable(kind)
        return [kind(name, first + i, n + 5 * i, base, lows.pop()) for i in range(count)]

    three = [*some(_good, "Adam", 3), *some(_overfit, "RMSprop", 3), *some(_stuck, "Adadelta", 3)]
    even = [*some(_slow, "SGD", 2), *some(_good, "SGD", 2, 2)]
    lows = (base * rng.uniform(0.1, 0.75, size=30)).tolist()
    one_lost = [*some(_good, "Nadam", 2), *some(_lost, "Nadam", 1, 2), *some(_good, "SGD", 3)]
    most_lost = [*some(_lost, "SGD", 2), *some(_good, "SGD", 1, 2), *some(_slow, "Adagrad", 3)]
    never = [_never("Ftrl", s, n) for s in range(3)]
    tied = [*some(_overfit, "Adamax", 2), *some(_good, "Adamax", 2, 2)]
    tied_up = [*some(_good, "Adam", 1), *some(_stuck, "Adam", 1, 1), *some(_overfit, "Adam", 1, 2)]
    lows = (base * rng.uniform(0.1, 0.75, size=30)).tolist()
    two_and_two = [*some(_stuck, "SGD", 2), *some(_overfit, "SGD", 2, 2)]
    mixed = _shuffled(rng, [*three, *even, *some(_slow, "Adagrad", 3), *never])
    thousands = [
        history(
            h["optimizador"],
            h["semilla"],
            [1000 * x for x in h["perdidas"]],
            [1000 * x for x in h["validacion"]],
        )
        for h in mixed
    ]
    same = some(_good, "Nadam", 1)[0]
    arrays = [
        history(h["optimizador"], h["semilla"], np.array(h["perdidas"]), np.array(h["validacion"]))
        for h in three
    ]
    return [
        _histories("tres semillas", three, base),
        _histories("salteadas", _shuffled(rng, three), base),
        _histories("de todo", mixed, base),
        _histories("en miles", thousands, 1000 * base),
        _histories("número par", even, base),
        _histories("una semilla perdida", one_lost, base),
        _histories("casi todas perdidas", most_lost, base),
        _histories("empate de clases", tied[::-1], base),
        _histories("triple empate", tied_up, base),
        _histories("otro empate", two_and_two, base),
        _histories("otro empate, del revés", two_and_two[::-1], base),
        _histories("otra base", three, 0.02 * base),
        _histories("arreglos", arrays, base),
        _histories("una que no aprende nunca", [*never, *one_lost], base),
        _histories("dos que no aprenden", [*never, _never("Adadelta", 0, n), *even], base),
        _histories("una historia", one_lost[:1], base, edge=True),
        _histories("dos iguales", [same, same | {"optimizador": "Adam"}], base, edge=True),
        _histories("ninguna", [], base, edge=True),
    ]


BASE = 8.0
#: el ejemplo hecho a mano: dos optimizadores, tres semillas
HAND = [
    history("SGD", 0, [9.0, 6.0, 5.0, 4.0, 4.0], [9.0, 7.0, 5.0, 5.0, 5.2]),
    history("Adam", 0, [8.0, 4.0, 2.0, 2.0, 2.0], [8.0, 5.0, 3.0, 3.1, 3.2]),
    history("SGD", 1, [9.0, 7.0, 5.0, 5.0, 5.0], [9.5, 8.0, 6.0, 5.5, 5.6]),
    history("Adam", 1, [9.0, 3.0, 2.5, 2.1, 2.1], [8.0, 4.0, 2.5, 2.6, 3.5]),
    history("SGD", 2, [9.0, 20.0, 300.0, INF, NAN], [9.0, 25.0, 400.0, INF, NAN]),
    history("Adam", 2, [7.0, 3.0, 1.0, 1.0, 1.0], [6.0, 4.0, 2.0, 2.5, 2.8]),
]
N = 10
FOUR = [
    _good("RMSprop", 0, N, BASE, 2.0),
    _overfit("RMSprop", 1, N, BASE, 3.0),
    _overfit("RMSprop", 2, 15, BASE, 1.0),
    _good("RMSprop", 3, 20, BASE, 2.4),
]
TWO_AND_TWO = [
    _overfit("Ftrl", 0, N, BASE, 3.0),
    _stuck("Ftrl", 1, N, BASE, BASE),
    _stuck("Ftrl", 2, 15, BASE, BASE),
    _overfit("Ftrl", 3, 15, BASE, 1.0),
]
ALL = [
    *(_good("Adam", s, N + 5 * s, BASE, low) for s, low in enumerate((2.0, 1.5, 3.0))),
    *(_slow("Adagrad", s, N + 5 * s, BASE, low) for s, low in enumerate((5.0, 5.5, 4.0))),
    *(_stuck("Adadelta", s, N + 5 * s, BASE, BASE) for s in range(3)),
    *(_overfit("Nadam", s, N + 5 * s, BASE, low) for s, low in enumerate((1.0, 2.2, 1.2))),
]

EXERCISE = Exercise(
    id=ID,
    name="resumir",
    carries=("t7.epoca_de_convergencia", "t7.clasificar_curva"),
    reference=resumir,
    points={CellKind.CORRECTNESS: 1.75},
    public_cases=(
        _histories("El ejemplo hecho a mano: dos optimizadores, tres semillas", HAND, BASE),
        _histories("Las mismas, en otro orden", HAND[::-1], BASE),
        _histories("Cuatro optimizadores", ALL, BASE),
        _histories(
            "Cuatro optimizadores, por semillas", [h for s in range(3) for h in ALL[s::3]], BASE
        ),
        _histories("Cuatro semillas, con las clases empatadas", FOUR, BASE),
        _histories("Cuatro semillas, y otro empate", TWO_AND_TWO, BASE),
        _histories("El mismo empate, en otro orden", [*TWO_AND_TWO[1:3], *TWO_AND_TWO[::3]], BASE),
        _histories("Cuatro semillas, de la última a la primera", FOUR[::-1], BASE),
        _histories(
            "Dos de tres semillas se pierden",
            [
                _good("SGD", 0, N, BASE, 3.0),
                _lost("SGD", 1, N, BASE, 2.0),
                _lost("SGD", 2, N, BASE, 4.0),
                _stuck("Ftrl", 0, N, BASE, BASE),
            ],
            BASE,
        ),
        _histories(
            "Una validación que no fue finita nunca: va al final",
            [*(_never("Ftrl", s, N) for s in range(2)), *FOUR],
            BASE,
        ),
        _histories("Con otra base", ALL, 0.1),
        _histories("Una sola historia", HAND[1:2], BASE, edge=True),
        _histories(
            "Dos optimizadores iguales: quedan como aparecen",
            [HAND[1], HAND[1] | {"optimizador": "Adagrad"}],
            BASE,
            edge=True,
        ),
        _histories("Ninguna historia: lista vacía", [], BASE, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
