"""La semilla secreta de un curso, de la que salen los casos ocultos de cada tarea."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograde.errors import UserError
from curso.ordenes.motivos import motivo

SEED_BYTES = 32


@dataclass(frozen=True)
class Secret:
    """El fichero de la semilla.

    in_use
        Si ya hay resultados hechos con ella: entonces, si falta, no se crea otra.
    """

    path: Path
    in_use: Callable[[], bool]

    def seed(self, assignment: str, edition: str) -> bytes:
        """La semilla de los casos ocultos: HMAC-SHA256 de la secreta con la tarea y su edición.

        `UserError` si falta la secreta y ya hay resultados: con otra no serían comparables.
        """
        return hmac.new(self._read(), f"{assignment}/{edition}".encode(), hashlib.sha256).digest()

    def ensure(self) -> None:
        """Crea la semilla si es la primera vez; comprueba que está si ya hay resultados."""
        self._read()

    def _read(self) -> bytes:
        try:
            secret = self.path.read_bytes()
        except FileNotFoundError:
            if self.in_use():
                raise UserError(
                    f"Falta la semilla secreta «{self.path}» y ya hay resultados: restaura "
                    "ese fichero de la copia de seguridad, porque con otra semilla los casos "
                    "ocultos serían distintos para unos alumnos y para otros."
                ) from None
            self._create()
            secret = self.path.read_bytes()
        except OSError as error:
            raise UserError(
                f"No se puede leer la semilla secreta «{self.path}»: {motivo(error)}."
            ) from error
        if len(secret) != SEED_BYTES:
            raise UserError(
                f"La semilla secreta «{self.path}» está dañada: restáurala de la copia de "
                "seguridad."
            )
        return secret

    def _create(self) -> None:
        """Escribe la semilla de una vez, 0600; si otro proceso se adelantó, vale la suya."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self.path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(secrets.token_bytes(SEED_BYTES))
                    file.flush()
                    os.fsync(file.fileno())
                os.link(draft, self.path)
            finally:
                os.unlink(draft)
        except FileExistsError:
            return
        except OSError as error:
            raise UserError(
                f"No se puede crear la semilla secreta «{self.path}»: {motivo(error)}."
            ) from error
