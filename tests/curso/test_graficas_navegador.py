"""La animación se mueve en un navegador de verdad, tal como la enseña JupyterLab."""

import base64
import shutil
import time

import numpy as np
import pytest

from curso import graficas
from curso.problemas import Valle

pytestmark = pytest.mark.navegador

webdriver = pytest.importorskip("selenium.webdriver")


@pytest.fixture(scope="module")
def browser():
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        pytest.skip("no hay Chromium")
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
    data, metadata = animation._repr_mimebundle_()
    alt, source = metadata["image/png"]["alt"], "data:image/png;base64," + data["image/png"]
    page = f'<img alt="{alt}" src="{source}">'
    browser.get("data:text/html;base64," + base64.b64encode(page.encode()).decode())
    frames, deadline = set(), time.monotonic() + 30
    while len(frames) < 3 and time.monotonic() < deadline:
        frames.add(browser.get_screenshot_as_base64())
        time.sleep(0.3)
    assert len(frames) >= 3
