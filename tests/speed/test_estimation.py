"""`comprobar(…, velocidad=True)` y `memoria=True` en el cuaderno: estimaciones que lo dicen."""

from __future__ import annotations

import dataclasses
import json
import tracemalloc

import numpy as np
import pytest

from autograde.exercises import Assignment, load
from autograde.judge.checks import public_exercises
from curso import comprobar as modulo
from curso.comprobar import PruebaFallida, comprobar
from curso.pruebas import evaluacion
from curso.pruebas.calibracion import PRESUPUESTO_S, NoContesta, estimar_memoria, medir
from curso.pruebas.plan.pasos import llamada
from curso.pruebas.publico import NOMBRE_DE_FICHERO, escribir
from tests.speed.sine import ASSIGNMENT, LOOP, PLAIN, SINE, table_case

GREEDY = (
    "def seno(x):\n    return np.concatenate([np.sin(x[i:i+999]) for i in range(0, len(x), 999)])\n"
)
TODO = "def seno(x):\n    raise NotImplementedError()\n"
BREAKS = "def seno(x):\n    return np.sin(x) if len(x) < 100 else 1 / 0\n"
WRONG = "def seno(x):\n    return np.cos(x)\n"
#: bien con pocos datos y mal, y deprisa, con los muchos con que se mide
WRONG_WHEN_BIG = "def seno(x):\n    return np.sin(x) if len(x) < 100 else x\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    escribir(tmp_path / NOMBRE_DE_FICHERO, ASSIGNMENT.name, public_exercises(ASSIGNMENT))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(modulo, "_interprete", lambda: None)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


def namespace(source):
    defined = {"np": np, "comprobar": comprobar}
    exec(source, defined)
    return defined


def said(source, what, capsys):
    exec(f'comprobar("t0.seno", {what}=True)', namespace(source))
    return capsys.readouterr().out


def test_se_dice_la_razon_el_tramo_y_que_es_una_estimacion(folder, capsys):
    out = said(LOOP, "velocidad", capsys)
    assert "t0.seno (velocidad): más lenta de lo que se pide" in out
    assert "× de lo esperado (estimación); tramo: 2 de 3." in out
    assert "Pista: Pídele a NumPy todos a la vez." in out
    assert "Esto es una estimación." in out


def test_la_solucion_llana_va_bien(folder, capsys):
    out = said(PLAIN, "velocidad", capsys)
    assert "t0.seno (velocidad): correcto" in out
    assert "tramo: 1 de 3." in out


@pytest.mark.parametrize(
    ("source", "verdict"), [(PLAIN, "correcto"), (GREEDY, "usa memoria de más")]
)
def test_la_memoria_de_mas_se_estima(folder, capsys, source, verdict):
    out = said(source, "memoria", capsys)
    assert f"t0.seno (memoria): {verdict}" in out
    assert "Memoria de más: " in out
    assert not tracemalloc.is_tracing()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "«seno» no está definido"),
        (TODO, "«seno» está por escribir"),
        (BREAKS, "ZeroDivisionError"),
    ],
)
@pytest.mark.parametrize("what", ["velocidad", "memoria"])
def test_lo_que_no_se_puede_medir_se_dice_en_una_frase(folder, capsys, source, sentence, what):
    assert sentence in said(source, what, capsys)


@pytest.mark.parametrize("what", ["velocidad", "memoria"])
def test_lo_equivocado_no_se_mide_y_se_dice(folder, capsys, what):
    out = said(WRONG, what, capsys)
    assert f"t0.seno ({what}): omitido" in out
    assert "No se ha medido: antes, la función tiene que ser correcta" in out
    assert "tramo" not in out
    assert "Memoria de más" not in out


@pytest.mark.parametrize("what", ["velocidad", "memoria"])
def test_lo_equivocado_solo_con_los_datos_grandes_no_se_mide_y_se_dice(folder, capsys, what):
    out = said(WRONG_WHEN_BIG, what, capsys)
    assert f"t0.seno ({what}): incorrecto" in out
    assert "Con los datos grandes con que se mide la respuesta no es la correcta" in out
    assert "tramo" not in out


def test_lo_que_solo_falla_en_un_caso_limite_se_estima(folder, capsys):
    empty = llamada("vacío", np.zeros((0, 2)), borde=True)
    stricter = dataclasses.replace(SINE, public_cases=(*SINE.public_cases, empty))
    assignment = Assignment("t0_seno", {SINE.id: stricter}, "v1", "e1")
    escribir(folder / NOMBRE_DE_FICHERO, "t0_seno", public_exercises(assignment))
    source = "def seno(x):\n    if not x.size:\n        raise ValueError\n    return np.sin(x)"
    assert "tramo:" in said(source, "velocidad", capsys)


def test_lo_equivocado_tampoco_tiene_memoria_aunque_no_copie(folder, capsys):
    escribir(folder / NOMBRE_DE_FICHERO, "t2_lotes", public_exercises(load("t2_lotes")))
    only_one = "def partir_en_lotes(x, y, b):\n    return [(x[:b], y[:b])]"
    exec('comprobar("t2.partir_en_lotes", memoria=True)', namespace(only_one))
    assert "t2.partir_en_lotes (memoria): omitido" in capsys.readouterr().out


def test_al_validar_una_estimacion_lenta_no_falla_y_gastar_memoria_si(folder, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    said(LOOP, "velocidad", capsys)
    with pytest.raises(PruebaFallida, match="memoria"):
        said(GREEDY, "memoria", capsys)


def test_copiar_en_vez_de_dar_vistas_se_dice(tmp_path, monkeypatch, capsys, folder):
    escribir(tmp_path / NOMBRE_DE_FICHERO, "t2_lotes", public_exercises(load("t2_lotes")))
    views = (
        "def partir_en_lotes(x, y, b):\n"
        "    if b < 1:\n"
        "        raise ValueError\n"
        "    return [(x[i:i+b], y[i:i+b]) for i in range(0, len(x), b)]"
    )
    copies = views.replace("y[i:i+b]", "y[i:i+b].copy()")
    for source, verdict in ((views, "correcto"), (copies, "usa memoria de más")):
        exec('comprobar("t2.partir_en_lotes", memoria=True)', namespace(source))
        assert f"t2.partir_en_lotes (memoria): {verdict}" in capsys.readouterr().out


def test_el_fichero_publico_no_lleva_codigo_y_sale_siempre_igual(folder):
    text = (folder / NOMBRE_DE_FICHERO).read_text()
    escribir(folder / "otro.json", ASSIGNMENT.name, public_exercises(ASSIGNMENT))
    assert (folder / "otro.json").read_text() == text
    settings = json.loads(text)["ejercicios"]["t0.seno"]["ajustes"]
    assert set(settings["velocidad"]) == {"caso", "muestra", "relativa", "tramos", "hallazgo"}
    assert "def " not in text
    assert "np.sin" not in text


def test_medir_una_funcion_que_falla_lo_dice():
    case = table_case(np.random.default_rng(0))
    with pytest.raises(NoContesta):
        medir(case, SINE.name, namespace(BREAKS))
    with pytest.raises(NoContesta):
        estimar_memoria(case, SINE.name, namespace(BREAKS), 10)
    assert PRESUPUESTO_S < evaluacion.LIMITE_AL_MEDIR_S
