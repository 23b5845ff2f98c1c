"""Retroalimentaciones de muestra: un cuaderno corregido y su HTML, sin libro de calificaciones."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from autograde.nbgrader.rendering import FILTERS, TEMPLATES
from autograde.nbgrader.returned import arrange
from curso.pruebas.informe import a_html
from curso.pruebas.informe.datos import InformeDeCaso, InformeDeCelda

#: lo que un alumno querría que se ejecutara en el navegador de su docente
ATTACK = (
    "<script>window.atacado = 1</script>"
    '<img src="x" onerror="window.atacado = 1"><p>texto</p>'
    '<iframe srcdoc="<script>parent.atacado = 1</script>"></iframe>'
)


def cell_metadata(grade_id: str, **more: Any) -> dict[str, Any]:
    """Los metadatos de nbgrader de una celda, como quedan tras `GetGrades`."""
    base = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3}
    return {"nbgrader": {**base, "grade_id": grade_id, **more}}


def judged(html: str) -> list[NotebookNode]:
    """Las salidas que deja el juez: el informe y, para nbgrader, el número."""
    return [
        new_output("display_data", data={"text/html": html}),
        new_output("execute_result", data={"text/plain": "1.2345"}, execution_count=7),
    ]


def sample_report() -> InformeDeCelda:
    """Un informe con un caso incorrecto y casos ocultos."""
    case = InformeDeCaso(
        "Lote corto", "x = [1, 2, 3]\nf(x, 2)", "[[1, 2], [3]]", "[[1, 2]]", False, "Falta 1."
    )
    return InformeDeCelda("t2.f", "incorrecto", 1.5, 2.0, casos=(case,), ocultos_total=4)


def render(*cells: NotebookNode, late: float = 0.0, **about: Any) -> str:
    """El HTML de un cuaderno con esas celdas, con los ajustes de `GenerateFeedback` del curso."""
    config = Config()
    config.HTMLExporter.template_name = "feedback"
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.HTMLExporter.filters = dict(FILTERS)
    config.HTMLExporter.sanitize_html = True
    notebook = new_notebook(cells=list(cells))
    grades = {"notebook": "t2_lotes", "alumno": "Ana Díaz", "late_penalty": late}
    arrange(notebook, grades, **about)
    html, _ = HTMLExporter(config=config).from_notebook_node(
        notebook, resources={"nbgrader": grades}
    )
    return html


def full_page() -> str:
    """Una retroalimentación con todo: enunciado, respuesta, informe, pregunta, ataque y retraso."""
    graded = {"grade": True, "points": 2.0}
    return render(
        new_markdown_cell("# Lotes y épocas\n\nDe $n$ ejemplos, lotes de $b$."),
        new_markdown_cell(
            "## 1 · Partir\n\nParte $x$ en trozos de $b$ filas. Entrega **una lista**.\n\n"
            f"$$n = {' + '.join(['b'] * 80)}$$\n\n### Sin copiar"
        ),
        new_code_cell(
            "def f(x, b):\n    # de b en b\n    return [x[:b]]",
            metadata=cell_metadata("t2-f-solucion", solution=True, comment="Revisa el *último*."),
        ),
        new_code_cell(
            'comprobar("t2.f")',
            metadata=cell_metadata("t2-f", score=1.5, **graded),
            outputs=judged(a_html(sample_report())),
        ),
        new_code_cell(
            "print('hola')\n1 / 0",
            outputs=[
                new_output("stream", name="stdout", text="hola " + ATTACK),
                new_output("display_data", data={"text/html": ATTACK, "text/plain": "x"}),
                new_output("display_data", data={"application/javascript": "window.atacado=1"}),
                new_output(
                    "error",
                    ename="ZeroDivisionError",
                    evalue="division by zero",
                    traceback=["\x1b[31mZeroDivisionError\x1b[0m: division by zero"],
                ),
            ],
        ),
        new_markdown_cell(
            f"El ruido ayuda a salir de mínimos locales.\n\n{ATTACK}",
            metadata=cell_metadata(
                "t2-pregunta", solution=True, score=0.0, pending=True, comment=None, **graded
            ),
        ),
        late=1.25,
    )
