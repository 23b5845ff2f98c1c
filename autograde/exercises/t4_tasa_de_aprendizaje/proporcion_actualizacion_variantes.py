"""t4.proporcion_actualizacion: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo
from solutions.vigilancia import proporcion_actualizacion

ID = "t4.proporcion_actualizacion"
Array = Any
Sets = Sequence[Array]
Answer = list[tuple[float, str]]


def _advice(ratio: float, low: float = 1e-4, high: float = 1e-2) -> str:
    return "subir" if ratio < low else "bajar" if ratio > high else "mantener"


# --- correctas, escritas de otra manera ------------------------------------------------------


def _with_norm(antes: Sets, despues: Sets) -> Answer:
    if len(antes) != len(despues):
        raise ValueError("longitudes")
    resultado = []
    for a, d in zip(antes, despues, strict=True):
        if a.shape != d.shape:
            raise ValueError("formas")
        paso, pesos = float(np.linalg.norm(d - a)), float(np.linalg.norm(a))
        if paso == 0:
            razon = 0.0
        elif pesos == 0:
            razon = math.inf
        else:
            razon = paso / pesos
        resultado.append((razon, _advice(razon)))
    return resultado


def _with_loop(antes: Sets, despues: Sets) -> Answer:
    if len(antes) != len(despues):
        raise ValueError("longitudes")
    resultado = []
    for i in range(len(antes)):
        if antes[i].shape != despues[i].shape:
            raise ValueError("formas")
        a, d = antes[i].ravel(), despues[i].ravel()
        paso = pesos = 0.0
        for j in range(len(a)):
            paso += (float(d[j]) - float(a[j])) ** 2
            pesos += float(a[j]) ** 2
        razon = 0.0 if paso == 0 else float("inf")
        if pesos > 0:
            razon = (paso / pesos) ** 0.5
        if razon < 1e-4:
            resultado.append((razon, "subir"))
        elif razon <= 1e-2:
            resultado.append((razon, "mantener"))
        else:
            resultado.append((razon, "bajar"))
    return resultado


def _with_dot(antes: Sets, despues: Sets) -> Any:
    if len(antes) != len(despues):
        raise ValueError("longitudes")
    resultado = []
    for a, d in zip(antes, despues, strict=True):
        if a.shape != d.shape:
            raise ValueError("formas")
        paso = (d - a).ravel()
        pesos = a.ravel()
        arriba, abajo = float(paso @ paso), float(pesos @ pesos)
        razon = math.sqrt(arriba / abajo) if abajo else (math.inf if arriba else 0.0)
        resultado.append([razon, _advice(razon)])
    return tuple(resultado)


def _in_single(antes: Sets, despues: Sets) -> Answer:
    """Redondea a float32 lo que ya ha calculado."""
    pairs = proporcion_actualizacion(antes, despues)
    return [(np.float32(ratio), said) for ratio, said in pairs]  # type: ignore[misc]


ACCEPTED = {
    "con np.linalg.norm": _with_norm,
    "con bucles": _with_loop,
    "con productos": _with_dot,
    "en float32": _in_single,
}


# --- equivocadas -----------------------------------------------------------------------------


def _each(
    ratio: Callable[[Array, Array], Any],
    advice: Callable[[float], str] = _advice,
    at_rest: bool = True,
) -> Any:
    """La correcta con otra razón u otro consejo.

    at_rest
        Si lo que no se mueve, y los pesos a cero, se tratan como se pide.
    """

    def proporcion_actualizacion(antes: Sets, despues: Sets) -> Answer:
        if len(antes) != len(despues):
            raise ValueError("longitudes")
        found = []
        for a, d in zip(antes, despues, strict=True):
            if a.shape != d.shape:
                raise ValueError("formas")
            with np.errstate(all="ignore"):
                if at_rest and not np.any(d - a):
                    value = 0.0
                elif at_rest and not np.any(a):
                    value = math.inf
                else:
                    value = float(ratio(a, d))
            found.append((value, advice(value)))
        return found

    return proporcion_actualizacion


def _norm(v: Array) -> Any:
    return np.sqrt(np.sum(np.asarray(v, dtype=float) ** 2))


def _right(a: Array, d: Array) -> Any:
    return _norm(d - a) / _norm(a)


def _all_together(antes: Sets, despues: Sets) -> Answer:
    pairs = proporcion_actualizacion(antes, despues)
    if not pairs:
        return pairs
    a = np.concatenate([w.ravel() for w in antes])
    d = np.concatenate([w.ravel() for w in despues])
    return proporcion_actualizacion([a], [d])


def _spectral(a: Array, d: Array) -> Any:
    if a.ndim != 2:
        return _right(a, d)
    return np.linalg.norm(d - a, 2) / np.linalg.norm(a, 2)


def _short_zip(antes: Sets, despues: Sets) -> Answer:
    n = min(len(antes), len(despues))
    return proporcion_actualizacion(antes[:n], despues[:n])


def _writes(antes: Sets, despues: Sets) -> Answer:
    pairs = proporcion_actualizacion(antes, despues)
    for a, d in zip(antes, despues, strict=True):
        d -= a
    return pairs


def _broadcast(antes: Sets, despues: Sets) -> Answer:
    if len(antes) == len(despues):
        pairs = zip(antes, despues, strict=True)
        antes = [np.broadcast_to(a, (a - d).shape) for a, d in pairs]
        despues = [np.broadcast_to(d, a.shape) for a, d in zip(antes, despues, strict=True)]
    return proporcion_actualizacion(antes, despues)


def _only_the_first(antes: Sets, despues: Sets) -> Any:
    pairs = proporcion_actualizacion(antes, despues)
    return pairs[0] if pairs else None


def _refuses_none(antes: Sets, despues: Sets) -> Answer:
    if not antes:
        raise ValueError("vacías")
    return proporcion_actualizacion(antes, despues)


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia los arreglos que recibe.",
    "`d -= a` escribe en el arreglo de quien te llama. Haz la resta en uno nuevo: `d - a`.",
)

VARIANTS = (
    Variant(
        "al_cuadrado",
        _each(lambda a, d: _right(a, d) ** 2),
        "Divides los cuadrados de las normas: falta la raíz.",
        "La norma es la **raíz** de la suma de los cuadrados.",
    ),
    Variant(
        "al_reves",
        _each(lambda a, d: 1 / _right(a, d)),
        "Divides al revés: los pesos entre la actualización.",
        "Arriba va lo que se han movido; abajo, lo que miden.",
    ),
    Variant(
        "entre_los_nuevos",
        _each(lambda a, d: _norm(d - a) / _norm(d)),
        "Divides entre la norma de los pesos de **después**.",
        "Se compara con los pesos que había: los de `antes`.",
    ),
    Variant(
        "diferencia_de_normas",
        _each(lambda a, d: abs(_norm(d) - _norm(a)) / _norm(a)),
        "Restas las normas, en vez de tomar la norma de la resta.",
        "Unos pesos pueden moverse mucho sin cambiar de norma: primero se restan, después se mide.",
    ),
    Variant(
        "norma_uno",
        _each(lambda a, d: np.abs(d - a).sum() / np.abs(a).sum()),
        "Tu norma es la suma (o la media) de los valores absolutos.",
        "La norma es la raíz de la suma de los cuadrados.",
    ),
    Variant(
        "norma_del_maximo",
        _each(lambda a, d: np.abs(d - a).max() / np.abs(a).max()),
        "Tu norma es el mayor valor absoluto.",
        "La norma es la raíz de la suma de los cuadrados de **todos** los pesos.",
    ),
    Variant(
        "norma_espectral",
        _each(_spectral),
        "Con las matrices usas otra norma: la espectral.",
        "`np.linalg.norm(W, 2)` de una matriz es su mayor valor singular. Sin el 2 sale la raíz de "
        "la suma de los cuadrados.",
    ),
    Variant(
        "media_de_cocientes",
        _each(lambda a, d: np.mean(np.abs((d - a) / np.where(a == 0, np.nan, a)))),
        "Divides peso a peso y haces la media.",
        "Primero se mide cada conjunto entero, con su norma, y después se divide una sola vez.",
    ),
    Variant(
        "suma",
        _each(lambda a, d: abs(float(np.sum(d - a))) / abs(float(np.sum(a)))),
        "Sumas los pesos con su signo, y unos se cancelan con otros.",
        "Se suman los cuadrados, que son siempre positivos, y se saca la raíz.",
    ),
    Variant(
        "consejos_al_reves",
        _each(_right, lambda r: {"subir": "bajar", "bajar": "subir"}.get(_advice(r), "mantener")),
        "Das los consejos al revés.",
        "Si los pesos apenas se mueven la tasa es baja, y hay que subirla.",
    ),
    Variant(
        "un_solo_limite",
        _each(_right, lambda r: "subir" if r < 1e-3 else "bajar"),
        "Solo tienes un límite, 10⁻³, y nunca aconsejas mantener.",
        "Entre 10⁻⁴ y 10⁻² está bien: `mantener`.",
    ),
    Variant(
        "otros_limites",
        _each(_right, lambda r: _advice(r, 1e-3, 1e-2)),
        "Aconsejas subir la tasa desde 10⁻³.",
        "Alrededor de 10⁻³ es lo deseable: se sube solo por debajo de 10⁻⁴.",
    ),
    Variant(
        "otro_limite_de_arriba",
        _each(_right, lambda r: _advice(r, 1e-4, 1e-3)),
        "Aconsejas bajar la tasa desde 10⁻³.",
        "Alrededor de 10⁻³ es lo deseable: se baja solo por encima de 10⁻².",
    ),
    Variant(
        "ceros_siempre_inf",
        _each(lambda a, d: _right(a, d) if np.any(a) else np.inf, at_rest=False),
        "Si los pesos valían cero das siempre infinito, aunque no se hayan movido.",
        "Si no se han movido, la proporción es 0.",
    ),
    Variant(
        "cero_entre_cero",
        _each(_right, at_rest=False),
        "Unos pesos que valen cero y no se mueven te dan nan.",
        "0/0 no es un número: si no se han movido, la proporción es 0.",
    ),
    Variant(
        "ceros_son_cero",
        _each(lambda a, d: _right(a, d) if np.any(a) else 0.0, at_rest=False),
        "Si los pesos valían cero das siempre 0, aunque se hayan movido.",
        "Si se han movido, la proporción es infinita: `np.inf`.",
    ),
    Variant(
        "suma_eps",
        _each(lambda a, d: _norm(d - a) / (_norm(a) + 1e-8), at_rest=False),
        "Sumas un número pequeño al divisor, y con pesos a cero no sale infinito.",
        "Trata aparte los pesos que valen todos cero: inf, o 0 si no se han movido.",
        others=(_each(lambda a, d: _norm(d - a) / (_norm(a) + 1e-12), at_rest=False),),
    ),
    Variant(
        "todos_juntos",
        _all_together,
        "Das una sola proporción para todos los conjuntos juntos.",
        "Se mira cada conjunto por separado: unos pueden moverse mucho y otros nada.",
    ),
    Variant(
        "sin_consejo",
        lambda antes, despues: [r for r, _ in proporcion_actualizacion(antes, despues)],
        "Devuelves solo las proporciones, sin el consejo.",
        "De cada conjunto se pide una pareja: `(proporción, consejo)`.",
    ),
    Variant(
        "no_compara_longitudes",
        _short_zip,
        "Si las dos listas no miden lo mismo, sigues con lo que hay en las dos.",
        "`zip` se para en la más corta sin decir nada: compara antes las longitudes.",
    ),
    Variant(
        "limites_cambiados",
        _each(_right, lambda r: "subir" if r < 1e-2 else "bajar" if r > 1e-4 else "mantener"),
        "Has cambiado un límite por otro: aconsejas subir hasta 10⁻².",
        "Se sube por debajo de 10⁻⁴ y se baja por encima de 10⁻².",
    ),
    Variant(
        "media_del_paso",
        _each(lambda a, d: _norm(d - a) / math.sqrt(a.size) / _norm(a)),
        "Del paso haces la media de los cuadrados, y de los pesos la suma.",
        "Las dos normas han de ser la misma cuenta: la raíz de la **suma** de los cuadrados.",
    ),
    Variant(
        "resta_de_normas",
        _each(lambda a, d: (_norm(d) - _norm(a)) / _norm(a), at_rest=False),
        "Restas las normas, en vez de tomar la norma de la resta, y sale negativo si encogen.",
        "Primero se restan los pesos, y después se mide lo que queda.",
        others=(
            _each(
                lambda a, d: (
                    (_norm(d) - _norm(a)) / _norm(a) if np.any(a) else np.inf if np.any(d) else 0.0
                ),
                at_rest=False,
            ),
        ),
    ),
    Variant(
        "porcentaje",
        _each(lambda a, d: 100 * _right(a, d)),
        "Das la proporción en tanto por ciento.",
        "No la multipliques por 100: los límites son 10⁻⁴ y 10⁻².",
    ),
    Variant(
        "no_compara_formas",
        _broadcast,
        "Si dos arreglos se pueden restar los restas, aunque no tengan la misma forma.",
        "NumPy repite el pequeño sin decir nada: compara antes `a.shape` y `d.shape`.",
    ),
    Variant(
        "pareja_al_reves",
        lambda antes, despues: [(c, r) for r, c in proporcion_actualizacion(antes, despues)],
        "Das el consejo antes que la proporción.",
        "La pareja es `(proporción, consejo)`, en ese orden.",
    ),
    Variant(
        "rechaza_las_vacias",
        _refuses_none,
        "Rechazas las listas vacías, que valen.",
        "Con listas vacías el resultado es una lista vacía.",
    ),
    Variant(
        "solo_el_primero",
        _only_the_first,
        "Devuelves la pareja del primer conjunto, y no una lista con las de todos.",
        "Se pide una lista, con una pareja por conjunto.",
    ),
    Variant("modifica_la_entrada", _writes, INTACT.causa, INTACT.pista),
)
