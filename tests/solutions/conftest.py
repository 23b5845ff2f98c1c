"""Los espacios de nombres en que ha de dar lo mismo la biblioteca de referencia."""

from collections.abc import Callable
from typing import Any

import array_api_strict
import numpy as np
import pytest

from curso.backend import a_anfitrion, a_dispositivo, es_de_dispositivo


class Backend:
    """Pasa arreglos de NumPy a un espacio de nombres y los devuelve."""

    def __init__(self, name: str, to: Callable[[Any], Any], back: Callable[[Any], np.ndarray]):
        self.name, self.to, self.back = name, to, back


def _strict_to(values: Any) -> Any:
    return array_api_strict.asarray(
        np.asarray(values), device=array_api_strict.Device("device1"), copy=True
    )


def _strict_back(array: Any) -> np.ndarray:
    assert array.device == array_api_strict.Device("device1"), "el resultado salió del dispositivo"
    return np.asarray(array_api_strict.asarray(array, device=array_api_strict.Device("CPU_DEVICE")))


def _device_back(array: Any) -> np.ndarray:
    assert es_de_dispositivo(array), "el resultado salió del dispositivo"
    return a_anfitrion(array)


BACKENDS = [
    Backend("numpy", np.array, np.asarray),
    Backend("strict", _strict_to, _strict_back),
    Backend("doble", lambda values: a_dispositivo(np.array(values), "doble"), _device_back),
]


@pytest.fixture(params=BACKENDS, ids=lambda backend: backend.name)
def backend(request: pytest.FixtureRequest) -> Backend:
    return request.param
