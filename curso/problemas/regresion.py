"""Ajustar un modelo a unos datos: regresión lineal y logística.

`X` (n, p) ya lleva su columna de unos. Cada problema trae `perdida_y_gradiente(w, X, y)`, que
sirve para entrenar por lotes; `valor` y `gradiente` son los de todos los datos. Los arreglos
deciden dónde se calcula: con datos de CuPy, en la GPU.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from array_api_compat import device

from curso.backend import a_anfitrion, espacio_de_nombres
from curso.backend.copias import con_bajadas
from curso.datos import horas_nota
from curso.problemas.problema import PESOS, Arreglo, Rango


@dataclass(frozen=True, eq=False)
class RegresionLineal:
    """Error cuadrático medio: E(w) = 1/n·Σ(Xw − y)², con `y` de forma (n,)."""

    X: Arreglo
    y: Arreglo

    nombre: ClassVar[str] = "regresión lineal"
    ejes: ClassVar[tuple[str, str]] = PESOS

    @classmethod
    def sintetica(
        cls, n: int = 200, p: int = 2, ruido: float = 0.1, semilla: int = 0
    ) -> RegresionLineal:
        """Datos al azar: y = Xw + ruido, con columna de unos y p parámetros en total."""
        rng = np.random.default_rng(semilla)
        X = con_unos(rng.normal(size=(n, p - 1)))
        return cls(X, X @ rng.normal(size=p) + ruido * rng.normal(size=n))

    @classmethod
    def de_horas_nota(cls) -> RegresionLineal:
        """El ejemplo del curso: nota = w₀ + w₁·horas, con nueve alumnos."""
        horas, nota = horas_nota()
        return cls(con_unos(horas), nota)

    @property
    def inicio(self) -> Arreglo:
        return espacio_de_nombres(self.X).zeros_like(self.X[0, ...])

    @cached_property
    def minimo(self) -> Arreglo:
        """Solución de mínimos cuadrados (se calcula en la máquina, en float64)."""
        w = np.linalg.lstsq(en_maquina(self.X), en_maquina(self.y), rcond=None)[0]
        return como(w, self.X)

    @property
    def dibujo(self) -> Rango | None:
        return _rango(self.minimo)

    def perdida_y_gradiente(self, w: Arreglo, X: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
        espacio_de_nombres(w, X, y)
        residuo = X @ w - y
        return residuo @ residuo / X.shape[0], residuo @ X * (2 / X.shape[0])

    def valor(self, w: Arreglo) -> Any:
        """E(w); con muchos puntos a la vez, `w` de forma (…, p), un valor por punto."""
        if w.ndim == 1:
            return self.perdida_y_gradiente(w, self.X, self.y)[0]
        xp = espacio_de_nombres(w, self.X, self.y)
        return xp.mean((w @ self.X.T - self.y) ** 2, axis=-1)

    def gradiente(self, w: Arreglo) -> Arreglo:
        return self.perdida_y_gradiente(w, self.X, self.y)[1]


@dataclass(frozen=True, eq=False)
class RegresionLogistica:
    """Entropía cruzada binaria con penalización L2.

    E(w) = 1/n·Σ[log(1 + eᶻ) − y·z] + ½·l2·|w|², con z = Xw e `y` (n,) de ceros y unos. `l2` > 0
    hace que haya un único mínimo aunque las clases se puedan separar.
    """

    X: Arreglo
    y: Arreglo
    l2: float = 0.01

    nombre: ClassVar[str] = "regresión logística"
    ejes: ClassVar[tuple[str, str]] = PESOS

    @classmethod
    def sintetica(
        cls, n: int = 200, p: int = 2, l2: float = 0.01, semilla: int = 0
    ) -> RegresionLogistica:
        """Datos al azar: la clase sale con la probabilidad que da un modelo logístico."""
        rng = np.random.default_rng(semilla)
        X = con_unos(rng.normal(size=(n, p - 1)))
        probabilidad = 1 / (1 + np.exp(-2 * X @ rng.normal(size=p)))
        return cls(X, (rng.random(n) < probabilidad).astype(float), l2)

    @property
    def inicio(self) -> Arreglo:
        return espacio_de_nombres(self.X).zeros_like(self.X[0, ...])

    @cached_property
    def minimo(self) -> Arreglo:
        """Por el método de Newton (en la máquina, en float64)."""
        maquina = RegresionLogistica(en_maquina(self.X), en_maquina(self.y), self.l2)
        return como(newton(maquina.gradiente, maquina._hessiano, maquina.inicio), self.X)

    @property
    def dibujo(self) -> Rango | None:
        return _rango(self.minimo)

    def perdida_y_gradiente(self, w: Arreglo, X: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
        xp, n = espacio_de_nombres(w, X, y), X.shape[0]
        z = X @ w
        # log(1 + eᶻ) = máx(z, 0) + log(1 + e^−|z|): no desborda con z grandes.
        cola = xp.exp(-xp.abs(z))
        perdida = xp.mean((z + xp.abs(z)) / 2 + xp.log1p(cola) - y * z)
        probabilidad = xp.where(z >= 0, 1 / (1 + cola), cola / (1 + cola))
        return perdida + self.l2 / 2 * (w @ w), (probabilidad - y) @ X / n + self.l2 * w

    def valor(self, w: Arreglo) -> Any:
        return self.perdida_y_gradiente(w, self.X, self.y)[0]

    def gradiente(self, w: Arreglo) -> Arreglo:
        return self.perdida_y_gradiente(w, self.X, self.y)[1]

    def _hessiano(self, w: np.ndarray) -> np.ndarray:
        q = 1 / (1 + np.exp(-self.X @ w))
        return (self.X.T * (q * (1 - q))) @ self.X / len(self.X) + self.l2 * np.eye(len(w))


def con_unos(X: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(X)), X])


def en_maquina(x: Arreglo) -> np.ndarray:
    with con_bajadas():
        return np.asarray(a_anfitrion(x), dtype=np.float64)


def como(w: np.ndarray, modelo: Arreglo) -> Arreglo:
    """`w` en el dispositivo y con el tipo de `modelo`."""
    return espacio_de_nombres(modelo).asarray(w, dtype=modelo.dtype, device=device(modelo))


def newton(
    gradiente: Callable[[np.ndarray], np.ndarray],
    hessiano: Callable[[np.ndarray], np.ndarray],
    w: np.ndarray,
) -> np.ndarray:
    """Anula el gradiente de una función estrictamente convexa."""
    for _ in range(100):
        g = gradiente(w)
        if np.linalg.norm(g) < 1e-12:
            break
        w = w - np.linalg.solve(hessiano(w), g)
    return w


def _rango(minimo: Arreglo) -> Rango | None:
    if minimo.shape[0] != 2:
        return None
    lado = 1.5 * max(1.0, abs(float(minimo[0])), abs(float(minimo[1])))
    x, y = float(minimo[0]), float(minimo[1])
    return (x - lado, x + lado), (y - lado, y + lado)
