"""Las negativas conocidas de una máquina a aislar, y la orden o el perfil que las arregla."""

from __future__ import annotations

from pathlib import Path

from autograde.sandbox.errors import SandboxUnavailable

APPARMOR = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"
CLONE = "/proc/sys/kernel/unprivileged_userns_clone"
MAXIMUM = "/proc/sys/user/max_user_namespaces"
#: lo que escribe bwrap cuando el núcleo o un perfil se niega (y no cuando falta un fichero)
_SIGNS = ("permission", "permitted", "no space left on device", "creating new namespace failed")


def _setting(path: str) -> str | None:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return None


def in_container() -> bool:
    """Si esto parece un contenedor."""
    marks = ("/.dockerenv", "/run/.containerenv")
    return any(Path(m).exists() for m in marks)


def recognise(stderr: str) -> SandboxUnavailable | None:
    """La negativa que explica lo que escribió bwrap, o None si no parece una negativa."""
    text = stderr.lower()
    if "bwrap" not in text:
        return None
    refused = any(sign in text for sign in _SIGNS)
    if not refused:
        return None
    if _setting(CLONE) == "0":
        return SandboxUnavailable(
            "El núcleo no deja crear espacios de nombres a usuarios corrientes.",
            "Permítelo con: sudo sysctl -w kernel.unprivileged_userns_clone=1",
        )
    if _setting(MAXIMUM) == "0":
        return SandboxUnavailable(
            "El número máximo de espacios de nombres de usuario es cero.",
            "Permítelos con: sudo sysctl -w user.max_user_namespaces=15000",
        )
    if _setting(APPARMOR) == "1":
        return SandboxUnavailable(
            "AppArmor (Ubuntu 23.10 y posteriores) no deja a bubblewrap crear espacios de nombres.",
            # el perfil es del programa del sistema: no vale para el de la rueda
            "Instala el del sistema y su perfil con: sudo apt install bubblewrap "
            "apparmor-profiles && sudo ln -s "
            "/usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ && "
            "sudo systemctl reload apparmor",
        )
    if in_container():
        return SandboxUnavailable(
            "El contenedor no deja crear espacios de nombres.",
            "Arráncalo con: --security-opt seccomp=unconfined --security-opt "
            "apparmor=unconfined --security-opt systempaths=unconfined",
        )
    return SandboxUnavailable(f"bubblewrap no pudo aislar: {stderr[-300:]}.", "")
