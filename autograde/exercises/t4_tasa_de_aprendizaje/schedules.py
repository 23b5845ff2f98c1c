"""Lo común a los cuatro planes de la tasa: sus casos, cómo se comparan y los tropiezos de todos."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Problema, Ref
from curso.pruebas.plan.pasos import llamada

Array = Any
#: un plan: de (lr0, t, parámetros…) a la tasa
Schedule = Callable[..., Any]

MATRIX = np.array([[0, 1, 2], [10, 20, 50]])
EMPTY = np.zeros(0, dtype=int)


def rates(title: str, lr0: float, t: Any, *args: Any, edge: bool = False, **kwargs: Any) -> Caso:
    """La tasa de un instante, o de un arreglo de ellos, que ha de quedar intacto."""
    if not isinstance(t, np.ndarray):
        return llamada(title, lr0, t, *args, borde=edge, **kwargs)
    call = Llamar("resultado", (lr0, Ref("t"), *args), kwargs)
    steps = (Construir("t", t), call, Devolver(Ref("resultado"), ("t",)))
    return Caso(title, steps, borde=edge)


def numpy_instant(title: str, lr0: float, t: int, *args: Any, **kwargs: Any) -> Caso:
    """Caso límite en que `t` es un entero de NumPy."""
    call = Llamar("resultado", (lr0, Ref("t", "valor"), *args), kwargs)
    made = Problema("t", "entero_de_numpy", {"entero": t})
    return Caso(title, (made, call, Devolver(Ref("resultado"))), borde=True)


def public_shapes(lr0: float, *args: Any) -> tuple[Caso, ...]:
    """Los casos públicos que no dependen de la fórmula: formas de `t` y valores imposibles."""
    return (
        rates("t es una matriz", lr0, MATRIX, *args),
        numpy_instant("t es un entero de NumPy", lr0, 7, *args),
        rates("t es un arreglo sin dimensiones", lr0, np.array(7), *args, edge=True),
        rates("t es un arreglo vacío", lr0, EMPTY, *args, edge=True),
        rates("t negativo: ValueError", lr0, -1, *args, edge=True),
        rates(
            "Un solo t negativo en el arreglo: ValueError",
            *(lr0, np.array([3, -2, 5]), *args),
            edge=True,
        ),
    )


def hidden_shapes(rng: np.random.Generator, lr0: float, *args: Any) -> list[Caso]:
    """Los casos ocultos que no dependen de la fórmula."""
    some = rng.integers(0, 60, size=7)
    bad = some.copy()
    bad[int(rng.integers(7))] = -1
    return [
        rates("arreglo", lr0, some, *args),
        rates("de 32 bits", lr0, some.astype(np.int32), *args),
        rates("matriz", lr0, rng.integers(0, 60, size=(3, 4)), *args),
        rates("tres ejes", lr0, rng.integers(0, 60, size=(2, 1, 3)), *args),
        rates("uno", lr0, some[:1], *args, edge=True),
        rates("sin dimensiones", lr0, np.array(some[0]), *args, edge=True),
        rates("vacío", lr0, EMPTY, *args, edge=True),
        rates("vacío de dos ejes", lr0, np.zeros((0, 3), dtype=int), *args, edge=True),
        numpy_instant("entero de NumPy", lr0, int(some[1]), *args),
        rates("negativo", lr0, -int(rng.integers(1, 9)), *args, edge=True),
        rates("uno negativo", lr0, bad, *args, edge=True),
    ]


def comparisons(exercise_id: str) -> dict[str, Comparacion]:
    """Cómo se compara: un arreglo ha de ser de float64, y una lista no vale por un arreglo."""
    intact = Hallazgo(
        f"{exercise_id}.modifica_t",
        "Tu función cambia el arreglo `t` que recibe.",
        "`t += 1`, `t[t > 5] = 5` o `out=t` escriben en el arreglo de quien te llama. Haz la "
        "cuenta en uno nuevo.",
    )
    return {"": Comparacion(rtol=1e-6, atol=1e-12, dtype=True, secuencia=False, intactas=intact)}


def refuse_negative(t: Array) -> None:
    if np.any(np.asarray(t) < 0):
        raise ValueError("t")


# --- correctas, escritas de otra manera ------------------------------------------------------


def accepted(one: Schedule, whole: Schedule) -> dict[str, Schedule]:
    """Cuatro maneras de hacer lo mismo: `one` da la tasa de un instante y `whole`, de todos.

    Ambas comprueban sus argumentos.
    """

    def with_loop(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        if np.ndim(t) == 0:
            return one(lr0, int(t), *args, **kwargs)
        tasas = np.zeros(np.shape(t))
        for i in np.ndindex(tasas.shape):
            tasas[i] = one(lr0, int(t[i]), *args, **kwargs)
        return tasas

    def vectorised(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        return np.vectorize(lambda i: one(lr0, i, *args, **kwargs), otypes=[float])(t)

    def flat(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        instantes = np.asarray(t)
        tasas = [one(lr0, i, *args, **kwargs) for i in instantes.ravel().tolist()]
        return np.array(tasas, dtype=float).reshape(instantes.shape)

    def single(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        tasas = np.asarray(whole(lr0, t, *args, **kwargs), dtype=np.float32)
        return tasas.astype(np.float64)

    return {
        "bucle": with_loop,
        "np.vectorize": vectorised,
        "lista y reshape": flat,
        "cuentas en float32": single,
        "de una vez": whole,
    }


# --- los errores comunes ---------------------------------------------------------------------


def common_variants(right: Schedule, naive: Schedule) -> tuple[Variant, ...]:
    """Los errores que se cometen igual en los cuatro.

    right
        El plan correcto, que comprueba sus argumentos.
    naive
        La fórmula, sin comprobar nada.
    """

    def shifted(by: int) -> Schedule:
        def plan(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
            right(lr0, t, *args, **kwargs)
            return naive(lr0, t + by, *args, **kwargs)

        return plan

    def only_scalars(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        tasas = right(lr0, t, *args, **kwargs)
        if isinstance(t, np.ndarray) and t.ndim:
            math.exp(np.zeros(2))  # el TypeError de siempre
        return tasas

    def if_on_an_array(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        if isinstance(t, np.ndarray) and t.ndim:
            raise ValueError("t")  # lo que lanza NumPy
        return right(lr0, t, *args, **kwargs)

    def literal_if(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        if t < 0:
            raise ValueError("t")
        return right(lr0, t, *args, **kwargs)

    def refuses_the_first(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        if np.any(np.asarray(t) <= 0):
            raise ValueError("t")
        return right(lr0, t, *args, **kwargs)

    def as_list(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Any:
        tasas = right(lr0, t, *args, **kwargs)
        return tasas.tolist() if isinstance(tasas, np.ndarray) else tasas

    def flattened(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        tasas = right(lr0, t, *args, **kwargs)
        return tasas.ravel() if isinstance(tasas, np.ndarray) else tasas

    def in_whole_numbers(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        tasas = right(lr0, t, *args, **kwargs)
        return tasas.astype(int) if isinstance(tasas, np.ndarray) else tasas

    def in_single(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        tasas = right(lr0, t, *args, **kwargs)
        return tasas.astype(np.float32) if isinstance(tasas, np.ndarray) else tasas

    def writes(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        tasas = right(lr0, t, *args, **kwargs)
        if isinstance(t, np.ndarray):
            t += 1
        return tasas

    def check_only_scalars(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        return right(lr0, t, *args, **kwargs) if np.ndim(t) == 0 else naive(lr0, t, *args, **kwargs)

    def check_not_t(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        right(lr0, 0, *args, **kwargs)
        return naive(lr0, t, *args, **kwargs)

    def check_only_t(lr0: float, t: Array, *args: Any, **kwargs: Any) -> Array:
        refuse_negative(t)
        return naive(lr0, t, *args, **kwargs)

    return (
        Variant(
            "un_paso_adelantado",
            shifted(1),
            "Tu plan va un paso por delante: en t = 0 la tasa ya ha empezado a bajar.",
            "`t` se cuenta desde 0, y en t = 0 la tasa vale lr0.",
        ),
        Variant(
            "un_paso_atrasado",
            shifted(-1),
            "Tu plan va un paso por detrás: en t da la tasa que tocaba en t − 1.",
            "`t` se cuenta desde 0: no le restes 1.",
        ),
        Variant(
            "solo_escalares",
            only_scalars,
            "Con un número suelto va bien, pero si `t` es un arreglo tu función lanza TypeError.",
            "`math.exp`, `math.floor`, `int(t)` o `range(t)` solo admiten un número. Los "
            "operadores (`*`, `**`, `//`) y las funciones de NumPy (`np.exp`) valen para los dos.",
        ),
        Variant(
            "if_con_arreglos",
            if_on_an_array,
            "Con un número suelto va bien, pero si `t` es un arreglo tu función lanza ValueError.",
            "Un `if t < 0`, o un `max(0, …)`, pide un solo sí o no, y un arreglo tiene muchos: usa "
            "`np.any(t < 0)`, `np.maximum` o `np.where`.",
            others=(literal_if,),
        ),
        Variant(
            "rechaza_el_primero",
            refuses_the_first,
            "Rechazas t = 0, que es el primer instante.",
            "Solo se rechazan los valores **menores** que 0: en t = 0 la tasa vale lr0.",
        ),
        Variant(
            "devuelve_lista",
            as_list,
            "Si `t` es un arreglo, tu función devuelve una lista.",
            "El resultado ha de ser un arreglo con la forma de `t`: los operadores ya lo dan; si "
            "no, `np.array(…)`.",
        ),
        Variant(
            "aplana",
            flattened,
            "El resultado no conserva la forma de `t` cuando tiene más de un eje.",
            "Con un `t` de forma (2, 3) las tasas son también (2, 3). ¿Recorres `t.ravel()`?",
        ),
        Variant(
            "en_enteros",
            in_whole_numbers,
            "Guardas las tasas en un arreglo de enteros, y pierden todos sus decimales.",
            "`np.zeros_like(t)` o `t.copy()` tienen el tipo de `t`, que es entero. Usa "
            "`np.zeros(t.shape)`.",
        ),
        Variant(
            "en_float32",
            in_single,
            "Las tasas son correctas, pero el arreglo es de float32.",
            "Se piden en float64, que es lo que dan las operaciones corrientes de NumPy.",
        ),
        Variant(
            "modifica_t",
            writes,
            "Tu función cambia el arreglo `t` que recibe.",
            "`t += 1`, `t[t > 5] = 5` o `out=t` escriben en el arreglo de quien te llama. Haz la "
            "cuenta en uno nuevo.",
        ),
        Variant(
            "sin_validar",
            naive,
            "Falta rechazar los argumentos imposibles.",
            "El enunciado dice con cuáles hay que lanzar `ValueError`.",
        ),
        Variant(
            "sin_validar_t",
            check_not_t,
            "Admites valores negativos de `t`.",
            "Si `t` es negativo, o lo es alguno de sus elementos, `ValueError`.",
        ),
        Variant(
            "valida_solo_numeros",
            check_only_scalars,
            "Si `t` es un arreglo, no miras si tiene algún valor imposible.",
            "`np.any(t < 0)` vale para un número y para un arreglo.",
        ),
        Variant(
            "valida_solo_t",
            check_only_t,
            "Miras que `t` no sea negativo, pero no los demás argumentos.",
            "El enunciado dice cuál más no puede tener cualquier valor.",
        ),
    )
