"""Aritmética de épocas, lotes e iteraciones (t2).

Una *iteración* es una actualización de los parámetros, con un lote; una *época*, una pasada por
todos los ejemplos. Con `n` ejemplos y lotes de tamaño `b` hay ⌈n/b⌉ iteraciones por época, o
⌊n/b⌋ si se descarta el último lote cuando queda corto.

Argumentos: `n` y `b` son enteros ≥ 1; `epocas` e `iteraciones`, enteros ≥ 0. Valen los de NumPy;
uno menor da ValueError.
"""

from __future__ import annotations

from solutions.enteros import entero_minimo


def iteraciones_por_epoca(n: int, b: int, descartar_ultimo: bool = False) -> int:
    """⌈n/b⌉, o ⌊n/b⌋ con `descartar_ultimo` (0 si b > n).

    >>> iteraciones_por_epoca(9, 4), iteraciones_por_epoca(9, 4, descartar_ultimo=True)
    (3, 2)
    """
    n, b = entero_minimo(n, 1, "n"), entero_minimo(b, 1, "b")
    return n // b if descartar_ultimo else -(-n // b)


def iteraciones_totales(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    """Actualizaciones de un entrenamiento de `epocas` épocas.

    >>> iteraciones_totales(8, 2, 3), iteraciones_totales(8, 2, 2), iteraciones_totales(8, 4, 3)
    (12, 8, 6)
    """
    epocas = entero_minimo(epocas, 0, "epocas")
    return epocas * iteraciones_por_epoca(n, b, descartar_ultimo)


def epocas_necesarias(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    """El menor número de épocas con al menos `iteraciones` actualizaciones.

    0 iteraciones piden 0 épocas. Si en una época no hay ninguna actualización (se descarta el
    único lote, b > n), es imposible: ValueError.

    >>> epocas_necesarias(13, 8, 2)
    4
    """
    iteraciones = entero_minimo(iteraciones, 0, "iteraciones")
    por_epoca = iteraciones_por_epoca(n, b, descartar_ultimo)
    if iteraciones == 0:
        return 0
    if por_epoca == 0:
        raise ValueError(
            f"con n = {n} y b = {b} una época no tiene ningún lote completo: "
            "ninguna cantidad de épocas llega a las iteraciones pedidas."
        )
    return -(-iteraciones // por_epoca)


def nombres(b: int, n: int) -> set[str]:
    """Los nombres que recibe el descenso con lotes de tamaño `b` sobre `n` ejemplos.

    b = n → {"tradicional", "batch"}; b = 1 → {"online", "estocástico"}; entre medias →
    {"estocástico", "mini-batch"}; b = n = 1 → los de los dos primeros. Un lote mayor que la
    muestra (b > n) da ValueError.
    """
    n, b = entero_minimo(n, 1, "n"), entero_minimo(b, 1, "b")
    if b > n:
        raise ValueError(f"el lote (b = {b}) no puede ser mayor que la muestra (n = {n}).")
    if 1 < b < n:
        return {"estocástico", "mini-batch"}
    completo = {"tradicional", "batch"} if b == n else set()
    return completo | ({"online", "estocástico"} if b == 1 else set())
