"""Las funciones objetivo del curso, cada una con su gradiente, su partida y su mínimo.

`CATALOGO` da nombre público a cada constructor, con argumentos por nombre: así un plan, que solo
lleva datos, puede pedir un problema sin llevar código.

>>> problema = CATALOGO["rosenbrock"](b=10.0)
>>> float(problema.valor(problema.minimo))
0.0
"""

from __future__ import annotations

from collections.abc import Callable

from curso.problemas.cuadratica import Cuadratica
from curso.problemas.optimizadores import OPTIMIZADORES
from curso.problemas.problema import Problema
from curso.problemas.regresion import RegresionLineal, RegresionLogistica, RegresionSoftmax
from curso.problemas.superficies import Beale, Rosenbrock, Silla, Valle
from curso.problemas.testigos import TESTIGOS

#: nombre público → constructor con argumentos por nombre
CATALOGO: dict[str, Callable[..., object]] = {
    "valle": Valle,
    "beale": Beale,
    "silla": Silla,
    "rosenbrock": Rosenbrock,
    "cuadratica": Cuadratica.de_condicion,
    "regresion_lineal": RegresionLineal.sintetica,
    "horas_nota": RegresionLineal.de_horas_nota,
    "regresion_logistica": RegresionLogistica.sintetica,
    "regresion_softmax": RegresionSoftmax.sintetica,
    **TESTIGOS,
    **OPTIMIZADORES,
}

__all__ = [
    "CATALOGO",
    "Beale",
    "Cuadratica",
    "Problema",
    "RegresionLineal",
    "RegresionLogistica",
    "RegresionSoftmax",
    "Rosenbrock",
    "Silla",
    "Valle",
]
