"""Buscar columnas por su título, en español o en inglés."""

from collections.abc import Callable, Sequence

from autograde.errors import UserError
from autograde.lms.names import plain


def find(header: Sequence[str], titles: Sequence[str]) -> int | None:
    """La primera columna titulada como alguno de `titles`, sin que importen las mayúsculas."""
    wanted = {plain(title).casefold() for title in titles}
    for index, title in enumerate(header):
        if plain(title).casefold() in wanted:
            return index
    return None


def require(header: Sequence[str], titles: Sequence[str], what: str, advice: str) -> int:
    """Como `find`, pero si no está lanza un `UserError` que dice qué falta y qué hacer."""
    index = find(header, titles)
    if index is None:
        raise UserError(f"En {what} falta la columna «{titles[0]}»: {advice}.")
    return index


def reader(values: Sequence[str]) -> Callable[[int | None], str]:
    """Una función que da el texto de una columna de `values`, vacío si la columna no existe."""

    def cell(column: int | None) -> str:
        return values[column].strip() if column is not None and column < len(values) else ""

    return cell
