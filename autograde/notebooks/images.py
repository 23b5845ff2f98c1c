"""Qué imágenes se guardan y se enseñan: las que lo son por sus primeros octetos."""

from __future__ import annotations

import base64
import binascii
import re
from html import escape, unescape

TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
#: un `src` que se puede enseñar: la propia imagen, nunca la de otro sitio
EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")

UNDESCRIBED = "Imagen sin descripción"
NOT_SHOWN = "Aquí había una imagen que no se puede mostrar"

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*\Z")
#: caracteres de base64 que bastan para reconocer el tipo
_ENOUGH = 64
_MAGIC = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
#: una etiqueta <img> tal como la escribe `nh3`: cada atributo, con comillas dobles
_TAG = re.compile(r'<img((?:\s[^\s="<>/]+="[^"]*")*)\s?/?>')
_ALT = re.compile(r'\salt="([^"]*)"')
_SRC = re.compile(r'\ssrc="')


def is_image(kind: str, data: str) -> bool:
    """Si `data`, en base64, empieza como una imagen del tipo que dice. No la abre."""
    if kind not in _MAGIC or not _BASE64.match(data):
        return False
    start = "".join(data[: 2 * _ENOUGH].split())[:_ENOUGH]
    try:
        content = base64.b64decode(start[: len(start) // 4 * 4])
    except (binascii.Error, ValueError):
        return False
    return _MAGIC[kind].match(content) is not None


def in_words(html: str) -> str:
    """El HTML ya saneado, con palabras donde iba una imagen que no está; ninguna sin describir."""

    def said(tag: re.Match[str]) -> str:
        attributes = tag.group(1)
        alt = _ALT.search(attributes)
        described = bool(alt and alt.group(1).strip())
        if _SRC.search(attributes):
            return tag.group() if alt else f'<img{attributes} alt="{UNDESCRIBED}">'
        what = f": {escape(unescape(alt.group(1)))}" if alt and described else ""
        return f"<em>[{NOT_SHOWN}{what}]</em>"

    return _TAG.sub(said, html)
