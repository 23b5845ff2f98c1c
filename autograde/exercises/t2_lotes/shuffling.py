"""Lo común a los ejercicios que desordenan: el caso de muchas llamadas y las reglas que se miran.

Una regla es una propiedad con su hallazgo y, si la hay, la implementación equivocada que la
incumple: de ella salen a la vez la comparación y la variante.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograde.model import Variant
from curso.pruebas.compara import Comparacion, Hallazgo, Propiedad
from curso.pruebas.plan import Caso, Construir, Devolver, Paso, Ref, Rng, Valor

#: llamadas con semillas distintas: bastan para que una rotación o un intercambio se noten
CALLS = 48
REPEATED = 4

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


@dataclass(frozen=True, eq=False)
class Rule:
    """Una propiedad, el hallazgo si no se cumple y una variante que no la cumple."""

    check: str
    code: str
    cause: str
    hint: str
    build: Any = None
    parameters: Mapping[str, Valor] = field(default_factory=dict)

    def finding(self, exercise_id: str) -> Hallazgo:
        return Hallazgo(f"{exercise_id}.{self.code}", self.cause, self.hint)

    def variant(self) -> Variant:
        return Variant(self.code, self.build, self.cause, self.hint, by_property=True)


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


def variants(rules: Iterable[Rule]) -> tuple[Variant, ...]:
    """Las variantes que descubre una propiedad."""
    return tuple(rule.variant() for rule in rules if rule.build is not None)


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


def tiny(
    title: str,
    inputs: Mapping[str, Valor],
    steps: Callable[[str, Rng], tuple[Paso, ...]],
    seed: int,
) -> Caso:
    """Un caso límite con tan pocos ejemplos que cualquier orden es bueno."""
    return many_calls(title, inputs, steps, seed, calls=2, repeated=1, group=TINY, edge=True)
