"""t6.busqueda_en_rejilla: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from autograde.exercises.t6_conjuntos_e_hiperparametros.searches import (
    Found,
    Options,
    Score,
    common_variants,
    search,
)
from autograde.model import Variant
from curso.pruebas.compara import Hallazgo

ID = "t6.busqueda_en_rejilla"
Grid = Mapping[str, Sequence[Any]]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia la rejilla que recibe.",
    "Es de quien te llama: no le quites nombres (`pop`, `del`) ni ordenes sus listas.",
)


def _every(rejilla: Grid) -> list[Options]:
    return [dict(zip(rejilla, values, strict=True)) for values in product(*rejilla.values())]


def _over(
    candidates: Callable[[Grid], Iterable[Options]], look: Callable[..., Any] = search
) -> Any:
    """Una búsqueda que prueba las combinaciones que da `candidates(rejilla)`."""

    def busqueda_en_rejilla(evaluar: Score, rejilla: Grid) -> Any:
        return look(evaluar, candidates(rejilla))

    return busqueda_en_rejilla


# --- correctas, escritas de otra manera ------------------------------------------------------


def _growing(evaluar: Score, rejilla: Grid) -> Found:
    combinaciones: list[Options] = [{}]
    for nombre in rejilla:
        nuevas = []
        for anterior in combinaciones:
            for valor in rejilla[nombre]:
                opciones = dict(anterior)
                opciones[nombre] = valor
                nuevas.append(opciones)
        combinaciones = nuevas
    mejores, menor, intentos = None, np.inf, []
    for opciones in combinaciones:
        perdida = evaluar(**opciones)
        intentos.append((opciones, perdida))
        if np.isfinite(perdida) and perdida < menor:
            mejores, menor = opciones, perdida
    if mejores is None:
        raise ValueError("ninguna")
    return mejores, menor, intentos


def _recursive(evaluar: Score, rejilla: Grid) -> Found:
    nombres, intentos = list(rejilla), []

    def probar(hechas: Options) -> None:
        if len(hechas) == len(nombres):
            intentos.append((hechas, evaluar(**hechas)))
            return
        nombre = nombres[len(hechas)]
        for valor in rejilla[nombre]:
            probar({**hechas, nombre: valor})

    probar({})
    finitos = [i for i, (_, p) in enumerate(intentos) if math.isfinite(p)]
    if not finitos:
        raise ValueError("ninguna")
    ganador = min(finitos, key=lambda i: (intentos[i][1], i))
    return (*intentos[ganador], intentos)


def _indices(evaluar: Score, rejilla: Grid) -> list[Any]:
    formas = [len(valores) for valores in rejilla.values()]
    intentos = []
    for donde in np.ndindex(*formas):
        opciones = {n: v[i] for (n, v), i in zip(rejilla.items(), donde, strict=True)}
        intentos.append([opciones, float(evaluar(**opciones))])
    perdidas = np.array([perdida for _, perdida in intentos])
    if not np.isfinite(perdidas).any():
        raise ValueError("ninguna")
    ganador = int(np.argmin(np.where(np.isfinite(perdidas), perdidas, np.inf)))
    return [intentos[ganador][0], perdidas[ganador], intentos]


def _other_containers(evaluar: Score, rejilla: Grid) -> Found:
    mejores, menor, intentos = search(
        lambda **opciones: float(evaluar(**opciones)), iter(_every(rejilla))
    )
    return dict(mejores), np.float64(menor), tuple(intentos)  # type: ignore[return-value]


ACCEPTED = {
    "combinaciones que crecen": _growing,
    "recursiva": _recursive,
    "índices": _indices,
    "con `product`": _over(_every),
    "otros contenedores": _other_containers,
}


# --- equivocadas -----------------------------------------------------------------------------


def _first_name_fastest(rejilla: Grid) -> list[Options]:
    names = list(rejilla)[::-1]
    combined = product(*(rejilla[n] for n in names))
    return [dict(list(zip(names, values, strict=True))[::-1]) for values in combined]


def _zipped(rejilla: Grid) -> list[Options]:
    return [dict(zip(rejilla, values, strict=True)) for values in zip(*rejilla.values())]  # noqa: B905 – es justo el error


def _one_at_a_time(rejilla: Grid) -> list[Options]:
    """Un nombre cada vez, con los demás en su primer valor."""
    start = {name: values[0] for name, values in rejilla.items() if len(values)}
    if len(start) < len(rejilla):
        return []
    return [{**start, name: value} for name, values in rejilla.items() for value in values]


def _sorted_values(rejilla: Grid) -> list[Options]:
    return _every({name: sorted(values) for name, values in rejilla.items()})


def _without_first(rejilla: Grid) -> list[Options]:
    every = _every(rejilla)
    return every[1:] if len(every) > 1 else every


def _skips_empty(rejilla: Grid) -> list[Options]:
    return _every({name: values for name, values in rejilla.items() if len(values)})


def _pops(evaluar: Score, rejilla: Any) -> Any:
    every = _every(rejilla)
    rejilla.popitem()
    return search(evaluar, every)


VARIANTS = (
    *common_variants(lambda look: _over(_every, look), "combinación"),
    Variant(
        "otro_orden",
        _over(_first_name_fastest),
        "Recorres las combinaciones en otro orden: el primer nombre es el que cambia más deprisa.",
        "Como en unos bucles anidados, el primer nombre es el bucle de fuera y el último, el de "
        "dentro. Es el orden de `itertools.product`.",
    ),
    Variant(
        "en_paralelo",
        _over(_zipped),
        "Recorres las listas a la vez, y no todas las combinaciones.",
        "Con `zip` se prueba el primer valor de todas, el segundo de todas… Con 3 tasas y 2 "
        "fuerzas hay 6 combinaciones.",
    ),
    Variant(
        "de_uno_en_uno",
        _over(_one_at_a_time),
        "Cambias un hiperparámetro cada vez y dejas los demás en su primer valor.",
        "Es más barato, pero no es una rejilla: lo mejor de uno puede depender del otro.",
    ),
    Variant(
        "valores_ordenados",
        _over(_sorted_values),
        "Ordenas los valores antes de probarlos.",
        "Se prueban en el orden en que están en la rejilla.",
    ),
    Variant(
        "falta_la_primera",
        _over(_without_first),
        "La primera combinación no se prueba.",
        "¿Con qué empieza tu bucle?",
    ),
    Variant(
        "salta_las_vacias",
        _over(_skips_empty),
        "Si una lista de valores está vacía, la pasas por alto.",
        "Sin valores para un hiperparámetro no hay ninguna combinación: lanza `ValueError`.",
    ),
    Variant("modifica_la_entrada", _pops, INTACT.causa, INTACT.pista),
)
