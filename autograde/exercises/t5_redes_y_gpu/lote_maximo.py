"""t5.lote_maximo: el mayor lote que cabe en la memoria de la GPU."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import numpy_integers
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso, Devolver, Llamar, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.curso_t5 import lote_maximo

ID = "t5.lote_maximo"
MIB, GIB = 2**20, 2**30


def _parameters(e: int, h: int, c: int) -> int:
    return e * h + h + h * c + c


def _each(e: int, h: int, c: int) -> int:
    return e + 2 * h + 2 * c


def _exact(e: int, h: int, c: int, b: int, octets: int = 4) -> int:
    """La memoria que piden justo b ejemplos."""
    return octets * (4 * _parameters(e, h, c) + b * _each(e, h, c))


def _numpy(title: str, *arguments: int) -> Caso:
    steps, values = numpy_integers(*arguments)
    call = Llamar("resultado", tuple(values))
    return Caso(title, (*steps, call, Devolver(Ref("resultado"))), borde=True)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def sizes() -> tuple[int, int, int]:
        return int(rng.integers(20, 900)), int(rng.integers(10, 300)), int(rng.integers(2, 40))

    def between(b: int, octets: int = 4) -> tuple[int, int, int, int]:
        """Memoria para un número de ejemplos que no es potencia de dos, lejos de los límites."""
        e, h, c = sizes()
        count = int(b * rng.uniform(1.2, 1.9))
        return _exact(e, h, c, count, octets) + 1, e, h, c

    edge = sizes()
    return [
        llamada("unos cientos", *between(256)),
        llamada("unos miles", *between(4096)),
        llamada("en doble precisión", *between(1024, 8), octetos=8),
        llamada("en media precisión", *between(512, 2), 2),
        llamada("pocos", *between(8)),
        llamada("unas decenas", *between(32)),
        llamada("pesos de sobra", 40 * MIB, 784, int(rng.integers(1000, 2000)), 10),
        llamada("justa", _exact(*edge, 64), *edge, borde=True),
        llamada("falta un octeto", _exact(*edge, 64) - 1, *edge, borde=True),
        llamada("uno justo", _exact(*edge, 1), *edge, borde=True),
        llamada("ni uno", _exact(*edge, 1) - 1, *edge, borde=True),
        llamada("inmensa", 2 ** int(rng.integers(66, 72)), *edge, borde=True),
        _numpy("enteros de NumPy", *between(128)),
        llamada("de uno en uno", 10**6, 1, 1, 1, octetos=1, borde=True),
        llamada("sin ocultas", 10**6, 20, 0, 3, borde=True),
        llamada("entradas negativas", 10**6, -5, 8, 3, borde=True),
        llamada("octetos nulos", 10**6, 20, 8, 3, octetos=0, borde=True),
    ]


def _counting(
    caben: Callable[[int, int, int, int, int], int], b: Callable[[int], Any] | None = None
) -> Any:
    """Con `caben(memoria, e, h, c, octetos)` ejemplos, la mayor potencia de dos, u otra cosa."""

    def lote_maximo(
        memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4
    ) -> Any:
        if min(entradas, ocultas, clases, octetos) < 1:
            raise ValueError("los tamaños han de ser 1 o más.")
        count = caben(int(memoria), int(entradas), int(ocultas), int(clases), int(octetos))
        if count < 1:
            raise ValueError("no cabe ni uno.")
        return (b or _power)(count)

    return lote_maximo


def _power(count: int) -> int:
    return 1 << (count.bit_length() - 1)


def _room(
    parameters: Callable[[int, int, int], int] = lambda e, h, c: 4 * _parameters(e, h, c),
    each: Callable[[int, int, int], int] = _each,
) -> Callable[[int, int, int, int, int], int]:
    return lambda m, e, h, c, o: (m - o * parameters(e, h, c)) // (o * each(e, h, c))


# --- correctas, escritas de otra manera ------------------------------------------------------


def _doubling(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> int:
    if entradas < 1 or ocultas < 1 or clases < 1 or octetos < 1:
        raise ValueError("los tamaños han de ser 1 o más.")
    P = entradas * ocultas + ocultas + ocultas * clases + clases
    por_ejemplo = entradas + 2 * ocultas + 2 * clases

    def cabe(b: int) -> bool:
        return octetos * (4 * P + b * por_ejemplo) <= memoria

    if not cabe(1):
        raise ValueError("no cabe ni un ejemplo.")
    b = 1
    while cabe(2 * b):
        b = 2 * b
    return b


def _halving(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> int:
    if min(memoria, entradas, ocultas, clases, octetos) <= 0:
        raise ValueError
    numeros = int(memoria) // int(octetos)
    libres = numeros - 4 * ((int(entradas) + 1) * int(ocultas) + (int(ocultas) + 1) * int(clases))
    for exponente in range(80, -1, -1):
        if 2**exponente * (int(entradas) + 2 * (int(ocultas) + int(clases))) <= libres:
            return 2**exponente
    raise ValueError


def _binary(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> int:
    e, h, c, o = int(entradas), int(ocultas), int(clases), int(octetos)
    if e < 1 or h < 1 or c < 1 or o < 1:
        raise ValueError("tamaños imposibles")
    caben = (int(memoria) - 4 * o * (e * h + h + h * c + c)) // (o * (e + 2 * h + 2 * c))
    if caben < 1:
        raise ValueError("no cabe")
    return int("1" + "0" * (len(bin(caben)) - 3), 2)


def _numpy_power(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> Any:
    if min(entradas, ocultas, clases, octetos) < 1:
        raise ValueError("tamaños")
    candidatos = [2**k for k in range(0, 90)]
    P = entradas * ocultas + ocultas + ocultas * clases + clases
    e, h, c = entradas, ocultas, clases
    sirven = [
        b for b in candidatos if octetos * (4 * int(P) + b * int(e + 2 * h + 2 * c)) <= memoria
    ]
    if not sirven:
        raise ValueError("no cabe")
    return max(sirven)


# --- equivocadas -----------------------------------------------------------------------------


def _through_floats(
    memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4
) -> float:
    return float(lote_maximo(memoria, entradas, ocultas, clases, octetos))


def _zero_when_none(
    memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4
) -> int:
    if min(entradas, ocultas, clases, octetos) < 1:
        raise ValueError("tamaños")
    count = _room()(int(memoria), int(entradas), int(ocultas), int(clases), int(octetos))
    return _power(count) if count >= 1 else 0


def _one_when_none(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> int:
    return max(1, _zero_when_none(memoria, entradas, ocultas, clases, octetos))


def _unchecked(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> int:
    b, P = 1, entradas * ocultas + ocultas + ocultas * clases + clases
    each = entradas + 2 * ocultas + 2 * clases

    def fits(b: int) -> bool:
        return octetos * (4 * P + b * each) <= memoria

    if not fits(1):
        raise ValueError("no cabe")
    while fits(2 * b) and b < 2**80:
        b *= 2
    return b


def _four_octets(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> int:
    if octetos < 1:
        raise ValueError("octetos")
    return lote_maximo(memoria, entradas, ocultas, clases, 4)


def _nearest(count: int) -> int:
    low = _power(count)
    return low if count - low < 2 * low - count else 2 * low


EXERCISE = Exercise(
    id=ID,
    name="lote_maximo",
    reference=lote_maximo,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=(
        llamada(
            "El ejemplo a mano: 1 200 octetos, 3 entradas, 4 ocultas y 2 clases", 1200, 3, 4, 2
        ),
        llamada("La red de las imágenes con 8 MB", 8 * MIB, 784, 128, 10),
        llamada("La misma en una GPU de 8 GB", 8 * GIB, 784, 128, 10),
        llamada("En doble precisión", 16 * MIB, 784, 64, 10, octetos=8),
        llamada("En media precisión", 4 * MIB, 784, 64, 10, 2),
        llamada("Solo caben unos pocos", _exact(784, 256, 10, 6) + 1, 784, 256, 10),
        llamada("Una red diminuta", 10_000, 2, 3, 2),
        llamada("Caben diez: ocho", _exact(3, 4, 2, 10), 3, 4, 2),
        llamada("Mitad parámetros, mitad ejemplos", 2_000, 3, 12, 4),
        llamada("Casi todo son parámetros", 1_760, 3, 12, 4),
        llamada("La memoria justa para 8", _exact(3, 4, 2, 8), 3, 4, 2, borde=True),
        llamada("Falta un octeto para 8", _exact(3, 4, 2, 8) - 1, 3, 4, 2, borde=True),
        llamada("Cabe uno justo", _exact(3, 4, 2, 1), 3, 4, 2, borde=True),
        llamada("No cabe ni uno: ValueError", _exact(3, 4, 2, 1) - 1, 3, 4, 2, borde=True),
        llamada("Memoria inmensa: más de 2⁵³ octetos", 2**70 + 1, 784, 128, 10, borde=True),
        _numpy("Los argumentos son enteros de NumPy", 8 * MIB, 784, 128, 10),
        llamada("Ninguna neurona oculta: ValueError", 10_000, 3, 0, 2, borde=True),
        llamada("Octetos negativos: ValueError", 10_000, 3, 4, 2, octetos=-4, borde=True),
    ),
    hidden_cases=_hidden,
    variants=(
        Variant(
            "no_es_potencia_de_dos",
            _counting(_room(), lambda count: count),
            "Das el mayor lote que cabe, sea o no potencia de dos.",
            "Redondea hacia abajo a 1, 2, 4, 8, 16 y así sucesivamente.",
        ),
        Variant(
            "potencia_siguiente",
            _counting(
                _room(),
                lambda count: _power(count) if count == _power(count) else 2 * _power(count),
            ),
            "Redondeas hacia arriba: ese lote no cabe.",
            "La mayor potencia de dos que no pasa de los ejemplos que caben.",
        ),
        Variant(
            "potencia_mas_cercana",
            _counting(_room(), _nearest),
            "Das la potencia de dos más cercana, y a veces no cabe.",
            "Se redondea siempre hacia abajo.",
        ),
        Variant(
            "potencia_menor",
            _counting(_room(), lambda count: max(1, _power(count) // 2)),
            "Te quedas en una potencia de dos menor de la que cabe.",
            "¿Compruebas b o 2·b? Se sigue doblando mientras el doble quepa.",
        ),
        Variant(
            "potencia_estricta",
            _counting(lambda m, e, h, c, o: _room()(m - 1, e, h, c, o)),
            "Cuando la memoria es justa la das por insuficiente.",
            "La condición es ≤: si cabe justo, cabe.",
        ),
        Variant(
            "devuelve_el_exponente",
            _counting(_room(), lambda count: count.bit_length() - 1),
            "Devuelves el exponente, no el tamaño del lote.",
            "Si el exponente es 5, el lote es 2⁵ = 32.",
        ),
        Variant(
            "devuelve_float",
            _through_floats,
            "El número es correcto, pero no es un entero de Python: es un float.",
            "`2**k` con k entero y `//` no salen de los enteros; `math.log2`, `/` y `2.0**k`, sí.",
        ),
        Variant(
            "una_copia_de_los_parametros",
            _counting(_room(lambda e, h, c: _parameters(e, h, c))),
            "Solo cuentas una vez los parámetros.",
            "Además de ellos hay que guardar su gradiente y los dos momentos de Adam: 4·P.",
        ),
        Variant(
            "sin_los_momentos",
            _counting(_room(lambda e, h, c: 2 * _parameters(e, h, c))),
            "Cuentas los parámetros y su gradiente, pero no los dos momentos de Adam.",
            "Son 4·P, no 2·P.",
        ),
        Variant(
            "sin_el_gradiente",
            _counting(_room(lambda e, h, c: 3 * _parameters(e, h, c))),
            "Cuentas 3·P: falta una de las cuatro copias.",
            "Los parámetros, su gradiente y los dos momentos de Adam: 4·P.",
        ),
        Variant(
            "sin_parametros",
            _counting(_room(lambda e, h, c: 0)),
            "No cuentas la memoria de los parámetros.",
            "Antes de que entre ningún ejemplo ya hay 4·P números ocupados.",
        ),
        Variant(
            "sin_sesgos",
            _counting(_room(lambda e, h, c: 4 * (e * h + h * c))),
            "En P faltan los sesgos.",
            "P = e·h + h + h·c + c: los pesos y los sesgos de las dos capas.",
        ),
        Variant(
            "activaciones_sin_gradiente",
            _counting(_room(each=lambda e, h, c: e + h + c)),
            "De cada ejemplo cuentas las activaciones, pero no sus gradientes.",
            "Las ocultas y los logitos van por dos: su valor y su gradiente.",
        ),
        Variant(
            "gradiente_de_la_entrada",
            _counting(_room(each=lambda e, h, c: 2 * (e + h + c))),
            "Cuentas también un gradiente de la entrada.",
            "La entrada no se entrena: de ella no hace falta gradiente.",
        ),
        Variant(
            "sin_la_entrada",
            _counting(_room(each=lambda e, h, c: 2 * (h + c))),
            "De cada ejemplo no cuentas la entrada.",
            "Las e entradas del ejemplo también ocupan.",
        ),
        Variant(
            "parametros_por_ejemplo",
            _counting(lambda m, e, h, c, o: m // (o * (4 * _parameters(e, h, c) + _each(e, h, c)))),
            "Cuentas los parámetros una vez por ejemplo.",
            "Los parámetros son los mismos para todo el lote: se restan una vez y lo que queda se "
            "reparte.",
        ),
        Variant(
            "sin_octetos",
            _counting(lambda m, e, h, c, o: _room()(m, e, h, c, 1)),
            "Cuentas números, y la memoria se mide en octetos.",
            "Cada número ocupa `octetos`.",
        ),
        Variant(
            "siempre_4_octetos",
            _four_octets,
            "Cuentas siempre 4 octetos por número, sin mirar el argumento.",
            "En doble precisión son 8 y en media, 2: lo dice `octetos`.",
        ),
        Variant(
            "cero_si_no_cabe",
            _zero_when_none,
            "Cuando no cabe ni un ejemplo devuelves 0.",
            "No hay lote que dar: se pide `ValueError`.",
        ),
        Variant(
            "uno_si_no_cabe",
            _one_when_none,
            "Cuando no cabe ni un ejemplo devuelves 1.",
            "Ese lote no cabe: se pide `ValueError`.",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "No rechazas los tamaños imposibles.",
            "Si entradas, ocultas, clases u octetos son menores que 1, `ValueError`.",
        ),
    ),
    accepted={
        "doblando": _doubling,
        "con un bucle hacia abajo": _halving,
        "en binario": _binary,
        "con una lista": _numpy_power,
    },
)
