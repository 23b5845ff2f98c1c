"""Quién puede importar a quién: entre paquetes, entre sus habitaciones, y sin círculos."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Ningún nombre de la derecha puede aparecer en un import del paquete de la izquierda.
FORBIDDEN = {
    "curso": {"solutions", "autograde", "nbgrader", "nbformat", "tests"},
    "solutions": {"autograde", "nbgrader", "nbformat", "IPython", "tests"},
    "autograde": {"tests"},
}
# `solutions` solo usa `curso`, la biblioteca estándar de tipos y datos, y bibliotecas de arreglos.
ARRAYS = {"numpy", "array_api_compat", "cupy", "cupyx"}
# Las habitaciones de cada paquete, de lo que la gente llama a lo que usan todos: nadie importa de
# una que esté más arriba. Las de una misma línea no se importan entre sí.
ROOMS = {
    "autograde": (
        "cli",
        "commands",
        "demo",
        "nbgrader",
        "reports",
        "authoring",
        "pipeline",
        "grading",
        "lms",
        "speed",
        "gradebook",
        "judge",
        "exercises",
        "sandbox",
        "model",
        "notebooks",
        "packaging",
        "course",
        "bounded",
        "errors programs",
    ),
    "curso": (
        "cli",
        "comprobar laboratorio",
        "pruebas",
        "graficas",
        "problemas redes",
        "datos",
        "backend",
        "ordenes",
    ),
}


def imported_modules(source: str) -> Iterator[str]:
    """Los módulos que importa un fichero, también dentro de funciones y por su nombre."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Call) and _is_import_call(node.func) and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield name.value


def _is_import_call(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("import_module", "__import__")


def top_level_names(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported_modules(path.read_text(encoding="utf-8"))}


def modules_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_go_one_way(package: str) -> None:
    paths = modules_of(package)
    assert paths
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in paths
        if (found := top_level_names(path) & FORBIDDEN[package])
    }
    assert wrong == {}


def test_solutions_uses_only_curso_and_array_libraries() -> None:
    allowed = ARRAYS | {"curso", "solutions"} | set(sys.stdlib_module_names)
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in modules_of("solutions")
        if (found := top_level_names(path) - allowed)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import autograde.judge.judging", "autograde.judge.judging"),
        ("from solutions import lotes", "solutions"),
        ("def f():\n    import solutions as s", "solutions"),
        ("import importlib\nimportlib.import_module('autograde')", "autograde"),
        ("__import__('solutions')", "solutions"),
    ],
)
def test_every_way_of_importing_is_seen(source: str, expected: str) -> None:
    assert expected in set(imported_modules(source))
