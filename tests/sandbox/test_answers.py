"""Lo que se recuerda de las respuestas leídas y de los juicios: ahorra trabajo y no cambia nada."""

from __future__ import annotations

import json

import numpy as np
import pytest

from autograde.exercises import load
from autograde.judge import judging
from autograde.judge.checks import hidden_check, public_check
from autograde.model import CellKind, Verdict
from autograde.sandbox import answers
from autograde.sandbox.channel import Malformed
from curso.pruebas.plan import Respuesta, respuesta_a_json

EXERCISE = load("t2_lotes").exercises["t2.nombres"]


@pytest.fixture
def known(monkeypatch):
    return answers._Known()


def body(value, number=0):
    reply = {"n": number, "answer": respuesta_a_json(Respuesta("valor", value))}
    return json.dumps(reply).encode()


def test_lo_mismo_es_el_mismo_objeto(known):
    first = known.read(body(np.arange(3)), 0, False)
    assert known.read(body(np.arange(3)), 0, False) is first
    assert known.read(body(np.arange(4)), 0, False) is not first


def test_una_respuesta_recordada_no_vale_para_otra_pregunta(known):
    known.read(body(1), 0, False)
    with pytest.raises(Malformed):
        known.read(body(1), 1, False)


def test_lo_mal_escrito_no_se_recuerda(known):
    for _ in range(2):
        with pytest.raises(Malformed):
            known.read(b'{"n": 0, "answer": {"estado": "valor"}}', 0, False)


def test_lo_que_se_recuerda_tiene_tope(known, monkeypatch):
    monkeypatch.setattr(answers, "REMEMBERED_BYTES", 3000)
    first = known.read(body("a" * 900), 0, False)
    known.read(body("b" * 900), 0, False)
    assert known.read(body("a" * 900), 0, False) is first
    known.read(
        body("c" * 900), 0, False
    )  # no cabe: se olvida la «b», que es la que hace más que se usó
    assert known.read(body("a" * 900), 0, False) is first
    monkeypatch.setattr(answers, "SMALL_BYTES", 100)
    large = known.read(body("d" * 900), 0, False)
    assert known.read(body("d" * 900), 0, False) is not large


def _answers(plan, function):
    from curso.pruebas.plan import ejecutar_caso

    return tuple(ejecutar_caso(c, plan.nombre, {plan.nombre: function}) for c in plan.casos)


def test_un_juicio_recordado_es_de_esas_respuestas_y_de_ninguna_otra(monkeypatch):
    monkeypatch.setattr(judging, "_correct", {})
    public = public_check(EXERCISE, CellKind.CORRECTNESS)
    hidden = hidden_check(EXERCISE, CellKind.CORRECTNESS, b"semilla")
    right = _answers(public.plan, EXERCISE.reference), _answers(hidden.plan, EXERCISE.reference)
    wrong = tuple(Respuesta("valor", 0) for _ in hidden.plan.casos)
    first = judging.judge(EXERCISE, public, right[0], hidden, right[1])
    assert first.verdict is Verdict.CORRECT
    assert judging.judge(EXERCISE, public, right[0], hidden, right[1]) is first
    bad = judging.judge(EXERCISE, public, right[0], hidden, wrong)
    assert bad.verdict is Verdict.INCORRECT
    assert judging.judge(EXERCISE, public, right[0], hidden, wrong) is not bad
    other_hidden = hidden_check(EXERCISE, CellKind.CORRECTNESS, b"otra semilla")
    assert judging.judge(EXERCISE, public, right[0], other_hidden, right[1]) is not first
