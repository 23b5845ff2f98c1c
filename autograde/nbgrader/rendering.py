"""Los filtros con que nbconvert convierte un cuaderno corregido en HTML sin que nada se ejecute.

Se nombran en `nbgrader_config.py` y sustituyen a los de nbconvert en la retroalimentación y en el
formgrader: `clean_html` de nbconvert escapa los párrafos, y su `markdown2html` deja pasar guiones.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades

from autograde.notebooks.sanitize import is_heavy_html
from curso.pruebas.informe import ESTILO

TEMPLATES = Path(__file__).parent / "templates"
#: lo que va en `HTMLExporter.filters`
FILTERS = {
    "clean_html": "autograde.nbgrader.rendering.clean_html",
    "markdown2html": "autograde.nbgrader.rendering.markdown2html",
}
#: el `HTMLExporter.mathjax_url`: una versión fija, la única de la que la plantilla acepta guiones
MATHJAX = (
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/MathJax.js?config=TeX-AMS_CHTML-full,Safe"
)

#: hasta dónde se da formato a un texto: más allá, convertirlo podría costar horas
_MAX_MARKDOWN = 60_000
_MAX_FORMULAS = 300

_STYLE = f"<style>{ESTILO}</style>"
_REPORT = '<div class="curso-informe'
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"class"}}
#: las clases que pone Pygments al código; las de la página no son de quien escribe el texto
_CODE_CLASS = re.compile(r"(?:highlight|hll|err|[a-z]{1,2}[0-9]?)\Z")
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*\Z")
_LINK = re.compile(r"https?://|#", re.IGNORECASE)


def clean_html(content: Any) -> str:
    """HTML sin guiones, estilos, formularios ni imágenes de otro sitio.

    A un informe se le pone su hoja de estilo de ahora, sea cual sea la versión que lo escribió.
    """
    text = content.decode() if isinstance(content, bytes) else str(content)
    clean = _clean(text, _only_safe_addresses)
    return _STYLE + clean if _REPORT in clean else clean


def _clean(text: str, attribute_filter: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        text,
        attributes=_ATTRIBUTES,
        attribute_filter=attribute_filter,
        url_schemes={"http", "https", "data"},
    )


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Markdown con fórmulas → HTML saneado. Las imágenes adjuntas a la celda se incrustan."""
    cell = context.get("cell", {})
    if len(source) > _MAX_MARKDOWN or source.count("\\begin") > _MAX_FORMULAS:
        return f"<pre>{html.escape(source)}</pre>"
    renderer = IPythonRenderer(
        escape=False, attachments=cell.get("attachments", {}), exclude_anchor_links=True
    )
    rendered = MarkdownWithMath(renderer=renderer).render(source)
    if is_heavy_html(rendered):
        return f"<pre>{html.escape(source)}</pre>"
    return _clean(rendered, _only_code_classes)


class GetGradesAndPending(GetGrades):
    """Los puntos y comentarios de cada celda, y si aún espera la corrección manual."""

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        cell.metadata.nbgrader["pending"] = bool(grade.needs_manual_grade)


def _only_safe_addresses(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if _IMAGE.match(value) else None
    if attribute in ("href", "cite"):
        return value if _LINK.match(value) else None
    return value


def _only_code_classes(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value if _CODE_CLASS.match(value) else None
    return _only_safe_addresses(tag, attribute, value)
