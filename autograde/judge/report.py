"""Lo que el juez escribe en una celda de prueba: el informe y, para nbgrader, el número.

nbgrader lee la nota de las salidas de la celda: un `execute_result` que sea un número son esos
puntos. Nada se escribe en stderr, que allí cuenta como un cero.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict

from autograde.judge.results import CellReport, Graded, MemoryMark, SpeedMark
from autograde.model import CellKind, Verdict
from curso.pruebas.compara import Discrepancia
from curso.pruebas.diagnostico import Diagnostico, diagnosticar
from curso.pruebas.informe import (
    InformeDeCelda,
    MedidaDeMemoria,
    MedidaDeVelocidad,
    Tramo,
    a_html,
    a_texto,
    informe_de_comprobacion,
    por_que_sin_hacer,
)
from curso.pruebas.plan import Respuesta
from curso.pruebas.publico import Comprobacion

_HIDDEN_WRONG = (
    "Los casos públicos son correctos, pero falla alguno de los ocultos: "
    "prueba tu función con otros tamaños y con casos límite."
)
_EDGES_WRONG = "Solo fallan casos límite: conservas una parte de los puntos."

_UNDONE = {
    "por_escribir": "«{}» está por escribir: su celda sigue con «raise NotImplementedError()».",
    "sin_definir": "«{}» no está definido, o no se puede llamar: mira si la celda en la que lo "
    "defines da un error o si le cambiaste el nombre.",
}
_WRONG_WHEN_MEASURED = "Con los datos grandes con que se mide no contesta bien."
_NOT_MEASURED = (
    "No se ha medido: antes, la función tiene que ser correcta, salvo si acaso en casos límite."
)
#: lo que lee quien enseña, y lo que lee el alumno, de una entrega que se muere siempre
GIVEN_UP = (
    "Su proceso murió a solas tres veces, con otras entregas calificadas antes y después: lo que "
    "no llegó a juzgarse tiene cero puntos, y hay que mirarlo a mano."
)
_GIVEN_UP = (
    "Tu entrega cierra de golpe el proceso que la califica, y esta celda no se ha podido evaluar. "
    "La mirará una persona."
)
_NOT_HERE = "Se mide en una GPU, y donde se ha corregido no la había: no te cuesta ningún punto."


def judged_outputs(
    report: CellReport,
    public: Comprobacion,
    public_answers: Sequence[Respuesta],
    differences: tuple[Discrepancia | None, ...] | None = None,
    unread: str | None = None,
) -> list[NotebookNode]:
    """Las salidas de una celda juzgada.

    De los casos públicos se enseña todo; de los ocultos, solo lo que el juez ha decidido.

    differences
        Las de los casos públicos, si el juez ya los comparó.
    unread
        Por qué no está definido, si se sabe.
    """
    known = (
        diagnosticar(public_answers, public) if differences is None else Diagnostico(differences)
    )
    base = informe_de_comprobacion(public, public_answers, known, solo_publicos=False)
    correct = report.verdict is Verdict.CORRECT  # también si lo que falla es lo que llama
    undone = None if correct else por_que_sin_hacer(public_answers)
    undone_notice = _UNDONE[undone].format(public.plan.nombre) if undone else None
    if undone == "sin_definir" and unread is not None:
        undone_notice = unread
    card = dataclasses.replace(
        base,
        veredicto=report.verdict.value,
        puntos=report.points,
        maximo=report.maximum,
        hallazgos=report.findings,
        notas=report.notes,
        casos=() if undone else base.casos,
        aviso=undone_notice or _notice(report, base),
        sin_hacer=undone is not None,
        clase=(report.kind or CellKind.CORRECTNESS).value,
        velocidad=_speed(report.speed) if report.speed else None,
        memoria=_memory(report.memory) if report.memory else None,
    )
    return [_display(card), _number(report.points or 0.0)]


def unevaluated_outputs(report: CellReport, exercise: str) -> list[NotebookNode]:
    """Las de una celda que el sistema no pudo evaluar: sin número, porque no hay nota."""
    return [
        _display(
            InformeDeCelda(
                exercise,
                Verdict.SYSTEM_FAILURE.value,
                maximo=report.maximum,
                aviso="El sistema no pudo evaluar esta celda. No es un cero: se repetirá.",
            )
        )
    ]


def dead_outputs() -> list[NotebookNode]:
    """Las de una celda de prueba sin protección en que murió el proceso: ningún punto."""
    return [*_told("Esta celda cerró de golpe el proceso de Python."), _number(0.0)]


def give_up(graded: Graded) -> Graded:
    """Un resultado con fallos del sistema que se dan por cosa de la entrega: lo juzgado, y ceros.

    Los ceros quedan pendientes de que los mire una persona.
    """
    failed = {cell.grade_id for cell in graded.failed}
    cells = tuple(
        dataclasses.replace(c, verdict=Verdict.EXCEPTION, points=0.0, review=True)
        if c.grade_id in failed
        else c
        for c in graded.cells
    )
    notebook = copy.deepcopy(graded.notebook)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") in failed:
            cell.outputs = [*_told(_GIVEN_UP), _number(0.0)]
    return dataclasses.replace(
        graded, notebook=notebook, cells=cells, warnings=(*graded.warnings, GIVEN_UP)
    )


def _told(sentence: str) -> list[NotebookNode]:
    return [from_dict({"output_type": "stream", "name": "stdout", "text": f"{sentence}\n"})]


def _notice(report: CellReport, public: InformeDeCelda) -> str | None:
    if report.verdict is Verdict.CORRECT:
        return None
    if report.verdict is Verdict.OMITTED:
        return _NOT_MEASURED
    if report.verdict is Verdict.NOT_EVALUATED:
        return _NOT_HERE
    if report.kind in (CellKind.SPEED, CellKind.MEMORY):
        return None if report.findings else _WRONG_WHEN_MEASURED
    sentences = []
    if public.veredicto == "correcto":
        sentences.append(_HIDDEN_WRONG)
    if report.points:
        sentences.append(_EDGES_WRONG)
    return " ".join(sentences) or None


def _speed(mark: SpeedMark) -> MedidaDeVelocidad:
    return MedidaDeVelocidad(mark.reached, tuple(Tramo(s.limit, s.share) for s in mark.steps))


def _memory(mark: MemoryMark) -> MedidaDeMemoria:
    return MedidaDeMemoria(mark.fits, mark.limit)


def _display(card: InformeDeCelda) -> NotebookNode:
    data = {"text/html": a_html(card), "text/plain": a_texto(card)}
    return from_dict({"output_type": "display_data", "data": data, "metadata": {}})


def _number(points: float) -> NotebookNode:
    data = {"text/plain": f"{points:g}"}
    return from_dict(
        {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
    )
