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
        resultados = [interprete.run_cell(celda) for celda in (PRIMERA, *celdas)]
        _ejecutar.bien = [r.success for r in resultados[1:]]
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


CLASE = "class Momentum:\n    def __init__(self, lr):\n        raise NotImplementedError()"
FIGURA = "lotes = [\n    1,\n    partir_en_lotes([1], [2], 3),\n]\nlotes"


@pytest.mark.parametrize(
    ("hueco", "figura", "falta"),
    [
        (HUECO, FIGURA, "partir_en_lotes"),
        (
            HUECO,
            "def camino():\n    return partir_en_lotes(1, 2, 3)\n\n\ncamino()",
            "partir_en_lotes",
        ),
        (HUECO, "[partir_en_lotes(1, 2, b) for b in (1, 2)]", "partir_en_lotes"),
        (CLASE, "Momentum(0.3)", "Momentum"),
    ],
)
def test_una_figura_que_espera_lo_dice_en_una_frase_y_no_para(ejecutar, hueco, figura, falta):
    salida = ejecutar(hueco, figura, "print('sigue')")
    assert f"Falta «{falta}», que está por escribir" in salida
    assert "Traceback" not in salida
    assert ejecutar.bien == [True, True, True]


def test_la_figura_que_usa_lo_de_otra_que_espera_tambien_lo_dice(ejecutar):
    salida = ejecutar(HUECO, FIGURA, "print(lotes[0])")
    assert "Falta «lotes», de una celda anterior que espera a «partir_en_lotes»" in salida
    assert ejecutar.bien == [True, True, True]


def test_escrita_la_funcion_la_figura_sale(ejecutar):
    salida = ejecutar(HUECO, FIGURA, BIEN, FIGURA, "print('son', len(lotes))")
    assert "son 2" in salida
    assert salida.count("Falta «") == 1


@pytest.mark.parametrize(
    "celda", ["no_existe", "raise NotImplementedError('otra cosa')", "1 / 0", "int.__add__(1)"]
)
def test_los_demas_errores_se_ensenan_como_siempre(ejecutar, celda):
    salida = ejecutar(HUECO, celda)
    assert "Error" in salida
    assert ejecutar.bien == [True, False]


def test_si_la_celda_define_ademas_una_funcion_sigue_siendo_un_error(ejecutar):
    """Hay que volver a ejecutarla: `comprobar` lo dice, y al corregir se rescata."""
    ejecutar(HUECO, FIGURA + "\n\n\ndef otra():\n    return 1")
    assert ejecutar.bien == [True, False]
