"""Lo que falta del sistema se dice una vez, al final, y en la integración es un fallo."""

from __future__ import annotations

import pytest

from tests.missing import REQUIRED, lack

pytest_plugins = ["pytester"]

SUITE = f"""
import pytest

@pytest.mark.parametrize("n", range(3))
@pytest.mark.skipif(True, reason={lack("Chromium", "chromium", "chromium-driver")!r})
def test_browser(n): ...

@pytest.fixture
def server(): pytest.skip({lack("PostgreSQL", "postgresql")!r})

def test_server(server): ...

def test_other(): pytest.skip("solo con GPU")
"""


@pytest.mark.parametrize(("required", "status"), [("", 0), ("1", 1)])
@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_is_missing_is_said_once(pytester, monkeypatch, request, workers, required, status):
    monkeypatch.setenv(REQUIRED, required)
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    pytester.makeconftest((request.config.rootpath / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile(SUITE)
    done = pytester.runpytest_subprocess("-q", "-n", workers)
    assert done.ret == status
    printed = done.stdout.str()
    assert printed.count("Chromium") == 1
    assert "sin Chromium, 3 pruebas" in printed
    assert "sin PostgreSQL, 1 prueba\n" in printed
    assert "Para correrlas: sudo apt install chromium chromium-driver postgresql\n" in printed


def test_with_nothing_missing_nothing_is_said(pytester, monkeypatch, request):
    monkeypatch.setenv(REQUIRED, "1")
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    pytester.makeconftest((request.config.rootpath / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile("import pytest\ndef test_gpu(): pytest.skip('no ejecutado')\ndef test(): 0")
    done = pytester.runpytest_subprocess("-q")
    assert done.ret == 0
    assert "apt install" not in done.stdout.str()
