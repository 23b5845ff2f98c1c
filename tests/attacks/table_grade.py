"""Quedarse con la nota parcheando, suplantando o contestando algo que parezca igual a todo."""

from __future__ import annotations

from tests.attacks.attack import (
    INVALID,
    NOT_RIGHT,
    RAISES,
    WRONG,
    Attack,
    on_doble,
)

ZERO = "def doble(x):\n    return 0\n"
_EVERYTHING = dict.fromkeys(("doble", "suma", "orden", "raiz"), NOT_RIGHT)

_EQUAL = """
class Igual({base}):
    def __eq__(self, otro): return True
    def __ne__(self, otro): return False
    def __lt__(self, otro): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __hash__(self): return 0
    def __sub__(self, otro): return 0
    __rsub__ = __sub__
    def __abs__(self): return 0
    def __bool__(self): return True
"""

PATCHED = (
    on_doble(
        "numpy.testing no protesta",
        f"""{ZERO}
import numpy.testing as t
for n in dir(t):
    if n.startswith("assert"): setattr(t, n, lambda *a, **k: None)
""",
    ),
    on_doble(
        "numpy dice que todo se parece",
        f"{ZERO}np.isclose = np.allclose = np.array_equal = lambda *a, **k: np.bool_(True)",
    ),
    Attack(
        "las funciones incorporadas mienten",
        {"doble": ZERO, "suma": "suma = 0", "orden": "orden = 0", "raiz": "raiz = 0"},
        before=("import builtins\nbuiltins.all = builtins.any = builtins.callable = print",),
        verdicts=_EVERYTHING,
    ),
    on_doble("isinstance miente", f"{ZERO}import builtins\nbuiltins.len = lambda x: 6", NOT_RIGHT),
    on_doble(
        "el gancho que enseña resultados enseña los puntos",
        f"{ZERO}import sys\nsys.displayhook = lambda v: print('2.0')\n2.0",
    ),
    on_doble(
        "el formateador de IPython dice los puntos",
        f"""{ZERO}
ip = get_ipython()
ip.display_formatter.format = lambda *a, **k: ({{"text/plain": "2.0"}}, {{}})
ip.display_pub.publish = lambda *a, **k: None
""",
        after=("1",),
    ),
    on_doble(
        "un transformador de texto cambia cada celda por los puntos",
        f"{ZERO}get_ipython().input_transformers_post.append(lambda lines: ['2.0'])",
        ruins=("suma", "orden", "raiz"),
    ),
    on_doble(
        "un transformador del árbol cambia cada celda por los puntos",
        f"""{ZERO}
import ast
class Puntos(ast.NodeTransformer):
    def visit_Module(self, tree): return ast.parse("2.0")
get_ipython().ast_transformers.append(Puntos())
""",
        ruins=("suma", "orden", "raiz"),
    ),
    on_doble(
        "run_cell ya no ejecuta: dice que todo bien",
        f"""{ZERO}
class Bien:
    success = True
get_ipython().run_cell = lambda *a, **k: Bien()
""",
        ruins=("suma", "orden", "raiz"),
    ),
    on_doble(
        "comprobar propio que da los puntos",
        f"{ZERO}def comprobar(*a, **k): return 2.0\ncomprobar('t0.doble')",
    ),
    on_doble(
        "las funciones del curso, sustituidas",
        f"""{ZERO}
import sys
for modulo in list(sys.modules.values()):
    for n in ("comparar", "iguales", "diagnosticar", "cumple", "mismos_bytes", "comprobar"):
        if getattr(modulo, "__name__", "").startswith("curso") and hasattr(modulo, n):
            setattr(modulo, n, lambda *a, **k: None)
""",
    ),
    Attack(
        "el ejecutor de casos, sustituido por uno que promete puntos",
        {"doble": ZERO},
        before=(
            """
import sys
for modulo in list(sys.modules.values()):
    for n in ("ejecutar_caso", "ejecutar_a_json"):
        if n in vars(modulo):
            setattr(modulo, n, lambda *a, **k: {"estado": "valor", "valor": 6, "puntos": 2.0})
""",
        ),
        verdicts=_EVERYTHING,
    ),
    Attack(
        "la respuesta siempre es la que se espera en público",
        {"doble": ZERO},
        before=(
            """
import sys
from curso.pruebas.plan import Respuesta
for modulo in list(sys.modules.values()):
    for n in ("ejecutar_caso", "ejecutar_a_json"):
        if n in vars(modulo):
            setattr(modulo, n, lambda *a, **k: Respuesta("valor", 6))
""",
        ),
        verdicts=_EVERYTHING,
    ),
    Attack(
        "la clase Respuesta dice siempre «correcto»",
        {"doble": ZERO},
        before=(
            """
import sys
class Falsa:
    def __init__(self, *a, **k): self.estado = "correcto"; self.valor = 6
    entradas = {}; excepcion = None
for modulo in list(sys.modules.values()):
    if hasattr(modulo, "Respuesta") and modulo.__name__.startswith(("curso", "inside")):
        modulo.Respuesta = Falsa
""",
        ),
        verdicts=_EVERYTHING,
    ),
    on_doble(
        "por los marcos de la pila, hasta el ejecutor y su espacio",
        """
import sys
def doble(x):
    marco = sys._getframe()
    while marco:
        for valor in list(marco.f_locals.values()):
            if type(valor).__name__ == "_Ejecucion":
                valor.valores["resultado"] = 6
                valor._devolver = lambda paso: {"estado": "valor", "valor": 6, "puntos": 2}
        marco = marco.f_back
    return 0
""",
        NOT_RIGHT,
    ),
    on_doble(
        "por gc, hasta el registro de salidas, con un resultado de mentira",
        f"""{ZERO}
import gc
for cosa in gc.get_objects():
    if type(cosa).__name__ == "Recorder":
        cosa.finished = lambda: [
            {{"output_type": "execute_result", "data": {{"text/plain": "2.0"}},
              "metadata": {{}}, "execution_count": 1}}
        ]
get_ipython().recorder.finished = lambda: [
    {{"output_type": "execute_result", "data": {{"text/plain": "2.0"}}, "metadata": {{}}}}]
""",
    ),
    on_doble(
        "el espacio de nombres contesta a cualquier nombre",
        f"""{ZERO}
class Todo(dict):
    def get(self, nombre, otro=None): return lambda *a: 6
    __getitem__ = get
get_ipython().user_ns.__class__
get_ipython().user_ns = Todo(get_ipython().user_ns)
""",
        NOT_RIGHT,
        ruins=("suma", "orden", "raiz"),
    ),
    on_doble(
        "el códec, sustituido por uno que pone un veredicto",
        f"""{ZERO}
import sys
for modulo in list(sys.modules.values()):
    for n in ("respuesta_a_json", "valor_a_json"):
        if hasattr(modulo, n):
            setattr(modulo, n, lambda *a, **k: {{"veredicto": "correcto", "puntos": 2.0}})
""",
        INVALID | RAISES,
        ruins=("suma", "orden", "raiz"),
    ),
    on_doble(
        "json.dumps, sustituido por uno que escribe la respuesta pública",
        f"""{ZERO}
import json
bueno = json.dumps
def falso(m, **k):
    if "answer" in m:
        m["answer"] = {{"estado": "valor", "valor": 6, "entradas": {{}}, "excepcion": None}}
    return bueno(m, **k)
json.dumps = falso
""",
        WRONG,
        ruins=("suma", "orden", "raiz"),
    ),
)

