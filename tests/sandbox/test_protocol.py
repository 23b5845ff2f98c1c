"""Todo lo que llega de dentro es hostil: marcos falsos, enormes, cortados o fuera de orden."""

from __future__ import annotations

import json
import os
import socket
import threading
import time

import pytest

from autograde.sandbox.channel import Channel, Closed, Late, Malformed
from autograde.sandbox.inside.wire import HEADER
from tests.sandbox.sandbox_sample import calls, states

pytestmark = pytest.mark.aislamiento

FORGE = """
import os, socket, stat, struct, json
def send(raw):
    for fd in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                os.write(fd, raw)
        except OSError:
            pass
def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack("!I", len(body)) + body
GOOD = {"estado": "valor", "valor": 42, "entradas": {}, "excepcion": None}
def f(x):
    if x == 1:
        ATTACK
    return x
"""


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        ("send(frame(b'no es json'))", "invalida"),
        ("send(frame(b'[]'))", "invalida"),
        ("send(frame({'n': 999, 'answer': GOOD}))", "invalida"),
        ("send(frame({'n': -1, 'answer': GOOD}))", "invalida"),
        ("send(frame({'n': 1, 'answer': GOOD, 'puntos': 10}))", "invalida"),
        ("send(frame({'n': 1, 'answer': dict(GOOD, estado='correcto')}))", "invalida"),
        ("send(frame({'n': 1, 'answer': dict(GOOD, excepcion='<script>')}))", "invalida"),
        ("send(frame({'n': 1, 'answer': dict(GOOD, valor={'pickle': 'x'})}))", "invalida"),
        (
            "send(frame({'n': 1, 'answer': dict(GOOD, valor={'a': ['|O8', [1], 'AAAA']})}))",
            "invalida",
        ),
        (
            "send(frame({'n': 1, 'answer': dict(GOOD, valor={'a': ['<f8', [2**32, 2**32], '']})}))",
            "invalida",
        ),
        ("send(struct.pack('!I', 2**32 - 1) + b'x' * 100)", "invalida"),
        ("send(frame(b'[' * 10**6))", "invalida"),
        ("send(frame(b'[' + b'0,' * 4_000_000 + b'0]'))", "invalida"),
        ("send(frame({'n': 1, 'answer': dict(GOOD, valor='x' * 10**6)}))", "invalida"),
        ("send(b'\\0\\0'); os._exit(0)", "muerte"),
        ("send(struct.pack('!I', 1000) + b'x'); import time; time.sleep(100)", "tiempo"),
        ("send(frame(b'{\"n\": 1, \"answer\": ' + b'1' * 10**5 + b'}'))", "invalida"),
    ],
)
def test_forged_answers(session, attack, expected):
    source = FORGE.replace("ATTACK", attack)
    assert states(session, source, calls(0, 1, 2, limit_s=2.0)) == ["valor", expected, "valor"]


def test_an_early_reply_does_not_shift_the_later_ones(session):
    """Quien contesta por adelantado se queda sin ese caso; los demás no se desplazan."""
    attack = "send(frame({'n': 2, 'answer': GOOD}))"
    session.run_cell(FORGE.replace("ATTACK", attack))
    session.snapshot("k")
    session.seal()
    answers = session.ask("k", calls(0, 1, 2))
    assert [a.estado for a in answers] == ["valor", "invalida", "valor"]
    assert answers[2].valor == 2


def test_a_duplicated_reply_does_not_answer_the_next_case(session):
    attack = "send(frame({'n': 1, 'answer': GOOD}) * 2)"
    session.run_cell(FORGE.replace("ATTACK", attack))
    session.snapshot("k")
    session.seal()
    answers = session.ask("k", calls(0, 1, 2))
    assert answers[1].valor == 42  # su caso: miente sobre sí mismo, y se comparará
    assert answers[2].estado == "invalida" or answers[2].valor == 2


