"""Rellenar las hojas de Moodle, Canvas y Blackboard."""

import csv
import html
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.errors import UserError
from autograde.lms import blackboard, canvas, moodle
from autograde.lms.fill import FillOptions, fill
from autograde.lms.marks import ExerciseMark, GradedSubmission
from autograde.lms.people import Roster, Student
from autograde.lms.report import Topic
from tests.lms.samples import (
    ANA,
    BLACKBOARD,
    BOM,
    CANVAS,
    CLASS,
    ENGLISH,
    INIGO,
    LUIS,
    MARIA,
    Person,
    worksheet,
)


def graded(student, total, maximum=10, **changes):
    exercise = ExerciseMark("t1.x", Decimal(str(total)), Decimal(str(maximum)))
    return GradedSubmission(
        student, (exercise,), Decimal(str(total)), Decimal(str(maximum)), **changes
    )


def roster(*people, **identifiers):
    students = tuple(Student(p.email, *p.name.split(" ", 1), p.email) for p in people or CLASS)
    return Roster(students, identifiers)


def who(report, topic):
    return [line.who.split(",")[0] for line in report.of(topic)]


def resaved(data: bytes) -> bytes:
    """El mismo CSV como lo guarda una hoja de cálculo en español: `;`, CP1252 y CRLF."""
    out = io.StringIO()
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(reader)
    return out.getvalue().encode("cp1252")


def lines_changed(before: bytes, after: bytes) -> list[int]:
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=True)
    return [i for i, (a, b) in enumerate(pairs) if a != b]


def test_moodle_spanish_keeps_every_other_byte():
    data = worksheet()
    table, report = fill(moodle.read_sheet(data), [graded(ANA.email, 7.25)], roster())
    filled = table.to_bytes()
    assert filled.startswith(BOM)
    assert lines_changed(data, filled) == [1]
    line = filled.decode("utf-8-sig").splitlines()[1]
    assert line == (
        '"Participante 3","Ana López García",ana@uni.example,"Enviado para calificar",'
        '"7,25","10,00",Sí,"sábado, 21 de noviembre de 2026, 08:26",-,'
        '"Corrección automática: 7,25 de 10 puntos."'
    )
    assert who(report, Topic.FILLED) == [ANA.name]
    assert who(report, Topic.NO_SUBMISSION) == [INIGO.name, MARIA.name, LUIS.name]
    assert any("Permitir la actualización de los registros" in note for note in report.notes)


def test_moodle_english_uses_the_point():
    data = worksheet(header=ENGLISH, maximum="10.00", word="Participant")
    table, _ = fill(moodle.read_sheet(data), [graded(ANA.email, 7.25)], roster())
    assert '"Enviado para calificar",7.25,"10.00"' in table.to_bytes().decode("utf-8-sig")


def test_the_mark_is_scaled_to_the_maximum_of_the_sheet_and_rounding_is_told():
    data = worksheet(maximum="100,00")
    table, report = fill(moodle.read_sheet(data), [graded(ANA.email, 2, 3)], roster())
    assert b',"66,67","100,00",' in table.to_bytes()
    assert [str(line) for line in report.of(Topic.ROUNDED)] == [
        "Ana López García, ana@uni.example: 66,6667 → 66,67"
    ]
    assert any("redondeadas" in note for note in report.notes)


def test_a_sheet_resaved_by_a_spreadsheet_keeps_its_encoding_separator_and_line_ends():
    data = resaved(worksheet())
    sheet = moodle.read_sheet(data)
    assert (sheet.table.format.encoding, sheet.table.format.separator) == ("cp1252", ";")
    table, report = fill(sheet, [graded(INIGO.email, 5.5)], roster())
    filled = table.to_bytes()
    assert lines_changed(data, filled) == [2]
    assert b";5,50;" in filled
    assert filled.count(b"\r\n") == data.count(b"\r\n")
    assert any("separador" in note for note in report.notes)
    assert any("cp1252" in note for note in report.notes)


