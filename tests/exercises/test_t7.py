"""t7: los números del cuaderno, lo lejos que están los casos de los límites, y el laboratorio."""

import math
import re

import numpy as np
import pytest

from autograde.exercises import load
from autograde.judge.checks import public_exercises
from curso.laboratorio import proyecto
from curso.problemas import CATALOGO
from curso.pruebas.plan import Construir, Llamar
from solutions.comparacion import (
    clasificar_curva,
    epoca_de_convergencia,
    experimento,
    ordenar_optimizadores,
    resumir,
)

TAREA = "t7_proyecto"
ASSIGNMENT = load(TAREA)
EXERCISES = ASSIGNMENT.exercises
WORDS = ("no converge", "subóptima", "sobreajusta", "converge")


def statement(notebook, name):
    return next(c.source for c in notebook.cells if c.id == f"t7-{name}-enunciado")


def row(text, start):
    """Los números de la fila de una tabla que empieza por `start`."""
    line = next(ln for ln in text.splitlines() if ln.startswith(f"| {start} |"))
    return [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:,\d+)?", line.split("|", 2)[2])]


def given(case):
    """(argumentos por nombre, argumentos sueltos) de un caso que es una llamada."""
    built = {p.nombre: p.valor for p in case.pasos if isinstance(p, Construir)}
    call = next(p for p in case.pasos if isinstance(p, Llamar))
    return built, [a for a in call.args if isinstance(a, int | float)], call.kwargs


# --- los ejemplos hechos a mano ---------------------------------------------------------------


def test_the_epoch_by_hand(notebook):
    text = statement(notebook, "epoca_de_convergencia")
    losses = row(text, "pérdida")
    assert losses == given(EXERCISES["t7.epoca_de_convergencia"].public_cases[0])[0]["perdidas"]
    assert epoca_de_convergencia(losses) == 4
    assert "Desde la **4**" in text
    assert min(losses) * 1.05 == pytest.approx(1.05)


def test_the_class_by_hand(notebook):
    text = statement(notebook, "clasificar_curva")
    p, v = row(text, "$p$"), row(text, "$v$")
    built, (base,), _ = given(EXERCISES["t7.clasificar_curva"].public_cases[0])
    assert (p, v, base) == (built["perdidas"], built["validacion"], 8.0)
    assert clasificar_curva(p, v, base) == "converge"
    assert (p[-3] - p[-1]) / (2 * p[-3]) == pytest.approx(0.0044, abs=5e-5)
    assert v[-1] / min(v) - 1 == pytest.approx(0.007, abs=5e-4)
    assert 0.9 * base == pytest.approx(7.2)


def test_the_summary_by_hand(notebook, solved):
    text = statement(notebook, "resumir")
    built, (base,), _ = given(EXERCISES["t7.resumir"].public_cases[0])
    stories = built["historias"]
    for h in stories:
        cells = [
            c.strip()
            for ln in text.splitlines()
            if ln.startswith(f"| {h['optimizador']} | {h['semilla']} |")
            for c in ln.strip("|").split("|")
        ]
        for said, curve in zip(cells[2:4], (h["perdidas"], h["validacion"]), strict=True):
            assert [_number(x) for x in said.split(", ")] == pytest.approx(curve, nan_ok=True)
        epoch = epoca_de_convergencia(h["perdidas"])
        assert cells[4] == ("—" if epoch is None else str(epoch))
        assert cells[5] == clasificar_curva(h["perdidas"], h["validacion"], base)
    for summarise in (resumir, solved["resumir"]):
        for summary in summarise(stories, base):
            numbers = [summary[k] for k in ("perdida", "validacion", "mejor_validacion", "epoca")]
            name = summary["optimizador"]
            # Las celdas del resumen llevan un número cada una; las de las historias, varios.
            line = next(
                ln for ln in text.splitlines() if ln.startswith(f"| {name} |") and ", " not in ln
            )
            said = [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:,\d+)?", line)]
            assert numbers == pytest.approx(said)
            assert summary["clase"] in line


def _number(text):
    return {"∞": math.inf, "nan": math.nan}.get(text) or float(text.replace(",", "."))


def test_the_ranking_by_hand(notebook):
    text = statement(notebook, "ordenar_optimizadores")
    built, _, _ = given(EXERCISES["t7.ordenar_optimizadores"].public_cases[0])
    for name, mean in ordenar_optimizadores(built["resumenes"]):
        losses = [
            r["mejor_validacion"]
            for problem in built["resumenes"].values()
            for r in problem
            if r["optimizador"] == name
        ]
        said = row(text, name)
        assert [said[0], said[2]] == losses
        assert said[4] == mean == (said[1] + said[3]) / 2


