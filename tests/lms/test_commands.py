"""`autograde notas` y `autograde alumnado` sobre un libro de nbgrader de verdad."""

import csv
import io
import os
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from nbgrader.api import Gradebook
from openpyxl import load_workbook

from autograde.commands.lms import GradeSources
from autograde.errors import UserError
from autograde.lms import canvas, ledger, roster
from autograde.lms.gradebook import exercise_id, read_marks, read_students
from autograde.lms.people import Student
from tests.lms.samples import (
    ANA,
    BLACKBOARD,
    CANVAS,
    CLASS,
    INIGO,
    LUIS,
    MARIA,
    TAREA,
    Person,
    folder,
    make_zip,
    notebook,
    worksheet,
)

A, SPEED, TEXT = "t1-gradiente_numerico", "t1-gradiente_numerico-velocidad", "t1-reflexion"
OURS = GradeSources(
    given_by_judge=lambda curso: lambda tarea, student: True,
    findings=lambda curso, tarea: {},
    without_manual=lambda curso: frozenset(),
    unprotected=lambda curso, tarea: frozenset(),
    resubmitted=lambda curso, tarea: frozenset(),
)


@pytest.fixture
def graded(course):
    """Ana con 3,5 de 6; Íñigo pendiente de una respuesta; María con nada; Luis no entregó."""
    course.enrol(*(Student(p.email, *p.name.split(" ", 1), p.email) for p in CLASS))
    course.grade(
        {
            ANA.email: {A: 2.0, SPEED: 0.5, TEXT: 1.0},
            INIGO.email: {A: 1.0, SPEED: 2.0, TEXT: None},
            MARIA.email: {A: 0.0, SPEED: 0.0, TEXT: 0.0},
        },
        manual=(TEXT,),
    )
    return course


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "hoja.csv"
    path.write_bytes(worksheet())
    return path


def grades(path):
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return {row["Dirección de correo"]: row["Calificación"] for row in rows}


def test_marks_are_read_by_exercise(graded):
    findings = {(ANA.email, "t1.gradiente_numerico"): (("t1.g.h", "usa h = 1"),)}
    marks = read_marks(graded.folder, TAREA, findings, unprotected={MARIA.email})
    ana, inigo, maria = (m for p in (ANA, INIGO, MARIA) for m in marks if m.student == p.email)
    assert [(e.id, e.points, e.maximum, e.pending) for e in ana.exercises] == [
        ("t1.gradiente_numerico", Decimal("2.5"), 4, False),
        ("t1.reflexion", 1, 2, False),
    ]
    assert ana.exercises[0].findings == (("t1.g.h", "usa h = 1"),)
    assert (ana.total, ana.maximum) == (Decimal("3.5"), 6)
    assert (inigo.total, inigo.manual_pending) == (3, 1)
    assert (maria.total, maria.manual_pending, maria.unprotected) == (0, 0, True)


def test_the_penalty_is_taken_away_but_never_below_zero(course):
    course.enrol(Student("a"), Student("b"))
    course.grade({"a": {A: 2.0, SPEED: 1.5}, "b": {A: 0.5, SPEED: 0.0}}, penalty=1.0)
    a, b = read_marks(course.folder, TAREA)
    assert (a.total, a.late_penalty, b.total) == (Decimal("2.5"), 1, 0)


def test_a_mark_given_by_hand_wins_and_extra_credit_counts(graded):
    with Gradebook(graded.folder.db_url) as book:
        grade = book.find_grade(A, TAREA, TAREA, ANA.email)
        grade.manual_score, grade.extra_credit = 1.0, 0.25
        book.db.commit()
    ana = next(m for m in read_marks(graded.folder, TAREA) if m.student == ANA.email)
    assert ana.total == Decimal("2.75")


@pytest.mark.parametrize(
    ("grade_id", "exercise"),
    [
        ("t2-partir_en_lotes", "t2.partir_en_lotes"),
        ("t2-partir_en_lotes-memoria", "t2.partir_en_lotes"),
        ("t2-partir_en_lotes-portable", "t2.partir_en_lotes"),
        ("t3-Adam-velocidad", "t3.Adam"),
        ("pregunta", "pregunta"),
    ],
)
def test_cells_belong_to_their_exercise(grade_id, exercise):
    assert exercise_id(grade_id) == exercise


