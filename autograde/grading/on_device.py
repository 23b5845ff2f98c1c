"""Las pruebas de portabilidad, con arreglos de un dispositivo de verdad (`--gpu`).

Contestan en otra sesión, con el dispositivo a la vista y el mismo orden: celdas, casos públicos,
sesión cerrada, casos ocultos. De ella no se aprovecha nada más.

Cuando algo falla hay que saber de quién es la culpa. El código del alumno no puede decirlo: se
prueba el dispositivo con código del curso, en otro aislamiento.

- Funciona: pudo ser pasajero, y se pregunta otra vez. Lo segundo vale.
- No funciona, y sin la sesión del alumno tampoco: está roto, o lo ocupa otro programa. Es un fallo
  del sistema.
- No funciona, y sin la sesión del alumno sí: parece que lo acapara él. Se repite todo; si vuelve a
  pasar, se quedó sin memoria por su culpa.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograde.grading.accelerator import Accelerator
from autograde.grading.check import Check, Run
from autograde.judge.judging import Judgement, judge
from autograde.model import Verdict
from autograde.sandbox import SandboxFailure, Session
from curso.pruebas.plan import Respuesta
from curso.pruebas.publico import Comprobacion

#: veces que se empieza de nuevo antes de culpar a quien parece acaparar el dispositivo
ATTEMPTS = 2
#: lo que puede pasarle a quien trabaja en un dispositivo que no funciona
_SUSPICIOUS = ("excepcion", "tiempo", "memoria", "muerte")


class _Hogged(Exception):
    """El dispositivo funciona sin la sesión del alumno, y con ella no."""


def settle_on_device(
    open_session: Callable[[], Session],
    checks: Sequence[Check],
    accelerator: Accelerator,
    run: Run,
) -> Session | None:
    """Hace contestar a `checks` y las juzga, en `run`. Devuelve la sesión, si sigue sirviendo.

    open_session
        Abre una sesión de `accelerator.sandbox` con las celdas corridas y sus instantáneas.
    """
    try:
        for _ in range(ATTEMPTS):
            session = open_session()
            try:
                with accelerator.alone():
                    _settle(session, checks, accelerator, run)
            except _Hogged:
                continue
            return session
        for check in checks:
            _record(check, _out_of_memory(check.public), _out_of_memory(check.hidden), run)
    except SandboxFailure as failure:
        for check in checks:
            run.failed.setdefault(check.grade_id, str(failure))
    return None


def assess_on_device(measure: Callable[[], Judgement], accelerator: Accelerator) -> Judgement:
    """Lo que decide `measure`, con el dispositivo para él solo y si no falló el dispositivo."""
    with accelerator.alone():
        judged = measure()
        if judged.verdict in (Verdict.CORRECT, Verdict.INCORRECT):
            return judged
        reason = accelerator.fault()
    if reason is not None:
        raise SandboxFailure(f"El dispositivo ha dejado de funcionar: {reason}")
    return judged


def _settle(session: Session, checks: Sequence[Check], accelerator: Accelerator, run: Run) -> None:
    public = {c.grade_id: _answers(session, c.grade_id, c.public, accelerator) for c in checks}
    session.seal()
    for check in checks:
        shown = public[check.grade_id]
        if any(a.estado == "tiempo" for a in shown):
            hidden = (Respuesta("tiempo"),) * len(check.hidden.plan.casos)
        else:
            hidden = _answers(session, check.grade_id, check.hidden, accelerator)
        _record(check, shown, hidden, run)


def _record(
    check: Check, public: tuple[Respuesta, ...], hidden: tuple[Respuesta, ...], run: Run
) -> None:
    run.public[check.grade_id], run.hidden[check.grade_id] = public, hidden
    run.judged[check.grade_id] = judge(check.exercise, check.public, public, check.hidden, hidden)


def _answers(
    session: Session, key: str, asked: Comprobacion, accelerator: Accelerator
) -> tuple[Respuesta, ...]:
    """Las respuestas a un plan, sin lo que sea culpa del dispositivo."""
    answers = session.ask(key, asked.plan)
    if not _suspicious(answers, asked.esperadas):
        return answers
    session.sweep()
    if accelerator.fault() is None:
        return session.ask(key, asked.plan)
    session.close()
    reason = accelerator.fault()
    if reason is None:
        raise _Hogged
    raise SandboxFailure(f"El dispositivo ha dejado de funcionar: {reason}")


def _suspicious(answers: Sequence[Respuesta], expected: Sequence[Respuesta]) -> bool:
    """Si alguna respuesta se malogró, y no porque el caso lo pida."""
    return any(
        a.estado in _SUSPICIOUS and (a.estado, a.excepcion) != (e.estado, e.excepcion)
        for a, e in zip(answers, expected, strict=True)
    )


def _out_of_memory(asked: Comprobacion) -> tuple[Respuesta, ...]:
    return (Respuesta("memoria"),) * len(asked.plan.casos)
