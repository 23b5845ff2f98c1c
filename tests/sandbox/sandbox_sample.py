"""Planes pequeños y lecturas de salidas para las pruebas del aislamiento."""

from __future__ import annotations

from autograde.sandbox import CellRun, Session
from curso.pruebas.plan import Caso, Plan
from curso.pruebas.plan.pasos import llamada


def text(run: CellRun) -> str:
    """Todo lo impreso por una celda."""
    return "".join(o["text"] for o in run.outputs if o["output_type"] == "stream")


def plan(*cases: Caso) -> Plan:
    """Un plan que llama a `f`."""
    return Plan("t0.f", "f", cases)


def calls(*values: object, limit_s: float = 4.0) -> Plan:
    """Un plan con una llamada `f(v)` por valor."""
    return plan(*(llamada(f"f({v})", v, limite_s=limit_s) for v in values))


def states(session: Session, source: str, asked: Plan) -> list[str]:
    """Los estados de las respuestas a `asked` tras definir `f` con `source`."""
    session.run_cell(source)
    session.snapshot("k")
    session.seal()
    return [a.estado for a in session.ask("k", asked)]
