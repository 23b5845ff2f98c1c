"""El botón Validate de nbgrader, con el núcleo de verdad: lo que ve el alumno antes de entregar."""

import io

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.validator import Validator

from tests.curso.ejemplo_publico import escribir_ejemplo
from tests.nbgrader.feedback_sample import cell_metadata

pytestmark = pytest.mark.lento

RIGHT = """import sys
def partir_en_lotes(x, y, b):
    print("un aviso", file=sys.stderr)
    if b < 1:
        raise ValueError("b debe ser al menos 1")
    return [(x[i:i + b], y[i:i + b]) for i in range(0, len(x), b)]
"""
WRONG = RIGHT.replace("len(x), b)", "len(x) - b + 1, b)")


@pytest.mark.parametrize(
    ("answer", "expected", "unexpected"),
    [
        (RIGHT, "Success! Your notebook passes all the tests.", "PruebaFallida"),
        (WRONG, "Se pierde el último lote cuando es más corto.", "Success"),
    ],
)
def test_validate_says_what_comprobar_found(tmp_path, answer, expected, unexpected):
    escribir_ejemplo(tmp_path)
    notebook = new_notebook(
        cells=[
            new_code_cell("from curso.comprobar import comprobar"),
            new_code_cell(answer, metadata=cell_metadata("sol", solution=True, locked=False)),
            new_code_cell(
                'comprobar("t2.partir_en_lotes")',
                metadata=cell_metadata("t2-partir_en_lotes", grade=True, points=1),
            ),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    path = tmp_path / "t2_lotes.ipynb"
    nbformat.write(notebook, path)
    validator = Validator()
    validator.stream = io.StringIO()
    validator.validate_and_print(str(path))
    said = " ".join(validator.stream.getvalue().split())
    assert expected in said
    assert unexpected not in said
    assert "comprobar.py" not in said
