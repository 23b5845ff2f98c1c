"""Lo que comparten las pruebas del juez."""

import pytest

from tests.grading.fakes import ASSIGNMENT, FakeSandbox


@pytest.fixture
def assignment():
    return ASSIGNMENT


@pytest.fixture
def sandbox():
    return FakeSandbox()
