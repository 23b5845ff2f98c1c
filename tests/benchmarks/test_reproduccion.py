"""Lo que el informe del laboratorio da por confirmado, refutado o no decidido."""

from __future__ import annotations

import importlib
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest

from curso.laboratorio.problemas import PROBLEMAS
from tests.benchmarks.test_benchmarks_run import rows, run

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(FOLDER), *sys.path])
    return importlib.import_module("afirmaciones")


def history(*validation: float, losses: tuple[float, ...] = ()) -> dict[str, list[float]]:
    return {"perdidas": list(losses or validation), "validacion": list(validation)}


@pytest.mark.parametrize(
    ("successes", "low", "high", "verdict"),
    [
        (10, 0.722, 1.0, "confirmada"),
        (9, 0.596, 0.982, "confirmada"),
        (8, 0.490, 0.943, "no decidida"),
        (5, 0.237, 0.763, "no decidida"),
        (1, 0.018, 0.404, "refutada"),
        (0, 0.0, 0.278, "refutada"),
    ],
)
def test_the_interval_decides(
    claims: ModuleType, successes: int, low: float, high: float, verdict: str
) -> None:
    """Los intervalos de Wilson para n = 10, de las tablas."""
    assert claims.intervalo(successes, 10) == pytest.approx((low, high), abs=1e-3)
    assert claims.fallo(successes, 10) == verdict


def test_the_best_and_the_fastest(claims: ModuleType) -> None:
    seed = {
        "Adam": history(3, 1.05, 1.04, 1.03),
        "RMSprop": history(3, 2, 1.0, 5),
        "SGD": history(3, 2.9, math.nan, math.nan),
    }
    assert [claims.mejor(n)(seed, 9) for n in seed] == [False, True, False]
    assert [claims.mejor(n, 2)(seed, 9) for n in seed] == [True, True, False]
    assert [claims.mas_rapido(n)(seed, 9) for n in seed] == [True, False, False]
    assert [claims.peor_que(n, ("Adam", "RMSprop"))(seed, 9) for n in seed] == [False, False, True]


def test_irregular_is_going_up_one_epoch_in_five(claims: ModuleType) -> None:
    smooth, rough = history(6, 5, 4, 3, 2, 1), history(6, 5, 4, 4.5, 2, 1)
    assert [claims.irregular("SGD")({"SGD": h}, 9) for h in (smooth, rough)] == [False, True]


def test_classes_are_those_of_the_seventh_assignment(claims: ModuleType) -> None:
    stuck, fits = history(*[2.0] * 10), history(2, *[1.0] * 9)
    assert claims.clase("X", "no converge")({"X": stuck}, 2.0)
    assert not claims.clase("X", "no converge")({"X": fits}, 2.0)
    everyone = dict.fromkeys("ABCDEF", stuck) | dict.fromkeys("GH", fits)
    assert claims.casi_todos("no converge", 6)(everyone, 2.0)
    assert not claims.casi_todos("no converge", 7)(everyone, 2.0)


def test_every_problem_has_its_claims(claims: ModuleType) -> None:
    assert {c.problema for c in claims.AFIRMACIONES} == set(PROBLEMAS)


@pytest.mark.lento
def test_a_miniature_says_something_of_every_claim(claims: ModuleType) -> None:
    told = run("benchmarks/reproduccion.py", "--rapido")
    verdicts = [row for row in rows(told) if row[-1].strip("*") in _VERDICTS]
    assert [row[1] for row in verdicts] == [c.frase for c in claims.AFIRMACIONES] * 2
    assert told.count("](figuras/laboratorio_") == 8


_VERDICTS = {"confirmada", "refutada", "no decidida"}
