"""El códec: lo que se escribe se lee igual; lo que no sigue el formato se rechaza con una frase."""

import contextlib
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curso.pruebas.plan import (
    Caso,
    Construir,
    DeDispositivo,
    Devolver,
    EnMemoria,
    ErrorDeCodec,
    Instanciar,
    Llamar,
    Metodo,
    Modificar,
    Plan,
    Problema,
    Ref,
    Respuesta,
    Rng,
    Tomar,
    Vista,
    caso_de_json,
    mismos_bytes,
    plan_a_json,
    plan_de_json,
    respuesta_a_json,
    respuesta_de_json,
    valor_a_json,
    valor_de_json,
)

ESCALARES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=20)
)
VALORES = st.recursive(
    ESCALARES,
    lambda hijos: (
        st.lists(hijos, max_size=4)
        | st.lists(hijos, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), hijos, max_size=4)
        | st.sets(st.text(max_size=5), max_size=4)
    ),
    max_leaves=12,
)
CUALQUIER_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda hijos: (
        st.lists(hijos, max_size=4)
        | st.dictionaries(st.sampled_from("itsdafgrvk") | st.just("at"), hijos, max_size=3)
    ),
    max_leaves=12,
)


def ida_y_vuelta(valor):
    return valor_de_json(json.loads(json.dumps(valor_a_json(valor))))


@given(VALORES)
@settings(max_examples=200, deadline=None)
def test_ida_y_vuelta_conserva_valor_y_tipo(valor):
    leido = ida_y_vuelta(valor)
    assert type(leido) is type(valor)
    assert mismos_bytes(leido, valor)


@pytest.mark.parametrize("dtype", ["?", "i1", "i8", "u4", "f2", "f4", "f8", ">f8"])
@pytest.mark.parametrize("forma", [(), (0,), (3,), (2, 0, 3), (2, 3)])
def test_los_arreglos_conservan_forma_dtype_y_bits(dtype, forma):
    arreglo = np.arange(math.prod(forma)).reshape(forma).astype(dtype)
    leido = ida_y_vuelta(arreglo)
    assert leido.shape == forma
    assert leido.dtype == arreglo.dtype.newbyteorder("=")
    np.testing.assert_array_equal(leido, arreglo)


def test_los_escalares_de_numpy_se_normalizan():
    assert type(ida_y_vuelta(np.int32(4))) is int
    assert type(ida_y_vuelta(np.float32(0.5))) is float
    assert type(ida_y_vuelta(np.bool_(True))) is bool


def test_un_arreglo_no_contiguo_o_de_una_subclase_se_escribe_por_su_contenido():
    base = np.arange(12.0).reshape(3, 4)
    np.testing.assert_array_equal(ida_y_vuelta(base[:, ::2]), base[:, ::2])
    np.testing.assert_array_equal(ida_y_vuelta(base.view(np.matrix)), base)


class IgualATodo(float):
    def __eq__(self, otro):
        return True

    def __float__(self):
        return 1e300

    __hash__ = float.__hash__


def test_una_subclase_no_cambia_el_numero_que_se_envia():
    assert ida_y_vuelta(IgualATodo(2.0)) == 2.0


@pytest.mark.parametrize(
    "valor",
    [
        object(),
        lambda: 0,
        1j,
        b"bytes",
        np.array([object()]),
        np.array(["texto"]),
        np.array([1j]),
        {1, 2},
        (i for i in range(3)),
        10**5000,
        "x" * 200_000,
    ],
    ids=lambda v: type(v).__name__,
)
def test_no_se_escribe_lo_que_no_se_admite(valor):
    with pytest.raises(ErrorDeCodec):
        valor_a_json(valor)


def test_una_lista_que_se_contiene_a_si_misma_se_rechaza():
    lista = []
    lista.append(lista)
    with pytest.raises(ErrorDeCodec):
        valor_a_json(lista)


@pytest.mark.parametrize(
    "dato",
    [
        {"a": ["|O", [1], "AAAAAAAAAAA="]},
        {"a": ["<f8", [2], "AAAAAAAAAAA="]},
        {"a": ["<f8", [-1], ""]},
        {"a": ["<f8", [2**40], ""]},
        {"a": ["<f8", [2**31, 2**31], ""]},
        {"a": ["<f8", [True], "AAAAAAAAAAA="]},
        {"a": ["<f8", [1] * 9, "AAAAAAAAAAA="]},
        {"a": ["<f8", [1], "no es base64!"]},
        {"a": ["|b1", [1], "Ag=="]},
        {"a": ["<f8", [1], "AAAAAAAAAAA="], "k": False},
        {"i": "12x"},
        {"i": "9" * 700},
        {"f": "1e5"},
        {"g": -1},
        {"r": "__class__"},
        {"r": "x", "at": "_privado"},
        {"v": ["x", 0, 1]},
        {"desconocida": 1},
        {"d": [[[1], 2]]},
        {"d": [[{"t": []}, 2]]},
        2**70,
        float("nan"),
        [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]],
    ],
    ids=str,
)
def test_no_se_lee_lo_que_no_sigue_el_formato(dato):
    with pytest.raises(ErrorDeCodec):
        valor_de_json(dato)


