"""t4.abandono: lo que se mira de una máscara, y quién lo incumple."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.rules import Rule
from curso.pruebas.compara import Hallazgo
from solutions.regularizacion import abandono

ID = "t4.abandono"
#: llamadas que repiten la semilla de otra
REPEATED = 4
Array = Any
Generator = np.random.Generator
Pair = tuple[Array, Array]


def trained(wrong: Callable[[Array, float, Generator], Any]) -> Any:
    """Al predecir, y con un p imposible, la correcta; al entrenar, `wrong`."""

    def mal_abandono(x: Array, p: float, rng: Generator, entrenando: bool = True) -> Any:
        if not entrenando or not 0 < p < 1:
            return abandono(x, p, rng, entrenando)
        return wrong(x, p, rng)

    return mal_abandono


def _masked(mask: Callable[[tuple[int, ...], float, Generator], Array]) -> Any:
    """La correcta con otra máscara."""

    def wrong(x: Array, p: float, rng: Generator) -> Pair:
        made = mask(x.shape, p, rng)
        return x * made, made

    return trained(wrong)


def _predicted(wrong: Callable[[Array, float, Generator], Any]) -> Any:
    """Al entrenar, la correcta; al predecir, `wrong`."""

    def mal_abandono(x: Array, p: float, rng: Generator, entrenando: bool = True) -> Any:
        if entrenando or not 0 <= p < 1:
            return abandono(x, p, rng)
        return wrong(x, p, rng)

    return mal_abandono


def keep(shape: tuple[int, ...], p: float, rng: Generator) -> Array:
    return (rng.random(shape) >= p) * 1.0


def _product_only(x: Array, p: float, rng: Generator) -> Pair:
    mask = keep(x.shape, p, rng)
    return x * mask / (1 - p), mask


def _two_draws(x: Array, p: float, rng: Generator) -> Pair:
    return x * keep(x.shape, p, rng) / (1 - p), keep(x.shape, p, rng) / (1 - p)


def _exact_number(shape: tuple[int, ...], p: float, rng: Generator) -> Array:
    mask = np.full(math.prod(shape), 1 / (1 - p))
    mask[rng.permutation(mask.size)[: round(p * mask.size)]] = 0
    return mask.reshape(shape)


def _same_for_every_row(shape: tuple[int, ...], p: float, rng: Generator) -> Array:
    return np.ones(shape) * keep(shape[1:] if len(shape) > 1 else shape, p, rng) / (1 - p)


def _whole_rows(shape: tuple[int, ...], p: float, rng: Generator) -> Array:
    rows = keep((*shape[:-1], 1) if len(shape) > 1 else shape, p, rng)
    return np.ones(shape) * rows / (1 - p)


INTACT = Hallazgo(
    f"{ID}.modifica_x",
    "Tu función cambia el arreglo `x` que recibe.",
    "`x *= mascara` o `x[…] = 0` escriben en el arreglo de quien te llama. Haz el producto en uno "
    "nuevo: `x * mascara`.",
)


def training_rules(p: float, repeated: int) -> tuple[Rule, ...]:
    """Lo que se mira al entrenar, de lo más claro a lo más fino."""
    rate, counted = {"p": p}, {"p": p, "repetidas": repeated}
    return (
        Rule(
            "parejas_con_la_forma",
            "no_es_pareja",
            "Al entrenar no devuelves una pareja de arreglos con la forma de x.",
            "Se pide `(x * mascara, mascara)`: la máscara hace falta después para el gradiente.",
            trained(lambda x, p, rng: x * keep(x.shape, p, rng) / (1 - p)),
        ),
        Rule(
            "mascara_escalada",
            "sin_escalar",
            "Tu máscara vale 0 o 1: al apagar unidades, la media de lo que queda baja.",
            "Las que quedan se dividen entre 1 − p: así la media no cambia.",
            _masked(keep),
            rate | {"fallo": "sin_escalar"},
        ),
        Rule(
            "mascara_escalada",
            "mascara_sin_escalar",
            "Lo primero que devuelves está dividido entre 1 − p, pero la máscara no.",
            "La división es parte de la máscara, que vale 0 o 1/(1 − p).",
            trained(_product_only),
            rate | {"fallo": "solo_el_producto"},
        ),
        Rule(
            "mascara_escalada",
            "divide_entre_p",
            "Divides entre p las unidades que quedan.",
            "p es la probabilidad de apagarse; queda encendida una parte 1 − p, y entre ella se "
            "divide.",
            _masked(lambda shape, p, rng: keep(shape, p, rng) / p),
            rate | {"fallo": "entre_p"},
        ),
        Rule(
            "mascara_escalada",
            "otros_valores",
            "En tu máscara hay valores que no son 0 ni 1/(1 − p).",
            "Cada unidad se apaga del todo, o queda dividida entre 1 − p una sola vez.",
            _masked(lambda shape, p, rng: keep(shape, p, rng) / (1 - p) ** 2),
            rate | {"fallo": "otra"},
        ),
        Rule(
            "es_x_por_la_mascara",
            "otra_mascara",
            "Lo primero que devuelves no es x por la máscara que devuelves.",
            "Sortea la máscara una sola vez, guárdala en una variable y usa esa en los dos sitios.",
            trained(_two_draws),
        ),
        Rule(
            "misma_mascara_con_la_semilla",
            "azar_ajeno",
            "Con la misma semilla, tu función apaga unidades distintas.",
            "El azar ha de salir del `rng` que recibes, no de `np.random.…` ni de `random`: así el "
            "experimento se puede repetir.",
            _masked(lambda shape, p, rng: (np.random.random(shape) >= p) / (1 - p)),
            {"repetidas": repeated},
        ),
        Rule(
            "mascara_segun_la_semilla",
            "siempre_las_mismas",
            "Tu función apaga siempre las mismas unidades, sea cual sea el `rng`.",
            "¿Creas un generador nuevo, con su propia semilla, dentro de la función? ¿Usas `rng`?",
            _masked(lambda shape, p, rng: keep(shape, p, np.random.default_rng(0)) / (1 - p)),
        ),
        Rule(
            "no_se_repite_en_el_eje",
            "todo_o_nada",
            "Apagas todas las unidades a la vez, o ninguna: sorteas un solo número.",
            "Hace falta uno por unidad: `rng.random(x.shape)`.",
            _masked(lambda shape, p, rng: np.full(shape, keep((), p, rng) / (1 - p))),
        ),
        Rule(
            "no_se_repite_en_el_eje",
            "misma_para_todos",
            "Todos los ejemplos del lote llevan la misma máscara.",
            "Cada ejemplo (cada fila) apaga las suyas: la máscara se sortea con la forma de x.",
            _masked(_same_for_every_row),
            {"eje": 0},
        ),
        Rule(
            "no_se_repite_en_el_eje",
            "filas_enteras",
            "De cada ejemplo apagas todas las unidades, o ninguna.",
            "Se apagan unidades sueltas, no ejemplos: la máscara se sortea con la forma de x.",
            _masked(_whole_rows),
            {"eje": -1},
        ),
        Rule(
            "cuenta_variable",
            "numero_fijo",
            "Apagas siempre el mismo número de unidades.",
            "Cada una se sortea por su cuenta, así que unas veces se apagan más y otras menos. Con "
            "`permutation` o `choice` sin reemplazo no son independientes.",
            _masked(_exact_number),
            counted,
        ),
        Rule(
            "proporcion_apagada",
            "apaga_las_que_quedan",
            "Apagas cada unidad con probabilidad 1 − p: las que debían quedar.",
            "`rng.random(x.shape) < p` es cierto con probabilidad p. Esas son las que valen 0.",
            _masked(lambda shape, p, rng: (rng.random(shape) < p) / (1 - p)),
            counted | {"fallo": "al_reves"},
        ),
        Rule(
            "proporcion_apagada",
            "otra_probabilidad",
            "No apagas las unidades con probabilidad p.",
            "`rng.random(…)` se reparte por igual entre 0 y 1: es menor que p con probabilidad p. "
            "`rng.normal(…)`, o comparar con 0,5, no sirven.",
            _masked(lambda shape, p, rng: (rng.random(shape) >= 0.5) / (1 - p)),
            counted | {"fallo": "otra"},
        ),
        Rule(
            "unidades_independientes",
            "dependientes",
            "Lo que se apaga una unidad depende de cuál es, o de lo que se apagan sus vecinas.",
            "Cada una se sortea por su cuenta y con la misma probabilidad: un número de "
            "`rng.random` para cada una.",
            None,
            counted,
        ),
    )


def predicting_rules(p: float, repeated: int) -> tuple[Rule, ...]:
    """Lo que se mira al predecir."""
    return (
        Rule(
            "parejas_con_la_forma",
            "sin_mascara_al_predecir",
            "Al predecir no devuelves una máscara con la forma de x.",
            "También entonces se pide la pareja: `(x, mascara)`, con la máscara llena de unos.",
            _predicted(lambda x, p, rng: x.copy()),
        ),
        Rule(
            "mascara_de_unos",
            "escala_al_predecir",
            "Al predecir multiplicas por 1 − p.",
            "Así era el abandono original. En el invertido la escala se aplica al entrenar, y al "
            "predecir no se toca nada.",
            _predicted(lambda x, p, rng: (x * (1 - p), np.ones_like(x))),
            {"p": p, "fallo": "por_lo_que_queda"},
        ),
        Rule(
            "mascara_de_unos",
            "abandona_al_predecir",
            "Al predecir también apagas, o escalas, unidades.",
            "Con `entrenando=False` la máscara es toda de unos: la red predice entera.",
            _predicted(lambda x, p, rng: abandono(x, p, rng)),
            {"p": p, "fallo": "otra"},
        ),
    )
