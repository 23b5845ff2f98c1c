"""t4: lo que dicen sus textos es verdad, y los tropiezos corrientes se reconocen."""

from collections import Counter

import numpy as np
import pytest

from autograde.exercises import load
from autograde.exercises.t4_tasa_de_aprendizaje import (
    estadisticas_activacion,
    exactitud,
    parada_temprana,
    reducir_en_meseta,
)
from autograde.judge.checks import answers, hidden_check, public_check
from autograde.model import CellKind
from curso.pruebas.diagnostico import diagnosticar
from tests.exercises.meta_rules import SEEDS
from tests.exercises.told import diagnosis

TAREA = "t4_tasa_de_aprendizaje"
EXERCISES = load(TAREA).exercises


@pytest.fixture(scope="module")
def solved(notebook):
    """Lo que define el cuaderno resuelto, sin sus pruebas ni sus figuras."""
    defined = {"__name__": "__main__"}
    for cell in notebook.cells:
        shown = cell.id.startswith(("t4-figura", "t4-tabla"))
        if cell.cell_type == "code" and not shown and "comprobar(" not in cell.source:
            exec(compile(cell.source, cell.id, "exec"), defined)
    return defined


# --- los ejemplos hechos a mano --------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "value", "written"),
    [
        ("decaimiento_escalonado(0.1, 25, 0.5, 10)", 0.025, "= 0{,}025"),
        ("decaimiento_escalonado(0.1, 9, 0.5, 10)", 0.1, "vale todavía 0,1"),
        ("decaimiento_escalonado(0.1, 10, 0.5, 10)", 0.05, "ya 0,05"),
        ("decaimiento_exponencial(0.1, 10, 0.1)", 0.0368, r"\approx 0{,}0368"),
        ("decaimiento_exponencial(0.1, 20, 0.1)", 0.0135, r"\approx 0{,}0135"),
        ("decaimiento_exponencial(1.0, 10, 0.1)", 0.37, "mismo 37 %"),
        ("decaimiento_inverso(0.1, 6, 0.5)", 0.025, "0{,}1/(1 + 3) = 0{,}025"),
        ("decaimiento_lineal(0.1, 10, 40, 0.02)", 0.08, "0{,}1 - 0{,}08/4 = 0{,}08"),
        ("decaimiento_lineal(0.1, 75, 40, 0.02)", 0.02, "vale 0,02, y en $t = 75$ también"),
    ],
)
def test_the_worked_rates_are_right(solved, text, call, value, written):
    digits = len(f"{value:g}".partition(".")[2])
    assert round(float(eval(call, solved)), digits) == value
    assert " ".join(written.split()) in text


def test_the_worked_plateau_is_right(solved, notebook):
    plateau = solved["ReducirEnMeseta"](0.8, factor=0.5, paciencia=2)
    rates = [plateau.observar(loss) for loss in reducir_en_meseta.WORKED]
    statement = next(c.source for c in notebook.cells if c.id == "t4-ReducirEnMeseta-enunciado")
    rows = {
        name.strip(): [v.strip(" *").replace(",", ".") for v in values]
        for name, *values in (r.strip("|").split("|") for r in statement.splitlines() if "|" in r)
    }
    assert [float(v) for v in rows["pérdida"]] == reducir_en_meseta.WORKED
    assert [float(v) for v in rows["tasa"]] == pytest.approx(rates)
    assert [float(v) for v in rows["la mejor"]] == [5, 4, 4, 4, 3, 3, 3, 3, 3, 3]


def test_the_worked_stop_is_right(solved):
    stop = solved["ParadaTemprana"](3)
    told = [stop.observar(loss, []) for loss in parada_temprana.WORKED]
    assert told == [False] * 5 + [True, True]
    assert stop.mejor_epoca == 2


def test_the_other_worked_examples_are_right(solved):
    assert solved["exactitud"](exactitud.WORKED, exactitud.TRUTH) == 0.75
    before = [np.array([3.0, 4.0]), np.array([0.6, 0.8])]
    after = [np.array([3.003, 4.004]), np.array([0.6, 0.83])]
    (one, keep), (other, lower) = solved["proporcion_actualizacion"](before, after)
    assert (round(one, 9), keep, round(other, 9), lower) == (1e-3, "mantener", 0.03, "bajar")
    told = solved["detectar_sobreajuste"]([4, 3, 2, 1.5, 1, 0.8], [4.2, 3.1, 2.5, 2.6, 2.8, 3])
    assert told == ("leve", 2)
    w, slope = np.array([1.0, -2.0, 3.0]), np.array([0.5, 0.0, -1.0])
    loss, gradient = solved["regularizacion_l2"](2.0, slope, w, 0.1)
    assert loss == pytest.approx(2.7)
    assert gradient == pytest.approx([0.6, -0.2, -0.7])
    figures = [float(v) for v in solved["estadisticas_activacion"](estadisticas_activacion.WORKED)]
    assert figures == pytest.approx([0.16, 0.738, 0.5], abs=5e-4)
    assert np.sum(estadisticas_activacion.WORKED**2) == pytest.approx(3.4216)


