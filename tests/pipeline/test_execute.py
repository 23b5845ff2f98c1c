"""Repartir entregas entre procesos: las muertes cuestan solo la entrega que las causa."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from autograde.course import Course
from autograde.gradebook.deaths import LoneDeaths
from autograde.pipeline import execute, local
from autograde.pipeline.plan import HOPELESS, Job, Problem, Settings
from autograde.pipeline.worker import Outcome


def nothing(settings):
    """En lugar de preparar un trabajador."""


def grade_by_name(job):
    """Califica según el nombre del alumno."""
    if job.student.startswith("mata"):
        os.kill(os.getpid(), signal.SIGKILL)
    if job.student.startswith("una_vez") and not job.folder.exists():
        job.folder.touch()
        os._exit(1)
    if job.student.startswith("revienta"):
        raise RuntimeError("disco roto")
    if job.student.startswith("de_fuera") and not job.folder.exists():
        job.folder.touch()
        return Outcome(Problem(job.student, "Algo de fuera la mató.", system=True))
    if job.student.startswith("finge"):
        return Outcome(Problem(job.student, "Algo de fuera la mató.", system=True))
    if job.student.startswith("ilegible"):
        return Outcome(Problem(job.student, "No se puede leer."))
    return Outcome()


def works():
    """La entrega del docente sale bien."""
    return Outcome()


def does_not_work():
    """La entrega del docente tampoco sale."""
    return Outcome(Problem("", "No se puede.", system=True))


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setattr(local, "start_worker", nothing)
    monkeypatch.setattr(local, "grade_in_worker", grade_by_name)
    monkeypatch.setattr(local, "witness_in_worker", works)

    def run(*students, processes=2):
        jobs = [Job(s, tmp_path / s, Path(s), s) for s in students]
        done = {}

        def on_done(job, problem):
            assert job.student not in done, "una entrega se dio por hecha dos veces"
            done[job.student] = problem

        settings = Settings(tmp_path, "t0")
        execute.execute(jobs, settings, local.LocalPool(settings, processes), on_done)
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


def test_lo_que_murio_por_algo_de_fuera_se_repite_en_la_misma_orden(run):
    assert set(run("a", "de_fuera", "b").values()) == {None}


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("name", ["finge", "mata", "revienta"])
def test_quien_muere_siempre_a_solas_deja_de_ser_un_fallo_del_sistema(
    run, tmp_path, name, processes
):
    """La cuenta sigue de una orden a otra, y los demás no se enteran."""
    for order in (1, 2, 3):
        done = run("a", name, "b", processes=processes)
        assert (done["a"], done["b"]) == (None, None)
        assert done[name].system is (order < 3)
    assert done[name].sentence == HOPELESS
    assert LoneDeaths(Course(tmp_path), "t0").enough(name)


def test_si_no_se_puede_calificar_ni_lo_del_docente_no_se_cuenta(run, tmp_path, monkeypatch):
    monkeypatch.setattr(local, "witness_in_worker", does_not_work)
    for _ in range(4):
        assert run("a", "finge")["finge"].system
    assert LoneDeaths(Course(tmp_path), "t0").count("finge") == 0


def test_la_cuenta_es_de_una_entrega_y_la_danada_no_cuenta(tmp_path):
    deaths = LoneDeaths(Course(tmp_path), "t0")
    assert [deaths.add("una"), deaths.add("una"), deaths.count("otra")] == [1, 2, 0]
    (path,) = (tmp_path / ".curso" / "muertes" / "t0").iterdir()
    path.write_text("[3")
    assert deaths.count("una") == 0
    deaths.add("una")
    deaths.forget("una")
    assert deaths.count("una") == 0
