"""Los filtros con que nbconvert convierte un cuaderno corregido en HTML sin que nada se ejecute.

Se nombran en `nbgrader_config.py` y sustituyen a los de nbconvert en la retroalimentación y en el
formgrader: `clean_html` de nbconvert escapa los párrafos, y su `markdown2html` deja pasar guiones.
"""

from __future__ import annotations

import contextlib
import html
import re
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from autograde.bounded import OutOfBounds, call
from autograde.nbgrader import markup
from autograde.nbgrader.rubric import rubric_of
from curso.pruebas.informe import ESTILO

TEMPLATES = Path(__file__).parent / "templates"
#: lo que va en `HTMLExporter.filters`
FILTERS = {
    "clean_html": "autograde.nbgrader.rendering.clean_html",
    "markdown2html": "autograde.nbgrader.rendering.markdown2html",
    "highlight_code": "autograde.nbgrader.rendering.highlight_code",
    "en_linea": "autograde.nbgrader.rendering.inline",
}

#: hasta dónde se da formato a un texto y se colorea un código
_MAX_MARKDOWN = 60_000
_MAX_HIGHLIGHTED = 100_000
#: segundos de procesador para cada celda
_CPU_S = 3.0
#: el nivel de los encabezados dentro de un ejercicio, que lleva uno de nivel 2
_UNDER_AN_EXERCISE = 3
_HEAVY = "Esto no se puede mostrar: convertirlo en página cuesta demasiado."

_RUBRIC = (
    '<details open class="panel panel-info"><summary class="panel-heading">Rúbrica y respuesta '
    'modelo (quien entrega no las ve)</summary><div class="panel-body">{}</div></details>'
)
_CODE = re.compile(r"`([^`]+)`")
_STYLE = f"<style>{ESTILO}</style>"
_REPORT = '<div class="curso-informe'


def clean_html(content: Any) -> str:
    """HTML sin guiones, estilos, formularios ni imágenes de otro sitio.

    A un informe se le pone su hoja de estilo de ahora, sea cual sea la versión que lo escribió.
    """
    text = content.decode() if isinstance(content, bytes) else str(content)
    try:
        clean = str(call(markup.clean, text, cpu_s=_CPU_S))
    except OutOfBounds:
        return f"<p>[{_HEAVY}]</p>"
    return _STYLE + clean if _REPORT in clean else clean


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Markdown con fórmulas → HTML saneado. Las imágenes adjuntas a la celda se incrustan.

    Lo que costaría demasiado queda tal como se escribió; una imagen que falta, dicha con palabras.
    En el formgrader, detrás de una respuesta libre va su rúbrica; en la página que se devuelve,
    los encabezados cuelgan del de su ejercicio.
    """
    cell, resources = context.get("cell", {}), context.get("resources", {})
    top = _UNDER_AN_EXERCISE if "devuelta" in resources.get("nbgrader", {}) else 1
    shown = _markdown(source, cell.get("attachments", {}), top)
    rubric = rubric_of(cell, resources)
    return shown + (_RUBRIC.format(_markdown(rubric, {})) if rubric else "")


def _markdown(source: str, attachments: Any, top: int = 1) -> str:
    formatted = None
    if len(source) <= _MAX_MARKDOWN:
        with contextlib.suppress(OutOfBounds):
            formatted = call(markup.markdown, source, attachments, top, cpu_s=_CPU_S)
    return f"<pre>{html.escape(source)}</pre>" if formatted is None else str(formatted)


def highlight_code(source: str, language: str | None = None, metadata: Any = None) -> str:
    """El código coloreado; uno larguísimo, o que cuesta demasiado colorear, sin colores."""
    if len(source) <= _MAX_HIGHLIGHTED:
        with contextlib.suppress(OutOfBounds):
            return str(call(markup.highlight, source, cpu_s=_CPU_S))
    return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'


def inline(sentence: str) -> str:
    """Una frase del corrector como HTML: lo que va entre acentos graves es código."""
    return _CODE.sub(r"<code>\1</code>", html.escape(sentence))
