"""La clase de ejemplo de cada tarea: quiénes son y qué se espera, sin calificarla."""

import pytest

from autograde import exercises
from autograde.cli import main
from autograde.demo.classroom import STUDENTS, WHOLE, class_of

OTHERS = sorted(set(exercises.available()) - {WHOLE})


def test_the_class_of_t2_is_the_whole_one():
    assert class_of(WHOLE) is STUDENTS


@pytest.mark.parametrize("tarea", OTHERS)
def test_every_assignment_has_a_class_with_something_wrong_in_its_own_exercises(tarea):
    students = class_of(tarea)
    ids = [s.id for s in students]
    assert len(students) >= 8
    assert len(set(ids)) == len(ids)
    assert any(s.unreadable for s in students)
    assert any(s.blank for s in students)
    cells = {
        e.grade_id(kind) for e in exercises.load(tarea).exercises.values() for kind in e.points
    }
    names = {e.name for e in exercises.load(tarea).exercises.values()}
    wrong = [s for s in students if s.expected]
    assert wrong
    for student in wrong:
        assert set(student.expected) <= cells
        assert set(student.answers) <= names


def test_an_assignment_that_there_is_not_is_refused_before_anything_is_made(tmp_path, capsys):
    folder = tmp_path / "clase"
    assert main(["demo", str(folder), "--tarea", "t9_nada"]) != 0
    assert "t9_nada" in capsys.readouterr().err
    assert not folder.exists()
