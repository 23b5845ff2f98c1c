"""Quedarse con la nota dañando el fichero: tipos, etiquetas, puntos, identificadores y salidas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.attacks.attack import FOUND, NOT_RIGHT, Attack, on_doble

ZERO = "def doble(x):\n    return 0"
Json = dict[str, Any]


def _find(notebook: Json, grade_id: str) -> Json:
    return next(
        c
        for c in notebook["cells"]
        if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )


def _edit(grade_id: str, **changes: Any) -> Callable[[Json], None]:
    """Cambia campos de una celda."""

    def damage(notebook: Json) -> None:
        _find(notebook, grade_id).update(changes)

    return damage


def _metadata(which: str, /, **changes: Any) -> Callable[[Json], None]:
    """Cambia los metadatos de nbgrader de una celda."""

    def damage(notebook: Json) -> None:
        _find(notebook, which)["metadata"]["nbgrader"].update(changes)

    return damage


def _delete(grade_id: str) -> Callable[[Json], None]:
    def damage(notebook: Json) -> None:
        notebook["cells"].remove(_find(notebook, grade_id))

    return damage


def _outputs(grade_id: str) -> Callable[[Json], None]:
    return _edit(grade_id, outputs=[_result("2.0"), _result("9999")], execution_count=1)


def _result(text: str) -> Json:
    return {
        "output_type": "execute_result",
        "data": {"text/plain": text},
        "metadata": {},
        "execution_count": 1,
    }


def _own_graded_cell(notebook: Json) -> None:
    notebook["cells"].append(
        {
            "cell_type": "code",
            "id": "mia",
            "source": "2.0",
            "metadata": {
                "nbgrader": {
                    "grade": True,
                    "solution": False,
                    "locked": True,
                    "task": False,
                    "grade_id": "t0-regalo",
                    "points": 100,
                    "schema_version": 3,
                }
            },
            "outputs": [_result("100")],
            "execution_count": 1,
        }
    )


def _test_twice(notebook: Json) -> None:
    test = dict(_find(notebook, "t0-doble"), source="2.0", id="otra", outputs=[_result("2.0")])
    notebook["cells"] += [test, dict(test, id="otra-mas")]


def _solution_posing_as_test(notebook: Json) -> None:
    _delete("t0-doble")(notebook)
    _metadata("t0-doble-solucion", grade_id="t0-doble", grade=True, points=2)(notebook)


def _everything_renamed(notebook: Json) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "igual"
        cell["metadata"].pop("nbgrader", None)


def _strange_notebook_metadata(notebook: Json) -> None:
    notebook["metadata"] = {
        "kernelspec": {"name": "malo", "language": "bash", "display_name": "<script>"},
        "language_info": {"name": "bash", "file_extension": "../../x"},
        "celltoolbar": FOUND,
        "title": FOUND,
        "authors": [{"name": "../../etc"}],
    }


def _tags(*tags: str) -> Callable[[Json], None]:
    def damage(notebook: Json) -> None:
        for cell in notebook["cells"]:
            cell["metadata"]["tags"] = list(tags)

    return damage


def _terminal_escapes(notebook: Json) -> None:
    _tags("\x1b]0;dueño\x07\x1b[2J\r\u202eseta", "\ud800")(notebook)


def _every_cell(**changes: Any) -> Callable[[Json], None]:
    def damage(notebook: Json) -> None:
        for cell in notebook["cells"]:
            cell["metadata"].setdefault("nbgrader", {}).update(changes)

    return damage


TABLE = (
    on_doble("la prueba, cambiada por los puntos", ZERO, damage=_edit("t0-doble", source="2.0")),
    on_doble(
        "la prueba, cambiada por otra que sí pasa",
        ZERO,
        damage=_edit("t0-doble", source='comprobar("t0.raiz")'),
    ),
    on_doble("la prueba, borrada", ZERO, damage=_delete("t0-doble")),
    on_doble("la prueba, repetida con otro código", ZERO, damage=_test_twice),
    on_doble(
        "la prueba, hecha texto",
        ZERO,
        damage=_edit("t0-doble", cell_type="markdown", source="2 de 2 puntos"),
    ),
    on_doble("la prueba, hecha raw", ZERO, damage=_edit("t0-doble", cell_type="raw")),
    on_doble("la prueba, sin tipo", ZERO, damage=_edit("t0-doble", cell_type=None)),
    on_doble("salidas de mentira en la prueba", ZERO, damage=_outputs("t0-doble")),
    on_doble("salidas de mentira en la respuesta", ZERO, damage=_outputs("t0-doble-solucion")),
    on_doble("más puntos en la prueba", ZERO, damage=_metadata("t0-doble", points=1e9)),
    on_doble("puntos negativos en las demás", ZERO, damage=_metadata("t0-suma", points=-3)),
    on_doble("puntos que no son un número", ZERO, damage=_metadata("t0-doble", points="NaN")),
    on_doble("la prueba ya no se puntúa", ZERO, damage=_metadata("t0-doble", grade=False)),
    on_doble(
        "la prueba dice ser respuesta",
        ZERO,
        damage=_metadata("t0-doble", solution=True, locked=False, checksum="0" * 32),
    ),
    on_doble("la respuesta dice ser la prueba", ZERO, NOT_RIGHT, damage=_solution_posing_as_test),
    on_doble("una celda propia de cien puntos", ZERO, damage=_own_graded_cell),
    on_doble(
        "un identificador de otra tarea", ZERO, damage=_metadata("t0-doble", grade_id="t9-otra")
    ),
    on_doble("un identificador imposible", ZERO, damage=_metadata("t0-doble", grade_id=["x"])),
    on_doble("un esquema del futuro", ZERO, damage=_every_cell(schema_version=99)),
    on_doble("un esquema que no es número", ZERO, damage=_every_cell(schema_version={"x": 1})),
    on_doble("sin ningún identificador, o todos iguales", ZERO, damage=_everything_renamed),
    on_doble(
        "etiquetas que saltan celdas",
        ZERO,
        damage=_tags("skip-execution", "remove-cell", "raises-exception", "hide-output"),
    ),
    on_doble("etiquetas que escriben en la terminal", ZERO, damage=_terminal_escapes),
    on_doble("metadatos del cuaderno", ZERO, damage=_strange_notebook_metadata),
    on_doble("todo dice ser de solo lectura", ZERO, NOT_RIGHT, damage=_every_cell(locked=True)),
    Attack("la pregunta abierta, con su nota puesta", damage=_outputs("t0-pregunta")),
    on_doble(
        "dos respuestas con el mismo identificador",
        ZERO,
        damage=lambda nb: nb["cells"].append(dict(_find(nb, "t0-doble-solucion"), id="z")),
    ),
)
