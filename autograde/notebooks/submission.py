"""Encontrar el cuaderno en la carpeta que entregó un alumno, se llame como se llame."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograde.notebooks.reading import MAX_BYTES, Unreadable
from curso.ordenes.motivos import motivo

#: ficheros y carpetas de una entrega, y carpetas una dentro de otra
MAX_FILES = 2_000
MAX_DEPTH = 20
#: caracteres que se enseñan de un nombre de fichero
MAX_SHOWN = 80
_HARMLESS = str.maketrans({"<": "‹", ">": "›", "&": "＆", "`": "'", "«": "‹", "»": "›"})


@dataclass(frozen=True)
class Found:
    """El cuaderno elegido, y qué hubo de raro en la elección (frases para el docente)."""

    path: Path
    notes: tuple[str, ...] = ()


def find_notebook(
    folder: Path, assignment: str, worked_on: Callable[[bytes], bool] | None = None
) -> Found:
    """El cuaderno de `assignment` en la carpeta de una entrega.

    Vale el que tiene su nombre; si no lo hay, el único que hay, o el único cuyo nombre lo contiene
    («t2_lotes (1).ipynb»). Los enlaces simbólicos no cuentan: llevarían fuera de la carpeta.
    `Unreadable`, con una frase, si no hay ninguno o no se sabe cuál es.

    worked_on
        Dice si alguien ha trabajado en un cuaderno: una copia sin tocar nunca gana a otra en la que
        se ha trabajado, se llamen como se llamen.
    """
    notebooks = _notebooks(folder)
    wanted = f"{assignment}.ipynb"
    if not notebooks:
        raise Unreadable(
            f"No hay ningún cuaderno en la entrega (se esperaba «{wanted}»): "
            "pide al alumno que lo entregue."
        )
    candidates = notebooks
    if len(notebooks) > 1 and worked_on is not None:
        candidates = [p for p in notebooks if worked_on(read_bytes(p))] or notebooks
    exact = folder / wanted
    similar = [p for p in candidates if _plain(assignment) in _plain(p.stem)]
    best = [exact] if exact in candidates else similar or candidates
    if len(best) > 1:
        names = ", ".join(f"«{shown(p.relative_to(folder))}»" for p in best[:5])
        raise Unreadable(
            f"Hay varios cuadernos ({names}) y ninguno se llama «{wanted}»: "
            "deja en la carpeta solo el bueno, con ese nombre."
        )
    chosen = best[0]
    name = shown(chosen.relative_to(folder))
    left = [p for p in notebooks if p != chosen]
    if left:
        names = ", ".join(f"«{shown(p.relative_to(folder))}»" for p in left[:5])
        aside = f"Había {len(notebooks)} cuadernos; se ha corregido «{name}» y no {names}."
        return Found(chosen, (aside,))
    if chosen == exact:
        return Found(chosen)
    return Found(chosen, (f"El cuaderno se llamaba «{name}» en lugar de «{wanted}».",))


def read_bytes(path: Path) -> bytes:
    """Los bytes de un cuaderno entregado, sin seguir enlaces ni leer ficheros desmedidos."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"No se puede abrir «{shown(path.name)}» ({motivo(error)}): comprueba la carpeta de la "
            "entrega."
        ) from error


def shown(name: Path | str) -> str:
    """Un nombre que puso el alumno, como se puede enseñar en una terminal o en una página.

    Lo que no se ve (control, escapes, marcas de dirección, octetos sueltos) y lo que HTML o
    Markdown entenderían sale como «�» o como un signo parecido, y lo largo, recortado.
    """
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(name))
    text = text.translate(_HARMLESS)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def files_of(folder: Path) -> Iterator[Path]:
    """Los ficheros corrientes de una entrega, sin lo oculto y sin seguir enlaces.

    `Unreadable` si hay más de `MAX_FILES`, contando carpetas: con ellos se tardaría lo que quisiera
    quien los entrega, y en la sesión no caben.
    """
    seen = 0
    for where, subfolders, names in os.walk(folder, followlinks=False):
        subfolders[:] = sorted(d for d in subfolders if not d.startswith((".", "__MACOSX")))
        seen += len(subfolders) + len(names)
        depth = len(Path(where).relative_to(folder).parts)
        if seen > MAX_FILES or depth > MAX_DEPTH:
            raise Unreadable(
                f"La entrega trae más de {MAX_FILES} ficheros, o carpetas metidas unas en otras "
                f"más de {MAX_DEPTH} veces: deja en ella solo el cuaderno y lo que necesita."
            )
        for name in sorted(names):
            path = Path(where) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _notebooks(folder: Path) -> list[Path]:
    return [path for path in files_of(folder) if path.name.lower().endswith(".ipynb")]


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
