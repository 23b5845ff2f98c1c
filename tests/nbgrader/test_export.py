"""`nbgrader export`: un nombre no es una fórmula ni corre las columnas."""

from __future__ import annotations

import csv

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins.export import CsvExportPlugin
from traitlets.config import Config

from autograde.lms.comments import harmless
from autograde.nbgrader.config import configure
from autograde.nbgrader.export import COLUMNS, HarmlessCsvExport
from autograde.programs import put_our_programs_first

FORMULA = '=HYPERLINK("http://x.example","ver")'


@pytest.fixture
def gradebook(tmp_path):
    put_our_programs_first()  # nbgrader llama a «alembic»
    with Gradebook(f"sqlite:///{tmp_path}/libro.db") as book:
        book.add_assignment("t9")
        book.add_student("ana", first_name="Ana", last_name="López", email="ana@uni.example")
        book.add_student("eva", first_name=FORMULA, last_name="Gil, Roca", email="@suma")
        yield book


def _exported(kind, gradebook, tmp_path):
    target = tmp_path / "notas.csv"
    plugin = kind()
    plugin.to = str(target)
    plugin.export(gradebook)
    with target.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_names_neither_calculate_nor_move_columns(gradebook, tmp_path):
    header, *rows = _exported(HarmlessCsvExport, gradebook, tmp_path)
    assert header == list(COLUMNS)
    assert all(len(row) == len(header) for row in rows)
    by_student = {row[3]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_student["eva"]["first_name"] == "'" + FORMULA
    assert by_student["eva"]["last_name"] == "Gil, Roca"
    assert by_student["eva"]["email"] == "'@suma"
    assert by_student["ana"]["score"] == "0.0"


def test_an_honest_class_exports_the_same_as_nbgrader(gradebook, tmp_path):
    gradebook.remove_student("eva")
    ours = _exported(HarmlessCsvExport, gradebook, tmp_path)
    assert ours == _exported(CsvExportPlugin, gradebook, tmp_path)


def test_the_control_calculates_and_moves_columns(gradebook, tmp_path):
    header, *rows = _exported(CsvExportPlugin, gradebook, tmp_path)
    (eva,) = (row for row in rows if row[3] == "eva")
    assert len(eva) > len(header)
    assert any(cell.startswith("=HYPERLINK") for cell in eva)


def test_the_course_uses_it(tmp_path):
    config = Config()
    configure(config, str(tmp_path / "nbgrader_config.py"))
    assert config.ExportApp.plugin_class is HarmlessCsvExport


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\u00a0=", "\ufeff=", "＝"])
def test_what_a_spreadsheet_would_calculate_is_made_text(start):
    assert harmless(f"{start}1+1").startswith("'")
    assert harmless("Ana-María = sí") == "Ana-María = sí"
