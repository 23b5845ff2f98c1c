"""La rúbrica de una respuesta libre, junto a ella en el formgrader y en ningún otro sitio.

La rúbrica es la región de solución de esa celda en el cuaderno de origen: no viaja con lo que se
publica, ni con lo que se entrega o se devuelve. El formgrader enseña el cuaderno corregido, y aquí
se va a buscar la del origen, la que haya en ese momento.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograde.errors import UserError
from autograde.notebooks.source import read_source

_REGION = re.compile(r"### BEGIN SOLUTION[ \t]*\n(.*?)\n?### END SOLUTION", re.S)
#: lo que solo pone el formgrader en los recursos: al devolver no está
_FORMGRADER = "submission_id"
#: cuántas carpetas hay por encima de la de una entrega, sin contar la primera, hasta la del curso
_DEPTH = 2


def rubric_of(cell: Mapping[str, Any], resources: Mapping[str, Any]) -> str:
    """El Markdown de la rúbrica de `cell`, o nada si no la hay o no se está corrigiendo a mano."""
    data = cell.get("metadata", {}).get("nbgrader", {})
    if _FORMGRADER not in resources or not (data.get("grade") and data.get("solution")):
        return ""
    source = _source(resources)
    if source is None:
        return ""
    try:
        cells = read_source(source).cells
    except UserError:
        return ""
    return next(
        (
            "\n\n".join(_REGION.findall(own.source)).strip()
            for own in cells
            if own.metadata.get("nbgrader", {}).get("grade_id") == data.get("grade_id")
        ),
        "",
    )


def _source(resources: Mapping[str, Any]) -> Path | None:
    """El cuaderno de origen del curso al que pertenece el que se está viendo.

    Ese está en `<curso>/<paso>/<alumno>/<tarea>`: lo que haya más adentro es del alumno.
    """
    folder = Path(str(resources.get("metadata", {}).get("path", ""))).absolute()
    name = Path(str(resources.get("notebook_id"))).name
    assignment = Path(str(resources.get("assignment_id"))).name
    course = folder.parents[_DEPTH] if len(folder.parents) > _DEPTH else folder
    path = course / "source" / assignment / f"{name}.ipynb"
    return path if path.is_file() else None
