"""Un programa sobre arreglos de NumPy, por bloques y con `out=`: sin reservar memoria en cada paso.

Una expresión de NumPy recorre la memoria una vez por operación y reserva un arreglo por cada
resultado intermedio. Aquí se aplican todas las operaciones a un trozo que cabe en la caché antes
de pasar al siguiente, y los intermedios son unos pocos trozos que se reutilizan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from solutions.rutas_rapidas.traza import Programa

BYTES_EN_CACHE = 1024 * 1024
"""De todos los arreglos de un bloque. Con menos se nota lo que cuesta llamar a NumPy; con más, se
sale de la caché de un núcleo."""

MULTIPLO = 16
"""De elementos en un bloque: así todos empiezan en una línea de caché si el primero lo hace."""

DESTINO = "destino"
_DESTINO = 2  # su posición entre los valores de un bloque

Llamada = tuple[np.ufunc, tuple[str, ...], str]


@dataclass(frozen=True)
class Receta:
    """Las llamadas a NumPy de un bloque, cada una con el lugar donde deja su resultado."""

    llamadas: tuple[Llamada, ...]
    copias: tuple[tuple[str, str], ...]
    intermedios: tuple[str, ...]


class PorBloques:
    """Ejecuta un programa; guarda la receta y la memoria de trabajo entre llamadas.

    Los valores de un bloque van en una lista, y los números, en arreglos de dimensión 0: con pocos
    elementos, lo que cuesta es buscar por nombre y convertir un número en cada operación.
    """

    def __init__(self, programa: Programa) -> None:
        receta = recetar(programa)
        self._estado = programa.estado
        self._intermedios = len(receta.intermedios)
        numeros = [f"k{i}" for i in range(len(programa.escalares))]
        lugares = ("w", "g", DESTINO, *self._estado, *receta.intermedios, *numeros)
        posicion = {lugar: i for i, lugar in enumerate(lugares)}
        self._llamadas = [
            (ufunc, [posicion[x] for x in operandos], posicion[salida])
            for ufunc, operandos, salida in receta.llamadas
        ]
        self._copias = [(posicion[origen], posicion[copia]) for origen, copia in receta.copias]
        self._trozos: dict[np.dtype, list[np.ndarray]] = {}

    @staticmethod
    def admite(w: Any, g: Any, estado: Mapping[str, Any], *, en_sitio: bool) -> bool:
        """¿Son arreglos de NumPy contiguos, y al escribir en `w` no se pisa `g`?

        `g` puede no ser contiguo; entonces se copia.
        """
        for a in (w, *estado.values()):
            if type(a) is not np.ndarray or not a.flags.c_contiguous:
                return False
        return type(g) is np.ndarray and not (en_sitio and np.may_share_memory(w, g))

    def __call__(
        self,
        w: np.ndarray,
        g: np.ndarray,
        destino: np.ndarray,
        estado: Mapping[str, np.ndarray],
        numeros: Mapping[str, float],
        calculo: np.dtype,
    ) -> None:
        """Deja el w nuevo en `destino` (puede ser `w`) y el estado nuevo en `estado`.

        Se calcula en el tipo `calculo`; si el de `w`, `g` o `destino` es otro, se convierte
        trozo a trozo.
        """
        externos = [w.ravel(), g.ravel(), destino.ravel()]
        ajenos = [i for i, a in enumerate(externos) if a.dtype != calculo]
        externos += [estado[nombre].ravel() for nombre in self._estado]
        constantes = [np.array(k, calculo) for k in numeros.values()]
        bloque = self._elementos_por_bloque(calculo)
        trozos = self._trozos_de(calculo, bloque, self._intermedios + len(ajenos))
        for inicio in range(0, w.size, bloque):
            tramo = slice(inicio, min(inicio + bloque, w.size))
            valores = [a[tramo] for a in externos]
            valores += [trozo[: tramo.stop - inicio] for trozo in trozos]
            # Los últimos trozos hacen de lo que es de otro tipo, y dejan su sitio a los números.
            for i in reversed(ajenos):
                original, valores[i] = valores[i], valores.pop()
                if i != _DESTINO:
                    np.copyto(valores[i], original, casting="same_kind")
            self._calcular(valores + constantes)
            if _DESTINO in ajenos:
                np.copyto(externos[_DESTINO][tramo], valores[_DESTINO], casting="same_kind")

    def _calcular(self, valores: list[np.ndarray]) -> None:
        for ufunc, operandos, salida in self._llamadas:
            if len(operandos) == 2:
                ufunc(valores[operandos[0]], valores[operandos[1]], out=valores[salida])
            else:
                ufunc(valores[operandos[0]], out=valores[salida])
        for origen, copia in self._copias:
            np.copyto(valores[copia], valores[origen])

    def _elementos_por_bloque(self, tipo: np.dtype) -> int:
        arreglos = 2 + len(self._estado) + self._intermedios
        return max(BYTES_EN_CACHE // tipo.itemsize // arreglos // MULTIPLO, 1) * MULTIPLO

    def _trozos_de(self, tipo: np.dtype, elementos: int, cuantos: int) -> list[np.ndarray]:
        trozos = self._trozos.setdefault(tipo, [])
        while len(trozos) < cuantos:
            trozos.append(np.empty(elementos, tipo))
        return trozos[:cuantos]


def recetar(programa: Programa) -> Receta:
    """Elige dónde deja cada instrucción su resultado, con los menos intermedios posibles.

    Lo mejor es el lugar definitivo, si lo que había allí ya no se lee; si no, el de un operando
    que muere en la propia instrucción, un intermedio libre o uno nuevo.
    """
    salidas = {DESTINO if n == "w" else n: valor for n, valor in programa.salidas.items()}
    final = {valor: lugar for lugar, valor in salidas.items()}
    definicion = {ins.resultado: i for i, ins in enumerate(programa.instrucciones)}
    escritura = {lugar: definicion.get(valor, -1) for lugar, valor in salidas.items()}
    ultimo_uso = {
        o: i for i, ins in enumerate(programa.instrucciones) for o in ins.operandos
    } | dict.fromkeys(programa.salidas.values(), len(programa.instrucciones))
    previo = {DESTINO: "w"}  # lo que se pisa al escribir en un lugar definitivo

    lugar = {nombre: nombre for nombre in ("w", "g", *programa.estado)}
    intermedios: list[str] = []
    libres: list[str] = []
    llamadas: list[Llamada] = []
    for i, ins in enumerate(programa.instrucciones):
        r = ins.resultado
        mueren = [
            lugar[o] for o in dict.fromkeys(ins.operandos) if o in lugar and ultimo_uso[o] == i
        ]
        reutilizables = [
            x
            for x in mueren
            if x in intermedios or (x in programa.estado and ultimo_uso.get(r, i) <= escritura[x])
        ]
        if r in final and ultimo_uso.get(previo.get(final[r], final[r]), -1) <= i:
            elegido = final[r]
        elif reutilizables:
            elegido = reutilizables[0]
        elif libres:
            elegido = libres.pop()
        else:
            elegido = f"s{len(intermedios)}"
            intermedios.append(elegido)
        libres += [x for x in mueren if x in intermedios and x != elegido]
        llamadas.append(
            (getattr(np, ins.operacion), tuple(lugar.get(o, o) for o in ins.operandos), elegido)
        )
        lugar[r] = elegido
    copias = tuple((lugar[v], destino) for destino, v in salidas.items() if lugar[v] != destino)
    return Receta(tuple(llamadas), copias, tuple(intermedios))
