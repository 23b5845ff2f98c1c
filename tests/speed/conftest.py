"""Un aislamiento para los alumnos y otro para los patrones, compartidos por esta carpeta."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograde.sandbox import Sandbox
from autograde.speed.yardsticks import Yardsticks
from tests.speed.sine import ASSIGNMENT, source_notebook


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


@pytest.fixture(scope="session")
def yardsticks() -> Iterator[Yardsticks]:
    with Yardsticks(ASSIGNMENT, source_notebook()) as patterns:
        yield patterns
