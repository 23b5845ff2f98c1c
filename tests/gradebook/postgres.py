"""Un PostgreSQL de verdad para las pruebas: privado, en una carpeta temporal y sin red."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy.engine import make_url

from autograde.course import CONFIG_NAME, Course
from tests.missing import lack

PASSWORD = "una clave de prueba"
_NUMBERS = count()


def programs() -> Path | None:
    """La carpeta con los programas del servidor; Debian no los pone en PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def missing() -> str | None:
    """Por qué no se puede arrancar uno, o None si se puede."""
    if programs() is None:
        return lack("PostgreSQL", "postgresql")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return lack("runuser, sin el que root no arranca PostgreSQL", "util-linux")
    return None


@dataclass(frozen=True)
class PostgreSQL:
    """Un servidor arrancado, que atiende en un enchufe de su carpeta."""

    folder: Path
    user: str

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[PostgreSQL]:
        """Uno nuevo, que desaparece al salir."""
        with TemporaryDirectory(prefix="pg") as name:
            server = cls(Path(name), _owner())
            if os.geteuid() == 0:
                shutil.chown(name, server.user)
            (server.folder / "clave").write_text(PASSWORD)
            (server.folder / "clave").chmod(0o644)
            data = server.folder / "datos"
            server._run(
                "initdb", "-D", data, "-U", "docente", "-A", "scram-sha-256", "--no-sync",
                f"--pwfile={server.folder / 'clave'}",
            )  # fmt: skip
            server.start()
            try:
                yield server
            finally:
                server.stop()

    def start(self) -> None:
        """Lo arranca y espera a que atienda."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=40"
        self._run(
            "pg_ctl", "-w", "-D", self.folder / "datos", "-l", self.folder / "registro",
            "-o", options, "start",
        )  # fmt: skip

    def stop(self) -> None:
        """Lo para sin esperar a nadie, como una caída."""
        self._run("pg_ctl", "-w", "-m", "immediate", "-D", self.folder / "datos", "stop")

    def url(self, database: str, password: str = PASSWORD) -> str:
        """La dirección de una base, tal como va en la configuración del curso."""
        secret = password.replace(" ", "%20")
        return f"postgresql+psycopg://docente:{secret}@/{database}?host={self.folder}"

    def new(self, template: str = "template1") -> str:
        """Una base nueva: vacía, o copia de otra que nadie esté usando."""
        name = f"base{next(_NUMBERS)}"
        with psycopg.connect(
            host=str(self.folder), user="docente", password=PASSWORD, dbname="postgres",
            autocommit=True,
        ) as db:  # fmt: skip
            db.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _run(self, program: str, *arguments: object) -> None:
        folder = programs()
        assert folder is not None
        command = [str(folder / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", self.user, "--", *command]
        done = subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, close_fds=True,
        )  # fmt: skip
        if done.returncode:
            sys.stderr.write(done.stdout or "")
            raise RuntimeError(f"{program} ha fallado: {done.stdout}")


def _owner() -> str:
    """Quien lo corre: PostgreSQL se niega a hacerlo como root."""
    if os.geteuid() != 0:
        return getpass.getuser()
    with_it = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in with_it else "nobody"


@dataclass(frozen=True)
class Copies:
    """Cómo se copia un curso con su libro: el fichero va dentro; lo de un servidor, aparte."""

    server: PostgreSQL | None = None

    def made(self, make: Callable[[str], Course]) -> Course:
        """El curso que hace `make` con lo que haya que añadir a la configuración."""
        if self.server is None:
            return make("")
        return make(_setting(self.server.url(self.server.new())))

    def copied(self, root: Path, to: Path) -> Course:
        """Una copia de la carpeta y de su libro."""
        copy = Course(shutil.copytree(root, to))
        if self.server is None:
            return copy
        database = make_url(copy.db_url).database
        assert database is not None
        return use(copy, self.server.url(self.server.new(database)))


def use(course: Course, url: str) -> Course:
    """El mismo curso, con su libro en esa dirección."""
    path = course.root / CONFIG_NAME
    path.write_text(path.read_text() + _setting(url))
    return Course(course.root)


def _setting(url: str) -> str:
    return f"\nc.CourseDirectory.db_url = {url!r}\n"
