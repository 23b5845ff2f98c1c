"""t6.MediaMovil: clases escritas de otra manera, y equivocadas."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo

ID = "t6.MediaMovil"
Array = Any
Params = list[Array]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu método cambia los parámetros que recibe.",
    "Son los que se están entrenando: `w *= …` escribe en ellos. Haz la cuenta en un arreglo "
    "nuevo.",
)
INDEPENDENT = Hallazgo(
    f"{ID}.estado_compartido",
    "Dos objetos de tu clase comparten la media: lo que observa uno cambia la del otro.",
    "Si la media está en la clase o en una variable global, es de todos. Créala en `__init__`, "
    "dentro de `self`.",
)


def _check(decaimiento: float) -> None:
    if not 0 <= decaimiento < 1:
        raise ValueError("el decaimiento está fuera de [0, 1)")


# --- correctas, escritas de otra manera ------------------------------------------------------


class _Loop:
    def __init__(self, decaimiento: float = 0.99) -> None:
        _check(decaimiento)
        self.decaimiento = decaimiento
        self.parametros: Any = None

    def observar(self, parametros: Params) -> None:
        nueva = []
        for i in range(len(parametros)):
            if self.parametros is None:
                nueva.append(parametros[i].copy())
            else:
                m = self.parametros[i]
                nueva.append(m + (1 - self.decaimiento) * (parametros[i] - m))
        self.parametros = nueva


class _InPlace:
    def __init__(self, decaimiento: float = 0.99) -> None:
        _check(decaimiento)
        self.d = decaimiento
        self.parametros: Any = None

    def observar(self, parametros: Params) -> None:
        if self.parametros is None:
            self.parametros = copy.deepcopy(parametros)
        else:
            for m, w in zip(self.parametros, parametros, strict=True):
                m *= self.d
                m += (1 - self.d) * w


class _Property:
    def __init__(self, decaimiento: float = 0.99) -> None:
        _check(decaimiento)
        self.d, self._m = decaimiento, ()

    @property
    def parametros(self) -> Any:
        return tuple(self._m) or None

    def observar(self, parametros: Params) -> Any:
        if not self._m:
            self._m = tuple(w + 0 for w in parametros)
        else:
            pares = zip(self._m, parametros, strict=True)
            self._m = tuple(self.d * m + (1 - self.d) * w for m, w in pares)
        return self


class _Corrected:
    """Desde cero y con los pesos observados aparte: Σ (1 − d)·dᵗ⁻ⁱ·wᵢ más dᵗ⁻¹·w₁."""

    def __init__(self, decaimiento: float = 0.99) -> None:
        _check(decaimiento)
        self.d, self.vistos = decaimiento, []  # type: ignore[var-annotated]

    def observar(self, parametros: Params) -> None:
        self.vistos.append([w.copy() for w in parametros])

    @property
    def parametros(self) -> Any:
        if not self.vistos:
            return None
        t = len(self.vistos)
        pesos = [self.d ** (t - 1)] + [(1 - self.d) * self.d ** (t - 1 - i) for i in range(1, t)]
        return [
            sum(p * w for p, w in zip(pesos, ws, strict=True))
            for ws in zip(*self.vistos, strict=True)
        ]


ACCEPTED = {
    "bucle": _Loop,
    "en su propia copia": _InPlace,
    "propiedad": _Property,
    "suma con pesos": _Corrected,
}


# --- equivocadas -----------------------------------------------------------------------------

Update = Callable[[float, Array, Array, int], Array]


def _copy(d: float, w: Array) -> Array:
    return w.copy()


def _right(d: float, m: Array, w: Array, t: int) -> Array:
    return d * m + (1 - d) * w


def _class(
    update: Update = _right,
    first: Callable[[float, Array], Array] = _copy,
    *,
    default: float = 0.99,
    check: Callable[[float], None] = _check,
    nothing: Any = None,
    shared: bool = False,
    shown: Callable[[Params], Any] = lambda m: m,
) -> type:
    """La clase correcta salvo en lo que se diga.

    `first(d, w)` es la media tras la primera vez y `update(d, m, w, t)` tras la vez t, desde 2;
    `nothing` es lo que vale `parametros` antes, y `shown` cómo se enseña después.
    """

    class MediaMovil:
        state: Any = {}  # noqa: RUF012 – compartirlo es una de las equivocaciones

        def __init__(self, decaimiento: float = default) -> None:
            check(decaimiento)
            self.d = decaimiento
            if shared:
                self.state.clear()  # para que no se arrastre también de un caso a otro
            else:
                self.state = {}

        @property
        def parametros(self) -> Any:
            return shown(self.state["m"]) if self.state else nothing

        def observar(self, parametros: Params) -> None:
            t = self.state.get("t", 0) + 1
            if t == 1:
                new = [first(self.d, w) for w in parametros]
            else:
                pairs = zip(self.state["m"], parametros, strict=True)
                new = [update(self.d, m, w, t) for m, w in pairs]
            self.state.update(t=t, m=new)

    return MediaMovil


def _touching(d: float, m: Array, w: Array, t: int) -> Array:
    new = d * m + (1 - d) * w
    w *= 1 - d
    return new


def _corrected(d: float, m: Array, w: Array, t: int) -> Array:
    """La media sin sesgo: cada peso, el que le toca entre la suma de todos."""
    past = 1 - d ** (t - 1)
    return (d * m * past + (1 - d) * w) / (1 - d**t)


def _unchecked(d: float) -> None:
    """No mira nada."""


def _only_negative(d: float) -> None:
    if d < 0 or d > 1:
        raise ValueError("el decaimiento está fuera de [0, 1]")


VARIANTS = (
    Variant(
        "sin_copia",
        _class(first=lambda d, w: w),
        "La primera vez guardas los mismos arreglos que recibes, sin copiarlos.",
        "El entrenamiento sigue escribiendo en ellos, y tu media cambia sola. Usa `w.copy()`; una "
        "lista nueva con los mismos arreglos no basta.",
    ),
    Variant(
        "pesos_cambiados",
        _class(lambda d, m, w, t: (1 - d) * m + d * w),
        "Has cambiado los pesos: `decaimiento` multiplica a lo nuevo y no a lo acumulado.",
        "Con 0,99 se conserva el 99 % de la media y entra un 1 % de los parámetros de ahora.",
    ),
    Variant(
        "empieza_en_cero",
        _class(first=lambda d, w: (1 - d) * w),
        "Tu media empieza en cero, y al principio se queda corta.",
        "La primera vez la media son los propios parámetros, no el (1 − d) de ellos.",
    ),
    Variant(
        "con_correccion_de_sesgo",
        _class(_corrected),
        "Corriges el sesgo como en Adam, dividiendo entre 1 − dᵗ.",
        "También se hace, pero no es la fórmula que se pide: aquí no hay sesgo que corregir, "
        "porque la primera vez la media son los propios parámetros.",
    ),
    Variant(
        "sin_el_resto",
        _class(lambda d, m, w, t: d * m + w),
        "A los parámetros de ahora les falta el factor (1 − d): la media crece sin parar.",
        "Los dos pesos de una media suman 1.",
    ),
    Variant(
        "todas_pesan_igual",
        _class(lambda d, m, w, t: m + (w - m) / t),
        "Haces la media de todo lo observado, con el mismo peso para cada vez.",
        "Una media móvil olvida: lo observado hace tiempo pesa cada vez menos, según "
        "`decaimiento`.",
    ),
    Variant(
        "solo_lo_ultimo",
        _class(lambda d, m, w, t: w.copy()),
        "Te quedas con los parámetros de ahora, sin promediar.",
        "A partir de la segunda vez hay que mezclar lo acumulado con lo nuevo.",
    ),
    Variant(
        "solo_lo_primero",
        _class(lambda d, m, w, t: m),
        "Después de la primera vez la media no cambia.",
        "¿Guardas en `self.parametros` lo que calculas en las veces siguientes?",
    ),
    Variant(
        "decae_dos_veces",
        _class(lambda d, m, w, t: d * (d * m + (1 - d) * w) + (1 - d) * w),
        "Cada vez que observas, aplicas la fórmula dos veces.",
        "Cada llamada a `observar` es un solo paso de la media.",
    ),
    Variant(
        "decaimiento_fijo",
        _class(lambda d, m, w, t: 0.99 * m + 0.01 * w),
        "Usas siempre 0,99, sea cual sea el decaimiento.",
        "Guárdalo en `self` en el constructor y úsalo en la fórmula.",
    ),
    Variant(
        "otro_valor_por_defecto",
        _class(default=0.9),
        "El decaimiento por defecto no es 0,99.",
        "Mira la cabecera del constructor: `decaimiento=0.99`.",
    ),
    Variant(
        "solo_el_primer_arreglo",
        _class(shown=lambda m: m[:1]),
        "Solo llevas la media del primer parámetro de la lista.",
        "Los parámetros de una red son varios arreglos, y cada uno tiene su media.",
    ),
    Variant(
        "no_es_una_lista",
        _class(shown=lambda m: m[0] if len(m) == 1 else m),
        "Con un solo parámetro, `parametros` es el arreglo y no una lista.",
        "Es siempre una lista, aunque lleve un solo elemento.",
    ),
    Variant(
        "lista_vacia_antes",
        _class(nothing=[]),
        "Antes de observar nada, `parametros` es una lista vacía.",
        "Ha de ser `None`: una lista vacía parece una red sin parámetros.",
    ),
    Variant(
        "siempre_float64",
        _class(lambda d, m, w, t: _right(d, m.astype("f8"), w, t)),
        "Con parámetros en float32 tu media es float64.",
        "`np.zeros(forma)` y `np.array(w, dtype=float)` dan float64. Copia los arreglos tal como "
        "son.",
    ),
    Variant("modifica_la_entrada", _class(_touching), INTACT.causa, INTACT.pista),
    Variant(
        "estado_compartido",
        _class(shared=True),
        INDEPENDENT.causa,
        INDEPENDENT.pista,
        by_property=True,
    ),
    Variant(
        "admite_uno",
        _class(check=_only_negative),
        "Admites un decaimiento de 1.",
        "Con 1 la media no cambiaría nunca. El intervalo es [0, 1): si está fuera, `ValueError`.",
    ),
    Variant(
        "sin_validar",
        _class(check=_unchecked),
        "Admites cualquier decaimiento, también los que no tienen sentido.",
        "Si no está en [0, 1), lanza `ValueError` en el constructor.",
    ),
)
