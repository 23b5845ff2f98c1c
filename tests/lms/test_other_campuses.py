"""Los ZIP de entregas de Canvas y de Blackboard, con los nombres que ellos ponen."""

import os
import stat
import zipfile

import pytest

from autograde.errors import UserError
from autograde.lms import ledger
from autograde.lms.archive import Limits, open_nested
from autograde.lms.blackboard_zip import parse_info, plain_name
from autograde.lms.campus import CANVAS
from autograde.lms.collect import CollectOptions, collect
from autograde.lms.gradebook import read_students
from autograde.lms.people import Roster, Student
from tests.lms.samples import BLACKBOARD, TAREA, make_zip, notebook, zip_bytes
from tests.lms.samples import CANVAS as BOOK
from tests.lms.test_commands import OURS

FILE = f"{TAREA}.ipynb"
ANA, INIGO = f"lópezgarcíaana_101_5001_{FILE}", f"muñozdelapeñaíñigo_LATE_102_5002_{FILE}"
STEM = "Práctica_1_ana_attempt_2026-11-20-10-11-12"
INFO = (
    "Name: Ana López García ({user})\n"
    "Assignment: Práctica_1\n"
    "Date Submitted: Friday, November 20, 2026 10:11:12 AM CET\n"
    "Current Grade: Not Yet Graded\n\n"
    "Submission Field:\nThere is no student submission text data for this assignment.\n\n"
    "Comments:\n{comment}\n\n"
    "Files:\n\tOriginal filename: {original}\n\tFilename: {stored}\n\n"
)


def info(user="ana", comment="There are no student comments for this assignment.", **names):
    text = INFO.format(user=user, comment=comment, **{"original": FILE, "stored": "", **names})
    return text.encode()


@pytest.fixture
def take(course, tmp_path):
    def run(campus, entries, *options, book=None):
        source = make_zip(tmp_path / "e.zip", entries)
        if book is not None:
            (tmp_path / "libro.csv").write_bytes(book)
            options = (*options, "--hoja", tmp_path / "libro.csv")
        return course.run("recoger", TAREA, campus, source, "--zona", "UTC", *options)

    return run


def test_canvas_is_collected_by_the_number_of_its_book(course, take, capsys):
    assert take("--canvas", {ANA: notebook("a"), INIGO: notebook("i")}, book=BOOK) == 3
    # un ZIP de Canvas no da fechas: la de las entradas es la de la descarga
    assert course.submitted("a001") == {FILE: notebook("a")}
    assert course.submitted("a002") == {FILE: notebook("i")}
    told = capsys.readouterr().out
    assert "! Tarde según el campus, que no da la fecha: no llevan descuento: 1" in told
    assert "Canvas no da la fecha de entrega" in told
    assert "Sin entrega: 1" in told


def test_canvas_is_identified_with_the_class_list(course, take, tmp_path):
    (tmp_path / "c.csv").write_bytes(BOOK)
    course.run("alumnado", "--canvas", tmp_path / "c.csv", "--id", "usuario")
    assert take("--canvas", {ANA: notebook("a")}) == 0
    assert course.submitted("ana") == {FILE: notebook("a")}


def test_canvas_without_book_nor_list_keeps_one_person_as_one(course, take, tmp_path):
    assert take("--canvas", {ANA: notebook("a")}) == 0
    (student,) = os.listdir(course.root / "submitted")
    course.enrol(Student(student))  # como hace nbgrader al corregir
    (tmp_path / "c.csv").write_bytes(BOOK)
    course.run("alumnado", "--canvas", tmp_path / "c.csv", "--id", "usuario")
    assert student in {s.id for s in read_students(course.folder) if s.lms_user_id == "101"}
    assert "ana" not in {s.id for s in read_students(course.folder)}


def test_a_later_upload_to_canvas_replaces_and_an_earlier_one_does_not(course, take):
    again = ANA.replace("5001", "5100").replace(FILE, f"{TAREA}-1.ipynb")
    take("--canvas", {ANA: notebook("1")}, book=BOOK)
    assert take("--canvas", {again: notebook("2")}, book=BOOK) == 0
    assert course.submitted("a001") == {FILE: notebook("2")}
    assert take("--canvas", {ANA: notebook("1")}, book=BOOK) == 0  # ya se conocía
    assert course.submitted("a001") == {FILE: notebook("2")}
    between = ANA.replace("5001", "5050")
    assert take("--canvas", {between: notebook("3")}, book=BOOK) == 3
    assert course.submitted("a001") == {FILE: notebook("2")}


