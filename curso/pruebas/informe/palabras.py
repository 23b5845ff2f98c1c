"""Las palabras y los iconos de un informe, comunes a su forma HTML y a su forma de texto.

El icono nunca va solo: lo acompaña siempre la palabra, y ninguno de los dos depende del color.
"""

from __future__ import annotations

from curso.pruebas.informe.datos import (
    InformeDeCaso,
    InformeDeCelda,
    MedidaDeMemoria,
    MedidaDeVelocidad,
)

_VEREDICTOS = {
    "correcto": ("✔", "correcto"),
    "incorrecto": ("✘", "incorrecto"),
    "excepcion": ("✘", "lanza una excepción"),
    "tiempo": ("✘", "no termina a tiempo"),
    "memoria": ("✘", "agota la memoria"),
    "respuesta_invalida": ("✘", "respuesta no válida"),
    "omitido": ("○", "omitido"),
    "no_evaluado": ("○", "no evaluado"),
    "fallo_del_sistema": ("⚠", "fallo del sistema de corrección"),
    "pendiente_manual": ("○", "pendiente de corrección manual"),
}
_DE_MAS = {"velocidad": "más lenta de lo que se pide", "memoria": "usa memoria de más"}
#: cuántos casos incorrectos se enseñan enteros; los demás se pliegan o se nombran
ABIERTOS = 2
SOLO_ESTIMADA = "Esto es una estimación. La nota oficial se mide al corregir, con otros datos."
SOLO_PUBLICAS = (
    "Estas son solo las pruebas públicas. La nota oficial usa además casos ocultos, "
    "distintos de estos."
)
SIN_HACER = ("○", "sin hacer")
SE_LLAMO = "Se llamó"
SE_ESPERABA = "Se esperaba"
SE_OBTUVO = "Se obtuvo"
DIFERENCIA = "Primera diferencia"
CAUSA = "Causa"
PISTA = "Pista"
NOTA = "Nota"


def icono(informe: InformeDeCelda) -> str:
    """El icono del veredicto."""
    if informe.sin_hacer:
        return SIN_HACER[0]
    return _VEREDICTOS[informe.veredicto][0]


def veredicto(informe: InformeDeCelda) -> str:
    """El veredicto en palabras; lo que es correcto pero lento o gasta de más, se llama así."""
    if informe.sin_hacer:
        return SIN_HACER[1]
    if informe.veredicto == "incorrecto" and informe.hallazgos and informe.clase in _DE_MAS:
        return _DE_MAS[informe.clase]
    return _VEREDICTOS[informe.veredicto][1]


def nombre(informe: InformeDeCelda) -> str:
    """El ejercicio, y qué se comprueba si no es la corrección."""
    corriente = informe.clase == "correccion"
    return informe.ejercicio if corriente else f"{informe.ejercicio} ({informe.clase})"


def puntos(informe: InformeDeCelda) -> str:
    """«1,5 de 2 puntos», o nada si la celda no se puntúa aquí."""
    if informe.puntos is None or informe.maximo is None:
        return ""
    unidad = "punto" if informe.maximo == 1 else "puntos"
    return f"{numero(informe.puntos)} de {numero(informe.maximo)} {unidad}"


def numero(x: float) -> str:
    """Un número con coma decimal y sin ceros de más."""
    return f"{x:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def pie(informe: InformeDeCelda) -> str | None:
    """Lo que hay que recordar de unas pruebas que no son las oficiales."""
    if not informe.solo_publicos:
        return None
    return SOLO_ESTIMADA if informe.velocidad or informe.memoria else SOLO_PUBLICAS


def resumen(informe: InformeDeCelda) -> str:
    """Cuántas pruebas públicas y ocultas son correctas."""
    frases = []
    if informe.casos:
        bien = sum(c.correcto is True for c in informe.casos)
        frases.append(f"Pruebas públicas: {_de(bien, len(informe.casos))}.")
    if informe.ocultos_total:
        frases.append(f"Pruebas ocultas: {_de(informe.ocultos_bien, informe.ocultos_total)}.")
    return " ".join(frases)


def _de(bien: int, total: int) -> str:
    if total == 1:
        return "1 correcta de 1" if bien else "0 correctas de 1"
    return f"{bien} {'correcta' if bien == 1 else 'correctas'} de {total}"


def estado(caso: InformeDeCaso) -> tuple[str, str]:
    """Icono y palabra de un caso."""
    if caso.correcto is None:
        return "○", "sin probar"
    return ("✔", "correcto") if caso.correcto else ("✘", "incorrecto")


def titulo(caso: InformeDeCaso) -> str:
    """El título de un caso; los casos límite se marcan."""
    return f"{caso.titulo} (caso límite)" if caso.borde else caso.titulo


def medido(informe: InformeDeCelda) -> str:
    """Lo medido, en una o dos frases; nada si no se midió."""
    if informe.velocidad is not None:
        return _velocidad(informe.velocidad)
    return _memoria(informe.memoria) if informe.memoria is not None else ""


def _velocidad(v: MedidaDeVelocidad) -> str:
    if v.estimacion is not None:
        veces = numero(v.estimacion.razon)
        return f"Vas a {veces}× de lo esperado (estimación); tramo: {v.tramo}."
    return f"Tarda {cuantas_veces(v)} lo que la solución del curso; tramo: {v.tramo}."


def cuantas_veces(v: MedidaDeVelocidad) -> str:
    """Entre qué límites de los tramos está lo que tarda: «entre 3 y 30 veces»."""
    limites = [numero(t.limite) for t in v.tramos]
    if v.alcanzado == 0:
        return f"como mucho {limites[0]} veces"
    if v.alcanzado == len(limites):
        return f"más de {limites[-1]} veces"
    return f"entre {limites[v.alcanzado - 1]} y {limites[v.alcanzado]} veces"


def _memoria(m: MedidaDeMemoria) -> str:
    permitida = f"{_megas(m.permitida)} MB"
    if m.estimacion is not None:
        return f"Memoria de más: {_megas(m.estimacion)} MB (estimación); se permiten {permitida}."
    if m.cabe:
        return f"Cabe en los {permitida} de memoria de más que se permiten."
    return f"Pasa de los {permitida} de memoria de más que se permiten, o la ocupa donde no se ve."


def _megas(octetos: int) -> str:
    return f"{octetos / 1e6:.1f}".removesuffix(".0").replace(".", ",")


def segundos(t: float) -> str:
    """Un tiempo con tres cifras: «6,62 ms», «1,25 s»."""
    valor, unidad = (t, "s") if t >= 0.9995 else (1e3 * t, "ms")
    return f"{valor:.3g} {unidad}".replace(".", ",")


def por_estado(
    informe: InformeDeCelda,
) -> tuple[list[InformeDeCaso], list[InformeDeCaso], list[InformeDeCaso]]:
    """Los casos incorrectos, los que no se probaron y los correctos."""
    return (
        [c for c in informe.casos if c.correcto is False],
        [c for c in informe.casos if c.correcto is None],
        [c for c in informe.casos if c.correcto],
    )
