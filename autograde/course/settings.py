"""Los ajustes propios del curso: la sección `c.CursoDescenso` de `nbgrader_config.py`."""

from __future__ import annotations

from traitlets import Bool, Enum, Float, List, Unicode
from traitlets.config import Configurable


class CursoDescenso(Configurable):
    """Ajustes del curso que no son de nbgrader."""

    sin_manual = List(
        Unicode(),
        help="Tareas cuyas preguntas abiertas no cuentan: ni en la nota ni en el máximo.",
    ).tag(config=True)

    permitir_sin_proteccion = Bool(
        False,
        help="Admite celdas de prueba sin `comprobar`, que ejecuta el propio código del alumno. "
        "Sus notas llevan la marca «sin protección».",
    ).tag(config=True)

    descuento_por_dia = Float(
        0.0,
        min=0.0,
        max=1.0,
        help="Parte de la nota que se pierde por cada día de retraso, empezado o entero: con 0.1, "
        "un 10 % al día. Con 0 no hay penalización; con 1 lo entregado tarde vale cero.",
    ).tag(config=True)

    gracia_minutos = Float(0.0, min=0.0, help="Minutos de retraso que no se penalizan.").tag(
        config=True
    )

    zona = Unicode(
        "",
        help="La zona horaria de la clase, como «Europe/Madrid»: en ella están las fechas que "
        "escriben el campus virtual y el docente, y en ella se enseñan.",
    ).tag(config=True)

    entrega_que_cuenta = Enum(
        ("a_tiempo", "ultima", "mejor"),
        "a_tiempo",
        help="De las que llegaron de un alumno, cuál cuenta: la última a tiempo (si ninguna llegó "
        "a tiempo, la última), la última sin más, o la de más nota, descontado su retraso.",
    ).tag(config=True)
