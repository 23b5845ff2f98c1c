"""Una clase entera con el libro en PostgreSQL: lo mismo que con SQLite, y sin perder nada."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from autograde.course import Course
from autograde.pipeline.run import grade_assignment
from tests.gradebook.postgres import PostgreSQL, missing, use
from tests.nbgrader.course_sample import dump
from tests.pipeline.class_sample import STUDENTS, TAREA, make_class
from tests.pipeline.test_robust import results, wait_for_results

pytestmark = [
    pytest.mark.lento,
    pytest.mark.aislamiento,
    pytest.mark.xdist_group("postgres"),
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
]


@pytest.fixture(scope="module")
def postgres():
    with PostgreSQL.running() as server:
        yield server


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_class(tmp_path_factory.mktemp("clase") / "curso")


@pytest.fixture
def course(made, postgres, tmp_path):
    """La misma clase, recién generada con el libro en el servidor por la orden de siempre."""
    course = use(
        Course(shutil.copytree(made.root, tmp_path / "curso")), postgres.url(postgres.new())
    )
    (course.root / "gradebook.db").unlink()
    done = command(course, "generar", TAREA)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (course.root / "gradebook.db").exists()
    return course


def command(course, *words):
    return subprocess.run(
        [sys.executable, "-m", "autograde.cli", *words],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_class_gets_what_it_gets_with_a_file_even_after_kill_9(made, course, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "autograde.cli", "calificar", TAREA, "--procesos", "2"],
        cwd=course.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for_results(course, process)
    process.kill()
    process.wait()
    kept = results(course)
    done = command(course, "calificar", TAREA)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {n: t for n, t in results(course).items() if n in kept} == kept
    in_a_file = Course(shutil.copytree(made.root, tmp_path / "otro"))
    grade_assignment(in_a_file, TAREA, processes=2, progress=False)
    assert set(dump(course)) == set(STUDENTS)
    assert dump(course) == dump(in_a_file)
    for words in (["devolver", TAREA], ["notas", TAREA, "--csv", "-o", str(tmp_path / "n.csv")]):
        done = command(course, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "n.csv").read_text("utf-8-sig").count("\n") == len(STUDENTS) + 1


def test_without_the_server_every_command_says_it_in_a_sentence_and_the_rest_waits(
    course, postgres
):
    postgres.stop()
    try:
        for words in (
            ["generar", TAREA],
            ["calificar", TAREA],
            ["devolver", TAREA],
            ["notas", TAREA, "--csv"],
        ):
            done = command(course, *words)
            assert done.returncode not in (0, None), words
            assert "no contesta" in done.stderr, (words, done.stdout, done.stderr)
            assert "Traceback" not in done.stdout + done.stderr
            assert not re.search(r"clave%20|una clave de prueba", done.stdout + done.stderr)
    finally:
        postgres.start()
    assert command(course, "calificar", TAREA).returncode == 0
    assert set(dump(course)) == set(STUDENTS)


def test_changing_to_a_server_runs_nothing_again(made, postgres, tmp_path):
    course = Course(shutil.copytree(made.root, tmp_path / "curso"))
    grade_assignment(course, TAREA, processes=2, progress=False)
    before = dump(course)
    moved = use(course, postgres.url(postgres.new()))
    assert command(moved, "generar", TAREA).returncode == 0
    summary = grade_assignment(moved, TAREA, processes=2, progress=False)
    assert (summary.graded, summary.reused) == (0, len(STUDENTS))
    assert dump(moved) == before
