"""El temario dice de cada tarea que hay cuántos ejercicios tiene."""

import re
from pathlib import Path

from autograde import exercises

PAGE = (Path(__file__).parents[2] / "docs" / "temario.md").read_text(encoding="utf-8")
ROWS = {
    m[1]: int(m[2]) for m in re.finditer(r"^\| `(t\d_\w+)` \|[^|]*\| (\d+) \|", PAGE, re.MULTILINE)
}


def test_every_assignment_has_its_row_with_its_number_of_exercises():
    there = {name: len(exercises.load(name).exercises) for name in exercises.available()}
    assert {name: ROWS.get(name) for name in there} == there


def test_what_is_said_to_be_missing_is_missing():
    missing = re.findall(r"La `(t\d_\w+)` todavía no está", PAGE)
    assert missing
    assert not set(missing) & set(exercises.available())
