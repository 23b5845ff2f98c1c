"""Un aislamiento caliente y uno de cada clase, compartidos por las pruebas de esta carpeta."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograde.sandbox import Limits, Sandbox, Session

MIB = 2**20
LIMITS = Limits(
    memory_bytes=1024 * MIB,
    total_memory_bytes=1024 * MIB,
    scratch_bytes=32 * MIB,
    file_bytes=16 * MIB,
    fork_s=2.0,
)


@pytest.fixture(scope="session", params=["warm", "cold"])
def box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """El aislamiento, con la incubadora compartida y con un bwrap por envío."""
    with Sandbox(LIMITS, cold=request.param == "cold") as sandbox:
        yield sandbox


@pytest.fixture
def session(box: Sandbox) -> Iterator[Session]:
    """Una sesión nueva."""
    with box.session() as opened:
        yield opened
