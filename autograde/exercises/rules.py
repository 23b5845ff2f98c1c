"""Reglas: de una propiedad que se mira salen la comparación, el hallazgo y la variante."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo, Propiedad
from curso.pruebas.plan import Valor


@dataclass(frozen=True, eq=False)
class Rule:
    """Una propiedad, el hallazgo si no se cumple y una variante que no la cumple.

    others
        Otras maneras de no cumplirla.
    """

    check: str
    code: str
    cause: str
    hint: str
    build: Any = None
    parameters: Mapping[str, Valor] = field(default_factory=dict)
    others: tuple[Any, ...] = ()

    def finding(self, exercise_id: str) -> Hallazgo:
        return Hallazgo(f"{exercise_id}.{self.code}", self.cause, self.hint)

    def property(self, exercise_id: str) -> Propiedad:
        return Propiedad(self.check, self.finding(exercise_id), self.parameters)

    def variant(self) -> Variant:
        return Variant(
            self.code, self.build, self.cause, self.hint, by_property=True, others=self.others
        )


def variants(rules: Iterable[Rule]) -> tuple[Variant, ...]:
    """Las variantes que descubre una propiedad."""
    return tuple(rule.variant() for rule in rules if rule.build is not None)
