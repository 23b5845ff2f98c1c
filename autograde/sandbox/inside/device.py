"""Abrir el dispositivo en un obrero recién bifurcado, antes de que le pregunten nada.

CUDA no sobrevive a una bifurcación: ni la sesión ni sus instantáneas ven ningún dispositivo, y cada
obrero abre el suyo.
"""

from __future__ import annotations

import os
import resource
from typing import Any

import numpy as np

from curso.backend import ErrorDeBackend, a_anfitrion, a_dispositivo, sincronizar


def open_device(order: dict[str, Any]) -> str | None:
    """Abre el dispositivo y hace en él una cuenta. Dice por qué no se puede, o None si se pudo."""
    os.environ["CUDA_VISIBLE_DEVICES"] = order["visible"]
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        ones = a_dispositivo(np.ones(max(order["bytes"] // 8, 1)), order["backend"])
        total = a_anfitrion(ones + ones)
    except ErrorDeBackend as error:
        return str(error)
    except Exception as error:
        return f"falla al usarlo ({type(error).__name__})."
    return None if bool((total == 2).all()) else "no sabe sumar."


def wait(value: Any) -> None:
    """Espera a que el dispositivo acabe lo que se le encargó para hacer `value`."""
    for x in value if isinstance(value, list | tuple) else (value,):
        sincronizar(x)
