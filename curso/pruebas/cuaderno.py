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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curso.ordenes.consola import ErrorDeUso
from curso.pruebas.celdas import (
    Lectura,
    leer,
    linea_del_fallo,
    lineas_de,
    pruebas_de,
    rescatable,
    tardias,
)
from curso.pruebas.informe import InformeDeCelda, Presentacion, a_texto
from curso.pruebas.interprete import vigilar
from curso.pruebas.plan import ErrorDeCodec
from curso.pruebas.plan.traza import detalle_de
from curso.pruebas.publico import NOMBRE_DE_FICHERO, EjercicioPublico
from curso.pruebas.publico import leer as leer_publicos
from curso.pruebas.salida import imprimir
from curso.pruebas.vigilancia import TiempoAgotado, con_limite

#: tiempo de reloj que se le da a una celda
LIMITE_DE_CELDA_S = 120.0


@dataclass(frozen=True)
class Resultado:
    """Lo que pasó al ejecutar un cuaderno.

    informes
        Sus comprobaciones, y las que le faltan, al final.
    errores, avisos
        Qué celdas fallaron, y qué se ha podido ejecutar de ellas.
    """

    informes: tuple[InformeDeCelda, ...]
    errores: tuple[str, ...]
    avisos: tuple[str, ...] = ()

    @property
    def correcto(self) -> bool:
        """Si hubo comprobaciones, todas correctas, y ninguna celda falló."""
        return bool(self.informes) and not self.errores and all(i.correcto for i in self.informes)


def comprobar_cuaderno(ruta: Path) -> int:
    """Ejecuta el cuaderno, imprime sus informes y devuelve 0 si todo está bien o 1 si no."""
    resultado = ejecutar_cuaderno(ruta)
    for informe in resultado.informes:
        imprimir(a_texto(informe) + "\n")
    for frase in (*resultado.errores, *resultado.avisos):
        imprimir(f"⚠ {frase}")
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
            if celda["cell_type"] == "code" or _respuesta_en_codigo(celda)
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ErrorDeUso(
            f"No se puede leer «{ruta}» como un cuaderno de Jupyter: ábrelo y guárdalo otra vez, "
            "o vuelve a descargar la tarea."
        ) from error


def _respuesta_en_codigo(celda: dict[str, Any]) -> bool:
    """Si es la respuesta de un ejercicio que se convirtió en texto: al corregir vuelve a código."""
    propios = celda.get("metadata", {}).get("nbgrader", {})
    return str(propios.get("grade_id", "")).endswith("-solucion")


def _entorno(temporal: str) -> dict[str, str]:
    ajenas = ("NBGRADER_EXECUTION", "JPY_SESSION_NAME")
    entorno = {k: v for k, v in os.environ.items() if k not in ajenas}
    return entorno | {"MPLBACKEND": "Agg", "IPYTHONDIR": temporal}


def _leer_diario(diario: Path) -> Resultado:
    informes: list[InformeDeCelda] = []
    fallos: dict[str, list[int]] = {}
    avisos: list[str] = []
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
            case "rescate":
                avisos.append(
                    f"De la celda {celda} se ha ejecutado, a pesar de su error, lo que define "
                    f"{_nombres(dato)}: así se califica también. Arregla la celda igualmente."
                )
            case "fin":
                terminado = True
    errores = [f"{_celdas(donde)} del cuaderno {fallo}." for fallo, donde in fallos.items()]
    if not terminado:
        donde = f"la celda {celda}" if celda else "el arranque"
        errores.append(f"Python se cerró de golpe en {donde} del cuaderno.")
    return Resultado(tuple(informes), tuple(errores), tuple(avisos))


