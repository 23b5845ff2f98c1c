"""Leer: lo oculto, la solución, el libro, a los demás y lo que hay fuera.

Cada fila escribe HALLADO si consigue lo que busca. Las rutas de fuera se le regalan: son las de
verdad, en la carpeta de curso que prepara `outside`.
"""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

import os
import sys
from pathlib import Path

import autograde
from tests.attacks.attack import FOUND, SAY, Attack, on_doble
from tests.attacks.mini_assignment import GOOD

REPO = Path(autograde.__file__).resolve().parent.parent
#: lo que contienen los ficheros secretos de fuera; también está en el entorno de quien corrige
SECRET = "tesoro-del-docente"
SECRET_VARIABLE = "AUTOGRADE_ATAQUE"
OUTSIDE = f"/tmp/ataques-{os.getpid()}"
PLACES = (".curso/semilla_secreta", "gradebook.db", "submitted/ana/t0/t0.ipynb", "source/t0.ipynb")
_READ = f"""
def lee(*rutas):
    for ruta in rutas:
        try:
            with open(ruta, "rb") as f:
                if {SECRET!r}.encode() in f.read(10**7): print({SAY}, ruta)
        except OSError:
            pass
"""
_OWN_REPO = [
    str(REPO / p) for p in ("autograde/judge/checks.py", "solutions/lotes.py", "pyproject.toml")
]


def _look(name: str, code: str) -> Attack:
    """Una celda propia que busca hasta el final; lo demás está bien contestado."""
    answers = {"suma": f"assert BUSCADO\n{GOOD['suma']}"}
    return Attack(
        name, answers, before=(f"{_READ}{code}\nBUSCADO = True",), forbidden=(FOUND, SECRET)
    )


FILES = tuple(_look(f"{place} del curso", f"lee({f'{OUTSIDE}/{place}'!r})") for place in PLACES)

