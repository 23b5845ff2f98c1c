"""t6.busqueda_aleatoria: qué se mira, soluciones de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from autograde.exercises.rules import Rule
from autograde.exercises.t6_conjuntos_e_hiperparametros.searches import (
    Found,
    Options,
    Score,
    common_variants,
    search,
)
from autograde.model import Variant

ID = "t6.busqueda_aleatoria"
Generator = np.random.Generator
Space = Mapping[str, Callable[[Generator], Any]]
Draw = Callable[[Space, int, Generator], Iterable[Options]]


def _check(intentos: int) -> None:
    if intentos < 1:
        raise ValueError("hace falta algún intento")


def _right(espacio: Space, intentos: int, rng: Generator) -> Iterator[Options]:
    for _ in range(intentos):
        yield {nombre: sortear(rng) for nombre, sortear in espacio.items()}


def _over(
    draw: Draw = _right,
    look: Callable[..., Any] = search,
    check: Callable[[int], None] = _check,
) -> Any:
    """Una búsqueda que prueba los sorteos de `draw(espacio, intentos, rng)`."""

    def busqueda_aleatoria(evaluar: Score, espacio: Space, intentos: int, rng: Generator) -> Any:
        check(intentos)
        return look(evaluar, draw(espacio, intentos, rng))

    return busqueda_aleatoria


# --- correctas, escritas de otra manera ------------------------------------------------------


def _plain_loop(evaluar: Score, espacio: Space, intentos: int, rng: Generator) -> Found:
    _check(intentos)
    mejores, menor, hechos = None, np.inf, []
    for _ in range(intentos):
        opciones = {}
        for nombre in espacio:
            opciones[nombre] = espacio[nombre](rng)
        perdida = evaluar(**opciones)
        hechos.append((opciones, perdida))
        if np.isfinite(perdida) and perdida < menor:
            mejores, menor = opciones, perdida
    if mejores is None:
        raise ValueError("ninguna")
    return mejores, menor, hechos


def _while(evaluar: Score, espacio: Space, intentos: int, rng: Generator) -> Found:
    hechos: list[Any] = []
    while len(hechos) < intentos:
        opciones = dict(zip(espacio, [s(rng) for s in espacio.values()], strict=True))
        hechos.append((opciones, evaluar(**opciones)))
    finitas = [p for _, p in hechos if math.isfinite(p)]
    if len(finitas) == 0:
        raise ValueError("ninguna")
    ganadora = [p for _, p in hechos].index(min(finitas))
    return (*hechos[ganadora], hechos)


def _arrays(evaluar: Score, espacio: Space, intentos: int, rng: Generator) -> list[Any]:
    _check(intentos)
    sorteos = list(_right(espacio, intentos, rng))
    perdidas = np.array([evaluar(**opciones) for opciones in sorteos], dtype=float)
    if not np.isfinite(perdidas).any():
        raise ValueError("ninguna")
    mejor = int(np.argmin(np.where(np.isfinite(perdidas), perdidas, np.inf)))
    return [sorteos[mejor], perdidas[mejor], [list(i) for i in zip(sorteos, perdidas, strict=True)]]


ACCEPTED = {
    "bucle": _plain_loop,
    "while": _while,
    "arreglos": _arrays,
    "primero los sorteos": _over(lambda e, n, rng: list(_right(e, n, rng))),
}


# --- equivocadas -----------------------------------------------------------------------------


def _by_columns(espacio: Space, intentos: int, rng: Generator) -> list[Options]:
    columns = {name: [draw(rng) for _ in range(intentos)] for name, draw in espacio.items()}
    return [{name: values[i] for name, values in columns.items()} for i in range(intentos)]


def _once(espacio: Space, intentos: int, rng: Generator) -> list[Options]:
    return list(_right(espacio, 1, rng)) * intentos


def _alphabetical(espacio: Space, intentos: int, rng: Generator) -> Iterator[Options]:
    return _right({name: espacio[name] for name in sorted(espacio)}, intentos, rng)


def _backwards(espacio: Space, intentos: int, rng: Generator) -> Iterator[Options]:
    return _right(dict(list(espacio.items())[::-1]), intentos, rng)


def _one_shared_draw(espacio: Space, intentos: int, rng: Generator) -> Iterator[Options]:
    """Cada nombre sortea con una copia del mismo generador: todos van a la vez."""
    for _ in range(intentos):
        seed = int(rng.integers(2**32))
        yield {name: draw(np.random.default_rng(seed)) for name, draw in espacio.items()}


def _global(espacio: Space, intentos: int, rng: Generator) -> Iterator[Options]:
    return _right(espacio, intentos, np.random.default_rng())


def _own_seed(espacio: Space, intentos: int, rng: Generator) -> Iterator[Options]:
    return _right(espacio, intentos, np.random.default_rng(0))


RULES = (
    Rule(
        "son_busquedas",
        "otra_forma",
        "Tu función no devuelve las mejores opciones, su pérdida y la lista de parejas (opciones, "
        "pérdida).",
        "Las opciones son un diccionario de nombre a valor, y la lista lleva una pareja por "
        "intento.",
    ),
    Rule(
        "busqueda_repetible",
        "azar_ajeno",
        "Con la misma semilla, tu función prueba opciones distintas.",
        "A los sorteos hay que darles el `rng` que recibes, no uno nuevo: así la búsqueda se "
        "puede repetir.",
        _over(_global),
    ),
    Rule(
        "busqueda_segun_el_rng",
        "siempre_los_mismos",
        "Se prueban siempre las mismas opciones, sea cual sea el `rng`.",
        "¿Creas un generador nuevo, con su propia semilla, dentro de la función?",
        _over(_own_seed),
    ),
    Rule(
        "intentos_distintos",
        "el_mismo_sorteo",
        "Todos los intentos de una búsqueda prueban lo mismo: el sorteo se hace una sola vez.",
        "Los valores se sortean dentro del bucle, uno nuevo en cada intento.",
        _over(_once),
    ),
)

VARIANTS = (
    *common_variants(lambda look: _over(_right, look), "sorteo"),
    Variant(
        "por_columnas",
        _over(_by_columns),
        "Sorteas primero todos los valores de un hiperparámetro y luego todos los del siguiente.",
        "Son sorteos igual de buenos, pero no los que se piden: en cada intento se sortea un valor "
        "de cada uno, en el orden del diccionario. Así, con más intentos, los primeros son los "
        "mismos.",
    ),
    Variant(
        "orden_alfabetico",
        _over(_alphabetical),
        "Sorteas los hiperparámetros por orden alfabético.",
        "Se sortean en el orden en que están en `espacio`.",
    ),
    Variant(
        "orden_inverso",
        _over(_backwards),
        "Sorteas los hiperparámetros en orden inverso.",
        "Se sortean en el orden en que están en `espacio`.",
    ),
    Variant(
        "un_intento_de_mas",
        _over(lambda e, n, rng: _right(e, n + 1, rng)),
        "Haces un intento de más.",
        "Se prueban justo `intentos` sorteos.",
    ),
    Variant(
        "un_intento_de_menos",
        _over(lambda e, n, rng: _right(e, max(n - 1, 1), rng)),
        "Haces un intento de menos.",
        "Se prueban justo `intentos` sorteos.",
    ),
    Variant(
        "un_generador_por_nombre",
        _over(_one_shared_draw),
        "Dentro de un intento, cada hiperparámetro se sortea con un generador nuevo hecho con la "
        "misma semilla.",
        "Así los valores altos de uno van siempre con los altos de otro. Usa el mismo `rng`, uno "
        "tras otro.",
    ),
)
