"""Una orden a la vez de las que cambian un curso: calificar, recoger, mover el plazo."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator

from autograde.course import Course
from autograde.errors import UserError
from curso.ordenes.motivos import motivo


@contextlib.contextmanager
def only_one(course: Course) -> Iterator[None]:
    """Con el curso cerrado a otras órdenes que lo cambian. `UserError` si ya lo tiene una."""
    path = course.private_folder / "calificar.lock"
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(path.open("w"))
        except OSError as error:
            raise UserError(
                f"No se puede escribir en la carpeta del curso «{course.root}» "
                f"({motivo(error)}): da permiso de escritura a quien califica y repite la orden."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UserError(
                "Ya hay otra calificación en marcha en este curso, o una recogida; espera a que "
                "acabe."
            ) from error
        yield
