"""t5.error_relativo: comparar un gradiente escrito a mano con el numérico."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import SINGLE, Array, comparisons, with_inputs
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Hallazgo
from curso.pruebas.plan import Caso
from solutions.curso_t5 import SUELO, error_relativo

ID = "t5.error_relativo"


def _of(title: str, a: Any, b: Any, **kwargs: Any) -> Caso:
    return with_inputs(title, {"a": np.asarray(a), "b": np.asarray(b)}, **kwargs)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    a = rng.uniform(1.0, 3.0, size=8) * rng.permutation(np.resize([-1.0, 1.0], 8))
    b = a * (1 + rng.uniform(0.01, 0.1, size=8))
    b[3] = -0.5 * a[3]
    table, other = rng.normal(size=(2, 3, 4)) + np.array([[[2.0]], [[2.5]]])
    zeros = rng.permutation(np.array([0.0, 0.0, 1.0, -2.0, 3.0]))
    small = rng.uniform(1.0, 2.0, size=4)
    return [
        _of("al azar", a, b),
        _of("al revés", b, a),
        _of("matriz", table, other),
        _of("de un solo signo", abs(a), abs(a) * rng.uniform(0.5, 0.9, size=8)),
        _of("tamaños distintos", a * 10.0 ** np.arange(8), b * 10.0 ** np.arange(8)),
        _of("ceros", zeros, zeros * 1.25),
        _of("casi ceros", small * 1e-10, -small * 1e-10),
        _of("tres ejes", table[None], other[None], borde=True),
        _of("enteros", rng.integers(1, 9, size=5), rng.integers(10, 19, size=5), borde=True),
        _of("float32", a.astype(np.float32), b.astype(np.float32), borde=True, grupo=SINGLE),
        _of("un elemento", a[:1], b[:1], borde=True),
        _of("iguales", a, a, borde=True),
        _of("formas que se extienden", table, other[:1], borde=True),
        _of("columna y fila", a[:, None], b, borde=True),
        _of("vacíos", a[:0], b[:0], borde=True),
    ]


PUBLIC = (
    _of("El ejemplo a mano", [2.0, -1.0, 0.0], [2.5, -1.0, 0.0]),
    _of("El mayor está donde los números son pequeños", [100.0, 0.003], [101.0, 0.001]),
    _of("Signos contrarios: 1, lo más que puede ser", [1.0, 3.0, -2.0], [1.0, -1.5, -2.0]),
    _of("a es menor que b", [1.0, 2.0], [1.5, 2.5]),
    _of("Todos negativos", [-1.0, -4.0], [-1.25, -4.0]),
    _of("Matrices", [[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.25], [3.0, 4.0]]),
    _of("Los dos son cero en algún sitio", [0.0, 1.0], [0.0, 1.25]),
    _of("Casi ceros: por debajo de 10⁻⁸ no se exige más", [1e-10, 1.0], [-1e-10, 1.0]),
    _of("Arreglos de enteros", [1, 2, 3], [2, 2, 4], borde=True),
    _of(
        "Arreglos de float32",
        np.array([1.0, 2.0], np.float32),
        np.array([1.5, 2.0], np.float32),
        borde=True,
        grupo=SINGLE,
    ),
    _of("Un solo número en cada arreglo", [2.0], [1.0], borde=True),
    _of("Iguales: 0", [1.0, -2.0], [1.0, -2.0], borde=True),
    _of("Formas distintas: ValueError", [1.0, 2.0, 3.0], [1.0, 2.0], borde=True),
    _of("Formas que NumPy extendería: ValueError", [[1.0], [2.0]], [1.0, 2.0], borde=True),
    _of("Vacíos: ValueError", np.zeros((0, 2)), np.zeros((0, 2)), borde=True),
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(a: Array, b: Array) -> float:
    if a.shape != b.shape or a.size == 0:
        raise ValueError("han de tener la misma forma, y no vacía.")
    peor = 0.0
    for u, v in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True):
        peor = max(peor, abs(u - v) / max(1e-8, abs(u) + abs(v)))
    return peor


def _where(a: Array, b: Array) -> Any:
    if np.shape(a) != np.shape(b) or not np.size(a):
        raise ValueError
    suma = abs(a) + abs(b)
    return (abs(a - b) / np.where(suma > 1e-8, suma, 1e-8)).max()


def _sorted(a: Array, b: Array) -> Any:
    if a.shape != b.shape or len(a.reshape(-1)) < 1:
        raise ValueError("formas")
    return np.sort((np.abs(b - a) / np.clip(np.abs(a) + np.abs(b), 1e-8, None)).ravel())[-1]


def _single(a: Array, b: Array) -> float:
    if a.shape != b.shape:
        raise ValueError("formas distintas")
    if a.size < 1:
        raise ValueError("vacíos")
    tipo = np.float32 if a.dtype == np.float32 else np.float64
    a, b = a.astype(tipo), b.astype(tipo)
    return float(np.max(np.divide(np.abs(a - b), np.maximum(tipo(1e-8), np.abs(a) + np.abs(b)))))


# --- equivocadas -----------------------------------------------------------------------------


def _check(a: Array, b: Array) -> None:
    if a.shape != b.shape or not a.size:
        raise ValueError("formas")


def _bent(
    top: Callable[[Array, Array], Array] = lambda a, b: abs(a - b),
    bottom: Callable[[Array, Array], Array] = lambda a, b: np.maximum(SUELO, abs(a) + abs(b)),
    result: Callable[[Array], Any] = np.max,
    check: Callable[[Array, Array], None] = _check,
) -> Any:
    """La respuesta correcta salvo en lo que se diga."""

    def error_relativo(a: Array, b: Array) -> Any:
        check(a, b)
        with np.errstate(all="ignore"):
            return result(top(a, b) / bottom(a, b))

    return error_relativo


def _only_size(a: Array, b: Array) -> None:
    if not a.size or not b.size:
        raise ValueError("vacíos")


def _only_shape(a: Array, b: Array) -> None:
    if a.shape != b.shape:
        raise ValueError("formas")


def _empty_is_zero(a: Array, b: Array) -> float:
    _only_shape(a, b)
    return error_relativo(a, b) if a.size else 0.0


def _in_place(a: Array, b: Array) -> float:
    right = error_relativo(a, b)
    a -= b
    return right


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia alguno de los arreglos que recibe.",
    "`a -= b` escribe en el gradiente de quien te llama. Guarda la resta en otra variable.",
)

EXERCISE = Exercise(
    id=ID,
    name="error_relativo",
    reference=error_relativo,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=PUBLIC,
    hidden_cases=_hidden,
    comparisons=comparisons(INTACT),
    variants=(
        Variant(
            "sin_valor_absoluto",
            _bent(top=lambda a, b: a - b),
            "Falta el valor absoluto de a − b: donde a es menor, tu error es negativo.",
            "Que a se quede corto es tan malo como que se pase.",
        ),
        Variant(
            "suma_sin_valor_absoluto",
            _bent(bottom=lambda a, b: np.maximum(SUELO, abs(a + b))),
            "En el denominador haces el valor absoluto de la suma, no la suma de los valores "
            "absolutos.",
            "Con signos contrarios a + b se anula. Es |a| + |b|.",
        ),
        Variant(
            "denominador_con_signo",
            _bent(bottom=lambda a, b: np.maximum(SUELO, a + b)),
            "En el denominador sumas a y b con su signo.",
            "Con números negativos sale el suelo, 10⁻⁸. Es |a| + |b|.",
        ),
        Variant(
            "media",
            _bent(result=np.mean),
            "Devuelves la media de los errores, no el mayor.",
            "Un solo elemento mal ha de notarse aunque haya mil bien.",
        ),
        Variant(
            "suma_de_errores",
            _bent(result=np.sum),
            "Devuelves la suma de los errores, no el mayor.",
            "Un solo elemento mal ha de notarse aunque haya mil bien: se pide el peor.",
        ),
        Variant(
            "el_menor",
            _bent(result=np.min),
            "Devuelves el menor de los errores.",
            "Se pide el mayor: el del elemento que peor va.",
        ),
        Variant(
            "todos",
            _bent(result=lambda errors: errors),
            "Devuelves el error de cada elemento, y se pide el mayor de todos.",
            "El resultado es un solo número.",
        ),
        Variant(
            "por_columnas",
            _bent(result=lambda errors: errors.max(axis=0)),
            "Con matrices das un error por columna.",
            "El resultado es un solo número, el mayor de todos: sin `axis`.",
        ),
        Variant(
            "con_normas",
            _bent(
                top=lambda a, b: np.linalg.norm((a - b).ravel()),
                bottom=lambda a, b: max(
                    SUELO, np.linalg.norm(a.ravel()) + np.linalg.norm(b.ravel())
                ),
            ),
            "Comparas las normas de los arreglos enteros, no elemento a elemento.",
            "Así un error grande en un elemento pequeño no se ve. El cociente se hace elemento a "
            "elemento y se toma el mayor.",
        ),
        Variant(
            "mayores_por_separado",
            _bent(
                top=lambda a, b: abs(a - b).max(),
                bottom=lambda a, b: max(SUELO, (abs(a) + abs(b)).max()),
            ),
            "Buscas la mayor diferencia y la divides entre la mayor suma, que pueden ser de "
            "elementos distintos.",
            "Primero el cociente de cada elemento, y al final el mayor.",
        ),
        Variant(
            "entre_el_mayor",
            _bent(bottom=lambda a, b: np.maximum(SUELO, np.maximum(abs(a), abs(b)))),
            "Divides entre el mayor de |a| y |b|, no entre su suma.",
            "Hay quien lo define así, pero el enunciado usa la suma: |a| + |b|.",
        ),
        Variant(
            "entre_a",
            _bent(bottom=lambda a, b: np.maximum(SUELO, abs(a))),
            "Divides entre |a|, no entre |a| + |b|.",
            "Con la suma da igual cuál sea a y cuál b, y el error no pasa de 1.",
        ),
        Variant(
            "entre_b",
            _bent(bottom=lambda a, b: np.maximum(SUELO, abs(b))),
            "Divides entre |b|, no entre |a| + |b|.",
            "Con la suma da igual cuál sea a y cuál b, y el error no pasa de 1.",
        ),
        Variant(
            "entre_la_media",
            _bent(bottom=lambda a, b: np.maximum(SUELO, (abs(a) + abs(b)) / 2)),
            "Divides entre la media de |a| y |b|: tu error es el doble.",
            "Es entre la suma, |a| + |b|.",
        ),
        Variant(
            "sin_dividir",
            _bent(bottom=lambda a, b: 1.0),
            "Es el error absoluto: no divides.",
            "Una diferencia de 0,001 es mucha o poca según lo que midan a y b.",
        ),
        Variant(
            "sin_suelo",
            _bent(bottom=lambda a, b: abs(a) + abs(b)),
            "Falta el suelo de 10⁻⁸: donde los dos son 0 sale 0/0, y con números minúsculos, un "
            "error grande que no lo es.",
            "Se divide entre máx(10⁻⁸, |a| + |b|).",
        ),
        Variant(
            "suelo_de_otro_tamano",
            _bent(bottom=lambda a, b: np.maximum(1e-12, abs(a) + abs(b))),
            "Tu suelo es menor que 10⁻⁸: entre números minúsculos ves diferencias que no importan.",
            "Mira el exponente: 1e-8.",
        ),
        Variant(
            "en_tanto_por_ciento",
            _bent(result=lambda errors: 100 * np.max(errors)),
            "Das el error en tanto por ciento.",
            "Se pide la proporción, sin multiplicar por 100.",
        ),
        Variant(
            "sin_mirar_la_forma",
            _bent(check=_only_size),
            "No rechazas las formas distintas que NumPy sabe extender, como (2, 1) y (2,).",
            "Compara `a.shape` con `b.shape` antes de restar; si no son iguales, `ValueError`.",
        ),
        Variant(
            "vacio_es_cero",
            _empty_is_zero,
            "Con arreglos vacíos devuelves 0.",
            "Sin ningún elemento no se ha comprobado nada: se pide `ValueError`.",
        ),
        Variant("modifica_la_entrada", _in_place, INTACT.causa, INTACT.pista, by_property=True),
    ),
    accepted={"bucle": _loop, "where": _where, "ordenando": _sorted, "float32": _single},
)
