"""t4.regularizacion_l2: penalizar los pesos grandes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.regularizacion import regularizacion_l2

ID = "t4.regularizacion_l2"
Array = Any


def _penalised(
    title: str, loss: float, slope: Any, w: Any, l2: float, *, edge: bool = False
) -> Caso:
    inputs = {"gradiente": np.asarray(slope), "w": np.asarray(w)}
    return llamada(title, loss, Ref("gradiente"), Ref("w"), l2, entradas=inputs, borde=edge)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def drawn(*shape: int) -> tuple[Array, Array]:
        return rng.normal(size=shape), 2 * rng.normal(size=shape)

    def single(*shape: int) -> tuple[Array, Array]:
        slope, w = drawn(*shape)
        return slope.astype(np.float32), w.astype(np.float32)

    loss, l2 = float(rng.uniform(0.2, 3)), float(rng.uniform(0.05, 0.8))
    slope, w = drawn(6)
    return [
        _penalised("vector", loss, slope, w, l2),
        _penalised("matriz", loss, *drawn(4, 3), l2),
        _penalised("matriz ancha", loss, *drawn(2, 7), 3 * l2),
        _penalised("tres ejes", loss, *drawn(2, 3, 2), l2),
        _penalised("gradiente nulo", loss, np.zeros(5), w[:5], l2),
        _penalised("todos negativos", loss, slope, -np.abs(w), l2),
        _penalised("poca penalización", loss, slope, 100 * w, 1e-4),
        _penalised("float32", loss, *single(5), l2),
        _penalised("matriz de float32", loss, *single(3, 2), l2),
        _penalised("un peso", loss, *drawn(1), l2),
        _penalised(
            "pesos enteros", loss, rng.normal(size=4), rng.integers(-5, 6, 4), l2, edge=True
        ),
        _penalised("sin penalización", loss, slope, w, 0.0, edge=True),
        _penalised("pesos nulos", loss, slope, 0 * w, l2, edge=True),
        _penalised("pérdida nula", 0.0, slope, w, l2, edge=True),
        _penalised("ningún peso", loss, np.zeros(0), np.zeros(0), l2, edge=True),
        _penalised("l2 negativo", loss, slope, w, -l2, edge=True),
    ]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _check(l2: float) -> None:
    if l2 < 0:
        raise ValueError("l2")


def _with_squares(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[Any, Array]:
    _check(l2)
    return perdida + 0.5 * l2 * (w**2).sum(), l2 * w + gradiente


def _with_dot(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[float, Array]:
    _check(l2)
    plano = w.ravel()
    return float(plano @ plano) * l2 / 2 + perdida, gradiente + w * l2


def _with_loop(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[float, Array]:
    _check(l2)
    nuevo = 1.0 * gradiente
    suma = 0.0
    for i in np.ndindex(w.shape):
        suma += float(w[i]) ** 2
        nuevo[i] = gradiente[i] + l2 * float(w[i])
    return perdida + l2 / 2 * suma, nuevo


def _in_single(perdida: float, gradiente: Array, w: Array, l2: float) -> list[Array]:
    """Redondea a float32 lo que ya ha calculado."""
    total, nuevo = _with_squares(perdida, gradiente, w, l2)
    return [np.float32(float(total)), nuevo.astype(np.float32)]


# --- equivocadas -----------------------------------------------------------------------------


def _with(
    penalty: Callable[[Array], Any] = lambda w: 0.5 * np.sum(w * w),
    slope: Callable[[Array], Any] = lambda w: w,
    told: Callable[..., Any] = lambda loss, g, penalty, slope: (loss + penalty, g + slope),
) -> Any:
    """La correcta con otra penalización, otra derivada u otra manera de juntarlas."""

    def regularizacion_l2(perdida: float, gradiente: Array, w: Array, l2: float) -> Any:
        _check(l2)
        return told(perdida, gradiente, l2 * penalty(w), l2 * slope(w))

    return regularizacion_l2


def _in_place(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[Any, Array]:
    _check(l2)
    gradiente += l2 * w
    return perdida + l2 / 2 * np.sum(w * w), gradiente


def _unchecked(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[Any, Array]:
    return perdida + l2 / 2 * np.sum(w * w), gradiente + l2 * w


def _refuses_zero(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[Any, Array]:
    if l2 <= 0:
        raise ValueError("l2")
    return _unchecked(perdida, gradiente, w, l2)


def _weights_step(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[Any, Array]:
    _check(l2)
    return perdida + l2 / 2 * np.sum(w * w), w - l2 * w


def _squared_rate(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[Any, Array]:
    _check(l2)
    return _unchecked(perdida, gradiente, w, l2**2)


def _scaled(perdida: float, gradiente: Array, w: Array, l2: float) -> tuple[Any, Array]:
    _check(l2)
    return (perdida + np.sum(w * w)) * l2 / 2, (gradiente + w) * l2


def _squares_of_the_gradient(
    perdida: float, gradiente: Array, w: Array, l2: float
) -> tuple[Any, Array]:
    _check(l2)
    return perdida + l2 / 2 * np.sum(gradiente * gradiente), gradiente + l2 * w


def _norm(w: Array) -> Any:
    return np.sqrt(np.sum(w * w))


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia el gradiente (o los pesos) que recibe.",
    "`gradiente += …` escribe en el arreglo de quien te llama. Devuelve "
    "uno nuevo: `gradiente + …`.",
)

EXERCISE = Exercise(
    id=ID,
    name="regularizacion_l2",
    reference=regularizacion_l2,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=(
        _penalised("El ejemplo hecho a mano", 2.0, [0.5, 0.0, -1.0], [1.0, -2.0, 3.0], 0.1),
        _penalised("Sin gradiente, solo tira de los pesos", 1.0, [0.0, 0.0], [4.0, -3.0], 0.5),
        _penalised("Una matriz", 0.5, [[1.0, 2.0], [3.0, 4.0]], [[1.0, 0.0], [-2.0, 1.0]], 0.2),
        _penalised("Una penalización muy fuerte", 0.5, [0.1, 0.2, 0.3], [1.0, 2.0, -1.0], 4.0),
        _penalised("Un solo peso", 3.0, [-1.0], [0.5], 2.0),
        _penalised(
            "En float32",
            2.0,
            np.array([0.5, -1.0], np.float32),
            np.array([0.3, 0.7], np.float32),
            0.1,
        ),
        _penalised("l2 = 0: nada cambia", 2.0, [0.5, 1.0], [3.0, 4.0], 0.0, edge=True),
        _penalised("Pesos a cero: nada cambia", 2.0, [0.5, 1.0], [0.0, 0.0], 0.3, edge=True),
        _penalised("Pesos enteros", 2.0, [0.5, 1.0], [3, -4], 0.3, edge=True),
        _penalised("Ningún peso", 2.0, np.zeros(0), np.zeros(0), 0.3, edge=True),
        _penalised("l2 negativo: ValueError", 2.0, [0.5, 1.0], [3.0, 4.0], -0.1, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=(
        Variant(
            "actualiza_los_pesos",
            _weights_step,
            "Devuelves los pesos ya encogidos, en vez del gradiente.",
            "Se pide el gradiente nuevo: el que llega más l2·w.",
        ),
        Variant(
            "l2_al_cuadrado",
            _squared_rate,
            "Elevas l2 al cuadrado.",
            "El nombre es l2, pero en la fórmula entra una sola vez.",
        ),
        Variant(
            "multiplica_todo",
            _scaled,
            "Multiplicas por l2 también la pérdida y el gradiente que te llegan.",
            "l2 solo multiplica a lo que se añade.",
        ),
        Variant(
            "cuadrados_del_gradiente",
            _squares_of_the_gradient,
            "Sumas los cuadrados del gradiente, y no los de los pesos.",
            "Lo que se encarece son los pesos: Σw².",
        ),
        Variant(
            "sin_el_medio",
            _with(penalty=lambda w: np.sum(w * w)),
            "A tu penalización le falta el ½.",
            "Es l2/2·Σw²: con el ½, su derivada es l2·w, sin ningún 2.",
        ),
        Variant(
            "gradiente_con_dos",
            _with(slope=lambda w: 2 * w),
            "Sumas 2·l2·w al gradiente.",
            "La derivada de l2/2·w² es l2·w: el 2 se va con el ½.",
        ),
        Variant(
            "todo_doble",
            _with(penalty=lambda w: np.sum(w * w), slope=lambda w: 2 * w),
            "Tu penalización y su gradiente son el doble de lo que se pide: usas l2·Σw².",
            "Hay quien la define así, pero aquí lleva un ½ delante: l2/2·Σw².",
        ),
        Variant(
            "gradiente_con_medio",
            _with(slope=lambda w: w / 2),
            "Sumas l2/2·w al gradiente.",
            "Al derivar w² baja un 2 que se va con el ½: queda l2·w.",
        ),
        Variant(
            "norma_sin_cuadrado",
            _with(penalty=lambda w: 0.5 * _norm(w)),
            "Penalizas con la norma de los pesos, sin elevarla al cuadrado.",
            "Σw² es la norma **al cuadrado**: no saques la raíz.",
        ),
        Variant(
            "l1",
            _with(penalty=lambda w: np.sum(np.abs(w)), slope=np.sign),
            "Eso es la regularización L1: suma valores absolutos.",
            "La L2 suma cuadrados, y su gradiente es l2·w.",
            others=(_with(lambda w: 0.5 * np.sum(np.abs(w)), np.sign),),
        ),
        Variant(
            "media",
            _with(penalty=lambda w: 0.5 * np.sum(w * w) / max(w.size, 1)),
            "Haces la media de los cuadrados.",
            "Se suman, sin dividir entre cuántos hay.",
        ),
        Variant(
            "media_en_los_dos",
            _with(
                penalty=lambda w: 0.5 * np.sum(w * w) / max(w.size, 1),
                slope=lambda w: w / max(w.size, 1),
            ),
            "Divides la penalización y su gradiente entre el número de pesos.",
            "Se suman los cuadrados, sin dividir entre cuántos hay.",
        ),
        Variant(
            "suma_al_cuadrado",
            _with(penalty=lambda w: 0.5 * np.sum(w) ** 2),
            "Elevas al cuadrado la suma, en vez de sumar los cuadrados.",
            "Primero cada peso al cuadrado, y después la suma: `(w**2).sum()`.",
        ),
        Variant(
            "suma_por_columnas",
            _with(penalty=lambda w: 0.5 * np.sum(w * w, axis=0)),
            "Con una matriz, tu pérdida es un arreglo: sumas solo por columnas.",
            "La función `sum` de Python recorre las filas. `np.sum` suma todo.",
        ),
        Variant(
            "resta",
            _with(told=lambda loss, g, penalty, slope: (loss - penalty, g - slope)),
            "Restas la penalización, y así premias los pesos grandes.",
            "La penalización se **suma** a la pérdida, y su derivada al gradiente.",
        ),
        Variant(
            "resta_en_el_gradiente",
            _with(told=lambda loss, g, penalty, slope: (loss + penalty, g - slope)),
            "En el gradiente restas l2·w.",
            "El gradiente de una suma es la suma de los gradientes. Ya restará el descenso.",
        ),
        Variant(
            "suma_en_el_gradiente",
            _with(slope=lambda w: np.sum(w)),
            "Al gradiente le sumas l2 por la suma de todos los pesos.",
            "La derivada respecto de cada peso solo tiene ese peso: l2·w, elemento a elemento.",
        ),
        Variant(
            "solo_la_penalizacion",
            _with(told=lambda loss, g, penalty, slope: (penalty, slope)),
            "Devuelves solo la penalización, sin la pérdida ni el gradiente que recibes.",
            "Hay que **sumarla** a lo que recibes.",
        ),
        Variant(
            "gradiente_sin_tocar",
            _with(told=lambda loss, g, penalty, slope: (loss + penalty, g * 1)),
            "Penalizas la pérdida, pero no su gradiente.",
            "Si el gradiente no cambia, el descenso no se entera de la penalización: suma l2·w.",
        ),
        Variant(
            "perdida_sin_tocar",
            _with(told=lambda loss, g, penalty, slope: (loss, g + slope)),
            "Cambias el gradiente, pero no la pérdida.",
            "La pérdida penalizada es pérdida + l2/2·Σw².",
        ),
        Variant(
            "al_reves",
            _with(told=lambda loss, g, penalty, slope: (g + slope, loss + penalty)),
            "Devuelves primero el gradiente.",
            "El orden es `(pérdida, gradiente)`.",
        ),
        Variant("modifica_la_entrada", _in_place, INTACT.causa, INTACT.pista),
        Variant(
            "rechaza_el_cero",
            _refuses_zero,
            "Con l2 = 0 lanzas ValueError.",
            "El 0 vale: no penaliza nada. Solo se rechaza si es **menor** que 0.",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar un l2 negativo.",
            "Premiaría los pesos grandes: si `l2` es menor que 0, `ValueError`.",
        ),
    ),
    accepted={
        "con cuadrados": _with_squares,
        "con un producto": _with_dot,
        "con un bucle": _with_loop,
        "en float32": _in_single,
    },
)
