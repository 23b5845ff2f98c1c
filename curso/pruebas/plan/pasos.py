"""Los pasos de un plan: una lista cerrada de operaciones, sin código dentro."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from curso.pruebas.plan.precision import menor_precision
from curso.pruebas.plan.valores import Ref, Rng, Valor


@dataclass(frozen=True, eq=False)
class Construir:
    """Da nombre a un valor nuevo (una copia de `valor`)."""

    nombre: str
    valor: Valor


@dataclass(frozen=True, eq=False)
class Problema:
    """Construye un problema o testigo de `curso.problemas.CATALOGO` por su nombre."""

    nombre: str
    problema: str
    kwargs: Mapping[str, Valor] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Instanciar:
    """Construye la clase del alumno (la del ejercicio)."""

    nombre: str
    args: tuple[Valor, ...] = ()
    kwargs: Mapping[str, Valor] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Llamar:
    """Llama a la función del alumno (la del ejercicio)."""

    nombre: str
    args: tuple[Valor, ...] = ()
    kwargs: Mapping[str, Valor] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Metodo:
    """Llama a un método público de un objeto hecho antes."""

    nombre: str
    objeto: str
    metodo: str
    args: tuple[Valor, ...] = ()
    kwargs: Mapping[str, Valor] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Tomar:
    """Toma `k` elementos de un iterador (todos si es None), como lista."""

    nombre: str
    iterador: str
    k: int | None = None


@dataclass(frozen=True, eq=False)
class Modificar:
    """Escribe `valor` en la fila `indice` de un arreglo hecho antes."""

    objeto: str
    indice: int
    valor: Valor


@dataclass(frozen=True, eq=False)
class Devolver:
    """Último paso: qué se devuelve.

    `valor` es un valor con referencias. `entradas` son los nombres cuyo estado final también se
    devuelve, para ver si siguen intactos.
    """

    valor: Valor
    entradas: tuple[str, ...] = ()


Paso = Construir | Problema | Instanciar | Llamar | Metodo | Tomar | Modificar | Devolver


@dataclass(frozen=True, eq=False)
class Caso:
    """Un caso: pasos que acaban en `Devolver`. `titulo` es lo que lee el alumno si es público.

    `borde` marca los casos límite: fallar solo en ellos cuesta una parte de los puntos, no todos.
    `limite_s` es el tiempo de reloj que se le da. `grupo` elige la comparación del ejercicio que
    se le aplica (la de nombre vacío, si no se dice otra).
    """

    titulo: str
    pasos: tuple[Paso, ...]
    borde: bool = False
    limite_s: float = 4.0
    grupo: str = ""

    @cached_property
    def precision(self) -> np.dtype[Any] | None:
        """La menor precisión de sus arreglos de reales (véase `menor_precision`)."""
        return menor_precision(self.pasos)


@dataclass(frozen=True, eq=False)
class Plan:
    """Los casos de un ejercicio, en orden.

    nombre
        El nombre que define el alumno (función o clase).
    dispositivo
        None, o `"doble"`/`"cupy"`: los arreglos de entrada se construyen en ese dispositivo.
    """

    ejercicio: str
    nombre: str
    casos: tuple[Caso, ...]
    dispositivo: str | None = None


def llamada(
    titulo: str,
    *args: Valor,
    entradas: Mapping[str, Valor] | None = None,
    borde: bool = False,
    limite_s: float = 4.0,
    grupo: str = "",
    **kwargs: Valor,
) -> Caso:
    """El caso más corriente: construir `entradas`, llamar con `args` y devolver el resultado.

    Los valores de `entradas` se citan en `args` con `Ref("nombre")`; su estado final se devuelve
    también, para comprobar que la función no las modifica.
    """
    previas = dict(entradas or {})
    pasos: list[Paso] = [Construir(nombre, valor) for nombre, valor in previas.items()]
    pasos.append(Llamar("resultado", args, kwargs))
    vigiladas = tuple(n for n, v in previas.items() if not isinstance(v, Rng))
    pasos.append(Devolver(Ref("resultado"), vigiladas))
    return Caso(titulo, tuple(pasos), borde, limite_s, grupo)
