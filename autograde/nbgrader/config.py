"""La configuración de nbgrader que comparten todos los cursos: la aplica `nbgrader_config.py`."""

from __future__ import annotations

from pathlib import Path

import nbgrader
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    IncludeHeaderFooter,
    LockCells,
    OverwriteKernelspec,
    SaveCells,
)
from traitlets.config import Config

from autograde.gradebook import trail
from autograde.nbgrader.export import HarmlessCsvExport
from autograde.nbgrader.exporter import RebuildingExporter
from autograde.nbgrader.generation import CheckTestCells, WritePublicCases
from autograde.nbgrader.getgrades import GetGradesInOrder
from autograde.nbgrader.late import LatePenalty
from autograde.nbgrader.preprocessors import JudgeExecute, SaveJudgedGrades
from autograde.nbgrader.rendering import FILTERS, TEMPLATES
from autograde.notebooks.source import stubs
from autograde.programs import put_our_programs_first

_NBGRADER_TEMPLATES = (
    Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
)


def configure(c: Config, config_file: str) -> None:
    """Configura nbgrader para el curso cuya carpeta contiene `config_file`."""
    put_our_programs_first()
    trail.watch(Path(config_file).parent)
    c.CourseDirectory.root = str(Path(config_file).resolve().parent)
    c.merge(stubs())
    _generation(c)
    _grading(c)
    _feedback(c)
    _validation(c)


def _generation(c: Config) -> None:
    c.GenerateAssignment.preprocessors = [
        CheckTestCells,
        IncludeHeaderFooter,
        LockCells,
        ClearSolutions,
        ClearOutput,
        CheckCellMetadata,
        ComputeChecksums,
        SaveCells,
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
        CheckCellMetadata,
        WritePublicCases,
    ]


def _grading(c: Config) -> None:
    # El exportador rehace el cuaderno al leerlo: con eso sobran DeduplicateIds y OverwriteCells.
    c.Autograde.exporter_class = RebuildingExporter
    c.Autograde.sanitize_preprocessors = [ClearOutput, OverwriteKernelspec, CheckCellMetadata]
    c.Autograde.autograde_preprocessors = [
        JudgeExecute,
        SaveJudgedGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    c.AssignLatePenalties.plugin_class = LatePenalty
    c.ExportApp.plugin_class = HarmlessCsvExport


def _feedback(c: Config) -> None:
    c.GenerateFeedback.preprocessors = [GetGradesInOrder]
    # El formgrader busca aquí también su plantilla: la nuestra va delante, la suya detrás.
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(_NBGRADER_TEMPLATES)]
    c.HTMLExporter.filters = dict(FILTERS)
    c.HTMLExporter.sanitize_html = True


def _validation(c: Config) -> None:
    c.Validator.type_changed_warning = (
        "CELDAS QUE HAN CAMBIADO DE TIPO: {num_changed}. Aunque ahora las pruebas pasen, devuelve "
        "a cada celda su tipo (código o texto) antes de entregar.\n"
    )
    c.Validator.changed_warning = (
        "CELDAS DE PRUEBA CAMBIADAS: {num_changed}. Al calificar se usan las "
        "originales: lo que hayas escrito en ellas no cuenta.\n"
    )
    c.Validator.failed_warning = (
        "CELDAS QUE FALLAN: {num_failed}. Si entregas la tarea como está, no tendrás todos los "
        "puntos.\n"
    )
    c.Validator.passed_warning = "CELDAS QUE PASAN: {num_passed}.\n"
