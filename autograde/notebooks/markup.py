"""HTML que escribió un alumno → HTML que se puede guardar y enseñar.

Corre en el proceso con límites de `autograde.bounded`: no importa más que lo que limpia.
"""

from __future__ import annotations

import re

import nh3

from autograde.notebooks.images import EMBEDDED, in_words

#: sanear HTML cuesta el cuadrado de lo hondo que anida y de los atributos de una etiqueta
MAX_TAGS = 8_000
_MAX_ATTRIBUTES = 8_000
_INSIDE = re.compile(r"base64,[A-Za-z0-9+/=]*")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/\"']")
_LINK = re.compile(r"https?://", re.IGNORECASE)


def is_heavy_html(html: str) -> bool:
    """Si sanearlo podría costar minutos: demasiadas etiquetas, o una con demasiados atributos."""
    if html.count("<") > MAX_TAGS:
        return True
    pieces = _INSIDE.sub("", html).split("<")
    return any(len(_BETWEEN_ATTRIBUTES.findall(p)) > _MAX_ATTRIBUTES for p in pieces)


def clean_output(html: str) -> str:
    """HTML sin scripts, estilos, formularios ni nada que se pida a otro sitio."""
    return in_words(
        nh3.clean(
            html,
            attribute_filter=_only_safe_addresses,
            url_schemes={"http", "https", "data"},
        )
    )


def _only_safe_addresses(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if EMBEDDED.match(value) else None
    if attribute in ("href", "cite"):
        return value if _LINK.match(value) else None
    return value
