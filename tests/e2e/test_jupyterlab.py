"""Lo que ve un alumno en JupyterLab, en español: primero su error, y después que está bien."""

import json
import shutil

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from autograde.course import Course
from autograde.exercises import load
from autograde.nbgrader.generate import generate
from tests.e2e.browser import CHROMIUM, DRIVER, MISSING, browser, jupyter_server, screenshot

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.lento,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=MISSING),
]

TAREA = "t2_lotes"
WAIT_S = 90
FINDING = (
    load(TAREA).exercises["t2.partir_en_lotes"].findings["t2.partir_en_lotes.olvida_el_ultimo"]
)

WRONG = """def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError("b debe ser al menos 1")
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


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """La tarea tal como la reciben los alumnos."""
    course = Course.create(tmp_path_factory.mktemp("clase") / "curso")
    return generate(course, TAREA)


@pytest.fixture(scope="module", params=THEMES)
def lab(request, release, tmp_path_factory):
    """Un JupyterLab con el cuaderno abierto y preparado, y el nombre de su tema."""
    base = tmp_path_factory.mktemp("lab")
    folder, private = base / "tarea", base / "privado"
    shutil.copytree(release, folder)
    private.mkdir()
    _write_settings(private / "settings", THEMES[request.param])
    with jupyter_server(folder, private) as address, browser(base / "perfil") as driver:
        driver.get(f"{address}/lab/tree/{TAREA}.ipynb")
        _wait(driver, "return document.querySelectorAll('.jp-Notebook .jp-Cell').length >= 3")
        _wait(driver, "return !!window.jupyterapp.shell.currentWidget?.sessionContext?.isReady")
        _run(driver, "t2-preparacion")
        yield driver, request.param


def _write_settings(folder, theme):
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


def _run(driver, grade_id, source=None):
    """Se pone en una celda, escribe `source` si se da, y la ejecuta con Mayús+Intro."""
    driver.execute_script(
        """
        const notebook = window.jupyterapp.shell.currentWidget.content;
        const index = notebook.widgets.findIndex(
          (w) => w.model.sharedModel.getMetadata().nbgrader?.grade_id === arguments[0]);
        const cell = notebook.widgets[index].model.sharedModel;
        if (arguments[1] !== null) cell.setSource(arguments[1]);
        notebook.activeCellIndex = index;
        notebook.mode = 'command';
        notebook.activate();
        """,
        grade_id,
        source,
    )
    driver.switch_to.active_element.send_keys(Keys.SHIFT, Keys.ENTER)


def _answer_and_check(driver, code):
    """Escribe la respuesta, la ejecuta y ejecuta su comprobación; devuelve el informe."""
    driver.execute_script("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    _wait(driver, "return !document.querySelector('.curso-informe')")
    _run(driver, "t2-partir_en_lotes-solucion", code)
    _run(driver, "t2-partir_en_lotes")
    _wait(driver, "return !!document.querySelector('.jp-OutputArea .curso-informe')")
    report = driver.find_element(By.CSS_SELECTOR, ".curso-informe")
    driver.execute_script("arguments[0].scrollIntoView({block: 'start'})", report)
    return report


def test_jupyterlab_is_in_spanish(lab):
    driver, _ = lab
    menu = driver.find_element(By.ID, "jp-MainMenu").text
    assert "Archivo" in menu


def test_a_wrong_solution_shows_its_finding_and_then_a_right_one_passes(lab):
    driver, theme = lab
    report = _answer_and_check(driver, WRONG)
    screenshot(driver, f"mal-{theme}")
    assert "t2.partir_en_lotes: incorrecto" in report.text
    assert FINDING.causa in report.text
    assert FINDING.pista.replace("`", "") in report.text
    assert "partir_en_lotes(x, y, " in report.text
    assert "solo las pruebas públicas" in report.text
    assert "correcto: " not in report.text.replace("incorrecto: ", "")  # van plegados

    report = _answer_and_check(driver, RIGHT)
    screenshot(driver, f"bien-{theme}")
    assert "t2.partir_en_lotes: correcto" in report.text
    report.find_element(By.TAG_NAME, "summary").click()
    assert "correcto: " in report.text
    screenshot(driver, f"bien-abierto-{theme}")


def test_an_endless_call_is_stopped_and_the_kernel_goes_on(lab):
    driver, theme = lab
    report = _answer_and_check(driver, ENDLESS)
    screenshot(driver, f"sin-fin-{theme}")
    assert "no termina a tiempo" in report.text
    assert "casos sin probar" in report.text
    assert "correcto" in _answer_and_check(driver, RIGHT).text


def test_what_was_called_is_never_hidden_by_a_scroll_bar(lab):
    driver, _ = lab
    _answer_and_check(driver, WRONG)
    hidden = driver.execute_script(
        "return [...document.querySelectorAll('.curso-informe > .curso-caso dl')]"
        ".map((d) => d.querySelector('pre')).map((e) => e.scrollHeight - e.clientHeight)"
    )
    assert hidden
    assert max(hidden) <= 1


def test_the_words_can_be_read_on_their_background(lab):
    """Contraste de al menos 4,5 (WCAG AA) entre el texto y el fondo, en los dos temas."""
    driver, _ = lab
    _answer_and_check(driver, WRONG)
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
