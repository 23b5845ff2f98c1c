"""El doble de un dispositivo: se comporta como CuPy, pero no necesita una GPU.

Sirve para saber, en cualquier ordenador, si un código es portable: `ArregloDoble` hace lo que
hace `cupy.ndarray` y, como él, se niega a convertirse en silencio en un arreglo de NumPy.
`xp` es su espacio de nombres. `tests/gpu` lo compara con CuPy de verdad.

En qué se aparta de CuPy, a sabiendas:
- un índice entero fuera de rango da IndexError (CuPy da la vuelta sin avisar);
- los tipos se promueven como en el NumPy instalado (CuPy 13 aún seguía las reglas de NumPy 1);
- no ofrece `__cuda_array_interface__` ni DLPack, porque no hay memoria de GPU que ofrecer;
- guarda los datos en la memoria del anfitrión y calcula en orden, sin paralelismo.
"""

from curso.backend.doble.arreglo import ArregloDoble
from curso.backend.doble.base import Dispositivo
from curso.backend.doble.espacio import xp

__all__ = ["ArregloDoble", "Dispositivo", "xp"]
