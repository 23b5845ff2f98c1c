"""Gastar: tiempo, procesos, memoria, disco y texto. Cuesta lo suyo, y el siguiente no lo nota."""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

from tests.attacks.attack import NOT_RIGHT, OUT_OF_MEMORY, RAISES, TIME, Attack, on_doble


def _cell(name: str, code: str, own_harm: bool = False) -> Attack:
    """Una celda propia que derrocha: los cuatro ejercicios conservan sus puntos."""
    return Attack(name, before=(code,), own_harm=own_harm)


TABLE = (
    _cell("un bucle sin fin", "while True: pass"),
    _cell(
        "un bucle que no se deja interrumpir",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    ),
    _cell(
        "dormir con las señales tapadas",
        "import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\ntime.sleep(99)",
    ),
    _cell(
        "un reloj de mentira",
        "import time\ntime.time = time.monotonic = time.perf_counter = lambda: 0\ntime.sleep = lambda s: None\nimport signal\nsignal.setitimer = signal.alarm = lambda *a: 0",
    ),
    _cell(
        "límites propios más altos",
        "import resource\nfor r in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):\n    try: resource.setrlimit(r, (-1, -1)); print('HALLADO')\n    except (ValueError, OSError): pass",
    ),
    _cell(
        "una bomba de procesos",
        "import os, time\ntry:\n    while True:\n        if not os.fork(): time.sleep(99)\nexcept OSError: pass",
        own_harm=True,
    ),
    _cell(
        "una bomba de procesos que se multiplica",
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        own_harm=True,
    ),
    _cell(
        "una bomba de hilos",
        "import threading, time\ntry:\n    while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()\nexcept RuntimeError: pass",
        own_harm=True,
    ),
    _cell("memoria de una vez", "x = bytearray(10**11)"),
    _cell("memoria poco a poco", "x = []\nwhile True: x.append(bytearray(10**7))", own_harm=True),
    _cell(
        "memoria entre muchos procesos",
        "import os, time\nfor _ in range(12):\n    if not os.fork():\n        x = bytearray(b'x') * (150 * 2**20); time.sleep(99)\ntime.sleep(1.5)",
        own_harm=True,
    ),
    _cell(
        "un fichero enorme",
        "with open('/tmp/g', 'wb') as f:\n    while True: f.write(bytes(2**20))",
    ),
    _cell(
        "un fichero enorme y hueco",
        "import os\nos.truncate(os.open('/tmp/g', os.O_CREAT | os.O_RDWR), 10**15)",
    ),
    _cell("muchos ficheros", "for i in range(10**5): open(f'/tmp/{i}', 'w').close()"),
    _cell(
        "carpetas muy hondas", "import os\nfor _ in range(3000):\n    os.mkdir('d'); os.chdir('d')"
    ),
    _cell("200 MB de texto", "for _ in range(200): print('x' * 10**6)"),
    _cell("texto sin fin", "while True: print('x' * 1000)"),
    _cell("texto sin fin por el descriptor", "import os\nwhile True: os.write(1, b'x' * 10**6)"),
    _cell("2000 resultados", "for i in range(2000): display(i)"),
    _cell(
        "muchas figuras",
        "import matplotlib.pyplot as plt\nfor i in range(2000): plt.figure(figsize=(1, 1)); plt.plot([i]); plt.show()",
    ),
    _cell("una excepción gigante", "raise Exception('x' * 10**8)"),
    _cell(
        "una traza de mil pisos",
        "import sys\nsys.setrecursionlimit(10**5)\ndef f(n):\n    if n: f(n - 1)\n    1 / 0\nf(3000)",
    ),
    _cell("recursión sin fin", "def f(): return f()\nf()"),
    _cell(
        "recursión sin fin y sin freno",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
    ),
    _cell(
        "un volcado de memoria",
        "import resource, os\ntry: resource.setrlimit(resource.RLIMIT_CORE, (-1, -1))\nexcept (ValueError, OSError): pass\nos.abort()",
    ),
    _cell("una expresión sin fin al compilar", "(" * 10**5),
    _cell("un entero sin fin", "10**10**10"),
    _cell("una expresión regular sin fin", "import re\nre.match('(a*)*b', 'a' * 60)"),
    _cell(
        "un HTML de cien mil cajas, una dentro de otra",
        "from IPython.display import HTML\nHTML('<div>' * 100_000)",
    ),
    _cell(
        "un HTML de cien mil atributos",
        "from IPython.display import HTML\nHTML('<a ' + ' '.join(f'a{i}=1' for i in range(100_000)) + '>')",
    ),
    _cell(
        "quinientos HTML pesados",
        "from IPython.display import HTML\nfor _ in range(500): display(HTML('<div>' * 9000))",
    ),
    _cell(
        "memoria que ningún proceso cuenta",
        """
import ctypes, mmap, os
libc = ctypes.CDLL(None)
for _ in range(40):
    try: os.write(os.memfd_create("x"), bytes(11 * 2**20)); print("HALLADO", "memfd")
    except OSError: pass
    if libc.shmget(0, 10**8, 0o1600) >= 0 or libc.msgget(0, 0o1600) >= 0: print("HALLADO", "sysv")
    try: mmap.mmap(-1, 10**8); print("HALLADO", "mmap")
    except OSError: pass
""",
    ),
    _cell(
        "mil zócalos llenos",
        """
import os, socket, time
for _ in range(5):
    if not os.fork():
        pares = [socket.socketpair() for _ in range(100)]
        time.sleep(99)
time.sleep(1.5)
""",
        own_harm=True,
    ),
    on_doble("un bucle sin fin en la prueba", "def doble(x):\n    while True: pass", TIME),
    on_doble(
        "un bucle sin fin solo en lo oculto",
        "def doble(x):\n    while x > 9: pass\n    return 2 * x",
        TIME,
    ),
    on_doble(
        "dormir tapando las señales en la prueba",
        "import signal, time\ndef doble(x):\n    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\n    time.sleep(99)",
        TIME,
    ),
    on_doble("memoria en la prueba", "doble = lambda x: bytearray(10**11)", OUT_OF_MEMORY),
    on_doble("recursión en la prueba", "doble = lambda x: doble(x)", RAISES),
    on_doble("una respuesta enorme", "doble = lambda x: 'x' * 10**8", NOT_RIGHT),
    on_doble("un arreglo enorme", "doble = lambda x: np.zeros(2 * 10**7)", NOT_RIGHT),
    on_doble(
        "una respuesta sin fondo",
        "def doble(x):\n    v = []\n    for _ in range(10**5): v = [v]\n    return v",
        NOT_RIGHT,
    ),
    on_doble("un entero de un millón de cifras", "doble = lambda x: 1 << 10**7", NOT_RIGHT),
    on_doble(
        "una bomba de procesos en la prueba",
        "import os, time\ndef doble(x):\n    try:\n        while True:\n            if not os.fork(): time.sleep(99)\n    except OSError: pass\n    return 0",
        NOT_RIGHT,
        own_harm=True,
    ),
    on_doble("un iterador sin fin", "def doble(x):\n    while True: yield x", NOT_RIGHT),
)
