"""Los procesos de un envío, vistos por su proceso 1: contarlos, pararlos y matarlos.

Sin espacio de números propio (`--sin-aislamiento`), los del envío son los descendientes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterable, Iterator

#: veces que se intenta parar a todos: quien se despierta se vuelve a parar
FREEZES = 400
#: más procesos de los que junta una sesión honrada, con sus instantáneas
CROWD = 32


def others() -> list[int]:
    """Los demás procesos del envío. Sin espacio de pids propio, solo los descendientes."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    me = os.getpid()
    if me == 1:
        return [p for p in pids if p != 1]
    parents = {p: parent(p) for p in pids}
    return [p for p in pids if p != me and _descends(p, me, parents)]


def parent(pid: int) -> int:
    """El padre de un proceso; 0 si no existe."""
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


def sweep(keep: set[int], wake: bool = True) -> None:
    """Mata a todos menos a `keep`. Primero se para a todos: nadie se multiplica mientras."""
    freeze()
    for _ in range(50):
        victims = [p for p in others() if p not in keep and not is_zombie(p)]
        if not victims:
            break
        for pid in victims:
            kill(pid)
        time.sleep(0.002)
    if wake:
        send(keep, signal.SIGCONT)


def freeze() -> None:
    """Para a todos y espera a que lo estén.

    Al proceso 1, `kill(-1)` le vale para señalar a la vez a todos los de su espacio: una
    bifurcación a medias o la ve el padre, o ya está el hijo entre los señalados.
    """
    for _ in range(FREEZES):
        if os.getpid() == 1:  # antes de mirar: mirar cuesta, y ellos no dejan procesador
            send([-1], signal.SIGSTOP)
        running = [p for p in others() if not _is_stopped(p)]
        if not running:
            return
        if os.getpid() != 1:
            send(running, signal.SIGSTOP)
        time.sleep(0.0005)


@contextlib.contextmanager
def crowd_held() -> Iterator[None]:
    """Si son una multitud, mientras dura están parados. Luego sigue quien no lo estuviera.

    Una multitud que se multiplica no deja procesador, y tiene tomado lo que hay que leer de ella.
    """
    crowd = others()
    if len(crowd) <= CROWD:
        yield
        return
    awake = [p for p in crowd if not _is_stopped(p)]
    freeze()
    yield
    send(set(others()) - (set(crowd) - set(awake)), signal.SIGCONT)


def _is_stopped(pid: int) -> bool:
    """Si ningún hilo suyo puede ejecutar nada. En «D» recibirá la señal antes que nada."""
    try:
        states = [state(f"/proc/{pid}/task/{task}") for task in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return True
    return all(state in b"TtZXD" for state in states)


def state(folder: str) -> bytes:
    """La letra con que el núcleo dice qué hace un proceso o un hilo, por su carpeta de /proc."""
    try:
        with open(f"{folder}/stat", "rb") as f:
            return f.read().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return b"X"


def send(pids: Iterable[int], number: int) -> None:
    """Manda una señal; no importa si alguno ya no existe."""
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def is_zombie(pid: int) -> bool:
    """Si ha terminado y nadie lo ha recogido."""
    return state(f"/proc/{pid}") in b"ZX"


def spent(pid: int) -> float:
    """Segundos de procesador de un proceso, con todos sus hilos, también los que acabaron."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


def kill(pid: int) -> None:
    """Lo mata."""
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def resident(pid: int) -> int:
    """La memoria que ocupa, en bytes."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def proportional(pid: int) -> int:
    """Lo mismo, repartiendo las páginas compartidas: más lento, solo si hace falta."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as f:
            return sum(int(line.split()[1]) * 1024 for line in f if line[:4] == b"Pss:")
    except OSError:
        return resident(pid)
