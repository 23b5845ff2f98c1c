"""t1.elegir_lr: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import floating, touches_start
from autograde.model import Variant
from curso.pruebas.compara import Hallazgo
from solutions.descenso import descenso_gradiente, elegir_lr

ID = "t1.elegir_lr"
Array = np.ndarray
Function = Callable[[Array], Any]
Gradient = Callable[[Array], Array]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _min_of_pairs(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> float:
    finales = [f(descenso_gradiente(gradiente, w0, lr, iteraciones)[-1]) for lr in candidatos]
    finitas = [(v, i) for i, v in enumerate(finales) if np.isfinite(v)]
    if not finitas:
        raise ValueError("ninguna")
    return candidatos[min(finitas)[1]]


def _nanargmin(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> float:
    valores = np.full(len(candidatos), np.nan)
    for i, lr in enumerate(candidatos):
        w = floating(w0)
        for _ in range(iteraciones):
            w = w - lr * gradiente(w)
        if np.isfinite(f(w)):
            valores[i] = f(w)
    return float(np.array(candidatos)[np.nanargmin(valores)])


ACCEPTED = {"mínimo de parejas": _min_of_pairs, "nanargmin": _nanargmin}


# --- equivocadas -----------------------------------------------------------------------------


def _last(f: Function, path: Array, gradiente: Gradient) -> float:
    return float(f(path[-1]))


def _choice(
    score: Callable[[Function, Array, Gradient], float] = _last,
    *,
    steps: Callable[[int], int] = lambda n: n,
    pick: Callable[[Sequence[float], list[float]], Any] | None = None,
    finite: Callable[[float, Array], bool] = lambda value, path: math.isfinite(value),
    nothing: Callable[[Sequence[float]], Any] | None = None,
    restart: bool = True,
) -> Any:
    """La elección correcta salvo en lo que se diga.

    `score(f, camino, gradiente)` puntúa cada tasa; de las finitas, `pick(tasas, valores)` elige;
    `nothing(candidatos)` es la respuesta si no hay ninguna.
    """

    def elegir_lr(
        candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
    ) -> Any:
        w, rates, values = w0, [], []
        for lr in candidatos:
            path = descenso_gradiente(gradiente, w, lr, steps(iteraciones))
            w = w if restart else path[-1]
            value = score(f, path, gradiente)
            if finite(value, path):
                rates.append(lr)
                values.append(value)
        if not rates:
            if nothing is None:
                raise ValueError("ninguna tasa acaba en un valor finito")
            return nothing(candidatos)
        return pick(rates, values) if pick else rates[values.index(min(values))]

    return elegir_lr


def _of_the_last_minimum(rates: Sequence[float], values: list[float]) -> float:
    return rates[len(values) - 1 - values[::-1].index(min(values))]


def _nan_wins(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> float:
    values = [
        _last(f, descenso_gradiente(gradiente, w0, lr, iteraciones), gradiente) for lr in candidatos
    ]
    if not np.isfinite(values).any():
        raise ValueError("ninguna tasa acaba en un valor finito")
    return candidatos[int(np.argmin(values))]


def _position(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> int:
    return list(candidatos).index(elegir_lr(candidatos, f, gradiente, w0, iteraciones))


def _starts_with_the_first(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> float:
    best, lowest = candidatos[0], f(w0)
    for lr in candidatos:
        value = _last(f, descenso_gradiente(gradiente, w0, lr, iteraciones), gradiente)
        if value < lowest:
            best, lowest = lr, value
    return best


def _any_divergence_raises(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> float:
    for lr in candidatos:
        path = descenso_gradiente(gradiente, w0, lr, iteraciones)
        if not math.isfinite(_last(f, path, gradiente)):
            raise ValueError("diverge")
    return elegir_lr(candidatos, f, gradiente, w0, iteraciones)


def _made_up_maximum(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> Any:
    best, lowest = None, 1000.0
    for lr in candidatos:
        value = _last(f, descenso_gradiente(gradiente, w0, lr, iteraciones), gradiente)
        if value < lowest:
            best, lowest = lr, value
    if best is None:
        raise ValueError("ninguna tasa acaba en un valor finito")
    return best


def _in_place(
    candidatos: Sequence[float], f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> float:
    answer = elegir_lr(candidatos, f, gradiente, w0, iteraciones)
    w0[:] = descenso_gradiente(gradiente, w0, answer, iteraciones + 1)[-1]
    return answer


def _sorts_in_place(
    candidatos: Any, f: Function, gradiente: Gradient, w0: Array, iteraciones: int
) -> float:
    answer = elegir_lr(candidatos, f, gradiente, w0, iteraciones)
    candidatos.sort()
    return answer


INTACT = touches_start(ID)
SORTED = Hallazgo(
    f"{ID}.modifica_candidatos",
    "Tu función cambia la lista de candidatos que recibe.",
    "`.sort()`, `.pop()` y `.remove()` cambian la lista de quien te llama. Trabaja con una copia: "
    "`sorted(candidatos)` da otra lista.",
)

VARIANTS = (
    Variant(
        "la_ultima_en_empate",
        _choice(pick=_of_the_last_minimum),
        "Si dos tasas empatan, te quedas con la última.",
        "Para quedarte con la primera, cambia solo cuando sea **estrictamente** menor.",
    ),
    Variant(
        "la_menor_en_empate",
        _choice(pick=lambda rates, values: min(zip(values, rates, strict=True))[1]),
        "Si dos tasas empatan, te quedas con la más pequeña.",
        "Al ordenar parejas (valor, tasa), los empates se deshacen por la tasa. Se pide la "
        "primera de la lista.",
    ),
    Variant(
        "el_mejor_del_camino",
        _choice(lambda f, path, g: min(float(f(w)) for w in path)),
        "Miras el punto más bajo de todo el camino.",
        "Pasar cerca del mínimo y marcharse no sirve: cuenta el último punto.",
    ),
    Variant(
        "media_del_camino",
        _choice(lambda f, path, g: float(np.mean([f(w) for w in path]))),
        "Miras el error medio de todo el camino.",
        "Solo cuenta dónde se acaba: el último punto.",
    ),
    Variant(
        "menor_gradiente",
        _choice(lambda f, path, g: float(np.linalg.norm(g(path[-1])))),
        "Eliges la tasa que acaba con el gradiente más pequeño.",
        "En el fondo de un valle el gradiente es pequeño y aun así puede faltar mucho. Lo que "
        "se compara es el valor de f.",
    ),
    Variant(
        "mas_cerca_de_cero",
        _choice(lambda f, path, g: abs(float(f(path[-1])))),
        "Eliges la tasa que acaba con f más cerca de cero.",
        "f puede ser negativa: el más bajo no es el más cercano a cero.",
    ),
    Variant(
        "la_mayor_que_no_diverge",
        _choice(pick=lambda rates, values: max(rates)),
        "Te quedas con la tasa más grande que no diverge.",
        "Una tasa grande puede saltar de un lado a otro del mínimo. Compara los valores de f.",
    ),
    Variant(
        "la_menor",
        _choice(pick=lambda rates, values: min(rates)),
        "Te quedas con la tasa más pequeña.",
        "`min(candidatos)` compara las tasas; lo que hay que comparar son los valores de f.",
    ),
    Variant(
        "la_peor",
        _choice(pick=lambda rates, values: rates[values.index(max(values))]),
        "Te quedas con la tasa que acaba con f más alta.",
        "Buscamos el error más bajo. Mira el sentido de la comparación.",
    ),
    Variant(
        "no_vuelve_a_w0",
        _choice(restart=False),
        "Cada tasa empieza donde acabó la anterior.",
        "Para que la comparación sea justa, todas han de partir de w0.",
    ),
    Variant(
        "un_paso_de_mas",
        _choice(steps=lambda n: n + 1),
        "Das un paso de más con cada tasa.",
        "El último punto es el que hay después de `iteraciones` pasos.",
    ),
    Variant(
        "mira_el_penultimo",
        _choice(lambda f, path, g: float(f(path[max(0, len(path) - 2)]))),
        "Miras el penúltimo punto de la trayectoria.",
        "La trayectoria tiene iteraciones + 1 filas. La última es `[-1]`.",
    ),
    Variant(
        "evalua_en_w0",
        _choice(lambda f, path, g: float(f(path[0]))),
        "Evalúas f en el punto de partida: todas las tasas empatan.",
        "Evalúala en el último punto de cada trayectoria.",
    ),
    Variant(
        "nan_gana",
        _nan_wins,
        "Si alguna tasa da nan, te quedas con esa.",
        "`np.argmin` toma nan por el menor, y `min` se confunde con él. Descarta antes lo que "
        "no sea finito.",
    ),
    Variant(
        "tope_inventado",
        _made_up_maximum,
        "Descartas las tasas que acaban con f mayor que mil, aunque sean las mejores.",
        "¿Con qué empieza la variable del mejor valor? Cualquier número puede quedarse corto: "
        "usa `np.inf`.",
    ),
    Variant(
        "devuelve_el_valor",
        _choice(pick=lambda rates, values: min(values)),
        "Devuelves el valor más bajo de f, y no la tasa que lo consigue.",
        "Guarda los dos a la vez: el mejor valor y con qué tasa salió.",
    ),
    Variant(
        "devuelve_la_pareja",
        _choice(
            pick=lambda rates, values: min(
                zip(rates, values, strict=True), key=lambda pair: pair[1]
            )
        ),
        "Devuelves dos cosas, la tasa y el valor de f.",
        "Se pide solo la tasa.",
    ),
    Variant(
        "lanza_si_alguna_diverge",
        _any_divergence_raises,
        "Lanzas una excepción en cuanto diverge una tasa.",
        "Las que divergen se descartan. Solo es un error que no quede ninguna.",
    ),
    Variant(
        "ninguna_da_none",
        _choice(nothing=lambda rates: None),
        "Cuando ninguna tasa acaba en un valor finito, devuelves `None`.",
        "Quien te llama creería que es una tasa: lanza `ValueError`.",
    ),
    Variant(
        "ninguna_da_la_primera",
        _choice(nothing=lambda rates: rates[0] if len(rates) else None),
        "Cuando ninguna tasa acaba en un valor finito, devuelves la primera.",
        "Ninguna sirve: lanza `ValueError`.",
        others=(_starts_with_the_first,),
    ),
    Variant(
        "devuelve_el_indice",
        _position,
        "Devuelves en qué lugar de la lista está la mejor tasa, y no la tasa.",
        "`np.argmin` da un índice: falta `candidatos[…]`.",
    ),
    Variant(
        "mira_w_y_no_f",
        _choice(finite=lambda value, path: bool(np.isfinite(path[-1]).all())),
        "Das por buena una tasa cuyo w es finito aunque f(w) no lo sea.",
        "El cuadrado de un número enorme ya no cabe: comprueba el valor de f.",
    ),
    Variant("modifica_w0", _in_place, INTACT.causa, INTACT.pista, by_property=True),
    Variant("modifica_candidatos", _sorts_in_place, SORTED.causa, SORTED.pista, by_property=True),
)
