"""Los optimizadores dan lo mismo que Keras 3 y torch, con la tabla hecha por ellos."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from solutions import optimizadores

TABLE = json.loads(
    gzip.decompress(Path(__file__).with_name("tabla_optimizadores.json.gz").read_bytes())
)
NAMES = [
    f"{case['clase']}-{case['convencion']}-{number}" for number, case in enumerate(TABLE["casos"])
]
TOLERANCE = 1e-10


@pytest.mark.parametrize("case", TABLE["casos"], ids=NAMES)
@pytest.mark.parametrize("route", ["bloques", "formula"])
@pytest.mark.parametrize("in_place", [False, True], ids=["paso", "paso_in_situ"])
def test_cada_paso_coincide_con_la_biblioteca(
    case: dict[str, Any], route: str, in_place: bool
) -> None:
    optimizer = getattr(optimizadores, case["clase"])(
        convencion=case["convencion"], **case["hiperparametros"]
    )
    optimizer.rutas_rapidas = route == "bloques"
    w = [np.array(values, dtype=float) for values in case["w0"]]
    g = [np.array(values, dtype=float) for values in case["g"]]
    expected = [np.array(values, dtype=float) for values in case["w"]]
    for t in range(len(g[0])):
        if case["lr"]:
            optimizer.lr = case["lr"][t]
        g_t = [values[t, ...] for values in g]
        if in_place:
            optimizer.paso_in_situ(w, g_t)
        else:
            w = optimizer.paso(w, g_t)
        assert optimizer.rutas == {route}
        for obtained, values in zip(w, expected, strict=True):
            np.testing.assert_allclose(obtained, values[t], rtol=TOLERANCE, atol=TOLERANCE)


def test_la_tabla_recorre_todos_los_optimizadores_y_opciones() -> None:
    cases = TABLE["casos"]
    assert {c["clase"] for c in cases} == set(optimizadores.__all__) - {"Optimizador"}
    for option in ("nesterov", "centered", "amsgrad"):
        for convention in ("keras", "torch"):
            values = {
                c["hiperparametros"].get(option, False)
                for c in cases
                if c["convencion"] == convention
            }
            assert values == {False, True}, f"falta un caso de {option} en {convention}"


def test_el_ejemplo_a_mano_de_las_dos_convenciones() -> None:
    """Los valores del material, calculados aparte de la tabla."""
    g = [
        (0.1, -0.2, 0.3),
        (0.05, 0.4, -0.6),
        (-0.3, 0, 0.25),
        (1.5, -0.7, 0.001),
        (0.02, 0.9, -1.1),
    ]
    expected = {
        optimizadores.Adam(0.001): (0.4974687861, -1.2494757082, 1.9999144887),
        optimizadores.Adam(0.001, convencion="torch"): (0.4974687298, -1.2494756961, 1.9999144814),
        optimizadores.Ftrl(0.001): (0.0225141932, -0.1936769068, 0.5496623910),
    }
    for optimizer, values in expected.items():
        w = np.array([0.5, -1.25, 2.0])
        for gradient in g:
            w = optimizer.paso(w, np.array(gradient))
        np.testing.assert_allclose(w, values, rtol=0, atol=1e-10)
