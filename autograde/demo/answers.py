"""Respuestas de los alumnos de ejemplo que no son la solución del cuaderno.

Cada texto define el ejercicio entero, como lo escribiría un alumno.
"""

from __future__ import annotations

#: estilo de bucles: nada vectorizado, todo correcto
LOOPS = {
    "iteraciones_por_epoca": """
def iteraciones_por_epoca(n, b, descartar_ultimo=False):
    if n < 1 or b < 1:
        raise ValueError("n y b deben ser al menos 1")
    lotes = 0
    quedan = n
    while quedan >= b:
        quedan = quedan - b
        lotes = lotes + 1
    if quedan > 0 and not descartar_ultimo:
        lotes = lotes + 1
    return lotes
""",
    "iteraciones_totales": """
def iteraciones_totales(n, b, epocas, descartar_ultimo=False):
    if epocas < 0:
        raise ValueError("las épocas no pueden ser negativas")
    total = 0
    por_epoca = iteraciones_por_epoca(n, b, descartar_ultimo)
    for _ in range(epocas):
        total += por_epoca
    return total
""",
    "partir_en_lotes": """
def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError("b debe ser al menos 1")
    lotes = []
    i = 0
    while i < len(x):
        lotes.append((x[i:i + b], y[i:i + b]))
        i += b
    return lotes
""",
    "predecir_por_lotes": """
def predecir_por_lotes(f, x, b):
    if b < 1:
        raise ValueError("b debe ser al menos 1")
    n = len(x)
    primero = f(x[:b])
    resultado = np.empty_like(primero, shape=(n,) + primero.shape[1:])
    resultado[:b] = primero
    i = b
    while i < n:
        resultado[i:i + b] = f(x[i:i + b])
        i += b
    return resultado
""",
}

#: estilo breve: compresiones de listas y expresiones en una línea, todo correcto
TERSE = {
    "iteraciones_por_epoca": """
def iteraciones_por_epoca(n, b, descartar_ultimo=False):
    if min(n, b) < 1:
        raise ValueError
    return n // b + (not descartar_ultimo and n % b > 0)
""",
    "partir_en_lotes": """
def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x), b)]
""",
    "desordenar_lotes": """
def desordenar_lotes(lotes, rng):
    return [lotes[i] for i in rng.permutation(len(lotes))]
""",
}

#: anotaciones de tipo, avisos y mensajes por pantalla: ruidoso, pero correcto
NOISY = {
    "iteraciones_por_epoca": """
import sys
import warnings

def iteraciones_por_epoca(n: int, b: int, descartar_ultimo: bool = False) -> int:
    warnings.warn("esto es un aviso, no un error")
    print("llamada con", n, b, file=sys.stderr)
    if n < 1 or b < 1:
        raise ValueError("n y b deben ser al menos 1")
    return int(n // b if descartar_ultimo else -(-n // b))
""",
}

#: aritmética que no se apoya en el primer ejercicio, para que un error allí no arrastre
SELF_CONTAINED = {
    "iteraciones_totales": """
def iteraciones_totales(n, b, epocas, descartar_ultimo=False):
    if n < 1 or b < 1 or epocas < 0:
        raise ValueError("argumentos fuera de rango")
    return epocas * (n // b if descartar_ultimo else -(-n // b))
""",
    "epocas_necesarias": """
def epocas_necesarias(iteraciones, n, b, descartar_ultimo=False):
    if n < 1 or b < 1 or iteraciones < 0:
        raise ValueError("argumentos fuera de rango")
    por_epoca = n // b if descartar_ultimo else -(-n // b)
    if iteraciones == 0:
        return 0
    if por_epoca == 0:
        raise ValueError("no hay ningún lote completo")
    return -(-iteraciones // por_epoca)
""",
}

ALWAYS_FLOOR = """
def iteraciones_por_epoca(n, b, descartar_ultimo=False):
    if n < 1 or b < 1:
        raise ValueError("n y b deben ser al menos 1")
    return n // b
"""

