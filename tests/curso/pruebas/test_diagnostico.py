"""De las respuestas al hallazgo: el error conocido que explica lo que falla, y ningún otro."""

from dataclasses import replace

from curso.pruebas.compara import Comparacion, Hallazgo, Propiedad
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.plan import Caso, Devolver, Llamar, Plan, Ref, Respuesta
from curso.pruebas.publico import Comprobacion, ErrorConocido

BIG, UNCHECKED, FIXED = (
    Hallazgo(f"x.{code}", f"Causa de {code}.", "Pista.")
    for code in ("grande", "sin_validar", "fijo")
)
ERROR = Respuesta("excepcion", excepcion="ValueError")


def value(v, **inputs):
    return Respuesta("valor", v, inputs)


def case(title, *, edge=False, group=""):
    return Caso(title, (Llamar("r"), Devolver(Ref("r"))), borde=edge, grupo=group)


#: dos casos corrientes, uno límite y uno al azar con una propiedad
CASES = (case("uno"), case("dos"), case("límite", edge=True), case("azar", group="azar"))
SHUFFLES = Propiedad("desordena", FIXED, {"forma": "entrenamiento"})


def random_answer(first, second):
    return value([(0.0, first), (0.0, second)], x=[0.0, 1.0])


#: las pérdidas del testigo `Fichas` con los ejemplos 0 y 1, en un orden y en el otro
GOOD_RANDOM = random_answer([0.0, 1001.0], [1001.0, 0.0])
NEVER_SHUFFLED = random_answer([0.0, 1001.0], [0.0, 1001.0])
RIGHT = (value(1), value(2), ERROR, GOOD_RANDOM)
CHECK = Comprobacion(
    Plan("x", "f", CASES),
    RIGHT,
    {"": Comparacion(), "azar": Comparacion(valores=False, propiedades=(SHUFFLES,))},
    (
        ErrorConocido(UNCHECKED, (value(1), value(2), value(0), GOOD_RANDOM)),
        ErrorConocido(BIG, (value(10), value(20), ERROR, GOOD_RANDOM)),
    ),
)


def codes(*answers):
    return [h.codigo for h in diagnosticar(answers, CHECK).hallazgos]


def test_a_right_answer_has_no_finding():
    assert diagnosticar(RIGHT, CHECK).correcto
    assert codes(*RIGHT) == []


def test_the_same_answers_as_a_known_error_are_recognised():
    assert codes(value(10), value(20), ERROR, GOOD_RANDOM) == ["x.grande"]
    assert codes(value(1), value(2), value(0), GOOD_RANDOM) == ["x.sin_validar"]


def test_the_main_error_is_recognised_though_edge_cases_fail_in_another_way():
    key_error = Respuesta("excepcion", excepcion="KeyError")
    assert codes(value(10), value(20), key_error, GOOD_RANDOM) == ["x.grande"]


def test_another_convention_that_fails_in_an_edge_case_is_not_correct():
    other = ErrorConocido(BIG, CHECK.errores[1].respuestas, nota=True)
    check = replace(CHECK, errores=(other,))
    assert diagnosticar((value(10), value(20), ERROR, GOOD_RANDOM), check).correcto
    assert not diagnosticar((value(10), value(20), value(0), GOOD_RANDOM), check).correcto


def test_an_unknown_edge_failure_is_not_given_the_name_of_another():
    assert codes(value(1), value(2), value(7), GOOD_RANDOM) == []


def test_an_unknown_error_in_one_case_is_not_explained_by_the_others():
    assert codes(value(10), value(21), ERROR, GOOD_RANDOM) == []


def test_a_broken_property_is_not_explained_by_an_error_that_keeps_it():
    """Responde como «sin_validar» en lo demás, pero además no desordena: eso es lo principal."""
    assert codes(value(1), value(2), value(0), NEVER_SHUFFLED) == ["x.fijo"]
