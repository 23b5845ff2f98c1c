"""El ejecutor: qué contesta cada clase de solución, buena, mala o maliciosa."""

import numpy as np
import pytest

from curso.backend import es_de_dispositivo
from curso.pruebas.plan import (
    Caso,
    Construir,
    Devolver,
    EnMemoria,
    Instanciar,
    Llamar,
    Metodo,
    Modificar,
    Problema,
    Ref,
    Rng,
    Tomar,
    Vista,
    ejecutar_caso,
)
from curso.pruebas.plan.pasos import llamada


def ejecutar(caso, funcion, **opciones):
    return ejecutar_caso(caso, "f", {"f": funcion}, **opciones)


def test_una_llamada_devuelve_el_resultado_y_el_estado_de_las_entradas():
    caso = llamada("suma", Ref("x"), 2, entradas={"x": np.arange(3.0)})
    r = ejecutar(caso, lambda x, k: x + k)
    assert r.estado == "valor"
    np.testing.assert_array_equal(r.valor, [2, 3, 4])
    np.testing.assert_array_equal(r.entradas["x"], [0, 1, 2])


@pytest.mark.filterwarnings("error")
def test_desbordar_no_avisa_ni_cambia_como_avisa_numpy_fuera():
    caso = llamada("desborda", Ref("x"), entradas={"x": np.array([1e308])})
    antes = np.geterr()
    assert ejecutar(caso, lambda x: (10 * x, 10 * x - 10 * x)).valor[0].tolist() == [np.inf]
    assert np.geterr() == antes


def test_cada_ejecucion_parte_de_copias_nuevas():
    caso = llamada("en el sitio", Ref("x"), entradas={"x": np.zeros(2)})

    def f(x):
        x += 1
        return x

    assert ejecutar(caso, f).valor.tolist() == [1, 1]
    assert ejecutar(caso, f).valor.tolist() == [1, 1]


class Errorcillo(ValueError):
    """Excepción del alumno: su nombre no debe salir."""


def test_una_excepcion_da_solo_el_nombre_de_un_tipo_incorporado():
    def f():
        raise Errorcillo("el valor oculto es 42")

    r = ejecutar(llamada("falla"), f)
    assert (r.estado, r.excepcion, r.detalle) == ("excepcion", "ValueError", None)
    assert "42" in ejecutar(llamada("falla"), f, con_detalle=True).detalle


def test_un_alumno_no_puede_poner_nombre_a_la_excepcion():
    enganyo = type("Secreto3141592", (Exception,), {"__name__": "KeyError"})
    enganyo.__name__ = "ZeroDivisionError"

    def f():
        raise enganyo

    assert ejecutar(llamada("falla"), f).excepcion == "Exception"


def test_sin_definir_o_no_invocable():
    assert ejecutar_caso(llamada("x"), "f", {}).estado == "sin_definir"
    assert ejecutar_caso(llamada("x"), "f", {"f": 3}).estado == "sin_definir"


@pytest.mark.parametrize(
    "valor", [object(), 1j, iter([]), np.array([None])], ids=lambda v: type(v).__name__
)
def test_un_resultado_no_admitido_es_una_respuesta_invalida(valor):
    assert ejecutar(llamada("x"), lambda: valor).estado == "invalida"


def test_system_exit_es_una_excepcion_mas_y_ctrl_c_se_deja_pasar():
    def sale():
        raise SystemExit(0)

    def interrumpe():
        raise KeyboardInterrupt

    assert ejecutar(llamada("x"), sale).excepcion == "SystemExit"
    with pytest.raises(KeyboardInterrupt):
        ejecutar(llamada("x"), interrumpe)


def test_el_mismo_generador_puede_pasarse_dos_veces():
    pasos = (
        Construir("rng", Rng(3)),
        Llamar("a", (Ref("rng"),)),
        Llamar("b", (Ref("rng"),)),
        Devolver((Ref("a"), Ref("b"))),
    )
    r = ejecutar(Caso("dos", pasos), lambda rng: rng.random())
    esperado = np.random.default_rng(3)
    assert r.valor == (esperado.random(), esperado.random())


def test_modificar_la_entrada_despues_delata_si_el_resultado_es_vista():
    pasos = (
        Construir("x", np.arange(4.0)),
        Llamar("r", (Ref("x"),)),
        Modificar("x", 0, 99.0),
        Devolver(Ref("r")),
    )
    assert ejecutar(Caso("vista", pasos), lambda x: x[:2]).valor[0] == 99
    assert ejecutar(Caso("copia", pasos), lambda x: x[:2].copy()).valor[0] == 0


def test_una_vista_comparte_memoria_con_su_arreglo():
    pasos = (
        Construir("x", np.arange(6.0)),
        Construir("v", Vista("x", None, None, 2)),
        Llamar("r", (Ref("v"),)),
        Devolver(Ref("x")),
    )

    def f(v):
        v[:] = -1

    assert ejecutar(Caso("vista", pasos), f).valor.tolist() == [-1, 1, -1, 3, -1, 5]


