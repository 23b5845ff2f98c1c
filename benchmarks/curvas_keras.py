"""Graba cómo aprende Keras los problemas del laboratorio con nuestros pesos y nuestros lotes.

Necesita Keras y jax, que no son dependencias del proyecto. En un entorno aparte:

    pip install keras==3.15.1 jax array-api-compat
    PYTHONPATH=. python benchmarks/curvas_keras.py

Escribe `tests/curso/laboratorio/curvas_keras.json`: de cada problema y optimizador, con la semilla
0, la pérdida de entrenamiento y de validación de las primeras épocas. Hay que repetirlo si cambian
los problemas o sus redes.
"""

from __future__ import annotations

import json
from pathlib import Path

from laboratorio import jax, keras, modelo_de_keras

from curso.laboratorio.problemas import PROBLEMAS, cargar

DESTINO = Path(__file__).parents[1] / "tests/curso/laboratorio/curvas_keras.json"
EPOCAS, SEMILLA, LR = 3, 0, 0.001
OPTIMIZADORES = ("SGD", "Adam")


def curva(nombre: str, optimizador: str) -> dict[str, object]:
    """Lo que da Keras, lote a lote, como lo cuenta el laboratorio."""
    problema = cargar(nombre)
    modelo = modelo_de_keras(problema, getattr(keras.optimizers, optimizador)(LR))
    modelo.set_weights(problema.iniciar(SEMILLA))
    perdidas, validacion = [], []
    for epoca in range(EPOCAS):
        suma = 0.0
        for x, y in problema.lotes(SEMILLA, epoca):
            modelo.reset_metrics()
            suma += float(modelo.train_on_batch(x, y)) * len(x)
        perdidas.append(suma / len(problema.x))
        x, y = problema.x_validacion, problema.y_validacion
        validacion.append(float(modelo.evaluate(x, y, batch_size=len(x), verbose=0)))
    return {
        "problema": nombre,
        "optimizador": optimizador,
        "perdidas": perdidas,
        "validacion": validacion,
    }


def principal() -> None:
    grabadas = {
        "versiones": {m.__name__: m.__version__ for m in (keras, jax)},
        "tasa": LR,
        "semilla": SEMILLA,
        "curvas": [curva(nombre, opt) for nombre in PROBLEMAS for opt in OPTIMIZADORES],
    }
    DESTINO.write_text(json.dumps(grabadas, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    principal()
