"""Lo que hizo una calificación, contado a quien enseña."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograde.pipeline.plan import Problem
from curso.ordenes.contar import cuantos


def duration(seconds: float) -> str:
    """«8,3 s», «4 min 3 s», «2 h 5 min»."""
    if seconds < 60:
        return f"{seconds:.1f} s".replace(".", ",")
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


@dataclass(frozen=True)
class Change:
    """Una nota automática que ha cambiado respecto de lo que había registrado."""

    student: str
    cells: tuple[str, ...]


@dataclass
class Summary:
    """Lo que hizo una calificación, para el docente."""

    assignment: str
    graded: int = 0
    reused: int = 0
    unchanged: int = 0
    pending: int = 0
    isolated: bool = True
    device: str = ""
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    seconds: float = 0.0
    totals: list[float] = field(default_factory=list)
    maximum: float = 0.0

    @property
    def system_failures(self) -> list[Problem]:
        """Las entregas que el sistema no pudo evaluar (no son un cero: se repiten)."""
        return [p for p in self.problems if p.system]

    def text(self) -> str:
        """El resumen que se imprime."""
        total = self.graded + self.reused + self.unchanged
        lines = [
            f"{self.assignment}: {cuantos(total, 'entrega calificada', 'entregas calificadas')} "
            f"({self.graded} ahora y {self.reused + self.unchanged} de antes) y "
            f"{len(self.problems)} sin calificar, en {duration(self.seconds)}."
        ]
        if self.totals:
            mean = f"{sum(self.totals) / len(self.totals):.2f}".replace(".", ",")
            waiting = ", sin contar lo que falta por corregir a mano" if self.pending else ""
            lines.append(f"Nota media: {mean} de {self.maximum:g}{waiting}.")
        if self.pending:
            lines.append(
                f"{cuantos(self.pending, 'entrega tiene', 'entregas tienen')} respuestas abiertas "
                "por calificar a mano en el formgrader."
            )
        if self.device:
            lines.append(self.device)
        lines += [f"Aviso, {n}" for n in self.notices]
        lines += [f"Cambia {c.student}: {'; '.join(c.cells)}" for c in self.changes]
        lines += [f"Sin calificar, {p.student}: {p.sentence}" for p in self.problems]
        if not self.isolated:
            lines.append("ATENCIÓN: se calificó SIN AISLAMIENTO.")
        return "\n".join(lines)
