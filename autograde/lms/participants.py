"""Quién está en la hoja o en el libro que acompaña a un ZIP de entregas."""

from dataclasses import dataclass
from datetime import datetime

from autograde.lms import moodle_titles as titles
from autograde.lms.people import Keys


@dataclass(frozen=True)
class Participant:
    """Una fila: quién es y, si el campus lo dice, su estado y cuándo entregó (hora sin zona).

    group
        El nombre de su grupo si la tarea se entrega por equipos; si no, está vacío.
    unclear
        Si dice una fecha que no se entiende o que se puede leer de dos maneras, la frase.
    """

    row: int
    keys: Keys
    status: str = ""
    submitted: datetime | None = None
    group: str = ""
    unclear: str = ""

    @property
    def submitted_something(self) -> bool:
        """Si la hoja dice que entregó; a quien se le ha reabierto el intento se le espera otro."""
        status = self.status.casefold()
        if status.startswith(titles.REOPENED_STATUS):
            return False
        dated = self.submitted is not None or self.unclear != ""
        return dated or status.startswith(titles.SUBMITTED_STATUS)

    @property
    def draft(self) -> bool:
        """Si la hoja dice que lo subió, pero no llegó a enviarlo."""
        return self.status.casefold().startswith(titles.DRAFT_STATUS)
