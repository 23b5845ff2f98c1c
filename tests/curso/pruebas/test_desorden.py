"""El desorden como distribución: qué se acepta, qué no, y con qué probabilidad se falla."""

import itertools
import math

import numpy as np
import pytest

from curso.pruebas.compara import PROPIEDADES, Hallazgo, Propiedad, cumple, desorden
from curso.pruebas.compara.cuentas import verosimil
from curso.pruebas.compara.sesgo import permanente, sesgos, sin_sesgo
from curso.pruebas.plan import Respuesta

CALLS, REPEATED = 48, 4
STATISTICAL = ("todos_por_igual", "posiciones_uniformes", "vecinos_uniformes")
WITH_REPEATED = (*STATISTICAL, "repite_con_la_semilla")


def right(n, rng):
    return rng.permutation(n)


def rotation(n, rng):
    return np.roll(np.arange(n), rng.integers(n))


def reversal(n, rng):
    return np.arange(n)[:: rng.choice([1, -1])]


def one_swap(n, rng):
    order = np.arange(n)
    i, j = rng.choice(n, size=2, replace=False)
    order[[i, j]] = order[[j, i]]
    return order


def cycle_only(n, rng):
    """Fisher-Yates con un índice de menos (Sattolo): ningún ejemplo se queda donde estaba."""
    order = np.arange(n)
    for i in range(n - 1, 0, -1):
        j = rng.integers(i)
        order[[i, j]] = order[[j, i]]
    return order


def answer(shuffle, n=5, seed=0, calls=CALLS, repeated=REPEATED):
    """La respuesta de un alumno que desordena con `shuffle` en un caso de muchas llamadas."""
    x, y = np.column_stack([np.arange(n), np.ones(n)]), 10 * np.arange(n)
    seeds = [*range(seed, seed + calls), *range(seed, seed + repeated)]
    orders = [shuffle(n, np.random.default_rng(s)) for s in seeds]
    return Respuesta("valor", [(x[o], y[o]) for o in orders], {"x": x, "y": y})


def holds(name, obtained, expected=None, shape="ejemplos", **parameters):
    if name in WITH_REPEATED:
        parameters["repetidas"] = REPEATED
    rule = Propiedad(name, Hallazgo("x.y", "Causa.", "Pista."), {"forma": shape, **parameters})
    return cumple(rule, obtained, expected or answer(right))


def broken(obtained, **kwargs):
    own = [n for n, f in PROPIEDADES.items() if f.__module__ == desorden.__name__]
    names = [n for n in own if n not in ("cambia_cada_epoca", "cambia_entre_lotes")]
    names.remove("deshace_los_lotes")
    return [n for n in names if not holds(n, obtained, **kwargs)]


@pytest.mark.parametrize("seed", range(0, 4000, 200))
@pytest.mark.parametrize("n", [2, 3, 6])
def test_a_right_shuffle_keeps_every_property(n, seed):
    assert broken(answer(right, n, seed), expected=answer(right, n)) == []


@pytest.mark.parametrize("n", [0, 1])
def test_with_nothing_to_shuffle_any_order_is_right(n):
    same = answer(lambda n, rng: np.arange(n), n)
    assert broken(same, expected=same) == []


@pytest.mark.parametrize("seed", range(0, 1000, 200))
@pytest.mark.parametrize("n", [5, 6])
@pytest.mark.parametrize(
    ("shuffle", "rule"),
    [
        (rotation, "vecinos_uniformes"),
        (reversal, "vecinos_uniformes"),
        (one_swap, "posiciones_uniformes"),
        (cycle_only, "posiciones_uniformes"),
    ],
)
def test_poor_shuffles_are_noticed(shuffle, rule, n, seed):
    assert not holds(rule, answer(shuffle, n, seed), expected=answer(right, n))


