"""Hace la tabla de valores con que se prueban las capas de `curso.redes`: qué dan Keras 3 y torch.

Necesita las dos bibliotecas, que no son dependencias del proyecto. En un entorno aparte:

    pip install torch==2.13.0 keras==3.15.1 jax
    python benchmarks/tabla_redes.py

Escribe `tests/curso/redes/tabla_redes.json.gz` con las versiones y, por cada caso y biblioteca, la
capa con sus argumentos, los parámetros, la entrada x, la derivada dy que le llega, y lo que da la
biblioteca: y, dx y la derivada de cada parámetro, en float64. De las pérdidas, su valor y su
derivada. De los valores iniciales de Keras, el límite del intervalo, o que la matriz es ortogonal.
"""

from __future__ import annotations

import gzip
import json
import os
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
from torch.nn import functional

TABLA = Path(__file__).parents[1] / "tests/curso/redes/tabla_redes.json.gz"
SEMILLA = 20260201
L = keras.layers
keras.config.set_floatx("float64")  # antes de crear ninguna capa
TANH = jax.numpy.tanh  # la de Keras pasa por float32, también si todo es float64

#: (capa, argumentos, forma de x, la capa de Keras, si torch la tiene igual)
CASOS: tuple[tuple[str, dict[str, Any], tuple[int, ...], Any, bool], ...] = (
    ("Densa", {"entradas": 3, "salidas": 4}, (5, 3), L.Dense(4), True),
    ("ReLU", {}, (4, 3), L.Activation("relu"), True),
    ("Tanh", {}, (4, 3), L.Activation(TANH), True),
    ("Sigmoide", {}, (4, 3), L.Activation("sigmoid"), True),
    ("Aplanar", {}, (2, 3, 2, 2), L.Flatten(), True),
    ("Inmersion", {"vocabulario": 7, "dimension": 3}, (4, 5), L.Embedding(7, 3), True),
    *(
        (
            "Conv2D",
            {"canales": c, "filtros": f, "nucleo": k, "paso": p, "relleno": r},
            (2, a, b, c),
            L.Conv2D(f, k, strides=p, padding=r),
            r == "valid" or p == 1,
        )
        for c, f, k, p, r, a, b in (
            (1, 3, 3, 1, "valid", 6, 5),
            (2, 3, 3, 1, "same", 5, 4),
            (2, 2, 2, 1, "same", 4, 5),
            (2, 3, 3, 2, "valid", 7, 6),
            (2, 3, 3, 2, "same", 6, 7),
            (1, 2, 4, 3, "same", 8, 7),
        )
    ),
    *(
        (
            "Conv1D",
            {"canales": c, "filtros": f, "nucleo": k, "paso": p, "relleno": r},
            (2, a, c),
            L.Conv1D(f, k, strides=p, padding=r),
            r == "valid" or p == 1,
        )
        for c, f, k, p, r, a in (
            (3, 4, 3, 1, "valid", 8),
            (2, 3, 4, 1, "same", 7),
            (2, 3, 3, 2, "valid", 8),
            (2, 3, 4, 3, "same", 8),
        )
    ),
    *(
        (
            "MaximoLocal2D",
            {"lado": k, "paso": p, "relleno": r},
            (2, 7, 6, 2),
            L.MaxPooling2D(k, strides=p, padding=r),
            r == "valid",
        )
        for k, p, r in ((2, 2, "valid"), (3, 2, "valid"), (2, 2, "same"), (3, 2, "same"))
    ),
    *(
        (
            "MaximoLocal1D",
            {"lado": k, "paso": p, "relleno": r},
            (2, 9, 3),
            L.MaxPooling1D(k, strides=p, padding=r),
            r == "valid",
        )
        for k, p, r in ((2, 2, "valid"), (3, 1, "valid"), (2, 2, "same"))
    ),
    ("GlobalMaximo", {}, (3, 5, 2), L.GlobalMaxPooling1D(), True),
    ("GlobalMaximo", {}, (3, 4, 3, 2), L.GlobalMaxPooling2D(), True),
    ("GlobalMedia", {}, (3, 5, 2), L.GlobalAveragePooling1D(), True),
    ("GlobalMedia", {}, (3, 4, 3, 2), L.GlobalAveragePooling2D(), True),
    ("LSTM", {"canales": 3, "unidades": 4}, (2, 5, 3), L.LSTM(4, activation=TANH), True),
    (
        "LSTM",
        {"canales": 2, "unidades": 3, "secuencia": True},
        (3, 6, 2),
        L.LSTM(3, activation=TANH, return_sequences=True),
        True,
    ),
)
PERDIDAS = (
    ("ErrorAbsoluto", keras.losses.MeanAbsoluteError(), torch.nn.L1Loss()),
    (
        "EntropiaBinaria",
        keras.losses.BinaryCrossentropy(from_logits=True),
        torch.nn.BCEWithLogitsLoss(),
    ),
    (
        "EntropiaCategorica",
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        torch.nn.CrossEntropyLoss(),
    ),
)


