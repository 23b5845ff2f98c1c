"""Un informe como HTML: para JupyterLab (tema claro u oscuro) y para la retroalimentación.

Todo texto se escapa. El aspecto sale de las variables `--jp-*` del tema y, donde no las hay, del
color heredado; si un visor quita la hoja de estilo, lo que queda se lee igual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from curso.pruebas.informe import palabras as p
from curso.pruebas.informe.datos import InformeDeCaso, InformeDeCelda
from curso.pruebas.informe.escala import ESTILO_DE_ESCALA, escala

_ESTILO = """
.curso-informe{border-left:4px solid var(--curso-tono);padding:.3em 0 .3em .9em;margin:.2em 0;
max-width:62em;color:var(--jp-content-font-color1,inherit);line-height:1.45;--curso-tono:#8a8a8a;
--curso-linea:var(--jp-border-color2,rgba(128,128,128,.35));
--curso-fondo:var(--jp-layout-color2,rgba(128,128,128,.12))}
.curso-informe.curso-bien{--curso-tono:var(--jp-success-color1,#2e8b3d)}
.curso-informe.curso-mal{--curso-tono:var(--jp-error-color1,#d0342c)}
.curso-informe.curso-otro{--curso-tono:var(--jp-warn-color1,#d98324)}
.curso-informe p{margin:.15em 0}
.curso-informe .curso-cabecera{font-size:1.08em}
.curso-informe .curso-icono{color:var(--curso-tono);font-weight:bold}
.curso-informe .curso-si{color:var(--jp-success-color1,#2e8b3d)}
.curso-informe .curso-quiza{color:inherit}
.curso-informe .curso-suave{color:var(--jp-content-font-color2,inherit)}
.curso-informe .curso-hallazgo{background:var(--curso-fondo);border-radius:3px;
padding:.4em .7em;margin:.45em 0}
.curso-informe .curso-caso{border-top:1px solid var(--curso-linea);margin-top:.5em;padding-top:.4em}
.curso-informe dl.curso-datos{display:grid;grid-template-columns:max-content minmax(0,1fr);
gap:.2em .9em;margin:.3em 0;align-items:baseline}
.curso-informe dl.curso-datos dt{float:none;width:auto;margin:0;padding:.1em 0;font-weight:normal;
color:var(--jp-content-font-color2,inherit)}
.curso-informe dl.curso-datos dd{float:none;width:auto;margin:0;padding:0}
.curso-informe pre{margin:0;padding:0;white-space:pre-wrap;overflow-wrap:anywhere;max-height:11em;
overflow:auto;border:0;background:none;color:inherit;font-size:.93em;line-height:1.4}
.curso-informe pre.curso-entera{max-height:none}
.curso-informe .curso-hallazgo code{background:none;padding:0;color:inherit}
.curso-informe details{margin-top:.5em}
.curso-informe summary{cursor:pointer;display:list-item}
.curso-informe .curso-pie{margin-top:.6em;font-size:.93em}
@media (max-width:34em){.curso-informe dl.curso-datos{grid-template-columns:minmax(0,1fr)}}
"""

ESTILO = _ESTILO + ESTILO_DE_ESCALA


def a_html(informe: InformeDeCelda) -> str:
    """El informe como un fragmento de HTML con su hoja de estilo."""
    mal, sin_probar, bien = p.por_estado(informe)
    partes = [
        _cabecera(informe),
        _parrafo(p.resumen(informe), "curso-suave"),
        _parrafo(informe.aviso and f"⚠ {informe.aviso}"),
        *(_hallazgo(((p.CAUSA, h.causa), (p.PISTA, h.pista))) for h in informe.hallazgos),
        *(_hallazgo(((p.NOTA, f"{n.causa} {n.pista}".rstrip()),)) for n in informe.notas),
        _parrafo(p.medido(informe)),
        escala(informe.velocidad) if informe.velocidad else "",
        *(_caso(c) for c in mal[: p.ABIERTOS]),
        _plegados(mal[p.ABIERTOS :], ("caso incorrecto más", "casos incorrectos más")),
        _plegados(sin_probar, ("caso sin probar", "casos sin probar")),
        _plegados(bien, ("caso correcto", "casos correctos")),
        _parrafo(p.pie(informe), "curso-pie curso-suave"),
    ]
    clase = _clase(informe)
    return (
        f'<div class="curso-informe {clase}"><style>{ESTILO}</style>'
        f"{''.join(filter(None, partes))}</div>"
    )


def _clase(informe: InformeDeCelda) -> str:
    if informe.correcto:
        return "curso-bien"
    neutros = ("omitido", "no_evaluado", "fallo_del_sistema", "pendiente_manual")
    return "curso-otro" if informe.veredicto in neutros else "curso-mal"


def _icono(texto: str, clase: str = "") -> str:
    return f'<span class="curso-icono {clase}" aria-hidden="true">{texto}</span> '


def _cabecera(informe: InformeDeCelda) -> str:
    puntos = p.puntos(informe)
    return (
        f'<p class="curso-cabecera">{_icono(p.icono(informe))}<code>{escape(p.nombre(informe))}'
        f"</code>: <strong>{escape(p.veredicto(informe))}</strong>"
        f"{f' · {puntos}' if puntos else ''}</p>"
    )


def _parrafo(texto: str | None, clase: str = "") -> str:
    return f'<p class="{clase}">{_prosa(texto)}</p>' if texto else ""


def _hallazgo(pares: Iterable[tuple[str, str]]) -> str:
    lineas = "".join(
        f"<p><strong>{escape(nombre)}:</strong> {_prosa(texto)}</p>" for nombre, texto in pares
    )
    return f'<div class="curso-hallazgo">{lineas}</div>'


def _icono_de(caso: InformeDeCaso) -> str:
    clases = {True: "curso-si", False: "", None: "curso-quiza"}
    return _icono(p.estado(caso)[0], clases[caso.correcto])


def _prosa(texto: str) -> str:
    """Texto escapado en el que lo que va entre acentos graves es código."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(texto))


def _caso(caso: InformeDeCaso) -> str:
    datos = [(p.SE_LLAMO, _codigo(caso.llamada, "curso-entera"))]
    if not caso.correcto:
        datos.append((p.SE_ESPERABA, _codigo(caso.esperado)))
    if caso.obtenido is not None:
        datos.append((p.SE_OBTUVO, _codigo(caso.obtenido)))
    if caso.diferencia:
        datos.append((p.DIFERENCIA, _prosa(caso.diferencia)))
    filas = "".join(f"<dt>{nombre}</dt><dd>{valor}</dd>" for nombre, valor in datos)
    return (
        f'<div class="curso-caso"><p>{_icono_de(caso)}<strong>{p.estado(caso)[1]}</strong>: '
        f'{escape(p.titulo(caso))}</p><dl class="curso-datos">{filas}</dl></div>'
    )


def _codigo(texto: str, clase: str = "") -> str:
    return f'<pre class="{clase}">{escape(texto)}</pre>'


def _plegados(casos: list[InformeDeCaso], nombres: tuple[str, str]) -> str:
    if not casos:
        return ""
    uno, varios = nombres
    cuantos = f"1 {uno}" if len(casos) == 1 else f"{len(casos)} {varios}"
    return (
        f"<details><summary>{_icono_de(casos[0])}{cuantos}</summary>"
        f"{''.join(map(_caso, casos))}</details>"
    )
