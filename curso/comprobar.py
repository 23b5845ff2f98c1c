"""`comprobar("t2.partir_en_lotes")`: las pruebas públicas de un ejercicio, en tu cuaderno."""

from __future__ import annotations

import dataclasses
import os
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from curso.pruebas.calibracion import NoContesta, contesta_bien, estimar_memoria, estimar_velocidad
from curso.pruebas.compara import Hallazgo
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.informe import (
    InformeDeCelda,
    MedidaDeMemoria,
    MedidaDeVelocidad,
    Tramo,
    a_html,
    a_texto,
    informe_de_comprobacion,
    por_que_sin_hacer,
)
from curso.pruebas.plan import Caso, ErrorDeCodec, Respuesta, caso_de_json, ejecutar_caso
from curso.pruebas.publico import NOMBRE_DE_FICHERO, Comprobacion, EjercicioPublico, leer
from curso.pruebas.salida import imprimir, salida_limitada
from curso.pruebas.vigilancia import TiempoAgotado, con_limite

CORRECCION = "correccion"
#: nbgrader corta a este ancho las líneas de los errores
ANCHO = 72
_POR_ESCRIBIR = (
    "«{}» está por escribir: pon tu código en su celda, sin «raise NotImplementedError()», y "
    "ejecútala."
)
_SIN_DEFINIR = (
    "«{}» no está definido en el cuaderno, o no se puede llamar: ejecuta antes la celda en la que "
    "lo defines."
)
_DE = {
    CORRECCION: "corrección",
    "velocidad": "velocidad",
    "memoria": "memoria",
    "portable": "portabilidad",
}
#: lo que se espera como mucho a una estimación
LIMITE_AL_MEDIR_S = 20.0
_SIN_MEDIR = (
    "No se ha medido: antes, la función tiene que ser correcta. Ejecuta su celda de corrección, "
    "que dice qué falla."
)
_MAL_CON_MUCHOS = (
    "Con los datos grandes con que se mide la respuesta no es la correcta, así que no se ha medido."
)
_MUY_LENTA = (
    f"No acaba de medirse en {LIMITE_AL_MEDIR_S:g} s: es muchísimo más lenta que lo pedido."
)


class _SinTraza(Exception):
    """Un error que IPython enseña con su frase y sin la traza, que es nuestra y no ayuda."""

    def _render_traceback_(self) -> list[str]:
        return textwrap.wrap(f"{type(self).__name__}: {self}", ANCHO)


class ErrorDeComprobacion(_SinTraza):
    """No se puede comprobar: el mensaje dice por qué y qué hacer."""


class PruebaFallida(_SinTraza, AssertionError):
    """Al validar con nbgrader, una prueba pública que no pasa."""


class Presentacion:
    """Un informe que se enseña a sí mismo: HTML en un cuaderno, texto en lo demás."""

    def __init__(self, informe: InformeDeCelda) -> None:
        self.informe = informe

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": a_html(self.informe), "text/plain": a_texto(self.informe)}


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
        informe = _informe(_buscar(ejercicio, clase, espacio), clase, espacio)
    except ErrorDeComprobacion as error:
        if modo == "validate":
            raise
        informe = InformeDeCelda(ejercicio, "no_evaluado", aviso=str(error))
    if modo == "validate":
        _exigir(informe)
    _mostrar(informe)


def _informe(publico: EjercicioPublico, clase: str, espacio: Mapping[str, Any]) -> InformeDeCelda:
    if clase in (CORRECCION, "portable"):
        return evaluar(publico.comprobaciones[clase], espacio)
    antes = evaluar(publico.comprobaciones[CORRECCION], espacio)
    if not antes.correcto:
        aviso = antes.aviso or _SIN_MEDIR
        return InformeDeCelda(publico.id, "omitido", aviso=aviso, clase=clase)
    nombre = publico.comprobaciones[CORRECCION].plan.nombre
    ajustes = publico.ajustes[clase]
    if clase in publico.comprobaciones:
        informe = evaluar(publico.comprobaciones[clase], espacio)
        hallazgos = () if informe.correcto or informe.aviso else (Hallazgo(**ajustes["hallazgo"]),)
        return dataclasses.replace(informe, clase=clase, hallazgos=hallazgos)
    return estimar(publico.id, nombre, clase, ajustes, espacio)


