"""Los ejemplos de los docstrings dan lo que dicen."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = ["adadelta", "adagrad", "adam", "adamax", "ftrl", "nadam", "rmsprop", "sgd"]


@pytest.mark.parametrize("name", MODULES)
def test_ejemplos(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"solutions.optimizadores.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
