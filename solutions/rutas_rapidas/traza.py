"""De una fórmula a una lista de instrucciones: se ejecuta una vez con símbolos y se anota.

Una fórmula de optimizador es `formula(xp, w, g, estado, c) -> (w nuevo, estado nuevo)`: solo usa
operadores, unas pocas funciones de `xp` y los coeficientes `c`, y trata cada elemento por
separado. Con `xp` y arreglos de verdad calcula; con los símbolos de este módulo se describe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

Formula = Callable[..., tuple[Any, Mapping[str, Any]]]


@dataclass(frozen=True)
class Instruccion:
    """`resultado ← operacion(*operandos)`; `operacion` lleva el nombre de la función de NumPy."""

    operacion: str
    operandos: tuple[str, ...]
    resultado: str


@dataclass(frozen=True)
class Programa:
    """Una fórmula anotada.

    Los valores se llaman `w`, `g`, los nombres del estado, `t0`, `t1`… (intermedios) y `k0`,
    `k1`… (números que cambian con cada paso y se calculan con `numeros`).
    """

    estado: tuple[str, ...]
    instrucciones: tuple[Instruccion, ...]
    salidas: Mapping[str, str]
    escalares: tuple[Escalar, ...]

    def numeros(self, coeficientes: SimpleNamespace) -> dict[str, float]:
        """Valor de `k0`, `k1`… para los coeficientes de un paso."""
        return {f"k{i}": e.evaluar(coeficientes) for i, e in enumerate(self.escalares)}


def trazar(formula: Formula, estado: Sequence[str], coeficientes: Sequence[str]) -> Programa:
    """Anota `formula`; `estado` y `coeficientes` son los nombres que puede leer."""
    traza = Traza()
    nuevo, estado_nuevo = formula(
        traza,
        Simbolo("w", traza),
        Simbolo("g", traza),
        SimpleNamespace(**{nombre: Simbolo(nombre, traza) for nombre in estado}),
        SimpleNamespace(**{nombre: _coeficiente(nombre) for nombre in coeficientes}),
    )
    salidas = {"w": nuevo.nombre} | {n: estado_nuevo[n].nombre for n in estado}
    return Programa(tuple(estado), tuple(traza.instrucciones), salidas, tuple(traza.escalares))


class Escalar:
    """Un número que se conocerá en cada paso; la aritmética entre números queda fuera del bucle."""

    def __init__(self, evaluar: Callable[[SimpleNamespace], float]) -> None:
        self.evaluar = evaluar

    def __add__(self, otro: Any) -> Any:
        return _entre_numeros(lambda a, b: a + b, self, otro)

    def __radd__(self, otro: float) -> Any:
        return _entre_numeros(lambda a, b: a + b, otro, self)

    def __sub__(self, otro: Any) -> Any:
        return _entre_numeros(lambda a, b: a - b, self, otro)

    def __rsub__(self, otro: float) -> Any:
        return _entre_numeros(lambda a, b: a - b, otro, self)

    def __mul__(self, otro: Any) -> Any:
        return _entre_numeros(lambda a, b: a * b, self, otro)

    def __rmul__(self, otro: float) -> Any:
        return _entre_numeros(lambda a, b: a * b, otro, self)

    def __truediv__(self, otro: Any) -> Any:
        return _entre_numeros(lambda a, b: a / b, self, otro)

    def __rtruediv__(self, otro: float) -> Any:
        return _entre_numeros(lambda a, b: a / b, otro, self)

    def __neg__(self) -> Escalar:
        return Escalar(lambda c: -self.evaluar(c))


class Simbolo:
    """Un arreglo del que solo se sabe el nombre."""

    def __init__(self, nombre: str, traza: Traza) -> None:
        self.nombre = nombre
        self._traza = traza

    def __add__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("add", self, otro)

    def __radd__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("add", otro, self)

    def __sub__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("subtract", self, otro)

    def __rsub__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("subtract", otro, self)

    def __mul__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("multiply", self, otro)

    def __rmul__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("multiply", otro, self)

    def __truediv__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("divide", self, otro)

    def __rtruediv__(self, otro: Any) -> Simbolo:
        return self._traza.anotar("divide", otro, self)

    def __pow__(self, exponente: Any) -> Simbolo:
        return self._traza.anotar("power", self, exponente)


class Traza:
    """Apunta las operaciones en orden; hace de `xp` para la fórmula."""

    def __init__(self) -> None:
        self.instrucciones: list[Instruccion] = []
        self.escalares: list[Escalar] = []

    def anotar(self, operacion: str, *operandos: Any) -> Simbolo:
        resultado = f"t{len(self.instrucciones)}"
        nombres = tuple(self._nombre(o) for o in operandos)
        self.instrucciones.append(Instruccion(operacion, nombres, resultado))
        return Simbolo(resultado, self)

    def _nombre(self, operando: Any) -> str:
        if isinstance(operando, Simbolo):
            return operando.nombre
        self.escalares.append(_escalar(operando))
        return f"k{len(self.escalares) - 1}"

    def sqrt(self, x: Any) -> Simbolo:
        return self.anotar("sqrt", x)

    def square(self, x: Any) -> Simbolo:
        return self.anotar("square", x)

    def abs(self, x: Any) -> Simbolo:
        return self.anotar("abs", x)

    def maximum(self, x: Any, y: Any) -> Simbolo:
        return self.anotar("maximum", x, y)

    def clip(self, x: Any, minimo: Any, maximo: Any) -> Simbolo:
        acotado = self.anotar("maximum", x, minimo)
        return acotado if maximo is None else self.anotar("minimum", acotado, maximo)


def _coeficiente(nombre: str) -> Escalar:
    return Escalar(lambda c: getattr(c, nombre))


def _escalar(valor: Any) -> Escalar:
    return valor if isinstance(valor, Escalar) else Escalar(lambda _: float(valor))


def _entre_numeros(operacion: Callable[[float, float], float], a: Any, b: Any) -> Any:
    if isinstance(a, Simbolo) or isinstance(b, Simbolo):
        return NotImplemented  # le toca al símbolo, que lo anota
    x, y = _escalar(a), _escalar(b)
    return Escalar(lambda c: operacion(x.evaluar(c), y.evaluar(c)))
