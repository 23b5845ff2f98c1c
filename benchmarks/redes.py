"""Una época de la regresión softmax y de la red pequeña contra torch y Keras, en un hilo.

Necesita torch y Keras, que no son dependencias del proyecto. En un entorno aparte:

    pip install torch==2.13.0 keras==3.15.1 jax array-api-compat
    PYTHONPATH=. python benchmarks/redes.py

Fashion-MNIST, la muestra de 5000 del curso, con SGD y float32. De torch hay dos: con su DataLoader,
como en sus tutoriales, y con el índice de un tensor, que es lo más rápido que sabe hacer sin
compilar. Keras entrena con `fit` y el back end de jax, compilado. Si falta alguna, faltan sus
columnas y no se guarda. Escribe
`benchmarks/resultados_redes.md`.
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

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from curso.datos import fashion
from solutions.entrenamiento import Entrenamiento
from solutions.optimizadores import SGD
from solutions.redes import gradiente_mlp, gradiente_softmax, iniciar_mlp, iniciar_softmax

jax, keras, torch = par("jax"), par("keras"), par("torch")

LR = 0.02
OCULTAS = 128
#: épocas por medida: reparte lo que cuesta cada llamada a `fit`
EPOCAS = 3
RONDAS = 9


def nuestra(
    x: np.ndarray,
    y: np.ndarray,
    b: int,
    ocultas: int,
    subir: Callable[[np.ndarray], Any] = np.asarray,
) -> Callable[[], object]:
    """Épocas de nuestra red donde `subir` deje los datos y los parámetros."""
    if ocultas:
        iniciales = iniciar_mlp(x.shape[1], ocultas, 10, np.random.default_rng(0))
    else:
        iniciales = iniciar_softmax(x.shape[1], 10)
    gradiente = gradiente_mlp if ocultas else gradiente_softmax
    parametros = [subir(w) for w in iniciales]
    entrenamiento = Entrenamiento(
        gradiente, parametros, SGD(lr=LR), subir(x), subir(y), b, semilla=0
    )
    return lambda: entrenamiento.entrenar(EPOCAS)


def de_torch(
    x: np.ndarray, y: np.ndarray, b: int, ocultas: int, cargador: bool, donde: str = "cpu"
) -> Callable[[], object]:
    from torch.utils.data import DataLoader, TensorDataset

    p = x.shape[1]
    capas = (
        [torch.nn.Linear(p, ocultas), torch.nn.ReLU(), torch.nn.Linear(ocultas, 10)]
        if ocultas
        else [torch.nn.Linear(p, 10)]
    )
    modelo, perdida = torch.nn.Sequential(*capas).to(donde), torch.nn.CrossEntropyLoss()
    optimizador = torch.optim.SGD(modelo.parameters(), lr=LR)
    xt, yt = torch.from_numpy(x).to(donde), torch.from_numpy(y).to(donde)
    lotes_de_torch = DataLoader(TensorDataset(xt, yt), batch_size=b, shuffle=True)

    def lotes() -> Iterable[Any]:
        if cargador:
            return lotes_de_torch
        return ((xt[k], yt[k]) for k in torch.randperm(len(xt), device=donde).split(b))

    def correr() -> None:
        for _ in range(EPOCAS):
            suma = torch.zeros((), device=donde)
            for x_b, y_b in lotes():
                optimizador.zero_grad()
                valor = perdida(modelo(x_b), y_b)
                valor.backward()
                optimizador.step()
                suma += valor.detach() * len(x_b)
            suma.item()

    return correr


def de_keras(x: np.ndarray, y: np.ndarray, b: int, ocultas: int) -> Callable[[], object]:
    capas = [keras.layers.Dense(ocultas, activation="relu")] if ocultas else []
    modelo = keras.Sequential([keras.Input((x.shape[1],)), *capas, keras.layers.Dense(10)])
    modelo.compile(
        optimizer=keras.optimizers.SGD(LR),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return lambda: modelo.fit(x, y, batch_size=b, epochs=EPOCAS, verbose=0)


def principal(rapido: bool) -> None:
    n, rondas = (320, 3) if rapido else (None, RONDAS)
    datos = fashion()
    x, y = datos.x[:n].reshape(-1, datos.x[0].size), datos.y[:n]
    pares: dict[str, Callable[..., Callable[[], object]]] = {}
    if torch:
        torch.set_num_threads(1)
        pares["torch, DataLoader"] = partial(de_torch, cargador=True)
        pares["torch, índice"] = partial(de_torch, cargador=False)
    if keras and jax:
        pares["Keras"] = de_keras
    lineas = [
        f"## Una época en Fashion-MNIST ({len(x)} imágenes)",
        "",
        maquina(NumPy=np.__version__, **version(torch=torch, Keras=keras, jax=jax)),
        "Razón: mediana (cuartiles) de su tiempo entre el nuestro; más de 1, somos más rápidos.",
        "",
        "| red | lote | la nuestra, ms de CPU |" + "".join(f" {p}: CPU · reloj |" for p in pares),
        "|---|---|---|" + "---|" * len(pares),
    ]
    perdidas: list[str] = []
    for nombre, ocultas in (("softmax", 0), (f"una capa oculta de {OCULTAS}", OCULTAS)):
        for b in (32, 128):
            contendientes = {"nuestra": nuestra, **pares}
            medidas = entreverar({c: f(x, y, b, ocultas) for c, f in contendientes.items()}, rondas)
            base = medidas.pop("nuestra")
            perdidas += [
                f"{nombre}, lote {b}, contra {otro}: {coma(cociente)}"
                for otro, medida in medidas.items()
                if (cociente := razon(medida.cpu, base.cpu)) < 1
            ]
            celdas = [
                milisegundos([t / EPOCAS for t in base.cpu]),
                *(
                    f"{razones(m.cpu, base.cpu)} · {razones(m.reloj, base.reloj)}"
                    for m in medidas.values()
                ),
            ]
            lineas.append(f"| {nombre} | {b} | {' | '.join(celdas)} |")
    if pares:
        lineas += ["", f"Meta, no ser más lentos que ninguno: {'; '.join(perdidas) or 'cumplida.'}"]
    ruta = Path(__file__).with_name("resultados_redes.md")
    escribir(ruta, lineas, guardar=not rapido and len(pares) == 3)


if __name__ == "__main__":
    principal(opciones(__doc__).parse_args().rapido)
