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


@pytest.mark.parametrize(
    ("ficheros", "elegido"),
    [
        (["t2_lotes.ipynb"], "t2_lotes.ipynb"),
        (["Copia de t2_lotes.ipynb", "t2_lotes-Copy1.ipynb", "t2_lotes.ipynb"], "t2_lotes.ipynb"),
        (["borrador.ipynb", "t2_lotes.ipynb"], None),
        (["LEEME.txt"], None),
    ],
)
def test_de_una_carpeta_se_abre_el_cuaderno_de_la_tarea(
    tmp_path: Path, ficheros: list[str], elegido: str | None
) -> None:
    for nombre in ficheros:
        (tmp_path / nombre).touch()
    abierto = laboratorio.cuaderno_de(tmp_path)
    assert (None if abierto is None else abierto.name) == elegido


def test_lo_que_sale_del_zip_sin_fecha_tiene_la_de_hoy(tmp_path: Path) -> None:
    for nombre, cuando in (("de_1980", 315532800), ("de_antes", 1_700_000_000)):
        (tmp_path / nombre).touch()
        os.utime(tmp_path / nombre, (cuando, cuando))
    laboratorio.poner_fecha(tmp_path)
    assert time.time() - (tmp_path / "de_1980").stat().st_mtime < 600
    assert (tmp_path / "de_antes").stat().st_mtime == 1_700_000_000


@pytest.mark.lento
def test_abrir_arranca_jupyterlab_en_espanol_sin_tocar_los_ajustes(tmp_path: Path) -> None:
    """También como root: las pruebas corren así en un contenedor."""
    casa, carpeta = tmp_path / "casa", tmp_path / "cuadernos"
    casa.mkdir()
    carpeta.mkdir()
    (carpeta / "una tarea.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4}')
    datos = casa / "runtime"
    entorno = {
        **os.environ,
        "HOME": str(casa),
        "JUPYTER_CONFIG_DIR": str(casa / "config"),
        "JUPYTER_RUNTIME_DIR": str(datos),
        "JUPYTER_TOKEN": "prueba",
        "JUPYTERLAB_SETTINGS_DIR": str(casa / "ajustes"),
    }
    orden = [sys.executable, "-c", "import sys; from curso.cli import main; sys.exit(main())"]
    orden += ["abrir", str(carpeta), "--sin-navegador", "--puerto", "0"]
    proceso = subprocess.Popen(orden, env=entorno, stderr=subprocess.PIPE, text=True)
    try:
        servidor = _esperar_servidor(datos)
        ajustes = _pedir(
            f"{servidor}lab/api/settings/@jupyterlab/translation-extension:plugin?token=prueba"
        )
        assert ajustes["schema"]["properties"]["locale"]["default"] == "es_ES"
        idioma = _pedir(f"{servidor}lab/api/translations/es_ES?token=prueba")
        assert "Guardar" in str(idioma["data"]["jupyterlab"])
        assert not list((casa / "ajustes").glob("**/*.jupyterlab-settings"))
        with urllib.request.urlopen(f"{servidor}?token=prueba", timeout=60) as pagina:
            assert "/lab/tree/una%20tarea.ipynb" in pagina.url
        assert proceso.stderr is not None
        dicho = "".join(proceso.stderr.readline() for _ in range(3))
    finally:
        for fichero in datos.glob("jpserver-*.json"):
            os.kill(json.loads(fichero.read_text())["pid"], 15)
        _, despues = proceso.communicate(timeout=60)
    assert (proceso.returncode, despues) == (0, "")
    assert f"Se abre JupyterLab en «{carpeta}»" in dicho
    assert "?token=prueba" in dicho
    assert "ServerApp" not in dicho  # nada de lo que el servidor cuenta en inglés


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
