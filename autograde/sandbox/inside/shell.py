"""El intérprete de las celdas: el de IPython, con las salidas recogidas como las de un cuaderno."""

from __future__ import annotations

import base64
import contextlib
import gc
import io
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from curso.pruebas.interprete import vigilar

CUT = "\n[… salida recortada …]\n"


class Recorder:
    """Las salidas de una celda, con tope de bytes y de número."""

    def __init__(self) -> None:
        self.limits: dict[str, int] = {"output_bytes": 2**20, "image_bytes": 2**22, "outputs": 200}
        self.reset()

    def reset(self) -> None:
        """Empieza una celda."""
        self.outputs: list[dict[str, Any]] = []
        self.ids: dict[str, dict[str, Any]] = {}
        self.used = 0
        self.images = 0
        self.cut = False
        self.clear_next = False

    def clear(self, wait: bool = False) -> None:
        """`clear_output`: borra lo mostrado, ya o cuando llegue lo siguiente."""
        self.clear_next = wait
        if not wait:
            self.outputs, self.ids = [], {}

    def _pending_clear(self) -> None:
        if self.clear_next:
            self.clear()

    def stream(self, name: str, text: str) -> None:
        """Texto impreso."""
        self._pending_clear()
        room = self.limits["output_bytes"] - self.used
        if len(text) > room:
            text = text[: max(room, 0)]
            if not self.cut:
                self.cut = True
                text += CUT
        if not text:
            return
        self.used += len(text)
        if self.outputs and self.outputs[-1].get("name") == name:
            self.outputs[-1]["text"].append(text)
        elif len(self.outputs) < self.limits["outputs"]:
            self.outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def rich(self, kind: str, data: dict[str, Any], metadata: dict[str, Any], **more: Any) -> None:
        """Un `display_data` o un `execute_result`; con `display_id`, para poder ponerlo al día."""
        display_id, update = more.pop("display_id", None), more.pop("update", False)
        self._pending_clear()
        output = {"output_type": kind, "data": self._bundle(data), "metadata": metadata, **more}
        if update:
            if display_id in self.ids:
                self.ids[display_id].update(data=output["data"], metadata=metadata)
            return
        if len(self.outputs) >= self.limits["outputs"]:
            return
        self.outputs.append(output)
        if display_id is not None:
            self.ids[display_id] = output

    def _bundle(self, data: dict[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for mime, value in data.items():
            if isinstance(value, bytes):
                value = base64.b64encode(value).decode("ascii")
            size = len(value) if isinstance(value, str) else len(repr(value))
            image = mime.startswith("image/")
            limit = self.limits["image_bytes"] if image else self.limits["output_bytes"]
            used = self.images if image else self.used
            if used + size <= limit:
                kept[mime] = value
                self.images += size if image else 0
                self.used += 0 if image else size
            elif isinstance(value, str) and mime == "text/plain":
                kept[mime] = value[: max(limit - used, 0)] + CUT
                self.used = limit
        return kept

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Una excepción que terminó la celda."""
        limit = self.limits["output_bytes"] // 8
        value = value[:limit]
        lines, room = [], limit
        for line in traceback:
            lines.append(line[:room] if len(line) <= room else line[:room] + CUT)
            room -= len(line)
            if room <= 0:
                break
        self.outputs.append(
            {"output_type": "error", "ename": name[:200], "evalue": value, "traceback": lines}
        )

    def finished(self) -> list[dict[str, Any]]:
        """Las salidas, en la forma de nbformat."""
        for output in self.outputs:
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
        return self.outputs


class Stream(io.TextIOBase):
    """`sys.stdout` o `sys.stderr` de las celdas."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, recorder: Recorder, name: str, descriptor: int) -> None:
        self._recorder = recorder
        self.name = f"<{name}>"
        self._stream = name
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.stream(self._stream, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def close(self) -> None:
        """Cerrarlo no deja sin salida a las celdas siguientes."""


class Silence(Stream):
    """Una salida que no va a ninguna parte."""

    def write(self, text: str) -> int:
        return len(text)


class _Publisher(DisplayPublisher):
    recorder: Recorder

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: Any = False,
        **kwargs: Any,
    ) -> None:
        transient = transient or {}
        self.recorder.rich(
            "display_data",
            dict(data),
            dict(metadata or {}),
            display_id=transient.get("display_id"),
            update=bool(update),
        )

    def clear_output(self, wait: bool = False) -> None:
        self.recorder.clear(wait)


class _Hook(DisplayHook):
    recorder: Recorder

    def write_output_prompt(self) -> None:
        """El número va en la salida, no impreso."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        count = self.prompt_count
        self.recorder.rich(
            "execute_result", dict(format_dict), dict(md_dict or {}), execution_count=count
        )


class Shell(InteractiveShell):
    """IPython sin terminal, sin historial en disco y con las salidas recogidas."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    recorder: Recorder

    def enable_gui(self, gui: str | None = None) -> None:
        """No hay ventanas: `%matplotlib inline` no necesita ninguna."""

    @contextlib.contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        """IPython guardaría otra copia de todo lo impreso: aquí no hay historial que lo use."""
        yield

    def system(self, cmd: str) -> None:
        """`!orden`: sin terminal, con lo que escribe entre las salidas de la celda."""
        command = self.var_expand(cmd, depth=1)
        done = subprocess.run(
            command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        self.user_ns["_exit_code"] = done.returncode
        print(done.stdout.decode("utf-8", "replace"), end="")

    def ask_exit(self) -> None:
        """`exit()` no termina la sesión: en un cuaderno no hay nada que cerrar."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        try:
            text = str(evalue)
        except Exception:
            text = ""
        lines = [stb] if isinstance(stb, str) else list(stb)
        self.recorder.error(etype.__name__, text, lines)


def new_shell() -> Shell:
    """El intérprete, ya con matplotlib preparado para figuras dentro del cuaderno."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.cache_size = 0
    shell = Shell.instance(config=config)
    shell.recorder = Recorder()
    owners: tuple[Any, ...] = (shell.display_pub, shell.displayhook)
    for owner in owners:
        owner.recorder = shell.recorder
    shell.enable_matplotlib("inline")
    vigilar(shell)
    return shell


_WARM_UP = (
    "%matplotlib inline",
    "import matplotlib.pyplot as plt, numpy as np, asyncio",
    "fig, ax = plt.subplots(); ax.plot(np.ones((2, 2)) @ np.ones(2), label='$x^2$'); ax.legend()",
    "display(1); print(2); np.ones(3)",
    "from curso import graficas, problemas; graficas.curvas_de_nivel(problemas.Valle())",
    "%timeit -n1 -r1 1",
    "1 / 0",
    "(",
)
#: lo que hace una celda corriente, hasta que el intérprete lo tiene especializado
_REPEATED = ("def f(x):\n    return x + 1\nf(np.ones(2))",) * 30


def warm_up(shell: Shell) -> None:
    """Usa lo que usan casi todos los cuadernos, para que cada sesión lo encuentre cargado."""
    stdout, stderr = sys.stdout, sys.stderr
    redirect(shell)
    for source in (*_WARM_UP, *_REPEATED):
        shell.run_cell(source)
    sys.stdout, sys.stderr = stdout, stderr
    shell.user_ns["plt"].close("all")
    shell.reset(new_session=True)
    shell.recorder.reset()
    _close_fonts()


def _close_fonts() -> None:
    """Que no quede abierto ningún fichero de letra: lo heredarían todas las sesiones."""
    from matplotlib import font_manager, mathtext

    for owner, name in ((mathtext.MathTextParser, "_parse_cached"), (font_manager, "_get_font")):
        remembered: Any = getattr(owner, name, None)
        if remembered is not None:
            remembered.cache_clear()
    gc.collect()


def redirect(shell: Shell) -> None:
    """Manda lo que imprime Python a las salidas de la celda."""
    sys.stdout = Stream(shell.recorder, "stdout", 1)
    sys.stderr = Stream(shell.recorder, "stderr", 2)
