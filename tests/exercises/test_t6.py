"""t6: los números del cuaderno, lo que dicen los testigos y el azar mirado como distribución."""

import re

import numpy as np
import pytest

from autograde.exercises import load
from autograde.judge.checks import answers, hidden_check, public_check
from autograde.model import CellKind
from curso.problemas import CATALOGO
from curso.pruebas.diagnostico import diagnosticar
from solutions.busqueda import busqueda_en_rejilla, log_uniforme
from solutions.conjuntos import MediaMovil, conjunto_puntos_de_control, promediar_predicciones
from solutions.validacion import evaluar_por_partes, validacion_cruzada
from tests.exercises.meta_rules import diagnosed

TAREA = "t6_conjuntos_e_hiperparametros"
EXERCISES = load(TAREA).exercises


def table(notebook, cell_id, row):
    """Los números de la fila que empieza por `row` en la celda `cell_id`."""
    source = next(c.source for c in notebook.cells if c.id == cell_id)
    line = next(ln for ln in source.splitlines() if ln.startswith(f"| {row} |"))
    return [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:,\d+)?", line.split("|", 2)[2])]


# --- los ejemplos hechos a mano ---------------------------------------------------------------


def test_the_mean_of_the_photos_is_the_one_in_the_table(notebook):
    rows = [
        np.array(table(notebook, "t6-promediar_predicciones-enunciado", f"modelo {i}"))
        for i in (1, 2, 3)
    ]
    mean = table(notebook, "t6-promediar_predicciones-enunciado", "**media**")
    assert promediar_predicciones(rows) == pytest.approx(np.array(mean))
    example = EXERCISES["t6.promediar_predicciones"].public_cases[0].pasos[0].valor
    assert np.array(example).reshape(3, 4) == pytest.approx(np.array(rows))


def test_the_error_of_the_mean_is_the_mean_error_minus_what_they_disagree(text):
    said = np.array([1.0, 4.0, 7.0])
    assert ((said - 3) ** 2).tolist() == [4, 1, 16]
    assert (np.mean((said - 3) ** 2), (said.mean() - 3) ** 2, said.var()) == (7, 1, 6)
    assert "son 4, 1 y 16, que de media son 7" in text


def test_the_checkpoints_by_hand():
    points = [np.array([w]) for w in (1.0, 2.0, 6.0)]
    assert conjunto_puntos_de_control(points, lambda w: w**2, 2).tolist() == [20]
    assert conjunto_puntos_de_control(points, lambda w: w**2)[0] == pytest.approx(13.67, abs=0.005)


def test_the_moving_average_by_hand_and_how_fast_it_forgets():
    media, seen = MediaMovil(0.5), []
    for w in (1.0, 3.0, 5.0):
        media.observar([np.array([w])])
        seen.append(float(media.parametros[0][0]))
    assert seen == [1, 2, 3.5]
    assert 0.99**69 <= 0.5 < 0.99**68


def test_the_folds_of_the_table_are_a_right_answer(notebook):
    for i, (training, validation) in enumerate(validacion_cruzada(10, 3), 1):
        row = table(notebook, "t6-validacion_cruzada-enunciado", str(i))
        parts = [[int(n)] for n in row]
        flat = [n for part in parts for n in part]
        # La coma separa índices: «0, 1» se lee como dos números, y van primero los de validación.
        assert flat == [*validation.tolist(), *training.tolist()]


def test_the_neighbours_by_hand(solved):
    witness = CATALOGO["vecino_delator"]()
    x, y = np.array([1.0, 2, 4, 8, 9, 11]), np.array([2.0, 3, 5, 8, 10, 7])
    folds = validacion_cruzada(6, 3)
    losses = [witness.evaluar(witness.entrenar(x[t], y[t]), x[v], y[v]) for t, v in folds]
    assert losses == [4, 1.5, 2]
    for function in (evaluar_por_partes, solved["evaluar_por_partes"]):
        mean, deviation = function(witness.entrenar, witness.evaluar, x, y, folds)
        assert mean == 2.5
        assert deviation == pytest.approx(1.32, abs=0.005)


def test_the_shares_of_the_uniform_draw(notebook):
    cuts = np.array([1e-4, 1e-3, 1e-2, 1e-1])
    shares = 100 * np.diff(cuts) / (cuts[-1] - cuts[0])
    for row, share in zip(("0,0001 y 0,001", "0,001 y 0,01", "0,01 y 0,1"), shares, strict=True):
        uniform, logarithmic = table(notebook, "t6-log_uniforme-enunciado", row)
        assert uniform == pytest.approx(share, abs=0.05)
        assert logarithmic == 33.3
    assert pytest.approx(0.0032, abs=5e-5) == 1e-4 * 1000**0.5
    assert pytest.approx(0.05005) == (1e-4 + 0.1) / 2


def test_the_grid_by_hand(notebook):
    best, loss, tries = busqueda_en_rejilla(
        lambda lr, l2: lr**2 + l2**2, {"lr": [1, 0.1, 0.01], "l2": [0.5, 0]}
    )
    for mark, (options, value) in zip("①②③④⑤⑥", tries, strict=True):
        row = table(notebook, "t6-busqueda_en_rejilla-enunciado", mark)
        assert row == pytest.approx([options["lr"], options["l2"], value])
    assert best == {"lr": 0.01, "l2": 0}
    assert loss == pytest.approx(0.0001)


def test_sixty_draws_reach_the_best_twentieth(text):
    assert pytest.approx(0.954, abs=5e-4) == 1 - 0.95**60
    assert r"\approx 0{,}954" in text
    assert (5**4, 5**5) == (625, 3125)
    assert "625 entrenamientos" in text
    assert "3125" in text


