"""Qué es un ejercicio: casos, variantes, cómo se mide y qué se dice de él. Sin E/S."""

from autograde.model.exercise import Exercise, Variant
from autograde.model.measures import MemorySpec, PeakSpec, SpeedSpec, Step
from autograde.model.verdict import CellKind, Verdict

__all__ = [
    "CellKind",
    "Exercise",
    "MemorySpec",
    "PeakSpec",
    "SpeedSpec",
    "Step",
    "Variant",
    "Verdict",
]
