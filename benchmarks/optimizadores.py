"""Un paso de cada optimizador contra torch (por defecto, foreach y fused) y Keras, en un hilo.

Necesita torch y Keras, que no son dependencias del proyecto. En un entorno aparte:

    pip install torch==2.13.0 keras==3.15.1 jax array-api-compat
    PYTHONPATH=. python benchmarks/optimizadores.py

Todos actualizan los mismos pesos float32 en un solo núcleo. Las rondas van entreveradas y el
orden cambia en cada una; se mide el tiempo de procesador de todo el proceso, y cada razón es la
mediana de las de las rondas. Sin alguna de esas bibliotecas, su columna queda vacía y no se guarda.
Escribe `benchmarks/resultados_optimizadores.md`.
"""

# Los hilos se fijan antes de importar lo que los abre.
# ruff: noqa: E402

from __future__ import annotations

from medida import escribir, maquina, opciones, par, un_hilo, version

un_hilo()

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from solutions import optimizadores

jax, keras, torch = par("jax"), par("keras"), par("torch")

RESULTADOS = Path(__file__).with_name("resultados_optimizadores.md")
SEGUNDOS_POR_RONDA = 0.01
RONDAS = 15
PARES_DE_BLOQUES = ("formula", "torch", "foreach", "fused", "keras")

# Nombre nuestro, nombre en torch, si torch lo tiene fundido, y argumentos nuestros y de torch.
OPTIMIZADORES: list[tuple[str, str | None, bool, dict[str, Any], dict[str, Any]]] = [
    ("SGD", "SGD", True, {}, {"lr": 1e-3}),
    ("SGD", "SGD", True, {"momentum": 0.9}, {"lr": 1e-3, "momentum": 0.9}),
    ("Adagrad", "Adagrad", True, {}, {}),
    ("Adadelta", "Adadelta", False, {}, {}),
    ("RMSprop", "RMSprop", False, {}, {}),
    ("Adam", "Adam", True, {}, {}),
    ("AdamW", "AdamW", True, {}, {}),
    ("Adamax", "Adamax", False, {}, {}),
    ("Nadam", "NAdam", False, {}, {}),
    ("Ftrl", None, False, {}, {}),
]

Paso = Callable[[], object]


def nuestro(
    nombre: str, argumentos: dict[str, Any], ruta: str, w: np.ndarray, g: np.ndarray
) -> Paso:
    convencion = "keras" if nombre == "Ftrl" else "torch"
    optimizador = getattr(optimizadores, nombre)(convencion=convencion, **argumentos)
    optimizador.rutas_rapidas = ruta != "formula"
    optimizador.compilar = ruta == "compilada"
    pesos = w.copy()

    def paso() -> None:
        optimizador.paso_in_situ(pesos, g)
        assert optimizador.rutas == {ruta}

    return paso


def de_torch(
    nombre: str, argumentos: dict[str, Any], modo: dict[str, bool], w: np.ndarray, g: np.ndarray
) -> Paso:
    pesos = torch.nn.Parameter(torch.tensor(w))
    pesos.grad = torch.tensor(g)
    return getattr(torch.optim, nombre)([pesos], **argumentos, **modo).step


def de_keras(nombre: str, argumentos: dict[str, Any], w: np.ndarray, g: np.ndarray) -> Paso:
    """Como dentro de `fit`: el paso entero compilado por XLA, que reutiliza los arreglos."""
    optimizador = getattr(keras.optimizers, nombre)(**argumentos)
    variable = keras.Variable(w)
    optimizador.build([variable])
    gradiente = jax.numpy.asarray(g)
    paso_xla = jax.jit(optimizador.stateless_apply, donate_argnums=(0, 2))
    actual = ([v.value for v in optimizador.variables], [variable.value])
    # Copias propias: al donarlas, las de Keras dejarían de valer.
    actual = jax.tree.map(lambda a: jax.numpy.array(a, copy=True), actual)

    def paso() -> None:
        nonlocal actual
        pesos, estado = paso_xla(actual[0], [gradiente], actual[1])
        actual = (estado, pesos)
        jax.block_until_ready(actual)

    return paso


