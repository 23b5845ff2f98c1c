"""Maneras de escribir los ejercicios de los que se mide la velocidad, y cuál es su sitio.

Todas son correctas. Una forma pasa (`fast`) si trabaja con los arreglos enteros; los bucles de
Python, no. `named` dice si es de las que el enunciado nombra: entre ellas y el límite ha de haber
un factor de 2 con cualquier núcleo, y lo comprueba `nucleos.py`. `tests/speed` comprueba, midiendo
como al corregir, que cada una cae en su sitio.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """Una manera de escribir un ejercicio: el código de su celda y si debe tener los puntos."""

    exercise: str
    name: str
    fast: bool
    code: str
    named: bool = True


_GRADIENT = "def error_y_gradiente(w, X, y):"
_SHUFFLE = "def desordenar_ejemplos(x, y, rng):"
_BATCHES = "def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):"
_ADAM = """
import math

class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t, self.m, self.v = 0, None, None

    def paso(self, w, g):
        self.t += 1
        c1, c2 = 1 - self.beta1**self.t, 1 - self.beta2**self.t"""


def _gradient(name: str, fast: bool, body: str, named: bool = True) -> Form:
    return Form("t1.error_y_gradiente", name, fast, _GRADIENT + body, named)


def _shuffle(name: str, fast: bool, body: str, named: bool = True) -> Form:
    return Form("t2.desordenar_ejemplos", name, fast, _SHUFFLE + body, named)


def _batches(name: str, fast: bool, body: str, named: bool = True) -> Form:
    return Form("t2.generar_lotes", name, fast, _BATCHES + body, named)


def _adam(name: str, fast: bool, body: str, named: bool = True) -> Form:
    return Form("t3.Adam", name, fast, _ADAM + body, named)


FORMS = (
    _gradient("`X.dot` y `np.mean`", True, """
    residuo = X.dot(w) - y
    return np.mean(residuo**2), 2 / len(X) * X.T.dot(residuo)
"""),
    _gradient("columna a columna", True, """
    residuo = X @ w - y
    columnas = [2 * np.mean(residuo * X[:, j]) for j in range(len(w))]
    return np.mean(residuo**2), np.array(columnas)
"""),
    _gradient("`(X * w).sum` y una media", True, """
    residuo = (X * w).sum(axis=1) - y
    return (residuo**2).mean(), 2 * (residuo[:, None] * X).mean(axis=0)
"""),
    _gradient("residuos en un bucle", False, """
    residuos = []
    for fila, objetivo in zip(X, y):
        residuos.append(fila @ w - objetivo)
    residuos = np.array(residuos)
    return (residuos**2).mean(), 2 / len(X) * (X.T @ residuos)
"""),
    _gradient("residuos en un bucle con listas", False, """
    pesos = w.tolist()
    predicho = [sum(a * b for a, b in zip(fila, pesos)) for fila in X.tolist()]
    residuo = np.array(predicho) - y
    return (residuo**2).mean(), 2 / len(X) * (X.T @ residuo)
"""),
    _gradient("todo en un bucle", False, """
    error, gradiente = 0.0, 0.0 * w
    for i in range(len(X)):
        residuo = X[i] @ w - y[i]
        error = error + residuo**2 / len(X)
        gradiente = gradiente + 2 * residuo * X[i] / len(X)
    return error, gradiente
"""),
    _shuffle("`np.take`", True, """
    orden = rng.permutation(len(x))
    return np.take(x, orden, axis=0), np.take(y, orden)
"""),
    _shuffle("`rng.shuffle` de los índices", True, """
    orden = np.arange(len(x))
    rng.shuffle(orden)
    return x[orden], y[orden]
"""),
    _shuffle("`argsort` de números al azar", True, """
    orden = np.argsort(rng.random(len(x)))
    return x[orden], y[orden]
"""),
    _shuffle("índices en una lista", True, """
    orden = list(range(len(x)))
    rng.shuffle(orden)
    return x[orden], y[orden]
""", named=False),
    _shuffle("de uno en uno, en arreglos vacíos", False, """
    orden = rng.permutation(len(x))
    x_nuevo, y_nuevo = np.empty_like(x), np.empty_like(y)
    for i, j in enumerate(orden):
        x_nuevo[i], y_nuevo[i] = x[j], y[j]
    return x_nuevo, y_nuevo
