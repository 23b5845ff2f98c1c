"""Las instrucciones de un programa, en C: lo que hace con un elemento.

Sirve igual para CUDA y para el compilador de C del sistema. El texto supone definidos los tipos
`A` (pesos y gradiente) y `T` (estado y cuentas), un puntero `p_x` por cada arreglo y el índice `i`.
"""

from __future__ import annotations

from solutions.rutas_rapidas.traza import Instruccion, Programa

_EXPRESION = {
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "divide": "{0} / {1}",
    "power": "pow({0}, {1})",
    "sqrt": "sqrt({0})",
    "square": "{0} * {0}",
    "abs": "fabs({0})",
    # Como en NumPy, el resultado es NaN si lo es alguno de los dos. Preguntar por el segundo, que
    # puede ser un número fijo, deja al compilador vectorizar el bucle.
    "maximum": "({0} < {1} || isnan({1})) ? {1} : {0}",
    "minimum": "({0} > {1} || isnan({1})) ? {1} : {0}",
}


def arreglos(programa: Programa) -> dict[str, str]:
    """Los arreglos que se leen o se escriben, en orden, y el tipo de C de cada uno."""
    return dict.fromkeys(("w", "g", "destino"), "A") | dict.fromkeys(programa.estado, "T")


def parametros(programa: Programa) -> str:
    """Los números del paso como últimos parámetros de una función: `, const T k0, …`."""
    return "".join(f", const T k{i}" for i in range(len(programa.escalares)))


def cuerpo(programa: Programa) -> str:
    """Lo que va dentro del bucle: cada arreglo se lee una vez y se escribe una vez."""
    tipos = arreglos(programa)
    escritos = {"destino" if n == "w" else n: valor for n, valor in programa.salidas.items()}
    lecturas = [f"const T {n} = (T)p_{n}[i];" for n in tipos if n != "destino"]
    cuentas = [_sentencia(instruccion) for instruccion in programa.instrucciones]
    escrituras = [f"p_{n}[i] = ({tipos[n]}){valor};" for n, valor in escritos.items()]
    return "\n".join(f"        {linea}" for linea in (*lecturas, *cuentas, *escrituras))


def _sentencia(instruccion: Instruccion) -> str:
    expresion = _EXPRESION[instruccion.operacion].format(*instruccion.operandos)
    return f"const T {instruccion.resultado} = {expresion};"
