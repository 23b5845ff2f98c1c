"""Ninguna expresión regular de las que leen lo que escribe el alumno cuesta más que su largo.

Se prueban todas las que hay en los módulos que leen cuadernos (las de `lms` solo ven nombres y
títulos, que son cortos) con textos que repiten lo mismo cientos de miles de veces: la que cueste el
cuadrado tarda minutos; las demás, milésimas. Se mide procesador, en otro proceso y con holgura.
"""

from __future__ import annotations

import subprocess
import sys

LENGTH = 300_000
#: segundos de procesador para cada texto
SECONDS = 3

LOOK = r"""
import importlib, pkgutil, re, signal, sys
LENGTH, SECONDS = int(sys.argv[1]), float(sys.argv[2])
FRAGMENTS = ("\n", " ", "\t", "\r", "a", "a ", "1", "1,", ".", "=", '"', '""', "'", "`", "$", "<",
    "<a ", '<img a="', "<!--", "&", "(", "(1)", "[", "](", "{", "\\", "\\begin{a}", "#", "_", "-",
    "*", ">", "/", ":", "@", " copia", "-a", "base64,", "\x1b[0", "\x1b]", "-_", "%", " = ",
    "async def ", "class\t", "raise NotImplementedError()", "<<<<<<< a\n", "\n\n ", "a\n", " \n")

def patterns(value, name, depth=0):
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth < 3 and isinstance(value, dict):
        for key, part in list(value.items()):
            yield from patterns(part, f"{name}[{key!r}]", depth + 1)
    elif depth < 3 and isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from patterns(part, name, depth + 1)

found = {}
ROOMS = ("notebooks", "nbgrader", "gradebook", "judge", "grading", "pipeline", "bounded")
for package in (*(f"autograde.{room}" for room in ROOMS), "curso.pruebas"):
    top = importlib.import_module(package)
    for module in pkgutil.walk_packages(top.__path__, package + "."):
        for name, value in list(vars(importlib.import_module(module.name)).items()):
            if not name.startswith("__"):
                for where, pattern in patterns(value, f"{module.name}.{name}"):
                    found.setdefault(pattern, where)
if len(sys.argv) > 3:
    found = {re.compile(sys.argv[3], re.MULTILINE): "control"}
class Slow(Exception): pass
def too_slow(*_): raise Slow
signal.signal(signal.SIGPROF, too_slow)

def slow(pattern, text):
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        whole = pattern.pattern.endswith(b"\\Z" if isinstance(text, bytes) else "\\Z")
        for _ in () if whole else pattern.finditer(text):
            pass
        pattern.match(text), pattern.fullmatch(text)
    except Slow:
        return True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return False

for pattern, where in found.items():
    for fragment in FRAGMENTS:
        for end in ("", "!"):
            text = fragment * (LENGTH // len(fragment)) + end
            text = text.encode() if isinstance(pattern.pattern, bytes) else text
            if slow(pattern, text):
                print("lenta", where, repr(fragment + end), flush=True)
                break
print("mirados", len(found))
"""


def _looked(*pattern: str) -> list[str]:
    """Las líneas que escribe: una por cada patrón lento, y cuántos se han mirado."""
    command = [sys.executable, "-c", LOOK, str(LENGTH), str(SECONDS), *pattern]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_no_pattern_takes_more_than_the_length_of_the_text():
    *slow, last = _looked()
    assert slow == []
    assert int(last.split()[1]) > 20


def test_the_control_takes_for_ever():
    r"""`^\s*…` mira, desde cada línea en blanco, todas las que siguen."""
    *slow, _ = _looked(r"^\s*raise NotImplementedError\(\)\s*$")
    assert r"lenta control '\n'" in slow
