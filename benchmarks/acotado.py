"""Qué cuesta leer y colorear en el proceso con límites, frente a hacerlo en el propio.

    PYTHONPATH=. python benchmarks/acotado.py

Cuadernos sanos: el de partida de t2_lotes resuelto, sin salidas, y el mismo con un megabyte de
figuras. Rondas entreveradas. Escribe `benchmarks/resultados_acotado.md`.
"""

# ruff: noqa: E402

from __future__ import annotations

from medida import entreverar, escribir, maquina, milisegundos, opciones, razones, un_hilo

un_hilo()

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograde.bounded import Bounded
from autograde.nbgrader import markup
from autograde.notebooks.parsing import parse

RAIZ = Path(__file__).parents[1]
RONDAS = 60


def con_figuras(cuaderno: bytes) -> bytes:
    """El mismo, con un megabyte de PNG en sus salidas."""
    documento = json.loads(cuaderno)
    codigo = [c for c in documento["cells"] if c["cell_type"] == "code"]
    for celda in codigo:
        figura = {"image/png": "A" * (1_000_000 // len(codigo))}
        celda["outputs"] = [{"output_type": "display_data", "data": figura, "metadata": {}}]
    return json.dumps(documento).encode()


def arranque() -> None:
    """Un proceso nuevo, y un primer encargo que no cuesta nada."""
    nuevo = Bounded()
    nuevo.call(json.loads, "1")
    nuevo.close()


def principal(rapido: bool) -> None:
    rondas = 2 if rapido else RONDAS
    caliente = Bounded()
    sano = (RAIZ / "source" / "t2_lotes" / "t2_lotes.ipynb").read_bytes()
    celda = (
        "def media(x):\n    total = 0.0\n    for v in x:\n        total += v\n    return total\n"
    )
    pares: dict[str, tuple[Callable[..., Any], Any]] = {
        "leer un cuaderno sano": (parse, sano),
        "leer el mismo con 1 MB de figuras": (parse, con_figuras(sano)),
        "colorear una celda": (markup.highlight, celda),
        "sanear un HTML": (markup.clean, "<p>hola <b>a todos</b></p>" * 20),
    }
    lineas = [
        "## El proceso con límites, por entrega sana",
        "",
        maquina(),
        f"Medianas de {rondas} rondas entreveradas, en milisegundos; la razón, con sus cuartiles.",
        "",
        "| qué | en el propio proceso | en el proceso con límites | razón |",
        "|---|---|---|---|",
    ]
    for nombre, (encargo, texto) in pares.items():
        medidas = entreverar(
            {
                "propio": lambda e=encargo, t=texto: e(t),
                "con límites": lambda e=encargo, t=texto: caliente.call(e, t),
            },
            rondas,
        )
        propio, acotado = (medidas[n].reloj for n in ("propio", "con límites"))
        lineas.append(
            f"| {nombre} | {milisegundos(propio)} | {milisegundos(acotado)} | "
            f"{razones(acotado, propio)} |"
        )
    frio = entreverar({"arranque": arranque}, max(2, rondas // 4))["arranque"].reloj
    lineas += ["", f"Arrancarlo, una vez por proceso trabajador: {milisegundos(frio)} ms."]
    caliente.close()
    escribir(Path(__file__).with_name("resultados_acotado.md"), lineas, guardar=not rapido)


if __name__ == "__main__":
    principal(opciones(__doc__).parse_args().rapido)
