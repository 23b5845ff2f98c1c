"""Calificar una clase de verdad aunque muera el proceso, se llene el disco o se dañe un fichero."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.judged import foreign_marks
from autograde.gradebook.ledger import Ledger, latest_results
from autograde.gradebook.store import ResultStore
from autograde.model import Verdict
from autograde.pipeline import worker
from autograde.pipeline.run import grade_assignment
from tests.pipeline.class_sample import STUDENTS, TAREA, make_class

pytestmark = [pytest.mark.lento, pytest.mark.aislamiento, pytest.mark.xdist_group("robust")]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_class(tmp_path_factory.mktemp("clase") / "curso")


@pytest.fixture
def course(made, tmp_path):
    """El curso como recién generado: sin resultados, con el libro de antes de calificar."""
    root = tmp_path / "curso"
    subprocess.run(["cp", "-a", str(made.root), str(root)], check=True)
    return Course(root)


@pytest.fixture(scope="module")
def graded(made, tmp_path_factory):
    """Otro curso igual, ya calificado: se copia en cada prueba que parte de ahí."""
    root = tmp_path_factory.mktemp("calificado") / "curso"
    subprocess.run(["cp", "-a", str(made.root), str(root)], check=True)
    grade_assignment(Course(root), TAREA, processes=2, progress=False)
    return root


@pytest.fixture
def done(graded, tmp_path):
    root = tmp_path / "calificado"
    subprocess.run(["cp", "-a", str(graded), str(root)], check=True)
    return Course(root)


def run(course, **kwargs):
    return grade_assignment(course, TAREA, progress=False, **{"processes": 2, **kwargs})


def start(course):
    order = [sys.executable, "-m", "autograde.cli", "calificar", TAREA, "--procesos", "2"]
    return subprocess.Popen(
        order, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def results(course):
    return {p.name: p.stat().st_mtime_ns for p in course.results_folder(TAREA).glob("*.json")}


def wait_for_results(course, process, count=1):
    while len(results(course)) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def parents():
    """De qué proceso es hijo cada uno; los que acaban mientras se mira no están."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            stat = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
            found[int(name)] = int(stat[1])
    return found


def family(pid):
    """Los descendientes de un proceso."""
    parent_of = parents()
    found = {pid}
    while new := {p for p, parent in parent_of.items() if parent in found} - found:
        found |= new
    return found - {pid}


def alive(pids):
    def running(pid):
        with contextlib.suppress(OSError):
            return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    return [p for p in pids if running(p)]


def gone(pids):
    for _ in range(500):
        if not alive(pids):
            return True
        time.sleep(0.02)
    return False


def scores(course):
    with Gradebook(course.db_url) as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(TAREA)}


def check_complete(course):
    assert set(latest_results(course, TAREA)) == set(STUDENTS)
    found = scores(course)
    assert set(found) == set(STUDENTS)
    assert len(set(found.values())) == 1
    assert found[STUDENTS[0]] > 5
    for student in STUDENTS:
        assert (course.folder("autograded", student, TAREA) / f"{TAREA}.ipynb").is_file()
    assert not list(course.results_folder(TAREA).glob(".tmp-*"))


@pytest.mark.parametrize("count", [0, 1, 4])
def test_killing_everything_loses_nothing_and_repeats_nothing(course, count):
    process = start(course)
    if count:
        wait_for_results(course, process, count)
    else:
        time.sleep(0.5)
    descendants = family(process.pid)
    process.kill()
    process.wait()
    assert gone(descendants)
    before = results(course)
    summary = run(course)
    assert {name: t for name, t in results(course).items() if name in before} == before
    assert summary.graded == len(STUDENTS) - len(before)
    assert summary.graded + summary.reused + summary.unchanged == len(STUDENTS)
    check_complete(course)
    assert run(course).unchanged == len(STUDENTS)


def test_killing_a_worker_costs_nothing(course):
    process = start(course)
    wait_for_results(course, process)
    children = [child for child, parent in parents().items() if parent == process.pid]
    os.kill(children[0], signal.SIGKILL)
    out, err = process.communicate()
    assert process.returncode == 0, out + err
    check_complete(course)


