"""`autograde recoger`: del ZIP de Moodle a las carpetas de nbgrader."""

import json
import os
import stat
import unicodedata
import zipfile
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from autograde.errors import UserError
from autograde.lms import archive, ledger
from autograde.lms.archive import Limits, Refused, safe_parts
from autograde.lms.collect import CollectOptions, collect
from autograde.lms.people import Roster, Student
from tests.lms.samples import (
    ANA,
    INIGO,
    LUIS,
    MARIA,
    TAREA,
    Person,
    folder,
    make_zip,
    notebook,
    worksheet,
    zip_bytes,
)

NOTEBOOK = f"{TAREA}.ipynb"
UTC = ZoneInfo("UTC")
STAMP = b"2026-11-21 08:26:00.000000 UTC\n"


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "hoja.csv"
    path.write_bytes(worksheet())
    return path


@pytest.fixture
def deliver(course, tmp_path):
    """Recoge un ZIP hecho con esas entradas y devuelve el estado de salida."""

    def run(entries, *options, date=(2026, 11, 20, 10, 0, 0)):
        source = make_zip(tmp_path / "entregas.zip", entries, date)
        return course.run("recoger", TAREA, "--moodle", source, "--zona", "UTC", *options)

    return run


@pytest.mark.parametrize(
    "path",
    [
        f"{folder(ANA)}/{NOTEBOOK}",
        f"{folder(ANA, '_')}/{NOTEBOOK}",
        f"{folder(ANA, '_')}{NOTEBOOK}",
        f"Curso-Práctica 1-99/{folder(ANA)}/{NOTEBOOK}",
        f"Grupo B-{folder(ANA)}/{NOTEBOOK}",
        f"{folder(ANA)}/mi carpeta/{NOTEBOOK}",
        unicodedata.normalize("NFD", f"{folder(ANA)}/{NOTEBOOK}"),
        f"{folder(ANA)}\\{NOTEBOOK}",
    ],
)
def test_every_way_moodle_names_a_submission(course, deliver, sheet, path):
    assert deliver({path: notebook("a")}, "--hoja", sheet) == 0
    assert course.submitted(ANA.email) == {NOTEBOOK: notebook("a"), "timestamp.txt": STAMP}


@pytest.mark.parametrize(
    "name",
    ["T1_Descenso.IPYNB", "mi practica.ipynb", f"{NOTEBOOK}.txt", f"{TAREA}.json", f"{TAREA}.txt"],
)
def test_a_wrong_file_name_is_repaired_and_told(course, deliver, sheet, name, capsys):
    assert deliver({f"{folder(ANA)}/{name}": notebook("a")}, "--hoja", sheet) == 0
    assert course.submitted(ANA.email)[NOTEBOOK] == notebook("a")
    assert f"{name} se guarda como {NOTEBOOK}" in capsys.readouterr().out


def test_of_several_attempts_the_newest_counts(course, tmp_path, capsys):
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as z:
        for name, day in ((NOTEBOOK, 20), ("intento2.ipynb", 22), ("viejo.ipynb", 19)):
            info = zipfile.ZipInfo(f"{folder(ANA)}/{name}", (2026, 11, day, 9, 0, 0))
            z.writestr(info, notebook(name))
    course.run("recoger", TAREA, "--moodle", path, "--zona", "UTC", "--detalle")
    assert course.submitted("ana-lopez-garcia") == {
        NOTEBOOK: notebook("intento2.ipynb"),
        "timestamp.txt": b"2026-11-22 09:00:00.000000 UTC\n",
    }
    out = capsys.readouterr().out
    assert f"se toma intento2.ipynb y no {NOTEBOOK}, viejo.ipynb" in out
    assert "fecha 22/11/2026 09:00 UTC, de ZIP o carpeta" in out
    assert "serán las de la subida de cada fichero" in out


def test_with_equal_dates_the_highest_copy_counts(course, deliver, sheet):
    names = (NOTEBOOK, f"{TAREA} (1).ipynb", f"{TAREA} (10).ipynb", f"{TAREA} (9).ipynb")
    deliver({f"{folder(ANA)}/{n}": notebook(n) for n in names}, "--hoja", sheet)
    assert course.submitted(ANA.email)[NOTEBOOK] == notebook(names[2])


