"""Propiedades de una red entrenada por lotes al azar, y en qué orden se recorrieron los ejemplos.

El orden se lee en los propios pesos. Con n ejemplos que son las filas de la identidad, cada uno de
su clase y lotes de un ejemplo, cada fila de W cambia solo cuando toca su ejemplo, y b hace de
reloj: dos épocas dejan pesos distintos para cada manera de recorrerlos. Como n es 3, se hacen todas
(las permutaciones, las que repiten ejemplos y las que rompen las parejas) y se busca cuál es.

La respuesta es la pareja (lista de entrenamientos así, un entrenamiento con imágenes); cada uno es
(W, b, pérdidas).
"""

from __future__ import annotations

import functools
from itertools import permutations, product

import numpy as np

from curso.problemas import RopaReducida
from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.plan.valores import Respuesta, Valor

EPOCAS = 2
#: dos recorridos distintos dejan pesos que difieren al menos 0,03 con lr = 1
_IGUALES = 1e-3
DESCONOCIDO = -1
#: imágenes con que se mira cuánto acierta; no están entre las de entrenar
PRUEBA = 1000


@propiedad
def forma_de_red(o: Respuesta, e: Respuesta) -> bool:
    """Cada entrenamiento es (W, b, pérdidas), con las formas que tocan y una pérdida por época."""
    obtenidos, esperados = ([*r.valor[0], r.valor[1]] for r in (o, e))
    return all(
        [np.shape(x) for x in uno] == [np.shape(x) for x in otro]
        for uno, otro in zip(obtenidos, esperados, strict=True)
    )


@propiedad
def acierta_con_imagenes(o: Respuesta, e: Respuesta, minimo: float) -> bool:
    """Con imágenes que no se usaron para entrenar acierta al menos en la parte `minimo`."""
    W, b, _ = o.valor[1]
    prueba = RopaReducida(PRUEBA, prueba=True)
    logitos = prueba.x @ np.asarray(W, dtype=np.float64) + np.asarray(b, dtype=np.float64)
    return bool((logitos.argmax(axis=1) == prueba.y).mean() >= minimo)


def recorridos_de_red(valor: Valor, X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Los índices de x y de y, (entrenamientos, épocas, n); `DESCONOCIDO` si no es ninguno."""
    n = len(X)
    ordenes, pesos = _todos(n, tuple(int(clase) for clase in y))
    vistos = np.array(
        [
            np.concatenate([np.ravel(np.asarray(v, dtype=np.float64)) for v in entrenada[:2]])
            for entrenada in valor[0]
        ]
    )
    lejos = np.abs(vistos[:, None, :] - pesos[None]).max(axis=-1)
    encontrados = ordenes[lejos.argmin(axis=1)]
    encontrados[~(lejos.min(axis=1) <= _IGUALES)] = DESCONOCIDO
    x, y = encontrados.reshape(-1, 2, EPOCAS, n).transpose(1, 0, 2, 3)
    return x, y


@functools.lru_cache(maxsize=8)
def _todos(n: int, clases: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Todas las maneras de recorrer los ejemplos, (maneras, 2, 2·n), y los pesos que dejan."""
    ordenados = list(permutations(range(n)))
    enteros = [sum(epocas, ()) for epocas in product(ordenados, repeat=EPOCAS)]
    seguidos = [(v, v) for v in product(range(n), repeat=EPOCAS * n)]
    cruzados = [(x, y) for x, y in product(enteros, repeat=2) if x != y]
    ordenes = np.array([*((v, v) for v in enteros), *seguidos, *cruzados])
    W, b = np.zeros((len(ordenes), n, n)), np.zeros((len(ordenes), n))
    todas = np.arange(len(ordenes))
    for x, y in ordenes.transpose(2, 1, 0):
        e = np.exp(W[todas, x] + b)
        error = e / e.sum(axis=1, keepdims=True)
        error[todas, np.array(clases)[y]] -= 1
        W[todas, x] -= error
        b -= error
    return ordenes, np.concatenate([W.reshape(len(W), -1), b], axis=1)
