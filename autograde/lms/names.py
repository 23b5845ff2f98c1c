"""Nombres de personas: compararlos sin que importen la forma Unicode ni lo que Moodle les quita."""

import re
import unicodedata

_DROPPED_BY_MOODLE = str.maketrans("", "", "&<>\"`|':\\/")
"""Caracteres que Moodle borra de un nombre cuando lo usa en un nombre de carpeta."""

_MAX_ID = 120
"""Caracteres de un identificador: nombra una carpeta, y hay letras que sin adornos son muchas."""

_NOT_IN_ID = re.compile(r"[^a-z0-9._@+-]+")


def plain(text: str) -> str:
    """`text` en forma NFC y con los espacios de más recogidos."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def name_key(name: str) -> str:
    """Clave para comparar nombres: sin mayúsculas, sin lo que Moodle quita; con sus acentos."""
    return plain(name.translate(_DROPPED_BY_MOODLE).replace("_", " ")).casefold()


def without_accents(text: str) -> str:
    """`text` sin marcas diacríticas: «Muñoz» → «Munoz»."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def letters(name: str) -> str:
    """Las letras y cifras de un nombre, ordenadas: igual para «Ana López» que para `lopezana`."""
    return "".join(sorted(c for c in without_accents(name).casefold() if c.isalnum()))


def id_from_name(name: str) -> str:
    """El identificador de quien solo se conoce por su nombre."""
    return student_id(name_key(name))


def student_id(text: str) -> str:
    """Identificador apto como nombre de carpeta: «Ana López» → «ana-lopez»; un correo no cambia.

    Devuelve una cadena vacía cuando no queda ningún carácter utilizable.
    """
    name = _NOT_IN_ID.sub("-", without_accents(text).casefold().strip())
    return name.strip("-.")[:_MAX_ID].rstrip("-.")
