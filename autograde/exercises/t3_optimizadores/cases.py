"""Los casos que comparten todos los optimizadores de t3: pasos dados uno tras otro."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from curso.pruebas.plan import Caso, Construir, Devolver, Instanciar, Metodo, Paso, Ref
from curso.pruebas.plan.valores import Valor

Array = np.ndarray
Hyper = Mapping[str, float]
Ranges = Mapping[str, tuple[float, float]]
#: grupo de los casos con dos objetos a la vez
TWO = "dos objetos"
#: grupo de los casos en simple precisión
SINGLE = "simple"

#: el punto y los gradientes de los ejemplos hechos a mano en el cuaderno
W = np.array([1.0, 2.0])
G = (np.array([4.0, -0.5]), np.array([2.0, -0.5]))
#: los hiperparámetros de la familia de Adam: los del ejemplo, otros, y entre qué valores se sacan
BETAS_EXAMPLE = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
BETAS_OTHER = {"lr": 0.25, "beta1": 0.5, "beta2": 0.75, "eps": 0.125}
BETAS_RANGES = {"lr": (0.05, 0.5), "beta1": (0.6, 0.85), "beta2": (0.9, 0.99)}


def steps(
    title: str,
    hyper: Hyper,
    w0: Array,
    gradients: Sequence[Array],
    *,
    ahead: bool = False,
    chained: bool = True,
    edge: bool = False,
    group: str = "",
) -> Caso:
    """Da un paso por gradiente y devuelve el w de después de cada uno.

    Con `ahead` también mira `adelanto(w)` antes de cada paso y al final; con `chained=False`
    todos los pasos salen de `w0`.
    """
    todo: list[Paso] = [Instanciar("opt", (), hyper), Construir("w0", w0)]
    seen: list[Valor] = []
    here = "w0"
    for i, gradient in enumerate(gradients, 1):
        seen += _look_ahead(todo, f"a{i}", here) if ahead else []
        todo.append(Construir(f"g{i}", gradient))
        todo.append(Metodo(f"w{i}", "opt", "paso", (Ref(here), Ref(f"g{i}"))))
        seen.append(Ref(f"w{i}"))
        here = f"w{i}" if chained else here
    seen += _look_ahead(todo, "a", here) if ahead else []
    inputs = ("w0", *(f"g{i}" for i in range(1, len(gradients) + 1)))
    return Caso(title, (*todo, Devolver(seen, inputs)), edge, grupo=group)


def two_objects(
    title: str, hyper: Hyper, w0: Array, gradients: Sequence[Array], *, ahead: bool = False
) -> Caso:
    """Dos objetos iguales, por turnos: cada uno debe seguir su camino como si estuviera solo."""
    names = ("uno", "otro")
    todo: list[Paso] = [Instanciar(name, (), hyper) for name in names]
    seen: dict[str, list[Valor]] = {name: [] for name in names}
    here: dict[str, Valor] = dict.fromkeys(names, w0)
    for i, gradient in enumerate(gradients, 1):
        for name in names:
            if ahead:
                seen[name] += _look_ahead(todo, f"{name}_a{i}", here[name], name)
            todo.append(Metodo(f"{name}{i}", name, "paso", (here[name], gradient)))
            here[name] = Ref(f"{name}{i}")
            seen[name].append(here[name])
    return Caso(title, (*todo, Devolver((seen["uno"], seen["otro"]))), grupo=TWO)


def _look_ahead(todo: list[Paso], name: str, w: Valor, owner: str = "opt") -> list[Valor]:
    todo.append(Metodo(name, owner, "adelanto", (Ref(w) if isinstance(w, str) else w,)))
    return [Ref(name)]


def public(example: Hyper, other: Hyper, *, ahead: bool = False) -> tuple[Caso, ...]:
    """Los casos públicos: `example` es el del enunciado y `other` se sale de lo corriente."""
    matrix = np.array([[0.5, -1.0, 3.0], [2.0, 0.0, -4.0]])
    slopes = (matrix[::-1] / 2, np.array([[1.0, -0.1, 0.2], [-3.0, 0.5, 0.0]]))
    zeros = (np.array([0.0, 3.0]), np.array([0.0, 0.0]), np.array([1.0, -3.0]))
    flips = (np.array([0.3, -2.0, 0.01]), np.array([-0.6, 1.0, 0.02]), np.array([0.1, 4.0, -0.5]))
    halves = (np.array([1.5, -0.25], np.float32), np.array([-0.5, 0.75], np.float32))
    single = np.array([1.0, -2.0], np.float32)
    return (
        steps("El ejemplo del enunciado", example, W, G, ahead=ahead),
        two_objects("Dos objetos a la vez, cada uno con su estado", example, W, G, ahead=ahead),
        steps("Otros hiperparámetros, tres pasos", other, np.ones(3), flips, ahead=ahead),
        steps("Los pesos son una matriz", example, matrix, slopes, ahead=ahead),
        steps("Dos pasos desde el mismo punto", other, W, G, ahead=ahead, chained=False),
        steps("Gradientes nulos", other, np.array([1.0, -1.0]), zeros, ahead=ahead, edge=True),
        steps(
            "En float32 el resultado es float32",
            *(example, single, halves),
            ahead=ahead,
            edge=True,
            group=SINGLE,
        ),
        steps(
            "Un peso suelto, sin dimensiones",
            *(other, np.array(1.5), (np.array(0.5), np.array(-2.0))),
            ahead=ahead,
            edge=True,
        ),
        steps("Los valores por defecto", {}, W, G, ahead=ahead, edge=True),
    )


def drawing(ranges: Ranges, eps: bool) -> Callable[[np.random.Generator], Hyper]:
    """Cómo se sacan los hiperparámetros: uniformes en su rango, y eps entre 0,01 y 0,1.

    Una eps tan grande se nota en el resultado: así se ve dónde se suma.
    """

    def draw(rng: np.random.Generator) -> Hyper:
        drawn = {name: float(rng.uniform(*limits)) for name, limits in ranges.items()}
        return {**drawn, "eps": float(10 ** rng.uniform(-2, -1))} if eps else drawn

    return draw


def portable(cases: Sequence[Caso]) -> tuple[Caso, ...]:
    """Los públicos que se repiten en el dispositivo: bastan los que cambian de forma o de tipo."""
    return tuple(cases[i] for i in (0, 2, 3, 5, 6))


def hidden(
    draw: Callable[[np.random.Generator], Hyper], *, ahead: bool = False
) -> Callable[[np.random.Generator], list[Caso]]:
    """Los casos ocultos, con todos los hiperparámetros sacados de `draw`."""

    def cases(rng: np.random.Generator) -> list[Caso]:
        def some(shape: tuple[int, ...], count: int) -> list[Array]:
            return list(_gradients(rng, shape, count))

        zeros = [np.zeros(3), *some((3,), 2), np.zeros(3)]
        half_zero = [g * np.array([1.0, 0.0]) for g in some((2,), 3)]
        single = [g.astype(np.float32) for g in some((4,), 3)]
        w4 = rng.normal(size=4)
        return [
            steps("vector", draw(rng), rng.normal(size=5), some((5,), 5), ahead=ahead),
            two_objects("dos objetos", draw(rng), rng.normal(size=3), some((3,), 3), ahead=ahead),
            steps("matriz", draw(rng), rng.normal(size=(3, 2)), some((3, 2), 4), ahead=ahead),
            steps("tres ejes", draw(rng), rng.normal(size=(2, 1, 3)), some((2, 1, 3), 3)),
            steps("muchos pasos", draw(rng), rng.normal(size=2), some((2,), 25)),
            steps("mismo punto", draw(rng), w4, some((4,), 4), chained=False, ahead=ahead),
            steps("un solo peso", draw(rng), rng.normal(size=1), some((1,), 3), ahead=ahead),
            steps("nulos", draw(rng), rng.normal(size=3), zeros, ahead=ahead, edge=True),
            steps("una nula", draw(rng), rng.normal(size=2), half_zero, ahead=ahead, edge=True),
            steps("simple", draw(rng), w4.astype(np.float32), single, edge=True, group=SINGLE),
            steps("suelto", draw(rng), np.array(rng.normal()), some((), 3), edge=True),
        ]

    return cases


def _gradients(rng: np.random.Generator, shape: tuple[int, ...], count: int) -> Iterator[Array]:
    """Gradientes de los dos signos y de tamaños muy distintos."""
    for _ in range(count):
        yield np.asarray(rng.normal(size=shape) * 10.0 ** rng.uniform(-1.0, 0.7, size=shape))
