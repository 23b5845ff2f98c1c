"""El informe: lo que se dice de cada celda, igual en HTML y en texto."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from curso.pruebas.compara import Comparacion, Discrepancia, Hallazgo
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.informe import (
    VEREDICTOS,
    InformeDeCaso,
    InformeDeCelda,
    MedidaDeVelocidad,
    Tiempos,
    Tramo,
    a_html,
    a_texto,
    describir_llamada,
    describir_valor,
    informe_de_comprobacion,
    veredicto,
)
from curso.pruebas.informe.palabras import segundos
from curso.pruebas.plan import (
    Caso,
    Construir,
    DeDispositivo,
    Devolver,
    EnMemoria,
    Instanciar,
    Metodo,
    Modificar,
    Plan,
    Problema,
    Ref,
    Respuesta,
    Rng,
    Tomar,
    Vista,
)
from curso.pruebas.plan.pasos import Llamar, llamada
from curso.pruebas.publico import Comprobacion
from tests.curso.ejemplo_publico import (
    comprobacion,
    partir_en_lotes,
    pierde_el_ultimo,
    respuestas_de,
)

MALO = '<script>alert(1)</script>"&'


def informe_de(funcion):
    c = comprobacion()
    respuestas = respuestas_de(funcion, c)
    return informe_de_comprobacion(c, respuestas, diagnosticar(respuestas, c))


class _Texto(HTMLParser):
    """El texto visible de un HTML, y sus etiquetas."""

    def __init__(self, html):
        super().__init__()
        self.texto, self.etiquetas, self._estilo = "", set(), False
        self.feed(html)

    def handle_starttag(self, etiqueta, atributos):
        self.etiquetas.add(etiqueta)
        self._estilo = etiqueta == "style"

    def handle_endtag(self, etiqueta):
        self._estilo = False

    def handle_data(self, datos):
        if not self._estilo:
            self.texto += datos


def test_un_informe_correcto_lo_dice_con_palabras_y_recuerda_que_es_publico():
    informe = informe_de(partir_en_lotes)
    assert informe.correcto
    for texto in (a_texto(informe), _Texto(a_html(informe)).texto):
        assert "t2.partir_en_lotes: correcto" in texto
        assert "3 correctas de 3" in texto
        assert "solo las pruebas públicas" in texto
        assert "casos ocultos" in texto


def test_un_caso_incorrecto_ensena_llamada_esperado_obtenido_diferencia_causa_y_pista():
    informe = informe_de(pierde_el_ultimo)
    assert informe.veredicto == "incorrecto"
    for texto in (a_texto(informe), _Texto(a_html(informe)).texto):
        assert "partir_en_lotes(x, y, 4)" in texto
        assert "x = array([2.0, 5.0, 7.0," in texto
        assert "Se esperaba" in texto
        assert "Se obtuvo" in texto
        assert "Se esperaban 3 elementos y hay 2." in texto
        assert "Se pierde el último lote cuando es más corto." in texto
        assert "no</b> lo descartes" in texto
        assert "incorrecto: El último lote es corto" in texto


def test_los_casos_correctos_van_plegados_y_los_incorrectos_abiertos():
    html = a_html(informe_de(pierde_el_ultimo))
    plegado = re.search(r"<details>.*?</details>", html, re.S).group()
    assert "Horas y notas, de 3 en 3" in plegado
    assert "El último lote es corto" not in plegado


def test_muchos_casos_incorrectos_se_pliegan_a_partir_del_tercero():
    caso = InformeDeCaso("caso", "f()", "1", "2", False, "Se esperaba 1.")
    casos = tuple(dataclasses.replace(caso, titulo=f"caso {i}") for i in range(6))
    informe = InformeDeCelda("t1.f", "incorrecto", casos=casos)
    assert a_texto(informe).count("Se obtuvo") == 2
    assert a_texto(informe).count("✘ incorrecto") == 6
    html = a_html(informe)
    assert "4 casos incorrectos más" in html
    assert html.index("caso 1<") < html.index("<details>") < html.index("caso 2<")


def test_todo_lo_que_viene_de_fuera_se_escapa():
    caso = InformeDeCaso(MALO, MALO, MALO, MALO, False, MALO, True)
    hallazgo = Hallazgo(MALO, MALO, MALO)
    informe = InformeDeCelda(
        MALO,
        "incorrecto",
        hallazgos=(hallazgo,),
        notas=(hallazgo,),
        casos=(caso, dataclasses.replace(caso, correcto=True, diferencia=None)),
        aviso=MALO,
        velocidad=MedidaDeVelocidad(0, (Tramo(3.0, 1.0),)),
    )
    leido = _Texto(a_html(informe))
    assert "script" not in leido.etiquetas
    # ejercicio, hallazgo, nota, aviso, caso incorrecto (5 textos) y correcto (3)
    assert leido.texto.count(MALO) == 1 + 2 + 2 + 1 + 5 + 3
    assert "<script" not in a_html(informe)


@pytest.mark.parametrize("nombre", VEREDICTOS)
def test_cada_veredicto_tiene_palabras_en_las_dos_formas(nombre):
    informe = InformeDeCelda("t1.f", nombre, puntos=0.5, maximo=2.0)
    texto = a_texto(informe)
    assert "0,5 de 2 puntos" in texto
    assert _Texto(a_html(informe)).texto == texto
    assert len(texto.split(":")[1].split("·")[0].strip()) > 4


def test_los_casos_ocultos_solo_se_cuentan():
    informe = InformeDeCelda("t1.f", "incorrecto", 0.0, 2.0, ocultos_total=12, ocultos_bien=1)
    assert "Pruebas ocultas: 1 correcta de 12." in a_texto(informe)
    assert "Pruebas ocultas: 1 correcta de 12." in a_html(informe)
    assert "solo las pruebas públicas" not in a_html(informe)


def test_un_caso_sin_probar_no_cuenta_ni_como_bueno_ni_como_malo():
    c = comprobacion()
    respuestas = (*respuestas_de(partir_en_lotes, c)[:1], Respuesta("tiempo"))
    informe = informe_de_comprobacion(c, respuestas, diagnosticar(respuestas, c))
    assert [caso.correcto for caso in informe.casos] == [True, False, None]
    assert informe.veredicto == "tiempo"
    assert "sin probar: Un lote sin ejemplos (caso límite)" in a_texto(informe)
    assert "1 caso sin probar" in a_html(informe)


@pytest.mark.parametrize(
    ("respuesta", "clase", "esperado"),
    [
        (Respuesta("valor", 1), "valor", "incorrecto"),
        (Respuesta("valor", 1), "entradas", "incorrecto"),
        (Respuesta("sin_definir"), "sin_definir", "excepcion"),
        (Respuesta("valor", 1), "sin_excepcion", "incorrecto"),
        (Respuesta("excepcion", excepcion="TypeError"), "excepcion", "excepcion"),
        (Respuesta("excepcion", excepcion="MemoryError"), "excepcion", "memoria"),
        (Respuesta("tiempo"), "tiempo", "tiempo"),
        (Respuesta("memoria"), "memoria", "memoria"),
        (Respuesta("muerte"), "muerte", "excepcion"),
        (Respuesta("invalida"), "invalida", "respuesta_invalida"),
    ],
)
def test_el_veredicto_lo_decide_el_primer_caso_que_falla(respuesta, clase, esperado):
    bien, otra = Respuesta("valor", 0), Discrepancia("valor", "otra")
    respuestas = (bien, respuesta, bien)
    assert veredicto(respuestas, (None, Discrepancia(clase, "texto"), otra)) == esperado
    assert veredicto(respuestas, (None, None, None)) == "correcto"


def test_la_llamada_se_lee_como_python_en_orden():
    pasos = (
        Construir("w", np.array([1.0, 2.0])),
        Instanciar("o", (), {"lr": 0.1}),
        Metodo("w1", "o", "paso", (Ref("w"), np.array([0.5, -0.5]))),
        Modificar("w", 0, 3),
        Metodo("w2", "o", "paso", (Ref("w1"), [1, 2])),
        Devolver((Ref("w1"), Ref("w2"))),
    )
    assert describir_llamada(Caso("pasos", pasos), "Adam") == (
        "w = array([1.0, 2.0])\n"
        "o = Adam(lr=0.1)\n"
        "w1 = o.paso(w, array([0.5, -0.5]))\n"
        "w[0] = 3\n"
        "w2 = o.paso(w1, [1, 2])\n"
        "(w1, w2)"
    )


def test_tomar_de_un_iterador_se_lee_como_una_lista():
    pasos = (
        Construir("x", [1, 2]),
        Llamar("lotes", (Ref("x"), 1), {"rng": Rng(7)}),
        Tomar("lista", "lotes"),
        Devolver(Ref("lista")),
    )
    assert describir_llamada(Caso("todo", pasos), "generar_lotes").splitlines()[-1] == (
        "list(generar_lotes(x, 1, rng=np.random.default_rng(7)))"
    )
    dos_veces = (*pasos[:2], Tomar("a", "lotes", 1), Tomar("b", "lotes"), Devolver(Ref("b")))
    assert describir_llamada(Caso("dos veces", dos_veces), "generar_lotes").splitlines()[1:] == [
        "lotes = generar_lotes(x, 1, rng=np.random.default_rng(7))",
        "a = list(islice(lotes, 1))",
        "list(lotes)",
    ]


def test_los_problemas_y_sus_atributos_se_citan_por_su_nombre():
    pasos = (
        Problema("p", "cuadratica", {"condicion": 10.0}),
        Llamar("w", (Ref("p", "gradiente"), Vista("x", 1, None, 2))),
        Devolver(Ref("w")),
    )
    assert describir_llamada(Caso("problema", pasos), "descenso") == (
        "p = cuadratica(condicion=10.0)\ndescenso(p.gradiente, x[1::2])"
    )


@pytest.mark.parametrize(
    ("valor", "texto"),
    [
        (None, "None"),
        (True, "True"),
        (3, "3"),
        (2.0, "2.0"),
        (1e-12, "1e-12"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        ("hola", "'hola'"),
        ((1,), "(1,)"),
        ((), "()"),
        ({"b", "a"}, "{'a', 'b'}"),
        (set(), "set()"),
        ({"k": [1.5]}, "{'k': [1.5]}"),
        (np.array(2.5), "array(2.5)"),
        (np.array([1, 2], dtype="f4"), "array([1.0, 2.0], dtype=float32)"),
        (np.array([1 / 3], dtype="f4"), "array([0.333333], dtype=float32)"),
        (np.array([1, 2]), "array([1, 2])"),
        (np.array([True]), "array([True])"),
        (np.array([np.nan, np.inf]), "array([nan, inf])"),
        (np.zeros((0, 3)), "array([]) de forma (0, 3)"),
        (DeDispositivo(np.array([1.0])), "array([1.0]) en el dispositivo"),
        (EnMemoria(np.array([1.0])), "array([1.0]) en la memoria"),
    ],
)
def test_los_valores_se_describen_como_en_python(valor, texto):
    assert describir_valor(valor) == texto


def test_los_valores_largos_se_abrevian_y_dicen_cuanto_miden():
    arreglo = describir_valor(np.zeros((1000, 3)))
    assert len(arreglo) < 300
    assert "(1000, 3)" in arreglo
    assert arreglo.count("(1000, 3)") == 1
    lista = describir_valor(list(range(1000)))
    assert "(1000 en total)" in lista
    assert len(describir_valor("x" * 50_000)) < 1300


def test_una_columna_larga_se_abrevia_y_una_corta_no():
    columna = np.arange(9.0).reshape(9, 1)
    assert describir_valor(columna).count("\n") == 6
    assert describir_valor(columna).endswith("de forma (9, 1)")
    assert "..." not in describir_valor(columna[:8])


def test_entre_numeros_la_diferencia_no_repite_lo_esperado_y_lo_obtenido():
    plan = Plan("t1.f", "f", (llamada("dos", 1), llamada("signo", 2)))
    c = Comprobacion(plan, (Respuesta("valor", 3), Respuesta("valor", 4)), {"": Comparacion()})
    respuestas = (Respuesta("valor", 2), Respuesta("valor", -4))
    casos = informe_de_comprobacion(c, respuestas, diagnosticar(respuestas, c)).casos
    assert casos[0].diferencia is None
    assert (casos[0].esperado, casos[0].obtenido) == ("3", "2")
    assert "signo" in casos[1].diferencia


def test_el_codigo_de_una_pista_se_ve_como_codigo():
    hallazgo = Hallazgo("t1.f.x", "Usas `<b>`.", "Mira `np.sum` y `a` o ` suelto.")
    html = a_html(InformeDeCelda("t1.f", "incorrecto", hallazgos=(hallazgo,)))
    assert "Usas <code>&lt;b&gt;</code>." in html
    assert "<code>np.sum</code> y <code>a</code> o ` suelto" in html


def test_lo_que_no_tiene_un_unico_valor_no_promete_uno():
    c = comprobacion()
    c = dataclasses.replace(c, comparaciones={"": Comparacion(valores=False)})
    respuestas = respuestas_de(partir_en_lotes, c)
    informe = informe_de_comprobacion(c, respuestas, diagnosticar(respuestas, c))
    assert "no hay una única respuesta" in informe.casos[0].esperado


def test_los_casos_de_dispositivo_lo_dicen():
    c = comprobacion("doble")
    respuestas = respuestas_de(partir_en_lotes, c)
    informe = informe_de_comprobacion(c, respuestas, diagnosticar(respuestas, c))
    assert informe.correcto
    assert informe.casos[0].llamada.startswith("# los arreglos están en el dispositivo «doble»\n")


def test_una_excepcion_se_cuenta_una_sola_vez():
    informe = informe_de(lambda x, y, b: x / "a")
    caso = informe.casos[0]
    assert caso.obtenido.startswith("lanza ")
    assert caso.diferencia is None


def test_el_informe_va_y_vuelve_por_json():
    informe = informe_de(pierde_el_ultimo)
    assert InformeDeCelda.de_json(informe.a_json()) == informe


def test_llamada_es_un_caso_corriente():
    caso = llamada("dos", Ref("x"), 2, entradas={"x": [1, 2]}, descartar_ultimo=True)
    assert describir_llamada(caso, "f") == "x = [1, 2]\nf(x, 2, descartar_ultimo=True)"


def test_a_case_of_many_calls_shows_the_first_ones_and_counts_the_rest():
    nombres = [f"r{i}" for i in range(50)]
    pasos = (
        Construir("x", [1, 2]),
        *(Llamar(n, (Ref("x"), Rng(i))) for i, n in enumerate(nombres)),
        Devolver([Ref(n) for n in nombres], ("x",)),
    )
    assert describir_llamada(Caso("muchas", pasos), "desordenar").splitlines() == [
        "x = [1, 2]",
        "r0 = desordenar(x, np.random.default_rng(0))",
        "r1 = desordenar(x, np.random.default_rng(1))",
        "r2 = desordenar(x, np.random.default_rng(2))",
        "# … y otras 47 llamadas como estas",
        "[r0, r1, r2, r3, r4, r5, r6, r7, … (50 en total)]",
    ]


@pytest.mark.parametrize(
    ("alcanzado", "estimacion", "frase"),
    [
        (0, None, "Tarda como mucho 2,5 veces lo que la solución del curso; tramo: 1 de 3."),
        (1, None, "Tarda entre 2,5 y 30 veces lo que la solución del curso; tramo: 2 de 3."),
        (2, None, "Tarda más de 30 veces lo que la solución del curso; tramo: 3 de 3."),
        (1, Tiempos(0.1, 0.2, 0.3, 2.65), "Vas a 2,65× de lo esperado (estimación); tramo: 2"),
    ],
)
def test_lo_medido_se_dice_con_coma_y_en_que_tramo_esta(alcanzado, estimacion, frase):
    medida = MedidaDeVelocidad(alcanzado, (Tramo(2.5, 1.0), Tramo(30.0, 0.5)), estimacion)
    informe = InformeDeCelda("t2.f", "correcto", clase="velocidad", velocidad=medida)
    assert frase in a_texto(informe)
    assert InformeDeCelda.de_json(json.loads(json.dumps(informe.a_json()))) == informe


@pytest.mark.parametrize(
    ("t", "texto"), [(0.00662, "6,62 ms"), (0.9996, "1 s"), (0.999, "999 ms"), (1.25, "1,25 s")]
)
def test_un_tiempo_tiene_tres_cifras(t, texto):
    assert segundos(t) == texto
