"""`recoger` con una entrega hostil entre honradas: cuesta lo que pesa y solo la paga quien la hizo.

Cada fila lleva su control: qué pasa sin la defensa.
"""

import io
import os
import random
import struct
import zipfile
from datetime import UTC

import pytest

from autograde.lms import collect as collecting
from autograde.lms.archive import Limits, Refused, open_nested
from autograde.lms.collect import CollectOptions, collect
from autograde.lms.incoming import Incoming
from autograde.lms.moodle_zip import incoming
from autograde.lms.names import student_id, without_accents
from autograde.lms.people import Keys, Roster
from autograde.lms.submissions import choose
from autograde.notebooks.submission import MAX_FILES
from tests.fuzz.mutations import examples
from tests.lms.samples import ANA, INIGO, MARIA, TAREA, folder, make_zip, notebook, zip_bytes

NOTEBOOK = f"{TAREA}.ipynb"


def _empties(count: int, below: str = "") -> dict[str, bytes]:
    return {f"{below}{i}.txt": b"" for i in range(count)}


def _collect(course, tmp_path, hostile: dict[str, bytes], limits: Limits = Limits()):  # noqa: B008
    """Recoge a la hostil (Íñigo) entre dos honradas y devuelve el informe."""
    source = make_zip(
        tmp_path / "e.zip",
        {
            f"{folder(ANA)}/{NOTEBOOK}": notebook("ana"),
            **{f"{folder(INIGO)}/{name}": data for name, data in hostile.items()},
            f"{folder(MARIA)}/{NOTEBOOK}": notebook("maria"),
        },
    )
    report = collect(
        course.folder, TAREA, source, None, Roster((), {}), CollectOptions(False, zone=UTC)
    )
    collected = set(os.listdir(course.root / "submitted"))
    assert {"ana-lopez-garcia", "maria-jose-odonnell-saez-ruiz"} <= collected
    return report


def _kept(course) -> list[str]:
    base = course.root / "submitted" / "inigo-munoz-de-la-pena" / TAREA
    return sorted(p.relative_to(base).as_posix() for p in base.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    "hostile",
    [
        {NOTEBOOK: notebook("bueno"), "fotos.zip": zip_bytes(_empties(15_000))},
        {NOTEBOOK: notebook("bueno"), **_empties(4_000)},
        {"todo.zip": zip_bytes({**_empties(12_000), NOTEBOOK: notebook("bueno")})},
    ],
    ids=["zip de vacíos", "vacíos", "todo en un zip"],
)
def test_thousands_of_files_cost_the_files_and_not_the_notebook(course, tmp_path, hostile):
    report = _collect(course, tmp_path, hostile)
    assert set(_kept(course)) - {"timestamp.txt"} == {NOTEBOOK}
    assert "no se guarda ninguno" in report.text()
    assert report.needs_attention


def test_the_control_keeps_them_all():
    entries = {f"{folder(INIGO)}/{n}": d for n, d in _empties(4_000).items()}
    contents = open_nested(zip_bytes({**entries, f"{folder(INIGO)}/{NOTEBOOK}": notebook("x")}))
    (entry,), _ = incoming(contents)
    assert len(choose(entry, TAREA, Limits(kept_files=10**6)).files) == 4_001
    assert len(choose(entry, TAREA).files) == 1


def test_files_that_collide_are_found_without_comparing_all_with_all():
    """Una carpeta que pisa un fichero, y al revés; y el coste no es el cuadrado."""
    entries = {
        "datos": b"1",
        "datos/uno.csv": b"2",
        "a/b/c.csv": b"3",
        "a/b": b"4",
        NOTEBOOK: notebook("x"),
    }
    contents = open_nested(zip_bytes({f"{folder(INIGO)}/{n}": d for n, d in entries.items()}))
    (entry,), _ = incoming(contents)
    choice = choose(entry, TAREA)
    assert set(choice.files) == {(NOTEBOOK,), ("datos",), ("a", "b", "c.csv")}
    assert [r.path for r in choice.refused] == ["datos/uno.csv", "a/b"]


def test_zips_inside_zips_share_one_budget():
    """Sin ella, cada ZIP de dentro se abriría con el límite de una entrega entera."""
    inner = zip_bytes({f"{i}.txt": b"x" * 1000 for i in range(50)})
    outer = zip_bytes({f"{i}.zip": inner for i in range(50)})
    contents = open_nested(zip_bytes({f"{folder(INIGO)}/todo.zip": outer}))
    (entry,), _ = incoming(contents)
    choice = choose(entry, TAREA, Limits(read_files=300))
    assert len(choice.files) < 300
    assert "la entrega trae más de 300 ficheros" in choice.refused[0].reason
    wide = choose(entry, TAREA, Limits(kept_files=10**6))
    assert all("choca" in r.reason for r in wide.refused[:5])  # el control: se leen todos


def test_the_index_of_a_zip_is_not_read_when_it_is_out_of_measure():
    data = zip_bytes(_empties(3_000))
    with pytest.raises(Refused, match="demasiados ficheros"):
        open_nested(data, Limits(read_files=100))
    assert len(zipfile.ZipFile(io.BytesIO(data)).infolist()) == 3_000  # el control: se lee entero