# --- lo que se cuenta de las figuras ----------------------------------------------------------


def test_more_networks_fail_less_and_each_helps_less_than_the_one_before(solved):
    errors = np.array(solved["errores"])
    gained = -np.diff(errors)
    assert (gained > 0).all()
    assert gained.argmax() == 0
    assert gained[-1] < gained[0] / 20
    assert errors[-1] > 0.1


def test_the_checkpoints_and_the_moving_average_tremble_less(solved):
    plain, checkpoints, average = (np.array(c)[10:] for c in solved["curvas"].values())
    assert checkpoints.std() < plain.std() / 4
    assert average.std() < plain.std() / 4
    assert (checkpoints < plain).mean() >= 0.75
    assert (average < plain).mean() >= 0.75


def test_cross_validation_finds_degree_seven_and_cannot_tell_it_from_five(solved):
    means = dict(zip(solved["grados"], solved["medias"], strict=True))
    spread = dict(zip(solved["grados"], solved["desviaciones"], strict=True))
    assert min(means, key=means.get) == 7
    assert means[5] < means[7] + spread[7]
    assert means[13] > means[11] > means[9] > means[7]
    assert (np.diff(solved["con_los_mismos"]) < 0).all()


def test_the_grid_repeats_what_it_knows_and_the_draws_do_not(solved):
    losses = [loss for _, loss in solved["en_rejilla"][2]]
    heights = {round(loss, 2) for loss in losses if np.isfinite(loss)}
    assert len(heights) == 2
    assert sum(not np.isfinite(loss) for loss in losses) == 3
    assert len({options["lr"] for options, _ in solved["al_azar"][2]}) == 9
    assert solved["al_azar"][1] < solved["en_rejilla"][1]


@pytest.mark.lento
def test_the_draws_win_as_often_as_it_is_told(solved, text):
    won = sum(
        solved["busqueda_aleatoria"](
            solved["perdida_de_la_red"], solved["espacio"], 9, np.random.default_rng(seed)
        )[1]
        < solved["en_rejilla"][1]
        for seed in range(20)
    )
    assert f"le ganan a esta rejilla en {won} de las 20" in text


# --- el azar, mirado como distribución ---------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["conjunto_inicializaciones", "validacion_cruzada", "log_uniforme", "busqueda_aleatoria"],
)
def test_a_right_answer_is_never_rejected_by_chance(name):
    """Con muchas semillas secretas, ni la referencia ni las aceptadas pierden nada."""
    exercise = EXERCISES[f"t6.{name}"]
    for i in range(6):
        check = hidden_check(exercise, CellKind.CORRECTNESS, f"semilla {i}".encode())
        for right in (exercise.reference, *exercise.accepted.values()):
            given = answers(exercise, right, check.plan)
            assert diagnosticar(given, check).correcto


def test_every_leak_is_told_although_nobody_foresaw_it():
    """Cinco maneras de ver la validación que no son variantes."""

    def leaking(choose):
        def evaluar_por_partes(entrenar, evaluar, x, y, partes):
            losses = []
            for i, (t, v) in enumerate(partes):
                chosen = choose(i, np.asarray(t), np.asarray(v), partes)
                losses.append(evaluar(entrenar(x[chosen], y[chosen]), x[v], y[v]))
            return np.mean(losses), np.std(losses, ddof=1)

        return evaluar_por_partes

    exercise = EXERCISES["t6.evaluar_por_partes"]
    leaks = [
        lambda i, t, v, parts: np.concatenate([t, v[:1]]),
        lambda i, t, v, parts: np.concatenate([t, v[1:]]),
        lambda i, t, v, parts: np.concatenate([t, v[-1:]]),
        lambda i, t, v, parts: parts[i - 1][0],
        lambda i, t, v, parts: np.unique(np.concatenate([t[: len(v)], v])),
    ]
    for leak in leaks:
        diagnosis = diagnosed(exercise, leaking(leak))
        assert [h.codigo for h in diagnosis.hallazgos] == ["t6.evaluar_por_partes.fuga"]


def test_a_wrong_shape_is_not_called_a_leak():
    exercise = EXERCISES["t6.evaluar_por_partes"]
    for wrong in (None, "texto", (float("nan"), float("nan")), (1.0, 2.0, 3.0)):
        diagnosis = diagnosed(exercise, lambda e, f, x, y, p, wrong=wrong: wrong)
        assert not diagnosis.correcto
        assert "t6.evaluar_por_partes.fuga" not in [h.codigo for h in diagnosis.hallazgos]


def read_one_by_one(w):
    return np.array([float(x) for x in w.ravel()], w.dtype).reshape(w.shape)


def test_a_copy_to_numpy_left_in_the_attribute_is_not_portable():
    class EnNumpy(MediaMovil):
        def observar(self, parametros):
            super().observar([read_one_by_one(w) for w in parametros])

    exercise = EXERCISES["t6.MediaMovil"]
    check = public_check(exercise, CellKind.PORTABLE)
    diagnosis = diagnosticar(answers(exercise, EnNumpy, check.plan), check)
    assert [h.codigo for h in diagnosis.hallazgos] == ["t6.MediaMovil.devuelve_numpy"]
    assert diagnosed(exercise, EnNumpy).correcto


def test_the_draws_of_the_reference_are_in_the_interval():
    draws = log_uniforme(1e-4, 0.1, np.random.default_rng(0), 1000)
    assert 1e-4 <= draws.min() < draws.max() <= 0.1


# --- el cuaderno ------------------------------------------------------------------------------
