"""t1.descenso_gradiente: la trayectoria del descenso."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import (
    ROUND,
    at_least,
    floating,
    numpy_integer,
    touches_start,
    with_problem,
)
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from solutions.descenso import descenso_gradiente

ID = "t1.descenso_gradiente"
Array = np.ndarray
Gradient = Callable[[Array], Array]
MAKE_THREE, THREE = numpy_integer(3)


def _descend(title: str, problem: str, w0: Any, lr: float, steps: Any, **kwargs: Any) -> Caso:
    return with_problem(
        title,
        problem,
        *(Ref(problem, "gradiente"), Ref("w0"), lr, steps),
        inputs={"w0": np.asarray(w0)},
        **kwargs,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    many = {"condicion": 6.0, "p": 4, "semilla": int(rng.integers(2**31))}
    one = {**many, "p": 1}
    steps = int(rng.integers(6, 15))
    start = rng.uniform(-3, 3, size=2)
    return [
        _descend("valle", "valle", start, 0.3, steps),
        _descend("Beale", "beale", rng.uniform(0.5, 1.5, size=2), 0.01, steps),
        _descend("cuatro parámetros", "cuadratica", rng.normal(size=4), 0.2, 40, settings=many),
        _descend("Horas/Nota", "horas_nota", rng.normal(size=2), 0.004, steps),
        _descend("un parámetro", "cuadratica", rng.normal(size=1), 0.4, 5, settings=one, edge=True),
        _descend("ninguna iteración", "valle", start, 0.3, 0, edge=True),
        _descend("una iteración", "valle", start, 0.3, 1, edge=True),
        _descend("enteros", "valle", rng.integers(2, 9, size=2), 0.3, 4, edge=True),
        _descend("simple precisión", "valle", start.astype(np.float32), 0.3, 5, edge=True),
        _descend("diverge", "valle", start, 1e60, 12, edge=True),
        _descend("una llamada", "numero_de_llamada", start, 0.5, steps, edge=True),
        _descend("de NumPy", "valle", start, 0.3, THREE, before=(MAKE_THREE,), edge=True),
        _descend("negativas", "valle", start, 0.3, -steps, edge=True),
    ]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _list_of_points(gradiente: Gradient, w0: Array, lr: float, iteraciones: int) -> Array:
    at_least(iteraciones=(iteraciones, 0))
    puntos = [w0]
    for _ in range(iteraciones):
        puntos.append(puntos[-1] - lr * gradiente(puntos[-1]))
    return np.array(puntos)


def _in_place_on_a_copy(gradiente: Gradient, w0: Array, lr: float, iteraciones: int) -> Array:
    at_least(iteraciones=(iteraciones, 0))
    w = floating(w0)
    puntos = [w.copy()]
    while len(puntos) <= iteraciones:
        w -= lr * gradiente(w)
        puntos.append(w.copy())
    return np.stack(puntos)


# --- equivocadas -----------------------------------------------------------------------------


def _descent(
    step: Callable[[Gradient, Array, Array, float, int], Array] | None = None,
    *,
    start: Callable[[Array], Array] = floating,
    extra: int = 0,
    check: bool = True,
    result: Callable[[Array], Array] = lambda path: path,
) -> Any:
    """Un descenso correcto salvo en lo que se diga; `step(gradiente, w, w0, lr, t)` da el paso."""

    def descenso_gradiente(gradiente: Gradient, w0: Array, lr: float, iteraciones: int) -> Array:
        if check:
            at_least(iteraciones=(iteraciones, 0))
        path = [start(w0)]
        for t in range(iteraciones + extra):
            w = path[-1]
            path.append(w - (step(gradiente, w, w0, lr, t) if step else lr * gradiente(w)))
        return result(np.array(path))

    return descenso_gradiente


def _same_array(gradiente: Gradient, w0: Array, lr: float, iteraciones: int) -> Array:
    path = descenso_gradiente(gradiente, w0, lr, iteraciones)
    return np.array([path[-1] for _ in path])


def _in_integers(gradiente: Gradient, w0: Array, lr: float, iteraciones: int) -> Array:
    at_least(iteraciones=(iteraciones, 0))
    path = np.zeros((iteraciones + 1, len(w0)), dtype=w0.dtype)
    path[0] = w0
    for t in range(iteraciones):
        path[t + 1] = path[t] - lr * gradiente(path[t])
    return path


def _rejects_zero(gradiente: Gradient, w0: Array, lr: float, iteraciones: int) -> Array:
    at_least(iteraciones=(iteraciones, 1))
    return descenso_gradiente(gradiente, w0, lr, iteraciones)


def _in_place(gradiente: Gradient, w0: Array, lr: float, iteraciones: int) -> Array:
    path = descenso_gradiente(gradiente, w0, lr, iteraciones)
    w0[:] = path[-1]
    return path


def _calls_twice(gradiente: Gradient, w: Array, w0: Array, lr: float, t: int) -> Array:
    gradiente(w)
    return lr * gradiente(w)


INTACT = touches_start(ID)

EXERCISE = Exercise(
    id=ID,
    name="descenso_gradiente",
    reference=descenso_gradiente,
    points={CellKind.CORRECTNESS: 1.25},
    public_cases=(
        _descend(
            "½·(x² + y²) con lr = 0,5: cada paso recorre la mitad de lo que falta",
            *("valle", [8.0, -4.0], 0.5, 3),
            settings=ROUND,
        ),
        _descend("Un valle largo, diez pasos", "valle", [-8.0, 1.5], 0.4, 10),
        _descend("Función de Beale, veinte pasos", "beale", [1.0, 1.5], 0.02, 20),
        _descend("El error de Horas/Nota", "horas_nota", [0.0, 0.0], 0.004, 5),
        _descend(
            "Tres parámetros",
            *("cuadratica", [1.0, -2.0, 0.5], 0.1, 8),
            settings={"condicion": 10.0, "p": 3},
        ),
        _descend(
            "Un solo parámetro",
            *("cuadratica", [2.0], 0.5, 4),
            settings={"condicion": 1.0, "p": 1},
            edge=True,
        ),
        _descend("0 iteraciones: solo el punto de partida", "valle", [2.0, 1.0], 0.4, 0, edge=True),
        _descend("w0 es de números enteros", "valle", [7, 3], 0.4, 3, edge=True),
        _descend(
            "w0 es de float32", "valle", np.array([8, 4], dtype=np.float32), 0.4, 3, edge=True
        ),
        _descend("Una tasa enorme: w deja de ser finito", "valle", [2.0, 1.0], 1e60, 12, edge=True),
        _descend(
            "Una sola llamada a gradiente por paso",
            *("numero_de_llamada", [0.0, 10.0], 0.5, 4),
            edge=True,
        ),
        _descend(
            "El número de iteraciones es un entero de NumPy",
            *("valle", [2.0, 1.0], 0.4, THREE),
            before=(MAKE_THREE,),
            edge=True,
        ),
        _descend("Iteraciones negativas: ValueError", "valle", [2.0, 1.0], 0.4, -1, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=(
        Variant(
            "sube",
            _descent(lambda gradiente, w, w0, lr, t: -lr * gradiente(w)),
            "Tu camino va a favor del gradiente: sube en vez de bajar.",
            "El gradiente apunta hacia donde el error crece. Mira el signo de tu paso.",
        ),
        Variant(
            "sin_partida",
            _descent(result=lambda path: path[1:]),
            "A tu trayectoria le falta el punto de partida.",
            "La primera fila es w0, antes de dar ningún paso: hay iteraciones + 1 filas.",
        ),
        Variant(
            "sin_llegada",
            _descent(result=lambda path: path[: max(1, len(path) - 1)]),
            "A tu trayectoria le falta el último punto.",
            "¿Das un paso de menos, o apuntas cada punto antes de darlo? Con 3 pasos hay 4 puntos.",
        ),
        Variant(
            "un_paso_de_mas",
            _descent(extra=1),
            "Das un paso de más.",
            "Con 3 iteraciones hay 3 pasos y 4 puntos. Comprueba los límites de tu bucle.",
        ),
        Variant(
            "gradiente_en_w0",
            _descent(lambda gradiente, w, w0, lr, t: lr * gradiente(floating(w0))),
            "Calculas todos los gradientes en el punto de partida: el camino es una recta.",
            "En cada paso se pide el gradiente en el punto al que se ha llegado.",
        ),
        Variant(
            "sin_lr",
            _descent(lambda gradiente, w, w0, lr, t: gradiente(w)),
            "Tus pasos no tienen en cuenta la tasa de aprendizaje.",
            "Cada paso es el gradiente multiplicado por `lr`.",
        ),
        Variant(
            "divide_por_lr",
            _descent(lambda gradiente, w, w0, lr, t: gradiente(w) / lr),
            "Divides el gradiente entre la tasa de aprendizaje.",
            "Con una tasa menor los pasos han de ser más cortos, no más largos.",
        ),
        Variant(
            "paso_de_longitud_fija",
            _descent(
                lambda gradiente, w, w0, lr, t: lr * gradiente(w) / np.linalg.norm(gradiente(w))
            ),
            "Todos tus pasos miden lo mismo: divides el gradiente entre su norma.",
            "El paso es lr por el gradiente tal como viene: donde hay más pendiente, se avanza "
            "más.",
        ),
        Variant(
            "lr_menguante",
            _descent(lambda gradiente, w, w0, lr, t: lr / (t + 1) * gradiente(w)),
            "Tu tasa va bajando a cada paso.",
            "Aquí la tasa es fija: `lr` en todos los pasos. (Bajarla es buena idea, y llegará.)",
        ),
        Variant(
            "parte_de_cero",
            _descent(start=lambda w0: 0.0 * w0),
            "Tu camino empieza en el origen, y no en w0.",
            "El punto de partida es el que recibes.",
        ),
        Variant(
            "solo_el_ultimo",
            _descent(result=lambda path: path[-1]),
            "Devuelves solo el punto de llegada.",
            "Se pide el camino entero: un arreglo de iteraciones + 1 filas, una por punto.",
        ),
        Variant(
            "por_columnas",
            _descent(result=lambda path: path.T),
            "Tu trayectoria está traspuesta: cada punto es una columna.",
            "Cada punto es una fila; la forma es (iteraciones + 1, p).",
        ),
        Variant(
            "siempre_el_mismo_arreglo",
            _same_array,
            "Todas las filas de tu trayectoria son iguales: el punto de llegada.",
            "Si guardas `w` en una lista y luego haces `w -= …`, cambias también lo guardado: es "
            "el mismo arreglo. Guarda una copia.",
        ),
        Variant(
            "en_enteros",
            _in_integers,
            "Con un w0 de enteros, tu trayectoria pierde los decimales.",
            "Un arreglo creado con el dtype de w0 es de enteros si w0 lo es. Trabaja con números "
            "reales.",
        ),
        Variant(
            "llama_dos_veces",
            _descent(_calls_twice),
            "Llamas a `gradiente` más de una vez por paso.",
            "Cada llamada puede costar un recorrido por millones de ejemplos: guarda el resultado "
            "en una variable.",
        ),
        Variant(
            "rechaza_cero",
            _rejects_zero,
            "Tu función no admite 0 iteraciones.",
            "Con 0 iteraciones no se da ningún paso: la trayectoria es solo w0, y no es un error.",
        ),
        Variant(
            "sin_validar",
            _descent(check=False),
            "Falta rechazar las iteraciones negativas.",
            "Si `iteraciones` es menor que 0, lanza `ValueError`.",
        ),
        Variant("modifica_w0", _in_place, INTACT.causa, INTACT.pista, by_property=True),
    ),
    accepted={"lista de puntos": _list_of_points, "en su propia copia": _in_place_on_a_copy},
)