NO_VALIDATION = """
def iteraciones_por_epoca(n, b, descartar_ultimo=False):
    return n // b if descartar_ultimo else -(-n // b)
"""

FORGETS_LAST_BATCH = """
def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError("b debe ser al menos 1")
    return [(x[i * b:(i + 1) * b], y[i * b:(i + 1) * b]) for i in range(len(x) // b)]
"""

SEPARATE_PERMUTATIONS = """
def desordenar_ejemplos(x, y, rng):
    return x[rng.permutation(len(x))], y[rng.permutation(len(y))]
"""

SHUFFLES_IN_PLACE = """
def desordenar_lotes(lotes, rng):
    rng.shuffle(lotes)
    return lotes
"""

SAME_ORDER_EVERY_EPOCH = """
def entrenar_sgd(perdida_y_gradiente, w0, x, y, lr, b, epocas, rng=None):
    if b < 1 or epocas < 0:
        raise ValueError("b y epocas no son válidos")
    w = w0.copy()
    perdidas = []
    if rng is not None:
        orden = rng.permutation(len(x))
        x, y = x[orden], y[orden]
    for _ in range(epocas):
        for i in range(0, len(x), b):
            perdida, gradiente = perdida_y_gradiente(w, x[i:i + b], y[i:i + b])
            perdidas.append(perdida)
            w = w - lr * gradiente
    return w, np.array(perdidas)
"""

WRONG_SIGN = """
def entrenar_sgd(perdida_y_gradiente, w0, x, y, lr, b, epocas, rng=None):
    if b < 1 or epocas < 0:
        raise ValueError("b y epocas no son válidos")
    w = w0.copy()
    perdidas = []
    for _ in range(epocas):
        for x_b, y_b in generar_lotes(x, y, b, rng):
            perdida, gradiente = perdida_y_gradiente(w, x_b, y_b)
            perdidas.append(perdida)
            w = w + lr * gradiente
    return w, np.array(perdidas)
"""

ONLY_NUMPY = """
def predecir_por_lotes(f, x, b):
    if b < 1:
        raise ValueError("b debe ser al menos 1")
    trozos = [np.asarray(f(x[i:i + b])) for i in range(0, len(x), b)]
    return np.concatenate(trozos) if trozos else f(x)
"""

ENDLESS = """
def epocas_necesarias(iteraciones, n, b, descartar_ultimo=False):
    epocas = 0
    while iteraciones > 0:
        epocas += 1
    return epocas
"""

SEGFAULT = """
def nombres(b, n):
    import ctypes
    ctypes.string_at(0)
"""

LEAVES = """
def iteraciones_totales(n, b, epocas, descartar_ultimo=False):
    exit()
"""

SYNTAX_ERROR = """
def desordenar_lotes(lotes, rng)
    return lotes
"""

#: intenta darse la nota: cambia quien comprueba, lo que se enseña, las comparaciones y la salida
ATTACK = """
import builtins, sys
import numpy as np
import numpy.testing

class TodoIgual:
    def __eq__(self, otro): return True
    def __array__(self, *a, **k): return np.zeros(1)
    def __float__(self): return 1.0

numpy.testing.assert_allclose = lambda *a, **k: None
np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
comprobar = lambda *a, **k: 100
builtins.AssertionError = type("AssertionError", (Exception,), {})
sys.displayhook = lambda *a: print(100)
for nombre in list(globals()):
    if nombre.startswith("comprobar"):
        globals()[nombre] = lambda *a, **k: 100

iteraciones_por_epoca = iteraciones_totales = epocas_necesarias = lambda *a, **k: TodoIgual()
"""

FREE_ANSWER = (
    "Con lotes pequeños el gradiente es ruidoso, pero cada época da muchas más actualizaciones; "
    "el ruido puede sacar al descenso de un mínimo malo. Desordenar evita que el orden de los "
    "datos influya. Para predecir no hay gradiente: conviene el lote más grande que quepa."
)
