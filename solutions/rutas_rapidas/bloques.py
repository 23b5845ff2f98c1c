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

BYTES_POR_BLOQUE = 128 * 1024
"""De cada arreglo. Con menos se nota lo que cuesta llamar a NumPy; con más, se sale de la caché."""

DESTINO = "destino"

Llamada = tuple[np.ufunc, tuple[str, ...], str]


@dataclass(frozen=True)
class Receta:
    """Las llamadas a NumPy de un bloque, cada una con el lugar donde deja su resultado."""

    llamadas: tuple[Llamada, ...]
    copias: tuple[tuple[str, str], ...]
    intermedios: tuple[str, ...]


class PorBloques:
    """Ejecuta un programa; guarda la receta y los trozos intermedios entre llamadas."""

    def __init__(self, programa: Programa) -> None:
        self._receta = recetar(programa)
        self._trozos: dict[tuple[str, np.dtype], np.ndarray] = {}

    @staticmethod
    def admite(w: Any, g: Any, estado: Mapping[str, Any], *, en_sitio: bool) -> bool:
        """¿Son arreglos de NumPy contiguos, y al escribir en `w` no se pisa `g`?

        `g` puede no ser contiguo; entonces se copia.
        """
        return (
            all(type(a) is np.ndarray for a in (w, g, *estado.values()))
            and all(a.flags.c_contiguous for a in (w, *estado.values()))
            and not (en_sitio and np.may_share_memory(w, g))
        )

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
        externos = {"w": w, "g": g, DESTINO: destino, **estado}
        planos = {nombre: a.reshape(-1) for nombre, a in externos.items()}
        convertidos = {
            nombre: planos.pop(nombre)
            for nombre in ("w", "g", DESTINO)
            if externos[nombre].dtype != calculo
        }
        bloque = BYTES_POR_BLOQUE // calculo.itemsize
        trozos = {
            nombre: self._trozo(nombre, calculo, bloque)
            for nombre in (*self._receta.intermedios, *convertidos)
        }
        destino_convertido = convertidos.pop(DESTINO, None)
        valores: dict[str, Any] = {nombre: calculo.type(k) for nombre, k in numeros.items()}
        for inicio in range(0, w.size, bloque):
            fin = min(inicio + bloque, w.size)
            for nombre, trozo in trozos.items():
                valores[nombre] = trozo[: fin - inicio]
            for nombre, plano in planos.items():
                valores[nombre] = plano[inicio:fin]
            for nombre, plano in convertidos.items():
                np.copyto(valores[nombre], plano[inicio:fin], casting="same_kind")
            self._calcular(valores)
            if destino_convertido is not None:
                np.copyto(destino_convertido[inicio:fin], valores[DESTINO], casting="same_kind")

    def _calcular(self, valores: Mapping[str, Any]) -> None:
        for ufunc, operandos, salida in self._receta.llamadas:
            if len(operandos) == 2:
                ufunc(valores[operandos[0]], valores[operandos[1]], out=valores[salida])
            else:
                ufunc(valores[operandos[0]], out=valores[salida])
        for origen, copia in self._receta.copias:
            np.copyto(valores[copia], valores[origen])

    def _trozo(self, nombre: str, tipo: np.dtype, elementos: int) -> np.ndarray:
        if (nombre, tipo) not in self._trozos:
            self._trozos[nombre, tipo] = np.empty(elementos, tipo)
        return self._trozos[nombre, tipo]


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
