"""En una GPU: un paso de cada optimizador, épocas y lotes, contra torch y contra lo que da la GPU.

Necesita una GPU de NVIDIA y CuPy; con torch (con CUDA) en el mismo entorno, se compara también:

    pip install cupy-cuda12x torch==2.13.0 numpy array-api-compat
    PYTHONPATH=. python benchmarks/gpu.py

Sin GPU lo dice y acaba bien. Los tiempos son de la GPU, entre dos eventos de CUDA en la cola por
defecto, que es la de CuPy y la de torch; cada medida son varias repeticiones seguidas, tras
calentar, en rondas entreveradas, y cada razón es la mediana de las de las rondas. Escribe
`benchmarks/resultados_gpu.md`.
"""

# Los hilos se fijan antes de importar lo que los abre.
# ruff: noqa: E402

from __future__ import annotations

from medida import coma, escribir, maquina, milisegundos, opciones, par, razon, un_hilo, version

un_hilo()

import random
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from redes import EPOCAS, OCULTAS, de_torch, nuestra

from curso.datos import fashion
from solutions import optimizadores
from solutions.lotes import generar_lotes
from solutions.lotes_reutilizados import LotesEnDispositivo

torch = par("torch")

RONDAS = 15
META_DE_ANCHO_DE_BANDA = 0.9

# Nombre nuestro, en torch si lo tiene fundido, y argumentos de los dos.
OPTIMIZADORES: list[tuple[str, str | None, dict[str, Any]]] = [
    ("SGD", "SGD", {"lr": 1e-3}),
    ("SGD", "SGD", {"lr": 1e-3, "momentum": 0.9}),
    ("Adagrad", "Adagrad", {}),
    ("Adam", "Adam", {}),
    ("AdamW", "AdamW", {}),
    ("Adadelta", None, {}),
    ("RMSprop", None, {}),
    ("Adamax", None, {}),
    ("Nadam", None, {}),
]

Correr = Callable[[], object]


def por_que_no(cp: Any) -> str | None:
    """Por qué no se puede medir, o None si se puede."""
    if cp is None:
        return "CuPy no está instalado (`pip install cupy-cuda12x`)"
    try:
        cp.zeros(1)
    except Exception as error:
        return f"CuPy no puede usar ninguna GPU ({type(error).__name__})"
    return None


def torch_en_gpu() -> bool:
    return torch is not None and torch.cuda.is_available()


def entreverar(
    cp: Any, contendientes: Mapping[str, Correr], rondas: int, veces: int
) -> dict[str, list[float]]:
    """Segundos por repetición de cada uno en cada ronda, según la GPU."""
    tiempos: dict[str, list[float]] = {nombre: [] for nombre in contendientes}
    for correr in contendientes.values():
        for _ in range(2):
            correr()
    azar = random.Random(0)
    for _ in range(rondas):
        for nombre in azar.sample(list(contendientes), len(contendientes)):
            empieza, acaba = cp.cuda.Event(), cp.cuda.Event()
            empieza.record()
            for _ in range(veces):
                contendientes[nombre]()
            acaba.record()
            acaba.synchronize()
            milesimas = cp.cuda.get_elapsed_time(empieza, acaba)
            tiempos[nombre].append(milesimas / 1e3 / veces)
    return tiempos


# Un paso de cada optimizador ------------------------------------------------------------------


