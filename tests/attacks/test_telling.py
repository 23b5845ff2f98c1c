# ruff: noqa: E501
"""Lo que de los casos ocultos puede saberse: el veredicto de cada prueba, y nada más.

La prueba es que lo guardado no depende de ellos: con otra semilla, y los mismos veredictos, sale
exactamente lo mismo, octeto a octeto.
"""

from __future__ import annotations

import pytest

from autograde.judge.results import to_json
from tests.attacks import table_telling
from tests.attacks.attack import Attack, Graded, grade, on_doble, verdicts
from tests.attacks.mini_assignment import SEED, dumped

pytestmark = pytest.mark.aislamiento
OTHER_SEED = b"otra semilla, con otros casos ocultos"
_BIT = 10**8


def _stored(graded: Graded) -> str:
    return dumped(to_json(graded))


@pytest.mark.parametrize("attack", table_telling.TABLE, ids=lambda a: a.name)
def test_what_is_stored_does_not_depend_on_the_hidden_cases(attack: Attack, box):
    assert _stored(grade(attack, box, SEED)) == _stored(grade(attack, box, OTHER_SEED))


def test_the_channel_that_remains_is_the_verdict(box):
    """Quien elige cómo fallar según la entrada cuenta con ello unos bits por prueba."""
    parity = on_doble(
        "la paridad, por el veredicto",
        f"def doble(x):\n    if x > {_BIT} and x % 2: raise ValueError\n    return 2 * x if x < {_BIT} else 0",
    )
    seen = {verdicts(grade(parity, box, f"semilla {i}".encode()))["doble"] for i in range(8)}
    assert len(seen) == 2


def test_ways_to_ask_what_another_submission_read_are_refused(box):
    """La caché de páginas es de toda la máquina: no se deja preguntar por ella."""
    source = """
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open(os.__file__, os.O_RDONLY)
m = mmap.mmap(fd, 0, prot=mmap.PROT_READ, flags=mmap.MAP_PRIVATE)
cero = ctypes.create_string_buffer(64)
print(libc.syscall(27, 0, 4096, cero), libc.syscall(451, fd, cero, cero, 0))
try: os.preadv(fd, [bytearray(10)], 0, getattr(os, "RWF_NOWAIT", 8)); print("HALLADO")
except OSError: print("no")
"""
    with box.session() as session:
        (output,) = session.run_cell(source).outputs
    assert output["text"] == "-1 -1\nno\n"
