"""La animación se mueve en un navegador de verdad, tal como la enseña JupyterLab."""

import base64
import io
import shutil
import time

import numpy as np
import pytest
from PIL import Image

from autograde.notebooks.sanitize import clean_html
from curso import graficas
from curso.problemas import Valle
from tests.missing import lack

pytestmark = pytest.mark.navegador

webdriver = pytest.importorskip("selenium.webdriver")


@pytest.fixture(scope="module")
def browser():
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        pytest.skip(lack("Chromium", "chromium", "chromium-driver"))
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


def test_the_animation_plays_from_the_output_of_a_cell(browser):
    valley = Valle()
    path = [valley.inicio]
    for _ in range(30):
        path.append(path[-1] - 0.3 * valley.gradiente(path[-1]))
    animation = graficas.animar(valley, {"SGD": np.array(path)}, ms=200)
    shown = animation._repr_mimebundle_()["text/html"]
    clean = clean_html(shown)
    assert "<details" in clean
    assert animation.descripcion.split(".")[1] in clean
    for page in (shown, clean):
        open_page(browser, page)
        if page == clean:  # el saneador no deja que se abra solo
            browser.find_element("tag name", "summary").click()
        assert browser.find_element("tag name", "img").is_displayed()
        assert len(frames(browser)) >= 3
        browser.find_element("tag name", "summary").click()
        assert not browser.find_element("tag name", "img").is_displayed()


def test_the_animation_keeps_still_for_who_asks_for_less_motion(browser):
    valley = Valle()
    path = np.array([valley.inicio + k * np.array([0.1, -0.02]) for k in range(30)])
    page = graficas.animar(valley, {"SGD": path}, ms=200)._repr_mimebundle_()["text/html"]
    asked = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": asked})
    try:
        open_page(browser, page)
        image = browser.find_element("tag name", "img")
        still = base64.b64decode(image.get_property("currentSrc").partition(",")[2])
        with Image.open(io.BytesIO(still)) as seen:
            assert not getattr(seen, "is_animated", False)
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def open_page(browser, page):
    browser.get("data:text/html;base64," + base64.b64encode(page.encode()).decode())


def frames(browser):
    """Las imágenes distintas que se ven mientras se mira, hasta tres."""
    seen, deadline = set(), time.monotonic() + 30
    while len(seen) < 3 and time.monotonic() < deadline:
        seen.add(browser.get_screenshot_as_base64())
        time.sleep(0.3)
    return seen
