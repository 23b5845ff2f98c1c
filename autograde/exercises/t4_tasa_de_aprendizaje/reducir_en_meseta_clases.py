"""t4.ReducirEnMeseta: clases correctas, escritas de otra manera, y cómo se tuercen."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

# --- correctas, escritas de otra manera ------------------------------------------------------


class _WholeHistory:
    """Guarda todas las pérdidas y las recorre cada vez con un bucle."""

    def __init__(
        self,
        lr0: float,
        factor: float = 0.1,
        paciencia: int = 10,
        lr_minima: float = 0.0,
        mejora_minima: float = 0.0,
    ) -> None:
        if paciencia < 1 or not 0 <= factor <= 1:
            raise ValueError
        self.ajustes = (lr0, factor, paciencia, lr_minima, mejora_minima)
        self.historia: list[float] = []

    def observar(self, perdida: float) -> float:
        self.historia.append(perdida)
        tasa, factor, paciencia, minima, margen = self.ajustes
        mejor, malas = None, 0
        for valor in self.historia:
            if not math.isnan(valor) and (mejor is None or mejor - valor > margen):
                mejor, malas = valor, 0
            else:
                malas += 1
                if malas == paciencia:
                    tasa, malas = max(minima, tasa * factor), 0
        return tasa


class _Countdown:
    """Cuenta hacia atrás lo que queda de paciencia."""

    def __init__(
        self,
        lr0: float,
        factor: float = 0.1,
        paciencia: int = 10,
        lr_minima: float = 0.0,
        mejora_minima: float = 0.0,
    ) -> None:
        if paciencia <= 0:
            raise ValueError("paciencia")
        if factor < 0 or factor > 1:
            raise ValueError("factor")
        self.tasa, self.factor, self.minima = lr0, factor, lr_minima
        self.paciencia = self.quedan = paciencia
        self.margen, self.mejor = mejora_minima, float("inf")

    def observar(self, perdida: float) -> float:
        if self.mejor > perdida + self.margen:
            self.mejor = perdida
            self.quedan = self.paciencia
            return self.tasa
        self.quedan -= 1
        if not self.quedan:
            self.quedan = self.paciencia
            self.tasa = self.tasa * self.factor
            if self.tasa < self.minima:
                self.tasa = self.minima
        return self.tasa


class _InSingle(_Countdown):
    """Lleva la mejor pérdida en float32."""

    def observar(self, perdida: float) -> float:
        return super().observar(np.float32(perdida))  # type: ignore[arg-type]


class _ByPowers(_Countdown):
    """Guarda cuántas veces ha bajado, y hace la potencia."""

    def __init__(self, lr0: float, *args: Any, **kwargs: Any) -> None:
        super().__init__(1.0, *args, **kwargs)
        self.lr0, self.suelo, self.minima = lr0, self.minima, 0.0

    def observar(self, perdida: float) -> float:
        return max(self.lr0 * super().observar(perdida), self.suelo)


ACCEPTED = {
    "toda la historia, con un bucle": _WholeHistory,
    "cuenta atrás": _Countdown,
    "en float32": _InSingle,
    "potencias": _ByPowers,
}


# --- equivocadas -----------------------------------------------------------------------------


class _Plateau:
    """La correcta, con cada decisión en un método que una variante puede torcer."""

    def __init__(
        self,
        lr0: float,
        factor: float = 0.1,
        paciencia: int = 10,
        lr_minima: float = 0.0,
        mejora_minima: float = 0.0,
    ) -> None:
        self.lr = self.lr0 = lr0
        self.factor, self.patience = factor, paciencia
        self.least, self.margin = lr_minima, mejora_minima
        self.best, self.bad = math.inf, 0
        self.check()

    def check(self) -> None:
        if self.patience < 1 or not 0 <= self.factor <= 1:
            raise ValueError

    def improves(self, loss: float) -> bool:
        return loss < self.best - self.margin

    def lowered(self) -> float:
        return max(self.lr * self.factor, self.least)

    def exhausted(self) -> bool:
        return self.bad >= self.patience

    def improve(self, loss: float) -> None:
        self.best, self.bad = loss, 0

    def reduce(self) -> None:
        self.lr, self.bad = self.lowered(), 0

    def worsen(self, loss: float) -> None:
        self.bad += 1

    def observar(self, perdida: float) -> float:
        if self.improves(perdida):
            self.improve(perdida)
        else:
            self.worsen(perdida)
            if self.exhausted():
                self.reduce()
        return self.lr


def twisted(**methods: Callable[..., Any]) -> type:
    return type("ReducirEnMeseta", (_Plateau,), methods)


def keep_count(self: Any, loss: float) -> None:
    self.best = loss


def no_reset(self: Any) -> None:
    self.lr = self.lowered()


def reset_to_one(self: Any) -> None:
    self.lr, self.bad = self.lowered(), 1


def nan_or_lower(self: Any, loss: float) -> bool:
    return math.isnan(loss) or loss < self.best - self.margin


def strict_factor(self: Any) -> None:
    if self.patience < 1 or not 0 < self.factor < 1:
        raise ValueError


def forget_best(self: Any) -> None:
    self.lr, self.bad, self.best = self.lowered(), 0, math.inf


def with_previous(self: Any, perdida: float) -> float:
    rate = _Plateau.observar(self, perdida)
    self.best = perdida if not math.isnan(perdida) else self.best
    return rate


def lowest_seen(self: Any, loss: float) -> None:
    self.bad += 1
    self.best = min(self.best, loss)


def one_step_late(self: Any, perdida: float) -> float:
    before = self.lr
    _Plateau.observar(self, perdida)
    return before


def first_is_best(self: Any, perdida: float) -> float:
    if not getattr(self, "started", False):
        self.started, self.best = True, perdida
        return self.lr
    return _Plateau.observar(self, perdida)


def skip_nan(self: Any, perdida: float) -> float:
    return self.lr if math.isnan(perdida) else _Plateau.observar(self, perdida)


def only_if_it_fits(self: Any) -> float:
    lower = self.lr * self.factor
    return lower if lower >= self.least else self.lr


def counts_everything(self: Any, perdida: float) -> float:
    self.bad += 1
    if self.exhausted():
        self.reduce()
    return self.lr


class Shared(_Plateau):
    """La mejor y la cuenta, en la clase: son de todos los objetos."""

    def check(self) -> None:
        super().check()
        for name in ("best", "bad"):
            setattr(Shared, name, self.__dict__.pop(name))

    def observar(self, perdida: float) -> float:
        rate = super().observar(perdida)
        for name in ("best", "bad"):
            if name in self.__dict__:
                setattr(Shared, name, self.__dict__.pop(name))
        return rate


def returns_nothing(self: Any, perdida: float) -> None:
    _Plateau.observar(self, perdida)
