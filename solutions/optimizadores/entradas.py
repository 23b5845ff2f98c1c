"""Comprobación de lo que recibe un optimizador: hiperparámetros, pesos y gradientes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from curso.backend import espacio_de_nombres
from solutions.rutas_rapidas.ejecutor import tipo_de_calculo

FRACCIONES = frozenset({"beta1", "beta2", "rho"})
NEGATIVOS = frozenset({"potencia_lr"})


def hiperparametro(optimizador: str, nombre: str, valor: Any) -> float:
    """`valor` como float; ValueError si está fuera de su intervalo.

    Los betas y rho van en [0, 1), `potencia_lr` no pasa de 0 y los demás no son negativos.
    """
    numero = float(valor)
    if nombre in FRACCIONES:
        bien, intervalo = 0 <= numero < 1, "estar en [0, 1)"
    elif nombre in NEGATIVOS:
        bien, intervalo = -math.inf < numero <= 0, "ser un número finito no mayor que 0"
    else:
        bien, intervalo = 0 <= numero < math.inf, "ser un número finito no negativo"
    if not bien:
        raise ValueError(f"{optimizador}: `{nombre}` tiene que {intervalo}, y es {valor!r}.")
    return numero


def emparejar(w: Any, g: Any) -> tuple[list[Any], list[Any]]:
    """Pesos y gradientes como listas de la misma longitud; un arreglo solo es una lista de uno."""
    varios = isinstance(w, list | tuple)
    ws, gs = (list(w) if varios else [w]), (list(g) if isinstance(g, list | tuple) else [g])
    if varios != isinstance(g, list | tuple) or len(ws) != len(gs):
        raise ValueError(
            f"Hay {_cuantos(w)} de pesos y {_cuantos(g)} de gradientes: "
            "pasa un gradiente por cada arreglo de pesos, en el mismo orden."
        )
    if not ws:
        raise ValueError("La lista de pesos está vacía: pasa al menos un arreglo.")
    return ws, gs


def firma(arreglos: list[Any]) -> list[tuple[Any, ...]]:
    """De qué son los arreglos: si no cambia de un paso a otro, no hay que volver a comprobarlos."""
    return [(type(a), getattr(a, "shape", None), getattr(a, "dtype", None)) for a in arreglos]


def exigir_arreglos(ws: list[Any], gs: list[Any]) -> Any:
    """El espacio de nombres de pesos y gradientes; error si algo no es lo que tiene que ser."""
    for papel, arreglos in (("w", ws), ("g", gs)):
        for i, a in enumerate(arreglos):
            if not hasattr(a, "dtype") or not hasattr(a, "shape"):
                raise TypeError(
                    f"{papel}[{i}] es de tipo {type(a).__name__} y tiene que ser un arreglo: "
                    "conviértelo con `xp.asarray`."
                )
    xp = espacio_de_nombres(*ws, *gs)
    for i, (peso, gradiente) in enumerate(zip(ws, gs, strict=True)):
        if peso.shape != gradiente.shape:
            raise ValueError(
                f"El gradiente {i} tiene forma {tuple(gradiente.shape)} y sus pesos "
                f"{tuple(peso.shape)}: tienen que ser iguales."
            )
        if not xp.isdtype(peso.dtype, "real floating"):
            raise TypeError(
                f"Los pesos {i} son {peso.dtype}: conviértelos a float32 o float64, porque un "
                "entero no puede guardar la actualización."
            )
        if not xp.isdtype(gradiente.dtype, ("real floating", "integral")):
            raise TypeError(f"El gradiente {i} es {gradiente.dtype}: tiene que ser real.")
    return xp


def exigir_escritura(ws: list[Any]) -> None:
    """ValueError si algunos pesos de NumPy son de solo lectura; un escalar lo es siempre."""
    for i, w in enumerate(ws):
        if isinstance(w, np.ndarray | np.generic) and not w.flags.writeable:
            raise ValueError(
                f"Los pesos {i} son de solo lectura: usa `paso`, que devuelve un arreglo nuevo."
            )


def exigir_distintos(ws: list[Any]) -> None:
    """ValueError si hay dos pesos que son el mismo arreglo: en su sitio se actualizaría dos veces.

    Solo mira si es el mismo objeto, que no cuesta nada; no, si dos vistas comparten memoria.
    """
    if len({id(w) for w in ws}) < len(ws):
        vistos: dict[int, int] = {}
        for i, w in enumerate(ws):
            if (primero := vistos.setdefault(id(w), i)) != i:
                raise ValueError(
                    f"Los pesos {primero} y {i} son el mismo arreglo, que se actualizaría dos "
                    "veces: pásalo una sola vez, con la suma de sus gradientes."
                )


def exigir_estado(xp: Any, ws: list[Any], estados: list[dict[str, Any]]) -> None:
    """Error si los pesos no son como los del primer paso, del que viene el estado."""
    if len(ws) != len(estados):
        raise ValueError(
            f"El optimizador lleva el estado de {len(estados)} arreglos y ahora recibe {len(ws)}: "
            "pásale siempre los mismos, o crea otro optimizador."
        )
    for i, (w, estado) in enumerate(zip(ws, estados, strict=True)):
        for a in estado.values():
            if type(a) is not type(w):
                espacio_de_nombres(w, a)
            if a.shape != w.shape or a.dtype != tipo_de_calculo(xp, w):
                raise ValueError(
                    f"Los pesos {i} tienen forma {tuple(w.shape)} y tipo {w.dtype}, y el estado "
                    f"del optimizador es de forma {tuple(a.shape)} y tipo {a.dtype}: pásale "
                    "siempre los mismos pesos, o crea otro optimizador."
                )


def _cuantos(valor: Any) -> str:
    if isinstance(valor, list | tuple):
        return f"una lista de {len(valor)} arreglos"
    return "un solo arreglo"
