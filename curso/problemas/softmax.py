"""Ajustar una regresión softmax: lo que se pide en t5, así que no está donde se corrige t5."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from curso.backend import a_anfitrion, espacio_de_nombres
from curso.backend.copias import con_bajadas
from curso.problemas.problema import PESOS, Arreglo, Rango
from curso.problemas.regresion import como, con_unos, en_maquina, newton


@dataclass(frozen=True, eq=False)
class RegresionSoftmax:
    """Entropía cruzada de k clases con penalización L2; los parámetros son W, de forma (p, k).

    E(W) = −1/n·Σ log softmax(XW)[clase] + ½·l2·|W|², con `y` (n,) de enteros de 0 a k − 1.
    """

    X: Arreglo
    y: Arreglo
    clases: int
    l2: float = 0.01

    nombre: ClassVar[str] = "regresión softmax"
    ejes: ClassVar[tuple[str, str]] = PESOS
    dibujo: ClassVar[Rango | None] = None

    @classmethod
    def sintetica(
        cls, n: int = 300, p: int = 3, clases: int = 3, l2: float = 0.01, semilla: int = 0
    ) -> RegresionSoftmax:
        """Datos al azar: una nube de puntos alrededor del centro de cada clase."""
        rng = np.random.default_rng(semilla)
        y = rng.integers(clases, size=n)
        centros = rng.normal(scale=2.0, size=(clases, p - 1))
        return cls(con_unos(centros[y] + rng.normal(size=(n, p - 1))), y, clases, l2)

    @property
    def inicio(self) -> Arreglo:
        xp, X = espacio_de_nombres(self.X), self.X
        ceros = xp.zeros_like(X[0, ...])
        return xp.stack([ceros] * self.clases, axis=1)

    @cached_property
    def minimo(self) -> Arreglo:
        """Por el método de Newton, con un hessiano de (p·k)²: solo para problemas pequeños."""
        with con_bajadas():
            X, y = en_maquina(self.X), a_anfitrion(self.y)
        maquina = RegresionSoftmax(X, y, self.clases, self.l2)
        forma = maquina.inicio.shape

        def gradiente(w: np.ndarray) -> np.ndarray:
            return maquina.gradiente(w.reshape(forma)).ravel()

        w = newton(gradiente, maquina._hessiano, np.zeros(maquina.inicio.size))
        return como(w.reshape(forma), self.X)

    def perdida_y_gradiente(self, w: Arreglo, X: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
        xp, n = espacio_de_nombres(w, X, y), X.shape[0]
        logitos = X @ w
        # Restar el mayor no cambia la softmax y evita que la exponencial desborde.
        logitos = logitos - xp.max(logitos, axis=1, keepdims=True)
        suma = xp.sum(xp.exp(logitos), axis=1, keepdims=True)
        clase = xp.astype(self._una_por_clase(y), X.dtype)
        perdida = (xp.sum(xp.log(suma)) - xp.sum(clase * logitos)) / n
        gradiente = X.T @ (xp.exp(logitos) / suma - clase) / n
        return perdida + self.l2 / 2 * xp.sum(w * w), gradiente + self.l2 * w

    def valor(self, w: Arreglo) -> Any:
        return self.perdida_y_gradiente(w, self.X, self.y)[0]

    def gradiente(self, w: Arreglo) -> Arreglo:
        return self.perdida_y_gradiente(w, self.X, self.y)[1]

    def _una_por_clase(self, y: Arreglo) -> Arreglo:
        """(n, k): True en la clase de cada ejemplo."""
        xp = espacio_de_nombres(y)
        return xp.stack([y == clase for clase in range(self.clases)], axis=1)

    def _hessiano(self, w: np.ndarray) -> np.ndarray:
        X, (p, k) = self.X, self.inicio.shape
        logitos = X @ w.reshape(p, k)
        q = np.exp(logitos - logitos.max(axis=1, keepdims=True))
        q /= q.sum(axis=1, keepdims=True)
        cruzado = q[:, :, None] * np.eye(k) - q[:, :, None] * q[:, None, :]
        hessiano = np.einsum("ni,nj,nkl->ikjl", X, X, cruzado, optimize=True) / len(X)
        return hessiano.reshape(p * k, p * k) + self.l2 * np.eye(p * k)
