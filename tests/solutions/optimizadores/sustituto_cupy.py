"""Un sustituto de CuPy que ejecuta de verdad el núcleo generado, en la CPU.

El código CUDA es casi C: sin `extern "C" __global__` y con `blockIdx`, `threadIdx` y `blockDim`
como variables, lo compila el compilador de C del sistema, y cada hilo es una llamada.
"""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

PRELUDE = """\
#include <math.h>
#include <tgmath.h>
typedef _Float16 __half;
struct dimension { int x; };
struct dimension blockIdx, threadIdx, blockDim;
"""

C_TYPES = {np.int32: ctypes.c_int, np.float32: ctypes.c_float, np.float64: ctypes.c_double}


class FakeCupy(ModuleType):
    """Lo que el código usa de `cupy`: `ndarray`, `asarray` y `RawKernel`."""

    def __init__(self, folder: Path) -> None:
        super().__init__("cupy")
        self.folder = folder
        self.launches: list[tuple[int, int]] = []
        self.sources: list[str] = []
        self.options: list[tuple[str, ...]] = []
        self.uploads = 0

        # Clases nuevas en cada sustituto: array_api_compat recuerda qué clases son de CuPy.
        class ndarray(np.ndarray):  # noqa: N801
            @property
            def data(self) -> Any:  # type: ignore[override]
                return SimpleNamespace(ptr=self.ctypes.data)

        self.ndarray = ndarray

    def asarray(self, a: Any) -> Any:
        self.uploads += 1
        return np.array(a).view(self.ndarray)

    def RawKernel(self, code: str, name: str, options: tuple[str, ...] = ()) -> Any:  # noqa: N802
        self.sources.append(code)
        self.options.append(options)
        source = self.folder / f"nucleo_{len(self.sources)}.c"
        library = source.with_suffix(".so")
        plain = code.replace('extern "C" __global__ ', "").replace("#include <cuda_fp16.h>\n", "")
        source.write_text(PRELUDE + plain)
        command = ["cc", "-O1", "-ffp-contract=off", "-Werror", "-shared", "-fPIC"]
        subprocess.run([*command, "-o", library, source, "-lm"], check=True)
        compiled = ctypes.CDLL(str(library))

        def launch(grid: tuple[int], block: tuple[int], arguments: tuple[Any, ...]) -> None:
            self.launches.append((grid[0], block[0]))
            table, *numbers = arguments
            converted = [ctypes.c_void_p(table.data.ptr)]
            converted += [C_TYPES[type(n)](n) for n in numbers]
            index, thread, size = (
                ctypes.c_int.in_dll(compiled, n) for n in ("blockIdx", "threadIdx", "blockDim")
            )
            size.value = block[0]
            for index.value in range(grid[0]):
                for thread.value in range(block[0]):
                    compiled[name](*converted)

        return launch
