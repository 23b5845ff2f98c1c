"""Clases de mentira para medir: un curso nuestro, y otro igual de nbgrader a secas."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.course import Course
from autograde.demo import answers
from autograde.exercises import load
from autograde.judge.checks import hidden_check, public_check
from autograde.judge.judging import parse_target
from autograde.nbgrader.generate import generate
from autograde.notebooks.source import read_source
from benchmarks.asertos import FUNCIONES, celda

TAREA = "t2_lotes"
RESPUESTA = "Los lotes permiten actualizar sin recorrer todos los datos."
#: lo que entrega uno de cada diez en la clase con tropiezos, por turnos
TROPIEZOS = (
    {"epocas_necesarias": answers.ENDLESS},
    {"": "while True:\n    pass"},
    {"nombres": answers.SEGFAULT},
    {"": "import os\nos._exit(3)"},
)


def curso(raiz: Path, medidas: bool = False, figuras: bool = True) -> Course:
    """Un curso nuestro con la tarea generada.

    medidas
        Con sus celdas de velocidad y memoria.
    figuras
        Con las celdas que dibujan.
    """
    nuevo = Course.create(raiz)
    ruta = nuevo.source_notebook(TAREA)
    origen = read_source(ruta)
    origen.cells = [
        c for c in origen.cells if (medidas or not _mide(c)) and (figuras or not _dibuja(c))
    ]
    nbformat.write(origen, ruta)
    generate(nuevo, TAREA)
    return nuevo


def _dibuja(celda_: NotebookNode) -> bool:
    return celda_.cell_type == "code" and "graficas." in celda_.source


def _mide(celda_: NotebookNode) -> bool:
    nombre = celda_.metadata.get("nbgrader", {}).get("grade_id", "")
    return nombre.endswith(("-velocidad", "-memoria"))


def entregar(raiz: Path, publicado: NotebookNode, n: int, tropiezos: bool = False) -> None:
    """Escribe `n` entregas, todas sanas o con un tropiezo de cada diez."""
    for i in range(n):
        distinto = TROPIEZOS[i // 10 % len(TROPIEZOS)] if tropiezos and i % 10 == 9 else {}
        carpeta = raiz / "submitted" / f"a{i:05d}" / TAREA
        carpeta.mkdir(parents=True)
        cuaderno = _contestado(publicado, distinto)
        cuaderno.cells.append(nbformat.v4.new_markdown_cell(f"Entrega {i}", id=f"entrega-{i}"))
        nbformat.write(cuaderno, carpeta / f"{TAREA}.ipynb")


def _contestado(publicado: NotebookNode, distinto: dict[str, str]) -> NotebookNode:
    cuaderno = copy.deepcopy(publicado)
    soluciones = _soluciones()
    for celda_ in cuaderno.cells:
        datos = celda_.metadata.get("nbgrader", {})
        if not datos.get("solution"):
            continue
        nombre = datos["grade_id"].split("-", 1)[1].removesuffix("-solucion")
        if celda_.cell_type == "code":
            celda_.source = distinto.get(nombre, soluciones[datos["grade_id"]]).strip("\n")
        else:
            celda_.source = RESPUESTA
    if "" in distinto:
        cuaderno.cells.insert(4, nbformat.v4.new_code_cell(distinto[""], id="tropiezo"))
    return cuaderno


def _soluciones() -> dict[str, str]:
    marcas = ("### BEGIN SOLUTION", "### END SOLUTION")
    origen = read_source(Path(__file__).parents[1] / "source" / TAREA / f"{TAREA}.ipynb")
    return {
        c.metadata.nbgrader.grade_id: "\n".join(
            linea for linea in c.source.splitlines() if linea.strip() not in marcas
        )
        for c in origen.cells
        if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("solution")
    }


def curso_a_secas(raiz: Path, nuestro: Course) -> NotebookNode:
    """Un curso de nbgrader a secas con el cuaderno equivalente; devuelve el publicado."""
    tarea = load(TAREA)
    semilla = nuestro.seed(TAREA, tarea.version)
    origen = read_source(nuestro.source_notebook(TAREA))
    origen.cells = [c for c in origen.cells if not _mide(c)]
    for c in origen.cells:
        destino = parse_target(c.source) if c.metadata.get("nbgrader", {}).get("grade") else None
        if destino is not None and c.cell_type == "code":
            ejercicio = tarea.exercises[destino.exercise_id]
            c.source = celda(
                public_check(ejercicio, destino.kind),
                hidden_check(ejercicio, destino.kind, semilla),
            )
        elif c.metadata.get("nbgrader", {}).get("grade_id") == "t2-preparacion":
            c.source += "\n" + FUNCIONES
    carpeta = raiz / "source" / TAREA
    carpeta.mkdir(parents=True)
    nbformat.write(origen, carpeta / f"{TAREA}.ipynb")
    (raiz / "nbgrader_config.py").write_text("c = get_config()\n")
    orden(raiz, "nbgrader", "generate_assignment", TAREA)
    return read_source(raiz / "release" / TAREA / f"{TAREA}.ipynb")


def entorno() -> dict[str, str]:
    """El entorno de las órdenes: los programas de este Python, delante."""
    programas = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{programas}{os.pathsep}{os.environ['PATH']}"}


def orden(carpeta: Path, *argumentos: str) -> None:
    """Ejecuta una orden en una carpeta; si falla, enseña lo que dijo."""
    hecho = subprocess.run(
        argumentos, cwd=carpeta, env=entorno(), capture_output=True, text=True, check=False
    )
    if hecho.returncode:
        raise SystemExit(f"{' '.join(argumentos)}\n{hecho.stdout[-2000:]}\n{hecho.stderr[-4000:]}")
