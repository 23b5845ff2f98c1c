"""Las órdenes que enseña la documentación existen, y las de una semana se pueden dar seguidas."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from autograde.cli import build_parser, main
from tests.lms.samples import Person, folder, make_zip, worksheet
from tests.pipeline.class_sample import STUDENTS, TAREA, make_class

DOCS = Path(__file__).parents[2] / "docs"
LUIS = Person(201, "Luis Pérez Martín", "luis@uni.es")
#: abre un navegador; las demás se dan todas
_INTERACTIVE = {"abrir"}


def orders(name: str, section: str = "") -> list[list[str]]:
    """Las órdenes `autograde` de los bloques de un documento, o de una de sus secciones."""
    text = (DOCS / name).read_text(encoding="utf-8")
    if section:
        text = text.split(f"\n## {section}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    commands = [part for line in "".join(blocks).splitlines() for part in _commands(line)]
    return [c[1:] for c in commands if c[:1] == ["autograde"]]


def _commands(line: str) -> list[list[str]]:
    return [shlex.split(part, comments=True) for part in line.split("&&")]


@pytest.mark.parametrize("name", ["docente.md", "lms.md"])
def test_every_order_of_the_documents_is_one_that_there_is(name):
    found = orders(name)
    assert found
    for order in found:
        assert build_parser().parse_args(order).funcion


@pytest.mark.lento
@pytest.mark.aislamiento
def test_the_orders_of_a_week_can_be_given_one_after_the_other(tmp_path, monkeypatch):
    """Con una clase de una persona; el cuaderno, de uno que se resuelve deprisa."""
    solved = make_class(tmp_path / "otro").folder("submitted", STUDENTS[0], TAREA)
    entries = {f"{folder(LUIS)}/{TAREA}.ipynb": (solved / f"{TAREA}.ipynb").read_bytes()}
    make_zip(tmp_path / "entregas.zip", entries)
    (tmp_path / "hoja.csv").write_bytes(worksheet([LUIS]))
    (tmp_path / "participantes.csv").write_text(
        'Nombre,"Apellido(s)","Dirección de correo"\nLuis,"Pérez Martín",luis@uni.es\n'
    )
    monkeypatch.chdir(tmp_path)
    given = [order for order in orders("docente.md", "Una semana") if order[0] != "demo"]
    assert [order[0] for order in given[:2]] == ["crear", "diagnostico"]
    for order in given:
        if order[0] in _INTERACTIVE:
            continue
        assert main(order) == 0, order
        if order[0] == "crear":
            course = tmp_path / order[1]
            for name in ("entregas.zip", "hoja.csv", "participantes.csv"):
                shutil.copy(tmp_path / name, course)
            monkeypatch.chdir(course)
    marks = (course / "hoja_con_notas.csv").read_text(encoding="utf-8-sig")
    assert LUIS.email in marks
