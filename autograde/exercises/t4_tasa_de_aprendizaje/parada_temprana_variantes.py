"""t4.ParadaTemprana: las soluciones equivocadas, con su hallazgo."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autograde.exercises.t4_tasa_de_aprendizaje.cases import SHARED
from autograde.exercises.t4_tasa_de_aprendizaje.parada_temprana_clases import Array, Stop, twisted
from autograde.model import Variant
from solutions.regularizacion import ParadaTemprana

ID = "t4.ParadaTemprana"


def _keep_count(self: Any, loss: float, weights: Sequence[Array]) -> None:
    self.best = loss
    self.mejor_epoca, self.mejores_pesos = self.epoch, self.keep(weights)


def _only_now(self: Any, perdida: float, pesos: Sequence[Array]) -> bool:
    Stop.observar(self, perdida, pesos)
    self.stopped = False
    return self.exhausted()


def _with_previous(self: Any, perdida: float, pesos: Sequence[Array]) -> bool:
    answer = Stop.observar(self, perdida, pesos)
    self.best = self.best if math.isnan(perdida) else perdida
    return answer


def _first_is_best(self: Any, perdida: float, pesos: Sequence[Array]) -> bool:
    if self.epoch < 0:
        self.epoch = 0
        self.improve(perdida, pesos)
        return False
    return Stop.observar(self, perdida, pesos)


def _skip_nan(self: Any, perdida: float, pesos: Sequence[Array]) -> bool:
    if math.isnan(perdida):
        self.epoch += 1
        return self.stopped
    return Stop.observar(self, perdida, pesos)


def _stop_at_nan(self: Any, perdida: float, pesos: Sequence[Array]) -> bool:
    self.stopped = self.stopped or math.isnan(perdida)
    return Stop.observar(self, perdida, pesos)


def _lowest_epoch(self: Any, loss: float, weights: Sequence[Array]) -> None:
    """El margen decide cuándo parar, pero no cuál es la mejor."""
    self.bad += 1
    if loss < getattr(self, "lowest", self.best):
        self.lowest = loss
        self.mejor_epoca, self.mejores_pesos = self.epoch, self.keep(weights)


def _always_latest(self: Any, loss: float, weights: Sequence[Array]) -> None:
    self.bad += 1
    self.mejores_pesos = self.keep(weights)


def _from_one(self: Any, loss: float, weights: Sequence[Array]) -> None:
    Stop.improve(self, loss, weights)
    self.mejor_epoca = self.epoch + 1


def _says_go_on(self: Any, perdida: float, pesos: Sequence[Array]) -> bool:
    return not Stop.observar(self, perdida, pesos)


def _returns_nothing(self: Any, perdida: float, pesos: Sequence[Array]) -> None:
    Stop.observar(self, perdida, pesos)


def _not_none_before(self: Any) -> None:
    Stop.check(self)
    self.mejor_epoca, self.mejores_pesos = 0, []


def _weights_from_the_start(*args: Any, **kwargs: Any) -> Stop:
    made = Stop(*args, **kwargs)
    made.mejores_pesos = []
    return made


def _epoch_from_the_start(*args: Any, **kwargs: Any) -> Stop:
    made = Stop(*args, **kwargs)
    made.mejor_epoca = 0
    return made


def _refuses_one(paciencia: int = 5, mejora_minima: float = 0.0) -> Stop:
    if paciencia <= 1:
        raise ValueError("paciencia")
    return Stop(paciencia, mejora_minima)


def _best_is_zero(*args: Any, **kwargs: Any) -> Stop:
    made = Stop(*args, **kwargs)
    made.best = 0.0
    return made


class _CountsImprovements(Stop):
    """Solo avanza de época cuando mejora."""

    improvements = -1

    def improve(self, loss: float, weights: Sequence[Array]) -> None:
        super().improve(loss, weights)
        self.improvements += 1
        self.mejor_epoca = self.improvements


class _Shared(Stop):
    """La mejor y la cuenta, en la clase: son de todos los objetos."""

    def check(self) -> None:
        super().check()
        self.to_the_class()

    def to_the_class(self) -> None:
        for name in ("best", "bad", "stopped"):
            if name in self.__dict__:
                setattr(_Shared, name, self.__dict__.pop(name))

    def observar(self, perdida: float, pesos: Sequence[Array]) -> bool:
        answer = super().observar(perdida, pesos)
        self.to_the_class()
        return answer


VARIANTS = (
    Variant(
        "guarda_referencias",
        twisted(keep=lambda self, weights: list(weights)),
        "Guardas los mismos arreglos, no una copia: al seguir entrenando cambian.",
        "`list(pesos)` y `pesos.copy()` hacen una lista nueva con los mismos arreglos dentro. "
        "Copia cada uno: `[w.copy() for w in pesos]`.",
    ),
    Variant(
        "guarda_la_lista",
        twisted(keep=lambda self, weights: weights),
        "Guardas la misma lista que recibes, no una copia: quien te llama la cambia después.",
        "`self.mejores_pesos = pesos` solo da otro nombre a la lista. Copia cada arreglo: "
        "`[w.copy() for w in pesos]`.",
    ),
    Variant(
        "espera_una_de_mas",
        twisted(exhausted=lambda self: self.bad > self.patience),
        "Paras una época tarde: tras paciencia + 1 sin mejorar.",
        "Con paciencia = 2, a la segunda época seguida sin mejora ya hay que parar: `>=`, no `>`.",
    ),
    Variant(
        "espera_una_de_menos",
        twisted(exhausted=lambda self: self.bad >= max(1, self.patience - 1)),
        "Paras una época antes de tiempo.",
        "Solo cuentan las épocas que no mejoran: la mejor no es una de las `paciencia`.",
    ),
    Variant(
        "no_seguidas",
        twisted(improve=_keep_count),
        "Cuentas las épocas sin mejora aunque no sean seguidas.",
        "Cuando una pérdida mejora la mejor, la cuenta vuelve a cero.",
    ),
    Variant(
        "no_sigue_parada",
        twisted(observar=_only_now),
        "Después de parar, si llega una pérdida mejor dices que se siga.",
        "Una vez que la respuesta es `True`, lo es para siempre.",
    ),
    Variant(
        "compara_con_la_anterior",
        twisted(observar=_with_previous),
        "Comparas cada pérdida con la anterior, y no con la mejor.",
        "Tras un pico, bajar no es mejorar: hay que pasar por debajo de la mejor.",
    ),
    Variant(
        "igualar_es_mejorar",
        twisted(improves=lambda self, loss: loss <= self.best - self.margin),
        "Das por mejora llegar justo al límite: igualar la mejor, o mejorarla en mejora_minima.",
        "Ha de mejorarla **en más** de `mejora_minima`: la comparación es estricta, `<`.",
    ),
    Variant(
        "sin_mejora_minima",
        twisted(improves=lambda self, loss: loss < self.best),
        "No usas mejora_minima: cualquier bajada cuenta como mejora.",
        "Solo es una mejora si la pérdida es menor que la mejor **menos** `mejora_minima`.",
    ),
    Variant(
        "suma_mejora_minima",
        twisted(improves=lambda self, loss: loss < self.best + self.margin),
        "mejora_minima entra con el signo cambiado: das por mejora quedar algo por encima.",
        "La pérdida ha de ser menor que la mejor **menos** `mejora_minima`.",
    ),
    Variant(
        "la_mejor_sin_margen",
        twisted(worsen=_lowest_epoch),
        "mejora_minima decide cuándo paras, pero no cuál es la mejor época.",
        "La mejor época solo cambia con una mejora de más de `mejora_minima`.",
    ),
    Variant(
        "guarda_los_ultimos",
        twisted(worsen=_always_latest),
        "Guardas los pesos de la última época, no los de la mejor.",
        "Los pesos se copian solo cuando hay mejora.",
    ),
    Variant(
        "epocas_desde_uno",
        twisted(improve=_from_one),
        "Numeras las épocas desde 1.",
        "La primera época es la 0.",
    ),
    Variant(
        "nan_la_primera",
        twisted(observar=_first_is_best),
        "Tomas la primera pérdida como la mejor sin mirarla, aunque sea nan.",
        "Cualquier comparación con nan es falsa. Empieza con `mejor = np.inf` y trata la primera "
        "como las demás.",
    ),
    Variant(
        "cuenta_desde_la_mejor",
        twisted(exhausted=lambda self: self.epoch - (self.mejor_epoca or 0) >= self.patience),
        "Si las primeras pérdidas son nan, esperas una época de más.",
        "Antes de la primera mejora cuentan todas las épocas, también la 0: lleva una cuenta de "
        "pérdidas sin mejora, en vez de restar de la mejor época.",
    ),
    Variant(
        "nan_no_cuenta",
        twisted(observar=_skip_nan),
        "Pasas por alto las pérdidas que son nan.",
        "Un nan no mejora nada, así que es una más de las que no mejoran.",
    ),
    Variant(
        "nan_para",
        twisted(observar=_stop_at_nan),
        "Paras en cuanto llega un nan.",
        "Un nan es una época sin mejora como otra cualquiera: hay que esperar a la paciencia.",
    ),
    Variant(
        "dice_si_se_sigue",
        twisted(observar=_says_go_on),
        "Contestas al revés: `True` cuando hay que seguir.",
        "`True` quiere decir que hay que parar.",
    ),
    Variant(
        "no_devuelve",
        twisted(observar=_returns_nothing),
        "Tu `observar` no devuelve nada.",
        "Acaba con `return`: `True` si hay que parar y `False` si no.",
    ),
    Variant(
        "empieza_sin_none",
        twisted(check=_not_none_before),
        "Antes de la primera mejora, tus atributos no valen `None`.",
        "`mejor_epoca` y `mejores_pesos` son `None` hasta que hay una pérdida que mejora.",
    ),
    Variant("estado_compartido", _Shared, *SHARED[1:], by_property=True),
    Variant(
        "otra_paciencia_por_defecto",
        lambda paciencia=10, mejora_minima=0.0: ParadaTemprana(paciencia, mejora_minima),
        "Si no se dice la paciencia, usas 10.",
        "Mira los valores por defecto de la cabecera del enunciado: la paciencia es 5.",
    ),
    Variant(
        "pesos_vacios_al_empezar",
        _weights_from_the_start,
        "Antes de la primera mejora, `mejores_pesos` no vale `None`.",
        "Empieza en `None`, y solo cambia cuando hay una mejora.",
    ),
    Variant(
        "epoca_cero_al_empezar",
        _epoch_from_the_start,
        "Antes de la primera mejora, `mejor_epoca` no vale `None`.",
        "Empieza en `None`: la época 0 puede no mejorar nada, si su pérdida es nan.",
    ),
    Variant(
        "nan_mejora",
        twisted(improves=lambda self, loss: not loss >= self.best - self.margin),
        "Das por mejora un nan.",
        "Cualquier comparación con nan es falsa, así que `not perdida >= …` es "
        "cierto: pregunta si es **menor**.",
    ),
    Variant(
        "rechaza_paciencia_uno",
        _refuses_one,
        "Rechazas una paciencia de 1, que vale.",
        "Solo se rechaza una paciencia **menor** que 1.",
    ),
    Variant(
        "cuenta_las_mejoras",
        _CountsImprovements,
        "Tu `mejor_epoca` cuenta las mejoras, no las épocas.",
        "La época avanza con cada pérdida que se observa, mejore o no.",
    ),
    Variant(
        "empieza_en_cero",
        _best_is_zero,
        "Tu mejor pérdida empieza en 0, y ninguna la mejora.",
        "La primera pérdida finita siempre mejora: empieza en `np.inf`.",
    ),
    Variant(
        "el_ultimo_arreglo",
        twisted(keep=lambda self, weights: weights[-1].copy() if len(weights) else []),
        "Guardas uno de los arreglos, y no una lista con todos.",
        "`pesos` es una lista: copia cada uno, `[w.copy() for w in pesos]`.",
    ),
    Variant(
        "sin_validar",
        twisted(check=lambda self: None),
        "Falta rechazar una paciencia imposible.",
        "Al crear el objeto, `ValueError` si `paciencia` es menor que 1.",
    ),
)