def test_notas_moodle(graded, sheet, tmp_path, capsys):
    out = tmp_path / "salida.csv"
    assert graded.run("notas", TAREA, "--moodle", sheet, "-o", out, sources=OURS) == 0
    assert grades(out) == {ANA.email: "5,83", INIGO.email: "", MARIA.email: "0,00", LUIS.email: ""}
    assert sheet.read_bytes() == worksheet()
    told = capsys.readouterr().out
    assert "Sin entrega: 1" in told
    assert f"{INIGO.name}, {INIGO.email}: 1 por corregir a mano" in told
    assert "5,8333 → 5,83" in told


def test_notas_moodle_provisional(graded, sheet, tmp_path):
    graded.run("notas", TAREA, "--moodle", sheet, "--provisionales", sources=OURS)
    out = tmp_path / "hoja-con-notas.csv"
    assert grades(out)[INIGO.email] == "5,00"
    assert "Nota provisional" in out.read_text(encoding="utf-8-sig")


def test_notas_without_the_cells_graded_by_hand(graded, sheet, tmp_path):
    sources = replace(OURS, without_manual=lambda curso: {TAREA})
    graded.run("notas", TAREA, "--moodle", sheet, sources=sources)
    out = grades(tmp_path / "hoja-con-notas.csv")
    assert (out[ANA.email], out[INIGO.email]) == ("6,25", "7,50")


def test_simulating_writes_nothing(graded, sheet, tmp_path, capsys):
    before = sorted(tmp_path.rglob("*"))
    arguments = ["notas", TAREA, "--moodle", sheet, "--retroalimentacion", tmp_path / "r.zip"]
    graded.run(*arguments, "--simular", sources=OURS)
    assert sorted(tmp_path.rglob("*")) == before
    assert "Notas escritas: 2" in capsys.readouterr().out


def test_who_handed_in_again_keeps_the_old_mark_and_it_is_said(graded, sheet, tmp_path, capsys):
    again = replace(OURS, resubmitted=lambda curso, tarea: {ANA.email, LUIS.email})
    assert graded.run("notas", TAREA, "--moodle", sheet, sources=again) == 0
    assert grades(tmp_path / "hoja-con-notas.csv")[ANA.email] == "5,83"
    told = capsys.readouterr().out
    assert f"la entrega de {ANA.email} ha cambiado después de calificarla" in told
    assert f"autograde calificar {TAREA}" in told


def test_marks_that_our_judge_did_not_give_stay_out_and_the_others_go(
    graded, sheet, tmp_path, capsys
):
    foreign = replace(OURS, given_by_judge=lambda curso: lambda tarea, s: s != ANA.email)
    assert graded.run("notas", TAREA, "--moodle", sheet, sources=foreign) == 3
    assert "! Con notas que no puso autograde" in capsys.readouterr().out
    written = (tmp_path / "hoja-con-notas.csv").read_text(encoding="utf-8-sig")
    rows = {line.split(",")[2]: line for line in written.splitlines()[1:]}
    assert "Corrección automática" not in rows[ANA.email]
    assert sum("Corrección automática" in line for line in rows.values()) >= 1


def test_when_no_mark_is_of_our_judge_nothing_is_written(graded, sheet, tmp_path):
    foreign = replace(OURS, given_by_judge=lambda curso: lambda tarea, s: False)
    with pytest.raises(UserError, match="no las puso autograde"):
        graded.run("notas", TAREA, "--moodle", sheet, sources=foreign)
    assert not (tmp_path / "hoja-con-notas.csv").exists()


def test_the_real_record_of_the_judge_is_asked(graded, sheet):
    with pytest.raises(UserError, match=f"autograde calificar {TAREA}"):
        graded.run("notas", TAREA, "--moodle", sheet)


def test_the_sheet_of_another_assignment_is_refused(graded, tmp_path):
    source = make_zip(tmp_path / "e.zip", {f"{folder(ANA)}/{TAREA}.ipynb": notebook("a")})
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet())
    graded.run("recoger", TAREA, "--moodle", source, "--hoja", hoja)
    hoja.write_bytes(worksheet([replace(p, number=p.number + 500) for p in CLASS]))
    with pytest.raises(UserError, match="otra tarea"):
        graded.run("notas", TAREA, "--moodle", hoja, sources=OURS)


