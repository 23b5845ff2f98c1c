"""Una época de cada red del laboratorio contra Keras, en un hilo, y cómo crece su coste.

Necesita Keras y jax, que no son dependencias del proyecto. En un entorno aparte:

    pip install keras==3.15.1 jax array-api-compat
    PYTHONPATH=. python benchmarks/laboratorio.py

Los mismos datos, la misma red y SGD, float32, en lotes de 32 desordenados. Keras entrena con `fit`
y el back end de jax, compilado. Aparte se mide, en nuestra red, lo que tarda un lote según cuántos
ejemplos lleva y según cuántas unidades tiene la capa oculta: el coste es lineal si el exponente no
pasa de 1. Escribe `benchmarks/resultados_laboratorio.md`.
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

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from curso.laboratorio.problemas import PROBLEMAS, Problema, cargar
from curso.redes import (
    LSTM,
    Capa,
    Conv1D,
    Conv2D,
    Densa,
    EntropiaBinaria,
    EntropiaCategorica,
    Inmersion,
    Red,
    ReLU,
)

jax, keras = par("jax"), par("keras")

LR = 0.001
#: épocas por medida: reparte lo que cuesta cada llamada a `fit`
EPOCAS = 3
RONDAS = 9
TOPE = 1.5


def nuestra(problema: Problema, epocas: int) -> Callable[[], object]:
    """Épocas de nuestra red con SGD, como las hace el laboratorio."""

    def correr() -> None:
        parametros = problema.iniciar(0)
        for epoca in range(epocas):
            for x, y in problema.lotes(0, epoca):
                _, gradientes = problema.perdida_y_gradiente(parametros, x, y)
                parametros = [w - LR * g for w, g in zip(parametros, gradientes, strict=True)]

    return correr


def en_keras(capa: Capa) -> Any:
    """La misma capa en Keras."""
    capas = keras.layers
    match capa:
        case Densa():
            return capas.Dense(capa.salidas)
        case ReLU():
            return capas.Activation("relu")
        case Inmersion():
            return capas.Embedding(capa.vocabulario, capa.dimension)
        case LSTM():
            return capas.LSTM(capa.unidades)
        case Conv1D():
            return capas.Conv1D(capa.filtros, capa.ventana[1])
        case Conv2D():
            return capas.Conv2D(capa.filtros, capa.ventana[1])
    nombres = {
        "MaximoLocal2D": lambda: capas.MaxPooling2D(capa.ventana[1]),
        "Aplanar": capas.Flatten,
        "GlobalMaximo": capas.GlobalMaxPooling1D,
    }
    return nombres[type(capa).__name__]()


def modelo_de_keras(problema: Problema, optimizador: Any) -> Any:
    """La red del problema en Keras, lista para entrenar."""
    perdidas = keras.losses
    match problema.red.perdida:
        case EntropiaCategorica():
            perdida = perdidas.SparseCategoricalCrossentropy(from_logits=True)
        case EntropiaBinaria():
            perdida = perdidas.BinaryCrossentropy(from_logits=True)
        case _:
            perdida = perdidas.MeanAbsoluteError()
    entrada = keras.Input(problema.x.shape[1:], dtype=problema.x.dtype.name)
    modelo = keras.Sequential([entrada, *map(en_keras, problema.red.capas)])
    modelo.compile(optimizer=optimizador, loss=perdida)
    return modelo


def de_keras(problema: Problema, epocas: int) -> Callable[[], object]:
    modelo = modelo_de_keras(problema, keras.optimizers.SGD(LR))
    x, y = problema.x, problema.y
    return lambda: modelo.fit(x, y, batch_size=problema.lote, epochs=epocas, verbose=0)


def contra_keras(rapido: bool) -> list[str]:
    n, rondas, epocas = (96, 3, 1) if rapido else (None, RONDAS, EPOCAS)
    lineas = [
        "Razón: mediana (cuartiles) de lo que tarda Keras entre lo que tardamos; más de 1, somos "
        f"más rápidos. La meta es no pasar de {coma(TOPE)} veces Keras, que es una razón de "
        f"{coma(1 / TOPE)}, y más de 1 en la densa.",
        "",
        "| problema | red | la nuestra, ms de CPU por época | Keras: CPU · reloj |",
        "|---|---|---|---|",
    ]
    fuera = []
    for nombre in PROBLEMAS:
        problema = cargar(nombre)
        problema = dataclasses.replace(problema, x=problema.x[:n], y=problema.y[:n])
        contendientes = {"nuestra": nuestra(problema, epocas)}
        if keras and jax:
            contendientes["Keras"] = de_keras(problema, epocas)
        medidas = entreverar(contendientes, rondas)
        base = medidas["nuestra"]
        red = " · ".join(capa.nombre for capa in problema.red.capas)
        fila = [nombre, f"`{red}`", milisegundos([t / epocas for t in base.cpu])]
        if "Keras" in medidas:
            otra = medidas["Keras"]
            fila.append(f"{razones(otra.cpu, base.cpu)} · {razones(otra.reloj, base.reloj)}")
            limite = 1.0 if nombre == "viviendas" else 1 / TOPE
            if (cociente := razon(otra.cpu, base.cpu)) < limite:
                fuera.append(f"{nombre}, {coma(cociente)}")
        lineas.append(f"| {' | '.join(fila)} |")
    if keras and jax:
        lineas += ["", f"Meta: {'; '.join(fuera) or 'cumplida'}."]
    return lineas


def exponente(tamanos: list[int], tiempos: list[float]) -> float:
    """La pendiente de log(tiempo) frente a log(tamaño) en la mitad grande: 1 es lineal."""
    mitad = len(tamanos) // 2
    return float(np.polyfit(np.log(tamanos[mitad:]), np.log(tiempos[mitad:]), 1)[0])


def coste(rapido: bool) -> list[str]:
    """ms de CPU de un lote de cada red, según sus ejemplos y según el ancho de una capa."""
    tamanos = [32, 64, 128] if rapido else [32, 64, 128, 256, 512, 1024]
    lineas = [
        "### Cómo crece",
        "",
        "Milisegundos de CPU de la pérdida y el gradiente de un lote. El exponente se ajusta en la "
        "mitad de tamaños grandes; lineal es 1.",
        "",
        f"| qué crece | {' | '.join(map(str, tamanos))} | exponente |",
        "|---|" + "---|" * (len(tamanos) + 1),
    ]
    casos: dict[str, Callable[[int], tuple[Red, Any, Any]]] = {}
    for nombre in PROBLEMAS:
        problema = cargar(nombre)

        def con_ejemplos(n: int, p: Problema = problema) -> tuple[Red, Any, Any]:
            return p.red, p.x[np.arange(n) % len(p.x)], p.y[np.arange(n) % len(p.y)]

        casos[f"ejemplos, {nombre}"] = con_ejemplos

    def con_unidades(n: int) -> tuple[Red, Any, Any]:
        p = cargar("viviendas")
        return Red([Densa(33, n), ReLU(), Densa(n, 1)], p.red.perdida), p.x[:256], p.y[:256]

    casos["unidades de una capa oculta densa"] = con_unidades
    for caso, preparar in casos.items():
        tiempos = []
        for n in tamanos:
            red, x, y = preparar(n)
            w = red.iniciar(np.random.default_rng(0))
            veces = max(1, 2048 // n)

            def correr(red: Red = red, w: Any = w, x: Any = x, y: Any = y, v: int = veces) -> None:
                for _ in range(v):
                    red.perdida_y_gradiente(w, x, y)

            medida = entreverar({"": correr}, 3 if rapido else 7)[""]
            tiempos.append(min(medida.cpu) / veces * 1e3)
        celdas = " | ".join(map(coma, tiempos))
        lineas.append(f"| {caso} | {celdas} | {coma(exponente(tamanos, tiempos))} |")
    return lineas


def principal(rapido: bool) -> None:
    lineas = [
        "## Una época de cada red del laboratorio",
        "",
        maquina(NumPy=np.__version__, **version(Keras=keras, jax=jax)),
        *contra_keras(rapido),
        "",
        *coste(rapido),
    ]
    ruta = Path(__file__).with_name("resultados_laboratorio.md")
    escribir(ruta, lineas, guardar=not rapido and bool(keras and jax))


if __name__ == "__main__":
    principal(opciones(__doc__).parse_args().rapido)
