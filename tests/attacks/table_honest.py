"""El trabajo honrado, que ninguna defensa debe estropear: todas las filas valen todos los puntos."""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

from tests.attacks.attack import NOT_RIGHT, Attack
from tests.attacks.mini_assignment import GOOD


def _cell(name: str, code: str, **more: object) -> Attack:
    # lo último que hace la celda es dejar una marca: si falla antes, `suma` no se define
    answers = {"suma": f"assert HECHO\n{GOOD['suma']}"}
    return Attack(name, answers, before=("HECHO = False", f"{code}\nHECHO = True"), **more)  # type: ignore[arg-type]


TABLE = (
    _cell(
        "avisos y texto por stderr",
        "import sys, warnings\nwarnings.warn('ojo')\nprint('e', file=sys.stderr)",
    ),
    _cell(
        "prints por todas partes", "print('hola', flush=True)\nimport os\nos.system('echo hola')"
    ),
    Attack(
        "imprime y avisa dentro de la función",
        {
            "doble": "import warnings\ndef doble(x):\n    print('dentro', x < 10); warnings.warn('ojo')\n    return 2 * x"
        },
    ),
    _cell(
        "módulos propios",
        "import ayuda\nfrom utiles.cosas import triple\nassert ayuda.UNO == 1 and triple(2) == 6",
        files={
            "ayuda.py": b"UNO = 1",
            "utiles/__init__.py": b"",
            "utiles/cosas.py": b"def triple(x): return 3 * x",
        },
    ),
    _cell(
        "datos propios", "assert open('datos/a.csv').read() == '1,2'", files={"datos/a.csv": b"1,2"}
    ),
    _cell(
        "matplotlib",
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2]); ax.set_title('$x^2$')\nplt.show()",
    ),
    _cell("tqdm", "from tqdm.auto import tqdm\nassert sum(tqdm(range(3))) == 3"),
    _cell(
        "await y corrutinas",
        "import asyncio\nawait asyncio.sleep(0)\nasync def f(): return 1\nassert await f() == 1\nassert await asyncio.gather(f(), f()) == [1, 1]",
    ),
    _cell(
        "magias de línea",
        "%timeit -n1 -r1 1\n%pwd\n%who\n%precision 3\n%load_ext autoreload\n%autoreload 2",
    ),
    Attack(
        "magias de celda",
        {"suma": GOOD["suma"]},
        before=(
            "%%time\nx = 1",
            "%%capture salida\nprint('x')",
            "assert salida.stdout == 'x\\n' and x == 1",
        ),
    ),
    _cell("órdenes del sistema", "!echo hola\nlineas = !echo dos\nassert lineas == ['dos']"),
    Attack(
        "anotaciones de tipos y dataclasses",
        {
            "doble": """
from __future__ import annotations
from dataclasses import dataclass
from typing import TypeVar
T = TypeVar("T", int, float)
@dataclass(frozen=True)
class Par:
    x: int
    @property
    def total(self) -> int: return 2 * self.x
def doble(x: int) -> int: return Par(x).total
"""
        },
    ),
    Attack(
        "la respuesta en varias celdas, y una clase que se llama",
        {"doble": "class Doble:\n    def __call__(self, x): return factor * x\ndoble = Doble()"},
        before=("factor = 2",),
    ),
    Attack(
        "escalares de NumPy y float32",
        {
            "doble": "def doble(x): return np.int64(2 * x)",
            "suma": "def suma(v): return v.sum(dtype=np.float64)",
        },
    ),
    Attack(
        "con memoria entre llamadas",
        {"doble": "import functools\n@functools.lru_cache\ndef doble(x): return 2 * x"},
    ),
    Attack(
        "recursiva",
        {
            "orden": "def orden(xs):\n    if not xs: return []\n    p, *r = xs\n    return orden([x for x in r if x < p]) + [p] + orden([x for x in r if x >= p])"
        },
    ),
    _cell(
        "semillas puestas para todo el cuaderno",
        "import random, numpy\nrandom.seed(0)\nnumpy.random.seed(0)\nnumpy.seterr(all='raise')",
    ),
    _cell(
        "hilos",
        "import threading\nt = threading.Thread(target=print, args=('hola',))\nt.start(); t.join()\nfrom concurrent.futures import ThreadPoolExecutor\nassert list(ThreadPoolExecutor(2).map(abs, [-1])) == [1]",
    ),
    _cell(
        "procesos",
        "import multiprocessing\nwith multiprocessing.Pool(2) as p:\n    assert p.map(abs, [-1, -2]) == [1, 2]",
    ),
    _cell(
        "memoria compartida de multiprocessing",
        "from multiprocessing import Array, Queue, Value\nv, a, q = Value('i', 1), Array('d', 3), Queue()\nq.put(1); assert q.get(timeout=2) == 1 and v.value == 1 and len(a) == 3",
    ),
    _cell(
        "ficheros temporales y sqlite",
        "import tempfile, sqlite3\nwith tempfile.TemporaryDirectory() as d: open(d + '/x', 'w').write('x')\nsqlite3.connect('mia.db').execute('create table t (x)')",
    ),
    _cell(
        "pandas o lo que haya, con su HTML",
        "from IPython.display import HTML, Markdown, Image, display\ndisplay(HTML('<table>' + '<tr><td>1</td></tr>' * 60 + '</table>'), Markdown('**x**'))",
    ),
    _cell(
        "help, ? y errores capturados",
        "abs?\nhelp(abs)\ntry: 1 / 0\nexcept ZeroDivisionError as e: print(e)",
    ),
    Attack("un error en una celda propia, sin más", before=("1 / 0", "variable_que_no_existe")),
    Attack("una celda larga que se corta", before=("import time\ntime.sleep(99)",)),
    Attack("input() en una celda", before=("input('¿nombre? ')",)),
    Attack(
        "imprime los resultados de sus pruebas con nombres raros",
        before=("t0_doble = 2.0\nprint('correcto', t0_doble)",),
    ),
    Attack("comprobar, llamado otra vez por su cuenta", after=("comprobar('t0.doble')",)),
    Attack(
        "deja sin hacer un ejercicio",
        {"orden": "# ESCRIBE AQUÍ TU CÓDIGO\nraise NotImplementedError()"},
        verdicts={"orden": NOT_RIGHT},
    ),
)
