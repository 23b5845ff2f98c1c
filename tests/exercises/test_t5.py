"""t5: lo que la prueba general no mira. Ejemplos a mano, cifras del texto y errores de alumno."""

import numpy as np
import pytest

from autograde.exercises import load
from autograde.judge.checks import answers, public_check
from autograde.model import CellKind
from autograde.speed.verify import is_right
from curso.datos import fashion
from curso.problemas import RopaReducida
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.plan import Plan
from curso.pruebas.plan.medida import muestra
from solutions import curso_t5 as t5

TAREA = "t5_redes_y_gpu"
EXERCISES = load(TAREA).exercises


@pytest.fixture(scope="module")
def text(notebook):
    """Lo que se lee, con las comas decimales como puntos y sin las de TeX."""
    raw = " ".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    return " ".join(raw.replace("{,}", ",").replace("\\ ", " ").split())


def worked(name):
    """Lo que da la referencia en el primer caso público, que es el del enunciado."""
    exercise = EXERCISES[f"t5.{name}"]
    plan = Plan(exercise.id, exercise.name, exercise.public_cases[:1])
    return answers(exercise, exercise.reference, plan)[0].valor


# --- los ejemplos hechos a mano -----------------------------------------------------------------


def near(value, expected, decimals=3):
    np.testing.assert_allclose(value, expected, atol=0.5 * 10.0**-decimals)


def test_the_worked_softmax_is_right():
    near(worked("softmax"), [[0.167, 0.333, 0.5]])


def test_the_worked_loss_is_right():
    near(worked("entropia_cruzada"), 0.693)
    near(t5.entropia_cruzada(np.log([[1.0, 2.0, 3.0]]), np.array([0])), 1.792)


def test_the_worked_gradient_is_right():
    loss, dW, db = worked("gradiente_softmax")
    near(loss, 0.693)
    near(dW, [[0.25, -0.25], [1, -1]])
    near(db, [0, 0])


def test_the_worked_training_is_right():
    W, b, losses = worked("entrenar_red")
    near(losses, [0.693, 0.313])
    near(W, [[0.769, -0.769]])
    near(b, [0, 0])


def test_the_worked_network_is_right_forwards_and_backwards():
    hidden, logits = worked("mlp_adelante")
    near(hidden, [[3, 1], [0, 0]])
    near(logits, [[2.5, 2], [0.5, 0]])
    expected = ([[0.5, -1.5], [0.5, -1.5]], [0.5, -1.5], [[1.5, -1.5], [0.5, -0.5]], [-0.5, 0.5])
    for got, right in zip(worked("mlp_atras"), expected, strict=True):
        near(got, right)


def test_the_other_worked_examples_are_right():
    near(worked("error_relativo"), 0.111)
    assert worked("lote_maximo") == 8
    w, losses = worked("entrenar_en_dispositivo")
    near(w, [2.56])
    near(losses, [9, 0.16])


# --- las cifras del texto -----------------------------------------------------------------------


def test_the_batches_of_the_network_of_the_images_are_those_of_the_text(text):
    P = 784 * 128 + 128 + 128 * 10 + 10
    assert P == 101_770
    assert round(4 * 4 * P / 1e6, 1) == 1.6
    assert 4 * (784 + 2 * 128 + 2 * 10) == 4240
    assert t5.lote_maximo(8 * 2**20, 784, 128, 10) == 1024
    assert t5.lote_maximo(8 * 2**30, 784, 128, 10) == 1_048_576
    for written in ("101\\,770", "1,6 MB", "4 240", "1 024", "1 048 576"):
        assert written in text


def accuracy(W, b, X, y):
    return float((np.argmax(X @ W + b, axis=1) == y).mean())


@pytest.fixture(scope="module")
def images():
    ropa = fashion()
    return ropa.x.reshape(5000, 784), ropa.y, ropa.x_prueba.reshape(1000, 784), ropa.y_prueba


@pytest.mark.lento
def test_two_hundred_seeds_pass_the_accuracy_that_is_asked_by_far(text):
    train, unseen = RopaReducida(1500), RopaReducida(1000, prueba=True)
    X, y, X_new, y_new = train.x, train.y, unseen.x, unseen.y
    found = []
    for seed in range(200):
        W, b, _ = t5.entrenar_red(X, y, 0.1, 16, 3, np.random.default_rng(seed))
        found.append(accuracy(W, b, X_new, y_new))
    assert min(found) >= 0.66
    assert max(found) <= 0.78
    assert "entre el 68,5 % y el 76,2 %" in text
    near([min(found), max(found)], [0.685, 0.762], 2)


