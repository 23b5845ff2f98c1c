"""Lo que recibe el alumno: una rueda con `curso` y un zip por tarea. Nada de lo demás."""

from autograde.packaging.student_wheel import build_student_wheel
from autograde.packaging.student_zip import build_zip

__all__ = ["build_student_wheel", "build_zip"]