def test_forged_frames_from_a_cell_only_fake_its_own_outputs(session):
    run = session.run_cell(FORGE + "send(frame({'n': 10**6, 'state': 'ok', 'outputs': []}))")
    assert run.state == "dead"


def test_outputs_without_the_shape_of_outputs_are_dropped(session):
    forged = "{'n': 1, 'state': 'ok', 'outputs': [1, {'output_type': 'verdict'}, {}]}"
    assert session.run_cell(FORGE + f"send(frame({forged}))").outputs == ()


def test_patched_machinery_cannot_forge_a_state(session):
    source = """
import curso.pruebas.plan, curso.pruebas.plan.ejecutor, sys
for module in list(sys.modules.values()):
    for name in ("respuesta_a_json", "ejecutar_caso"):
        if hasattr(module, name):
            setattr(module, name, lambda *a, **k: {"estado": "correcto", "puntos": 10})
def f(x): return x
"""
    assert set(states(session, source, calls(1, 2))) <= {"invalida", "excepcion"}


def test_hidden_inputs_are_not_in_any_later_output(session):
    """Lo que vea un obrero no puede mostrarse: la sesión ya no existe."""
    source = """
import os
def f(x):
    for path in ("/tmp/fuga", "/dev/shm/fuga", os.path.expanduser("~/fuga")):
        open(path, "a").write(repr(x))
    print("fuga", x)
    os.system(f"echo fuga {x}")
    raise type(f"Fuga{x}", (ValueError,), {})(x)
"""
    session.run_cell(source)
    session.snapshot("k")
    session.seal()
    (answer,) = session.ask("k", calls(123456))
    assert answer.excepcion == "ValueError"
    assert "123456" not in repr(answer)


# --- el canal por sí solo --------------------------------------------------------------------


@pytest.fixture
def pair():
    channel = Channel()
    peer = socket.socket(fileno=os.dup(channel.peer_fd))
    channel.handed_over()
    yield channel, peer
    peer.close()
    channel.close()


def soon() -> float:
    return time.monotonic() + 0.2


def test_truncated_frame_is_late_or_closed(pair):
    channel, peer = pair
    peer.sendall(HEADER.pack(10) + b"abc")
    with pytest.raises(Late):
        channel.receive(soon(), 100)
    peer.close()
    with pytest.raises(Closed):
        channel.receive(soon(), 100)


def test_endless_trickle_does_not_extend_the_deadline(pair):
    channel, peer = pair
    peer.sendall(HEADER.pack(2**30))
    stop = threading.Event()

    def trickle():
        while not stop.wait(0.005):
            peer.send(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        with pytest.raises(Late):
            channel.receive(soon(), 2**31)
    finally:
        stop.set()
        thread.join()


def test_a_peer_that_does_not_read_is_late(pair):
    channel, _ = pair
    with pytest.raises(Late):
        channel.send({"x": "y" * (64 * 2**20)}, soon())


def test_sent_descriptors_are_not_received(pair):
    channel, peer = pair
    before = len(os.listdir("/proc/self/fd"))
    body = json.dumps({"a": 1}).encode()
    socket.send_fds(peer, [HEADER.pack(len(body)) + body], [0, 1, 2])
    assert channel.receive(soon(), 100) == {"a": 1}
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("body", [b"", b"1", b"[]", b"{", b"\xff", b"{" * 5000, b'{"a":' * 3000])
def test_malformed(pair, body):
    channel, peer = pair
    peer.sendall(HEADER.pack(len(body)) + body)
    with pytest.raises(Malformed):
        channel.receive(soon(), 10**6)


def test_random_bytes_are_never_an_unexpected_error():
    import random

    rng = random.Random(7)
    for _ in range(300):
        channel = Channel()
        peer = socket.socket(fileno=os.dup(channel.peer_fd))
        channel.handed_over()
        peer.sendall(rng.randbytes(rng.randrange(40)))
        peer.close()
        with pytest.raises((Closed, Malformed)):
            channel.receive(soon(), 2**16)
        channel.close()
