"""En qué orden salieron los ejemplos: de las respuestas de muchas llamadas a índices.

Una respuesta aleatoria se mira con un caso que hace muchas llamadas y devuelve la lista de sus
resultados. Aquí cada resultado se traduce a los índices de los ejemplos (o lotes) de la entrada, en
el orden en que salieron, según la `forma` del resultado:

- ``"lotes"``: lista de lotes; la entrada es `lotes` y el índice es el del lote;
- ``"ejemplos"``: la pareja (x, y) desordenada; las entradas son `x` e `y`;
- ``"iterador"``: lista de lotes (x_b, y_b) que juntos recorren `x` e `y`;
- ``"red"``: la pareja que se explica en `redes`; las entradas son `X` e `y`;
- ``"entrenamiento"``: (w, pérdidas) con el testigo `Fichas` y lotes de un ejemplo; cada pérdida es
  x + base·y, con `x` e `y` numerados desde 0.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from curso.pruebas.compara.redes import recorridos_de_red
from curso.pruebas.plan.valores import Respuesta, Valor

DESCONOCIDO = -1


@dataclass(frozen=True, eq=False)
class Recorridos:
    """Los índices, en el orden en que salieron, de todas las llamadas de un caso.

    x, y
        Forma (llamadas, épocas, m): qué ejemplo de `x` (de `y`) salió en cada lugar;
        `DESCONOCIDO` si no es ninguno de los de la entrada.
    n
        Cuántos ejemplos (o lotes) había.
    """

    x: np.ndarray
    y: np.ndarray
    n: int


@dataclass(frozen=True, eq=False)
class _Identidad:
    """Una respuesta como clave: es la misma solo si es el mismo objeto."""

    respuesta: Respuesta

    def __eq__(self, otra: object) -> bool:
        return isinstance(otra, _Identidad) and self.respuesta is otra.respuesta

    def __hash__(self) -> int:
        return id(self.respuesta)


def leer_recorridos(o: Respuesta, e: Respuesta, forma: str) -> Recorridos:
    """Los recorridos de la respuesta `o`. Las entradas son las de `e`, que es de fiar."""
    # Un mismo caso mira muchas propiedades de la misma respuesta: se lee una vez.
    leer = _leer_esperada if o is e else _leer_obtenida
    return leer(_Identidad(o), _Identidad(e), forma)


@functools.lru_cache(maxsize=256)
def _estructura_esperada(esperada: _Identidad) -> Any:
    """La de una respuesta esperada, que es la misma para toda la clase."""
    return estructura(esperada.respuesta.valor)


def misma_estructura_que(o: Respuesta, e: Respuesta) -> bool:
    """Si los valores de dos respuestas tienen la misma forma, sea cual sea su contenido."""
    return bool(estructura(o.valor) == _estructura_esperada(_Identidad(e)))


def _leer(obtenida: _Identidad, esperada: _Identidad, forma: str) -> Recorridos:
    o, e = obtenida.respuesta, esperada.respuesta
    if forma == "entrenamiento":
        return _de_perdidas(o.valor, len(e.entradas["x"]))
    if forma == "red":
        x, y = recorridos_de_red(o.valor, e.entradas["X"], e.entradas["y"])
        return Recorridos(x, y, len(e.entradas["X"]))
    if forma == "lotes":
        sitio = {_clave(lote): i for i, lote in enumerate(e.entradas["lotes"])}
        orden = np.array([[[sitio.get(_clave(x), DESCONOCIDO) for x in r]] for r in o.valor])
        return Recorridos(orden, orden, len(sitio))
    x, y = (
        _indices([_partes(r, eje, forma) for r in o.valor], e.entradas[nombre])[:, None, :]
        for eje, nombre in enumerate("xy")
    )
    return Recorridos(x, y, len(e.entradas["x"]))


_leer_obtenida = functools.lru_cache(maxsize=2)(_leer)
_leer_esperada = functools.lru_cache(maxsize=256)(_leer)


def estructura(v: Valor) -> Any:
    """La forma de un valor sin su contenido: longitudes, formas y tipos de los arreglos."""
    if isinstance(v, np.ndarray):
        return v.shape, v.dtype.kind, v.dtype.itemsize
    if isinstance(v, list | tuple):
        return [estructura(x) for x in v]
    return type(v).__name__


def _partes(resultado: Valor, eje: int, forma: str) -> list[np.ndarray]:
    return [resultado[eje]] if forma == "ejemplos" else [lote[eje] for lote in resultado]


def _indices(llamadas: Sequence[list[np.ndarray]], entrada: np.ndarray) -> np.ndarray:
    """Por llamada (una fila), qué ejemplo de `entrada` es cada uno de los que salieron."""
    salidas = np.stack([np.concatenate([entrada[:0], *partes]) for partes in llamadas])
    if not len(entrada):
        return np.full(salidas.shape[:2], DESCONOCIDO)
    ancho = math.prod(entrada.shape[1:])
    iguales = salidas.reshape(*salidas.shape[:2], 1, ancho) == entrada.reshape(-1, ancho)
    coincide = iguales.all(axis=-1)
    return np.where(coincide.any(axis=-1), coincide.argmax(axis=-1), DESCONOCIDO)


def _clave(lote: Valor) -> tuple[bytes, bytes]:
    x, y = (np.asarray(parte, dtype=np.float64).tobytes() for parte in lote)
    return x, y


def _de_perdidas(valor: Valor, n: int, base: int = 1000) -> Recorridos:
    perdidas = np.array([np.asarray(p, dtype=np.float64) for _, p in valor])
    perdidas = perdidas.reshape(len(valor), -1, n)
    enteras = np.where(perdidas == np.floor(perdidas), perdidas, DESCONOCIDO)
    y, x = np.divmod(enteras, base)
    return Recorridos(_dentro(x, n), _dentro(y, n), n)


def _dentro(indices: np.ndarray, n: int) -> np.ndarray:
    return np.where((indices >= 0) & (indices < n), indices, DESCONOCIDO).astype(int)
