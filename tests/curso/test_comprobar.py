"""`comprobar`: qué ve el alumno, y cómo se porta con nbgrader."""

import signal
import sys
import threading
from types import ModuleType

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from curso import comprobar as modulo
from curso.comprobar import ErrorDeComprobacion, comprobar
from curso.pruebas.evaluacion import evaluar
from curso.pruebas.vigilancia import TiempoAgotado, con_limite
from tests.curso.ejemplo_publico import comprobacion, escribir_ejemplo

ID = "t2.partir_en_lotes"
BIEN = """
def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError
    return [(x[i:i + b], y[i:i + b]) for i in range(0, len(x), b)]
"""
MAL = """
def partir_en_lotes(x, y, b):
    return [(x[i:i + b], y[i:i + b]) for i in range(0, len(x) - b + 1, b)]
"""
ENDLESS = "def partir_en_lotes(x, y, b):\n    while True: pass\n"


def espacio_de(codigo):
    espacio = {}
    exec(codigo, espacio)
    return espacio


def llamar(codigo, orden=f'comprobar("{ID}")'):
    """Ejecuta el código del alumno y su celda de comprobación, como un guion sin IPython."""
    exec(orden, espacio_de(codigo) | {"comprobar": comprobar})


@pytest.fixture
def carpeta(tmp_path, monkeypatch):
    escribir_ejemplo(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(modulo, "_interprete", lambda: None)
    for variable in ("NBGRADER_EXECUTION", "JPY_SESSION_NAME"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def test_una_solucion_correcta(carpeta, capsys):
    llamar(BIEN)
    salida = capsys.readouterr().out
    assert "✔ t2.partir_en_lotes: correcto" in salida
    assert "solo las pruebas públicas" in salida


def test_un_error_conocido_se_diagnostica_y_no_lanza(carpeta, capsys):
    llamar(MAL)
    salida = capsys.readouterr().out
    assert "✘ t2.partir_en_lotes: incorrecto" in salida
    assert "Se pierde el último lote" in salida


def test_portable_usa_arreglos_del_dispositivo(carpeta, capsys):
    convierte = "import numpy as np\n" + BIEN.replace("x[i:i + b], ", "np.asarray(x[i:i + b]), ")
    llamar(BIEN, f'comprobar("{ID}", portable=True)')
    assert "✔ t2.partir_en_lotes (portable): correcto" in capsys.readouterr().out
    llamar(convierte, f'comprobar("{ID}", portable=True)')
    salida = capsys.readouterr().out
    assert "lanza TypeError" in salida


@pytest.mark.parametrize(
    ("orden", "frase"),
    [
        ('comprobar("t2.otro")', "No hay ningún ejercicio «t2.otro»"),
        (f'comprobar("{ID}", velocidad=True)', "no tiene una prueba de velocidad"),
        (f'comprobar("{ID}", memoria=True)', "no tiene una prueba de memoria"),
        (f'comprobar("{ID}", memoria=True, portable=True)', "Pide una sola cosa a la vez"),
    ],
)
def test_lo_que_no_se_puede_comprobar_es_una_frase(carpeta, capsys, orden, frase):
    llamar(BIEN, orden)
    salida = capsys.readouterr().out
    assert frase in salida
    assert "no evaluado" in salida


@pytest.mark.parametrize("codigo", ["", "def partir_en_lotes(x, y, b): raise NotImplementedError"])
def test_lo_que_esta_sin_hacer_dice_tambien_que_es_la_celda_portable(carpeta, capsys, codigo):
    llamar(codigo, f'comprobar("{ID}", portable=True)')
    assert "t2.partir_en_lotes (portable): sin hacer" in capsys.readouterr().out


def test_sin_el_fichero_de_casos_dice_que_falta_y_donde(carpeta, capsys):
    (carpeta / "casos_publicos.json").unlink()
    llamar(BIEN)
    salida = capsys.readouterr().out
    assert "No encuentro «casos_publicos.json»" in salida
    assert str(carpeta) in salida


@pytest.mark.parametrize("contenido", [b"{", b"[]", b"\xff\xfe", b'{"formato": 99}'])
def test_un_fichero_danado_es_una_frase(carpeta, capsys, contenido):
    (carpeta / "casos_publicos.json").write_bytes(contenido)
    llamar(BIEN)
    salida = capsys.readouterr().out
    assert "No se puede leer" in salida
    assert "vuelve a descargar la tarea" in salida


def test_encuentra_los_casos_aunque_el_alumno_cambie_de_carpeta(carpeta, monkeypatch, capsys):
    monkeypatch.setenv("JPY_SESSION_NAME", str(carpeta / "t2_lotes.ipynb"))
    monkeypatch.chdir(carpeta.parent)
    llamar(BIEN)
    assert "✔" in capsys.readouterr().out


def test_lo_que_no_esta_definido_se_dice(carpeta, capsys):
    llamar("otra = 1")
    salida = capsys.readouterr().out
    assert "«partir_en_lotes» no está definido" in salida
    assert "sin probar" not in salida


def test_una_funcion_por_escribir_se_dice_una_sola_vez(carpeta, capsys):
    llamar("def partir_en_lotes(x, y, b):\n    raise NotImplementedError()\n")
    salida = capsys.readouterr().out
    assert salida.count("«partir_en_lotes» está por escribir") == 1
    assert "t2.partir_en_lotes: sin hacer" in salida
    assert "Se obtuvo" not in salida
    assert "sin probar" not in salida


def test_una_llamada_sin_fin_se_corta_y_los_demas_casos_quedan_sin_probar():
    informe = evaluar(comprobacion(), espacio_de(ENDLESS))
    assert informe.veredicto == "tiempo"
    assert [c.correcto for c in informe.casos] == [False, None, None]


@pytest.mark.parametrize("recoge", ["except:", "except BaseException:", "except Exception:"])
def test_una_llamada_sin_fin_que_recoge_excepciones_tambien_se_corta(recoge):
    codigo = (
        "def partir_en_lotes(x, y, b):\n    n = 0\n    while True:\n"
        f"        try:\n            n += 1\n        {recoge}\n            pass\n"
    )
    assert evaluar(comprobacion(), espacio_de(codigo)).veredicto == "tiempo"


def test_la_llamada_sin_fin_tambien_se_corta_fuera_del_hilo_principal():
    informes = []
    hilo = threading.Thread(
        target=lambda: informes.append(evaluar(comprobacion(), espacio_de(ENDLESS)))
    )
    hilo.start()
    hilo.join()
    assert informes[0].veredicto == "tiempo"


def test_la_llamada_sin_fin_tambien_se_corta_sin_setitimer(monkeypatch):
    monkeypatch.delattr(signal, "setitimer")
    assert evaluar(comprobacion(), espacio_de(ENDLESS)).veredicto == "tiempo"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="sin setitimer")
def test_despues_de_comprobar_no_queda_ningun_reloj():
    antes = signal.getsignal(signal.SIGALRM)
    evaluar(comprobacion(), espacio_de(BIEN))
    evaluar(comprobacion(), espacio_de(ENDLESS))
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is antes


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="sin setitimer")
def test_un_limite_dentro_de_otro_no_lo_quita():
    def fuera():
        con_limite(lambda: None, 5.0)
        while True:
            pass

    with pytest.raises(TiempoAgotado):
        con_limite(fuera, 0.3)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_ctrl_c_del_alumno_pasa():
    codigo = "def partir_en_lotes(x, y, b):\n    raise KeyboardInterrupt\n"
    with pytest.raises(KeyboardInterrupt):
        evaluar(comprobacion(), espacio_de(codigo))


