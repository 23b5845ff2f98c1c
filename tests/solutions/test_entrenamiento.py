"""El bucle de entrenamiento y sus avisos."""

import io

import numpy as np
import pytest

from curso.backend import contar_copias
from curso.datos import fashion
from curso.problemas import RegresionLineal
from solutions.entrenamiento import (
    BajarEnMeseta,
    Entrenamiento,
    GuardarEnDisco,
    PararPronto,
    PlanDeTasa,
    Progreso,
    Promediar,
    PuntosDeControl,
    entrenar_red,
    predecir_red,
)
from solutions.lotes import entrenar_sgd
from solutions.metricas import exactitud
from solutions.optimizadores import SGD, Adam
from solutions.planificadores import decaimiento_escalonado, decaimiento_inverso
from solutions.redes import gradiente_mlp, iniciar_mlp


def linear():
    return RegresionLineal.sintetica(n=40, p=3)


def loss(parameters, x, y):
    value, gradient = RegresionLineal(x, y).perdida_y_gradiente(parameters[0], x, y)
    return value, [gradient]


def training(optimizer=None, to=np.asarray, **options):
    problem = linear()
    return Entrenamiento(
        loss,
        [to(np.zeros(3))],
        optimizer or SGD(lr=0.05),
        to(problem.X),
        to(problem.y),
        b=8,
        semilla=5,
        **options,
    )


def test_the_loop_is_plain_sgd_with_the_same_shuffling(backend):
    problem = linear()
    run = training(to=backend.to)
    run.entrenar(4)
    w, losses = entrenar_sgd(
        problem.perdida_y_gradiente,
        np.zeros(3),
        problem.X,
        problem.y,
        0.05,
        8,
        4,
        np.random.default_rng(5),
    )
    np.testing.assert_allclose(backend.back(run.parametros[0]), w, rtol=1e-12)
    np.testing.assert_allclose(run.historia.perdidas, losses.reshape(4, 5).mean(axis=1))
    assert (run.epoca, run.iteracion) == (4, 20)


def test_the_same_seed_repeats_bit_by_bit_and_another_does_not():
    runs = []
    for seed in (5, 5, 6):
        run = training()
        run.rng = np.random.default_rng(seed)
        run.entrenar(3)
        runs.append(run.parametros[0].tolist())
    assert runs[0] == runs[1] != runs[2]


def test_the_initial_parameters_are_left_alone():
    start = np.zeros(3)
    problem = linear()
    Entrenamiento(loss, [start], SGD(lr=0.1), problem.X, problem.y, 8, 0).entrenar(2)
    assert start.tolist() == [0, 0, 0]


def test_mean_loss_weighs_the_short_last_batch_by_its_size():
    problem = linear()
    run = Entrenamiento(loss, [np.zeros(3)], SGD(lr=1e-300), problem.X, problem.y, b=16, semilla=0)
    run.entrenar(1)
    assert run.historia.perdidas[0] == pytest.approx(problem.valor(np.zeros(3)))


def test_one_value_an_epoch_is_read_from_the_device(backend):
    if backend.name != "doble":
        pytest.skip("solo el doble cuenta copias")
    run = training(to=backend.to)
    with contar_copias() as copies:
        run.entrenar(3)
    # Por época: la permutación sube, la pérdida baja.
    assert (copies.subidas, copies.bajadas, copies.lecturas) == (3, 0, 3)


@pytest.mark.parametrize(
    ("plan", "by", "expected"),
    [
        (lambda t: decaimiento_escalonado(0.1, t, 0.5, 2), "epoca", [0.1, 0.1, 0.05, 0.05]),
        (
            lambda t: decaimiento_inverso(0.1, t, 1.0),
            "iteracion",
            [0.1 / (1 + t) for t in (4, 9, 14, 19)],
        ),
    ],
)
def test_schedules_set_the_rate(plan, by, expected):
    used = []

    class Spy(SGD):
        def paso_in_situ(self, w, g):
            used.append(self.lr)
            super().paso_in_situ(w, g)

    training(Spy(lr=99.0), avisos=[PlanDeTasa(plan, por=by)]).entrenar(4)
    assert used[4::5] == pytest.approx(expected)


def test_unknown_schedule_unit_is_refused():
    with pytest.raises(ValueError, match="por ha de ser"):
        PlanDeTasa(lambda t: 1.0, por="lote")


def test_plateau_lowers_the_rate_of_the_optimiser():
    run = training(validar=lambda parameters: 1.0, avisos=[BajarEnMeseta(factor=0.5, paciencia=2)])
    run.entrenar(6)
    assert run.optimizador.lr == pytest.approx(0.05 * 0.25)
    assert run.historia.lr == pytest.approx([0.05, 0.05, 0.05, 0.025, 0.025, 0.0125])


def test_early_stopping_goes_back_to_the_best_parameters():
    seen, validation = [], iter([5.0, 3.0, 4.0, 4.0, 1.0])

    def validate(parameters):
        seen.append(parameters[0].copy())
        return next(validation)

    run = training(validar=validate, avisos=[PararPronto(paciencia=2)])
    history = run.entrenar(50)
    assert history.validacion == [5.0, 3.0, 4.0, 4.0]
    np.testing.assert_array_equal(run.parametros[0], seen[1])


def test_moving_average_of_the_weights_is_apart():
    average, points = Promediar(0.5), PuntosDeControl()
    run = training(avisos=[average, points])
    run.entrenar(3)
    assert len(points.puntos) == 3
    np.testing.assert_array_equal(points.puntos[-1][0], run.parametros[0])
    assert not np.array_equal(points.puntos[0][0], points.puntos[1][0])
    assert not np.array_equal(average.media.parametros[0], run.parametros[0])


