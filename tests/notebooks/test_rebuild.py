"""Rehacer cuadernos dañados: qué se repara, qué se anota y qué no pasa nunca."""

from __future__ import annotations

import base64
import copy
import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import determine_grade

from autograde.notebooks.matching import defined
from autograde.notebooks.parsing import MAX_CELLS
from autograde.notebooks.reading import MAX_BYTES
from autograde.notebooks.rebuild import Rebuilt, Unreadable, rebuild
from autograde.notebooks.source import released
from tests.notebooks.notebook_sample import build_source, graded

SOURCE = build_source()
RELEASE = released(SOURCE)


def dump(notebook) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode()


def sources(rebuilt: Rebuilt) -> list[str]:
    return [c.source for c in rebuilt.notebook.cells]


def cell(rebuilt: Rebuilt, grade_id: str):
    return next(
        c
        for c in rebuilt.notebook.cells
        if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def find(notebook, id_: str):
    return next(c for c in notebook.cells if c.id == id_)


def check_sound(rebuilt: Rebuilt) -> None:
    """Lo que debe cumplir cualquier cuaderno rehecho, venga de donde venga."""
    nbformat.validate(rebuilt.notebook)
    assert len({c.id for c in rebuilt.notebook.cells}) == len(rebuilt.notebook.cells)
    expected = [c for c in RELEASE.cells if "nbgrader" in c.metadata]
    got = [c for c in rebuilt.notebook.cells if "nbgrader" in c.metadata]
    assert [c.metadata for c in got] == [c.metadata for c in expected]
    assert [c.cell_type for c in got] == [c.cell_type for c in expected]
    for mine, theirs in zip(got, expected, strict=True):
        if not theirs.metadata.nbgrader.solution:
            assert mine.source == theirs.source
    for c in rebuilt.notebook.cells:
        assert not c.get("outputs")
        assert "tags" not in c.metadata
        assert c.cell_type != "raw"
    text = nbformat.writes(rebuilt.notebook)
    text.encode()
    assert "modelo secreta" not in text


def test_an_honest_submission_is_rebuilt_without_notes(source, answered):
    rebuilt = rebuild(source, dump(answered))
    assert rebuilt.notes == ()
    assert sources(rebuilt) == [c.source for c in answered.cells]
    check_sound(rebuilt)


def test_the_solutions_of_the_source_never_reach_the_result(source):
    empty = nbformat.v4.new_notebook()
    text = nbformat.writes(rebuild(source, dump(empty)).notebook)
    assert "2 * x" not in text
    assert "modelo secreta" not in text
    assert "raise NotImplementedError()" in text


def test_source_and_release_give_the_same(source, release, answered):
    assert rebuild(source, dump(answered)) == rebuild(release, dump(answered))


def test_nothing_given_is_modified(release, answered):
    before = copy.deepcopy(release)
    rebuild(release, dump(answered))
    assert release == before


def test_a_deleted_test_cell_comes_back(source, answered):
    answered.cells.remove(find(answered, "test-doble"))
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert cell(rebuilt, "t9-doble").source == 'comprobar("t9.doble")'
    assert any("Faltaba" in n and "t9-doble" in n for n in rebuilt.notes)


def test_a_deleted_answer_comes_back_as_the_stub(source, answered):
    answered.cells.remove(find(answered, "sol-doble"))
    rebuilt = rebuild(source, dump(answered))
    assert "raise NotImplementedError()" in cell(rebuilt, "t9-doble-solucion").source
    assert cell(rebuilt, "t9-triple-solucion").source.startswith("def triple")


def test_an_edited_test_cell_is_the_original_again(source, answered):
    find(answered, "test-doble").source = "2"
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    texts = sources(rebuilt)
    assert texts[texts.index('comprobar("t9.doble")') - 1] == "2"
    assert any("editada" in n and "t9-doble" in n for n in rebuilt.notes)


def test_an_answer_written_in_the_wrong_cell_is_not_lost(source, answered):
    """La función, en la celda de prueba; los módulos, en la de preparación."""
    find(answered, "sol-doble").source = find(RELEASE, "sol-doble").source
    answer = "def doble(x):\n    return 2 * x\n\ncomprobar('t9.doble')"
    find(answered, "test-doble").source = answer
    find(answered, "inicio").source += "\nimport math"
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    texts = sources(rebuilt)
    assert texts.index(answer) == texts.index('comprobar("t9.doble")') - 1
    assert "import math" in texts[texts.index(find(RELEASE, "inicio").source) - 1]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("which", ["sol-doble", "test-doble"])
def test_a_cell_changed_of_type_gets_its_own_back(source, answered, kind, which):
    changed = find(answered, which)
    changed.cell_type = kind
    del changed["outputs"], changed["execution_count"]
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert cell(rebuilt, "t9-doble-solucion").source == "def doble(x):\n    return x + x"
    assert any("cambiada de tipo" in n for n in rebuilt.notes)


def test_a_written_answer_turned_into_code_is_text_again(source, answered):
    i = answered.cells.index(find(answered, "porque"))
    answered.cells[i] = new_code_cell("Porque sí.", metadata=answered.cells[i].metadata)
    rebuilt = rebuild(source, dump(answered))
    assert cell(rebuilt, "t9-porque").cell_type == "markdown"
    assert cell(rebuilt, "t9-porque").source == "Porque sí."


def test_of_duplicated_answers_the_last_written_one_counts(source, answered):
    i = answered.cells.index(find(answered, "sol-doble"))
    stub = copy.deepcopy(find(RELEASE, "sol-doble"))
    later = copy.deepcopy(answered.cells[i])
    later.source = "def doble(x):\n    return 2.0 * x"
    answered.cells[i + 1 : i + 1] = [later, stub]
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert cell(rebuilt, "t9-doble-solucion").source == later.source
    assert any("repetida" in n for n in rebuilt.notes)


def test_reordered_cells_go_back_to_their_place(source, answered):
    answered.cells.reverse()
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert cell(rebuilt, "t9-triple-solucion").source.startswith("def triple(x):\n    return x + x")
    assert any("cambiada de sitio" in n for n in rebuilt.notes)


def test_own_cells_stay_after_the_same_neighbour(source, answered):
    answered.cells.insert(0, new_markdown_cell("Soy Ana"))
    rebuilt = rebuild(source, dump(answered))
    texts = sources(rebuilt)
    assert texts[0] == "Soy Ana"
    assert texts[texts.index("doble(4)  # probando") - 1] == "def doble(x):\n    return x + x"
    assert rebuilt.notes == ()


def test_an_edited_free_cell_keeps_the_edition(source, answered):
    find(answered, "figura").source = "figura = 2"
    assert "figura = 2" in sources(rebuild(source, dump(answered)))


@pytest.mark.parametrize("keep_ids", [True, False])
def test_stripped_metadata(source, answered, keep_ids):
    """Otro editor quitó los metadatos (y los identificadores): se reconoce todo igualmente."""
    for c in answered.cells:
        c.metadata = {}
        if not keep_ids:
            del c["id"]
    if not keep_ids:
        answered.nbformat_minor = 4
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert cell(rebuilt, "t9-doble-solucion").source == "def doble(x):\n    return x + x"
    assert cell(rebuilt, "t9-porque").source == "Porque sí."
    assert sum(s.startswith("def doble") for s in sources(rebuilt)) == 1
    how = "identificador" if keep_ids else "definición"
    assert any(how in n and "t9-doble-solucion" in n for n in rebuilt.notes)


def test_false_nbgrader_cells_are_demoted(source, answered):
    answered.cells.append(
        new_code_cell("100", metadata=graded("t9-regalo", grade=True, locked=True, points=100))
    )
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert rebuilt.notebook.cells[-1].source == "100"
    assert rebuilt.notebook.cells[-1].metadata == {}
    assert any("decía ser de nbgrader" in n for n in rebuilt.notes)


def test_points_and_flags_of_the_submission_do_not_count(source, answered):
    find(answered, "test-doble").metadata.nbgrader.update(points=300, solution=True, locked=False)
    check_sound(rebuild(source, dump(answered)))


def test_tags_are_dropped_and_noted(source, answered):
    find(answered, "test-doble").metadata["tags"] = ["skip-execution"]
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert any("skip-execution" in n for n in rebuilt.notes)


@pytest.mark.parametrize(
    ("encoding", "word"),
    [("utf-8-sig", "BOM"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("cp1252", "UTF-8")],
)
def test_encodings(source, answered, encoding, word):
    text = json.dumps(answered, ensure_ascii=False)
    rebuilt = rebuild(source, text.encode(encoding))
    assert cell(rebuilt, "t9-porque").source == "Porque sí."
    assert any(word in n for n in rebuilt.notes)


def test_format_3(source, answered):
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [
            {
                "cells": [
                    {
                        "cell_type": c.cell_type,
                        ("input" if c.cell_type == "code" else "source"): c.source.splitlines(True),
                        "metadata": c.metadata,
                        "outputs": [{"output_type": "pyout", "text": "x"}],
                    }
                    for c in answered.cells
                ]
                + [{"cell_type": "heading", "level": 2, "source": ["Fin"]}]
            }
        ],
    }
    rebuilt = rebuild(source, dump(old))
    check_sound(rebuilt)
    assert cell(rebuilt, "t9-doble-solucion").source == "def doble(x):\n    return x + x"
    assert sources(rebuilt)[-1] == "## Fin"
    assert any("formato antiguo" in n for n in rebuilt.notes)


@pytest.mark.parametrize("minor", range(5))
def test_format_4_without_cell_ids(source, answered, minor):
    answered.nbformat_minor = minor
    for c in answered.cells:
        del c["id"]
    rebuilt = rebuild(source, dump(answered))
    assert rebuilt.notes == ()
    check_sound(rebuilt)


def test_git_conflict_in_the_file(source, answered):
    text = json.dumps(answered, ensure_ascii=False, indent=1)
    line = next(x for x in text.splitlines() if "return x + x + x" in x)
    other = line.replace("x + x + x", "4 * x")
    conflict = f"<<<<<<< HEAD\n{line}\n=======\n{other}\n>>>>>>> rama"
    rebuilt = rebuild(source, text.replace(line, conflict).encode())
    assert cell(rebuilt, "t9-triple-solucion").source.endswith("return x + x + x")
    assert any("conflicto de git" in n for n in rebuilt.notes)


def test_git_conflict_in_a_cell_takes_the_first_side_that_compiles(source, answered):
    find(answered, "sol-doble").source = (
        "def doble(x):\n<<<<<<< HEAD\n    return 2 *\n||||||| base\n    pass\n"
        "=======\n    return 2 * x\n>>>>>>> rama"
    )
    rebuilt = rebuild(source, dump(answered))
    assert cell(rebuilt, "t9-doble-solucion").source == "def doble(x):\n    return 2 * x\n"


def test_text_around_the_notebook(source, answered):
    rebuilt = rebuild(source, b"Hola\n" + dump(answered) + b"\nadios")
    assert any("texto ajeno" in n for n in rebuilt.notes)
    check_sound(rebuilt)


def test_images_pasted_in_an_answer_stay_and_scripts_do_not(source, answered):
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n...").decode()
    find(answered, "porque").attachments = {
        "a.png": {"image/png": png},
        "b.png": {"image/svg+xml": "<svg onload='alert(1)'/>"},
        "c.png": {"image/png": "PHNjcmlwdD4="},
    }
    rebuilt = rebuild(source, dump(answered))
    assert cell(rebuilt, "t9-porque").attachments == {"a.png": {"image/png": png}}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "vacío"),
        (b"\0\0\0", "vacío"),
        (b"PK\x03\x04xxxx", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "página web"),
        (b"{", "dañado"),
        (b'{"cells": [{"cell_type": "code", "sour', "dañado"),
        (b"[1, 2]", "no un cuaderno"),
        (b'{"hola": 1}', "no un cuaderno"),
        (b'{"cells": 3}', "lista de celdas"),
        (b"[" * 100_000, "dañado"),
        (b'{"cells": ' + b"[" * 100_000, "dañado"),
        (b'{"cells": [' + b"1," * MAX_CELLS + b"1]}", "celdas y se admiten"),
        (b" " * MAX_BYTES + b"{}", "MB"),
    ],
)
def test_unreadable_says_one_sentence(source, data, word):
    with pytest.raises(Unreadable) as error:
        rebuild(source, data)
    assert word in str(error.value)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(x): pass", {"f"}),
        ("%matplotlib inline\nasync def g(): ...\nclass H:\n    def i(self): ...", {"g", "H"}),
        ("h = lambda x: x", {"h"}),
        ("h == 3", set()),
        ("def mal(", {"mal"}),
    ],
)
def test_names_defined_by_a_cell(text, names):
    assert defined(text) == names


