"""La retroalimentación abierta en un navegador: se lee, y nada del alumno se ejecuta."""

import pytest
from selenium.webdriver.common.by import By

from tests.e2e.browser import CHROMIUM, DRIVER, MISSING, browser, screenshot
from tests.nbgrader.feedback_sample import full_page

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=MISSING),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    base = tmp_path_factory.mktemp("retroalimentacion")
    (base / "t2_lotes.html").write_text(full_page(), encoding="utf-8")
    with browser(base / "perfil") as driver:
        driver.get((base / "t2_lotes.html").as_uri())
        yield driver


def test_nothing_of_the_student_runs(page):
    assert page.execute_script("return window.atacado") is None
    assert not page.find_elements(By.TAG_NAME, "iframe")


def test_the_policy_stops_an_inline_script_that_got_in(page):
    page.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.colado = 1';"
        "document.body.append(s)"
    )
    assert page.execute_script("return window.colado") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_light_and_dark(page, scheme):
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    screenshot(page, f"retroalimentacion-{scheme}")
    text = page.find_element(By.TAG_NAME, "body").text
    for expected in (
        "Ana Díaz",
        "Lotes y épocas",
        "0,25 de 4 puntos",
        "1,5 de 2",
        "Comentario de tu docente",
        "Penalización por entregar tarde",
        "pendiente de corrección manual",
        "t2.f: incorrecto",
        "Falta 1.",
    ):
        assert expected in text
    ink, paper = page.execute_script(
        "const s = getComputedStyle(document.body);"
        "return [s.color, s.backgroundColor].map((c) => Number(c.match(/\\d+/)[0]))"
    )
    assert (ink > paper) == (scheme == "dark")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen_even_unfolded(page, width):
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    page.execute_script("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    assert page.execute_script(
        "return document.querySelector('math').getBoundingClientRect().width"
    )
