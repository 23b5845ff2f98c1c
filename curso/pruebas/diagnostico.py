"""De las respuestas a un veredicto: cuáles son correctas y qué error conocido las explica.

Lo usan `comprobar` y el juez, con los mismos datos: una `Comprobacion`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curso.pruebas.compara import Comparacion, Discrepancia, Hallazgo, comparar, cumple, iguales
from curso.pruebas.plan.valores import Respuesta
from curso.pruebas.publico import Comprobacion


@dataclass(frozen=True)
class Diagnostico:
    """El resultado de comparar las respuestas de un plan.

    discrepancias
        Por caso, su primera diferencia, o None si es correcto.
    hallazgos
        Lo reconocido: errores conocidos o propiedades que no se cumplen.
    notas
        Otra convención publicada que cuenta como correcta.
    """

    discrepancias: tuple[Discrepancia | None, ...]
    hallazgos: tuple[Hallazgo, ...] = ()
    notas: tuple[Hallazgo, ...] = ()

    @property
    def correcto(self) -> bool:
        """Si todos los casos son correctos."""
        return all(d is None for d in self.discrepancias)


def diagnosticar(respuestas: Sequence[Respuesta], c: Comprobacion) -> Diagnostico:
    """Compara las respuestas con las esperadas y busca qué error conocido las explica.

    `respuestas` puede ser más corta que los casos del plan (las demás no se evaluaron); en ese
    caso solo se miran las que hay.
    """
    hallazgos: list[Hallazgo] = []
    discrepancias = [_del_caso(i, r, c, hallazgos) for i, r in enumerate(respuestas)]
    if all(d is None for d in discrepancias):
        return Diagnostico(tuple(discrepancias))
    conocido = _error_conocido(respuestas, c)
    if conocido is None:
        if not hallazgos and c.plan.dispositivo is not None:
            hallazgos.extend(_de_dispositivo(discrepancias, respuestas, c.plan.ejercicio))
        return Diagnostico(tuple(discrepancias), tuple(dict.fromkeys(hallazgos)))
    hallazgo, nota = conocido
    if nota:
        return Diagnostico(tuple(None for _ in discrepancias), notas=(hallazgo,))
    return Diagnostico(tuple(discrepancias), (hallazgo,))


def _comparacion(i: int, c: Comprobacion) -> Comparacion:
    caso = c.plan.casos[i]
    return c.comparaciones[caso.grupo].para(caso)


def _del_caso(
    i: int, r: Respuesta, c: Comprobacion, hallazgos: list[Hallazgo]
) -> Discrepancia | None:
    comparacion = _comparacion(i, c)
    diferencia = comparar(r, c.esperadas[i], comparacion)
    if diferencia is not None:
        if diferencia.clase == "entradas" and comparacion.intactas:
            hallazgos.append(comparacion.intactas)
            return diferencia
        if r.estado != "valor" or c.esperadas[i].estado != "valor":
            return diferencia
    for propiedad in comparacion.propiedades:
        if not cumple(propiedad, r, c.esperadas[i]):
            hallazgos.append(propiedad.hallazgo)
            return diferencia or Discrepancia("propiedad", propiedad.hallazgo.causa)
    return diferencia


def _error_conocido(
    respuestas: Sequence[Respuesta], c: Comprobacion
) -> tuple[Hallazgo, bool] | None:
    """El error conocido que responde lo mismo en todos los casos.

    Si no hay ninguno, el que responde lo mismo en todos los corrientes, siempre que alguno esté
    mal: quien se equivoca en lo principal suele tratar además los casos límite a su manera.
    """
    todos = list(enumerate(respuestas))
    corrientes = [(i, r) for i, r in todos if not c.plan.casos[i].borde]
    for error in c.errores:
        if all(_coinciden(i, r, error.respuestas[i], c) for i, r in todos):
            return error.hallazgo, error.nota
    if all(iguales(r, c.esperadas[i], _comparacion(i, c)) for i, r in corrientes):
        return None
    for error in c.errores:
        # Una nota da el ejercicio por correcto: no basta con que coincida en una parte.
        if not error.nota and all(_coinciden(i, r, error.respuestas[i], c) for i, r in corrientes):
            return error.hallazgo, False
    return None


def _coinciden(i: int, r: Respuesta, otra: Respuesta, c: Comprobacion) -> bool:
    """Si dos respuestas al caso `i` cuentan como la misma e incumplen las mismas propiedades."""
    comparacion = _comparacion(i, c)
    return iguales(r, otra, comparacion) and all(
        cumple(p, r, c.esperadas[i]) == cumple(p, otra, c.esperadas[i])
        for p in comparacion.propiedades
    )


def _de_dispositivo(
    discrepancias: Sequence[Discrepancia | None], respuestas: Sequence[Respuesta], ejercicio: str
) -> list[Hallazgo]:
    """Los dos tropiezos propios de los arreglos de dispositivo, iguales en todo ejercicio."""
    clases = {d.clase for d in discrepancias if d is not None}
    if "dispositivo" in clases:
        return [
            Hallazgo(
                f"{ejercicio}.devuelve_numpy",
                "Con arreglos del dispositivo de entrada devuelve otra cosa.",
                "Crea el resultado con el espacio de nombres de las entradas "
                "(`espacio_de_nombres(x)`), no siempre con `np`.",
            )
        ]
    fallos = [r for r, d in zip(respuestas, discrepancias, strict=True) if d is not None]
    if all(r.excepcion == "TypeError" for r in fallos):
        return [
            Hallazgo(
                f"{ejercicio}.conversion_implicita",
                "Con arreglos del dispositivo se niega alguna operación (TypeError).",
                "Busca `np.array(…)`, `np.asarray(…)` u operaciones que mezclen arreglos de NumPy "
                "con los del dispositivo: ahí se pide una copia que la GPU no hace sola.",
            )
        ]
    return []
