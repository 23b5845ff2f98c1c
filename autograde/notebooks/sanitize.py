"""Salidas que vienen del proceso del alumno → salidas que se pueden guardar y enseñar.

Nada de lo que entra es de fiar: ni su forma, ni su tamaño, ni lo que haría en un navegador. Lo que
sale es válido para nbformat, cabe en `cap` octetos por celda y no ejecuta nada.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict

from autograde.bounded import OutOfBounds, call
from autograde.notebooks.images import TYPES, UNDESCRIBED, is_image
from autograde.notebooks.markup import MAX_TAGS, clean_output, is_heavy_html
from curso.ordenes.contar import cuantos

CAP_BYTES = 2_000_000
_MAX_OUTPUTS = 100
_MAX_TEXT = 20_000
_MAX_TRACEBACK_LINES = 100
_MAX_NAME = 200
_MAX_HTML_TAGS_PER_CELL = 40_000
_HTML_CPU_S = 5.0
_MAX_ALT = 1_000

_UNSAFE_LATEX = re.compile(r"<|\\(?:href|url|require|class|style|cssId|html\w*|includegraphics)\b")

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPE = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)?|\[[0-?]*[ -/]*[@-~]|.)?", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\ud800-\udfff]")


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
    text = _without_overwritten(text.rstrip("\r"))
    text = _ESCAPE.sub(lambda m: m.group() if _COLOUR.fullmatch(m.group()) else "", text)
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    if extra > 0:
        text += f"\n… (salida recortada: {cuantos(extra, 'carácter', 'caracteres')} de más)"
    return text


def _without_overwritten(text: str) -> str:
    """Lo que se ve de cada línea en una terminal: lo que sigue al último retorno de carro."""
    return "\n".join(line.rpartition("\r")[2] for line in text.split("\n"))


def clean_html(value: Any) -> str | None:
    """HTML sin scripts, estilos, formularios ni nada que se pida a otro sitio; None si pesa."""
    text = _CONTROL.sub("", _joined(value))
    if is_heavy_html(text):
        return None
    try:
        return str(call(clean_output, text, cpu_s=_HTML_CPU_S))
    except OutOfBounds:
        return None


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
    metadata = _descriptions(output.get("metadata"), data)
    _as_html(data, metadata)
    if kind == "execute_result":
        count = _count(output.get("execution_count"))
        return _output(kind, data=data, metadata=metadata, execution_count=count)
    return _output(kind, data=data, metadata=metadata)


def _as_html(data: dict[str, str], metadata: dict[str, dict[str, str]]) -> None:
    """Una imagen de un tipo que nbconvert no sabe mostrar, como HTML, que sí."""
    for mime in ("image/gif", "image/webp"):
        if mime in data and not data.keys() & {"text/html", "image/png", "image/jpeg"}:
            alt = html.escape(metadata.pop(mime, {}).get("alt", UNDESCRIBED))
            data["text/html"] = f'<img src="data:{mime};base64,{data.pop(mime)}" alt="{alt}">'


def _descriptions(metadata: Any, data: dict[str, str]) -> dict[str, dict[str, str]]:
    """De los metadatos, solo el texto que describe cada imagen a quien no la ve."""
    found: dict[str, dict[str, str]] = {}
    for mime in data.keys() & set(TYPES):
        own = metadata.get(mime) if isinstance(metadata, dict) else None
        alt = clean_text(own.get("alt"), _MAX_ALT) if isinstance(own, dict) else ""
        if alt.strip():
            found[mime] = {"alt": alt}
    return found


def _tags(output: dict[str, Any]) -> int:
    """Cuántas etiquetas HTML habrá que sanear."""
    bundle = output.get("data")
    count = _joined(bundle.get("text/html")).count("<") if isinstance(bundle, dict) else 0
    return count if count <= MAX_TAGS else 0


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
        if mime in TYPES:
            image = "".join(_joined(value).split())
            if len(image) > left or not is_image(mime, image):
                dropped.append("una imagen dañada o demasiado grande")
            else:
                data[mime] = image
        elif mime == "text/html":
            cleaned = None if len(_joined(value)) > left else clean_html(value)
            if cleaned is None:
                dropped.append("un resultado HTML demasiado grande")
            elif cleaned:
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
