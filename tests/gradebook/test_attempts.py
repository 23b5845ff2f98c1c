"""Las entregas de un alumno: cuál cuenta según el plazo, y que ninguna se pierde."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from datetime import datetime, timedelta

import pytest

from autograde.course import Course
from autograde.course.settings import CursoDescenso
from autograde.gradebook.attempts import Attempt, Attempts, choose, contents
from autograde.lms.deposit import Delivery, Outcome, receive

DUE = datetime(2026, 11, 20, 22, 59)
TAREA = "t9"


def at(days: float, number: int = 1, **more) -> Attempt:
    return Attempt(number, f"{number}", DUE + timedelta(days=days), **more)


@pytest.mark.parametrize(
    ("rule", "attempts", "deadline", "counts"),
    [
        ("a_tiempo", [at(-2, 1), at(-1, 2), at(1, 3)], DUE, 2),
        ("a_tiempo", [at(-2, 1), at(-1, 2), at(1, 3)], None, 3),
        ("a_tiempo", [at(1, 1), at(2, 2)], DUE, 2),
        ("a_tiempo", [at(-1, 1), at(-2, 2)], DUE, 1),
        ("a_tiempo", [at(-1, 1), at(-3, 2, imposed=True)], DUE, 2),
        ("a_tiempo", [Attempt(1, "a"), at(-1, 2)], DUE, 1),
        ("a_tiempo", [Attempt(1, "a", order=5), Attempt(2, "b", order=9)], DUE, 2),
        ("ultima", [at(-2, 1), at(1, 2)], DUE, 2),
        ("mejor", [at(-2, 1), at(-1, 2), at(1, 3)], DUE, 1),
    ],
)
def test_which_one_counts(rule, attempts, deadline, counts):
    settings = CursoDescenso(entrega_que_cuenta=rule)
    marks = {1: 9.0, 2: 4.0, 3: 8.0}
    assert choose(attempts, deadline, settings, lambda a: marks[a.number]).number == counts


def test_the_minutes_of_grace_are_on_time():
    attempts = [at(-1, 1), at(10 / 1440, 2)]
    for grace, counts in ((5, 1), (15, 2)):
        assert choose(attempts, DUE, CursoDescenso(gracia_minutos=grace)).number == counts


def test_of_two_equal_marks_the_last_one_and_without_all_the_marks_the_last_one():
    settings = CursoDescenso(entrega_que_cuenta="mejor")
    assert choose([at(-2, 1), at(-1, 2)], DUE, settings, lambda a: 5.0).number == 2
    marks = {1: 9.0}
    assert choose([at(-2, 1), at(-1, 2)], DUE, settings, lambda a: marks.get(a.number)).number == 2


@pytest.fixture
def attempts(tmp_path) -> Attempts:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    return Attempts(Course(tmp_path), TAREA)


def delivery(text: str, days: float | None, trusted: bool = True) -> Delivery:
    date = None if days is None else DUE + timedelta(days=days)
    return Delivery({(f"{TAREA}.ipynb",): text.encode()}, date, trusted)


def submitted(attempts: Attempts) -> str:
    folder = attempts.course.folder("submitted", "ana", TAREA)
    return (folder / f"{TAREA}.ipynb").read_text()


def kept(attempts: Attempts) -> list[str]:
    found = [contents(attempts.files("ana", a)) for a in attempts.of("ana")]
    return [files[(f"{TAREA}.ipynb",)].decode() for files in found]


def test_a_late_one_is_kept_and_the_one_on_time_counts(attempts):
    assert receive(attempts, "ana", delivery("uno", -1), DUE).outcome is Outcome.NEW
    late = receive(attempts, "ana", delivery("dos", 1), DUE)
    assert (late.outcome, late.later) == (Outcome.KEPT, True)
    assert (submitted(attempts), kept(attempts)) == ("uno", ["uno", "dos"])
    again = receive(attempts, "ana", delivery("dos", 1), DUE + timedelta(days=3))
    assert (again.outcome, submitted(attempts)) == (Outcome.REPLACED, "dos")
    assert kept(attempts) == ["uno", "dos"]


def test_a_date_that_is_corrected_may_change_which_one_counts(attempts):
    receive(attempts, "ana", delivery("uno", -2), DUE)
    receive(attempts, "ana", delivery("dos", 9, trusted=False), DUE)
    assert submitted(attempts) == "uno"
    receive(attempts, "ana", delivery("dos", -1), DUE)
    assert (submitted(attempts), kept(attempts)) == ("dos", ["uno", "dos"])


def test_the_first_one_handed_in_again_later_is_another(attempts):
    for text, days in (("uno", -3), ("dos", -2), ("uno", -1)):
        receive(attempts, "ana", delivery(text, days), DUE)
    assert (submitted(attempts), kept(attempts)) == ("uno", ["uno", "dos", "uno"])


def test_what_was_there_before_is_kept_too(attempts):
    folder = attempts.course.folder("submitted", "ana", TAREA)
    folder.mkdir(parents=True)
    (folder / f"{TAREA}.ipynb").write_text("cero")
    (folder / "timestamp.txt").write_text("2026-11-10 10:00:00 UTC")
    receive(attempts, "ana", delivery("uno", -1), DUE)
    assert (submitted(attempts), kept(attempts)) == ("uno", ["cero", "uno"])


def test_simulating_writes_nothing(attempts):
    receive(attempts, "ana", delivery("uno", -1), DUE, simulate=True)
    assert attempts.of("ana") == []
    assert not (attempts.course.root / "submitted").exists()


def _killed_at(attempts: Attempts, call: int) -> None:
    """Recoge otra entrega y muere, sin poder limpiar nada, en la llamada que se dice."""
    count = itertools.count()
    replace = os.replace

    def deadly(*paths):
        if next(count) == call:
            os._exit(9)
        replace(*paths)

    os.replace = deadly
    receive(attempts, "ana", delivery("dos", -1), DUE)
    os._exit(0)


@pytest.mark.parametrize("call", range(5))
def test_killing_it_half_way_loses_nothing(attempts, call):
    receive(attempts, "ana", delivery("uno", -2), DUE)
    child = multiprocessing.get_context("fork").Process(target=_killed_at, args=(attempts, call))
    child.start()
    child.join()
    assert child.exitcode == (9 if call < 4 else 0)
    attempts.recover()
    assert submitted(attempts) in ("uno", "dos")
    assert kept(attempts)[0] == "uno"
    receive(attempts, "ana", delivery("dos", -1), DUE)
    assert (submitted(attempts), kept(attempts)) == ("dos", ["uno", "dos"])
    names = {p.name for p in (attempts.course.root / "submitted" / "ana").iterdir()}
    assert names == {TAREA}
