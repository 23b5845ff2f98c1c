"""Qué define cada celda de un cuaderno, leyendo su texto y sin ejecutarlo. Puro, sin E/S.

Lo usan por igual `curso comprobar` y quien corrige: así deciden lo mismo sobre dónde está lo que
escribió el alumno y cuándo se le puede preguntar.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

#: órdenes de celda de IPython cuyo cuerpo es Python que se ejecuta en el cuaderno
_CON_PYTHON = ("time", "capture", "prun")
_ORDEN = re.compile(r"^(\s*)(?:[%!].*|[\w.]+\?{1,2}|\?{1,2}[\w.]+)\s*$")
_ASIGNADA = re.compile(r"^(\s*\w[\w, ]*=)\s*[%!].*$")
_DEF = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Definicion:
    """Una sentencia del nivel superior de una celda que da valor a algún nombre.

    clase
        `def` (funciones y clases), `import` u `otra`.
    desde, hasta
        Sus líneas en el texto de la celda, desde 1, con sus decoradores.
    hueco
        Si es una función o clase por escribir: no hace más que lanzar `NotImplementedError`.
    usa
        Nombres de fuera que menciona su cuerpo.
    """

    nombres: tuple[str, ...]
    clase: str
    desde: int
    hasta: int
    hueco: bool = False
    usa: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lectura:
    """Lo que define una celda de código.

    error
        La línea de su error de sintaxis, o None si se puede leer.
    """

    definiciones: tuple[Definicion, ...] = ()
    error: int | None = None

    @property
    def nombres(self) -> frozenset[str]:
        """Los nombres que deja definidos, sin los huecos."""
        return frozenset(n for d in self.definiciones if not d.hueco for n in d.nombres)


NADA = Lectura()


def leer(codigo: str) -> Lectura:
    """Lee una celda de código, con órdenes de IPython o sin ellas."""
    try:
        arbol = arbol_de(codigo)
    except SyntaxError as error:
        return Lectura(error=max(error.lineno or 1, 1))
    except (ValueError, RecursionError, MemoryError):
        return Lectura(error=1)
    if arbol is None:
        return NADA
    try:
        return Lectura(tuple(_definiciones(arbol)))
    except RecursionError:
        return Lectura(error=1)


def arbol_de(codigo: str) -> ast.Module | None:
    """El árbol de una celda, con sus líneas; None si no es Python (`%%bash`…)."""
    lineas = codigo.splitlines()
    primera = next((i for i, linea in enumerate(lineas) if linea.strip()), 0)
    if lineas and lineas[primera].startswith("%%"):
        if lineas[primera][2:].split(maxsplit=1)[:1] not in [[orden] for orden in _CON_PYTHON]:
            return None
        lineas[primera] = ""
    sangria = re.match(r"[ \t]*", lineas[primera])[0] if lineas else ""  # type: ignore[index]
    if sangria:
        lineas = [linea.removeprefix(sangria) for linea in lineas]
    try:
        return _analizado(lineas)
    except SyntaxError:
        sin_ordenes = [_sin_orden(linea) for linea in lineas]
        if sin_ordenes == lineas:
            raise
        return _analizado(sin_ordenes)


def _analizado(lineas: Sequence[str]) -> ast.Module:
    texto = "\n".join(lineas) + "\n"
    arbol = compile(
        texto, "celda", "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    )
    assert isinstance(arbol, ast.Module)
    return arbol


def _sin_orden(linea: str) -> str:
    """La línea con `pass` en lugar de una orden de IPython (`%matplotlib`, `!pip`, `x?`)."""
    linea = _ASIGNADA.sub(r"\1 None", linea)
    return _ORDEN.sub(r"\1pass", linea)


# --- qué define una celda -----------------------------------------------------------------------


def _definiciones(arbol: ast.Module) -> Iterator[Definicion]:
    for nodo in arbol.body:
        nombres = tuple(dict.fromkeys(_nombres(nodo)))
        if not nombres:
            continue
        clase, desde = "otra", nodo.lineno
        if isinstance(nodo, _DEF):
            clase = "def"
            desde = min([desde, *(d.lineno for d in nodo.decorator_list)])
        elif isinstance(nodo, ast.Import | ast.ImportFrom):
            clase = "import"
        hasta = nodo.end_lineno or desde
        yield Definicion(nombres, clase, desde, hasta, es_hueco(nodo), tuple(sorted(_usa(nodo))))


def es_hueco(nodo: ast.stmt) -> bool:
    """Si es una función o una clase por escribir.

    De una clase basta con que lo esté un método: así no puede servir.
    """
    if isinstance(nodo, ast.ClassDef):
        return any(isinstance(dentro, _DEF) and es_hueco(dentro) for dentro in nodo.body)
    if not isinstance(nodo, _DEF):
        return False
    cuerpo = [s for s in nodo.body if not _no_hace_nada(s)]
    return len(cuerpo) == 1 and _lanza_por_escribir(cuerpo[0])


def _no_hace_nada(nodo: ast.stmt) -> bool:
    """`pass`, `...` o una cadena suelta."""
    return isinstance(nodo, ast.Pass) or (
        isinstance(nodo, ast.Expr) and isinstance(nodo.value, ast.Constant)
    )


def _lanza_por_escribir(nodo: ast.stmt) -> bool:
    if not isinstance(nodo, ast.Raise):
        return False
    lanzado = nodo.exc.func if isinstance(nodo.exc, ast.Call) else nodo.exc
    return isinstance(lanzado, ast.Name) and lanzado.id == "NotImplementedError"


def _nombres(nodo: ast.AST) -> Iterator[str]:
    """Los nombres que una sentencia deja definidos en el cuaderno."""
    if isinstance(nodo, _DEF):
        yield nodo.name
    elif isinstance(nodo, ast.Import | ast.ImportFrom):
        for alias in nodo.names:
            if alias.name != "*":
                yield alias.asname or alias.name.split(".")[0]
    elif isinstance(nodo, ast.Name):
        if isinstance(nodo.ctx, ast.Store):
            yield nodo.id
    elif not isinstance(nodo, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp):
        for dentro in ast.iter_child_nodes(nodo):
            yield from _nombres(dentro)


def _usa(nodo: ast.AST) -> set[str]:
    """Los nombres que menciona sin darles valor él mismo."""
    nombres = [n for n in ast.walk(nodo) if isinstance(n, ast.Name)]
    propios = {n.id for n in nombres if isinstance(n.ctx, ast.Store)}
    propios |= {n.arg for n in ast.walk(nodo) if isinstance(n, ast.arg)}
    return {n.id for n in nombres if isinstance(n.ctx, ast.Load)} - propios


def pruebas_de(codigo: str) -> tuple[str, ...]:
    """Los ejercicios que comprueba una celda."""
    try:
        arbol = arbol_de(codigo)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return tuple(
        str(n.args[0].value)
        for n in ast.walk(arbol or ast.Module([], []))
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Name)
        and n.func.id == "comprobar"
        and n.args
        and isinstance(n.args[0], ast.Constant)
    )


# --- el cuaderno entero -------------------------------------------------------------------------


def en_vigor(lecturas: Sequence[Lectura], antes_de: int) -> dict[str, tuple[int, Definicion]]:
    """Por nombre, la celda y la definición que valen al llegar a la celda `antes_de`.

    Un hueco no sustituye nunca a lo ya escrito.
    """
    valen: dict[str, tuple[int, Definicion]] = {}
    for celda, lectura in enumerate(lecturas[:antes_de]):
        for definicion in lectura.definiciones:
            if not definicion.hueco:
                valen.update(dict.fromkeys(definicion.nombres, (celda, definicion)))
    return valen


def alcanza(nombre: str, valen: Mapping[str, tuple[int, Definicion]]) -> set[str]:
    """Los nombres de los que depende `nombre`, directamente o no, y él mismo."""
    vistos: set[str] = set()
    pendientes = [nombre]
    while pendientes:
        actual = pendientes.pop()
        if actual not in vistos:
            vistos.add(actual)
            if actual in valen:
                pendientes += valen[actual][1].usa
    return vistos


def tardias(lecturas: Sequence[Lectura], pruebas: Mapping[int, str]) -> frozenset[int]:
    """De las pruebas (celda → nombre que prueban), las que hay que hacer al final.

    Son aquellas cuya función, o algo de lo que depende, solo se define más abajo.
    """
    al_final = frozenset[str]().union(*(lectura.nombres for lectura in lecturas))
    encontradas = set()
    for celda, nombre in pruebas.items():
        valen = en_vigor(lecturas, celda)
        if any(n in al_final and n not in valen for n in alcanza(nombre, valen)):
            encontradas.add(celda)
    return frozenset(encontradas)


def rescatable(lecturas: Sequence[Lectura], celda: int, linea: int) -> tuple[Definicion, ...]:
    """Lo que se ejecuta de una celda que se paró en `linea`.

    Solo las funciones, clases e `import` de más abajo cuyos nombres no se definen en ningún otro
    sitio del cuaderno.
    """
    otras = [d for i, lectura in enumerate(lecturas) if i != celda for d in lectura.definiciones]
    propias = [d for d in lecturas[celda].definiciones if not d.hueco]
    otras = [*(d for d in otras if not d.hueco), *(d for d in propias if d.desde <= linea)]
    return tuple(
        d
        for d in propias
        if d.desde > linea
        and d.clase in ("def", "import")
        and not any(set(d.nombres) & set(o.nombres) for o in otras if not _mismo_import(d, o))
    )


def _mismo_import(una: Definicion, otra: Definicion) -> bool:
    """Importar dos veces no cambia nada."""
    return una.clase == otra.clase == "import"


def lineas_de(codigo: str, definicion: Definicion) -> str:
    """El texto de una definición."""
    return "\n".join(codigo.splitlines()[definicion.desde - 1 : definicion.hasta])


def linea_del_fallo(error: BaseException | None, codigo: str, espacio: object) -> int | None:
    """En qué línea del texto de una celda se paró al ejecutarla, si se sabe.

    IPython no cuenta las líneas en blanco del principio.
    """
    traza = None if error is None else error.__traceback__
    while traza is not None:
        marco = traza.tb_frame
        if marco.f_globals is espacio and marco.f_code.co_name == "<module>":
            en_blanco = len(codigo) - len(codigo.lstrip())
            return traza.tb_lineno + codigo[:en_blanco].count("\n")
        traza = traza.tb_next
    return None
