"""Las órdenes que enseña la documentación existen, con esos argumentos."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from autograde.cli import build_parser

DOCS = Path(__file__).parents[2] / "docs"


def orders(name: str) -> list[list[str]]:
    """Las órdenes `autograde` de los bloques de un documento."""
    text = (DOCS / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    commands = [part for line in "".join(blocks).splitlines() for part in _commands(line)]
    return [c[1:] for c in commands if c[:1] == ["autograde"]]


def _commands(line: str) -> list[list[str]]:
    return [shlex.split(part, comments=True) for part in line.split("&&")]


@pytest.mark.parametrize("name", ["docente.md", "lms.md"])
def test_every_order_of_the_documents_is_one_that_there_is(name):
    found = orders(name)
    assert found
    for order in found:
        assert build_parser().parse_args(order).funcion