def test_lo_impreso_se_ve_pero_con_tope(carpeta, capsys):
    llamar(BIEN.replace("    if", "    print('hola', 'x' * 3000)\n    if"))
    salida = capsys.readouterr().out
    assert "hola" in salida
    assert salida.count("x" * 100) * 100 < 5000
    assert "caracteres más, que se omiten" in salida


def test_lo_que_va_a_stderr_sale_por_stdout(carpeta, capsys):
    """Con texto en stderr (un aviso), Validate de nbgrader daría la celda por mala."""
    llamar("import sys\n" + BIEN.replace("    if", "    print('cuidado', file=sys.stderr)\n    if"))
    capturado = capsys.readouterr()
    assert capturado.err == ""
    assert "cuidado" in capturado.out


def test_una_excepcion_ensena_tipo_mensaje_y_la_linea_del_alumno(carpeta):
    shell = InteractiveShell()
    codigo = "def ayuda(n):\n    return 1 / n\ndef partir_en_lotes(x, y, b):\n    return ayuda(0)\n"
    shell.run_cell(codigo)
    caso = evaluar(comprobacion(), shell.user_ns).casos[0]
    assert caso.obtenido == (
        "lanza ZeroDivisionError: division by zero, "
        "en la línea 2 de la celda de «ayuda»: return 1 / n"
    )


