"""La ruta por bloques de NumPy: se usa, da los mismos bits que la fórmula y no reserva memoria."""

from __future__ import annotations

import tracemalloc
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.optimizadores import SGD, Adam, RMSprop
from solutions.rutas_rapidas import bloques
from solutions.rutas_rapidas.bloques import PorBloques
from solutions.rutas_rapidas.traza import trazar
from tests.solutions.optimizadores.configuraciones import (
    CONFIGURATIONS,
    IDS,
    build,
    gradients,
    weights,
)

SHAPES = [(7, 11), (), (0, 3), (130,)]
STEPS = 6


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bloques de 16: los arreglos de la prueba ocupan varios, y el último no se llena."""
    monkeypatch.setattr(bloques, "BYTES_EN_CACHE", 128)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("in_place", [False, True], ids=["paso", "paso_in_situ"])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_los_bloques_dan_los_mismos_bits_que_la_formula(
    name: str, settings: dict[str, Any], dtype: str, in_place: bool
) -> None:
    # La potencia de NumPy en float32 no da los mismos bits según dónde caiga el elemento.
    tolerance = 1e-5 if "potencia_lr" in settings and dtype != "float64" else 0.0
    fast, readable = build(name, settings), build(name, settings)
    readable.rutas_rapidas = False
    w_fast, w_readable = weights(SHAPES, dtype), weights(SHAPES, dtype)
    for g in gradients(SHAPES, dtype, STEPS):
        if in_place:
            fast.paso_in_situ(w_fast, g)
        else:
            w_fast = fast.paso(w_fast, g)
        w_readable = readable.paso(w_readable, g)
        assert fast.rutas == {"bloques"}
        assert readable.rutas == {"formula"}
        for a, b in zip(w_fast, w_readable, strict=True):
            assert a.dtype == b.dtype == dtype
            assert a.shape == b.shape
            np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)
    for key, value in readable.guardar_estado().items():
        np.testing.assert_allclose(
            fast.guardar_estado()[key], value, rtol=tolerance, atol=tolerance, err_msg=key
        )


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_paso_in_situ_no_reserva_memoria(name: str, settings: dict[str, Any], dtype: str) -> None:
    optimizer = build(name, settings)
    (w,), (g,) = weights([(500_000,)], dtype), gradients([(500_000,)], dtype, 1)[0]
    optimizer.paso_in_situ(w, g)
    tracemalloc.start()
    optimizer.paso_in_situ(w, g)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16_000, f"un paso reservó {peak} bytes"


def test_los_trozos_de_trabajo_se_reutilizan() -> None:
    optimizer = Adam()
    (w,), ((g,), *_) = weights([(100_000,)], "float32"), gradients([(100_000,)], "float32", 1)
    optimizer.paso_in_situ(w, g)
    (scratch,) = optimizer._ejecutor._bloques._trozos.values()
    before = [array.ctypes.data for array in scratch]
    optimizer.paso_in_situ(w, g)
    assert before
    assert [array.ctypes.data for array in scratch] == before
    assert sum(array.nbytes for array in scratch) <= bloques.BYTES_EN_CACHE


def test_paso_deja_los_argumentos_como_estaban_y_no_comparte_memoria() -> None:
    for name, settings in CONFIGURATIONS:
        optimizer = build(name, settings)
        (w,), (g,) = weights([(5,)], "float64"), gradients([(5,)], "float64", 1)[0]
        w_before, g_before = w.copy(), g.copy()
        new = optimizer.paso(w, g)
        saved = optimizer.guardar_estado()
        np.testing.assert_array_equal(w, w_before)
        np.testing.assert_array_equal(g, g_before)
        new[:], g[:], w[:] = np.nan, np.nan, np.nan
        for key, value in optimizer.guardar_estado().items():
            np.testing.assert_array_equal(value, saved[key], err_msg=f"{name}: {key}")


@pytest.mark.parametrize("dtype_g", ["float32", "float64", "int64"])
def test_el_gradiente_puede_ser_de_otro_tipo_y_no_contiguo(dtype_g: str) -> None:
    base = np.arange(24, dtype=dtype_g).reshape(4, 6)
    g = base.T
    fast, readable = Adam(lr=0.1), Adam(lr=0.1)
    readable.rutas_rapidas = False
    w = np.ones((6, 4), dtype="float32")
    obtained, expected = fast.paso(w, g), readable.paso(w, g)
    assert fast.rutas == {"bloques"}
    assert obtained.dtype == "float32"
    np.testing.assert_array_equal(obtained, expected)


@pytest.mark.parametrize(
    ("case", "view"),
    [
        ("columnas alternas", lambda: np.ones((6, 8))[:, ::2]),
        ("traspuesta", lambda: np.ones((4, 6)).T),
        ("una subclase", lambda: np.ones((6, 4)).view(type("Otra", (np.ndarray,), {}))),
    ],
)
def test_lo_que_no_cabe_en_bloques_va_por_la_formula(case: str, view: Any) -> None:
    w = view()
    g = np.linspace(-1, 1, 24).reshape(6, 4)
    expected = Adam(lr=0.1).paso(np.ones((6, 4)), g)
    optimizer = Adam(lr=0.1)
    optimizer.paso_in_situ(w, g)
    assert optimizer.rutas == {"formula"}, case
    np.testing.assert_array_equal(w, expected)


def test_si_los_pesos_y_el_gradiente_se_pisan_el_resultado_es_el_mismo() -> None:
    memory = np.linspace(-1, 1, 40_001)
    expected = SGD(lr=0.5).paso(memory[1:].copy(), memory[:-1].copy())
    optimizer = SGD(lr=0.5)
    w = memory[1:]
    optimizer.paso_in_situ(w, memory[:-1])
    assert optimizer.rutas == {"formula"}
    np.testing.assert_array_equal(w, expected)


def test_una_lista_puede_usar_dos_rutas() -> None:
    optimizer = Adam()
    optimizer.paso_in_situ([np.ones(3), np.ones((3, 3)).T[::2]], [np.ones(3), np.ones((2, 3))])
    assert optimizer.rutas == {"bloques", "formula"}


def test_rmsprop_centrado_no_da_nan_cuando_el_redondeo_hace_negativa_la_varianza() -> None:
    """Con un gradiente grande y constante v − a² sale negativo; Keras y torch dan NaN."""
    for convention in ("keras", "torch"):
        optimizer = RMSprop(rho=0.5, centered=True, convencion=convention)
        w = np.zeros(64, dtype="float32")
        g = np.linspace(100, 3000, 64, dtype="float32")
        negative = False
        for _ in range(300):
            optimizer.paso_in_situ(w, g)
            v, a = (optimizer.arreglo_de_estado(n) for n in ("v", "a"))
            negative |= bool(np.any(v - np.square(a) < -1e-7))
        assert negative, "la prueba ya no provoca el redondeo que quería"
        assert np.all(np.isfinite(w))


# Fórmulas al azar: el reparto de lugares ha de ser correcto para cualquiera, no solo para estas.

OPERATIONS = ["add", "subtract", "multiply", "maximum", "sqrt", "square", "abs", "clip"]


@st.composite
def random_formulas(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    length = draw(st.integers(2, 14))
    return [
        (draw(st.sampled_from(OPERATIONS)), draw(st.integers(0, 99)), draw(st.integers(0, 99)))
        for _ in range(length)
    ]


@given(random_formulas(), st.tuples(st.integers(0, 99), st.integers(0, 99)), st.booleans())
def test_cualquier_formula_da_lo_mismo_por_bloques(
    steps: list[tuple[str, int, int]], state_picks: tuple[int, int], in_place: bool
) -> None:
    def formula(xp: Any, w: Any, g: Any, e: Any, c: Any) -> tuple[Any, dict[str, Any]]:
        values = [w, g, e.m, e.v]
        for operation, i, j in steps:
            a, b = values[i % len(values)], values[j % len(values)]
            if operation == "add":
                values.append(a + b)
            elif operation == "subtract":
                values.append((1 - c.k) * a - b)
            elif operation == "multiply":
                values.append(c.k * a * b)
            elif operation == "maximum":
                values.append(xp.maximum(a, b))
            elif operation == "clip":
                values.append(xp.clip(a, -c.k, c.k))
            elif operation == "sqrt":
                values.append(xp.sqrt(xp.abs(a)))
            else:
                values.append(getattr(xp, operation)(a))
        new = values[4:]
        m, v = (new[pick % len(new)] for pick in state_picks)
        return new[-1], {"m": m, "v": v}

    rng = np.random.default_rng(0)
    w, g, m, v = rng.uniform(-1, 1, (4, 50))
    w_new, state = formula(np, w, g, SimpleNamespace(m=m, v=v), SimpleNamespace(k=0.25))
    target = w.copy() if in_place else np.empty_like(w)
    blocks = {"m": m.copy(), "v": v.copy()}
    program = trazar(formula, ("m", "v"), ("k",))
    PorBloques(program)(
        target if in_place else w,
        g,
        target,
        blocks,
        program.numeros(SimpleNamespace(k=0.25)),
        np.dtype("float64"),
    )
    np.testing.assert_array_equal(target, w_new)
    np.testing.assert_array_equal(blocks["m"], state["m"])
    np.testing.assert_array_equal(blocks["v"], state["v"])
