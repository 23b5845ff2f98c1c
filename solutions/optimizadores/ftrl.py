"""FTRL-Proximal: sigue al líder regularizado; pensado para modelos lineales muy dispersos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class Ftrl(Optimizador):
    """Sigue al líder regularizado, peso a peso. Solo en la convención de Keras.

    Con p = −`potencia_lr` (½: la raíz):

    n' = n + g²;  z ← z + g + 2·`l2_contraccion`·w − (n'ᵖ − nᵖ)/lr·w;  n ← n';
    w ← (recorta(z, −l1, l1) − z) / (n'ᵖ/lr + 2·(l2 + beta/(2·lr))).

    n empieza en `acumulador_inicial` y z en 0.

    Aviso: w sale entero de z y n, así que mientras g sea pequeño frente a √`acumulador_inicial`
    el primer paso borra casi del todo los pesos iniciales: mal asunto en una red, que los necesita
    distintos. torch no lo tiene. Con `acumulador_inicial`, l2 y beta a 0, un gradiente 0 da 0/0.

    Args: `lr` > 0; `potencia_lr` ≤ 0; `acumulador_inicial` ≥ 0; `l1` ≥ 0 (deja pesos
    a cero exacto); `l2` ≥ 0; `l2_contraccion` ≥ 0 (penaliza la magnitud sin entrar en el
    mínimo); `beta` ≥ 0. Formas, tipos y errores, en `Optimizador`.

    Fuente: McMahan y otros, «Ad click prediction: a view from the trenches», KDD 2013.

    >>> import numpy as np
    >>> Ftrl(lr=0.5, l1=1.0).paso(np.array([3.0, 3.0]), np.array([0.0, -9.0])) == 0
    array([ True, False])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {"keras": {"lr": 0.001}}

    potencia_lr: float = -0.5
    acumulador_inicial: float = 0.1
    l1: float = 0.0
    l2: float = 0.0
    l2_contraccion: float = 0.0
    beta: float = 0.0

    def _validado(self, nombre: str, valor: Any) -> float:
        numero = super()._validado(nombre, valor)
        if nombre == "lr" and not numero:
            raise ValueError(
                "Ftrl: `lr` tiene que ser mayor que 0, porque la fórmula divide por él."
            )
        return numero

    def estado_inicial(self) -> dict[str, float]:
        return {"n": self.acumulador_inicial, "z": 0.0}

    def coeficientes(self) -> dict[str, float]:
        return super().coeficientes() | {"freno": 2 * self.l2 + self.beta / self.lr}

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        def potencia(x: Arreglo) -> Arreglo:
            return xp.sqrt(x) if self.potencia_lr == -0.5 else x ** (-c.potencia_lr)

        n = e.n + xp.square(g)
        potencia_n = potencia(n)
        arrastre = (potencia_n - potencia(e.n)) / c.lr
        z = e.z + g + (2 * c.l2_contraccion) * w - arrastre * w
        return (xp.clip(z, -c.l1, c.l1) - z) / (potencia_n / c.lr + c.freno), {"n": n, "z": z}
