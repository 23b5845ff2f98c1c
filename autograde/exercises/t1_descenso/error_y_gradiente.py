"""t1.error_y_gradiente: el error cuadrático medio de un modelo lineal y su gradiente."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import NOTA, TABLE
from autograde.model import CellKind, Exercise, Variant
from autograde.model.measures import SpeedSpec, Step
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Modificar, Paso, Problema, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.descenso import error_y_gradiente

ID = "t1.error_y_gradiente"
#: grupo de los casos en float32
SINGLE = "simple"
Array = Any
Answer = tuple[Any, Array]


def _at(title: str, w: Any, X: Array, y: Array, **kwargs: Any) -> Caso:
    inputs = {"w": np.asarray(w), "X": X, "y": y}
    return llamada(title, Ref("w"), Ref("X"), Ref("y"), entradas=inputs, **kwargs)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, p = int(rng.integers(15, 40)), int(rng.integers(3, 6))
    X = np.column_stack([np.ones(n), rng.normal(size=(n, p - 1))])
    y, w = rng.normal(size=n), rng.normal(size=p)
    whole = rng.integers(-5, 6, size=(7, 3))
    return [
        _at("al azar", w, X, y),
        _at("grandes", 100 * w, 10 * X, y),
        _at("tantos ejemplos como parámetros", w, X[:p], y[:p]),
        _at(
            "simple precisión", *(v.astype(np.float32) for v in (w, X, y)), borde=True, grupo=SINGLE
        ),
        _at("enteros", rng.integers(-5, 6, size=3), whole, rng.integers(0, 11, size=7), borde=True),
        _at("un ejemplo", w, X[:1], y[:1], borde=True),
        _at("un parámetro", w[:1], X[:, :1], y, borde=True),
    ]


# --- para medir ------------------------------------------------------------------------------

#: ejemplos, parámetros y llamadas de cada caso
N, P, CALLS = 2000, 16, 60


def _timed(rng: np.random.Generator) -> Caso:
    """Entre llamada y llamada cambia un ejemplo: lo sumado antes (XᵀX) ya no sirve.

    Las columnas son pocas para que lo que se mide sea recorrer los ejemplos: el producto por w
    cuesta tan poco que da igual quién lo haga, y un bucle queda siempre lejos.
    """
    a, b = rng.uniform(0.5, 2.0, 2).tolist()
    steps: list[Paso] = [
        Problema("datos", "tabla_numerada", {"n": N, "p": P, "a": a, "b": b}),
        Construir("X", Ref("datos", "x")),
        Construir("w", rng.uniform(0.5, 1.5, size=P)),
    ]
    results = []
    for i in range(CALLS):
        steps.append(Modificar("X", int(rng.integers(N)), float(rng.uniform(0, P * N))))
        steps.append(Llamar(f"resultado{i}", (Ref("w"), Ref("X"), Ref("datos", "y"))))
        results.append(Ref(f"resultado{i}"))
    title = "60 llamadas con 2 000 ejemplos y 16 parámetros"
    return Caso(title, (*steps, Devolver(results)))


SPEED = SpeedSpec(
    case=_timed,
    identity="def error_y_gradiente(w, X, y):\n    return 0.0, w\n",
    relative=0.19,
    hint="Un bucle de Python por ejemplo es decenas de veces más lento que un producto de NumPy: "
    "`X @ w` predice todos a la vez, y otro producto suma lo que aporta cada uno al gradiente.",
    # Con cualquier núcleo (benchmarks/nucleos.py), las formas con arreglos enteros se quedan por
    # debajo de la mitad, y los bucles, por encima del doble; no hay límite que separe dos bucles.
    steps=(Step(28.0, 1.0),),
)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(w: Array, X: Array, y: Array) -> Answer:
    n, error, gradiente = X.shape[0], 0.0, 0.0 * w
    for i in range(n):
        residuo = (X[i] * w).sum() - y[i]
        error = error + residuo**2 / n
        gradiente = gradiente + 2 * residuo * X[i] / n
    return error, gradiente


def _means(w: Array, X: Array, y: Array) -> Answer:
    residuo = (X * w).sum(axis=1) - y
    return (residuo**2).mean(), 2 * (residuo[:, None] * X).mean(axis=0)


def _dot(w: Array, X: Array, y: Array) -> list[Any]:
    fallo = y - X.dot(w)
    return [float(fallo.dot(fallo)) / len(y), -2 / len(y) * X.T.dot(fallo)]


# --- equivocadas -----------------------------------------------------------------------------


def _answer(
    error: Callable[[Array, int], Any] = lambda r, n: r @ r / n,
    gradient: Callable[[Array, Array, int], Array] = lambda r, X, n: r @ X * (2 / n),
    result: Callable[[Any, Array], Any] = lambda e, g: (e, g),
) -> Any:
    """La respuesta correcta salvo en lo que se diga; `r` es el residuo Xw − y."""

    def error_y_gradiente(w: Array, X: Array, y: Array) -> Any:
        residual, n = X @ w - y, X.shape[0]
        return result(error(residual, n), gradient(residual, X, n))

    return error_y_gradiente


def _per_parameter(error: float | None, gradient: float | None) -> Any:
    """Con el error o el gradiente (el que no sea None) divididos entre p."""

    def error_y_gradiente(w: Array, X: Array, y: Array) -> Answer:
        residual, (n, p) = X @ w - y, X.shape
        e = residual @ residual * (1 / n if error is None else error / p)
        return e, residual @ X * (2 / n if gradient is None else gradient / p)

    return error_y_gradiente


def _products(w: Array, X: Array, y: Array) -> Answer:
    residual, n = X @ w - y, X.shape[0]
    return residual @ residual / n, 2 / n * residual[:, None] * X


def _not_transposed(w: Array, X: Array, y: Array) -> Answer:
    residual, n = X @ w - y, X.shape[0]
    return residual @ residual / n, 2 / n * (X @ residual)


def _columns(w: Array, X: Array, y: Array) -> Answer:
    residual = (X @ w)[:, None] - y
    return (residual**2).mean(), 2 * (X.T @ residual).mean(axis=1)


def _in_place(w: Array, X: Array, y: Array) -> Answer:
    error, gradient = error_y_gradiente(w, X, y)
    y -= (X @ w).astype(y.dtype)
    return error, gradient


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia alguno de los arreglos que recibe.",
    "`y -= X @ w` escribe en los datos de quien te llama. Guarda el residuo en otra variable.",
)
SQUARE = (np.array([[1.0, 2.0], [1.0, 5.0]]), np.array([1.0, 3.2]))

EXERCISE = Exercise(
    id=ID,
    name="error_y_gradiente",
    reference=error_y_gradiente,
    points={CellKind.CORRECTNESS: 1.0, CellKind.PORTABLE: 0.5, CellKind.SPEED: 0.5},
    public_cases=(
        _at("Los dos primeros de la tabla, con w = (0; 0,5)", [0.0, 0.5], *SQUARE),
        _at("Horas/Nota con w = (0; 0)", [0.0, 0.0], TABLE, NOTA),
        _at("Horas/Nota con w = (2; 0,2)", [2.0, 0.2], TABLE, NOTA),
        _at(
            "Tres parámetros",
            [1.0, -2.0, 0.5],
            np.column_stack([TABLE, TABLE[:, 1] ** 2 / 10]),
            NOTA,
        ),
        _at(
            "Arreglos de float32",
            np.array([1.0, 0.5], dtype=np.float32),
            TABLE.astype(np.float32),
            NOTA.astype(np.float32),
            borde=True,
            grupo=SINGLE,
        ),
        _at(
            "Arreglos de enteros",
            np.array([1, 2]),
            np.array([[1, 2], [1, 5], [1, 7]]),
            np.array([1, 3, 4]),
            borde=True,
        ),
        _at("Un solo ejemplo", [1.0, 0.5], TABLE[:1], NOTA[:1], borde=True),
        _at("Un solo parámetro: la columna de unos", [4.0], TABLE[:, :1], NOTA, borde=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=INTACT),
        SINGLE: Comparacion(rtol=1e-4, atol=1e-5, intactas=INTACT),
    },
    variants=(
        Variant(
            "signo",
            _answer(gradient=lambda r, X, n: -(r @ X) * (2 / n)),
            "El error es correcto, pero el gradiente tiene el signo cambiado.",
            "La derivada de (Xw − y)² respecto de w lleva dentro la X con su signo. Si escribes "
            "y − Xw, aparece un menos.",
        ),
        Variant(
            "norma_sin_cuadrado",
            _answer(error=lambda r, n: np.sqrt(r @ r) / n),
            "En el error falta elevar al cuadrado la norma del residuo.",
            "`np.linalg.norm` ya lleva una raíz. La fórmula usa el cuadrado de la norma: la suma "
            "de los cuadrados.",
            others=(_answer(error=lambda r, n: np.sqrt(r @ r)),),
        ),
        Variant(
            "sin_el_dos",
            _answer(gradient=lambda r, X, n: r @ X / n),
            "El error es correcto, pero el gradiente es la mitad del que debe ser.",
            "¿Cuál es la derivada de un cuadrado?",
        ),
        Variant(
            "un_medio",
            _answer(error=lambda r, n: r @ r / (2 * n), gradient=lambda r, X, n: r @ X / n),
            "El error y el gradiente son la mitad: has puesto un ½ delante de la suma.",
            "Muchos libros definen el error con 1/(2n) para que se vaya el 2 al derivar. Aquí el "
            "enunciado usa 1/n.",
        ),
        Variant(
            "suma",
            _answer(error=lambda r, n: r @ r, gradient=lambda r, X, n: 2 * (r @ X)),
            "Sumas los errores de los ejemplos, pero no haces la media.",
            "El error cuadrático **medio** divide entre el número de ejemplos, y su gradiente "
            "también.",
        ),
        Variant(
            "gradiente_sin_media",
            _answer(gradient=lambda r, X, n: 2 * (r @ X)),
            "El error es correcto, pero el gradiente es n veces mayor de lo que debe ser.",
            "El factor 1/n del error sigue ahí al derivar.",
        ),
        Variant(
            "error_sin_media",
            _answer(error=lambda r, n: r @ r),
            "El gradiente es correcto, pero el error es la suma y no la media.",
            "Divide el error entre el número de ejemplos.",
        ),
        Variant(
            "raiz",
            _answer(error=lambda r, n: (r @ r / n) ** 0.5),
            "El gradiente es correcto, pero del error has sacado la raíz cuadrada.",
            "La raíz del error cuadrático medio (RMSE) es otra medida: aquí no se pide.",
        ),
        Variant(
            "valor_absoluto",
            _answer(error=lambda r, n: abs(r).sum() / n),
            "El gradiente es correcto, pero el error es la media de los valores absolutos.",
            "Se pide el error cuadrático: cada diferencia va al cuadrado.",
        ),
        Variant(
            "media_de_todo",
            _answer(gradient=lambda r, X, n: r @ X * (2 / (n * X.shape[1]))),
            "El gradiente está dividido también entre el número de parámetros.",
            "`X.size` cuenta todos los números de la tabla. Los ejemplos son sus filas.",
        ),
        Variant(
            "entre_parametros",
            _per_parameter(1.0, 2.0),
            "Divides entre el número de parámetros, y no entre el de ejemplos.",
            "`len(w)` cuenta los parámetros. La media es entre los ejemplos, que son las filas de "
            "X.",
            others=(_per_parameter(None, 2.0), _per_parameter(1.0, None)),
        ),
        Variant(
            "producto_componente_a_componente",
            _products,
            "El gradiente es una tabla: te falta sumar lo que aporta cada ejemplo.",
            "`residuo[:, None] * X` multiplica cada fila por su residuo; falta sumar por "
            "columnas. El "
            "producto `residuo @ X` hace las dos cosas.",
        ),
        Variant(
            "sin_trasponer",
            _not_transposed,
            "Multiplicas X por el residuo sin trasponerla.",
            "El residuo tiene n componentes y el gradiente, p. ¿De qué forma ha de ser la matriz "
            "que lleva de uno a otro?",
        ),
        Variant(
            "resta_cruzada",
            _columns,
            "Restas todas las respuestas a todas las predicciones: sale una tabla de n × n.",
            "Una columna (n, 1) menos un arreglo (n,) da (n, n). Mira `.shape` del residuo: ha de "
            "ser (n,).",
        ),
        Variant(
            "al_reves",
            _answer(result=lambda e, g: (g, e)),
            "Devuelves primero el gradiente y después el error.",
            "La pareja es (error, gradiente), en ese orden.",
        ),
        Variant(
            "solo_gradiente",
            _answer(result=lambda e, g: g),
            "Devuelves el gradiente, pero no el error.",
            "El resultado es una pareja: (error, gradiente).",
        ),
        Variant(
            "gradiente_en_columna",
            _answer(gradient=lambda r, X, n: (r @ X * (2 / n))[:, None]),
            "El gradiente tiene forma de columna, (p, 1).",
            "Ha de tener la forma de w, que es (p,): una sola dimensión.",
        ),
        Variant("modifica_la_entrada", _in_place, INTACT.causa, INTACT.pista, by_property=True),
    ),
    accepted={"bucle": _loop, "medias": _means, "dot": _dot},
    speed=SPEED,
)
