"""t6.evaluar_por_partes: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo, Propiedad

ID = "t6.evaluar_por_partes"
Array = np.ndarray
Parts = Sequence[tuple[Array, Array]]
Train = Callable[[Array, Array], Any]
Score = Callable[[Any, Array, Array], float]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia x, y o las partes.",
    "Toma los ejemplos con sus índices, `x[indices]`, sin escribir en los datos de quien te llama.",
)
LEAK = Propiedad(
    "nadie_vio_su_validacion",
    Hallazgo(
        f"{ID}.fuga",
        "Algún modelo se evalúa con ejemplos con los que se entrenó.",
        "Para cada pareja (entrenamiento, validación) se entrena un modelo nuevo, solo con los "
        "índices de la primera, y se evalúa con los de la segunda de **esa misma** pareja.",
    ),
)


def _check(partes: Parts) -> None:
    if len(partes) < 2:
        raise ValueError("hacen falta dos partes")


def _each(entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts) -> list[float]:
    return [evaluar(entrenar(x[t], y[t]), x[v], y[v]) for t, v in partes]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _by_hand(
    entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
) -> tuple[float, float]:
    k = len(partes)
    if k < 2:
        raise ValueError("hacen falta dos partes")
    perdidas = []
    for i in range(k):
        entrenamiento, validacion = partes[i]
        modelo = entrenar(x[entrenamiento], y[entrenamiento])
        perdidas.append(evaluar(modelo, x[validacion], y[validacion]))
    media = sum(perdidas) / k
    cuadrados = 0.0
    for perdida in perdidas:
        cuadrados += (perdida - media) ** 2
    return media, (cuadrados / (k - 1)) ** 0.5


def _statistics(
    entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
) -> tuple[float, float]:
    _check(partes)
    perdidas = _each(entrenar, evaluar, x, y, partes)
    return statistics.fmean(perdidas), statistics.stdev(perdidas)


def _models_first(entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts) -> Array:
    _check(partes)
    modelos = [entrenar(np.take(x, t, axis=0), np.take(y, t, axis=0)) for t, _ in partes]
    perdidas = np.array(
        [
            evaluar(m, np.take(x, v, axis=0), np.take(y, v, axis=0))
            for m, (_, v) in zip(modelos, partes, strict=True)
        ]
    )
    return np.array([perdidas.mean(), perdidas.std(ddof=1)])


def _single_precision(
    entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
) -> tuple[Any, Any]:
    _check(partes)
    perdidas = np.array(_each(entrenar, evaluar, x, y, partes))
    media, k = perdidas.mean(), len(perdidas)
    return np.float64(media), np.sqrt(((perdidas - media) ** 2).sum() / (k - 1))


ACCEPTED = {
    "a mano": _by_hand,
    "statistics": _statistics,
    "primero los modelos": _models_first,
    "escalares de NumPy": _single_precision,
}


# --- equivocadas -----------------------------------------------------------------------------


def _told(losses: Callable[..., Sequence[float]], tell: Callable[[Array], Any]) -> Any:
    """Lo que dice `tell` de las pérdidas, con las partes comprobadas."""

    def evaluar_por_partes(
        entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
    ) -> Any:
        _check(partes)
        return tell(np.array(losses(entrenar, evaluar, x, y, partes)))

    return evaluar_por_partes


def _right(losses: Array) -> tuple[float, float]:
    return float(losses.mean()), float(losses.std(ddof=1))


def _telling(tell: Callable[[Array], Any]) -> Any:
    return _told(_each, tell)


def _losing(losses: Callable[..., Sequence[float]]) -> Any:
    return _told(losses, _right)


def _trains_with_all(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    return [s(e(x, y), x[v], y[v]) for _, v in parts]


def _scores_the_training(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    return [s(e(x[t], y[t]), x[t], y[t]) for t, _ in parts]


def _scores_all(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    return [s(e(x[t], y[t]), x, y) for t, _ in parts]


def _swapped(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    return [s(e(x[v], y[v]), x[t], y[t]) for t, v in parts]


def _one_model(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    model = e(x[parts[0][0]], y[parts[0][0]])
    return [s(model, x[v], y[v]) for _, v in parts]


def _last_model(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    model = e(x[parts[-1][0]], y[parts[-1][0]])
    return [s(model, x[v], y[v]) for _, v in parts]


def _trains_on_validation(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    return [s(e(x[v], y[v]), x[v], y[v]) for _, v in parts]


def _without_last(e: Train, s: Score, x: Array, y: Array, parts: Parts) -> list[float]:
    return _each(e, s, x, y, parts[:-1] if len(parts) > 2 else parts)


def _weighted(
    entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
) -> tuple[float, float]:
    _check(partes)
    losses = np.array(_each(entrenar, evaluar, x, y, partes))
    sizes = [len(v) for _, v in partes]
    return float(np.average(losses, weights=sizes)), float(losses.std(ddof=1))


def _writes(
    entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
) -> tuple[float, float]:
    _check(partes)
    result = _right(np.array(_each(entrenar, evaluar, x, y, partes)))
    order = np.concatenate([v for _, v in partes])[::-1]
    x[: len(order)] = x[order]
    return result


def _unchecked(
    entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
) -> tuple[float, float]:
    losses = np.array(_each(entrenar, evaluar, x, y, partes))
    if len(losses) < 2:
        return (float(losses.sum()), 0.0) if len(losses) else (float("nan"), float("nan"))
    return _right(losses)


def _one_is_enough(
    entrenar: Train, evaluar: Score, x: Array, y: Array, partes: Parts
) -> tuple[float, float]:
    if len(partes) == 0:
        raise ValueError("hace falta alguna parte")
    return _unchecked(entrenar, evaluar, x, y, partes)


VARIANTS = (
    Variant(
        "desviacion_con_k",
        _telling(lambda p: (float(p.mean()), float(p.std()))),
        "La desviación típica está dividida entre k, no entre k − 1.",
        "`np.std` divide entre k si no le dices otra cosa. Con tan pocas partes se nota: "
        "`np.std(perdidas, ddof=1)`.",
    ),
    Variant(
        "varianza",
        _telling(lambda p: (float(p.mean()), float(p.var(ddof=1)))),
        "Devuelves la varianza, no la desviación típica.",
        "Falta la raíz cuadrada: la desviación tiene las mismas unidades que la pérdida.",
    ),
    Variant(
        "varianza_con_k",
        _telling(lambda p: (float(p.mean()), float(p.var()))),
        "Devuelves la varianza, y además dividida entre k.",
        "Se divide entre k − 1 y luego se hace la raíz cuadrada.",
    ),
    Variant(
        "error_tipico",
        _telling(lambda p: (float(p.mean()), float(p.std(ddof=1) / np.sqrt(len(p))))),
        "Divides la desviación entre la raíz de k: eso es el error típico de la media.",
        "Se pide la desviación típica de las k pérdidas, sin dividir más.",
    ),
    Variant(
        "entrena_con_todo",
        _losing(_trains_with_all),
        "Entrenas con todos los ejemplos, también con los que luego usas para evaluar.",
        "El modelo se los sabe de memoria, y la nota no vale. Entrena con "
        "`x[entrenamiento], y[entrenamiento]`.",
    ),
    Variant(
        "evalua_con_el_entrenamiento",
        _losing(_scores_the_training),
        "Evalúas cada modelo con los mismos ejemplos con que se ha entrenado.",
        "Lo que importa es cuánto falla con los que no ha visto: los de validación.",
    ),
    Variant(
        "evalua_con_todo",
        _losing(_scores_all),
        "Evalúas cada modelo con todos los ejemplos, y la mayoría ya los ha visto.",
        "Solo cuentan los de validación de su pareja.",
    ),
    Variant(
        "al_reves",
        _losing(_swapped),
        "Entrenas con los ejemplos de validación y evalúas con los de entrenamiento.",
        "En cada pareja van primero los índices de entrenamiento.",
    ),
    Variant(
        "un_solo_modelo",
        _losing(_one_model),
        "Entrenas un solo modelo, con la primera pareja, y lo evalúas con todas las partes.",
        "En las demás partes hay ejemplos que ya ha visto. Hay que entrenar uno nuevo cada vez.",
    ),
    Variant(
        "solo_el_ultimo_modelo",
        _losing(_last_model),
        "Todas las partes se evalúan con el último modelo que entrenas.",
        "Si entrenas en un bucle y evalúas en otro, guarda los modelos en una lista: cada parte "
        "tiene el suyo.",
    ),
    Variant(
        "entrena_con_la_validacion",
        _losing(_trains_on_validation),
        "Entrenas y evalúas con los mismos índices, los de validación.",
        "Mira qué índices le das a `entrenar`: han de ser los primeros de la pareja.",
    ),
    Variant(
        "falta_la_ultima_parte",
        _losing(_without_last),
        "La última parte no cuenta.",
        "¿Hasta dónde llega tu bucle? Se recorren las k parejas.",
    ),
    Variant(
        "suma",
        _telling(lambda p: (float(p.sum()), float(p.std(ddof=1)))),
        "Devuelves la suma de las pérdidas, no su media.",
        "Falta dividir entre el número de partes.",
    ),
    Variant(
        "mediana",
        _telling(lambda p: (float(np.median(p)), float(p.std(ddof=1)))),
        "Devuelves la mediana de las pérdidas, no su media.",
        "Se pide la media.",
    ),
    Variant(
        "media_con_pesos",
        _weighted,
        "Las partes grandes pesan más en tu media.",
        "Aquí las k pérdidas cuentan lo mismo, aunque las partes no midan todas igual.",
    ),
    Variant(
        "solo_la_media",
        _telling(lambda p: float(p.mean())),
        "Devuelves solo la media.",
        "Se piden dos números: la media y la desviación típica.",
    ),
    Variant(
        "todas_las_perdidas",
        _telling(lambda p: p.tolist()),
        "Devuelves las pérdidas de todas las partes, sin resumir.",
        "Se piden dos números: su media y su desviación típica.",
    ),
    Variant(
        "orden_cambiado",
        _telling(lambda p: _right(p)[::-1]),
        "Los dos números están cambiados de orden.",
        "Primero la media; después, la desviación típica.",
    ),
    Variant("modifica_la_entrada", _writes, INTACT.causa, INTACT.pista),
    Variant(
        "admite_una_parte",
        _one_is_enough,
        "Admites una sola parte.",
        "Con un solo número no hay desviación que calcular: lanza `ValueError`.",
    ),
    Variant(
        "sin_validar",
        _unchecked,
        "No compruebas cuántas partes hay.",
        "Con menos de dos, lanza `ValueError`.",
    ),
)
