"""De la receta de un optimizador a su ejercicio: lo que es igual en todos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.exercises.t3_optimizadores.cases import Hyper, Ranges
from autograde.exercises.t3_optimizadores.recipes import Recipe
from autograde.model import CellKind, Exercise, SpeedSpec, Variant
from curso.pruebas.plan import Caso

Draw = Callable[[np.random.Generator], Hyper]


def exercise(
    reference: type,
    recipe: Recipe,
    *,
    correctness: float,
    example: Hyper,
    other: Hyper,
    ranges: Ranges,
    state: str,
    update: str,
    mistakes: Sequence[Variant],
    accepted: Mapping[str, Any],
    public_too: Sequence[Caso] = (),
    hidden_too: Callable[[np.random.Generator, Draw], list[Caso]] = lambda rng, draw: [],
    speed: SpeedSpec | None = None,
) -> Exercise:
    """El ejercicio de un optimizador, con los casos y los errores que tienen todos.

    example, other
        Hiperparámetros de los casos públicos: los del enunciado, y otros que se salen de lo
        corriente.
    ranges
        Entre qué valores se saca cada hiperparámetro de los casos ocultos (eps, aparte).
    state, update
        Las palabras de los errores comunes (véase `common_variants`). Un error de `mistakes` con el
        mismo código que uno común lo sustituye.
    public_too, hidden_too
        Los casos que este tiene además de los de todos; `draw(rng)` saca los hiperparámetros.
    """
    exercise_id = f"t3.{reference.__name__}"
    ahead = recipe.ahead is not None
    own = {mistake.code for mistake in mistakes}
    common = recipes.common_variants(recipe, state, update)
    public = cases.public(example, other, ahead=ahead)
    draw = cases.drawing(ranges, "eps" in recipe.defaults)
    hidden = cases.hidden(draw, ahead=ahead)
    points = {CellKind.CORRECTNESS: correctness, CellKind.PORTABLE: 0.25}
    return Exercise(
        id=exercise_id,
        name=reference.__name__,
        reference=reference,
        points=points if speed is None else {**points, CellKind.SPEED: 0.5},
        public_cases=(*public, *public_too),
        portable_cases=(*cases.portable(public), *public_too),
        hidden_cases=lambda rng: [*hidden(rng), *hidden_too(rng, draw)],
        comparisons=recipes.comparisons(exercise_id),
        variants=(*(v for v in common if v.code not in own), *mistakes),
        accepted={
            **accepted,
            "arreglos propios": recipes.own_arrays(recipe),
            "bucle": recipes.one_by_one(recipe),
        },
        speed=speed,
    )
