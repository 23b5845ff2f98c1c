"""La figura de una medida de velocidad: tres barras en escala logarítmica y los tramos.

Solo etiquetas y clases, sin estilos en línea ni SVG: así sobrevive a quien sanea el HTML. Sin la
hoja de estilo se lee como una tabla.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from curso.pruebas.informe import palabras as p
from curso.pruebas.informe.datos import MedidaDeVelocidad, Tramo

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
""" + "".join(
    f".curso-informe .curso-w{i}{{width:{100 * i // PARTES}%}}\n" for i in range(PARTES + 1)
)

_PIE = "<caption>Tiempo de procesador, en escala logarítmica.</caption>"


def escala(medida: MedidaDeVelocidad) -> str:
    """Una tabla con lo que tardan nada, el patrón y el alumno, y el final de cada tramo."""
    limites = [_limite(medida, tramo) for tramo in medida.tramos]
    todos = [medida.nada_s, medida.patron_s, medida.tuya_s, *limites]
    filas = [
        _fila(
            "No hacer nada (lo que cuesta medir)", medida.nada_s, todos, "curso-barra curso-nada"
        ),
        _fila("La solución del curso", medida.patron_s, todos, "curso-barra"),
        _fila("Tu función", medida.tuya_s, todos, "curso-barra curso-tuya"),
    ]
    filas += [
        _fila(_nombre(tramo), limite, todos, "curso-hasta")
        for tramo, limite in zip(medida.tramos, limites, strict=True)
    ]
    return f'<table class="curso-escala">{_PIE}<tbody>{"".join(filas)}</tbody></table>'


def _limite(medida: MedidaDeVelocidad, tramo: Tramo) -> float:
    return medida.nada_s + tramo.limite * (medida.patron_s - medida.nada_s)


def _nombre(tramo: Tramo) -> str:
    parte = "todos los puntos" if tramo.parte == 1 else f"{100 * tramo.parte:.0f} % de los puntos"
    return f"Hasta aquí, {parte}"


def _fila(nombre: str, t: float, todos: Sequence[float], clase: str) -> str:
    return (
        f'<tr><th scope="row">{escape(nombre)}</th><td class="curso-pista">'
        f'<span class="{clase} curso-w{_ancho(t, todos)}"></span></td>'
        f"<td>{p.segundos(t)}</td></tr>"
    )


def _ancho(t: float, todos: Sequence[float]) -> int:
    """El ancho de la barra de `t`: logarítmico, de la mitad del menor (nada) al mayor (todo)."""
    utiles = [x for x in todos if x > 0]
    if t <= 0 or not utiles:
        return 0
    menor, mayor = math.log(min(utiles) / 2), math.log(max(utiles))
    return max(1, round(PARTES * (math.log(t) - menor) / (mayor - menor)))
