"""Un cgroupfs de mentira con las reglas del núcleo que importan aquí."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from autograde.sandbox.cgroup import Hierarchy

BORN = 1000


class FakeHierarchy(Hierarchy):
    """Una carpeta que se porta como cgroupfs: de un grupo con procesos no cuelgan límites.

    root
        El montaje, que es también el grupo raíz. `denied`: ficheros que no se dejan escribir.
    """

    def __init__(self, folder: Path, controllers: str = "cpu memory pids") -> None:
        super().__init__(folder / "proc")
        self.root = folder / "cgroup"
        self.denied: set[Path] = set()
        (self.processes / "self").mkdir(parents=True)
        self.root.mkdir()
        self._files(self.root, controllers)
        (self.root / "cgroup.type").unlink()
        self.mount("/", self.root)

    def mount(self, root: str, point: Path) -> None:
        """Lo que dirá mountinfo."""
        (self.processes / "self" / "mountinfo").write_text(
            "22 1 8:1 / / rw - ext4 /dev/vda rw\n"
            f"30 22 0:26 {root} {point} rw,nosuid shared:4 - cgroup2 cgroup2 rw\n"
        )

    def group(self, path: str, subtree: str = "") -> Path:
        """Un grupo hecho por otro (systemd), con los controladores de la raíz."""
        folder = self.root / path
        folder.mkdir(parents=True)
        self._files(folder, (self.root / "cgroup.controllers").read_text())
        (folder / "cgroup.subtree_control").write_text(subtree)
        return folder

    def process(self, pid: int, parent: int, group: Path, born: int = BORN) -> None:
        """Un proceso vivo."""
        (self.processes / str(pid)).mkdir()
        fields = ["S", str(parent), *["0"] * 17, str(born)]
        (self.processes / str(pid) / "stat").write_text(
            f"{pid} (un (mal) nombre) {' '.join(fields)}"
        )
        self._place(pid, group)

    def me(self, group: Path) -> None:
        """Este proceso, en un grupo."""
        self.process(os.getpid(), 1, group)

    def write(self, path: Path, text: str) -> None:
        """Con las negativas del núcleo."""
        if path in self.denied:
            raise PermissionError(errno.EACCES, "denegado", str(path))
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, "no existe", str(path))
        group, root = path.parent, path.parent == self.root
        if path.name == "cgroup.procs":
            if (group / "cgroup.subtree_control").read_text() and not root:
                raise OSError(errno.EBUSY, "reparte controladores")
            self._place(int(text), group)
        elif path.name == "cgroup.subtree_control":
            if self.members(group) and not root:
                raise OSError(errno.EBUSY, "tiene procesos")
            path.write_text(text.replace("+", ""))
        elif path.name == "cgroup.kill":
            (group / "cgroup.procs").write_text("")
        else:
            path.write_text(text)

    def make(self, folder: Path) -> None:
        """Con los ficheros de los controladores que reparte su padre."""
        folder.mkdir()
        self._files(folder, (folder.parent / "cgroup.subtree_control").read_text())

    def remove(self, folder: Path) -> None:
        """Solo vacío."""
        if not folder.exists():
            raise FileNotFoundError(errno.ENOENT, "no existe")
        if self.members(folder) or any(p.is_dir() for p in folder.iterdir()):
            raise OSError(errno.EBUSY, "ocupado")
        shutil.rmtree(folder)

    def _files(self, folder: Path, controllers: str) -> None:
        names = {"cgroup.type": "domain", "cgroup.procs": "", "cgroup.kill": ""}
        names |= {"cgroup.controllers": controllers, "cgroup.subtree_control": ""}
        if "memory" in controllers:
            names |= {"memory.max": "max", "memory.swap.max": "max", "memory.oom.group": "0"}
            names |= {
                "memory.events": "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n"
            }
        if "pids" in controllers:
            names |= {"pids.max": "max"}
        for name, text in names.items():
            (folder / name).write_text(text)

    def _place(self, pid: int, group: Path) -> None:
        for file in self.root.rglob("cgroup.procs"):
            others = [x for x in file.read_text().split() if x != str(pid)]
            file.write_text("\n".join(others))
        file = group / "cgroup.procs"
        file.write_text("\n".join([*file.read_text().split(), str(pid)]))
        if pid == os.getpid():
            path = "/" + str(group.relative_to(self.root)).removeprefix(".")
            text = f"1:name=systemd:/otro\n0::{path}\n"
            (self.processes / "self" / "cgroup").write_text(text)