def test_ctrl_c_stops_cleanly(course):
    process = start(course)
    wait_for_results(course, process)
    descendants = family(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Interrumpido" in err
    assert "Traceback" not in out + err
    assert gone(descendants)
    before = results(course)
    summary = run(course)
    assert summary.graded == len(STUDENTS) - len(before)
    check_complete(course)


def test_what_was_done_when_interrupted_is_recorded(course, monkeypatch):
    from autograde.pipeline import execute

    real = execute._result
    finished = []

    def interrupted(shift, future, job):
        if len(finished) == 2:
            raise KeyboardInterrupt
        finished.append(job.student)
        return real(shift, future, job)

    monkeypatch.setattr(execute, "_result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(course)
    assert set(Ledger(course).keys(TAREA)) == set(finished) == set(scores(course))
    monkeypatch.undo()
    assert run(course).unchanged == 2
    check_complete(course)


def test_two_at_once_is_one_sentence(done):
    lock = done.private_folder / "calificar.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(UserError, match="otra calificación en marcha"):
            run(done)


def test_a_damaged_result_is_noticed_and_done_again(done):
    victim = sorted(done.results_folder(TAREA).glob("*.json"))[0]
    victim.write_bytes(victim.read_bytes()[:-10])
    summary = run(done)
    assert (summary.graded, summary.unchanged) == (1, len(STUDENTS) - 1)
    assert ResultStore(done.results_folder(TAREA)).has(victim.stem)
    check_complete(done)


def test_only_some_students_and_again(done):
    assert run(done, students=[STUDENTS[2]]).unchanged == 1
    summary = run(done, students=[STUDENTS[2]], repeat=True)
    assert (summary.graded, summary.unchanged) == (1, 0)
    with pytest.raises(UserError, match="nadie"):
        run(done, students=["nadie"])


def test_a_busy_gradebook_is_one_sentence_and_nothing_is_lost(course):
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="ocupado"):
            run(course)
        other.rollback()
    run(course)
    check_complete(course)


def test_a_gradebook_that_gets_busy_later_does_not_lose_results(course, monkeypatch):
    other = sqlite3.connect(course.root / "gradebook.db")
    from autograde.gradebook.record import Recorder

    record = Recorder.record

    def lock_first(self, batch):
        other.execute("BEGIN EXCLUSIVE")
        return record(self, batch)

    with contextlib.closing(other):
        monkeypatch.setattr(Recorder, "record", lock_first)
        with pytest.raises(UserError, match="ocupado"):
            run(course)
        other.rollback()
    monkeypatch.undo()
    before = results(course)
    assert before
    run(course)
    assert {n: t for n, t in results(course).items() if n in before} == before
    check_complete(course)


def test_a_read_only_gradebook_is_one_sentence(course):
    config = course.root / "nbgrader_config.py"
    url = f"sqlite:///file:{course.root / 'gradebook.db'}?mode=ro&uri=true"
    original = config.read_text()
    config.write_text(original + f"\nc.CourseDirectory.db_url = {url!r}\n")
    with pytest.raises(UserError, match=r"solo lectura|no se puede"):
        run(Course(course.root))
    config.write_text(original)
    run(Course(course.root))
    check_complete(course)


def test_a_full_disk_is_one_sentence_and_nothing_is_lost(course, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("autograde.gradebook.store.os.fsync", full)
    with pytest.raises(UserError, match="libera espacio"):
        run(course)
    assert not list(course.results_folder(TAREA).iterdir())
    monkeypatch.undo()
    run(course)
    check_complete(course)


def test_what_changed_after_an_exercise_was_mended_is_listed(done):
    student = STUDENTS[3]
    store = ResultStore(done.results_folder(TAREA))
    old = latest_results(done, TAREA)[student]
    cells = tuple(
        dataclasses.replace(c, points=0.0) if c.grade_id == "t2-nombres" else c for c in old.cells
    )
    store.put("de-antes", dataclasses.replace(old, cells=cells))
    with sqlite3.connect(done.private_folder / "registro.db") as db:
        db.execute("UPDATE entrega SET clave = 'de-antes' WHERE alumno = ?", (student,))
    summary = run(done)
    assert [(c.student, c.cells) for c in summary.changes] == [(student, ("t2-nombres: 0 → 0,4",))]
    assert f"Cambia {student}: t2-nombres: 0 → 0,4" in summary.text()


def test_what_cannot_be_read_any_more_does_not_keep_its_grade(done):
    student = STUDENTS[1]
    path = done.folder("submitted", student, TAREA) / f"{TAREA}.ipynb"
    good = path.read_bytes()
    path.write_bytes(b"{ roto")
    summary = run(done)
    assert [p.student for p in summary.problems] == [student]
    assert any(student in n and "retirado" in n for n in summary.notices)
    assert scores(done)[student] == 0
    assert student not in latest_results(done, TAREA)
    path.write_bytes(good)
    assert run(done).reused == 1
    check_complete(done)


def test_a_system_failure_is_neither_stored_nor_a_zero(course, monkeypatch):
    real = worker.grade_notebook

    def failing(*args, **kwargs):
        graded = real(*args, **kwargs)
        first, *rest = graded.cells
        failed = dataclasses.replace(first, verdict=Verdict.SYSTEM_FAILURE)
        return dataclasses.replace(graded, cells=(failed, *rest))

    monkeypatch.setattr(worker, "grade_notebook", failing)
    summary = run(course, students=[STUDENTS[0]])
    assert [p.student for p in summary.system_failures] == [STUDENTS[0]]
    assert not results(course)
    assert STUDENTS[0] not in scores(course)
    monkeypatch.undo()
    run(course)
    check_complete(course)


def test_the_exit_status_tells(done):
    from autograde.commands.grading import SOME_PROBLEM

    path = done.folder("submitted", STUDENTS[0], TAREA) / f"{TAREA}.ipynb"
    path.write_bytes(b"")
    process = start(done)
    out, _ = process.communicate()
    assert process.returncode == SOME_PROBLEM
    assert STUDENTS[0] in out


def test_calificar_repone_una_nota_que_no_puso_el_juez(done):
    """Lo que `notas` y `diagnostico` mandan hacer ante una nota ajena tiene que arreglarla."""
    with contextlib.closing(sqlite3.connect(done.root / "gradebook.db")) as book:
        book.execute(
            "UPDATE grade SET auto_score = 0 WHERE rowid IN "
            "(SELECT rowid FROM grade WHERE auto_score > 0 LIMIT 1)"
        )
        book.commit()
    [(assignment, [student])] = foreign_marks(done.root).items()
    assert assignment == TAREA
    summary = run(done)
    assert foreign_marks(done.root) == {}
    assert (summary.graded, summary.reused, summary.unchanged) == (0, 1, len(STUDENTS) - 1)
    assert student in STUDENTS


def test_lo_que_quedo_a_medio_escribir_se_quita(done):
    """Un proceso al que matan mientras guarda deja un temporal: la orden siguiente lo recoge."""
    leftover = done.results_folder(TAREA) / ".tmp-a-medias"
    leftover.write_bytes(b"medio resultado")
    run(done)
    assert not leftover.exists()
    check_complete(done)