def test_an_existing_mark_is_replaced_and_told():
    old = replace(ANA, grade="6,00", comment="Corrección automática: 6 de 10 puntos.")
    table, report = fill(moodle.read_sheet(worksheet([old])), [graded(ANA.email, 7)], roster(ANA))
    assert [line.detail for line in report.of(Topic.ALREADY_GRADED)] == ["6,00 → 7,00"]
    assert b"7 de 10 puntos" in table.to_bytes()


def test_the_same_mark_changes_nothing():
    done = replace(ANA, grade="7,25", comment="Corrección automática: 7,25 de 10 puntos.")
    data = worksheet([done])
    table, report = fill(moodle.read_sheet(data), [graded(ANA.email, 7.25)], roster(ANA))
    assert table.to_bytes() == data
    assert who(report, Topic.UNCHANGED) == [ANA.name]


def test_a_comment_written_by_a_person_stays():
    data = worksheet([replace(ANA, comment="Bien   ")])
    table, report = fill(moodle.read_sheet(data), [graded(ANA.email, 7)], roster(ANA))
    assert b'"Bien   "' in table.to_bytes()
    assert who(report, Topic.COMMENT_KEPT) == [ANA.name]


def test_causes_are_escaped_because_moodle_reads_comments_as_html():
    mark = ExerciseMark("t1.x", Decimal(1), Decimal(2), findings=(("c", "usa w < 0 & n > 1"),))
    done = GradedSubmission(ANA.email, (mark,), Decimal(1), Decimal(2))
    table, _ = fill(moodle.read_sheet(worksheet()), [done], roster())
    assert "usa w &lt; 0 &amp; n &gt; 1" in table.to_bytes().decode()


def test_pending_stays_empty_unless_provisional():
    data = worksheet()
    sheet, waiting = moodle.read_sheet(data), [graded(ANA.email, 4, manual_pending=1)]
    table, report = fill(sheet, waiting, roster())
    assert table.to_bytes() == data
    assert who(report, Topic.PENDING) == [ANA.name]
    table, report = fill(sheet, waiting, roster(), FillOptions(provisional=True))
    text = table.to_bytes().decode()
    assert '"4,00"' in text
    assert "Nota provisional: falta corregir a mano 1 respuesta." in text
    assert who(report, Topic.PENDING) == [ANA.name]


def test_out_of_range_is_not_written():
    data = worksheet()
    table, report = fill(moodle.read_sheet(data), [graded(ANA.email, 11, 10)], roster())
    assert table.to_bytes() == data
    assert who(report, Topic.OUT_OF_RANGE) == [ANA.name]


def test_a_locked_row_is_not_written():
    data = worksheet([replace(ANA, editable="No")])
    table, report = fill(moodle.read_sheet(data), [graded(ANA.email, 7)], roster(ANA))
    assert table.to_bytes() == data
    assert who(report, Topic.LOCKED) == [ANA.name]


def test_unprotected_marks_are_flagged():
    _, report = fill(
        moodle.read_sheet(worksheet()), [graded(ANA.email, 7, unprotected=True)], roster()
    )
    assert who(report, Topic.UNPROTECTED) == [ANA.name]
    assert report.needs_attention


def test_the_identifier_goes_before_the_email():
    moved = [replace(ANA, email="otro@uni.example")]
    table, _ = fill(
        moodle.read_sheet(worksheet(moved)),
        [graded(ANA.email, 7)],
        Roster((Student(ANA.email),), {"3": ANA.email}),
    )
    assert b'"7,00"' in table.to_bytes()


def test_keys_that_disagree_are_ambiguous():
    data = worksheet()
    _, report = fill(
        moodle.read_sheet(data),
        [graded(ANA.email, 7), graded(INIGO.email, 5)],
        Roster(roster().students, {"3": INIGO.email}),
    )
    assert ANA.name in who(report, Topic.AMBIGUOUS)


