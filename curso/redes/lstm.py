"""La LSTM: una red que lee una secuencia paso a paso y decide qué recuerda."""

from __future__ import annotations

from typing import Any

import numpy as np

from curso.backend import espacio_de_nombres
from curso.redes.capa import Arreglo, Capa, entero_positivo
from curso.redes.iniciacion import ceros, glorot_uniforme, ortogonal


class LSTM(Capa):
    """Una capa de `unidades` celdas con memoria a corto y largo plazo.

    En cada paso t, con h y c las del paso anterior (cero al empezar), σ la sigmoide y ∘ el producto
    elemento a elemento:

        i = σ(xₜWᵢ + hUᵢ + bᵢ)      cuánto entra
        f = σ(xₜW_f + hU_f + b_f)    cuánto se conserva
        g = tanh(xₜW_g + hU_g + b_g)  qué entra
        o = σ(xₜWₒ + hUₒ + bₒ)      cuánto se enseña
        c ← f∘c + i∘g               la memoria
        h ← o∘tanh(c)               la salida

    x (n, largo, canales); W (canales, 4u), U (u, 4u) y b (4u,), con las cuatro puertas seguidas, en
    ese orden; y es la última h, (n, u), o todas, (n, largo, u), con `secuencia`. Lo de x se calcula
    de todos los pasos con un producto, y lo de h, de todas las puertas con otro en cada paso. b_f
    empieza en 1, para que al principio no se olvide; U, ortogonal.

    ValueError si un tamaño no es un entero de 1 o más, o si x no tiene esa forma o no tiene pasos.

    Fuente: S. Hochreiter y J. Schmidhuber, Long short-term memory, Neural Computation 9(8), 1997, y
    F. Gers y otros, Learning to forget, 2000.
    """

    def __init__(self, canales: int, unidades: int, secuencia: bool = False) -> None:
        entero_positivo("LSTM", canales=canales, unidades=unidades)
        self.canales, self.unidades, self.secuencia = canales, unidades, secuencia
        self.entrada = ("n", "largo", canales)

    def iniciar(self, rng: np.random.Generator) -> list[np.ndarray]:
        u = self.unidades
        W = glorot_uniforme(rng, (self.canales, 4 * u), self.canales, 4 * u)
        b = ceros(4 * u)
        b[u : 2 * u] = 1
        return [W, ortogonal(rng, u, 4 * u), b]

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        self.exigir(x)
        n, largo, _ = x.shape
        if not largo:
            raise ValueError(f"{self.nombre} espera al menos un paso y la secuencia está vacía.")
        xp, u = espacio_de_nombres(x), self.unidades
        W, U, b = parametros
        # El tiempo, delante: así lo de cada paso está seguido en memoria.
        pasos = xp.swapaxes(x, 0, 1).reshape(largo * n, self.canales)
        z = (pasos @ W + b).reshape(largo, n, 4 * u)
        # σ(z) = ½·tanh(z/2) + ½: con esto una sola tanh vale para las cuatro puertas.
        escala = xp.asarray(np.repeat([0.5, 0.5, 1.0, 0.5], u), dtype=z.dtype)
        base = xp.asarray(np.repeat([0.5, 0.5, 0.0, 0.5], u), dtype=z.dtype)
        puertas = xp.empty((largo, n, 4 * u), dtype=z.dtype)
        c, h = (xp.zeros((largo + 1, n, u), dtype=z.dtype) for _ in range(2))
        for t in range(largo):
            puertas[t] = escala * xp.tanh(escala * (z[t] + h[t] @ U)) + base
            i, f, g, o = (puertas[t, :, k * u : (k + 1) * u] for k in range(4))
            c[t + 1] = f * c[t] + i * g
            h[t + 1] = o * xp.tanh(c[t + 1])
        y = xp.swapaxes(h[1:], 0, 1) if self.secuencia else h[largo]
        return y, (pasos, puertas, c, h)

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        W, U, _ = parametros
        pasos, puertas, c, h = memoria
        xp, u = espacio_de_nombres(dy), self.unidades
        largo, n, _ = puertas.shape
        dz = xp.empty(puertas.shape, dtype=puertas.dtype)
        tanh_c = xp.tanh(c[1:])
        # Las derivadas que no dependen de dy: la de cada puerta respecto a su z.
        pendiente = puertas * (1 - puertas)
        candidata = puertas[..., 2 * u : 3 * u]
        pendiente[..., 2 * u : 3 * u] = 1 - candidata * candidata
        dh = xp.zeros((n, u), dtype=puertas.dtype)
        dc = xp.zeros((n, u), dtype=puertas.dtype)
        for t in reversed(range(largo)):
            if self.secuencia:
                dh = dh + dy[:, t]
            elif t == largo - 1:
                dh = dh + dy
            i, f, g, o = (puertas[t, :, k * u : (k + 1) * u] for k in range(4))
            dc = dc + dh * o * (1 - tanh_c[t] * tanh_c[t])
            for k, d in enumerate((dc * g, dc * c[t], dc * i, dh * tanh_c[t])):
                dz[t, :, k * u : (k + 1) * u] = d
            dz[t] *= pendiente[t]
            dc = dc * f
            dh = dz[t] @ U.T
        dz = dz.reshape(largo * n, 4 * u)
        gradientes = [pasos.T @ dz, h[:-1].reshape(largo * n, u).T @ dz, dz.sum(axis=0)]
        if not con_entrada:
            return None, gradientes
        return xp.swapaxes((dz @ W.T).reshape(largo, n, self.canales), 0, 1), gradientes

    @property
    def nombre(self) -> str:
        return f"LSTM({self.canales}, {self.unidades})"
