"""Configuración que escribe un alumno: `nbgrader_config.py` es código, y no se ejecuta el suyo.

Quien corrige trabaja a veces dentro de la carpeta de una entrega. Ahí, lo que diga el alumno ni se
ejecuta ni quita el aislamiento. El control es el mismo fichero en una carpeta cualquiera.
"""

from __future__ import annotations

import pytest

from autograde.course import Course
from autograde.errors import UserError

STEPS = ("submitted", "autograded", "feedback", "downloaded")


def _hostile(folder):
    """La configuración de un alumno: deja un testigo y pide que no haya aislamiento."""
    folder.mkdir(parents=True)
    mark = folder / "ejecutado"
    (folder / "nbgrader_config.py").write_text(
        f"open({str(mark)!r}, 'w').close()\n"
        "c = get_config()\nc.JudgeExecute.sin_aislamiento = True\n"
    )
    return mark


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("deeper", ["", "dentro/de"])
def test_what_a_submission_brings_is_not_a_course(tmp_path, step, deeper):
    root = tmp_path / "curso"
    Course.create(root)
    folder = root / step / "ana" / "t2_lotes" / deeper
    mark = _hostile(folder)
    found = Course.find(folder)
    assert found.root == root
    assert "JudgeExecute" not in found.config
    assert not mark.exists()


def test_two_configurations_one_inside_the_other_do_not_cover_each_other(tmp_path):
    root = tmp_path / "curso"
    Course.create(root)
    outer = _hostile(root / "submitted" / "ana" / "t2_lotes")
    inner = _hostile(root / "submitted" / "ana" / "t2_lotes" / "source" / "x")
    assert Course.find(inner.parent).root == root
    assert not outer.exists()
    assert not inner.exists()


def test_the_control_is_executed(tmp_path):
    mark = _hostile(tmp_path / "descargas")
    assert Course.find(mark.parent).config.JudgeExecute.sin_aislamiento is True
    assert mark.exists()


def test_a_course_inside_a_folder_of_another_is_still_a_course(tmp_path):
    Course.create(tmp_path / "curso")
    Course.create(tmp_path / "curso" / "otro")
    assert Course.find(tmp_path / "curso" / "otro" / "source").root == tmp_path / "curso" / "otro"
    with pytest.raises(UserError):
        Course.find(tmp_path)
