"""El límite que pone el núcleo a un árbol aislado entero: cgroups de la versión 2.

La vigilancia de `inside/init.py` mira cada décima de segundo; esto corta en el acto, y cuenta
también la memoria que no es de ningún proceso. Solo donde la cuenta que corrige puede crear
grupos: root, un grupo delegado por systemd, un contenedor que lo permita. Donde no, se corrige
sin ello.

De un grupo con procesos no pueden colgar otros con límites: quien corrige se aparta antes a una
hoja. Solo lo hace si en su grupo no hay nadie más; a los demás no se les mueve.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import time
from pathlib import Path

from autograde.sandbox.limits import MIB, Limits

#: los grupos de un proceso llevan su número y cuándo empezó: con eso se sabe si su dueño vive
_NAME = re.compile(r"autograde-(\d+)-(\d+)(-\d+)?")
CONTROLLERS = frozenset({"memory", "pids"})
#: además de lo del envío: lo que gastan la incubadora y el init de cada sesión, y el núcleo
ALLOWANCE_BYTES = 256 * MIB
ALLOWANCE_PROCESSES = 32

_numbers = itertools.count()


class CgroupsRefused(Exception):
    """Aquí no se pueden crear grupos. `remedy` es la orden que lo consigue; puede no haberla."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


class Hierarchy:
    """Las operaciones sobre el árbol de grupos, y dónde mirar los procesos."""

    def __init__(self, processes: Path = Path("/proc")) -> None:
        self.processes = processes

    def read(self, path: Path) -> str:
        """El contenido de un fichero del núcleo."""
        return path.read_text()

    def write(self, path: Path, text: str) -> None:
        """Escribe de una vez: así lo quiere el núcleo."""
        fd = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(fd, text.encode())
        finally:
            os.close(fd)

    def make(self, folder: Path) -> None:
        """Crea un grupo."""
        folder.mkdir()

    def remove(self, folder: Path) -> None:
        """Borra un grupo sin procesos."""
        folder.rmdir()

    def members(self, group: Path) -> set[int]:
        """Los procesos de un grupo (0: uno que desde aquí no se ve)."""
        return {int(line) for line in self.read(group / "cgroup.procs").split()}

    def born(self, pid: int) -> int:
        """Cuándo empezó un proceso, en tics desde el arranque; 0 si no existe."""
        return int(self._status(pid)[19])

    def parent(self, pid: int) -> int:
        """El padre de un proceso; 0 si no existe."""
        return int(self._status(pid)[1])

    def _status(self, pid: int) -> list[str]:
        try:
            text = (self.processes / str(pid) / "stat").read_text()
        except OSError:
            return ["0"] * 20
        return text.rpartition(")")[2].split()


class Cage:
    """El grupo de un árbol, con sus límites puestos. Se vacía y se borra en `close`."""

    def __init__(self, base: Path, limits: Limits, hierarchy: Hierarchy) -> None:
        self._hierarchy = hierarchy
        self.folder = base / f"{_mark(hierarchy)}-{next(_numbers)}"
        hierarchy.make(self.folder)
        memory = limits.total_memory_bytes + limits.scratch_bytes + ALLOWANCE_BYTES
        try:
            self._set("memory.max", memory)
            self._set("pids.max", limits.processes + ALLOWANCE_PROCESSES)
            # Que muera el que más ocupa (la sesión lleva oom_score_adj 1000), no el árbol.
            self._set("memory.oom.group", 0)
            with contextlib.suppress(FileNotFoundError):  # un núcleo sin intercambio no lo tiene
                self._set("memory.swap.max", 0)
        except OSError:
            self.close()
            raise

    def _set(self, name: str, value: int) -> None:
        self._hierarchy.write(self.folder / name, str(value))

    def admit(self, pid: int) -> None:
        """Mete un proceso y, desde ahora, todo lo que bifurque. Lo que ya gastó no cuenta aquí."""
        self._set("cgroup.procs", pid)

    def kills(self) -> int:
        """A cuántos procesos ha matado el núcleo porque el grupo llegó a su tope de memoria.

        `oom_kill` cuenta también a los que mata por faltarle memoria a la máquina; `oom`, solo las
        veces que no cabía más en este grupo.
        """
        try:
            lines = self._hierarchy.read(self.folder / "memory.events").splitlines()
        except OSError:
            return 0
        events = {name: int(count) for name, count in map(str.split, lines)}
        return min(events.get("oom", 0), events.get("oom_kill", 0))

    def close(self) -> None:
        """Mata a quien quede y borra el grupo; si no se deja, ya lo barrerá otro."""
        with contextlib.suppress(OSError):
            self._set("cgroup.kill", 1)
        for _ in range(100):
            try:
                return self._hierarchy.remove(self.folder)
            except FileNotFoundError:
                return None
            except OSError:
                time.sleep(0.01)
        return None


