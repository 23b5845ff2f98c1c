"""El núcleo fundido de CuPy, hasta donde se puede sin GPU: se compila como C y se ejecuta.

Lo que solo una GPU puede decir está en `tests/gpu/test_optimizadores_gpu.py`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from solutions.optimizadores import Adam
from solutions.rutas_rapidas import nucleo_cuda
from solutions.rutas_rapidas.nucleo_cuda import OPCIONES
from solutions.rutas_rapidas.traza import trazar
from tests.missing import lack
from tests.solutions.optimizadores.configuraciones import (
    CONFIGURATIONS,
    IDS,
    build,
    gradients,
    weights,
)
from tests.solutions.optimizadores.sustituto_cupy import FakeCupy

SHAPES = [(7, 11), (), (0, 3), (130,)]
STEPS = 4


@pytest.fixture
def cupy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeCupy:
    if shutil.which("cc") is None:
        pytest.skip(lack("un compilador de C", "gcc"))
    fake = FakeCupy(tmp_path)
    monkeypatch.setitem(sys.modules, "cupy", fake)
    # Bloques pequeños: los arreglos de la prueba ocupan varios y el último no se llena.
    monkeypatch.setattr(nucleo_cuda, "ELEMENTOS_POR_BLOQUE", 32)
    monkeypatch.setattr(nucleo_cuda, "HILOS", 8)
    return fake


@pytest.mark.parametrize("in_place", [False, True], ids=["paso", "paso_in_situ"])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_el_nucleo_da_lo_mismo_que_la_formula_en_un_solo_lanzamiento(
    cupy: FakeCupy, name: str, settings: dict[str, Any], dtype: str, in_place: bool
) -> None:
    fast, readable = build(name, settings), build(name, settings)
    readable.rutas_rapidas = False
    # La potencia de C y la de NumPy no redondean igual; lo demás, bit a bit.
    tolerance = 1e-5 if "potencia_lr" in settings else 0.0
    w_readable = weights(SHAPES, dtype)
    w_fast = [w.copy().view(cupy.ndarray) for w in w_readable]
    for step, g in enumerate(gradients(SHAPES, dtype, STEPS), start=1):
        g_fast = [a.view(cupy.ndarray) for a in g]
        if in_place:
            fast.paso_in_situ(w_fast, g_fast)
        else:
            w_fast = fast.paso(w_fast, g_fast)
        w_readable = readable.paso(w_readable, g)
        assert fast.rutas == {"nucleo"}
        # Bloques de 32: 77 elementos son 3, 1 es 1, 0 no es ninguno y 130 son 5.
        assert cupy.launches == [(9, 8)] * step
        for a, b in zip(w_fast, w_readable, strict=True):
            assert a.dtype == dtype
            np.testing.assert_allclose(np.asarray(a), b, rtol=tolerance, atol=tolerance)
    assert len(cupy.sources) == 1, "se compila una vez, no en cada paso"
    for key, value in readable.guardar_estado().items():
        np.testing.assert_allclose(
            np.asarray(fast.guardar_estado()[key]), value, rtol=tolerance, atol=tolerance
        )


def test_se_compila_sin_fundir_productos_y_sumas(cupy: FakeCupy) -> None:
    """Es lo que hace que la GPU redondee como NumPy."""
    w = np.ones(3).view(cupy.ndarray)
    Adam().paso(w, w.copy())
    assert cupy.options == [("--fmad=false",)]


def test_la_tabla_de_punteros_solo_se_sube_cuando_cambia(cupy: FakeCupy) -> None:
    w, g, other = (np.ones(50).view(cupy.ndarray) for _ in range(3))
    optimizer = Adam()
    for _ in range(3):
        optimizer.paso_in_situ(w, g)
    assert cupy.uploads == 1
    optimizer.paso_in_situ(w, other)
    assert cupy.uploads == 2


def test_nan_se_propaga_como_en_numpy(cupy: FakeCupy) -> None:
    """fmax de C lo taparía: max(x, NaN) ha de ser NaN."""
    w = np.ones(2)
    for settings in ({"amsgrad": True}, {"convencion": "torch", "amsgrad": True}):
        optimizer = Adam(**settings)
        device = w.copy().view(cupy.ndarray)
        optimizer.paso_in_situ(device, np.array([np.nan, 1.0]).view(cupy.ndarray))
        optimizer.paso_in_situ(device, np.array([1.0, 1.0]).view(cupy.ndarray))
        assert np.isnan(np.asarray(device)).tolist() == [True, False]


def test_sin_elementos_no_se_lanza_nada(cupy: FakeCupy) -> None:
    w = np.ones((0, 4)).view(cupy.ndarray)
    assert Adam().paso(w, w.copy()).shape == (0, 4)
    assert cupy.launches == []


@pytest.mark.parametrize(
    ("case", "w", "g"),
    [
        ("no contiguo", np.ones((4, 6)).T, np.ones((6, 4))),
        ("otro tipo de gradiente", np.ones(4, "float32"), np.ones(4)),
    ],
)
def test_lo_que_el_nucleo_no_admite_va_por_la_formula(
    cupy: FakeCupy, case: str, w: np.ndarray, g: np.ndarray
) -> None:
    optimizer = Adam()
    obtained = optimizer.paso(w.view(cupy.ndarray), g.view(cupy.ndarray))
    assert optimizer.rutas == {"formula"}, case
    assert cupy.launches == []
    np.testing.assert_array_equal(np.asarray(obtained), Adam().paso(w, g))


def test_si_los_pesos_y_el_gradiente_se_pisan_el_nucleo_no_se_usa(cupy: FakeCupy) -> None:
    """Un hilo leería el gradiente que otro acaba de escribir."""
    memory = np.linspace(-1, 1, 101).view(cupy.ndarray)
    expected = Adam().paso(np.array(memory[1:]), np.array(memory[:-1]))
    optimizer = Adam()
    w = memory[1:]
    optimizer.paso_in_situ(w, memory[:-1])
    assert optimizer.rutas == {"formula"}
    np.testing.assert_array_equal(np.asarray(w), expected)


@pytest.mark.lento
@pytest.mark.skipif(shutil.which("nvcc") is None, reason="no está el compilador de CUDA")
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_el_compilador_de_cuda_acepta_todos_los_nucleos(tmp_path: Path, dtype: str) -> None:
    codes = []
    for number, (name, settings) in enumerate(CONFIGURATIONS):
        optimizer = build(name, settings)
        optimizer.avanzar()
        program = trazar(
            optimizer.formula, tuple(optimizer.estado_inicial()), tuple(optimizer.coeficientes())
        )
        code = nucleo_cuda.fuente(program, dtype)
        codes.append(f"namespace n{number} {{\n{code.replace(' paso(', f' paso_{number}(')}}}")
    source = tmp_path / "nucleos.cu"
    include = "#include <cuda_fp16.h>\n"
    source.write_text(include + "\n".join(codes).replace(include, ""))
    compiled = tmp_path / "nucleos.ptx"
    subprocess.run(
        ["nvcc", "-ptx", *OPCIONES, "-Werror", "all-warnings", source, "-o", compiled], check=True
    )
    assert compiled.read_text().count(".entry paso_") == len(CONFIGURATIONS)


def test_el_codigo_lee_y_escribe_cada_arreglo_una_vez() -> None:
    optimizer = Adam(amsgrad=True)
    optimizer.avanzar()
    program = trazar(optimizer.formula, ("m", "v", "v_max"), tuple(optimizer.coeficientes()))
    code = nucleo_cuda.fuente(program, "float32")
    loop = code[code.index("for (long long i") :]
    for array in ("w", "g", "m", "v", "v_max"):
        assert loop.count(f"(T)p_{array}[i]") == 1
    for array in ("destino", "m", "v", "v_max"):
        assert loop.count(f"p_{array}[i] = ") == 1
