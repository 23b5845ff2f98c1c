"""Qué debe hacer un arreglo de dispositivo, como tabla: la comparten el doble y CuPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

DATOS = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]


def _en_sitio(x: Any, xp: Any) -> Any:
    y = x.copy()
    y += 1
    y *= x
    y[0] -= 2
    y[:, 1] = 7
    y[y > 20] = 0
    return y


def _rellenar(x: Any, xp: Any) -> Any:
    y = np.zeros_like(x)
    y[0] = x[1]
    y[1, 1:] = np.float64(3)
    return y


# nombre → cálculo con (x, espacio de nombres); el resultado es un arreglo del dispositivo.
VALORES: dict[str, Callable[[Any, Any], Any]] = {
    "operadores": lambda x, xp: (2 * x - x / 4 + x**2) @ x.T // 3 % 5,
    "escalar de NumPy a la izquierda": lambda x, xp: np.float64(0.5) * x,
    "escalar de NumPy a la derecha": lambda x, xp: x - np.float64(0.5),
    "comparación con escalar de NumPy": lambda x, xp: np.float64(3) < x,
    "comparación entre arreglos": lambda x, xp: x == x.copy(),
    "negación y valor absoluto": lambda x, xp: abs(-x),
    "máscaras": lambda x, xp: (x > 2) & ~(x > 5),
    "media": lambda x, xp: x.mean(),
    "suma por columnas": lambda x, xp: x.sum(axis=0, keepdims=True),
    "desviación": lambda x, xp: x.std(axis=1, ddof=1),
    "cambio de forma": lambda x, xp: x.reshape(3, 2).ravel(),
    "cambio de tipo": lambda x, xp: x.astype(np.float32),
    "traspuesta": lambda x, xp: x.T.copy(),
    "producto": lambda x, xp: x.dot(x.T),
    "recorte": lambda x, xp: x.clip(2, 4),
    "rebanada": lambda x, xp: x[::-1, 1:],
    "un elemento": lambda x, xp: x[1, 2],
    "eje nuevo": lambda x, xp: x[:, None],
    "índices en una lista": lambda x, xp: x[[1, 0, 1]],
    "índices de NumPy": lambda x, xp: x[np.array([1, 0])],
    "máscara booleana": lambda x, xp: x[x > 2],
    "en el sitio": _en_sitio,
    "rellenar uno creado con zeros_like": _rellenar,
    "np.mean": lambda x, xp: np.mean(x, axis=1),
    "np.sqrt": lambda x, xp: np.sqrt(x),
    "np.maximum": lambda x, xp: np.maximum(x, 3),
    "np.where": lambda x, xp: np.where(x > 2, x, 0.0),
    "np.concatenate": lambda x, xp: np.concatenate([x, x], axis=1),
    "np.stack": lambda x, xp: np.stack([x, 2 * x]),
    "np.dot": lambda x, xp: np.dot(x, x.T),
    "np.matmul": lambda x, xp: np.matmul(x, x.T),
    "np.linalg.norm": lambda x, xp: np.linalg.norm(x),
    "np.exp con log": lambda x, xp: np.log(np.exp(x)),
    "np.empty_like lleno": lambda x, xp: np.full_like(x, 3),
    "np.array con like": lambda x, xp: np.array([1.0, 2.0], like=x),
    "np.zeros con like": lambda x, xp: np.zeros((2, 2), like=x),
    "np.clip": lambda x, xp: np.clip(x, 2, 4),
    "np.argsort": lambda x, xp: np.argsort(-x, axis=1),
    "np.take": lambda x, xp: np.take(x, np.array([1, 0]), axis=0),
    "np.add.reduce": lambda x, xp: np.add.reduce(x, axis=0),
    "np.allclose": lambda x, xp: np.allclose(x, x + 1e-12),
    "np.array_equal": lambda x, xp: np.array_equal(x, x),
    "iterar": lambda x, xp: sum(fila * 2 for fila in x),
    "xp.zeros": lambda x, xp: xp.zeros((2, 2)),
    "xp.empty_like": lambda x, xp: xp.empty_like(x) * 0 + x,
    "xp.arange": lambda x, xp: xp.arange(5),
    "xp.concatenate": lambda x, xp: xp.concatenate([x, x]),
    "xp.sqrt": lambda x, xp: xp.sqrt(x),
    "xp.linalg.norm": lambda x, xp: xp.linalg.norm(x),
    "np.matmul con out": lambda x, xp: np.matmul(x, x.T, out=xp.empty((2, 2))),
    "media por filas en el sitio": lambda x, xp: x - x.mean(axis=1, keepdims=True),
    "np.einsum": lambda x, xp: np.einsum("ij,kj->ik", x, x),
    "np.array_split": lambda x, xp: np.array_split(x, 2)[1],
    "np.broadcast_to": lambda x, xp: np.broadcast_to(x[0], (4, 3)),
    "np.empty_like con forma": lambda x, xp: np.empty_like(x, shape=(4,)) * 0,
    "np.isfinite": lambda x, xp: np.isfinite(x).all(),
    "float32 con float de Python": lambda x, xp: x.astype(np.float32) * 0.5,
    "lista de arreglos": lambda x, xp: xp.asarray([x[0], x[1]]),
}


def _asignar_de_numpy(x: Any, h: Any) -> None:
    x[:1] = h[:1]


def _sumar_en_el_anfitrion(x: Any, h: Any) -> None:
    h += x


def _guardar_en_el_anfitrion(x: Any, h: Any) -> None:
    h[:] = x


_IMPLICITA = "Implicit conversion to a NumPy array is not allowed"
_NO_ADMITE = "Unsupported type"
_SIN_IMPLEMENTAR = "no implementation found"

# nombre → (cálculo con (x del dispositivo, h de NumPy), error, parte del texto; None = cualquiera).
ERRORES: dict[str, tuple[Callable[[Any, Any], Any], type[Exception], str | None]] = {
    "np.asarray": (lambda x, h: np.asarray(x), TypeError, _IMPLICITA),
    "np.array": (lambda x, h: np.array(x), TypeError, _IMPLICITA),
    "lista de escalares del dispositivo": (
        lambda x, h: np.array([x[0, 0], x[0, 1]]),
        TypeError,
        _IMPLICITA,
    ),
    "sumar uno de NumPy": (lambda x, h: x + h, TypeError, _NO_ADMITE),
    "sumar a uno de NumPy": (lambda x, h: h + x, TypeError, _NO_ADMITE),
    "comparar con uno de NumPy": (lambda x, h: x < h, TypeError, _NO_ADMITE),
    "producto matricial con uno de NumPy": (lambda x, h: x @ h.T, TypeError, None),
    "en el sitio con uno de NumPy": (lambda x, h: x.__iadd__(h), TypeError, _NO_ADMITE),
    "en el sitio sobre uno de NumPy": (_sumar_en_el_anfitrion, TypeError, _NO_ADMITE),
    "guardar en uno de NumPy": (_guardar_en_el_anfitrion, TypeError, _IMPLICITA),
    "asignar uno de NumPy": (_asignar_de_numpy, ValueError, "cannot be used for fill"),
    "out de NumPy": (lambda x, h: np.add(x, 1, out=h), TypeError, None),
    "np.maximum con uno de NumPy": (lambda x, h: np.maximum(x, h), TypeError, _NO_ADMITE),
    "np.where con uno de NumPy": (lambda x, h: np.where(x > 1, x, h), TypeError, _NO_ADMITE),
    "np.concatenate con uno de NumPy": (lambda x, h: np.concatenate([x, h]), TypeError, None),
    "np.stack de listas": (lambda x, h: np.stack([x, DATOS]), TypeError, None),
    "np.where con una lista": (lambda x, h: np.where(x > 1, x, DATOS), TypeError, None),
    "método dot con uno de NumPy": (lambda x, h: x.dot(h.T), TypeError, None),
    "arreglo de NumPy sin dimensiones": (lambda x, h: x * np.array(2.0), TypeError, _NO_ADMITE),
    "np.dot con uno de NumPy": (lambda x, h: np.dot(x, h.T), TypeError, None),
    "sumar una lista": (lambda x, h: np.add(x, [1, 2, 3]), TypeError, None),
    "np.dot con una lista": (lambda x, h: np.dot(x, [1, 2, 3]), TypeError, None),
    "función que CuPy no tiene": (
        lambda x, h: np.insert(x, 0, 1, axis=0),
        TypeError,
        _SIN_IMPLEMENTAR,
    ),
    "argumento que CuPy no tiene": (lambda x, h: np.sum(x, where=x > 1), TypeError, None),
    "reduce que CuPy no tiene": (
        lambda x, h: np.maximum.reduce(x),
        NotImplementedError,
        "not supported",
    ),
    "verdad de varios": (lambda x, h: bool(x), ValueError, "ambiguous"),
    "longitud de un escalar": (lambda x, h: len(x[0, 0]), TypeError, None),
    "iterar un escalar": (lambda x, h: iter(x[0, 0]), TypeError, "0-d"),
    "float de varios": (lambda x, h: float(x), TypeError, None),
    "clave de un diccionario": (lambda x, h: {x: 1}, TypeError, "unhashable"),
}