@given(CUALQUIER_JSON)
@settings(max_examples=400, deadline=None)
def test_leer_datos_hostiles_da_un_valor_o_un_error_de_codec(dato):
    for leer in (valor_de_json, respuesta_de_json, plan_de_json):
        with contextlib.suppress(ErrorDeCodec):
            leer(dato)


def test_un_plan_con_todos_los_pasos_va_y_vuelve():
    pasos = (
        Construir("x", np.arange(4.0)),
        Construir("v", Vista("x", 1, None, 2)),
        Construir("rng", Rng(7)),
        Problema("p", "silla", {}),
        Instanciar("o", (), {"lr": 0.1}),
        Llamar("r", (Ref("x"), Ref("p", "gradiente")), {"b": 2}),
        Metodo("m", "o", "paso", (Ref("x"), Ref("x")), {}),
        Tomar("t", "r", 3),
        Modificar("x", 0, 9.0),
        Devolver((Ref("t"), Ref("m")), ("x",)),
    )
    plan = Plan("t2.f", "f", (Caso("uno", pasos, True, 2.5, "grupo"),), "doble")
    texto = json.dumps(plan_a_json(plan))
    assert json.dumps(plan_a_json(plan_de_json(json.loads(texto)))) == texto


@pytest.mark.parametrize(
    "cambio",
    [
        {"estado": "correcto"},
        {"estado": "tiempo"},
        {"excepcion": "texto con un valor oculto 3.14"},
        {"excepcion": 5},
        {"entradas": []},
        {"entradas": {"__x__": 1}},
        {"veredicto": "correcto"},
    ],
    ids=str,
)
def test_una_respuesta_solo_lleva_lo_previsto(cambio):
    dato = respuesta_a_json(Respuesta("valor", 1)) | cambio
    with pytest.raises(ErrorDeCodec):
        respuesta_de_json(dato)


CON_DETALLE = Respuesta("excepcion", excepcion="ValueError", detalle="ValueError: secreto")


def test_el_detalle_no_cruza_si_no_se_pide():
    assert "secreto" not in json.dumps(respuesta_a_json(CON_DETALLE))
    with pytest.raises(ErrorDeCodec):
        respuesta_de_json(respuesta_a_json(CON_DETALLE, con_detalle=True))


def test_el_detalle_pedido_llega_limpio():
    dato = respuesta_a_json(CON_DETALLE, con_detalle=True)
    assert respuesta_de_json(dato, con_detalle=True).detalle == "ValueError: secreto"
    sucio = {**dato, "detalle": "a\n\x1b[31mb\u202ec\ud800"}
    assert respuesta_de_json(sucio, con_detalle=True).detalle == "a [31mb c"


@pytest.mark.parametrize("detalle", ["x" * 1001, 3, ["x"], {"a": "x"}], ids=str)
def test_un_detalle_desmedido_o_que_no_es_texto_no_se_admite(detalle):
    dato = {**respuesta_a_json(CON_DETALLE), "detalle": detalle}
    with pytest.raises(ErrorDeCodec):
        respuesta_de_json(dato, con_detalle=True)


@pytest.mark.parametrize("tipo", ["Fuga", "ValueError", "", 7, ["generador"]], ids=str)
def test_el_tipo_de_lo_que_no_se_admite_es_de_una_lista_cerrada(tipo):
    dato = respuesta_a_json(Respuesta("invalida", excepcion="generador"))
    assert respuesta_de_json(dato).excepcion == "generador"
    with pytest.raises(ErrorDeCodec):
        respuesta_de_json({**dato, "excepcion": tipo})


def test_un_arreglo_de_dispositivo_se_distingue():
    leido = ida_y_vuelta(DeDispositivo(np.ones(2)))
    assert isinstance(leido, DeDispositivo)
    np.testing.assert_array_equal(leido.datos, 1.0)


def test_un_arreglo_que_se_queda_en_la_memoria_se_distingue():
    leido = ida_y_vuelta(EnMemoria(np.ones(2)))
    assert isinstance(leido, EnMemoria)
    assert mismos_bytes(leido, EnMemoria(np.ones(2)))
    assert not mismos_bytes(leido, EnMemoria(np.zeros(2)))
    assert not mismos_bytes(leido, np.ones(2))


@pytest.mark.parametrize(
    ("a", "b"), [(3, 3.0), (0.0, -0.0), (True, 1), ([1], [1.0]), ((1,), [1])], ids=str
)
def test_values_that_python_calls_equal_are_not_identical(a, b):
    assert mismos_bytes(a, a)
    assert not mismos_bytes(a, b)


@pytest.mark.parametrize("name", [["construir"], {"a": 1}, None, 3])
def test_a_step_whose_name_is_not_a_text_is_refused(name):
    step = {"paso": name, "nombre": "x", "valor": 1}
    case = {"titulo": "t", "borde": False, "limite_s": 1.0, "grupo": "", "pasos": [step]}
    with pytest.raises(ErrorDeCodec):
        caso_de_json(case)
