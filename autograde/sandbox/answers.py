"""Preguntar un plan a un proceso del alumno y leer, caso a caso, lo que contesta.

El plan se manda entero y de una vez; las respuestas llegan de una en una, cada una con su plazo,
que empieza cuando se ha leído la anterior. Todo lo que llega puede ser falso.
"""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograde.sandbox.channel import Channel, Closed, Late, Malformed
from curso.plan import Caso, Plan, Respuesta, caso_a_json, respuesta_de_json


@dataclass(frozen=True)
class Reading:
    """Una respuesta, y si el proceso que la dio puede seguir contestando."""

    answer: Respuesta
    healthy: bool = True


class Reader:
    """Lee las respuestas de un obrero.

    killed_for_memory
        Dice si lo último que murió fue por ocupar demasiado.
    """

    def __init__(self, most_bytes: int, killed_for_memory: Callable[[], bool]) -> None:
        self._most_bytes = most_bytes
        self._killed_for_memory = killed_for_memory

    def answers(self, worker: Channel, plan: Plan, first: int) -> Iterator[Reading]:
        """Las respuestas a los casos desde `first`, hasta que haya una que no sea sana."""
        for number in range(first, len(plan.casos)):
            deadline = time.monotonic() + plan.casos[number].limite_s
            question = plan_message(plan, first) if number == first else None
            reading = self._reading(worker, number, deadline, question)
            yield reading
            if not reading.healthy:
                return

    def measured(
        self, worker: Channel, message: dict[str, Any], seed: int, limit_s: float
    ) -> Respuesta:
        """La muestra de la respuesta a un caso medido: `seed` no se dice hasta que termina."""
        number = message["n"]
        question, when_done = _body(message), {"n": number, "seed": seed}
        return self._reading(worker, number, time.monotonic() + limit_s, question, when_done).answer

    def _reading(
        self,
        worker: Channel,
        number: int,
        deadline: float,
        question: bytes | None,
        when_done: dict[str, Any] | None = None,
    ) -> Reading:
        try:
            if question is not None:
                worker.send(question, deadline)
            if when_done is not None:
                if worker.receive(deadline, 2**10) != {"n": number, "done": True}:
                    raise Malformed("aviso de algo que no se ha pedido")
                worker.send(_body(when_done), deadline)
            reply = worker.receive(deadline, self._most_bytes)
            answer = _answer(reply, number)
        except Late:
            return Reading(Respuesta("tiempo"), healthy=False)
        except Malformed:
            return Reading(Respuesta("invalida"), healthy=False)
        except Closed:
            state = "memoria" if self._killed_for_memory() else "muerte"
            return Reading(Respuesta(state), healthy=False)
        if answer.excepcion == "MemoryError":
            return Reading(Respuesta("memoria"), healthy=False)
        return Reading(answer)


def _answer(reply: dict[str, Any], number: int) -> Respuesta:
    if set(reply) != {"n", "answer"} or reply["n"] != number:
        raise Malformed("respuesta a algo que no se ha preguntado")
    try:
        return respuesta_de_json(reply["answer"])
    except Exception as error:  # lo que llega es hostil: falle como falle al leerlo, no vale
        raise Malformed("respuesta mal escrita") from error


def plan_message(plan: Plan, first: int) -> bytes:
    """La petición de contestar a un plan desde su caso `first`."""
    head = {"op": "plan", "first": first, "name": plan.nombre, "device": plan.dispositivo}
    cases = b",".join(map(_case_body, plan.casos[first:]))
    return _body(head)[:-1] + b',"cases":[' + cases + b"]}"


def _body(message: Any) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode()


@functools.lru_cache(maxsize=4096)
def _case_body(case: Caso) -> bytes:
    """Los casos son los mismos para toda la clase: se escriben una vez por proceso."""
    return _body(caso_a_json(case))
