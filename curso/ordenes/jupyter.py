"""Abrir JupyterLab en español, sin tocar la configuración de quien lo usa."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from curso.ordenes.consola import ErrorDeUso

IDIOMA = "es_ES"
PAQUETE_DE_IDIOMA = "jupyterlab_language_pack_es_ES"
_AJUSTES = {
    "@jupyterlab/translation-extension:plugin": {"locale": IDIOMA},
    # Sin preguntar, en inglés, por las noticias de Jupyter ni salir a buscarlas.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
#: Ctrl-C lo cierra sin preguntar, en inglés, si es de verdad
_SIN_PREGUNTAS = "--ServerApp.answer_yes=True"
#: cuántas líneas del registro del servidor, que está en inglés, se enseñan si acaba mal
_ULTIMAS = 20
_ABRIENDO = "Se abre JupyterLab en «{}»; tarda unos segundos."
_ABIERTO = (
    "Si el navegador no se abre solo, entra en {}\n"
    "Para cerrar JupyterLab, guarda lo que tengas y pulsa aquí Ctrl-C."
)
_VUELTA_S = 0.3
#: los zips que se reparten no llevan fecha: lo que sale de ellos dice que es de 1980
_SIN_FECHA = datetime(1990, 1, 1).timestamp()


def agregar_opciones(analizador: argparse.ArgumentParser) -> None:
    """Las opciones de una orden que abre JupyterLab; véase `opciones_de`."""
    analizador.add_argument(
        "--sin-navegador", action="store_true", help="solo el servidor, sin abrir el navegador"
    )
    analizador.add_argument("--puerto", type=int, metavar="N", help="el puerto (por defecto, 8888)")
    analizador.add_argument(
        "--direccion",
        metavar="IP",
        help="la dirección en la que escucha; en un contenedor con el puerto publicado, 0.0.0.0",
    )


def opciones_de(args: argparse.Namespace) -> list[str]:
    """Lo que se ha pedido, con las palabras de JupyterLab."""
    opciones = ["--no-browser"] if args.sin_navegador else []
    if args.puerto is not None:
        opciones.append(f"--ServerApp.port={args.puerto}")
    if args.direccion is not None:
        opciones.append(f"--ServerApp.ip={args.direccion}")
    return opciones


def abrir(destino: Path, opciones: Sequence[str] = ()) -> int:
    """Abre en JupyterLab un cuaderno, o el de la tarea de una carpeta si está claro cuál es.

    Lo que se acaba de descomprimir queda con la fecha de hoy. Véase `arrancar`.
    """
    if not destino.exists():
        raise ErrorDeUso(f"No existe «{destino}»: escribe la carpeta de los cuadernos, o ninguna.")
    cuaderno = cuaderno_de(destino)
    carpeta = destino if cuaderno is None else cuaderno.parent
    poner_fecha(carpeta)
    if cuaderno is None:
        return arrancar(carpeta, opciones)
    return arrancar(carpeta, opciones, f"/lab/tree/{quote(cuaderno.name)}")


def arrancar(carpeta: Path, opciones: Sequence[str] = (), pagina: str = "/lab") -> int:
    """Arranca JupyterLab en español, en una de sus páginas, y espera a que se cierre.

    Lo que el servidor cuenta, en inglés, solo se enseña si acaba mal. `opciones` se pasan tal cual
    a JupyterLab. Devuelve su código de salida.
    """
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
    carpeta = carpeta.resolve()
    print(_ABRIENDO.format(carpeta), file=sys.stderr, flush=True)
    with entorno_en_espanol(os.environ) as entorno:
        entorno.setdefault("JUPYTER_TOKEN", secrets.token_hex(24))
        donde = (f"--ServerApp.root_dir={carpeta}", f"--LabApp.default_url={pagina}")
        orden = [
            sys.executable,
            "-m",
            "jupyterlab",
            _SIN_PREGUNTAS,
            *_como_root(),
            *donde,
            *opciones,
        ]
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as registro,
            subprocess.Popen(orden, env=entorno, cwd=carpeta, stderr=registro) as servidor,
        ):
            codigo = _hasta_que_se_cierre(servidor, entorno["JUPYTER_TOKEN"])
            if codigo:
                registro.seek(0)
                sys.stderr.writelines(registro.readlines()[-_ULTIMAS:])
            return codigo


def cuaderno_de(destino: Path) -> Path | None:
    """El cuaderno que hay que abrir: `destino`, o el de la tarea si es una carpeta.

    El de la tarea es aquel cuyo nombre está en el de todos los demás («t2_lotes» y «Copia de
    t2_lotes»). None si no está claro cuál es.
    """
    if destino.is_file():
        return destino
    cuadernos = sorted(destino.glob("*.ipynb"), key=lambda c: len(c.stem))
    if not cuadernos or any(cuadernos[0].stem not in c.stem for c in cuadernos):
        return None
    return cuadernos[0]


def poner_fecha(carpeta: Path) -> None:
    """Pone la fecha de hoy a lo que salió del zip sin ninguna: JupyterLab diría «hace 46 años»."""
    for fichero in carpeta.iterdir():
        with suppress(OSError):
            if fichero.is_file() and fichero.stat().st_mtime < _SIN_FECHA:
                os.utime(fichero)


def _como_root() -> tuple[str, ...]:
    """En un contenedor se suele ser root, y JupyterLab pide entonces que se le diga."""
    es_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("--allow-root",) if es_root else ()


def _hasta_que_se_cierre(servidor: subprocess.Popen[bytes], secreto: str) -> int:
    """Dice dónde está el servidor en cuanto lo sabe. Ctrl-C también le llega a él, y se cierra."""
    from jupyter_core.paths import jupyter_runtime_dir

    apunte = Path(jupyter_runtime_dir()) / f"jpserver-{servidor.pid}.json"
    dicho = False
    while True:
        try:
            return servidor.wait(None if dicho else _VUELTA_S)
        except subprocess.TimeoutExpired:
            with suppress(OSError, ValueError, KeyError):
                datos = json.loads(apunte.read_bytes())
                url = f"http://127.0.0.1:{datos['port']}{datos['base_url']}?token={secreto}"
                print(_ABIERTO.format(url), file=sys.stderr, flush=True)
                dicho = True
        except KeyboardInterrupt:
            continue


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
