"""La forma JSON de pasos, casos, planes y respuestas.

Al leer no se confía en nada: lo que no sigue el formato al pie de la letra es un `ErrorDeCodec`.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from curso.pruebas.plan import pasos as p
from curso.pruebas.plan.codec import ErrorDeCodec, nombre_de_json, valor_a_json, valor_de_json
from curso.pruebas.plan.no_admitido import NOMBRES
from curso.pruebas.plan.traza import TOPE, limpio
from curso.pruebas.plan.valores import ESTADOS, Respuesta, Valor

_EXCEPCION = re.compile(r"[A-Z][A-Za-z]{0,40}\Z")

_PASOS: dict[str, type] = {
    "construir": p.Construir,
    "problema": p.Problema,
    "instanciar": p.Instanciar,
    "llamar": p.Llamar,
    "metodo": p.Metodo,
    "tomar": p.Tomar,
    "modificar": p.Modificar,
    "devolver": p.Devolver,
}
_NOMBRES_DE_PASO = {clase: nombre for nombre, clase in _PASOS.items()}
_CAMPOS = {clase: tuple(c.name for c in dataclasses.fields(clase)) for clase in _NOMBRES_DE_PASO}
#: campos que son identificadores, no valores
_IDENTIFICADORES = {"nombre", "problema", "objeto", "metodo", "iterador"}


def caso_a_json(caso: p.Caso) -> dict[str, Any]:
    """La forma JSON de un caso."""
    return {
        "titulo": caso.titulo,
        "borde": caso.borde,
        "limite_s": caso.limite_s,
        "grupo": caso.grupo,
        "pasos": [_paso_a_json(x) for x in caso.pasos],
    }


def _paso_a_json(paso: p.Paso) -> dict[str, Any]:
    campos = {nombre: valor_a_json(getattr(paso, nombre)) for nombre in _CAMPOS[type(paso)]}
    return {"paso": _NOMBRES_DE_PASO[type(paso)], **campos}


def caso_de_json(d: Any) -> p.Caso:
    """El caso que describe `d`."""
    if not isinstance(d, dict) or set(d) != {"titulo", "borde", "limite_s", "grupo", "pasos"}:
        raise ErrorDeCodec("caso mal escrito")
    if not all(isinstance(d[x], str) for x in ("titulo", "grupo")) or type(d["borde"]) is not bool:
        raise ErrorDeCodec("caso mal escrito")
    if not isinstance(d["limite_s"], int | float) or not 0 < d["limite_s"] <= 600:
        raise ErrorDeCodec("límite de tiempo no admitido")
    if not isinstance(d["pasos"], list):
        raise ErrorDeCodec("caso mal escrito")
    lista = tuple(_paso_de_json(x) for x in d["pasos"])
    if not lista or not isinstance(lista[-1], p.Devolver):
        raise ErrorDeCodec("un caso acaba con un paso «devolver»")
    return p.Caso(d["titulo"], lista, d["borde"], float(d["limite_s"]), d["grupo"])


def _cualquiera(_valor: Valor) -> bool:
    return True


def _argumentos(valor: Valor) -> bool:
    return isinstance(valor, tuple)


def _con_nombre(valor: Valor) -> bool:
    return isinstance(valor, dict) and all(map(nombre_de_json, valor))


#: qué contenedor lleva cada campo que no es un valor cualquiera
_CONTENEDORES = {"args": _argumentos, "kwargs": _con_nombre}


def _paso_de_json(d: Any) -> p.Paso:
    nombre = d.get("paso") if isinstance(d, dict) else None
    clase = _PASOS.get(nombre) if isinstance(nombre, str) else None
    if clase is None:
        raise ErrorDeCodec("paso desconocido")
    campos = _CAMPOS[clase]
    if d.keys() != {*campos, "paso"}:
        raise ErrorDeCodec("paso mal escrito")
    valores = {}
    for campo in campos:
        if campo in _IDENTIFICADORES:
            valores[campo] = nombre_de_json(d[campo])
            continue
        valor = valor_de_json(d[campo])
        if not _CONTENEDORES.get(campo, _cualquiera)(valor):
            raise ErrorDeCodec("paso mal escrito")
        valores[campo] = valor
    return clase(**valores)


def plan_a_json(plan: p.Plan) -> dict[str, Any]:
    """La forma JSON de un plan."""
    return {
        "ejercicio": plan.ejercicio,
        "nombre": plan.nombre,
        "dispositivo": plan.dispositivo,
        "casos": [caso_a_json(c) for c in plan.casos],
    }


def plan_de_json(d: Any) -> p.Plan:
    """El plan que describe `d`."""
    if not isinstance(d, dict) or set(d) != {"ejercicio", "nombre", "dispositivo", "casos"}:
        raise ErrorDeCodec("plan mal escrito")
    if not isinstance(d["ejercicio"], str) or d["dispositivo"] not in (None, "doble", "cupy"):
        raise ErrorDeCodec("plan mal escrito")
    if not isinstance(d["casos"], list):
        raise ErrorDeCodec("plan mal escrito")
    casos = tuple(caso_de_json(c) for c in d["casos"])
    return p.Plan(d["ejercicio"], nombre_de_json(d["nombre"]), casos, d["dispositivo"])


# --- respuestas ---------------------------------------------------------------------------------


_RESPUESTA = frozenset(("estado", "valor", "entradas", "excepcion"))


def respuesta_a_json(r: Respuesta, con_detalle: bool = False) -> dict[str, Any]:
    """La forma JSON de una respuesta; con su `detalle`, si lo tiene, solo si se pide."""
    entradas = {nombre: valor_a_json(v) for nombre, v in r.entradas.items()}
    escrita = {
        "estado": r.estado,
        "valor": valor_a_json(r.valor),
        "entradas": entradas,
        "excepcion": r.excepcion,
    }
    return {**escrita, "detalle": r.detalle} if con_detalle and r.detalle else escrita


def respuesta_de_json(d: Any, con_detalle: bool = False) -> Respuesta:
    """La respuesta que describe `d`; `ErrorDeCodec` si no sigue el formato al pie de la letra.

    con_detalle
        Si se ha pedido el `detalle`: sin pedirlo, una respuesta que lo lleve no se admite.
    """
    if not isinstance(d, dict) or not set(d) >= _RESPUESTA:
        raise ErrorDeCodec("respuesta mal escrita")
    if set(d) - _RESPUESTA - ({"detalle"} if con_detalle else set()):
        raise ErrorDeCodec("respuesta mal escrita")
    if d["estado"] not in ESTADOS or not isinstance(d["entradas"], dict):
        raise ErrorDeCodec("respuesta mal escrita")
    excepcion = d["excepcion"]
    if excepcion is not None and not _es_nombre(excepcion, d["estado"]):
        raise ErrorDeCodec("respuesta mal escrita")
    entradas = {nombre_de_json(nombre): valor_de_json(v) for nombre, v in d["entradas"].items()}
    detalle = _detalle(d.get("detalle"))
    return Respuesta(d["estado"], valor_de_json(d["valor"]), entradas, excepcion, detalle)


def _es_nombre(x: Any, estado: str) -> bool:
    """Si `x` es de los nombres que dice una respuesta: de una excepción, o de lo no admitido."""
    if not isinstance(x, str):
        return False
    return x in NOMBRES if estado == "invalida" else _EXCEPCION.match(x) is not None


def _detalle(x: Any) -> str | None:
    """El detalle que trae una respuesta: texto del alumno, acotado y sin nada que no se vea."""
    if x is None:
        return None
    if not isinstance(x, str) or len(x) > TOPE:
        raise ErrorDeCodec("detalle mal escrito")
    return limpio(x)
