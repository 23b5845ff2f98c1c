"""La carpeta de un curso: encontrarla, crearla y su semilla secreta."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest

import autograde
from autograde.course import Course, packaged_source
from autograde.course.settings import CursoDescenso
from autograde.course.template import CONFIG
from autograde.errors import UserError
from autograde.gradebook.penalties import late_penalty

REPOSITORY = Path(autograde.__file__).parent.parent


@pytest.fixture
def course(tmp_path) -> Course:
    return Course.create(tmp_path / "curso")


def test_the_repository_is_a_course_with_the_configuration_that_crear_writes():
    assert (REPOSITORY / "nbgrader_config.py").read_text(encoding="utf-8") == CONFIG


def test_a_new_course_has_what_it_needs(course):
    names = {p.name for p in course.root.iterdir()}
    assert names == {"nbgrader_config.py", ".gitignore", "source", ".curso"}
    assert course.sources.assignments() == packaged_source().assignments() != ()
    assert "/.curso/" in (course.root / ".gitignore").read_text().splitlines()
    assert not list(course.root.parent.glob(".curso-nuevo-*"))


def test_it_is_found_from_a_folder_inside(course):
    inside = course.root / "source" / course.sources.assignments()[0]
    assert Course.find(inside) == course
    assert Course.locate(course.root.parent) is None
    with pytest.raises(UserError, match="no es de un curso"):
        Course.find(course.root.parent)


@pytest.mark.parametrize("content", ["file", "folder"])
def test_crear_never_overwrites(tmp_path, content):
    target = tmp_path / "curso"
    if content == "file":
        target.write_text("mío")
    else:
        target.mkdir()
        (target / "mío.txt").write_text("mío")
    with pytest.raises(UserError, match="ya existe"):
        Course.create(target)
    assert [p.name for p in tmp_path.iterdir()] == ["curso"]


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "curso").mkdir()
    assert Course.create(tmp_path / "curso").secret.path.is_file()


def test_the_seed_is_private_and_depends_on_assignment_and_version(course):
    mode = stat.S_IMODE(course.secret.path.stat().st_mode)
    assert mode == 0o600
    seeds = [course.seed(*key) for key in (("t1", "a"), ("t2", "a"), ("t1", "b"), ("t1", "a"))]
    assert seeds[0] == seeds[3]
    assert len(set(seeds)) == 3
    assert course.secret.path.read_bytes() not in seeds
    other = Course.create(course.root.parent / "otro")
    assert other.seed("t1", "a") != seeds[0]


def _seed(root: Path) -> bytes:
    return Course(root).seed("t1", "a")


def test_the_first_use_makes_it_and_racing_processes_agree(course):
    course.secret.path.unlink()
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(_seed, [course.root] * 16))) == 1
    assert [p.name for p in course.private_folder.iterdir()] == ["semilla_secreta"]


@pytest.mark.parametrize("trace", [".curso/resultados/t1/x.json", "autograded/ana/t1/t1.ipynb"])
def test_with_results_and_no_seed_it_refuses(course, trace):
    course.secret.path.unlink()
    path = course.root / trace
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    with pytest.raises(UserError, match="restaura ese fichero"):
        course.seed("t1", "a")
    assert not course.secret.path.exists()


def test_a_damaged_seed_is_said(course):
    course.secret.path.write_bytes(b"corta")
    with pytest.raises(UserError, match="dañada"):
        course.seed("t1", "a")


def test_an_unknown_assignment_names_those_there_are(course):
    with pytest.raises(UserError, match=course.sources.assignments()[0]):
        course.source_notebook("t99")
    with pytest.raises(UserError, match="No existe la tarea"):
        course.source_notebook("../source")


def test_the_configuration_is_read(course):
    path = course.root / "nbgrader_config.py"
    path.write_text(CONFIG + "c.CursoDescenso.sin_manual = ['t1']\n")
    assert course.course_id == "descenso"
    assert course.settings.sin_manual == ["t1"]
    assert course.db_url == f"sqlite:///{course.root / 'gradebook.db'}"


def test_a_broken_configuration_is_one_sentence(course):
    (course.root / "nbgrader_config.py").write_text("1/0")
    with pytest.raises(UserError, match="falla al leerse"):
        _ = course.config


@pytest.mark.parametrize(
    ("per_day", "grace", "seconds", "lost"),
    [
        (0.0, 0, 86_400, None),
        (0.1, 0, 0, None),
        (0.1, 0, 1, 1.0),
        (0.1, 0, 86_400, 1.0),
        (0.1, 0, 86_401, 2.0),
        (0.1, 0, 86_400 * 50, 10.0),
        (1.0, 0, 1, 10.0),
        (0.1, 15, 15 * 60, None),
        (0.1, 15, 15 * 60 + 1, 1.0),
    ],
)
def test_late_penalty(per_day, grace, seconds, lost):
    settings = CursoDescenso(descuento_por_dia=per_day, gracia_minutos=grace)
    assert late_penalty(settings, 10.0, seconds) == (lost and pytest.approx(lost))


# --- un curso a partir de otro ------------------------------------------------------------------


def _lived_in(root):
    """Un curso del año pasado: con ajustes, un ejercicio propio, alumnado y notas."""
    old = Course.create(root)
    config = root / "nbgrader_config.py"
    config.write_text(
        config.read_text(encoding="utf-8")
        + "\nc.CursoDescenso.descuento_por_dia = 0.2\n"
        + "c.CourseDirectory.db_url = 'sqlite:////de/otro/gradebook.db'\n",
        encoding="utf-8",
    )
    for name in (
        "ejercicios/t8_mia.py",
        "source/t8_mia/t8_mia.ipynb",
        "submitted/ana/t2_lotes/t2_lotes.ipynb",
        "autograded/ana/t2_lotes/t2_lotes.ipynb",
        "feedback/ana/t2_lotes/t2_lotes.html",
        "downloaded/x.zip",
        "entregables/notas.csv",
        "release/t2_lotes/t2_lotes.ipynb",
        ".curso/registro.db",
        "gradebook.db",
        "gradebook.db-wal",
        "a.nbgrader.log",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("ana")
    return old


def test_a_new_year_has_the_exercises_and_settings_and_nobody(tmp_path, capsys):
    from autograde.cli import main

    old = _lived_in(tmp_path / "viejo")
    assert main(["crear", str(tmp_path / "nuevo"), "--desde", str(old.root)]) == 0
    new = Course(tmp_path / "nuevo")
    names = {p.relative_to(new.root).as_posix() for p in new.root.rglob("*") if p.is_file()}
    assert {"ejercicios/t8_mia.py", "source/t8_mia/t8_mia.ipynb", ".gitignore"} <= names
    assert {n for n in names if n.split("/")[0] not in ("source", "ejercicios")} == {
        "nbgrader_config.py",
        ".gitignore",
        ".curso/semilla_secreta",
    }
    assert new.settings.descuento_por_dia == 0.2
    assert new.seed("t2_lotes", "1") != old.seed("t2_lotes", "1")
    assert new.db_url == f"sqlite:///{new.root / 'gradebook.db'}"
    assert "Los plazos no vienen" in capsys.readouterr().out


def test_a_course_is_not_made_inside_the_one_it_comes_from(tmp_path):
    old = Course.create(tmp_path / "viejo")
    with pytest.raises(UserError, match="dentro del otro curso"):
        Course.create(old.root / "nuevo", model=old)
