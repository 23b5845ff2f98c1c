"""Un ejercicio público de muestra, hecho con las piezas de verdad, para probar `comprobar`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np

from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Plan, Ref, Respuesta, ejecutar_caso
from curso.pruebas.plan.pasos import llamada
from curso.pruebas.publico import (
    NOMBRE_DE_FICHERO,
    Comprobacion,
    EjercicioPublico,
    ErrorConocido,
    escribir,
)

HORAS = np.array([2, 5, 7, 9, 10, 11, 13.4, 14, 15])
NOTA = np.array([1, 3.2, 4.5, 6, 4, 4.5, 5.5, 3, 5])


def partir_en_lotes(x, y, b):
    if b < 1:
        raise ValueError("b debe ser positivo")
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x), b)]


def pierde_el_ultimo(x, y, b):
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x) - b + 1, b)]


def _responder(plan, funcion):
    return tuple(ejecutar_caso(c, plan.nombre, {plan.nombre: funcion}) for c in plan.casos)


def comprobacion(dispositivo: str | None = None) -> Comprobacion:
    """Tres casos públicos (uno, límite) y un error conocido."""
    datos = {"x": HORAS, "y": NOTA}
    casos = [
        llamada("Horas y notas, de 3 en 3", Ref("x"), Ref("y"), 3, entradas=datos, limite_s=1.0),
        llamada("El último lote es corto", Ref("x"), Ref("y"), 4, entradas=datos, limite_s=1.0),
    ]
    if dispositivo is None:
        borde = llamada("Un lote sin ejemplos", Ref("x"), Ref("y"), 0, entradas=datos, borde=True)
        casos.append(dataclasses.replace(borde, limite_s=1.0))
    plan = Plan("t2.partir_en_lotes", "partir_en_lotes", tuple(casos), dispositivo)
    esperadas = tuple(
        ejecutar_caso(c, plan.nombre, {plan.nombre: partir_en_lotes}, dispositivo)
        for c in plan.casos
    )
    intactas = Hallazgo(
        "t2.partir_en_lotes.modifica_entradas", "Modificas x o y.", "Trabaja sobre una copia."
    )
    hallazgo = Hallazgo(
        "t2.partir_en_lotes.pierde_ultimo",
        "Se pierde el último lote cuando es más corto.",
        "El último trozo puede tener menos de b ejemplos: <b>no</b> lo descartes.",
    )
    error = ErrorConocido(hallazgo, _responder(plan, pierde_el_ultimo))
    return Comprobacion(plan, esperadas, {"": Comparacion(intactas=intactas)}, (error,))


def escribir_ejemplo(carpeta: Path, **ajustes: Any) -> Path:
    """El fichero de casos públicos del ejemplo en `carpeta`, con los ajustes dados."""
    ruta = carpeta / NOMBRE_DE_FICHERO
    ejercicio = EjercicioPublico(
        "t2.partir_en_lotes",
        {"correccion": comprobacion(), "portable": comprobacion("doble")},
        ajustes,
    )
    escribir(ruta, "t2_lotes", {ejercicio.id: ejercicio})
    return ruta


def respuestas_de(funcion, c: Comprobacion) -> tuple[Respuesta, ...]:
    """Las respuestas de `funcion`, como las daría el cuaderno del alumno."""
    espacio = {c.plan.nombre: funcion}
    return tuple(
        ejecutar_caso(x, c.plan.nombre, espacio, c.plan.dispositivo, con_detalle=True)
        for x in c.plan.casos
    )
