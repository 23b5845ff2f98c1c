"""Bytes y mensajes al azar por el canal y el códec: solo los errores que dicen que no valen."""

from __future__ import annotations

import json
import struct
import time

import numpy as np

from autograde.sandbox.channel import Channel, Closed, Late, Malformed
from curso.pruebas.plan import (
    ErrorDeCodec,
    Ref,
    Respuesta,
    Rng,
    caso_a_json,
    caso_de_json,
    plan_a_json,
    plan_de_json,
    respuesta_a_json,
    respuesta_de_json,
    valor_a_json,
    valor_de_json,
)
from curso.pruebas.plan.pasos import Plan, llamada
from tests.fuzz.mutations import examples, mutated_bytes, mutated_json, random_json

VALUE = {"x": np.arange(6.0).reshape(2, 3), "y": [1, (2.5, None), {"a", "b"}], "z": float("inf")}
CASE = llamada("uno", Ref("x"), Rng(3), entradas={"x": np.eye(2)}, k=[True, "texto"])
ENCODED = (
    (valor_a_json(VALUE), valor_de_json, valor_a_json),
    (caso_a_json(CASE), caso_de_json, caso_a_json),
    (plan_a_json(Plan("t0.f", "f", (CASE,))), plan_de_json, plan_a_json),
    (respuesta_a_json(Respuesta("valor", VALUE, {"x": np.eye(2)})), respuesta_de_json, None),
)


def test_the_codec_refuses_with_its_own_error_and_what_it_reads_it_can_write():
    read = 0
    for i in examples(4000):
        rng = np.random.default_rng(i)
        document, decode, encode = ENCODED[i % len(ENCODED)]
        changed = random_json(rng) if i % 5 == 0 else mutated_json(document, rng)
        try:
            value = decode(changed)
        except ErrorDeCodec:
            continue
        read += 1
        if encode is not None:
            encode(value)
    assert read


def test_the_channel_survives_any_bytes():
    message = json.dumps({"n": 1, "answer": respuesta_a_json(Respuesta("valor", VALUE))}).encode()
    whole = struct.pack("!I", len(message)) + message
    outcomes = set()
    for i in examples(1500):
        rng = np.random.default_rng(i)
        data = rng.bytes(int(rng.integers(200))) if i % 3 == 0 else mutated_bytes(whole, rng)
        channel = Channel()
        try:
            channel._peer.sendall(data[:100_000])
            channel.handed_over()
            while True:
                received = channel.receive(time.monotonic() + 5, 2**16)
                assert isinstance(received, dict)
                outcomes.add(dict)
        except (Closed, Late, Malformed) as error:
            outcomes.add(type(error))
        finally:
            channel.close()
    assert {Closed, Malformed} <= outcomes
