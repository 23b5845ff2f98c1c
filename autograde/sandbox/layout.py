"""Qué se ve dentro: Python y el paquete `curso`, de solo lectura. Nada más.

Da lo mismo que el producto corra desde un repositorio (instalación editable) o desde una rueda:
lo que es de quien corrige (`autograde`, `solutions`, su metadatos) se tapa allí donde aparezca.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from autograde.sandbox.device import Device

COURSE = "/opt/curso"
INSIDE = "/opt/inside"
PACKAGES = "/opt/paquetes"
HOME = "/home/alumno"
WORK = f"{HOME}/entrega"
SECRET_PACKAGES = ("autograde", "solutions")
_SYSTEM = (
    *("/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/nix/store"),
    *(f"/usr/{name}" for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec")),
    *("/usr/local/bin", "/usr/local/lib"),
    *(f"/usr/share/{name}" for name in ("zoneinfo", "fonts", "fontconfig", "locale", "terminfo")),
)
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime")
#: carpetas de paquetes que puede haber dentro de una carpeta del sistema
_SITES = ("python3*/site-packages", "python3*/dist-packages")
#: sin «zero»: proyectado en memoria daría memoria compartida que nadie cuenta
_DEVICES = ("null", "full", "random", "urandom")


def package_folder(name: str) -> Path:
    """La carpeta de un paquete importable."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(spec.submodule_search_locations[0]).resolve()


def inside_folder() -> Path:
    """La carpeta del paquete que se ejecuta dentro."""
    return Path(__file__).resolve().parent / "inside"


def site_folders() -> list[Path]:
    """Las carpetas de paquetes instalados de este intérprete, en su orden."""
    found = []
    for entry in sys.path:
        path = Path(entry or ".").resolve()
        if path.name in ("site-packages", "dist-packages") and path.is_dir():
            found.append(path)
    return list(dict.fromkeys(found))


def environment(
    python_path: list[str], home: str = HOME, device: Device | None = None
) -> dict[str, str]:
    """El entorno completo de dentro: no se hereda ninguna variable."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TMPDIR": "/tmp",
        "PYTHONPATH": os.pathsep.join(python_path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": f"{home}/.ipython",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "CURSO_BACKEND": "numpy",
        **{f"{lib}_NUM_THREADS": "1" for lib in ("OPENBLAS", "MKL", "OMP", "NUMEXPR")},
        **(device.environment(home) if device else {}),
    }


def bwrap_arguments(
    scratch_bytes: int, device: Device | None = None, absent: tuple[str, ...] = ()
) -> tuple[list[str], list[str]]:
    """Los argumentos de montaje de bwrap y el `PYTHONPATH` de dentro, sin los módulos `absent`."""
    visible: list[tuple[Path, str]] = []
    arguments: list[str] = []
    for place in _SYSTEM:
        path = Path(place)
        if path.is_symlink():
            arguments += ["--symlink", os.readlink(path), place]
        elif path.exists():
            visible.append((path, place))
    for name in _ETC:
        if Path("/etc", name).exists():
            visible.append((Path("/etc", name), f"/etc/{name}"))
    for part in (Path(sys.base_prefix, name) for name in ("bin", "lib")):
        if part.is_dir() and not any(part.is_relative_to(p) for p, _ in visible):
            visible.append((part, str(part)))
    python_path = [INSIDE, COURSE]
    for number, site in enumerate(site_folders()):
        place = f"{PACKAGES}/{number}"
        visible.append((site, place))
        python_path.append(place)
    visible.append((package_folder("curso"), f"{COURSE}/curso"))
    visible.append((inside_folder(), f"{INSIDE}/inside"))
    if device is not None:
        visible += [(Path(folder), folder) for folder in device.folders]
    for folder in _parents([place for _, place in visible]):
        arguments += ["--perms", "0755", "--dir", folder]
    for path, place in visible:
        arguments += ["--ro-bind", str(path), place]
    arguments += _masks(visible, absent_paths(absent))
    arguments += ["--proc", "/proc", "--perms", "0755", "--tmpfs", "/dev"]
    for name in _DEVICES:
        arguments += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    for node in device.nodes if device else ():
        arguments += ["--dev-bind", node, node]
    for link, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        arguments += ["--symlink", f"/proc/self/fd{target}", f"/dev/{link}"]
    for folder in ("/dev/shm", "/tmp", "/home"):
        mode = "0755" if folder == "/home" else "1777"
        arguments += ["--perms", mode, "--size", str(scratch_bytes), "--tmpfs", folder]
    for folder in (HOME, WORK):
        arguments += ["--perms", "0755", "--dir", folder]
    for folder in ("/dev", "/"):
        arguments += ["--remount-ro", folder]
    return arguments, python_path


def _parents(places: list[str]) -> list[str]:
    """Las carpetas intermedias, que bwrap haría ilegibles para quien no es root."""
    folders = {str(parent) for place in places for parent in Path(place).parents}
    return sorted(folders - {"/"})


def absent_paths(modules: Iterable[str]) -> list[Path]:
    """Lo que hay que tapar para que unos módulos de `curso` no estén: su texto y lo compilado.

    De lo compilado se tapa la carpeta entera, aunque aún no exista nada en ella: podría aparecer
    con el aislamiento ya en marcha.
    """
    found = []
    for module in modules:
        package, *parts = module.split(".")
        path = package_folder(package).joinpath(*parts)
        compiled = path.parent / "__pycache__"
        with contextlib.suppress(OSError):  # si aquí no se puede escribir, no aparecerá
            compiled.mkdir(exist_ok=True)
        hidden = (path if path.is_dir() else path.with_suffix(".py"), compiled)
        found += [place for place in hidden if place.exists()]
    return found


def _masks(visible: list[tuple[Path, str]], absent: Iterable[Path] = ()) -> list[str]:
    """Tapa lo que no debe verse dentro de lo montado."""
    masks: dict[str, bool] = {}
    secrets = [*_secrets(path for path, _ in visible), *absent]
    for path, place in visible:
        for secret in secrets:
            if secret.is_relative_to(path.resolve()):
                masks[f"{place}/{secret.relative_to(path.resolve())}"] = secret.is_dir()
    arguments = []
    for place in sorted(masks):
        if any(place.startswith(f"{other}/") for other, folder in masks.items() if folder):
            continue
        if masks[place]:
            arguments += ["--perms", "0000", "--tmpfs", place, "--remount-ro", place]
        else:
            arguments += ["--ro-bind", "/dev/null", place]
    return arguments


def _secrets(visible: Iterable[Path]) -> Iterator[Path]:
    """Todo lo que delataría al juez: sus paquetes, sus metadatos y el repositorio."""
    sites = set(site_folders())
    for path in visible:
        sites.update(site for pattern in _SITES for site in path.glob(pattern))
    for name in SECRET_PACKAGES:
        try:
            folder = package_folder(name)
        except ModuleNotFoundError:
            continue
        yield folder
        if (folder.parent / "pyproject.toml").exists():
            for sibling in folder.parent.iterdir():
                if sibling.name not in ("curso", ".venv", "venv"):
                    yield sibling.resolve()
    for site in sorted(sites):
        for name in SECRET_PACKAGES:
            if (site / name).exists():
                yield site / name
        for pattern in ("curso_descenso*", "*editable*curso_descenso*"):
            yield from site.glob(pattern)
    try:
        for file in distribution("curso-descenso").files or ():
            if file.suffix == ".pth":
                yield Path(str(file.locate())).resolve()
    except PackageNotFoundError:
        pass
