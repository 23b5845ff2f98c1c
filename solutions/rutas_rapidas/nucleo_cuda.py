"""Un programa como un solo núcleo de CUDA para CuPy: un lanzamiento para muchos arreglos.

Una expresión de CuPy lanza un núcleo por operación y recorre la memoria cada vez. Aquí el
programa entero se escribe en C: cada hilo lee los valores de un elemento, calcula en registros y
escribe el resultado; el tiempo es el de leer y escribir una vez. Un modelo tiene muchos arreglos
pequeños, así que todos van en el mismo lanzamiento: una tabla en el dispositivo dice qué trozo
de qué arreglo le toca a cada bloque de hilos.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from array_api_compat import is_cupy_array

from solutions.rutas_rapidas.codigo_c import arreglos, cuerpo, parametros
from solutions.rutas_rapidas.traza import Programa

# Sin medir en una GPU: bastantes bloques para repartir bien la carga y varios elementos por hilo.
HILOS = 256
ELEMENTOS_POR_BLOQUE = 1024

# Los nombres de la tabla que recibe el núcleo; una fila por nombre, una columna por arreglo.
FILAS_FIJAS = ("primer_bloque", "elementos", "w", "g", "destino")

# Se redondea igual que en NumPy: sin fundir producto y suma. Manda la memoria, no la aritmética.
OPCIONES = ("--fmad=false",)

_TIPO_C = {"float16": "__half", "float32": "float", "float64": "double"}

_CALCULO = {"float16": "float32", "float32": "float32", "float64": "float64"}

_PLANTILLA = """\
{cabecera}typedef {tipo} A;     // los pesos y el gradiente
typedef {calculo} T;     // el estado y las cuentas

extern "C" __global__ void paso(const long long* tabla, const int arreglos{parametros})
{{
    // Arreglo que le toca a este bloque: el último cuyo primer bloque no pasa de blockIdx.x.
    int p = 0;
    for (int alto = arreglos; alto - p > 1;) {{
        const int medio = (p + alto) / 2;
        if (tabla[medio] <= (long long)blockIdx.x) p = medio; else alto = medio;
    }}
    const long long inicio = ((long long)blockIdx.x - tabla[p]) * {por_bloque};
    const long long elementos = tabla[arreglos + p];
    const long long fin = inicio + {por_bloque} < elementos ? inicio + {por_bloque} : elementos;
{punteros}
    for (long long i = inicio + threadIdx.x; i < fin; i += blockDim.x) {{
{cuerpo}
    }}
}}
"""


class NucleoCuda:
    """Ejecuta un programa en la GPU. El núcleo se compila la primera vez, uno por tipo."""

    def __init__(self, programa: Programa) -> None:
        self._programa = programa
        self._nucleos: dict[str, Any] = {}
        self._tabla: tuple[bytes, Any] = (b"", None)

    @staticmethod
    def admite(
        ws: Sequence[Any],
        gs: Sequence[Any],
        estados: Sequence[Mapping[str, Any]],
        *,
        en_sitio: bool,
    ) -> bool:
        """¿Son arreglos de CuPy contiguos, los pesos y gradientes de un mismo tipo conocido, y al
        escribir en `ws` no se pisan los gradientes?
        """
        if not is_cupy_array(ws[0]):
            return False
        estado = [a for e in estados for a in e.values()]
        return (
            all(is_cupy_array(a) and a.flags.c_contiguous for a in (*ws, *gs, *estado))
            and len(tipos := {a.dtype.name for a in (*ws, *gs)}) == 1
            and tipos <= _TIPO_C.keys()
            and not (en_sitio and any(_se_pisan(w, g) for w, g in zip(ws, gs, strict=True)))
        )

    def __call__(
        self,
        ws: Sequence[Any],
        gs: Sequence[Any],
        destinos: Sequence[Any],
        estados: Sequence[Mapping[str, Any]],
        numeros: Mapping[str, float],
    ) -> None:
        """Deja los w nuevos en `destinos` (pueden ser los `ws`) y el estado nuevo en `estados`."""
        tabla, bloques = _tabla(self._programa, ws, gs, destinos, estados)
        if bloques:
            tipo = ws[0].dtype.name
            calculo = np.dtype(_CALCULO[tipo])
            self._nucleo(tipo)(
                (bloques,),
                (HILOS,),
                (
                    self._en_dispositivo(tabla),
                    np.int32(tabla.shape[1]),
                    *(calculo.type(k) for k in numeros.values()),
                ),
            )

    def _nucleo(self, tipo: str) -> Any:
        if tipo not in self._nucleos:
            codigo = fuente(self._programa, tipo)
            self._nucleos[tipo] = sys.modules["cupy"].RawKernel(codigo, "paso", OPCIONES)
        return self._nucleos[tipo]

    def _en_dispositivo(self, tabla: np.ndarray) -> Any:
        """La tabla en la GPU; solo se copia si ha cambiado algún puntero desde el paso anterior."""
        clave = tabla.tobytes()
        if self._tabla[0] != clave:
            self._tabla = (clave, sys.modules["cupy"].asarray(tabla))
        return self._tabla[1]


def fuente(programa: Programa, tipo: str) -> str:
    """Código CUDA de un programa para pesos de un tipo (con float16 se calcula en float32)."""
    filas = (*FILAS_FIJAS, *programa.estado)
    punteros = [
        f"    {t}* const p_{nombre} = ({t}*)tabla[{filas.index(nombre)} * arreglos + p];"
        for nombre, t in arreglos(programa).items()
    ]
    return _PLANTILLA.format(
        cabecera="#include <cuda_fp16.h>\n" if tipo == "float16" else "",
        tipo=_TIPO_C[tipo],
        calculo=_TIPO_C[_CALCULO[tipo]],
        por_bloque=ELEMENTOS_POR_BLOQUE,
        parametros=parametros(programa),
        punteros="\n".join(punteros),
        cuerpo=cuerpo(programa),
    )


def _se_pisan(a: Any, b: Any) -> bool:
    return a.data.ptr < b.data.ptr + b.nbytes and b.data.ptr < a.data.ptr + a.nbytes


def _tabla(
    programa: Programa,
    ws: Sequence[Any],
    gs: Sequence[Any],
    destinos: Sequence[Any],
    estados: Sequence[Mapping[str, Any]],
) -> tuple[np.ndarray, int]:
    """La tabla del núcleo (sin los arreglos vacíos) y cuántos bloques de hilos hacen falta."""
    columnas = []
    bloques = 0
    for w, g, destino, estado in zip(ws, gs, destinos, estados, strict=True):
        if w.size:
            datos = (w, g, destino, *(estado[n] for n in programa.estado))
            columnas.append((bloques, w.size, *(a.data.ptr for a in datos)))
            bloques += -(-w.size // ELEMENTOS_POR_BLOQUE)
    return np.array(columnas, dtype=np.int64).T.copy(), bloques
