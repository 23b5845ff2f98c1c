"""Guardar una entrega que llega: ninguna de las anteriores se pierde, y se elige la que cuenta."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from autograde.gradebook.attempts import Attempt, Attempts, Files, choose, digest


class Outcome(Enum):
    """Qué pasa con una entrega que llega."""

    NEW = "nueva"
    SAME = "igual"
    REDATED = "igual, con la fecha corregida"
    REPLACED = "sustituye a la anterior"
    KEPT = "se conserva la anterior"


@dataclass(frozen=True)
class Delivery:
    """Lo que llega: los ficheros y la fecha en UTC; `trusted` si es la que da el campus.

    `order` es el número con que el campus guardó el cuaderno, que crece; 0 si no lo da.
    """

    files: Files
    date: datetime | None
    trusted: bool = False
    order: int = 0


@dataclass(frozen=True)
class Received:
    """Lo que se hizo con una entrega, cuál cuenta ahora y si la que llega es posterior."""

    outcome: Outcome
    counts: Attempt
    later: bool = False


def receive(
    attempts: Attempts,
    student: str,
    delivery: Delivery,
    deadline: datetime | None,
    replacing: bool = False,
    simulate: bool = False,
    previous_order: int = 0,
    earlier: Sequence[Delivery] = (),
) -> Received:
    """Guarda una entrega y deja en `submitted/` la que cuenta; con `simulate`, solo lo dice.

    previous_order
        El número con que el campus guardó la que había, si no se apuntó con ella.
    earlier
        Las versiones anteriores que llegan con ella, de la más antigua a la más nueva.

    Raises:
        OSError: si no se puede escribir; lo que había se queda como estaba.
    """
    known = attempts.of(student)
    there = attempts.current(student)
    new: list[tuple[Attempt, Files]] = []
    found = attempts.found(student, known)
    if found is not None:
        own, files = replace(found[0], order=previous_order), found[1]
        known = [*known, own]
        new.append((own, files))
    for version in earlier:
        own = _incoming(known, version, replacing=False)
        if all(own.number != attempt.number for attempt in known):
            known = [*known, own]
            new.append((own, version.files))
    incoming = _incoming(known, delivery, replacing and there != digest(delivery.files))
    corrected = next((a for a in known if a.number == incoming.number and a != incoming), None)
    fresh = all(a.number != incoming.number for a in known)
    if fresh:
        new.append((incoming, delivery.files))
    now = [a for a in known if a.number != incoming.number] + [incoming]
    now.sort(key=lambda attempt: attempt.number)
    settings = attempts.course.settings
    counts = choose(now, deadline, settings)
    if not fresh and settings.entrega_que_cuenta == "mejor":
        counts = next((a for a in now if a.digest == there), counts)
    if not simulate:
        for attempt, files in new:
            attempts.add(student, attempt, files)
        if corrected is not None:
            attempts.update(student, incoming)
        if counts.digest != there or corrected is not None:
            attempts.put(student, counts)
    later = all(incoming.follows(a) for a in known if a.number != incoming.number)
    return Received(_outcome(incoming, counts, there, fresh, corrected is not None), counts, later)


def _outcome(
    incoming: Attempt, counts: Attempt, there: str, fresh: bool, corrected: bool
) -> Outcome:
    if not there:
        return Outcome.NEW if counts.number == incoming.number else Outcome.KEPT
    if counts.digest != there:
        return Outcome.REPLACED
    if fresh:
        return Outcome.KEPT
    return Outcome.REDATED if corrected else Outcome.SAME


def _incoming(known: list[Attempt], delivery: Delivery, replacing: bool) -> Attempt:
    """La entrega que llega: una de las que ya hay, quizá con la fecha corregida, o una nueva."""
    number = known[-1].number + 1 if known else 1
    new = Attempt(
        number,
        digest(delivery.files),
        delivery.date,
        delivery.trusted,
        delivery.order,
        imposed=replacing and bool(known),
    )
    same = [attempt for attempt in known if attempt.digest == new.digest]
    if not same or new.imposed:
        return new
    last = same[-1]
    if not delivery.trusted or delivery.date is None or delivery.date == last.date:
        return last
    if last.number == known[-1].number or not last.trusted:
        return replace(last, date=delivery.date, trusted=True)
    return new
