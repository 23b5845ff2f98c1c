"""Lotes: qué sale, en qué orden y cuánta memoria cuesta."""

import tracemalloc
from itertools import permutations

import numpy as np
import pytest

from solutions.descenso import descenso_gradiente, error_y_gradiente
from solutions.lotes import (
    desordenar_ejemplos,
    desordenar_lotes,
    entrenar_sgd,
    generar_lotes,
    partir_en_lotes,
    predecir_por_lotes,
)


def examples(n, p=3):
    x = np.arange(n * p, dtype=float).reshape(n, p)
    return x, np.arange(n) * 10


def test_split_the_course_table_in_three_batches_of_views():
    hours, marks = np.arange(9.0), np.arange(9.0) / 2
    batches = partir_en_lotes(hours, marks, 3)
    assert [x.tolist() for x, _ in batches] == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert all(np.shares_memory(x, hours) and np.shares_memory(y, marks) for x, y in batches)


@pytest.mark.parametrize(("n", "b", "sizes"), [(7, 3, [3, 3, 1]), (2, 5, [2]), (0, 4, [])])
def test_split_covers_everything_in_order(backend, n, b, sizes):
    x, y = examples(n)
    batches = partir_en_lotes(backend.to(x), backend.to(y), np.int64(b))
    assert [x_b.shape[0] for x_b, _ in batches] == sizes
    if n:
        np.testing.assert_array_equal(np.concatenate([backend.back(x_b) for x_b, _ in batches]), x)


def test_bad_batches_are_refused_before_iterating():
    x, y = examples(4)
    for call in (partir_en_lotes, generar_lotes):
        with pytest.raises(ValueError, match="b ha de ser 1 o más"):
            call(x, y, 0)
        with pytest.raises(ValueError, match="han de ser los mismos"):
            call(x, y[:3], 2)


def test_shuffled_batches_keep_their_content_and_the_input():
    batches = [object() for _ in range(6)]
    before = list(batches)
    shuffled = desordenar_lotes(batches, np.random.default_rng(0))
    assert batches == before
    assert sorted(map(id, shuffled)) == sorted(map(id, before))
    assert shuffled != before


def test_every_order_of_the_batches_is_equally_likely():
    rng = np.random.default_rng(5)
    counts = dict.fromkeys(permutations(range(3)), 0)
    for _ in range(6000):
        counts[tuple(desordenar_lotes(range(3), rng))] += 1
    assert all(abs(count - 1000) < 200 for count in counts.values())  # más de 6 desviaciones


def test_shuffled_examples_stay_paired_and_inputs_intact(backend):
    x, y = examples(50)
    x_in, y_in = backend.to(x), backend.to(y)
    x_out, y_out = desordenar_ejemplos(x_in, y_in, np.random.default_rng(1))
    order = backend.back(y_out) // 10
    assert sorted(order) == list(range(50))
    assert order.tolist() != list(range(50))
    np.testing.assert_array_equal(backend.back(x_out), x[order])
    np.testing.assert_array_equal(backend.back(x_in), x)


@pytest.mark.parametrize("seed", [None, 3])
@pytest.mark.parametrize("discard", [False, True])
def test_generated_batches_give_each_example_once(backend, seed, discard):
    x, y = examples(10)
    rng = None if seed is None else np.random.default_rng(seed)
    batches = list(generar_lotes(backend.to(x), backend.to(y), 4, rng, discard))
    assert [x_b.shape[0] for x_b, _ in batches] == ([4, 4] if discard else [4, 4, 2])
    labels = np.concatenate([backend.back(y_b) for _, y_b in batches])
    assert len(set(labels)) == len(labels)
    np.testing.assert_array_equal(
        np.concatenate([backend.back(x_b) for x_b, _ in batches]), x[labels // 10]
    )
    assert (labels.tolist() == sorted(labels)) is (seed is None)


def test_generated_batches_repeat_with_the_seed():
    x, y = examples(30)
    runs = [
        [y_b.tolist() for _, y_b in generar_lotes(x, y, 7, np.random.default_rng(2))]
        for _ in range(2)
    ]
    assert runs[0] == runs[1]


def test_dropping_the_last_batch_leaves_out_different_examples_each_time():
    x, y = examples(5)
    rng = np.random.default_rng(0)
    left_out = {
        frozenset(y) - {v for _, y_b in generar_lotes(x, y, 4, rng, True) for v in y_b.tolist()}
        for _ in range(60)
    }
    assert len(left_out) == 5


def test_lazy_batches_need_the_memory_of_one_batch():
    x, y = np.ones((20_000, 50)), np.ones(20_000)
    tracemalloc.start()
    for _ in generar_lotes(x, y, 32, np.random.default_rng(0)):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    permutation, batch = 20_000 * 8, 32 * 51 * 8
    assert peak < permutation + 4 * batch + 50_000  # los datos son 8 MB


def linear_problem(n=40):
    rng = np.random.default_rng(7)
    X = np.column_stack([np.ones(n), rng.normal(size=n)])
    return X, X @ np.array([2.0, -1.0])


def loss(w, X, y):
    return error_y_gradiente(w, X, y)


def test_full_batch_training_equals_plain_descent(backend):
    X, y = linear_problem()
    w, losses = entrenar_sgd(
        loss, backend.to([0.0, 0.0]), backend.to(X), backend.to(y), 0.1, 40, 15
    )
    path = descenso_gradiente(lambda v: loss(v, X, y)[1], np.zeros(2), 0.1, 15)
    np.testing.assert_allclose(backend.back(w), path[-1], rtol=1e-12)
    np.testing.assert_allclose(losses, [loss(v, X, y)[0] for v in path[:-1]], rtol=1e-12)


def test_minibatch_training_reaches_the_solution_and_reshuffles_each_epoch():
    X, y = linear_problem()
    w0, seen = np.zeros(2), []

    def spy(w, x_b, y_b):
        seen.append(tuple(y_b))
        return loss(w, x_b, y_b)

    w, losses = entrenar_sgd(spy, w0, X, y, 0.05, 16, 60, np.random.default_rng(0))
    np.testing.assert_allclose(w, [2.0, -1.0], atol=1e-3)
    assert len(losses) == 60 * 3
    assert len(set(seen)) == 60 * 3
    assert w0.tolist() == [0.0, 0.0]


def test_no_epochs_returns_a_copy_and_no_losses():
    X, y = linear_problem()
    w0 = np.ones(2)
    w, losses = entrenar_sgd(loss, w0, X, y, 0.1, 8, 0)
    assert w.tolist() == [1.0, 1.0]
    assert w is not w0
    assert losses.shape == (0,)


@pytest.mark.parametrize("b", [1, 3, 7, 20])
def test_prediction_by_batches_equals_prediction_at_once(backend, b):
    x, _ = examples(7)
    seen = []

    def f(rows):
        seen.append(rows.shape[0])
        return rows[:, :2] * 2.0

    result = predecir_por_lotes(f, backend.to(x), b)
    np.testing.assert_array_equal(backend.back(result), x[:, :2] * 2)
    assert max(seen) <= b


def test_prediction_keeps_the_dtype_of_the_model_and_allows_one_output():
    result = predecir_por_lotes(lambda rows: rows[:, 0] > 6, examples(7)[0], 2)
    assert result.dtype == bool
    assert result.tolist() == [False, False, False, True, True, True, True]


def test_prediction_of_no_rows():
    assert predecir_por_lotes(lambda rows: rows[:, :1], examples(0)[0], 4).shape == (0, 1)
