"""Piezas con que se construyen los casos de t6."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from autograde.exercises.rules import Rule
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Devolver, Llamar, Paso, Ref
from curso.pruebas.plan.pasos import llamada
from curso.pruebas.plan.valores import Valor

#: grupo de los casos en simple precisión
SINGLE = "simple"
#: grupo de los casos en que se ve cuántas veces se llamó a `evaluar`
COUNTED = "llamadas"
#: grupo de los casos que solo se miran con propiedades
RANDOM = "azar"


def edge(title: str, *args: Any, **kwargs: Any) -> Caso:
    """Una llamada que es un caso límite."""
    return llamada(title, *args, borde=True, **kwargs)


def only_rules(exercise_id: str, rules: Iterable[Rule]) -> Comparacion:
    """La comparación de lo que es al azar: solo cuentan las propiedades."""
    return Comparacion(valores=False, propiedades=tuple(r.property(exercise_id) for r in rules))


def many_calls(
    title: str,
    name: str,
    calls: Sequence[tuple[Valor, ...]],
    told: Mapping[str, Valor],
    before: Callable[[int], tuple[Paso, ...]] = lambda i: (),
    *,
    edge: bool = False,
    group: str = RANDOM,
) -> Caso:
    """Un caso con una llamada por cada `calls`, que son sus argumentos.

    Devuelve un diccionario con los resultados en `name` y, además, lo que diga `told`: es lo que
    leen las propiedades para saber cómo se hizo cada llamada.
    """
    steps: list[Paso] = []
    for i, args in enumerate(calls):
        steps += [*before(i), Llamar(f"r{i}", args)]
    results = [Ref(f"r{i}") for i in range(len(calls))]
    return Caso(title, (*steps, Devolver({name: results, **told})), edge, grupo=group)
