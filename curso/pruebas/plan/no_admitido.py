"""De qué tipo es un valor que no se admite: uno de una lista cerrada, sin nada que elija el alumno.

Lo que se dice de un caso oculto sale de aquí: la clase de un objeto cualquiera podría llamarse como
quien la escribe quisiera, así que de ella no se dice ni el nombre.
"""

from __future__ import annotations

import functools
import itertools
import types
from collections.abc import Mapping
from typing import Any

import numpy as np

#: lo que se dice de lo que no está en la lista
OTRO = "objeto"
#: un arreglo cuyos elementos no se admiten
ARREGLO_DE_OBJETOS = "arreglo_de_objetos"
ARREGLO_DE_OTRO_TIPO = "arreglo_de_otro_tipo"
CONJUNTO = "conjunto"

#: código de cada tipo y cómo se llama en una frase
_TIPOS: tuple[tuple[str, str, tuple[type, ...]], ...] = (
    ("generador", "un generador", (types.GeneratorType, types.AsyncGeneratorType)),
    ("coroutine", "una función asíncrona sin esperarla (`await`)", (types.CoroutineType,)),
    (
        "funcion",
        "una función sin llamarla",
        (
            types.FunctionType,
            types.BuiltinFunctionType,
            types.MethodType,
            types.MethodWrapperType,
            types.WrapperDescriptorType,
            types.MethodDescriptorType,
            functools.partial,
            np.ufunc,
        ),
    ),
    ("clase", "una clase", (type,)),
    ("modulo", "un módulo", (types.ModuleType,)),
    ("range", "un `range`", (range,)),
    ("map", "un `map`", (map,)),
    ("filter", "un `filter`", (filter,)),
    ("zip", "un `zip`", (zip,)),
    ("enumerate", "un `enumerate`", (enumerate,)),
    (
        "iterador",
        "un iterador",
        (
            reversed,
            type(iter([])),
            type(iter(())),
            type(iter({})),
            type(iter(range(0))),
            itertools.chain,
            itertools.islice,
            itertools.product,
            itertools.accumulate,
        ),
    ),
    (
        "vista_de_diccionario",
        "las claves, los valores o los pares de un diccionario",
        (type({}.keys()), type({}.values()), type({}.items())),
    ),
    ("complejo", "un número complejo", (complex, np.complexfloating)),
    ("bytes", "unos bytes", (bytes, bytearray, memoryview)),
    ("ellipsis", "`...`", (types.EllipsisType,)),
    ("no_implementado", "`NotImplemented`", (types.NotImplementedType,)),
    ("excepcion", "una excepción (¿querías lanzarla con `raise`?)", (BaseException,)),
    ("generador_de_azar", "un generador de números al azar", (np.random.Generator,)),
    ("slice", "un `slice`", (slice,)),
)
_DE_TIPO = {tipo: codigo for codigo, _, tipos in _TIPOS for tipo in tipos}
#: cómo se llama cada código en una frase
NOMBRES: Mapping[str, str] = {
    **{codigo: nombre for codigo, nombre, _ in _TIPOS},
    CONJUNTO: "un conjunto de algo que no son textos",
    ARREGLO_DE_OBJETOS: "un arreglo de objetos (`dtype=object`)",
    ARREGLO_DE_OTRO_TIPO: "un arreglo de algo que no son números ni booleanos",
    OTRO: "un objeto de una clase tuya o de una biblioteca",
}


def tipo_conocido(valor: Any) -> str:
    """El código del tipo de `valor`: el más cercano de su línea de herencia, u `OTRO`."""
    return next((_DE_TIPO[clase] for clase in type.mro(type(valor)) if clase in _DE_TIPO), OTRO)
