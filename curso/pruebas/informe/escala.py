"""La figura de una medida de velocidad: barras en escala logarítmica y los tramos.

En el cuaderno del alumno, en segundos; al calificar, en veces lo que tarda la solución del curso, y
la del alumno llega hasta donde acaba su tramo.

Solo etiquetas y clases, sin estilos en línea ni SVG: así sobrevive a quien sanea el HTML. Sin la
hoja de estilo se lee como una tabla.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from curso.pruebas.informe import palabras as p
from curso.pruebas.informe.datos import MedidaDeVelocidad, Tiempos, Tramo

#: en cuántas partes se divide el ancho
PARTES = 50

ESTILO_DE_ESCALA = """
.curso-informe table.curso-escala{border-collapse:collapse;margin:.5em 0;font-size:.93em;
width:100%;max-width:46em;table-layout:auto;border:0}
.curso-informe .curso-escala caption{text-align:left;padding:.15em 0;caption-side:bottom;
color:var(--jp-content-font-color2,inherit)}
.curso-informe .curso-escala tr{background:none}
.curso-informe .curso-escala th,.curso-informe .curso-escala td{border:0;padding:.15em .5em .15em 0;
text-align:left;vertical-align:middle;font-weight:normal;white-space:nowrap;background:none;
color:inherit}
.curso-informe .curso-escala td.curso-pista{width:100%;min-width:9em;padding:0 .8em 0 0}
.curso-informe .curso-barra{display:block;height:.85em;border-radius:2px;
background:rgba(128,128,128,.75)}
.curso-informe .curso-barra.curso-nada{background:rgba(128,128,128,.4)}
.curso-informe .curso-barra.curso-tuya{background:var(--curso-tono)}
.curso-informe .curso-hasta{display:block;height:.85em;box-sizing:border-box;
border-right:3px solid currentColor;border-bottom:1px dotted currentColor;opacity:.7}
@media (max-width:34em){.curso-informe .curso-escala th,.curso-informe .curso-escala td{
white-space:normal}.curso-informe .curso-escala td.curso-pista{min-width:5em;width:40%}}
""" + "".join(
    f".curso-informe .curso-w{i}{{width:{100 * i // PARTES}%}}\n" for i in range(PARTES + 1)
)

_NADA, _PATRON, _TUYA, _HASTA = (
    "curso-barra curso-nada",
    "curso-barra",
    "curso-barra curso-tuya",
    "curso-hasta",
)
_SOLUCION, _FUNCION = "La solución del curso", "Tu función"


@dataclass(frozen=True)
class _Barra:
    nombre: str
    largo: float
    texto: str
    clase: str


def escala(medida: MedidaDeVelocidad) -> str:
    """Una tabla con lo que tardan la solución del curso y la del alumno, y cada tramo."""
    if medida.estimacion is None:
        pie = "Veces lo que tarda la solución del curso, en escala logarítmica."
        barras = _en_veces(medida)
    else:
        pie = "Tiempo de procesador, en escala logarítmica."
        barras = _en_segundos(medida.estimacion, medida.tramos)
    todos = [b.largo for b in barras]
    filas = "".join(_fila(b, todos) for b in barras)
    caption = f"<caption>{pie}</caption>"
    return f'<table class="curso-escala">{caption}<tbody>{filas}</tbody></table>'


def _en_segundos(t: Tiempos, tramos: Sequence[Tramo]) -> list[_Barra]:
    barras = [
        ("No hacer nada (lo que cuesta medir)", t.nada_s, _NADA),
        (_SOLUCION, t.patron_s, _PATRON),
        (_FUNCION, t.tuya_s, _TUYA),
    ]
    barras += [
        (_nombre(tramo), t.nada_s + tramo.limite * (t.patron_s - t.nada_s), _HASTA)
        for tramo in tramos
    ]
    return [_Barra(nombre, largo, p.segundos(largo), clase) for nombre, largo, clase in barras]


def _en_veces(medida: MedidaDeVelocidad) -> list[_Barra]:
    limites = [t.limite for t in medida.tramos]
    tuya = [*limites, 2 * limites[-1]][medida.alcanzado]
    return [
        _Barra(_SOLUCION, 1.0, "1 vez", _PATRON),
        _Barra(_FUNCION, tuya, p.cuantas_veces(medida), _TUYA),
        *(
            _Barra(_nombre(t), t.limite, f"{p.numero(t.limite)} veces", _HASTA)
            for t in medida.tramos
        ),
    ]


def _nombre(tramo: Tramo) -> str:
    parte = "todos los puntos" if tramo.parte == 1 else f"{100 * tramo.parte:.0f} % de los puntos"
    return f"Hasta aquí, {parte}"


def _fila(barra: _Barra, todos: Sequence[float]) -> str:
    return (
        f'<tr><th scope="row">{escape(barra.nombre)}</th><td class="curso-pista">'
        f'<span class="{barra.clase} curso-w{_ancho(barra.largo, todos)}"></span></td>'
        f"<td>{escape(barra.texto)}</td></tr>"
    )


def _ancho(t: float, todos: Sequence[float]) -> int:
    """El ancho de la barra de `t`: logarítmico, de la mitad del menor (nada) al mayor (todo)."""
    utiles = [x for x in todos if x > 0]
    if t <= 0 or not utiles:
        return 0
    menor, mayor = math.log(min(utiles) / 2), math.log(max(utiles))
    return max(1, round(PARTES * (math.log(t) - menor) / (mayor - menor)))
