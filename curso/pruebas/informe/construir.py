"""De las respuestas y su diagnóstico al informe: lo mismo en el cuaderno que bajo el juez."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from curso.ordenes.contar import cuantos
from curso.pruebas.compara import Comparacion, Discrepancia
from curso.pruebas.diagnostico import Diagnostico
from curso.pruebas.informe.datos import InformeDeCaso, InformeDeCelda
from curso.pruebas.informe.valores import describir_llamada, describir_valor
from curso.pruebas.plan import Respuesta, mismos_bytes
from curso.pruebas.plan.no_admitido import NOMBRES
from curso.pruebas.publico import Comprobacion

_POR_CLASE = {
    "tiempo": "tiempo",
    "memoria": "memoria",
    "muerte": "excepcion",
    "excepcion": "excepcion",
    "sin_definir": "excepcion",
    "invalida": "respuesta_invalida",
}

#: lo obtenido cuando no hay valor; ahí la frase de la diferencia no añade nada
_SIN_VALOR = {
    "excepcion": "lanza una excepción",
    "invalida": "devuelve algo que no se admite",
    "tiempo": "no termina a tiempo",
    "memoria": "agota la memoria",
    "muerte": "cierra de golpe el proceso de Python",
    "sin_definir": "no está definido, o no se puede llamar",
}

#: resultados que se enseñan de un caso que hace muchas llamadas al azar
MUESTRAS = 3

_NO_HAY_UNA = "no hay una única respuesta: se mira que cumpla lo que pide el enunciado"


def veredicto(respuestas: Sequence[Respuesta], discrepancias: Sequence[Discrepancia | None]) -> str:
    """El veredicto de una celda: lo decide el primer caso que falla.

    Uno de `correcto`, `incorrecto`, `excepcion`, `tiempo`, `memoria`, `respuesta_invalida`.
    """
    for respuesta, discrepancia in zip(respuestas, discrepancias, strict=True):
        if discrepancia is not None:
            if respuesta.excepcion == "MemoryError":
                return "memoria"
            return _POR_CLASE.get(discrepancia.clase, "incorrecto")
    return "correcto"


def por_que_sin_hacer(respuestas: Sequence[Respuesta]) -> str | None:
    """Por qué no hay nada que comparar: `por_escribir`, `sin_definir`, o None si lo hay."""
    if respuestas and all(r.excepcion == "NotImplementedError" for r in respuestas):
        return "por_escribir"
    if respuestas and all(r.estado == "sin_definir" for r in respuestas):
        return "sin_definir"
    return None


def informe_de_comprobacion(
    comprobacion: Comprobacion,
    respuestas: Sequence[Respuesta],
    diagnostico: Diagnostico,
    solo_publicos: bool = True,
) -> InformeDeCelda:
    """El informe de unas pruebas públicas, con su veredicto."""
    return InformeDeCelda(
        ejercicio=comprobacion.plan.ejercicio,
        veredicto=veredicto(respuestas, diagnostico.discrepancias),
        hallazgos=diagnostico.hallazgos,
        notas=diagnostico.notas,
        casos=informes_de_casos(comprobacion, respuestas, diagnostico),
        solo_publicos=solo_publicos,
        clase=clase_de(comprobacion),
    )


def clase_de(comprobacion: Comprobacion) -> str:
    """Qué se comprueba con unos casos: `portable` si sus arreglos son de un dispositivo."""
    return "portable" if comprobacion.plan.dispositivo else "correccion"


def informes_de_casos(
    comprobacion: Comprobacion, respuestas: Sequence[Respuesta], diagnostico: Diagnostico
) -> tuple[InformeDeCaso, ...]:
    """Los casos públicos, uno por uno; los que no tienen respuesta quedan «sin probar»."""
    plan = comprobacion.plan
    esperados = _esperados(comprobacion)
    previo = f"# los arreglos están en el dispositivo «{plan.dispositivo}»\n"
    casos = []
    for i, caso in enumerate(plan.casos):
        probado = i < len(respuestas)
        discrepancia = diagnostico.discrepancias[i] if probado else None
        casos.append(
            InformeDeCaso(
                titulo=caso.titulo,
                llamada=(previo if plan.dispositivo else "") + describir_llamada(caso, plan.nombre),
                esperado=esperados[i],
                obtenido=_obtenido(
                    respuestas[i], caso.limite_s, comprobacion.esperadas[i], esperados[i]
                )
                if probado
                else None,
                correcto=discrepancia is None if probado else None,
                diferencia=_diferencia(discrepancia, comprobacion.esperadas[i]),
                borde=caso.borde,
            )
        )
    return tuple(casos)


def _diferencia(discrepancia: Discrepancia | None, esperada: Respuesta) -> str | None:
    """La frase de la diferencia, si dice algo más que lo obtenido."""
    if discrepancia is None or discrepancia.clase in _SIN_VALOR:
        return None
    if discrepancia.clase == "valor" and isinstance(esperada.valor, str | int | float | None):
        return None
    return discrepancia.texto


@functools.lru_cache(maxsize=256)
def _esperados(c: Comprobacion) -> tuple[str, ...]:
    """Lo que se esperaba de cada caso, en texto: es lo mismo para todos los alumnos."""
    return tuple(
        _esperado(esperada, c.comparaciones[caso.grupo])
        for esperada, caso in zip(c.esperadas, c.plan.casos, strict=True)
    )


def _esperado(esperada: Respuesta, comparacion: Comparacion) -> str:
    if esperada.estado == "excepcion":
        return f"que lance {esperada.excepcion}"
    if not comparacion.valores:
        return _NO_HAY_UNA
    return describir_valor(esperada.valor)


def _obtenido(r: Respuesta, limite_s: float, esperada: Respuesta, texto: str) -> str:
    """Lo obtenido, en texto; `texto` es el de la respuesta esperada, por si es la misma."""
    if texto == _NO_HAY_UNA:
        if isinstance(r.valor, list) and len(r.valor) > MUESTRAS:
            otros = cuantos(len(r.valor) - MUESTRAS, "resultado", "resultados")
            return f"{describir_valor(r.valor[:MUESTRAS])}\n# … y {otros} más"
    elif r.estado == esperada.estado == "valor" and mismos_bytes(r.valor, esperada.valor):
        return texto
    match r.estado:
        case "valor":
            return describir_valor(r.valor)
        case "excepcion" if r.detalle or r.excepcion:
            return f"lanza {r.detalle or r.excepcion}"
        case "invalida" if r.excepcion and r.excepcion in NOMBRES:
            return f"devuelve {NOMBRES[r.excepcion]}, que no se admite"
        case "invalida" | "tiempo" if r.detalle:
            return r.detalle
        case "tiempo":
            return f"no termina en {limite_s:g} s"
    return _SIN_VALOR[r.estado]