def test_the_worked_dropout_is_right(solved):
    class Drawn:
        def random(self, shape):
            return np.array([0.7, 0.2, 0.9, 0.5])

    out, mask = solved["abandono"](np.array([2.0, 4.0, 6.0, 8.0]), 0.5, Drawn())
    assert mask.tolist() == [2, 0, 2, 2]
    assert out.tolist() == [4, 0, 12, 16]


# --- lo que se dice de las figuras -----------------------------------------------------------


def test_the_plans_are_as_it_is_told(solved):
    first = {
        "escalonado": solved["decaimiento_escalonado"](0.1, 1, 0.5, 10),
        "exponencial": solved["decaimiento_exponencial"](0.1, 1, 0.07),
        "inverso": solved["decaimiento_inverso"](0.1, 1, 0.2),
        "lineal": solved["decaimiento_lineal"](0.1, 1, 40, 0.005),
    }
    assert min(first, key=first.get) == "inverso"
    late = solved["decaimiento_inverso"](0.1, 49, 0.2)
    assert 2.7 < late / solved["decaimiento_exponencial"](0.1, 49, 0.07) < 3


def test_the_four_rates_do_as_it_is_told(solved):
    losses = {lr: solved["entrenar"](lambda t, lr=lr: lr, 40)[1] for lr in (0.003, 0.1, 1.0, 3.0)}
    assert (np.diff(losses[0.003]) < 0).all()
    assert losses[0.003][-1] > 2
    assert min(losses[1.0]) < min(losses[0.1]) < 0.6
    assert np.mean(np.diff(losses[1.0]) > 0) > 0.2
    assert losses[3.0][-1] > 10 > np.log(10) > 2.3


def test_the_penalty_turns_strong_overfitting_into_mild(solved):
    curves = {l2: solved["entrenar"](lambda t: 0.3, 150, l2=l2)[1:] for l2 in (0.0, 0.003)}
    assert solved["detectar_sobreajuste"](*curves[0.0])[0] == "fuerte"
    assert solved["detectar_sobreajuste"](*curves[0.003])[0] == "leve"
    assert curves[0.003][0][-1] > curves[0.0][0][-1]
    assert curves[0.003][1][-1] < curves[0.0][1][-1]


def test_stopping_early_saves_epochs_and_predicts_better(solved):
    stop = solved["ParadaTemprana"](paciencia=10)
    last, _, validation = solved["entrenar"](lambda t: 0.3, 150, parada=stop)
    assert len(validation) == 33
    hits = [
        solved["exactitud"](solved["predecir"](w, solved["x_val"]), solved["y_val"])
        for w in (stop.mejores_pesos, last)
    ]
    assert hits[0] > hits[1] + 0.01


def test_dropout_trains_the_network_of_the_notebook(solved):
    _, training, _ = solved["entrenar"](lambda t: 0.3, 20, p=0.5)
    assert training[-1] < 1


# --- lo que se promete de los casos ----------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_of_the_overfitting_answers_passes_forty_per_cent(seed):
    check = hidden_check(EXERCISES["t4.detectar_sobreajuste"], CellKind.CORRECTNESS, seed)
    told = [
        answer.valor[0]
        for answer, case in zip(check.esperadas, check.plan.casos, strict=True)
        if answer.estado == "valor" and not case.borde
    ]
    assert len(told) >= 12
    assert max(Counter(told).values()) <= 0.4 * len(told)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_case_is_near_a_limit_that_is_not_announced(seed):
    check = hidden_check(EXERCISES["t4.proporcion_actualizacion"], CellKind.CORRECTNESS, seed)
    ratios = [r for a in check.esperadas if a.estado == "valor" for r, _ in a.valor]
    assert all(abs(r / limit - 1) > 1e-3 for r in ratios for limit in (1e-4, 1e-2))
    check = hidden_check(EXERCISES["t4.detectar_sobreajuste"], CellKind.CORRECTNESS, seed)
    for answer in check.esperadas:
        if answer.estado == "valor":
            validation = np.asarray(answer.entradas["validacion"], dtype=float)
            rise = validation[-1] / validation.min()
            assert abs(rise / 1.1 - 1) > 1e-3
            assert rise == 1.5 or abs(rise / 1.5 - 1) > 1e-3


# --- tropiezos escritos como los escribe un alumno -------------------------------------------