def test_a_zip_inside_is_opened_and_other_files_travel(course, deliver, sheet):
    inner = zip_bytes(
        {
            f"entrega/{NOTEBOOK}": notebook("a"),
            "entrega/datos/x.csv": b"1",
            "__MACOSX/._x": b"",
            "entrega/timestamp.txt": b"1999-01-01 00:00:00",
        }
    )
    assert deliver({f"{folder(ANA)}/entrega.zip": inner}, "--hoja", sheet) == 0
    assert course.submitted(ANA.email) == {
        NOTEBOOK: notebook("a"),
        "entrega/datos/x.csv": b"1",
        "timestamp.txt": STAMP,
    }


def test_a_plain_folder_works_too(course, tmp_path, sheet):
    for person in (ANA, INIGO):
        base = tmp_path / "descarga" / folder(person)
        base.mkdir(parents=True)
        (base / NOTEBOOK).write_bytes(notebook(person.name))
    status = course.run(
        "recoger", TAREA, "--moodle", tmp_path / "descarga", "--hoja", sheet, "--zona", "UTC"
    )
    assert status == 0
    assert course.submitted(INIGO.email)[NOTEBOOK] == notebook(INIGO.name)


def test_who_did_not_submit_is_told(deliver, sheet, capsys):
    deliver({f"{folder(ANA)}/{NOTEBOOK}": notebook("a")}, "--hoja", sheet, "--detalle")
    out = capsys.readouterr().out
    assert "Sin entrega: 1" in out
    assert "Según la hoja entregaron, y no vienen: 2" in out
    assert f"{LUIS.name}, {LUIS.email}\n" in out
    assert f"{INIGO.name}, {INIGO.email}: la hoja dice que entregó, pero no viene" in out


def test_without_a_sheet_the_roster_says_who_is_missing(course, deliver, capsys):
    course.enrol(Student("u1", "Ana", "López García"), Student("u2", "Luis", "Pérez"))
    deliver({f"Grupo A-{folder(ANA)}/{NOTEBOOK}": notebook("a")}, "--detalle")
    assert NOTEBOOK in course.submitted("u1")
    assert "Luis Pérez (u2)" in capsys.readouterr().out


def test_the_roster_gives_the_stable_id(course, deliver, sheet):
    course.enrol(Student("ana", "Ana", "López", ANA.email), Student("inigo", email=INIGO.email))
    entries = {f"{folder(p)}/{NOTEBOOK}": notebook(p.name) for p in (ANA, INIGO, MARIA)}
    deliver(entries, "--hoja", sheet)
    assert sorted(os.listdir(course.root / "submitted")) == ["ana", "inigo", MARIA.email]


def test_the_identifier_of_moodle_is_kept(course, deliver, sheet):
    deliver({f"{folder(ANA, '_')}{NOTEBOOK}": notebook("a")}, "--hoja", sheet)
    entry = ledger.read(course.root, TAREA)["3"]
    assert (entry.student, entry.flat, entry.date_from) == (ANA.email, True, "hoja de Moodle")
    assert entry.folder == folder(ANA, "_")


def test_same_names_without_a_sheet_are_ambiguous(course, deliver, capsys):
    twin = replace(ANA, number=50)
    entries = {f"{folder(p)}/{NOTEBOOK}": notebook(str(p.number)) for p in (ANA, twin, INIGO)}
    assert deliver(entries) == 3
    assert os.listdir(course.root / "submitted") == ["inigo-munoz-de-la-pena"]
    assert "Ambiguos, que no se tocan: 2" in capsys.readouterr().out


def test_same_names_with_a_sheet_are_told_apart(course, deliver, tmp_path):
    twin = replace(ANA, number=50, email="ana.otra@uni.example")
    sheet = tmp_path / "h.csv"
    sheet.write_bytes(worksheet([ANA, twin]))
    entries = {f"{folder(p)}/{NOTEBOOK}": notebook(str(p.number)) for p in (ANA, twin)}
    assert deliver(entries, "--hoja", sheet) == 0
    assert course.submitted(twin.email)[NOTEBOOK] == notebook("50")


