"""El cuaderno en marcha: un hueco no borra lo escrito, y una celda que se para se dice."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from curso.pruebas.interprete import vigilar
from tests.curso.ejemplo_publico import escribir_ejemplo

HUECO = "def partir_en_lotes(x, y, b):\n    raise NotImplementedError()"
BIEN = """def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError
    return [(x[i:i + b], y[i:i + b]) for i in range(0, len(x), b)]
"""
PRIMERA = "from curso.comprobar import comprobar"
COMPROBAR = 'comprobar("t2.partir_en_lotes")'


@pytest.fixture
def ejecutar(tmp_path, monkeypatch, capsys):
    """Ejecuta celdas como en JupyterLab y da lo que se ve."""
    escribir_ejemplo(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.delitem(sys.modules, "curso.comprobar", raising=False)  # se importa en el cuaderno
    InteractiveShell.clear_instance()
    ajustes = Config()
    ajustes.HistoryManager.enabled = False
    interprete = InteractiveShell.instance(config=ajustes)

    def _ejecutar(*celdas):
        capsys.readouterr()
        for celda in (PRIMERA, *celdas):
            interprete.run_cell(celda)
        return capsys.readouterr().out

    yield _ejecutar
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    "celdas", [(BIEN, HUECO), (HUECO, BIEN), (BIEN + HUECO,), (HUECO, BIEN, HUECO, HUECO)]
)
def test_un_hueco_no_borra_lo_escrito(ejecutar, celdas):
    salida = ejecutar(*celdas, COMPROBAR)
    assert "t2.partir_en_lotes: correcto" in salida
    assert ("este hueco" in salida) == celdas[-1].endswith(HUECO)


def test_un_hueco_sin_nada_escrito_sigue_por_escribir(ejecutar):
    salida = ejecutar(HUECO, HUECO, COMPROBAR)
    assert "está por escribir" in salida
    assert "este hueco" not in salida


def test_un_nombre_que_no_es_una_funcion_no_tapa_el_hueco(ejecutar):
    assert "está por escribir" in ejecutar("partir_en_lotes = 3", HUECO, COMPROBAR)


def test_si_su_celda_se_paro_antes_dice_que_se_ejecute_otra_vez(ejecutar):
    salida = ejecutar("\nn = 1 / 0\n" + BIEN, COMPROBAR)
    assert "se paró antes, en su línea 2 (`n = 1 / 0`: ZeroDivisionError)" in salida
    assert "ejecuta la celda otra vez" in salida


def test_tambien_si_antes_habia_otra_que_ya_no_es_la_que_se_ve(ejecutar):
    assert "se paró antes" in ejecutar(BIEN, "1 / 0\n" + BIEN, COMPROBAR)


def test_arreglada_la_celda_se_olvida(ejecutar):
    assert "correcto" in ejecutar("1 / 0\n" + BIEN, BIEN, COMPROBAR)


def test_si_se_para_despues_de_definirla_no_importa(ejecutar):
    assert "t2.partir_en_lotes: correcto" in ejecutar(BIEN + "\n1 / 0", COMPROBAR)


def test_un_error_de_sintaxis_se_dice_como_tal(ejecutar):
    salida = ejecutar("def partir_en_lotes(x, y, b):\n    return [x y]", COMPROBAR)
    assert "tiene un error de sintaxis en la línea 2 (`return [x y]`)" in salida


def test_se_pide_una_sola_vez(ejecutar):
    ejecutar()
    interprete = InteractiveShell.instance()
    assert vigilar(interprete) is vigilar(interprete)
    assert len(interprete.ast_transformers) == 1
    assert vigilar(None) is None
