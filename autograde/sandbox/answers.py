"""Preguntar un plan a un proceso del alumno y leer, caso a caso, lo que contesta.

El plan se manda entero y de una vez; las respuestas llegan de una en una, cada una con su plazo,
que empieza cuando se ha leído la anterior. Todo lo que llega puede ser falso.
"""

from __future__ import annotations

import functools
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograde.sandbox.budget import Purse
from autograde.sandbox.channel import Channel, Closed, Late, Malformed, Process, TooBig, parse
from autograde.sandbox.limits import MIB
from curso.pruebas.plan import Caso, Plan, Respuesta, caso_a_json, respuesta_de_json

#: lo que ve el alumno de las respuestas que no se llegan a leer
TOO_LONG = "no se ha probado: tu entrega agotó el tiempo que tiene para contestar"
TOO_MUCH = "no se ha leído: las respuestas de tu entrega ocupan demasiado entre todas"
#: bytes de respuestas que se recuerdan leídas, y hasta qué tamaño cada una
REMEMBERED_BYTES = 16 * MIB
SMALL_BYTES = MIB // 4


@dataclass(frozen=True)
class Reading:
    """Una respuesta, y si el proceso que la dio puede seguir contestando."""

    answer: Respuesta
    healthy: bool = True


class Reader:
    """Lee las respuestas de un obrero.

    cause
        Dice de qué murió un proceso por su culpa, o lanza `SandboxFailure`.
    """

    def __init__(self, most_bytes: int, cause: Callable[[Process | None], str]) -> None:
        self._most_bytes = most_bytes
        self._cause = cause

    def answers(
        self, worker: Channel, plan: Plan, first: int, purse: Purse, detail: bool = False
    ) -> Iterator[Reading]:
        """Las respuestas a los casos desde `first`, hasta que haya una que no sea sana.

        O hasta que no quede nada en `purse`.

        detail
            Si se pide y se admite el texto de las excepciones, que escribe el alumno.
        """
        for number in range(first, len(plan.casos)):
            started, spent, received = time.monotonic(), _cpu(worker), worker.received
            deadline = started + min(plan.casos[number].limite_s, max(purse.wall, 0.0))
            question = plan_message(plan, first, detail) if number == first else None
            reading = self._reading(worker, number, deadline, question, purse, detail=detail)
            wall = time.monotonic() - started
            cpu = _cpu(worker) - spent if reading.healthy else wall
            purse.spend(cpu, wall, worker.received - received)
            yield reading
            if not reading.healthy or unread(purse):
                return

    def measured(
        self, worker: Channel, message: dict[str, Any], seed: int, limit_s: float
    ) -> Respuesta:
        """La muestra de la respuesta a un caso medido: `seed` no se dice hasta que termina."""
        number = message["n"]
        question, when_done = _body(message), {"n": number, "seed": seed}
        deadline = time.monotonic() + limit_s
        return self._reading(worker, number, deadline, question, when_done=when_done).answer

    def _reading(
        self,
        worker: Channel,
        number: int,
        deadline: float,
        question: bytes | None,
        purse: Purse | None = None,
        when_done: dict[str, Any] | None = None,
        detail: bool = False,
    ) -> Reading:
        try:
            if question is not None:
                worker.send(question, deadline)
            if when_done is not None:
                if worker.receive(deadline, 2**10) != {"n": number, "done": True}:
                    raise Malformed("aviso de algo que no se ha pedido")
                worker.send(_body(when_done), deadline)
            body = worker.receive_body(deadline, self._most(purse))
            answer = _known.read(body, number, detail)
        except Late:
            return Reading(Respuesta("tiempo"), healthy=False)
        except TooBig as error:
            if purse is not None and error.size <= self._most_bytes:
                purse.spend(size=error.size)
            return Reading(Respuesta("invalida"), healthy=False)
        except Malformed:
            return Reading(Respuesta("invalida"), healthy=False)
        except Closed:
            return Reading(Respuesta(self._cause(worker.process)), healthy=False)
        if answer.excepcion == "MemoryError":
            return Reading(Respuesta("memoria"), healthy=False)
        return Reading(answer)

    def _most(self, purse: Purse | None) -> int:
        return self._most_bytes if purse is None else int(min(self._most_bytes, purse.size))


def unread(purse: Purse) -> Respuesta | None:
    """La respuesta de lo que ya no se va a leer, si en `purse` se ha acabado algo."""
    if purse.full:
        return Respuesta("invalida", detalle=TOO_MUCH)
    return Respuesta("tiempo", detalle=TOO_LONG) if purse.late else None


def _cpu(worker: Channel) -> float:
    """Segundos de procesador gastados por quien contesta y por quien lee."""
    return time.thread_time() + (worker.process.cpu() if worker.process is not None else 0.0)


def _answer(reply: dict[str, Any], number: int, detail: bool) -> Respuesta:
    if set(reply) != {"n", "answer"} or reply["n"] != number:
        raise Malformed("respuesta a algo que no se ha preguntado")
    try:
        return respuesta_de_json(reply["answer"], detail)
    except Exception as error:  # lo que llega es hostil: falle como falle al leerlo, no vale
        raise Malformed("respuesta mal escrita") from error


class _Known:
    """Las últimas respuestas leídas, por sus bytes.

    En una clase casi todos contestan lo mismo, byte por byte: se lee una vez por proceso, y además
    lo mismo es el mismo objeto. Los arreglos de una respuesta no se modifican nunca.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[int, bool, bytes], Respuesta] = OrderedDict()
        self._bytes = 0

    def read(self, body: bytes, number: int, detail: bool) -> Respuesta:
        """La respuesta que hay en `body`. `Malformed` si no la hay, o trae lo que no se pidió."""
        key = (number, detail, body)
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
            return answer
        answer = _answer(parse(body), number, detail)
        if len(body) <= SMALL_BYTES:
            self._answers[key] = answer
            self._bytes += len(body)
            while self._bytes > REMEMBERED_BYTES:
                (_, _, oldest), _ = self._answers.popitem(last=False)
                self._bytes -= len(oldest)
        return answer


_known = _Known()


def plan_message(plan: Plan, first: int, detail: bool) -> bytes:
    """La petición de contestar a un plan desde su caso `first`."""
    head = {"op": "plan", "first": first, "name": plan.nombre, "device": plan.dispositivo}
    head["detail"] = detail
    cases = b",".join(map(_case_body, plan.casos[first:]))
    return _body(head)[:-1] + b',"cases":[' + cases + b"]}"


def _body(message: Any) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode()


def question(case: Caso) -> dict[str, Any]:
    """Lo que hace falta para contestar a un caso: ni su título, ni su grupo, ni si es límite."""
    return caso_a_json(Caso("", case.pasos))


@functools.lru_cache(maxsize=4096)
def _case_body(case: Caso) -> bytes:
    """Los casos son los mismos para toda la clase: se escriben una vez por proceso."""
    return _body(question(case))
