"""Lo que comparten las pruebas del juez."""

import pytest

from tests.gradebook.postgres import Copies, PostgreSQL, missing
from tests.grading.fakes import ASSIGNMENT, FakeSandbox


@pytest.fixture
def assignment():
    return ASSIGNMENT


@pytest.fixture
def sandbox():
    return FakeSandbox()


@pytest.fixture(scope="session")
def postgres():
    """Un servidor de verdad; sin PostgreSQL en la máquina, lo que lo pide se salta."""
    why = missing()
    if why is not None:
        pytest.skip(why)
    with PostgreSQL.running() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def copies(request):
    """Con el libro en un fichero y con el libro en un servidor."""
    if request.param == "sqlite":
        return Copies()
    return Copies(request.getfixturevalue("postgres"))
