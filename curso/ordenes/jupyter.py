"""Abrir JupyterLab en español, sin tocar la configuración de quien lo usa."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from curso.ordenes.consola import ErrorDeUso

IDIOMA = "es_ES"
PAQUETE_DE_IDIOMA = "jupyterlab_language_pack_es_ES"
_AJUSTES = {
    "@jupyterlab/translation-extension:plugin": {"locale": IDIOMA},
    # Sin preguntar, en inglés, por las noticias de Jupyter ni salir a buscarlas.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}


def abrir(destino: Path, opciones: tuple[str, ...] = ()) -> int:
    """Arranca JupyterLab en la carpeta (o el cuaderno) `destino` y espera a que se cierre.

    `opciones` se pasan tal cual a JupyterLab. Devuelve su código de salida.
    """
    if not destino.exists():
        raise ErrorDeUso(f"No existe «{destino}»: escribe la carpeta de los cuadernos, o ninguna.")
    if find_spec("jupyterlab") is None:
        raise ErrorDeUso(
            "Falta JupyterLab: instálalo con "
            f"«{sys.executable} -m pip install jupyterlab jupyterlab-language-pack-es-ES»."
        )
    if find_spec(PAQUETE_DE_IDIOMA) is None:
        print(
            "JupyterLab se abrirá en inglés; para tenerlo en español instala el idioma con "
            f"«{sys.executable} -m pip install jupyterlab-language-pack-es-ES».",
            file=sys.stderr,
        )
    with entorno_en_espanol(os.environ) as entorno:
        orden = [sys.executable, "-m", "jupyterlab", *opciones, str(destino)]
        return subprocess.run(orden, env=entorno, check=False).returncode


@contextmanager
def entorno_en_espanol(entorno: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """El entorno con el que un proceso de JupyterLab sale en español por defecto.

    El idioma va en una carpeta de configuración temporal, que solo ve ese proceso y que no
    prevalece sobre el idioma que la persona haya elegido en los menús de JupyterLab.
    """
    with tempfile.TemporaryDirectory(prefix="curso-") as carpeta:
        ajustes = Path(carpeta) / "labconfig"
        ajustes.mkdir()
        (ajustes / "default_setting_overrides.json").write_text(
            json.dumps(_AJUSTES), encoding="utf-8"
        )
        rutas = [carpeta, entorno.get("JUPYTER_CONFIG_PATH", "")]
        yield {**entorno, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, rutas))}
