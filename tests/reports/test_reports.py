"""El informe de una clase: lo que cuenta es cierto, y no nombra a quien no debe."""

from __future__ import annotations

import dataclasses
import datetime
import html
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from nbgrader.api import Gradebook

from autograde.cli import main
from autograde.gradebook.record import Recorder
from autograde.judge.results import CellReport, MemoryMark, SpeedMark
from autograde.lms.marks import ExerciseMark, GradedSubmission
from autograde.model import CellKind, Verdict
from autograde.model.measures import Step
from autograde.reports import class_page, gather, pupil_page, statistics
from autograde.reports.classroom import Classroom, Pupil
from curso.pruebas.compara import Hallazgo
from tests.gradebook.test_record import FULL, Submission
from tests.nbgrader.course_sample import ASSIGNMENT, grade, make_course, submit

WHEN = "01/12/2026 09:30 CET"
FORGETS = Hallazgo("t9.triple.olvida", "Olvidas el último.", "Mira el final.")
SHARED = Hallazgo("t9.triple.comparte", "Devuelves el mismo arreglo.", "Copia.")


def pupil(n: int, *points: float, findings=(), answer="", kind=CellKind.CORRECTNESS, **cell):
    """Un alumno con esos puntos en `t9.e1`, `t9.e2`… (de 2 cada uno)."""
    marks = tuple(
        ExerciseMark(f"t9.e{i}", Decimal(str(p)), Decimal(2)) for i, p in enumerate(points, 1)
    )
    total = sum((m.points for m in marks), Decimal(0))
    report = CellReport(
        "t9-e1", "t9.e1", kind, Verdict.INCORRECT, points[0], 2.0, tuple(findings), **cell
    )
    return Pupil(
        f"a{n}",
        f"Alumna {n}",
        GradedSubmission(f"a{n}", marks, total, Decimal(2 * len(points))),
        (report,),
        {"t9.e1": answer},
        handed_in=True,
    )


def test_the_marks_are_spread_over_tenths_and_the_maximum_is_in_the_last():
    room = Classroom("t9", tuple(pupil(i, *p) for i, p in enumerate([(0, 0), (2, 2), (2, 1.9)])))
    found = statistics.distribution(room)
    assert (found.count, found.maximum) == (3, 4.0)
    assert found.bars == (1, 0, 0, 0, 0, 0, 0, 0, 0, 2)
    assert found.mean == pytest.approx(7.9 / 3)
    assert found.quartiles[1] == 3.9


def test_the_discrimination_is_with_the_rest_and_not_with_itself():
    scores = [(i % 3, i % 2, 2 - i % 3) for i in range(12)]
    room = Classroom("t9", tuple(pupil(i, *p) for i, p in enumerate(scores)))
    one, two, three = statistics.exercise_rows(room)
    rest = [b + c for _, b, c in scores]
    assert one.discrimination == pytest.approx(
        statistics.correlation([a for a, _, _ in scores], rest)
    )
    assert one.discrimination < 0
    assert (one.full, two.full, three.none) == (pytest.approx(1 / 3), 0.0, pytest.approx(1 / 3))


@pytest.mark.parametrize("scores", [[(1, 2)] * 12, [(i % 2, i % 3) for i in range(9)]])
def test_nothing_is_said_of_what_does_not_vary_or_is_too_few(scores):
    room = Classroom("t9", tuple(pupil(i, *p) for i, p in enumerate(scores)))
    assert statistics.exercise_rows(room)[0].discrimination is None


def test_the_commonest_mistake_comes_first_with_the_shortest_example():
    room = Classroom(
        "t9",
        (
            pupil(1, 0, findings=[SHARED], answer="def e1(x):\n    return x"),
            pupil(2, 0, findings=[FORGETS, FORGETS], answer="def e1(x):\n    return x[:-1] + 0"),
            pupil(3, 0, findings=[FORGETS], answer="e1 = None"),
            pupil(4, 2),
            pupil(5, 0, findings=[SHARED], answer="def e1(x):\n    raise NotImplementedError"),
        ),
    )
    assert statistics.exercise_rows(room)[0].blank == 1
    first, second = statistics.misconceptions(room)
    assert (first.finding, first.count, first.example) == (FORGETS, 2, "e1 = None")
    assert (second.finding, second.count) == (SHARED, 1)


def test_the_steps_are_counted_and_what_was_not_measured_is_said():
    steps = (Step(3, 1.0), Step(9, 0.5))
    room = Classroom(
        "t9",
        (
            pupil(1, 2, kind=CellKind.SPEED, speed=SpeedMark(1.0, steps)),
            pupil(2, 1, kind=CellKind.SPEED, speed=SpeedMark(0.5, steps)),
            pupil(3, 0, kind=CellKind.SPEED),
            pupil(4, 0, kind=CellKind.MEMORY, memory=MemoryMark(False, 10)),
        ),
    )
    speed, memory = statistics.step_rows(room)
    assert dict(speed.steps) == {"tramo 1 de 3": 1, "tramo 2 de 3": 1, "sin medir": 1}
    assert memory.steps == (("no cabe", 1),)


def test_help_is_for_the_low_marks_and_never_because_of_what_waits_for_a_person():
    waiting = pupil(2, 0, 2, 2)
    waiting = dataclasses.replace(
        waiting, mark=dataclasses.replace(waiting.mark, total=Decimal(2), manual_pending=1)
    )
    room = Classroom("t9", (pupil(1, 0.5, 1, 0), waiting, pupil(3, 2, 2, 0), pupil(4, 0, 0, 0)))
    assert [p.id for p in statistics.need_help(room)] == ["a4", "a1"]


