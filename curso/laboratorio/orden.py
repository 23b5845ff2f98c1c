"""`curso laboratorio`: compara los optimizadores de un cuaderno y deja resultados y figuras."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from curso.laboratorio.comparar import comparar_optimizadores
from curso.laboratorio.cuaderno import optimizadores_de
from curso.laboratorio.figuras import animaciones, curvas
from curso.laboratorio.problemas import PROBLEMAS, cargar
from curso.ordenes.consola import ErrorDeUso


def correr(args: argparse.Namespace) -> int:
    """Compara, y deja en la carpeta de salida `resultados.json`, las curvas y las animaciones.

    Si se interrumpe, la próxima vez sigue donde iba. Devuelve 0, o 1 si algún optimizador ha dado
    un aviso.
    """
    if args.semillas < 1 or (args.epocas is not None and args.epocas < 1):
        raise ErrorDeUso("--semillas y --epocas han de ser 1 o más.")
    optimizadores = _elegidos(args)
    args.salida.mkdir(parents=True, exist_ok=True)
    avisos: dict[str, str] = {}
    for nombre in args.problema or PROBLEMAS:
        problema = cargar(nombre)
        try:
            historias = comparar_optimizadores(
                problema,
                optimizadores,
                args.epocas or problema.epocas,
                range(args.semillas),
                fichero=args.salida / "resultados.json",
            )
        except ValueError as error:
            raise ErrorDeUso(str(error)) from error
        figura = args.salida / f"{nombre}.png"
        figura.write_bytes(curvas(historias, problema).png())
        _tabla(problema.titulo, problema.base, problema.unidad, historias)
        for historia in historias:
            if historia["aviso"]:
                quien = f"{historia['optimizador']}, en {nombre}"
                avisos.setdefault(quien, historia["aviso"])
    for nombre, animacion in animaciones(optimizadores).items():
        animacion.guardar(args.salida / f"{nombre}.png")
    for quien, aviso in avisos.items():
        print(f"⚠ {quien}: {aviso}.")
    print(f"Resultados, curvas y animaciones, en «{args.salida}».")
    return 1 if avisos else 0


def _elegidos(args: argparse.Namespace) -> Mapping[str, Callable[[], Any]]:
    if not args.mios.is_file():
        raise ErrorDeUso(
            f"No existe «{args.mios}»: dime con --mios en qué cuaderno están tus optimizadores."
        )
    todos = optimizadores_de(args.mios, args.lr)
    if args.optimizadores is None:
        return todos
    pedidos = [nombre.strip() for nombre in args.optimizadores.split(",") if nombre.strip()]
    faltan = [nombre for nombre in pedidos if nombre not in todos]
    if faltan or not pedidos:
        raise ErrorDeUso(
            f"En «{args.mios}» no están: {', '.join(faltan) or 'ninguno pedido'}. Los hay: "
            f"{', '.join(todos)}."
        )
    return {nombre: todos[nombre] for nombre in pedidos}


def _tabla(titulo: str, base: float, unidad: str, historias: Sequence[Mapping[str, Any]]) -> None:
    """Lo que queda al final de cada optimizador: la mediana de sus semillas."""
    finales: dict[str, list[tuple[float, float]]] = {}
    for historia in historias:
        par = (historia["perdidas"][-1], historia["validacion"][-1])
        finales.setdefault(historia["optimizador"], []).append(par)
    ancho = max(len("optimizador"), *map(len, finales))
    print(f"{titulo}. Pérdida en {unidad}; predecir siempre lo mismo da {_numero(base)}.")
    print(f"  {'optimizador':<{ancho}}  entrenamiento  validación")
    for nombre, pares in finales.items():
        entrenamiento, validacion = (_numero(_mediana(curva)) for curva in zip(*pares, strict=True))
        print(f"  {nombre:<{ancho}}  {entrenamiento:>13}  {validacion:>10}")
    print()


def _mediana(valores: Sequence[float]) -> float:
    return median(v if math.isfinite(v) else math.inf for v in valores)


def _numero(valor: float) -> str:
    return f"{valor:.4f}".replace(".", ",") if math.isfinite(valor) else "no finita"