def test_anonymous_submissions_are_collected_by_their_number(course, deliver):
    """Moodle acepta notas y retroalimentación por ese identificador, sin revelar identidades."""
    entries = {
        f"Participante_{i}_assignsubmission_file/{NOTEBOOK}": notebook(str(i)) for i in (1, 2)
    }
    assert deliver(entries) == 0
    for i in (1, 2):
        assert course.submitted(f"participante-{i}")[NOTEBOOK] == notebook(str(i))


def test_the_sheet_of_another_assignment_is_refused(deliver, tmp_path):
    sheet = tmp_path / "h.csv"
    sheet.write_bytes(worksheet([replace(ANA, number=900)]))
    with pytest.raises(UserError, match="otra tarea"):
        deliver({f"{folder(ANA)}/{NOTEBOOK}": notebook("a")}, "--hoja", sheet)


def test_a_newer_submission_replaces_and_an_older_one_does_not(course, deliver, capsys):
    path = f"{folder(ANA)}/{NOTEBOOK}"
    deliver({path: notebook("1")}, date=(2026, 11, 10, 8, 0, 0))
    assert deliver({path: notebook("2")}, date=(2026, 11, 12, 8, 0, 0)) == 0
    told = capsys.readouterr().out
    assert "Entregas sustituidas: 1" in told
    assert f"conservan su nota anterior hasta que ejecutes «autograde calificar {TAREA}»" in told
    assert deliver({path: notebook("3")}, date=(2026, 11, 11, 8, 0, 0)) == 3
    out = capsys.readouterr().out
    assert "la que llega, fecha 11/11/2026 08:00 UTC" in out
    assert "la que había, 12/11/2026 08:00 UTC" in out
    assert course.submitted("ana-lopez-garcia")[NOTEBOOK] == notebook("2")
    assert deliver({path: notebook("3")}, "--reemplazar", date=(2026, 11, 11, 8, 0, 0)) == 0
    assert course.submitted("ana-lopez-garcia")[NOTEBOOK] == notebook("3")
    assert os.listdir(course.root / "submitted" / "ana-lopez-garcia") == [TAREA]


def test_a_submission_without_date_is_not_replaced_silently(course, deliver):
    path = f"{folder(ANA)}/{NOTEBOOK}"
    deliver({path: notebook("1")})
    (course.root / "submitted" / "ana-lopez-garcia" / TAREA / "timestamp.txt").unlink()
    assert deliver({path: notebook("2")}) == 3
    assert course.submitted("ana-lopez-garcia")[NOTEBOOK] == notebook("1")


def test_the_same_again_changes_nothing_but_a_better_date(course, deliver, sheet, capsys):
    entries = {f"{folder(ANA)}/{NOTEBOOK}": notebook("1")}
    deliver(entries)
    deliver(entries, date=(2026, 12, 24, 0, 0, 0))
    stamp = course.submitted("ana-lopez-garcia")["timestamp.txt"]
    assert stamp == b"2026-11-20 10:00:00.000000 UTC\n"
    deliver(entries, "--hoja", sheet)
    assert course.submitted("ana-lopez-garcia")["timestamp.txt"] == STAMP


def test_simulating_writes_nothing(course, deliver, sheet, capsys):
    assert deliver({f"{folder(ANA)}/{NOTEBOOK}": notebook("a")}, "--hoja", sheet, "--simular") == 0
    assert not (course.root / "submitted").exists()
    assert not (course.root / ".curso").exists()
    assert "Entregas recogidas: 1" in capsys.readouterr().out


