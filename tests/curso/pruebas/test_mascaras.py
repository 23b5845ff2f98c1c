"""Las máscaras al azar como distribución: qué se acepta, qué no y con qué falsa alarma."""

import math

import numpy as np
import pytest

from curso.pruebas.compara import PROPIEDADES, Hallazgo, Propiedad, cumple, mascaras
from curso.pruebas.plan import Respuesta

CALLS, REPEATED = 40, 4
P = 0.3
X = np.linspace(-3, 3, 48).reshape(6, 8)
#: las que dependen de p, de cuántas llamadas se repiten y de qué manera fallan
RULES = {
    "parejas_con_la_forma": {},
    "es_x_por_la_mascara": {},
    "sin_escalar": {"p": P},
    "solo_el_producto": {"p": P},
    "entre_p": {"p": P},
    "mascara_escalada": {"p": P},
    "misma_mascara_con_la_semilla": {"repetidas": REPEATED},
    "mascara_segun_la_semilla": {},
    "no_se_repite": {},
    "no_se_repite_en_filas": {"eje": 0},
    "no_se_repite_en_columnas": {"eje": -1},
    "cuenta_variable": {"p": P, "repetidas": REPEATED},
    "al_reves": {"p": P, "repetidas": REPEATED},
    "proporcion_apagada": {"p": P, "repetidas": REPEATED},
    "unidades_independientes": {"p": P, "repetidas": REPEATED},
}
#: nombre de la regla → propiedad y manera de fallar
NAMED = {
    "sin_escalar": ("mascara_escalada", "sin_escalar"),
    "solo_el_producto": ("mascara_escalada", "solo_el_producto"),
    "entre_p": ("mascara_escalada", "entre_p"),
    "al_reves": ("proporcion_apagada", "al_reves"),
    "no_se_repite": ("no_se_repite_en_el_eje", None),
    "no_se_repite_en_filas": ("no_se_repite_en_el_eje", None),
    "no_se_repite_en_columnas": ("no_se_repite_en_el_eje", None),
}


def drop(shape, rng, p=P):
    return (rng.random(shape) >= p) / (1 - p)


def answer(mask, x=X, seed=0, calls=CALLS, product=np.multiply):
    seeds = [*range(seed, seed + calls), *range(seed, seed + REPEATED)]
    masks = [mask(x.shape, np.random.default_rng(s)) for s in seeds]
    return Respuesta("valor", [(product(x, m), m) for m in masks], {"x": x})


def holds(name, obtained, **changes):
    check, failure = NAMED.get(name, (name, None))
    parameters = RULES[name] | changes | ({"fallo": failure} if failure else {})
    rule = Propiedad(check, Hallazgo("x.y", "Causa.", "Pista."), parameters)
    return cumple(rule, obtained, Respuesta("valor", None, {"x": X}))


def broken(obtained):
    return [name for name in RULES if not holds(name, obtained)]


def test_every_property_is_looked_at_here():
    own = {n for n, f in PROPIEDADES.items() if f.__module__ == mascaras.__name__}
    assert own == {NAMED.get(n, (n,))[0] for n in RULES} | {"mascara_de_unos"}


def exact_number(shape, rng):
    mask = np.ones(math.prod(shape))
    mask[rng.choice(mask.size, size=round(P * mask.size), replace=False)] = 0
    return mask.reshape(shape) / (1 - P)


RIGHT = {
    "uniforme": drop,
    "float32": lambda s, rng: drop(s, rng).astype(np.float32),
    "binomial": lambda s, rng: rng.binomial(1, 1 - P, s) / (1 - P),
    "choice": lambda s, rng: rng.choice([0, 1 / (1 - P)], size=s, p=[P, 1 - P]),
    "con bucle": lambda s, rng: np.array(
        [0.0 if rng.random() < P else 1 / (1 - P) for _ in range(math.prod(s))]
    ).reshape(s),
}


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("seed", [0, 1000, 2000])
def test_a_right_mask_breaks_nothing(name, seed):
    assert broken(answer(RIGHT[name], seed=seed)) == []


