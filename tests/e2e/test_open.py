"""Lo que se ve al abrir: quien enseña, JupyterLab en español con el formgrader a la vista."""

import os
import re
import subprocess
import sys

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from autograde.course import Course
from tests.e2e.browser import CHROMIUM, DRIVER, MISSING, browser, screenshot

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.lento,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=MISSING),
]
WAIT_S = 90


@pytest.fixture
def address(tmp_path):
    """La dirección que dice `autograde abrir`, con todo lo de la persona en otra carpeta."""
    course = Course.create(tmp_path / "curso")
    names = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    own = {name: str(tmp_path / name.lower()) for name in names}
    order = [sys.executable, "-m", "autograde.cli", "abrir", "--sin-navegador", "--puerto", "0"]
    server = subprocess.Popen(
        [*order, "--curso", str(course.root)],
        env=os.environ | own,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        lines = iter(server.stderr.readline, "")
        yield next(url[0] for line in lines if (url := re.search(r"http\S+", line)))
    finally:
        os.killpg(server.pid, 15)
        server.communicate(timeout=60)


def test_the_teacher_sees_the_formgrader_in_a_lab_in_spanish(address, tmp_path):
    with browser(tmp_path / "perfil") as driver:
        driver.get(address)
        tab = "//*[contains(@class, 'lm-TabBar-tabLabel')][text()='Formgrader']"
        WebDriverWait(driver, WAIT_S, 0.3).until(lambda d: d.find_elements(By.XPATH, tab))
        assert "Archivo" in driver.find_element(By.ID, "jp-MainMenu").text
        frame = (By.CSS_SELECTOR, "iframe[src*='formgrader']")
        WebDriverWait(driver, WAIT_S, 0.3).until(lambda d: d.find_elements(*frame))
        driver.switch_to.frame(driver.find_element(*frame))
        WebDriverWait(driver, WAIT_S, 0.3).until(
            lambda d: "Manage Assignments" in d.find_element(By.TAG_NAME, "body").text
        )
        screenshot(driver, "autograde-abrir")
