"""Un resultado de cuando se guardaba lo medido: se lee su tramo, y las cifras se olvidan."""

from __future__ import annotations

import pytest

from autograde.judge.results import MemoryMark, SpeedMark, from_json
from autograde.model.measures import Step

STEPS = (Step(3.0, 1.0), Step(30.0, 0.5))


def _earlier(speed, memory):
    cell = {
        **{"grade_id": "c", "exercise": "t0.x", "kind": "velocidad", "verdict": "correcto"},
        **{"points": 1.0, "maximum": 1.0, "findings": [], "notes": [], "unprotected": False},
        **{"speed": speed, "memory": memory},
    }
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    data = {"tarea": "t0", "cuaderno": notebook, "celdas": [cell], "avisos": []}
    return from_json({**data, "aislamiento": True}).cells[0]


@pytest.mark.parametrize(
    ("step", "share", "ratio"), [("1 de 3", 1.0, 3.0), ("2 de 3", 0.5, 30.0), ("3 de 3", 0.0, 60.0)]
)
def test_its_step_is_read(step, share, ratio):
    speed = {
        **{"ratio": 2.718, "step": step, "interval": [2.5, 3.1], "seconds": [0.1, 0.2, 0.3]},
        **{"steps": [[3.0, 1.0], [30.0, 0.5]], "sure": True},
    }
    mark = _earlier(speed, None).speed
    assert mark == SpeedMark(share, STEPS)
    assert (mark.step, mark.ratio) == (step, ratio)


@pytest.mark.parametrize(("extra", "fits"), [(10, True), (11, True), (12, False)])
def test_whether_it_fits_is_read(extra, fits):
    assert _earlier(None, {"extra": extra, "limit": 11}).memory == MemoryMark(fits, 11)
