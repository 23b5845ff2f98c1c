"""Salidas que vienen del proceso del alumno → salidas que se pueden guardar y enseñar.

Nada de lo que entra es de fiar: ni su forma, ni su tamaño, ni lo que haría en un navegador. Lo que
sale es válido para nbformat, cabe en `cap` octetos por celda y no ejecuta nada.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from typing import Any

import nh3
from nbformat.notebooknode import NotebookNode, from_dict

CAP_BYTES = 2_000_000
_MAX_OUTPUTS = 100
_MAX_TEXT = 20_000
_MAX_TRACEBACK_LINES = 100
_MAX_NAME = 200
#: sanear HTML cuesta el cuadrado de lo hondo que anida y de los atributos de una etiqueta
MAX_HTML_TAGS = 8_000
_MAX_HTML_ATTRIBUTES = 8_000
_MAX_HTML_TAGS_PER_CELL = 40_000

_IMAGES = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
}
_SAFE_SOURCE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*\Z")
_EMBEDDED = re.compile(r"base64,[A-Za-z0-9+/=]*")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/\"']")
_SAFE_LINK = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE_LATEX = re.compile(r"<|\\(?:href|url|require|class|style|cssId|html\w*|includegraphics)\b")

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPE = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)?|\[[0-?]*[ -/]*[@-~]|.)?", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\ud800-\udfff]")
_OVERWRITTEN = re.compile(r"[^\n]*\r")


def sanitize_outputs(outputs: Sequence[Any], cap_bytes: int = CAP_BYTES) -> list[NotebookNode]:
    """Las salidas de una celda, saneadas y recortadas. No lanza nunca por lo que reciba."""
    clean: list[NotebookNode] = []
    left = cap_bytes
    tags = 0
    for output in _merged(_known(outputs)):
        tags += _tags(output)
        if len(clean) == _MAX_OUTPUTS or left <= 0 or tags > _MAX_HTML_TAGS_PER_CELL:
            clean.append(_notice("El resto de las salidas de esta celda se ha omitido."))
            break
        result = _sanitized(output, left)
        if result is not None:
            clean.append(result)
            left -= _size(result)
    return clean


def clean_text(value: Any, limit: int = _MAX_TEXT) -> str:
    """Texto sin caracteres de control ni más secuencias de escape que los colores, recortado."""
    text = _joined(value)
    extra = len(text) - limit
    text = text[:limit].replace("\r\n", "\n")
    text = _OVERWRITTEN.sub("", text.rstrip("\r"))
    text = _ESCAPE.sub(lambda m: m.group() if _COLOUR.fullmatch(m.group()) else "", text)
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return text + f"\n… (salida recortada: sobran {extra} caracteres)" if extra > 0 else text


def clean_html(value: Any) -> str:
    """HTML sin scripts, estilos, formularios ni nada que se pida a otro sitio."""
    return nh3.clean(
        _CONTROL.sub("", _joined(value)),
        attribute_filter=_only_safe_addresses,
        url_schemes={"http", "https", "data"},
    )


def is_heavy_html(html: str) -> bool:
    """Si sanearlo podría costar minutos: demasiadas etiquetas, o una con demasiados atributos."""
    if html.count("<") > MAX_HTML_TAGS:
        return True
    pieces = _EMBEDDED.sub("", html).split("<")
    return any(len(_BETWEEN_ATTRIBUTES.findall(p)) > _MAX_HTML_ATTRIBUTES for p in pieces)


def _only_safe_addresses(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if _SAFE_SOURCE.match(value) else None
    if attribute in ("href", "cite"):
        return value if _SAFE_LINK.match(value) else None
    return value


def _known(outputs: Sequence[Any]) -> Iterator[dict[str, Any]]:
    kinds = ("stream", "display_data", "execute_result", "error")
    for output in outputs if isinstance(outputs, (list, tuple)) else ():
        if isinstance(output, dict) and output.get("output_type") in kinds:
            yield output


def _merged(outputs: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Une los trozos seguidos de un mismo flujo."""
    pending: dict[str, Any] | None = None
    for output in outputs:
        stream = output["output_type"] == "stream"
        if pending is not None and stream and output.get("name") == pending["name"]:
            pending["text"].append(_joined(output.get("text")))
            continue
        if pending is not None:
            yield pending
        pending = None
        if stream:
            text = [_joined(output.get("text"))]
            pending = {"output_type": "stream", "name": output.get("name"), "text": text}
        else:
            yield output
    if pending is not None:
        yield pending


