"""Hojas, listas y ZIP con los que se perdía algo, y lo que debe salir; la gente es inventada."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from autograde.errors import UserError
from autograde.lms import canvas, moodle, numbers, roster
from autograde.lms.dates import parse_moodle
from autograde.lms.table import read_table
from autograde.pipeline.plan import students_with_submission
from tests.lms.samples import (
    ANA,
    CANVAS,
    CLASS,
    INIGO,
    SPANISH,
    TAREA,
    folder,
    make_zip,
    notebook,
    worksheet,
)

FILE = f"{TAREA}.ipynb"
#: el hueco de nbgrader, que es el de un curso de prueba sin configurar
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
VALENCIAN = (
    "Identificador,Nom complet,Adreça electrònica,Estat,Qualificació,Qualificació màxima,"
    "La qualificació es pot canviar,Darrera modificació (tramesa),"
    "Darrera modificació (qualificació),Comentaris de retroalimentació"
)
GALICIAN = (
    "Identificador,Nome completo,Enderezo de correo,Estado,Cualificación,Cualificación máxima,"
    "A cualificación pode cambiarse,Última modificación (entrega),"
    "Última modificación (cualificación),Comentarios de retroalimentación"
)
PORTUGUESE = (
    "Identificador,Nome completo,Endereço de e-mail,Estado,Avaliação,Avaliação máxima,"
    "A avaliação pode ser alterada,Última atualização (submissão),"
    "Última atualização (avaliação),Comentários de feedback"
)
FRENCH = (
    "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,"
    "La note peut être modifiée,Dernière modification (travail remis),"
    "Dernière modification (note),Feedback par commentaires"
)


@pytest.mark.parametrize("header", [VALENCIAN, GALICIAN, PORTUGUESE, FRENCH])
def test_a_sheet_in_another_language_is_read(header):
    sheet = moodle.read_sheet(worksheet(header=header))
    assert [row.keys.email for row in sheet.rows] == [p.email for p in CLASS]
    assert {row.maximum for row in sheet.rows} == {Decimal(10)}
    assert sheet.comment_column == 9


def test_a_sheet_in_a_language_that_is_not_known_says_what_to_do():
    german = SPANISH.replace("Identificador", "ID-Nummer").replace("Calificación,", "Bewertung,")
    with pytest.raises(UserError, match="idioma"):
        moodle.read_sheet(worksheet(header=german))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("divendres, 20 de novembre de 2026, 10:05", 11),
        ("dimecres, 9 de desembre de 2026, 10:05", 12),
        ("dijous, 1 d’octubre de 2026, 10:05", 10),
        ("martes, 6 de xaneiro de 2026, 10:05", 1),
        ("luns, 15 de xuño de 2026, 10:05", 6),
        ("segunda-feira, 14 de setembro de 2026, 10:05", 9),
        ("lundi 15 juin 2026, 10:05", 6),
        ("mercredi 15 juillet 2026, 10:05", 7),
        ("mardi 4 août 2026, 10:05", 8),
        ("sábado, 21 de noviembre de 2026, 08:26", 11),
        ("Saturday, 21 June 2026, 8:26 AM", 6),
    ],
)
def test_the_months_of_those_languages(text, month):
    date = parse_moodle(text)
    assert date is not None
    assert date.month == month


def test_the_empty_cells_that_a_spreadsheet_dropped_are_filled_and_the_rest_stays():
    data = worksheet().replace(b',-,""\n', b",-\n")
    sheet = moodle.read_sheet(data)
    assert all(row.comment == "" for row in sheet.rows)
    written = sheet.table.with_cells({(1, 4): "7,25", (1, 9): "Bien"}).to_bytes()
    before, after = data.splitlines(), written.splitlines()
    assert after[1].endswith(b",-,Bien")
    assert after[2:] == before[2:]


def test_a_file_that_is_cut_is_not_one_with_dropped_cells():
    with pytest.raises(UserError, match="columnas"):
        moodle.read_sheet(worksheet().rstrip(b"\n").rpartition(b",-,")[0])


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        (lambda d: b"\xef\xbb\xbfsep=;\r\n" + d[3:].replace(b",", b";"), "sep=;"),
        (
            lambda d: d[3:].decode().encode().decode("cp1252", "ignore").encode(),
            "letras estropeadas",
        ),
        (lambda d: d[3:].decode().encode("mac_roman"), "Mac Roman"),
    ],
)
def test_what_a_spreadsheet_spoilt_is_said_with_its_cause(spoil, cause):
    with pytest.raises(UserError, match=cause):
        moodle.read_sheet(spoil(worksheet([ANA])))


def test_without_a_maximum_moodle_would_store_nothing():
    rows = worksheet([ANA]).replace(b',"Calificaci\xc3\xb3n m\xc3\xa1xima"', b"")
    with pytest.raises(UserError, match="Ninguna"):
        moodle.read_sheet(rows.replace(b',"10,00",', b","))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1.000.000", "1000000"),
        ("10,00", "10.00"),
        ("1.234", "1.234"),
        ("1.23,4", None),
        ("diez", None),
    ],
)
def test_thousands_are_read_and_what_is_not_a_number_is_not_absent(text, value):
    assert numbers.parse(text) == (None if value is None else Decimal(value))
    if value is None:
        with pytest.raises(UserError, match="No se entiende el número"):
            numbers.stated(text, "el máximo")


def test_a_list_without_e_mail_is_accepted_when_there_is_another_key():
    (entry,) = roster.read_moodle(
        'Nombre,"Apellido(s)","Número de ID",Grupos\nAna,López,00123456,\n'.encode()
    )
    assert roster.new_id(entry.keys, "numero") == "00123456"
    with pytest.raises(UserError, match="ni correo"):
        roster.read_moodle("Nombre,Apellido(s)\nAna,López\n".encode())


def test_teachers_are_not_enrolled():
    text = "Nombre,Apellido(s),Dirección de correo,Roles\n"
    text += "Ana,López,a@u.es,Estudiante\nPaz,Ríos,p@u.es,Profesor\n"
    assert [e.first_name for e in roster.read_moodle(text.encode())] == ["Ana"]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("Nombre,Apellido(s),Dirección de correo", "Ana,López,a@u.es", "no dice quién es docente"),
        ("Nombre,Apellido(s),Dirección de correo,Roles", "Ana,López,a@u.es,Estudiante", ""),
        ("Nombre,Apellido(s),Dirección de correo,Roles", "Paz,R,p@u.es,Profesor", "1 persona que"),
        ("Nombre,Apellido(s),Dirección de correo,Tarea: P1 (Real)", "Ana,López,a@u.es,7", ""),
        ("Identificador,Nombre completo,Dirección de correo", "Participante1,Ana,a@u.es", ""),
    ],
)
def test_a_list_says_what_it_knows_of_teachers(header, row, said):
    told = roster.about_teachers(f"{header}\n{row}\n".encode())
    assert said in told if said else not told


def test_who_teaches_and_studies_is_a_student():
    assert roster.teaches("Profesor sin permiso de edición")
    assert not roster.teaches("Estudiante, Profesor sin permiso de edición")


def test_a_reopened_attempt_is_not_a_submission_that_is_missing():
    reopened = replace(ANA, status="Reabierto")
    (row,) = moodle.read_participants(read_table(worksheet([reopened]), moodle.WHAT))
    assert not row.submitted_something
    (row,) = moodle.read_participants(read_table(worksheet([ANA]), moodle.WHAT))
    assert row.submitted_something


def test_a_book_with_many_empty_cells_dropped_is_read():
    """Excel deja de escribir las celdas vacías del final en bloques enteros de filas."""
    titles = ",".join(f"Práctica {i} ({i})" for i in range(1, 20))
    book = f"Student,ID,SIS User ID,SIS Login ID,Section,{titles}\n"
    book += "    Points Possible,,,,," + ",".join(["10"] * 19) + "\n"
    book += '"López, Ana",101,A001,ana,G1\n"Ruiz, Eva",102,A002,eva,G1\n'
    sheet = canvas.read_book(book.encode(), "7")
    assert [row.keys.lms_user_id for row in sheet.rows] == ["101", "102"]
    assert b"ana,G1,,,,,,,9\n" in sheet.table.with_cells({(2, 11): "9"}).to_bytes()


def test_a_row_broken_in_two_is_not_one_with_dropped_cells():
    with pytest.raises(UserError, match="columnas"):
        read_table(b"a,b,c,d\n1,Ana\nLopez,3,4\n", "el libro")


@pytest.mark.parametrize("title", ["Final Grade", "Unposted Current Score", "Override Status"])
def test_what_canvas_ignores_by_its_name_is_said(title):
    book = CANVAS.replace("Práctica 1".encode(), title.encode())
    (said,) = [n for n in canvas.read_book(book, "12345").notes if "se salta" in n]
    assert title.removeprefix("Unposted ") in said
    assert not [n for n in canvas.read_book(CANVAS).notes if "se salta" in n]


def test_a_person_that_canvas_ignores_is_said_by_name():
    book = CANVAS + b'"Points Possible, Ana",104,A4,pp,G1,,\n'
    (said,) = [n for n in canvas.read_book(book).notes if "se salta" in n]
    assert "Points Possible, Ana" in said


def work(text: str, grade_id: str = "t1-x") -> bytes:
    cell = {
        "cell_type": "code",
        "metadata": {"nbgrader": {"grade_id": grade_id, "solution": True, "schema_version": 3}},
        "source": text,
        "outputs": [],
        "execution_count": None,
    }
    return json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    ).encode()


@pytest.fixture
def deliver(course, tmp_path):
    stub = work(STUB)
    (course.root / "source" / TAREA / FILE).write_bytes(stub)
    other = course.root / "source" / "t2_lotes"
    other.mkdir()
    (other / "t2_lotes.ipynb").write_bytes(work("x", "t2-y"))

    def run(entries):
        return course.run("recoger", TAREA, "--moodle", make_zip(tmp_path / "e.zip", entries))

    return run


@pytest.mark.parametrize("name", ["Copia de %s", "(1) %s", "ana_%s", "%s"])
def test_an_untouched_copy_never_wins(course, deliver, capsys, name):
    good = work("def f(): return 1")
    where = folder(ANA)
    worked = name % FILE if name != "%s" else "mi practica.ipynb"
    entries = {f"{where}/{FILE}": work(STUB), f"{where}/{worked}": good}
    assert deliver(entries) == 3  # lo que se deja aparte se dice con «!»
    (student,) = (p.name for p in (course.root / "submitted").iterdir())
    assert course.submitted(student)[FILE] == good
    assert "! Cuadernos que se dejaron aparte" in capsys.readouterr().out


def test_the_notebook_of_another_assignment_is_said_and_left(course, deliver, capsys):
    assert deliver({f"{folder(ANA)}/{FILE}": work("def g(): return 1", "t2-y")}) == 3
    assert "es de «t2_lotes»" in capsys.readouterr().out
    assert not (course.root / "submitted").exists()


def test_what_is_not_a_notebook_is_a_refused_submission(deliver, capsys):
    assert deliver({f"{folder(ANA)}/trabajo.pdf": b"%PDF-1.7"}) == 3
    told = capsys.readouterr().out
    assert "! Entregas rechazadas: 1" in told
    assert "Sin entrega" not in told


def test_the_name_of_the_folder_has_to_be_that_of_the_row(course, tmp_path, capsys):
    sheet = tmp_path / "h.csv"
    sheet.write_bytes(worksheet([ANA]))
    entries = {f"Equipo Rojo_{ANA.number}_assignsubmission_file/{FILE}": notebook("a")}
    source = make_zip(tmp_path / "e.zip", entries)
    assert course.run("recoger", TAREA, "--moodle", source, "--hoja", sheet) == 3
    assert "la hoja dice «Ana López García»" in capsys.readouterr().out
    assert not (course.root / "submitted").exists()


def test_what_a_system_leaves_is_nobody(course, deliver, capsys):
    where = folder(ANA)
    entries = {
        f"{where}/{FILE}": work("def f(): return 1"),
        f"{where}/._{FILE}": b"\0\5\x16\7",
        f"{where}/.ipynb_checkpoints/t1-checkpoint.ipynb": work("x = 1"),
        f"__MACOSX/{where}/._{FILE}": b"",
        f"__MACOSX/{where}/Icon\r": b"",
    }
    assert deliver(entries) == 0
    (student,) = os.listdir(course.root / "submitted")
    assert set(course.submitted(student)) == {FILE, "timestamp.txt"}
    for nobody in (".ipynb_checkpoints", "__MACOSX"):
        (course.root / "submitted" / nobody / TAREA).mkdir(parents=True)
    assert students_with_submission(course.folder, TAREA) == [student]


def test_an_online_text_beside_a_notebook_needs_nobody(course, deliver, capsys):
    where = folder(ANA).replace("_file", "_onlinetext")
    entries = {
        f"{folder(ANA)}/{FILE}": work("def f(): return 1"),
        f"{where}/onlinetext.html": b"<p>hola</p>",
    }
    assert deliver(entries) == 0
    told = capsys.readouterr().out
    assert "Con un texto en línea u otra cosa además del cuaderno, que no se guarda: 1" in told
    assert "!" not in told


def test_collecting_says_how_many_and_the_rest_if_asked(course, tmp_path, capsys):
    entries = {f"{folder(p)}/{FILE}": notebook(p.name) for p in (ANA, INIGO)}
    source = make_zip(tmp_path / "e.zip", entries)
    course.run("recoger", TAREA, "--moodle", source)
    told = capsys.readouterr().out
    assert "Entregas recogidas: 2" in told
    assert ANA.name not in told
    assert "con --detalle se dice de quién es cada cosa" in told
    course.run("recoger", TAREA, "--moodle", source)
    assert "Iguales a las que ya había: 2" in capsys.readouterr().out
    course.run("recoger", TAREA, "--moodle", source, "--reemplazar", "--detalle")
    assert "--detalle" not in capsys.readouterr().out


def test_the_dates_of_a_zip_are_those_of_the_upload_or_of_the_download(course, tmp_path, capsys):
    """Moodle 4.4 pone la de cada fichero; los anteriores, la de la descarga en todos."""
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as z:
        for person, day in ((ANA, 20), (INIGO, 21)):
            info = zipfile.ZipInfo(f"{folder(person)}/{FILE}", (2026, 11, day, 9, 0, 0))
            z.writestr(info, notebook(person.name))
    course.run("recoger", TAREA, "--moodle", path, "--simular")
    assert "serán las de la subida de cada fichero" in capsys.readouterr().out
    entries = {f"{folder(p)}/{FILE}": notebook(p.name) for p in (ANA, INIGO)}
    course.run("recoger", TAREA, "--moodle", make_zip(path, entries), "--simular")
    assert "serán las de la descarga" in capsys.readouterr().out
