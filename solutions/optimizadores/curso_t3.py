"""Las clases del ejercicio t3: el constructor del enunciado y la fórmula de la biblioteca.

Casi todas son un optimizador de `solutions.optimizadores` en la convención que coincide con el
enunciado y con sus valores por defecto; solo `Nesterov` y `Nadam` añaden algo.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curso.backend import espacio_de_nombres
from solutions import optimizadores as base

Arreglo = Any


class SGD(base.SGD):
    """w − lr·g."""

    def __init__(self, lr: float = 0.01) -> None:
        super().__init__(lr)


class Momentum(base.SGD):
    """v ← momentum·v − lr·g; w + v."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(lr, momentum)


class Nesterov(Momentum):
    """El paso de `Momentum`, con el gradiente tomado en `adelanto(w)`."""

    def adelanto(self, w: Arreglo) -> Arreglo:
        """w + momentum·v: adonde llevaría la inercia; es donde se toma el gradiente."""
        v = self.arreglo_de_estado("v")
        return w + (0.0 if v is None else self.momentum * v)


class Adagrad(base.Adagrad):
    """a ← a + g²; w − lr·g/(√a + eps)."""

    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        super().__init__(lr, eps=eps, convencion="torch")


class Adadelta(base.Adadelta):
    """Medias que decaen de g² y de los cuadrados de las actualizaciones."""

    def __init__(self, lr: float = 1.0, rho: float = 0.95, eps: float = 1e-6) -> None:
        super().__init__(lr, rho, eps)


class RMSprop(base.RMSprop):
    """v ← rho·v + (1−rho)·g²; w − lr·g/(√v + eps)."""

    def __init__(self, lr: float = 0.001, rho: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(lr, rho, eps=eps, convencion="torch")


class Adam(base.Adam):
    """El algoritmo 1 del artículo: w − lr·m̂/(√v̂ + eps)."""

    def __init__(
        self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        super().__init__(lr, beta1, beta2, eps, convencion="torch")


class Adamax(base.Adamax):
    """u ← max(beta2·u, |g|); w − lr/(1−beta1ᵗ)·m/(u + eps)."""

    def __init__(
        self, lr: float = 0.002, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        super().__init__(lr, beta1, beta2, eps)


class Nadam(base.Nadam):
    """m̂ = beta1·m/(1−beta1ᵗ⁺¹) + (1−beta1)·g/(1−beta1ᵗ); w − lr·m̂/(√v̂ + eps)."""

    def __init__(
        self, lr: float = 0.002, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        super().__init__(lr, beta1, beta2, eps)

    def mu(self, t: int) -> float:
        """Constante: sin la rampa de las bibliotecas, Pₜ = beta1ᵗ."""
        return self.beta1


class Ftrl(base.Ftrl):
    """Sigue al líder regularizado, con la raíz del acumulador."""

    def __init__(
        self, lr: float = 0.1, l1: float = 0.0, l2: float = 0.0, acumulador_inicial: float = 0.1
    ) -> None:
        super().__init__(lr, l1=l1, l2=l2, acumulador_inicial=acumulador_inicial)


def trayectoria(
    optimizador: Any, gradiente: Callable[[Arreglo], Arreglo], w0: Arreglo, iteraciones: int
) -> Arreglo:
    """Los puntos por los que pasa un optimizador, de forma (iteraciones+1, p); el primero es w0.

    El gradiente se toma en `optimizador.adelanto(w)` si lo hay, y si no en w. Vale cualquier
    objeto con `paso(w, g)`. `w0` queda como estaba.
    """
    xp = espacio_de_nombres(w0)
    puntos = [w0]
    adelanto = getattr(optimizador, "adelanto", lambda w: w)
    for _ in range(iteraciones):
        w = puntos[-1]
        puntos.append(optimizador.paso(w, gradiente(adelanto(w))))
    return xp.stack(puntos)
