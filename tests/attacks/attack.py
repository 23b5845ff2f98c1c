"""Un ataque como dato: qué entrega el alumno y qué debe pasar."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell

from autograde.grading.notebook import grade_notebook
from autograde.judge.results import Graded, to_json
from autograde.model import Verdict
from autograde.notebooks.rebuild import rebuild
from autograde.sandbox import Sandbox
from tests.attacks.mini_assignment import (
    ASSIGNMENT,
    GOOD,
    POINTS,
    SEED,
    TOTAL,
    dumped,
    hidden_traces,
    source,
)

#: lo que escribe en sus salidas un ataque de lectura que consigue lo que busca
FOUND = "HALLADO"
#: lo mismo, como lo escribe en su código: así no está en la traza de una celda que se corta
SAY = "'HALLA' 'DO'"
V = Verdict
WRONG = frozenset({V.INCORRECT})
RAISES = frozenset({V.EXCEPTION})
INVALID = frozenset({V.INVALID})
TIME = frozenset({V.TIME})
OUT_OF_MEMORY = frozenset({V.MEMORY, V.EXCEPTION})
#: las que mueren en la llamada
DEAD = frozenset({V.EXCEPTION})
RIGHT = frozenset({V.CORRECT})
NOT_RIGHT = frozenset({V.INCORRECT, V.EXCEPTION, V.INVALID, V.TIME, V.MEMORY})
HONEST: Mapping[str, frozenset[Verdict]] = dict.fromkeys(POINTS, RIGHT)


@dataclass(frozen=True)
class Attack:
    """Una entrega hostil (u honrada) y lo que debe resultar de ella.

    answers
        Lo escrito en las celdas de solución; las que no se dicen quedan bien contestadas.
    before, after
        Celdas propias al principio y al final del cuaderno.
    files
        Ficheros que acompañan a la entrega.
    damage
        Lo que se hace con el cuaderno ya escrito (un dict de JSON) antes de entregarlo.
    verdicts
        Los veredictos admitidos de cada ejercicio; los que no se dicen, correctos.
    points
        Puntos automáticos; si no se dicen, los de los ejercicios que deben salir correctos.
    forbidden
        Textos que no pueden aparecer en nada de lo que se guarda o se enseña.
    own_harm
        Si según la suerte puede perder además sus otros ejercicios: se lo hace a sí mismo.
    """

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    damage: Callable[[dict[str, Any]], None] | None = None
    verdicts: Mapping[str, frozenset[Verdict]] = field(default_factory=dict)
    points: float | None = None
    forbidden: tuple[str, ...] = (FOUND,)
    own_harm: bool = False

    @property
    def expected_points(self) -> float:
        """Los puntos que debe tener."""
        if self.points is not None:
            return self.points
        return TOTAL - sum(POINTS[n] for n, v in self.verdicts.items() if v != RIGHT)


def on_doble(
    name: str,
    code: str,
    verdict: frozenset[Verdict] = WRONG,
    *,
    ruins: Sequence[str] = (),
    **more: Any,
) -> Attack:
    """Un ataque que quiere los puntos de `doble` sin saber hacerlo.

    `ruins` son los demás ejercicios que el alumno se estropea a sí mismo al intentarlo.
    """
    expected = {"doble": verdict, **dict.fromkeys(ruins, NOT_RIGHT)}
    return Attack(name, {"doble": code}, verdicts=expected, **more)


def submission(attack: Attack) -> bytes:
    """Los bytes que entrega."""
    notebook = copy.deepcopy(source())
    answers = {**GOOD, **attack.answers}
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id.endswith("-solucion"):
            cell.source = answers[grade_id.split("-")[1]]
    notebook.cells[0:0] = [new_code_cell(text) for text in attack.before]
    notebook.cells += [new_code_cell(text) for text in attack.after]
    data = json.loads(nbformat.writes(notebook))
    if attack.damage is not None:
        attack.damage(data)
    return json.dumps(data).encode("utf-8", "surrogatepass")


def grade(attack: Attack, box: Sandbox, seed: bytes = SEED) -> Graded:
    """Lo califica como lo haría el juez."""
    rebuilt = rebuild(source(), submission(attack))
    return grade_notebook(rebuilt, ASSIGNMENT, seed, box, attack.files)


def verdicts(graded: Graded) -> dict[str, Verdict]:
    """El veredicto de cada ejercicio."""
    return {c.exercise.split(".")[1]: c.verdict for c in graded.cells if c.exercise}


def check(attack: Attack, graded: Graded, seed: bytes = SEED) -> None:
    """Los veredictos, los puntos, y que nada prohibido ni oculto se guarde."""
    got = verdicts(graded)
    expected = {**HONEST, **attack.verdicts}
    assert got.keys() == expected.keys()
    wrong = {
        name: verdict
        for name, verdict in got.items()
        if verdict not in expected[name] and not (attack.own_harm and verdict in NOT_RIGHT)
    }
    assert not wrong, (attack.name, wrong, graded.warnings)
    if not attack.own_harm:
        assert graded.points == attack.expected_points
    assert graded.points <= attack.expected_points
    assert graded.maximum == TOTAL
    nbformat.validate(graded.notebook)
    stored = dumped(to_json(graded)) + dumped(graded.summary())
    stored.encode("utf-8")  # un resultado que no se puede escribir se perdería
    for text in attack.forbidden:
        assert text not in _shown(graded), (attack.name, text)
    leaked = [trace for trace in hidden_traces(seed) if trace in stored]
    assert not leaked, (attack.name, leaked)


def _shown(graded: Graded) -> str:
    """Las salidas, los informes y los avisos: todo menos lo que escribió el propio alumno."""
    outputs = [c.get("outputs", []) for c in graded.notebook.cells]
    data = to_json(graded)
    return dumped([outputs, data["celdas"], data["avisos"], graded.summary()])


INNOCENT = Attack("inocente")
