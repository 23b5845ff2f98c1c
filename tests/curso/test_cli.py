"""La orden `curso`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from curso import cli
from curso.ordenes import jupyter as laboratorio
from curso.ordenes.consola import ErrorDeUso


def test_info_dice_versiones_y_backend(capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("CURSO_BACKEND", "torch")
    assert cli.main(["info"]) == 0
    salida = capsys.readouterr().out
    assert f"numpy         {np.__version__}" in salida
    assert "'torch' no es un backend conocido" in salida


@pytest.mark.parametrize(
    ("argv", "texto"),
    [
        (["comprobar", "no-existe.ipynb"], "No existe el cuaderno «no-existe.ipynb»"),
        (["abrir", "no-existe"], "No existe «no-existe»"),
    ],
)
def test_lo_que_no_existe_se_dice_en_una_frase(argv: list[str], texto: str, capsys: Any) -> None:
    assert cli.main(argv) == 1
    assert texto in capsys.readouterr().err


def test_sin_jupyterlab_se_dice_como_instalarlo(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(laboratorio, "find_spec", lambda nombre: None)
    with pytest.raises(ErrorDeUso, match=r"Falta JupyterLab: instálalo con .*-m pip install"):
        laboratorio.abrir(tmp_path)


def test_el_idioma_va_en_una_carpeta_que_desaparece(tmp_path: Path) -> None:
    with laboratorio.entorno_en_espanol({"JUPYTER_CONFIG_PATH": str(tmp_path)}) as entorno:
        temporal, propia = entorno["JUPYTER_CONFIG_PATH"].split(os.pathsep)
        assert propia == str(tmp_path)
        ajustes = Path(temporal, "labconfig", "default_setting_overrides.json")
        assert "es_ES" in ajustes.read_text(encoding="utf-8")
    assert not Path(temporal).exists()
    assert not list(tmp_path.iterdir())


@pytest.mark.lento
def test_abrir_arranca_jupyterlab_en_espanol_sin_tocar_los_ajustes(tmp_path: Path) -> None:
    casa, carpeta = tmp_path / "casa", tmp_path / "cuadernos"
    casa.mkdir()
    carpeta.mkdir()
    datos = casa / "runtime"
    entorno = {
        **os.environ,
        "HOME": str(casa),
        "JUPYTER_CONFIG_DIR": str(casa / "config"),
        "JUPYTER_RUNTIME_DIR": str(datos),
        "JUPYTER_TOKEN": "prueba",
        "JUPYTERLAB_SETTINGS_DIR": str(casa / "ajustes"),
    }
    orden = (
        "from curso.ordenes.jupyter import abrir; from pathlib import Path; import sys;"
        "abrir(Path(sys.argv[1]), ('--no-browser', '--ServerApp.port=0', '--allow-root'))"
    )
    proceso = subprocess.Popen(
        [sys.executable, "-c", orden, str(carpeta)], env=entorno, stderr=subprocess.DEVNULL
    )
    try:
        servidor = _esperar_servidor(datos)
        ajustes = _pedir(
            f"{servidor}lab/api/settings/@jupyterlab/translation-extension:plugin?token=prueba"
        )
        assert ajustes["schema"]["properties"]["locale"]["default"] == "es_ES"
        idioma = _pedir(f"{servidor}lab/api/translations/es_ES?token=prueba")
        assert "Guardar" in str(idioma["data"]["jupyterlab"])
        assert not list((casa / "ajustes").glob("**/*.jupyterlab-settings"))
    finally:
        for fichero in datos.glob("jpserver-*.json"):
            os.kill(json.loads(fichero.read_text())["pid"], 15)
        proceso.wait(timeout=30)


def _esperar_servidor(datos: Path) -> str:
    limite = time.monotonic() + 90
    while time.monotonic() < limite:
        for fichero in datos.glob("jpserver-*.json"):
            url: str = json.loads(fichero.read_text())["url"]
            return url
        time.sleep(0.2)
    raise AssertionError("JupyterLab no ha arrancado")


def _pedir(url: str) -> Any:
    for _ in range(50):
        try:
            with urllib.request.urlopen(url, timeout=20) as respuesta:
                return json.load(respuesta)
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.2)
    raise AssertionError(f"no responde {url}")
