"""Fórmulas de LaTeX → MathML, que el navegador dibuja solo: ni guiones ni Internet.

Corre en el proceso con límites, como todo lo que lee texto del alumno.
"""

from __future__ import annotations

import re
from html import escape

#: las etiquetas y los atributos de MathML que quedan al sanear: los que dibujan, ninguno que enlace
# fmt: off
TAGS = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle",
    "mpadded", "mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover",
    "mmultiscripts", "mprescripts", "mtable", "mtr", "mtd",
})
# fmt: on
ATTRIBUTES = {
    "math": {"display"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mtext": {"mathvariant"},
    "mo": {"fence", "form", "lspace", "maxsize", "minsize", "rspace", "separator", "stretchy"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mtable": {"columnalign", "rowspacing"},
    "mtd": {"columnalign"},
}
#: lo que la biblioteca no conoce, dicho con lo que sí
_KNOWN = ((re.compile(r"\\(arg|sen|tg)(?![A-Za-z])"), r"\\operatorname{\1}"),)
#: los signos que deja escapados dentro de un texto o de un delimitador
_ESCAPED = re.compile(r"\\([{}_#%$])")


def mathml(tex: str, *, block: bool) -> str:
    """La fórmula como MathML; si no se entiende, su LaTeX tal como se escribió."""
    from latex2mathml.converter import convert

    for pattern, known in _KNOWN:
        tex = pattern.sub(known, tex)
    try:
        shown = _ESCAPED.sub(r"\1", convert(tex.strip(), display="block" if block else "inline"))
    except Exception:  # cada orden a medias falla a su manera
        shown = ""
    if not shown or "\\" in shown:
        return f"<code>{escape(tex)}</code>"
    return shown
