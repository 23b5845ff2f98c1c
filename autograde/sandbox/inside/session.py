"""La sesión: ejecuta las celdas del alumno y se bifurca en instantáneas y obreros.

Todo lo que manda es dato sin crédito: quien está fuera lo mide, lo limita y lo comprueba.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import numpy as np
from inside import device, wire
from inside.shell import Shell, Silence, redirect

from curso.pruebas.celdas import linea_del_fallo
from curso.pruebas.plan import (
    Ref,
    Respuesta,
    caso_a_json,
    caso_de_json,
    ejecutar_caso,
    respuesta_a_json,
)
from curso.pruebas.plan.ejecutor import ejecutar_a_json, nombre_incorporado
from curso.pruebas.plan.medida import muestra
from curso.pruebas.plan.pasos import llamada
from curso.pruebas.plan.traza import detalle_de

#: con unas decenas de vueltas, el intérprete ya ha especializado lo que se repite
REHEARSALS = 40
_SNAPSHOT = wire.pack({"hello": "snapshot"})
_WORKER = wire.pack({"hello": "worker"})


def serve(shell: Shell, sock: socket.socket, limits: dict[str, Any], folder: str) -> None:
    """Atiende las peticiones de fuera hasta que se cierre el canal."""
    os.chdir(folder)
    sys.path.insert(0, "")
    _raw_output()
    redirect(shell)
    shell.recorder.limits.update({k: limits[k] for k in shell.recorder.limits})
    wire.send(sock, {"hello": "session"})
    while True:
        request, fds = wire.receive(sock, descriptors=1)
        match request["op"]:
            case "files":
                reply: dict[str, Any] | None = _write(request["files"])
            case "cell":
                reply = _run(shell, request["source"])
            case "snapshot":
                reply = _snapshot(shell, sock, fds[0])
        if reply is not None:
            wire.send(sock, {"n": request["n"], **reply})


def _raw_output() -> None:
    """Lleva los descriptores 1 y 2 a un fichero sin nombre, para lo que no imprime Python."""
    import tempfile

    fd, path = tempfile.mkstemp()
    os.unlink(path)
    for target in (1, 2):
        os.dup2(fd, target)
    os.close(fd)


def _write(files: dict[str, str]) -> dict[str, Any]:
    from base64 import b64decode

    for name, data in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b64decode(data))
    return {}


def _run(shell: Shell, source: str) -> dict[str, Any]:
    recorder = shell.recorder
    recorder.reset()
    state, line = "error", None
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        result = shell.run_cell(source, store_history=True)
        if result.success:
            state = "ok"
        line = linea_del_fallo(result.error_in_exec, source, shell.user_ns)
    except KeyboardInterrupt:
        recorder.error("KeyboardInterrupt", "", [])
    except BaseException as error:
        recorder.error(nombre_incorporado(type(error)), "", [])
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError):
        _drain(recorder)
    return {"state": state, "line": line, "outputs": recorder.finished()}


def _drain(recorder: Any) -> None:
    written = os.lseek(1, 0, os.SEEK_END)
    if written:
        data = os.pread(1, min(written, recorder.limits["output_bytes"]), 0)
        os.ftruncate(1, 0)
        os.lseek(1, 0, os.SEEK_SET)
        recorder.stream("stdout", data.decode("utf-8", "replace"))


def _snapshot(shell: Shell, sock: socket.socket, fd: int) -> dict[str, Any] | None:
    """Bifurca la sesión: el hijo se queda en esta posición, sin poder mostrar nada.

    Cada página de memoria que el hijo toca hay que copiarla: lo que pueda hacerse antes de
    bifurcar, o cuando haya preguntas, no lo hace él al nacer.
    """
    questions = socket.socket(fileno=fd)
    try:
        child = os.fork()
    except OSError:  # no caben más procesos: quien está fuera verá que no nace nadie
        child = -1
    if child:
        questions.close()
        return {}
    try:
        sock.close()
        _wait_for_questions(shell, questions)
    except wire.CUT:
        os._exit(wire.CHANNEL_LOST)
    finally:
        os._exit(0)


def _silence(shell: Shell) -> None:
    """Nada de lo que se escriba llega a ningún sitio."""
    try:
        null = os.dup(0)
    except OSError:
        null = os.open(os.devnull, os.O_RDWR)
    for target in (1, 2):
        os.dup2(null, target)
    os.close(null)
    sys.stdout = Silence(shell.recorder, "stdout", 1)
    sys.stderr = Silence(shell.recorder, "stderr", 2)


def _wait_for_questions(shell: Shell, sock: socket.socket) -> None:
    """La instantánea: contesta ella misma a un plan, o se bifurca en un obrero que lo haga."""
    sock.sendall(_SNAPSHOT)
    first = True
    workers: list[int] = []
    while True:
        request, fds = wire.receive(sock, descriptors=1)
        if first:
            first = False
            _silence(shell)
            gc.freeze()  # que lo que haya en el cuaderno no encarezca la recogida de basura
        if request["op"] == "plan":
            _plan(shell, sock, request)
            continue
        heir = bool(request.get("heir"))
        if not _fork_after(workers, heir):
            sock.close()
            (_wait_for_questions if heir else _work)(shell, socket.socket(fileno=fds[0]))
        os.close(fds[0])


def _fork_after(workers: list[int], heir: bool) -> bool:
    """Bifurca un obrero: falso en el hijo, y si no se puede no nace nadie.

    A los de antes se les recoge ahora, salvo si quien nace es la instantánea que sustituirá a
    esta: entonces los recogerá el init, que sí dice cómo acabaron.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if not heir:
        workers[:] = [worker for worker in workers if not _collected(worker)]
    with contextlib.suppress(OSError):
        workers.append(os.fork())
        return bool(workers[-1])
    return True


