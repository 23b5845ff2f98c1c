"""La comparación de dos respuestas y la descripción de su primera diferencia."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from curso.pruebas.compara.especificacion import Comparacion, tolerancia_minima
from curso.pruebas.plan.no_admitido import NOMBRES
from curso.pruebas.plan.valores import DeDispositivo, Respuesta, Valor, mismos_bytes


@dataclass(frozen=True)
class Discrepancia:
    """En qué difiere una respuesta de la esperada.

    clase
        `excepcion`, `sin_excepcion`, `sin_definir`, `invalida`, `tiempo`, `memoria`, `muerte`,
        `tipo`, `forma`, `dtype`, `longitud`, `clave`, `signo`, `escala`, `valor`, `dispositivo`,
        `entradas` o `propiedad`.
    texto
        Frase en español. Puede citar valores: solo se enseña si el caso es público.
    """

    clase: str
    texto: str


def iguales(obtenida: Respuesta, esperada: Respuesta, c: Comparacion) -> bool:
    """Si `obtenida` cuenta como `esperada`."""
    return comparar(obtenida, esperada, c) is None


def comparar(obtenida: Respuesta, esperada: Respuesta, c: Comparacion) -> Discrepancia | None:
    """La primera diferencia entre dos respuestas, o None si no la hay."""
    if obtenida.estado != "valor" or esperada.estado != "valor":
        return _comparar_estados(obtenida, esperada)
    if c.valores:
        diferencia = _valores(obtenida.valor, esperada.valor, c, "")
        if diferencia:
            return diferencia
    if c.entradas:
        for nombre, antes in esperada.entradas.items():
            if nombre not in obtenida.entradas or not mismos_bytes(
                obtenida.entradas[nombre], antes
            ):
                return Discrepancia("entradas", f"La entrada «{nombre}» ha quedado modificada.")
    return None


def _comparar_estados(obtenida: Respuesta, esperada: Respuesta) -> Discrepancia | None:
    if obtenida.estado == esperada.estado == "excepcion":
        if obtenida.excepcion == esperada.excepcion:
            return None
        return Discrepancia(
            "excepcion", f"Se esperaba {esperada.excepcion} y se lanzó {obtenida.excepcion}."
        )
    match obtenida.estado:
        case "sin_definir":
            return Discrepancia("sin_definir", "No está definido, o no se puede llamar.")
        case "invalida":
            texto = NOMBRES.get(str(obtenida.excepcion), "algo")
            return Discrepancia("invalida", f"Devuelve {texto}, que no se admite.")
        case "tiempo":
            return Discrepancia("tiempo", "No terminó en el tiempo previsto.")
        case "memoria":
            return Discrepancia("memoria", "Agotó la memoria disponible.")
        case "muerte":
            return Discrepancia("muerte", "El proceso de Python terminó de golpe.")
        case "excepcion":
            texto = obtenida.detalle or str(obtenida.excepcion)
            return Discrepancia("excepcion", f"Se lanzó una excepción: {texto}")
    return Discrepancia("sin_excepcion", f"Debía lanzar {esperada.excepcion} y no lo hizo.")


def _valores(o: Valor, e: Valor, c: Comparacion, donde: str) -> Discrepancia | None:
    if isinstance(e, DeDispositivo) or isinstance(o, DeDispositivo):
        return _dispositivo(o, e, c, donde)
    if isinstance(e, np.ndarray) or isinstance(o, np.ndarray):
        return _arreglos(o, e, c, donde)
    if isinstance(e, list | tuple):
        return _secuencias(o, e, c, donde)
    if isinstance(e, dict):
        return _diccionarios(o, e, c, donde)
    if isinstance(e, float) and isinstance(o, int | float) and not isinstance(o, bool):
        return None if _cerca(o, e, c) else _difieren(o, e, donde)
    if type(o) is not type(e):
        return _otro_tipo(o, e, donde)
    return None if o == e else _difieren(o, e, donde)


def _dispositivo(o: Valor, e: Valor, c: Comparacion, donde: str) -> Discrepancia | None:
    if isinstance(e, DeDispositivo) and e.datos.ndim == 0 and isinstance(o, int | float):
        # Pedir el número (`float(error)`) es una copia explícita, y un número no tiene sitio.
        return _arreglos(o, e.datos, c, donde)
    if not isinstance(o, DeDispositivo):
        texto = f"{_sitio(donde)}se esperaba un arreglo del dispositivo y se obtuvo {_tipo(o)}."
        return Discrepancia("dispositivo", texto[0].upper() + texto[1:])
    return _valores(o.datos, e.datos if isinstance(e, DeDispositivo) else e, c, donde)


def _arreglos(o: Valor, e: Valor, c: Comparacion, donde: str) -> Discrepancia | None:
    if not isinstance(o, np.ndarray) or not isinstance(e, np.ndarray):
        convertido = _como_arreglo(o, e, c)
        if convertido is None:
            return _otro_tipo(o, e, donde)
        o, e = convertido
    if o.shape != e.shape:
        return Discrepancia(
            "forma", _frase(donde, f"se esperaba la forma {e.shape} y se obtuvo {o.shape}")
        )
    if c.dtype and o.dtype != e.dtype:
        return Discrepancia(
            "dtype", _frase(donde, f"se esperaba el dtype {e.dtype} y se obtuvo {o.dtype}")
        )
    if (o.dtype.kind == "b") != (e.dtype.kind == "b"):
        return _otro_tipo(o, e, donde)
    rtol, atol = _tolerancia(o.dtype, e.dtype, c)
    with np.errstate(all="ignore"):
        bien = np.isclose(
            o.astype(np.float64), e.astype(np.float64), rtol=rtol, atol=atol, equal_nan=True
        )
    if bien.all():
        return None
    return _diferencia_de_arreglos(o, e, bien, donde)


def _como_arreglo(o: Valor, e: Valor, c: Comparacion) -> tuple[np.ndarray, np.ndarray] | None:
    """Un escalar vale por un arreglo sin dimensiones; una lista de números, por uno de una."""
    otro, arreglo = (e, o) if isinstance(o, np.ndarray) else (o, e)
    numero = isinstance(otro, int | float) and not isinstance(otro, bool)
    lista = isinstance(otro, list | tuple) and c.secuencia and arreglo.ndim == 1
    if not (numero and arreglo.ndim == 0) and not (
        lista and all(isinstance(x, int | float) and not isinstance(x, bool) for x in otro)
    ):
        return None
    if isinstance(e, int) and o.dtype.kind not in "iu":
        return None
    convertido = np.asarray(otro, dtype=np.float64 if lista else None)
    return (o, convertido) if otro is e else (convertido, e)


def _diferencia_de_arreglos(
    o: np.ndarray, e: np.ndarray, bien: np.ndarray, donde: str
) -> Discrepancia:
    primero = tuple(int(i) for i in np.argwhere(~bien)[0])
    lugar = f"{donde}[{', '.join(map(str, primero))}]" if primero else donde
    detalle = f"se esperaba {_corto(e[primero].item())} y se obtuvo {_corto(o[primero].item())}"
    of, ef = o.astype(np.float64), e.astype(np.float64)
    if np.isfinite(of).all() and np.isfinite(ef).all() and np.any(ef):
        if np.allclose(of, -ef, rtol=1e-6):
            return Discrepancia("signo", _frase(lugar, f"{detalle}: tiene el signo cambiado"))
        with np.errstate(all="ignore"):  # el cuadrado de un número enorme desborda
            factor = float(np.vdot(ef, of) / np.vdot(ef, ef))
        if e.size > 1 and factor and np.allclose(of, factor * ef, rtol=1e-6, atol=0):
            texto = f"{detalle}: todo está multiplicado por {_corto(factor)}"
            return Discrepancia("escala", _frase(lugar, texto))
    cuantos = int((~bien).sum())
    otros = "otro elemento difiere" if cuantos == 2 else f"otros {cuantos - 1} elementos difieren"
    mas = f" (y {otros})" if cuantos > 1 else ""
    return Discrepancia("valor", _frase(lugar, detalle + mas))


def _secuencias(
    o: Valor, e: list[Any] | tuple[Any, ...], c: Comparacion, donde: str
) -> Discrepancia | None:
    if not isinstance(o, list | tuple) or (c.contenedor and type(o) is not type(e)):
        return _otro_tipo(o, e, donde)
    if len(o) != len(e):
        cuenta = "se esperaba 1 elemento" if len(e) == 1 else f"se esperaban {len(e)} elementos"
        return Discrepancia("longitud", _frase(donde, f"{cuenta} y hay {len(o)}"))
    for i, (a, b) in enumerate(zip(o, e, strict=True)):
        diferencia = _valores(a, b, c, f"{donde}[{i}]")
        if diferencia:
            return diferencia
    return None


def _diccionarios(o: Valor, e: dict[Any, Any], c: Comparacion, donde: str) -> Discrepancia | None:
    if not isinstance(o, dict):
        return _otro_tipo(o, e, donde)
    if set(o) != set(e):
        return Discrepancia(
            "clave", _frase(donde, f"se esperaban las claves {list(e)} y hay {list(o)}")
        )
    for clave, valor in e.items():
        diferencia = _valores(o[clave], valor, c, f"{donde}[{clave!r}]")
        if diferencia:
            return diferencia
    return None


def _tolerancia(
    obtenido: np.dtype[Any], esperado: np.dtype[Any], c: Comparacion
) -> tuple[float, float]:
    # Contestar en float16 lo que nadie pidió así no compra su tolerancia: vale como float32.
    simple = np.dtype("f4") if obtenido == np.dtype("f2") else obtenido
    minima = tolerancia_minima(simple, esperado)
    return max(c.rtol, minima), max(c.atol, minima)


def _cerca(o: float, e: float, c: Comparacion) -> bool:
    if math.isnan(e) or math.isnan(o):
        return math.isnan(e) and math.isnan(o)
    if math.isinf(e) or math.isinf(o):
        return o == e
    return abs(o - e) <= c.atol + c.rtol * abs(e)


def _difieren(o: Valor, e: Valor, donde: str) -> Discrepancia:
    texto = f"se esperaba {_corto(e)} y se obtuvo {_corto(o)}"
    numeros = isinstance(e, int | float) and isinstance(o, int | float) and e != 0
    if numeros and not isinstance(e, bool) and math.isclose(o, -e, rel_tol=1e-6):
        return Discrepancia("signo", _frase(donde, f"{texto}: tiene el signo cambiado"))
    return Discrepancia("valor", _frase(donde, texto))


def _otro_tipo(o: Valor, e: Valor, donde: str) -> Discrepancia:
    return Discrepancia("tipo", _frase(donde, f"se esperaba {_tipo(e)} y se obtuvo {_tipo(o)}"))


_TIPOS = {
    "NoneType": "None",
    "bool": "un booleano",
    "int": "un entero",
    "float": "un número real (float)",
    "str": "un texto",
    "list": "una lista",
    "tuple": "una tupla",
    "dict": "un diccionario",
    "set": "un conjunto",
}


def _tipo(v: Valor) -> str:
    if isinstance(v, np.ndarray):
        return f"un arreglo de NumPy de forma {v.shape} y dtype {v.dtype}"
    if isinstance(v, DeDispositivo):
        return "un arreglo del dispositivo"
    return _TIPOS.get(type(v).__name__, type(v).__name__)


def _sitio(donde: str) -> str:
    return f"en el resultado{donde} " if donde else ""


def _frase(donde: str, texto: str) -> str:
    frase = _sitio(donde) + texto + "."
    return frase[0].upper() + frase[1:]


def _corto(v: Valor) -> str:
    texto = f"{v:.10g}" if isinstance(v, float) else repr(v)
    return texto if len(texto) <= 120 else texto[:117] + "…"
