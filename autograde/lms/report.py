"""El informe de cada operación: qué se ha hecho con cada persona y qué hay que mirar."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Topic(Enum):
    """De qué habla una línea del informe: título y si pide que alguien lo mire."""

    FILLED = ("Notas escritas", False)
    UNCHANGED = ("Sin cambios", False)
    SAME = ("Iguales a las que ya había", False)
    COLLECTED = ("Entregas recogidas", False)
    REPLACED = ("Entregas sustituidas", False)
    CREATED = ("Estudiantes añadidos", False)
    UPDATED = ("Estudiantes actualizados", False)
    FEEDBACK = ("Con retroalimentación", False)
    NO_SUBMISSION = ("Sin entrega", False)
    MISSING = ("Según la hoja entregaron, y no vienen", False)
    PENDING = ("Pendientes de corrección manual", False)
    ALREADY_GRADED = ("Ya tenían otra nota en el fichero (antes → ahora)", False)
    ROUNDED = ("Notas redondeadas", False)
    CHOICES = ("Decisiones tomadas al recoger", False)
    SAID = ("Lo que se dice de algunas entregas", False)
    BESIDE = ("Con un texto en línea u otra cosa además del cuaderno, que no se guarda", False)
    COMMENT_KEPT = ("Comentario escrito a mano, que se conserva", False)
    ESCAPED = ("Comentario de otra persona con < o &: se escribe de modo que no se pierda", False)
    UNGRADED = ("Entregadas y sin nota: no se han calificado o no se pudo", True)
    UNCLEAR_DATE = ("Con una fecha que no se entiende: se recogen sin fecha", True)
    KEPT = ("No sustituidas: cuenta la que había", True)
    LOCKED = ("Celdas que el fichero no deja cambiar", True)
    OUT_OF_RANGE = ("Nota fuera de rango, que no se escribe", True)
    LATE = ("Tarde según el campus, que no da la fecha: no llevan descuento", True)
    SHARED = ("Entregas comunes de quienes no tienen grupo: mira si es lo que querías", True)
    NOT_MATCHED = ("No identificados", True)
    AMBIGUOUS = ("Ambiguos, que no se tocan", True)
    ASIDE = ("Cuadernos que se dejaron aparte porque había otro", True)
    REFUSED_SUBMISSION = ("Entregas rechazadas", True)
    REFUSED = ("Ficheros rechazados", True)
    FOREIGN = ("Con notas que no puso autograde, que no se sacan: hay que calificarlos", True)
    FAILED = ("Con ellos falla la orden, que sigue con los demás", True)
    NO_FEEDBACK = ("Sin retroalimentación generada", True)
    UNPROTECTED = ("Con celdas corregidas sin protección", True)

    def __init__(self, title: str, attention: bool) -> None:
        self.title = title
        self.attention = attention


#: de lo que solo se da el número si no se pide otra cosa
QUIET = (Topic.FILLED, Topic.UNCHANGED, Topic.FEEDBACK)
#: lo que `recoger` cuenta sin decir de quién es, salvo con --detalle
COLLECTED_QUIETLY = (
    Topic.COLLECTED,
    Topic.SAME,
    Topic.NO_SUBMISSION,
    Topic.BESIDE,
)


@dataclass(frozen=True)
class Line:
    """Una línea: a quién se refiere y el detalle, que puede faltar."""

    topic: Topic
    who: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.who}: {self.detail}" if self.detail else self.who


@dataclass
class Report:
    """Líneas por tema, en el orden en que se añaden, y notas generales para el docente."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, topic: Topic, who: str, detail: str = "") -> None:
        """Añade una línea."""
        self.lines.append(Line(topic, who, detail))

    def extend(self, other: "Report") -> None:
        """Añade todo lo que dice otro informe."""
        self.lines.extend(other.lines)
        self.notes.extend(other.notes)

    def of(self, topic: Topic) -> list[Line]:
        """Las líneas de un tema."""
        return [line for line in self.lines if line.topic is topic]

    @property
    def needs_attention(self) -> bool:
        """Si hay algo que una persona debe mirar."""
        return any(line.topic.attention for line in self.lines)

    def text(self, quiet: Iterable[Topic] = QUIET) -> str:
        """El informe para leerlo; de los temas de `quiet` solo se da el número."""
        quiet = tuple(quiet)
        parts = []
        for topic in Topic:
            lines = self.of(topic)
            if not lines:
                continue
            mark = "! " if topic.attention else "  "
            parts.append(f"{mark}{topic.title}: {len(lines)}")
            if topic not in quiet:
                parts.extend(f"      {line}" for line in lines)
        parts.extend(f"  Nota: {note}" for note in self.notes)
        return "\n".join(parts)
