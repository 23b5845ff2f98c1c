"""Decidir el tramo: un intervalo para la razón tras cada ronda, y parar en cuanto cabe en uno.

Cada ronda da una razón r = (alumno − identidad) / (patrón − identidad), con las tres medidas
intercaladas, de modo que lo que estorba a una estorba a las otras. Se trabaja con log r: el ruido
multiplica. El intervalo es mediana ± Z·s/√n, con s la desviación absoluta mediana (que unas pocas
rondas estropeadas no mueven) y un suelo, porque pocas rondas parecidas no demuestran que no haya
ruido. Mientras se mira tras cada ronda hace falta un Z grande, porque basta con equivocarse una
vez; cuando se acaba el tiempo se mira una sola vez más y basta uno menor.

El extremo de abajo no pasa de la menor de las rondas (con el mismo suelo): quien estorba solo
añade, así que nadie se acerca a un tramo mejor por tardar a veces mucho más.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from autograde.model.measures import Step, share_of

#: rondas antes de decidir nada, y cuántas desviaciones se exigen
MINIMUM_ROUNDS = 2
Z = 3.5
#: las que se exigen cuando ya no hay más tiempo, si hubo rondas de sobra: entre dos tramos se da el
#: mejor, y con un intervalo más ancho de lo necesario lo recibiría quien no está tan cerca
LAST_Z = 1.5
ENOUGH_ROUNDS = 6
#: cuántas veces mayor es un extremo del intervalo que el otro si hubo demasiado ruido: en una
#: máquina ocupada, con las pocas rondas que caben, son 1,4
NOISY = 1.6
#: suelo de la desviación de log r en una ronda: lo que se mide en una máquina tranquila
FLOOR = 0.10
#: de la desviación absoluta mediana a la desviación típica, y de la media a la mediana
_MAD, _MEDIAN = 1.4826, 1.2533


@dataclass(frozen=True)
class Interval:
    """Una razón y entre qué valores está."""

    ratio: float
    low: float
    high: float


@dataclass(frozen=True)
class Decision:
    """El tramo decidido. Sin `sure`, se agotó el tiempo y se dio el mejor de los posibles."""

    interval: Interval
    share: float
    sure: bool

    @property
    def noisy(self) -> bool:
        """Si no está claro, y es por el ruido más que por estar en un límite."""
        return not self.sure and self.interval.high > NOISY * self.interval.low


def interval(ratios: Sequence[float], z: float = Z) -> Interval:
    """El intervalo de la razón con las rondas que hay, a `z` desviaciones."""
    logs = [math.log(max(r, 1e-3)) for r in ratios]
    middle = statistics.median(logs)
    spread = _MAD * statistics.median(abs(x - middle) for x in logs)
    half, floor = (z * _MEDIAN * s / math.sqrt(len(logs)) for s in (max(spread, FLOOR), FLOOR))
    low = max(middle - half, min(logs) - floor)
    return Interval(math.exp(middle), math.exp(low), math.exp(middle + half))


def decide(ratios: Sequence[float], steps: tuple[Step, ...], exhausted: bool) -> Decision | None:
    """El tramo, o None si hay que seguir midiendo.

    Con `exhausted` (se acabó el tiempo) decide siempre, a favor del alumno.
    """
    if len(ratios) < MINIMUM_ROUNDS and not exhausted:
        return None
    found = interval(ratios)
    best, worst = share_of(found.low, steps), share_of(found.high, steps)
    if best == worst:
        return Decision(found, best, sure=True)
    if not exhausted:
        return None
    if len(ratios) >= ENOUGH_ROUNDS:
        best = share_of(interval(ratios, LAST_Z).low, steps)
    return Decision(found, best, sure=False)
