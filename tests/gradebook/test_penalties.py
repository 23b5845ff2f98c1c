"""La penalización depende del plazo, la prórroga, el descuento, la fecha y la nota de ahora."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograde.course import Course
from autograde.gradebook import deadlines, given_back
from autograde.gradebook.deadlines import Deadlines
from autograde.gradebook.penalties import date_and_extension, recompute
from tests.gradebook.test_record import record
from tests.nbgrader.course_sample import ASSIGNMENT, dump, make_course, submit

DUE = datetime.datetime(2026, 11, 20, 23, 59)
LATE = "\nc.CursoDescenso.descuento_por_dia = 0.1\n"


@pytest.fixture(scope="module")
def graded(copies, tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("curso") / "curso"
    course = copies.made(lambda config: make_course(root, LATE + config))
    change(course, lambda book: setattr(book.find_assignment(ASSIGNMENT), "duedate", DUE))
    submit(course, "ana", timestamp="2026-11-21 10:00:00 UTC")
    record(course, {"ana": {"t9-doble": 2.0, "t9-triple": 1.0}})
    return root


@pytest.fixture
def course(copies, graded, tmp_path) -> Course:
    return copies.copied(graded, tmp_path / "curso")


def change(course, alter):
    with Gradebook(course.db_url, course.course_id) as book:
        alter(book)
        book.db.commit()


def penalty(course):
    return dump(course)["ana"]["notebooks"][ASSIGNMENT]["penalty"]


def test_nothing_changes_when_nothing_changed(course):
    assert penalty(course) > 0
    assert recompute(course, ASSIGNMENT) == []
    assert recompute(course, "no_hay_tal_tarea") == []


def test_a_later_deadline_takes_it_away_and_an_earlier_one_brings_it_back(course):
    before = penalty(course)
    later = DUE + datetime.timedelta(days=2)
    change(course, lambda book: setattr(book.find_assignment(ASSIGNMENT), "duedate", later))
    (told,) = recompute(course, ASSIGNMENT)
    assert (told.student, told.before, told.after) == ("ana", pytest.approx(before), 0.0)
    assert "ana: el descuento por retraso pasa de" in str(told)
    assert penalty(course) is None
    change(course, lambda book: setattr(book.find_assignment(ASSIGNMENT), "duedate", DUE))
    recompute(course, ASSIGNMENT)
    assert penalty(course) == pytest.approx(before)


def test_an_extension_is_for_one(course):
    change(course, lambda book: book.grant_extension(ASSIGNMENT, "ana", days=3))
    assert [c.after for c in recompute(course, ASSIGNMENT)] == [0.0]


def test_the_date_of_hand_in_may_be_corrected(course):
    folder = course.folder("submitted", "ana", ASSIGNMENT)
    (folder / "timestamp.txt").write_text("2026-11-20 10:00:00 UTC")
    assert [c.after for c in recompute(course, ASSIGNMENT)] == [0.0]


def test_the_discount_may_change(course):
    path = course.root / "nbgrader_config.py"
    path.write_text(path.read_text().replace(LATE, LATE.replace("0.1", "0.2")))
    before = penalty(course)
    (told,) = recompute(Course(course.root), ASSIGNMENT)
    assert told.after == pytest.approx(2 * before)


def test_a_mark_given_by_hand_counts_in_it(course):
    before = penalty(course)

    def by_hand(book):
        submission = book.find_submission(ASSIGNMENT, "ana")
        waiting = [g for n in submission.notebooks for g in n.grades if g.needs_manual_grade]
        for cell in waiting:
            cell.manual_score, cell.needs_manual_grade = 1.0, False
        assert waiting

    change(course, by_hand)
    (told,) = recompute(course, ASSIGNMENT)
    assert told.after > before


def test_a_page_made_with_another_mark_is_known(course):
    page = course.folder("feedback", "ana", ASSIGNMENT) / f"{ASSIGNMENT}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>7</p>")
    given_back.note(course, ASSIGNMENT, {"ana": Decimal("7.00")})
    assert given_back.out_of_date(course, ASSIGNMENT, {"ana": Decimal("7")}) == frozenset()
    assert given_back.out_of_date(course, ASSIGNMENT, {"ana": Decimal("6.5")}) == {"ana"}
    assert given_back.out_of_date(course, ASSIGNMENT, {"benito": Decimal("1")}) == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("05/11/2026 23:50", "puede ser el 5 de noviembre o el 11 de mayo"),
        ("23:50", "no es una fecha"),
    ],
)
def test_an_ambiguous_timestamp_is_not_guessed(course, text, said):
    """El caso público 24: no se penaliza por una fecha que se puede leer de dos maneras."""
    folder = course.folder("submitted", "ana", ASSIGNMENT)
    (folder / "timestamp.txt").write_text(text)
    ((who, told),) = record(course, {"ana": {"t9-doble": 2.0, "t9-triple": 1.0}})
    assert (who, said in told) == ("ana", True)
    assert dump(course)["ana"]["timestamp"] is None
    assert penalty(course) is None


def test_nbgrader_is_given_the_same_date_and_extension(course):
    """Lo que lee `AssignLatePenalties`: nbgrader solo entiende la fecha con el mes delante."""
    folder = course.folder("submitted", "ana", ASSIGNMENT)
    (folder / "timestamp.txt").write_text("05/11/2026 23:50")
    change(course, lambda book: setattr(book.find_submission(ASSIGNMENT, "ana"), "timestamp", DUE))
    date_and_extension(course, ASSIGNMENT, "ana")
    assert dump(course)["ana"]["timestamp"] is None
    (folder / "timestamp.txt").write_text("2026-11-21 10:00:00 UTC")
    limits = Deadlines(DUE, {"ana": DUE + datetime.timedelta(days=3)})
    deadlines.write(course, ASSIGNMENT, limits)
    change(course, lambda book: setattr(book.find_submission(ASSIGNMENT, "ana"), "extension", None))
    date_and_extension(course, ASSIGNMENT, "ana")
    assert dump(course)["ana"]["extension"] == datetime.timedelta(days=3)
    assert dump(course)["ana"]["late"] == 0