STRUCTURE = ("cells", "cell_type", "source", "metadata", "outputs", "id", "input", "worksheets")
VALUES = ("nbgrader", "grade_id", "tags", "attachments", "points", "code", "t9-doble", "level")
KEYS = st.sampled_from((*STRUCTURE, *VALUES))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
ANSWERED = json.dumps(RELEASE, ensure_ascii=False)
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def survives(data: bytes) -> None:
    try:
        rebuilt = rebuild(RELEASE, data)
    except Unreadable:
        return
    check_sound(rebuilt)


@QUICK
@given(data=st.binary(max_size=200))
def test_random_bytes_never_break(data):
    survives(data)


@QUICK
@given(data=st.data())
def test_mutated_text_never_breaks(data):
    text = ANSWERED
    for _ in range(data.draw(st.integers(1, 3))):
        a = data.draw(st.integers(0, len(text)))
        b = data.draw(st.integers(a, min(len(text), a + 40)))
        text = text[:a] + data.draw(st.text(max_size=6)) + text[b:]
    survives(text.encode("utf-8", "surrogatepass"))


@QUICK
@given(data=st.data())
def test_mutated_structure_never_breaks(data):
    """Cualquier valor JSON en cualquier sitio del cuaderno."""
    notebook = json.loads(ANSWERED)
    for _ in range(data.draw(st.integers(1, 4))):
        node = notebook
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            child = node[key]
            if not isinstance(child, (dict, list)) or data.draw(st.integers(0, 4)) == 0:
                node[key] = data.draw(JSON)
                break
            node = child
    survives(json.dumps(notebook).encode())