def test_what_was_collected_by_name_comes_back_by_identifier(course, tmp_path):
    entries = {f"{folder(p)}/{TAREA}.ipynb": notebook(p.name) for p in (ANA, INIGO)}
    course.run("recoger", TAREA, "--moodle", make_zip(tmp_path / "e.zip", entries))
    ids = sorted(os.listdir(course.root / "submitted"))
    course.enrol(*(Student(i) for i in ids))
    course.grade({i: {A: 2.0} for i in ids})
    anonymous = [replace(p, email="", name="x") for p in (ANA, INIGO)]
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet(anonymous))
    assert course.run("notas", TAREA, "--moodle", hoja, sources=OURS) == 0
    assert (tmp_path / "h-con-notas.csv").read_text("utf-8-sig").count('"10,00","10,00"') == 2


def test_feedback_reuses_the_folders_of_moodle(graded, tmp_path, capsys):
    entries = {
        f"{folder(ANA)}/{TAREA}.ipynb": notebook("a"),
        f"{folder(INIGO)}/{TAREA}.ipynb": notebook("b"),
        f"{folder(MARIA, '_')}{TAREA}.ipynb": notebook("c"),
    }
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet())
    graded.run("recoger", TAREA, "--moodle", make_zip(tmp_path / "e.zip", entries), "--hoja", hoja)
    for person in (ANA, INIGO, MARIA):
        pages = graded.root / "feedback" / person.email / TAREA
        pages.mkdir(parents=True)
        (pages / f"{TAREA}.html").write_text(person.name, encoding="utf-8")
    target = tmp_path / "r.zip"
    assert graded.run("notas", TAREA, "--retroalimentacion", target, sources=OURS) == 0
    with zipfile.ZipFile(target) as z:
        assert {n: z.read(n).decode() for n in z.namelist()} == {
            f"{folder(ANA)}/{TAREA}-retroalimentacion.html": ANA.name,
            f"{folder(MARIA, '_')}{TAREA}-retroalimentacion.html": MARIA.name,
        }
    assert "su retroalimentación no se envía todavía" in capsys.readouterr().out
    first = target.read_bytes()
    graded.run("notas", TAREA, "--retroalimentacion", target, sources=OURS)
    assert target.read_bytes() == first


def test_feedback_without_collecting_uses_the_sheet(graded, sheet, tmp_path):
    pages = graded.root / "feedback" / MARIA.email / TAREA
    pages.mkdir(parents=True)
    (pages / f"{TAREA}.html").write_text("x", encoding="utf-8")
    target = tmp_path / "r.zip"
    arguments = ["notas", TAREA, "--moodle", sheet, "--retroalimentacion", target]
    assert graded.run(*arguments, sources=OURS) == 3  # a Ana le falta la retroalimentación
    with zipfile.ZipFile(target) as z:
        assert z.namelist() == [f"{folder(MARIA, '_')}/{TAREA}-retroalimentacion.html"]


def test_notas_csv(graded, tmp_path, capsys):
    out = tmp_path / "n.csv"
    graded.enrol(Student("mala", "=HYPERLINK(1)", "@Pérez"))
    assert graded.run("notas", TAREA, "--csv", "-o", out, sources=OURS) == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert rows[0] == [
        "Estudiante",
        "Apellidos",
        "Nombre",
        "Correo",
        "t1.gradiente_numerico (máx. 4)",
        "t1.reflexion (máx. 2)",
        "Retraso",
        "Total",
        "Máximo",
        "Nota sobre 10",
        "Estado",
    ]
    by_id = {row[0]: row[4:] for row in rows[1:]}
    assert by_id[ANA.email] == ["2,5", "1", "0", "3,5", "6", "5,83", "definitiva"]
    assert by_id[INIGO.email] == ["3", "", "0", "", "6", "", "pendiente de corrección manual"]
    assert by_id[LUIS.email] == ["", "", "", "", "", "", "sin entrega"]
    assert ["mala", "'@Pérez", "'=HYPERLINK(1)", ""] in [row[:4] for row in rows]
    assert "Pendientes de corrección manual: 1" in capsys.readouterr().out


