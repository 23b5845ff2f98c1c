"""Un número con su sustantivo, en singular o en plural."""

from __future__ import annotations


def cuantos(n: int, uno: str, varios: str) -> str:
    """«1 celda», «3 celdas»: `n` delante de la palabra que le toca.

    >>> cuantos(1, "celda", "celdas")
    '1 celda'
    """
    return f"{n} {uno if n == 1 else varios}"
