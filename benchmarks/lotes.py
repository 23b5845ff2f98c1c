"""Lotes desordenados: los nuestros contra DataLoader de torch y el índice de NumPy sin más.

Necesita torch, que no es dependencia del proyecto. En un entorno aparte:

    pip install torch==2.13.0 numpy array-api-compat
    PYTHONPATH=. python benchmarks/lotes.py

Una época sobre 60000×784 float32. Nadie usa los lotes: se mide solo repartirlos. «Copia en orden»
no desordena: es lo menos que cuesta mover esos datos, así que dice cuánto se puede ganar. Escribe
`benchmarks/resultados_lotes.md`.
"""

# Los hilos se fijan antes de importar lo que los abre.
# ruff: noqa: E402

from __future__ import annotations

from medida import coma, entreverar, escribir, maquina, milisegundos, razon, razones, un_hilo

un_hilo()

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

from solutions.lotes import generar_lotes
from solutions.lotes_reutilizados import LotesReutilizados

N, P = 60_000, 784
RONDAS = 15


def contendientes(x: np.ndarray, y: np.ndarray, b: int) -> dict[str, Callable[[], object]]:
    rng = np.random.default_rng(0)
    reutilizados = LotesReutilizados(x, y, b)
    xt, yt = torch.from_numpy(x), torch.from_numpy(y)
    cargador = DataLoader(TensorDataset(xt, yt), batch_size=b, shuffle=True)
    destino = np.empty((b, P), dtype=x.dtype)

    def indice() -> None:
        orden = rng.permutation(len(x))
        for i in range(0, len(x), b):
            cuales = orden[i : i + b]
            _ = x[cuales], y[cuales]

    def indice_de_torch() -> None:
        orden = torch.randperm(len(xt))
        for i in range(0, len(xt), b):
            cuales = orden[i : i + b]
            _ = xt[cuales], yt[cuales]

    def copia_en_orden() -> None:
        for i in range(0, len(x), b):
            lote = x[i : i + b]
            np.copyto(destino[: len(lote)], lote)

    return {
        "LotesReutilizados": lambda: agotar(reutilizados.epoca(rng)),
        "generar_lotes": lambda: agotar(generar_lotes(x, y, b, rng)),
        "índice de NumPy": indice,
        "índice de torch": indice_de_torch,
        "DataLoader de torch": lambda: agotar(cargador),
        "copia en orden (suelo)": copia_en_orden,
    }


def agotar(lotes) -> None:  # type: ignore[no-untyped-def]
    for _ in lotes:
        pass


def memoria_de_mas(correr: Callable[[], object]) -> str:
    correr()
    tracemalloc.start()
    correr()
    pico = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{pico / 1024:.0f} KiB"


def principal() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.random((N, P), dtype=np.float32), rng.integers(10, size=N)
    lineas = ["## Lotes desordenados", "", maquina(NumPy=np.__version__, torch=torch.__version__)]
    torch.set_num_threads(1)
    for b in (32, 256):
        corredores = contendientes(x, y, b)
        medidas = entreverar(corredores, RONDAS)
        nuestro = medidas["LotesReutilizados"]
        lineas += [
            f"Una época de {N}×{P} float32 en lotes de {b}. Razón: mediana (cuartiles) de su "
            "tiempo entre el de LotesReutilizados.",
            "",
            "| | ms de CPU | razón, CPU | razón, reloj | memoria de NumPy por época |",
            "|---|---|---|---|---|",
        ]
        for nombre, medida in medidas.items():
            memoria = "—" if "torch" in nombre else memoria_de_mas(corredores[nombre])
            lineas.append(
                f"| {nombre} | {milisegundos(medida.cpu)} | {razones(medida.cpu, nuestro.cpu)} | "
                f"{razones(medida.reloj, nuestro.reloj)} | {memoria} |"
            )
        cpu = {nombre: razon(medida.cpu, nuestro.cpu) for nombre, medida in medidas.items()}
        techo = cpu["índice de NumPy"] / cpu["copia en orden (suelo)"]
        lineas += [
            "",
            f"Metas: 8 × DataLoader, medido {coma(cpu['DataLoader de torch'])}; 1,2 × el índice de "
            f"NumPy, medido {coma(cpu['índice de NumPy'])}. Copiar los mismos bytes en orden solo "
            f"sería {coma(techo)} veces más rápido que el índice: lo que manda es la memoria.",
            "",
        ]
    escribir(Path(__file__).with_name("resultados_lotes.md"), lineas)


if __name__ == "__main__":
    principal()
