"""Para todas las pruebas: un solo hilo de BLAS, como al corregir.

Con varios, lo que tarda un producto de matrices depende de quién más use el ordenador. Ha de
decidirse antes de que nadie importe NumPy.
"""

import os

for _library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
