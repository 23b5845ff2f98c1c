"""`curso comprobar CUADERNO.ipynb`: ejecuta un cuaderno y enseña cómo van sus ejercicios.

Las celdas corren en otro proceso, con el intérprete de IPython y sin Jupyter. Ese proceso escribe
lo que pasa en un fichero, línea a línea: si se cierra de golpe, se sabe hasta dónde llegó.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curso.ordenes.consola import ErrorDeUso
from curso.pruebas.informe import InformeDeCelda, Presentacion, a_texto
from curso.pruebas.plan.traza import detalle_de
from curso.pruebas.salida import imprimir
from curso.pruebas.vigilancia import TiempoAgotado, con_limite

#: tiempo de reloj que se le da a una celda
LIMITE_DE_CELDA_S = 120.0


@dataclass(frozen=True)
class Resultado:
    """Lo que pasó al ejecutar un cuaderno: sus comprobaciones y las celdas que fallaron."""

    informes: tuple[InformeDeCelda, ...]
    errores: tuple[str, ...]

    @property
    def correcto(self) -> bool:
        """Si hubo comprobaciones, todas correctas, y ninguna celda falló."""
        return bool(self.informes) and not self.errores and all(i.correcto for i in self.informes)


def comprobar_cuaderno(ruta: Path) -> int:
    """Ejecuta el cuaderno, imprime sus informes y devuelve 0 si todo está bien o 1 si no."""
    resultado = ejecutar_cuaderno(ruta)
    for informe in resultado.informes:
        imprimir(a_texto(informe) + "\n")
    for error in resultado.errores:
        imprimir(f"⚠ {error}")
    bien = sum(i.correcto for i in resultado.informes)
    if resultado.informes:
        imprimir(f"Comprobaciones correctas: {bien} de {len(resultado.informes)}.")
    else:
        imprimir("No se ha llegado a hacer ninguna comprobación.")
    return 0 if resultado.correcto else 1


def ejecutar_cuaderno(ruta: Path, limite_s: float = LIMITE_DE_CELDA_S) -> Resultado:
    """Ejecuta las celdas de código en un proceso aparte, en la carpeta del cuaderno."""
    celdas_de_codigo(ruta)  # un cuaderno ilegible se dice antes de arrancar nada
    with tempfile.TemporaryDirectory(prefix="curso-", ignore_cleanup_errors=True) as temporal:
        diario = Path(temporal) / "diario.jsonl"
        subprocess.run(
            [sys.executable, "-m", __name__, str(ruta.resolve()), str(diario), str(limite_s)],
            cwd=ruta.resolve().parent,
            env=_entorno(temporal),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return _leer_diario(diario)


def celdas_de_codigo(ruta: Path) -> list[tuple[int, str]]:
    """Posición (desde 1) y código de cada celda de código. `ErrorDeUso` si no se puede leer."""
    try:
        celdas = json.loads(ruta.read_text(encoding="utf-8-sig"))["cells"]
        return [
            (i, "".join(celda["source"]))
            for i, celda in enumerate(celdas, start=1)
            if celda["cell_type"] == "code"
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ErrorDeUso(
            f"No se puede leer «{ruta}» como un cuaderno de Jupyter: ábrelo y guárdalo otra vez, "
            "o vuelve a descargar la tarea."
        ) from error


def _entorno(temporal: str) -> dict[str, str]:
    ajenas = ("NBGRADER_EXECUTION", "JPY_SESSION_NAME")
    entorno = {k: v for k, v in os.environ.items() if k not in ajenas}
    return entorno | {"MPLBACKEND": "Agg", "IPYTHONDIR": temporal}


def _leer_diario(diario: Path) -> Resultado:
    informes: list[InformeDeCelda] = []
    fallos: dict[str, list[int]] = {}
    celda, terminado = 0, False
    for linea in diario.read_text(encoding="utf-8").splitlines() if diario.exists() else ():
        suceso, dato = json.loads(linea)
        match suceso:
            case "celda":
                celda = dato
            case "informe":
                informes.append(InformeDeCelda.de_json(dato))
            case "error":
                fallos.setdefault(dato, []).append(celda)
            case "fin":
                terminado = True
    errores = [f"{_celdas(donde)} del cuaderno {fallo}." for fallo, donde in fallos.items()]
    if not terminado:
        donde = f"la celda {celda}" if celda else "el arranque"
        errores.append(f"Python se cerró de golpe en {donde} del cuaderno.")
    return Resultado(tuple(informes), tuple(errores))


def _celdas(numeros: list[int]) -> str:
    """«La celda 3», «Cada una de las celdas 3, 5 y 8»."""
    if len(numeros) == 1:
        return f"La celda {numeros[0]}"
    *primeras, ultima = map(str, numeros)
    return f"Cada una de las celdas {', '.join(primeras)} y {ultima}"


def _ejecutar_celdas(ruta: Path, limite_s: float, anotar: Callable[[str, Any], None]) -> None:
    """En el proceso aparte: ejecuta las celdas y anota cada suceso."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Interprete(InteractiveShell):
        def enable_gui(self, gui: str | None = None) -> None:
            """No hay ventanas; lo llama `%matplotlib inline`."""

    ajustes = Config()
    ajustes.HistoryManager.enabled = False
    interprete: Any = Interprete.instance(config=ajustes)
    interprete.display_formatter.ipython_display_formatter.for_type(
        Presentacion, lambda presentacion: anotar("informe", presentacion.informe.a_json())
    )
    for numero, codigo in celdas_de_codigo(ruta):
        anotar("celda", numero)
        for error in _errores_de(interprete, codigo, limite_s):
            anotar("error", error)
    anotar("fin", None)


def _errores_de(interprete: Any, codigo: str, limite_s: float) -> Iterator[str]:
    try:
        resultado = con_limite(lambda: interprete.run_cell(codigo), limite_s)
        error = resultado.error_before_exec or resultado.error_in_exec
    except TiempoAgotado as agotado:
        error = agotado
    if isinstance(error, TiempoAgotado):
        yield f"no termina: se ha interrumpido a los {limite_s:g} segundos"
    elif error is not None:
        yield f"lanza {detalle_de(error, interprete.user_ns)}"


def _principal(ruta: str, diario: str, limite_s: str) -> None:
    with open(diario, "a", encoding="utf-8") as fichero:

        def anotar(suceso: str, dato: Any) -> None:
            fichero.write(json.dumps([suceso, dato]) + "\n")
            fichero.flush()

        _ejecutar_celdas(Path(ruta), float(limite_s), anotar)


if __name__ == "__main__":
    _principal(*sys.argv[1:])