def contendientes(fila: tuple[Any, ...], n: int) -> dict[str, Paso]:
    nombre, en_torch, fundido, argumentos, argumentos_torch = fila
    rng = np.random.default_rng(0)
    w, g = rng.standard_normal((2, n)).astype("float32")
    pasos = {
        ruta: nuestro(nombre, argumentos, ruta, w, g)
        for ruta in ("bloques", "formula", "compilada")
    }
    if keras and jax:
        pasos["keras"] = de_keras(nombre, argumentos, w, g)
    if torch and en_torch:
        modos: dict[str, dict[str, bool]] = {"torch": {}, "foreach": {"foreach": True}}
        if fundido:
            modos["fused"] = {"fused": True}
        for clave, modo in modos.items():
            pasos[clave] = de_torch(en_torch, argumentos_torch, modo, w, g)
    return pasos


def medir(pasos: dict[str, Paso], rondas: int) -> dict[str, list[float]]:
    """Segundos por paso de cada uno en cada ronda."""
    repeticiones = {}
    for clave, paso in pasos.items():
        for _ in range(3):
            inicio = time.process_time()
            paso()
            duracion = time.process_time() - inicio
        repeticiones[clave] = max(1, round(SEGUNDOS_POR_RONDA / max(duracion, 1e-6)))
    tiempos: dict[str, list[float]] = {clave: [] for clave in pasos}
    claves = list(pasos)
    for ronda in range(rondas):
        for clave in claves[ronda % len(claves) :] + claves[: ronda % len(claves)]:
            inicio = time.process_time()
            for _ in range(repeticiones[clave]):
                pasos[clave]()
            tiempos[clave].append((time.process_time() - inicio) / repeticiones[clave])
    return tiempos


def razon(tiempos: dict[str, list[float]], uno: str, otro: str) -> str:
    """Cuántas veces tarda `uno` lo que `otro`: la mediana de las rondas, o un guion si falta."""
    if uno not in tiempos:
        return "–"
    cocientes = (a / b for a, b in zip(tiempos[uno], tiempos[otro], strict=True))
    return f"{statistics.median(cocientes):.2f}"


def cabecera() -> list[str]:
    return [
        "## Un paso de cada optimizador (float32, CPU, un hilo)",
        "",
        maquina(NumPy=np.__version__, **version(torch=torch, Keras=keras, jax=jax)),
        "`ms` es lo que tarda `paso_in_situ` por bloques de NumPy, y las columnas que siguen, "
        "cuántas veces más tarda cada uno (menos de 1: es más rápido). «fórmula» es la nuestra sin "
        "ruta rápida; Keras va compilado por XLA, como en `fit`. Las tres últimas comparan con "
        "nuestra ruta compilada (`compilar = True`). Tiempo de procesador, mediana de las rondas.",
        "",
        "| optimizador | parámetros | ms | fórmula | torch | foreach | fused | Keras "
        "| bloques ÷ compilada | torch ÷ compilada | fused ÷ compilada |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]


def principal(rapido: bool) -> None:
    if torch:
        torch.set_num_threads(1)
    exponentes, rondas = ((4,), 3) if rapido else ((4, 5, 6, 7), RONDAS)
    lineas = cabecera()
    for fila in OPTIMIZADORES:
        titulo = " ".join([fila[0], *(f"{k}={v}" for k, v in fila[3].items())])
        for exponente in exponentes:
            tiempos = medir(contendientes(fila, 10**exponente), rondas)
            celdas = [
                titulo,
                f"10^{exponente}",
                f"{statistics.median(tiempos['bloques']) * 1e3:.3f}",
                *(razon(tiempos, uno, "bloques") for uno in PARES_DE_BLOQUES),
                *(razon(tiempos, uno, "compilada") for uno in ("bloques", "torch", "fused")),
            ]
            lineas.append(f"| {' | '.join(celdas).replace('.', ',')} |")
    escribir(RESULTADOS, lineas, guardar=bool(not rapido and torch and keras and jax))


if __name__ == "__main__":
    principal(opciones(__doc__).parse_args().rapido)
