"""Los cambios pequeños que se hacen en una solución correcta para ver si sus casos lo notan.

Cada uno es una equivocación de un solo sitio. Los textos y los mensajes de error no
se tocan: no cambian lo que se responde.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: un cambio: de un nodo, los que lo sustituirían
Operator = Callable[[ast.AST], Iterator[ast.AST]]

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
_NAMES = {
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "argmin": "argmax",
    "argmax": "argmin",
    "any": "all",
    "all": "any",
    "sum": "mean",
    "mean": "sum",
    "ceil": "floor",
    "floor": "ceil",
    "zeros": "ones",
    "zeros_like": "ones_like",
    "log": "log1p",
    "isfinite": "isnan",
}
_REMOVED = ast.Assign | ast.AugAssign | ast.Raise | ast.If | ast.Continue | ast.Break | ast.Expr
#: lo que devuelve una copia, y sin lo cual quedaría el mismo objeto
_COPIES = {"copy", "astype", "deepcopy"}


def compared(node: ast.AST) -> Iterator[ast.AST]:
    """`<` por `<=`, `==` por `!=`…, de una en una si la comparación es encadenada."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            if type(op) in _COMPARED:
                other = copy.deepcopy(node)
                other.ops[place] = _COMPARED[type(op)]()
                yield other


def computed(node: ast.AST) -> Iterator[ast.AST]:
    """`+` por `−`, `*` por `/`…, también en `+=` y en los signos."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COMPUTED:
        other = copy.deepcopy(node)
        other.op = _COMPUTED[type(node.op)]()
        yield other
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield copy.deepcopy(node.operand)


def constants(node: ast.AST) -> Iterator[ast.AST]:
    """Un entero, con uno más y uno menos; un real, el doble; un booleano, el otro."""
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from (ast.Constant(value + 1), ast.Constant(value - 1))
    elif isinstance(value, float):
        yield ast.Constant(2 * value or 1.0)


def joined(node: ast.AST) -> Iterator[ast.AST]:
    """`and` por `or`; y una de las condiciones, sin las demás."""
    if isinstance(node, ast.BoolOp):
        other = copy.deepcopy(node)
        other.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield other
        for place in range(len(node.values)):
            yield _without(node, place)


def _without(node: ast.BoolOp, place: int) -> ast.AST:
    left = [copy.deepcopy(v) for i, v in enumerate(node.values) if i != place]
    return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def names(node: ast.AST) -> Iterator[ast.AST]:
    """Una función por la contraria: `min` por `max`, `sum` por `mean`, `ceil` por `floor`…"""
    if isinstance(node, ast.Call):
        function = node.func
        called = getattr(function, "attr", getattr(function, "id", ""))
        if called in _NAMES:
            other = copy.deepcopy(node)
            if isinstance(other.func, ast.Attribute):
                other.func.attr = _NAMES[called]
            elif isinstance(other.func, ast.Name):
                other.func.id = _NAMES[called]
            yield other


def keywords(node: ast.AST) -> Iterator[ast.AST]:
    """Una llamada sin uno de sus argumentos con nombre: `axis`, `keepdims`, `dtype`…"""
    if isinstance(node, ast.Call):
        for place in range(len(node.keywords)):
            other = copy.deepcopy(node)
            del other.keywords[place]
            yield other


def copies(node: ast.AST) -> Iterator[ast.AST]:
    """Sin la copia: `w.copy()` por `w`; y la cuenta en su sitio: `w = w - x` por `w -= x`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _COPIES and not isinstance(node.func.value, ast.Name):
            yield copy.deepcopy(node.func.value)
        elif node.func.attr in _COPIES:
            yield copy.deepcopy(node.func.value if node.func.attr != "deepcopy" else node.args[0])
        elif node.func.attr in ("array", "asarray") and node.args:
            yield copy.deepcopy(node.args[0])
    if (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.value, ast.BinOp)
        and ast.unparse(node.targets[0]) == ast.unparse(node.value.left)
    ):
        target = copy.deepcopy(node.targets[0])
        assert isinstance(target, ast.Name | ast.Attribute | ast.Subscript)
        yield ast.AugAssign(target, node.value.op, copy.deepcopy(node.value.right))


def slices(node: ast.AST) -> Iterator[ast.AST]:
    """Un corte sin uno de sus límites."""
    if isinstance(node, ast.Slice):
        for bound in ("lower", "upper"):
            if getattr(node, bound) is not None:
                other = copy.deepcopy(node)
                setattr(other, bound, None)
                yield other


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Una línea menos: sin una asignación, una llamada, un `raise` o todo un `if`."""
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, _REMOVED) and not docstring:
        yield ast.Pass()


OPERATORS: tuple[Operator, ...] = (
    compared,
    computed,
    constants,
    joined,
    names,
    keywords,
    copies,
    slices,
    statements,
)


@dataclass(frozen=True)
class Mutant:
    """Una solución con un solo cambio.

    change
        El cambio en una línea, «antes → después», sin números de línea: sigue siendo el mismo
        aunque se mueva la celda.
    source
        La celda entera, cambiada.
    """

    change: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Todas las celdas que salen de `source` con un solo cambio, sin repetir ninguna."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for number, node in enumerate(_places(tree)):
        for operator in OPERATORS:
            for other in operator(node):
                changed = copy.deepcopy(tree)
                line = _replace(changed, number, other)
                text = ast.unparse(ast.fix_missing_locations(changed))
                if text not in seen:
                    seen.add(text)
                    yield Mutant(line, text)


def _places(tree: ast.AST) -> list[ast.AST]:
    """Los nodos que se pueden cambiar, siempre en el mismo orden."""
    spared = {id(part) for node in ast.walk(tree) for part in _spared(node)}
    return [node for node in ast.walk(tree) if id(node) not in spared]


def _spared(node: ast.AST) -> Iterator[ast.AST]:
    """Lo que no cambia nada: las anotaciones y lo que dice un error."""
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield from ast.walk(node.exc)
    for field in ("annotation", "returns"):
        note = getattr(node, field, None)
        if isinstance(note, ast.AST):
            yield from ast.walk(note)


def _replace(tree: ast.Module, number: int, other: ast.AST) -> str:
    """Pone `other` en el sitio `number` de `tree`, y dice el cambio en su línea."""
    target = _places(tree)[number]
    line = _line_of(tree, target)
    before = _first_line(line)
    if line is target:
        _swap(tree, target, other)
        return f"{before} → {_first_line(other)}"
    _swap(line, target, other)
    return f"{before} → {_first_line(line)}"


def _swap(tree: ast.AST, target: ast.AST, other: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, field, other)
                return
            if isinstance(value, list):
                for place, item in enumerate(value):
                    if item is target:
                        value[place] = other
                        return


def _line_of(tree: ast.AST, target: ast.AST) -> ast.AST:
    """La instrucción más pequeña en que está `target`."""
    found: ast.AST = tree
    for node in ast.walk(tree):  # de fuera adentro: la última que lo contiene es la más pequeña
        if isinstance(node, ast.stmt) and any(part is target for part in ast.walk(node)):
            found = node
    return found


def _first_line(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).split("\n")[0]
