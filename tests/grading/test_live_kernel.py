"""Lo que ve el alumno en su cuaderno abierto no contradice la nota: con un núcleo de verdad."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel

from autograde.sandbox import Sandbox
from tests.grading.damages import DAMAGES, NAMES, answered, solution, write
from tests.grading.test_elsewhere import TARGET, graded_by_us, right

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]
WAIT_S = 120
#: un `exit()` cierra el núcleo, y JupyterLab abre otro: no queda nada que comparar
LIVE = [damage for damage in DAMAGES if "exit" not in damage.__name__]
#: la línea con que empieza un informe: icono, ejercicio y veredicto
_REPORT = re.compile(r"^\S t0\.(\w+): (.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


@pytest.fixture
def run_all(tmp_path, monkeypatch):
    """«Ejecutar todas las celdas», sin parar en los errores: lo que se ve de cada una."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(tmp_path))

    def _run(sources):
        shown = []
        for source in sources:
            parts = []
            client.execute_interactive(
                source,
                allow_stdin=False,
                stop_on_error=False,
                timeout=WAIT_S,
                output_hook=lambda m, parts=parts: parts.append(_text(m["content"])),
            )
            shown.append("\n".join(parts))
        return shown

    yield _run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def _text(content) -> str:
    return content.get("text") or content.get("data", {}).get("text/plain", "")


def codes(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def reports(shown) -> dict[str, tuple[bool, str]]:
    """Por ejercicio, la primera vez que se comprueba: si es correcto, y todo lo que se dice."""
    seen: dict[str, tuple[bool, str]] = {}
    for text in shown:
        for name, verdict in _REPORT.findall(text):
            seen.setdefault(name, (verdict == "correcto", " ".join(text.split())))
    return seen


@pytest.mark.parametrize("damage", LIVE, ids=lambda d: d.__name__)
def test_the_live_kernel_never_contradicts_the_mark(damage, run_all, sandbox, tmp_path):
    """Lo que da por bueno, lo es al corregir; y si allí es bueno y aquí no, dice qué ejecutar."""
    notebook = answered()
    damage(notebook, TARGET)
    path = write(tmp_path, notebook)
    official = right(graded_by_us(path, sandbox))
    seen = reports(run_all(codes(path)))
    assert len(seen) >= len(NAMES) - 1  # como mucho falta la prueba que se borró
    for name, (correct, said) in seen.items():
        if correct:
            assert name in official
        elif name in official:
            assert "sin hacer" in said
            assert re.search(r"ejec(?:uta|útala)\b", said), said


def test_after_a_line_that_fails_it_says_to_run_the_cell_again(run_all, tmp_path):
    notebook = answered()
    cell = solution(notebook, TARGET)
    good = cell.source
    cell.source = f"import un_modulo_que_no_hay\n{good}"
    path = write(tmp_path, notebook)
    correct, said = reports(run_all(codes(path)))[TARGET]
    assert not correct
    assert "se paró antes, en su línea 1" in said
    assert "ejecuta la celda otra vez" in said
    again = reports(run_all([good, f'comprobar("t0.{TARGET}")']))
    assert again[TARGET][0]
