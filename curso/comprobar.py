"""`comprobar("t2.partir_en_lotes")`: las pruebas públicas de un ejercicio, en tu cuaderno."""

from __future__ import annotations

import dataclasses
import os
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curso.pruebas.compara import Hallazgo
from curso.pruebas.evaluacion import estimar, evaluar
from curso.pruebas.informe import InformeDeCelda, Presentacion, a_texto
from curso.pruebas.interprete import Parada, vigilar
from curso.pruebas.plan import ErrorDeCodec
from curso.pruebas.publico import AUSENTES, EN_GPU, NOMBRE_DE_FICHERO, EjercicioPublico, leer
from curso.pruebas.salida import imprimir

CORRECCION = "correccion"
#: nbgrader corta a este ancho las líneas de los errores
ANCHO = 72
_DE = {
    CORRECCION: "corrección",
    "velocidad": "velocidad",
    "memoria": "memoria",
    "portable": "portabilidad",
}
_EN_LA_GPU = (
    "Esta velocidad se mide en una GPU, al corregir; aquí no se estima. Si quien corrige no tiene "
    "ninguna, la celda no te cuesta nada."
)
_AUSENTES = (
    "Tu cuaderno carga «{}», que al corregir no está, porque calcula lo que se pide: allí fallará "
    "lo que se apoye en eso. Usa tus propias funciones."
)
_PARADA = (
    "La celda en la que defines «{}» se paró antes, en su línea {} (`{}`: {}): quita o arregla esa "
    "línea y ejecuta la celda otra vez."
)
_SINTAXIS = (
    "La celda en la que defines «{}» tiene un error de sintaxis en la línea {} (`{}`), así que no "
    "se ha ejecutado nada de ella: corrígelo y ejecútala otra vez."
)
_SIN_MEDIR = (
    "No se ha medido: antes, la función tiene que ser correcta, salvo si acaso en casos límite. "
    "Ejecuta su celda de corrección, que dice qué falla."
)


class _SinTraza(Exception):
    """Un error que IPython enseña con su frase y sin la traza, que es nuestra y no ayuda."""

    def _render_traceback_(self) -> list[str]:
        return textwrap.wrap(f"{type(self).__name__}: {self}", ANCHO)


class ErrorDeComprobacion(_SinTraza):
    """No se puede comprobar: el mensaje dice por qué y qué hacer."""


class PruebaFallida(_SinTraza, AssertionError):
    """Al validar con nbgrader, una prueba pública que no pasa."""


def comprobar(
    ejercicio: str, *, velocidad: bool = False, memoria: bool = False, portable: bool = False
) -> None:
    """Ejecuta las pruebas públicas de `ejercicio` con lo que has definido, y enseña el resultado.

    No lanza excepciones en JupyterLab. Al validar con nbgrader, falla si falla una prueba.

    Parameters
    ----------
    ejercicio
        Por ejemplo, ``"t2.partir_en_lotes"``.
    velocidad, memoria, portable
        Qué se comprueba en lugar de la corrección.
    """
    modo = os.environ.get("NBGRADER_EXECUTION")
    if modo == "autograde":
        raise ErrorDeComprobacion(
            "nbgrader está corrigiendo sin la configuración del curso, así que esta celda no se "
            "puede puntuar: corrige con «autograde calificar», o con nbgrader desde la carpeta "
            "del curso, donde está su nbgrader_config.py."
        )
    clases = {"velocidad": velocidad, "memoria": memoria, "portable": portable}
    espacio = _espacio_del_cuaderno(sys._getframe(1).f_globals)
    try:
        clase = _clase([c for c, pedida in clases.items() if pedida])
        publico = _buscar(ejercicio, clase, espacio)
        informe = _con_ausentes(_informe(publico, clase, espacio), publico)
    except ErrorDeComprobacion as error:
        if modo == "validate":
            raise
        informe = InformeDeCelda(ejercicio, "no_evaluado", aviso=str(error))
    if modo == "validate":
        _exigir(informe)
    _mostrar(informe)


def _informe(publico: EjercicioPublico, clase: str, espacio: Mapping[str, Any]) -> InformeDeCelda:
    vigia = vigilar(_interprete())
    nombre = publico.comprobaciones[CORRECCION].plan.nombre
    parada = None if vigia is None else vigia.paradas.get(nombre)
    if parada is not None:
        aviso = _aviso_de_parada(nombre, parada)
        return InformeDeCelda(publico.id, "excepcion", aviso=aviso, clase=clase, sin_hacer=True)
    if clase in (CORRECCION, "portable"):
        return evaluar(publico.comprobaciones[clase], espacio)
    antes = evaluar(publico.comprobaciones[CORRECCION], espacio)
    if not antes.correcto and not _solo_en_los_limites(antes):
        aviso = antes.aviso or _SIN_MEDIR
        return InformeDeCelda(publico.id, "omitido", aviso=aviso, clase=clase)
    ajustes = publico.ajustes[clase]
    if ajustes.get(EN_GPU):
        return InformeDeCelda(publico.id, "no_evaluado", aviso=_EN_LA_GPU, clase=clase)
    if clase in publico.comprobaciones:
        informe = evaluar(publico.comprobaciones[clase], espacio)
        hallazgos = () if informe.correcto or informe.aviso else (Hallazgo(**ajustes["hallazgo"]),)
        return dataclasses.replace(informe, clase=clase, hallazgos=hallazgos)
    return estimar(publico.id, nombre, clase, ajustes, espacio)