def everything(path):
    problem = linear()
    return training(
        Adam(lr=0.05),
        validar=lambda parameters: problem.valor(parameters[0]),
        avisos=[
            BajarEnMeseta(factor=0.5, paciencia=1),
            PararPronto(paciencia=100),
            Promediar(0.9),
            PuntosDeControl(cada=2),
            GuardarEnDisco(path),
        ],
    )


def test_resuming_from_a_checkpoint_equals_not_having_stopped(tmp_path):
    whole = everything(tmp_path / "uno.npz")
    whole.entrenar(8)
    first = everything(tmp_path / "dos.npz")
    first.entrenar(5)
    second = everything(tmp_path / "dos.npz")
    second.restaurar(tmp_path / "dos.npz")
    second.entrenar(3)
    np.testing.assert_array_equal(whole.parametros[0], second.parametros[0])
    assert whole.historia == second.historia
    assert (whole.epoca, whole.iteracion) == (second.epoca, second.iteracion)
    for one, other in zip(whole.avisos[:-1], second.avisos[:-1], strict=True):
        np.testing.assert_equal(one.estado(), other.estado())


def test_a_checkpoint_holds_no_pickle_and_leaves_no_partial_file(tmp_path):
    run = everything(tmp_path / "punto.npz")
    run.entrenar(1)
    with np.load(tmp_path / "punto.npz", allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)
    assert [path.name for path in tmp_path.iterdir()] == ["punto.npz"]


def test_a_checkpoint_of_another_network_is_refused(tmp_path):
    run = training()
    run.guardar(tmp_path / "punto.npz")
    problem = RegresionLineal.sintetica(n=40, p=4)
    other = Entrenamiento(loss, [np.zeros(4)], SGD(), problem.X, problem.y, 8, 0)
    with pytest.raises(ValueError, match="otra red"):
        other.restaurar(tmp_path / "punto.npz")


class FakeClock:
    def __init__(self, step):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


def test_progress_bar_tells_epochs_loss_and_remaining_time():
    out = io.StringIO()
    training(avisos=[Progreso(salida=out, reloj=FakeClock(30.0))]).entrenar(4)
    lines = out.getvalue().split("\r")
    assert "época 1/4" in lines[1]
    assert "quedan 1 min 30 s" in lines[1]
    assert lines[-1].endswith("\n")
    assert "época 4/4" in lines[-1]
    assert len({len(line.rstrip("\n")) for line in lines[1:]}) == 1


def test_a_short_training_prints_nothing(capsys):
    training(avisos=[Progreso(reloj=FakeClock(0.01))]).entrenar(4)
    assert capsys.readouterr() == ("", "")


def test_a_long_training_never_writes_on_stderr(capsys):
    training(avisos=[Progreso(reloj=FakeClock(5.0))]).entrenar(2)
    captured = capsys.readouterr()
    assert "época 2/2" in captured.out
    assert captured.err == ""


def test_softmax_regression_reaches_its_accuracy_on_fashion():
    images = fashion()
    parameters, history = entrenar_red(images.x, images.y, lr=0.02, tamano_lote=32, epocas=30)
    hits = exactitud(predecir_red(parameters, images.x_prueba), images.y_prueba)
    assert hits >= 0.82
    assert history.perdidas[-1] < 0.5 < history.perdidas[0]
    assert parameters[0].dtype == np.float32


def test_a_hidden_layer_learns_what_softmax_cannot(backend):
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, size=(300, 2))
    y = (x[:, 0] * x[:, 1] > 0).astype(int)  # el o exclusivo
    scores = []
    for hidden in (0, 16):
        parameters, _ = entrenar_red(
            backend.to(x), backend.to(y), 0.5, 16, 40, ocultas=hidden, clases=2
        )
        scores.append(exactitud(predecir_red(parameters, backend.to(x)), backend.to(y)))
    assert scores[0] < 0.7
    assert scores[1] > 0.9


def test_the_network_trains_the_same_on_every_backend(backend):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(50, 4)), rng.integers(3, size=50)
    here, _ = entrenar_red(x, y, 0.1, 8, 3, ocultas=5, clases=3)
    there, _ = entrenar_red(backend.to(x), backend.to(y), 0.1, 8, 3, ocultas=5, clases=3)
    for a, b in zip(here, there, strict=True):
        np.testing.assert_allclose(a, backend.back(b), rtol=1e-9)


def test_mixed_data_is_refused_at_once(backend):
    if backend.name == "numpy":
        pytest.skip("no hay mezcla")
    problem = linear()
    with pytest.raises(TypeError, match="mezclado"):
        Entrenamiento(loss, [np.zeros(3)], SGD(), backend.to(problem.X), problem.y, 8, 0)


def test_the_gradient_is_that_of_the_batch_it_is_given():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(12, 4)), rng.integers(3, size=12)
    parameters = iniciar_mlp(4, 5, 3, rng, dtype=np.float64)
    run = Entrenamiento(gradiente_mlp, parameters, SGD(lr=0.1), x, y, 12, 0)
    run.entrenar(1)
    expected = [
        w - 0.1 * g for w, g in zip(parameters, gradiente_mlp(parameters, x, y)[1], strict=True)
    ]
    for w, e in zip(run.parametros, expected, strict=True):
        np.testing.assert_allclose(w, e, rtol=1e-12)
