"""Lo que afirma el material de cada problema, dicho de manera que se pueda comprobar.

Una afirmación se mira semilla a semilla: se cumple o no. Con cuántas se cumple sale un intervalo de
confianza del 95 % (Wilson) de la proporción de semillas en que es verdad, y de él el fallo:
confirmada si todo el intervalo está por encima de la mitad, refutada si está por debajo, y si no,
no decidida.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from solutions.comparacion import CLASES, clasificar_curva

NO_CONVERGE, _, SOBREAJUSTA, _ = CLASES
#: optimizador → su historia, con una misma semilla
Semilla = Mapping[str, Mapping[str, Any]]
#: parte de los pasos en que sube una curva irregular: la regla de t1
SUBIDAS = 0.2
#: lo cerca que hay que llegar del mejor de todos para contar cuánto se tarda
CERCA = 1.1
Z = 1.96


@dataclass(frozen=True)
class Prueba:
    """Cómo se mira algo con una semilla, en palabras y en código; `base` es la del problema."""

    texto: str
    mira: Callable[[Semilla, float], bool]

    def __call__(self, semilla: Semilla, base: float) -> bool:
        return self.mira(semilla, base)


@dataclass(frozen=True)
class Afirmacion:
    """Una frase del material y la prueba que dice si se cumple con una semilla."""

    problema: str
    frase: str
    se_cumple: Prueba


def clase(nombre: str, esperada: str) -> Prueba:
    """La curva de ese optimizador es de esa clase, según las reglas de t7."""
    texto = f"su curva es de la clase «{esperada}» de t7"
    return Prueba(texto, lambda s, base: _clase(s[nombre], base) == esperada)


def irregular(nombre: str) -> Prueba:
    """Su validación sube al menos en una de cada cinco épocas."""

    def se_cumple(s: Semilla, base: float) -> bool:
        v = s[nombre]["validacion"]
        return sum(b > a for a, b in itertools.pairwise(v)) >= SUBIDAS * (len(v) - 1)

    return Prueba("su validación sube al menos en una de cada cinco épocas", se_cumple)


def mejor(nombre: str, de_los_primeros: int = 1) -> Prueba:
    """Su mejor pérdida de validación está entre las primeras."""

    def se_cumple(s: Semilla, base: float) -> bool:
        return sorted(s, key=lambda n: mejor_validacion(s[n])).index(nombre) < de_los_primeros

    puesto = ("la menor", "una de las dos menores", "una de las tres menores")[de_los_primeros - 1]
    return Prueba(f"su mejor validación es {puesto}", se_cumple)


def mas_rapido(nombre: str) -> Prueba:
    """Nadie llega en menos épocas a estar a un 10 % de la mejor validación de todos."""

    def se_cumple(s: Semilla, base: float) -> bool:
        tope = CERCA * min(mejor_validacion(h) for h in s.values())
        epocas = {n: _llega(h["validacion"], tope) for n, h in s.items()}
        return epocas[nombre] < math.inf and epocas[nombre] == min(epocas.values())

    texto = "nadie está antes a un 10 % de la mejor validación de todos"
    return Prueba(texto, se_cumple)


def casi_todos(esperada: str, cuantos: int) -> Prueba:
    """Al menos esos optimizadores tienen una curva de esa clase."""
    return Prueba(
        f"{cuantos} curvas o más son de la clase «{esperada}» de t7",
        lambda s, base: sum(_clase(h, base) == esperada for h in s.values()) >= cuantos,
    )


def peor_que(nombre: str, otros: tuple[str, ...]) -> Prueba:
    """Su mejor validación es más de un 10 % peor que la mejor de los otros."""

    def se_cumple(s: Semilla, base: float) -> bool:
        return mejor_validacion(s[nombre]) > CERCA * min(mejor_validacion(s[n]) for n in otros)

    texto = f"su mejor validación es más de un 10 % peor que la mejor de {' y '.join(otros)}"
    return Prueba(texto, se_cumple)


AFIRMACIONES = (
    Afirmacion("viviendas", "Adadelta no converge", clase("Adadelta", NO_CONVERGE)),
    Afirmacion("viviendas", "Adagrad es subóptimo", peor_que("Adagrad", ("Adam", "RMSprop"))),
    Afirmacion("viviendas", "Ftrl es subóptimo", peor_que("Ftrl", ("Adam", "RMSprop"))),
    Afirmacion("viviendas", "SGD es irregular", irregular("SGD")),
    Afirmacion("viviendas", "RMSprop es el mejor", mejor("RMSprop")),
    Afirmacion("ropa", "Adadelta va mal", peor_que("Adadelta", ("Adam", "RMSprop"))),
    Afirmacion("ropa", "Ftrl va mal", peor_que("Ftrl", ("Adam", "RMSprop"))),
    Afirmacion("ropa", "Adam es el mejor", mejor("Adam")),
    Afirmacion("ropa", "RMSprop es el más rápido", mas_rapido("RMSprop")),
    Afirmacion("refranes", "casi todos sobreajustan (seis de ocho)", casi_todos(SOBREAJUSTA, 6)),
    Afirmacion("refranes", "RMSprop da el mejor valor", mejor("RMSprop")),
    Afirmacion("refranes", "Adam es el más eficiente", mas_rapido("Adam")),
    Afirmacion("temperatura", "Ftrl no halla el mínimo", peor_que("Ftrl", ("Adam", "RMSprop"))),
    Afirmacion("temperatura", "Nadam no halla el mínimo", peor_que("Nadam", ("Adam", "RMSprop"))),
    Afirmacion("temperatura", "Adagrad es subóptimo", peor_que("Adagrad", ("Adam", "RMSprop"))),
    Afirmacion("temperatura", "Adam está entre los dos mejores", mejor("Adam", 2)),
    Afirmacion("temperatura", "RMSprop está entre los dos mejores", mejor("RMSprop", 2)),
    *(
        Afirmacion(
            p, "Adam es una buena primera elección (entre los tres mejores)", mejor("Adam", 3)
        )
        for p in ("viviendas", "ropa", "refranes", "temperatura")
    ),
)


def intervalo(exitos: int, n: int) -> tuple[float, float]:
    """El intervalo de Wilson del 95 % de una proporción."""
    p, z2 = exitos / n, Z * Z
    centro, medio = p + z2 / (2 * n), Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, (centro - medio) / (1 + z2 / n)), min(1.0, (centro + medio) / (1 + z2 / n))


def fallo(exitos: int, n: int) -> str:
    """«confirmada», «refutada» o «no decidida»."""
    bajo, alto = intervalo(exitos, n)
    if bajo > 0.5:
        return "confirmada"
    return "refutada" if alto < 0.5 else "no decidida"


def mejor_validacion(historia: Mapping[str, Any]) -> float:
    """La menor pérdida de validación finita; infinita si no hay ninguna."""
    return min((v for v in historia["validacion"] if math.isfinite(v)), default=math.inf)


def _clase(historia: Mapping[str, Any], base: float) -> str:
    return clasificar_curva(historia["perdidas"], historia["validacion"], base)


def _llega(validacion: list[float], tope: float) -> float:
    return next((float(e) for e, v in enumerate(validacion) if v <= tope), math.inf)