def test_una_excepcion_con_mensaje_imposible_no_rompe_nada(carpeta):
    codigo = (
        "class Rara(Exception):\n    def __str__(self): return 1 / 0\n"
        "def partir_en_lotes(x, y, b): raise Rara\n"
    )
    assert evaluar(comprobacion(), espacio_de(codigo)).veredicto == "excepcion"


def test_en_un_cuaderno_el_resultado_es_html_y_texto(carpeta, monkeypatch):
    shell = InteractiveShell.instance()
    monkeypatch.setattr(modulo, "_interprete", lambda: shell)
    try:
        shell.run_cell(BIEN + "from curso.comprobar import comprobar")
        with capture_output() as capturado:
            shell.run_cell(f'comprobar("{ID}")')
        (salida,) = capturado.outputs
        assert set(salida.data) == {"text/html", "text/plain"}
        assert "correcto" in salida.data["text/html"]
    finally:
        InteractiveShell.clear_instance()


def test_al_validar_con_nbgrader_un_caso_que_falla_es_un_error_breve(carpeta, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(AssertionError) as error:
        llamar(MAL)
    assert str(error.value) == (
        "t2.partir_en_lotes: pruebas públicas que fallan: 1 de 3. "
        "Se pierde el último lote cuando es más corto."
    )
    with pytest.raises(AssertionError, match="no está definido"):
        llamar("otra = 1")
    llamar(BIEN)
    assert "correcto" in capsys.readouterr().out


def test_al_validar_sin_el_fichero_se_dice(carpeta, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    (carpeta / "casos_publicos.json").unlink()
    with pytest.raises(ErrorDeComprobacion, match="No encuentro"):
        llamar(BIEN)


def test_bajo_nbgrader_autograde_sin_configurar_es_un_error(carpeta, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(ErrorDeComprobacion, match="sin la configuración del curso"):
        llamar(BIEN)


# --- lo que no está donde se corrige, y lo que se mide en una GPU ---------------------------------


def test_si_el_cuaderno_carga_algo_que_al_corregir_no_esta_se_avisa(carpeta, monkeypatch, capsys):
    escribir_ejemplo(carpeta, ausentes=["paquete.ausente"])
    llamar(BIEN)
    assert "no está" not in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "paquete.ausente", ModuleType("ausente"))
    llamar(BIEN)
    salida = capsys.readouterr().out
    assert "✔ t2.partir_en_lotes: correcto" in salida
    assert "carga «paquete.ausente», que al corregir no está" in " ".join(salida.split())


@pytest.mark.parametrize("modo", [None, "validate"])
def test_una_velocidad_que_se_mide_en_la_gpu_no_se_estima_ni_suspende(
    carpeta, monkeypatch, capsys, modo
):
    escribir_ejemplo(carpeta, velocidad={"en_gpu": True})
    if modo:
        monkeypatch.setenv("NBGRADER_EXECUTION", modo)
    llamar(BIEN, f'comprobar("{ID}", velocidad=True)')
    assert "se mide en una GPU, al corregir" in " ".join(capsys.readouterr().out.split())
