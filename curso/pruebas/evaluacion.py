"""Comprobar lo que el alumno ha definido: que sea correcto, y una estimación de lo que gasta."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from curso.pruebas.calibracion import NoContesta, contesta_bien, estimar_memoria, estimar_velocidad
from curso.pruebas.compara import Hallazgo
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.informe import (
    InformeDeCelda,
    MedidaDeMemoria,
    MedidaDeVelocidad,
    Tramo,
    clase_de,
    informe_de_comprobacion,
    por_que_sin_hacer,
)
from curso.pruebas.plan import Caso, Respuesta, caso_de_json, ejecutar_caso
from curso.pruebas.publico import Comprobacion
from curso.pruebas.salida import salida_limitada
from curso.pruebas.vigilancia import TiempoAgotado, con_limite

_POR_ESCRIBIR = (
    "«{}» está por escribir: pon tu código en su celda, sin «raise NotImplementedError()», y "
    "ejecútala."
)
_SIN_DEFINIR = (
    "«{}» no está definido en el cuaderno, o no se puede llamar: ejecuta antes la celda en la que "
    "lo defines."
)
#: lo que se espera como mucho a una estimación
LIMITE_AL_MEDIR_S = 20.0
_MAL_CON_MUCHOS = (
    "Con los datos grandes con que se mide la respuesta no es la correcta, así que no se ha medido."
)
_MUY_LENTA = (
    f"No acaba de medirse en {LIMITE_AL_MEDIR_S:g} s: es muchísimo más lenta que lo pedido."
)


def evaluar(comprobacion: Comprobacion, espacio: Mapping[str, Any]) -> InformeDeCelda:
    """Ejecuta los casos de `comprobacion` con las definiciones de `espacio`.

    Si la función está por escribir, o no termina a tiempo, los casos siguientes no se prueban.
    """
    plan = comprobacion.plan
    clase = clase_de(comprobacion)
    if not callable(espacio.get(plan.nombre)):
        aviso = _SIN_DEFINIR.format(plan.nombre)
        return InformeDeCelda(
            plan.ejercicio, "incorrecto", aviso=aviso, sin_hacer=True, clase=clase
        )
    respuestas: list[Respuesta] = []
    with salida_limitada():
        for caso in plan.casos:
            respuesta = _responder(caso, comprobacion, espacio)
            respuestas.append(respuesta)
            if respuesta.excepcion == "NotImplementedError" or respuesta.estado == "tiempo":
                break
    if por_que_sin_hacer(respuestas) is not None:
        aviso = _POR_ESCRIBIR.format(plan.nombre)
        return InformeDeCelda(plan.ejercicio, "excepcion", aviso=aviso, sin_hacer=True, clase=clase)
    diagnostico = diagnosticar(respuestas, comprobacion)
    return informe_de_comprobacion(comprobacion, respuestas, diagnostico)


def _responder(caso: Caso, comprobacion: Comprobacion, espacio: Mapping[str, Any]) -> Respuesta:
    plan = comprobacion.plan
    try:
        return con_limite(
            lambda: ejecutar_caso(caso, plan.nombre, espacio, plan.dispositivo, con_detalle=True),
            caso.limite_s,
        )
    except TiempoAgotado:
        return Respuesta("tiempo")


def estimar(
    ejercicio: str, nombre: str, clase: str, ajustes: Mapping[str, Any], espacio: Mapping[str, Any]
) -> InformeDeCelda:
    """Una estimación de la velocidad o de la memoria de lo definido, con los `ajustes` públicos.

    Antes se mira, si se puede, que la respuesta a los datos grandes sea la correcta.
    """
    caso = caso_de_json(ajustes["caso"])
    informe = InformeDeCelda(ejercicio, "correcto", solo_publicos=True, clase=clase)
    try:
        with salida_limitada():
            medida = con_limite(
                lambda: _medida(caso, nombre, clase, ajustes, espacio), LIMITE_AL_MEDIR_S
            )
    except TiempoAgotado:
        return dataclasses.replace(informe, veredicto="tiempo", aviso=_MUY_LENTA)
    except NoContesta as fallo:
        return dataclasses.replace(
            informe, veredicto="excepcion", aviso=_por_que(fallo.respuesta, nombre)
        )
    if medida is None:
        return dataclasses.replace(informe, veredicto="incorrecto", aviso=_MAL_CON_MUCHOS)
    if isinstance(medida, MedidaDeVelocidad):
        basta = medida.alcanzado == 0
        informe = dataclasses.replace(informe, velocidad=medida)
    else:
        basta = medida.cabe
        informe = dataclasses.replace(informe, memoria=medida)
    if basta:
        return informe
    hallazgo = Hallazgo(**ajustes["hallazgo"])
    return dataclasses.replace(informe, veredicto="incorrecto", hallazgos=(hallazgo,))


def _medida(
    caso: Caso, nombre: str, clase: str, ajustes: Mapping[str, Any], espacio: Mapping[str, Any]
) -> MedidaDeVelocidad | MedidaDeMemoria | None:
    """La medida, o None si la respuesta no es la correcta."""
    if not contesta_bien(caso, nombre, espacio, ajustes.get("muestra")):
        return None
    if clase == "memoria":
        return estimar_memoria(caso, nombre, espacio, ajustes["permitida"])
    tramos = [Tramo(*tramo) for tramo in ajustes["tramos"]]
    return estimar_velocidad(caso, nombre, espacio, ajustes["relativa"], tramos)


def _por_que(respuesta: Respuesta, nombre: str) -> str:
    if respuesta.excepcion == "NotImplementedError":
        return _POR_ESCRIBIR.format(nombre)
    que = respuesta.detalle or "no da un valor"
    return f"Con los datos grandes con que se mide: {que}."
