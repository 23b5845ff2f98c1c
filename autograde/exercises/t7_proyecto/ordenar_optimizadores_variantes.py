"""t7.ordenar_optimizadores: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo

ID = "t7.ordenar_optimizadores"
Summary = dict[str, Any]
Summaries = Mapping[str, Sequence[Summary]]
Ranks = dict[str, float]
Ranking = list[tuple[str, float]]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia los resúmenes que recibe.",
    "`sort()` ordena la lista de quien te llama: usa `sorted`, que hace otra.",
)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _plain_loop(resumenes: Summaries) -> list[list[Any]]:
    if not resumenes:
        raise ValueError("no hay problemas")
    suma: dict[str, float] = {}
    for lista in resumenes.values():
        for r in lista:
            menores = iguales = 0
            for otro in lista:
                if otro["mejor_validacion"] < r["mejor_validacion"]:
                    menores += 1
                elif otro["mejor_validacion"] == r["mejor_validacion"]:
                    iguales += 1
            puesto = menores + (iguales + 1) / 2
            suma[r["optimizador"]] = suma.get(r["optimizador"], 0) + puesto
    for lista in resumenes.values():
        if len(lista) != len(suma):
            raise ValueError("falta un optimizador")
    medios = [[nombre, total / len(resumenes)] for nombre, total in suma.items()]
    return sorted(medios, key=lambda m: (m[1], m[0]))


def _matrix(resumenes: Summaries) -> Ranking:
    tablas = [
        {r["optimizador"]: r["mejor_validacion"] for r in lista} for lista in resumenes.values()
    ]
    if not tablas:
        raise ValueError("no hay problemas")
    nombres = sorted(tablas[0])
    if any(sorted(tabla) != nombres for tabla in tablas):
        raise ValueError("falta un optimizador")
    v = np.array([[tabla[nombre] for nombre in nombres] for tabla in tablas])
    antes = (v[:, None, :] < v[:, :, None]).sum(axis=2)
    iguales = (v[:, None, :] == v[:, :, None]).sum(axis=2)
    medios = (antes + (iguales + 1) / 2).mean(axis=0)
    return [(nombres[i], float(medios[i])) for i in np.argsort(medios, kind="stable")]


def _runs(resumenes: Summaries) -> tuple[tuple[str, float], ...]:
    puestos: dict[str, list[float]] = {}
    for lista in resumenes.values():
        orden = sorted(lista, key=lambda r: r["mejor_validacion"])
        i = 0
        while i < len(orden):
            j = i
            while j < len(orden) and orden[j]["mejor_validacion"] == orden[i]["mejor_validacion"]:
                j += 1
            for r in orden[i:j]:
                puestos.setdefault(r["optimizador"], []).append((i + 1 + j) / 2)
            i = j
    if not puestos or any(len(p) != len(resumenes) for p in puestos.values()):
        raise ValueError("falta un optimizador")
    medios = {nombre: statistics.fmean(p) for nombre, p in puestos.items()}
    return tuple((n, medios[n]) for n in sorted(sorted(medios), key=medios.__getitem__))


def _in_single(resumenes: Summaries) -> Ranking:
    return [(nombre, np.float64(puesto)) for nombre, puesto in _matrix(resumenes)]


ACCEPTED = {
    "bucles": _plain_loop,
    "con una matriz": _matrix,
    "por tramos iguales": _runs,
    "escalares de NumPy": _in_single,
}


# --- equivocadas -----------------------------------------------------------------------------


def _losses(summaries: Sequence[Summary]) -> dict[str, float]:
    return {r["optimizador"]: r["mejor_validacion"] for r in summaries}


def _shared(losses: Mapping[str, float]) -> Ranks:
    every = sorted(losses.values())
    return {n: every.index(p) + (every.count(p) + 1) / 2 for n, p in losses.items()}


def _check(ranks: Sequence[Ranks]) -> None:
    if not ranks or any(r.keys() != ranks[0].keys() for r in ranks):
        raise ValueError("falta un optimizador")


def _mean(ranks: Sequence[Ranks], name: str) -> float:
    return sum(r[name] for r in ranks) / len(ranks)


def _twisted(
    *,
    losses: Callable[[Sequence[Summary]], dict[str, float]] = _losses,
    rank: Callable[[Mapping[str, float]], Ranks] = _shared,
    check: Callable[[Sequence[Ranks]], None] = _check,
    together: Callable[[Sequence[Ranks], str], float] = _mean,
    key: Callable[[tuple[str, float]], Any] = lambda pair: (pair[1], pair[0]),
    told: Callable[[Ranking], Any] = lambda ranking: ranking,
) -> Any:
    """La correcta salvo en lo que se diga."""

    def ordenar_optimizadores(resumenes: Summaries) -> Any:
        ranks = [rank(losses(summaries)) for summaries in resumenes.values()]
        check(ranks)
        names = list(dict.fromkeys(name for r in ranks for name in r))
        return told(sorted(((name, together(ranks, name)) for name in names), key=key))

    return ordenar_optimizadores


def _ranked(of: Callable[[float, list[float]], float]) -> Callable[[Mapping[str, float]], Ranks]:
    """El puesto que da `of(pérdida, todas ordenadas)`."""

    def rank(losses: Mapping[str, float]) -> Ranks:
        every = sorted(losses.values())
        return {name: of(loss, every) for name, loss in losses.items()}

    return rank


def _one_by_one(losses: Mapping[str, float]) -> Ranks:
    return {name: i + 1.0 for i, name in enumerate(sorted(losses, key=losses.__getitem__))}


def _as_they_come(losses: Mapping[str, float]) -> Ranks:
    return {name: i + 1.0 for i, name in enumerate(losses)}


def _dense(loss: float, every: list[float]) -> float:
    return sorted(set(every)).index(loss) + 1.0


def _last_of_the_tie(loss: float, every: list[float]) -> float:
    return float(every.index(loss) + every.count(loss))


def _backwards(loss: float, every: list[float]) -> float:
    return len(every) - every.index(loss) - (every.count(loss) - 1) / 2


def _infinities_in_line(losses: Mapping[str, float]) -> Ranks:
    """Los finitos comparten el puesto; los infinitos, uno cada uno."""
    ranks = _shared(losses)
    finite = sum(map(math.isfinite, losses.values()))
    lost = [name for name, loss in losses.items() if not math.isfinite(loss)]
    return ranks | {name: finite + 1.0 + i for i, name in enumerate(lost)}


def _drops_infinite(losses: Mapping[str, float]) -> Ranks:
    finite = {name: loss for name, loss in losses.items() if math.isfinite(loss)}
    return _shared(finite) | dict.fromkeys(losses.keys() - finite.keys(), math.inf)


def _mean_of_those(ranks: Sequence[Ranks], name: str) -> float:
    own = [r[name] for r in ranks if name in r]
    return sum(own) / len(own)


def _as_last(ranks: Sequence[Ranks], name: str) -> float:
    return sum(r.get(name, len(r) + 1.0) for r in ranks) / len(ranks)


def _only_common(resumenes: Summaries) -> Ranking:
    if not resumenes:
        raise ValueError("no hay problemas")
    common = set.intersection(*({r["optimizador"] for r in s} for s in resumenes.values()))
    kept = {p: [r for r in s if r["optimizador"] in common] for p, s in resumenes.items()}
    return _twisted()(kept)


def _first_problem_rules(resumenes: Summaries) -> Ranking:
    """Solo mira que no falte ninguno de los del primer problema."""
    if not resumenes:
        raise ValueError("no hay problemas")
    ranks = [_shared(_losses(s)) for s in resumenes.values()]
    if any(name not in r for r in ranks for name in ranks[0]):
        raise ValueError("falta un optimizador")
    pairs = [(name, _mean(ranks, name)) for name in ranks[0]]
    return sorted(pairs, key=lambda pair: (pair[1], pair[0]))


def _some(ranks: Sequence[Ranks]) -> None:
    if not ranks:
        raise ValueError("no hay problemas")


def _same_names(ranks: Sequence[Ranks]) -> None:
    if any(r.keys() != ranks[0].keys() for r in ranks):
        raise ValueError("falta un optimizador")


def _writes(resumenes: Any) -> Ranking:
    answer: Ranking = _twisted()(resumenes)
    for summaries in resumenes.values():
        summaries.sort(key=lambda r: r["optimizador"])
    return answer


VARIANTS = (
    Variant(
        "desde_cero",
        _twisted(rank=_ranked(lambda x, every: every.index(x) + (every.count(x) - 1) / 2)),
        "Numeras los puestos desde 0.",
        "El mejor de un problema tiene el puesto 1.",
    ),
    Variant(
        "empate_sin_compartir",
        _twisted(rank=_one_by_one),
        "Cuando dos empatan les das puestos distintos.",
        "Si empatan en los puestos 2 y 3, a los dos les toca 2,5.",
    ),
    Variant(
        "empate_el_mejor_puesto",
        _twisted(rank=_ranked(lambda x, every: every.index(x) + 1.0)),
        "Cuando dos empatan les das a los dos el mejor de sus puestos.",
        "Comparten la **media**: si empatan en el 2 y el 3, a los dos les toca 2,5.",
    ),
    Variant(
        "empate_el_peor_puesto",
        _twisted(rank=_ranked(_last_of_the_tie)),
        "Cuando dos empatan les das a los dos el peor de sus puestos.",
        "Comparten la **media**: si empatan en el 2 y el 3, a los dos les toca 2,5.",
    ),
    Variant(
        "empate_sin_hueco",
        _twisted(rank=_ranked(_dense)),
        "Después de un empate no dejas hueco.",
        "Si dos empatan en los puestos 2 y 3, el siguiente es el 4.",
    ),
    Variant(
        "como_vienen",
        _twisted(rank=_as_they_come),
        "Das los puestos según el orden de la lista.",
        "La lista puede no venir ordenada, y en ella no se ven los empates: compara "
        "`mejor_validacion`.",
    ),
    Variant(
        "otra_perdida",
        _twisted(losses=lambda s: {r["optimizador"]: r["validacion"] for r in s}),
        "Comparas la última validación.",
        "El puesto lo da `mejor_validacion`.",
        others=(_twisted(losses=lambda s: {r["optimizador"]: r["perdida"] for r in s}),),
    ),
    Variant(
        "media_de_perdidas",
        _twisted(rank=lambda losses: dict(losses)),
        "Haces la media de las pérdidas, no la de los puestos.",
        "Las pérdidas de dos problemas no se pueden sumar: unas están en miles y otras en décimas. "
        "Los puestos, sí.",
    ),
    Variant(
        "suma_de_puestos",
        _twisted(together=lambda ranks, name: sum(r[name] for r in ranks)),
        "Sumas los puestos y no divides.",
        "Se pide el puesto **medio**: divide entre el número de problemas.",
    ),
    Variant(
        "mediana_de_puestos",
        _twisted(together=lambda ranks, name: statistics.median(r[name] for r in ranks)),
        "Haces la mediana de los puestos.",
        "Aquí se pide la media.",
    ),
    Variant(
        "puestos_al_reves",
        _twisted(rank=_ranked(_backwards)),
        "El puesto 1 se lo das a la pérdida más alta.",
        "El mejor es el de la pérdida más baja.",
    ),
    Variant(
        "de_peor_a_mejor",
        _twisted(key=lambda pair: (-pair[1], pair[0])),
        "Ordenas de peor a mejor.",
        "Va primero el de menor puesto medio.",
    ),
    Variant(
        "empate_como_aparecen",
        _twisted(key=lambda pair: pair[1]),
        "Con el mismo puesto medio, los dejas en el orden en que aparecen.",
        "En ese caso van por orden alfabético.",
    ),
    Variant(
        "alfabetico",
        _twisted(key=lambda pair: pair[0]),
        "Ordenas por el nombre.",
        "Se ordena por el puesto medio; el nombre solo decide si empatan.",
    ),
    Variant(
        "infinitos_en_fila",
        _twisted(rank=_infinities_in_line),
        "A los que tienen una pérdida infinita les das puestos distintos.",
        "Dos infinitos empatan, como dos números iguales: comparten la media de sus puestos.",
    ),
    Variant(
        "infinitos_fuera",
        _twisted(rank=_drops_infinite),
        "A quien tiene una pérdida infinita le das un puesto infinito.",
        "Va el último, con un puesto como los demás.",
    ),
    Variant(
        "media_de_los_que_esta",
        _twisted(check=_some, together=_mean_of_those),
        "Si un optimizador falta en un problema, haces la media de los demás.",
        "Quien se salta el problema difícil saldría ganando: lanza `ValueError`.",
    ),
    Variant(
        "faltar_es_ser_el_ultimo",
        _twisted(check=_some, together=_as_last),
        "Si un optimizador falta en un problema, le das el último puesto.",
        "No se sabe cómo habría quedado: lanza `ValueError`.",
    ),
    Variant(
        "solo_los_comunes",
        _only_common,
        "Dejas fuera a los optimizadores que faltan en algún problema.",
        "Sin decirlo, el resultado parecería completo: lanza `ValueError`.",
    ),
    Variant(
        "solo_los_del_primero",
        _first_problem_rules,
        "Solo compruebas los optimizadores del primer problema.",
        "Puede haber uno que esté en el segundo y no en el primero: compara los dos conjuntos de "
        "nombres.",
    ),
    Variant(
        "admite_ninguno",
        _twisted(check=_same_names),
        "Sin ningún problema no lanzas `ValueError`.",
        "No hay nada que ordenar, y devolver una lista vacía lo escondería.",
    ),
    Variant(
        "solo_los_nombres",
        _twisted(told=lambda ranking: [name for name, _ in ranking]),
        "Devuelves solo los nombres.",
        "Cada elemento es una pareja `(optimizador, puesto medio)`.",
    ),
    Variant(
        "diccionario",
        _twisted(told=dict),
        "Devuelves un diccionario.",
        "Se pide una lista de parejas `(optimizador, puesto medio)`.",
    ),
    Variant(
        "pareja_al_reves",
        _twisted(told=lambda ranking: [(rank, name) for name, rank in ranking]),
        "En cada pareja has puesto primero el puesto.",
        "Es `(optimizador, puesto medio)`.",
    ),
    Variant("modifica_la_entrada", _writes, INTACT.causa, INTACT.pista),
)
