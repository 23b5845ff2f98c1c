"""Nada de un envío llega a otro: cada recado, con su control, y los inocentes de alrededor."""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

import os

import pytest

from autograde.sandbox import Sandbox
from tests.attacks.attack import FOUND, INNOCENT, Attack, check, grade
from tests.attacks.conftest import LIMITS
from tests.attacks.table_carrying import SHARED_NETWORK, TABLE, Carried
from tests.attacks.weakened import weakened

pytestmark = pytest.mark.aislamiento

ROWS = [pytest.param(row, id=row.name) for row in TABLE]

#: noventa pares de zócalos huérfanos en cada uno de cuatro procesos, y los cierra sin despedirse
ORPHANS = """
import os, socket
def huerfanos():
    oye = socket.socket(); oye.listen(200); sitio = ("127.0.0.1", oye.getsockname()[1])
    vivos = []
    for _ in range(90):
        c = socket.socket(); c.sendto(b"x", 0x20000000, sitio)
        s, _ = oye.accept(); s.recv(1); vivos += [c, s]
    for s in vivos: s.setsockopt(socket.IPPROTO_IP, 21, 255)
    for s in vivos: s.close()
for _ in range(4):
    if not os.fork():
        try: huerfanos()
        finally: os._exit(0)
    os.wait()
"""
ATTACK = Attack("zócalos huérfanos", before=(ORPHANS,))


def _printed(box: Sandbox, source: str) -> str:
    with box.session() as session:
        run = session.run_cell(source)
    return "".join(o.get("text", "") for o in run.outputs)


def _arrives(row: Carried, box: Sandbox) -> bool:
    if not row.beside:
        _printed(box, row.left)
        return FOUND in _printed(box, row.read)
    with Sandbox(LIMITS) as other, box.session() as alive:
        alive.run_cell(row.left)
        return FOUND in _printed(other, row.read)


@pytest.mark.parametrize("row", ROWS)
def test_nothing_arrives(row: Carried, box):
    assert not _arrives(row, box)
    check(INNOCENT, grade(INNOCENT, box))


@pytest.mark.parametrize("row", ROWS)
def test_without_its_defence_it_arrives(row: Carried, tmp_path):
    with weakened(tmp_path, row.without, LIMITS) as box:
        assert _arrives(row, box)


def test_orphan_sockets_cost_nobody_a_thing(box):
    """Inocentes antes, después y al lado."""
    check(INNOCENT, grade(INNOCENT, box))
    with Sandbox(LIMITS) as beside:
        beside.session().close()
        check(ATTACK, grade(ATTACK, box))
        check(INNOCENT, grade(INNOCENT, beside))
    check(INNOCENT, grade(INNOCENT, box))


def test_with_one_network_for_all_orphan_sockets_take_the_next_ones_points(tmp_path):
    with weakened(tmp_path, SHARED_NETWORK, LIMITS) as box:
        check(INNOCENT, grade(INNOCENT, box))
        grade(ATTACK, box)
        assert grade(INNOCENT, box).points == 0


def test_a_session_has_nothing_open_but_its_channel(box):
    source = """
import os, stat
abiertos = {int(d): os.fstat(int(d)).st_mode for d in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{d}")}
print(sorted(abiertos)[:3] == [0, 1, 2], [stat.S_ISSOCK(m) for d, m in sorted(abiertos.items()) if d > 2])
print(os.readlink("/proc/self/fd/1").startswith("/tmp/"), os.readlink("/proc/self/fd/2").startswith("/tmp/"))
"""
    assert _printed(box, source) == "True [True]\nTrue True\n"


def test_the_warm_parent_keeps_no_file_open(box):
    """Lo que quedara abierto se cierra al bifurcar, y quien creyera tenerlo leería otro fichero."""
    box.session().close()
    zygote = box._host.channel.process.pid
    targets = [os.readlink(f"/proc/{zygote}/fd/{d}") for d in os.listdir(f"/proc/{zygote}/fd")]
    assert [t for t in targets if t.startswith("/") and "(deleted)" not in t] == ["/dev/null"] * 2
    assert sum(t.startswith("socket:") for t in targets) == 1
