"""La rueda `curso-descenso-estudiante`: solo el paquete `curso`, de donde esté instalado.

Se arma a mano, sin red ni herramientas de construcción, para que `autograde empaquetar` funcione
igual desde un clon que desde una instalación. Formato: PEP 427 y PEP 566.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from packaging.requirements import Requirement

from autograde.errors import UserError
from autograde.packaging.archive import zip_bytes

FULL = "curso-descenso"
NAME = "curso-descenso-estudiante"
PACKAGE = "curso"
EXTRA = "alumno"
_LICENCES = ("LICENSE", "NOTICE")


@dataclass(frozen=True)
class Wheel:
    """Una rueda: el nombre de su fichero y su contenido."""

    filename: str
    content: bytes


def build_student_wheel() -> Wheel:
    """La rueda del alumno, con la versión y las dependencias de la distribución instalada."""
    full = _full_distribution()
    stem = f"{NAME.replace('-', '_')}-{full.version}"
    info = f"{stem}.dist-info"
    files = _package_files()
    for name, text in _licence_texts(full).items():
        files[f"{info}/licenses/{name}"] = text
    files[f"{info}/METADATA"] = _metadata(full).encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: curso-descenso\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files[f"{info}/entry_points.txt"] = b"[console_scripts]\ncurso = curso.cli:main\n"
    record = f"{info}/RECORD"
    files[record] = _record(files, record)
    return Wheel(f"{stem}-py3-none-any.whl", zip_bytes(files, last=record))


def _full_distribution() -> metadata.Distribution:
    try:
        return metadata.distribution(FULL)
    except metadata.PackageNotFoundError:
        raise UserError(
            f"La distribución «{FULL}» no está instalada y no se sabe su versión: instálala con "
            "«pip install .» desde la carpeta del código."
        ) from None


def _package_files() -> dict[str, bytes]:
    with resources.as_file(resources.files(PACKAGE)) as root:
        paths = sorted(path for path in Path(root).rglob("*") if path.is_file())
        return {
            f"{PACKAGE}/{relative.as_posix()}": path.read_bytes()
            for path in paths
            if _is_shipped(relative := path.relative_to(root))
        }


def _is_shipped(relative: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in relative.parts)
    return not hidden and relative.suffix != ".pyc"


def _licence_texts(full: metadata.Distribution) -> dict[str, bytes]:
    found = {}
    for path in full.files or ():
        if path.name in _LICENCES and ".dist-info" in path.parts[0]:
            found[path.name] = path.read_binary()
    if "LICENSE" not in found:
        raise UserError(
            f"A la instalación de «{FULL}» le falta su fichero LICENSE, que tiene que acompañar a "
            "lo que se reparte: vuelve a instalarla."
        )
    return found


def _requirements(full: metadata.Distribution) -> list[str]:
    """Las dependencias que tiene un alumno: las de base y las del extra `alumno`."""
    lines = []
    for text in full.requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": EXTRA}):
            requirement.marker = None
            lines.append(f"Requires-Dist: {requirement}")
    return sorted(set(lines))


def _metadata(full: metadata.Distribution) -> str:
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {NAME}",
        f"Version: {full.version}",
        "Summary: Curso universitario de optimización de redes neuronales: lo que usa el alumno",
        "License: BSD-3-Clause",
        f"Requires-Python: {full.metadata['Requires-Python']}",
        *_requirements(full),
    ]
    return "\n".join(lines) + "\n"


def _record(files: dict[str, bytes], record: str) -> bytes:
    lines = []
    for name in sorted(files):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=")
        lines.append(f"{name},sha256={digest.decode()},{len(files[name])}")
    lines.append(f"{record},,")
    return ("\n".join(lines) + "\n").encode()
