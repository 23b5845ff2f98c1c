"""Un informe que se enseña a sí mismo en un cuaderno."""

from __future__ import annotations

from typing import Any

from curso.pruebas.informe.datos import InformeDeCelda
from curso.pruebas.informe.en_html import a_html
from curso.pruebas.informe.en_texto import a_texto


class Presentacion:
    """Un informe que se enseña a sí mismo: HTML en un cuaderno, texto en lo demás."""

    def __init__(self, informe: InformeDeCelda) -> None:
        self.informe = informe

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": a_html(self.informe), "text/plain": a_texto(self.informe)}