def _collected(worker: int) -> bool:
    try:
        return os.waitpid(worker, os.WNOHANG)[0] == worker
    except OSError:
        return True


def _work(shell: Shell, sock: socket.socket) -> None:
    """El obrero: contesta a lo que se le pregunte, hasta que se le despide."""
    sock.sendall(_WORKER)
    try:
        while True:
            request, _ = wire.receive(sock)
            if request["op"] == "plan":
                _plan(shell, sock, request)
            elif request["op"] == "device":
                wire.send(sock, {"fault": device.open_device(request)})
            else:
                _send_answer(sock, request["n"], _measured(shell, sock, request))
    except wire.CUT:
        os._exit(wire.CHANNEL_LOST)
    finally:
        os._exit(0)


def _plan(shell: Shell, sock: socket.socket, request: dict[str, Any]) -> None:
    """Un plan: cada respuesta sale en cuanto está."""
    where = request["name"], request["device"], request["detail"]
    for number, case in enumerate(request["cases"], request["first"]):
        _send_answer(sock, number, _case(shell, case, *where))


def _send_answer(sock: socket.socket, number: int, answer: dict[str, Any]) -> None:
    try:
        frame = wire.pack({"n": number, "answer": answer})
    except Exception:
        frame = wire.pack({"n": number, "answer": respuesta_a_json(Respuesta("invalida"))})
    sock.sendall(frame)


def rehearse(shell: Shell) -> None:
    """Recorre lo que harán los obreros, para que cada uno lo encuentre ya optimizado."""
    shell.user_ns["ensayo"] = _identity
    array = np.ones((4, 3))
    asked = llamada("ensayo", Ref("x"), 2, 0.5, entradas={"x": array})
    body = json.dumps({"case": caso_a_json(asked)})
    for _ in range(REHEARSALS):
        wire.pack(_case(shell, json.loads(body)["case"], "ensayo", None, False))
    del shell.user_ns["ensayo"]


def _identity(*values: Any) -> Any:
    return values


def _case(shell: Shell, case: Any, name: str, device: str | None, detail: bool) -> dict[str, Any]:
    try:
        return ejecutar_a_json(caso_de_json(case), name, shell.user_ns, device, detail)
    except BaseException as error:
        told = None
        with contextlib.suppress(BaseException):
            told = detalle_de(error, shell.user_ns)
        answer = Respuesta("excepcion", excepcion=nombre_incorporado(type(error)), detalle=told)
        return respuesta_a_json(answer, detail)


def _measured(shell: Shell, sock: socket.socket, request: dict[str, Any]) -> dict[str, Any]:
    """Un caso medido: avisa al terminar la llamada, y entonces se le dice qué muestra enseñar."""
    try:
        caso = caso_de_json(request["case"])
        respuesta = ejecutar_caso(
            caso, request["name"], shell.user_ns, request["device"], por_el_codec=False
        )
        if request["device"]:
            device.wait(respuesta.valor)
    except BaseException as error:
        respuesta = Respuesta("excepcion", excepcion=nombre_incorporado(type(error)))
    wire.send(sock, {"n": request["n"], "done": True})
    ask, _ = wire.receive(sock)
    try:
        return respuesta_a_json(muestra(respuesta, ask["seed"]))
    except BaseException:
        return respuesta_a_json(Respuesta("invalida"))
