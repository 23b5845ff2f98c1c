"""La orden `curso`: lo que usa el alumno desde una consola."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from curso import backend
from curso.laboratorio.argumentos import agregar_argumentos
from curso.ordenes import jupyter
from curso.ordenes.consola import Analizador, ErrorDeUso, ejecutar

_PAQUETES = ("numpy", "matplotlib", "ipython", "ipykernel", "jupyterlab", "nbgrader")


def main(argv: Sequence[str] | None = None) -> int:
    """Punto de entrada de `curso`."""
    return ejecutar(_analizador(), argv, conocidos=(ErrorDeUso, backend.ErrorDeBackend))


def _analizador() -> Analizador:
    analizador = Analizador(
        prog="curso", description="Curso de optimización de redes neuronales: lo que usa el alumno."
    )
    ordenes = analizador.agregar_ordenes()

    abrir = ordenes.add_parser(
        "abrir", help="abre en JupyterLab, en español, el cuaderno de la tarea"
    )
    abrir.add_argument(
        "carpeta",
        metavar="CARPETA",
        nargs="?",
        type=Path,
        default=Path(),
        help="la carpeta de la tarea, o un cuaderno (si no se da, la actual)",
    )
    jupyter.agregar_opciones(abrir)
    abrir.set_defaults(funcion=_abrir)

    comprobar = ordenes.add_parser(
        "comprobar", help="ejecuta un cuaderno y muestra cómo van sus ejercicios"
    )
    comprobar.add_argument("cuaderno", metavar="CUADERNO.ipynb", type=Path, help="el cuaderno")
    comprobar.set_defaults(funcion=_comprobar)

    comparar = ordenes.add_parser(
        "laboratorio", help="compara tus optimizadores en cuatro problemas"
    )
    agregar_argumentos(comparar)
    comparar.set_defaults(funcion=_laboratorio)

    info = ordenes.add_parser("info", help="versiones instaladas, backend y plataforma")
    info.set_defaults(funcion=_info)
    return analizador


def _abrir(args: argparse.Namespace) -> int:
    return jupyter.abrir(args.carpeta, jupyter.opciones_de(args))


def _comprobar(args: argparse.Namespace) -> int:
    if not args.cuaderno.is_file():
        raise ErrorDeUso(f"No existe el cuaderno «{args.cuaderno}»: comprueba la ruta.")
    # Aquí y no arriba: `curso abrir` e `info` no necesitan nada de lo que esto importa.
    from curso.pruebas.cuaderno import comprobar_cuaderno

    return comprobar_cuaderno(args.cuaderno)


def _laboratorio(args: argparse.Namespace) -> int:
    # Aquí y no arriba: trae las figuras, que las demás órdenes no necesitan.
    from curso.laboratorio.orden import correr

    return correr(args)


def _info(args: argparse.Namespace) -> None:
    filas = [
        ("Distribución", _distribucion()),
        ("Python", f"{platform.python_version()} ({sys.executable})"),
        ("Sistema", platform.platform()),
        *((paquete, _version(paquete)) for paquete in _PAQUETES),
        ("Backend", _backend()),
    ]
    ancho = max(len(nombre) for nombre, _ in filas)
    for nombre, valor in filas:
        print(f"{nombre:<{ancho}}  {valor}")


def _distribucion() -> str:
    for nombre in ("curso-descenso", "curso-descenso-estudiante"):
        try:
            return f"{nombre} {metadata.version(nombre)}"
        except metadata.PackageNotFoundError:
            continue
    return "sin instalar (carpeta de código)"


def _version(paquete: str) -> str:
    try:
        return metadata.version(paquete)
    except metadata.PackageNotFoundError:
        return "no está instalado"


def _backend() -> str:
    try:
        return backend.nombre_corto(backend.espacio_por_defecto())
    except backend.ErrorDeBackend as error:
        return str(error)
