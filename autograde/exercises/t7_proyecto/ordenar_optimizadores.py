"""t7.ordenar_optimizadores: el puesto medio de cada uno en todos los problemas."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograde.exercises.t7_proyecto.ordenar_optimizadores_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.comparacion import CLASES, ordenar_optimizadores

INF = math.inf
Table = Mapping[str, Mapping[str, float]]
EIGHT = ("SGD", "Adagrad", "Adadelta", "RMSprop", "Adam", "Adamax", "Nadam", "Ftrl")


def _summary(name: str, best: float, i: int) -> dict[str, Any]:
    """Un resumen cuyas otras pérdidas no van en el mismo orden que la mejor validación."""
    return {
        "optimizador": name,
        "perdida": 2.0 + 7 * i % 5,
        "validacion": best + 5 * i % 7,
        "mejor_validacion": best,
        "epoca": None if i == 2 else float(i),
        "clase": CLASES[i % 4],
    }


def _table(title: str, table: Table, *, edge: bool = False) -> Caso:
    inputs = {
        "resumenes": {
            problem: [_summary(name, best, i) for i, (name, best) in enumerate(row.items())]
            for problem, row in table.items()
        }
    }
    return llamada(title, Ref("resumenes"), entradas=inputs, borde=edge)


def _row(rng: np.random.Generator, names: Sequence[str], scale: float = 1.0) -> dict[str, float]:
    losses = scale * (1 + rng.permutation(len(names)) + rng.uniform(0, 0.5, size=len(names)))
    return {names[i]: float(losses[i]) for i in rng.permutation(len(names))}


def _tied(row: Mapping[str, float], *groups: Sequence[str]) -> dict[str, float]:
    """La fila, con los nombres de cada grupo empatados en la pérdida del primero."""
    return {**row, **{name: row[group[0]] for group in groups for name in group}}


def _hidden(rng: np.random.Generator) -> list[Caso]:
    names = [str(name) for name in rng.permutation(EIGHT)]
    few = names[:4]
    a, b, c, d = (_row(rng, names, s) for s in (1.0, 1000.0, 0.01, 10.0))
    x, y, z = (_row(rng, few) for _ in range(3))
    up = {name: i + 1.0 for i, name in enumerate(few)}
    down = {name: 9.0 - i for i, name in enumerate(few)}
    lost = {**a, names[1]: INF, names[5]: INF, names[6]: INF}
    return [
        _table("cuatro problemas", {"p": a, "q": b, "r": c, "s": d}),
        _table("tres de cuatro", {"p": x, "q": y, "r": z}),
        _table("dos problemas", {"p": a, "q": c}),
        _table("pares", {"p": _tied(a, names[:2]), "q": _tied(b, names[2:4]), "r": c}),
        _table("tríos", {"p": _tied(a, names[:3], names[4:6]), "q": _tied(b, names[3:8])}),
        _table("todos iguales", {"p": _tied(a, names), "q": b}),
        _table("infinitos", {"p": lost, "q": b, "r": c}),
        _table("más infinitos", {"p": {**x, few[0]: INF}, "q": {**y, few[0]: INF, few[2]: INF}}),
        _table("puestos opuestos", {"p": up, "q": down}),
        _table("enteros", {"p": {"A": 3, "B": 1, "C": 2}, "q": {"C": 30, "A": 20, "B": 10}}),
        _table("un problema", {"p": a}, edge=True),
        _table("un optimizador", {"p": {few[0]: 2.0}, "q": {few[0]: INF}}, edge=True),
        _table("todos infinitos", {"p": dict.fromkeys(few, INF), "q": x}, edge=True),
        _table("falta en el segundo", {"p": a, "q": x, "r": b}, edge=True),
        _table("falta en el primero", {"p": x, "q": a}, edge=True),
        _table("otro nombre", {"p": x, "q": {**y, "Otro": 1.0}, "r": z}, edge=True),
        _table("ningún problema", {}, edge=True),
    ]


PRICES = {"Adam": 3.0, "RMSprop": 2.0, "SGD": 5.0, "Ftrl": 9.0}
CLOTHES = {"Adam": 0.4, "RMSprop": 0.5, "SGD": 0.5, "Ftrl": 0.6}

EXERCISE = Exercise(
    id=ID,
    name="ordenar_optimizadores",
    reference=ordenar_optimizadores,
    points={CellKind.CORRECTNESS: 1.25},
    public_cases=(
        _table("El ejemplo hecho a mano", {"precios": PRICES, "ropa": CLOTHES}),
        _table(
            "Tres problemas, cada lista en su orden",
            {
                "precios": PRICES,
                "ropa": {"SGD": 0.7, "Ftrl": 0.9, "Adam": 0.4, "RMSprop": 0.5},
                "clima": {"RMSprop": 2.1, "Ftrl": 1.9, "SGD": 4.0, "Adam": 2.0},
            },
        ),
        _table(
            "Pérdidas de tamaños muy distintos",
            {
                "precios": {"Adam": 3000.0, "RMSprop": 2500.0, "SGD": 9000.0, "Ftrl": 8000.0},
                "ropa": CLOTHES,
                "clima": {"Adam": 1.9, "RMSprop": 2.3, "SGD": 2.0, "Ftrl": 2.2},
            },
        ),
        _table(
            "Empatan tres",
            {
                "p": {"A": 2.0, "B": 1.0, "C": 2.0, "D": 2.0, "E": 3.0},
                "q": dict(zip("ABCDE", (5.0, 4.0, 3.0, 2.0, 1.0), strict=True)),
            },
        ),
        _table(
            "Pérdidas infinitas: empatan al final",
            {"p": {**PRICES, "SGD": INF, "Adam": INF}, "q": CLOTHES},
        ),
        _table(
            "El mismo puesto medio: por orden alfabético",
            {
                "p": {"SGD": 1.0, "Adam": 2.0, "Ftrl": 3.0},
                "q": {"SGD": 2.5, "Adam": 1.5, "Ftrl": 9.0},
            },
        ),
        _table("Un solo problema", {"precios": PRICES}, edge=True),
        _table("Todos infinitos", {"p": dict.fromkeys(PRICES, INF), "q": CLOTHES}, edge=True),
        _table(
            "Falta uno en el segundo problema: ValueError",
            {"p": PRICES, "q": {"Adam": 0.4, "SGD": 0.5, "Ftrl": 0.6}},
            edge=True,
        ),
        _table(
            "Falta uno en el primero: ValueError",
            {"p": {"Adam": 0.4, "SGD": 0.5, "Ftrl": 0.6}, "q": PRICES},
            edge=True,
        ),
        _table("Ningún problema: ValueError", {}, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
