"""El camino de CuPy de los lotes, con un sustituto que apunta cada orden: aquí no hay GPU.

Lo que hace falta para que copiar y calcular a la vez sea correcto es un orden entre las dos colas;
eso es lo que se mira. Con una GPU, `tests/gpu` lo ejecuta de verdad.
"""

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from curso.backend import contar_copias
from solutions.lotes_reutilizados import LotesEnDispositivo


class Event:
    def __init__(self, log, name):
        self.log, self.name = log, name

    def synchronize(self):
        self.log.append(("espera la máquina", self.name))


class Stream:
    def __init__(self, log, name):
        self.log, self.name, self.marks = log, name, 0

    def record(self):
        self.marks += 1
        event = Event(self.log, f"{self.name} {self.marks}")
        self.log.append(("marca", event.name))
        return event

    def wait_event(self, event):
        self.log.append((f"{self.name} espera", event.name))


class DeviceArray(np.ndarray):
    def set(self, array, stream=None):
        self.log.append(("sube", stream.name))
        self[...] = array

    def __array_finalize__(self, other):
        self.log = getattr(other, "log", None)


@pytest.fixture
def fake(monkeypatch):
    log, streams = [], []

    def new_stream(non_blocking):
        assert non_blocking
        streams.append(Stream(log, f"cola {len(streams)}"))
        return streams[-1]

    compute = Stream(log, "cálculo")
    cupy, cupyx = ModuleType("cupy"), ModuleType("cupyx")
    cupy.cuda = SimpleNamespace(Stream=new_stream, get_current_stream=lambda: compute)

    def empty(shape, dtype):
        array = np.empty(shape, dtype).view(DeviceArray)
        array.log = log
        return array

    cupy.empty = empty
    pinned = []

    def empty_pinned(shape, dtype):
        pinned.append(np.empty(shape, dtype))
        return pinned[-1]

    cupyx.empty_pinned = empty_pinned
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    monkeypatch.setitem(sys.modules, "cupyx", cupyx)
    return SimpleNamespace(xp=cupy, log=log, pinned=pinned)


def examples(n):
    return np.arange(n * 2, dtype=np.float32).reshape(n, 2), np.arange(n)


def test_batches_are_right_and_go_through_pinned_memory(fake):
    x, y = examples(10)
    batches = LotesEnDispositivo(x, y, 4, fake.xp)
    with contar_copias() as copies:
        got = [(np.array(x_b), np.array(y_b)) for x_b, y_b in batches.epoca()]
    assert [y_b.tolist() for _, y_b in got] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    np.testing.assert_array_equal(np.concatenate([x_b for x_b, _ in got]), x)
    assert len(fake.pinned) == 4  # x e y de cada uno de los dos huecos
    assert copies.subidas == 6


def test_a_place_is_overwritten_only_after_its_last_use_and_read_only_when_full(fake):
    x, y = examples(12)
    batches = LotesEnDispositivo(x, y, 4, fake.xp)
    fake.log.clear()
    for _ in batches.epoca():
        fake.log.append(("usa", "cálculo"))
    assert fake.log == [
        # Se llenan los dos huecos antes de usar el primero.
        ("espera la máquina", "cola 0 1"),
        ("cola 0 espera", "cálculo 1"),
        ("sube", "cola 0"),
        ("sube", "cola 0"),
        ("marca", "cola 0 2"),
        ("espera la máquina", "cola 1 1"),
        ("cola 1 espera", "cálculo 2"),
        ("sube", "cola 1"),
        ("sube", "cola 1"),
        ("marca", "cola 1 2"),
        ("cálculo espera", "cola 0 2"),
        ("usa", "cálculo"),
        ("marca", "cálculo 3"),
        # El tercer lote va al primer hueco: espera a que acabe su cálculo (marca 3).
        ("espera la máquina", "cola 0 2"),
        ("cola 0 espera", "cálculo 3"),
        ("sube", "cola 0"),
        ("sube", "cola 0"),
        ("marca", "cola 0 3"),
        ("cálculo espera", "cola 1 2"),
        ("usa", "cálculo"),
        ("marca", "cálculo 4"),
        ("cálculo espera", "cola 0 3"),
        ("usa", "cálculo"),
        ("marca", "cálculo 5"),
    ]
