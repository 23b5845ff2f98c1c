"""Las huellas de una respuesta: las mismas con otros nombres, y sin la plantilla."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.bounded import Bounded, call
from autograde.notebooks import fingerprints as module
from autograde.notebooks.fingerprints import answer_fingerprints, fingerprints, stubs_of

STUB = '''def adam(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Un paso de Adam."""
    raise NotImplementedError()
'''
ANSWER = STUB.replace(
    "    raise NotImplementedError()\n",
    """    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    corregida = m / (1 - beta1**t)
    segunda = v / (1 - beta2**t)
    return w - lr * corregida / (segunda**0.5 + eps), m, v
""",
)
OTHER = STUB.replace(
    "    raise NotImplementedError()\n",
    """    for i in range(len(w)):
        m[i] += (g[i] - m[i]) * (1 - beta1)
        v[i] += (g[i] * g[i] - v[i]) * (1 - beta2)
        if t > 0 and v[i] >= 0:
            w[i] -= lr * m[i] / (1 - beta1**t) / (eps + (v[i] / (1 - beta2**t)) ** 0.5)
    return (w, m, v)
""",
)


def _prints(source, stub=STUB):
    return set(fingerprints(source, stub))


def test_other_names_comments_and_spaces_leave_the_same_fingerprints():
    renamed = ANSWER.replace("corregida", "mm").replace("segunda", "vv")
    disguised = renamed.replace("    mm =", "    # primero\n    mm  =")
    assert _prints(ANSWER) == _prints(disguised)
    assert len(_prints(ANSWER)) > 8


def test_another_way_of_writing_it_shares_little():
    assert len(_prints(ANSWER) & _prints(OTHER)) < 0.3 * len(_prints(OTHER))


def test_what_was_handed_out_leaves_no_fingerprint():
    assert not _prints(ANSWER) & _prints(STUB * 3, stub="")
    assert _prints(ANSWER, stub="") & _prints(STUB * 3, stub="")


def test_a_short_answer_has_none():
    assert fingerprints("def f(x):\n    return x + 1", "") == []


def test_they_are_the_same_in_every_process():
    """Se guardan con el resultado: las de `hash`, que usa la biblioteca, cambian cada vez."""
    another = Bounded()
    try:
        found = another.call(fingerprints, ANSWER, STUB)
        assert found == call(fingerprints, ANSWER, STUB) != []
    finally:
        another.close()


def _cell(source, grade_id="t3-adam-solucion"):
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id, "solution": True}})


def test_only_the_answers_of_a_notebook_are_read_and_the_untouched_ones_are_not():
    notebook = new_notebook(
        cells=[_cell(ANSWER), _cell(STUB, "t3-b-solucion"), new_code_cell(OTHER)]
    )
    stubs = stubs_of(new_notebook(cells=[_cell(STUB), _cell(STUB, "t3-b-solucion")]))
    found = answer_fingerprints(notebook, stubs)
    assert set(found) == {"t3-adam-solucion"}
    assert set(found["t3-adam-solucion"]) == _prints(ANSWER)


@pytest.mark.parametrize(
    "source", ["(" * 30_000, "'" * 39_000, "\x00é\ud800" * 5_000, "x=1\n" * 50]
)
def test_a_hostile_answer_costs_little_and_stops_nothing(source):
    assert isinstance(answer_fingerprints(new_notebook(cells=[_cell(source)]), {}), dict)


def test_what_takes_too_long_to_read_leaves_no_fingerprints(monkeypatch):
    spin = __import__("tests.bounded.jobs", fromlist=["spin"]).spin_with_anything
    monkeypatch.setattr(module, "fingerprints", spin)
    monkeypatch.setattr(module, "_CPU_S", 0.3)
    module._of_answer.cache_clear()
    assert answer_fingerprints(new_notebook(cells=[_cell(ANSWER)]), {}) == {}