def test_of_two_notebooks_in_canvas_the_copy_with_the_highest_number_counts(course, take, capsys):
    entries = {ANA: notebook("1"), ANA.replace(FILE, f"{TAREA}-1.ipynb"): notebook("2")}
    assert take("--canvas", entries, book=BOOK) == 3
    assert course.submitted("a001")[FILE] == notebook("2")
    assert "! Cuadernos que se dejaron aparte" in capsys.readouterr().out


@pytest.mark.parametrize("name", [f"anon_aB3d9_5001_{FILE}", f"LATE_anon_aB3d9_5001_{FILE}"])
def test_anonymous_marking_in_canvas_is_said(course, take, capsys, name):
    assert take("--canvas", {name: notebook("a")}) == 3
    assert "la corrección es anónima" in capsys.readouterr().out
    assert not (course.root / "submitted").exists()


def test_a_group_in_canvas_is_not_given_to_one_of_its_members(course, take, capsys):
    assert take("--canvas", {f"losrojos_101_5001_{FILE}": notebook("a")}, book=BOOK) == 3
    assert "si la tarea es de grupo" in capsys.readouterr().out
    assert not (course.root / "submitted").exists()


def test_text_and_links_of_canvas_are_not_notebooks(course, take, capsys):
    entries = {
        ANA: notebook("a"),
        "lópezgarcíaana_101_text.html": b"<p>hola</p>",
        "muñozdelapeñaíñigo_102_link.html": b"<a>",
        "suelto.ipynb": notebook("x"),
    }
    assert take("--canvas", entries, book=BOOK) == 3
    told = capsys.readouterr().out
    assert "no trae ningún cuaderno de Jupyter: solo link.html" in told
    assert "suelto.ipynb: su nombre no es el de una entrega de Canvas" in told
    assert course.submitted("a001") == {FILE: notebook("a")}


def test_a_zip_handed_in_to_canvas_is_opened_and_travels_without_dates(course, take):
    inner = zip_bytes({f"t/{FILE}": notebook("a"), "t/datos.csv": b"1"})
    take("--canvas", {ANA.replace(FILE, "todo.zip"): inner}, book=BOOK)
    assert course.submitted("a001") == {FILE: notebook("a"), "t/datos.csv": b"1"}


def test_the_book_of_another_course_is_refused(take):
    with pytest.raises(UserError, match="de otra tarea o de otro curso"):
        take("--canvas", {ANA.replace("101", "999"): notebook("a")}, book=BOOK)


def test_hostile_entries_cost_the_same_in_canvas(course, tmp_path):
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as z:
        link = zipfile.ZipInfo(INIGO)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        z.writestr(link, "/etc/passwd")
        z.writestr(ANA, notebook("a"))
        z.writestr(f"../{ANA}", b"x")
        z.writestr(ANA.replace("101", "105"), bytes(3_000_000))
    options = CollectOptions(limits=Limits(file_bytes=1 << 20))
    report = collect(course.folder, TAREA, path, None, Roster((), {}), options, CANVAS)
    assert len(os.listdir(course.root / "submitted")) == 1
    for reason in ("es un enlace", "sale de la carpeta", "ocupa más de 1 MiB"):
        assert reason in report.text()


def test_marks_and_feedback_go_back_to_canvas(course, take, tmp_path, capsys):
    take("--canvas", {ANA: notebook("a")})
    (student,) = os.listdir(course.root / "submitted")
    course.enrol(Student(student))
    course.grade({student: {"t1-x": 1.0}})
    pages = course.root / "feedback" / student / TAREA
    pages.mkdir(parents=True)
    (pages / f"{TAREA}.html").write_text("x", encoding="utf-8")
    book, target = tmp_path / "c.csv", tmp_path / "r.zip"
    book.write_bytes(BOOK)
    course.run("notas", TAREA, "--canvas", book, "--retroalimentacion", target, sources=OURS)
    assert (
        b'"L\xc3\xb3pez Garc\xc3\xada, Ana",101,A001,ana,GPU101,5.00'
        in (tmp_path / "c-con-notas.csv").read_bytes()
    )
    with zipfile.ZipFile(target) as z:
        assert z.namelist() == [f"lópezgarcíaana_101_5001_{TAREA}-retroalimentacion.html"]
    assert "tarea de Canvas" in capsys.readouterr().out


def test_the_identifiers_of_one_campus_are_not_those_of_another(course, take):
    take("--canvas", {ANA: notebook("a")})
    known = ledger.read(course.root, TAREA)
    assert list(known) == ["canvas:101"]
    assert ledger.of_campus(known, "moodle") == {}
    assert list(ledger.of_campus(known, "canvas")) == ["101"]


