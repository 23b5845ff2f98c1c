"""El aguante no se cuelga: un proceso que falla, que muere o que no avanza se dice."""

from __future__ import annotations

import importlib.util
import queue
from pathlib import Path
from types import SimpleNamespace

import pytest

_PATH = Path(__file__).parents[2] / "benchmarks/sandbox.py"


@pytest.fixture
def bench():
    spec = importlib.util.spec_from_file_location("banco_sandbox", _PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _workers(*alive: bool) -> list[SimpleNamespace]:
    return [SimpleNamespace(is_alive=lambda up=up: up, exitcode=-9) for up in alive]


def _said(*messages: tuple[int, str, str]) -> queue.Queue:
    results: queue.Queue = queue.Queue()
    for message in messages:
        results.put(message)
    return results


def test_it_waits_for_all(bench):
    said = _said((0, "una", ""), (0, "décima", ""), (1, "décima", ""))
    bench._gather("décima", _workers(True, True), said)


@pytest.mark.parametrize(
    ("messages", "alive", "sentence"),
    [
        ([(1, "fallo", "no arrancó")], (True, True), r"(?s)proceso 1 ha fallado.*no arrancó"),
        ([(0, "décima", "")], (True, False), r"proceso 1 ha muerto \(-9\)"),
        ([], (True, True), "proceso 0 lleva 0 s sin acabar"),
    ],
)
def test_who_does_not_go_on_is_said(bench, monkeypatch, messages, alive, sentence):
    monkeypatch.setattr(bench, "STUCK_S", 0.0)
    with pytest.raises(bench.Stuck, match=sentence):
        bench._gather("décima", _workers(*alive), _said(*messages))
