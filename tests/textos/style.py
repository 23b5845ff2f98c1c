"""Reglas de estilo que no son ortografía. Cada una devuelve las faltas que encuentra."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.textos.prose import GAP, maths, prose, without_code

#: «usted» y el imperativo de usted abriendo una frase; «vosotros» y sus verbos; «vos»
_NOT_TU = re.compile(
    r"\b(?:[Uu]stedes|[Uu]sted|[Vv]osotr[oa]s|[Vv]uestr[oa]s?|[Vv]os|\w+(?:[áé]is))\b"
    r"|(?:(?<=\A)|(?<=[.:!?»*\n] ))(?:Abra|Añada|Calcule|Compare|Complete|Compruebe|Considere"
    r"|Copie|Defina|Ejecute|Elija|Escriba|Explique|Fíjese|Haga|Implemente|Lea|Mire|Note|Observe"
    r"|Pruebe|Recuerde|Responda|Use|Utilice|Vea|Verifique|Vuelva)\b"
)
_POINT = re.compile(r"(?<![\w.:/-])\d+\.\d+(?![\w.]*\.?\d)(?!\w)")
#: lo único que en español se escribe con punto: versiones e identificadores
_VERSION = re.compile(
    r"(?:Python|NumPy|CuPy|JupyterLab|nbgrader|Moodle|Debian|Ubuntu|Keras|arXiv|versión)[ :]*"
    r"(?:\d+(?:\.\d+)*(?:, | [oya] )?)+"
)
_PICTURE = re.compile(r"!\[\s*\]\(|<img\b(?![^>]*\balt=\s*[\"'][^\"']+[\"'])[^>]*>")
#: palabras corrientes que delatan una frase en inglés aunque alguna sea también española
_ENGLISH = re.compile(
    r"\b(?:the|and|with|your|you|should|must|returns?|wrong|not|is|are|was|be|of|to|from|for|if"
    r"|error in|file|found|missing|failed|invalid|expected|must)\b",
    re.I,
)


def not_tu(text: str) -> list[str]:
    """Donde no se trata de tú, o se usa una forma que no es neutra."""
    return [found.group() for found in _NOT_TU.finditer(prose(text))]


def decimal_points(text: str) -> list[str]:
    """Números con punto decimal en la prosa, o con punto o coma sin llaves en una fórmula."""
    found = _POINT.findall(_VERSION.sub(GAP, prose(text)))
    return found + [n for formula in maths(text) for n in re.findall(r"\d\.\d+", formula)]


def english(text: str) -> list[str]:
    """Palabras de una frase en inglés."""
    return _ENGLISH.findall(prose(text))


def late_examples(text: str) -> list[str]:
    """El ejemplo hecho a mano que llega cuando ya se ha pedido el ejercicio."""
    return re.findall(r"\*\*(?:Escribe|Completa)\*\*.*?\*\*(A mano)\b", text, re.DOTALL)


def pictures_without_text(text: str) -> list[str]:
    """Imágenes sin texto alternativo."""
    return _PICTURE.findall(without_code(text))


def notebook_faults(notebook: Mapping[str, Any]) -> list[str]:
    """Lo que un cuaderno del repositorio (su JSON, sin arreglar) no debe tener, o le falta."""
    found = []
    if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5):
        found.append("es de un formato sin identificadores de celda")
    cells = notebook["cells"]
    identifiers = [cell.get("id", "") for cell in cells]
    found += [f"la celda {i} no tiene identificador" for i, x in enumerate(identifiers) if not x]
    found += [f"dos celdas se llaman {x}" for x in {*identifiers} if x and identifiers.count(x) > 1]
    for name, cell in zip(identifiers, cells, strict=True):
        source = "".join(cell["source"])
        if cell.get("outputs") or cell.get("execution_count") is not None:
            found.append(f"{name} lleva resultados")
        if cell.get("attachments"):
            found.append(f"{name} lleva adjuntos")
        if cell["cell_type"] == "markdown":
            found += [f"{name}: {p} sin texto" for p in pictures_without_text(source)]
        if not source.strip():
            found.append(f"{name} está vacía")
    return found
