"""Un aislamiento caliente, con límites cortos, que comparten los ataques de cada proceso."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograde.sandbox import Limits, Sandbox
from tests.attacks.table_reading import OUTSIDE, PLACES, SECRET, SECRET_VARIABLE

MIB = 2**20
LIMITS = Limits(
    memory_bytes=1024 * MIB,
    total_memory_bytes=768 * MIB,
    processes=60,
    scratch_bytes=24 * MIB,
    scratch_files=3000,
    file_bytes=12 * MIB,
    cell_s=1.0,
    cell_wall_s=2.0,
    interrupt_s=0.3,
    fork_s=1.5,
    late_cases=1,
)


@pytest.fixture(scope="session")
def box() -> Iterator[Sandbox]:
    """El aislamiento."""
    with Sandbox(LIMITS) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def patient_box() -> Iterator[Sandbox]:
    """Con tiempo de sobra para buscar hasta el final en una máquina ocupada."""
    with Sandbox(dataclasses.replace(LIMITS, cell_s=60.0, cell_wall_s=200.0)) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def open_box() -> Iterator[Sandbox]:
    """Lo mismo sin aislar: lo que demuestra que la defensa hacía falta."""
    with Sandbox(LIMITS, isolated=False) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True, scope="session")
def outside() -> Iterator[None]:
    """Una carpeta de curso de verdad, con sus secretos, y uno más en el entorno."""
    os.environ[SECRET_VARIABLE] = SECRET
    for place in PLACES:
        path = Path(OUTSIDE, place)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SECRET)
    yield
    del os.environ[SECRET_VARIABLE]
    shutil.rmtree(OUTSIDE)
