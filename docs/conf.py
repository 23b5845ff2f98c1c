"""La documentación como sitio: «make docs» la construye en `docs/_build/`, sin red."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

_SPECIAL = re.compile(r"([*|_\\])")
_SPECIAL_ESCAPED = re.compile(r"\\([*|_\\])")
_CODE = re.compile(r"(`+)([^`\n]+)\1")
_BLOCK = re.compile(r"^(\S.*)\n\n((?: {4}.*\n?|\n(?= {4}))+)", re.MULTILINE)
DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))
sys.path.insert(0, str(DOCS))

project = "curso-descenso"
author = "Los autores de curso-descenso"
copyright = author
language = "es"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "formulas_sin_red",
    "referencia_de_ordenes",
]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_build", "procedencia"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_typehints = "none"

html_theme = "pydata_sphinx_theme"
html_title = "curso-descenso"
html_show_sourcelink = False
html_copy_source = False
html_theme_options: dict[str, Any] = {
    "show_prev_next": True,
    "navigation_depth": 2,
    "header_links_before_dropdown": 3,
    "header_dropdown_text": "Más",
}


def _plain(
    _app: Any, _what: str, _name: str, _object: Any, _options: Any, lines: list[str]
) -> None:
    """Los docstrings no son reStructuredText: de sus signos solo vale el acento grave.

    Lo sangrado tras una línea en blanco es código.
    """
    text = "\n".join(_SPECIAL.sub(r"\\\1", line) for line in lines)
    text = _CODE.sub(lambda m: "``" + _SPECIAL_ESCAPED.sub(r"\1", m[2]) + "``", text)
    lines[:] = _BLOCK.sub(
        lambda m: f"{m[1]}\n\n::\n\n" + _SPECIAL_ESCAPED.sub(r"\1", m[2]), text
    ).split("\n")


def setup(app: Any) -> None:
    """Los docstrings, tal como se escriben en este proyecto."""
    app.connect("autodoc-process-docstring", _plain, priority=1)