FIXED = np.random.default_rng(1)
WRONG = {
    "sin escalar": (lambda s, rng: (rng.random(s) >= P) * 1.0, "sin_escalar"),
    "booleana": (lambda s, rng: rng.random(s) >= P, "sin_escalar"),
    "entre p": (lambda s, rng: (rng.random(s) >= P) / P, "entre_p"),
    "escalada dos veces": (lambda s, rng: drop(s, rng) / (1 - P), "mascara_escalada"),
    "azar ajeno": (lambda s, rng: drop(s, FIXED), "misma_mascara_con_la_semilla"),
    "siempre la misma": (
        lambda s, rng: drop(s, np.random.default_rng(0)),
        "mascara_segun_la_semilla",
    ),
    "todo o nada": (lambda s, rng: np.full(s, drop((), rng)), "no_se_repite"),
    "la misma fila": (lambda s, rng: np.ones(s) * drop(s[1:], rng), "no_se_repite_en_filas"),
    "filas enteras": (
        lambda s, rng: np.ones(s) * drop((s[0], 1), rng),
        "no_se_repite_en_columnas",
    ),
    "número exacto": (exact_number, "cuenta_variable"),
    "al revés": (lambda s, rng: (rng.random(s) < P) / (1 - P), "al_reves"),
    "la mitad": (lambda s, rng: (rng.random(s) >= 0.5) / (1 - P), "proporcion_apagada"),
    "normal": (lambda s, rng: (rng.normal(size=s) > P) / (1 - P), "proporcion_apagada"),
    "de dos en dos": (
        lambda s, rng: np.repeat(drop((s[0], s[1] // 2), rng), 2, axis=1),
        "unidades_independientes",
    ),
    "filas de dos en dos": (
        lambda s, rng: np.repeat(drop((s[0] // 2, s[1]), rng), 2, axis=0),
        "unidades_independientes",
    ),
    "solo la primera mitad": (
        lambda s, rng: np.where(
            np.arange(s[1]) < s[1] // 2, (rng.random(s) >= 2 * P) / (1 - P), 1 / (1 - P)
        ),
        "unidades_independientes",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_mask_breaks_first_the_property_that_tells_why(name):
    mask, first = WRONG[name]
    assert broken(answer(mask))[0] == first


def test_the_product_must_be_x_by_that_same_mask():
    obtained = answer(drop, product=lambda x, m: x)
    assert broken(obtained) == ["es_x_por_la_mascara"]
    unscaled = answer(
        lambda s, rng: (rng.random(s) >= P) * 1.0, product=lambda x, m: x * m / (1 - P)
    )
    assert "solo_el_producto" in broken(unscaled)
    assert "sin_escalar" not in broken(unscaled)


@pytest.mark.parametrize(
    "value",
    [
        [X] * 44,
        [(X, 1.0)] * 44,
        [(X, X[0])] * 44,
        [(X, X, X)] * 44,
        [{"x": X, "m": X}] * 44,
        [(X, "m")] * 44,
        None,
    ],
    ids=["sin pareja", "un número", "otra forma", "trío", "diccionario", "texto", "nada"],
)
def test_what_is_not_a_pair_of_arrays_holds_nothing(value):
    assert not holds("parejas_con_la_forma", Respuesta("valor", value, {"x": X}))


def test_when_predicting_nothing_is_dropped_or_scaled():
    def predicted(product, mask):
        return Respuesta("valor", [(product, mask)] * 3, {"x": X})

    ones = np.ones_like(X)
    expected = Respuesta("valor", None, {"x": X})
    rules = {
        failure: Propiedad(
            "mascara_de_unos", Hallazgo("x.y", "C.", "P."), {"p": P, "fallo": failure}
        )
        for failure in ("por_lo_que_queda", "otra")
    }

    def failures(obtained):
        return [f for f, rule in rules.items() if not cumple(rule, obtained, expected)]

    assert failures(predicted(X, ones)) == []
    assert failures(predicted(X * (1 - P), ones)) == ["por_lo_que_queda"]
    assert failures(predicted(X * (1 - P), ones * (1 - P))) == ["por_lo_que_queda"]
    assert failures(predicted(X / (1 - P), ones / (1 - P))) == ["otra"]
    assert failures(answer(drop)) == ["otra"]


def test_the_false_alarm_is_under_one_in_a_thousand_million():
    """De las propiedades sin `verosimil`, que tiene su propia prueba."""
    n = X.size
    mode = max(math.comb(n, k) * P**k * (1 - P) ** (n - k) for k in range(n + 1))
    alike = P * P + (1 - P) ** 2
    assert mode ** (CALLS - 1) < 1e-9
    assert alike ** ((n // 2) * CALLS) < 1e-9


def test_with_too_few_calls_a_repeated_count_proves_nothing():
    few = answer(lambda s, rng: drop((1,), rng), x=np.ones(1), calls=3)
    assert holds("cuenta_variable", few)