def _nombres(nombres: list[str]) -> str:
    return " y ".join(filter(None, [", ".join(f"«{n}»" for n in nombres[:-1]), f"«{nombres[-1]}»"]))


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
    vigilar(interprete)
    hechas: set[str] = set()

    def informar(presentacion: Presentacion) -> None:
        informe = presentacion.informe
        if informe.clase == "correccion":
            hechas.add(informe.ejercicio)
        anotar("informe", informe.a_json())

    interprete.display_formatter.ipython_display_formatter.for_type(Presentacion, informar)
    celdas = celdas_de_codigo(ruta)
    lecturas = [leer(codigo) for _, codigo in celdas]
    publicos = _publicos(ruta.parent)
    pruebas = _pruebas(celdas, lecturas, publicos)
    finales = tardias(lecturas, pruebas)
    orden = [i for i in range(len(celdas)) if i not in finales]
    for i in [*orden, *sorted(finales)]:
        numero, codigo = celdas[i]
        anotar("celda", numero)
        fallo = _ejecutar(interprete, codigo, limite_s)
        if fallo is not None:
            anotar("error", fallo.frase)
            _rescatar(interprete, celdas, lecturas, i, fallo.linea, limite_s, anotar)
    if any("comprobar" in codigo for _, codigo in celdas):
        _comprobar_lo_que_falta(publicos, hechas)
    anotar("fin", None)


def _publicos(carpeta: Path) -> Mapping[str, EjercicioPublico]:
    """Los ejercicios de la tarea; ninguno si su fichero falta: de eso se queja `comprobar`."""
    try:
        return leer_publicos(carpeta / NOMBRE_DE_FICHERO)
    except (ErrorDeCodec, OSError):
        return {}


def _pruebas(
    celdas: Sequence[tuple[int, str]],
    lecturas: Sequence[Lectura],
    publicos: Mapping[str, EjercicioPublico],
) -> dict[int, str]:
    """Qué nombre prueba cada celda de prueba. Las que además definen algo no son solo de prueba."""
    pruebas = {}
    for i, (_, codigo) in enumerate(celdas):
        pedidos = [e for e in pruebas_de(codigo) if e in publicos]
        if pedidos and not lecturas[i].nombres:
            pruebas[i] = publicos[pedidos[0]].comprobaciones["correccion"].plan.nombre
    return pruebas


def _comprobar_lo_que_falta(
    publicos: Mapping[str, EjercicioPublico],
    hechas: set[str],
) -> None:
    """Las comprobaciones de corrección que el cuaderno ha perdido: al corregir se le devuelven."""
    from curso.comprobar import comprobar

    for publico in publicos.values():
        if publico.id not in hechas:
            comprobar(publico.id)


@dataclass(frozen=True)
class _Fallo:
    """Por qué se paró una celda, y en qué línea, si se sabe."""

    frase: str
    linea: int | None


def _ejecutar(interprete: Any, codigo: str, limite_s: float) -> _Fallo | None:
    error: BaseException | None
    try:
        resultado = con_limite(lambda: interprete.run_cell(codigo), limite_s)
        error = resultado.error_before_exec or resultado.error_in_exec
    except TiempoAgotado as agotado:
        error = agotado
    if error is None:
        return None
    linea = linea_del_fallo(error, codigo, interprete.user_ns)
    if isinstance(error, TiempoAgotado):
        return _Fallo(f"no termina: se ha interrumpido a los {limite_s:g} segundos", linea)
    return _Fallo(f"lanza {detalle_de(error, interprete.user_ns)}", linea)


def _rescatar(
    interprete: Any,
    celdas: Sequence[tuple[int, str]],
    lecturas: Sequence[Lectura],
    celda: int,
    linea: int | None,
    limite_s: float,
    anotar: Callable[[str, Any], None],
) -> None:
    """Lo que define una celda detrás de la línea en que se paró."""
    if linea is None:
        return
    definiciones = rescatable(lecturas, celda, linea)
    logradas: list[str] = []
    for definicion in definiciones:
        fallo = _ejecutar(interprete, lineas_de(celdas[celda][1], definicion), limite_s)
        if fallo is None and definicion.clase == "def":
            logradas += definicion.nombres
    if logradas:
        anotar("rescate", logradas)


def _principal(ruta: str, diario: str, limite_s: str) -> None:
    with open(diario, "a", encoding="utf-8") as fichero:

        def anotar(suceso: str, dato: Any) -> None:
            fichero.write(json.dumps([suceso, dato]) + "\n")
            fichero.flush()

        _ejecutar_celdas(Path(ruta), float(limite_s), anotar)


if __name__ == "__main__":
    _principal(*sys.argv[1:])
