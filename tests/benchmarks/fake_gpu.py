"""Corre `benchmarks/gpu.py` con un CuPy de mentira: mira que funcione, no cuánto tarda.

Va en un proceso aparte, porque los bancos fijan el núcleo y los hilos al importarse.

    python -m tests.benchmarks.fake_gpu CARPETA_TEMPORAL
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from tests.solutions.optimizadores.sustituto_cupy import FakeCupy


class Event:
    """Un evento: la hora en que la cola, que va al día, pasó por él."""

    def __init__(self) -> None:
        self.at = 0.0

    def record(self) -> None:
        self.at = time.perf_counter()

    def synchronize(self) -> None:
        pass


class Stream:
    """Una cola que hace las cosas en cuanto se le piden."""

    def __init__(self, non_blocking: bool = False) -> None:
        self.non_blocking = non_blocking

    def record(self) -> Event:
        event = Event()
        event.record()
        return event

    def wait_event(self, event: Event) -> None:
        pass


def install(folder: Path) -> FakeCupy:
    """Deja en `sys.modules` lo que el banco usa de CuPy, además de lo que ya tiene `FakeCupy`."""
    cupy = FakeCupy(folder)

    class ndarray(cupy.ndarray):  # type: ignore[name-defined,misc]  # noqa: N801
        def set(self, host: np.ndarray, stream: Stream | None = None) -> None:
            self[...] = host

    def empty(shape: tuple[int, ...], dtype: Any) -> Any:
        return np.empty(shape, dtype).view(ndarray)

    properties = {"name": b"una GPU de mentira"}
    current = Stream()
    vars(cupy).update(
        __version__="de mentira",
        ndarray=ndarray,
        zeros=np.zeros,
        empty=empty,
        empty_like=np.empty_like,
        copyto=np.copyto,
        cuda=SimpleNamespace(
            Event=Event,
            Stream=Stream,
            get_current_stream=lambda: current,
            get_elapsed_time=lambda start, end: max(end.at - start.at, 1e-9) * 1e3,
            runtime=SimpleNamespace(getDeviceProperties=lambda _: properties),
        ),
    )
    cupyx = ModuleType("cupyx")
    vars(cupyx)["empty_pinned"] = np.empty
    sys.modules.update(cupy=cupy, cupyx=cupyx)
    return cupy


if __name__ == "__main__":
    fake = install(Path(sys.argv[1]))
    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    import gpu

    gpu.principal(fake, rapido=True)
    print(f"lanzamientos del núcleo: {len(fake.launches)}")
