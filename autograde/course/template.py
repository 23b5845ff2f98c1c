"""Los ficheros que `autograde crear` escribe en la carpeta de un curso nuevo."""

CONFIG = '''\
"""Configuración del curso para nbgrader y para `autograde`."""

from autograde.nbgrader.config import configure

c = get_config()  # noqa: F821
configure(c, __file__)

# El nombre del curso: es el de su carpeta en el intercambio de nbgrader.
c.CourseDirectory.course_id = "descenso"

# Descuento por cada día de retraso (0.1 es un 10 %) y minutos de gracia.
# c.CursoDescenso.descuento_por_dia = 0.1
# c.CursoDescenso.gracia_minutos = 15

# Tareas cuyas preguntas abiertas no cuentan en la nota.
# c.CursoDescenso.sin_manual = ["t2_lotes"]
'''

GITIGNORE = """\
/.curso/
/release/
/submitted/
/autograded/
/feedback/
/entregables/
/gradebook.db*
*.nbgrader.log
__pycache__/
.ipynb_checkpoints/
"""
