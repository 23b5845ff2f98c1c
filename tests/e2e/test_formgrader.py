"""El formgrader de nbgrader sobre una clase calificada: se ve, es seguro y su botón devuelve."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import element_to_be_clickable
from selenium.webdriver.support.ui import WebDriverWait

from tests.e2e.browser import CHROMIUM, DRIVER, MISSING, browser, jupyter_server, screenshot
from tests.nbgrader.feedback_sample import ATTACK

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.aislamiento,
    pytest.mark.lento,
    pytest.mark.xdist_group("formgrader"),
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=MISSING),
]

TAREA = "t2_lotes"
WAIT_S = 90
WRONG = """def iteraciones_por_epoca(n, b, descartar_ultimo=False):
    if n < 1 or b < 1:
        raise ValueError("n y b deben ser al menos 1")
    return n // b
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Un curso con una entrega calificada: un error conocido y un ataque al navegador."""
    root = tmp_path_factory.mktemp("clase") / "curso"
    _autograde("crear", root)
    _autograde("--curso", root, "generar", TAREA)
    folder = root / "submitted" / "ana" / TAREA
    folder.mkdir(parents=True)
    released = nbformat.read(root / "release" / TAREA / f"{TAREA}.ipynb", as_version=4)
    for cell in released.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "t2-pregunta":
            cell.source = f"Mi respuesta.\n\n{ATTACK}"
        if "iteraciones_por_epoca-solucion" in cell.metadata.get("nbgrader", {}).get(
            "grade_id", ""
        ):
            cell.source = WRONG
    show = f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({ATTACK!r}))\n"
    released.cells.append(new_code_cell(f"{show}display(Javascript('window.atacado = 1'))"))
    nbformat.write(released, folder / f"{TAREA}.ipynb")
    _autograde("--curso", root, "calificar", TAREA)
    return root


def _autograde(*arguments):
    subprocess.run(
        [sys.executable, "-m", "autograde.cli", *map(str, arguments)], check=True, timeout=300
    )


@pytest.fixture(scope="module")
def formgrader(course, tmp_path_factory):
    private = tmp_path_factory.mktemp("privado")
    exchange = private / "intercambio"
    exchange.mkdir(mode=0o777)
    with (
        jupyter_server(course, private, f"--Exchange.root={exchange}") as address,
        browser(private / "perfil") as driver,
    ):
        yield driver, f"{address}/formgrader"


def _wait_for_text(driver, text):
    def body(d):
        return text in d.find_element(By.TAG_NAME, "body").text

    WebDriverWait(driver, WAIT_S, 0.3).until(body)


def test_the_gradebook_lists_the_graded_submission(formgrader):
    driver, address = formgrader
    driver.get(f"{address}/gradebook/{TAREA}/{TAREA}")
    _wait_for_text(driver, "Submission #1")
    screenshot(driver, "formgrader-lista")
    row = driver.find_element(By.CSS_SELECTOR, "tbody tr")
    assert row.find_elements(By.CSS_SELECTOR, ".glyphicon-ok")  # falta corregirla a mano


def test_a_submission_shows_the_judges_report_and_runs_nothing_of_the_student(formgrader):
    driver, address = formgrader
    driver.get(f"{address}/gradebook/{TAREA}/{TAREA}")
    _wait_for_text(driver, "Submission #1")
    driver.find_element(By.LINK_TEXT, "Submission #1").click()
    _wait_for_text(driver, "t2.iteraciones_por_epoca: incorrecto")
    report = driver.find_element(By.CSS_SELECTOR, ".curso-informe")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", report)
    screenshot(driver, "formgrader-entrega")
    assert "Causa:" in report.text
    assert "Pista:" in report.text
    _wait_for_text(driver, "Mi respuesta.")
    assert driver.execute_script("return window.atacado") is None


def test_the_rubric_is_beside_the_free_answer(formgrader):
    driver, address = formgrader
    driver.get(f"{address}/gradebook/{TAREA}/{TAREA}")
    _wait_for_text(driver, "Submission #1")
    driver.find_element(By.LINK_TEXT, "Submission #1").click()
    _wait_for_text(driver, "Rúbrica y respuesta modelo")
    (rubric,) = driver.find_elements(By.CSS_SELECTOR, "details.panel-info")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", rubric)
    screenshot(driver, "formgrader-rubrica")
    assert rubric.find_elements(By.TAG_NAME, "table")
    assert "Mi respuesta." in rubric.find_element(By.XPATH, "..").text


def test_the_feedback_button_writes_our_page(formgrader, course):
    driver, address = formgrader
    page = course / "feedback" / "ana" / TAREA / f"{TAREA}.html"
    assert not page.exists()
    driver.get(f"{address}/manage_submissions/{TAREA}")
    button = (By.CSS_SELECTOR, "tbody a .glyphicon-comment")
    WebDriverWait(driver, WAIT_S, 0.3).until(element_to_be_clickable(button)).click()
    WebDriverWait(driver, WAIT_S, 0.3).until(lambda _: page.exists() and page.stat().st_size)
    html = page.read_text(encoding="utf-8")
    assert '<html lang="es">' in html
    assert "provisional: falta la corrección manual" in html
    assert "t2.iteraciones_por_epoca" in html
    assert "De qué está hecha la nota" in html
    assert "Rúbrica" not in html
