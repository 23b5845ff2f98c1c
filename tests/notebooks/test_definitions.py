"""Leer qué define cada celda de una entrega: como en casa, y una hostil solo se pierde ella."""

from autograde.notebooks.definitions import PATIENCE, read_cells
from curso.pruebas.celdas import leer

GOOD = "import os\n\n\n@deco\ndef f(x):\n    return g(x)"


def test_it_is_the_same_reading_as_at_home():
    cells = [GOOD, "", "def f(:", "%matplotlib widget\nx = 1", "\ud800 = 'suelto'"]
    assert read_cells(cells) == tuple(leer(c) for c in cells)


def test_a_hostile_cell_costs_only_itself():
    hostile = "x = " + "[" * 80 + "1," * 6_000_000 + "]" * 80
    first, second, third = read_cells([GOOD, hostile, GOOD])
    assert first == third == leer(GOOD)
    assert (second.definiciones, second.error) == ((), 1)


def test_patience_has_an_end(monkeypatch):
    from autograde.bounded import OutOfBounds
    from autograde.notebooks import definitions

    asked = []

    def call(job, text, cpu_s=None):
        asked.append(text)
        raise OutOfBounds("tarda demasiado en leerse")

    monkeypatch.setattr(definitions, "call", call)
    assert all(r.error == 1 for r in read_cells([GOOD] * 100))
    assert len(asked) == 1 + PATIENCE
