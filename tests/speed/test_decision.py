"""La decisión del tramo: cuándo se para, qué se da si no está claro y cuánto se equivoca."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from autograde.model.measures import STEPS, Step, share_of, step_name
from autograde.speed.decision import MINIMUM_ROUNDS, Decision, Interval, decide, interval


@pytest.mark.parametrize(
    ("ratio", "share", "name"),
    [
        (0.2, 1.0, "1 de 3"),
        (3.0, 1.0, "1 de 3"),
        (3.01, 0.5, "2 de 3"),
        (30.0, 0.5, "2 de 3"),
        (31.0, 0.0, "3 de 3"),
    ],
)
def test_cada_razon_cae_en_su_tramo(ratio, share, name):
    assert share_of(ratio, STEPS) == share
    assert step_name(share, STEPS) == name


def test_el_tramo_se_decide_en_cuanto_cabe_en_uno():
    assert decide([1.0] * (MINIMUM_ROUNDS - 1), STEPS, exhausted=False) is None
    decision = decide([1.0] * MINIMUM_ROUNDS, STEPS, exhausted=False)
    assert decision.share == 1.0
    assert decision.sure


def test_cerca_de_un_limite_se_sigue_midiendo_y_al_final_gana_el_alumno():
    close = [3.1, 2.9, 3.2, 3.3, 3.1]
    assert decide(close, STEPS, exhausted=False) is None
    decision = decide(close, STEPS, exhausted=True)
    assert decision.share == 1.0
    assert not decision.sure


def test_una_ronda_estropeada_no_cambia_el_tramo():
    rounds = [1.0, 1.1, 0.9, 40.0, 1.05]
    assert decide(rounds, STEPS, exhausted=False).share == 1.0


def test_con_el_tiempo_agotado_una_sola_ronda_basta_para_decidir():
    assert decide([1.0], STEPS, exhausted=True).share == 1.0


def test_el_intervalo_se_estrecha_con_las_rondas():
    wide, narrow = interval([2.0] * 3), interval([2.0] * 30)
    assert wide.low < narrow.low < 2.0 < narrow.high < wide.high
    assert narrow.ratio == pytest.approx(2.0)


@pytest.mark.parametrize(("true", "share"), [(1.0, 1.0), (2.0, 1.0), (5.0, 0.5), (60.0, 0.0)])
def test_con_un_ruido_del_15_por_ciento_no_se_equivoca_lejos_de_los_limites(true, share):
    rng = np.random.default_rng(1)
    for _ in range(1000):
        seen = []
        while (decision := decide(seen, STEPS, exhausted=len(seen) > 40)) is None or not seen:
            seen.append(true * np.exp(rng.normal(0, 0.15)))
        assert decision.share == share


def marks_after(rounds, true, spread=0.1, times=400):
    """Las notas de quien tarda `true` veces el patrón cuando solo caben unas cuantas rondas."""
    rng = np.random.default_rng(2)
    for _ in range(times):
        seen = (true * np.exp(rng.normal(0, spread, rounds))).tolist()
        decided = (decide(seen[:n], STEPS, exhausted=n == rounds) for n in range(1, rounds + 1))
        yield next(filter(None, decided)).share


def test_con_el_tiempo_agotado_lo_que_no_esta_tan_cerca_no_recibe_el_tramo_de_al_lado():
    """A un 12 por ciento de un límite casi nunca cambia la nota; a un 3, gana el alumno."""
    assert sum(m == 1.0 for m in marks_after(16, 3.0 * 1.12)) < 0.05 * 400
    assert sum(m == 0.5 for m in marks_after(16, 3.0 / 1.12)) < 0.01 * 400
    assert sum(m == 0.5 for m in marks_after(16, 3.0 / 1.03)) < 0.02 * 400


def test_con_muy_pocas_rondas_se_da_lo_mejor_que_pudiera_ser():
    assert set(marks_after(3, 3.0 * 1.1, spread=0.05)) == {1.0}


def test_los_tramos_corrientes_estan_separados():
    limits = [s.limit for s in STEPS]
    assert all(b >= 3 * a for a, b in pairwise(limits))
    assert STEPS[0] == Step(3.0, 1.0)


def test_quien_a_veces_tarda_muchisimo_mas_no_llega_al_tramo_de_quien_tarda_menos():
    rounds = [18.0, 1800.0] * 3
    decision = decide(rounds, STEPS, exhausted=True)
    assert decision.share == share_of(18.0, STEPS) == 0.5
    assert not decision.sure


@pytest.mark.parametrize(
    ("low", "high", "sure", "noisy"),
    [(2.5, 3.5, False, False), (1.5, 3.5, False, True), (4.0, 9.0, True, False)],
)
def test_ruidoso_es_lo_que_no_se_aclaro_y_tiene_un_intervalo_muy_ancho(low, high, sure, noisy):
    assert Decision(Interval(3.0, low, high), 1.0, sure).noisy is noisy
