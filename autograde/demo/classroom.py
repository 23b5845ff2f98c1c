"""Los alumnos de la clase de ejemplo, y lo que debe salir de cada entrega.

La clase de t2 son 24. La de las demás tareas, quienes se equivocan igual en cualquiera.

Los nombres son inventados. Lo esperado se dice por diferencia: lo que no se nombra, todo bien.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from autograde.demo import answers as a
from autograde.demo import damage as d
from autograde.exercises import load
from autograde.model import CellKind

Damage = Callable[[NotebookNode], NotebookNode]


@dataclass(frozen=True)
class Expected:
    """Lo que debe salir de una celda: veredicto, parte de los puntos y hallazgo."""

    verdict: str
    share: float = 0.0
    finding: str | None = None


@dataclass(frozen=True)
class Student:
    """Una entrega de ejemplo.

    answers
        Lo que cambia respecto de la solución del cuaderno, por nombre de ejercicio.
    blank
        Si entrega el cuaderno sin tocar.
    damage
        Lo que le pasa al cuaderno antes de entregarlo.
    encode
        Cómo se convierte en bytes, si no es lo corriente.
    expected
        Lo que no sale del todo bien, por `grade_id`; con `all_wrong`, todo lo demás vale 0.
    unreadable
        Si la entrega no se puede calificar.
    file_name
        El nombre con que entrega el cuaderno, a partir del de la tarea.
    """

    id: str
    first_name: str
    last_name: str
    kind: str
    answers: Mapping[str, str] = field(default_factory=dict)
    blank: bool = False
    damage: Damage = d.nothing
    encode: Callable[[NotebookNode], bytes] = d.plain_bytes
    file_name: str = "{tarea}.ipynb"
    files: Mapping[str, bytes] = field(default_factory=dict)
    expected: Mapping[str, Expected] = field(default_factory=dict)
    all_wrong: str | None = None
    unreadable: bool = False


def _wrong(name: str, finding: str | None, verdict: str = "incorrecto", share: float = 0.0):
    code = None if finding is None else f"t2.{name}.{finding}"
    return {f"t2-{name}": Expected(verdict, share, code)}


STUDENTS = (
    Student("aguilar", "Ana", "Aguilar Sanz", "correcta, la solución llana"),
    Student("benitez", "Bruno", "Benítez Ruiz", "correcta, con bucles", a.LOOPS),
    Student("castro", "Carla", "Castro Peña", "correcta, muy breve", a.TERSE),
    Student(
        "diaz",
        "Diego",
        "Díaz Núñez",
        "correcta, con avisos, magias y celdas propias",
        a.NOISY,
        damage=d.extra_cells,
    ),
    Student(
        "escobar",
        "Elena",
        "Escobar León",
        "olvida el lote corto al contar",
        {**a.SELF_CONTAINED, "iteraciones_por_epoca": a.ALWAYS_FLOOR},
        expected=_wrong("iteraciones_por_epoca", "siempre_suelo"),
    ),
    Student(
        "ferrer",
        "Fabián",
        "Ferrer Gil",
        "no comprueba los argumentos: solo fallan casos límite",
        {**a.SELF_CONTAINED, "iteraciones_por_epoca": a.NO_VALIDATION},
        expected=_wrong("iteraciones_por_epoca", "sin_validar", share=0.75),
    ),
    Student(
        "garcia",
        "Gema",
        "García Íñiguez",
        "pierde el último lote",
        {"partir_en_lotes": a.FORGETS_LAST_BATCH},
        expected=_wrong("partir_en_lotes", "olvida_el_ultimo"),
    ),
    Student(
        "herrero",
        "Hugo",
        "Herrero Vidal",
        "desordena x e y por separado",
        {"desordenar_ejemplos": a.SEPARATE_PERMUTATIONS},
        expected=_wrong("desordenar_ejemplos", "dos_permutaciones"),
    ),
    Student(
        "ibarra",
        "Inés",
        "Ibarra Soto",
        "desordena sobre la lista recibida",
        {"desordenar_lotes": a.SHUFFLES_IN_PLACE},
        expected=_wrong("desordenar_lotes", "modifica_la_entrada"),
    ),
    Student(
        "jimenez",
        "Javier",
        "Jiménez Mora",
        "el mismo orden en todas las épocas",
        {"entrenar_sgd": a.SAME_ORDER_EVERY_EPOCH},
        expected=_wrong("entrenar_sgd", "mismo_orden_cada_epoca"),
    ),
    Student(
        "klein",
        "Katia",
        "Klein Rojas",
        "sube en lugar de bajar",
        {"entrenar_sgd": a.WRONG_SIGN},
        expected=_wrong("entrenar_sgd", "sube"),
    ),
    Student(
        "lozano",
        "Leo",
        "Lozano Prieto",
        "predice solo con NumPy y junta las partes al final",
        {"predecir_por_lotes": a.ONLY_NUMPY},
        expected={
            "t2-predecir_por_lotes-portable": Expected(
                "excepcion", 0.0, "t2.predecir_por_lotes.conversion_implicita"
            ),
            "t2-predecir_por_lotes-memoria": Expected(
                "incorrecto", 0.0, "t2.predecir_por_lotes.memoria_de_mas"
            ),
        },
    ),
    Student(
        "marin",
        "Marta",
        "Marín Cano",
        "un bucle sin fin dentro de una función",
        {"epocas_necesarias": a.ENDLESS},
        expected=_wrong("epocas_necesarias", None, "tiempo"),
    ),
    Student(
        "navarro",
        "Nicolás",
        "Navarro Gil",
        "una celda propia que no acaba nunca",
        damage=d.endless_cell,
    ),
    Student(
        "ochoa",
        "Olga",
        "Ochoa Paz",
        "una función que tumba el proceso",
        {"nombres": a.SEGFAULT},
        expected=_wrong("nombres", None, "excepcion"),
    ),
    Student(
        "pardo",
        "Pablo",
        "Pardo Mena",
        "una celda propia que mata Python",
        damage=d.killer_cell,
    ),
    Student(
        "quiroga",
        "Quique",
        "Quiroga Ríos",
        "llama a exit() dentro de una función",
        {"iteraciones_totales": a.LEAVES},
        expected=_wrong("iteraciones_totales", None),
    ),
    Student(
        "ramos",
        "Rosa",
        "Ramos Luna",
        "el fichero está cortado y no se puede leer",
        encode=d.torn_bytes,
        unreadable=True,
    ),
    Student(
        "saez",
        "Saúl",
        "Sáez Bravo",
        "entrega el cuaderno en blanco",
        blank=True,
        all_wrong="excepcion",
    ),
    Student(
        "torres",
        "Teresa",
        "Torres Gallo",
        "intenta ponerse la nota",
        {"iteraciones_por_epoca": a.ATTACK},
        blank=True,
        damage=d.fake_results,
        expected={
            **_wrong("iteraciones_por_epoca", None, "respuesta_invalida"),
            **_wrong("iteraciones_totales", None, "respuesta_invalida"),
            **_wrong("epocas_necesarias", None, "respuesta_invalida"),
        },
        all_wrong="excepcion",
    ),
    Student(
        "urbina",
        "Úrsula",
        "Urbina Ochoa",
        "pasó por otro editor: sin metadatos, con BOM y otro nombre",
        damage=d.stripped_metadata,
        encode=d.with_bom,
        file_name="{tarea} (1).ipynb",
    ),
    Student(
        "vega",
        "Víctor",
        "Vega Lara",
        "borró, repitió y cambió celdas de prueba",
        damage=d.tampered_tests,
    ),
    Student(
        "wolf",
        "Wanda",
        "Wolf Ortiz",
        "trae un módulo propio",
        {
            "iteraciones_por_epoca": "from mis_funciones import iteraciones_por_epoca\n",
        },
        files={"mis_funciones.py": a.LOOPS["iteraciones_por_epoca"].encode()},
    ),
    Student(
        "yanez",
        "Yago",
        "Yáñez Cruz",
        "un error de sintaxis en una celda",
        {"desordenar_lotes": a.SYNTAX_ERROR},
        expected=_wrong("desordenar_lotes", None, "excepcion"),
    ),
)

#: la tarea que tiene la clase entera
WHOLE = "t2_lotes"


def class_of(tarea: str) -> tuple[Student, ...]:
    """La clase de ejemplo de una tarea.

    Fuera de t2 son quienes entregan la solución del cuaderno, entera o estropeada por el camino, y
    alguien con un error de sintaxis en el último ejercicio.
    """
    if tarea == WHOLE:
        return STUDENTS
    return (*(s for s in STUDENTS if not s.answers), _with_syntax_error(tarea))


def _with_syntax_error(tarea: str) -> Student:
    last = list(load(tarea).exercises.values())[-1]
    wrong = {
        last.grade_id(kind): Expected("excepcion")
        for kind in last.points
        if kind in (CellKind.CORRECTNESS, CellKind.PORTABLE)
    }
    model = next(s for s in STUDENTS if s.id == "yanez")
    return replace(model, answers={last.name: f"def {last.name}(\n"}, expected=wrong)
