"""Las parejas parecidas: salen los que comparten lo poco corriente, y nadie más."""

from __future__ import annotations

from autograde.reports import class_page
from autograde.reports.classroom import Classroom
from autograde.reports.resemblance import resembling
from autograde.reports.tables import write_tables
from tests.reports.test_reports import WHEN, pupil, words

COMMON_CODE = tuple(range(1000, 1030))


def room(*prints, everybody=20, exercise="t9.e1"):
    """Una clase con esas huellas y, los demás, con otras que no tiene nadie más."""
    own = [COMMON_CODE + tuple(range(10_000 * i, 10_000 * i + 30)) for i in range(2, everybody + 2)]
    pupils = []
    for i in range(everybody):
        found = prints[i] if i < len(prints) else own[i]
        one = pupil(i, 2.0, answer=f"def e1(): return {i}")
        object.__setattr__(one, "fingerprints", {exercise: found})
        pupils.append(one)
    return Classroom("t9", tuple(pupils))


def pairs(classroom):
    return [(p.one.id, p.other.id) for p in resembling(classroom)]


def test_two_who_share_what_nobody_else_wrote_are_a_pair():
    copied = COMMON_CODE + tuple(range(40))
    (found,) = resembling(room(copied, copied[:-5]))
    assert (found.one.id, found.other.id) == ("a0", "a1")
    (alike,) = found.alike
    assert (alike.exercise, alike.share, alike.prints) == ("t9.e1", 1.0, 35)


def test_what_over_a_tenth_of_the_class_wrote_never_appears():
    copied = COMMON_CODE + tuple(range(40))
    assert pairs(room(copied, copied, copied)) == []
    assert len(pairs(room(copied, copied, copied, everybody=30))) == 3


def test_a_class_that_all_wrote_the_same_has_no_pairs():
    assert pairs(room(*[COMMON_CODE] * 20)) == []


def test_sharing_a_few_lines_is_not_resembling():
    one, other = tuple(range(40)), tuple(range(33, 73))
    assert pairs(room(one, other)) == []
    assert pairs(room(one, one[:20] + tuple(range(500, 520)))) == []


def test_the_page_and_the_table_say_it_with_both_codes_and_what_it_does_not_prove(tmp_path):
    copied = tuple(range(40))
    classroom = room(copied, copied)
    text = words(class_page(classroom, "c", WHEN))
    assert "Alumna 0 y Alumna 1" in text
    assert "comparten el 100 %" in text
    assert "no prueba nada" in text
    assert "def e1(): return 0" in text
    assert "def e1(): return 1" in text
    write_tables(classroom, tmp_path)
    table = (tmp_path / "parecidas.csv").read_text(encoding="utf-8-sig")
    assert "a0" in table.splitlines()[1]
    assert "Ninguna pareja" in words(class_page(room(), "c", WHEN))


def test_of_a_pair_a_page_without_names_says_no_name():
    copied = tuple(range(40))
    text = words(class_page(room(copied, copied).anonymous(b"s"), "c", WHEN))
    assert "Alumna" not in text
    assert "comparten el 100 %" in text
