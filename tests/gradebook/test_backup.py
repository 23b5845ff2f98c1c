"""La copia de un curso: vuelve igual, y ni dañada ni a medias se da por buena."""

import contextlib
import hashlib
import json
import os
import signal
import sqlite3
import tarfile

import pytest

from autograde.cli import main
from autograde.course import Course
from autograde.course.lock import only_one
from autograde.errors import UserError
from autograde.gradebook import backup

TASK = "t2_lotes"


def _database(path, value):
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE IF NOT EXISTS nota (puntos)")
        db.execute("INSERT INTO nota VALUES (?)", (value,))


def _values(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        return [v for (v,) in db.execute("SELECT puntos FROM nota")]


@pytest.fixture
def course(tmp_path):
    """Un curso con su libro, su registro, resultados y una entrega con ficheros raros."""
    course = Course.create(tmp_path / "viejo")
    for name in ("gradebook.db", ".curso/registro.db"):
        _database(course.root / name, 7.5)
    results = course.results_folder(TASK)
    results.mkdir(parents=True)
    (results / "clave.json").write_text("{}")
    handed = course.folder("submitted", "ana", TASK)
    handed.mkdir(parents=True)
    (handed / f"{TASK}.ipynb").write_bytes(b"\xff no es un cuaderno")
    (handed / "copia.json").write_text("de Ana")
    (handed / "base.db").write_bytes(b"SQLite format 3\0 y nada mas")
    (handed / "x-wal").write_text("")
    return course


def _sums(root):
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in root.rglob("*")
        if p.is_file()
        and p.suffix != ".db"
        and not p.name.startswith(("gradebook.db-", "registro"))
    }


def test_what_comes_back_is_what_was(course, tmp_path):
    done = backup.copy(course, tmp_path / "c.tar.gz")
    assert done.path.stat().st_mode & 0o777 == 0o600
    back = backup.restore(done.path, tmp_path / "nuevo")
    before = _sums(course.root)
    before.pop(".curso/calificar.lock")
    assert _sums(back.root) == before
    assert _values(back.root / "gradebook.db") == _values(back.root / ".curso/registro.db") == [7.5]
    strange = "submitted/ana/t2_lotes/base.db"
    assert (back.root / strange).read_bytes() == (course.root / strange).read_bytes()
    assert back.seed(TASK, "1") == course.seed(TASK, "1")
    assert (back.root / ".curso/semilla_secreta").stat().st_mode & 0o077 == 0


def test_a_book_that_is_being_written_is_copied_whole(course, tmp_path):
    book = course.root / "gradebook.db"
    with contextlib.closing(sqlite3.connect(book)) as writing:
        writing.execute("INSERT INTO nota VALUES (1)")  # sin confirmar
        done = backup.copy(course, tmp_path / "c.tar.gz")
    back = backup.restore(done.path, tmp_path / "nuevo")
    assert _values(back.root / "gradebook.db") == [7.5]


def test_while_somebody_grades_there_is_no_copy(course, tmp_path):
    with only_one(course), pytest.raises(UserError, match="en marcha"):
        backup.copy(course, tmp_path / "c.tar.gz")


def _killed(job):
    """Corre `job` en otro proceso, que se mata a sí mismo a la mitad."""
    if (child := os.fork()) == 0:
        try:
            job()
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def _dies(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def test_killed_halfway_the_earlier_copy_is_still_the_one(course, tmp_path, monkeypatch):
    out = tmp_path / "c.tar.gz"
    backup.copy(course, out)
    before = out.read_bytes()
    monkeypatch.setattr(backup.json, "dumps", _dies)
    _killed(lambda: backup.copy(course, out))
    assert out.read_bytes() == before


def test_killed_halfway_a_restoration_leaves_no_course(course, tmp_path, monkeypatch):
    done = backup.copy(course, tmp_path / "c.tar.gz")
    monkeypatch.setattr(backup, "_check", _dies)
    _killed(lambda: backup.restore(done.path, tmp_path / "nuevo"))
    assert not (tmp_path / "nuevo").exists()


def _cut(path):
    path.write_bytes(path.read_bytes()[:-2000])


def _without_manifest(path):
    with tarfile.open(path, "w:gz"):
        pass


def _changed(path, edit):
    with tarfile.open(path) as tar:
        members = [(m, tar.extractfile(m).read()) for m in tar.getmembers()]
    with tarfile.open(path, "w:gz") as tar:
        for member, data in members:
            member, data = edit(member, data)
            member.size = len(data)
            tar.addfile(member, backup.io.BytesIO(data))


def _one_byte(path):
    def edit(member, data):
        return member, b"otra" if member.name.endswith("clave.json") else data

    _changed(path, edit)


def _newer(path):
    def edit(member, data):
        if member.name == "copia.json":
            data = json.dumps({**json.loads(data), "formato": 99}).encode()
        return member, data

    _changed(path, edit)


def _climbs(path):
    def edit(member, data):
        if member.name.endswith("clave.json"):
            member.name = "../fuera.json"
        return member, data

    _changed(path, edit)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (_cut, "no se puede leer entera"),
        (_without_manifest, "está cortada"),
        (_one_byte, "sus sumas no coinciden"),
        (_newer, "versión más nueva"),
        (_climbs, "no se puede leer entera"),
        (lambda p: p.unlink(), "No existe la copia"),
    ],
)
def test_a_copy_that_is_not_whole_leaves_nothing(course, tmp_path, harm, sentence):
    path = backup.copy(course, tmp_path / "c.tar.gz").path
    harm(path)
    with pytest.raises(UserError, match=sentence):
        backup.restore(path, tmp_path / "nuevo")
    assert not (tmp_path / "nuevo").exists()
    assert not list(tmp_path.glob(".curso-restaurado-*"))
    assert not (tmp_path / "fuera.json").exists()


def test_a_folder_with_something_is_never_written_on(course, tmp_path):
    done = backup.copy(course, tmp_path / "c.tar.gz")
    with pytest.raises(UserError, match="no está vacía"):
        backup.restore(done.path, course.root)


def test_a_book_on_a_server_is_said_and_links_too(course, tmp_path, capsys):
    config = course.root / "nbgrader_config.py"
    config.write_text(
        config.read_text() + "\nc.CourseDirectory.db_url = 'postgresql+psycopg://yo@libros/curso'\n"
    )
    (course.root / "enlace").symlink_to("/etc/hostname")
    out = tmp_path / "c.tar.gz"
    assert main(["--curso", str(course.root), "copia", "-o", str(out)]) == 3
    said = capsys.readouterr().out
    assert "«libros»" in said
    assert "pg_dump" in said
    assert "enlace" in said
    assert main(["restaurar", str(out), str(tmp_path / "nuevo")]) == 0
    assert not (tmp_path / "nuevo" / "enlace").exists()
