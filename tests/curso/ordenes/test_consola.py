"""Las órdenes de consola hablan español, también en lo que dice argparse."""

from __future__ import annotations

import argparse
import errno
import os
import re
from typing import Any

import pytest

from curso.ordenes.consola import Analizador, ErrorDeUso, ejecutar
from curso.ordenes.motivos import motivo

INGLES = re.compile(
    r"\b(usage|options|positional|arguments|required|invalid|choice|expected|unrecognized|show|"
    r"allowed|with|ambiguous|ignored|the|one|of)\b"
)


def _analizador() -> Analizador:
    analizador = Analizador(prog="orden")
    ordenes = analizador.agregar_ordenes()
    sumar = ordenes.add_parser("sumar", help="suma")
    sumar.add_argument("numero", metavar="NÚMERO", type=int)
    sumar.add_argument("--pesos", metavar="P", type=float, nargs=2)
    sumar.add_argument("--varios", metavar="V", nargs="+")
    sumar.add_argument("--modo", choices=["a", "b"])
    grupo = sumar.add_mutually_exclusive_group()
    grupo.add_argument("--rapido", action="store_true")
    grupo.add_argument("--rapidisimo", action="store_true")
    sumar.set_defaults(funcion=lambda args: args.numero)
    obligado = ordenes.add_parser("elegir").add_mutually_exclusive_group(required=True)
    obligado.add_argument("--uno", action="store_true")
    obligado.add_argument("--dos", action="store_true")
    return analizador


@pytest.mark.parametrize(
    ("argv", "texto"),
    [
        ([], "faltan estos argumentos: ORDEN"),
        (["restar"], "'restar' no es una opción válida"),
        (["sumar"], "faltan estos argumentos: NÚMERO"),
        (["sumar", "x"], "NÚMERO: 'x' no es un número entero"),
        (["sumar", "1", "--pesos", "1", "y"], "--pesos: 'y' no es un número"),
        (["sumar", "1", "--pesos", "1"], "--pesos: necesita 2 valores"),
        (["sumar", "1", "--varios"], "--varios: necesita al menos un valor"),
        (["sumar", "1", "--modo"], "--modo: necesita un valor"),
        (["sumar", "1", "--modo", "c"], "--modo: 'c' no es una opción válida"),
        (["sumar", "1", "--rapido", "--rapidisimo"], "no se puede usar junto con --rapido"),
        (["sumar", "1", "--rapi"], "la opción --rapi es ambigua; puede ser --rapido, --rapidisimo"),
        (["sumar", "1", "--rapido=si"], "--rapido: no lleva valor y se le ha dado 'si'"),
        (["sumar", "1", "--nada"], "argumentos desconocidos: --nada"),
        (["elegir"], "hace falta uno de estos argumentos: --uno --dos"),
    ],
)
def test_cada_error_de_uso_esta_en_espanol(argv: list[str], texto: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as salida:
        ejecutar(_analizador(), argv)
    assert salida.value.code == 2
    error = capsys.readouterr().err
    assert texto in error
    assert error.startswith("uso: orden")
    assert not INGLES.findall(error)


@pytest.mark.parametrize("argv", [["--help"], ["-h"], ["--ayuda"], ["sumar", "--help"]])
def test_la_ayuda_esta_en_espanol(argv: list[str], capsys: Any) -> None:
    with pytest.raises(SystemExit) as salida:
        ejecutar(_analizador(), argv)
    assert salida.value.code == 0
    ayuda = capsys.readouterr().out
    assert ayuda.startswith("uso: orden")
    assert "opciones:" in ayuda
    assert not INGLES.findall(ayuda.replace("--help", ""))


def test_el_codigo_de_salida_es_el_de_la_funcion() -> None:
    assert ejecutar(_analizador(), ["sumar", "3"]) == 3


def _que_falla(error: BaseException) -> Analizador:
    def fallar(args: argparse.Namespace) -> None:
        raise error

    analizador = Analizador(prog="orden")
    analizador.agregar_ordenes().add_parser("fallar").set_defaults(funcion=fallar)
    return analizador


@pytest.mark.parametrize(
    ("error", "codigo", "texto"),
    [
        (ErrorDeUso("Falta el fichero «x»."), 1, "orden: Falta el fichero «x».\n"),
        (ValueError("raro"), 1, "error inesperado (ValueError: raro)"),
        (KeyboardInterrupt(), 130, "Interrumpido."),
    ],
)
def test_un_error_es_una_frase_y_no_un_rastro(
    error: BaseException, codigo: int, texto: str, capsys: Any
) -> None:
    assert ejecutar(_que_falla(error), ["fallar"]) == codigo
    salida = capsys.readouterr().err
    assert texto in salida
    assert "Traceback" not in salida


@pytest.mark.parametrize("argv", [["fallar", "--depurar"], ["--depurar", "fallar"]])
def test_con_depurar_se_ve_el_rastro(argv: list[str]) -> None:
    with pytest.raises(ErrorDeUso):
        ejecutar(_que_falla(ErrorDeUso("x")), argv)


@pytest.mark.parametrize(
    ("numero", "texto"),
    [
        (errno.ENOENT, "no existe"),
        (errno.EACCES, "no tienes permiso"),
        (errno.ENOSPC, "no queda sitio en el disco"),
        (9999, "error 9999 del sistema"),
    ],
)
def test_un_fichero_que_no_se_deja_usar_se_explica_en_espanol(
    numero: int, texto: str, capsys: Any
) -> None:
    def falla(args: argparse.Namespace) -> int:
        raise OSError(numero, os.strerror(numero), "mi fichero.zip")

    analizador = Analizador(prog="orden")
    analizador.set_defaults(funcion=falla)
    assert ejecutar(analizador, []) == 1
    error = capsys.readouterr().err
    assert error == f"orden: No se puede usar «mi fichero.zip»: {texto}.\n"
    assert not INGLES.search(error)


def test_un_error_del_sistema_sin_numero_se_dice_por_su_tipo() -> None:
    assert motivo(OSError("algo")) == "OSError"