# --- lo que el alumno escribió en otro sitio ----------------------------------------------------


@pytest.mark.parametrize("written", ["Porque 2 es par.", "**Respuesta**\n\n- una\n- dos"])
@pytest.mark.parametrize("where", ["debajo", "encima", "al final", "celda borrada"])
def test_a_written_answer_in_a_new_cell_is_an_answer(source, answered, written, where):
    slot = find(answered, "porque")
    slot.source = find(RELEASE, "porque").source
    position = answered.cells.index(slot)
    answered.cells.append(new_markdown_cell("## Resumen", id="resumen"))
    places = {"debajo": position + 1, "encima": position, "al final": len(answered.cells)}
    answered.cells.insert(places.get(where, position), new_markdown_cell(written))
    if where == "celda borrada":
        answered.cells.remove(slot)
        answered.cells.pop()
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert written in cell(rebuilt, "t9-porque").source
    assert written not in sources(rebuilt)[:-2]
    assert determine_grade(cell(rebuilt, "t9-porque")) == (None, 3)


@pytest.mark.parametrize("written", ["# Porque\n# 2 es par", '"""Porque 2 es par."""'])
def test_a_written_answer_in_a_code_cell_is_an_answer(source, answered, written):
    slot = find(answered, "porque")
    slot.source = find(RELEASE, "porque").source
    answered.cells.append(new_code_cell(written))
    rebuilt = rebuild(source, dump(answered))
    assert cell(rebuilt, "t9-porque").source == written