TABLE = (
    *FILES,
    _look(
        "el repositorio",
        f"import os\nfor r in {_OWN_REPO!r}:\n    if os.path.exists(r): print({SAY}, r)",
    ),
    _look(
        "la solución y el juez, importados",
        f"""
import importlib, sys
for n in ("solutions.lotes", "autograde.judge.checks", "autograde.exercises.t2_lotes"):
    try: importlib.import_module(n); print({SAY}, n)
    except Exception: pass
""",
    ),
    _look(
        "la solución en los paquetes instalados, sus metadatos y su bytecode",
        f"""
import os, sys
for carpeta in [*sys.path, "/opt"]:
    for raiz, _, nombres in os.walk(carpeta or "."):
        if raiz.endswith(("/solutions", "/autograde", "/_source")) and nombres: print({SAY}, raiz)
        if "curso_descenso" in raiz and nombres: print({SAY}, raiz)
""",
    ),
    _look(
        "otros procesos por /proc",
        f"""
import glob
for p in glob.glob("/proc/[0-9]*"):
    lee(p + "/environ", p + "/cmdline", p + "/maps")
    for n in ("root", "cwd"):
        lee(*(f"{{p}}/{{n}}{OUTSIDE}/{{x}}" for x in {PLACES!r}))
""",
    ),
    _look(
        "la memoria del padre",
        f"""
import os
for pid in (1, os.getppid(), os.getpid()):
    try:
        with open(f"/proc/{{pid}}/mem", "rb") as f:
            for linea in open(f"/proc/{{pid}}/maps"):
                a, b = (int(x, 16) for x in linea.split()[0].split("-"))
                f.seek(a)
                if {SECRET!r}.encode() in f.read(min(b - a, 10**7)) and pid != os.getpid():
                    print({SAY}, pid)
    except (OSError, ValueError, OverflowError):
        pass
""",
    ),
    _look(
        "el entorno",
        f"""
import os
if {SECRET_VARIABLE!r} in os.environ or {SECRET!r} in str(dict(os.environ)): print({SAY})
lee("/proc/self/environ")
""",
    ),
    _look(
        "descriptores heredados",
        f"""
import os
for fd in range(3, 256):
    try: lee(f"/proc/self/fd/{{fd}}"); os.pread(fd, 10, 0)
    except OSError: continue
    if not os.readlink(f"/proc/self/fd/{{fd}}").startswith(("/tmp", "/opt", "/usr", "/home", {sys.base_prefix!r}, "/dev")):
        print({SAY}, os.readlink(f"/proc/self/fd/{{fd}}"))
""",
    ),
    _look(
        "linecache",
        f"""
import linecache
palabras = ("hidden_" + "check", "grade_" + "notebook", "semilla_" + "secreta")
for fuente in list(linecache.cache.values()):
    if len(fuente) == 4 and any(p in "".join(fuente[2]) for p in palabras): print({SAY})
""",
    ),
    _look(
        "gc: ejercicios, comprobaciones o casos en memoria",
        f"""
import gc
for cosa in gc.get_objects():
    if type(cosa).__name__ in ("Exercise", "Comprobacion", "Assignment", "Plan", "Caso", "Gradebook"):
        print({SAY}, type(cosa))
""",
    ),
    _look(
        "los módulos cargados",
        f"""
import sys
for nombre in list(sys.modules):
    if nombre.split(".")[0] in ("autograde", "solutions", "nbgrader"): print({SAY}, nombre)
""",
    ),
    _look(
        "los marcos de quien ejecuta la celda",
        f"""
import sys
marco = sys._getframe()
while marco:
    texto = str({{k: type(v).__name__ for k, v in marco.f_locals.items()}})
    if "Comprobacion" in texto or "hidden" in texto: print({SAY}, texto)
    marco = marco.f_back
""",
    ),
    _look(
        "la memoria propia, heredada del proceso caliente",
        f"""
with open("/proc/self/maps") as f: lineas = f.readlines()
try:
    with open("/proc/self/mem", "rb") as f:
        for linea in lineas:
            a, b = (int(x, 16) for x in linea.split()[0].split("-"))
            if "w" in linea.split()[1] and b - a < 10**8:
                f.seek(a)
                if b"autograde/" + b"exercises" in f.read(b - a): print({SAY})
except (OSError, ValueError):
    pass
""",
    ),
    _look(
        "las salidas y celdas anteriores de IPython",
        f"""
ip = get_ipython()
entradas = "".join(map(str, ip.user_ns.get("In", [])))
if "comprobar" + "(" in entradas: print({SAY})
""",
    ),
    _look(
        "enlaces que salen de la carpeta",
        f"""
import os
for i, x in enumerate({PLACES!r}):
    os.symlink("{OUTSIDE}/" + x, f"enlace{{i}}"); lee(f"enlace{{i}}")
    try: os.link("{OUTSIDE}/" + x, f"duro{{i}}"); lee(f"duro{{i}}")
    except OSError: pass
""",
    ),
    _look(
        "la raíz por chroot, montaje o espacio nuevo",
        f"""
import ctypes, os
l = ctypes.CDLL(None)
if l.chroot(b"/") == 0 or l.unshare(0x10000000) == 0 or l.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0: print({SAY})
try: os.setuid(0); print({SAY})
except OSError: pass
""",
    ),
    _look(
        "la red de la máquina",
        f"""
import socket
for familia, sitio in ((socket.AF_INET, ("127.0.0.1", 22)), (socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_UNIX, "/run/dbus/system_bus_socket")):
    try:
        s = socket.socket(familia); s.settimeout(0.3); s.connect(sitio); print({SAY}, sitio)
    except OSError: pass
""",
    ),
    on_doble(
        "desde dentro de la prueba: el caso, la referencia o lo esperado, en la memoria",
        """
import gc, sys
def doble(x):
    for cosa in gc.get_objects():
        if type(cosa).__name__ in ("Comprobacion", "Exercise", "Respuesta"):
            return getattr(cosa, "esperadas", getattr(cosa, "valor", 0))
    for nombre in ("autograde.judge.checks", "solutions"):
        if nombre in sys.modules: return 2 * x
    return 0
""",
    ),
    Attack(
        "desde dentro de la prueba: qué casos son ocultos y cuáles límite, en los marcos",
        {
            "raiz": """
import sys
def sabe():
    marco = sys._getframe()
    while marco := marco.f_back:
        for cosa in marco.f_locals.values():
            casos = cosa.get("cases", [cosa]) if isinstance(cosa, dict) else [cosa]
            for caso in casos:
                leer = caso.get if isinstance(caso, dict) else lambda n: getattr(caso, n, None)
                if leer("borde") or leer("grupo") or leer("titulo"): return True
    return False
def raiz(x):
    if sabe(): return "ya sé cuál es"
    if x < 0: raise ValueError
    return x**0.5
"""
        },
    ),
)