@pytest.mark.parametrize("calls", [40, 160, 1000])
@pytest.mark.parametrize(("cells", "p"), [(25, 1 / 5), (36, 1 / 6), (20, 1 / 5), (5, 4 / 5)])
def test_the_false_alarm_is_under_one_in_a_thousand_million(cells, p, calls):
    """La suma exacta de las colas que se rechazan, por todas las cuentas de todas las "
    "propiedades."""
    rejected = sum(
        math.comb(calls, k) * p**k * (1 - p) ** (calls - k)
        for k in range(calls + 1)
        if not verosimil(np.full(cells, k), calls, p, cells)
    )
    assert 0 < 3 * cells * rejected < 1e-9


@pytest.mark.parametrize("count", [desorden._desplazamientos, desorden._saltos])
@pytest.mark.parametrize(("n", "m", "calls"), [(2, 2, 48), (3, 3, 48), (5, 5, 48), (5, 4, 60)])
def test_the_false_alarm_of_the_joint_counts_is_exact(count, n, m, calls):
    """La distribución de la suma se calcula entera, convolucionando la de un orden al azar."""
    orders = np.array(list(itertools.permutations(range(n), m)))
    values = count(orders, n)
    tails = desorden._colas(count, n, m)
    every = n * n + values.shape[1]
    rejected = 0.0
    for k in range(values.shape[1]):
        one = np.bincount(values[:, k]) / len(orders)
        total = np.ones(1)
        for _ in range(calls):
            total = np.convolve(total, one)
        for s, chance in enumerate(total):
            sums = np.zeros((calls, values.shape[1]))
            sums[0, k] = s
            alone = tails[:, k : k + 1]
            rejected += chance * (not desorden._verosimiles(sums[:, k : k + 1], alone, every))
    assert 3 * rejected < 1e-9


def test_always_the_same_order_depends_on_no_seed():
    fixed = answer(lambda n, rng: np.array([2, 0, 1, 4, 3]))
    assert holds("desordena", fixed)
    assert not holds("depende_de_la_semilla", fixed)


def test_the_input_order_is_not_shuffled():
    assert not holds("desordena", answer(lambda n, rng: np.arange(n)))


def test_another_source_of_randomness_does_not_repeat():
    source = np.random.default_rng(1)
    assert not holds("repite_con_la_semilla", answer(lambda n, rng: source.permutation(n)))


def test_lost_repeated_and_broken_examples():
    repeated = answer(lambda n, rng: rng.integers(0, n, n))
    assert holds("elementos_de_la_entrada", repeated)
    assert not holds("sin_repetir", repeated)
    lost = answer(lambda n, rng: rng.permutation(n)[:-1])
    assert not holds("sin_repetir", lost)
    assert not holds("misma_estructura", lost)
    mixed = answer(right)
    mixed.valor[3][0][0] += 0.5
    assert not holds("elementos_de_la_entrada", mixed)


def test_pairs_are_kept_or_not():
    apart = answer(right)
    apart.valor[7] = (apart.valor[7][0], apart.valor[8][1])
    assert holds("conserva_parejas", answer(right))
    assert not holds("conserva_parejas", apart)


def batches(orders, b=2):
    """La respuesta de un iterador de lotes que recorre los ejemplos en esos órdenes."""
    n = len(orders[0])
    x, y = np.arange(float(n)), np.arange(n)
    return Respuesta(
        "valor",
        [
            [(x[o[i : i + b]], y[o[i : i + b]]) for i in range(0, n, b)]
            for o in map(np.array, orders)
        ],
        {"x": x, "y": y},
    )


def test_the_same_examples_in_each_batch_are_noticed():
    inside = batches([[1, 0, 2, 3], [0, 1, 3, 2]])
    assert not holds("cambia_entre_lotes", inside, inside, "iterador", b=2)
    whole = batches([[2, 3, 0, 1], [0, 1, 2, 3]])
    assert holds("cambia_entre_lotes", whole, whole, "iterador", b=2)
    assert not holds("deshace_los_lotes", whole, whole, "iterador", b=2)
    good = batches([[2, 1, 0, 3], [0, 1, 2, 3]])
    assert holds("deshace_los_lotes", good, good, "iterador", b=2)


