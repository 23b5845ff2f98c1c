"""t5.entrenar_en_dispositivo: soluciones escritas de otra manera, y las equivocadas."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least
from autograde.exercises.t5_redes_y_gpu.cases import Array
from autograde.model import Variant
from curso.pruebas.compara import Hallazgo
from solutions.curso_t5 import entrenar_en_dispositivo

ID = "t5.entrenar_en_dispositivo"
Loss = Callable[[Array, Array, Array], tuple[Any, Array]]
Move = Callable[[Any], Array]
Trained = tuple[Array, list[float]]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _while(
    x: Array,
    y: Array,
    w0: Array,
    perdida_y_gradiente: Loss,
    lr: float,
    b: int,
    epocas: int,
    a_dispositivo: Move,
    a_memoria: Move,
) -> Trained:
    if b < 1 or epocas < 0:
        raise ValueError("b o épocas")
    x, y, w = a_dispositivo(x), a_dispositivo(y), a_dispositivo(w0)
    perdidas, epoca = [], 0
    while epoca < epocas:
        i = 0
        while i < x.shape[0]:
            perdida, gradiente = perdida_y_gradiente(w, x[i : i + b], y[i : i + b])
            perdidas.append(float(perdida))
            w = w - lr * gradiente
            i += b
        epoca += 1
    return a_memoria(w), perdidas


def _in_place(
    x: Array,
    y: Array,
    w0: Array,
    perdida_y_gradiente: Loss,
    lr: float,
    b: int,
    epocas: int,
    a_dispositivo: Move,
    a_memoria: Move,
) -> list[Any]:
    at_least(b=(b, 1), epocas=(epocas, 0))
    en_dispositivo = [a_dispositivo(v) for v in (x, y, w0)]
    lotes = [
        (en_dispositivo[0][i : i + b], en_dispositivo[1][i : i + b]) for i in range(0, len(x), b)
    ]
    w, perdidas = en_dispositivo[2], np.zeros(epocas * len(lotes))
    for paso in range(epocas * len(lotes)):
        perdidas[paso], gradiente = perdida_y_gradiente(w, *lotes[paso % len(lotes)])
        w -= lr * gradiente
    return [a_memoria(w), perdidas]


def _items(
    x: Array,
    y: Array,
    w0: Array,
    perdida_y_gradiente: Loss,
    lr: float,
    b: int,
    epocas: int,
    a_dispositivo: Move,
    a_memoria: Move,
) -> tuple[Array, Array]:
    if b <= 0 or epocas <= -1:
        raise ValueError
    X, Y, W = map(a_dispositivo, (x, y, w0))
    perdidas = []
    for i in [*range(0, len(x), b)] * epocas:
        perdida, gradiente = perdida_y_gradiente(W, X[i : i + b], Y[i : i + b])
        W = W + (-lr) * gradiente
        perdidas.append(perdida if isinstance(perdida, float) else perdida.item())
    return a_memoria(W), np.array(perdidas)


def _single(
    x: Array,
    y: Array,
    w0: Array,
    perdida_y_gradiente: Loss,
    lr: float,
    b: int,
    epocas: int,
    a_dispositivo: Move,
    a_memoria: Move,
) -> tuple[Array, Array]:
    """Las pérdidas, en la precisión de los datos."""
    at_least(b=(b, 1), epocas=(epocas, 0))
    x_d, y_d, w = a_dispositivo(x), a_dispositivo(y), a_dispositivo(w0)
    perdidas = np.zeros(0, dtype=x.dtype)
    for _ in range(epocas):
        for inicio in range(0, len(x), b):
            fin = min(inicio + b, len(x))
            perdida, gradiente = perdida_y_gradiente(w, x_d[inicio:fin], y_d[inicio:fin])
            perdidas = np.append(perdidas, np.array(float(perdida), dtype=x.dtype))
            w = w - gradiente * lr
    return a_memoria(w), perdidas


# --- equivocadas -----------------------------------------------------------------------------


def _bent(
    *,
    order: tuple[int, ...] = (0, 1, 2),
    every_epoch: bool = False,
    every_batch: bool = False,
    back_every_step: bool = False,
    back_every_epoch: bool = False,
    loss: Callable[[Any, Move], Any] = lambda loss, back: float(loss),
    home: Callable[[Array, Move], Any] = lambda w, back: back(w),
    afterwards: bool = False,
    twice: bool = False,
    whole: bool = False,
    drop: bool = False,
    restart: bool = False,
    sign: float = 1.0,
    divide: bool = False,
    check: bool = True,
    extra: int = 0,
    early: bool = False,
    result: Callable[[Any, list[Any]], Any] = lambda w, losses: (w, losses),
) -> Any:
    """Un entrenamiento correcto salvo en lo que se diga.

    order
        Qué se lleva al dispositivo de (x, y, w0), y en qué orden; lo demás se queda en memoria.
    """

    def entrenar_en_dispositivo(
        x: Array,
        y: Array,
        w0: Array,
        perdida_y_gradiente: Loss,
        lr: float,
        b: int,
        epocas: int,
        a_dispositivo: Move,
        a_memoria: Move,
    ) -> Any:
        if check:
            at_least(b=(b, 1), epocas=(epocas, 0))
        if early and epocas == 0:
            return w0.copy(), []
        there = dict(enumerate((x, y, w0.copy())))
        for i in order:
            if i == 2 or not (every_epoch or every_batch):
                there[i] = a_dispositivo((x, y, w0)[i])
        w, losses = there[2], []
        for _ in range(epocas + extra if epocas else 0):
            w = there[2] if restart else w
            if every_epoch:
                there[0], there[1] = a_dispositivo(x), a_dispositivo(y)
            for i in range(0, len(x), b):
                if drop and i and i + b > len(x):
                    continue
                if every_batch:
                    batch = a_dispositivo(x[i : i + b]), a_dispositivo(y[i : i + b])
                elif whole:
                    batch = there[0], there[1]
                else:
                    batch = there[0][i : i + b], there[1][i : i + b]
                value, gradient = perdida_y_gradiente(w, *batch)
                if twice:
                    gradient = perdida_y_gradiente(w, *batch)[1]
                w = w - sign * lr * gradient / (len(batch[0]) if divide else 1)
                if afterwards:
                    value = perdida_y_gradiente(w, *batch)[0]
                losses.append(loss(value, a_memoria))
                if back_every_step:
                    w = a_dispositivo(a_memoria(w))
            if back_every_epoch:
                w = a_dispositivo(a_memoria(w))
        return result(home(w, a_memoria), losses)

    return entrenar_en_dispositivo


def _touches(x: Array, y: Array, w0: Array, *others: Any) -> Trained:
    right = entrenar_en_dispositivo(x, y, w0, *others)
    w0 += 1
    return right


_NAMES = ("x", "y", "w0")


def _orders() -> tuple[Variant, ...]:
    """Los demás órdenes en que se pueden llevar x, y y w0: no son ningún error."""
    found = []
    for order in permutations(range(3)):
        names = [_NAMES[i] for i in order]
        if order != (0, 1, 2):
            found.append(
                Variant(
                    f"orden_{'_'.join(names)}",
                    _bent(order=order),
                    f"Llevas {names[0]}, después {names[1]} y después {names[2]}; el enunciado "
                    "dice x, y y w0.",
                    "Da lo mismo: cada uno viaja una vez. Tienes todos los puntos.",
                    note=True,
                )
            )
    return tuple(found)


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia x, y o w0.",
    "Lo que hay en la memoria ha de quedar como estaba: se trabaja con lo que se llevó al "
    "dispositivo.",
)


VARIANTS = (
    *_orders(),
    Variant(
        "lleva_cada_lote",
        _bent(every_batch=True),
        "Llevas al dispositivo cada lote por separado, en todas las épocas.",
        "Cada viaje cuesta. Lleva x e y enteros una vez, y corta los lotes allí.",
    ),
    Variant(
        "lleva_en_cada_epoca",
        _bent(every_epoch=True),
        "Vuelves a llevar x e y al dispositivo en cada época.",
        "Los datos no cambian de una época a otra: llévalos antes del bucle.",
    ),
    Variant(
        "trae_en_cada_paso",
        _bent(back_every_step=True),
        "Traes los pesos y los vuelves a llevar en cada actualización.",
        "Los pesos se quedan en el dispositivo hasta el final.",
    ),
    Variant(
        "trae_en_cada_epoca",
        _bent(back_every_epoch=True),
        "Traes los pesos y los vuelves a llevar en cada época.",
        "Los pesos se quedan en el dispositivo hasta el final.",
    ),
    Variant(
        "trae_las_perdidas",
        _bent(loss=lambda loss, back: float(back(loss))),
        "Traes cada pérdida con `a_memoria`.",
        "`a_memoria` es para los pesos, una sola vez. Una pérdida es un número: `float(perdida)`.",
    ),
    Variant(
        "trae_dos_veces",
        _bent(home=lambda w, back: (back(w), back(w))[1]),
        "Traes los pesos dos veces.",
        "Guarda en una variable lo que da `a_memoria(w)` y devuelve esa.",
    ),
    Variant(
        "no_trae_los_pesos",
        _bent(home=lambda w, back: w),
        "Los pesos que devuelves siguen en el dispositivo.",
        "Falta `a_memoria(w)` al final: lo que sale es un arreglo de NumPy.",
    ),
    Variant(
        "nada_en_el_dispositivo",
        _bent(order=(), home=lambda w, back: w),
        "No llevas nada al dispositivo: entrenas en la memoria del ordenador.",
        "x, y y w0 pasan por `a_dispositivo`, y el resultado por `a_memoria`.",
    ),
    Variant(
        "mezcla",
        _bent(order=(0, 1)),
        "Mezclas en una cuenta arreglos del dispositivo y de la memoria: o no llevas los tres "
        "(x, y y w0), o después sigues usando los originales.",
        "Guarda lo que da `a_dispositivo` y, desde ahí, usa solo eso.",
    ),
    Variant(
        "toda_la_muestra",
        _bent(whole=True),
        "En cada actualización usas todos los ejemplos.",
        "El gradiente de una iteración se calcula solo con los ejemplos de su lote.",
    ),
    Variant(
        "olvida_el_ultimo",
        _bent(drop=True),
        "No usas el último lote de la época cuando queda corto.",
        "Aquí no se descarta nada: en cada época se usan todos los ejemplos.",
    ),
    Variant(
        "perdida_despues",
        _bent(afterwards=True),
        "Apuntas la pérdida de cada lote después de actualizar los pesos.",
        "La pérdida que se apunta es la que sale junto con el gradiente, antes del paso.",
    ),
    Variant(
        "llama_dos_veces",
        _bent(twice=True),
        "Llamas dos veces a `perdida_y_gradiente` en cada actualización.",
        "Una llamada devuelve las dos cosas: guárdalas en dos variables a la vez.",
    ),
    Variant(
        "sube",
        _bent(sign=-1.0),
        "Tus pesos avanzan a favor del gradiente: la pérdida sube.",
        "Para bajar hay que ir en contra del gradiente. Mira el signo.",
    ),
    Variant(
        "divide_por_b",
        _bent(divide=True),
        "Divides el gradiente por el tamaño del lote, y ya es una media.",
        "`perdida_y_gradiente` ya promedia sobre los ejemplos del lote.",
    ),
    Variant(
        "vuelve_a_empezar",
        _bent(restart=True),
        "Al empezar cada época, los pesos vuelven a ser los de partida.",
        "Las épocas siguen donde quedó la anterior.",
    ),
    Variant(
        "una_epoca_de_menos",
        _bent(extra=-1),
        "Haces una época de menos.",
        "`range(1, epocas)` da una vuelta menos de las pedidas.",
    ),
    Variant(
        "solo_los_pesos",
        _bent(result=lambda w, losses: w),
        "Devuelves los pesos, pero no las pérdidas.",
        "El resultado es la pareja (pesos, pérdidas).",
    ),
    Variant(
        "sin_viajes_con_0_epocas",
        _bent(early=True),
        "Con 0 épocas devuelves w0 sin que haya ido al dispositivo.",
        "También entonces van los datos y vuelven los pesos: no hace falta ningún caso aparte.",
    ),
    Variant(
        "sin_validar",
        _bent(check=False),
        "Falta rechazar los tamaños imposibles.",
        "Si b es menor que 1, o las épocas menos que 0, `ValueError`.",
    ),
    Variant("modifica_la_entrada", _touches, INTACT.causa, INTACT.pista, by_property=True),
)
ACCEPTED = {
    "bucle while": _while,
    "en su copia": _in_place,
    "lee cada número": _items,
    "float32": _single,
}