def test_notas_tells_an_ungraded_submission_from_no_submission(graded, sheet, tmp_path, capsys):
    (graded.folder.root / "submitted" / LUIS.email / TAREA).mkdir(parents=True)
    out = tmp_path / "n.csv"
    assert graded.run("notas", TAREA, "--csv", "-o", out, sources=OURS) == 3
    told = capsys.readouterr().out
    assert "! Entregadas y sin nota" in told
    assert "Sin entrega" not in told
    rows = csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig")), delimiter=";")
    assert {row[0]: row[-1] for row in rows}[LUIS.email] == "sin calificar"
    assert graded.run("notas", TAREA, "--moodle", sheet, "--simular", sources=OURS) == 3
    told = capsys.readouterr().out
    assert f"Entregadas y sin nota: no se han calificado o no se pudo: 1\n      {LUIS.name}" in told


def test_a_refused_submission_is_not_no_submission(graded, sheet, tmp_path, capsys):
    """Se rechazó al recogerla, o la dejó alguien en submitted/ sin cuaderno."""
    source = make_zip(tmp_path / "e.zip", {f"{folder(LUIS)}/trabajo.pdf": b"%PDF"})
    graded.run("recoger", TAREA, "--moodle", source, "--hoja", sheet)
    other = graded.folder.root / "submitted" / "zoe" / TAREA
    other.mkdir(parents=True)
    (other / "trabajo.docx").write_bytes(b"PK")
    graded.enrol(Student("zoe"))
    out = tmp_path / "n.csv"
    assert graded.run("notas", TAREA, "--csv", "-o", out, sources=OURS) == 3
    rows = csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig")), delimiter=";")
    states = {row[0]: row[-1] for row in rows}
    assert (states[LUIS.email], states["zoe"]) == ("entrega rechazada", "entrega rechazada")
    assert "! Entregas rechazadas: 2" in capsys.readouterr().out
    graded.run("notas", TAREA, "--moodle", sheet, "--simular", sources=OURS)
    assert f"! Entregas rechazadas: 1\n      {LUIS.name}" in capsys.readouterr().out


def test_what_was_refused_and_is_handed_in_well_is_no_longer_refused(course, sheet, tmp_path):
    bad = make_zip(tmp_path / "e.zip", {f"{folder(LUIS)}/trabajo.pdf": b"%PDF"})
    course.run("recoger", TAREA, "--moodle", bad, "--hoja", sheet)
    assert list(ledger.refused(course.root, TAREA)) == [LUIS.email]
    good = make_zip(tmp_path / "f.zip", {f"{folder(LUIS)}/{TAREA}.ipynb": notebook("a")})
    course.run("recoger", TAREA, "--moodle", good, "--hoja", sheet)
    assert ledger.refused(course.root, TAREA) == {}


def test_with_nothing_graded_it_refuses(course, sheet):
    """`generar` ya pone la tarea en el libro: sin notas no hay nada que escribir."""
    course.enrol(Student("a"))
    with Gradebook(course.folder.db_url) as book:
        book.add_assignment(TAREA)
    with pytest.raises(UserError, match="No hay nada calificado"):
        course.run("notas", TAREA, "--moodle", sheet, sources=OURS)


def test_a_teachers_own_comment_survives_the_import_as_html(graded, tmp_path, capsys):
    mine = "Mira a<b y c>d & luego &lt;x"
    people = [replace(ANA, comment=mine), replace(LUIS, comment="<p>Bien</p>"), INIGO, MARIA]
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet(people))
    graded.run("notas", TAREA, "--moodle", hoja, sources=OURS)
    rows = csv.DictReader(io.StringIO((tmp_path / "h-con-notas.csv").read_text("utf-8-sig")))
    kept = {r["Dirección de correo"]: r["Comentarios de retroalimentación"] for r in rows}
    assert kept[ANA.email] == "Mira a&lt;b y c&gt;d &amp; luego &amp;lt;x"
    assert kept[LUIS.email] == "<p>Bien</p>"
    assert f"se escribe de modo que no se pierda: 1\n      {ANA.name}" in capsys.readouterr().out