def test_a_submission_without_notebook_is_refused_and_the_rest_goes_on(course, deliver, capsys):
    entries = {
        f"{folder(ANA)}/trabajo.pdf": b"%PDF",
        f"{folder(LUIS)}/notas.rar": b"Rar!",
        f"{folder(INIGO)}/{NOTEBOOK}": notebook("a"),
        "Carlos_8_assignsubmission_onlinetext/onlinetext.html": b"<p>hola</p>",
        "LEEME.txt": b"",
    }
    assert deliver(entries) == 3
    assert os.listdir(course.root / "submitted") == ["inigo-munoz-de-la-pena"]
    out = capsys.readouterr().out
    assert "no trae ningún cuaderno" in out
    assert "solo se abren archivos ZIP" in out
    assert "LEEME.txt: su nombre no es el de una entrega de Moodle" in out


@pytest.mark.parametrize(
    "data", [b"{ roto", b"", b"\xef\xbb\xbf" + notebook("bom")], ids=["roto", "vacío", "BOM"]
)
def test_a_damaged_notebook_is_delivered_as_it_is(course, deliver, data):
    deliver({f"{folder(ANA)}/{NOTEBOOK}": data})
    assert course.submitted("ana-lopez-garcia")[NOTEBOOK] == data


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/passwd", "absoluta"),
        ("C:\\x", "absoluta"),
        ("a/../../x", "sale"),
        ("..\\x", "sale"),
        ("a\x00b", "control"),
        ("a\nb", "control"),
        ("x" * 300, "largo"),
        ("", "vacío"),
    ],
)
def test_dangerous_paths_are_refused(name, reason):
    with pytest.raises(Refused, match=reason):
        safe_parts(name)


def test_files_that_collide_do_not_lose_the_notebook(course, deliver, capsys):
    inner = zip_bytes({f"{NOTEBOOK}/trampa.txt": b"x", "a": b"1", "a/b": b"2"})
    owner = folder(ANA)
    assert deliver({f"{owner}/{NOTEBOOK}": notebook("a"), f"{owner}/e.zip": inner}) == 3
    assert set(course.submitted("ana-lopez-garcia")) == {NOTEBOOK, "a", "timestamp.txt"}
    assert capsys.readouterr().out.count("choca con el de otro") == 2


def test_a_folder_that_cannot_be_written_stops_only_that_student(course, deliver, capsys):
    (course.root / "submitted").mkdir()
    (course.root / "submitted" / "ana-lopez-garcia").write_text("no soy una carpeta")
    entries = {f"{folder(p)}/{NOTEBOOK}": notebook("a") for p in (ANA, INIGO)}
    assert deliver(entries) == 3
    assert NOTEBOOK in course.submitted("inigo-munoz-de-la-pena")
    assert "no se puede guardar" in capsys.readouterr().out


def test_names_cannot_move_the_cursor_of_the_terminal(deliver, capsys):
    deliver(
        {
            f"{folder(ANA)}/{NOTEBOOK}": notebook("a"),
            f"{folder(ANA)}/\x1b[2Jx.txt": b"",
            f"{folder(ANA)}/\u202ecod.txt": b"",
            f"{folder(ANA)}/\x9b2Jy.txt": b"",
        }
    )
    out = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\x9b"}.intersection(out)
    assert out.count("caracteres de control") == 3


def test_a_draft_is_told(deliver, tmp_path, capsys):
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet([replace(ANA, status="Borrador (no enviado)")]))
    deliver({f"{folder(ANA)}/{NOTEBOOK}": notebook("a")}, "--hoja", hoja)
    assert "es un borrador sin enviar" in capsys.readouterr().out


def test_who_was_collected_by_name_keeps_that_id_in_the_next_assignment(course, deliver, sheet):
    course.enrol(Student("ana-lopez-garcia"))
    deliver({f"{folder(ANA)}/{NOTEBOOK}": notebook("a")}, "--hoja", sheet)
    assert os.listdir(course.root / "submitted") == ["ana-lopez-garcia"]


def test_an_identifier_that_contradicts_the_email_is_ambiguous(course, deliver, tmp_path):
    path = f"{folder(ANA)}/{NOTEBOOK}"
    deliver({path: notebook("1")})  # 3 es, por nombre, ana-lopez-garcia
    course.enrol(
        Student("ana-lopez-garcia", email="ana1@uni.example"), Student("ana2", email=ANA.email)
    )
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet([ANA]))
    assert deliver({path: notebook("2")}, "--hoja", hoja, "--reemplazar") == 3
    assert course.submitted("ana-lopez-garcia")[NOTEBOOK] == notebook("1")


