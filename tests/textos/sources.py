"""Los textos que lee una persona, y dónde están."""

from __future__ import annotations

import ast
import inspect
import io
import re
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograde import exercises
from autograde.model import Exercise
from tests.textos.prose import GAP

ROOT = Path(__file__).parents[2]
PACKAGES = ("curso", "solutions", "autograde")
NOTEBOOKS = sorted(p for p in (ROOT / "source").glob("*/*.ipynb") if ".ipynb_ch" not in str(p))
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEMPLATES = sorted((ROOT / "autograde").rglob("*.j2"))

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
#: quien recibe un texto y lo enseña
_SAYS = re.compile(r"print|exit|error|warn|write|set_title|set_[xyz]label|.*Error\w*|Sandbox\w+")
_SAYS_NAMED = {"help", "description", "title", "causa", "pista", "cause", "hint", "motivo"}
_SPANISH = re.compile(r"\b(de|del|la|el|los|las|que|en|un|una|con|para|por)\b")
#: en la documentación del código: el parámetro que se explica, y las obras que se citan
_PARAMETER = re.compile(
    r"^[ \t]*\**\w+(?:, \**\w+)*\n(?=[ \t]+\S)|^[ \t]*[a-z_0-9]+: ", re.M | re.A
)
_EXAMPLE = re.compile(r"\n[ \t]*\n(?:(?: {4,}|\t)\S.*(?:\n|\Z)(?:[ \t]*\n)?)+")
_REFERENCES = re.compile(r"^[ \t]*Fuentes?:.*?(?:\n[ \t]*\n|\Z)", re.M | re.S)
#: aquí los errores son los de CuPy y los de Python, con sus palabras, que son inglesas
_FOREIGN = (
    "autograde/lms/moodle_titles.py",
    "curso/backend/doble/",
    "autograde/sandbox/inside/shell.py",
)


@dataclass(frozen=True)
class Text:
    """Un texto y el sitio en el que está, para poder ir a arreglarlo."""

    where: str
    content: str


def notebook_texts(path: Path) -> list[Text]:
    """Celdas de texto de un cuaderno, y lo que se lee en las de código."""
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        where = f"{path.name}, celda {cell.id}"
        if cell.cell_type == "markdown":
            found.append(Text(where, cell.source))
        elif cell.cell_type == "code":
            found += [Text(where, comment) for comment in comments(cell.source)]
            found += [Text(where, text) for text, _ in literals(_without_magics(cell.source))]
    return found


def file_text(path: Path) -> Text:
    """Un documento, o una plantilla sin sus instrucciones."""
    content = path.read_text(encoding="utf-8")
    where = str(path.relative_to(ROOT))
    return Text(where, _JINJA.sub(GAP, content) if path.suffix == ".j2" else content)


def exercise_texts(exercise: Exercise) -> list[Text]:
    """Lo que puede leer un alumno de un ejercicio: títulos, causas y pistas."""
    found = [
        Text(f"{exercise.id}, caso público", case.titulo)
        for case in (*exercise.public_cases, *(exercise.portable_cases or ()))
    ]
    for code, finding in exercise.findings.items():
        found += [Text(f"{code}, causa", finding.causa), Text(f"{code}, pista", finding.pista)]
    return found


def assignments() -> Iterator[Exercise]:
    """Todos los ejercicios de todas las tareas que hay."""
    for name in sorted(exercises.available()):
        yield from exercises.load(name).exercises.values()


def package_texts(package: str) -> list[Text]:
    """Los mensajes y la documentación del código de un paquete."""
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        source = path.read_text(encoding="utf-8")
        selected = literals(source, only_documents=name.startswith(_FOREIGN))
        found += [Text(f"{name}:{line}", text) for text, line in selected]
    return found


def literals(source: str, *, only_documents: bool = False) -> list[tuple[str, int]]:
    """Los textos de un programa, con su línea.

    Son la documentación, lo que se le da a quien enseña textos (`print`, un error…) y todo lo que
    está escrito en español. En uno con huecos (`f"…"`) cada hueco es `GAP`.
    """
    tree = ast.parse(source)
    documents = set(_documents(tree))
    shown = set(_shown(tree))
    pieces = {
        id(piece)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for piece in (*node.values, *_formats(node))
    }
    found = []
    for node in ast.walk(tree):
        text = _text(node)
        if text is None or id(node) in pieces:
            continue
        if id(node) in documents:
            text = inspect.cleandoc(text)
            text = _PARAMETER.sub("", _EXAMPLE.sub("\n\n", _REFERENCES.sub("", text)))
        elif only_documents or not _is_prose(text, id(node) in shown):
            continue
        else:
            text = _EXAMPLE.sub("\n\n", text)
        found.append((text, node.lineno))
    return found


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        parts = node.values
        return "".join(str(p.value) if isinstance(p, ast.Constant) else GAP for p in parts)
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        return node.value
    return None


def _formats(node: ast.JoinedStr) -> Iterator[ast.AST]:
    """Cómo se escribe cada hueco (`:.2f`), que no es texto."""
    for part in node.values:
        if isinstance(part, ast.FormattedValue) and part.format_spec is not None:
            yield from ast.walk(part.format_spec)


def _documents(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for child in body if isinstance(body, list) else ():
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                yield id(child.value)


def _shown(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            everything = _SAYS.fullmatch(_called(node.func)) is not None
            given = [*node.args] if everything else []
            given += [k.value for k in node.keywords if everything or k.arg in _SAYS_NAMED]
            for argument in given:
                yield from (id(child) for child in ast.walk(argument))


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_prose(text: str, shown: bool) -> bool:
    return (shown or _SPANISH.search(text) is not None) and not _is_program(text)


def _is_program(text: str) -> bool:
    """Si es un programa de ejemplo, de Python o de C, y no una frase."""
    if ";\n" in text:
        return True
    try:
        body = ast.parse(textwrap.dedent(text.replace(GAP, "_"))).body
    except SyntaxError:
        return False
    return any(not isinstance(node, ast.Expr | ast.AnnAssign) for node in body)


def comments(source: str) -> list[str]:
    """Los comentarios de una celda de código, sin las marcas de nbgrader."""
    tokens = tokenize.generate_tokens(io.StringIO(_without_magics(source)).readline)
    found = [t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT]
    return [text for text in found if not re.fullmatch(r"(BEGIN|END) [A-Z ]+", text)]


def _without_magics(source: str) -> str:
    return "\n".join("" if line.startswith(("%", "!")) else line for line in source.splitlines())
