"""t6.MediaMovil: una segunda copia de los parámetros, que olvida poco a poco."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from autograde.exercises.t6_conjuntos_e_hiperparametros.cases import SINGLE
from autograde.exercises.t6_conjuntos_e_hiperparametros.media_movil_variantes import (
    ACCEPTED,
    ID,
    INDEPENDENT,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion, Propiedad
from curso.pruebas.plan import Caso, Construir, Devolver, Instanciar, Metodo, Modificar, Paso, Ref
from solutions.conjuntos import MediaMovil

Params = Sequence[np.ndarray]
#: grupo de los casos con dos objetos a la vez
TWO = "dos objetos"
RESULT = Ref("media", "parametros")


def _observe(
    title: str,
    hyper: Mapping[str, float],
    seen: Sequence[Params],
    *,
    edge: bool = False,
    group: str = "",
) -> Caso:
    """Observa cada lista de `seen`, por orden, y mira la media."""
    steps: list[Paso] = [Instanciar("media", (), hyper)]
    for i, params in enumerate(seen):
        steps += [
            Construir(f"w{i}", list(params)),
            Metodo(f"nada{i}", "media", "observar", (Ref(f"w{i}"),)),
        ]
    inputs = tuple(f"w{i}" for i in range(len(seen)))
    return Caso(title, (*steps, Devolver(RESULT, inputs)), edge, grupo=group)


def _in_place(title: str, hyper: Mapping[str, float], rows: Sequence[np.ndarray]) -> Caso:
    """El entrenamiento escribe los pesos nuevos en el mismo arreglo, y la media no ha de notarlo.

    El peso es una matriz de una fila; `rows` son los valores que va tomando, y el último ya no se
    observa.
    """
    steps: list[Paso] = [Instanciar("media", (), hyper), Construir("w", rows[0][None].copy())]
    for i, row in enumerate(rows[1:]):
        steps += [
            Metodo(f"nada{i}", "media", "observar", ([Ref("w")],)),
            Modificar("w", 0, row),
        ]
    return Caso(title, (*steps, Devolver(RESULT)))


def _two(title: str, hyper: Mapping[str, float], seen: Sequence[Params]) -> Caso:
    """Solo observa uno de los dos objetos: el otro sigue sin nada."""
    names = ("uno", "otro")
    steps: list[Paso] = [Instanciar(name, (), hyper) for name in names]
    steps += [
        Metodo(f"nada{i}", "uno", "observar", (list(params),)) for i, params in enumerate(seen)
    ]
    return Caso(title, (*steps, Devolver(tuple(Ref(n, "parametros") for n in names))), grupo=TWO)


def _refused(title: str, decay: float) -> Caso:
    return Caso(title, (Instanciar("media", (), {"decaimiento": decay}), Devolver(None)), True)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def hyper() -> Mapping[str, float]:
        return {"decaimiento": float(rng.uniform(0.55, 0.95))}

    def nets(count: int) -> list[Params]:
        return [(rng.normal(size=(3, 2)), rng.normal(size=2)) for _ in range(count)]

    m = int(rng.integers(4, 9))
    single = [[p.astype(np.float32) for p in params] for params in nets(3)]
    return [
        _observe("una vez", hyper(), nets(1)),
        _observe("dos veces", hyper(), nets(2)),
        _observe("varias", hyper(), nets(m)),
        _observe("tres parámetros", hyper(), [(*n, rng.normal(size=(2, 2, 2))) for n in nets(3)]),
        _observe("un vector", hyper(), [(rng.normal(size=4),) for _ in range(m + 1)]),
        _in_place("en el sitio", hyper(), list(rng.normal(size=(m, 3)))),
        _in_place("en el sitio, tras la primera", hyper(), list(rng.normal(size=(2, 3)))),
        _two("dos objetos", hyper(), nets(3)),
        _observe("valor por defecto", {}, nets(3), edge=True),
        _observe("sin memoria", {"decaimiento": 0.0}, nets(3), edge=True),
        _observe("simple", hyper(), single, edge=True, group=SINGLE),
        _observe(
            "sin dimensiones", hyper(), [(np.array(rng.normal()),) for _ in range(3)], edge=True
        ),
        _observe("nada todavía", hyper(), [], edge=True),
        _refused("negativo", -float(rng.uniform(0.1, 2.0))),
        _refused("más de uno", 1.0 + float(rng.uniform(0.1, 2.0))),
        _refused("uno", 1.0),
    ]


HALF = {"decaimiento": 0.5}
#: el peso del ejemplo hecho a mano: 1, 3 y 5
BY_HAND = [(np.array([w]),) for w in (1.0, 3.0, 5.0)]
W = [
    (np.array([[1.0, -2.0], [0.5, 4.0]]), np.array([3.0, -1.0])),
    (np.array([[2.0, 0.0], [1.5, -4.0]]), np.array([1.0, 1.0])),
    (np.array([[-6.0, 1.0], [0.0, 2.0]]), np.array([0.5, 7.0])),
]
PUBLIC = (
    _observe("El ejemplo del enunciado: 1, 3 y 5, con decaimiento 0,5", HALF, BY_HAND),
    _two("Dos objetos: lo que observa uno no lo nota el otro", HALF, BY_HAND),
    _observe("La primera vez, los propios pesos", {"decaimiento": 0.9}, W[:1]),
    _observe("Una matriz y un vector, dos veces", {"decaimiento": 0.9}, W[:2]),
    _observe("Una matriz y un vector, tres veces", {"decaimiento": 0.75}, W),
    _in_place(
        "El entrenamiento escribe en los mismos arreglos",
        {"decaimiento": 0.75},
        [np.array(row) for row in ([1.0, 2.0], [5.0, 6.0], [-3.0, 0.0])],
    ),
    _in_place(
        "Los cambia justo después de la primera vez",
        HALF,
        [np.array([1.0, 2.0]), np.array([50.0, 60.0])],
    ),
    _observe(
        "En float32", HALF, [[p.astype(np.float32) for p in w] for w in W], edge=True, group=SINGLE
    ),
    _observe("Con el decaimiento por defecto, 0,99", {}, W[:2], edge=True),
    _observe("Decaimiento 0: los últimos", {"decaimiento": 0.0}, W, edge=True),
    _observe("Antes de observar nada: None", HALF, [], edge=True),
    _refused("Decaimiento 1: ValueError", 1.0),
    _refused("Decaimiento negativo: ValueError", -0.5),
)

EXERCISE = Exercise(
    id=ID,
    name="MediaMovil",
    reference=MediaMovil,
    points={CellKind.CORRECTNESS: 0.75, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=PUBLIC[:11],
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=INTACT),
        SINGLE: Comparacion(intactas=INTACT, dtype=True),
        TWO: Comparacion(propiedades=(Propiedad("objeto_sin_estrenar", INDEPENDENT),)),
    },
    variants=VARIANTS,
    accepted=ACCEPTED,
)
