"""De lo que se escribe a lo que se lee: quita de un texto lo que no es prosa."""

from __future__ import annotations

import re

#: ocupa el sitio de lo que se quita; una palabra pegada a ella no se mira
GAP = "\ufffc"

_MATHS = re.compile(r"\$\$.+?\$\$|(?<!\\)\$[^$\n]+(?:\n[^$\n]+)?\$|\\\(.+?\\\)", re.S)
_CODE = (
    re.compile(r"^(```|~~~).*?^\1", re.S | re.M),
    re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.S),
    re.compile(r"<(code|pre|style|script)\b.*?</\1>", re.S | re.I),
    re.compile(r"^[ \t]*>>>.*?(?:\n[ \t]*\n|\Z)", re.S | re.M),
    re.compile(r"«(?:\ufffc|sudo|nbgrader|autograde|curso|pip|python3?|jupyter|make) [^»]*»"),
    re.compile(r"\bsudo .*", re.S),
    re.compile(r"^[ \t]+\S*(?:python3?|py|curso|cd) .*$", re.M),
)
_REST = (
    re.compile(r"<!--.*?-->", re.S),
    re.compile(r"</?[a-zA-Z][^<>]*>"),
    re.compile(r"(?<=\])\([^()\s]*\)"),  # el destino de un enlace; su texto se lee
    re.compile(r"\b(?:https?://|www\.)\S+"),
    re.compile(r"\S+@\S+\.\w+"),
    re.compile(r"%%?\w|%\(\w+\)\w"),
    re.compile(r"&\w+;"),
    re.compile(r"^### (?:BEGIN|END) [A-Z ]+$", re.M),
)
#: en cursiva va lo que está en otro idioma, como manda la ortografía del español
_ITALICS = re.compile(r"(?<![*\w\\])\*(?![\s*]).+?(?<![\s*\\])\*(?![*\w])", re.S)

_WORD = re.compile(r"(?<![^\W\d_])[a-zA-ZáéíóúüñÁÉÍÓÚÜÑçèöäàâêô]+(?![^\W\d_])")
#: el nombre de una función
_FUNCTION = re.compile(r"\b\w+\(")
#: lo que hace de una palabra parte de un nombre: de fichero, de módulo, de opción, de variable
_GLUE = re.compile(
    rf"[^\s(){GAP}«»\"',;:|]*(?:[\w)]\.[\w(]|[_\\=/{{}}<>@#$^~]|\d|{GAP})[^\s(){GAP}«»\"',;:|]*"
    rf"|--?\w[\w-]*(?=[\s,;.:)»]|$)(?<![^\W\d_]-)"
)


def without_code(text: str) -> str:
    """El texto sin bloques ni trozos de código."""
    for pattern in _CODE:
        text = pattern.sub(GAP, text)
    return text


def without_maths(text: str) -> str:
    """El texto sin fórmulas."""
    return _MATHS.sub(GAP, text)


def maths(text: str) -> list[str]:
    """Las fórmulas de un texto en Markdown."""
    return [found.group() for found in _MATHS.finditer(without_code(text))]


def prose(text: str) -> str:
    """Lo que se lee: sin código, fórmulas, direcciones ni etiquetas."""
    text = without_maths(without_code(text))
    for pattern in _REST:
        text = pattern.sub(GAP, text)
    return text


def words(text: str) -> set[str]:
    """Las palabras que hay que mirar de un texto: ni nombres de código ni otros idiomas."""
    readable = _GLUE.sub(" ", _FUNCTION.sub("(", _ITALICS.sub(GAP, prose(text))))
    return {word for word in _WORD.findall(readable) if len(word) > 1}
