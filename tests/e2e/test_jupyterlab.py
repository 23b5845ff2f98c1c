"""Lo que ve un alumno en JupyterLab, en español: primero su error, y después que está bien."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.curso.ejemplo_publico import escribir_ejemplo
from tests.e2e.browser import CHROMIUM, DRIVER, MISSING, browser, jupyter_server, screenshot

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.lento,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=MISSING),
]

WAIT_S = 90

WRONG = """def partir_en_lotes(x, y, b):
    return [(x[i:i + b], y[i:i + b]) for i in range(0, len(x) - b + 1, b)]
"""
RIGHT = """def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError("b debe ser al menos 1")
    return [(x[i:i + b], y[i:i + b]) for i in range(0, len(x), b)]
"""
ENDLESS = """def partir_en_lotes(x, y, b):
    while True:
        pass
"""
THEMES = {"claro": "JupyterLab Light", "oscuro": "JupyterLab Dark"}


@pytest.fixture(scope="module", params=THEMES)
def lab(request, tmp_path_factory):
    """Un JupyterLab con el cuaderno abierto, y el nombre de su tema."""
    base = tmp_path_factory.mktemp("lab")
    folder, private = base / "tarea", base / "privado"
    folder.mkdir()
    private.mkdir()
    _write_notebook(folder)
    _write_settings(private / "settings", THEMES[request.param])
    with jupyter_server(folder, private) as address, browser(base / "perfil") as driver:
        driver.get(f"{address}/lab/tree/t2_lotes.ipynb")
        _wait(driver, "return document.querySelectorAll('.jp-Notebook .jp-Cell').length >= 3")
        _wait(driver, "return !!window.jupyterapp.shell.currentWidget?.sessionContext?.isReady")
        yield driver, request.param


def _write_notebook(folder: Path) -> None:
    escribir_ejemplo(folder)
    locked = {"editable": False, "deletable": False}
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Lotes\n\nParte los datos en lotes de `b` ejemplos."),
            new_code_cell("from curso.comprobar import comprobar", metadata=locked),
            new_code_cell("# ESCRIBE AQUÍ TU CÓDIGO\nraise NotImplementedError()"),
            new_code_cell('comprobar("t2.partir_en_lotes")', metadata=locked),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "t2_lotes.ipynb")


def _write_settings(folder: Path, theme: str) -> None:
    """El tema, y sin los avisos que JupyterLab saca la primera vez."""
    settings = {
        "themes": {"theme": theme},
        "notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    for name, value in settings.items():
        path = folder / "@jupyterlab" / "apputils-extension" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")


def _wait(driver, script):
    return WebDriverWait(driver, WAIT_S, 0.3).until(lambda d: d.execute_script(script))


def _answer_and_run(driver, code):
    """Escribe la respuesta en su celda y ejecuta el cuaderno como el alumno, con Mayús+Intro."""
    driver.execute_script(
        """
        const notebook = window.jupyterapp.shell.currentWidget.content;
        notebook.widgets[2].model.sharedModel.setSource(arguments[0]);
        window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
        notebook.activeCellIndex = 1;
        notebook.mode = 'command';
        notebook.activate();
        """,
        code,
    )
    for _ in range(3):
        driver.switch_to.active_element.send_keys(Keys.SHIFT, Keys.ENTER)
    _wait(driver, "return !!document.querySelector('.jp-OutputArea .curso-informe')")
    return driver.find_element(By.CSS_SELECTOR, ".curso-informe")


def test_jupyterlab_is_in_spanish(lab):
    driver, _ = lab
    menu = driver.find_element(By.ID, "jp-MainMenu").text
    assert "Archivo" in menu


def test_a_wrong_solution_shows_its_finding_and_then_a_right_one_passes(lab):
    driver, theme = lab
    report = _answer_and_run(driver, WRONG)
    screenshot(driver, f"mal-{theme}")
    assert "t2.partir_en_lotes: incorrecto" in report.text
    assert "Se pierde el último lote cuando es más corto." in report.text
    assert "partir_en_lotes(x, y, 4)" in report.text
    assert "solo las pruebas públicas" in report.text
    assert "Horas y notas, de 3 en 3" not in report.text  # el caso correcto está plegado

    report = _answer_and_run(driver, RIGHT)
    screenshot(driver, f"bien-{theme}")
    assert "t2.partir_en_lotes: correcto" in report.text
    report.find_element(By.TAG_NAME, "summary").click()
    assert "Horas y notas, de 3 en 3" in report.text
    screenshot(driver, f"bien-abierto-{theme}")


def test_an_endless_call_is_stopped_and_the_kernel_goes_on(lab):
    driver, theme = lab
    report = _answer_and_run(driver, ENDLESS)
    screenshot(driver, f"sin-fin-{theme}")
    assert "no termina a tiempo" in report.text
    assert "2 casos sin probar" in report.text
    assert "correcto" in _answer_and_run(driver, RIGHT).text


def test_the_words_can_be_read_on_their_background(lab):
    """Contraste de al menos 4,5 (WCAG AA) entre el texto y el fondo, en los dos temas."""
    driver, _ = lab
    _answer_and_run(driver, WRONG)
    for selector in (".curso-cabecera strong", ".curso-suave", "dt", "pre", ".curso-hallazgo p"):
        ratio = driver.execute_script(_CONTRAST, f".curso-informe {selector}")
        assert ratio >= 4.5, selector


_CONTRAST = """
const element = document.querySelector(arguments[0]);
const channels = (c) => c.match(/[\\d.]+/g).map(Number);
function background(e) {
  for (; e; e = e.parentElement) {
    const c = channels(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c;
  }
  return [255, 255, 255];
}
function luminance(c) {
  const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const a = luminance(channels(getComputedStyle(element).color));
const b = luminance(background(element));
return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
"""
