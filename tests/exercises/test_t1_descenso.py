"""t1: lo que dicen sus textos es verdad, y los tropiezos corrientes se reconocen."""

import numpy as np
import pytest

from autograde.exercises import load
from autograde.judge.checks import answers, public_check
from autograde.model import CellKind
from curso.datos import horas_nota
from curso.problemas import RegresionLineal, Silla
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.plan import Plan
from solutions import descenso

TAREA = "t1_descenso"
EXERCISES = load(TAREA).exercises


def line(column):
    return RegresionLineal(np.column_stack([np.ones(9), column]), horas_nota()[1])


def converge(problem, lr):
    with np.errstate(all="ignore"):
        return descenso.descenso_hasta_converger(
            problem.gradiente, problem.inicio, lr, 1e-6, 100_000
        )


# --- el material del curso y lo que cuenta el cuaderno ---------------------------------------


@pytest.mark.parametrize(
    ("case", "seconds"),
    [
        ("100 000 ejemplos a 2 + 1 + 3 ms, una época", 600),
        ("Lo mismo, 100 épocas: 16 h 40 min", 16 * 3600 + 40 * 60),
        ("1,2 millones, una época: 2 horas", 2 * 3600),
        ("1,2 millones, 100 épocas: 8,3 días", 720_000),
        ("Un ejemplo al azar en cada época: 0,6 s", 0.6),
    ],
)
def test_the_times_of_the_course_are_public_cases(case, seconds):
    exercise = EXERCISES["t1.tiempo_entrenamiento"]
    cases = tuple(c for c in exercise.public_cases if c.titulo == case)
    plan = Plan(exercise.id, exercise.name, cases)
    assert [a.valor for a in answers(exercise, exercise.reference, plan)] == [seconds]


@pytest.mark.parametrize(
    "written", ["600 s", "16 h 40 min", "7 200 s", "8,3 días", "0,6 s", "0,1; 0,01; 0,001"]
)
def test_the_figures_of_the_course_are_in_the_notebook(text, written):
    assert written in text.replace("\u00a0", " ")


def test_the_worked_descent_is_right():
    horas, nota = horas_nota()
    X, y = np.column_stack([np.ones(2), horas[:2]]), nota[:2]

    def gradiente(w):
        return descenso.error_y_gradiente(w, X, y)[1]

    path = descenso.descenso_gradiente(gradiente, np.array([0, 0.5]), 0.01, 2)
    errors = [float(descenso.error_y_gradiente(w, X, y)[0]) for w in path]
    np.testing.assert_allclose(path, [[0, 0.5], [0.007, 0.535], [0.011, 0.559]], atol=5e-4)
    np.testing.assert_allclose(errors, [0.245, 0.137, 0.085], atol=5e-4)
    slopes = [[-0.7, -3.5], [-0.441, -2.436], [-0.262, -1.699]]
    np.testing.assert_allclose([gradiente(w) for w in path], slopes, atol=5e-4)


def test_standardising_the_hours_saves_the_steps_that_the_notebook_says():
    horas = horas_nota()[0]
    raw, standard = line(horas), line((horas - horas.mean()) / horas.std())
    curvature = np.linalg.eigvalsh(raw.X.T @ raw.X)
    assert 700 < curvature[1] / curvature[0] < 750
    assert converge(raw, 0.1)[2] is False
    assert 4500 < converge(raw, 0.009)[1] < 5000
    assert converge(standard, 0.1)[1:] == (72, True)


def test_the_rates_of_the_first_figure_jump_or_part_as_it_is_told():
    problem = line((horas_nota()[0] - 5) / 5)
    assert converge(problem, 0.42)[2] is True
    assert converge(problem, 0.46)[2] is False


def test_four_rates_give_the_four_diagnoses():
    silla, start = Silla(), np.array([1.0, 0.5])
    told = []
    for lr in (0.005, 0.3, 1.8, 2.2):
        with np.errstate(all="ignore"):
            path = descenso.descenso_gradiente(silla.gradiente, start, lr, 30)
            told.append(descenso.diagnosticar_lr(silla.valor(path) + 0.25))
    assert told == ["lenta", "adecuada", "oscilante", "divergente"]


def test_the_small_rate_stays_in_the_worse_valley(solved):
    f, slope = solved["dos_valles"], solved["pendiente"]
    w = np.linspace(-3, 3, 13)
    np.testing.assert_allclose(slope(w), (f(w + 1e-6) - f(w - 1e-6)) / 2e-6, atol=1e-6)
    ends = [
        descenso.descenso_gradiente(slope, np.array([3.0]), lr, 40)[-1, 0] for lr in (0.05, 0.7)
    ]
    assert ends[1] < 0 < ends[0]
    assert f(ends[1]) < f(ends[0])


