"""Elige la ruta de cada paso: núcleo fundido en CuPy, bloques en NumPy, o la fórmula tal cual.

Con `compilar`, en NumPy va antes la ruta compilada.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np

from solutions.rutas_rapidas.bloques import PorBloques
from solutions.rutas_rapidas.compilada import Compilada
from solutions.rutas_rapidas.nucleo_cuda import NucleoCuda
from solutions.rutas_rapidas.traza import Formula, Programa, trazar

Arreglo = Any
Estado = dict[str, Arreglo]

BLOQUES, COMPILADA, NUCLEO, FORMULA = "bloques", "compilada", "nucleo", "formula"


class Ejecutor:
    """Da un paso de una fórmula sobre varios arreglos por la ruta más rápida que admitan.

    `rutas` dice cuáles se usaron en la última llamada.
    """

    def __init__(self, formula: Formula, estado: Sequence[str], coeficientes: Sequence[str]):
        self._formula = formula
        self._programa: Programa = trazar(formula, estado, coeficientes)
        self.rutas: frozenset[str] = frozenset()

    @cached_property
    def _bloques(self) -> PorBloques:
        return PorBloques(self._programa)

    @cached_property
    def _compilada(self) -> Compilada:
        return Compilada(self._programa)

    @cached_property
    def _nucleo(self) -> NucleoCuda:
        return NucleoCuda(self._programa)

    def __call__(
        self,
        xp: Any,
        ws: Sequence[Arreglo],
        gs: Sequence[Arreglo],
        estados: Sequence[Estado],
        coeficientes: Mapping[str, float],
        *,
        en_sitio: bool,
        rapido: bool = True,
        compilar: bool = False,
    ) -> list[Arreglo]:
        """Los w nuevos (los propios `ws` si `en_sitio`); el estado nuevo queda en `estados`."""
        c = SimpleNamespace(**coeficientes)
        if rapido and NucleoCuda.admite(ws, gs, estados, en_sitio=en_sitio):
            self.rutas = frozenset({NUCLEO})
            destinos = list(ws) if en_sitio else [xp.empty_like(w) for w in ws]
            self._nucleo(ws, gs, destinos, estados, self._programa.numeros(c))
            return destinos
        numeros = self._programa.numeros(c)
        usadas = set()
        nuevos = []
        for w, g, estado in zip(ws, gs, estados, strict=True):
            if rapido and compilar and Compilada.admite(w, g, estado, en_sitio=en_sitio):
                usadas.add(COMPILADA)
                nuevo = w if en_sitio else np.empty_like(w)
                self._compilada(w, g, nuevo, estado, numeros)
            elif rapido and PorBloques.admite(w, g, estado, en_sitio=en_sitio):
                usadas.add(BLOQUES)
                nuevo = w if en_sitio else np.empty_like(w)
                self._bloques(w, g, nuevo, estado, numeros, np.dtype(tipo_de_calculo(np, w)))
            else:
                usadas.add(FORMULA)
                nuevo = self._con_formula(xp, w, g, estado, c)
                if en_sitio:
                    w[...] = nuevo
                    nuevo = w
            nuevos.append(nuevo)
        self.rutas = frozenset(usadas)
        return nuevos

    def _con_formula(self, xp: Any, w: Arreglo, g: Arreglo, estado: Estado, c: Any) -> Arreglo:
        # Con dimensión 0, los operadores de NumPy dan escalares y NumPy 1 los ensancha a float64.
        forma = w.shape or (1,)
        tipo = tipo_de_calculo(xp, w)
        w_calculo, g_calculo = (xp.reshape(xp.astype(a, tipo, copy=False), forma) for a in (w, g))
        e = SimpleNamespace(**{nombre: xp.reshape(a, forma) for nombre, a in estado.items()})
        nuevo, estado_nuevo = self._formula(xp, w_calculo, g_calculo, e, c)
        estado.update({nombre: xp.reshape(a, w.shape) for nombre, a in estado_nuevo.items()})
        return xp.astype(xp.reshape(nuevo, w.shape), w.dtype, copy=False)


def tipo_de_calculo(xp: Any, w: Arreglo) -> Any:
    """float32 para pesos float16; si no, el de los pesos."""
    float16 = getattr(xp, "float16", None)  # el estándar no obliga a tenerlo
    return xp.float32 if float16 is not None and w.dtype == float16 else w.dtype
