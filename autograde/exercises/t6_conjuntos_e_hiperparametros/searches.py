"""Las búsquedas de t6 como piezas: evaluar unas opciones y quedarse con las mejores."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from autograde.model import Variant
from curso.pruebas.compara import Comparacion, Hallazgo, Propiedad

Options = dict[str, Any]
Try = tuple[Options, float]
Score = Callable[..., float]
Found = tuple[Any, float, list[Any]]


def none_is_finite() -> Any:
    raise ValueError("ninguna pérdida es finita")


def search(
    evaluar: Score,
    candidates: Iterable[Options],
    *,
    best: Callable[[list[Try]], Try] = lambda finite: min(finite, key=lambda t: t[1]),
    finite: Callable[[float], bool] = math.isfinite,
    nothing: Callable[[], Any] = none_is_finite,
    told: Callable[[Try, list[Try], Score], Any] = lambda won, tries, f: (*won, tries),
) -> Any:
    """La búsqueda correcta salvo en lo que se diga.

    De los intentos con pérdida `finite` gana el que diga `best`; si no hay, la respuesta es
    `nothing()`; y si lo hay, `told(ganador, intentos, evaluar)`.
    """
    tries = [(options, evaluar(**options)) for options in candidates]
    eligible = [t for t in tries if finite(t[1])]
    return told(best(eligible), tries, evaluar) if eligible else nothing()


def last_best(finite: list[Try]) -> Try:
    return min(finite[::-1], key=lambda t: t[1])


def worst(finite: list[Try]) -> Try:
    return max(finite, key=lambda t: t[1])


def smallest(finite: list[Try]) -> Try:
    return min(finite, key=lambda t: abs(t[1]))


def last(finite: list[Try]) -> Try:
    return finite[-1]


def nan_wins(finite: list[Try]) -> Try:
    """Como `np.argmin`: si hay nan, gana el primero."""
    return next((t for t in finite if math.isnan(t[1])), min(finite, key=lambda t: t[1]))


def evaluated_again(won: Try, tries: list[Try], evaluar: Score) -> Any:
    return won[0], evaluar(**won[0]), tries


def twice_each(evaluar: Score, candidates: Iterable[Options]) -> Any:
    """Evalúa para comparar y otra vez para guardar."""
    best, lowest, tries = None, math.inf, []
    for options in candidates:
        if -math.inf < evaluar(**options) < lowest:
            best, lowest = options, evaluar(**options)
        tries.append((options, evaluar(**options)))
    return (best, lowest, tries) if best is not None else none_is_finite()


def same_dictionary(evaluar: Score, candidates: Iterable[Options]) -> Any:
    """El mismo diccionario, escrito una y otra vez: todos los intentos acaban siendo el último."""
    options: Options = {}
    tries: list[Try] = []
    lowest = math.inf
    for candidate in candidates:
        options.update(candidate)
        loss = evaluar(**options)
        tries.append((options, loss))
        if math.isfinite(loss):
            lowest = min(lowest, loss)
    return (options, lowest, tries) if lowest < math.inf else none_is_finite()


def same_dictionary_in_the_list(evaluar: Score, candidates: Iterable[Options]) -> Any:
    """Como la anterior, pero de las mejores opciones sí se guarda una copia."""
    options: Options = {}
    best: Options | None = None
    tries: list[Try] = []
    lowest = math.inf
    for candidate in candidates:
        options.update(candidate)
        loss = evaluar(**options)
        tries.append((options, loss))
        if math.isfinite(loss) and loss < lowest:
            best, lowest = dict(options), loss
    return (best, lowest, tries) if best is not None else none_is_finite()


def made_up_maximum(evaluar: Score, candidates: Iterable[Options]) -> Any:
    best, lowest, tries = None, 1000.0, []
    for options in candidates:
        loss = evaluar(**options)
        tries.append((options, loss))
        if math.isfinite(loss) and loss < lowest:
            best, lowest = options, loss
    return (best, lowest, tries) if best is not None else none_is_finite()


def raises_if_any_diverges(evaluar: Score, candidates: Iterable[Options]) -> Any:
    return search(evaluar, candidates, told=_all_finite)


def _all_finite(won: Try, tries: list[Try], evaluar: Score) -> Any:
    return (*won, tries) if all(math.isfinite(t[1]) for t in tries) else none_is_finite()


def too_many_calls(values: str) -> tuple[str, str]:
    """Causa y pista de quien evalúa más de lo que hace falta."""
    return (
        f"Llamas a `evaluar` más de una vez por {values}.",
        "Cada evaluación es un entrenamiento entero: guarda lo que da en una variable.",
    )


def counted(exercise_id: str, values: str, **kwargs: Any) -> Comparacion:
    """La comparación de los casos en que una llamada de más se ve en las pérdidas."""
    finding = Hallazgo(f"{exercise_id}.evalua_varias_veces", *too_many_calls(values))
    return Comparacion(propiedades=(Propiedad("sin_llamadas_de_mas", finding),), **kwargs)


def common_variants(build: Callable[[Callable[..., Any]], Any], values: str) -> tuple[Variant, ...]:
    """Los errores que se cometen igual en las dos búsquedas.

    build
        `build(buscar)` es la función del alumno que prueba sus candidatas con
        `buscar(evaluar, candidatas)`.
    values
        Lo que se evalúa, en palabras («combinación», «sorteo»).
    """

    def with_search(**kwargs: Any) -> Any:
        return build(lambda f, candidates: search(f, candidates, **kwargs))

    def telling(tell: Callable[[Try, list[Try]], Any]) -> Any:
        return with_search(told=lambda won, tries, f: tell(won, tries))

    return (
        Variant(
            "la_ultima_en_empate",
            with_search(best=last_best),
            "Si hay empate, te quedas con la última de las mejores.",
            "Para quedarte con la primera, cambia solo cuando la pérdida sea **estrictamente** "
            "menor.",
        ),
        Variant(
            "la_peor",
            with_search(best=worst),
            "Te quedas con la pérdida más alta.",
            "Buscamos la pérdida más baja. Mira el sentido de la comparación.",
        ),
        Variant(
            "mas_cerca_de_cero",
            with_search(best=smallest),
            "Te quedas con la pérdida más cercana a cero.",
            "Una pérdida puede ser negativa: la más baja no es la más cercana a cero.",
        ),
        Variant(
            "la_ultima",
            with_search(best=last),
            "Te quedas con lo último que pruebas, sea bueno o malo.",
            "Guarda las mejores opciones hasta el momento y cámbialas solo si la pérdida es menor.",
        ),
        Variant(
            "nan_gana",
            with_search(best=nan_wins, finite=lambda v: not math.isinf(v)),
            "Si alguna pérdida es nan, te quedas con esa.",
            "`np.argmin` toma nan por el menor, y `min` se confunde con él. Descarta antes lo que "
            "no sea finito.",
        ),
        Variant(
            "menos_infinito_gana",
            with_search(finite=lambda v: v < math.inf),
            "Das por buena una pérdida de menos infinito.",
            "No es una pérdida de verdad: algo se ha desbordado. Solo cuentan las finitas "
            "(`np.isfinite`).",
        ),
        Variant(
            "tope_inventado",
            build(made_up_maximum),
            "Descartas las pérdidas mayores que mil, aunque sean las mejores.",
            "¿Con qué empieza la variable de la mejor pérdida? Cualquier número puede quedarse "
            "corto: usa `np.inf`.",
        ),
        Variant(
            "mismo_diccionario",
            build(same_dictionary),
            "Todos los intentos acaban con las mismas opciones: guardas muchas veces el mismo "
            "diccionario.",
            "Si escribes en un diccionario que ya está en la lista, cambias también lo guardado. "
            "Crea uno nuevo para cada intento.",
        ),
        Variant(
            "mismo_diccionario_en_la_lista",
            build(same_dictionary_in_the_list),
            "En tu lista, todos los intentos acaban con las mismas opciones: las últimas.",
            "Guardas muchas veces el mismo diccionario, y al escribir en él cambia también lo ya "
            "guardado. Crea uno nuevo para cada intento.",
        ),
        Variant(
            "evalua_otra_vez",
            with_search(told=evaluated_again),
            "Vuelves a evaluar las mejores opciones al final.",
            "Cada evaluación es un entrenamiento entero. Guarda la pérdida junto a sus opciones.",
        ),
        Variant("evalua_varias_veces", build(twice_each), *too_many_calls(values)),
        Variant(
            "sin_los_no_finitos",
            telling(lambda won, tries: (*won, [t for t in tries if math.isfinite(t[1])])),
            "En la lista faltan los intentos cuya pérdida no es finita.",
            "No pueden ganar, pero se han hecho: saber que ahí se diverge también es información.",
        ),
        Variant(
            "lista_ordenada",
            telling(lambda won, tries: (*won, sorted(tries, key=lambda t: t[1]))),
            "La lista está ordenada por la pérdida.",
            "Los intentos van en el orden en que se hicieron.",
        ),
        Variant(
            "sin_la_lista",
            telling(lambda won, tries: won),
            "Falta la lista de intentos.",
            "Se piden tres cosas: las mejores opciones, su pérdida y la lista de (opciones, "
            "pérdida).",
        ),
        Variant(
            "solo_los_valores",
            telling(
                lambda won, tries: (
                    tuple(won[0].values()),
                    won[1],
                    [(tuple(o.values()), loss) for o, loss in tries],
                )
            ),
            "Devuelves los valores de las opciones sin sus nombres.",
            "Unas opciones son un diccionario de nombre a valor, el mismo que se pasa a "
            "`evaluar(**opciones)`.",
        ),
        Variant(
            "listas_separadas",
            telling(lambda won, tries: (*won, [loss for _, loss in tries])),
            "La lista lleva solo las pérdidas.",
            "Cada elemento es una pareja (opciones, pérdida).",
        ),
        Variant(
            "lanza_si_alguna_diverge",
            build(raises_if_any_diverges),
            "Lanzas una excepción en cuanto una pérdida no es finita.",
            "Las que divergen no ganan, y nada más. Solo es un error que no quede ninguna.",
        ),
        Variant(
            "ninguna_da_none",
            with_search(nothing=lambda: None),
            "Cuando no hay ninguna pérdida finita, devuelves `None`.",
            "Quien te llama creería que hay unas opciones: lanza `ValueError`.",
        ),
    )
