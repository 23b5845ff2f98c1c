"""`autograde demo`: una clase de ejemplo, calificada de principio a fin."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from autograde.errors import UserError


def register(orders: Any) -> None:
    """Inscribe la orden."""
    demo = orders.add_parser("demo", help="califica una clase de ejemplo y dice qué mirar")
    demo.add_argument(
        "carpeta",
        type=Path,
        nargs="?",
        default=Path("demo"),
        metavar="CARPETA",
        help="dónde dejarla (por defecto, «demo»)",
    )
    demo.add_argument(
        "--tarea",
        default="t2_lotes",
        metavar="TAREA",
        help="de qué tarea es la clase (por defecto, t2_lotes, que es la más completa)",
    )
    demo.set_defaults(funcion=run)


def run(args: argparse.Namespace) -> int:
    """`autograde demo`."""
    from autograde.demo.run import make_demo
    from autograde.exercises import load

    load(args.tarea)  # si no la hay, lo dice antes de hacer nada
    if args.carpeta.exists() and any(args.carpeta.iterdir()):
        raise UserError(f"«{args.carpeta}» no está vacía: bórrala o elige otra carpeta.")
    return make_demo(args.carpeta, args.tarea)