def test_a_path_that_leaves_the_folder_writes_nothing_outside(course, deliver, tmp_path):
    owner = folder(ANA)
    inner = zip_bytes({"../../fuera.txt": b"x", NOTEBOOK: notebook("a")})
    status = deliver(
        {f"{owner}/../../../fuera.txt": b"x", f"{owner}/e.zip": inner, "/fuera.txt": b"x"}
    )
    assert status == 3
    assert sorted(course.submitted("ana-lopez-garcia")) == [NOTEBOOK, "timestamp.txt"]
    assert not list(tmp_path.rglob("fuera.txt"))


def test_links_in_a_zip_are_refused(course, tmp_path, capsys):
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as z:
        link = zipfile.ZipInfo(f"{folder(ANA)}/{NOTEBOOK}")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        z.writestr(link, "/etc/passwd")
        z.writestr(f"{folder(INIGO)}/{NOTEBOOK}", notebook("a"))
    assert course.run("recoger", TAREA, "--moodle", path) == 3
    assert os.listdir(course.root / "submitted") == ["inigo-munoz-de-la-pena"]
    assert "es un enlace" in capsys.readouterr().out


def test_links_in_a_folder_are_refused(course, tmp_path, capsys):
    secret = tmp_path / "secreto"
    secret.mkdir()
    (secret / NOTEBOOK).write_bytes(notebook("secreto"))
    base = tmp_path / "descarga"
    (base / folder(ANA)).mkdir(parents=True)
    (base / folder(ANA) / NOTEBOOK).symlink_to(secret / NOTEBOOK)
    (base / folder(INIGO)).symlink_to(secret)
    (base / folder(MARIA)).mkdir()
    (base / folder(MARIA) / NOTEBOOK).write_bytes(notebook("a"))
    assert course.run("recoger", TAREA, "--moodle", base) == 3
    assert len(os.listdir(course.root / "submitted")) == 1
    assert capsys.readouterr().out.count("es un enlace") == 2


def collect_with(course, source, limits):
    return collect(
        course.folder,
        TAREA,
        source,
        None,
        Roster((), {}),
        CollectOptions(limits=limits, zone=UTC),
    )


@pytest.mark.parametrize(
    ("limits", "entry", "data", "reason"),
    [
        (Limits(file_bytes=1 << 20), NOTEBOOK, bytes(3_000_000), "ocupa más de 1 MiB"),
        (
            Limits(submission_bytes=2 << 20),
            "bomba.zip",
            zip_bytes({NOTEBOOK: bytes(3_000_000)}),
            "bomba.zip: al abrirlo ocupa más de 2 MiB",
        ),
        (Limits(submission_bytes=2 << 20), NOTEBOOK, bytes(3_000_000), "pasa de 2 MiB"),
    ],
)
def test_a_bomb_is_refused_and_the_rest_goes_on(course, tmp_path, limits, entry, data, reason):
    source = make_zip(
        tmp_path / "e.zip",
        {f"{folder(ANA)}/{entry}": data, f"{folder(INIGO)}/{NOTEBOOK}": notebook("a")},
    )
    report = collect_with(course, source, limits)
    assert os.listdir(course.root / "submitted") == ["inigo-munoz-de-la-pena"]
    assert reason in report.text()
    assert report.needs_attention


def test_a_whole_bomb_is_refused_before_reading(course, tmp_path):
    source = make_zip(tmp_path / "e.zip", {f"{folder(ANA)}/{NOTEBOOK}": bytes(3_000_000)})
    with pytest.raises(UserError, match="GiB"):
        collect_with(course, source, Limits(total_bytes=1_000_000))
    with pytest.raises(UserError, match="más de 0 ficheros"):
        collect_with(course, source, Limits(files=0))


