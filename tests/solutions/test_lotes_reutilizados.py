"""Lotes que reutilizan memoria: el mismo contenido que los claros, y siempre en el mismo sitio."""

import tracemalloc

import numpy as np
import pytest

from curso.backend import a_anfitrion, contar_copias, es_de_dispositivo
from curso.backend.doble import xp
from solutions.lotes import generar_lotes
from solutions.lotes_reutilizados import LotesEnDispositivo, LotesReutilizados

KINDS = {
    "here": LotesReutilizados,
    "device": lambda x, y, b, **options: LotesEnDispositivo(x, y, b, xp, **options),
}


def examples(n):
    return np.arange(n * 3, dtype=np.float32).reshape(n, 3), np.arange(n)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "b"), [(1, 1), (10, 3), (10, 20), (64, 4), (65, 4)])
@pytest.mark.parametrize("discard", [False, True])
def test_each_example_once_per_epoch_and_paired(kind, n, b, discard):
    x, y = examples(n)
    batches = KINDS[kind](x, y, b, descartar_ultimo=discard)
    rng = np.random.default_rng(0)
    for _ in range(3):
        seen = []
        for x_b, y_b in batches.epoca(rng):
            assert es_de_dispositivo(x_b) is (kind == "device")
            x_b, y_b = a_anfitrion(x_b), a_anfitrion(y_b)
            assert x_b.dtype == np.float32
            np.testing.assert_array_equal(x_b, x[y_b])
            assert len(y_b) == b or (len(y_b) == n % b and not discard)
            seen.extend(y_b.tolist())
        assert len(set(seen)) == len(seen) == (n - n % b if discard else n)


@pytest.mark.parametrize("kind", KINDS)
def test_without_rng_the_order_is_natural_even_after_shuffling(kind):
    x, y = examples(9)
    batches = KINDS[kind](x, y, 4)
    for _ in batches.epoca(np.random.default_rng(1)):
        pass
    assert [a_anfitrion(y_b).tolist() for _, y_b in batches.epoca()] == [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [8],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_same_order_as_the_plain_generator_and_no_memory_of_the_last_epoch(kind):
    x, y = examples(20)
    batches = KINDS[kind](x, y, 6)
    for _ in batches.epoca(np.random.default_rng(1)):
        pass
    order = [a_anfitrion(y_b).tolist() for _, y_b in batches.epoca(np.random.default_rng(2))]
    plain = generar_lotes(x, y, 6, np.random.default_rng(2))
    assert order == [y_b.tolist() for _, y_b in plain]


def test_every_position_is_equally_likely_after_many_epochs():
    x, y = examples(6)
    batches, rng = LotesReutilizados(x, y, 2), np.random.default_rng(8)
    counts = np.zeros((6, 6))
    for _ in range(6000):
        order = np.concatenate([y_b.copy() for _, y_b in batches.epoca(rng)])
        counts[np.arange(6), order] += 1
    assert abs(counts - 1000).max() < 200  # unas 7 desviaciones típicas


def test_memory_does_not_grow_with_the_epochs():
    x, y = examples(20_000)
    batches, rng = LotesReutilizados(x, y, 32), np.random.default_rng(0)
    for _ in batches.epoca(rng):
        pass
    tracemalloc.start()
    for _ in range(3):
        for _ in batches.epoca(rng):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000  # ni una permutación (160 KB) ni un lote suelto por época


def test_labels_of_any_type_fit_the_reused_memory():
    for y in (np.arange(7, dtype=np.uint8), np.array(list("abcdefg")), np.arange(7) > 3):
        batches = LotesReutilizados(np.arange(7.0), y, 3)
        np.testing.assert_array_equal(np.concatenate([b.copy() for _, b in batches.epoca()]), y)


def test_device_batches_reuse_two_places():
    x, y = examples(40)
    places = {id(x_b._datos.base) for x_b, _ in LotesEnDispositivo(x, y, 4, xp).epoca()}
    assert len(places) == 2


def test_each_device_batch_costs_two_uploads_and_no_download():
    x, y = examples(40)
    batches = LotesEnDispositivo(x, y, 4, xp)
    with contar_copias() as copies:
        for _ in batches.epoca(np.random.default_rng(0)):
            pass
    assert (copies.subidas, copies.bajadas, copies.lecturas) == (20, 0, 0)


def test_the_next_batch_is_on_its_way_while_the_current_one_is_used():
    x, y = examples(12)
    with contar_copias() as copies:
        epoch = LotesEnDispositivo(x, y, 4, xp).epoca()
        sent = []
        for _ in epoch:
            sent.append(copies.subidas)
    assert sent == [4, 6, 6]


def test_uploading_does_not_overwrite_the_batch_in_use():
    x, y = examples(12)
    for number, (x_b, _) in enumerate(LotesEnDispositivo(x, y, 4, xp).epoca()):
        np.testing.assert_array_equal(a_anfitrion(x_b), x[4 * number : 4 * number + 4])


def test_bad_sizes_are_refused():
    x, y = examples(4)
    for kind in KINDS.values():
        with pytest.raises(ValueError, match="b ha de ser 1 o más"):
            kind(x, y, 0)
        with pytest.raises(ValueError, match="han de ser los mismos"):
            kind(x, y[:3], 2)
