"""Morir, y llevarse por delante lo que se pueda: cada muerte cuesta solo lo suyo."""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

from tests.attacks.attack import DEAD, NOT_RIGHT, RAISES, Attack, on_doble

_UP = """
import os, signal
for pid in (-1, 1, 0, os.getppid(), 2, 3):
    try: os.kill(pid, signal.SIGKILL)
    except OSError: pass
"""


def _cell(name: str, code: str) -> Attack:
    """Una celda propia que muere: los cuatro ejercicios conservan sus puntos."""
    return Attack(name, before=(code,))


def _call(name: str, code: str, verdict: object = DEAD, **more: object) -> Attack:
    body = "\n    ".join(code.strip().splitlines())
    return on_doble(
        name, f"import os, sys, signal, ctypes\ndef doble(x):\n    {body}", verdict, **more
    )  # type: ignore[arg-type]


TABLE = (
    _cell("os._exit en una celda", "import os\nos._exit(0)"),
    _cell(
        "os._exit en un hilo",
        "import os, threading, time\nthreading.Timer(0.05, os._exit, (0,)).start()\ntime.sleep(1)",
    ),
    _cell("exit()", "exit()"),
    _cell("quit y sys.exit", "import sys\nsys.exit('adiós')"),
    _cell(
        "SystemExit que se disfraza", "raise type('X', (SystemExit,), {'__str__': lambda s: 1})()"
    ),
    _cell("KeyboardInterrupt", "raise KeyboardInterrupt"),
    _cell("GeneratorExit", "raise GeneratorExit"),
    _cell(
        "BaseException propia con repr roto",
        "class X(BaseException):\n    __repr__ = __str__ = None\nraise X()",
    ),
    _cell("violación de segmento", "import ctypes\nctypes.string_at(0)"),
    _cell("abort", "import os\nos.abort()"),
    _cell("cierra todos los descriptores", "import os\nos.closerange(0, 256)"),
    _cell("kill -9 -1 y a los padres", _UP),
    _cell("se detiene", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
    _cell("exec de otro programa", "import os\nos.execv('/bin/true', ['true'])"),
    _cell(
        "borra todo lo suyo",
        "import os, shutil\nshutil.rmtree(os.path.expanduser('~'), True)\nshutil.rmtree('/tmp', True)\nshutil.rmtree('/dev/shm', True)",
    ),
    _cell("vuelve ilegible su carpeta", "import os\nos.chmod('.', 0); os.chmod('/tmp', 0)"),
    Attack(
        "muere en la celda de una respuesta",
        {"suma": "import os\nos._exit(1)"},
        verdicts={"suma": NOT_RIGHT},
    ),
    Attack(
        "un error en una respuesta deja las demás",
        {"suma": "1 / 0", "orden": "def orden(xs:"},
        verdicts={"suma": NOT_RIGHT, "orden": NOT_RIGHT},
    ),
    _call("os._exit en la prueba", "os._exit(0)"),
    _call("SystemExit en la prueba", "sys.exit(0)", RAISES),
    _call("KeyboardInterrupt en la prueba", "raise KeyboardInterrupt", RAISES),
    _call("violación de segmento en la prueba", "ctypes.string_at(0)"),
    _call("abort en la prueba", "os.abort()"),
    _call("cierra los descriptores en la prueba", "os.closerange(0, 256)"),
    _call("mata a sus padres en la prueba", _UP + "os._exit(0)", own_harm=True),
    _call("se mata en la prueba", "os.kill(os.getpid(), 9)"),
    _call(
        "un bifurcado que sigue contestando cuando muere el suyo",
        "if os.fork(): os._exit(0)\nos.setsid()\nreturn 2 * x",
        NOT_RIGHT,
    ),
    on_doble(
        "muere solo en los casos ocultos",
        "import os\ndef doble(x):\n    if x > 10: os._exit(0)\n    return 2 * x",
        DEAD,
    ),
)
