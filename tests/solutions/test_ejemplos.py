"""Los ejemplos de las documentaciones dan lo que dicen."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import curso.problemas
import solutions

MODULES = [
    module.name
    for package in (solutions, curso.problemas)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
] + ["curso.problemas"]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    results = doctest.testmod(module, extraglobs={"np": np})
    assert results.failed == 0


def test_there_are_examples_to_run():
    tried = sum(
        doctest.testmod(importlib.import_module(n), extraglobs={"np": np})[1] for n in MODULES
    )
    assert tried >= 10
