"""Piezas con que se construyen los casos de los objetos que observan pérdidas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from curso.pruebas.compara import Comparacion, Hallazgo, Propiedad
from curso.pruebas.plan import Caso, Devolver, Instanciar, Metodo, Paso, Ref

#: grupo de los casos con dos objetos a la vez
TWO = "dos objetos"

SHARED = (
    "estado_compartido",
    "Dos objetos de tu clase comparten el estado: lo que ve uno cambia lo que dice el otro.",
    "Si la mejor pérdida o la cuenta están en la clase, en una variable global o en un valor por "
    "defecto mutable, son de todos. Créalas en `__init__`, dentro de `self`.",
)


def observed(
    title: str,
    losses: Sequence[float],
    *args: Any,
    edge: bool = False,
    extra: tuple[Any, ...] = (),
    **settings: Any,
) -> Caso:
    """Enseña las pérdidas una a una y devuelve lo que contesta a cada una.

    extra
        Los demás argumentos de `observar`.
    """
    steps: list[Paso] = [Instanciar("vigia", args, settings)]
    for i, loss in enumerate(losses, 1):
        steps.append(Metodo(f"r{i}", "vigia", "observar", (loss, *extra)))
    return Caso(
        title, (*steps, Devolver([Ref(f"r{i}") for i in range(1, len(losses) + 1)])), borde=edge
    )


def two_observers(
    title: str,
    losses: Sequence[float],
    settings: Mapping[str, Any],
    extra: tuple[Any, ...] = (),
) -> Caso:
    """Dos objetos iguales, por turnos: cada uno debe contestar como si estuviera solo."""
    names = ("uno", "otro")
    steps: list[Paso] = [Instanciar(name, (), settings) for name in names]
    seen: dict[str, list[Ref]] = {name: [] for name in names}
    for i, loss in enumerate(losses, 1):
        for name in names:
            steps.append(Metodo(f"{name}{i}", name, "observar", (loss, *extra)))
            seen[name].append(Ref(f"{name}{i}"))
    return Caso(title, (*steps, Devolver((seen["uno"], seen["otro"]))), grupo=TWO)


def comparisons(exercise_id: str) -> dict[str, Comparacion]:
    """Cómo se compara: los valores, y que cada objeto lleve su estado."""
    independent = Propiedad(
        "objetos_independientes", Hallazgo(f"{exercise_id}.{SHARED[0]}", *SHARED[1:])
    )
    return {"": Comparacion(), TWO: Comparacion(propiedades=(independent,))}
