"""Un informe como texto llano: para la terminal y para lectores sin HTML."""

from __future__ import annotations

from collections.abc import Iterator

from curso.pruebas.informe import palabras as p
from curso.pruebas.informe.datos import InformeDeCaso, InformeDeCelda


def a_texto(informe: InformeDeCelda) -> str:
    """El informe en líneas de texto, sin línea final vacía."""
    return "\n".join(_lineas(informe))


def _lineas(informe: InformeDeCelda) -> Iterator[str]:
    cabecera = f"{p.icono(informe)} {p.nombre(informe)}: {p.veredicto(informe)}"
    yield f"{cabecera} · {p.puntos(informe)}" if p.puntos(informe) else cabecera
    if p.resumen(informe):
        yield f"  {p.resumen(informe)}"
    if informe.aviso:
        yield f"  ⚠ {informe.aviso}"
    for h in informe.hallazgos:
        yield f"  {p.CAUSA}: {h.causa}"
        yield f"  {p.PISTA}: {h.pista}"
    for nota in informe.notas:
        yield f"  {p.NOTA}: {nota.causa} {nota.pista}".rstrip()
    if p.medido(informe):
        yield f"  {p.medido(informe)}"
    mal, sin_probar, bien = p.por_estado(informe)
    for caso in mal[: p.ABIERTOS]:
        yield from _incorrecto(caso)
    for caso in (*mal[p.ABIERTOS :], *sin_probar, *bien):
        yield f"  {_cabecera(caso)}"
    if p.pie(informe):
        yield f"  {p.pie(informe)}"


def _cabecera(caso: InformeDeCaso) -> str:
    return "{} {}: {}".format(*p.estado(caso), p.titulo(caso))


def _incorrecto(caso: InformeDeCaso) -> Iterator[str]:
    yield f"  {_cabecera(caso)}"
    yield from _dato(p.SE_LLAMO, caso.llamada)
    yield from _dato(p.SE_ESPERABA, caso.esperado)
    if caso.obtenido is not None:
        yield from _dato(p.SE_OBTUVO, caso.obtenido)
    if caso.diferencia:
        yield from _dato(p.DIFERENCIA, caso.diferencia)


def _dato(nombre: str, valor: str) -> Iterator[str]:
    primera, *resto = valor.splitlines() or [""]
    if not resto:
        yield f"      {nombre}: {primera}"
        return
    yield f"      {nombre}:"
    yield from (f"          {linea}" for linea in (primera, *resto))
