"""El temario dice de cada tarea que hay cuántos ejercicios tiene y cuántas horas lleva."""

import re
from pathlib import Path

from autograde import exercises
from tests.textos.sources import NOTEBOOKS, notebook_texts

PAGE = (Path(__file__).parents[2] / "docs" / "temario.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| `(t\d_\w+)` \|[^|]*\| (\d+) \| ([^|]+) \|", re.MULTILINE)
ROWS = {m[1]: int(m[2]) for m in _ROW.finditer(PAGE)}
HOURS = {m[1]: m[3] for m in _ROW.finditer(PAGE)}
_ESTIMATE = re.compile(r"Tiempo estimado: (?:de|unas) ([\d a]*\d) horas( y media)?")


def test_every_assignment_has_its_row_with_its_number_of_exercises():
    there = {name: len(exercises.load(name).exercises) for name in exercises.available()}
    assert {name: ROWS.get(name) for name in there} == there


def test_the_hours_are_those_of_the_notebook():
    said = {}
    for path in NOTEBOOKS:
        (hours, half) = _ESTIMATE.search(
            "\n".join(t.content for t in notebook_texts(path))
        ).groups()
        said[path.stem] = hours + (",5" if half else "")
    assert {name: HOURS[name] for name in said} == said


def test_what_is_said_to_be_missing_is_missing():
    missing = re.findall(r"La `(t\d_\w+)` todavía no está", PAGE)
    assert set(missing) | set(exercises.available()) == set(ROWS)
    assert not set(missing) & set(exercises.available())
