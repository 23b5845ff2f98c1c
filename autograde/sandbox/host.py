"""Arranca y termina el árbol aislado: bwrap y, dentro, la incubadora."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from autograde.sandbox import cgroup, identity, layout
from autograde.sandbox.channel import Channel, Closed, Late, Malformed
from autograde.sandbox.device import Device
from autograde.sandbox.errors import SandboxFailure
from autograde.sandbox.limits import Limits
from autograde.sandbox.program import bubblewrap

#: lo que necesita la incubadora para dar a cada sesión sus propios espacios de nombres
CAPABILITIES = (
    "CAP_SYS_ADMIN",
    "CAP_SETUID",
    "CAP_SETGID",
    "CAP_SETPCAP",
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
    "CAP_KILL",
    "CAP_SYS_PTRACE",
    "CAP_SYS_RESOURCE",
)


class Host:
    """Un árbol en marcha. `cold`: vale para una sola sesión, sin espacios de nombres anidados."""

    def __init__(
        self,
        limits: Limits,
        isolated: bool,
        cold: bool,
        device: Device | None = None,
        absent: tuple[str, ...] = (),
    ) -> None:
        self._absent = absent
        self.isolated = isolated
        self.device = device
        self.cold = cold
        self.identity = identity.Identity()
        self.folder = ""
        self.cage: cgroup.Cage | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._cleanup = contextlib.ExitStack()
        try:
            self._prepare()
            self._process = self._start(limits)
            self.channel.handed_over()
            self.channel.hello(time.monotonic() + limits.start_s)
            self._enclose(limits)
        except (Closed, Late, Malformed) as error:
            text = self.explanation()
            self.close()
            raise _explain(text, isolated) from error
        except OSError as error:
            self.close()
            raise SandboxFailure(f"No arrancó el proceso aislado: {error}") from error
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        """Lo que hace falta fuera; cada cosa se deshace en `close`, en orden inverso."""
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  dura como el árbol
        self._cleanup.callback(self._errors.close)
        self.channel = Channel()
        self._cleanup.callback(self.channel.close)
        if self.isolated:
            self.identity = identity.current()
            self._cleanup.callback(self.identity.close)
        else:
            self.folder = tempfile.mkdtemp(prefix="sin-aislamiento-")
            self._cleanup.callback(shutil.rmtree, self.folder, ignore_errors=True)

    def _start(self, limits: Limits) -> subprocess.Popen[bytes]:
        fd = self.channel.peer_fd
        inner = ["-s", "-m", "inside.zygote", str(fd)]
        keep = [fd]
        if self.isolated:
            program = bubblewrap().path
            mounts, python_path = layout.bwrap_arguments(
                limits.scratch_bytes, self.device, self._absent
            )
            environment = layout.environment(python_path, layout.HOME, self.device)
            command = [program, *self._bwrap_options(), *mounts]
            command += ["--chdir", layout.WORK, "--clearenv"]
            for name, value in environment.items():
                command += ["--setenv", name, value]
            command += ["--", str(_base_python()), *inner]
            if self.identity.namespace is not None:
                keep.append(self.identity.namespace)
            environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        else:
            path = _plain_python_path(self.folder, self._absent)
            environment = layout.environment(path, self.folder, self.device)
            environment["TMPDIR"] = self.folder
            command = [str(_base_python()), *inner]
        return subprocess.Popen(
            command,
            pass_fds=keep,
            env=environment,
            cwd=None if self.isolated else self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,
        )

    def _enclose(self, limits: Limits) -> None:
        """Mete la incubadora en un grupo con límites, donde se puede: nada ha bifurcado aún."""
        assert self.channel.process is not None
        try:
            self.cage = cgroup.cage(limits)
            self._cleanup.callback(self.cage.close)
            self.cage.admit(self.channel.process.pid)
        except (cgroup.CgroupsRefused, OSError):
            self.cage = None

    def kernel_kills(self) -> int:
        """A cuántos procesos del árbol ha matado el núcleo por pasarse entre todos de memoria."""
        return 0 if self.cage is None else self.cage.kills()

    def _bwrap_options(self) -> list[str]:
        options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
        options += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
        options += ["--hostname", "aula"]
        if self.identity.namespace is not None:
            options += ["--userns", str(self.identity.namespace)]
        else:
            options += ["--unshare-user"]
        if self.cold:
            options += ["--as-pid-1"]
        options += ["--cap-drop", "ALL"]
        for capability in CAPABILITIES:
            if not self.cold or self.identity.namespace is not None:
                options += ["--cap-add", capability]
        return options

    @property
    def alive(self) -> bool:
        """Si el árbol sigue en pie."""
        return self._process is not None and self._process.poll() is None

    def explanation(self) -> str:
        """Lo que dejó dicho el árbol en su salida de errores."""
        if self._process is None:
            return ""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._errors.seek(0)
        return self._errors.read(4000).decode("utf-8", "replace").strip()

    def scratch(self) -> str:
        """La carpeta de trabajo de una sesión nueva; sin aislamiento hay que crearla."""
        return layout.WORK if self.isolated else tempfile.mkdtemp(prefix="sesion-", dir=self.folder)

    def close(self) -> None:
        """Mata el árbol entero y no deja nada."""
        if self._process is not None:
            if self.channel.process is not None:
                self.channel.process.signal(signal.SIGKILL)
            self.channel.close()
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._cleanup.close()


def _base_python() -> Path:
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def _plain_python_path(folder: str, absent: tuple[str, ...]) -> list[str]:
    """Sin aislamiento: los paquetes de siempre, con `curso` e `inside` por delante.

    Los módulos `absent` no están en ese `curso`, aunque nada impide ir a buscarlos donde están.
    """
    shown = Path(folder, "visible")
    shown.mkdir()
    course, hidden = layout.package_folder("curso"), set(layout.absent_paths(absent))

    def left_out(place: str, names: list[str]) -> list[str]:
        return [name for name in names if Path(place, name) in hidden]

    if hidden:
        shutil.copytree(course, shown / "curso", copy_function=os.symlink, ignore=left_out)
    else:
        (shown / "curso").symlink_to(course)
    (shown / "inside").symlink_to(layout.inside_folder())
    return [str(shown), *map(str, layout.site_folders())]


def _explain(text: str, isolated: bool) -> Exception:
    """Por qué no arrancó: si es una negativa conocida, con su remedio."""
    from autograde.sandbox.refusals import recognise

    known = recognise(text) if isolated else None
    if known is not None:
        return known
    return SandboxFailure(f"No arrancó el proceso aislado: {text[-600:] or 'sin explicación'}")