@pytest.mark.parametrize("word", ["attempt", "intento", "poging"])
def test_blackboard_gives_the_last_attempt_with_its_date(course, take, capsys, word):
    first = STEM.replace("attempt", word)
    second = first.replace("20-10-11-12", "21-09-00-00")
    entries = {
        f"{first}.txt": info(stored=f"{first}_{FILE}"),
        f"{first}_{FILE}": notebook("1"),
        f"{first}_viejo.csv": b"1",
        f"{second}.txt": info(original="mi práctica.ipynb", stored=f"{second}_mi.ipynb"),
        f"{second}_mi.ipynb": notebook("2"),
        f"{second}_nuevo.csv": b"2",
    }
    assert take("--blackboard", entries) == 0
    assert course.submitted("ana") == {
        FILE: notebook("2"),
        "nuevo.csv": b"2",
        "timestamp.txt": b"2026-11-21 09:00:00.000000 UTC\n",
    }
    told = capsys.readouterr().out
    assert f"mi práctica.ipynb se guarda como {FILE}; de 2 intentos se toma el último" in told


def test_the_user_of_blackboard_may_have_underscores_and_is_that_of_the_book(course, take):
    stem = STEM.replace("_ana_", "_ana_lopez_")
    book = BLACKBOARD.replace(b'"ana"', b'"Ana_Lopez"')
    entries = {f"{stem}.txt": info("ana_lopez"), f"{stem}_{FILE}": notebook("a")}
    assert take("--blackboard", entries, book=book) == 0
    assert FILE in course.submitted("a001")


def test_what_a_student_says_in_blackboard_is_told(take, capsys):
    entries = {
        f"{STEM}.txt": info(comment="El bueno\nes el segundo\x1b[2J"),
        f"{STEM}_{FILE}": notebook("a"),
    }
    assert take("--blackboard", entries) == 0
    told = capsys.readouterr().out
    assert "deja un comentario en Blackboard: El bueno es el segundo" in told
    assert "\x1b" not in told


def test_an_attempt_without_files_is_a_refused_submission(take, capsys):
    assert take("--blackboard", {f"{STEM}.txt": info(), "gradebook.xls": b""}) == 3
    told = capsys.readouterr().out
    assert "no trae ningún cuaderno" in told
    assert "gradebook.xls: su nombre no es el de una entrega de Blackboard" in told


def test_an_untouched_newer_attempt_does_not_win_and_it_is_said(course, take, capsys):
    second = STEM.replace("20-10-11-12", "21-09-00-00")
    source = (course.root / "source" / TAREA / FILE).read_bytes()
    entries = {f"{STEM}_{FILE}": notebook("trabajado"), f"{second}_{FILE}": source}
    assert take("--blackboard", entries) == 3
    assert course.submitted("ana")[FILE] == notebook("trabajado")
    assert "! Cuadernos que se dejaron aparte" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("original", "kept"),
    [("../../fuera.ipynb", "fuera.ipynb"), ("C:\\x\\t.ipynb", "t.ipynb"), ("..", "sin-nombre")],
)
def test_the_original_name_never_leads_outside(original, kept):
    assert plain_name(original) == kept


def test_a_translated_info_file_is_read_by_its_places():
    text = (
        "Nombre: Ana (Nita) López (ana)\nActividad: P1\n\nComentarios:\nHola\n\n"
        "Archivos:\n\tNombre de archivo original: a.ipynb\n\tNombre de archivo: P1_ana_x_a.ipynb\n"
    )
    found = parse_info(text, {"P1_ana_x_a.ipynb"})
    assert (found.name, found.user, found.comment) == ("Ana (Nita) López", "ana", "Hola")
    assert found.originals == {"P1_ana_x_a.ipynb": "a.ipynb"}


def test_blackboard_takes_no_feedback_in_a_zip(course, take, tmp_path):
    take("--blackboard", {f"{STEM}.txt": info(), f"{STEM}_{FILE}": notebook("a")})
    course.enrol(Student("ana"))
    course.grade({"ana": {"t1-x": 1.0}})
    with pytest.raises(UserError, match="Blackboard no admite"):
        course.run("notas", TAREA, "--retroalimentacion", tmp_path / "r.zip", sources=OURS)


def test_an_empty_zip_of_another_campus_says_what_to_download(take):
    for campus, name in (("--canvas", "Canvas"), ("--blackboard", "Blackboard")):
        with pytest.raises(UserError, match=f"ninguna entrega de {name}"):
            take(campus, {"Ana_3_assignsubmission_file/x.ipynb": b"{}"})


def test_the_control_reads_a_zip_of_each_campus():
    contents = open_nested(zip_bytes({ANA: notebook("a")}))
    (entry,), unknown = CANVAS.read(contents)
    assert (entry.identifier, entry.name, unknown) == ("101", "lópezgarcíaana", [])