def al_azar(rng: np.random.Generator, *forma: int) -> np.ndarray:
    """Con pocas cifras, para que la tabla ocupe poco, y sin empates."""
    valores = rng.permutation(np.arange(1, 1 + int(np.prod(forma)))) / np.prod(forma)
    return np.round(4 * (valores - 0.47), 5).reshape(forma)


def con_keras(capa: Any, x: np.ndarray, dy: np.ndarray, pesos: list[np.ndarray]) -> list[Any]:
    """[y, dx o None, derivada de cada parámetro]."""
    enteros = x.dtype.kind == "i"

    def f(pesos: list[Any], x: Any) -> Any:
        return capa.stateless_call(pesos, [v.value for v in capa.non_trainable_variables], x)[0]

    pesos_jax = [jax.numpy.asarray(w) for w in pesos]
    if enteros:
        y, atras = jax.vjp(lambda p: f(p, x), pesos_jax)
        (dpesos,) = atras(jax.numpy.asarray(dy))
        return [y, None, *dpesos]
    y, atras = jax.vjp(f, pesos_jax, jax.numpy.asarray(x))
    dpesos, dx = atras(jax.numpy.asarray(dy))
    return [y, dx, *dpesos]


def con_torch(nombre: str, opciones: dict[str, Any], x: Any, pesos: list[Any]) -> Any:
    """La misma capa con torch, sobre x y pesos con la disposición de Keras."""
    k, p, r = (opciones.get(o) for o in ("lado", "paso", "relleno"))
    match nombre:
        case "Densa":
            return x @ pesos[0] + pesos[1]
        case "ReLU":
            return torch.relu(x)
        case "Tanh":
            return torch.tanh(x)
        case "Sigmoide":
            return torch.sigmoid(x)
        case "Aplanar":
            return torch.flatten(x, 1)
        case "Inmersion":
            return functional.embedding(x, pesos[0])
        case "Conv2D":
            w = pesos[0].permute(3, 2, 0, 1)
            y = functional.conv2d(x.permute(0, 3, 1, 2), w, pesos[1], stride=p, padding=r)
            return y.permute(0, 2, 3, 1)
        case "Conv1D":
            w = pesos[0].permute(2, 1, 0)
            y = functional.conv1d(x.permute(0, 2, 1), w, pesos[1], stride=p, padding=r)
            return y.permute(0, 2, 1)
        case "MaximoLocal2D":
            return functional.max_pool2d(x.permute(0, 3, 1, 2), k, p).permute(0, 2, 3, 1)
        case "MaximoLocal1D":
            return functional.max_pool1d(x.permute(0, 2, 1), k, p).permute(0, 2, 1)
        case "GlobalMaximo":
            return x.amax(dim=tuple(range(1, x.ndim - 1)))
        case "GlobalMedia":
            return x.mean(dim=tuple(range(1, x.ndim - 1)))
        case "LSTM":
            return lstm_de_torch(opciones, x, pesos)
    raise AssertionError(nombre)


def lstm_de_torch(opciones: dict[str, Any], x: Any, pesos: list[Any]) -> Any:
    modelo = torch.nn.LSTM(opciones["canales"], opciones["unidades"], batch_first=True)
    W, U, b = pesos
    nombres = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    valores = (W.T, U.T, b, torch.zeros_like(b))
    y, (h, _) = torch.func.functional_call(modelo, dict(zip(nombres, valores, strict=True)), (x,))
    return y if opciones.get("secuencia") else h[0]


def derivar_torch(nombre: str, opciones: Any, x: Any, dy: Any, pesos: Any) -> list[Any]:
    xt = torch.from_numpy(x)
    hojas = [torch.from_numpy(w).requires_grad_() for w in pesos]
    if xt.dtype.is_floating_point:
        xt.requires_grad_()
    y = con_torch(nombre, opciones, xt, hojas)
    y.backward(torch.from_numpy(dy))
    return [
        y.detach().numpy(),
        None if xt.grad is None else xt.grad.numpy(),
        *(h.grad.numpy() for h in hojas),
    ]


def en_lista(valor: Any) -> Any:
    return None if valor is None else np.asarray(valor).tolist()


