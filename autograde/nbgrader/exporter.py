"""El lector de entregas de nbgrader: rehace el cuaderno antes de que nadie lo interprete.

Un preprocesador llegaría tarde: nbgrader abre el fichero como UTF-8 y como JSON correcto.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode

from autograde.course import Course
from autograde.errors import UserError
from autograde.notebooks.rebuild import Unreadable, rebuild
from autograde.notebooks.source import read_source, released
from autograde.notebooks.submission import read_bytes
from autograde.notebooks.whose import Handout
from autograde.pipeline.single import withdraw


class RebuildingExporter(NotebookExporter):
    """Como el de nbconvert, pero lo entregado se rehace sobre el cuaderno del docente."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convierte un cuaderno; si es de `submitted`, rehecho."""
        assert self.parent is not None
        coursedir = self.parent.coursedir
        course = Course(Path(coursedir.root))
        submitted = course.root / coursedir.submitted_directory
        path = Path(filename).absolute()
        if not path.is_relative_to(submitted):
            return super().from_filename(filename, resources, **kw)
        own = (resources or {})["nbgrader"]
        source = released(read_source(course.source_notebook(own["assignment"])), course.config)
        try:
            content = read_bytes(path)
            Handout(course, own["assignment"]).refuse_another(content)
            rebuilt = rebuild(source, content)
        except Unreadable as error:
            withdraw(course, own["assignment"], own["student"], str(error))
            raise UserError(f"{own['student']}: {error}") from error
        for note in rebuilt.notes:
            self.log.warning("%s: %s", filename, note)
        return self.from_notebook_node(rebuilt.notebook, resources, **kw)