"""),
    _shuffle("de uno en uno, en una lista", False, """
    orden = rng.permutation(len(x))
    return np.array([x[i] for i in orden]), np.array([y[i] for i in orden])
"""),
    _shuffle("intercambios", False, """
    x, y = x.copy(), y.copy()
    for i in range(len(x) - 1, 0, -1):
        j = rng.integers(i + 1)
        x[[i, j]], y[[i, j]] = x[[j, i]], y[[j, i]]
    return x, y
"""),
    _batches("`np.take`", True, """
    orden = rng.permutation(len(x))
    for i in range(0, len(x), b):
        trozo = orden[i:i + b]
        yield np.take(x, trozo, axis=0), np.take(y, trozo)
"""),
    _batches("desordenarlo todo antes", True, """
    orden = rng.permutation(len(x))
    x, y = x[orden], y[orden]
    for i in range(0, len(x), b):
        yield x[i:i + b], y[i:i + b]
"""),
    _batches("`argsort` de números al azar", True, """
    orden = np.argsort(rng.random(len(x)))
    for i in range(0, len(x), b):
        yield x[orden[i:i + b]], y[orden[i:i + b]]
"""),
    _batches("índices en una lista", True, """
    orden = rng.permutation(len(x)).tolist()
    for i in range(0, len(x), b):
        yield x[orden[i:i + b]], y[orden[i:i + b]]
""", named=False),
    _batches("de uno en uno, en una lista", False, """
    orden = rng.permutation(len(x))
    for i in range(0, len(x), b):
        trozo = orden[i:i + b]
        yield np.array([x[j] for j in trozo]), np.array([y[j] for j in trozo])
"""),
    _batches("de uno en uno, al llenar cada lote", False, """
    x_b, y_b = [], []
    for j in rng.permutation(len(x)):
        x_b.append(x[j])
        y_b.append(y[j])
        if len(x_b) == b:
            yield np.array(x_b), np.array(y_b)
            x_b, y_b = [], []
    if x_b:
        yield np.array(x_b), np.array(y_b)
"""),
    _adam("escribiendo sobre m y v", True, """
        if self.m is None:
            self.m, self.v = np.zeros_like(w), np.zeros_like(w)
        self.m *= self.beta1
        self.m += (1 - self.beta1) * g
        self.v *= self.beta2
        self.v += (1 - self.beta2) * g**2
        return w - self.lr * (self.m / c1) / (np.sqrt(self.v / c2) + self.eps)
"""),
    _adam("con `np.power`", True, """
        if self.m is None:
            self.m, self.v = np.zeros_like(w), np.zeros_like(w)
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = self.beta2 * self.v + (1 - self.beta2) * np.power(np.abs(g), 2.0)
        return w - self.lr * (self.m / c1) / (np.power(self.v / c2, 0.5) + self.eps)
"""),
    _adam("bucle por los pesos, con listas", False, """
        gradiente, b1, b2 = g.ravel().tolist(), self.beta1, self.beta2
        m, v = (self.m, self.v) if self.m else ([0.0] * g.size, [0.0] * g.size)
        self.m = [b1 * a + (1 - b1) * d for a, d in zip(m, gradiente)]
        self.v = [b2 * a + (1 - b2) * d * d for a, d in zip(v, gradiente)]
        nuevo = [
            p - self.lr * (a / c1) / (math.sqrt(d / c2) + self.eps)
            for p, a, d in zip(w.ravel().tolist(), self.m, self.v)
        ]
        return np.array(nuevo).reshape(w.shape)
"""),
    _adam("bucle por los pesos", False, """
        if self.m is None:
            self.m, self.v = np.zeros(g.size), np.zeros(g.size)
        nuevo, gradiente = w.copy().reshape(-1), g.reshape(-1)
        for i in range(g.size):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * gradiente[i]
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * gradiente[i] ** 2
            nuevo[i] -= self.lr * (self.m[i] / c1) / (np.sqrt(self.v[i] / c2) + self.eps)
        return nuevo.reshape(w.shape)
"""),
)  # fmt: skip
