"""Cómo se le enseñan al alumno un valor y la llamada de un caso: texto parecido a Python."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from curso.pruebas.plan import (
    Caso,
    Construir,
    DeDispositivo,
    Devolver,
    EnMemoria,
    Instanciar,
    Llamar,
    Metodo,
    Modificar,
    Problema,
    Ref,
    Rng,
    Tomar,
    Valor,
    Vista,
)

ANCHO = 84
#: elementos que se enseñan de una secuencia, y caracteres de un valor entero
ELEMENTOS = 8
CARACTERES = 1200
#: filas de un arreglo de dos o más dimensiones a partir de las cuales se abrevia
FILAS = 8
#: llamadas iguales que se enseñan de un caso que hace muchas
LLAMADAS = 3
_CORRIENTES = (np.dtype("f8"), np.dtype("i8"), np.dtype("?"))


def describir_valor(valor: Valor) -> str:
    """`valor` como lo escribiría Python, abreviado si es largo."""
    return _recortar(_describir(valor))


@functools.lru_cache(maxsize=2048)
def describir_llamada(caso: Caso, nombre: str) -> str:
    """Los pasos de `caso` como código legible: qué se construyó y qué se llamó, en orden.

    nombre
        El nombre que define el alumno.
    """
    usos = list(_nombres_usados(caso))
    lineas: list[tuple[str | None, str]] = []
    for paso in caso.pasos:
        match paso:
            case Construir():
                lineas.append((paso.nombre, describir_valor(paso.valor)))
            case Problema():
                lineas.append((paso.nombre, _llamada(paso.problema, (), paso.kwargs)))
            case Instanciar() | Llamar():
                lineas.append((paso.nombre, _llamada(nombre, paso.args, paso.kwargs)))
            case Metodo():
                metodo = f"{paso.objeto}.{paso.metodo}"
                lineas.append((paso.nombre, _llamada(metodo, paso.args, paso.kwargs)))
            case Tomar():
                iterador = paso.iterador
                if lineas and lineas[-1][0] == iterador and usos.count(iterador) == 1:
                    iterador = lineas.pop()[1]
                tope = "" if paso.k is None else f", {paso.k}"
                tomados = f"islice({iterador}{tope})" if tope else iterador
                lineas.append((paso.nombre, f"list({tomados})"))
            case Modificar():
                lineas.append((f"{paso.objeto}[{paso.indice}]", describir_valor(paso.valor)))
            case Devolver():
                _cerrar(lineas, paso.valor)
    llamadas = {paso.nombre for paso in caso.pasos if isinstance(paso, Llamar | Tomar)}
    lineas = _abreviar(lineas, llamadas)
    return "\n".join(texto if n is None else f"{n} = {texto}" for n, texto in lineas)


def _abreviar(
    lineas: list[tuple[str | None, str]], llamadas: set[str]
) -> list[tuple[str | None, str]]:
    """De muchas llamadas seguidas deja las primeras y dice cuántas más hay."""
    sobran = [i for i, (nombre, _) in enumerate(lineas) if nombre in llamadas][LLAMADAS:]
    if len(sobran) <= LLAMADAS:
        return lineas
    aviso = (None, f"# … y otras {len(sobran)} llamadas como estas")
    quedan = [linea for i, linea in enumerate(lineas) if i not in set(sobran)]
    return [*quedan[: sobran[0]], aviso, *quedan[sobran[0] :]]


def _cerrar(lineas: list[tuple[str | None, str]], valor: Valor) -> None:
    """La última línea es lo que se mira: la última llamada, o una expresión aparte."""
    if (
        lineas
        and isinstance(valor, Ref)
        and valor.atributo is None
        and lineas[-1][0] == valor.nombre
    ):
        lineas[-1] = (None, lineas[-1][1])
    else:
        lineas.append((None, describir_valor(valor)))


def _nombres_usados(caso: Caso) -> Iterable[str]:
    for paso in caso.pasos:
        match paso:
            case Construir() | Modificar() | Devolver():
                yield from _referencias(paso.valor)
            case Problema():
                yield from _referencias(dict(paso.kwargs))
            case Instanciar() | Llamar() | Metodo():
                yield from _referencias((*paso.args, *paso.kwargs.values()))
            case Tomar():
                yield paso.iterador
        if isinstance(paso, Metodo | Modificar):
            yield paso.objeto


def _referencias(valor: Valor) -> Iterable[str]:
    match valor:
        case Ref() | Vista():
            yield valor.nombre
        case list() | tuple():
            for x in valor:
                yield from _referencias(x)
        case dict():
            yield from _referencias(list(valor.values()))


def _llamada(que: str, args: tuple[Valor, ...], kwargs: Mapping[str, Valor]) -> str:
    partes = [describir_valor(a) for a in args]
    partes += [f"{k}={describir_valor(v)}" for k, v in kwargs.items()]
    return _juntar(f"{que}(", partes, ")")


def _describir(v: Any) -> str:
    match v:
        case Ref(nombre, None):
            return nombre
        case Ref(nombre, atributo):
            return f"{nombre}.{atributo}"
        case Vista():
            limites = ":".join("" if x is None else str(x) for x in (v.inicio, v.fin))
            return f"{v.nombre}[{limites}{'' if v.paso is None else f':{v.paso}'}]"
        case Rng(semilla):
            return f"np.random.default_rng({semilla})"
        case DeDispositivo(datos):
            return f"{_arreglo(datos)} en el dispositivo"
        case EnMemoria(datos):
            return f"{_arreglo(datos)} en la memoria"
        case np.ndarray():
            return _arreglo(v)
        case bool() | None:
            return repr(v)
        case float():
            return _real(v)
        case list():
            return _secuencia("[", v, "]")
        case tuple():
            return _secuencia("(", v, ",)" if len(v) == 1 else ")")
        case set():
            return _secuencia("{", sorted(v), "}") if v else "set()"
        case dict():
            pares = [f"{_describir(k)}: {_describir(x)}" for k, x in list(v.items())[:ELEMENTOS]]
            return _juntar("{", pares + _puntos(len(v)), "}")
    return repr(v)


def _real(v: float, cifras: int = 10) -> str:
    texto = f"{v:.{cifras}g}"
    return texto if any(c in texto for c in ".enif") else f"{texto}.0"


def _arreglo(v: np.ndarray) -> str:
    abreviado = v.size > 40 or (v.ndim > 1 and len(v) > FILAS)
    cifras = 8 if v.dtype.itemsize == 8 else 6
    sin_columnas: Any = {"float_kind": lambda x: _real(float(x), cifras), "bool": str}
    cuerpo = np.array2string(
        v,
        separator=", ",
        threshold=0 if abreviado else v.size,
        edgeitems=3,
        precision=8,
        max_line_width=ANCHO - 8,
        formatter=sin_columnas if v.ndim < 2 else None,
    )
    cuerpo = cuerpo.replace("\n", "\n      ")
    detalles = "" if v.dtype in _CORRIENTES else f", dtype={v.dtype}"
    forma = f" de forma {v.shape}" if abreviado or v.size == 0 else ""
    return f"array({cuerpo}{detalles}){forma}"


def _secuencia(abre: str, v: Iterable[Any], cierra: str) -> str:
    elementos = list(v)
    partes = [_describir(x) for x in elementos[:ELEMENTOS]]
    return _juntar(abre, partes + _puntos(len(elementos)), cierra)


def _puntos(cuantos: int) -> list[str]:
    return [f"… ({cuantos} en total)"] if cuantos > ELEMENTOS else []


def _juntar(abre: str, partes: list[str], cierra: str) -> str:
    """Las partes en una línea si caben; si no, una por línea."""
    linea = f"{abre}{', '.join(partes)}{cierra}"
    if "\n" not in linea and len(linea) <= ANCHO:
        return linea
    cuerpo = ",\n".join(partes).replace("\n", "\n ")
    return f"{abre}{cuerpo}{cierra}"


def _recortar(texto: str) -> str:
    return texto if len(texto) <= CARACTERES else f"{texto[:CARACTERES]}…"
