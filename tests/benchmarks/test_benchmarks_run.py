"""Cada banco corre en pequeño y enseña su tabla; de los tiempos no se mira ninguno.

Van en otro proceso, porque fijan el núcleo y los hilos al importarse, y sin las bibliotecas con que
se comparan, que no son del entorno de desarrollo: ese camino también ha de funcionar.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.missing import lack

pytestmark = pytest.mark.lento

ROOT = Path(__file__).parents[2]
FRAGMENTS = ROOT / "benchmarks"


def run(*arguments: str | Path) -> str:
    """Lo que imprime; falla si el banco falla o si escribe algún fragmento."""
    before = {p: p.read_bytes() for p in FRAGMENTS.glob("*.md")}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {p: p.read_bytes() for p in FRAGMENTS.glob("*.md")} == before
    return done.stdout


def rows(text: str) -> list[list[str]]:
    """Las filas de datos de las tablas de Markdown, celda a celda."""
    tables = re.findall(r"^\|[-| ]+\|\n((?:\|.*\|\n)+)", text, flags=re.MULTILINE)
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for table in tables
        for line in table.splitlines()
    ]


def test_an_epoch_of_each_network_of_the_laboratory() -> None:
    table = rows(run("benchmarks/laboratorio.py", "--rapido"))
    assert [row[0] for row in table] == [
        "viviendas",
        "ropa",
        "refranes",
        "temperatura",
        *(f"ejemplos, {n}" for n in ("viviendas", "ropa", "refranes", "temperatura")),
        "unidades de una capa oculta densa",
    ]


@pytest.mark.skipif(shutil.which("cc") is None, reason=lack("un compilador de C", "gcc"))
def test_a_step_of_each_optimizer() -> None:
    table = rows(run("benchmarks/optimizadores.py", "--rapido"))
    assert [row[0] for row in table] == [
        "SGD",
        "SGD momentum=0,9",
        "Adagrad",
        "Adadelta",
        "RMSprop",
        "Adam",
        "AdamW",
        "Adamax",
        "Nadam",
        "Ftrl",
    ]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("lotes", {"LotesReutilizados", "índice de NumPy", "copia en orden (suelo)"}),
        ("redes", {"softmax", "una capa oculta de 128"}),
        ("acotado", {"leer un cuaderno sano", "colorear una celda"}),
        ("coste", {"n (p = 64)", "p (n = 8192)", "b (n = 131072, p = 64)"}),
    ],
)
def test_the_table_has_its_rows(name: str, names: set[str]) -> None:
    table = rows(run(f"benchmarks/{name}.py", "--rapido"))
    assert names <= {row[0] for row in table}


def test_the_ratios_of_every_form_by_kernel() -> None:
    table = rows(run("benchmarks/nucleos.py", "--rapido"))
    assert {row[0].split()[0] for row in table} == {
        "t1.error_y_gradiente",
        "t2.desordenar_ejemplos",
        "t2.generar_lotes",
        "t3.Adam",
    }


@pytest.mark.aislamiento
def test_no_speed_mark_changes_away_from_the_edges() -> None:
    """Con la máquina como esté, ocupada, sin memoria libre o con cuatro a la vez."""
    text = run("benchmarks/velocidad.py", "--solo", "lejos", "--gradings", "28")
    assert "lejos de los límites, 0 de 28" in text


def test_without_a_gpu_it_says_so_and_ends_well() -> None:
    hidden = "import sys; sys.modules['cupy'] = None; sys.path.insert(0, 'benchmarks'); import gpu"
    text = run("-c", f"{hidden}; gpu.principal(gpu.par('cupy'), rapido=True)")
    assert text == (
        "Banco de la GPU: no ejecutado, porque CuPy no está instalado "
        "(`pip install cupy-cuda12x`).\n"
    )


def test_with_a_broken_gpu_it_says_so_and_ends_well() -> None:
    broken = "import types; cp = types.SimpleNamespace(zeros=lambda n: 1 / 0)"
    load = "import sys; sys.path.insert(0, 'benchmarks'); import gpu"
    text = run("-c", f"{load}; {broken}; gpu.principal(cp, rapido=True)")
    assert "no ejecutado, porque CuPy no puede usar ninguna GPU (ZeroDivisionError)" in text


@pytest.mark.skipif(shutil.which("cc") is None, reason=lack("un compilador de C", "gcc"))
def test_the_gpu_benchmark_on_a_fake_cupy(tmp_path: Path) -> None:
    text = run("-m", "tests.benchmarks.fake_gpu", tmp_path)
    names = [row[0] for row in rows(text)]
    assert {"SGD lr=0,001", "AdamW", "Nadam"} <= set(names)
    assert names.count("softmax") == names.count("una capa oculta de 128") == 2
    assert names.count("LotesEnDispositivo") == names.count("datos ya en la GPU") == 2
    launches = re.search(r"lanzamientos del núcleo: (\d+)", text)
    assert launches is not None
    assert int(launches[1]) > 0