def test_by_name_only_when_asked_and_unambiguous():
    namesake = Person(20, "Ana López García", "")
    sheet = moodle.read_sheet(worksheet([replace(ANA, email="")]))
    table, report = fill(sheet, [graded(ANA.email, 7)], roster(ANA))
    assert b"7,00" not in table.to_bytes()
    assert ANA.name in who(report, Topic.NOT_MATCHED)
    table, _ = fill(sheet, [graded(ANA.email, 7)], roster(ANA), FillOptions(by_name=True))
    assert b"7,00" in table.to_bytes()
    both = moodle.read_sheet(worksheet([replace(ANA, email=""), namesake]))
    table, report = fill(both, [graded(ANA.email, 7)], roster(ANA), FillOptions(by_name=True))
    assert b"7,00" not in table.to_bytes()
    assert who(report, Topic.AMBIGUOUS) == [ANA.name, ANA.name]


def test_two_students_with_one_name_are_ambiguous_by_name():
    twin = Student("ana2@uni.example", "Ana", "López García", "ana2@uni.example")
    people = Roster((*roster(ANA).students, twin), {})
    sheet = moodle.read_sheet(worksheet([replace(ANA, email="")]))
    _, report = fill(sheet, [graded(ANA.email, 7)], people, FillOptions(by_name=True))
    assert who(report, Topic.AMBIGUOUS) == [ANA.name]


def test_who_has_a_mark_but_no_row_is_told():
    _, report = fill(moodle.read_sheet(worksheet([ANA])), [graded(INIGO.email, 5)], roster())
    assert any(INIGO.email in line.who for line in report.of(Topic.NOT_MATCHED))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (worksheet().replace("Calificación,".encode(), b"Otra,"), "«Calificación»"),
        (worksheet().replace(b'"Participante 3"', b"Ana"), "no termina en número"),
        (worksheet().replace("Calificación máxima".encode(), b"Escala"), "escala"),
        (worksheet(maximum="muchos"), "máxima"),
        (worksheet()[:-40], "No se puede leer la hoja"),
    ],
)
def test_wrong_sheets_are_refused(data, words):
    with pytest.raises(UserError, match=words):
        moodle.read_sheet(data)


def test_the_sheet_of_another_assignment_is_refused():
    with pytest.raises(UserError, match="otra tarea"):
        moodle.check_same_assignment(
            moodle.read_sheet(worksheet()).rows, {"777": ANA.email}, "t1_descenso"
        )


CANVAS_CLASS = Roster(
    (
        Student("ana@uni.example", "Ana", "López García", "ana@uni.example", "101"),
        Student("inigo@uni.example", "Íñigo", "Muñoz de la Peña", "inigo@uni.example", "102"),
        Student("exenta@uni.example", "Exenta", "Sáez", "", "103"),
    ),
    {},
)


def test_canvas_fills_the_only_writable_column_by_user_id():
    marks = [graded("ana@uni.example", 8), graded("inigo@uni.example", 1, 3)]
    table, report = fill(canvas.read_book(CANVAS), marks, CANVAS_CLASS)
    assert table.to_bytes().decode().splitlines()[1:4] == [
        "    Points Possible,,,,,10.00,(read only)",
        '"López García, Ana",101,A001,ana,GPU101,8.00,75',
        '"Muñoz de la Peña, Íñigo",102,A002,inigo,GPU101,3.33,',
    ]
    assert lines_changed(CANVAS, table.to_bytes()) == [2, 3]
    assert not report.of(Topic.NOT_MATCHED)


def test_canvas_leaves_who_is_excused():
    table, report = fill(canvas.read_book(CANVAS), [graded("exenta@uni.example", 8)], CANVAS_CLASS)
    assert table.to_bytes() == CANVAS
    assert len(report.of(Topic.LOCKED)) == 1


TWO = CANVAS.replace(b"Final Score", "Práctica 2 (99)".encode()).replace(b"(read only)", b"5")


@pytest.mark.parametrize("wanted", ["Práctica 2", "99", "práctica 2 (99)"])
def test_canvas_with_two_columns_asks_which(wanted):
    with pytest.raises(UserError, match="--columna"):
        canvas.read_book(TWO)
    sheet = canvas.read_book(TWO, wanted)
    assert sheet.grade_column == 6
    assert sheet.rows[0].maximum == 5