SLIPS = {
    "t4.decaimiento_escalonado.sin_suelo": """
def decaimiento_escalonado(lr0, t, factor=0.5, cada=10):
    if np.min(t, initial=0) < 0 or cada < 1:
        raise ValueError
    return lr0 * factor ** (t / cada)
""",
    "t4.decaimiento_exponencial.solo_escalares": """
import math
def decaimiento_exponencial(lr0, t, k):
    if np.any(np.array(t) < 0) or k < 0:
        raise ValueError
    return lr0 * math.exp(-k * t)
""",
    "t4.decaimiento_lineal.if_con_arreglos": """
def decaimiento_lineal(lr0, t, pasos, lr_minima=0.0):
    if t < 0 or pasos < 1:
        raise ValueError
    if t >= pasos:
        return lr_minima
    return lr0 - (lr0 - lr_minima) * t / pasos
""",
    "t4.ReducirEnMeseta.espera_uno_de_mas": """
class ReducirEnMeseta:
    def __init__(self, lr0, factor=0.1, paciencia=10, lr_minima=0.0, mejora_minima=0.0):
        if paciencia < 1 or factor < 0 or factor > 1:
            raise ValueError
        self.lr, self.f, self.p, self.m, self.d = lr0, factor, paciencia, lr_minima, mejora_minima
        self.mejor, self.n = float("inf"), 0

    def observar(self, perdida):
        if self.mejor - perdida > self.d:
            self.mejor, self.n = perdida, 0
        elif self.n == self.p:
            self.lr, self.n = max(self.m, self.lr * self.f), 0
        else:
            self.n += 1
        return self.lr
""",
    "t4.proporcion_actualizacion.diferencia_de_normas": """
def proporcion_actualizacion(antes, despues):
    if len(antes) != len(despues):
        raise ValueError
    res = []
    for a, d in zip(antes, despues):
        if a.shape != d.shape:
            raise ValueError
        na = np.linalg.norm(a)
        r = abs(np.linalg.norm(d) - na)
        r = r / na if na > 0 else (np.inf if np.any(d) else 0.0)
        res.append((float(r), "subir" if r < 1e-4 else "bajar" if r > 1e-2 else "mantener"))
    return res
""",
    "t4.detectar_sobreajuste.sin_mirar_el_entrenamiento": """
def detectar_sobreajuste(entrenamiento, validacion):
    v = np.array(validacion, dtype=float)
    if len(v) == 0 or len(v) != len(entrenamiento):
        raise ValueError
    if np.isnan(v).any() or np.isnan(entrenamiento).any() or v.min() <= 0:
        raise ValueError
    i = int(v.argmin())
    r = v[-1] / v[i]
    return ("fuerte", i) if r > 1.5 else ("leve", i) if r > 1.1 else ("ninguno", None)
""",
    "t4.regularizacion_l2.modifica_la_entrada": """
def regularizacion_l2(perdida, gradiente, w, l2):
    if l2 < 0:
        raise ValueError
    perdida += l2 / 2 * np.sum(w**2)
    gradiente += l2 * w
    return perdida, gradiente
""",
    "t4.abandono.misma_para_todos": """
def abandono(x, p, rng, entrenando=True):
    if not 0 <= p < 1:
        raise ValueError
    if not entrenando:
        return x, np.ones_like(x)
    m = np.ones_like(x) * (rng.random(x.shape[-1]) > p) / (1 - p)
    return x * m, m
""",
    "t4.ParadaTemprana.guarda_referencias": """
class ParadaTemprana:
    def __init__(self, paciencia=5, mejora_minima=0.0):
        if paciencia < 1:
            raise ValueError
        self.p, self.d, self.mejor, self.n, self.t, self.fin = (
            paciencia, mejora_minima, np.inf, 0, -1, False)
        self.mejor_epoca = self.mejores_pesos = None

    def observar(self, perdida, pesos):
        self.t += 1
        if perdida < self.mejor - self.d:
            self.mejor, self.n, self.mejor_epoca = perdida, 0, self.t
            self.mejores_pesos = pesos[:]
        else:
            self.n += 1
        self.fin = self.fin or self.n >= self.p
        return self.fin
""",
    "t4.estadisticas_activacion.sin_valor_absoluto": """
def estadisticas_activacion(a, umbral=0.95):
    if a.size == 0:
        raise ValueError
    return np.mean(a), np.std(a), np.sum(a >= umbral) / a.size
""",
}


@pytest.mark.parametrize("code", SLIPS)
def test_a_slip_written_by_hand_is_recognised_in_the_students_notebook(code):
    found = diagnosis(code.rpartition(".")[0], SLIPS[code], hidden=False)
    assert [h.codigo for h in found.hallazgos] == [code]


def test_the_classic_dropout_is_told_its_first_difference():
    """El original: sin escalar al entrenar (y por 1 − p al predecir)."""

    def classic(x, p, rng, entrenando=True):
        if not 0 <= p < 1:
            raise ValueError
        mask = (rng.random(x.shape) >= p) * 1.0 if entrenando else np.full(x.shape, 1 - p)
        return x * mask, mask

    exercise = EXERCISES["t4.abandono"]
    check = public_check(exercise, CellKind.CORRECTNESS)
    found = diagnosticar(answers(exercise, classic, check.plan), check).hallazgos
    assert [h.codigo for h in found] == ["t4.abandono.sin_escalar"]


# --- el cuaderno -----------------------------------------------------------------------------
