"""Los argumentos de `curso laboratorio`."""

from __future__ import annotations

import argparse
from pathlib import Path

from curso.laboratorio.problemas import PROBLEMAS

CUADERNO = Path("t3_optimizadores.ipynb")


def agregar_argumentos(orden: argparse.ArgumentParser) -> None:
    """Los argumentos de la orden."""
    orden.add_argument(
        "--problema",
        metavar="NOMBRE",
        action="append",
        choices=tuple(PROBLEMAS),
        help=f"uno de {', '.join(PROBLEMAS)}; se puede repetir (si no se da, todos)",
    )
    orden.add_argument(
        "--optimizadores",
        metavar="NOMBRES",
        help="los que se comparan, separados por comas (si no se da, todos los del cuaderno)",
    )
    orden.add_argument(
        "--mios",
        metavar="CUADERNO.ipynb",
        type=Path,
        default=CUADERNO,
        help=f"el cuaderno con tus optimizadores (si no se da, {CUADERNO})",
    )
    orden.add_argument("--lr", metavar="TASA", type=float, default=0.001, help="la tasa de todos")
    orden.add_argument(
        "--epocas", metavar="N", type=int, help="épocas (si no se da, las de cada problema)"
    )
    orden.add_argument(
        "--semillas", metavar="N", type=int, default=3, help="cuántas veces se repite cada uno"
    )
    orden.add_argument(
        "--salida",
        metavar="CARPETA",
        type=Path,
        default=Path("laboratorio"),
        help="donde quedan los resultados y las figuras (si no se da, la carpeta laboratorio)",
    )
