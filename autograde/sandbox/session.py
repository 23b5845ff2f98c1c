"""Una sesión vista desde fuera: celdas, instantáneas, sellado y preguntas."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Any

from autograde.sandbox.answers import Reader, unread
from autograde.sandbox.budget import ONE_CHECK, Budget, Purse
from autograde.sandbox.cells import CellRun, Cells, CellState
from autograde.sandbox.channel import Channel, Closed, Late, Malformed, Process
from autograde.sandbox.errors import Disturbed, NestingRefused, SandboxFailure
from autograde.sandbox.host import Host
from autograde.sandbox.limits import Limits
from autograde.sandbox.snapshots import ATTEMPTS, Snapshots, dismiss
from autograde.sandbox.watch import DYING_S, Census, Watch
from curso.pruebas.plan import Plan, Respuesta


class Session:
    """El código de un envío, en su propio mundo. Se obtiene de `Sandbox.session`.

    `alive` dice si la sesión puede ejecutar más celdas. Muere si una celda la mata o no se deja
    interrumpir; las instantáneas hechas antes siguen contestando.

    device_fault
        Por qué no pudo abrir su dispositivo el último obrero, según él.
    careful
        Si a cada plan lo contesta un proceso nuevo, y a lo que queda de él otro tras un caso que
        lo mate o lo cuelgue. Si no, lo contesta la propia instantánea, que así cuesta la tercera
        parte; y a la primera que se estropea, `Disturbed`: hay que empezar otra vez, con cuidado.
    budget
        Lo que le queda al envío. Agotado, las celdas no se ejecutan, a las pruebas que vengan
        detrás se las da por no terminadas y las respuestas no se leen.
    """

    def __init__(
        self,
        host: Host,
        limits: Limits,
        files: Mapping[str, bytes],
        careful: bool,
        budget: Budget,
    ) -> None:
        self._host = host
        self._limits = limits
        self.careful = careful
        self.device = host.device
        self.device_fault = ""
        self._init, self._cells = Channel(), Cells(limits, budget.cells)
        self._watch = Watch(self._init, host.kernel_kills)
        self._reader = Reader(limits.answer_bytes, self._cause)
        self._snapshots = Snapshots(self._cells, self._watch, limits, self.sweep)
        self._sealed = False
        self._working = ""
        self._answers_left = budget.answers
        self._folder = host.scratch()
        try:
            self._start(files)
        except (Closed, Late, Malformed, OSError) as error:
            self.close()
            why = host.explanation()
            raise SandboxFailure(f"No se pudo abrir una sesión aislada. {why}".strip()) from error
        except BaseException:
            self.close()
            raise

    def _start(self, files: Mapping[str, bytes]) -> None:
        host, deadline = self._host, _after(self._limits.start_s)
        order = {
            "limits": asdict(self._limits),
            "cold": host.cold,
            "namespaces": host.isolated and not host.cold,
            "uid": host.identity.uid,
            "drop": host.identity.namespace is not None,
            "folder": self._folder,
            "device": None if self.device is None else {"nodes": self.device.nodes},
        }
        host.channel.send(order, deadline, (self._init.peer_fd, self._cells.channel.peer_fd))
        self._init.handed_over()
        self._cells.channel.handed_over()
        hello = self._init.hello(deadline)
        if "error" in hello:
            raise NestingRefused(f"El núcleo no dejó aislar la sesión: {hello['error']}")
        self._init.send({"go": True}, deadline)
        self._cells.channel.hello(deadline)
        if files:
            self._cells.write(files, deadline)

    # --- celdas ---------------------------------------------------------------------------------

    @property
    def alive(self) -> bool:
        """Si puede ejecutar más celdas."""
        return self._cells.alive

    def run_cell(self, source: str, limit_s: float | None = None) -> CellRun:
        """Ejecuta una celda. Si se pasa de tiempo se interrumpe; si no cede, muere la sesión.

        `SandboxFailure` si la sesión ha muerto por algo que no es cosa suya.

        `limit_s` es de reloj y de procesador; sin él valen los de `Limits`.
        """
        if self._sealed:
            raise RuntimeError("sesión sellada: ya no se ejecutan celdas")
        if not self.alive:
            return CellRun((), CellState.DEAD)
        run = self._cells.run(source, limit_s)
        if run.state is CellState.DEAD and not self._cells.lied:
            self._watch.cause(self._cells.process)
        if not self.alive:
            self.sweep()
        return run

    # --- instantáneas y preguntas ---------------------------------------------------------------

    def snapshot(self, key: str) -> None:
        """Guarda la sesión tal como está; `ask(key, …)` le preguntará por separado."""
        if self._sealed:
            raise RuntimeError("sesión sellada: ya no se hacen instantáneas")
        with self._cells.timed():
            self._snapshots.take(key)

    def seal(self) -> None:
        """Mata la sesión y todo lo que dejara suelto: desde aquí nada puede mostrarse."""
        self._sealed = True
        self._cells.close()
        self.sweep()

    def ask(self, key: str, plan: Plan) -> tuple[Respuesta, ...]:
        """La respuesta de cada caso del plan, desde la instantánea `key`.

        Tras `Limits.late_cases` casos que no terminan, los demás se dan por no terminados. Si la
        sesión no es cuidadosa, lanza `Disturbed` en cuanto un caso estropea la instantánea.

        Solo antes de sellarla llevan el texto de las excepciones: aún no hay nada que esconder.
        """
        if not plan.casos:
            return ()
        if key not in self._snapshots:
            return (self._snapshots.refusal(key),) * len(plan.casos)
        purse = self._answers_left.part(ONE_CHECK)
        answering = self._carefully if self.careful else self._in_place
        answers = answering(key, plan, purse)
        refusal = unread(purse)
        if refusal is not None:
            self._snapshots.drop(key, refusal)
            answers += [refusal] * (len(plan.casos) - len(answers))
        return tuple(answers)

    def _in_place(self, key: str, plan: Plan, purse: Purse) -> list[Respuesta]:
        snapshot, detail = self._snapshots[key], not self._sealed
        self._working = ""
        try:
            readings = list(self._reader.answers(snapshot, plan, 0, purse, detail))
        except SandboxFailure as failure:  # sea de quien sea, toca repetirlo con cuidado
            self._snapshots.drop(key, Respuesta("muerte"))
            raise Disturbed(key) from failure
        if not readings[-1].healthy and unread(purse) is None:
            self._snapshots.drop(key, readings[-1].answer)
            raise Disturbed(key)
        return [r.answer for r in readings]

    def _carefully(self, key: str, plan: Plan, purse: Purse) -> list[Respuesta]:
        answers: list[Respuesta] = []
        while len(answers) < len(plan.casos) and unread(purse) is None:
            if sum(a.estado == "tiempo" for a in answers) >= self._limits.late_cases:
                answers += [Respuesta("tiempo")] * (len(plan.casos) - len(answers))
                break
            started = time.monotonic()
            worker, refusal = self.worker(key)
            purse.spend(wall=time.monotonic() - started)
            if worker is None:
                answers.append(Respuesta(refusal))
                continue
            try:
                first, detail = len(answers), not self._sealed
                readings = list(self._reader.answers(worker, plan, first, purse, detail))
            finally:
                self.dismiss(worker)
            if not readings[-1].healthy:  # los hijos que dejara no estorban al caso siguiente
                self.sweep()
            answers += [r.answer for r in readings]
        return answers

    def worker(self, key: str) -> tuple[Channel | None, str]:
        """Un obrero recién bifurcado, con su dispositivo si lo hay, o por qué no lo hay."""
        refusal = "muerte"
        self._working = key
        for _ in range(ATTEMPTS):
            channel, refusal = self._snapshots.worker(key)
            if channel is None:
                return None, refusal
            try:
                if self._opens_device(channel):
                    return channel, ""
                refusal = "muerte"
            except Late:
                refusal = "tiempo"
            except Malformed:
                refusal = "muerte"
            except Closed:
                refusal = self._cause(channel.process)
            self.dismiss(channel)
        return None, refusal

    def _cause(self, worker: Process | None) -> str:
        """De qué murió un obrero por su culpa; `SandboxFailure` si no fue por ella."""
        dead = worker is not None and worker.ended(DYING_S)
        if dead and self._working in self._snapshots and not self._watch.knows(worker):
            self._snapshots.replace(self._working)
        return self._watch.cause(worker)

    def _opens_device(self, worker: Channel) -> bool:
        """Si el obrero ha podido abrir su dispositivo; cierto si no tiene ninguno que abrir."""
        if self.device is None:
            return True
        deadline = _after(self._limits.device_s)
        order = {"backend": self.device.backend, "visible": self.device.visible}
        worker.send({"op": "device", "bytes": self.device.trial_bytes, **order}, deadline)
        reply = worker.receive(deadline, 2**14)
        self.device_fault = str(reply.get("fault") or "")
        return reply == {"fault": None}

    def measured_answer(
        self, worker: Channel, message: dict[str, Any], seed: int, limit_s: float
    ) -> Respuesta:
        """La muestra de la respuesta a un caso medido: `seed` no se dice hasta que termina."""
        return self._reader.measured(worker, message, seed, limit_s)

    # --- vigilancia y limpieza ------------------------------------------------------------------

    def waiting(self) -> tuple[Process, ...]:
        """Los procesos de las instantáneas, que son del alumno y siguen vivos mientras se mide."""
        return self._snapshots.processes()

    def rest(self) -> Census:
        """Mata todo lo que no sea una instantánea y las deja paradas: no pueden estorbar a otro."""
        return self._watch.rest(self.waiting())

    def isolate(self) -> Census:
        """Para las instantáneas; a quien más haya se le deja seguir, y cuenta."""
        return self._watch.isolate(self.waiting())

    def clock(self) -> Census:
        """Los procesos de la sesión y lo que llevan gastado, contados por su init."""
        return self._watch.clock()

    def sweep(self) -> None:
        """Mata todo lo del envío que no sea una instantánea (ni la sesión, si vive)."""
        keep = list(self.waiting())
        if self.alive and self._cells.process is not None:
            keep.append(self._cells.process)
        self._watch.sweep(keep)

    def dismiss(self, channel: Channel) -> None:
        """Despide a un obrero."""
        dismiss(channel)

    def close(self) -> None:
        """Termina con todos los procesos del envío. Se puede llamar más de una vez."""
        self._cells.kill()
        init = self._init.process
        if init is not None:
            if self._host.isolated:
                init.signal(signal.SIGKILL)
            else:
                self._init.close_writing()
            if not init.ended(10):
                raise SandboxFailure("El envío no muere.")
        for channel in (self._init, self._cells.channel, self._snapshots):
            channel.close()
        if not self._host.isolated:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _after(seconds: float) -> float:
    return time.monotonic() + seconds
