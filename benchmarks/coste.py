"""Cómo crece el coste con n, b y p: medido contra O(I·N·P) y O(I·B·P).

    PYTHONPATH=. python benchmarks/coste.py [--figura FIGURA.png]

Mide el gradiente de la regresión lineal (con todos los ejemplos, y con un lote) y la época de
`entrenar_sgd`, doblando un tamaño cada vez y dejando fijos los demás. La teoría dice que el coste
de una iteración es proporcional a n·p, o a b·p; el de una época por lotes, a n·p sea cual sea b
(salvo lo que cuesta cada llamada, que con lotes muy pequeños manda). El exponente es la pendiente
en ejes logarítmicos: 1 es proporcional y 0, que no depende. Escribe
`benchmarks/resultados_coste.md` y, si se da una ruta, la figura.
"""

# Los hilos se fijan antes de importar lo que los abre.
# ruff: noqa: E402

from __future__ import annotations

from medida import entreverar, escribir, maquina, opciones, un_hilo

un_hilo()

from collections.abc import Callable
from pathlib import Path

import numpy as np

from curso.graficas import crecimiento
from curso.graficas.coste import exponente
from solutions.descenso import coste_computacional, error_y_gradiente
from solutions.lotes import entrenar_sgd

RONDAS = 7
Serie = tuple[list[int], list[float]]


def datos(n: int, p: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.random((n, p)), rng.random(n), rng.random(p)


def gradiente(n: int, p: int, b: int | None = None) -> Callable[[], object]:
    X, y, w = datos(n, p)
    lote = slice(0, b)
    return lambda: error_y_gradiente(w, X[lote], y[lote])


def epoca(n: int, p: int, b: int) -> Callable[[], object]:
    X, y, w = datos(n, p)
    return lambda: entrenar_sgd(error_y_gradiente, w, X, y, 1e-6, b, 1)


def serie(
    tamanos: list[int], hacer: Callable[[int], Callable[[], object]], veces: int, rapido: bool
) -> Serie:
    """El menor tiempo de CPU por llamada con cada tamaño, en segundos."""

    def repetir(correr: Callable[[], object]) -> Callable[[], None]:
        def varias() -> None:
            for _ in range(veces):
                correr()

        return varias

    if rapido:
        tamanos = tamanos[:2]
    corredores = {str(tamano): repetir(hacer(tamano)) for tamano in tamanos}
    medidas = entreverar(corredores, 1 if rapido else RONDAS)
    return tamanos, [min(medidas[str(tamano)].cpu) / veces for tamano in tamanos]


def principal(figura: Path | None, rapido: bool) -> None:
    potencias = [2**k for k in range(12, 18)]
    experimentos: dict[str, tuple[Serie, float]] = {
        "n (p = 64)": (serie(potencias, lambda n: gradiente(n, 64), 3, rapido), 1.0),
        "p (n = 8192)": (
            serie([2**k for k in range(5, 11)], lambda p: gradiente(8192, p), 3, rapido),
            1.0,
        ),
        "b (n = 131072, p = 64)": (
            serie(potencias, lambda b: gradiente(131_072, 64, b), 3, rapido),
            1.0,
        ),
        "n con b fijo (b = 4096, p = 64)": (
            serie(potencias, lambda n: gradiente(n, 64, 4096), 3, rapido),
            0.0,
        ),
        "b, una época entera (n = 65536, p = 64)": (
            serie([2**k for k in range(9, 15)], lambda b: epoca(65_536, 64, b), 1, rapido),
            0.0,
        ),
    }
    lineas = [
        "## Cómo crece el coste",
        "",
        maquina(NumPy=np.__version__),
        "Menor tiempo de CPU. El exponente es la pendiente de log(tiempo) frente a log(tamaño).",
        "",
        "| qué crece | de | a | tiempo, de (ms) | a (ms) | exponente medido | teoría |",
        "|---|---|---|---|---|---|---|",
    ]
    for nombre, ((tamanos, tiempos), teoria) in experimentos.items():
        medido = exponente(tamanos, tiempos)
        extremos = " | ".join(f"{1e3 * t:.3g}".replace(".", ",") for t in (tiempos[0], tiempos[-1]))
        lineas.append(
            f"| {nombre} | {tamanos[0]} | {tamanos[-1]} | {extremos} | "
            f"{medido:.2f} | {teoria:.0f} |".replace(
                f"{medido:.2f}", f"{medido:.2f}".replace(".", ",")
            )
        )
    n, p, b = experimentos["b (n = 131072, p = 64)"][0][0][-1], 64, potencias[0]
    lineas += [
        "",
        f"Con n = {n}, p = {p} y b = {b}, `coste_computacional` predice que una iteración con lote "
        f"cuesta {coste_computacional(n, p, 1) // coste_computacional(n, p, 1, b)} veces menos que "
        f"con todos los ejemplos; medido, {_veces(experimentos)}. Pasa de lo previsto lo que ya no "
        "cabe en la caché del núcleo: la teoría cuenta operaciones, no lecturas de memoria.",
    ]
    escribir(Path(__file__).with_name("resultados_coste.md"), lineas, guardar=not rapido)
    if figura is not None:
        figura.write_bytes(crecimiento({k: v for k, (v, _) in experimentos.items()}).png())


def _veces(experimentos: dict[str, tuple[Serie, float]]) -> str:
    (_, tiempos), _ = experimentos["b (n = 131072, p = 64)"]
    return f"{tiempos[-1] / tiempos[0]:.3g}".replace(".", ",")


if __name__ == "__main__":
    lector = opciones(__doc__)
    lector.add_argument("--figura", type=Path, help="dónde dejar la figura")
    pedido = lector.parse_args()
    principal(pedido.figura, pedido.rapido)
