"""Las fórmulas del sitio en MathML: las dibuja el navegador, sin guiones ni Internet."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from autograde.nbgrader.formulas import mathml


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(mathml(node.astext(), block=False))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="math">{mathml(node.astext(), block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Inscribe el dibujo de las fórmulas."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.config.html_math_renderer = "mathml"
    return {"parallel_read_safe": True, "parallel_write_safe": True}
