"""Los histogramas: qué dibujan y qué dicen a quien no los ve."""

import numpy as np
import pytest

from curso import graficas
from curso.backend import a_dispositivo


def test_each_group_has_a_panel_and_its_heights_add_up_to_one():
    figure = graficas.histogramas({"a": np.linspace(-1, 1, 50), "b": [[0.1, 0.2], [0.3, 0.4]]})
    assert [axes.get_title() for axes in figure.axes] == ["a", "b"]
    for axes in figure.axes:
        assert sum(bar.get_height() for bar in axes.patches) == pytest.approx(1)
    assert "b: 4 valores de media 0,25 y desviación 0,1118" in figure.descripcion


def test_values_from_a_device_and_empty_groups_are_drawn():
    device = a_dispositivo(np.zeros((3, 2)), "doble")
    figure = graficas.histogramas({"dispositivo": device, "vacío": []}, titulo="Capas")
    assert figure.descripcion.startswith("Capas. ")
    assert "vacío: ningún valor" in figure.descripcion
    assert figure.png().startswith(b"\x89PNG")
