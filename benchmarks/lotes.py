"""Lotes desordenados: los nuestros contra DataLoader de torch y el índice de NumPy sin más.

Necesita torch, que no es dependencia del proyecto. En un entorno aparte:

    pip install torch==2.13.0 numpy array-api-compat
    PYTHONPATH=. python benchmarks/lotes.py

Una época sobre 60000×784 float32. Nadie usa los lotes: se mide solo repartirlos. Los suelos dicen
cuánto se puede ganar: «copia desordenada» trae las mismas filas a un destino que no sale de la
caché, y «copia en orden» ni siquiera desordena. Sin torch, faltan sus filas y no se guarda. Escribe
`benchmarks/resultados_lotes.md`.
"""

# Los hilos se fijan antes de importar lo que los abre.
# ruff: noqa: E402

from __future__ import annotations

from medida import (
    coma,
    entreverar,
    escribir,
    maquina,
    milisegundos,
    opciones,
    par,
    razon,
    razones,
    un_hilo,
    version,
)

un_hilo()

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

from solutions.lotes import generar_lotes
from solutions.lotes_reutilizados import LotesReutilizados

torch = par("torch")

N, P = 60_000, 784
RONDAS = 15
#: tan pocas filas que el destino no sale de la caché más cercana
FILAS_DEL_SUELO = 16


def contendientes(x: np.ndarray, y: np.ndarray, b: int) -> dict[str, Callable[[], object]]:
    rng = np.random.default_rng(0)
    reutilizados = LotesReutilizados(x, y, b)
    destino, desorden = np.empty((b, P), dtype=x.dtype), rng.permutation(len(x))

    def indice() -> None:
        orden = rng.permutation(len(x))
        for i in range(0, len(x), b):
            cuales = orden[i : i + b]
            _ = x[cuales], y[cuales]

    def copia_en_orden() -> None:
        for i in range(0, len(x), b):
            lote = x[i : i + b]
            np.copyto(destino[: len(lote)], lote)

    def copia_desordenada() -> None:
        for i in range(0, len(x), FILAS_DEL_SUELO):
            cuales = desorden[i : i + FILAS_DEL_SUELO]
            x.take(cuales, axis=0, out=destino[: len(cuales)], mode="clip")

    return {
        "LotesReutilizados": lambda: agotar(reutilizados.epoca(rng)),
        "generar_lotes": lambda: agotar(generar_lotes(x, y, b, rng)),
        "índice de NumPy": indice,
        **(de_torch(x, y, b) if torch else {}),
        "copia desordenada (suelo)": copia_desordenada,
        "copia en orden (suelo)": copia_en_orden,
    }


def de_torch(x: np.ndarray, y: np.ndarray, b: int) -> dict[str, Callable[[], object]]:
    from torch.utils.data import DataLoader, TensorDataset

    xt, yt = torch.from_numpy(x), torch.from_numpy(y)
    cargador = DataLoader(TensorDataset(xt, yt), batch_size=b, shuffle=True)

    def indice() -> None:
        orden = torch.randperm(len(xt))
        for i in range(0, len(xt), b):
            cuales = orden[i : i + b]
            _ = xt[cuales], yt[cuales]

    return {"índice de torch": indice, "DataLoader de torch": lambda: agotar(cargador)}


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


def principal(rapido: bool) -> None:
    rng = np.random.default_rng(1)
    n, rondas = (2_000, 3) if rapido else (N, RONDAS)
    x, y = rng.random((n, P), dtype=np.float32), rng.integers(10, size=n)
    lineas = ["## Lotes desordenados", "", maquina(NumPy=np.__version__, **version(torch=torch))]
    if torch:
        torch.set_num_threads(1)
    for b in (32, 256):
        corredores = contendientes(x, y, b)
        medidas = entreverar(corredores, rondas)
        nuestro = medidas["LotesReutilizados"]
        lineas += [
            f"Una época de {n}×{P} float32 en lotes de {b}. Razón: mediana (cuartiles) de su "
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
        indice, dataloader = cpu["índice de NumPy"], cpu.get("DataLoader de torch")
        lineas += [
            "",
            f"Metas: 8 × DataLoader, medido {coma(dataloader) if dataloader else '–'}; 1,2 × el "
            f"índice de NumPy, medido {coma(indice)}. Con el mismo `take` sobre un destino que no "
            "sale de la caché, y sin sacar el orden, se llegaría a "
            f"{coma(indice / cpu['copia desordenada (suelo)'])}; copiando en orden, a "
            f"{coma(indice / cpu['copia en orden (suelo)'])}: lo que manda es la memoria.",
            "",
        ]
    ruta = Path(__file__).with_name("resultados_lotes.md")
    escribir(ruta, lineas, guardar=bool(not rapido and torch))


if __name__ == "__main__":
    principal(opciones(__doc__).parse_args().rapido)
