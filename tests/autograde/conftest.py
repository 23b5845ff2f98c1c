"""Lo que comparten las pruebas del juez."""

import pytest

from tests.autograde.fakes import ASSIGNMENT, FakeSandbox


@pytest.fixture
def assignment():
    return ASSIGNMENT


@pytest.fixture
def sandbox():
    return FakeSandbox()