def test_a_mark_by_hand_and_what_has_no_finding_are_in_the_comment(graded, sheet, tmp_path):
    with Gradebook(graded.folder.db_url) as book:
        book.find_grade(TEXT, TAREA, TAREA, ANA.email).manual_score = 1.5
        book.db.commit()
    why = {(ANA.email, "t1.gradiente_numerico"): "se acabó el tiempo"}
    graded.run("notas", TAREA, "--moodle", sheet, sources=replace(OURS, reasons=lambda c, t: why))
    rows = csv.DictReader(io.StringIO((tmp_path / "hoja-con-notas.csv").read_text("utf-8-sig")))
    said = {r["Dirección de correo"]: r["Comentarios de retroalimentación"] for r in rows}
    assert said[ANA.email] == (
        "Nota: 4 de 6 puntos. t1.gradiente_numerico: 2,5 de 4, se acabó el tiempo. "
        "t1.reflexion: 1,5 de 2."
    )
    assert said[MARIA.email].startswith("Corrección automática: 0 de 6 puntos.")


def test_marking_workflow_holds_the_marks_back_and_it_is_said(graded, tmp_path, capsys):
    hoja = tmp_path / "h.csv"
    text = (
        worksheet([ANA])
        .decode()
        .replace(
            '"Última modificación (entrega)"',
            '"Estado de la calificación","Última modificación (entrega)"',
        )
    )
    hoja.write_text(text.replace('"sábado', '"Sin calificar","sábado'), encoding="utf-8")
    graded.run("notas", TAREA, "--moodle", hoja, "--simular", sources=OURS)
    assert "quedan retenidas" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        (roster.read_moodle, "En la lista de participantes de Moodle falta la columna"),
        (roster.read_canvas, "En el libro de Canvas falta la columna"),
        (lambda data: canvas.read_book(data, None), "En el libro de Canvas falta la columna"),
    ],
)
def test_what_is_missing_is_said_in_good_spanish(reader, words):
    with pytest.raises(UserError, match=words):
        reader(b"uno,dos\n1,2\n")


def test_notas_says_why_it_cannot_write(graded, tmp_path):
    with pytest.raises(UserError, match="es una carpeta"):
        graded.run("notas", TAREA, "--csv", "-o", tmp_path, sources=OURS)


def test_notas_xlsx_has_numbers_and_no_formulas(graded, tmp_path):
    out = tmp_path / "n.xlsx"
    graded.enrol(Student("mala", "=1+1", "x"))
    graded.run("notas", TAREA, "--xlsx", "-o", out, sources=OURS)
    rows = {row[0].value: row for row in load_workbook(out).active.rows}
    assert rows[ANA.email][9].value == 5.83
    assert rows["mala"][2].value == "'=1+1"
    assert all(c.data_type != "f" for row in rows.values() for c in row)


def test_notas_canvas_and_blackboard(course, tmp_path):
    course.enrol(Student("ana", lms_user_id="101"), Student("inigo", lms_user_id="102"))
    course.grade({"ana": {A: 1.0}, "inigo": {A: 2.0}})
    canvas, board = tmp_path / "c.csv", tmp_path / "b.csv"
    canvas.write_bytes(CANVAS)
    board.write_bytes(BLACKBOARD)
    course.run("notas", TAREA, "--canvas", canvas, sources=OURS)
    course.run("notas", TAREA, "--blackboard", board, "--columna", "664617", sources=OURS)
    assert b"ana,GPU101,5.00,75" in (tmp_path / "c-con-notas.csv").read_bytes()
    assert b'"Yes","10.00"\r\n' in (tmp_path / "b-con-notas.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Di qué hay que escribir"),
        (["--moodle", "no-existe.csv"], "No se puede leer"),
        (["--csv", "-o", "no/existe/x.csv"], "No existe la carpeta"),
    ],
)
def test_mistakes_are_explained(graded, arguments, words):
    with pytest.raises(UserError, match=words):
        graded.run("notas", TAREA, *arguments, sources=OURS)


def test_the_sheet_is_never_overwritten(graded, sheet):
    with pytest.raises(UserError, match="mismo fichero"):
        graded.run("notas", TAREA, "--moodle", sheet, "-o", sheet, sources=OURS)
    assert sheet.read_bytes() == worksheet()


def test_without_marks_it_says_what_to_do(course, sheet):
    with pytest.raises(UserError, match=f"autograde calificar {TAREA}"):
        course.run("notas", TAREA, "--moodle", sheet)
    course.enrol(Student("a"))
    with pytest.raises(UserError, match="no está en el libro"):
        course.run("notas", TAREA, "--moodle", sheet)


PARTICIPANTS = (
    '\ufeffNombre,Apellido(s),"Número de ID","Dirección de correo"\n'
    'Ana,"López García",A001,ana@uni.example\n'
    'Íñigo,"Muñoz de la Peña",,inigo@uni.example\n'
)


