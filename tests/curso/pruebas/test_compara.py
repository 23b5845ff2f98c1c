"""La comparación: qué cuenta como igual, y cómo se dice en qué difiere."""

import numpy as np
import pytest

from curso.pruebas.compara import Comparacion, Hallazgo, comparar, iguales
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.plan import Caso, DeDispositivo, Devolver, Metodo, Plan, Problema, Ref, Respuesta
from curso.pruebas.plan.pasos import llamada
from curso.pruebas.publico import Comprobacion, ErrorConocido


def valor(v, **entradas):
    return Respuesta("valor", v, entradas)


F4 = np.float32
IGUALES = [
    (1.0, 1.0 + 1e-12),
    (600, 600.0),
    ([1, 2], (1, 2)),
    ([1.0, 2.0], np.array([1.0, 2.0])),
    (np.array(2.0), 2.0),
    (2.0, DeDispositivo(np.array(2.0))),
    (np.array([1 / 3], F4), np.array([1 / 3])),
    (float("nan"), float("nan")),
    (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
    ({"a", "b"}, {"b", "a"}),
    ({"a": 1.0}, {"a": 1.0}),
    ([], np.array([])),
]


@pytest.mark.parametrize(("obtenido", "esperado"), IGUALES)
def test_cuentan_como_iguales(obtenido, esperado):
    assert iguales(valor(obtenido), valor(esperado), Comparacion())


DISTINTOS = [
    (4.0, 4, "tipo"),
    (True, 1, "tipo"),
    (1, True, "tipo"),
    ("a", 1, "tipo"),
    (None, 1.0, "tipo"),
    (1.1, 1.0, "valor"),
    (-2.0, 2.0, "signo"),
    (float("inf"), 1.0, "valor"),
    ([1, 2, 3], [1, 2], "longitud"),
    (np.ones((2, 1)), np.ones(2), "forma"),
    (np.array([1.0, 2.0]), np.array([-1.0, -2.0]), "signo"),
    (np.array([2.0, 4.0]), np.array([1.0, 2.0]), "escala"),
    (np.array([1.0, 3.0]), np.array([1.0, 2.0]), "valor"),
    (np.array([1.0, np.nan]), np.array([1.0, 2.0]), "valor"),
    (np.array([True]), np.array([1.0]), "tipo"),
    ({"a": 1}, {"b": 1}, "clave"),
    (np.ones(2), DeDispositivo(np.ones(2)), "dispositivo"),
    (np.array(2.0), DeDispositivo(np.array(2.0)), "dispositivo"),
    (2.5, DeDispositivo(np.array(2.0)), "valor"),
    ([[1, 2], [3, 5]], [[1, 2], [3, 4]], "valor"),
]


@pytest.mark.parametrize(("obtenido", "esperado", "clase"), DISTINTOS)
def test_difieren_y_se_dice_en_que(obtenido, esperado, clase):
    d = comparar(valor(obtenido), valor(esperado), Comparacion())
    assert d is not None
    assert d.clase == clase
    assert d.texto.endswith(".")
    assert d.texto[0].isupper()


def test_se_dice_donde_esta_la_primera_diferencia():
    d = comparar(
        valor([np.zeros((2, 2)), 0]), valor([np.array([[0, 0], [7.0, 0]]), 0]), Comparacion()
    )
    assert "[0][1, 0]" in d.texto


@pytest.mark.parametrize(
    ("opciones", "obtenido", "esperado"),
    [
        ({"dtype": True}, np.ones(2, F4), np.ones(2)),
        ({"contenedor": True}, [1, 2], (1, 2)),
        ({"secuencia": False}, [1.0], np.array([1.0])),
        ({"rtol": 0.0, "atol": 0.0}, 1.0 + 1e-12, 1.0),
    ],
    ids=str,
)
def test_las_opciones_estrictas(opciones, obtenido, esperado):
    assert iguales(valor(obtenido), valor(esperado), Comparacion())
    assert not iguales(valor(obtenido), valor(esperado), Comparacion(**opciones))


#: mil décimas sumadas una a una, en doble y en simple precisión
SUMA, SUMA_F4 = 100.0, float(np.cumsum(np.full(1000, 0.1, F4))[-1])
SIMPLES = np.ones(3, F4)


@pytest.mark.parametrize(
    "caso",
    [
        llamada("en la entrada", Ref("x"), entradas={"x": SIMPLES}),
        llamada("en una lista de la entrada", Ref("x"), entradas={"x": [1.0, (SIMPLES,)]}),
        llamada("en un argumento", np.ones(2), [SIMPLES]),
        llamada("con nombre", x={"a": SIMPLES}),
        Caso("hecha en el sitio", (Problema("t", "tabla", {"dtype": "float32"}), Devolver(1))),
        Caso("de un método", (Metodo("v", "opt", "paso", (SIMPLES,)), Devolver(1))),
    ],
    ids=lambda caso: caso.titulo,
)
def test_con_una_entrada_en_float32_los_numeros_sueltos_se_comparan_con_su_tolerancia(caso):
    """Al codificarlo, un `np.float32` pasa a `float` y ya no se sabe que lo era."""
    for obtenido, esperado in (
        (SUMA_F4, SUMA),
        ((SUMA_F4, "subir"), (SUMA, "subir")),
        ({"media": SUMA_F4}, {"media": SUMA}),
        (np.array([SUMA_F4]), [SUMA]),
        (np.array(SUMA_F4), SUMA),
    ):
        assert not iguales(valor(obtenido), valor(esperado), Comparacion())
        assert iguales(valor(obtenido), valor(esperado), Comparacion().para(caso))
    assert not iguales(valor(100.01), valor(SUMA), Comparacion().para(caso))
    assert not iguales(valor(3), valor(4), Comparacion().para(caso))


@pytest.mark.parametrize(
    "caso",
    [
        llamada("float64", Ref("x"), entradas={"x": np.ones(2)}),
        llamada("enteros", np.arange(3, dtype=np.int32), 2.0),
        Caso("solo se devuelve", (Devolver(SIMPLES.tolist()),)),
        Caso("otro dtype", (Problema("t", "entero_de_numpy", {"dtype": "int32"}), Devolver(1))),
    ],
    ids=lambda caso: caso.titulo,
)
def test_sin_entradas_en_float32_la_tolerancia_es_la_de_siempre(caso):
    c = Comparacion()
    assert c.para(caso) is c


def test_manda_la_entrada_de_menos_precision_y_nunca_se_estrecha_la_tolerancia():
    mezcla = llamada("mezcla", np.ones(2), SIMPLES, np.ones(2, np.float16))
    assert Comparacion().para(mezcla).rtol == 5e-3
    ancha = Comparacion(rtol=0.1, atol=0.1)
    assert ancha.para(mezcla) == ancha


def test_el_diagnostico_usa_la_tolerancia_de_cada_caso():
    casos = (llamada("doble", 1.0), llamada("simple", SIMPLES))
    c = Comprobacion(Plan("t.f", "f", casos), (valor(SUMA),) * 2, {"": Comparacion()})
    d = diagnosticar((valor(SUMA_F4),) * 2, c)
    assert [x is None for x in d.discrepancias] == [False, True]


def test_una_entrada_modificada_es_una_diferencia_aunque_el_valor_este_bien():
    c = Comparacion()
    antes = np.zeros(2)
    assert comparar(valor(1, x=np.ones(2)), valor(1, x=antes), c).clase == "entradas"
    assert iguales(valor(1, x=np.ones(2)), valor(1, x=antes), Comparacion(entradas=False))


@pytest.mark.parametrize(
    ("obtenida", "clase"),
    [
        (Respuesta("tiempo"), "tiempo"),
        (Respuesta("muerte"), "muerte"),
        (Respuesta("memoria"), "memoria"),
        (Respuesta("invalida"), "invalida"),
        (Respuesta("sin_definir"), "sin_definir"),
        (Respuesta("excepcion", excepcion="KeyError"), "excepcion"),
    ],
)
def test_los_demas_estados_nunca_son_correctos(obtenida, clase):
    c = Comparacion(valores=False)
    for esperada in (valor(1), Respuesta("excepcion", excepcion="ValueError")):
        assert comparar(obtenida, esperada, c).clase == clase


def test_la_excepcion_esperada_cuenta_como_correcta():
    e = Respuesta("excepcion", excepcion="ValueError")
    assert iguales(e, e, Comparacion())
    assert comparar(valor(1), e, Comparacion()).clase == "sin_excepcion"


def test_una_comparacion_va_y_vuelve_por_json():
    h = Hallazgo("t.f.x", "causa", "pista")
    c = Comparacion(rtol=1e-3, intactas=h)
    assert Comparacion.de_json(c.a_json()) == c


def comprobacion(*, nota=False):
    casos = (llamada("uno", 1), llamada("dos", 2))
    plan = Plan("t.f", "f", casos)
    error = ErrorConocido(Hallazgo("t.f.menos", "causa", "pista"), (valor(-1), valor(-2)), nota)
    return Comprobacion(plan, (valor(1), valor(2)), {"": Comparacion()}, (error,))


def test_un_error_conocido_se_reconoce_solo_si_coincide_en_todos_los_casos():
    d = diagnosticar((valor(-1), valor(-2)), comprobacion())
    assert not d.correcto
    assert [h.codigo for h in d.hallazgos] == ["t.f.menos"]
    d = diagnosticar((valor(-1), valor(2)), comprobacion())
    assert [h.codigo for h in d.hallazgos] == ["t.f.signo"]  # lo que se ve, y nada más


def test_otra_convencion_cuenta_como_correcta_y_se_anota():
    d = diagnosticar((valor(-1), valor(-2)), comprobacion(nota=True))
    assert d.correcto
    assert [h.codigo for h in d.notas] == ["t.f.menos"]


@pytest.mark.parametrize(
    ("obtenido", "final"),
    [
        ([0.0, 2.0, 3.0], "se obtuvo 0."),
        ([0.0, 0.0, 3.0], "(y otro elemento difiere)."),
        ([0.0, 9.0, 7.0], "(y otros 2 elementos difieren)."),
    ],
)
def test_dice_cuantos_elementos_mas_difieren(obtenido, final):
    diferencia = comparar(
        valor(np.array(obtenido)), valor(np.array([1.0, 2.0, 3.0])), Comparacion()
    )
    assert diferencia is not None
    assert diferencia.texto.endswith(final)
