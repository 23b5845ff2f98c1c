"""Hace la tabla de valores con que se prueban los optimizadores: qué dan Keras 3 y torch.

Necesita las dos bibliotecas, que no son dependencias del proyecto. En un entorno aparte:

    pip install torch==2.13.0 keras==3.15.1 jax
    python benchmarks/tabla_optimizadores.py

Escribe `tests/solutions/optimizadores/tabla_optimizadores.json.gz` con las versiones y, por cada
caso, optimizador, hiperparámetros (con nuestros nombres; los que faltan son los que trae la
biblioteca), formas, pesos iniciales, gradientes, tasa de cada paso si cambia, y los pesos tras
cada paso en float64. Los gradientes se redondean para que la tabla ocupe poco.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# El back end de NumPy de Keras multiplica escalar por arreglo en float32: no sirve de referencia.
os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import keras
import numpy as np
import torch

TABLA = Path(__file__).parents[1] / "tests/solutions/optimizadores/tabla_optimizadores.json.gz"
SEMILLA = 20260101
CASOS_POR_OPTIMIZADOR = 10
PASOS = 12

Hiper = dict[str, Any]

ARGUMENTOS_KERAS = {
    "lr": "learning_rate",
    "momentum": "momentum",
    "nesterov": "nesterov",
    "rho": "rho",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "eps": "epsilon",
    "amsgrad": "amsgrad",
    "centered": "centered",
    "decaimiento_pesos": "weight_decay",
    "acumulador_inicial": "initial_accumulator_value",
    "potencia_lr": "learning_rate_power",
    "l1": "l1_regularization_strength",
    "l2": "l2_regularization_strength",
    "l2_contraccion": "l2_shrinkage_regularization_strength",
    "beta": "beta",
}
NOMBRES_TORCH = {"Nadam": "NAdam"}
ARGUMENTOS_TORCH = {
    "lr": "lr",
    "momentum": "momentum",
    "nesterov": "nesterov",
    "eps": "eps",
    "amsgrad": "amsgrad",
    "centered": "centered",
    "decaimiento_pesos": "weight_decay",
    "acumulador_inicial": "initial_accumulator_value",
}


def log_uniforme(minimo: float, maximo: float) -> Callable[[np.random.Generator], float]:
    return lambda rng: float(np.exp(rng.uniform(np.log(minimo), np.log(maximo))))


def uniforme(minimo: float, maximo: float) -> Callable[[np.random.Generator], float]:
    return lambda rng: float(rng.uniform(minimo, maximo))


def una_de(*opciones: Any) -> Callable[[np.random.Generator], Any]:
    return lambda rng: opciones[int(rng.integers(len(opciones)))]


LR, EPS, BETA = log_uniforme(1e-4, 1.0), log_uniforme(1e-10, 1e-2), uniforme(0.0, 0.999)
ADAM = {"lr": LR, "beta1": BETA, "beta2": BETA, "eps": EPS}
ESPACIO: dict[str, dict[str, Callable[[np.random.Generator], Any]]] = {
    "SGD": {"lr": LR, "momentum": uniforme(0.05, 0.99), "nesterov": una_de(False, True)},
    "Adagrad": {"lr": LR, "acumulador_inicial": una_de(0.0, 0.3, 2.0), "eps": EPS},
    "Adadelta": {"lr": LR, "rho": BETA, "eps": EPS},
    "RMSprop": {
        "lr": LR,
        "rho": BETA,
        "momentum": una_de(0.0, 0.5, 0.9),
        "eps": EPS,
        "centered": una_de(False, True),
    },
    "Adam": {**ADAM, "amsgrad": una_de(False, True)},
    "AdamW": {**ADAM, "amsgrad": una_de(False, True), "decaimiento_pesos": uniforme(0.0, 0.2)},
    "Adamax": ADAM,
    "Nadam": ADAM,
    "Ftrl": {
        "lr": log_uniforme(1e-3, 1.0),
        "potencia_lr": una_de(-0.5, -0.5, -0.8, -0.2, 0.0),
        "acumulador_inicial": uniforme(0.01, 1.0),
        "l1": una_de(0.0, 0.1, 1.0),
        "l2": una_de(0.0, 0.3),
        "l2_contraccion": una_de(0.0, 0.05),
        "beta": una_de(0.0, 0.5),
    },
}


def con_keras(clase: str, hiper: Hiper) -> tuple[Any, Callable[..., None]]:
    argumentos = {ARGUMENTOS_KERAS[n]: v for n, v in hiper.items()}
    optimizador = getattr(keras.optimizers, clase)(**argumentos)

    def paso(pesos: list[Any], gradientes: list[np.ndarray], lr: float | None) -> None:
        if lr is not None:
            optimizador.learning_rate = lr
        optimizador.apply([jax.numpy.asarray(g) for g in gradientes], pesos)

    return lambda w: keras.Variable(w, dtype="float64"), paso


def con_torch(clase: str, hiper: Hiper) -> tuple[Any, Callable[..., None]]:
    hiper = dict(hiper)
    argumentos: Hiper = {}
    if "beta1" in hiper:
        argumentos["betas"] = (hiper.pop("beta1"), hiper.pop("beta2"))
    if "rho" in hiper:
        argumentos["alpha" if clase == "RMSprop" else "rho"] = hiper.pop("rho")
    argumentos |= {ARGUMENTOS_TORCH[n]: v for n, v in hiper.items()}
    optimizador: Any = None

    def paso(pesos: list[Any], gradientes: list[np.ndarray], lr: float | None) -> None:
        nonlocal optimizador
        if optimizador is None:
            optimizador = getattr(torch.optim, NOMBRES_TORCH.get(clase, clase))(pesos, **argumentos)
        for grupo in optimizador.param_groups:
            grupo["lr"] = grupo["lr"] if lr is None else lr
        for peso, g in zip(pesos, gradientes, strict=True):
            peso.grad = torch.tensor(g)
        optimizador.step()

    return lambda w: torch.nn.Parameter(torch.tensor(w)), paso


CONVENCIONES = {"keras": con_keras, "torch": con_torch}


def formas_al_azar(rng: np.random.Generator) -> list[tuple[int, ...]]:
    rango = int(rng.integers(0, 4))
    una = tuple(int(n) for n in rng.integers(1, 4, rango))
    return [una, (3,)] if rng.random() < 0.4 else [una]


def redondeado(x: np.ndarray) -> np.ndarray:
    """Con tres cifras significativas: se escribe corto y se lee igual."""
    return np.array([float(f"{v:.3g}") for v in x.ravel()]).reshape(x.shape)


def gradientes_al_azar(rng: np.random.Generator, forma: tuple[int, ...]) -> np.ndarray:
    """De magnitudes muy distintas, con algún cero."""
    escala = 10.0 ** rng.uniform(-3, 1, (PASOS, *forma))
    ceros = rng.random((PASOS, *forma)) > 0.1
    return redondeado(rng.standard_normal((PASOS, *forma)) * escala * ceros)


def casos(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    for clase, espacio in ESPACIO.items():
        for convencion in CONVENCIONES if clase != "Ftrl" else ("keras",):
            for numero in range(CASOS_POR_OPTIMIZADOR):
                # El primero lleva los valores por defecto de la biblioteca.
                hiper = {n: elegir(rng) for n, elegir in espacio.items()} if numero else {}
                formas = formas_al_azar(rng)
                yield {
                    "clase": clase,
                    "convencion": convencion,
                    "hiperparametros": hiper,
                    "formas": formas,
                    "w0": [redondeado(rng.standard_normal(f) * 2) for f in formas],
                    "g": [gradientes_al_azar(rng, f) for f in formas],
                    "lr": list(redondeado(rng.uniform(1e-3, 0.3, PASOS)))
                    if numero % 4 == 3
                    else None,
                }


def resolver(caso: dict[str, Any]) -> dict[str, Any]:
    """El caso con los pesos tras cada paso según la biblioteca."""
    crear, paso = CONVENCIONES[caso["convencion"]](caso["clase"], caso["hiperparametros"])
    pesos = [crear(w) for w in caso["w0"]]
    trayectoria: list[list[np.ndarray]] = [[] for _ in pesos]
    for t in range(PASOS):
        paso(pesos, [g[t] for g in caso["g"]], caso["lr"] and caso["lr"][t])
        for puntos, w in zip(trayectoria, pesos, strict=True):
            valor = w.detach().numpy() if caso["convencion"] == "torch" else np.asarray(w.value)
            assert valor.dtype == np.float64
            puntos.append(valor.copy())
    return caso | {
        "w0": [w.tolist() for w in caso["w0"]],
        "g": [g.tolist() for g in caso["g"]],
        "w": [np.array(puntos).tolist() for puntos in trayectoria],
    }


def main() -> None:
    torch.set_default_dtype(torch.float64)  # Nadam guarda su producto en el tipo por defecto
    keras.config.set_floatx("float64")
    tabla = {
        "versiones": {m.__name__: m.__version__ for m in (keras, jax, torch, np)},
        "casos": [resolver(caso) for caso in casos(np.random.default_rng(SEMILLA))],
    }
    texto = json.dumps(tabla, separators=(",", ":"), allow_nan=False)
    # Sin fecha ni nombre, para que la misma tabla sea el mismo archivo.
    with TABLA.open("wb") as archivo:
        archivo.write(gzip.compress(texto.encode(), mtime=0))
    print(f"{len(tabla['casos'])} casos, {TABLA.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
