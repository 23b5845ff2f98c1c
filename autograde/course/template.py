"""Los ficheros que `autograde crear` escribe en la carpeta de un curso nuevo."""

from autograde.course.zone import line

CONFIG = '''\
"""Configuración del curso para nbgrader y para `autograde`."""

from autograde.nbgrader.config import configure

c = get_config()  # noqa: F821
configure(c, __file__)

# El nombre del curso: es el de su carpeta en el intercambio de nbgrader.
c.CourseDirectory.course_id = "descenso"

# La zona horaria de la clase: en ella se escriben y se enseñan las fechas.
# c.CursoDescenso.zona = "Europe/Madrid"

# Descuento por cada día de retraso (0.1 es un 10 %) y minutos de gracia.
# c.CursoDescenso.descuento_por_dia = 0.1
# c.CursoDescenso.gracia_minutos = 15

# De las entregas de un alumno, cuenta la última a tiempo ("a_tiempo"), la "ultima" o la "mejor".
# c.CursoDescenso.entrega_que_cuenta = "a_tiempo"

# Tareas cuyas preguntas abiertas no cuentan en la nota.
# c.CursoDescenso.sin_manual = ["t2_lotes"]
'''


def config_for(zone: str) -> str:
    """La configuración de un curso nuevo de esa zona horaria; vacía si no se sabe."""
    return CONFIG.replace(line(""), line(zone))


#: lo que se añade a la configuración de un curso hecho de otro que decía dónde estaba su libro
OWN_BOOK = """
# El libro del curso del que viene este es de otro alumnado: este curso tiene el suyo.
from pathlib import Path  # noqa: E402

c.CourseDirectory.db_url = f"sqlite:///{Path(__file__).resolve().parent / 'gradebook.db'}"
"""

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
