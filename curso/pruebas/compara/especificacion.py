"""Cómo se compara un ejercicio, como datos que viajan con los casos públicos."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from curso.pruebas.plan.codec import valor_a_json, valor_de_json
from curso.pruebas.plan.pasos import Caso
from curso.pruebas.plan.valores import Valor

#: tolerancia relativa y absoluta mínimas cuando interviene un dtype de menos precisión
PRECISION = {np.dtype("f2"): 5e-3, np.dtype("f4"): 2e-5}


def tolerancia_minima(*dtypes: np.dtype[Any] | None) -> float:
    """La tolerancia que pide el dtype de menos precisión de los dados; 0 si es la corriente."""
    return max((PRECISION.get(d, 0.0) for d in dtypes if d is not None), default=0.0)


@dataclass(frozen=True)
class Hallazgo:
    """Lo que se ha reconocido en una respuesta: código, causa y pista, listos para el alumno."""

    codigo: str
    causa: str
    pista: str


@dataclass(frozen=True)
class Propiedad:
    """Una propiedad con nombre (de `PROPIEDADES`) que la respuesta debe cumplir."""

    nombre: str
    hallazgo: Hallazgo
    parametros: Mapping[str, Valor] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparacion:
    """Cuándo una respuesta cuenta como la esperada.

    rtol, atol
        `|obtenido − esperado| ≤ atol + rtol·|esperado|`, elemento a elemento. Si uno de los dos
        arreglos es float32, la tolerancia sube a la de esa precisión; a la de float16, solo si lo
        es el esperado. Si lo es alguna entrada del caso, sube para todo el resultado: un número
        suelto no dice de qué dtype vino (véase `para`).
    valores
        Si se compara con el valor esperado; con False solo cuentan las propiedades (respuestas
        aleatorias).
    dtype
        Si un arreglo debe tener el mismo dtype que el esperado.
    contenedor
        Si lista y tupla se distinguen.
    secuencia
        Si una lista de números y un arreglo de una dimensión valen lo mismo.
    entradas
        Si las entradas deben quedar intactas; `intactas` es el hallazgo cuando no es así, e
        `intactas_de`, el de la entrada de ese nombre, si tiene uno propio.
    """

    rtol: float = 1e-7
    atol: float = 1e-9
    valores: bool = True
    dtype: bool = False
    contenedor: bool = False
    secuencia: bool = True
    entradas: bool = True
    intactas: Hallazgo | None = None
    intactas_de: Mapping[str, Hallazgo] = field(default_factory=dict)
    propiedades: tuple[Propiedad, ...] = ()

    def para(self, caso: Caso) -> Comparacion:
        """La misma, con la tolerancia que pide la precisión de las entradas de `caso`."""
        minima = tolerancia_minima(caso.precision)
        if minima == 0.0:
            return self
        return dataclasses.replace(self, rtol=max(self.rtol, minima), atol=max(self.atol, minima))

    def a_json(self) -> dict[str, Any]:
        """Forma JSON, para el fichero de casos públicos."""
        d = dataclasses.asdict(self)
        d["propiedades"] = [
            {
                "nombre": p.nombre,
                "hallazgo": dataclasses.asdict(p.hallazgo),
                "parametros": valor_a_json(dict(p.parametros)),
            }
            for p in self.propiedades
        ]
        return d

    @classmethod
    def de_json(cls, d: Mapping[str, Any]) -> Comparacion:
        """La inversa de `a_json`."""
        campos = dict(d)
        intactas = campos.pop("intactas")
        propias = {n: Hallazgo(**h) for n, h in campos.pop("intactas_de").items()}
        propiedades = tuple(
            Propiedad(p["nombre"], Hallazgo(**p["hallazgo"]), valor_de_json(p["parametros"]))
            for p in campos.pop("propiedades")
        )
        return cls(
            **campos,
            intactas=None if intactas is None else Hallazgo(**intactas),
            intactas_de=propias,
            propiedades=propiedades,
        )
