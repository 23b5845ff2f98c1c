"""t3.trayectoria: los puntos por los que pasa un optimizador."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.model import CellKind, Exercise, Variant
from curso.compara import Comparacion, Hallazgo
from curso.plan import Caso, Construir, Devolver, Llamar, Paso, Problema, Ref
from solutions.optimizadores.curso_t3 import trayectoria

ID = "t3.trayectoria"
Array = Any
Gradient = Callable[[Array], Array]
#: grupo de los casos en simple precisión
SINGLE = "simple"
PLAIN = ("paso_decreciente", {"lr": 0.25})
AHEAD = ("paso_con_adelanto", {"lr": 0.25, "desvio": 0.5})


def _path(
    title: str,
    optimiser: tuple[str, dict[str, float]],
    w0: Array,
    iterations: Any,
    *,
    problem: str = "valle",
    before: tuple[Paso, ...] = (),
    edge: bool = False,
    group: str = "",
) -> Caso:
    return Caso(
        title,
        (
            Problema("opt", *optimiser),
            Problema("f", problem),
            *before,
            Construir("w0", w0),
            Llamar("camino", (Ref("opt"), Ref("f", "gradiente"), Ref("w0"), iterations)),
            Devolver(Ref("camino"), ("w0",)),
        ),
        borde=edge,
        grupo=group,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def start() -> Array:
        return rng.normal(size=2)

    plain = ("paso_decreciente", {"lr": float(rng.uniform(0.1, 0.4))})
    ahead = (
        "paso_con_adelanto",
        {"lr": float(rng.uniform(0.1, 0.4)), "desvio": float(rng.uniform(0.3, 0.9))},
    )
    k = int(rng.integers(5, 12))
    return [
        _path("valle", plain, start(), k),
        _path("silla", plain, start(), k + 1, problem="silla"),
        _path("adelanto", ahead, start(), k),
        _path("adelanto en la silla", ahead, start(), 3, problem="silla"),
        _path("simple", plain, start().astype(np.float32), 4, edge=True, group=SINGLE),
        _path("una iteración", ahead, start(), 1, edge=True),
        _path("ninguna", plain, start(), 0, edge=True),
    ]


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


START = np.array([4.0, -1.0])
PUBLIC = (
    _path("Tres pasos en el valle", PLAIN, START, 3),
    _path("Un optimizador con adelanto", AHEAD, START, 3),
    _path("Un punto de silla", PLAIN, np.array([1.0, 0.5]), 4, problem="silla"),
    _path("En float32", PLAIN, START.astype(np.float32), 2, edge=True, group=SINGLE),
    _path("Una sola iteración", AHEAD, START, 1, edge=True),
    _path("Ninguna iteración: solo la partida", PLAIN, START, 0, edge=True),
    _path(
        "El número de iteraciones es un entero de NumPy",
        *(PLAIN, START, Ref("tres", "valor")),
        before=(Problema("tres", "entero_de_numpy", {"entero": 3}),),
        edge=True,
    ),
)
UNTOUCHED = Hallazgo(
    f"{ID}.modifica_w0",
    "Tu función cambia w0.",
    "La partida es de quien te llama: guarda los puntos nuevos aparte, sin escribir en ella.",
)

EXERCISE = Exercise(
    id=ID,
    name="trayectoria",
    reference=trayectoria,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=PUBLIC[:5],
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=UNTOUCHED, secuencia=False),
        SINGLE: Comparacion(intactas=UNTOUCHED, secuencia=False, dtype=True),
    },
    variants=(
        Variant(
            "sin_la_partida",
            _without_start,
            "Falta la primera fila: el punto de partida.",
            "Con k iteraciones hay k + 1 puntos. ¿Cuándo guardas w por primera vez?",
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
    ),
    accepted={"reservada": _preallocated, "intentar": _tries},
)
