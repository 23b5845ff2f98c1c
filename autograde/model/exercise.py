"""Qué es un ejercicio y qué es una variante: datos, sin E/S."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograde.model.measures import MemorySpec, SpeedSpec
from autograde.model.verdict import CellKind
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso


@dataclass(frozen=True)
class Variant:
    """Una implementación equivocada, con su hallazgo.

    code
        Última parte del código: en `t2.entrenar_sgd` con `sin_desordenar` el hallazgo es
        `t2.entrenar_sgd.sin_desordenar`.
    build
        La función o clase equivocada.
    note
        Si es otra convención publicada, que cuenta como correcta y se anota.
    by_property
        Si sus respuestas son aleatorias y la descubre una propiedad con este mismo código.
    others
        Otras maneras de cometer el mismo error, que contestan otra cosa: su causa es la misma.
    """

    code: str
    build: Any
    cause: str
    hint: str
    note: bool = False
    by_property: bool = False
    others: tuple[Any, ...] = ()

    @property
    def builds(self) -> tuple[Any, ...]:
        """Todas las maneras de cometerlo."""
        return (self.build, *self.others)


@dataclass(frozen=True, eq=False)
class Exercise:
    """Un ejercicio: qué define el alumno, con qué casos se mira y cómo se compara.

    hidden_cases
        `hidden_cases(rng)` da los casos ocultos de la semilla secreta (un `Generator`).
    comparisons
        Comparación por grupo de casos; la de nombre vacío es la corriente.
    points
        Puntos por clase de celda; deben coincidir con los del cuaderno.
    edge_share
        Parte de los puntos que se pierde cuando solo fallan casos límite.
    accepted
        Soluciones correctas escritas de otra manera: deben tener todos los puntos.
    portable_cases
        Casos (públicos) que se repiten con arreglos del dispositivo; por defecto, los públicos.
    carries
        Ejercicios anteriores de la tarea cuya función puede llamar este, y cuyo error no debe
        costar también este (`autograde.grading.carried`). Nunca uno que ya calcule lo que se pide
        aquí.
    speed, memory
        Cómo se miden, si tiene celdas de velocidad o de memoria.
    """

    id: str
    name: str
    reference: Any
    public_cases: Sequence[Caso]
    hidden_cases: Callable[[np.random.Generator], Sequence[Caso]]
    points: Mapping[CellKind, float]
    comparisons: Mapping[str, Comparacion] = field(default_factory=lambda: {"": Comparacion()})
    variants: Sequence[Variant] = ()
    accepted: Mapping[str, Any] = field(default_factory=dict)
    edge_share: float = 0.25
    portable_cases: Sequence[Caso] | None = None
    speed: SpeedSpec | None = None
    memory: MemorySpec | None = None
    carries: tuple[str, ...] = ()

    @property
    def findings(self) -> dict[str, Hallazgo]:
        """Todos los hallazgos del ejercicio, por código."""
        found = {v.code: self.finding(v) for v in self.variants}
        by_code = {h.codigo: h for h in found.values()}
        for comparison in self.comparisons.values():
            for rule in comparison.propiedades:
                by_code[rule.hallazgo.codigo] = rule.hallazgo
            if comparison.intactas:
                by_code[comparison.intactas.codigo] = comparison.intactas
            by_code |= {own.codigo: own for own in comparison.intactas_de.values()}
        for found_by_measuring in (self.too_slow, self.too_big):
            if found_by_measuring is not None:
                by_code[found_by_measuring.codigo] = found_by_measuring
        return by_code

    @property
    def too_slow(self) -> Hallazgo | None:
        """El hallazgo de quien no llega al primer tramo."""
        cause = "Tu función es correcta, pero tarda más de lo que hace falta."
        return Hallazgo(f"{self.id}.lenta", cause, self.speed.hint) if self.speed else None

    @property
    def too_big(self) -> Hallazgo | None:
        """El hallazgo de quien copia o reserva de más."""
        cause = "Tu función es correcta, pero usa más memoria de la que hace falta."
        code = f"{self.id}.memoria_de_mas"
        return Hallazgo(code, cause, self.memory.hint) if self.memory else None

    @property
    def identities(self) -> tuple[str, ...]:
        """Las identidades con que se mide, sin repetir."""
        peak = self.memory and self.memory.peak
        return tuple(dict.fromkeys(s.identity for s in (self.speed, peak) if s))

    @property
    def measured(self) -> bool:
        """Si hay algo que medir con un reloj o contando memoria."""
        return bool(self.identities)

    def finding(self, variant: Variant) -> Hallazgo:
        """El hallazgo de una variante, con su código completo."""
        return Hallazgo(f"{self.id}.{variant.code}", variant.cause, variant.hint)

    def grade_id(self, kind: CellKind) -> str:
        """El `grade_id` de su celda en el cuaderno (nbgrader no admite puntos)."""
        base = self.id.replace(".", "-")
        return base if kind is CellKind.CORRECTNESS else f"{base}-{kind.value}"
