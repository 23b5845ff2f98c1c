"""De las respuestas al hallazgo: el error conocido que explica lo que falla, y ningún otro."""

from dataclasses import replace

import pytest

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
    assert codes(value(1), value(2), value(7), GOOD_RANDOM) == ["x.no_rechaza"]


def test_an_unknown_error_in_one_case_is_not_explained_by_the_others():
    assert codes(value(10), value(21), ERROR, GOOD_RANDOM) == []


def test_a_broken_property_comes_before_the_known_error_of_the_other_cases():
    assert codes(value(1), value(2), value(0), NEVER_SHUFFLED) == ["x.fijo", "x.sin_validar"]


# --- varias causas, o ninguna conocida ----------------------------------------------------------

TOUCHES = Hallazgo("x.modifica_b", "Cambia b.", "Copia.")
ANY_TOUCHED = Hallazgo("x.modifica", "Cambia una entrada.", "Copia.")
PLAIN = (case("uno"), case("dos"), case("límite", edge=True), case("otro límite", edge=True))


PLAIN_RIGHT = (value(1), value(2), ERROR, value(4))


def check_of(*errors, right=PLAIN_RIGHT, **rules):
    return Comprobacion(Plan("x", "f", PLAIN), right, {"": Comparacion(**rules)}, errors)


def found(check, *answers):
    return [h.codigo for h in diagnosticar(answers, check).hallazgos]


def known(finding, *answers, note=False):
    return ErrorConocido(finding, answers, note)


def test_two_errors_with_the_same_answers_are_both_named_as_possible():
    answers = (value(10), value(20), ERROR, value(40))
    check = check_of(known(BIG, *answers), known(FIXED, *answers))
    assert found(check, *answers) == ["x.grande", "x.fijo"]
    causes = [h.causa for h in diagnosticar(answers, check).hallazgos]
    assert causes == [
        "Posible causa (1 de 2): causa de grande.",
        "Posible causa (2 de 2): causa de fijo.",
    ]


def test_the_error_that_explains_more_edge_cases_is_the_one_told():
    check = check_of(
        known(BIG, value(10), value(20), ERROR, value(4)),
        known(FIXED, value(10), value(20), value(0), value(4)),
    )
    assert found(check, value(10), value(20), value(0), value(9)) == ["x.fijo"]


def test_a_second_mistake_in_edge_cases_is_told_too():
    check = check_of(
        known(BIG, value(10), value(20), ERROR, value(40)),
        known(UNCHECKED, value(1), value(2), value(0), value(4)),
    )
    assert found(check, value(10), value(20), value(0), value(40)) == ["x.grande", "x.sin_validar"]


def test_an_edge_error_is_not_told_to_who_is_right_where_it_fails():
    check = check_of(known(FIXED, value(1), value(2), value(0), value(0)))
    assert found(check, value(1), value(2), ERROR, value(0)) == []


def test_exceptions_alone_do_not_prove_a_known_error():
    """Se dice lo que se ve; el error conocido solo si responde lo mismo en todos los casos."""
    boom = Respuesta("excepcion", excepcion="TypeError")
    check = check_of(known(BIG, boom, boom, ERROR, value(4)))
    assert found(check, boom, boom, ERROR, value(4)) == ["x.grande"]
    assert found(check, boom, boom, ERROR, boom) == ["x.excepcion"]


def test_a_changed_input_comes_first_and_with_its_own_name():
    right = tuple(value(v, a=[1], b=[2]) for v in (1, 2, 3, 4))
    check = check_of(
        known(BIG, *(value(v, a=[1], b=[2]) for v in (10, 20, 30, 40))),
        right=right,
        intactas=ANY_TOUCHED,
        intactas_de={"b": TOUCHES},
    )
    assert found(check, *(value(v, a=[1], b=[0]) for v in (1, 2, 3, 4))) == ["x.modifica_b"]
    assert found(check, *(value(v, a=[0], b=[2]) for v in (1, 2, 3, 4))) == ["x.modifica"]
    both = [value(v, a=[1], b=[0]) for v in (10, 20, 30, 40)]
    assert found(check, *both) == ["x.modifica_b", "x.grande"]


def test_another_convention_keeps_what_is_right_in_it():
    other = known(BIG, value(10), value(20), ERROR, value(40), note=True)
    diagnosis = diagnosticar((value(10), value(20), ERROR, value(9)), check_of(other))
    assert [h.codigo for h in diagnosis.notas] == ["x.grande"]
    assert [d is None for d in diagnosis.discrepancias] == [True, True, True, False]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Respuesta("excepcion", excepcion="IndexError"), "x.excepcion"),
        (Respuesta("tiempo"), "x.no_acaba"),
        (Respuesta("invalida"), "x.no_admitido"),
        (value(None), "x.devuelve_none"),
        (value([1, 2]), "x.tipo"),
    ],
)
def test_what_is_seen_is_told_when_nothing_known_explains_it(answer, code):
    assert found(check_of(), answer, answer, ERROR, value(4)) == [code]
