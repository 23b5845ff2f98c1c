"""Dejar que un módulo del curso haga el ejercicio: donde se corrige no está, y no vale nada."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
import pytest

from autograde.exercises import load
from autograde.grading.notebook import grade_notebook
from autograde.model import CellKind, Verdict
from autograde.notebooks.rebuild import Rebuilt
from autograde.sandbox import Sandbox

pytestmark = pytest.mark.aislamiento

ASSIGNMENT = load("t5_redes_y_gpu")
SOURCE = Path(__file__).parents[2] / "source" / "t5_redes_y_gpu" / "t5_redes_y_gpu.ipynb"
_IMPORT = "    from curso.problemas import RegresionSoftmax\n"
#: cada ejercicio que se puede sacar de `RegresionSoftmax`, sin calcular nada
DELEGATED = {
    "softmax": f"""
def softmax(z):
{_IMPORT}
    n, k = z.shape
    problema = RegresionSoftmax(np.eye(n), np.zeros(n, int), k, l2=0.0)
    gradiente = problema.perdida_y_gradiente(z * 1.0, problema.X, problema.y)[1]
    return n * gradiente + np.eye(k)[problema.y]
""",
    "entropia_cruzada": f"""
def entropia_cruzada(z, y):
{_IMPORT}
    problema = RegresionSoftmax(np.eye(len(z)), y, z.shape[1], l2=0.0)
    return problema.valor(z * 1.0)
""",
    "gradiente_softmax": f"""
def gradiente_softmax(W, b, X, y):
{_IMPORT}
    todo = np.vstack([W, b]) * 1.0
    con_unos = np.column_stack([X, np.ones(len(X), X.dtype)]) * 1.0
    problema = RegresionSoftmax(con_unos, y, W.shape[1], l2=0.0)
    perdida, gradiente = problema.perdida_y_gradiente(todo, con_unos, y)
    return perdida, gradiente[:-1], gradiente[-1]
""",
    "entrenar_red": f"""
def entrenar_red(X, y, lr, tamano_lote, epocas, rng, clases=10):
{_IMPORT}
    if tamano_lote < 1 or epocas < 0:
        raise ValueError
    X = np.column_stack([X, np.ones(len(X), X.dtype)])
    W, perdidas = np.zeros((X.shape[1], clases), X.dtype), []
    problema = RegresionSoftmax(X, y, clases, l2=0.0)
    for _ in range(epocas):
        orden, suma = rng.permutation(len(X)), 0.0
        for i in range(0, len(X), tamano_lote):
            lote = orden[i:i + tamano_lote]
            perdida, gradiente = problema.perdida_y_gradiente(W, X[lote], y[lote])
            suma += float(perdida) * len(lote)
            W = W - lr * gradiente
        perdidas.append(suma / len(X))
    return W[:-1], W[-1], perdidas
""",
}
#: cargar el módulo por otro camino que `import`
ROUNDABOUT = """
import importlib.machinery, importlib.util, pathlib, curso.problemas
carpeta = pathlib.Path(curso.problemas.__file__).parent
for ruta in [carpeta / "softmax.py", *carpeta.glob("__pycache__/softmax*")]:
    try:
        cargar = importlib.machinery.SourcelessFileLoader if ruta.suffix == ".pyc" else \\
            importlib.machinery.SourceFileLoader
        modulo = cargar("otra", str(ruta)).load_module()
        curso.problemas.RegresionSoftmax = modulo.RegresionSoftmax
    except Exception:
        pass
"""


def grade(name, source, absent, before=""):
    """Solo las celdas de corrección y de portabilidad de un ejercicio."""
    exercise = ASSIGNMENT.exercises[f"t5.{name}"]
    kinds = [k for k in (CellKind.CORRECTNESS, CellKind.PORTABLE) if k in exercise.points]
    wanted = {exercise.grade_id(kind) for kind in kinds}
    notebook = copy.deepcopy(nbformat.read(SOURCE, as_version=4))
    cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") in wanted]
    own = nbformat.v4.new_code_cell("import numpy as np\n" + before + source)
    notebook.cells = [own, *cells]
    with Sandbox(absent=absent) as box:
        graded = grade_notebook(Rebuilt(notebook, ()), ASSIGNMENT, b"semilla", box)
    return {c.kind: c for c in graded.cells}


@pytest.mark.parametrize("name", DELEGATED)
@pytest.mark.parametrize("before", ["", ROUNDABOUT], ids=["import", "a mano"])
def test_leaving_it_to_the_course_is_worth_nothing(name, before):
    cells = grade(name, DELEGATED[name], ASSIGNMENT.absent, before)
    assert cells
    for cell in cells.values():
        assert (cell.verdict, cell.points) == (Verdict.EXCEPTION, 0.0)


@pytest.mark.parametrize("name", DELEGATED)
def test_if_the_module_were_there_it_would_be_worth_everything(name):
    cell = grade(name, DELEGATED[name], ())[CellKind.CORRECTNESS]
    assert cell.verdict is Verdict.CORRECT