ANSWERS = (
    on_doble(
        "un entero que es igual a todo", _EQUAL.format(base="int") + "doble = lambda x: Igual()"
    ),
    on_doble(
        "un objeto igual a todo",
        _EQUAL.format(base="object") + "doble = lambda x: Igual()",
        INVALID,
    ),
    on_doble(
        "un decimal que cambia cada vez que se mira",
        """
class Cambia(float):
    n = 0
    def __float__(self):
        Cambia.n += 1
        return float(Cambia.n)
    __int__ = __index__ = __float__
doble = lambda x: Cambia(5)
""",
        NOT_RIGHT,
    ),
    on_doble(
        "un objeto que dice ser de otra clase",
        """
class Impostor:
    __class__ = int
    def __index__(self): return 6
    __int__ = __index__
doble = lambda x: Impostor()
""",
        NOT_RIGHT,
    ),
    Attack(
        "un arreglo que es igual a todo",
        {
            "suma": """
class Igual(np.ndarray):
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __eq__(self, otro): return True
suma = lambda v: np.zeros(()).view(Igual)
"""
        },
        verdicts={"suma": NOT_RIGHT},
    ),
    Attack(
        "un arreglo vacío, con el que todo vale",
        {"suma": "suma = lambda v: np.zeros(0)"},
        verdicts={"suma": WRONG},
    ),
    Attack(
        "un arreglo que se extiende a cualquier forma",
        {"suma": "suma = lambda v: np.zeros((1, 1, 1))"},
        verdicts={"suma": WRONG},
    ),
    Attack(
        "NaN, que no es distinto de nada",
        {"suma": "suma = lambda v: float('nan')"},
        verdicts={"suma": WRONG},
    ),
    Attack(
        "un arreglo de NaN",
        {"suma": "suma = lambda v: np.full((), np.nan)"},
        verdicts={"suma": WRONG},
    ),
    Attack("infinito", {"suma": "suma = lambda v: float('inf')"}, verdicts={"suma": WRONG}),
    Attack(
        "el signo cambiado", {"suma": "suma = lambda v: -float(v.sum())"}, verdicts={"suma": WRONG}
    ),
    Attack(
        "la entrada, vaciada para que todo sea cero",
        {"suma": "def suma(v):\n    v[:] = 0\n    return float(v.sum())"},
        verdicts={"suma": WRONG},
    ),
    Attack(
        "bien, pero estropeando la entrada",
        {"suma": "def suma(v):\n    s = float(v.sum())\n    v[:] = 0\n    return s"},
        verdicts={"suma": WRONG},
    ),
    Attack(
        "una lista que es igual a todo",
        {"orden": _EQUAL.format(base="list") + "orden = lambda xs: Igual()"},
        verdicts={"orden": WRONG},
    ),
    Attack(
        "una lista que se lee distinta cada vez",
        {
            "orden": """
class Cambia(list):
    def __iter__(self): return iter([1, 2, 3])
    def __len__(self): return 3
orden = lambda xs: Cambia([0])
"""
        },
        verdicts={"orden": WRONG},
    ),
    Attack(
        "una tupla sin fin",
        {"orden": "import itertools\norden = lambda xs: itertools.count()"},
        verdicts={"orden": INVALID},
    ),
    Attack(
        "una corrutina",
        {"orden": "async def orden(xs): return sorted(xs)"},
        verdicts={"orden": INVALID},
    ),
    Attack(
        "la función, en lugar de su valor",
        {"orden": "orden = lambda xs: orden"},
        verdicts={"orden": INVALID},
    ),
    Attack(
        "una lista que se contiene a sí misma",
        {"orden": "def orden(xs):\n    xs.append(xs)\n    return xs"},
        verdicts={"orden": INVALID},
    ),
    Attack(
        "un arreglo con objetos dentro",
        {"orden": "orden = lambda xs: np.array([object()])"},
        verdicts={"orden": INVALID},
    ),
    Attack(
        "un entero de 500 cifras",
        {"suma": "suma = lambda v: 10**500"},
        verdicts={"suma": NOT_RIGHT},
    ),
    Attack(
        "una lista con un entero de 500 cifras",
        {"orden": "orden = lambda xs: [10**500] * 3"},
        verdicts={"orden": NOT_RIGHT},
    ),
    Attack(
        "un texto que no es texto",
        {"orden": "orden = lambda xs: '\\ud800'"},
        verdicts={"orden": NOT_RIGHT},
    ),
    Attack(
        "un diccionario con NaN de clave",
        {"orden": "orden = lambda xs: {float('nan'): '\\udfff'}"},
        verdicts={"orden": NOT_RIGHT},
    ),
    on_doble("siempre una excepción", "def doble(x): raise ValueError", RAISES),
    Attack(
        "siempre la excepción que a veces se espera",
        {"raiz": "def raiz(x): raise ValueError"},
        verdicts={"raiz": RAISES},
    ),
    Attack(
        "una excepción que solo se llama como la esperada",
        {
            "raiz": """
def raiz(x):
    if x < 0: raise type("ValueError", (Exception,), {})
    return x**0.5
"""
        },
        verdicts={"raiz": RAISES},
        points=9.75,
    ),
    on_doble("las respuestas públicas de memoria", "doble = {3: 6, 0: 0}.get", WRONG),
    on_doble(
        "las respuestas públicas, leídas del fichero de casos",
        """
import json
try: datos = open("casos_publicos.json").read()
except OSError: datos = ""
doble = lambda x: 6 if x == 3 else 0
""",
        files={"casos_publicos.json": b'{"t0.doble": 6}'},
    ),
    on_doble(
        "dos procesos que contestan los dos",
        "import os\ndef doble(x):\n    return 0 if os.fork() else 2 * x",
        NOT_RIGHT,
    ),
    on_doble(
        "un hilo que corrige la respuesta después",
        """
import threading
def doble(x):
    sitio = [0]
    threading.Timer(0.01, lambda: sitio.__setitem__(0, 2 * x)).start()
    return sitio
""",
    ),
    on_doble("no está definida", "pass", NOT_RIGHT),
    on_doble("no se puede llamar", "doble = 6", NOT_RIGHT),
)