def test_de_un_iterador_infinito_se_toma_lo_pedido():
    def f():
        while True:
            yield 1

    pasos = (Llamar("it"), Tomar("t", "it", 3), Devolver(Ref("t")))
    assert ejecutar(Caso("infinito", pasos), f).valor == [1, 1, 1]


class Contador:
    def __init__(self, inicio=0):
        self.n = inicio

    def paso(self, k):
        self.n += k
        return self.n


def test_se_instancia_la_clase_del_alumno_y_se_llaman_sus_metodos():
    pasos = (
        Instanciar("o", (), {"inicio": 10}),
        Metodo("a", "o", "paso", (1,)),
        Metodo("b", "o", "paso", (2,)),
        Devolver([Ref("a"), Ref("b")]),
    )
    assert ejecutar(Caso("clase", pasos), Contador).valor == [11, 13]


def test_no_se_llega_a_atributos_privados():
    pasos = (Instanciar("o"), Metodo("a", "o", "__init__", ()), Devolver(Ref("a")))
    assert ejecutar(Caso("privado", pasos), Contador).estado == "invalida"


def test_en_dispositivo_las_entradas_son_del_dispositivo_y_el_resultado_se_marca():
    from curso.pruebas.plan import DeDispositivo

    vistos = []

    def f(x):
        vistos.append(es_de_dispositivo(x))
        return x * 2

    caso = llamada("doble", Ref("x"), entradas={"x": np.ones(2)})
    r = ejecutar(caso, f, dispositivo="doble")
    assert vistos == [True]
    from curso.pruebas.plan import respuesta_a_json, respuesta_de_json

    assert isinstance(respuesta_de_json(respuesta_a_json(r)).valor, DeDispositivo)


def test_lo_que_el_alumno_deja_en_un_atributo_se_mira_donde_lo_dejo():
    class EnNumpy:
        def __init__(self):
            self.media = None

        def observar(self, w):
            self.media = np.ones(w.shape)

    class EnSuSitio(EnNumpy):
        def observar(self, w):
            self.media = w * 1

    pasos = (
        Instanciar("o"),
        Metodo("nada", "o", "observar", (np.ones(2),)),
        Devolver(Ref("o", "media")),
    )
    for clase, marcado in ((EnNumpy, False), (EnSuSitio, True)):
        r = ejecutar(Caso("c", pasos), clase, dispositivo="doble")
        assert (type(r.valor).__name__ == "DeDispositivo") is marcado


def test_en_dispositivo_los_datos_de_un_problema_tambien_son_del_dispositivo():
    pasos = (
        Problema("datos", "tabla_numerada", {"n": 3, "p": 2, "a": 1.0, "b": 0.5}),
        Llamar("r", (Ref("datos", "x"),)),
        Devolver(Ref("r")),
    )
    for dispositivo in (None, "doble"):
        r = ejecutar(Caso("c", pasos), es_de_dispositivo, dispositivo=dispositivo)
        assert r.valor is (dispositivo == "doble")


def test_en_dispositivo_un_arreglo_puede_quedarse_en_la_memoria():
    pasos = (
        Construir("x", np.ones(2)),
        Construir("y", EnMemoria(np.ones(2))),
        Llamar("r", (Ref("x"), [Ref("y"), EnMemoria(np.zeros(1))])),
        Devolver(Ref("r"), ("x", "y")),
    )

    def f(x, otros):
        return [es_de_dispositivo(v) for v in (x, *otros)]

    r = ejecutar(Caso("c", pasos), f, dispositivo="doble")
    assert r.valor == [True, False, False]


def test_cada_vez_que_se_hace_un_arreglo_de_la_memoria_es_nuevo():
    valor = EnMemoria(np.zeros(2))
    pasos = (Construir("x", valor), Llamar("r", (Ref("x"),)), Devolver(Ref("x")))

    def f(x):
        x += 1

    assert [ejecutar(Caso("c", pasos), f).valor.tolist() for _ in range(2)] == [[1, 1]] * 2


@pytest.mark.parametrize("donde", ["objeto", "resultado"])
def test_lo_que_deja_el_alumno_en_un_atributo_no_se_lleva_al_dispositivo(donde):
    """Llevarlo daría por bueno a quien lo guarda en NumPy."""

    class EnNumPy:
        def __init__(self):
            self.pesos = np.ones(2)

    hacer = Instanciar("o") if donde == "objeto" else Llamar("o")
    pasos = (hacer, Devolver(Ref("o", "pesos")))
    r = ejecutar(Caso("c", pasos), EnNumPy, dispositivo="doble", por_el_codec=False)
    assert isinstance(r.valor, np.ndarray)