def test_alumnado_moodle(course, tmp_path, capsys):
    path = tmp_path / "p.csv"
    path.write_text(PARTICIPANTS, encoding="utf-8")
    assert course.run("alumnado", "--moodle", path) == 0
    assert read_students(course.folder) == (
        Student("ana@uni.example", "Ana", "López García", "ana@uni.example", "A001"),
        Student("inigo@uni.example", "Íñigo", "Muñoz de la Peña", "inigo@uni.example"),
    )
    assert "Estudiantes añadidos: 2" in capsys.readouterr().out
    course.run("alumnado", "--moodle", path)
    assert "Sin cambios: 2" in capsys.readouterr().out


def test_alumnado_keeps_the_ids_and_the_data_that_the_list_does_not_bring(course, tmp_path, capsys):
    course.enrol(Student("ana", "Anita", "", "ANA@uni.example", "A001"))
    path = tmp_path / "p.csv"
    path.write_text(PARTICIPANTS.replace("A001", ""), encoding="utf-8")
    course.run("alumnado", "--moodle", path, "--id", "usuario")
    assert {s.id: s for s in read_students(course.folder)} == {
        "ana": Student("ana", "Ana", "López García", "ana@uni.example", "A001"),
        "inigo": Student("inigo", "Íñigo", "Muñoz de la Peña", "inigo@uni.example"),
    }
    assert "Estudiantes actualizados: 1" in capsys.readouterr().out


def test_alumnado_from_the_gradebook_export_of_moodle(course, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(
        'Nombre,Apellido(s),"Número de ID",Institution,Department,"Dirección de correo",'
        '"Tarea: Práctica 1 (Real)"\nAna,López,A1,,,ana@uni.example,7.25\n',
        encoding="utf-8",
    )
    course.run("alumnado", "--moodle", path, "--id", "numero")
    assert read_students(course.folder)[0].id == "a1"


def test_alumnado_canvas(course, tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(CANVAS)
    assert course.run("alumnado", "--canvas", path, "--id", "usuario") == 0
    students = {s.id: s for s in read_students(course.folder)}
    assert students["ana"] == Student("ana", "Ana", "López García", "", "101")
    assert sorted(students) == ["ana", "exenta", "inigo"]


def test_alumnado_tells_who_cannot_be_told_apart(course, tmp_path, capsys):
    path = tmp_path / "p.csv"
    path.write_text(PARTICIPANTS + "Ana,López,,ana@otra.example\nSin,Correo,,\n", encoding="utf-8")
    assert course.run("alumnado", "--moodle", path, "--id", "usuario") == 3
    out = capsys.readouterr().out
    assert "hay 2 filas para ana" in out
    assert "no tiene usuario en el fichero" in out
    assert [s.id for s in read_students(course.folder)] == ["inigo"]


def test_who_was_collected_by_name_keeps_that_id_when_the_list_arrives(course, tmp_path):
    entries = {f"{folder(ANA)}/{TAREA}.ipynb": notebook("a")}
    course.run("recoger", TAREA, "--moodle", make_zip(tmp_path / "e.zip", entries))
    course.enrol(Student("ana-lopez-garcia"))  # como hace nbgrader al corregir
    path = tmp_path / "p.csv"
    path.write_text(PARTICIPANTS, encoding="utf-8")
    course.run("alumnado", "--moodle", path)
    students = {s.id: s.email for s in read_students(course.folder)}
    assert students == {
        "ana-lopez-garcia": "ana@uni.example",
        "inigo@uni.example": "inigo@uni.example",
    }


def test_alumnado_simulated(course, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text(PARTICIPANTS, encoding="utf-8")
    course.run("alumnado", "--moodle", path, "--simular")
    assert read_students(course.folder) == ()


@pytest.mark.lento
def test_a_class_of_two_thousand(course, tmp_path):
    people = [Person(i, f"Ana López {i}", f"a{i}@uni.example") for i in range(2000)]
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet(people))
    course.run("alumnado", "--moodle", hoja)
    course.grade({p.email: {A: 1.5} for p in people})
    assert course.run("notas", TAREA, "--moodle", hoja, sources=OURS) == 0
    assert set(grades(tmp_path / "h-con-notas.csv").values()) == {"7,50"}
