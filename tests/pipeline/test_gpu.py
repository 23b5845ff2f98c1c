"""`--gpu` en toda la cadena, con el doble haciendo de GPU o sin ninguna."""

from __future__ import annotations

import json

import pytest

from autograde.cli import build_parser, main
from autograde.course import Course
from autograde.grading import accelerator
from autograde.grading.accelerator import Accelerator
from autograde.pipeline.plan import Settings
from autograde.pipeline.run import grade_assignment
from autograde.sandbox import Device
from tests.pipeline.class_sample import STUDENTS, TAREA, make_class

real = [pytest.mark.lento, pytest.mark.aislamiento, pytest.mark.xdist_group("gpu")]
WHO = STUDENTS[0]


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    return make_class(tmp_path_factory.mktemp("clase") / "curso")


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(accelerator, "find", lambda backend: Device(backend))


@pytest.mark.parametrize("order", [["calificar", "t2_lotes"], ["evaluar", "a.ipynb"]])
def test_la_opcion_pide_cupy_y_no_es_la_corriente(order):
    assert build_parser().parse_args(order).gpu is None
    assert build_parser().parse_args([*order, "--gpu"]).gpu == "cupy"


def test_lo_comprobado_en_el_dispositivo_no_se_mezcla_con_lo_demas(tmp_path):
    prints = {Settings(tmp_path, "t", True, d).fingerprint for d in (None, "cupy", "doble")}
    assert len(prints) == 3
    assert Settings(tmp_path, "t").fingerprint == "aislamiento=True"  # lo ya calificado vale


class TestClass:
    pytestmark = real

    def test_con_dispositivo_y_sin_el_son_resultados_distintos_y_notas_iguales(self, course):
        plain = grade_assignment(course, TAREA, [WHO], 1, progress=False)
        there = grade_assignment(course, TAREA, [WHO], 1, progress=False, gpu="doble")
        again = grade_assignment(course, TAREA, [WHO], 1, progress=False, gpu="doble")
        assert (plain.graded, there.graded, again.graded) == (1, 1, 0)
        assert there.changes == there.problems == []
        assert "se comprobó en la GPU" in there.text()
        assert "GPU" not in plain.text()

    def test_cada_entrega_abre_el_dispositivo(self, course, monkeypatch, tmp_path):
        """Los procesos que corrigen son otros: lo dicen en un fichero."""
        alone = Accelerator.alone
        log = tmp_path / "abierto"

        def noted(self):
            log.write_text(self.device.backend)
            return alone(self)

        monkeypatch.setattr(Accelerator, "alone", noted)
        grade_assignment(course, TAREA, [WHO], 1, repeat=True, progress=False)
        assert not log.exists()
        grade_assignment(course, TAREA, [WHO], 1, repeat=True, progress=False, gpu="doble")
        assert log.read_text() == "doble"

    def test_sin_gpu_se_califica_igual_y_se_dice(self, course, no_gpu, capsys):
        grade_assignment(course, TAREA, [WHO], 1, progress=False)
        order = ["calificar", TAREA, "--alumno", WHO, "--gpu", "--curso", str(course.root)]
        assert main(order) == 0
        said = capsys.readouterr().out
        assert "No se pudo usar la GPU" in said
        assert "0 ahora y 1 de antes" in said  # el mismo resultado que sin la opción

    def test_evaluar_lo_dice_en_sus_avisos(self, course, no_gpu, capsys):
        notebook = course.root / "submitted" / WHO / TAREA / f"{TAREA}.ipynb"
        order = ["evaluar", str(notebook), "--gpu", "--json", "--curso", str(course.root)]
        assert main(order) == 0
        summary = json.loads(capsys.readouterr().out)
        assert summary["puntos"] == summary["maximo"]
        assert [w for w in summary["avisos"] if "No se pudo usar la GPU" in w]
