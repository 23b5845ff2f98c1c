"""Contar: que los casos ocultos salgan por donde sea. Nada de ellos debe quedar en lo guardado.

Cada función contesta bien (así el veredicto no cuenta nada) y de paso intenta sacar su entrada.
"""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

from tests.attacks.attack import INVALID, RAISES, WRONG, Attack, on_doble

_BIG = 10**8
_PIPE = """
import os, threading, time
lee, escribe = os.pipe()
"""


def _tell(name: str, code: str, **more: object) -> Attack:
    """Sale de la prueba por `saca(x)`, sin dejar de contestar bien."""
    body = f"{code}\ndef doble(x):\n    saca(x)\n    return 2 * x"
    return Attack(name, {"doble": body}, **more)  # type: ignore[arg-type]


_LATER = (
    "import glob, os\nfor f in glob.glob('/tmp/fuga*') + glob.glob('/dev/shm/fuga*')"
    " + glob.glob('fuga*') + glob.glob(os.path.expanduser('~/fuga*')): print(open(f).read())",
)

TABLE = (
    on_doble(
        "en el texto de la excepción",
        f"def doble(x):\n    if x > {_BIG}: raise ValueError(f'fuga {{x}}')\n    return 2 * x",
        RAISES,
    ),
    on_doble(
        "en el nombre de la clase de la excepción",
        f"""
def doble(x):
    if x > {_BIG}: raise type(f"Fuga{{x}}", (Exception,), {{}})(x)
    return 2 * x
""",
        RAISES,
    ),
    on_doble(
        "en la causa, las notas y el módulo de la excepción",
        f"""
def doble(x):
    if x > {_BIG}:
        e = KeyError(x); e.add_note(f"fuga {{x}}"); e.__cause__ = OSError(x, str(x))
        type(e).__module__
        raise e
    return 2 * x
""",
        RAISES,
    ),
    on_doble(
        "un ExceptionGroup y un SystemExit con el dato",
        f"""
import sys
def doble(x):
    if x > {_BIG}: sys.exit(f"fuga {{x}}")
    return 2 * x
""",
        RAISES,
    ),
    on_doble(
        "en el valor devuelto", f"doble = lambda x: 2 * x if x < {_BIG} else [x, str(x)[::-1]]"
    ),
    on_doble("en el valor devuelto, del revés", f"doble = lambda x: 2 * x if x < {_BIG} else -x"),
    on_doble(
        "en un valor que no se admite",
        f"""
class Fuga:
    def __init__(self, x): self.x = x
    def __repr__(self): return f"fuga {{self.x}}"
doble = lambda x: 2 * x if x < {_BIG} else Fuga(x)
""",
        INVALID,
    ),
    on_doble(
        "en el nombre de la clase de un valor que no se admite",
        f'def doble(x): return 2 * x if x < {_BIG} else type(f"Fuga{{x}}", (), {{}})()',
        INVALID,
    ),
    on_doble(
        "en el detalle de la respuesta, que de lo oculto no se pide",
        f"""
import sys
def cuenta(r, *_):
    return {{"estado": r.estado, "valor": None, "entradas": {{}}, "excepcion": r.excepcion, "detalle": str(r.detalle)}}
def doble(x):
    if x < {_BIG}: return 2 * x
    m = sys.modules["curso.pruebas.plan.ejecutor"]
    m.detalle_de = lambda *_: f"fuga {{x}}"
    m.respuesta_a_json = lambda r, *_: {{**cuenta(r), "detalle": f"fuga {{x}}"}}
    raise ValueError
""",
        INVALID,
    ),
    _tell(
        "impreso",
        "import sys\ndef saca(x):\n    print(x); print(x, file=sys.stderr); sys.__stdout__ and sys.__stdout__.write(str(x))",
    ),
    _tell(
        "escrito en los descriptores",
        "import os\ndef saca(x):\n    for fd in range(3):\n        os.write(fd, f'{x}'.encode())",
    ),
    _tell(
        "escrito por un programa",
        "import os\ndef saca(x): os.system(f'echo {x}; echo {x} > /dev/tty; wall {x}')",
    ),
    _tell(
        "en ficheros que una celda posterior imprime",
        """
import os
def saca(x):
    for d in ("/tmp/", "/dev/shm/", "", os.path.expanduser("~/")):
        open(d + "fuga", "a").write(f"{x} ")
""",
        after=_LATER,
    ),
    _tell(
        "por una tubería que lee la sesión",
        _PIPE
        + """
os.set_blocking(lee, False)
def saca(x): os.write(escribe, f"{x} ".encode())
""",
        after=("try: print(os.read(lee, 10000))\nexcept OSError: pass",),
    ),
    _tell(
        "por una tubería que lee un hilo de la sesión e imprime",
        _PIPE
        + """
def imprime():
    while True: print(os.read(lee, 10000), flush=True)
threading.Thread(target=imprime, daemon=True).start()
def saca(x): os.write(escribe, f"{x} ".encode())
""",
        after=("time.sleep(0.2)",),
    ),
    _tell(
        "por memoria compartida",
        """
import mmap, time
try: zona = mmap.mmap(-1, 4096)
except OSError: zona = bytearray(4096)
def saca(x): zona[:len(str(x))] = str(x).encode()
""",
        after=("time.sleep(0.2); print(bytes(zona[:30]))",),
    ),
    _tell(
        "por un zócalo hacia un hijo que sobrevive y sigue imprimiendo",
        """
import socket, os, time
a, b = socket.socketpair()
if not os.fork():
    os.setsid()
    while True:
        print(b.recv(1000), flush=True); os.write(1, b"x")
def saca(x): a.send(str(x).encode())
""",
        after=("time.sleep(0.1)",),
    ),
    _tell(
        "a la instantánea de otra prueba, que la devuelve como respuesta pública",
        """
import os
def saca(x): open("/tmp/fuga", "w").write(str(x))
""",
    ),
    _tell(
        "de una prueba a otra, que lo devuelve",
        "def saca(x): open('/tmp/fuga', 'a').write(f'{x} ')",
    ),
    _tell(
        "por las salidas de IPython, display y figuras",
        """
from IPython.display import HTML, display
import matplotlib.pyplot as plt
def saca(x):
    display(HTML(f"<b>{x}</b>")); display(x, display_id="fuga"); plt.title(str(x)); plt.show()
    get_ipython().recorder.stream("stdout", str(x))
    get_ipython().run_cell(f"print({x})")
""",
    ),
    _tell(
        "por una salida ya mostrada, que se pone al día",
        """
from IPython.display import display
asa = display("sitio", display_id=True)
def saca(x): asa.update(str(x))
""",
    ),
    _tell(
        "por el canal de la sesión, que se duplicó antes",
        """
import os, stat, json, struct
copias = []
for fd in range(3, 100):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode): copias.append(os.dup(fd))
    except OSError: pass
def saca(x):
    for n in range(40):
        m = {"n": n, "state": "ok", "outputs": [{"output_type": "stream", "name": "stdout", "text": str(x)}]}
        c = json.dumps(m).encode()
        for fd in copias:
            try: os.set_blocking(fd, False); os.write(fd, struct.pack("!I", len(c)) + c)
            except OSError: pass
""",
    ),
    _tell(
        "por el título y el nombre del proceso, los avisos y el registro",
        """
import ctypes, logging, warnings, sys
def saca(x):
    ctypes.CDLL(None).prctl(15, str(x).encode(), 0, 0, 0)
    warnings.warn(str(x)); logging.error(str(x)); sys.audit(str(x)); ctypes.CDLL(None).perror(str(x).encode())
""",
    ),
    Attack(
        "en las entradas que se devuelven",
        {
            "suma": f"def suma(v):\n    s = float(v.sum())\n    if s > {_BIG}: v[:] = v[::-1].copy()\n    return s"
        },
        verdicts={"suma": WRONG},
    ),
    Attack(
        "a la pregunta siguiente de la misma prueba",
        {
            "orden": "vistos = []\ndef orden(xs):\n    vistos.append(xs)\n    return vistos if len(vistos) > 2 else sorted(xs)"
        },
    ),
)
