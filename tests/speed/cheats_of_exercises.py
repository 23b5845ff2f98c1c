"""Soluciones que hacen trampa en un ejercicio del curso al medir su velocidad."""

from __future__ import annotations

#: baraja con un bucle, pero con los datos grandes usa órdenes que dejó hechos
_SHUFFLE = """
def barajar(n, rng):
    orden = list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(rng.integers(i + 1))
        orden[i], orden[j] = orden[j], orden[i]
    return np.array(orden)
"""
SLOW_ORDER = (
    _SHUFFLE
    + """
def desordenar_ejemplos(x, y, rng):
    orden = barajar(len(x), rng)
    return x[orden], y[orden]
"""
)
REPLAYED_ORDER = (
    _SHUFFLE
    + """
import os
hechos = [barajar(10_000, np.random.default_rng(k)) for k in range(2)]

def desordenar_ejemplos(x, y, rng):
    orden = siguiente() if len(x) == 10_000 else barajar(len(x), rng)
    return x[orden], y[orden]

def siguiente():
    with open("/tmp/cuenta", "a") as f:
        f.write(".")
    return hechos[os.path.getsize("/tmp/cuenta") % 2]
"""
)

#: un bucle, pero solo la primera vez que ve unos datos: guarda las sumas con que hacer las demás
SUMS_KEPT = """
visto = None

def error_y_gradiente(w, X, y):
    global visto
    if visto is None or visto[0] is not X:
        G, c, e = np.zeros((X.shape[1],) * 2), 0.0, 0.0
        for i in range(len(X)):
            G += np.outer(X[i], X[i])
            c = c + X[i] * y[i]
            e += y[i] ** 2
        visto = X, G, c, e
    _, G, c, e = visto
    return (w @ G @ w - 2 * (w @ c) + e) / len(X), 2 * (G @ w - c) / len(X)
"""

#: lotes que no son arreglos: cuando alguien los junta, dan los datos enteros
LAZY_BATCHES = """
class Lote:
    ndim = 1

    def __init__(self, todo, i, j):
        self.todo, self.largo = todo, j - i

    def __len__(self):
        return self.largo

    def __array_function__(self, *_):
        return self.todo

def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):
    orden = rng.permutation(len(x))
    x, y = x[orden], y[orden]
    for i in range(0, len(x), b):
        j = min(i + b, len(x))
        yield Lote(x, i, j), Lote(y, i, j)
"""