def _sanitized(output: dict[str, Any], left: int) -> NotebookNode | None:
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        text = clean_text("".join(output["text"]), min(left, _MAX_TEXT))
        return _output("stream", name=name, text=text) if text else None
    if kind == "error":
        return _error(output, left)
    data = _data(output.get("data"), left)
    if not data:
        return None
    if kind == "execute_result":
        return _output(
            kind, data=data, metadata={}, execution_count=_count(output.get("execution_count"))
        )
    return _output(kind, data=data, metadata={})


def _tags(output: dict[str, Any]) -> int:
    """Cuántas etiquetas HTML habrá que sanear."""
    bundle = output.get("data")
    count = _joined(bundle.get("text/html")).count("<") if isinstance(bundle, dict) else 0
    return count if count <= MAX_HTML_TAGS else 0


def _error(output: dict[str, Any], left: int) -> NotebookNode:
    lines = output.get("traceback")
    lines = [part for part in lines if isinstance(part, str)] if isinstance(lines, list) else []
    if len(lines) > _MAX_TRACEBACK_LINES:
        half = _MAX_TRACEBACK_LINES // 2
        lines = [*lines[:half], "… (traza recortada)", *lines[-half:]]
    traceback: list[str] = []
    budget = min(left, _MAX_TEXT)
    for line in lines:
        if budget <= 0:
            traceback.append("… (traza recortada)")
            break
        traceback.append(clean_text(line, budget))
        budget -= len(traceback[-1])
    return _output(
        "error",
        ename=clean_text(output.get("ename"), _MAX_NAME),
        evalue=clean_text(output.get("evalue"), min(left, _MAX_TEXT // 10)),
        traceback=traceback,
    )


def _data(bundle: Any, left: int) -> dict[str, str]:
    """De un conjunto de representaciones, las que se saben sanear."""
    if not isinstance(bundle, dict):
        return {}
    data: dict[str, str] = {}
    dropped: list[str] = []
    for mime, value in bundle.items():
        if mime in _IMAGES:
            image = _image(value, _IMAGES[mime], left)
            if image is None:
                dropped.append("una imagen dañada o demasiado grande")
            else:
                data[mime] = image
        elif mime == "text/html":
            if len(_joined(value)) > left or is_heavy_html(_joined(value)):
                dropped.append("un resultado HTML demasiado grande")
            elif cleaned := clean_html(value):
                data[mime] = cleaned
        elif mime == "text/latex" and not _UNSAFE_LATEX.search(_joined(value)):
            data[mime] = clean_text(value, min(left, _MAX_TEXT))
        elif mime == "image/svg+xml":
            dropped.append("una figura SVG")
    text = _joined(bundle.get("text/markdown")) or _joined(bundle.get("text/plain"))
    if text:
        data["text/plain"] = clean_text(text, min(left, _MAX_TEXT))
    if dropped and not data.keys() - {"text/plain"}:
        data["text/plain"] = f"[Se ha omitido {dropped[0]}.]"
    return data


def _image(value: Any, magic: bytes, left: int) -> str | None:
    text = _joined(value)
    if len(text) > left:
        return None
    try:
        content = base64.b64decode(text)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(content).decode("ascii") if content.startswith(magic) else None


def _output(kind: str, **fields: Any) -> NotebookNode:
    """Una salida, válida por construcción: validarla al hacerla costaría más que sanearla."""
    return from_dict({"output_type": kind, **fields})


def _notice(text: str) -> NotebookNode:
    return _output("display_data", data={"text/plain": f"[{text}]"}, metadata={})


def _count(value: Any) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _joined(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _size(output: NotebookNode) -> int:
    if output.output_type == "stream":
        return len(output.text)
    if output.output_type == "error":
        return len(output.evalue) + sum(map(len, output.traceback))
    return sum(len(value) for value in output.data.values())
