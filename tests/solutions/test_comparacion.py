"""Comparar optimizadores: las cinco funciones de t7."""

import math

import numpy as np
import pytest

from curso.problemas import CATALOGO
from solutions.comparacion import (
    CLASES,
    clasificar_curva,
    epoca_de_convergencia,
    experimento,
    ordenar_optimizadores,
    resumir,
)

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("losses", "tolerance", "epoch"),
    [
        ([5, 3, 2, 2.05, 2.01], 0.05, 2),
        ([5, 2, 3, 2, 2.05], 0.05, 3),
        ([5, 2, 3], 0.05, None),
        ([5, 2, NAN], 0.05, None),
        ([NAN, NAN], 0.05, None),
        ([5, NAN, 2, 2], 0.05, 2),
        ([-1, -2, -1.95], 0.05, 1),
        ([3, 2, 3], 0.5, 0),
        ([1], 0.0, 0),
    ],
)
def test_the_epoch_from_which_it_stays(losses, tolerance, epoch):
    assert epoca_de_convergencia(losses, tolerance) == epoch


@pytest.mark.parametrize(
    ("losses", "validation", "base", "word"),
    [
        ([9, 4, 2, 2], [9, 4, 2, 2], 8, "converge"),
        ([9, 4, 2, 1.9], [9, 4, 2, 2], 8, "subóptima"),
        ([9, 8.9, 8.9, 8.9], [9, 9, 9, 9], 9, "no converge"),
        ([9, 4, 2, NAN], [9, 4, 2, 2], 8, "no converge"),
        ([9, 4, 2, 2], [9, 4, 2, INF], 8, "no converge"),
        ([9, 4, 1.98, 1.99], [9, 4, 2, 2.5], 8, "converge"),
        ([9, 4, 2, 1.99], [9, 4, 4.2, 4.5], 8, "sobreajusta"),
    ],
)
def test_the_class_of_a_curve(losses, validation, base, word):
    assert clasificar_curva(losses, validation, base) == word


@pytest.mark.parametrize("curves", [([1], [1]), ([2, 1], [1]), ([], [])])
def test_curves_that_cannot_be_classified(curves):
    with pytest.raises(ValueError, match="épocas"):
        clasificar_curva(*curves, 1.0)


def test_no_loss_has_no_epoch():
    with pytest.raises(ValueError, match="pérdida"):
        epoca_de_convergencia([])


def test_the_commonest_class_in_a_tie_is_the_first_one():
    flat, good = [9.0, 8.99, 8.98, 8.97], [9.0, 4.0, 2.0, 2.0]
    stories = [
        {"optimizador": "A", "semilla": i, "perdidas": c, "validacion": c}
        for i, c in enumerate((good, flat))
    ]
    assert resumir(stories, 9.0)[0]["clase"] == CLASES[0] == "no converge"
    assert resumir([], 1.0) == []


def test_ranks_are_shared_and_means_sorted():
    def summaries(**losses):
        return [{"optimizador": n, "mejor_validacion": v} for n, v in losses.items()]

    table = {"p": summaries(A=2.0, B=1.0, C=2.0), "q": summaries(C=INF, B=INF, A=1.0)}
    assert ordenar_optimizadores(table) == [("A", 1.75), ("B", 1.75), ("C", 2.5)]
    for wrong in ({}, {"p": summaries(A=1.0), "q": summaries(B=1.0)}):
        with pytest.raises(ValueError, match="mismos"):
            ordenar_optimizadores(wrong)


def test_every_optimiser_of_a_seed_starts_alike_and_gets_the_same_batches():
    lab, maker = CATALOGO["laboratorio_testigo"](), CATALOGO["fabrica_de_pasos"](lr=0.1)
    histories = experimento(lab, "recta", {"A": maker, "B": maker}, 3, [4, 5])
    assert [(h["optimizador"], h["semilla"]) for h in histories] == [
        ("A", 4),
        ("A", 5),
        ("B", 4),
        ("B", 5),
    ]
    assert {h["problema"] for h in histories} == {"recta"}
    assert histories[0]["perdidas"] == histories[2]["perdidas"] != histories[1]["perdidas"]
    assert all(len(h["perdidas"]) == len(h["validacion"]) == 3 for h in histories)
    assert not np.isnan(histories[0]["validacion"]).any()
    with pytest.raises(ValueError, match="epocas"):
        experimento(lab, "recta", {"A": maker}, 0, [1])