def test_a_big_stored_file_is_still_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("datos.bin", b"x" * 12_000_000)
    (file,) = open_nested(out.getvalue()).files
    assert len(file.read()) == 12_000_000


def _badly_named() -> bytes:
    """Dice que su nombre es UTF-8 y no lo es: `zipfile` lanza UnicodeDecodeError al abrirlo."""
    return zip_bytes({"ñandú.txt": b"x"}).replace("ñandú".encode(), b"\xff" * 7)


def test_a_zip_that_makes_the_library_fail_is_refused(course, tmp_path):
    with pytest.raises(UnicodeDecodeError):  # el control
        zipfile.ZipFile(io.BytesIO(_badly_named()))
    report = _collect(course, tmp_path, {NOTEBOOK: notebook("x"), "m.zip": _badly_named()})
    assert "m.zip: no es un ZIP o está dañado" in report.text()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_slow_compressions_are_refused(method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("x.txt", bytes(1000))
    contents = open_nested(out.getvalue())
    assert contents.files == ()
    assert "comprimido" in contents.refused[0].reason


def test_folders_inside_folders_are_refused():
    deep = "/".join("a" * 40) + "/x.txt"
    assert "carpetas" in open_nested(zip_bytes({deep: b"x"})).refused[0].reason


def test_a_name_that_grows_still_names_a_folder(course, tmp_path):
    """«㎯» son seis letras: el nombre de la carpeta pasaba de las 255 que admite el disco."""
    name = "㎯" * 70
    assert len(without_accents(name)) == 420  # el control: lo que se usaba de nombre
    assert len(student_id(name)) <= 120
    source = make_zip(
        tmp_path / "e.zip",
        {
            f"{name}_77_assignsubmission_file/{NOTEBOOK}": notebook("x"),
            f"{folder(ANA)}/{NOTEBOOK}": notebook("a"),
        },
    )
    assert course.run("recoger", TAREA, "--moodle", source, "--zona", "UTC") == 0
    assert len(os.listdir(course.root / "submitted")) == 2


def test_one_submission_that_breaks_the_program_costs_only_itself(course, tmp_path, monkeypatch):
    honest = collecting.choose

    def breaks(entry: Incoming, *rest):
        if entry.identifier == str(INIGO.number):
            raise ZeroDivisionError("algo que nadie previó")
        return honest(entry, *rest)

    monkeypatch.setattr(collecting, "choose", breaks)
    report = _collect(course, tmp_path, {NOTEBOOK: notebook("x")})
    assert "Con ellos falla la orden, que sigue con los demás: 1" in report.text()
    assert "ZeroDivisionError" in report.text()
    assert report.needs_attention


def test_a_hostile_submission_does_not_fill_the_report(course, tmp_path):
    names = {f"{'x' * 260}{i}": b"" for i in range(500)}
    report = _collect(course, tmp_path, {NOTEBOOK: notebook("x"), "m.zip": zip_bytes(names)})
    assert len(report.lines) < 30
    assert "y 490 ficheros más" in report.text()


def test_mutilated_zips_only_refuse():
    """Heridas al azar: o se lee algo, o `Refused`; ninguna otra excepción."""
    whole = zip_bytes(
        {NOTEBOOK: notebook("x"), "datos/ñ.csv": b"1,2\n" * 500, "m.zip": zip_bytes({"a": b"b"})}
    )
    outcomes = set()
    for i in examples(1500):
        rng = random.Random(i)
        data = bytearray(whole)
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    data[at : at + 4] = struct.pack("<I", rng.choice([0, 1, 2**31, 2**32 - 1]))
                case 2:
                    del data[at : at + rng.randint(1, 40)]
                case 3:
                    data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 8)))
            if not data:
                break
        try:
            contents = open_nested(bytes(data))
        except Refused:
            outcomes.add("no")
            continue
        entry = Incoming("1", "x", "x", False, Keys(), list(contents.files))
        choice = choose(entry, TAREA)
        outcomes.add((TAREA + ".ipynb",) in choice.files)
    assert outcomes >= {"no", True}


def test_the_limit_of_files_is_the_same_when_collecting_and_when_grading():
    assert Limits().kept_files == MAX_FILES


CONFIGURATION = (
    "nbgrader_config.py",
    "sub/Nbgrader_Config.py",
    "jupyter_server_config.json",
    "ipython_config.py",
)


def test_configuration_and_hidden_files_are_left_out(course, tmp_path):
    """nbgrader y Jupyter ejecutan la configuración de la carpeta en que se está; git, la suya."""
    hostile = dict.fromkeys((*CONFIGURATION, ".git/config", "sub/.git/hooks/x", ".env"), b"1/0")
    report = _collect(
        course, tmp_path, {NOTEBOOK: notebook("x"), "mi_config.py": b"a = 1", **hostile}
    )
    assert set(_kept(course)) - {"timestamp.txt"} == {NOTEBOOK, "mi_config.py"}
    assert report.text().count("es configuración") == len(CONFIGURATION)
