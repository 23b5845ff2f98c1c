"""Repartir entregas entre procesos: las muertes cuestan solo la entrega que las causa."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from autograde.pipeline import execute, worker
from autograde.pipeline.plan import Job, Problem, Settings
from autograde.pipeline.worker import Outcome

SETTINGS = Settings(Path(), "t0")


class FakeGrader:
    """Califica según el nombre del alumno."""

    def __init__(self, settings):
        pass

    def grade(self, job):
        if job.student.startswith("mata"):
            os.kill(os.getpid(), signal.SIGKILL)
        if job.student.startswith("una_vez") and not job.folder.exists():
            job.folder.touch()
            os._exit(1)
        if job.student.startswith("revienta"):
            raise RuntimeError("disco roto")
        if job.student.startswith("ilegible"):
            return Outcome(Problem(job.student, "No se puede leer."))
        return Outcome()


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setattr(worker, "Grader", FakeGrader)

    def run(*students, processes=2):
        jobs = [Job(s, tmp_path / s, Path(s), s) for s in students]
        done = {}

        def on_done(job, problem):
            assert job.student not in done, "una entrega se dio por hecha dos veces"
            done[job.student] = problem

        execute.execute(jobs, SETTINGS, processes, on_done)
        return done

    return run


def test_cada_entrega_se_da_por_hecha_una_vez(run):
    assert run(*"abcdefgh") == dict.fromkeys("abcdefgh")


def test_sin_trabajos_no_pasa_nada(run):
    assert run() == {}


def test_un_trabajador_que_muere_solo_cuesta_la_entrega_que_lo_mata(run):
    done = run("a", "mata1", "b", "c", "mata2", "d")
    assert {s for s, p in done.items() if p is None} == {"a", "b", "c", "d"}
    assert all(done[s].system for s in ("mata1", "mata2"))


def test_una_muerte_pasajera_no_cuesta_nada(run):
    assert set(run("a", "una_vez", "b").values()) == {None}


def test_un_fallo_del_programa_no_es_un_cero_ni_para_la_clase(run):
    done = run("a", "revienta", "b")
    assert done["a"] is None
    assert done["b"] is None
    assert done["revienta"].system
    assert "disco roto" in done["revienta"].sentence


def test_una_entrega_ilegible_se_cuenta_como_tal(run):
    assert not run("ilegible")["ilegible"].system
