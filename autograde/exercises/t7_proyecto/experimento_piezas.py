"""t7.experimento: soluciones escritas de otra manera, y las piezas de las equivocadas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from curso.pruebas.compara import Hallazgo
from solutions.comparacion import experimento

ID = "t7.experimento"
Makers = Mapping[str, Callable[[], Any]]
History = dict[str, Any]
Weights = Sequence[Any]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia la lista de semillas que recibe.",
    "`pop()` o `sort()` escriben en la lista de quien te llama. Recórrela sin tocarla.",
)


def _check(epocas: int) -> None:
    if epocas < 1:
        raise ValueError("hace falta una época")


def _history(problem: str, name: str, seed: int, losses: Any, tested: Any) -> History:
    return {
        "problema": problem,
        "optimizador": name,
        "semilla": seed,
        "perdidas": losses,
        "validacion": tested,
    }


# --- correctas, escritas de otra manera ------------------------------------------------------


def _plain_loop(
    laboratorio: Any, problema: str, optimizadores: Makers, epocas: int, semillas: Sequence[int]
) -> list[History]:
    if epocas <= 0:
        raise ValueError("hace falta una época")
    historias = []
    for nombre in optimizadores:
        for semilla in semillas:
            w = laboratorio.iniciar(semilla)
            opt = [optimizadores[nombre]() for _ in range(len(w))]
            perdidas: list[float] = []
            validacion: list[float] = []
            for epoca in range(epocas):
                total = 0.0
                n = 0
                for x, y in list(laboratorio.lotes(semilla, epoca)):
                    perdida, g = laboratorio.perdida_y_gradiente(w, x, y)
                    total += perdida * len(y)
                    n += len(y)
                    for i in range(len(w)):
                        w[i] = opt[i].paso(w[i], g[i])
                perdidas.append(total / n)
                validacion.append(laboratorio.validar(w))
            historias.append(_history(problema, nombre, semilla, perdidas, validacion))
    return historias


def _one_vector(
    laboratorio: Any, problema: str, optimizadores: Makers, epocas: int, semillas: Sequence[int]
) -> list[History]:
    """Todos los parámetros en un solo vector, con un solo optimizador por historia."""
    _check(epocas)
    historias = []
    for nombre, nuevo in optimizadores.items():
        for semilla in semillas:
            inicio = laboratorio.iniciar(semilla)
            cortes = np.cumsum([w.size for w in inicio])[:-1]
            formas = [w.shape for w in inicio]

            def partes(v: Any, cortes: Any = cortes, formas: Any = formas) -> list[Any]:
                trozos = np.split(v, cortes)
                return [t.reshape(forma) for t, forma in zip(trozos, formas, strict=True)]

            vector, opt = np.concatenate([w.ravel() for w in inicio]), nuevo()
            curvas: tuple[list[float], list[float]] = ([], [])
            for epoca in range(epocas):
                pares = []
                for x, y in laboratorio.lotes(semilla, epoca):
                    perdida, g = laboratorio.perdida_y_gradiente(partes(vector), x, y)
                    vector = opt.paso(vector, np.concatenate([a.ravel() for a in g]))
                    pares.append((perdida, len(x)))
                curvas[0].append(_weighted(pares))
                curvas[1].append(laboratorio.validar(partes(vector)))
            historias.append(_history(problema, nombre, semilla, *curvas))
    return historias


def _weighted(pairs: Sequence[tuple[float, int]]) -> float:
    losses, sizes = zip(*pairs, strict=True)
    return float(np.average(losses, weights=sizes))


def _seeds_first(
    laboratorio: Any, problema: str, optimizadores: Makers, epocas: int, semillas: Sequence[int]
) -> list[History]:
    """Entrena por semillas, todos los optimizadores a la vez, y al final pone el orden."""
    _check(epocas)
    hechas = {}
    for semilla in semillas:
        w = {n: laboratorio.iniciar(semilla) for n in optimizadores}
        opt = {n: [nuevo() for _ in w[n]] for n, nuevo in optimizadores.items()}
        for n in optimizadores:
            hechas[n, semilla] = _history(problema, n, semilla, np.zeros(epocas), np.zeros(epocas))
        for epoca in range(epocas):
            lotes = list(laboratorio.lotes(semilla, epoca))
            ejemplos = sum(len(x) for x, _ in lotes)
            for n in optimizadores:
                for x, y in lotes:
                    perdida, g = laboratorio.perdida_y_gradiente(w[n], x, y)
                    hechas[n, semilla]["perdidas"][epoca] += perdida * len(x) / ejemplos
                    w[n] = [o.paso(a, b) for o, a, b in zip(opt[n], w[n], g, strict=True)]
                hechas[n, semilla]["validacion"][epoca] = laboratorio.validar(w[n])
    return [hechas[n, s] for n in optimizadores for s in semillas]


def _scalars(
    laboratorio: Any, problema: str, optimizadores: Makers, epocas: int, semillas: Sequence[int]
) -> tuple[History, ...]:
    hechas = experimento(laboratorio, problema, optimizadores, epocas, semillas)
    for h in hechas:
        h["semilla"] = np.int64(h["semilla"])
        h["perdidas"] = tuple(map(np.float64, h["perdidas"]))
    return tuple(hechas)


ACCEPTED = {
    "un bucle": _plain_loop,
    "un solo vector": _one_vector,
    "por semillas": _seeds_first,
    "escalares de NumPy": _scalars,
}


# --- equivocadas -----------------------------------------------------------------------------


def pairs(makers: Makers, seeds: Sequence[int]) -> Iterator[tuple[str, int]]:
    return ((name, seed) for name in makers for seed in seeds)


def kept(key: Callable[..., Any]) -> Callable[..., Any]:
    """El optimizador guardado con la clave `key(nombre, semilla, arreglo, época, lote)`."""

    def optimiser(store: dict[Any, Any], maker: Callable[[], Any], *where: Any) -> Any:
        which = key(*where)
        if which not in store:
            store[which] = maker()
        return store[which]

    return optimiser


#: lo que se pide: uno por historia y por arreglo
ONE_EACH = kept(lambda name, seed, i, epoch, batch: (name, seed, i))

Start = Callable[[Any, str, int, Sequence[int], dict[Any, Any]], Any]


def _begins(lab: Any, name: str, seed: int, seeds: Sequence[int], ended: dict[Any, Any]) -> Any:
    return lab.iniciar(seed)


def goes_on(key: Callable[[str, int], Any]) -> Start:
    """Empieza donde acabó lo último que se entrenó con la misma clave, si lo hay."""

    def start(lab: Any, name: str, seed: int, seeds: Sequence[int], ended: dict[Any, Any]) -> Any:
        return ended.get(key(name, seed)) or lab.iniciar(seed)

    return start


def _mean_by_examples(losses: Sequence[float], sizes: Sequence[int]) -> Any:
    return _weighted(list(zip(losses, sizes, strict=True)))


def _batches(lab: Any, seed: int, epoch: int, seeds: Sequence[int]) -> Iterable[Any]:
    return lab.lotes(seed, epoch)


def twisted(
    *,
    pairs: Callable[[Makers, Sequence[int]], Iterable[tuple[str, int]]] = pairs,
    start: Start = _begins,
    batches: Callable[[Any, int, int, Sequence[int]], Iterable[Any]] = _batches,
    optimiser: Callable[..., Any] = ONE_EACH,
    epochs: Callable[[int], Iterable[int]] = range,
    mean: Callable[[Sequence[float], Sequence[int]], Any] = _mean_by_examples,
    loss_after: bool = False,
    validate: Callable[[Any, Weights, Weights, Any], Any] = lambda lab, old, new, loss: lab.validar(
        new
    ),
    check: Callable[[int], None] = _check,
    told: Callable[[list[History]], Any] = lambda histories: histories,
) -> Any:
    """La correcta salvo en lo que se diga."""

    def experimento(lab: Any, problema: str, makers: Makers, epocas: int, seeds: Any) -> Any:
        check(epocas)
        histories: list[History] = []
        store: dict[Any, Any] = {}
        ended: dict[Any, Any] = {}
        for name, seed in pairs(makers, seeds):
            w = list(start(lab, name, seed, seeds, ended))
            curves: tuple[list[Any], list[Any]] = ([], [])
            for epoch in epochs(epocas):
                old, losses, sizes = w, [], []
                for batch, (x, y) in enumerate(batches(lab, seed, epoch, seeds)):
                    loss, g = lab.perdida_y_gradiente(w, x, y)
                    own = [
                        optimiser(store, makers[name], name, seed, i, epoch, batch)
                        for i in range(len(w))
                    ]
                    w = [o.paso(a, b) for o, a, b in zip(own, w, g, strict=True)]
                    losses.append(lab.perdida_y_gradiente(w, x, y)[0] if loss_after else loss)
                    sizes.append(len(x))
                curves[0].append(mean(losses, sizes))
                curves[1].append(validate(lab, old, w, curves[0][-1]))
            ended |= {None: w, name: w, seed: w}
            histories.append(_history(problema, name, seed, *curves))
        return told(histories)

    return experimento


def full(batches: list[Any]) -> list[Any]:
    return [b for b in batches if len(b[0]) == len(batches[0][0])]


def in_order(histories: list[History]) -> list[History]:
    """Las historias hechas por semillas, en el orden que se pide."""
    return [h for own in grouped(histories).values() for h in own]


def by_seed(makers: Makers, seeds: Sequence[int]) -> Iterator[tuple[str, int]]:
    return ((name, seed) for seed in seeds for name in makers)


def each(change: Callable[[History], Any]) -> Any:
    return twisted(told=lambda histories: [change(h) for h in histories])


def without(key: str) -> Any:
    return each(lambda h: {k: v for k, v in h.items() if k != key})


def grouped(histories: list[History]) -> dict[str, list[History]]:
    return {
        name: [h for h in histories if h["optimizador"] == name]
        for name in dict.fromkeys(h["optimizador"] for h in histories)
    }


def accumulated(histories: list[History]) -> list[History]:
    """Las listas de pérdidas se crean fuera de los bucles: cada historia lleva las anteriores."""
    losses = [x for h in histories for x in h["perdidas"]]
    tested = [x for h in histories for x in h["validacion"]]
    return [{**h, "perdidas": losses, "validacion": tested} for h in histories]


def pops(
    laboratorio: Any, problema: str, optimizadores: Makers, epocas: int, semillas: Any
) -> list[History]:
    made = experimento(laboratorio, problema, optimizadores, epocas, list(semillas))
    while semillas:
        semillas.pop()
    return made