def casos(rng: np.random.Generator) -> list[dict[str, Any]]:
    salida = []
    for nombre, opciones, forma, capa, en_torch in CASOS:
        x = rng.integers(0, 7, forma) if nombre == "Inmersion" else al_azar(rng, *forma)
        capa.build(forma)
        pesos = [al_azar(rng, *v.shape) / 2 for v in capa.trainable_variables]
        dy = al_azar(rng, *capa.compute_output_shape(forma))
        bibliotecas = {"keras": con_keras(capa, x, dy, pesos)}
        if en_torch:
            bibliotecas["torch"] = derivar_torch(nombre, opciones, x, dy, pesos)
        for biblioteca, (y, dx, *dpesos) in bibliotecas.items():
            salida.append(
                {
                    "biblioteca": biblioteca,
                    "capa": nombre,
                    "opciones": opciones,
                    "x": en_lista(x),
                    "dy": en_lista(dy),
                    "parametros": [en_lista(w) for w in pesos],
                    "y": en_lista(y),
                    "dx": en_lista(dx),
                    "dparametros": [en_lista(d) for d in dpesos],
                }
            )
    return salida


def perdidas(rng: np.random.Generator) -> list[dict[str, Any]]:
    salida = []
    for nombre, de_keras, de_torch in PERDIDAS:
        if nombre == "EntropiaCategorica":
            z, y = al_azar(rng, 6, 4) * 4, rng.integers(0, 4, 6)
        elif nombre == "EntropiaBinaria":
            z, y = al_azar(rng, 6, 1) * 8, rng.integers(0, 2, (6, 1)).astype(float)
        else:
            z, y = al_azar(rng, 6, 1) * 4, al_azar(rng, 6, 1)
        valor, dz = jax.value_and_grad(lambda z, y=y, p=de_keras: p(y, z))(jax.numpy.asarray(z))
        zt = torch.from_numpy(z).requires_grad_()
        en_torch = de_torch(zt, torch.from_numpy(y))
        en_torch.backward()
        for biblioteca, v, d in (("keras", valor, dz), ("torch", en_torch.item(), zt.grad.numpy())):
            salida.append(
                {
                    "biblioteca": biblioteca,
                    "perdida": nombre,
                    "salida": en_lista(z),
                    "y": en_lista(y),
                    "valor": float(v),
                    "dsalida": en_lista(d),
                }
            )
    return salida


def iniciales() -> list[dict[str, Any]]:
    """De cada capa con parámetros: cómo empieza cada uno en Keras."""
    salida = []
    for nombre, opciones, forma, capa in (
        ("Densa", {"entradas": 300, "salidas": 50}, (1, 300), L.Dense(50)),
        ("Conv2D", {"canales": 8, "filtros": 32, "nucleo": 5}, (1, 9, 9, 8), L.Conv2D(32, 5)),
        ("Conv1D", {"canales": 16, "filtros": 64, "nucleo": 5}, (1, 9, 16), L.Conv1D(64, 5)),
        ("Inmersion", {"vocabulario": 500, "dimension": 8}, (1, 9), L.Embedding(500, 8)),
        ("LSTM", {"canales": 40, "unidades": 24}, (1, 3, 40), L.LSTM(24)),
    ):
        capa.build(forma)
        salida.append(
            {
                "capa": nombre,
                "opciones": opciones,
                "parametros": [describir(np.asarray(v)) for v in capa.trainable_variables],
            }
        )
    return salida


def describir(w: np.ndarray) -> dict[str, Any]:
    """Forma, mayor valor absoluto, desviación, y si sus filas son ortonormales."""
    ortogonal = w.ndim == 2 and bool(np.allclose(w @ w.T, np.eye(len(w)), atol=1e-5))
    datos = {"forma": list(w.shape), "maximo": float(np.abs(w).max()), "desviacion": float(w.std())}
    constantes = sorted(set(w.ravel().tolist())) if w.ndim == 1 else []
    return datos | {"ortogonal": ortogonal, "constantes": constantes}


def main() -> None:
    torch.set_default_dtype(torch.float64)
    keras.utils.set_random_seed(SEMILLA)
    rng = np.random.default_rng(SEMILLA)
    tabla = {
        "versiones": {m.__name__: m.__version__ for m in (keras, jax, torch, np)},
        "casos": casos(rng),
        "perdidas": perdidas(rng),
        "iniciales": iniciales(),
    }
    texto = json.dumps(tabla, separators=(",", ":"), allow_nan=False)
    TABLA.parent.mkdir(exist_ok=True)
    # Sin fecha ni nombre, para que la misma tabla sea el mismo archivo.
    with TABLA.open("wb") as archivo:
        archivo.write(gzip.compress(texto.encode(), mtime=0))
    print(f"{len(tabla['casos'])} casos, {TABLA.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
