"""Los resultados se reúnen sin perder nada, y repetir una medida no borra lo escrito a mano."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def medida(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(FOLDER)
    import medida

    return medida


@pytest.fixture
def reunir(medida: ModuleType) -> ModuleType:
    import reunir

    return reunir


def test_measuring_again_keeps_what_was_written_by_hand(medida: ModuleType, tmp_path: Path) -> None:
    fragment = tmp_path / "resultados_x.md"
    medida.escribir(fragment, ["## X", "1"])
    assert fragment.read_text(encoding="utf-8") == "## X\n1\n"
    fragment.write_text(f"## X\n1\n\n{medida.COMENTARIO}\n\nA mano.\n", encoding="utf-8")
    for _ in range(2):
        medida.escribir(fragment, ["## X", "2"])
    assert fragment.read_text(encoding="utf-8") == (f"## X\n2\n\n{medida.COMENTARIO}\n\nA mano.\n")


def test_a_quick_run_saves_nothing(medida: ModuleType, tmp_path: Path) -> None:
    medida.escribir(tmp_path / "resultados_x.md", ["## X"], guardar=False)
    assert list(tmp_path.iterdir()) == []


def test_fragments_are_joined_in_order_with_an_index(reunir: ModuleType) -> None:
    text = reunir.reunido(
        {
            "velocidad": "## La nota, ¿cambia?\n\nNo.\n",
            "lotes": f"## Lotes\n\n1\n\n{reunir.COMENTARIO}\n\nA mano.\n",
        }
    )
    assert "- [Lotes](#lotes)\n- [La nota, ¿cambia?](#la-nota-cambia)\n- En una GPU: no eje" in text
    assert text.index("## Lotes\n\n1\n\nA mano.\n\n## La nota, ¿cambia?\n\nNo.\n") > 0
    assert reunir.COMENTARIO not in text


def test_a_fragment_that_starts_at_the_first_level_is_lowered(reunir: ModuleType) -> None:
    text = reunir.reunido({"x": "# Título\n\n## Parte\n\n```\n# código\n```\n"})
    assert "\n## Título\n\n### Parte\n\n```\n# código\n```\n" in text
    assert "- [Título](#título)\n" in text


def test_a_run_on_a_gpu_replaces_the_notice(reunir: ModuleType) -> None:
    assert "no ejecutado" not in reunir.reunido({"gpu": "## En una GPU\n"})


def test_every_fragment_is_in_the_joined_results(reunir: ModuleType) -> None:
    """Si falla, falta `python benchmarks/reunir.py`."""
    joined = (FOLDER / "RESULTADOS.md").read_text(encoding="utf-8")
    fragments = {
        path.stem.removeprefix("resultados_"): path.read_text(encoding="utf-8")
        for path in FOLDER.glob("resultados_*.md")
    }
    assert reunir.reunido(fragments) == joined
