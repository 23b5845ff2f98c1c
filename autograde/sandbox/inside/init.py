"""El proceso 1 de un envío: prepara su mundo, arranca la sesión y la vigila. Sin código ajeno."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
import traceback
from collections.abc import Iterable
from typing import Any

from inside import confine, kernel, wire
from inside.session import serve
from inside.shell import Shell

WATCH_MS = 100
#: zócalos abiertos a la vez: lo que hay en sus colas no cuenta como memoria de ningún proceso
MAX_SOCKETS = 300
#: veces que se intenta parar a todos: quien se despierta se vuelve a parar
FREEZES = 400
#: los espacios de nombres de cada envío. El de red nace con su único dispositivo apagado
NAMESPACES = kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWNET


def launch(shell: Shell, order: dict[str, Any], fds: list[int]) -> None:
    """En un hijo de la incubadora: separa los espacios de nombres y arranca el init."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    control = socket.socket(fileno=fds[0])
    try:
        if order["namespaces"]:
            kernel.unshare(NAMESPACES)
        pid = os.fork()
    except OSError as error:
        wire.send(control, {"error": str(error)})
        os._exit(1)
    if pid:
        control.close()
        os.close(fds[1])
        os.waitpid(pid, 0)
        os._exit(0)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    run(shell, order, control, fds[1])


def run(shell: Shell, order: dict[str, Any], control: socket.socket, session_fd: int) -> None:
    """El init: no vuelve."""
    try:
        if order["namespaces"]:
            confine.mounts(order)
        elif order["cold"]:
            confine.adopt(order)
        wire.send(control, {"hello": "init"})
        wire.receive(control)
        pid = os.fork()
    except OSError as error:
        wire.send(control, {"error": str(error)})
        os._exit(1)
    if not pid:
        control.close()
        _become_session(shell, order, session_fd)
    os.close(session_fd)
    _watch(control, order, pid)


def _become_session(shell: Shell, order: dict[str, Any], fd: int) -> None:
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _own_descriptors(fd)
        confine.apply(order)
        serve(shell, socket.socket(fileno=fd), order["limits"], order["folder"])
    except EOFError:
        os._exit(0)
    except BaseException:
        traceback.print_exc()  # antes de `serve`, a quien está fuera; después, a ninguna parte
    finally:
        os._exit(1)


def _own_descriptors(channel: int) -> None:
    """Nada abierto salvo el canal y una entrada vacía propia.

    Quienes se bifurcan comparten la posición, los cerrojos y las banderas de lo que heredan
    abierto: por ahí un envío dejaría recados al siguiente. La salida y los errores los cambia
    `serve`; hasta entonces cuentan fuera por qué no arrancó.
    """
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.closerange(3, channel)
    os.closerange(channel + 1, 2**16)


def _watch(control: socket.socket, order: dict[str, Any], session: int) -> None:
    """Recoge huérfanos, atiende a la parte de fuera y vigila la memoria de todos juntos."""
    if not order["namespaces"]:
        kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
    limit = order["limits"]["total_memory_bytes"]
    killed = 0
    poll = select.poll()
    poll.register(control, select.POLLIN)
    while True:
        ready = poll.poll(WATCH_MS)
        _reap()
        killed += _enforce(limit)
        if order["cold"] and _files() > order["limits"]["scratch_files"]:
            _sweep(set())
        if (order["namespaces"] or order["cold"]) and _sockets() > MAX_SOCKETS:
            _sweep(set())
        if ready:
            try:
                request, _ = wire.receive(control)
            except (EOFError, OSError):
                _sweep(set())
                os._exit(0)
            census = _attend(request)
            wire.send(control, {"n": request["n"], "memory_kills": killed, **census})


def _attend(request: dict[str, Any]) -> dict[str, Any]:
    """Lo que pide la parte de fuera.

    sweep
        Matar a todos menos a `keep`.
    rest
        Lo mismo, y que los que quedan sigan parados.
    isolate
        Parar a `stop` y que los demás sigan.
    clock
        Solo contar.

    Salvo la primera, todas dicen quién hay y cuánto procesador han gastado entre todos.
    """
    keep = set(request.get("keep", ()))
    mark = None
    match request["op"]:
        case "sweep":
            _sweep(keep)
            return {}
        case "rest":
            _sweep(keep, wake=False)
            mark = _mark()
        case "isolate":
            _freeze()
            mark = _mark()
            census = _census()
            _signal([p for p in _others() if p not in set(request["stop"])], signal.SIGCONT)
            return {**census, "mark": mark}
        case "clock":
            pass
        case _:
            return {}
    return {**_census(), "mark": mark}


