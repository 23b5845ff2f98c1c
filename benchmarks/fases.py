"""El tiempo de procesador de una entrega, repartido por fases.

El nuestro se mide con el reloj de este proceso; el del alumno, leyendo desde fuera el reloj de su
sesión y de sus obreros. Se mide en un solo proceso, llamando a lo mismo que `autograde calificar`.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from unittest import mock

from autograde.course import Course
from autograde.gradebook.record import Recorder
from autograde.gradebook.store import ResultStore
from autograde.grading import notebook, session_run
from autograde.pipeline import worker
from autograde.pipeline.local import grade_and_keep
from autograde.pipeline.materials import Materials
from autograde.pipeline.plan import Settings, make_plan, students_with_submission
from autograde.sandbox import answers
from autograde.sandbox.session import Session

#: qué función se mide en cada fase de lo nuestro
PROPIAS: tuple[tuple[str, Any, str], ...] = (
    ("reconstruir", worker, "rebuild"),
    ("abrir y cerrar la sesión", Session, "__init__"),
    ("abrir y cerrar la sesión", Session, "close"),
    ("abrir y cerrar la sesión", Session, "seal"),
    ("celdas: mandar y recibir", Session, "run_cell"),
    ("celdas: sanear", session_run, "sanitize_outputs"),
    ("instantáneas", Session, "snapshot"),
    ("respuestas: preguntar y leer", Session, "ask"),
    ("diagnóstico", session_run, "judge"),
    ("informe", notebook, "judged_outputs"),
    ("velocidad y memoria", session_run, "assess"),
)


class Fases:
    """Califica una clase midiendo cada fase.

    distintas
        Si antes de cada entrega se olvida lo ya leído y juzgado, como si nadie contestara lo mismo
        que otro: lo que cuesta una clase en el peor caso.
    """

    def __init__(self, curso: Course, tarea: str, distintas: bool) -> None:
        self.gasto: dict[str, float] = defaultdict(float)
        ajustes = Settings(curso.root, tarea)
        alumnos = students_with_submission(curso, tarea)
        plan = make_plan(curso, ajustes, alumnos, repeat=True)
        self.entregas = len(plan.jobs) - 1
        calificador = worker.Grader(Materials.of(ajustes))
        almacen = ResultStore(curso.results_folder(tarea))
        assert grade_and_keep(plan.jobs[0], calificador, almacen).problem is None
        with contextlib.ExitStack() as puestos:
            for fase, donde, nombre in PROPIAS:
                puestos.enter_context(self._medido(fase, donde, nombre))
            puestos.enter_context(self._del_alumno())
            puestos.enter_context(self._medido("guardar", almacen, "put"))
            antes = time.process_time()
            for trabajo in plan.jobs[1:]:
                if distintas:
                    answers._known = answers._Known()
                assert grade_and_keep(trabajo, calificador, almacen).problem is None
            total = time.process_time() - antes
        calificador.close()
        self.gasto["otras cosas"] = total - sum(
            v for k, v in self.gasto.items() if not k.startswith("alumno")
        )
        self.propio = total
        lote = [(t, almacen.get(t.key)) for t in plan.jobs]
        with Recorder(curso, tarea) as registro:
            antes = time.process_time()
            registro.record([(t, g) for t, g in lote if g is not None])
            self.registro = (time.process_time() - antes) / len(lote)

    @contextlib.contextmanager
    def _medido(self, fase: str, donde: Any, nombre: str) -> Iterator[None]:
        original = getattr(donde, nombre)

        def medida(*args: Any, **kwargs: Any) -> Any:
            antes = time.process_time()
            try:
                return original(*args, **kwargs)
            finally:
                self.gasto[fase] += time.process_time() - antes

        with mock.patch.object(donde, nombre, medida):
            yield

    @contextlib.contextmanager
    def _del_alumno(self) -> Iterator[None]:
        """El reloj de la sesión al sellarla, y los de obreros e instantáneas al despedirlos."""
        sellar, despedir, cerrar = Session.seal, Session.dismiss, Session.close

        def sellada(sesion: Session) -> None:
            self.gasto["alumno: celdas e instantáneas"] += _reloj(sesion._cells.process)
            sellar(sesion)

        def despedido(sesion: Session, canal: Any) -> None:
            self.gasto["alumno: respuestas"] += _reloj(canal.process)
            despedir(sesion, canal)

        def cerrada(sesion: Session) -> None:
            for proceso in sesion._snapshots.processes():
                self.gasto["alumno: respuestas"] += _reloj(proceso)
            cerrar(sesion)

        with (
            mock.patch.object(Session, "close", cerrada),
            mock.patch.object(Session, "seal", sellada),
            mock.patch.object(Session, "dismiss", despedido),
        ):
            yield

    def tabla(self) -> str:
        """Milisegundos de procesador por entrega."""
        lineas = [_linea(fase, s / self.entregas) for fase, s in sorted(self.gasto.items())]
        lineas.append(_linea("TOTAL nuestro, sin registrar", self.propio / self.entregas))
        lineas.append(_linea("registrar", self.registro))
        return "\n".join(lineas)


def _linea(fase: str, segundos: float) -> str:
    return f"{fase:32s} {1000 * segundos:8.1f} ms"


def _reloj(proceso: Any) -> float:
    try:
        return time.clock_gettime((~proceso.pid << 3) | 2)
    except (OSError, AttributeError):
        return 0.0