def test_the_experiment_by_hand(notebook, solved):
    text = statement(notebook, "experimento")
    lab = CATALOGO["laboratorio_de_un_peso"]()
    maker = CATALOGO["fabrica_de_pasos"](lr=0.5)
    for run in (experimento, solved["experimento"]):
        (history,) = run(lab, "x", {"a": maker}, 1, [0])
        assert history["perdidas"] == pytest.approx([61 / 3])
        assert history["validacion"] == [0.25]
    assert r"(2\cdot 26 + 1\cdot 9)/3 \approx 20{,}33" in text
    assert pytest.approx(20.33, abs=0.005) == 61 / 3


# --- los casos --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_no_class_is_near_a_limit_unless_it_is_told(seed):
    cases = EXERCISES["t7.clasificar_curva"].hidden_cases(np.random.default_rng(seed))
    words = []
    for case in cases:
        built, (base,), _ = given(case)
        p, v = (np.array(built[k], dtype=float) for k in ("perdidas", "validacion"))
        if len(p) < 2 or len(p) != len(v):
            continue
        words.append(clasificar_curva(p, v, base))
        if not np.isfinite([p[-1], v[-1]]).all():
            continue
        k = max(1, len(p) // 5)
        assert abs((p[-1 - k] - p[-1]) / (k * p[-1 - k]) - 0.01) > 1e-4, case.titulo
        assert abs(p[-1] / (0.9 * base) - 1) > 1e-4, case.titulo
        assert abs(v[-1] / (1.1 * v.min()) - 1) > 1e-4, case.titulo
    assert len(words) >= 12
    assert max(words.count(word) for word in WORDS) <= 0.4 * len(words)
    assert set(words) == set(WORDS)


@pytest.mark.parametrize("seed", range(20))
def test_no_loss_is_near_the_limit_of_convergence_unless_it_is_told(seed):
    cases = EXERCISES["t7.epoca_de_convergencia"].hidden_cases(np.random.default_rng(seed))
    for case in cases:
        built, numbers, named = given(case)
        p = np.array(built["perdidas"], dtype=float)
        finite = p[np.isfinite(p)]
        tolerance = next(iter([*numbers, *named.values()]), 0.05)
        if case.borde or not len(finite) or not tolerance:
            continue
        limit = finite.min() + tolerance * abs(finite.min())
        assert np.abs(finite / limit - 1).min() > 1e-6, case.titulo


# --- el 0,01 y las curvas de verdad -----------------------------------------------------------


def test_what_the_limit_of_one_per_cent_says_of_the_recorded_curves():
    """Separa lo que se ha parado de lo que no, y no ve el sobreajuste de lo que sigue bajando."""
    falls = {}
    for problem in proyecto.EPOCAS:
        for h in proyecto.curvas_grabadas(problem):
            p = h["perdidas"]
            k = max(1, len(p) // 5)
            falls.setdefault((problem, h["optimizador"]), []).append(
                (p[-1 - k] - p[-1]) / (k * p[-1 - k])
            )
    assert all(max(f) < 0.005 for (_, name), f in falls.items() if name == "Ftrl")
    assert min(falls["ropa", "Adagrad"]) > 0.03
    assert max(falls["ropa", "SGD"]) < 0.005
    assert min(falls["refranes", "Adam"]) > 0.07


# --- el cuaderno y el laboratorio -------------------------------------------------------------


def test_the_answers_of_the_questions_are_what_the_recorded_curves_show(solved, capsys):
    summaries = {
        problem: {
            r["optimizador"]: r
            for r in resumir(proyecto.curvas_grabadas(problem), proyecto.base(problem))
        }
        for problem in proyecto.EPOCAS
    }
    right = {letter: answer for letter, (answer, _) in proyecto.PREGUNTAS.items()}
    assert solved["mis_respuestas"]() == right
    bases = {problem: proyecto.base(problem) for problem in proyecto.EPOCAS}
    stuck = [
        name
        for name in proyecto.OCHO
        if all(s[name]["perdida"] >= 0.9 * bases[p] for p, s in summaries.items())
    ]
    assert stuck == [right["a"]]
    assert summaries["viviendas"]["Adadelta"]["clase"] == right["b"]
    rises = [
        p
        for p, s in summaries.items()
        if s["Adam"]["validacion"] > 1.1 * s["Adam"]["mejor_validacion"]
    ]
    assert rises == [right["c"]]
    assert summaries[right["c"]]["Adam"]["clase"] == right["d"]
    adam, sgd = (summaries["ropa"][n]["mejor_validacion"] for n in ("Adam", "SGD"))
    assert right["e"] == ("Adam" if adam < sgd else "SGD")
    proyecto.revisar({**right, "a": "Adam", "b": None})
    told = capsys.readouterr().out
    assert "a: no es «Adam»." in told
    assert "b: sin contestar." in told
    assert "c: sí, " in told


def test_where_it_is_graded_nothing_is_trained():
    assert ASSIGNMENT.absent == ("curso.laboratorio.comparar",)
    assert public_exercises(ASSIGNMENT)