def _census() -> dict[str, Any]:
    alive = [p for p in _others() if not _is_zombie(p)]
    return {"alive": alive, "cpu": sum(map(_spent, alive))}


def _mark() -> int | None:
    """El número de un proceso recién nacido y muerto: el núcleo los da seguidos."""
    if os.getpid() != 1:
        return None
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def _spent(pid: int) -> float:
    """Segundos de procesador de un proceso, con todos sus hilos, también los que acabaron."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _others() -> list[int]:
    """Los demás procesos del envío. Sin espacio de pids propio, solo los descendientes."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    me = os.getpid()
    if me == 1:
        return [p for p in pids if p != 1]
    parents = {p: _parent(p) for p in pids}
    return [p for p in pids if p != me and _descends(p, me, parents)]


def _parent(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            return int(f.read().rpartition(b")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def _descends(pid: int, ancestor: int, parents: dict[int, int]) -> bool:
    while pid:
        pid = parents.get(pid, 0)
        if pid == ancestor:
            return True
    return False


def _sweep(keep: set[int], wake: bool = True) -> None:
    """Mata a todos menos a `keep`. Primero se para a todos: nadie se multiplica mientras."""
    _freeze()
    for _ in range(50):
        victims = [p for p in _others() if p not in keep and not _is_zombie(p)]
        if not victims:
            break
        for pid in victims:
            _kill(pid)
        _reap()
        time.sleep(0.002)
    if wake:
        _signal(keep, signal.SIGCONT)


def _freeze() -> None:
    """Para a todos y espera a que lo estén.

    Al proceso 1, `kill(-1)` le vale para señalar a la vez a todos los de su espacio: una
    bifurcación a medias o la ve el padre, o ya está el hijo entre los señalados.
    """
    for _ in range(FREEZES):
        running = [p for p in _others() if not _is_stopped(p)]
        if not running:
            return
        if os.getpid() == 1:
            with contextlib.suppress(OSError):
                os.kill(-1, signal.SIGSTOP)
        else:
            _signal(running, signal.SIGSTOP)
        time.sleep(0.0005)


def _is_stopped(pid: int) -> bool:
    """Si ningún hilo suyo puede ejecutar nada. En «D» recibirá la señal antes que nada."""
    try:
        states = [_state(f"/proc/{pid}/task/{task}") for task in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return True
    return all(state in b"TtZXD" for state in states)


def _state(folder: str) -> bytes:
    try:
        with open(f"{folder}/stat", "rb") as f:
            return f.read().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return b"X"


def _signal(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def _is_zombie(pid: int) -> bool:
    return _state(f"/proc/{pid}") in b"ZX"


def _enforce(limit: int) -> int:
    """Si entre todos pasan de `limit`, mata al que más ocupa, y al siguiente… Dice a cuántos."""
    killed = 0
    while sum(_resident(p) for p in _others()) > limit:
        sizes = {p: _proportional(p) for p in _others()}
        if sum(sizes.values()) <= limit:
            break
        _kill(max(sizes, key=lambda p: sizes[p]))
        killed += 1
        time.sleep(0.002)
        _reap()
    return killed


def _files() -> int:
    """Ficheros creados. Los montajes que hace bwrap no llevan tope de ficheros."""
    places = (os.statvfs(path) for path in ("/home", "/tmp", "/dev/shm"))
    return sum(place.f_files - place.f_ffree for place in places)


def _sockets() -> int:
    """Zócalos en uso en la red de este envío, que no comparte con nadie."""
    with open("/proc/self/net/sockstat") as f:
        return int(f.readline().split()[2])


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def _resident(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm", "rb") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int:
    """Lo mismo, repartiendo las páginas compartidas: más lento, solo si hace falta."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as f:
            return sum(int(line.split()[1]) * 1024 for line in f if line[:4] == b"Pss:")
    except OSError:
        return _resident(pid)