def estimar(
    ejercicio: str, nombre: str, clase: str, ajustes: Mapping[str, Any], espacio: Mapping[str, Any]
) -> InformeDeCelda:
    """Una estimación de la velocidad o de la memoria de lo definido, con los `ajustes` públicos.

    Antes se mira, si se puede, que la respuesta a los datos grandes sea la correcta.
    """
    caso = caso_de_json(ajustes["caso"])
    informe = InformeDeCelda(ejercicio, "correcto", solo_publicos=True, clase=clase)
    try:
        with salida_limitada():
            medida = con_limite(
                lambda: _medida(caso, nombre, clase, ajustes, espacio), LIMITE_AL_MEDIR_S
            )
    except TiempoAgotado:
        return dataclasses.replace(informe, veredicto="tiempo", aviso=_MUY_LENTA)
    except NoContesta as fallo:
        return dataclasses.replace(
            informe, veredicto="excepcion", aviso=_por_que(fallo.respuesta, nombre)
        )
    if medida is None:
        return dataclasses.replace(informe, veredicto="incorrecto", aviso=_MAL_CON_MUCHOS)
    if isinstance(medida, MedidaDeVelocidad):
        basta = medida.razon <= medida.tramos[0].limite
        informe = dataclasses.replace(informe, velocidad=medida)
    else:
        basta = medida.de_mas <= medida.permitida
        informe = dataclasses.replace(informe, memoria=medida)
    if basta:
        return informe
    hallazgo = Hallazgo(**ajustes["hallazgo"])
    return dataclasses.replace(informe, veredicto="incorrecto", hallazgos=(hallazgo,))


def _medida(
    caso: Caso, nombre: str, clase: str, ajustes: Mapping[str, Any], espacio: Mapping[str, Any]
) -> MedidaDeVelocidad | MedidaDeMemoria | None:
    """La medida, o None si la respuesta no es la correcta."""
    if not contesta_bien(caso, nombre, espacio, ajustes.get("muestra")):
        return None
    if clase == "memoria":
        return estimar_memoria(caso, nombre, espacio, ajustes["permitida"])
    tramos = [Tramo(*tramo) for tramo in ajustes["tramos"]]
    return estimar_velocidad(caso, nombre, espacio, ajustes["relativa"], tramos)


def _por_que(respuesta: Respuesta, nombre: str) -> str:
    if respuesta.excepcion == "NotImplementedError":
        return _POR_ESCRIBIR.format(nombre)
    que = respuesta.detalle or "no da un valor"
    return f"Con los datos grandes con que se mide: {que}."


def evaluar(comprobacion: Comprobacion, espacio: Mapping[str, Any]) -> InformeDeCelda:
    """Ejecuta los casos de `comprobacion` con las definiciones de `espacio`.

    Si la función está por escribir, o no termina a tiempo, los casos siguientes no se prueban.
    """
    plan = comprobacion.plan
    if not callable(espacio.get(plan.nombre)):
        return InformeDeCelda(
            plan.ejercicio,
            "incorrecto",
            aviso=_SIN_DEFINIR.format(plan.nombre),
            sin_hacer=True,
        )
    respuestas: list[Respuesta] = []
    with salida_limitada():
        for caso in plan.casos:
            respuesta = _responder(caso, comprobacion, espacio)
            respuestas.append(respuesta)
            if respuesta.excepcion == "NotImplementedError" or respuesta.estado == "tiempo":
                break
    if por_que_sin_hacer(respuestas) is not None:
        aviso = _POR_ESCRIBIR.format(plan.nombre)
        return InformeDeCelda(plan.ejercicio, "excepcion", aviso=aviso, sin_hacer=True)
    diagnostico = diagnosticar(respuestas, comprobacion)
    return informe_de_comprobacion(comprobacion, respuestas, diagnostico)


def _responder(caso: Caso, comprobacion: Comprobacion, espacio: Mapping[str, Any]) -> Respuesta:
    plan = comprobacion.plan
    try:
        return con_limite(
            lambda: ejecutar_caso(caso, plan.nombre, espacio, plan.dispositivo, con_detalle=True),
            caso.limite_s,
        )
    except TiempoAgotado:
        return Respuesta("tiempo")


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
    if informe.correcto or informe.velocidad is not None:  # una estimación no suspende a nadie
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
