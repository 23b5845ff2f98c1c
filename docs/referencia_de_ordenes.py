"""La referencia de órdenes, sacada de sus analizadores: no puede decir otra cosa que ellos."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from autograde.cli import build_parser as of_autograde


class Orders(SphinxDirective):
    """`{ordenes}`: una sección por orden, con su ayuda."""

    def run(self) -> list[nodes.Node]:
        """Las secciones."""
        sections: list[nodes.Node] = []
        for name, parser, summary in _orders(of_autograde()):
            section = nodes.section(ids=[f"orden-{name}"], names=[f"orden-{name}"])
            section += nodes.title(text=f"autograde {name}")
            section += nodes.paragraph(text=f"{summary[:1].upper()}{summary[1:]}.")
            text = parser.format_help()
            section += nodes.literal_block(text, text, language="text")
            sections.append(section)
        return sections


def _orders(
    parser: argparse.ArgumentParser,
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}
            yield from ((name, one, said.get(name, "")) for name, one in action.choices.items())


def setup(app: Sphinx) -> dict[str, Any]:
    """Inscribe la directiva."""
    app.add_directive("ordenes", Orders)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
