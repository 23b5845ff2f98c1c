"""Chromium sin pantalla y un servidor de Jupyter propio, para las pruebas de principio a fin."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from curso.ordenes.jupyter import entorno_en_espanol
from tests.missing import lack

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
MISSING = lack("Chromium", "chromium", "chromium-driver")
#: si se define, las capturas de pantalla se dejan en esa carpeta, para mirarlas
SCREENSHOTS = os.environ.get("CURSO_CAPTURAS")

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=es-ES",
    "--window-size=1280,1000",
)
_SERVER_START_S = 90


@contextmanager
def browser(profile: Path) -> Iterator[webdriver.Chrome]:
    """Un Chromium con un perfil vacío."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def screenshot(driver: webdriver.Chrome, name: str) -> None:
    """Guarda lo que se ve, si se ha pedido con `CURSO_CAPTURAS`."""
    if SCREENSHOTS:
        driver.save_screenshot(str(Path(SCREENSHOTS) / f"{name}.png"))


@contextmanager
def jupyter_server(root: Path, private: Path, *flags: str) -> Iterator[str]:
    """La dirección de un JupyterLab en español que sirve `root`.

    No usa nada de la configuración de la persona: todo lo suyo está en `private`.
    """
    port = _free_port()
    with entorno_en_espanol(_environment(private)) as environment:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--no-browser",
                "--allow-root",
                f"--ServerApp.root_dir={root}",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                "--IdentityProvider.token=",
                "--LabApp.expose_app_in_browser=True",
                *flags,
            ],
            cwd=root,
            env=environment,
            stdout=(private / "jupyter.log").open("w"),
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api", server, private / "jupyter.log")
            yield address
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _environment(private: Path) -> dict[str, str]:
    own = {
        name: str(private / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    }
    for folder in own.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    return {**os.environ, **own, "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"), "PATH": path}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _SERVER_START_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"JupyterLab no ha arrancado:\n{log.read_text()[-3000:]}")