def pasos(
    cp: Any, nombre: str, en_torch: str | None, argumentos: dict[str, Any], n: int
) -> tuple[dict[str, Correr], int]:
    """Los contendientes, y los bytes que un paso ha de leer y escribir como poco."""
    w, g = np.random.default_rng(0).standard_normal((2, n), dtype=np.float32)
    optimizador = getattr(optimizadores, nombre)(convencion="torch", **argumentos)
    pesos, gradiente = cp.asarray(w), cp.asarray(g)

    def paso() -> None:
        optimizador.paso_in_situ(pesos, gradiente)
        assert optimizador.rutas == {"nucleo"}

    # w y cada arreglo del estado se leen y se escriben; g se lee.
    movidos = (3 + 2 * len(optimizador.estado_inicial())) * w.nbytes
    origen = cp.asarray(np.zeros(movidos // 2, dtype=np.uint8))
    destino = cp.empty_like(origen)
    corredores: dict[str, Correr] = {
        "nuestro": paso,
        "copia": lambda: cp.copyto(destino, origen),
    }
    if en_torch and torch_en_gpu():
        parametro = torch.nn.Parameter(torch.tensor(w, device="cuda"))
        parametro.grad = torch.tensor(g, device="cuda")
        fundido = getattr(torch.optim, en_torch)([parametro], fused=True, **argumentos)
        corredores["torch fused"] = fundido.step
    return corredores, movidos


def tabla_de_optimizadores(cp: Any, exponentes: tuple[int, ...], rondas: int) -> list[str]:
    lineas = [
        "### Un paso de cada optimizador (float32)",
        "",
        "GB/s: bytes que el paso ha de leer y escribir, entre lo que tarda. «De la copia»: lo que "
        "tarda en copiar dentro de la GPU esos mismos bytes, entre lo que tarda el paso. "
        f"Meta: {META_DE_ANCHO_DE_BANDA:.0%} de la copia".replace("%", " %")
        + ", y no menos que torch fused (más de 1, somos más rápidos).",
        "",
        "| optimizador | parámetros | ms | GB/s | de la copia | torch fused ÷ nuestro |",
        "|---|---|---|---|---|---|",
    ]
    for nombre, en_torch, argumentos in OPTIMIZADORES:
        titulo = " ".join([nombre, *(f"{k}={v}" for k, v in argumentos.items())])
        for exponente in exponentes:
            corredores, movidos = pasos(cp, nombre, en_torch, argumentos, 10**exponente)
            tiempos = entreverar(cp, corredores, rondas, min(100, max(10, 10**7 // 10**exponente)))
            nuestro = tiempos["nuestro"]
            fundido = tiempos.get("torch fused")
            celdas = (
                titulo.replace(".", ","),
                f"10^{exponente}",
                milisegundos(nuestro),
                coma(movidos / 1e9 / float(np.median(nuestro))),
                coma(razon(tiempos["copia"], nuestro)),
                coma(razon(fundido, nuestro)) if fundido else "–",
            )
            lineas.append(f"| {' | '.join(celdas)} |")
    return lineas


# Épocas ---------------------------------------------------------------------------------------


def tabla_de_epocas(cp: Any, n: int | None, rondas: int) -> list[str]:
    datos = fashion()
    x, y = datos.x[:n].reshape(-1, datos.x[0].size), datos.y[:n]
    contendientes: dict[str, Callable[..., Correr]] = {
        "CuPy": partial(nuestra, subir=cp.asarray),
        "NumPy": nuestra,
    }
    if torch_en_gpu():
        contendientes["torch"] = partial(de_torch, cargador=False, donde="cuda")
    otros = [nombre for nombre in contendientes if nombre != "CuPy"]
    lineas = [
        f"### Una época en Fashion-MNIST ({len(x)} imágenes), con los datos ya en la GPU",
        "",
        "Razón: su tiempo entre el nuestro con CuPy. NumPy va en un hilo de esta misma máquina.",
        "",
        "| red | lote | CuPy, ms |" + "".join(f" {otro} ÷ CuPy |" for otro in otros),
        "|---|---|---|" + "---|" * len(otros),
    ]
    for nombre, ocultas in (("softmax", 0), (f"una capa oculta de {OCULTAS}", OCULTAS)):
        for b in (128, 1024):
            corredores = {c: f(x, y, b, ocultas) for c, f in contendientes.items()}
            tiempos = entreverar(cp, corredores, rondas, 1)
            celdas = [milisegundos([t / EPOCAS for t in tiempos["CuPy"]])]
            celdas += [coma(razon(tiempos[otro], tiempos["CuPy"])) for otro in otros]
            lineas.append(f"| {nombre} | {b} | {' | '.join(celdas)} |")
    return lineas


# Lotes ----------------------------------------------------------------------------------------


def repartos(cp: Any, x: np.ndarray, y: np.ndarray, b: int) -> dict[str, Correr]:
    rng = np.random.default_rng(0)
    solapados = LotesEnDispositivo(x, y, b, cp)
    x_alli, y_alli = cp.asarray(x), cp.asarray(y)

    def uno_a_uno() -> None:
        for x_b, y_b in generar_lotes(x, y, b, rng):
            _ = cp.asarray(x_b), cp.asarray(y_b)

    corredores: dict[str, Correr] = {
        "LotesEnDispositivo": lambda: agotar(solapados.epoca(rng)),
        "índice de NumPy y subida": uno_a_uno,
        "datos ya en la GPU": lambda: agotar(generar_lotes(x_alli, y_alli, b, rng)),
        "subirlo todo de una vez": lambda: (cp.asarray(x), cp.asarray(y)),
    }
    if torch_en_gpu():
        from torch.utils.data import DataLoader, TensorDataset

        tensores = TensorDataset(torch.from_numpy(x), torch.from_numpy(y))
        cargador = DataLoader(tensores, batch_size=b, shuffle=True, pin_memory=True)

        def de_torch_con_subida() -> None:
            for x_b, y_b in cargador:
                _ = x_b.to("cuda", non_blocking=True), y_b.to("cuda", non_blocking=True)

        corredores["DataLoader de torch"] = de_torch_con_subida
    return corredores


def agotar(lotes: Any) -> None:
    for _ in lotes:
        pass


def tabla_de_lotes(cp: Any, n: int, rondas: int) -> list[str]:
    rng = np.random.default_rng(1)
    x, y = rng.random((n, 784), dtype=np.float32), rng.integers(10, size=n)
    lineas = [f"### Lotes desordenados hasta la GPU ({n}×784 float32)", ""]
    lineas += ["| | lote | ms por época | ÷ LotesEnDispositivo |", "|---|---|---|---|"]
    for b in (256, 2048):
        tiempos = entreverar(cp, repartos(cp, x, y, b), rondas, 1)
        lineas += [
            f"| {nombre} | {b} | {milisegundos(t)} | "
            f"{coma(razon(t, tiempos['LotesEnDispositivo']))} |"
            for nombre, t in tiempos.items()
        ]
    return lineas


def principal(cp: Any, rapido: bool) -> None:
    if motivo := por_que_no(cp):
        print(f"Banco de la GPU: no ejecutado, porque {motivo}.")
        return
    gpu = cp.cuda.runtime.getDeviceProperties(0)["name"].decode()
    rondas = 2 if rapido else RONDAS
    lineas = [
        "## En una GPU",
        "",
        f"{gpu} · {maquina(NumPy=np.__version__, **version(CuPy=cp, torch=torch))}",
        *tabla_de_optimizadores(cp, (3,) if rapido else (5, 6, 7, 8), rondas),
        "",
        *tabla_de_epocas(cp, 256 if rapido else None, rondas),
        "",
        *tabla_de_lotes(cp, 600 if rapido else 60_000, rondas),
    ]
    escribir(Path(__file__).with_name("resultados_gpu.md"), lineas, guardar=not rapido)


if __name__ == "__main__":
    principal(par("cupy"), opciones(__doc__).parse_args().rapido)
