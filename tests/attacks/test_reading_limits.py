"""Leer una entrega cuesta lo que pesa: la desmedida es ilegible, se dice, y solo se cuesta a sí.

Cada fila se lee entre dos honradas, con el mismo proceso caliente. El control es leer lo mismo sin
el límite: entonces entra, o se come la memoria.
"""

from __future__ import annotations

import copy
import json

import nbformat
import pytest

from autograde.bounded import Bounded, Limits, OutOfBounds
from autograde.notebooks import parsing
from autograde.notebooks.matching import match, slots
from autograde.notebooks.parsing import MAX_CELLS, MAX_TEXT, parse
from autograde.notebooks.reading import Unreadable, read_submission
from autograde.notebooks.rebuild import rebuild
from autograde.notebooks.source import released
from autograde.notebooks.submission import MAX_FILES, files_of, find_notebook
from autograde.pipeline.plan import extra_files
from tests.attacks.mini_assignment import TASK, source

MIB = 2**20
HONEST = nbformat.writes(source()).encode()


def _with(**cell: object) -> bytes:
    """Un cuaderno honrado con una celda más."""
    document = json.loads(HONEST)
    document["cells"].append({"cell_type": "code", "source": "", "metadata": {}, **cell})
    return json.dumps(document).encode()


def _many(count: int, cell: str = '{"cell_type": "code", "source": "x"}') -> bytes:
    return b'{"cells": [' + b",".join([cell.encode()] * count) + b"]}"


_CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> suyo\n"
UNREADABLE = {
    "celda enorme": (_with(source="x = 1\n" * (MAX_TEXT // 6 + 1)), "millones de caracteres"),
    "muchas celdas medianas": (_many(1500, json.dumps({"source": "x" * 3000})), "millones"),
    "celda enorme con un conflicto": (
        _with(source=_CONFLICT.format("x = [" + "1," * MAX_TEXT + "]", "y")),
        "millones",
    ),
    "muchas celdas": (_many(MAX_CELLS + 1), "celdas y se admiten"),
    "todo anidado": (b'{"cells": ' + b"[" * 10**6, "dañado"),
    "sin fin de listas": (b'{"cells": [], "m": [' + b"[]," * 16_000_000 + b"1]}", "memoria"),
}
READ = {
    "un número desmedido": _with(outputs=[{"data": {"application/json": 1}}]).replace(
        b'"application/json": 1', b'"application/json": ' + b"7" * 100_000
    ),
    "etiquetas": _with(metadata={"tags": ["t" * 10_000] * 2_000}),
    "metadatos": _with(metadata={f"m{i}": "x" * 100 for i in range(50_000)}),
    "identificador larguísimo": _with(metadata={"nbgrader": {"grade_id": "g" * 10**6}}),
    "muchas salidas": _with(outputs=[{"output_type": "stream", "text": "x"}] * 100_000),
    "adjuntos": _with(
        cell_type="markdown",
        attachments={f"a{i}": {"image/png": "iVBORw0KGgo" + "A" * 5000} for i in range(8_000)},
    ),
    "conflictos en cadena": _with(source=_CONFLICT.format("x = 1", "x = 2") * 5_000),
    "cosas que no son celdas": b'{"cells": [' + b"1," * 1_500 + b'{"source": "x"}]}',
    "celdas de otra tarea": _many(
        1_500, json.dumps({"source": "x", "metadata": {"nbgrader": {"grade_id": "z"}}})
    ),
}


@pytest.mark.parametrize(("data", "words"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_out_of_measure_is_unreadable_and_the_next_is_read(data, words):
    assert read_submission(HONEST).cells
    with pytest.raises(Unreadable) as error:
        read_submission(data)
    assert words in str(error.value)
    assert str(error.value).endswith(".")
    assert rebuild(source(), HONEST).notes == ()


@pytest.mark.parametrize("data", READ.values(), ids=READ.keys())
def test_what_is_strange_but_fits_is_read_with_few_notes(data):
    rebuilt = rebuild(source(), data)
    assert len(rebuilt.notes) <= 90
    assert all(len(note) < 500 for note in rebuilt.notes)
    assert len(json.dumps(rebuilt.notebook)) < 40 * MIB


def test_compiling_a_conflict_takes_the_memory_of_the_child_and_of_nobody_else():
    """El control: con más memoria, el mismo texto se compila."""
    text = _CONFLICT.format("x = [" + "f(1)," * 60_000 + "]", "y = 1")
    data = _with(source=text)
    narrow = Bounded(Limits(memory_bytes=110 * MIB))
    try:
        found = narrow.call(parse, data)["cells"][-1]["source"]
    except OutOfBounds:
        found = "y"
    finally:
        narrow.close()
    assert found.startswith("y")
    assert read_submission(data).cells[-1].source.startswith("x = [f(1)")


def test_without_the_limit_an_endless_list_is_read_whole():
    data = UNREADABLE["sin fin de listas"][0]
    wide = Bounded(Limits(memory_bytes=8192 * MIB))
    try:
        assert wide.call(parse, data, cpu_s=60)["cells"] == []
    finally:
        wide.close()


def test_without_the_limit_an_enormous_cell_is_read(monkeypatch):
    data = UNREADABLE["celda enorme"][0]
    assert "problem" in parse(data)
    monkeypatch.setattr(parsing, "MAX_TEXT", 10**9)
    assert len(parse(data)["cells"][-1]["source"]) > MAX_TEXT


def test_what_a_cell_defines_is_looked_for_once_per_cell(monkeypatch):
    """Antes, una vez por cada hueco y celda: el producto de los dos."""
    from autograde.notebooks import matching

    holes = slots(released(source()))
    cells = read_submission(_many(1_000, '{"cell_type": "code", "source": "x = 1"}')).cells
    looked = []
    honest = matching.defined
    monkeypatch.setattr(matching, "defined", lambda text: looked.append(text) or honest(text))
    match(holes, cells)
    assert len(looked) == len(cells)


# --- los ficheros de una entrega ----------------------------------------------------------------


def _folder(tmp_path, files: int):
    (tmp_path / f"{TASK}.ipynb").write_bytes(HONEST)
    for i in range(files):
        (tmp_path / f"{i}.txt").touch()
    return tmp_path


def test_thousands_of_files_are_unreadable_and_not_a_system_failure_for_ever(tmp_path):
    folder = _folder(tmp_path, MAX_FILES + 1)
    for attempt in (lambda: find_notebook(folder, TASK), lambda: list(files_of(folder))):
        with pytest.raises(Unreadable, match="ficheros"):
            attempt()
    with pytest.raises(Unreadable):
        extra_files(folder, folder / f"{TASK}.ipynb")


def test_folders_inside_folders_are_unreadable(tmp_path):
    folder = _folder(tmp_path, 0)
    deep = folder.joinpath(*["a"] * 30)
    deep.mkdir(parents=True)
    with pytest.raises(Unreadable, match="carpetas"):
        extra_files(folder, folder / f"{TASK}.ipynb")


def test_what_is_hidden_does_not_count(tmp_path):
    folder = _folder(tmp_path, 10)
    hidden = folder / ".git" / "objects"
    hidden.mkdir(parents=True)
    for i in range(MAX_FILES + 1):
        (hidden / str(i)).touch()
    assert len(extra_files(folder, folder / f"{TASK}.ipynb")) == 10


def test_honest_work_is_as_it_was():
    rebuilt = rebuild(source(), HONEST)
    again = rebuild(source(), json.dumps(copy.deepcopy(json.loads(HONEST))).encode())
    assert rebuilt.notebook == again.notebook
    assert rebuilt.notes == ()
