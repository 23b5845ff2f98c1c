"""Portabilidad fingida: bajar los datos, calcular con NumPy y subir el resultado."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from autograde.exercises.t3_optimizadores import EXERCISES
from autograde.judge.checks import answers, hidden_check, public_check
from autograde.judge.judging import Judgement, judge
from autograde.model import CellKind, Verdict
from curso.backend import a_anfitrion, espacio_de_nombres
from curso.backend.doble import xp
from curso.pruebas.plan import ejecutor

ADAM = next(e for e in EXERCISES if e.id == "t3.Adam")
WAYS = {
    "get": lambda x: x.get(),
    "asnumpy": xp.asnumpy,
    "a_anfitrion": a_anfitrion,
    "tolist": lambda x: np.array(x.tolist(), x.dtype),
    "tobytes": lambda x: np.frombuffer(x.tobytes(), x.dtype).reshape(x.shape),
}


def _wrapped(down) -> type:
    """La solución del curso, que solo recibe arreglos de NumPy."""

    class Adam(ADAM.reference):
        def paso(self, w, g):
            there = espacio_de_nombres(w)
            return there.asarray(super().paso(down(w), down(g)))

    return Adam


def _judged(function: type) -> Judgement:
    checks = (
        public_check(ADAM, CellKind.PORTABLE),
        hidden_check(ADAM, CellKind.PORTABLE, b"semilla"),
    )
    public, hidden = ((c, answers(ADAM, function, c.plan)) for c in checks)
    return judge(ADAM, *public, *hidden)


@pytest.mark.parametrize("way", WAYS)
def test_numpy_wrapped_in_copies_is_not_portable(way, monkeypatch):
    judged = _judged(_wrapped(WAYS[way]))
    assert judged.verdict is Verdict.EXCEPTION
    assert judged.share == 0
    assert [h.codigo for h in judged.findings] == ["t3.Adam.conversion_implicita"]
    monkeypatch.setattr(ejecutor, "sin_bajadas", contextlib.nullcontext)
    assert _judged(_wrapped(WAYS[way])).verdict is Verdict.CORRECT  # el control


def test_the_wrapper_itself_costs_nothing():
    assert _judged(ADAM.reference).verdict is Verdict.CORRECT
    assert _judged(_wrapped(lambda x: x)).verdict is Verdict.CORRECT
