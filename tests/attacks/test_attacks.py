"""La tabla de ataques: cada uno tiene su veredicto, y el inocente que viene detrás, su nota."""

from __future__ import annotations

import pytest

from tests.attacks import (
    table_dying,
    table_grade,
    table_honest,
    table_notebook,
    table_protocol,
    table_reading,
    table_resources,
    table_telling,
)
from tests.attacks.attack import INNOCENT, Attack, check, grade

pytestmark = pytest.mark.aislamiento

TABLES = {
    "nota": table_grade.TABLE,
    "cuaderno": table_notebook.TABLE,
    "leer": table_reading.TABLE,
    "contar": table_telling.TABLE,
    "gastar": table_resources.TABLE,
    "morir": table_dying.TABLE,
    "protocolo": table_protocol.TABLE,
    "honrado": table_honest.TABLE,
}
ROWS = [
    pytest.param(attack, "patient_box" if kind == "leer" else "box", id=f"{kind}: {attack.name}")
    for kind, table in TABLES.items()
    for attack in table
]


@pytest.mark.parametrize(("attack", "place"), ROWS)
def test_the_attack_and_the_innocent_after_it(attack: Attack, place: str, request):
    box = request.getfixturevalue(place)
    check(attack, grade(attack, box))
    check(INNOCENT, grade(INNOCENT, box))


def test_there_are_many_and_no_two_alike():
    names = [attack.name for table in TABLES.values() for attack in table]
    assert len(names) == len(set(names)) >= 80
