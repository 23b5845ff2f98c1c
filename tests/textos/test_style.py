"""Cómo está escrito: de tú, con coma decimal, en español; y los cuadernos, limpios."""

import json

import nbformat
import pytest

from tests.textos import sources, style

NOTEBOOKS = pytest.mark.parametrize("path", sources.NOTEBOOKS, ids=lambda p: p.name)
DOCUMENTS = pytest.mark.parametrize("path", sources.DOCUMENTS, ids=lambda p: p.name)
EXERCISES = pytest.mark.parametrize(
    "exercise", sorted(sources.assignments(), key=lambda e: e.id), ids=lambda e: e.id
)
PACKAGES = pytest.mark.parametrize("package", sources.PACKAGES)


def faults(texts, rule):
    return [f"{text.where}: {found}" for text in texts for found in rule(text.content)]


def markdown(path):
    cells = nbformat.read(path, as_version=4).cells
    return [sources.Text(c.id, c.source) for c in cells if c.cell_type == "markdown"]


@NOTEBOOKS
def test_a_notebook_speaks_to_one_student(path):
    assert faults(sources.notebook_texts(path), style.not_tu) == []


@NOTEBOOKS
def test_a_notebook_has_decimal_commas(path):
    assert faults(markdown(path), style.decimal_points) == []


@NOTEBOOKS
def test_the_example_comes_before_the_exercise(path):
    assert faults(markdown(path), style.late_examples) == []


@NOTEBOOKS
def test_a_notebook_in_the_repository_is_clean(path):
    assert style.notebook_faults(json.loads(path.read_text(encoding="utf-8"))) == []


@DOCUMENTS
def test_a_document_has_decimal_commas_and_pictures_with_text(path):
    texts = [sources.file_text(path)]
    assert faults(texts, style.decimal_points) == []
    assert faults(texts, style.pictures_without_text) == []


@EXERCISES
def test_findings_speak_to_one_student_in_spanish(exercise):
    texts = sources.exercise_texts(exercise)
    assert faults(texts, style.not_tu) == []
    assert faults(texts, style.english) == []


@PACKAGES
def test_messages_are_in_spanish(package):
    assert faults(sources.package_texts(package), style.english) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (style.not_tu, "Si usted quiere, siga."),
        (style.not_tu, "Ahora. Escriba la función."),
        (style.not_tu, "Ya sabéis contar."),
        (style.not_tu, "**Nota** Abrid vuestro cuaderno."),
        (style.decimal_points, "La tasa es 0.1 al principio"),
        (style.decimal_points, "entre 0.5, y 2"),
        (style.decimal_points, "con $lr = 0.01$ basta"),
        (style.late_examples, "**Escribe** `f`.\n\n**A mano.** 2 + 2 = 4."),
        (style.english, "File not found: datos.csv"),
        (style.pictures_without_text, "![](figura.png)"),
        (style.pictures_without_text, '<img src="figura.png">'),
        (style.pictures_without_text, '<img src="figura.png" alt="">'),
    ],
)
def test_a_planted_fault_is_noticed(rule, text):
    assert rule(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (style.not_tu, "Cuando se ejecute, mira lo que devuelva. Escribe seis líneas del país."),
        (style.decimal_points, "Usa Python 3.11, 3.12 o 3.13, y nbgrader 0.9.6."),
        (style.decimal_points, "Con 0,1 y `0.1`, en $2{,}25$ y en arXiv:1606.04838."),
        (style.late_examples, "**A mano.** 2 + 2 = 4.\n\n**Escribe** `f`."),
        (style.english, "El descenso con lotes es más barato."),
        (style.pictures_without_text, "![Las tres curvas](figura.png)"),
        (style.pictures_without_text, '<img src="figura.png" alt="Las tres curvas">'),
    ],
)
def test_what_is_right_is_not_marked(rule, text):
    assert rule(text) == []


def notebook(*cells, minor=5):
    """Un cuaderno, tal como está en su fichero."""
    complete = [
        {"cell_type": "markdown", "id": str(i), "source": ["texto"], **cell}
        for i, cell in enumerate(cells)
    ]
    return {"nbformat": 4, "nbformat_minor": minor, "cells": complete}


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ([{"cell_type": "code", "outputs": [{"text": "1"}]}], "0 lleva resultados"),
        ([{"cell_type": "code", "execution_count": 3}], "0 lleva resultados"),
        ([{"id": "a"}, {"id": "a"}], "dos celdas se llaman a"),
        ([{"id": ""}], "la celda 0 no tiene identificador"),
        ([{"source": ["Mira:\n", "![](f.png)"]}], "0: ![]( sin texto"),
        ([{"attachments": {"f.png": {}}}], "0 lleva adjuntos"),
        ([{"source": [" \n"]}], "0 está vacía"),
    ],
)
def test_a_notebook_that_is_not_clean_is_noticed(cells, fault):
    assert style.notebook_faults(notebook(*cells)) == [fault]


def test_an_old_notebook_is_noticed_and_a_clean_one_is_not():
    [fault] = style.notebook_faults(notebook({}, minor=4))
    assert fault == "es de un formato sin identificadores de celda"
    code = {"cell_type": "code", "outputs": [], "execution_count": None}
    assert style.notebook_faults(notebook({}, code)) == []