def _solo_en_los_limites(informe: InformeDeCelda) -> bool:
    """Si lo que falla son casos límite y nada más: eso no impide medir."""
    return bool(informe.casos) and all(c.correcto or c.borde for c in informe.casos)


def _con_ausentes(informe: InformeDeCelda, publico: EjercicioPublico) -> InformeDeCelda:
    """El informe, con un aviso si el cuaderno ha cargado algo que al corregir no estará."""
    cargados = [m for m in publico.ajustes.get(AUSENTES, ()) if sys.modules.get(m) is not None]
    if not cargados or informe.aviso is not None:
        return informe
    return dataclasses.replace(informe, aviso=_AUSENTES.format(", ".join(cargados)))


def _aviso_de_parada(nombre: str, parada: Parada) -> str:
    if parada.sintaxis:
        return _SINTAXIS.format(nombre, parada.linea, parada.texto)
    return _PARADA.format(nombre, parada.linea, parada.texto, parada.motivo)


def _clase(pedidas: list[str]) -> str:
    if len(pedidas) > 1:
        raise ErrorDeComprobacion(
            f"Pide una sola cosa a la vez: {' o '.join(f'{c}=True' for c in pedidas)}."
        )
    return pedidas[0] if pedidas else CORRECCION


def _buscar(ejercicio: str, clase: str, espacio: Mapping[str, Any]) -> EjercicioPublico:
    ejercicios = _leer_publicos(espacio)
    publico = ejercicios.get(ejercicio)
    if publico is None:
        raise ErrorDeComprobacion(
            f"No hay ningún ejercicio «{ejercicio}»; los de esta tarea son: "
            f"{', '.join(ejercicios)}."
        )
    if clase not in publico.comprobaciones and clase not in publico.ajustes:
        raise ErrorDeComprobacion(f"«{ejercicio}» no tiene una prueba de {_DE[clase]}.")
    return publico


def _leer_publicos(espacio: Mapping[str, Any]) -> dict[str, EjercicioPublico]:
    carpetas = _carpetas(espacio)
    ruta = next(
        (c / NOMBRE_DE_FICHERO for c in carpetas if (c / NOMBRE_DE_FICHERO).is_file()), None
    )
    if ruta is None:
        raise ErrorDeComprobacion(
            f"No encuentro «{NOMBRE_DE_FICHERO}», que va con el cuaderno: cópialo a su carpeta "
            f"({carpetas[0]}) o vuelve a descargar la tarea."
        )
    try:
        return leer(ruta)
    except (ErrorDeCodec, OSError) as error:
        raise ErrorDeComprobacion(
            f"No se puede leer «{ruta}» ({error}): vuelve a descargar la tarea."
        ) from error


def _carpetas(espacio: Mapping[str, Any]) -> list[Path]:
    """Dónde puede estar el cuaderno: aquí, o donde dice el programa que lo tiene abierto."""
    abierto = (os.environ.get("JPY_SESSION_NAME"), espacio.get("__vsc_ipynb_file__"))
    return [Path.cwd(), *(Path(x).parent for x in abierto if isinstance(x, str) and x)]


def _espacio_del_cuaderno(globales: dict[str, Any]) -> Mapping[str, Any]:
    interprete = _interprete()
    return globales if interprete is None else interprete.user_ns


def _interprete() -> Any:
    """El intérprete de IPython en marcha, si lo hay."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def _exigir(informe: InformeDeCelda) -> None:
    """Al validar con nbgrader: una prueba pública que falla es un error de la celda."""
    if (
        informe.correcto or informe.veredicto == "no_evaluado" or informe.velocidad is not None
    ):  # una estimación no suspende a nadie
        return
    if informe.aviso:
        raise PruebaFallida(f"{informe.ejercicio}: {informe.aviso}")
    if informe.memoria is not None:
        raise PruebaFallida(f"{informe.ejercicio}: {informe.hallazgos[0].causa}")
    fallidos = [c for c in informe.casos if c.correcto is False]
    motivos = [h.causa for h in informe.hallazgos]
    motivos += [
        f"{c.titulo}: {c.diferencia or f'se esperaba: {c.esperado}; se obtuvo: {c.obtenido}'}"
        for c in fallidos
    ]
    raise PruebaFallida(
        f"{informe.ejercicio}: pruebas públicas que fallan: {len(fallidos)} de "
        f"{len(informe.casos)}. {motivos[0]}"
    )


def _mostrar(informe: InformeDeCelda) -> None:
    if _interprete() is None:
        imprimir(a_texto(informe))
        return
    from IPython.display import display

    display(Presentacion(informe))


vigilar(_interprete())
