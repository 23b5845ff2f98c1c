"""Qué define una celda, leyendo su texto; y qué se hace con un cuaderno según lo que definen."""

import pytest

from curso.pruebas.celdas import (
    NADA,
    en_vigor,
    leer,
    lineas_de,
    pruebas_de,
    rescatable,
    tardias,
)

HUECO = 'def f(x):\n    """Qué es."""\n    # ESCRIBE\n    raise NotImplementedError()'
BIEN = "def f(x):\n    return x"


@pytest.mark.parametrize(
    ("codigo", "nombres"),
    [
        (BIEN, {"f"}),
        (HUECO, set()),
        (f"{HUECO}\n{BIEN}", {"f"}),
        ("def f(x):\n    return x\n    raise NotImplementedError()", {"f"}),
        ("class C:\n    def paso(self):\n        raise NotImplementedError", set()),
        ("class C:\n    def paso(self):\n        return 1", {"C"}),
        ("f = lambda x: x", {"f"}),
        ("a, (b, *c) = 1, (2, 3)", {"a", "b", "c"}),
        ("if True:\n    def f(): return 1\nelse:\n    import g.h", {"f", "g"}),
        ("with open('x') as p:\n    q = [z for z in p]", {"p", "q"}),
        ("from numpy import zeros as ceros, ones\nfrom math import *", {"ceros", "ones"}),
        ("%matplotlib widget\n!pip install x\nf?\n" + BIEN, {"f"}),
        ("s = !ls\nt = %time 3\n" + BIEN, {"s", "t", "f"}),
        ('"""\n% no es una orden\n"""\n' + BIEN, {"f"}),
        ("%%time\n" + BIEN, {"f"}),
        ("%%bash\ndef f(", set()),
        ("\n\n  x = 1\n  y = 2", {"x", "y"}),
        ("await g()\n" + BIEN, {"f"}),
        ("", set()),
        ("# solo un comentario", set()),
    ],
)
def test_que_nombres_define(codigo, nombres):
    lectura = leer(codigo)
    assert lectura.error is None
    assert lectura.nombres == nombres


@pytest.mark.parametrize(
    ("codigo", "linea"), [("x = 1\ndef f(:", 2), ("def f(x)\n    return", 1), ("a\0b", 1)]
)
def test_un_error_de_sintaxis_tiene_su_linea(codigo, linea):
    lectura = leer(codigo)
    assert (lectura.definiciones, lectura.error) == ((), linea)


@pytest.mark.parametrize("codigo", ["(" * 5000, "-" * 200_000 + "1", "x" + ".a" * 50_000])
def test_lo_que_anida_demasiado_no_rompe_nada(codigo):
    leer(codigo)


def test_un_hueco_no_sustituye_a_lo_escrito():
    valen = en_vigor([leer(BIEN), leer(HUECO)], 2)
    assert valen["f"][0] == 0


@pytest.mark.parametrize(
    ("celdas", "tardia"),
    [
        ([BIEN, "comprobar('f')"], False),
        (["comprobar('f')", BIEN], True),
        ([HUECO, "comprobar('f')", BIEN], True),
        ([HUECO, "comprobar('f')"], False),
        (["def f(x):\n    return x + 1", "comprobar('f')", BIEN], False),
        (["def f(x):\n    return g(x)", "comprobar('f')", "def g(x): return x"], True),
        (["def f(x):\n    g = x\n    return g", "comprobar('f')", "g = 3"], False),
        (["def f(x):\n    return len(x)", "comprobar('f')", "x = 3"], False),
        (["def f(x):\n    return f(x - 1)", "comprobar('f')", "x = 3"], False),
    ],
)
def test_que_pruebas_se_hacen_al_final(celdas, tardia):
    lecturas = [NADA if "comprobar" in c else leer(c) for c in celdas]
    prueba = next(i for i, c in enumerate(celdas) if "comprobar" in c)
    assert tardias(lecturas, {prueba: "f"}) == ({prueba} if tardia else set())


ROTA = """def antes():
    return 0
n = int(input())
@decora
def f(x):
    return x
import os
k = 3"""


@pytest.mark.parametrize(
    ("otra", "rescatadas"),
    [
        ("", {"f", "os"}),
        (BIEN, {"os"}),
        (HUECO, {"f", "os"}),
        ("import os", {"f", "os"}),
        ("os = 3", {"f"}),
    ],
)
def test_lo_que_se_rescata_de_una_celda(otra, rescatadas):
    definiciones = rescatable([leer(ROTA), leer(otra)], 0, 3)
    assert {n for d in definiciones for n in d.nombres} == rescatadas
    for d in definiciones:
        assert lineas_de(ROTA, d) in ("@decora\ndef f(x):\n    return x", "import os")


def test_lo_definido_antes_del_fallo_no_se_repite():
    repetida = "def f(x):\n    return 1\n1 / 0\ndef f(x):\n    return 2"
    assert rescatable([leer(repetida)], 0, 3) == ()


def test_los_ejercicios_que_comprueba_una_celda():
    assert pruebas_de('comprobar("t2.a")\ncomprobar("t2.b", memoria=True)') == ("t2.a", "t2.b")
    assert pruebas_de("comprobar(") == pruebas_de("comprobar(x)") == ()
