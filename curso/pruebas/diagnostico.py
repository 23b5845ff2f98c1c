"""De las respuestas a un veredicto: cuáles son correctas y qué explica las que no.

Lo usan `comprobar` y el juez, con los mismos datos: una `Comprobacion`. Lo que se dice ha de ser
cierto del código que lo oye, y por eso va en este orden:

1. el error conocido que responde lo mismo en todos los casos; si son varios, se nombran todos;
2. lo que se ha visto: una entrada cambiada, una propiedad que no se cumple;
3. el error conocido que explica todos los casos corrientes que quedan y, de los límite, los más
   posibles; y de los que sigan sin explicar, el que falla en ellos y en ningún otro;
4. de lo que quede, lo que se ve sin suponer nada (véase `observado`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curso.pruebas.compara import Discrepancia, Hallazgo, comparar, cumple, iguales
from curso.pruebas.observado import entradas_cambiadas, hallazgos_de_entradas, observar
from curso.pruebas.plan.valores import Respuesta
from curso.pruebas.publico import Comprobacion, ErrorConocido

#: errores que responden lo mismo y se nombran juntos; si son más, no se sabe gran cosa
POSIBLES = 3


@dataclass(frozen=True)
class Diagnostico:
    """El resultado de comparar las respuestas de un plan.

    discrepancias
        Por caso, su primera diferencia, o None si es correcto.
    hallazgos
        Lo reconocido: errores conocidos, propiedades que no se cumplen o lo que se ha visto.
    notas
        Otra convención publicada, que cuenta como correcta; las diferencias son ya con ella.
    """

    discrepancias: tuple[Discrepancia | None, ...]
    hallazgos: tuple[Hallazgo, ...] = ()
    notas: tuple[Hallazgo, ...] = ()

    @property
    def correcto(self) -> bool:
        """Si todos los casos son correctos."""
        return all(d is None for d in self.discrepancias)


def diagnosticar(respuestas: Sequence[Respuesta], c: Comprobacion) -> Diagnostico:
    """Compara las respuestas con las esperadas y busca qué explica las que no lo son.

    `respuestas` puede ser más corta que los casos del plan (las demás no se evaluaron); en ese
    caso solo se miran las que hay.
    """
    mirado = _Mirado(tuple(respuestas), c)
    if mirado.correcto:
        return Diagnostico(mirado.discrepancias)
    convencion = mirado.convencion()
    if convencion is None:
        return Diagnostico(mirado.discrepancias, tuple(mirado.explicar()))
    # Lo que falle aún se mira contra lo que da esa convención, de la que no hay más variantes.
    otro = _Mirado(tuple(respuestas), replace(c, esperadas=convencion.respuestas, errores=()))
    hallazgos = () if otro.correcto else tuple(otro.explicar())
    return Diagnostico(otro.discrepancias, hallazgos, (convencion.hallazgo,))


class _Mirado:
    """Las respuestas ya comparadas con las esperadas, y lo que las explica."""

    def __init__(self, respuestas: tuple[Respuesta, ...], c: Comprobacion) -> None:
        self.respuestas, self.c = respuestas, c
        self.casos = c.plan.casos[: len(respuestas)]
        self.reglas = [c.comparaciones[caso.grupo].para(caso) for caso in self.casos]
        #: por caso, el hallazgo de la primera propiedad que no se cumple
        self.incumplidas: dict[int, Hallazgo] = {}
        self.discrepancias = tuple(map(self._del_caso, range(len(respuestas))))
        self.fallan = {i for i, d in enumerate(self.discrepancias) if d is not None}
        self.corrientes = {i for i, caso in enumerate(self.casos) if not caso.borde}

    @property
    def correcto(self) -> bool:
        return not self.fallan

    def _del_caso(self, i: int) -> Discrepancia | None:
        r, esperada, regla = self.respuestas[i], self.c.esperadas[i], self.reglas[i]
        diferencia = comparar(r, esperada, regla)
        if diferencia is not None and (r.estado != "valor" or esperada.estado != "valor"):
            return diferencia
        if diferencia is not None and diferencia.clase == "entradas":
            return diferencia
        for propiedad in regla.propiedades:
            if not cumple(propiedad, r, esperada):
                self.incumplidas[i] = propiedad.hallazgo
                return diferencia or Discrepancia("propiedad", propiedad.hallazgo.causa)
        return diferencia

    def convencion(self) -> ErrorConocido | None:
        """La convención publicada que da todos los casos corrientes y más de los límite."""
        if not self.fallan & self.corrientes:
            completas = [n for n in self.c.errores if n.nota and self._coincide(n, self._todos())]
            return completas[0] if completas else None
        posibles = [n for n in self.c.errores if n.nota and self._coincide(n, self.corrientes)]
        return max(posibles, key=lambda n: len(self._iguales_a(n, self._todos())), default=None)

    # --- explicar -------------------------------------------------------------------------------

    def explicar(self) -> list[Hallazgo]:
        """Lo que se sabe de los casos que fallan, lo más seguro primero."""
        exactos = [e for e in self._errores() if self._coincide(e, self._todos())]
        if exactos:
            return _posibles(exactos)
        hallazgos, quedan = self._visto()
        # Lo de las entradas ya está dicho: desde aquí cuenta solo lo que se devuelve.
        self.reglas = [replace(regla, entradas=False) for regla in self.reglas]
        if quedan & self.corrientes:
            principal = self._principal(quedan)
            hallazgos += _posibles(principal)
            quedan -= {i for e in principal for i in self._iguales_a(e, quedan)}
        if not quedan & self.corrientes:  # con algo principal sin explicar, sería adivinar
            hallazgos += self._de_los_limites(quedan)
        return list(dict.fromkeys(hallazgos or self._observado(quedan)))

    def _visto(self) -> tuple[list[Hallazgo], set[int]]:
        """Las entradas cambiadas y las propiedades incumplidas, y los casos que no explican."""
        hallazgos: list[Hallazgo] = []
        cambiadas = entradas_cambiadas(self.respuestas, self.c.esperadas)
        for i, nombres in cambiadas.items():
            if self.reglas[i].entradas:
                hallazgos += hallazgos_de_entradas(nombres, self.reglas[i])
        hallazgos += list(self.incumplidas.values())[:1]  # lo demás suele venir de lo mismo
        explicados = set(self.incumplidas)
        for i in cambiadas:
            sin_entradas = replace(self.reglas[i], entradas=False)
            if iguales(self.respuestas[i], self.c.esperadas[i], sin_entradas):
                explicados.add(i)
        return list(dict.fromkeys(hallazgos)), self.fallan - explicados

    def _principal(self, quedan: set[int]) -> list[ErrorConocido]:
        """Los errores que responden lo mismo en todos los casos corrientes, y en más límites."""
        corrientes = self.corrientes - (self.fallan - quedan)
        con_valor = {i for i in quedan & corrientes if self.respuestas[i].estado == "valor"}
        posibles = [e for e in self._errores() if con_valor and self._coincide(e, corrientes)]
        aciertos = [len(self._iguales_a(e, self._todos())) for e in posibles]
        return [e for e, n in zip(posibles, aciertos, strict=True) if n == max(aciertos)]

    def _de_los_limites(self, quedan: set[int]) -> list[Hallazgo]:
        """Los errores que fallan solo en casos límite que quedan, e igual; y los quita de ellos."""
        hallazgos: list[Hallazgo] = []
        while quedan:
            posibles = {e: self._solo_falla_en(e, quedan) for e in self._errores()}
            mas = max(map(len, posibles.values()), default=0)
            if not mas:
                return hallazgos
            mejores = [e for e, explica in posibles.items() if len(explica) == mas]
            mismos = [e for e in mejores if posibles[e] == posibles[mejores[0]]]
            hallazgos += _posibles(mismos)
            quedan -= posibles[mejores[0]]
        return hallazgos

    def _solo_falla_en(self, error: ErrorConocido, quedan: set[int]) -> set[int]:
        """Los casos en que falla `error`, si son límite y de `quedan`, y responde lo mismo."""
        propios = {
            i
            for i in self._todos()
            if not self._coinciden(i, error.respuestas[i], self.c.esperadas[i])
        }
        igual = propios <= quedan - self.corrientes and self._coincide(error, propios)
        return propios if igual else set()

    def _observado(self, quedan: set[int]) -> list[Hallazgo]:
        if self.c.plan.dispositivo is not None:
            propios = self._de_dispositivo()
            if propios:
                return propios
        fallos = {
            i: (self.respuestas[i], self.c.esperadas[i], d)
            for i in sorted(quedan)
            if (d := self.discrepancias[i]) is not None
        }
        return observar(self.c.plan.ejercicio, fallos)

    def _de_dispositivo(self) -> list[Hallazgo]:
        """Los dos tropiezos propios de los arreglos de dispositivo, iguales en todo ejercicio."""
        ejercicio = self.c.plan.ejercicio
        clases = {d.clase for d in self.discrepancias if d is not None}
        if "dispositivo" in clases:
            return [
                Hallazgo(
                    f"{ejercicio}.devuelve_numpy",
                    "Con arreglos del dispositivo de entrada devuelve otra cosa.",
                    "Crea el resultado con el espacio de nombres de las entradas "
                    "(`espacio_de_nombres(x)`), no siempre con `np`.",
                )
            ]
        if all(self.respuestas[i].excepcion == "TypeError" for i in self.fallan):
            return [
                Hallazgo(
                    f"{ejercicio}.conversion_implicita",
                    "Con arreglos del dispositivo se niega alguna operación (TypeError).",
                    "Busca copias a la memoria del ordenador (`np.array(…)`, `np.asarray(…)`, "
                    "`.get()`, `asnumpy`, `.tolist()`) y operaciones que mezclen arreglos de NumPy "
                    "con los del dispositivo: lo portable calcula donde están los datos.",
                )
            ]
        return []

    # --- comparar con un error conocido ---------------------------------------------------------

    def _errores(self) -> Iterable[ErrorConocido]:
        return (e for e in self.c.errores if not e.nota)

    def _todos(self) -> set[int]:
        return set(range(len(self.respuestas)))

    def _coincide(self, error: ErrorConocido, casos: set[int]) -> bool:
        return all(self._coinciden(i, self.respuestas[i], error.respuestas[i]) for i in casos)

    def _iguales_a(self, error: ErrorConocido, casos: set[int]) -> set[int]:
        return {i for i in casos if self._coinciden(i, self.respuestas[i], error.respuestas[i])}

    def _coinciden(self, i: int, r: Respuesta, otra: Respuesta) -> bool:
        """Si dos respuestas al caso `i` son la misma e incumplen las mismas propiedades."""
        regla, esperada = self.reglas[i], self.c.esperadas[i]
        # En los dos sentidos: un entero vale por el real que se espera, pero no al revés.
        mismas = iguales(r, otra, regla) and iguales(otra, r, regla)
        return mismas and all(
            cumple(p, r, esperada) == cumple(p, otra, esperada) for p in regla.propiedades
        )


def _posibles(errores: Sequence[ErrorConocido]) -> list[Hallazgo]:
    """El hallazgo de un error, o los de varios que responden lo mismo, como posibilidades."""
    hallazgos = list(dict.fromkeys(e.hallazgo for e in errores))
    if len(hallazgos) == 1:
        return hallazgos
    if len(hallazgos) > POSIBLES:
        return []
    return [
        replace(h, causa=f"Posible causa ({n} de {len(hallazgos)}): {_en_medio(h.causa)}")
        for n, h in enumerate(hallazgos, 1)
    ]


def _en_medio(frase: str) -> str:
    """La frase, detrás de dos puntos: empieza en minúscula si no es una sigla o un nombre."""
    return frase if frase[:2].isupper() or not frase[:1].isupper() else frase[0].lower() + frase[1:]
