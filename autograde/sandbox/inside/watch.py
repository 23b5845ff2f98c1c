"""Lo que hace el proceso 1 mientras dura un envío: recoger, vigilar límites y atender a fuera."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from typing import Any

from inside import kernel, processes, wire
from inside.deaths import Deaths

WATCH_MS = 100
#: zócalos abiertos a la vez: lo que hay en sus colas no cuenta como memoria de ningún proceso
MAX_SOCKETS = 300


def watch(control: socket.socket, order: dict[str, Any], deaths: Deaths) -> None:
    """Recoge huérfanos, atiende a la parte de fuera y vigila la memoria de todos juntos."""
    if not order["namespaces"]:
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    killed = 0
    poll = select.poll()
    poll.register(control, select.POLLIN)
    if deaths.listener is not None:
        poll.register(deaths.listener, select.POLLIN)
    while True:
        ready = dict(poll.poll(WATCH_MS))
        heard = ready.pop(deaths.listener or -1, 0)
        if heard & select.POLLIN:
            deaths.hear()
        elif heard and deaths.listener is not None:  # ya no queda nadie que pueda mandar señales
            poll.unregister(deaths.listener)
        deaths.reap()
        killed += _enforce(order, deaths)
        if ready:
            try:
                request, _ = wire.receive(control)
            except (EOFError, OSError):
                processes.sweep(set())
                os._exit(0)
            reply = _attend(request, deaths)
            wire.send(control, {"n": request["n"], "memory_kills": killed, **reply})


def _attend(request: dict[str, Any], deaths: Deaths) -> dict[str, Any]:
    """Lo que pide la parte de fuera.

    sweep
        Matar a todos menos a `keep`.
    rest
        Lo mismo, y que los que quedan sigan parados.
    isolate
        Parar a `stop` y que los demás sigan.
    clock
        Solo contar.
    cause
        De qué murió `pid`.

    Salvo la primera y la última, todas dicen quién hay y cuánto procesador han gastado entre todos.
    """
    keep = set(request.get("keep", ()))
    mark = None
    match request["op"]:
        case "sweep":
            processes.sweep(keep)
            return {}
        case "rest":
            processes.sweep(keep, wake=False)
            mark = _mark()
        case "isolate":
            processes.freeze()
            mark = _mark()
            census = _census()
            awake = [p for p in processes.others() if p not in set(request["stop"])]
            processes.send(awake, signal.SIGCONT)
            return {**census, "mark": mark}
        case "clock":
            pass
        case "cause":
            return deaths.cause(request["pid"])
        case _:
            return {}
    return {**_census(), "mark": mark}


def _census() -> dict[str, Any]:
    alive = [p for p in processes.others() if not processes.is_zombie(p)]
    waiting = sum(processes.state(f"/proc/{p}") in b"RD" for p in alive)
    return {"alive": alive, "cpu": sum(map(processes.spent, alive)), "waiting": waiting}


def _mark() -> int | None:
    """El número de un proceso recién nacido y muerto: el núcleo los da seguidos."""
    if os.getpid() != 1:
        return None
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def _enforce(order: dict[str, Any], deaths: Deaths) -> int:
    """Hace cumplir los límites que no pone el núcleo. Dice a cuántos mata por su memoria."""
    limits = order["limits"]
    killed = _enforce_memory(limits["total_memory_bytes"], deaths)
    files = order["cold"] and _files() > limits["scratch_files"]
    if files or ((order["namespaces"] or order["cold"]) and _sockets() > MAX_SOCKETS):
        for pid in processes.others():
            deaths.felled(pid, "ficheros" if files else "zócalos")
        processes.sweep(set())
    return killed


def _enforce_memory(limit: int, deaths: Deaths) -> int:
    """Si entre todos pasan de `limit`, mata al que más ocupa, y al siguiente… Dice a cuántos."""
    killed = 0
    while sum(processes.resident(p) for p in processes.others()) > limit:
        with processes.crowd_held():
            sizes = {p: processes.proportional(p) for p in processes.others()}
            excess = sum(sizes.values()) - limit
            if excess <= 0:
                break
            for pid in sorted(sizes, key=lambda p: -sizes[p]):
                deaths.felled(pid, "memoria")
                processes.kill(pid)
                killed += 1
                excess -= sizes[pid]
                if excess <= 0:
                    break
        time.sleep(0.002)
        deaths.reap()
    return killed


def _files() -> int:
    """Ficheros creados. Los montajes que hace bwrap no llevan tope de ficheros."""
    places = (os.statvfs(path) for path in ("/home", "/tmp", "/dev/shm"))
    return sum(place.f_files - place.f_ffree for place in places)


def _sockets() -> int:
    """Zócalos en uso en la red de este envío, que no comparte con nadie."""
    with open("/proc/self/net/sockstat") as f:
        return int(f.readline().split()[2])
