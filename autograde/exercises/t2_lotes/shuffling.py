"""Lo común a los ejercicios que desordenan: el caso de muchas llamadas y qué se mira en él."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from autograde.exercises.rules import Rule
from curso.pruebas.compara import Comparacion, Propiedad
from curso.pruebas.plan import Caso, Construir, Devolver, Paso, Ref, Rng, Valor

#: llamadas con semillas distintas: bastan para que una rotación o un intercambio se noten
CALLS = 48
REPEATED = 4
#: llamadas para que se note hasta el desorden casi bueno, y con cuántos ejemplos se hacen
MANY, TWELVE = 1000, 12

#: grupo de casos donde se mira la distribución, y grupo de los que son tan pequeños que no la hay
RANDOM, TINY = "azar", "minimo"

_STATISTICAL = ("todos_por_igual", "posiciones_uniformes", "vecinos_uniformes")
_WITH_REPEATED = (*_STATISTICAL, "repite_con_la_semilla")
_WHATEVER_THE_SIZE = (
    "misma_estructura",
    "elementos_de_la_entrada",
    "sin_repetir",
    "conserva_parejas",
)


def comparisons(
    exercise_id: str, shape: str, rules: Iterable[Rule], intact: Rule
) -> dict[str, Comparacion]:
    """Las comparaciones de los grupos `RANDOM` y `TINY`: solo cuentan las propiedades."""
    listed = list(rules)

    def compare(chosen: list[Rule], repeated: int) -> Comparacion:
        return Comparacion(
            valores=False,
            intactas=intact.finding(exercise_id),
            propiedades=tuple(
                Propiedad(
                    rule.check,
                    rule.finding(exercise_id),
                    {"forma": shape, **rule.parameters}
                    | ({"repetidas": repeated} if rule.check in _WITH_REPEATED else {}),
                )
                for rule in chosen
            ),
        )

    return {
        RANDOM: compare(listed, REPEATED),
        TINY: compare([rule for rule in listed if rule.check in _WHATEVER_THE_SIZE], 1),
    }


def many_calls(
    title: str,
    inputs: Mapping[str, Valor],
    steps: Callable[[str, Rng], tuple[Paso, ...]],
    seed: int,
    *,
    calls: int = CALLS,
    repeated: int = REPEATED,
    group: str = RANDOM,
    edge: bool = False,
) -> Caso:
    """Un caso que llama con `calls` semillas y repite las `repeated` primeras.

    `steps(nombre, rng)` da los pasos de una llamada, que dejan su resultado en `nombre`.
    """
    seeds = [*range(seed, seed + calls), *range(seed, seed + repeated)]
    results = [f"r{i}" for i in range(len(seeds))]
    return Caso(
        title,
        (
            *(Construir(name, value) for name, value in inputs.items()),
            *(step for name, s in zip(results, seeds, strict=True) for step in steps(name, Rng(s))),
            Devolver([Ref(name) for name in results], tuple(inputs)),
        ),
        borde=edge,
        grupo=group,
    )


def swapping_with_any(n: int, rng: np.random.Generator) -> np.ndarray:
    """Un orden casi bueno: cada lugar se intercambia con cualquiera, no solo con los que faltan."""
    order = np.arange(n)
    for i in range(n):
        j = int(rng.integers(n))
        order[i], order[j] = order[j], order[i]
    return order


def tiny(
    title: str,
    inputs: Mapping[str, Valor],
    steps: Callable[[str, Rng], tuple[Paso, ...]],
    seed: int,
) -> Caso:
    """Un caso límite con tan pocos ejemplos que cualquier orden es bueno."""
    return many_calls(title, inputs, steps, seed, calls=2, repeated=1, group=TINY, edge=True)
