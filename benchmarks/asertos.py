"""Los mismos casos de un ejercicio, como los escribiría quien usa nbgrader a secas: `assert`.

De aquí sale el cuaderno equivalente con el que se compara `autograde calificar`: las mismas
llamadas, públicas y ocultas, con los mismos datos, en el propio núcleo del alumno. Donde nuestro
juez mira una distribución, aquí solo se mira que no falte ni sobre nada, que es más barato.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from curso.pruebas.plan import (
    Caso,
    Construir,
    DeDispositivo,
    Devolver,
    Llamar,
    Paso,
    Problema,
    Ref,
    Respuesta,
    Rng,
    Tomar,
    Vista,
)
from curso.pruebas.publico import Comprobacion

#: a partir de cuántas llamadas un caso se escribe con un bucle
MUCHAS = 10

#: lo que un docente pondría en una celda bloqueada, al principio
FUNCIONES = """
from itertools import islice

from curso.backend import a_anfitrion, a_dispositivo
from curso.problemas import CATALOGO


def iguales(a, b):
    if isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(iguales, a, b))
    if b is None or isinstance(b, (str, set, dict)):
        return a == b
    a = a_anfitrion(a)
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-5, equal_nan=True)


def numeros(v):
    if isinstance(v, (list, tuple)):
        return np.concatenate([numeros(x) for x in v] or [np.empty(0)])
    return np.ravel(np.asarray(v, dtype=float))


def mismos(a, b):
    return numeros(a).size == numeros(b).size
"""


def celda(publica: Comprobacion, oculta: Comprobacion) -> str:
    """El código de la celda de prueba equivalente; lo oculto, entre las marcas de nbgrader."""
    lineas = [
        *_comprobacion(publica),
        "### BEGIN HIDDEN TESTS",
        *_comprobacion(oculta),
        "### END HIDDEN TESTS",
    ]
    return "\n".join(lineas)


def _comprobacion(c: Comprobacion) -> Iterator[str]:
    for caso, esperada in zip(c.plan.casos, c.esperadas, strict=True):
        lineas = _caso(caso, esperada, c)
        if esperada.estado == "excepcion":
            yield "try:"
            yield from (f"    {linea}" for linea in lineas[:-1])
            yield f"except {esperada.excepcion}:\n    pass\nelse:\n    raise AssertionError"
        else:
            yield from lineas


def _caso(caso: Caso, esperada: Respuesta, c: Comprobacion) -> list[str]:
    nombre, dispositivo = c.plan.nombre, c.plan.dispositivo
    *pasos, final = caso.pasos
    assert isinstance(final, Devolver)
    if sum(isinstance(paso, Llamar) for paso in pasos) > MUCHAS:
        return _bucle(pasos, final, esperada, nombre)
    lineas = [_paso(paso, nombre, dispositivo) for paso in pasos]
    obtenido = texto(final.valor)
    if esperada.estado == "excepcion":
        return [*lineas, obtenido]
    if c.comparaciones[caso.grupo].valores:
        lineas.append(f"assert iguales({obtenido}, {texto(esperada.valor)})")
    else:
        lineas.append(f"assert mismos({obtenido}, {texto(esperada.valor)})")
    return [*lineas, *_intactas(esperada)]


def _bucle(pasos: Sequence[Paso], final: Devolver, esperada: Respuesta, nombre: str) -> list[str]:
    """Muchas llamadas que solo se distinguen en la semilla."""
    resultados = [r.nombre for r in final.valor]
    previos = [p for p in pasos if isinstance(p, Construir | Problema)]
    repetidos = [p for p in pasos if not isinstance(p, Construir | Problema)]
    cuerpo = repetidos[: len(repetidos) // len(resultados)]
    semillas = [s for p in repetidos if isinstance(p, Llamar) for s in _semillas(p)]
    vuelta = [_paso(p, nombre, None) for p in cuerpo]
    vuelta = [v.replace(f"default_rng({semillas[0]})", "default_rng(semilla)") for v in vuelta]
    return [
        *(_paso(p, nombre, None) for p in previos),
        "salieron = []",
        f"for semilla in {semillas}:",
        *(f"    {v}" for v in vuelta),
        f"    salieron.append({resultados[0]})",
        f"assert all(mismos(r, {texto(esperada.valor[0])}) for r in salieron)",
        *_intactas(esperada),
    ]


def _semillas(paso: Llamar) -> list[int]:
    return [v.semilla for v in (*paso.args, *paso.kwargs.values()) if isinstance(v, Rng)]


def _intactas(esperada: Respuesta) -> Iterator[str]:
    for nombre, valor in esperada.entradas.items():
        yield f"assert iguales({nombre}, {texto(valor)})"


def _paso(paso: Paso, nombre: str, dispositivo: str | None) -> str:
    match paso:
        case Construir():
            valor = texto(paso.valor)
            if dispositivo and isinstance(paso.valor, np.ndarray):
                valor = f"a_dispositivo({valor}, {dispositivo!r})"
            return f"{paso.nombre} = {valor}"
        case Problema():
            return f"{paso.nombre} = CATALOGO[{paso.problema!r}](**{texto(dict(paso.kwargs))})"
        case Llamar():
            partes = [texto(a) for a in paso.args]
            partes += [f"{k}={texto(v)}" for k, v in paso.kwargs.items()]
            return f"{paso.nombre} = {nombre}({', '.join(partes)})"
        case Tomar():
            tomados = paso.iterador if paso.k is None else f"islice({paso.iterador}, {paso.k})"
            return f"{paso.nombre} = list({tomados})"
    raise NotImplementedError(f"no hay traducción para {type(paso).__name__}")


def texto(v: Any) -> str:
    """Un valor de un plan como código."""
    match v:
        case Ref(nombre, None):
            return nombre
        case Ref(nombre, atributo):
            return f"{nombre}.{atributo}"
        case Vista():
            partes = ("" if x is None else str(x) for x in (v.inicio, v.fin, v.paso))
            return f"{v.nombre}[{':'.join(partes)}]"
        case Rng(semilla):
            return f"np.random.default_rng({semilla})"
        case DeDispositivo(datos):
            return texto(datos)
        case np.ndarray():
            return f"np.array({v.tolist()!r}, dtype={v.dtype.name!r}).reshape({v.shape})".replace(
                "nan", "np.nan"
            ).replace("inf", "np.inf")
        case float() if not np.isfinite(v):
            return f"float({str(v)!r})"
        case list():
            return f"[{', '.join(map(texto, v))}]"
        case tuple():
            return f"({', '.join(map(texto, v))}{',' if len(v) == 1 else ''})"
        case dict():
            return "{" + ", ".join(f"{texto(k)}: {texto(x)}" for k, x in v.items()) + "}"
    return repr(v)
