"""Texto del alumno → HTML que se puede enseñar. Corre en el proceso con límites.

Lo importa `autograde.bounded`: aquí entra un texto y sale otro. Lo que no se puede enseñar se dice
con palabras, en su sitio.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import nh3

from autograde.nbgrader.formulas import ATTRIBUTES as MATH_ATTRIBUTES
from autograde.nbgrader.formulas import TAGS as MATH_TAGS
from autograde.nbgrader.formulas import mathml
from autograde.notebooks.images import EMBEDDED, in_words
from autograde.notebooks.markup import is_heavy_html

#: hasta cuántas fórmulas: sin cerrar, cada una se busca hasta el final
_MAX_FORMULAS = 300
_ATTACHED = "attachment:"
_TAGS = nh3.ALLOWED_TAGS | MATH_TAGS
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, **MATH_ATTRIBUTES, "*": {"class"}}
#: las clases que pone Pygments al código; las de la página no son de quien escribe el texto
_CODE_CLASS = re.compile(r"(?:highlight|hll|err|[a-z]{1,2}[0-9]?)\Z")
_LINK = re.compile(r"https?://|#", re.IGNORECASE)

Attachments = dict[str, dict[str, str]]
Filter = Callable[[str, str, str], str | None]


def clean(html: str) -> str:
    """HTML sin guiones, estilos, formularios ni imágenes de otro sitio."""
    return _clean(html, _safe_address)


def markdown(source: str, attachments: Attachments, top: int = 1) -> str | None:
    """Markdown con fórmulas → HTML saneado, con las imágenes adjuntas dentro; None si pesa.

    top
        El nivel más alto que puede tener un encabezado: donde el texto cuelga de otro, no el 1.
    """
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    class Renderer(IPythonRenderer):
        """Deja el nombre de la imagen adjunta: se pone, si está, al sanear."""

        def _embed_image_or_attachment(self, src: str) -> str:
            return src

        def heading(self, text: str, level: int, **attrs: Any) -> str:
            lowered = level if top == 1 else min(6, max(top, level + top - 2))
            return str(super().heading(text, lowered, **attrs))

        def inline_math(self, body: str) -> str:
            return mathml(body, block=False)

        def block_math(self, body: str) -> str:
            return mathml(body, block=True)

        def latex_environment(self, name: str, body: str) -> str:
            return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    if source.count("\\begin") > _MAX_FORMULAS:
        return None
    rendered = MarkdownWithMath(renderer=Renderer(escape=False, exclude_anchor_links=True))
    html = rendered.render(source)
    if is_heavy_html(html):
        return None

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "class":
            return value if _CODE_CLASS.match(value) else None
        if tag == "img" and attribute == "src" and value.startswith(_ATTACHED):
            return _attached(value.removeprefix(_ATTACHED), attachments)
        return _safe_address(tag, attribute, value)

    return _clean(html, allowed)


def highlight(source: str) -> str:
    """Código con los colores de nbconvert."""
    from nbconvert.filters.highlight import Highlight2HTML

    return str(Highlight2HTML(pygments_lexer="ipython3")(source))


def _attached(name: str, attachments: Attachments) -> str | None:
    bundle = attachments.get(name) or attachments.get(unquote(name)) or {}
    for kind, data in bundle.items():
        address = f"data:{kind};base64,{data}"
        if EMBEDDED.match(address):
            return address
    return None


def _safe_address(tag: str, attribute: str, value: Any) -> str | None:
    if attribute == "src":
        return value if EMBEDDED.match(value) else None
    if attribute in ("href", "cite"):
        return value if _LINK.match(value) else None
    return str(value)


def _clean(html: str, attribute_filter: Filter) -> str:
    return in_words(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=attribute_filter,
            url_schemes={"http", "https", "data", "attachment"},
        )
    )
