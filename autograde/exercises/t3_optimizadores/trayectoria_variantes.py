"""t3.trayectoria: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo
from solutions.optimizadores.curso_t3 import trayectoria

ID = "t3.trayectoria"
Array = Any
Gradient = Callable[[Array], Array]

UNTOUCHED = Hallazgo(
    f"{ID}.modifica_w0",
    "Tu función cambia w0.",
    "La partida es de quien te llama: guarda los puntos nuevos aparte, sin escribir en ella.",
)


def _ahead_of(optimizador: Any) -> Gradient:
    return getattr(optimizador, "adelanto", lambda w: w)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _preallocated(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    puntos = np.empty_like(w0, shape=(iteraciones + 1, *w0.shape))
    puntos[0] = w0
    for k in range(iteraciones):
        w = puntos[k]
        donde = optimizador.adelanto(w) if hasattr(optimizador, "adelanto") else w
        puntos[k + 1] = optimizador.paso(w, gradiente(donde))
    return puntos


def _tries(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    filas, w = [w0[None]], w0.copy()
    while len(filas) <= iteraciones:
        try:
            g = gradiente(optimizador.adelanto(w))
        except AttributeError:
            g = gradiente(w)
        w = optimizador.paso(w, g)
        filas.append(w[None])
    return np.concatenate(filas)


# --- equivocadas -----------------------------------------------------------------------------


def _without_start(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    puntos = trayectoria(optimizador, gradiente, w0, iteraciones)
    return puntos[1:]


def _without_start_nor_ahead_check(
    optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int
) -> Array:
    puntos, w = [], w0
    for _ in range(iteraciones):
        w = optimizador.paso(w, gradiente(_ahead_of(optimizador)(w)))
        puntos.append(w)
    return np.stack(puntos)


def _shifted(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    return trayectoria(optimizador, gradiente, w0, iteraciones + 1)[1:]


def _start_left_at_zero(
    optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int
) -> Array:
    puntos = np.zeros_like(w0, shape=(iteraciones + 1, *w0.shape))
    puntos[1:] = trayectoria(optimizador, gradiente, w0, iteraciones)[1:]
    return puntos


def _from_zero(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    return trayectoria(optimizador, gradiente, 0 * w0, iteraciones)


def _asks_twice(opt: Any, gradient: Gradient, w: Array, w0: Array) -> Array:
    return opt.paso(w, gradient(_ahead_of(opt)(_ahead_of(opt)(w))))


def _gradient_is_the_place(opt: Any, gradient: Gradient, w: Array, w0: Array) -> Array:
    return opt.paso(w, _ahead_of(opt)(w))


def _one_more(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    return trayectoria(optimizador, gradiente, w0, iteraciones + 1)


def _one_less(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    return trayectoria(optimizador, gradiente, w0, max(iteraciones - 1, 0))


def _walk(step: Callable[[Any, Gradient, Array, Array], Array]) -> Any:
    """Una `trayectoria` cuyo paso es `step(optimizador, gradiente, w, w0)`."""

    def walk(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
        puntos = [w0]
        for _ in range(iteraciones):
            puntos.append(step(optimizador, gradiente, puntos[-1], w0))
        return np.stack(puntos)

    return walk


def _ignores_ahead(opt: Any, gradient: Gradient, w: Array, w0: Array) -> Array:
    return opt.paso(w, gradient(w))


def _neither_start_nor_ahead(
    optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int
) -> Array:
    puntos = []
    w = w0
    for _ in range(iteraciones):
        w = optimizador.paso(w, gradiente(w))
        puntos.append(w)
    return np.stack(puntos)


def _steps_from_ahead(opt: Any, gradient: Gradient, w: Array, w0: Array) -> Array:
    there = _ahead_of(opt)(w)
    return opt.paso(there, gradient(there))


def _always_from_start(opt: Any, gradient: Gradient, w: Array, w0: Array) -> Array:
    return opt.paso(w0, gradient(_ahead_of(opt)(w0)))


def _same_gradient(opt: Any, gradient: Gradient, w: Array, w0: Array) -> Array:
    return opt.paso(w, gradient(_ahead_of(opt)(w0)))


def _two_steps(opt: Any, gradient: Gradient, w: Array, w0: Array) -> Array:
    g = gradient(_ahead_of(opt)(w))
    opt.paso(w, g)
    return opt.paso(w, g)


def _stores_ahead(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    w, puntos = w0, []
    for _ in range(iteraciones + 1):
        there = _ahead_of(optimizador)(w)
        puntos.append(there)
        w = optimizador.paso(w, gradiente(there))
    return np.stack(puntos)


def _same_array(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    w = w0.copy()
    puntos = [w]
    for _ in range(iteraciones):
        w[...] = optimizador.paso(w, gradiente(_ahead_of(optimizador)(w)))
        puntos.append(w)
    return np.stack(puntos)


def _touches_start(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    puntos = [w0.copy()]
    for _ in range(iteraciones):
        w0 += optimizador.paso(w0, gradiente(_ahead_of(optimizador)(w0))) - w0
        puntos.append(w0.copy())
    return np.stack(puntos)


def _list(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> list[Array]:
    return list(trayectoria(optimizador, gradiente, w0, iteraciones))


def _only_last(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    return trayectoria(optimizador, gradiente, w0, iteraciones)[-1]


def _transposed(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    return trayectoria(optimizador, gradiente, w0, iteraciones).T


def _flat(optimizador: Any, gradiente: Gradient, w0: Array, iteraciones: int) -> Array:
    return trayectoria(optimizador, gradiente, w0, iteraciones).ravel()


VARIANTS = (
    Variant(
        "sin_la_partida",
        _without_start,
        "Falta la primera fila: el punto de partida.",
        "Con k iteraciones hay k + 1 puntos. ¿Cuándo guardas w por primera vez?",
        others=(_without_start_nor_ahead_check,),
    ),
    Variant(
        "desplazada",
        _shifted,
        "Tu trayectoria empieza en el primer paso y no en w0, y acaba un paso más allá.",
        "La primera fila es la partida, antes de dar ningún paso: guarda w y después avanza.",
    ),
    Variant(
        "partida_a_cero",
        _start_left_at_zero,
        "Tu primera fila son ceros: falta poner en ella w0.",
        "Si reservas el arreglo con ceros, la primera fila también hay que rellenarla.",
    ),
    Variant(
        "parte_de_cero",
        _from_zero,
        "Tu trayectoria empieza en el origen, y no en w0.",
        "La partida es la que recibes: `w = w0`.",
    ),
    Variant(
        "adelanto_dos_veces",
        _walk(_asks_twice),
        "Adelantas dos veces: tomas el gradiente en el adelanto del adelanto.",
        "`adelanto(w)` ya dice dónde se toma el gradiente.",
    ),
    Variant(
        "adelanto_por_gradiente",
        _walk(_gradient_is_the_place),
        "Le das a `paso` el punto donde tomar el gradiente, y no el gradiente.",
        "`paso(w, g)` espera el gradiente: hay que llamar a `gradiente` en ese punto.",
    ),
    Variant(
        "un_paso_de_mas",
        _one_more,
        "Das un paso de más.",
        "Con k iteraciones hay k pasos y k + 1 puntos, contando la partida.",
    ),
    Variant(
        "un_paso_de_menos",
        _one_less,
        "Das un paso de menos.",
        "La partida no es una iteración: con k iteraciones hay k pasos después de ella.",
    ),
    Variant(
        "adelanto_ignorado",
        _walk(_ignores_ahead),
        "Tomas siempre el gradiente en w, aunque el optimizador tenga `adelanto`.",
        "Algunos optimizadores dicen dónde quieren el gradiente: pregunta con `hasattr`.",
    ),
    Variant(
        "sin_la_partida_ni_adelanto",
        _neither_start_nor_ahead,
        "Falta la primera fila, el punto de partida, y además no usas `adelanto`.",
        "¿Cuándo guardas w por primera vez? ¿Y dónde quiere el gradiente un optimizador que "
        "tiene `adelanto`?",
    ),
    Variant(
        "paso_desde_el_adelanto",
        _walk(_steps_from_ahead),
        "Das el paso desde el adelanto, y no desde w.",
        "El adelanto solo dice dónde se toma el gradiente; a `paso` se le da w.",
    ),
    Variant(
        "guarda_los_adelantos",
        _stores_ahead,
        "Las filas son los puntos adelantados, no los pesos.",
        "La trayectoria son los puntos que devuelve `paso`.",
    ),
    Variant(
        "siempre_desde_w0",
        _walk(_always_from_start),
        "Todos los pasos salen de w0.",
        "Cada paso sale del punto al que llegó el anterior. ¿Actualizas w dentro del bucle?",
    ),
    Variant(
        "gradiente_de_la_partida",
        _walk(_same_gradient),
        "Usas en todos los pasos el gradiente de la partida.",
        "El gradiente cambia con el punto: hay que pedirlo en cada iteración.",
    ),
    Variant(
        "dos_pasos_por_iteracion",
        _walk(_two_steps),
        "Llamas a `paso` dos veces en cada iteración.",
        "Cada llamada cambia el estado del optimizador, aunque no uses lo que devuelve.",
    ),
    Variant(
        "filas_repetidas",
        _same_array,
        "Todas las filas son iguales: guardas muchas veces el mismo arreglo.",
        "Si escribes en w y lo guardas en la lista, cambias también lo que ya habías guardado.",
    ),
    Variant("modifica_w0", _touches_start, UNTOUCHED.causa, UNTOUCHED.pista),
    Variant(
        "lista",
        _list,
        "Devuelves una lista de arreglos, no un arreglo.",
        "Junta los puntos en uno de forma (iteraciones + 1, p).",
    ),
    Variant(
        "solo_el_ultimo",
        _only_last,
        "Devuelves solo el último punto.",
        "Se pide el camino entero, desde la partida.",
    ),
    Variant(
        "traspuesta",
        _transposed,
        "Las filas y las columnas están cambiadas.",
        "Cada punto es una fila. ¿Por qué eje los juntas?",
    ),
    Variant(
        "aplanada",
        _flat,
        "Los puntos están pegados uno tras otro en un vector.",
        "`np.concatenate` pega vectores por el extremo; para apilarlos como filas hay otra "
        "función.",
    ),
)

ACCEPTED = {"reservada": _preallocated, "intentar": _tries}
