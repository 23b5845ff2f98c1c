"""Ejecuta un caso con las definiciones del alumno y devuelve su respuesta."""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np

from curso.backend import a_dispositivo
from curso.backend.copias import sin_bajadas
from curso.pruebas.plan import pasos as p
from curso.pruebas.plan.codec import ErrorDeCodec
from curso.pruebas.plan.codec_plan import respuesta_a_json, respuesta_de_json
from curso.pruebas.plan.traza import detalle_de
from curso.pruebas.plan.valores import EnMemoria, Ref, Respuesta, Rng, Valor, Vista

#: tope de elementos que se toman de un iterador: un iterador infinito no agota la memoria
MAXIMO_DE_ELEMENTOS = 100_000


T = TypeVar("T")


class _SinDefinir(Exception):
    """El alumno no ha definido el nombre del ejercicio, o no se puede llamar."""


def ejecutar_caso(
    caso: p.Caso,
    nombre: str,
    espacio: Mapping[str, Any],
    dispositivo: str | None = None,
    con_detalle: bool = False,
    por_el_codec: bool = True,
) -> Respuesta:
    """Ejecuta los pasos de `caso` y devuelve su `Respuesta`.

    nombre
        El nombre que define el alumno, que se busca en `espacio` (el espacio de nombres de su
        cuaderno).
    dispositivo
        Dónde se construyen los arreglos de entrada (None: NumPy). Del doble no se pueden bajar.
    con_detalle
        Si la respuesta lleva el texto de la excepción y la línea del alumno que la lanza (en su
        cuaderno y, bajo el juez, en los casos públicos; nunca en los ocultos).
    por_el_codec
        Si el valor va y vuelve por el códec, que rechaza lo que no se admite y deja solo datos,
        normalizados y sin memoria compartida con el alumno: lo mismo que llega al juez. Sin ello
        (al medir tiempos) la respuesta lleva lo que el alumno devolvió, sea lo que sea.

    `KeyboardInterrupt` y las demás excepciones que no derivan de `Exception` se dejan pasar, salvo
    `SystemExit`: son de quien vigila el tiempo.
    """
    convertir = _por_el_codec if por_el_codec else _tal_cual
    return _ejecutar(caso, nombre, espacio, dispositivo, con_detalle, convertir)


def ejecutar_a_json(
    caso: p.Caso,
    nombre: str,
    espacio: Mapping[str, Any],
    dispositivo: str | None = None,
    con_detalle: bool = False,
) -> dict[str, Any]:
    """Como `ejecutar_caso`, pero la respuesta sale ya en la forma JSON en que cruza al juez."""
    hecho = _ejecutar(caso, nombre, espacio, dispositivo, con_detalle, respuesta_a_json)
    return respuesta_a_json(hecho, con_detalle) if isinstance(hecho, Respuesta) else hecho


def _por_el_codec(respuesta: Respuesta) -> Respuesta:
    return respuesta_de_json(respuesta_a_json(respuesta))


def _tal_cual(respuesta: Respuesta) -> Respuesta:
    return respuesta


def _ejecutar(
    caso: p.Caso,
    nombre: str,
    espacio: Mapping[str, Any],
    dispositivo: str | None,
    con_detalle: bool,
    convertir: Callable[[Respuesta], T],
) -> T | Respuesta:
    """Lo que da `convertir` de la respuesta, o la respuesta que dice por qué no hay valor."""
    try:
        # Hay casos que divergen adrede: el aviso de NumPy no diría nada nuevo.
        sin_copias = sin_bajadas() if dispositivo == "doble" else contextlib.nullcontext()
        with np.errstate(all="ignore"), sin_copias:
            respuesta = _Ejecucion(nombre, espacio, dispositivo).recorrer(caso.pasos)
        return convertir(respuesta)
    except _SinDefinir:
        return Respuesta("sin_definir")
    except ErrorDeCodec as error:
        return Respuesta("invalida", excepcion=error.tipo, detalle=_por_que(error, con_detalle))
    except (Exception, SystemExit) as error:
        detalle = detalle_de(error, espacio) if con_detalle else None
        return Respuesta("excepcion", excepcion=nombre_incorporado(type(error)), detalle=detalle)


def _por_que(error: ErrorDeCodec, con_detalle: bool) -> str | None:
    """El motivo, si no es el tipo, que ya va en la respuesta."""
    return str(error) if con_detalle and error.tipo is None else None