def test_a_blank_answer_with_nothing_beside_it_stays_blank(source, answered):
    find(answered, "porque").source = find(RELEASE, "porque").source
    answered.cells.insert(0, new_markdown_cell("Soy Ana"))
    answered.cells.append(new_code_cell("doble(3)"))
    rebuilt = rebuild(source, dump(answered))
    assert determine_grade(cell(rebuilt, "t9-porque")) == (0, 3)
    assert rebuilt.notes == ()


def test_an_answer_in_its_place_does_not_swallow_the_notes_beside_it(source, answered):
    answered.cells.append(new_markdown_cell("Apuntes"))
    rebuilt = rebuild(source, dump(answered))
    assert cell(rebuilt, "t9-porque").source == "Porque sí."
    assert sources(rebuilt)[-1] == "Apuntes"


@pytest.mark.parametrize("good_first", [True, False])
def test_of_two_copies_the_one_in_force_at_its_test_counts(source, answered, good_first):
    """Una copia delante de la prueba y otra detrás: cuenta la de delante, sea cual sea."""
    answer = find(answered, "sol-doble")
    other = copy.deepcopy(answer)
    other.source = "def doble(x):\n    return 7"
    test = answered.cells.index(find(answered, "test-doble"))
    answered.cells.insert(test + 1, other)
    if not good_first:
        answer.source, other.source = other.source, answer.source
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    assert cell(rebuilt, "t9-doble-solucion").source == answer.source


def test_a_cell_with_everything_stays_where_it_was_written(source, answered):
    """Todas las funciones en una celda suya, al final, y sus celdas borradas."""
    for name in ("sol-doble", "sol-triple"):
        answered.cells.remove(find(answered, name))
    everything = "base = figura\ndef doble(x):\n    return 2 * x\ndef triple(x):\n    return 3 * x"
    answered.cells.append(new_code_cell(everything))
    rebuilt = rebuild(source, dump(answered))
    check_sound(rebuilt)
    texts = sources(rebuilt)
    assert texts.index(everything) > texts.index("figura = 1")