# --- tropiezos escritos como los escribe un alumno -------------------------------------------

SLIPS = {
    "t1.gradiente_numerico.hacia_delante": """
def gradiente_numerico(f, w, h=1e-5):
    g = []
    for i in range(len(w)):
        v = np.array(w, dtype=float)
        v[i] += h
        g.append((f(v) - f(w)) / h)
    return np.array(g)
""",
    "t1.gradiente_numerico.modifica_w": """
def gradiente_numerico(f, w, h=1e-5):
    g = np.zeros(w.shape)
    for i in range(len(w)):
        w[i] += h
        a = f(w)
        w[i] -= 2 * h
        g[i] = (a - f(w)) / (2 * h)
        w[i] += 2 * h
    return g
""",
    "t1.error_y_gradiente.gradiente_sin_media": """
def error_y_gradiente(w, X, y):
    r = X @ w - y
    return np.mean(r ** 2), 2 * X.T @ r
""",
    "t1.descenso_gradiente.siempre_el_mismo_arreglo": """
def descenso_gradiente(gradiente, w0, lr, iteraciones):
    if iteraciones < 0:
        raise ValueError
    w = w0.astype(float)
    camino = [w]
    for _ in range(iteraciones):
        w -= lr * gradiente(w)
        camino.append(w)
    return np.array(camino)
""",
    "t1.descenso_gradiente.modifica_w0": """
def descenso_gradiente(gradiente, w0, lr, iteraciones):
    if iteraciones < 0:
        raise ValueError
    w, camino = w0, [w0.copy()]
    for _ in range(iteraciones):
        w -= lr * gradiente(w)
        camino.append(w.copy())
    return np.array(camino)
""",
    "t1.descenso_hasta_converger.cambio_de_w": """
def descenso_hasta_converger(gradiente, w0, lr, tol, max_iter):
    if max_iter < 0:
        raise ValueError
    w = w0
    for k in range(max_iter):
        nuevo = w - lr * gradiente(w)
        if np.linalg.norm(nuevo - w) <= tol:
            return w, k, True
        if not np.all(np.isfinite(nuevo)):
            return w, k, False
        w = nuevo
    return w, max_iter, False
""",
    "t1.coste_computacional.devuelve_float": """
def coste_computacional(n, p, iteraciones, b=None):
    if b is None:
        b = n
    if n < 1 or p < 1 or b < 1 or iteraciones < 0:
        raise ValueError
    return iteraciones * (n / 1) * p if b == n else iteraciones * float(b) * p
""",
    "t1.tiempo_entrenamiento.en_milisegundos": """
def tiempo_entrenamiento(n, ms_prediccion, ms_error, ms_retropropagacion, epocas,
                         muestras_por_epoca=None):
    m = n if muestras_por_epoca is None else muestras_por_epoca
    if n < 1 or epocas < 0 or m < 0:
        raise ValueError
    return float(epocas * m * (ms_prediccion + ms_error + ms_retropropagacion))
""",
    "t1.diagnosticar_lr.ignora_no_finitas": """
def diagnosticar_lr(perdidas):
    if len(perdidas) == 0:
        raise ValueError
    if perdidas[-1] > perdidas[0]:
        return "divergente"
    suben = sum(1 for a, b in zip(perdidas, perdidas[1:]) if b > a)
    if len(perdidas) > 1 and suben / (len(perdidas) - 1) >= 0.2:
        return "oscilante"
    return "lenta" if perdidas[-1] > perdidas[0] / 2 else "adecuada"
""",
    "t1.elegir_lr.nan_gana": """
def elegir_lr(candidatos, f, gradiente, w0, iteraciones):
    finales = []
    for lr in candidatos:
        w = w0
        for _ in range(iteraciones):
            w = w - lr * gradiente(w)
        finales.append(f(w))
    if not np.any(np.isfinite(finales)):
        raise ValueError
    return candidatos[np.argmin(finales)]
""",
}


@pytest.mark.parametrize("code", SLIPS)
def test_a_slip_written_by_hand_is_recognised_in_the_students_notebook(code):
    exercise = EXERCISES[code.rpartition(".")[0]]
    space = {"np": np}
    exec(SLIPS[code], space)
    check = public_check(exercise, CellKind.CORRECTNESS)
    given = answers(exercise, space[exercise.name], check.plan)
    assert [h.codigo for h in diagnosticar(given, check).hallazgos] == [code]
