"""`curso comprobar CUADERNO.ipynb`: el cuaderno entero, sin Jupyter y sin nbgrader."""

import json

import pytest

from curso.ordenes.consola import ErrorDeUso
from curso.pruebas.cuaderno import celdas_de_codigo, comprobar_cuaderno, ejecutar_cuaderno
from tests.curso.ejemplo_publico import escribir_ejemplo

PRIMERA = (
    "%matplotlib inline\nfrom curso.comprobar import comprobar\nimport matplotlib.pyplot as plt"
)
COMPROBAR = 'comprobar("t2.partir_en_lotes")'
BIEN = """def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError
    return [(x[i:i + b], y[i:i + b]) for i in range(0, len(x), b)]
"""


@pytest.fixture
def escribir(tmp_path):
    escribir_ejemplo(tmp_path)

    def _escribir(*celdas):
        datos = [{"cell_type": "markdown", "source": ["# título"], "metadata": {}}]
        datos += [
            {"cell_type": "code", "source": c.splitlines(keepends=True), "outputs": []}
            for c in celdas
        ]
        ruta = tmp_path / "t2 ñandú.ipynb"
        ruta.write_text(json.dumps({"cells": datos, "nbformat": 4}), encoding="utf-8")
        return ruta

    return _escribir


def test_un_cuaderno_correcto(escribir, capsys):
    assert comprobar_cuaderno(escribir(PRIMERA, BIEN, "plt.plot([1, 2])", COMPROBAR)) == 0
    salida = capsys.readouterr().out
    assert "✔ t2.partir_en_lotes: correcto" in salida
    assert "Comprobaciones correctas: 1 de 1." in salida


def test_una_celda_que_falla_se_dice_y_las_demas_siguen(escribir, capsys):
    ruta = escribir(PRIMERA, "a = 1\nb = a / 0", BIEN, COMPROBAR)
    assert comprobar_cuaderno(ruta) == 1
    salida = capsys.readouterr().out
    assert "La celda 3 del cuaderno lanza ZeroDivisionError: division by zero, en la línea 2" in (
        salida
    )
    assert "t2.partir_en_lotes: correcto" in salida


def test_el_mismo_error_en_varias_celdas_se_dice_una_vez(escribir):
    ruta = escribir("1 / 0", "a = 1", "1 / 0", "1 / 0")
    (error,) = ejecutar_cuaderno(ruta).errores
    assert error.startswith("Cada una de las celdas 2, 4 y 5 del cuaderno lanza ZeroDivisionError")


def test_una_celda_con_un_error_de_sintaxis_se_dice(escribir):
    (error,) = ejecutar_cuaderno(escribir("def f(:")).errores
    assert "La celda 2 del cuaderno lanza SyntaxError" in error


def test_una_celda_sin_fin_se_interrumpe(escribir):
    resultado = ejecutar_cuaderno(
        escribir(PRIMERA, "while True: pass", BIEN, COMPROBAR), limite_s=15.0
    )
    assert resultado.errores == (
        "La celda 3 del cuaderno no termina: se ha interrumpido a los 15 segundos.",
    )
    assert resultado.informes[0].correcto


def test_un_proceso_que_se_cierra_deja_lo_hecho(escribir):
    resultado = ejecutar_cuaderno(
        escribir(PRIMERA, BIEN, COMPROBAR, "import os\nos._exit(3)", COMPROBAR)
    )
    assert len(resultado.informes) == 1
    assert resultado.errores == ("Python se cerró de golpe en la celda 5 del cuaderno.",)
    assert not resultado.correcto


def test_sin_comprobaciones_no_es_un_exito(escribir, capsys):
    assert comprobar_cuaderno(escribir("1 + 1")) == 1
    assert "No se ha llegado a hacer ninguna comprobación" in capsys.readouterr().out


@pytest.mark.parametrize("contenido", [b"", b"{}", b"\x80\x02", b'{"cells": 3}', b"[1]"])
def test_lo_que_no_es_un_cuaderno_es_una_frase(tmp_path, contenido):
    ruta = tmp_path / "malo.ipynb"
    ruta.write_bytes(contenido)
    with pytest.raises(ErrorDeUso, match="No se puede leer"):
        comprobar_cuaderno(ruta)


def test_una_marca_de_orden_de_bytes_no_estorba(escribir):
    ruta = escribir("x = 1")
    ruta.write_bytes(b"\xef\xbb\xbf" + ruta.read_bytes())
    assert celdas_de_codigo(ruta) == [(2, "x = 1")]