def test_canvas_never_fills_a_read_only_column_or_one_without_id():
    with pytest.raises(UserError, match="ninguna tarea"):
        canvas.read_book(CANVAS.replace(b"10.00,", b"(read only),"))
    with pytest.raises(UserError, match="ninguna tarea"):
        canvas.read_book(CANVAS.replace(b" (12345)", b""))


def test_canvas_skips_the_manual_posting_row():
    data = CANVAS.replace(b"    Points", b",,,,,Manual Posting,\n    Points")
    assert len(canvas.read_book(data).rows) == 3


def test_canvas_with_separate_names_and_semicolons():
    data = (
        "LastName;FirstName;ID;SIS User ID;SIS Login ID;Section;P1 (1)\n"
        "Points Possible;;;;;;10\nLópez García;Ana;101;A001;ana;G;\n"
    ).encode()
    table, _ = fill(canvas.read_book(data), [graded("ana@uni.example", 8)], CANVAS_CLASS)
    assert table.to_bytes().endswith(b";ana;G;8.00\n")


def test_blackboard_fills_by_username_keeping_its_quotes():
    people = Roster((Student("ana"), Student("inigo")), {})
    table, report = fill(blackboard.read_book(BLACKBOARD), [graded("ana", 2, 4)], people)
    assert lines_changed(BLACKBOARD, table.to_bytes()) == [1]
    assert b'"Yes","5.00"\r\n' in table.to_bytes()
    assert len(report.of(Topic.NO_SUBMISSION)) == 1


def test_blackboard_in_utf16_with_tabs():
    text = BLACKBOARD.decode().replace(",", "\t").replace("10]", "up to 20 Score]")
    data = b"\xff\xfe" + text.encode("utf-16-le")
    table, _ = fill(
        blackboard.read_book(data, "664617"), [graded("ana", 2, 4)], Roster((Student("ana"),), {})
    )
    assert table.to_bytes()[2:].decode("utf-16-le") == text.replace('"Yes"\t""', '"Yes"\t"10.00"')


@pytest.mark.parametrize("size", [2000])
def test_a_class_of_two_thousand(size):
    people = [Person(i, f"Ana López {i}", f"a{i}@uni.example") for i in range(size)]
    data = worksheet(people)
    marks = [graded(p.email, p.number % 11) for p in people]
    table, report = fill(moodle.read_sheet(data), marks, roster(*people))
    assert len(report.of(Topic.FILLED)) == size
    again, report = fill(moodle.read_sheet(table.to_bytes()), marks, roster(*people))
    assert again.to_bytes() == table.to_bytes()
    assert len(report.of(Topic.UNCHANGED)) == size


NAMES = st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\0'), max_size=12)
GRADES = st.sampled_from(["", "7,25", "10", "0,00", "-", "texto"])


@given(
    st.lists(st.tuples(NAMES, GRADES, NAMES), min_size=1, max_size=6),
    st.sets(st.integers(0, 5)),
    st.integers(0, 10),
)
def test_filling_moodle_only_touches_the_two_cells_of_those_with_a_mark(rows, marked, points):
    """Y el comentario ajeno que Moodle leería como HTML, que sale escapado."""
    people = [
        Person(i, name or "x", f"a{i}@uni.example", grade, comment=text)
        for i, (name, grade, text) in enumerate(rows)
    ]
    sheet = moodle.read_sheet(worksheet(people))
    marks = [graded(p.email, points) for p in people if p.number in marked]
    table, _ = fill(sheet, marks, Roster(tuple(Student(p.email) for p in people), {}))
    again = moodle.read_sheet(table.to_bytes())
    for i, (before, after) in enumerate(zip(sheet.table.records, again.table.records, strict=True)):
        changed = {
            j
            for j, pair in enumerate(zip(before.raw, after.raw, strict=True))
            if pair[0] != pair[1]
        }
        escaped = i > 0 and again.rows[i - 1].comment == html.escape(rows[i - 1][2], quote=False)
        assert changed <= ({4, 9} if i - 1 in marked else {9} if escaped else set())
        if i - 1 in marked:
            assert again.rows[i - 1].grade.replace(",", ".") in (f"{points}.00", str(points))
