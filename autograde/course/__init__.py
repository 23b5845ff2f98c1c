"""La carpeta de un curso: sus rutas, sus ajustes y su semilla secreta."""

from autograde.course.folder import CONFIG_NAME, Course
from autograde.course.sources import Sources, packaged_source

__all__ = ["CONFIG_NAME", "Course", "Sources", "packaged_source"]
