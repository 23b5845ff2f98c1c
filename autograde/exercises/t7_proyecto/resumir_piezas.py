"""t7.resumir: soluciones escritas de otra manera, y las piezas de las equivocadas."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from curso.pruebas.compara import Hallazgo
from solutions.comparacion import CLASES, clasificar_curva, epoca_de_convergencia

ID = "t7.resumir"
History = dict[str, Any]
Summary = dict[str, Any]
KEYS = ("optimizador", "perdida", "validacion", "mejor_validacion", "epoca", "clase")

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia las historias que recibe.",
    "No escribas en ellas ni las ordenes con `sort()`: monta diccionarios nuevos.",
)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _plain_loop(historias: Sequence[History], base: float) -> list[Summary]:
    nombres = []
    for h in historias:
        if h["optimizador"] not in nombres:
            nombres.append(h["optimizador"])
    resumenes = []
    for nombre in nombres:
        ultimas, validaciones, mejores, epocas, clases = [], [], [], [], []
        for h in historias:
            if h["optimizador"] == nombre:
                v = [x if np.isfinite(x) else np.inf for x in h["validacion"]]
                p = h["perdidas"][-1]
                ultimas.append(p if np.isfinite(p) else np.inf)
                validaciones.append(v[-1])
                mejores.append(min(v))
                e = epoca_de_convergencia(h["perdidas"])
                epocas.append(np.inf if e is None else e)
                clases.append(clasificar_curva(h["perdidas"], h["validacion"], base))
        clase = None
        for candidata in ("no converge", "subóptima", "sobreajusta", "converge"):
            if clase is None or clases.count(candidata) > clases.count(clase):
                clase = candidata
        epoca = np.median(epocas)
        valores = (
            nombre,
            np.median(ultimas),
            np.median(validaciones),
            np.median(mejores),
            epoca if np.isfinite(epoca) else None,
            clase,
        )
        resumenes.append(dict(zip(KEYS, valores, strict=True)))
    resumenes.sort(key=lambda r: r["mejor_validacion"])
    return resumenes


def _middle(values: Iterable[float]) -> float:
    v = sorted(values)
    n = len(v)
    return v[n // 2] if n % 2 else (v[n // 2 - 1] + v[n // 2]) / 2


def _by_hand(historias: Sequence[History], base: float) -> tuple[Summary, ...]:
    grupos = defaultdict(list)
    for h in historias:
        grupos[h["optimizador"]].append(h)
    hechos = []
    for i, (nombre, grupo) in enumerate(grupos.items()):
        mejores = [
            min([x for x in h["validacion"] if math.isfinite(x)] + [math.inf]) for h in grupo
        ]
        epocas = [epoca_de_convergencia(h["perdidas"]) for h in grupo]
        con_epoca = [e for e in epocas if e is not None]
        epoca = _middle(con_epoca + [math.inf] * (len(epocas) - len(con_epoca)))
        clases = Counter(clasificar_curva(h["perdidas"], h["validacion"], base) for h in grupo)
        resumen = {
            "clase": min(clases, key=lambda c: (-clases[c], CLASES.index(c))),
            "epoca": None if epoca == math.inf else epoca,
            "mejor_validacion": _middle(mejores),
            "validacion": _middle(_infinite(h["validacion"][-1]) for h in grupo),
            "perdida": _middle(_infinite(h["perdidas"][-1]) for h in grupo),
            "optimizador": nombre,
        }
        hechos.append((resumen["mejor_validacion"], i, resumen))
    return tuple(resumen for _, _, resumen in sorted(hechos, key=lambda hecho: hecho[:2]))


def _infinite(x: float) -> float:
    return x if math.isfinite(x) else math.inf


def _arrays(historias: Sequence[History], base: float) -> list[Summary]:
    nombres = list(dict.fromkeys(h["optimizador"] for h in historias))
    resumenes: list[Summary] = []
    for nombre in nombres:
        grupo = [h for h in historias if h["optimizador"] == nombre]
        finales = np.array([[h["perdidas"][-1], h["validacion"][-1]] for h in grupo])
        finales = np.nan_to_num(finales, nan=np.inf, posinf=np.inf)
        mejores = [np.nanmin([*h["validacion"], np.inf]) for h in grupo]
        epocas = [epoca_de_convergencia(h["perdidas"]) for h in grupo]
        epoca = float(np.median([np.inf if e is None else e for e in epocas]))
        clases = [clasificar_curva(h["perdidas"], h["validacion"], base) for h in grupo]
        perdida, validacion = np.median(finales, axis=0)
        cuentas = [clases.count(c) for c in CLASES]
        valores = (
            nombre,
            perdida,
            validacion,
            np.median(mejores),
            epoca if epoca < np.inf else None,
            CLASES[int(np.argmax(cuentas))],
        )
        resumenes.append(dict(zip(KEYS, valores, strict=True)))
    orden = np.argsort([r["mejor_validacion"] for r in resumenes], kind="stable")
    return [resumenes[i] for i in orden]


def _in_single(historias: Sequence[History], base: float) -> list[Summary]:
    resumenes = _arrays(historias, base)
    for r in resumenes:
        for clave in ("perdida", "validacion", "mejor_validacion"):
            r[clave] = np.float64(r[clave])
    return resumenes


ACCEPTED = {
    "un bucle": _plain_loop,
    "a mano": _by_hand,
    "con arreglos": _arrays,
    "escalares de NumPy": _in_single,
}


# --- equivocadas -----------------------------------------------------------------------------


def _median(values: Sequence[float]) -> float:
    return _middle(map(_infinite, values))


def lowest(curve: Sequence[float]) -> float:
    return min(map(_infinite, curve))


def _epoch_of(h: History) -> float:
    epoch = epoca_de_convergencia(h["perdidas"])
    return math.inf if epoch is None else epoch


def epoch(histories: Sequence[History]) -> float | None:
    epoch = _middle(map(_epoch_of, histories))
    return epoch if math.isfinite(epoch) else None


def _commonest(classes: Sequence[str]) -> str:
    return max(CLASES, key=list(classes).count)


def _by_best(summaries: list[Summary]) -> list[Summary]:
    return sorted(summaries, key=lambda r: r["mejor_validacion"])


def twisted(
    *,
    middle: Callable[[Sequence[float]], Any] = _median,
    best: Callable[[History], float] = lambda h: lowest(h["validacion"]),
    together: Callable[[Sequence[History]], float] | None = None,
    epoch: Callable[[Sequence[History]], Any] = epoch,
    commonest: Callable[[Sequence[str]], str] = _commonest,
    classify: Callable[[History, float], str] = lambda h, base: clasificar_curva(
        h["perdidas"], h["validacion"], base
    ),
    chosen: Callable[[list[History]], list[History]] = lambda histories: histories,
    group: Callable[[History], Any] = lambda h: h["optimizador"],
    last: Callable[[Sequence[float]], float] = lambda curve: curve[-1],
    order: Callable[[list[Summary]], list[Summary]] = _by_best,
    told: Callable[[list[Summary]], Any] = lambda summaries: summaries,
) -> Any:
    """La correcta salvo en lo que se diga."""

    def resumir(historias: Sequence[History], base: float) -> Any:
        groups: dict[Any, list[History]] = {}
        for h in historias:
            groups.setdefault(group(h), []).append(h)
        summaries = []
        for all_of_it in groups.values():
            histories = chosen(all_of_it)
            bests = [best(h) for h in histories]
            values = (
                histories[0]["optimizador"],
                middle([last(h["perdidas"]) for h in histories]),
                middle([last(h["validacion"]) for h in histories]),
                middle(bests) if together is None else together(histories),
                epoch(histories),
                commonest([classify(h, base) for h in histories]),
            )
            summaries.append(dict(zip(KEYS, values, strict=True)))
        return told(order(summaries))

    return resumir


def mean(values: Sequence[float]) -> float:
    return sum(map(_infinite, values)) / len(values)


def with_mean(histories: Sequence[History]) -> float | None:
    epoch = mean([_epoch_of(h) for h in histories])
    return epoch if math.isfinite(epoch) else None


def upper(values: Sequence[float]) -> float:
    return sorted(map(_infinite, values))[len(values) // 2]


def upper_epoch(histories: Sequence[History]) -> float | None:
    epoch = upper([_epoch_of(h) for h in histories])
    return epoch if math.isfinite(epoch) else None


def lower(values: Sequence[float]) -> float:
    return sorted(map(_infinite, values))[(len(values) - 1) // 2]


def lower_epoch(histories: Sequence[History]) -> float | None:
    epoch = lower([_epoch_of(h) for h in histories])
    return epoch if math.isfinite(epoch) else None


def least(values: Sequence[float]) -> float:
    return min(map(_infinite, values))


def least_epoch(histories: Sequence[History]) -> float | None:
    epoch = min(map(_epoch_of, histories))
    return epoch if math.isfinite(epoch) else None


def only_finite(values: Sequence[float]) -> float:
    finite = [x for x in values if math.isfinite(x)]
    return _middle(finite) if finite else math.inf


def nan_median(values: Sequence[float]) -> float:
    return float(np.median(values))


def epochs_there_are(histories: Sequence[History]) -> float | None:
    finite = [e for e in map(_epoch_of, histories) if math.isfinite(e)]
    return _middle(finite) if finite else None


def none_is_zero(histories: Sequence[History]) -> float:
    return _middle(e if math.isfinite(e) else 0.0 for e in map(_epoch_of, histories))


def epoch_of_validation(histories: Sequence[History]) -> float | None:
    return epoch([h | {"perdidas": h["validacion"]} for h in histories])


def epoch_of_lowest(histories: Sequence[History]) -> float:
    return _middle(float(np.argmin(h["validacion"])) for h in histories)


def first_seen(classes: Sequence[str]) -> str:
    return Counter(classes).most_common(1)[0][0]


def last_in_a_tie(classes: Sequence[str]) -> str:
    return max(reversed(CLASES), key=list(classes).count)


def alphabetical(classes: Sequence[str]) -> str:
    return max(sorted(set(classes)), key=list(classes).count)


def writes(historias: Any, base: float) -> list[Summary]:
    answer = twisted()(historias, base)
    historias.sort(key=lambda h: lowest(h["validacion"]))
    return answer
