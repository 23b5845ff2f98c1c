"""Lo que falta del sistema: con qué razón se salta una prueba, y cómo se dice al final, una vez."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable

import pytest

#: si se define, una prueba que se salta porque falta algo es un fallo: así corre la integración
REQUIRED = "CURSO_NADA_FALTA"
_LACK = re.compile(r"falta (?P<name>.+?) \(paquetes?: (?P<packages>.+)\)")


def lack(name: str, *packages: str) -> str:
    """La razón de saltarse una prueba a la que le falta `name`."""
    return f"falta {name} (paquete{'s' * (len(packages) > 1)}: {' '.join(packages)})"


def lacking(reports: Iterable[pytest.TestReport]) -> dict[tuple[str, str], int]:
    """Qué falta, con sus paquetes, y cuántas pruebas se han saltado por ello."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for report in reports:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if lacked := _LACK.search(reason):
            found[lacked["name"], lacked["packages"]] += 1
    return dict(found)


def summary(found: dict[tuple[str, str], int]) -> list[str]:
    """Lo que se dice al final, o nada si no falta nada."""
    if not found:
        return []
    tests = {name: f"{n} prueba{'s' * (n > 1)}" for (name, _), n in sorted(found.items())}
    packages = sorted({p for _, those in found for p in those.split()})
    return [
        "Se han saltado, porque falta algo del sistema:",
        *(f"  sin {name}, {count}" for name, count in tests.items()),
        f"Para correrlas: sudo apt install {' '.join(packages)}",
    ]


def must_be_there() -> bool:
    """Si lo que falte hace fallar la serie."""
    return bool(os.environ.get(REQUIRED))