def test_one_example_always_left_out_is_noticed():
    rng = np.random.default_rng(0)

    def dropping(orders):
        n = 5
        x = np.arange(float(n))
        calls = [[(x[o[i : i + 2]], x[o[i : i + 2]]) for i in (0, 2)] for o in orders]
        return Respuesta("valor", calls, {"x": x, "y": x})

    fair = dropping([rng.permutation(5) for _ in range(100)])
    unfair = dropping([np.append(rng.permutation(4), 4) for _ in range(100)])
    assert holds("todos_por_igual", fair, fair, "iterador")
    assert not holds("todos_por_igual", unfair, fair, "iterador")


def training(orders_by_call):
    """La respuesta de un entrenamiento con el testigo `Fichas` y lotes de un ejemplo."""
    x = np.arange(3.0)
    calls = [(x, np.concatenate([o * 1001.0 for o in orders])) for orders in orders_by_call]
    return Respuesta("valor", calls, {"x": x, "y": x})


def test_the_same_order_in_every_epoch_is_noticed():
    a, b = np.array([0, 2, 1]), np.array([2, 1, 0])
    same, other = training([[a, a], [b, b]]), training([[a, b], [b, b]])
    assert not holds("cambia_cada_epoca", same, same, "entrenamiento")
    assert holds("cambia_cada_epoca", other, other, "entrenamiento")


def test_losses_that_are_no_example_are_not_taken_for_one():
    right_losses = training([[np.array([0, 2, 1])]])
    assert holds("elementos_de_la_entrada", right_losses, right_losses, "entrenamiento")
    wrong = training([[np.array([0.0, 0.5, 7.0])]])
    assert not holds("elementos_de_la_entrada", wrong, right_losses, "entrenamiento")


@pytest.mark.parametrize("value", [None, 3, "x", [1, 2], [(1, 2)], [(None, None)], [[]]])
@pytest.mark.parametrize("shape", ["ejemplos", "lotes", "iterador", "entrenamiento"])
def test_any_other_value_breaks_the_structure_or_the_order_and_never_raises(value, shape):
    x = np.arange(4.0)
    good = answer(right) if shape != "lotes" else Respuesta("valor", [], {"lotes": [(x, x)]})
    obtained = Respuesta("valor", value, good.entradas)
    for name in ("misma_estructura", "sin_repetir", "conserva_parejas"):
        assert holds(name, obtained, good, shape) in (True, False)
    if shape != "lotes":
        assert not holds("misma_estructura", obtained, good, shape)


# --- el desorden casi bueno -------------------------------------------------------------------


def orders(shuffle, calls, n=12, seed=5):
    rng = np.random.default_rng(seed)
    return np.array([shuffle(n, rng) for _ in range(calls)])


def swapping_with_any(n, rng, places=None):
    order = np.arange(n)
    for i in places or range(n):
        j = rng.integers(n)
        order[[i, j]] = order[[j, i]]
    return order


def seen(rows, n=12):
    return not all(sin_sesgo(rows, bias, 200) for bias in sesgos(n))


@pytest.mark.parametrize("seed", range(12))
def test_a_thousand_calls_tell_a_biased_shuffle_from_a_fair_one(seed):
    assert seen(orders(swapping_with_any, 1000, seed=seed))
    backwards = orders(
        lambda n, rng: swapping_with_any(n, rng, range(n - 1, -1, -1)), 1000, seed=seed
    )
    assert seen(backwards)
    assert seen(np.argsort(backwards, axis=1))
    assert not seen(orders(lambda n, rng: rng.permutation(n), 1000, seed=seed))


def test_the_bound_of_the_false_alarm_is_exact_for_small_samples():
    """Con n = 3 y un recorrido, la cota se compara con la probabilidad de verdad."""
    weights = sesgos(3)[0].pesos
    every = np.array(list(itertools.permutations(range(3))))
    scores = weights[np.arange(3), every].sum(axis=1)
    assert permanente(np.exp(weights)) == pytest.approx(np.exp(scores).sum())
    for score in scores:
        exact = np.mean(scores >= score - 1e-12)
        assert exact <= np.exp(-score) * permanente(np.exp(weights)) / 6 + 1e-12