# --- de un curso de verdad a la página --------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("c") / "curso", LATE)
    with Gradebook(course.db_url, course.course_id) as book:
        book.find_assignment(ASSIGNMENT).duedate = datetime.datetime(2026, 11, 20, 12, 0)
        book.add_student("ana", first_name="Ana", last_name="Gil <b>")
        book.add_student("zoe", first_name="=Zoe()", last_name="Paz")
        book.db.commit()
    submit(course, "ana", timestamp="2026-11-20 15:00:00 UTC")
    submit(course, "benito")
    submit(course, "rota")
    with Recorder(course, ASSIGNMENT) as recorder:
        recorder.record(
            [
                (
                    Submission(s, course.folder("submitted", s, ASSIGNMENT)),
                    grade(course, s, points),
                )
                for s, points in {
                    "ana": {"t9-doble": 0.0, "t9-triple": 0.0},
                    "benito": FULL,
                }.items()
            ]
        )
    return course


LATE = "\nc.CursoDescenso.descuento_por_dia = 0.1\n"


class Outline(HTMLParser):
    """Lo que una página tiene abierto y cerrado, y lo que pide fuera."""

    def __init__(self, text):
        super().__init__()
        self.open, self.asked, self.tags = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.asked += [v for k, v in attrs if k in ("src", "href", "srcset") and v[:1] != "#"]
        if tag not in ("meta", "br", "img", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_page_says_who_what_and_when(course):
    page = class_page(gather(course, ASSIGNMENT), "mi curso", WHEN)
    text = words(page)
    assert "2 entregas con nota" in text
    assert "1 sin entregar" in text
    assert "1 sin calificar" in text
    assert "Ana Gil &lt;b&gt; : 3 horas" in text or "Ana Gil &lt;b&gt;: 3 horas" in text
    assert "hecho el 01/12/2026 09:30 CET" in text
    assert "benito: 1 respuesta" in text


def test_the_page_is_whole_asks_for_nothing_and_does_not_run_a_name(course):
    page = class_page(gather(course, ASSIGNMENT), "mi <script>curso", WHEN)
    outline = Outline(page)
    assert outline.open == []
    assert outline.asked == []
    assert "script" not in outline.tags
    assert "b" in outline.tags
    assert page.count("<b>") == 6  # los de las cifras: el del apellido no es una etiqueta
    assert '<html lang="es">' in page
    assert {"main", "h1", "h2", "th", "title"} <= set(outline.tags)


def test_what_goes_between_backticks_is_code_and_still_escaped():
    finding = Hallazgo("t9.x", "Lanza `Vaya<Error>` al <final>.", "")
    page = class_page(Classroom("t9", (pupil(1, 0, findings=[finding]),)), "c", WHEN)
    assert "Lanza <code>Vaya&lt;Error&gt;</code> al &lt;final&gt;." in page


def test_an_anonymous_page_names_nobody_and_says_the_same(course):
    room = gather(course, ASSIGNMENT)
    hidden = room.anonymous(b"secreto")
    page = class_page(hidden, "c", WHEN)
    for pupil_ in room.pupils:
        assert not re.search(rf"\b{pupil_.id}\b", page)
        assert html.escape(pupil_.name) not in page
    assert statistics.distribution(hidden) == statistics.distribution(room)
    assert [p.id for p in hidden.pupils] == ["n001", "n002", "n003", "n004"]


def test_the_page_of_one_pupil_has_all_the_work(course):
    (ana,) = (p for p in gather(course, ASSIGNMENT).pupils if p.id == "ana")
    text = words(pupil_page(ana.name, [(ASSIGNMENT, ana)], "c", WHEN))
    assert "3 horas de retraso" in text
    assert "t9.doble" in text


# --- la orden -----------------------------------------------------------------------------------


def run(capsys, course, *arguments):
    status = main(["--curso", str(course.root), "informe", *map(str, arguments)])
    done = capsys.readouterr()
    return status, done.out, done.err


def test_the_command_writes_the_page_and_the_tables(course, tmp_path, capsys):
    out, tables = tmp_path / "i.html", tmp_path / "tablas"
    status, said, _ = run(capsys, course, ASSIGNMENT, "-o", out, "--csv", tables)
    assert status == 0
    assert str(out) in said
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    pupils = (tables / "alumnado.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(pupils) == 5
    assert any("'=Zoe()" in line for line in pupils)
    names = {p.stem for p in tables.iterdir()}
    assert names == {"alumnado", "ejercicios", "errores", "parecidas"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Di una tarea"),
        ([ASSIGNMENT, "--alumno", "ana"], "una cosa o la otra"),
        (["--alumno", "nadie"], "nadie que se llame «nadie»"),
        (["t8_no_hay"], "no está en el libro"),
        (["--alumno", "ana", "--anonimo"], "son del informe de una tarea"),
        ([ASSIGNMENT, "-o", "/proc/no/se/puede.html"], "No se puede escribir"),
    ],
)
def test_what_cannot_be_is_one_sentence(course, capsys, arguments, sentence):
    status, _, error = run(capsys, course, *arguments)
    assert status != 0
    assert sentence in error
    assert "Traceback" not in error


def test_one_pupil_has_a_page_of_their_own(course, tmp_path, capsys):
    status, _, _ = run(capsys, course, "--alumno", "ana", "-o", tmp_path / "a.html")
    assert status == 0
    assert ASSIGNMENT in (tmp_path / "a.html").read_text(encoding="utf-8")