@pytest.mark.lento
def test_the_rates_do_with_the_images_what_is_told(images):
    """Una semilla basta para lo que baja cada una, y unas pocas para cuánto baila."""
    X, y, X_new, y_new = images
    losses, spread = {}, {}
    for lr, seeds in ((0.1, 8), (0.01, 8), (0.001, 1)):
        found = []
        for seed in range(seeds):
            W, b, curve = t5.entrenar_red(X, y, lr, 32, 10, np.random.default_rng(seed))
            losses.setdefault(lr, curve)
            found.append(accuracy(W, b, X_new, y_new))
        spread[lr] = max(found) - min(found)
    assert losses[0.1][-1] < losses[0.01][-1] < 1 < losses[0.001][-1]
    assert 1.4 < losses[0.01][0] < 1.6
    assert spread[0.1] > 3 * spread[0.01]


def test_the_gradients_of_the_library_pass_the_comparison_of_the_text(notebook):
    """La celda que los comprueba, con las soluciones del cuaderno."""
    printed: list[str] = []
    space: dict = {"print": printed.append}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "code" and (
            grade_id.endswith("-solucion") or grade_id in ("t5-preparacion", "t5-comprobacion")
        ):
            exec(cell.source, space)
    errors = [float(line.split(": ")[1]) for line in printed]
    assert len(errors) == 5
    assert max(errors) < 1e-6


def test_the_statement_says_what_will_not_be_there(text):
    assert "curso.problemas.RegresionSoftmax" in text
    assert "donde se corrige **no están**" in text


# --- reglas de los ejercicios -------------------------------------------------------------------


def test_there_are_eight_variants_and_four_alternatives_each():
    for exercise in EXERCISES.values():
        assert len(exercise.variants) >= 8, exercise.id
        assert len(exercise.accepted) >= 4, exercise.id


@pytest.mark.parametrize(
    "exercise", [e for e in EXERCISES.values() if CellKind.PORTABLE in e.points], ids=lambda e: e.id
)
def test_no_mistake_is_confused_with_not_being_portable(exercise):
    """Una variante que allí solo lanzara TypeError se le cargaría a quien no es portable."""
    check = public_check(exercise, CellKind.PORTABLE)
    ordinary = [i for i, c in enumerate(check.plan.casos) if not c.borde]
    for error in check.errores:
        assert any(error.respuestas[i].excepcion != "TypeError" for i in ordinary), error.hallazgo


@pytest.mark.parametrize("exercise", [e for e in EXERCISES.values() if e.speed], ids=lambda e: e.id)
def test_every_right_solution_passes_the_check_of_the_speed_cell(exercise):
    case = exercise.speed.case(np.random.default_rng(5))
    plan = Plan(exercise.id, exercise.name, (case,))
    for name, implementation in {"referencia": exercise.reference, **exercise.accepted}.items():
        answer = muestra(answers(exercise, implementation, plan, through_codec=False)[0], 11)
        assert is_right(exercise, None, case, 11, answer), name


# --- escritas por un alumno que solo ha leído el enunciado --------------------------------------

