"""El juez: qué pide una celda de prueba, leída sin ejecutarla."""

import pytest

from autograde.judge.judging import Target, parse_target
from autograde.model import CellKind

K = CellKind


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ('comprobar("t2.f")', Target("t2.f", K.CORRECTNESS)),
        ("comprobar('t2.f', velocidad=True)", Target("t2.f", K.SPEED)),
        ('# nota\ncomprobar("t2.f", portable=True)\n', Target("t2.f", K.PORTABLE)),
        ('comprobar("t2.f", memoria=True)', Target("t2.f", K.MEMORY)),
        ('comprobar("t2.f", velocidad=False)', Target("t2.f", K.CORRECTNESS)),
        ("assert True", None),
        ("comprobar(nombre)", None),
        ("comprobar()", None),
        ('comprobar("t2.f", otra=True)', None),
        ('comprobar("t2.f", velocidad=True, memoria=True)', None),
        ("def f(:", None),
        ("", None),
    ],
)
def test_se_lee_lo_que_pide_la_celda(source, target):
    assert parse_target(source) == target
