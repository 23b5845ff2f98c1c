"""El informe de una clase: qué pasó en una tarea, y qué conviene explicar otra vez."""

from autograde.reports.classroom import Classroom, gather, gather_one
from autograde.reports.page import class_page, pupil_page
from autograde.reports.tables import write_tables

__all__ = ["Classroom", "class_page", "gather", "gather_one", "pupil_page", "write_tables"]
