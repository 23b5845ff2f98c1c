"""Dónde buscar los programas que nbgrader llama por su nombre."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def put_our_programs_first() -> None:
    """Pone la carpeta del intérprete delante en PATH: nbgrader busca allí `alembic`.

    Sin esto, con el entorno virtual sin activar, el libro de calificaciones queda a medio hacer.
    """
    here = str(Path(sys.executable).parent)
    if os.environ.get("PATH", "").split(os.pathsep)[0] != here:
        os.environ["PATH"] = os.pathsep.join([here, os.environ.get("PATH", "")])
