"""t2.nombres: cómo se llama el descenso según el tamaño del lote."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least, edge, with_numpy_integers
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from curso.pruebas.plan.pasos import llamada
from solutions.epocas import nombres

WHOLE = {"tradicional", "batch"}
ONE = {"online", "estocástico"}
BETWEEN = {"estocástico", "mini-batch"}


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n = int(rng.integers(20, 5000))
    b = int(rng.integers(3, n - 2))
    return [
        llamada("b = n", n, n),
        llamada("b = 1", 1, n),
        llamada("entre medias", b, n),
        llamada("casi n", n - 1, n),
        llamada("casi 1", 2, n),
        edge("b = n = 1", 1, 1),
        edge("b = n = 2", 2, 2),
        edge("b = 1, n = 2", 1, 2),
        with_numpy_integers("de NumPy", b, n, dtype="int32"),
        edge("b no válido", -b, n),
        edge("n no válido", b, -n),
    ]


def _from_table(b: int, n: int) -> set[str]:
    at_least(b=(b, 1), n=(n, 1))
    rows = ((b == n, WHOLE), (b == 1, ONE), (1 < b < n, BETWEEN))
    return set().union(*(names for holds, names in rows if holds))


def _one_by_one(b: int, n: int) -> frozenset[str]:
    at_least(b=(b, 1), n=(n, 1))
    names = []
    if b == n:
        names += ["batch", "tradicional"]
    if b == 1:
        names.append("online")
    if b == 1 or b < n:
        names.append("estocástico")
    if 1 < b < n:
        names.append("mini-batch")
    return frozenset(names)


def _chosen(b: int, n: int, whole: Any = WHOLE, one: Any = ONE, between: Any = BETWEEN) -> Any:
    """La respuesta correcta con otros conjuntos de nombres."""
    at_least(b=(b, 1), n=(n, 1))
    if b == n == 1:
        return whole | one
    return whole if b == n else one if b == 1 else between


def _first_only(b: int, n: int) -> set[str]:
    at_least(b=(b, 1), n=(n, 1))
    return set(WHOLE if b == n else ONE if b == 1 else BETWEEN)


def _one_first(b: int, n: int) -> set[str]:
    at_least(b=(b, 1), n=(n, 1))
    return set(ONE if b == 1 else WHOLE if b == n else BETWEEN)


def _swapped(b: int, n: int) -> set[str]:
    at_least(b=(b, 1), n=(n, 1))
    return WHOLE | ONE if b == n == 1 else WHOLE if b == n else ONE if n == 1 else BETWEEN


def _as_list(b: int, n: int) -> list[str]:
    return sorted(_chosen(b, n))


def _in_table_order(names: set[str]) -> str:
    order = ("tradicional", "batch", "online", "estocástico", "mini-batch")
    return ", ".join(name for name in order if name in names)


def _unchecked(b: int, n: int) -> set[str]:
    return _chosen(b, n) if b > 0 and n > 0 else set(BETWEEN)


EXERCISE = Exercise(
    id="t2.nombres",
    name="nombres",
    reference=nombres,
    points={CellKind.CORRECTNESS: 0.4},
    public_cases=(
        llamada("Toda la muestra en cada paso", 9, 9),
        llamada("Un ejemplo en cada paso", 1, 9),
        llamada("Lotes de 4 con 9 ejemplos", 4, 9),
        llamada("Lotes de 32 con 60 000 imágenes", 32, 60_000),
        edge("Un solo ejemplo en la muestra: b = n = 1", 1, 1),
        with_numpy_integers("b y n son enteros de NumPy", 4, 9),
        edge("b = 0: ValueError", 0, 9),
        edge("n = 0: ValueError", 1, 0),
    ),
    hidden_cases=_hidden,
    variants=(
        Variant(
            "batch_es_minibatch",
            lambda b, n: _chosen(b, n, between={"estocástico", "batch"}),
            "Llamas «batch» al descenso con lotes pequeños.",
            "Parece mentira, pero el «descenso batch» es el que no usa lotes. El de lotes pequeños "
            "lleva un prefijo.",
        ),
        Variant(
            "entre_medias_sin_estocastico",
            lambda b, n: _chosen(b, n, between={"mini-batch"}),
            "Te falta un nombre cuando el lote está entre 1 y n.",
            "Son dos: uno dice que el lote es pequeño, y el otro, para algunos autores, vale para "
            "cualquier descenso que no use toda la muestra.",
            others=(lambda b, n: _chosen(b, n, between={"estocástico"}),),
        ),
        Variant(
            "uno_es_minibatch",
            lambda b, n: _chosen(b, n, one={"online", "estocástico", "mini-batch"}),
            "Llamas también «mini-batch» al descenso de un ejemplo por paso.",
            "Con b = 1 no hay lote que valga: mira la tabla del enunciado.",
        ),
        Variant(
            "uno_sin_online",
            lambda b, n: _chosen(b, n, one={"estocástico"}),
            "Te falta un nombre cuando b = 1.",
            "Con un ejemplo por paso se aprende según llegan los datos, y además es un caso de "
            "descenso estocástico.",
            others=(lambda b, n: _chosen(b, n, one={"online"}),),
        ),
        Variant(
            "completo_sin_tradicional",
            lambda b, n: _chosen(b, n, whole={"batch"}),
            "Te falta un nombre cuando b = n.",
            "Es el descenso de la tarea 1, el de siempre, y tiene otro nombre que despista.",
            others=(lambda b, n: _chosen(b, n, whole={"tradicional"}),),
        ),
        Variant(
            "mini_batch_mal_escrito",
            lambda b, n: {x.replace("mini-batch", "minibatch") for x in _chosen(b, n)},
            "No escribes «mini-batch» como en la tabla.",
            "Los nombres se comparan letra a letra: lleva guion y va en minúsculas.",
            others=(
                lambda b, n: {x.replace("mini-batch", "mini batch") for x in _chosen(b, n)},
                lambda b, n: {x.replace("mini-batch", "mini_batch") for x in _chosen(b, n)},
            ),
        ),
        Variant(
            "en_mayusculas",
            lambda b, n: {x.capitalize() for x in _chosen(b, n)},
            "Escribes los nombres con mayúscula.",
            "Los nombres se comparan letra a letra, y van en minúsculas.",
        ),
        Variant(
            "en_una_sola_cadena",
            lambda b, n: {", ".join(sorted(_chosen(b, n)))},
            "Tu conjunto tiene un solo elemento, con todos los nombres dentro.",
            'Cada nombre lleva sus comillas: `{"tradicional", "batch"}`.',
            others=(lambda b, n: {_in_table_order(_chosen(b, n))},),
        ),
        Variant(
            "letras_sueltas",
            lambda b, n: set("".join(_chosen(b, n))),
            "Tu conjunto tiene letras sueltas, y no nombres.",
            '`set("batch")` y `.update("batch")` toman cada letra por un elemento. Un nombre se '
            "añade con `.add`, y varios, con `|= {…}`.",
            others=(lambda b, n: set("".join(_first_only(b, n))),),
        ),
        Variant(
            "sin_acento",
            lambda b, n: {x.replace("á", "a") for x in _chosen(b, n)},
            "Escribes `estocastico` sin acento.",
            "Los nombres se comparan letra a letra: «estocástico».",
        ),
        Variant(
            "olvida_el_caso_doble",
            _first_only,
            "Cuando la muestra tiene un solo ejemplo (b = n = 1) faltan nombres.",
            "En ese caso se cumplen las dos condiciones a la vez: la función da los nombres de "
            "ambas.",
            others=(_one_first,),
        ),
        Variant(
            "argumentos_al_reves",
            _swapped,
            "Parece que has cambiado el orden de los argumentos.",
            "El primero es b, el tamaño del lote; el segundo es n.",
        ),
        Variant(
            "devuelve_lista",
            _as_list,
            "Los nombres son correctos, pero los devuelves en una lista.",
            "Se pide un conjunto (`set`): se escribe entre llaves.",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar los argumentos imposibles.",
            "Si b o n son menores que 1, lanza `ValueError`.",
        ),
    ),
    accepted={"tabla": _from_table, "uno a uno": _one_by_one},
)
