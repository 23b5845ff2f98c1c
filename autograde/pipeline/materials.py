"""Lo que hace falta para calificar una entrega, ya leído: vale donde no hay carpeta de curso."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from autograde.course import Course
from autograde.exercises import load
from autograde.notebooks.source import read_source, released
from autograde.notebooks.submission import read_bytes
from autograde.pipeline.plan import Job, Settings, extra_files


@dataclass(frozen=True)
class Paper:
    """Lo que se califica de una entrega: no dice de quién es.

    notes
        Lo que hubo que reparar al buscar el cuaderno, en frases para el docente.
    """

    notebook: bytes
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, job: Job) -> Paper:
        """Lo entregado, leído del disco. `Unreadable` si no se puede."""
        return cls(read_bytes(job.notebook), extra_files(job.folder, job.notebook), job.notes)


@dataclass(frozen=True)
class Materials:
    """Lo que hace falta de una tarea para calificar sus entregas.

    source
        El cuaderno del docente, tal como está en su fichero.
    template
        El mismo, publicado con la configuración del curso: sobre él se rehacen los entregados.
    seed
        La de los casos ocultos de esta tarea; la secreta del curso no sale de su carpeta.
    data
        Los ficheros que acompañan al cuaderno.
    """

    assignment: str
    source: bytes
    template: bytes
    seed: bytes
    data: Mapping[str, bytes]
    isolated: bool = True
    device: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Materials:
        """Los de una tarea de un curso."""
        course = Course(settings.course)
        assignment = load(settings.assignment)
        path = course.source_notebook(assignment.name)
        template = released(read_source(path), course.config)
        return cls(
            assignment.name,
            path.read_bytes(),
            json.dumps(template).encode(),
            course.seed(assignment.name, assignment.edition),
            course.data_files(assignment.name),
            settings.isolated,
            settings.device,
        )

    @functools.cached_property
    def solved(self) -> NotebookNode:
        """El cuaderno con las soluciones."""
        return nbformat.reads(self.source.decode("utf-8", "surrogatepass"), as_version=4)

    @functools.cached_property
    def published(self) -> NotebookNode:
        """El cuaderno sobre el que se rehacen los entregados."""
        return nbformat.from_dict(json.loads(self.template))

    def files_with(self, paper: Paper) -> dict[str, bytes]:
        """Los ficheros de la sesión: lo del docente tapa lo del mismo nombre, como en nbgrader."""
        return {**paper.files, **self.data}
