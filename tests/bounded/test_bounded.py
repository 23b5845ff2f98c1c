"""El proceso con límites: lo que gasta un texto lo paga él, y el siguiente no lo nota."""

from __future__ import annotations

import json
import multiprocessing
import os

import pytest

from autograde.bounded import Bounded, ChildUnavailable, Limits, OutOfBounds, caller
from tests.bounded import jobs

MIB = 2**20
QUICK = Limits(memory_bytes=256 * MIB, cpu_s=1.0, text_bytes=MIB, reply_bytes=MIB)


@pytest.fixture
def bounded():
    with_limits = Bounded(QUICK)
    yield with_limits
    with_limits.close()


def test_text_and_bytes_go_in_and_data_come_out(bounded):
    assert bounded.call(jobs.length, "año \ud800") == 5
    assert bounded.call(jobs.octets, b"\x00\xff") == [0, 255]
    assert bounded.call(jobs.repeat, "ab", 3) == "ababab"
    assert bounded.call(json.loads, '{"a": [1]}') == {"a": [1]}


def test_one_warm_child_serves_everything(bounded):
    first = bounded.call(jobs.length, "a")
    child = bounded._child
    assert [bounded.call(jobs.length, "a" * n) for n in (1, 2, 3)] == [first, 2, 3]
    assert bounded._child is child


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (jobs.spin, "tarda"),
        (jobs.hoard, "memoria"),
        (jobs.nest, "anida"),
        (jobs.dive, "anida"),
        (jobs.die, "hace morir"),
        (jobs.break_down, "KeyError"),
    ],
)
def test_what_a_text_spends_is_its_own_and_the_next_one_does_not_notice(bounded, job, words):
    bounded.call(jobs.length, "antes")
    with pytest.raises(OutOfBounds) as error:
        bounded.call(job, "hostil")
    assert words in str(error.value)
    assert bounded.call(jobs.length, "después") == 7


def test_too_much_text_or_too_much_answer_is_out_of_bounds(bounded):
    with pytest.raises(OutOfBounds, match="MiB"):
        bounded.call(jobs.length, "x" * (MIB + 1))
    with pytest.raises(OutOfBounds, match="memoria"):
        bounded.call(jobs.repeat, "x" * 1000, 10_000)
    assert bounded.call(jobs.length, "x") == 1


def test_what_another_text_left_is_not_held_against_this_one(bounded):
    assert bounded.call(jobs.second_time, "a") == 1
    assert bounded.call(jobs.second_time, "b") == 1  # murió, y en otro proceso sale bien


def test_a_machine_too_busy_is_a_system_failure_not_the_texts(bounded, monkeypatch):
    """Vence el reloj sin que se haya gastado procesador: no es culpa de nadie."""
    monkeypatch.setattr(caller, "_WALL_PER_CPU", 0.25)
    with pytest.raises(ChildUnavailable, match="ocupada"):
        bounded.call(jobs.sleep, "x")


def test_no_child_is_a_system_failure(bounded, monkeypatch):
    monkeypatch.setattr(caller.sys, "executable", "/no/existe")
    with pytest.raises(ChildUnavailable):
        bounded.call(jobs.length, "x")


def test_a_job_that_is_not_there_is_a_system_failure(bounded):
    def inner(text: str) -> str:
        return text

    with pytest.raises(ChildUnavailable, match="reinstala"):
        bounded.call(inner, "x")


def test_the_child_writes_nothing_and_knows_nothing(bounded, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRETO", "tesoro")
    here = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(here, True)
    seen = bounded.call(jobs.look_around, str(tmp_path / "escrito"))
    os.close(here)
    assert not seen["wrote"]
    assert "SECRETO" not in seen["environment"]
    assert seen["sockets"] == 1
    assert str(tmp_path) not in seen["descriptors"]
    if os.getuid() != 0:  # al superusuario no se le cuentan los procesos
        assert not seen["forked"]


def test_each_process_has_its_own_child(bounded):
    """Los trabajadores se bifurcan: dos que hablaran con el mismo hijo se cruzarían respuestas."""
    bounded.call(jobs.length, "x")
    ours = bounded._child.pid

    def worker(results):
        results.put((bounded.call(jobs.length, "abc"), bounded._child.pid))

    context = multiprocessing.get_context("fork")
    results = context.Queue()
    process = context.Process(target=worker, args=(results,))
    process.start()
    answer, theirs = results.get(timeout=60)
    process.join()
    assert answer == 3
    assert theirs != ours
    assert bounded.call(jobs.length, "xy") == 2
    assert bounded._child.pid == ours


def test_without_limits_the_same_text_takes_the_memory():
    """El control: con la memoria sin contar, la respuesta que no cabía llega entera."""
    wide = Bounded(Limits(memory_bytes=2048 * MIB, text_bytes=MIB, reply_bytes=64 * MIB))
    try:
        assert len(wide.call(jobs.repeat, "x" * 1000, 10_000)) == 10_000_000
    finally:
        wide.close()
