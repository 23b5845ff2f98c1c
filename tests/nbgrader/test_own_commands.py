"""Las órdenes de nbgrader sobre un curso nuestro: publicar, entregar, recoger y calificar."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.database import awaiting_a_person
from autograde.gradebook.judged import given_by_judge
from autograde.gradebook.resubmitted import resubmitted
from autograde.nbgrader.feedback import give_feedback
from autograde.nbgrader.generate import generate
from autograde.nbgrader.generation import public_cases
from autograde.pipeline.run import grade_assignment
from curso.pruebas.publico import NOMBRE_DE_FICHERO, leer
from tests.nbgrader.course_sample import dump

pytestmark = [pytest.mark.lento, pytest.mark.aislamiento, pytest.mark.xdist_group("ordenes")]

TAREA = "t2_lotes"
EXERCISE = "t2-iteraciones_por_epoca"
OPEN_QUESTION = "t2-pregunta-abierta"

# El sistema de la prueba tiene un solo usuario: el nombre se le dice a nbgrader como en JupyterHub.
AS_STUDENT = (
    "import nbgrader.utils, sys; nbgrader.utils.get_osusername = lambda: 'jovyan';"
    "from nbgrader.apps.nbgraderapp import main; sys.argv[0] = 'nbgrader'; main()"
)


def nbgrader(folder: Path, *args: str, user: str | None = None, home: Path | None = None) -> str:
    """Ejecuta nbgrader como lo haría el docente o, con `user`, un alumno."""
    program = ["-m", "nbgrader"] if user is None else ["-c", AS_STUDENT]
    environment = {**os.environ, "PATH": "/usr/bin:/bin", "JUPYTER_PLATFORM_DIRS": "1"}
    if user is not None:
        environment |= {"JUPYTERHUB_USER": user, "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, *program, *args],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def solve(notebook_path: Path, source: Path, *, skip: str = "", text: str | None = None) -> None:
    """Contesta un cuaderno con las soluciones del docente, salvo la celda `skip`."""
    solutions = {
        cell.metadata.nbgrader.grade_id: re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", cell.source)
        for cell in nbformat.read(source, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    notebook = nbformat.read(notebook_path, as_version=4)
    for cell in notebook.cells:
        own = cell.metadata.get("nbgrader", {})
        if not own.get("solution") or own["grade_id"] == skip:
            continue
        if cell.cell_type == "code":
            cell.source = solutions[own["grade_id"]]
        elif text is not None:
            cell.source = text
    nbformat.write(notebook, notebook_path)


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Course:
    """Un curso con dos entregas llegadas por un intercambio local, ninguna calificada."""
    tmp_path = tmp_path_factory.mktemp("intercambio")
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    course = Course.create(tmp_path / "curso")
    settings = f"c.Exchange.root = {str(exchange)!r}\n"
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + settings + "c.CursoDescenso.descuento_por_dia = 0.1\n")
    nbgrader(course.root, "generate_assignment", TAREA)
    nbgrader(course.root, "release_assignment", TAREA)
    for student, skip, text in (
        ("ana", "", "Porque **B = N** da el descenso clásico."),
        ("benito", f"{EXERCISE}-solucion", None),
    ):
        home = tmp_path / student
        home.mkdir()
        (home / "nbgrader_config.py").write_text(
            f"c = get_config()\n{settings}c.CourseDirectory.course_id = 'descenso'\n"
        )
        nbgrader(home, "fetch_assignment", TAREA, user=student, home=home)
        solve(home / TAREA / f"{TAREA}.ipynb", course.source_notebook(TAREA), skip=skip, text=text)
        (home / TAREA / "apuntes.txt").write_text("míos")
        nbgrader(home, "submit", TAREA, user=student, home=home)
    nbgrader(course.root, "collect", TAREA)
    due = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - datetime.timedelta(hours=1)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(TAREA, duedate=due)
        gradebook.add_student("ana")
        gradebook.add_submission(TAREA, "ana").extension = datetime.timedelta(days=1)
        gradebook.db.commit()
    return course


@pytest.fixture(scope="module")
def both(collected, tmp_path_factory) -> tuple[Course, Course]:
    """El mismo curso calificado con `autograde calificar` y con `nbgrader autograde`."""
    folder = tmp_path_factory.mktemp("calificados")
    ours, theirs = (
        Course(shutil.copytree(collected.root, folder / name)) for name in ("nuestro", "suyo")
    )
    summary = grade_assignment(ours, TAREA, processes=1, progress=False)
    assert summary.problems == []
    nbgrader(theirs.root, "autograde", TAREA)
    return ours, theirs


def files(course: Course) -> dict[str, bytes]:
    root = course.root / "autograded"
    return {str(p.relative_to(root)): _unmeasured(p) for p in root.rglob("*") if p.is_file()}


def _unmeasured(path: Path) -> bytes:
    """El fichero; si es un cuaderno, sin los tiempos y bytes medidos, que nunca salen iguales."""
    if path.suffix != ".ipynb":
        return path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id.endswith(("-velocidad", "-memoria")):
            cell.outputs = [o for o in cell.outputs if o.output_type == "execute_result"]
    return nbformat.writes(notebook).encode()


def test_the_public_cases_travel_through_the_exchange(collected):
    release = collected.release_folder(TAREA)
    public = (release / NOMBRE_DE_FICHERO).read_bytes()
    assert public == public_cases(TAREA)
    home = collected.root.parent / "ana" / TAREA
    assert (home / NOMBRE_DE_FICHERO).read_bytes() == public
    assert "t2.partir_en_lotes" in leer(home / NOMBRE_DE_FICHERO)
    assert collected.folder("submitted", "ana", TAREA).is_dir()


def test_generar_and_nbgrader_release_the_same(collected, tmp_path):
    course = Course.create(tmp_path / "curso")
    folder = generate(course, TAREA)
    for name in (NOMBRE_DE_FICHERO, f"{TAREA}.ipynb"):
        released = collected.release_folder(TAREA) / name
        assert (folder / name).read_bytes() == released.read_bytes()
    text = (folder / f"{TAREA}.ipynb").read_text()
    assert "BEGIN SOLUTION" not in text
    assert "YOUR" not in text
    assert "ESCRIBE AQUÍ TU CÓDIGO" in text


def test_both_ways_of_grading_give_the_same_gradebook(both):
    ours, theirs = both
    assert dump(ours) == dump(theirs)
    assert files(ours) == files(theirs)
    state = dump(ours)
    ana, benito = (state[s]["notebooks"][TAREA]["grades"] for s in ("ana", "benito"))
    automatic = {n: g for n, g in ana.items() if g[0] is not None}
    assert all(auto == maximum for auto, *_, maximum in automatic.values())
    assert ana[EXERCISE][0] > benito[EXERCISE][0] == 0.0
    assert files(ours)["ana/t2_lotes/apuntes.txt"] == "míos".encode()


def test_late_work_is_penalised_from_nbgraders_timestamps(both):
    state = dump(both[1])
    ana, benito = (state[s]["notebooks"][TAREA] for s in ("ana", "benito"))
    assert ana["penalty"] is None
    assert benito["penalty"] == pytest.approx(0.1 * benito["score"])
    assert benito["penalty"] > 0


def test_they_share_the_results(both):
    ours, theirs = both
    before = {p.name: p.stat().st_mtime_ns for p in theirs.results_folder(TAREA).iterdir()}
    summary = grade_assignment(theirs, TAREA, processes=1, progress=False)
    after = {p.name: p.stat().st_mtime_ns for p in theirs.results_folder(TAREA).iterdir()}
    assert after == before
    assert summary.graded == 0
    assert dump(theirs) == dump(ours)


def test_grades_by_hand_stay_when_nbgrader_grades_again(both, tmp_path):
    course = Course(shutil.copytree(both[1].root, tmp_path / "curso"))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        pending = gradebook.find_submission(TAREA, "ana").notebooks[0]
        for grade in pending.grades:
            if grade.needs_manual_grade:
                grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    before = dump(course)
    assert before["ana"]["manual"] is False
    nbgrader(course.root, "autograde", TAREA, "--force")
    assert dump(course) == before


def test_what_is_already_graded_by_hand_is_not_pending(both, tmp_path):
    course = Course(shutil.copytree(both[0].root, tmp_path / "curso"))
    waiting = awaiting_a_person(course, TAREA)
    assert "ana" in waiting
    summary = grade_assignment(course, TAREA, processes=1, progress=False)
    assert (summary.graded, summary.pending) == (0, len(waiting))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for grade in gradebook.find_submission(TAREA, "ana").notebooks[0].grades:
            if grade.needs_manual_grade:
                grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    assert awaiting_a_person(course, TAREA) == waiting - {"ana"}
    summary = grade_assignment(course, TAREA, ["ana"], processes=1, progress=False, repeat=True)
    assert (summary.graded, summary.pending) == (1, 0)
    assert "por calificar a mano" not in summary.text()


def test_a_broken_submission_fails_alone_and_loses_its_old_grade(both, tmp_path):
    course = Course(shutil.copytree(both[1].root, tmp_path / "curso"))
    path = course.folder("submitted", "ana", TAREA) / f"{TAREA}.ipynb"
    path.write_text("{")
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", TAREA, "--force"],
        cwd=course.root,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode != 0
    assert "está dañado" in done.stderr
    state = dump(course)
    assert state["benito"] == dump(both[1])["benito"]
    grades = state["ana"]["notebooks"][TAREA]["grades"].values()
    assert {(auto, pending) for auto, _, _, pending, _ in grades} == {(None, True)}


def test_feedback_is_only_for_grades_of_the_judge(both, tmp_path):
    course = Course(shutil.copytree(both[0].root, tmp_path / "curso"))
    given = give_feedback(course, TAREA)
    assert given.students == ["ana", "benito"]
    html = (given.folder / "ana" / TAREA / f"{TAREA}.html").read_text()
    assert "curso-informe" in html
    assert "<script>alert" not in html
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_grade(EXERCISE, TAREA, TAREA, "benito").auto_score = 0.1
        gradebook.db.commit()
    assert not given_by_judge(course.root)(TAREA, "benito")
    given = give_feedback(course, TAREA)
    assert given.students == ["ana"]
    assert "no las puso este corrector" in given.failed["benito"]
    assert give_feedback(course, TAREA, ["ana"]).failed == {}
    with pytest.raises(UserError, match="No hay nada calificado"):
        give_feedback(course, TAREA, ["nadie"])


@pytest.mark.parametrize("way", [0, 1])
def test_who_hands_in_again_after_being_graded_is_noticed(both, tmp_path, way):
    course = Course(shutil.copytree(both[way].root, tmp_path / "curso"))
    assert resubmitted(course.root, TAREA) == frozenset()
    path = course.folder("submitted", "ana", TAREA) / f"{TAREA}.ipynb"
    path.write_text(path.read_text() + "\n")
    assert resubmitted(course.root, TAREA) == {"ana"}


def test_nbgrader_without_our_judge_gives_no_marks(collected, tmp_path):
    """Calificar con el nbgrader corriente da cero, con la explicación, y no puntos de más."""
    course = Course(shutil.copytree(collected.root, tmp_path / "curso"))
    config = course.root / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + "del c.Autograde['autograde_preprocessors'], c.Autograde['sanitize_preprocessors']\n"
        + "del c.Autograde['exporter_class']\n"
    )
    nbgrader(course.root, "autograde", TAREA, "--student=ana")
    grades = dump(course)["ana"]["notebooks"][TAREA]["grades"]
    assert {auto for auto, *_ in grades.values()} <= {0.0, None}
    assert not given_by_judge(course.root)(TAREA, "ana")
    text = (course.folder("autograded", "ana", TAREA) / f"{TAREA}.ipynb").read_text()
    assert json.loads(text)["cells"]
