"""Dejar que un módulo del curso haga el ejercicio: donde se corrige no está, y no vale nada."""

from __future__ import annotations

import copy
import importlib.util
from pathlib import Path

import nbformat
import pytest

from autograde.exercises import available, load
from autograde.grading.notebook import grade_notebook
from autograde.model import CellKind, Verdict
from autograde.notebooks.rebuild import Rebuilt
from autograde.sandbox import Sandbox

pytestmark = pytest.mark.aislamiento

SOURCE = Path(__file__).parents[2] / "source"
_IMPORT = "    from curso.problemas import RegresionSoftmax\n"
#: cada ejercicio que se puede sacar de `RegresionSoftmax`, sin calcular nada
OF_THE_PROBLEM = {
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


#: lo mismo con las capas de `curso.redes`
OF_THE_LAYERS = {
    ("t1_descenso", "error_y_gradiente"): """
def error_y_gradiente(w, X, y):
    from curso.redes import Densa
    capa = Densa(X.shape[1], 1)
    pesos = [w[:, None], w[:1] * 0]
    salida, memoria = capa.adelante(pesos, X)
    resto = salida[:, 0] - y
    _, (gradiente, _) = capa.atras(pesos, memoria, 2 * resto[:, None] / len(y))
    return (resto * resto).mean(), gradiente[:, 0]
""",
    ("t4_tasa_de_aprendizaje", "abandono"): """
def abandono(x, p, rng, entrenando=True):
    from curso.redes import Abandono
    salida, mascara = Abandono(p).adelante([], x, rng if entrenando else None)
    return salida, np.ones_like(x) if mascara is None else mascara
""",
    ("t5_redes_y_gpu", "softmax"): """
def softmax(z):
    from curso.redes import EntropiaCategorica
    clases = np.zeros(len(z), int)
    return len(z) * EntropiaCategorica()(z, clases)[1] + np.eye(z.shape[1])[clases]
""",
    ("t5_redes_y_gpu", "entropia_cruzada"): """
def entropia_cruzada(z, y):
    from curso.redes import EntropiaCategorica
    return EntropiaCategorica()(z, y)[0]
""",
    ("t5_redes_y_gpu", "gradiente_softmax"): """
def gradiente_softmax(W, b, X, y):
    from curso.redes import Densa, EntropiaCategorica, Red
    red = Red([Densa(*W.shape)], EntropiaCategorica())
    perdida, (dW, db) = red.perdida_y_gradiente([W, b], X, y)
    return perdida, dW, db
""",
    ("t5_redes_y_gpu", "mlp_adelante"): """
def mlp_adelante(parametros, X):
    from curso.redes import Densa, ReLU
    W1, b1, W2, b2 = parametros
    oculta = ReLU().adelante([], Densa(*W1.shape).adelante([W1, b1], X)[0])[0]
    return oculta, Densa(*W2.shape).adelante([W2, b2], oculta)[0]
""",
    ("t5_redes_y_gpu", "mlp_atras"): """
def mlp_atras(parametros, X, oculta, error):
    from curso.redes import Densa, ReLU
    W1, b1, W2, b2 = parametros
    d, segunda = Densa(*W2.shape).atras([W2, b2], oculta, error)
    d, _ = ReLU().atras([], oculta, d)
    return [*Densa(*W1.shape).atras([W1, b1], X, d)[1], *segunda]
""",
}
#: y con el laboratorio
OF_THE_LABORATORY = {
    ("t1_descenso", "descenso_gradiente"): """
def descenso_gradiente(gradiente, w0, lr, iteraciones):
    from types import SimpleNamespace
    from curso.laboratorio import caminos
    if iteraciones < 0:
        raise ValueError
    donde = SimpleNamespace(inicio=w0, gradiente=gradiente)
    opt = SimpleNamespace(paso=lambda w, g: w - lr * g)
    return caminos(donde, {"opt": lambda: opt}, iteraciones)["opt"]
""",
    ("t2_lotes", "desordenar_ejemplos"): """
def desordenar_ejemplos(x, y, rng):
    from curso.laboratorio import Problema
    n = len(x)
    problema = Problema("", "", None, x, y, None, None, 0.0, "", 1, lote=max(n, 1))
    return next(problema.lotes(int(rng.integers(2**62)), 0), (x.copy(), y.copy()))
""",
    ("t3_optimizadores", "trayectoria"): """
def trayectoria(optimizador, gradiente, w0, iteraciones):
    from types import SimpleNamespace
    from curso.laboratorio import caminos
    if iteraciones < 0:
        raise ValueError
    donde = SimpleNamespace(inicio=w0, gradiente=gradiente)
    return caminos(donde, {"opt": lambda: optimizador}, iteraciones)["opt"].astype(w0.dtype)
""",
}
OF_THE_LABORATORY["t7_proyecto", "experimento"] = """
def experimento(laboratorio, problema, optimizadores, epocas, semillas):
    from curso.laboratorio import comparar_optimizadores
    campos = ("optimizador", "semilla", "perdidas", "validacion")
    return [
        {"problema": problema, **{campo: historia[campo] for campo in campos}}
        for historia in comparar_optimizadores(
            laboratorio, optimizadores, epocas, semillas, barra=False)
    ]
"""
#: cargar los paquetes por otro camino que `import`
BY_HAND = """
import importlib.util, pathlib, sys, curso
for paquete in ("redes", "laboratorio"):
    ruta, nombre = pathlib.Path(curso.__file__).parent / paquete, f"curso.{paquete}"
    try:
        datos = importlib.util.spec_from_file_location(
            nombre, ruta / "__init__.py", submodule_search_locations=[str(ruta)])
        sys.modules[nombre] = importlib.util.module_from_spec(datos)
        datos.loader.exec_module(sys.modules[nombre])
    except Exception:
        pass
"""
ROWS = [
    *(("t5_redes_y_gpu", name, source, ROUNDABOUT) for name, source in OF_THE_PROBLEM.items()),
    *((*where, source, BY_HAND) for where, source in OF_THE_LAYERS.items()),
    *((*where, source, BY_HAND) for where, source in OF_THE_LABORATORY.items()),
]
IDS = [f"{name}-{'paquete' if by is BY_HAND else 'softmax'}" for _, name, _, by in ROWS]


def grade(task, name, source, absent, before=""):
    """Solo las celdas de corrección y de portabilidad de un ejercicio."""
    assignment = load(task)
    exercise = assignment.exercises[f"{task.split('_')[0]}.{name}"]
    kinds = [k for k in (CellKind.CORRECTNESS, CellKind.PORTABLE) if k in exercise.points]
    wanted = {exercise.grade_id(kind) for kind in kinds}
    notebook = copy.deepcopy(nbformat.read(SOURCE / task / f"{task}.ipynb", as_version=4))
    cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") in wanted]
    own = nbformat.v4.new_code_cell("import numpy as np\n" + before + source)
    notebook.cells = [own, *cells]
    with Sandbox(absent=absent) as box:
        graded = grade_notebook(Rebuilt(notebook, ()), assignment, b"semilla", box)
    return {c.kind: c for c in graded.cells}


@pytest.mark.parametrize(("task", "name", "source", "roundabout"), ROWS, ids=IDS)
@pytest.mark.parametrize("by_hand", [False, True], ids=["import", "a mano"])
def test_leaving_it_to_the_course_is_worth_nothing(task, name, source, roundabout, by_hand):
    cells = grade(task, name, source, load(task).absent, roundabout if by_hand else "")
    assert cells
    for cell in cells.values():
        assert (cell.verdict, cell.points) == (Verdict.EXCEPTION, 0.0)


@pytest.mark.parametrize(("task", "name", "source", "roundabout"), ROWS, ids=IDS)
def test_if_the_module_were_there_it_would_be_worth_everything(task, name, source, roundabout):
    cell = grade(task, name, source, ())[CellKind.CORRECTNESS]
    # El laboratorio deja una curva en cuanto diverge, y t7 pide seguirla: pierde ese caso límite.
    least = 0.75 if name == "experimento" else 1.0
    assert cell.points >= least * cell.maximum


@pytest.mark.parametrize("task", sorted(available()))
def test_what_is_said_to_be_absent_exists(task):
    for module in load(task).absent:
        assert importlib.util.find_spec(module) is not None