def nombre_incorporado(tipo: type) -> str:
    """El nombre de la excepción incorporada más cercana a `tipo` en su línea de herencia."""
    for clase in type.mro(tipo):
        nombre = type.__getattribute__(clase, "__name__")
        if getattr(builtins, nombre, None) is clase:
            return nombre
    return "Exception"


class _Ejecucion:
    """Los valores con nombre de un caso mientras se ejecuta."""

    def __init__(self, nombre: str, espacio: Mapping[str, Any], dispositivo: str | None) -> None:
        self.nombre = nombre
        self.espacio = espacio
        self.dispositivo = dispositivo
        self.valores: dict[str, Any] = {}
        self.problemas: set[int] = set()

    def recorrer(self, pasos: tuple[p.Paso, ...]) -> Respuesta:
        for paso in pasos:
            match paso:
                case p.Construir():
                    self.valores[paso.nombre] = self.hacer(paso.valor)
                case p.Problema():
                    self.valores[paso.nombre] = self._problema(paso)
                case p.Instanciar() | p.Llamar():
                    funcion = self._del_alumno()
                    self.valores[paso.nombre] = self._llamar(funcion, paso.args, paso.kwargs)
                case p.Metodo():
                    funcion = _publico(self.valores[paso.objeto], paso.metodo)
                    self.valores[paso.nombre] = self._llamar(funcion, paso.args, paso.kwargs)
                case p.Tomar():
                    self.valores[paso.nombre] = _tomar(self.valores[paso.iterador], paso.k)
                case p.Modificar():
                    self.valores[paso.objeto][paso.indice] = self.hacer(paso.valor)
                case p.Devolver():
                    return self._devolver(paso)
        raise ErrorDeCodec("el caso no devuelve nada")

    def hacer(self, v: Valor) -> Any:
        """Un valor nuevo a partir de su descripción: copia arreglos, resuelve referencias."""
        match v:
            case Ref(nombre, None):
                return self.valores[nombre]
            case Ref(nombre, atributo):
                objeto = self.valores[nombre]
                hallado = _publico(objeto, str(atributo))
                # Lo que dejó el alumno se devuelve donde lo dejó: si está en la memoria y debía
                # estar en el dispositivo, tiene que notarse.
                return self._colocar(hallado) if id(objeto) in self.problemas else hallado
            case EnMemoria(datos):
                return datos.copy()
            case Vista(nombre, inicio, fin, paso):
                return self.valores[nombre][slice(inicio, fin, paso)]
            case Rng(semilla):
                return np.random.default_rng(semilla)
            case np.ndarray():
                return self._colocar(v.copy())
            case list():
                return [self.hacer(x) for x in v]
            case tuple():
                return tuple(self.hacer(x) for x in v)
            case dict():
                return {k: self.hacer(x) for k, x in v.items()}
            case set():
                return set(v)
        return v

    def _colocar(self, v: Any) -> Any:
        """El valor donde le toca: un arreglo, en el dispositivo si lo hay."""
        en_dispositivo = self.dispositivo is not None and isinstance(v, np.ndarray)
        return a_dispositivo(v, self.dispositivo) if en_dispositivo else v

    def _llamar(
        self, funcion: Callable[..., Any], args: tuple[Valor, ...], kwargs: Mapping[str, Valor]
    ) -> Any:
        return funcion(*map(self.hacer, args), **{k: self.hacer(v) for k, v in kwargs.items()})

    def _del_alumno(self) -> Callable[..., Any]:
        funcion = self.espacio.get(self.nombre)
        if not callable(funcion):
            raise _SinDefinir
        return funcion

    def _problema(self, paso: p.Problema) -> Any:
        from curso.problemas import CATALOGO

        hecho = CATALOGO[paso.problema](**{k: self.hacer(v) for k, v in paso.kwargs.items()})
        self.problemas.add(id(hecho))
        return hecho

    def _devolver(self, paso: p.Devolver) -> Respuesta:
        valor = self.hacer(paso.valor)
        return Respuesta("valor", valor, {n: self.valores[n] for n in paso.entradas})


def _publico(objeto: Any, nombre: str) -> Any:
    if nombre.startswith("_"):
        raise ErrorDeCodec("solo se usan atributos públicos")
    return getattr(objeto, nombre)


def _tomar(iterador: Any, k: int | None) -> list[Any]:
    tope = MAXIMO_DE_ELEMENTOS if k is None else k
    elementos: list[Any] = []
    it = iter(iterador)
    while len(elementos) < tope:
        try:
            elementos.append(next(it))
        except StopIteration:
            break
    return elementos
