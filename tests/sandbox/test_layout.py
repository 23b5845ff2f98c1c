"""Lo que se monta: todo lo de quien corrige queda tapado, esté donde esté instalado."""

from __future__ import annotations

import py_compile
from itertools import pairwise
from pathlib import Path

import pytest

from autograde.sandbox import Sandbox, layout
from tests.sandbox.sandbox_sample import text

pytestmark = pytest.mark.aislamiento
SECRET = "SECRETO"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Una carpeta de paquetes como la que deja la rueda instalada, y delante de las demás."""
    site = tmp_path / "site-packages"
    for name in (
        "solutions/__init__.py",
        "solutions/lotes.py",
        "autograde/__init__.py",
        "autograde/_source/t2/t2.ipynb",
        "curso_descenso-0.1.0.dist-info/RECORD",
        "_editable_impl_curso_descenso.pth",
    ):
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"dato = '{SECRET}'")
    (site / "otra.py").write_text("valor = 7")
    real = layout.site_folders()
    monkeypatch.setattr(layout, "site_folders", lambda: [site, *real])
    return site


LOOK = """
import os
for root, folders, files in os.walk("/opt/paquetes/0"):
    for name in files:
        try:
            if "SECRETO" in open(os.path.join(root, name)).read():
                print("visible", root, name)
        except OSError:
            pass
for name in ("solutions", "autograde"):
    try:
        print(__import__(name).__file__)
    except ImportError:
        print(None)
try:
    import solutions.lotes
    print("importada")
except ImportError:
    pass
import otra
print(otra.valor)
"""


@pytest.mark.parametrize("cold", [False, True])
def test_an_installed_wheel_shows_only_the_course(installed, cold):
    with Sandbox(cold=cold) as box, box.session() as session:
        assert text(session.run_cell(LOOK)) == "None\nNone\n7\n"


def test_another_python_of_the_system_does_not_show_the_judge(tmp_path, monkeypatch):
    """El producto puede estar también en un Python del sistema que no es el que corrige."""
    site = tmp_path / "lib" / "python3.99" / "site-packages"
    (site / "solutions").mkdir(parents=True)
    (site / "solutions" / "lotes.py").write_text("secreto")
    monkeypatch.setattr(layout, "_SYSTEM", (*layout._SYSTEM, str(tmp_path / "lib")))
    arguments, _ = layout.bwrap_arguments(1)
    masked = {b for a, b in pairwise(arguments) if a == "--tmpfs"}
    assert f"{site}/solutions" in masked


def test_the_environment_inherits_nothing(monkeypatch):
    monkeypatch.setenv("CLAVE_SECRETA", "x")
    variables = layout.environment(["/opt/curso"])
    assert "CLAVE_SECRETA" not in variables
    assert {variables[f"{n}_NUM_THREADS"] for n in ("OMP", "MKL", "OPENBLAS")} == {"1"}


# --- lo que calcula un ejercicio no está donde se corrige -----------------------------------------

ABSENT = "curso.problemas.softmax"
SEARCH = """
try:
    from curso.problemas import RegresionSoftmax
    print("importada")
except ImportError as error:
    print(error)
import pathlib, curso.problemas
folder = pathlib.Path(curso.problemas.__file__).parent
places = [p for p in folder.rglob("*softmax*") if p.exists() and p.stat().st_size]
print(places)
"""


@pytest.fixture
def compiled():
    """El módulo, también compilado: de ahí se podría cargar aunque falte su texto."""
    path = layout.package_folder("curso") / "problemas" / "softmax.py"
    py_compile.compile(str(path))


@pytest.mark.parametrize("kind", [{}, {"cold": True}, {"isolated": False}], ids=str)
def test_an_absent_module_is_nowhere_inside(compiled, kind):
    with Sandbox(absent=(ABSENT,), **kind) as box, box.session() as session:
        told = text(session.run_cell(SEARCH))
    assert "calcula lo que pide un ejercicio" in told
    assert told.endswith("[]\n")


def test_without_asking_it_is_there(compiled):
    with Sandbox() as box, box.session() as session:
        told = text(session.run_cell(SEARCH))
    assert told.startswith("importada")
    assert "softmax.py" in told


def test_the_rest_of_the_course_works_without_it():
    source = "from curso.problemas import CATALOGO\nprint(len(CATALOGO['valle']().inicio))"
    with Sandbox(absent=(ABSENT,)) as box, box.session() as session:
        assert text(session.run_cell(source)) == "2\n"


def test_a_package_can_be_absent_too():
    places = layout.absent_paths(["curso.graficas"])
    assert layout.package_folder("curso") / "graficas" in places
