"""El aislamiento: un árbol caliente que atiende muchas sesiones, de una en una."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, TracebackType

from autograde.sandbox.budget import Budget
from autograde.sandbox.device import Device
from autograde.sandbox.errors import NestingRefused, SandboxFailure
from autograde.sandbox.host import Host
from autograde.sandbox.limits import Limits
from autograde.sandbox.session import Session

NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class Sandbox:
    """Un bwrap con su incubadora. Gestor de contexto.

    isolated
        False corre lo mismo sin bwrap: el alumno puede leer y escribir lo que quien corrige.
        Solo para `--sin-aislamiento`, y quien lo usa debe decirlo en cada resultado.
    cold
        Un bwrap por sesión desde el principio. El atributo dice si así se está trabajando.
    device
        Un dispositivo que abre cada obrero (nunca la sesión). Para él se aflojan algunas defensas
        (`docs/seguridad.md`), así que va en un aislamiento aparte.
    absent
        Módulos de `curso` que dentro no están, porque calculan lo que pide un ejercicio.

    El árbol muere con el hilo que abrió la primera sesión (así lo hace `--die-with-parent`): un
    aislamiento por proceso o por hilo, sin compartirlo.

    Si la incubadora muere, la siguiente sesión arranca otra. Si esta máquina no admite espacios
    de nombres dentro de bwrap, cada sesión tiene un bwrap propio (más lento, igual de cerrado).
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        isolated: bool = True,
        cold: bool = False,
        device: Device | None = None,
        absent: tuple[str, ...] = (),
    ) -> None:
        self.limits = limits or Limits()
        self.isolated = isolated
        self.cold = cold
        self.device = device
        self.absent = absent
        self._host: Host | None = None
        self._session: Session | None = None

    def session(
        self,
        files: Mapping[str, bytes] = NO_FILES,
        *,
        careful: bool = True,
        budget: Budget | None = None,
    ) -> Session:
        """Abre una sesión con `files` en su carpeta de trabajo.

        careful
            False ahorra bifurcaciones, a condición de repetirlo todo si hay `Disturbed`.
        budget
            Lo que le queda al envío, si esta no es su única sesión.
        """
        budget = budget or Budget.of(self.limits)
        if self._session is not None:
            self._session.close()
            self._session = None
        try:
            self._session = Session(self._ready(), self.limits, files, careful, budget)
        except NestingRefused:
            self.cold = True
            self._session = self._retry(files, careful, budget)
        except SandboxFailure:
            self._session = self._retry(files, careful, budget)
        return self._session

    def _retry(self, files: Mapping[str, bytes], careful: bool, budget: Budget) -> Session:
        """Con un árbol nuevo, por si el de antes había muerto o estaba dañado."""
        self._stop()
        return Session(self._ready(), self.limits, files, careful, budget)

    def _ready(self) -> Host:
        if self._host is not None and (self._host.cold or not self._host.alive):
            self._stop()
        if self._host is None:
            self._host = Host(self.limits, self.isolated, self.cold, self.device, self.absent)
        return self._host

    def _stop(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None

    def close(self) -> None:
        """Termina con todo. Se puede llamar más de una vez."""
        if self._session is not None:
            self._session.close()
            self._session = None
        self._stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
