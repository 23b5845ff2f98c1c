"""Fechas, números, nombres y comentarios."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.course.dates import to_utc
from autograde.gradebook.timestamps import timestamp_text
from autograde.lms import numbers
from autograde.lms.comments import LIMIT, comment, harmless, is_ours
from autograde.lms.dates import parse_moodle
from autograde.lms.marks import ExerciseMark, GradedSubmission
from autograde.lms.names import name_key, student_id

WHEN = datetime(2026, 11, 21, 8, 26)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sábado, 21 de noviembre de 2026, 08:26", WHEN),
        ("sábado, 21 de noviembre de 2026, 8:26 AM", WHEN),
        ("Saturday, 21 November 2026, 8:26 AM", WHEN),
        ("Saturday, November 21, 2026, 8:26 AM", WHEN),
        ("Saturday, 21 November 2026, 8:26\u202fPM", WHEN.replace(hour=20)),
        ("sábado, 21 de noviembre de 2026, 12:05 p. m.", WHEN.replace(hour=12, minute=5)),
        ("lunes, 5 de enero de 2026, 12:00 a. m.", datetime(2026, 1, 5)),
        ("miércoles, 2 de septiembre de 2026, 23:59:58", datetime(2026, 9, 2, 23, 59, 58)),
        ("miércoles, 2 de setiembre de 2026, 23:59", datetime(2026, 9, 2, 23, 59)),
        ("-", None),
        ("", None),
        ("31 de febrero de 2026, 10:00", None),
        ("21/11/2026 08:26", None),
    ],
)
def test_moodle_dates(text, expected):
    assert parse_moodle(text) == expected


MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"


@pytest.mark.parametrize(("number", "month"), list(enumerate(MONTHS.split(), start=1)))
def test_every_spanish_month(number, month):
    assert parse_moodle(f"jueves, 3 de {month} de 2026, 07:05") == datetime(2026, number, 3, 7, 5)


def test_the_timestamp_is_read_back_by_nbgrader_in_utc():
    from nbgrader.utils import parse_utc

    utc, _ = to_utc(WHEN, ZoneInfo("Europe/Madrid"))
    assert utc == datetime(2026, 11, 21, 7, 26)
    assert parse_utc(timestamp_text(utc).strip()) == utc


@pytest.mark.parametrize(
    ("text", "value"),
    [("7,25", "7.25"), (" 10.00 ", "10"), ("7", "7"), ("", None), ("EX", None), ("07-jul", None)],
)
def test_numbers_are_read_with_either_mark(text, value):
    assert numbers.parse(text) == (None if value is None else Decimal(value))


def test_half_goes_up_and_floats_do_not_leak():
    assert numbers.rounded(numbers.exact(2.675), 2) == Decimal("2.68")
    assert numbers.exact(0.1) + numbers.exact(0.2) == Decimal("0.3")


@given(st.decimals(0, 100, places=3), st.integers(0, 4))
def test_rounding_never_moves_more_than_half_a_unit(value, places):
    assert abs(numbers.rounded(value, places) - value) <= Decimal(1).scaleb(-places) / 2


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["7,25", "10,00"], ","),
        (["7.5", ""], "."),
        (["10", "-"], None),
        (["7.5", "1,5", "2,5"], ","),
    ],
)
def test_the_decimal_mark_is_the_one_found(texts, mark):
    assert numbers.decimal_mark(texts) == mark


def test_names_match_in_any_unicode_form_and_as_moodle_writes_them_in_folders():
    composed, decomposed = "Íñigo Muñoz", "I\u0301n\u0303igo  Mun\u0303oz"
    assert name_key(composed) == name_key(decomposed) == "íñigo muñoz"
    assert name_key("María O'Donnell") == name_key("María ODonnell")
    assert name_key("Peña") != name_key("Pena")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana López", "ana-lopez"),
        ("Ana.Lopez+gpu@Uni.Example", "ana.lopez+gpu@uni.example"),
        ("../../etc/passwd", "etc-passwd"),
        ("李", ""),
        ("..", ""),
    ],
)
def test_student_ids_are_safe_folder_names(text, expected):
    assert student_id(text) == expected


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝", "\n"])
def test_formulas_are_neutralised(start):
    assert harmless(start + "1+1").startswith("'")


def test_harmless_texts_stay_as_they_are():
    assert harmless("t1.x: usa w - lr·g") == "t1.x: usa w - lr·g"


def submission(**changes):
    marks = (
        ExerciseMark(
            "t3.Adam", Decimal(1), Decimal(2), findings=(("t3.Adam.x", "falta el\nsesgo."),)
        ),
    )
    defaults = {"total": Decimal("7.25"), "maximum": Decimal(10)}
    return GradedSubmission("ana", changes.pop("exercises", marks), **{**defaults, **changes})


def test_the_comment_says_points_and_causes():
    text = comment(submission())
    assert text == "Corrección automática: 7,25 de 10 puntos. t3.Adam: falta el sesgo."
    assert is_ours(text)
    assert not is_ours("Bien   ")
    assert not is_ours("Nota: repasa el tema 3")
    assert is_ours(comment(submission(by_hand=True)))


def test_every_exercise_that_lost_points_is_named():
    marks = (
        ExerciseMark("t1.a", Decimal(0), Decimal(2), reason="se acabó el tiempo"),
        ExerciseMark("t1.b", Decimal("1.5"), Decimal(2)),
        ExerciseMark("t1.c", Decimal(2), Decimal(2)),
        ExerciseMark("t1.d", Decimal(0), Decimal(2), pending=True),
    )
    text = comment(submission(exercises=marks, by_hand=True))
    assert text == ("Nota: 7,25 de 10 puntos. t1.a: 0 de 2, se acabó el tiempo. t1.b: 1,5 de 2.")


def test_the_comment_tells_the_penalty_and_what_is_pending():
    late = submission(late_penalty=Decimal("0.5"), manual_pending=2)
    assert "Descontado por retraso: 0,5." in comment(late)
    assert "provisional" not in comment(late)
    assert "faltan por corregir a mano 2 respuestas" in comment(late, provisional=True)


def test_a_long_comment_is_cut_between_findings():
    many = tuple(
        ExerciseMark(f"t1.e{i}", Decimal(0), Decimal(1), findings=((f"c{i}", "causa " * 12),))
        for i in range(40)
    )
    text = comment(submission(exercises=many))
    assert len(text) <= LIMIT + 20
    assert text.endswith("observaciones más.")
