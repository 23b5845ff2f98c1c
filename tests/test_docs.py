"""El sitio de documentación: se construye sin avisos ni red, y cada enlace lleva a algún sitio."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from autograde.cli import build_parser

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.lento


class Page(HTMLParser):
    """Los enlaces, lo que se carga y los anclajes de una página."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.add(tag)
        self.ids.add(found.get("id") or "")
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag in ("script", "img", "iframe") and found.get("src"):
            self.loaded.append(found["src"])
        if tag == "link" and "stylesheet" in (found.get("rel") or ""):
            self.loaded.append(found["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """El sitio, construido como «make docs»: un aviso es un error."""
    out = tmp_path_factory.mktemp("sitio")
    order = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", out]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return {path: Page(path) for path in sorted(out.glob("*.html"))}


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_the_internet(site):
    wrong = []
    for path, page in site.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            known = site[target].ids if target in site else None
            if not target.exists() or (anchor and known is not None and anchor not in known):
                wrong.append((path.name, link))
        wrong += [(path.name, src) for src in page.loaded if urlsplit(src).netloc]
    assert wrong == []


def test_the_reference_has_every_order_and_the_formulas_need_nothing(site):
    pages = {path.stem: page for path, page in site.items()}
    orders = {f"orden-{a}" for action in build_parser()._actions for a in action.choices or ()}
    assert len(orders) > 15
    assert orders <= pages["ordenes"].ids
    assert "solutions.lotes.partir_en_lotes" in pages["solutions"].ids
    assert not any("mathjax" in src.lower() for page in site.values() for src in page.loaded)