SLIPS = {
    "t5.softmax.inestable": """
def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1)[:, None]
""",
    "t5.softmax.suma_de_todo": """
def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()
""",
    "t5.entropia_cruzada.logaritmo_de_cero": """
def entropia_cruzada(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    total = 0
    for i in range(len(y)):
        total -= np.log(p[i, y[i]])
    return total / len(y)
""",
    "t5.entropia_cruzada.recorta_en_1e12": """
def entropia_cruzada(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-12).mean()
""",
    "t5.gradiente_softmax.gradiente_sin_media": """
def gradiente_softmax(W, b, X, y):
    z = X @ W + b
    z = z - z.max(axis=1, keepdims=True)
    suma = np.exp(z).sum(axis=1, keepdims=True)
    p = np.exp(z) / suma
    perdida = (np.log(suma[:, 0]) - z[range(len(y)), y]).mean()
    Y = np.zeros_like(p)
    Y[range(len(y)), y] = 1
    return perdida, X.T @ (p - Y), (p - Y).sum(axis=0)
""",
    "t5.mlp_adelante.sin_relu": """
def mlp_adelante(parametros, X):
    W1, b1, W2, b2 = parametros
    h = X @ W1 + b1
    return h, h @ W2 + b2
""",
    "t5.mlp_atras.sin_derivada_de_la_relu": """
def mlp_atras(parametros, X, oculta, error):
    W1, b1, W2, b2 = parametros
    d = (error @ W2.T) * (oculta >= 0)
    return X.T @ d, d.sum(0), oculta.T @ error, error.sum(0)
""",
    "t5.error_relativo.sin_suelo": """
def error_relativo(a, b):
    if a.shape != b.shape or len(a) == 0:
        raise ValueError
    return (np.abs(a - b) / (np.abs(a) + np.abs(b))).max()
""",
    "t5.lote_maximo.no_es_potencia_de_dos": """
def lote_maximo(memoria, entradas, ocultas, clases, octetos=4):
    if min(entradas, ocultas, clases, octetos) < 1:
        raise ValueError
    P = entradas * ocultas + ocultas + ocultas * clases + clases
    b = (memoria - 4 * P * octetos) // (octetos * (entradas + 2 * ocultas + 2 * clases))
    if b < 1:
        raise ValueError
    return b
""",
    "t5.entrenar_en_dispositivo.lleva_cada_lote": """
def entrenar_en_dispositivo(x, y, w0, perdida_y_gradiente, lr, b, epocas, a_dispositivo, a_memoria):
    if b < 1 or epocas < 0:
        raise ValueError
    w = a_dispositivo(w0)
    perdidas = []
    for _ in range(epocas):
        for i in range(0, len(x), b):
            x_b = a_dispositivo(x[i:i + b])
            y_b = a_dispositivo(y[i:i + b])
            p, g = perdida_y_gradiente(w, x_b, y_b)
            perdidas.append(float(p))
            w = w - lr * g
    return a_memoria(w), perdidas
""",
    "t5.entrenar_red.perdidas_sin_ponderar": """
def entrenar_red(X, y, lr, tamano_lote, epocas, rng, clases=10):
    if tamano_lote < 1 or epocas < 0:
        raise ValueError
    W, b = np.zeros((X.shape[1], clases), X.dtype), np.zeros(clases, X.dtype)
    medias = []
    for _ in range(epocas):
        indices = np.arange(len(X))
        rng.shuffle(indices)
        perdidas = []
        for i in range(0, len(X), tamano_lote):
            x, t = X[indices[i:i + tamano_lote]], y[indices[i:i + tamano_lote]]
            z = x @ W + b
            z = z - z.max(axis=1, keepdims=True)
            log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
            perdidas.append(-log_p[range(len(t)), t].mean())
            d = np.exp(log_p)
            d[range(len(t)), t] -= 1
            W, b = W - lr * x.T @ d / len(t), b - lr * d.mean(axis=0)
        medias.append(np.mean(perdidas))
    return W, b, medias
""",
    "t5.entrenar_red.mismo_orden_cada_epoca": """
def entrenar_red(X, y, lr, tamano_lote, epocas, rng, clases=10):
    if tamano_lote < 1 or epocas < 0:
        raise ValueError
    W, b = np.zeros((X.shape[1], clases), X.dtype), np.zeros(clases, X.dtype)
    medias, orden = [], rng.permutation(len(X))
    X, y = X[orden], y[orden]
    for _ in range(epocas):
        total = 0.0
        for i in range(0, len(X), tamano_lote):
            x, t = X[i:i + tamano_lote], y[i:i + tamano_lote]
            z = x @ W + b
            z = z - z.max(axis=1, keepdims=True)
            log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
            total -= log_p[range(len(t)), t].sum()
            d = np.exp(log_p)
            d[range(len(t)), t] -= 1
            W, b = W - lr * x.T @ d / len(t), b - lr * d.mean(axis=0)
        medias.append(total / len(X))
    return W, b, medias
""",
}


@pytest.mark.parametrize("code", SLIPS)
def test_a_slip_written_by_hand_is_recognised_in_the_students_notebook(code):
    exercise = EXERCISES[code.rpartition(".")[0]]
    space = {"np": np}
    with np.errstate(all="ignore"):
        exec(SLIPS[code], space)
        check = public_check(exercise, CellKind.CORRECTNESS)
        given = answers(exercise, space[exercise.name], check.plan)
    assert [h.codigo for h in diagnosticar(given, check).hallazgos] == [code]
