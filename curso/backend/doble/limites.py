"""Lo que CuPy no admite de NumPy, como datos.

Salen de comparar los nombres y las firmas de CuPy 13.6 con los de NumPy 2
(`tests/gpu/test_doble_gpu.py` los vuelve a comparar donde CuPy está instalado).
"""

from __future__ import annotations

from typing import Any

import numpy as np

FUNCIONES_AUSENTES = frozenset(
    [
        "apply_over_axes",
        "astype",
        "block",
        "cumulative_prod",
        "cumulative_sum",
        "einsum_path",
        "geomspace",
        "histogram_bin_edges",
        "insert",
        "matrix_transpose",
        "nanpercentile",
        "nanquantile",
        "polyder",
        "polydiv",
        "polyint",
        "put_along_axis",
        "trapezoid",
        "unique_all",
        "unique_counts",
        "unique_inverse",
        "unique_values",
        "unstack",
        "linalg.cond",
        "linalg.cross",
        "linalg.diagonal",
        "linalg.eig",
        "linalg.eigvals",
        "linalg.matmul",
        "linalg.matrix_norm",
        "linalg.matrix_transpose",
        "linalg.multi_dot",
        "linalg.outer",
        "linalg.svdvals",
        "linalg.tensordot",
        "linalg.trace",
        "linalg.vecdot",
        "linalg.vector_norm",
    ]
)

UFUNCS_AUSENTES = frozenset(["bitwise_count", "isnat", "matvec", "spacing", "vecdot", "vecmat"])

METODOS_DE_UFUNC: dict[str, frozenset[str]] = {
    "reduce": frozenset({"add", "multiply"}),
    "accumulate": frozenset({"add", "multiply"}),
    "reduceat": frozenset({"add"}),
    "at": frozenset(
        {"add", "subtract", "maximum", "minimum", "bitwise_and", "bitwise_or", "bitwise_xor"}
    ),
}

_REDUCCIONES = [
    "sum",
    "prod",
    "max",
    "min",
    "amax",
    "amin",
    "mean",
    "std",
    "var",
    "any",
    "all",
    "argmax",
    "argmin",
    "ptp",
]
_ARGUMENTOS_DE_REDUCCION = frozenset({"where", "initial", "correction", "mean"})
ARGUMENTOS_AUSENTES = dict.fromkeys(_REDUCCIONES, _ARGUMENTOS_DE_REDUCCION)

# Funciones que aceptan un arreglo de NumPy como índices o tamaños y lo suben ellas mismas.
ADMITEN_INDICES = frozenset(
    {"take", "put", "compress", "repeat", "split", "array_split", "delete", "reshape"}
)
# Funciones cuyos operandos tienen que ser arreglos del dispositivo: ni listas ni escalares.
SOLO_ARREGLOS = frozenset({"dot", "vdot", "inner", "outer", "tensordot", "kron", "cross"})
# Funciones que unen una secuencia de arreglos del dispositivo.
UNEN_ARREGLOS = frozenset({"concatenate", "stack", "hstack", "vstack", "dstack", "column_stack"})
# Funciones que toman escalares o arreglos del dispositivo, pero no listas.
SIN_LISTAS = frozenset({"where", "clip"})
# Funciones que, con `like=`, suben al dispositivo datos del anfitrión.
SUBEN_DATOS = frozenset({"array", "asarray", "asanyarray", "ascontiguousarray"})
# Funciones cuyo resultado lógico es en CuPy un arreglo de dimensión 0, y no un bool.
PREDICADOS = frozenset({"array_equal", "array_equiv", "allclose"})

TIPOS_ADMITIDOS = "biufc"


def exigir_argumentos(funcion: str, argumentos: dict[str, Any]) -> None:
    """TypeError si se usa un argumento que la función de CuPy no tiene."""
    for nombre in argumentos:
        if nombre in ARGUMENTOS_AUSENTES.get(funcion, ()):
            raise TypeError(
                f"{funcion}() got an unexpected keyword argument '{nombre}' "
                f"(CuPy no admite «{nombre}» en {funcion})."
            )


def rechazar_anfitrion(valor: Any) -> None:
    """El error de CuPy cuando recibe lo que no está en el dispositivo."""
    raise TypeError(
        f"Unsupported type {type(valor)} (se ha mezclado con un arreglo del dispositivo algo que "
        "no lo es: crea los arreglos con el espacio de nombres de los datos, o con `like=`)."
    )


def exigir_tipo(tipo: np.dtype[Any]) -> None:
    """ValueError si CuPy no tiene arreglos de ese tipo (objetos, textos, fechas)."""
    if tipo.kind not in TIPOS_ADMITIDOS:
        raise ValueError(f"Unsupported dtype {tipo} (el dispositivo solo guarda números).")
