"""Lo que comparten todos los optimizadores: hiperparámetros, estado y la manera de dar un paso.

Cada optimizador pone tres cosas: sus valores por defecto en cada convención, el estado con que
empieza y su fórmula. La fórmula se escribe una vez y vale para cualquier biblioteca de arreglos;
las rutas rápidas de NumPy y CuPy se derivan de ella (`solutions.rutas_rapidas`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, ClassVar

from solutions.optimizadores.entradas import (
    emparejar,
    exigir_arreglos,
    exigir_distintos,
    exigir_escritura,
    exigir_estado,
    firma,
    hiperparametro,
)
from solutions.optimizadores.guardado import copiado, estados_de
from solutions.rutas_rapidas.ejecutor import Ejecutor, tipo_de_calculo

Arreglo = Any
PorConvencion = Mapping[str, Mapping[str, float]]

POR_CONVENCION: Any = None
"""Valor por defecto de un hiperparámetro: el que tenga en la convención elegida."""


@dataclass(eq=False)
class Optimizador:
    """Un optimizador por pasos: `w = opt.paso(w, g)`, o `opt.paso_in_situ(w, g)`.

    `w` son los pesos y `g` el gradiente en ellos: dos arreglos de la misma forma (cualquiera) y
    la misma biblioteca, o dos listas de arreglos que se emparejan por posición. El estado es de
    cada objeto y de cada posición de la lista; se crea en el primer paso.

    Tipos: float32 y float64 se conservan. Con pesos float16 se calcula y se guarda el estado en
    float32, porque en float16 eps vale 0 y g² desborda enseguida; el resultado vuelve a float16.

    Tras construirlo solo se puede cambiar `lr`, que vale para los pasos siguientes.
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {}
    """Por cada convención, los hiperparámetros que no valgan lo mismo en todas."""

    ESCALARES: ClassVar[Mapping[str, type]] = {"t": int}
    """Los números que forman parte del estado, y su tipo."""

    rutas_rapidas = True
    """Con False, en la clase o en un objeto, se calcula siempre con la fórmula."""

    compilar = False
    """Con True, en la clase o en un objeto, los pasos sobre arreglos de NumPy se compilan con `cc`.

    Da los mismos bits varias veces más deprisa; RuntimeError si no hay compilador de C.
    """

    lr: float = POR_CONVENCION
    convencion: str = field(default="keras", kw_only=True)

    def __post_init__(self) -> None:
        if self.convencion not in ("keras", "torch"):
            raise ValueError(
                f"convencion={self.convencion!r} no existe: usa «keras» (la de Keras 3) o «torch»."
            )
        if self.convencion not in self.PREDETERMINADOS:
            raise ValueError(
                f"{self.convencion} no tiene {type(self).__name__}: usa convencion='keras'."
            )
        for nombre, valor in self.PREDETERMINADOS[self.convencion].items():
            if getattr(self, nombre) is POR_CONVENCION:
                setattr(self, nombre, valor)
        self._numericos = tuple(f.name for f in fields(self) if f.type == "float")
        for nombre in self._numericos:
            setattr(self, nombre, self._validado(nombre, getattr(self, nombre)))
        self.t = 0
        self._estado: list[dict[str, Arreglo]] = []
        self._xp: Any = None
        self._firma: Any = None
        self._construido = True

    def __setattr__(self, nombre: str, valor: Any) -> None:
        if nombre in self.__dataclass_fields__ and getattr(self, "_construido", False):
            if nombre != "lr":
                raise AttributeError(
                    f"`{nombre}` de {type(self).__name__} no se puede cambiar después de "
                    "construirlo (solo `lr`): crea otro optimizador con el valor nuevo."
                )
            valor = self._validado(nombre, valor)
        super().__setattr__(nombre, valor)

    def _validado(self, nombre: str, valor: Any) -> float:
        return hiperparametro(type(self).__name__, nombre, valor)

    # Lo que pone cada optimizador ------------------------------------------------------------

    def estado_inicial(self) -> dict[str, float]:
        """Nombre y valor inicial de cada arreglo del estado, que tiene la forma de `w`."""
        raise NotImplementedError

    def coeficientes(self) -> dict[str, float]:
        """Los números de la fórmula en el paso `t`: los hiperparámetros y lo que dependa de t."""
        return {nombre: getattr(self, nombre) for nombre in self._numericos}

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        """(w nuevo, estado nuevo) a partir de w, g, el estado `e` y los coeficientes `c`.

        No modifica nada y trata cada elemento por separado.
        """
        raise NotImplementedError

    def avanzar(self) -> None:
        """Pasa al paso siguiente: t = 1, 2, …"""
        self.t += 1

    # Dar un paso -----------------------------------------------------------------------------

    def paso(self, w: Any, g: Any) -> Any:
        """Los pesos después de un paso, en arreglos nuevos; `w` y `g` quedan como estaban.

        Devuelve una lista si `w` lo es. Lanza TypeError si no son arreglos de números reales (los
        pesos, en coma flotante) o son de bibliotecas distintas, y ValueError si las formas no
        casan entre sí o con las del primer paso. Un paso rechazado no cambia el estado.
        """
        nuevos = self._dar_paso(w, g, en_sitio=False)
        return nuevos if isinstance(w, list | tuple) else nuevos[0]

    def paso_in_situ(self, w: Any, g: Any) -> None:
        """Como `paso`, pero escribe el resultado en `w`.

        Con arreglos contiguos de NumPy o CuPy no reserva memoria (la de trabajo se reserva una
        vez); con los demás calcula con la fórmula y copia el resultado.
        """
        self._dar_paso(w, g, en_sitio=True)

    @property
    def rutas(self) -> frozenset[str]:
        """Las rutas que usó el último paso.

        Son `bloques` o `compilada` en NumPy, `nucleo` en CuPy y `formula` en lo demás.
        """
        return self._ejecutor.rutas if self.t else frozenset()

    def _dar_paso(self, w: Any, g: Any, *, en_sitio: bool) -> list[Arreglo]:
        ws, gs = emparejar(w, g)
        if en_sitio:
            exigir_distintos(ws)
            exigir_escritura(ws)
        if (vista := (firma(ws), firma(gs))) != self._firma:
            xp = exigir_arreglos(ws, gs)
            if not self._estado:
                self._estado = [self._estado_para(xp, peso) for peso in ws]
            exigir_estado(xp, ws, self._estado)
            self._xp, self._firma = xp, vista
        anteriores = self._escalares()
        self.avanzar()
        try:
            return self._ejecutor(
                self._xp,
                ws,
                gs,
                self._estado,
                self.coeficientes(),
                en_sitio=en_sitio,
                rapido=self.rutas_rapidas,
                compilar=self.compilar,
            )
        except Exception:
            self._poner_escalares(anteriores)
            raise

    def _estado_para(self, xp: Any, w: Arreglo) -> dict[str, Arreglo]:
        tipo = tipo_de_calculo(xp, w)
        return {
            nombre: xp.full_like(w, valor, dtype=tipo)
            for nombre, valor in self.estado_inicial().items()
        }

    @cached_property
    def _ejecutor(self) -> Ejecutor:
        return Ejecutor(self.formula, tuple(self.estado_inicial()), tuple(self.coeficientes()))

    def arreglo_de_estado(self, nombre: str, posicion: int = 0) -> Arreglo | None:
        """Un arreglo del estado, o None si aún no lo hay (antes del primer paso)."""
        return self._estado[posicion].get(nombre) if self._estado else None

    # Guardar y restaurar ---------------------------------------------------------------------

    def configuracion(self) -> dict[str, Any]:
        """Los argumentos con que se construye otro igual: `type(opt)(**opt.configuracion())`."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def guardar_estado(self) -> dict[str, Any]:
        """Copia exacta del estado, sin los hiperparámetros, lista para `np.savez(f, **estado)`.

        Las claves son los números de `ESCALARES` («t», …) y «0.m», «0.v», «1.m»…: posición del
        arreglo de pesos y nombre. Los arreglos son de la biblioteca de los pesos.
        """
        arreglos = {
            f"{i}.{nombre}": copiado(a)
            for i, estado in enumerate(self._estado)
            for nombre, a in estado.items()
        }
        return self._escalares() | arreglos

    def restaurar_estado(self, guardado: Mapping[str, Any]) -> None:
        """Deja el estado como lo guardó `guardar_estado` de un optimizador configurado igual.

        Los arreglos han de ser de la biblioteca de los pesos con que se va a seguir. Lanza
        ValueError si faltan o sobran claves.
        """
        self._estado = estados_de(
            type(self).__name__, guardado, tuple(self.ESCALARES), tuple(self.estado_inicial())
        )
        self._poner_escalares(guardado)
        self._firma = None

    def _escalares(self) -> dict[str, Any]:
        return {nombre: getattr(self, nombre) for nombre in self.ESCALARES}

    def _poner_escalares(self, valores: Mapping[str, Any]) -> None:
        for nombre, tipo in self.ESCALARES.items():
            setattr(self, nombre, tipo(valores[nombre]))

    def __getstate__(self) -> dict[str, Any]:
        # Sin lo que se vuelve a hacer cuando hace falta.
        completo = {n: v for n, v in self.__dict__.items() if n != "_ejecutor"}
        return completo | {"_xp": None, "_firma": None}