def cage(limits: Limits, hierarchy: Hierarchy | None = None) -> Cage:
    """Un grupo nuevo con los límites de un árbol. Lanza `CgroupsRefused` si aquí no se puede."""
    hierarchy = hierarchy or Hierarchy()
    base = prepare(hierarchy)
    try:
        return Cage(base, limits, hierarchy)
    except OSError as error:
        raise CgroupsRefused(f"No se pudo crear un grupo en {base}: {error}.") from error


def prepare(hierarchy: Hierarchy) -> Path:
    """El grupo del que colgarán los de los árboles, ya con los controladores repartidos.

    Si hace falta, mueve a este proceso y a sus descendientes a una hoja.
    """
    own = own_group(hierarchy.processes)
    if _NAME.fullmatch(own.name):  # este proceso, o quien lo lanzó, ya se apartó
        return own.parent
    try:
        available = set(hierarchy.read(own / "cgroup.controllers").split())
        given = set(hierarchy.read(own / "cgroup.subtree_control").split())
    except OSError as error:
        raise CgroupsRefused(f"No se puede leer el grupo {own}: {error}.") from error
    if not available >= CONTROLLERS:
        raise CgroupsRefused(
            f"Al grupo {own} no le llegan los controladores de memoria y procesos.", _remedy()
        )
    try:
        if not given >= CONTROLLERS:
            _share_out(own, hierarchy)
        _sweep(own, hierarchy)
    except OSError as error:
        raise CgroupsRefused(f"No se pueden crear grupos en {own}: {error}.", _remedy()) from error
    return own


def own_group(processes: Path) -> Path:
    """La carpeta del grupo de este proceso en la jerarquía de la versión 2."""
    try:
        lines = (processes / "self" / "cgroup").read_text().splitlines()
        mounts = (processes / "self" / "mountinfo").read_text().splitlines()
    except OSError as error:
        raise CgroupsRefused(f"No se sabe en qué grupo está este proceso: {error}.") from error
    path = next((line[3:] for line in lines if line.startswith("0::")), None)
    for line in mounts:
        place, _, kind = line.partition(" - ")
        if path is None or kind.split()[0] != "cgroup2":
            continue
        root, point = place.split()[3:5]
        if (Path("/") / path).is_relative_to(root) and ".." not in path:
            return Path(point) / Path(path).relative_to(root)
    raise CgroupsRefused("Esta máquina no tiene montada la versión 2 de cgroups.")


def _share_out(own: Path, hierarchy: Hierarchy) -> None:
    """Activa los controladores para los hijos de `own`, apartando antes a este proceso."""
    order = " ".join(f"+{name}" for name in sorted(CONTROLLERS))
    if not (own / "cgroup.type").exists():  # el grupo raíz, que sí admite procesos e hijos
        return hierarchy.write(own / "cgroup.subtree_control", order)
    family = hierarchy.members(own)
    if not all(_descends(pid, os.getpid(), hierarchy) for pid in family):
        raise CgroupsRefused(f"En el grupo {own} hay otros procesos.", _remedy())
    leaf = own / _mark(hierarchy)
    hierarchy.make(leaf)
    try:
        while family:
            for pid in family:
                with contextlib.suppress(ProcessLookupError):
                    hierarchy.write(leaf / "cgroup.procs", str(pid))
            family = hierarchy.members(own)
        hierarchy.write(own / "cgroup.subtree_control", order)
    except OSError:
        for pid in hierarchy.members(leaf):
            with contextlib.suppress(OSError):
                hierarchy.write(own / "cgroup.procs", str(pid))
        with contextlib.suppress(OSError):
            hierarchy.remove(leaf)
        raise
    return None


def _descends(pid: int, ancestor: int, hierarchy: Hierarchy) -> bool:
    while pid not in (0, ancestor):
        pid = hierarchy.parent(pid)
    return pid == ancestor


def _mark(hierarchy: Hierarchy) -> str:
    """El nombre que llevan los grupos de este proceso."""
    return f"autograde-{os.getpid()}-{hierarchy.born(os.getpid())}"


def _sweep(base: Path, hierarchy: Hierarchy) -> None:
    """Borra los grupos vacíos de procesos que ya no existen."""
    for folder in base.glob("autograde-*"):
        name = _NAME.fullmatch(folder.name)
        if name is not None and hierarchy.born(int(name[1])) != int(name[2]):
            with contextlib.suppress(OSError):  # aún tiene procesos: la próxima vez
                hierarchy.remove(folder)


def _remedy() -> str:
    if not Path("/run/systemd/system").is_dir():
        return ""
    user = "" if os.geteuid() == 0 else "--user "
    return f"Corrige con: systemd-run {user}--scope -p Delegate=yes autograde calificar …"
