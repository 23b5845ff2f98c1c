"""Para todas las pruebas: un solo hilo de BLAS, como al corregir, y lo que falta, dicho al final.

Con varios hilos, lo que tarda un producto de matrices depende de quién más use el ordenador. Ha de
decidirse antes de que nadie importe NumPy.
"""

import os

import pytest

from tests.missing import lacking, must_be_there, summary

for _library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")


def _lacking(config: pytest.Config) -> dict[tuple[str, str], int]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return {} if reporter is None else lacking(reporter.stats.get("skipped", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if must_be_there() and session.exitstatus == 0 and _lacking(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in summary(_lacking(terminalreporter.config)):
        terminalreporter.write_line(line)
