"""Lo que se midió con demasiado ruido se mide otra vez, al final y a solas."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograde.pipeline import execute, local
from autograde.pipeline.plan import Job, Problem, Settings
from autograde.pipeline.worker import Outcome


def nothing(settings):
    """En lugar de preparar un trabajador."""


def grade_by_name(job):
    """Ruidosa si se llama así y es la primera vez; muere quien se llama así al repetirla."""
    with (job.folder / "orden").open("a") as log:
        log.write(f"{job.student}\n")
    first = (job.folder / "orden").read_text().split().count(job.student) == 1
    if not first and job.student.startswith("muere"):
        os._exit(1)
    if not first and job.student.startswith("falla"):
        return Outcome(Problem(job.student, "Falló.", system=True))
    return Outcome(noisy=first and not job.student.startswith("clara"))


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "start_worker", nothing)
    monkeypatch.setattr(local, "grade_in_worker", grade_by_name)

    def _run(students, processes):
        done = []
        jobs = [Job(s, tmp_path, Path("x"), s) for s in students]
        settings = Settings(tmp_path, "t0")
        pool = local.LocalPool(settings, processes)
        execute.execute(jobs, settings, pool, lambda job, problem: done.append((job, problem)))
        asked = (tmp_path / "orden").read_text().split()
        return [job.student for job, _ in done], [p for _, p in done if p], asked

    return _run


def test_lo_ruidoso_se_repite_cuando_ya_no_hay_nadie_mas(run):
    done, problems, asked = run(["ruidosa", "clara1", "clara2", "clara3"], 2)
    assert sorted(done) == ["clara1", "clara2", "clara3", "ruidosa"]
    assert done[-1] == "ruidosa"
    assert problems == []
    assert asked.count("ruidosa") == 2
    assert asked[-1] == "ruidosa"
    assert len(asked) == 5


def test_si_al_repetirla_no_se_puede_vale_lo_primero(run):
    done, problems, asked = run(["muere", "falla", "ruidosa", "clara"], 2)
    assert sorted(done) == ["clara", "falla", "muere", "ruidosa"]
    assert problems == []
    assert {s: asked.count(s) for s in done} == {"clara": 1, "falla": 2, "muere": 2, "ruidosa": 2}


def test_con_un_solo_proceso_ya_estaba_a_solas(run):
    done, _, asked = run(["ruidosa", "clara"], 1)
    assert done == asked == ["ruidosa", "clara"]
