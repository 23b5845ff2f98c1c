"""Lo que el campus dice que entregó alguien, venga del campus que venga."""

from dataclasses import dataclass, field

from autograde.lms.archive import Refusal, StoredFile
from autograde.lms.people import Keys


@dataclass(frozen=True)
class Incoming:
    """Todo lo que el campus dice que entregó una persona (o un equipo).

    folder, flat
        El nombre de carpeta tal como vino, para devolver la retroalimentación con él; `flat` indica
        que no era una carpeta, sino el principio del nombre del fichero.
    keys
        Lo que el nombre de la carpeta o del fichero dice de la persona.
    beside
        Lo que no es un fichero entregado (un texto en línea, un enlace) y no se guarda.
    notes
        Lo que el docente querrá saber: un comentario del alumno, que Canvas la da por tarde.
    hidden
        Por qué no se puede saber de quién es; vacío si se puede.
    """

    identifier: str
    name: str
    folder: str
    flat: bool
    keys: Keys
    files: list[StoredFile] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    late: bool = False
    hidden: str = ""

    @property
    def who(self) -> str:
        """Cómo nombrarla en un informe."""
        return f"{self.name} ({self.identifier})" if self.name else self.identifier