def test_a_size_that_lies_does_not_pass(course, tmp_path):
    data = bytearray(zip_bytes({f"{folder(ANA)}/{NOTEBOOK}": bytes(3_000_000)}))
    small = (1000).to_bytes(4, "little")
    central = data.rindex(b"PK\x01\x02")
    data[22:26] = data[central + 24 : central + 28] = small
    path = tmp_path / "e.zip"
    path.write_bytes(bytes(data))
    report = collect_with(course, path, Limits(file_bytes=2000))
    assert not (course.root / "submitted").exists()
    assert report.needs_attention


def test_zips_too_deep_and_encrypted_entries_are_refused(course, deliver, capsys):
    data = zip_bytes({NOTEBOOK: notebook("a")})
    for _ in range(3):
        data = zip_bytes({"z.zip": data})
    locked = bytearray(zip_bytes({NOTEBOOK: notebook("b")}))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert deliver({f"{folder(ANA)}/z.zip": data, f"{folder(LUIS)}/z.zip": bytes(locked)}) == 3
    out = capsys.readouterr().out
    assert "demasiados ZIP" in out
    assert "está cifrado" in out


def test_an_utf8_name_without_its_flag_is_read_well(tmp_path):
    data = zip_bytes({f"{folder(INIGO)}/{NOTEBOOK}": notebook("a")})
    bare = bytearray(data)
    bare[7] &= ~0x08
    bare[bare.rindex(b"PK\x01\x02") + 9] &= ~0x08
    path = tmp_path / "e.zip"
    path.write_bytes(bytes(bare))
    with archive.open_source(path) as contents:
        assert contents.files[0].parts[0] == folder(INIGO)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: p / "no.zip", "No existe"),
        (lambda p: make_zip(p / "e.zip", {"cosa/x.ipynb": b"{}"}), "ninguna entrega de Moodle"),
    ],
)
def test_a_wrong_source_is_explained(course, tmp_path, make, words):
    with pytest.raises(UserError, match=words):
        course.run("recoger", TAREA, "--moodle", make(tmp_path))


def test_what_is_not_a_zip_is_explained(course, tmp_path):
    (tmp_path / "e.zip").write_bytes(b"hola")
    with pytest.raises(UserError, match="no es un ZIP"):
        course.run("recoger", TAREA, "--moodle", tmp_path / "e.zip")


def test_an_unknown_assignment_is_explained(course, tmp_path):
    with pytest.raises(UserError, match=f"Las que hay: {TAREA}"):
        course.run("recoger", "t9", "--moodle", tmp_path)


def test_an_unknown_zone_is_explained(course, tmp_path):
    with pytest.raises(UserError, match="Europe/Madrid"):
        course.run("recoger", TAREA, "--moodle", tmp_path, "--zona", "Marte/Olimpo")


def test_too_much_luggage_does_not_lose_the_notebook(course, tmp_path):
    entries = {f"{folder(ANA)}/{n}": bytes(900) for n in ("a.csv", "b.csv", "c.csv")}
    entries[f"{folder(ANA)}/{NOTEBOOK}"] = notebook("a")
    source = make_zip(tmp_path / "e.zip", entries)
    report = collect_with(course, source, Limits(extra_bytes=2000))
    assert set(course.submitted("ana-lopez-garcia")) == {
        NOTEBOOK,
        "a.csv",
        "b.csv",
        "timestamp.txt",
    }
    assert report.needs_attention


def test_a_class_of_two_thousand(course, tmp_path):
    people = [Person(i, f"Ana López {i}", f"a{i}@uni.example") for i in range(2000)]
    source = make_zip(
        tmp_path / "e.zip", {f"{folder(p)}/{NOTEBOOK}": notebook(p.name) for p in people}
    )
    sheet = tmp_path / "h.csv"
    sheet.write_bytes(worksheet(people))
    assert course.run("recoger", TAREA, "--moodle", source, "--hoja", sheet) == 0
    assert len(os.listdir(course.root / "submitted")) == 2000
    assert len(json.loads(ledger.path(course.root, TAREA).read_text())["entregas"]) == 2000