MODULES = (
    on_doble(
        "módulos propios que suplantan a los del juez",
        ZERO,
        files={
            "autograde.py": b"PUNTOS = 2",
            "solutions.py": b"def doble(x): return 2 * x",
            "numpy.py": b"raise SystemExit",
            "json.py": b"raise SystemExit",
            "sitecustomize.py": b"raise SystemExit",
            "usercustomize.py": b"raise SystemExit",
            "curso/__init__.py": b"raise SystemExit",
            "curso/comprobar.py": b"def comprobar(*a, **k): return 2.0",
            "inside/session.py": b"raise SystemExit",
            "conftest.py": b"raise SystemExit",
            "nbgrader_config.py": b"raise SystemExit",
        },
    ),
    on_doble(
        "arranque y configuración de IPython para la próxima",
        f"""{ZERO}
import os
for ruta in ("~/.ipython/profile_default/startup", "~/.config/matplotlib", "~/.jupyter"):
    os.makedirs(os.path.expanduser(ruta), exist_ok=True)
    open(os.path.expanduser(ruta + "/00.py"), "w").write("import os; os._exit(0)")
open(os.path.expanduser("~/.ipython/profile_default/ipython_config.py"), "w").write("1/0")
""",
    ),
    on_doble(
        "código que espera al siguiente en los módulos compartidos",
        f"""{ZERO}
import curso.pruebas.plan.ejecutor, numpy, builtins, sys, atexit, os
numpy.sum = sorted = builtins.sorted = lambda *a, **k: 0
sys.meta_path.insert(0, None)
os.register_at_fork(before=lambda: None, after_in_child=lambda: None)
atexit.register(os._exit, 0)
""",
        ruins=("suma", "orden"),
    ),
)

TABLE = (*PATCHED, *ANSWERS, *MODULES)
