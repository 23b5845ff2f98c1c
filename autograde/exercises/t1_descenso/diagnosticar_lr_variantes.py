"""t1.diagnosticar_lr: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo
from solutions.descenso import diagnosticar_lr

ID = "t1.diagnosticar_lr"
#: una curva con sus cuentas ya hechas
Facts = dict[str, Any]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _with_numpy(perdidas: Sequence[float]) -> str:
    curva = np.array(perdidas, dtype=float)
    if len(curva) == 0:
        raise ValueError("vacía")
    if not np.isfinite(curva).all() or curva[-1] > curva[0]:
        return "divergente"
    if len(curva) > 1 and np.mean(np.diff(curva) > 0) >= 0.2:
        return "oscilante"
    return "lenta" if curva[-1] > 0.5 * curva[0] else "adecuada"


def _with_loops(perdidas: Sequence[float]) -> str:
    if len(perdidas) == 0:
        raise ValueError("vacía")
    subidas = 0
    for i, perdida in enumerate(perdidas):
        if perdida != perdida or abs(perdida) == math.inf:
            return "divergente"
        if i > 0 and perdida > perdidas[i - 1]:
            subidas += 1
    if perdidas[-1] > perdidas[0]:
        return "divergente"
    if subidas > 0 and subidas >= 0.2 * (len(perdidas) - 1):
        return "oscilante"
    if 2 * perdidas[-1] > perdidas[0]:
        return "lenta"
    return "adecuada"


ACCEPTED = {"con NumPy": _with_numpy, "con bucles": _with_loops}


# --- equivocadas -----------------------------------------------------------------------------

#: las tres preguntas, en orden, sobre las cuentas de una curva
ORDER = ("divergente", "oscilante", "lenta")
RULES: dict[str, Callable[[Facts], bool]] = {
    "divergente": lambda c: not c["finite"] or c["last"] > c["first"],
    "oscilante": lambda c: c["steps"] > 0 and 5 * c["ups"] >= c["steps"],
    "lenta": lambda c: c["last"] > c["first"] / 2,
}


def _facts(losses: list[float]) -> Facts:
    moves = [after - before for before, after in pairwise(losses)]
    return {
        "losses": losses,
        "finite": all(map(math.isfinite, losses)),
        "first": losses[0],
        "last": losses[-1],
        "steps": len(moves),
        "moves": moves,
        "ups": sum(m > 0 for m in moves),
    }


def _diagnosis(
    *, order: Sequence[str] = ORDER, otherwise: str = "adecuada", **rules: Callable[[Facts], bool]
) -> Any:
    """El diagnóstico correcto salvo en el orden o en las reglas que se digan."""

    def diagnosticar_lr(perdidas: Sequence[float]) -> str:
        if not len(perdidas):
            raise ValueError("vacía")
        curve = _facts([float(loss) for loss in perdidas])
        return next((n for n in order if (RULES | rules)[n](curve)), otherwise)

    return diagnosticar_lr


def _in_place(perdidas: Any) -> str:
    answer = diagnosticar_lr(perdidas)
    perdidas.sort()
    return answer


def _other_word(perdidas: Sequence[float]) -> str:
    return diagnosticar_lr(perdidas).replace("ente", "e").replace("ante", "a")


def _empty_is_fine(perdidas: Sequence[float]) -> str:
    return diagnosticar_lr(perdidas) if len(perdidas) else "adecuada"


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia la lista de pérdidas que recibe.",
    "`.sort()`, `.pop()` y `.append()` cambian la lista de quien te llama. Trabaja con una copia.",
)

VARIANTS = (
    Variant(
        "solo_mira_la_ultima",
        _diagnosis(
            divergente=lambda c: not math.isfinite(c["last"]) or not c["last"] <= c["first"]
        ),
        "Solo miras si es finita la última pérdida.",
        "Con un solo `inf` o `nan` por el camino ya hay que decir que diverge.",
    ),
    Variant(
        "ignora_no_finitas",
        _diagnosis(divergente=lambda c: c["last"] > c["first"]),
        "No tienes en cuenta las pérdidas que no son finitas.",
        "Cualquier comparación con `nan` da falso: hay que preguntarlo aparte, con `np.isfinite`.",
    ),
    Variant(
        "solo_mira_nan",
        _diagnosis(
            divergente=lambda c: any(map(math.isnan, c["losses"])) or c["last"] > c["first"]
        ),
        "Miras si hay `nan`, pero no si hay infinitos.",
        "`inf` tampoco es finito: `np.isfinite` ve las dos cosas.",
    ),
    Variant(
        "solo_mira_inf",
        _diagnosis(
            divergente=lambda c: any(map(math.isinf, c["losses"])) or c["last"] > c["first"]
        ),
        "Miras si hay infinitos, pero no si hay `nan`.",
        "`nan` tampoco es finito: `np.isfinite` ve las dos cosas.",
    ),
    Variant(
        "supera_en_algun_momento",
        _diagnosis(divergente=lambda c: not c["finite"] or max(c["losses"]) > c["first"]),
        "Dices que diverge en cuanto alguna pérdida supera a la primera.",
        "Puede haber un pico y recuperarse: la que se compara con la primera es la última.",
    ),
    Variant(
        "compara_con_la_anterior",
        _diagnosis(divergente=lambda c: not c["finite"] or (c["steps"] > 0 and c["moves"][-1] > 0)),
        "Dices que diverge si el último paso sube.",
        "La última pérdida se compara con la primera, no con la penúltima.",
    ),
    Variant(
        "igual_diverge",
        _diagnosis(divergente=lambda c: not c["finite"] or c["last"] >= c["first"]),
        "Dices que diverge cuando acaba igual que empezó.",
        "Para que diverja, la última ha de **superar** a la primera.",
    ),
    Variant(
        "oscilante_primero",
        _diagnosis(order=("oscilante", "divergente", "lenta")),
        "Preguntas si oscila antes de preguntar si diverge.",
        "El orden del enunciado importa: una curva puede cumplir varias condiciones.",
    ),
    Variant(
        "lenta_antes_que_oscilante",
        _diagnosis(order=("divergente", "lenta", "oscilante")),
        "Preguntas si es lenta antes de preguntar si oscila.",
        "El orden del enunciado importa: una curva puede cumplir varias condiciones.",
    ),
    Variant(
        "mas_del_20",
        _diagnosis(oscilante=lambda c: 5 * c["ups"] > c["steps"]),
        "Cuando sube justo el 20 % de los pasos, no dices que oscila.",
        "«Al menos» incluye el 20 % justo. Y ojo: entre seis pérdidas hay cinco pasos.",
    ),
    Variant(
        "llano_tambien_sube",
        _diagnosis(
            oscilante=lambda c: c["steps"] > 0 and 5 * sum(m >= 0 for m in c["moves"]) >= c["steps"]
        ),
        "Cuentas como subidas los pasos en que la pérdida no cambia.",
        "Sube si es mayor que la anterior; igual no es mayor.",
    ),
    Variant(
        "un_solo_paso_basta",
        _diagnosis(oscilante=lambda c: c["ups"] > 0),
        "Dices que oscila en cuanto sube un paso.",
        "Hace falta que suban al menos el 20 % de los pasos.",
    ),
    Variant(
        "cambios_de_sentido",
        _diagnosis(
            oscilante=lambda c: (
                5 * sum(a * b < 0 for a, b in pairwise(c["moves"])) >= max(1, c["steps"])
            )
        ),
        "Cuentas los cambios de sentido, y no los pasos que suben.",
        "Una subida suelta da dos cambios de sentido, pero es un solo paso que sube.",
    ),
    Variant(
        "mitad_incluida",
        _diagnosis(lenta=lambda c: c["last"] >= c["first"] / 2),
        "Dices que va lenta cuando acaba justo en la mitad.",
        "Es lenta si la última **supera** la mitad de la primera.",
    ),
    Variant(
        "lenta_si_no_baja_a_la_mitad_por_paso",
        _diagnosis(lenta=lambda c: c["steps"] == 0 or c["last"] > c["losses"][-2] / 2),
        "Para decir que va lenta comparas la última pérdida con la penúltima.",
        "La que se parte por la mitad es la primera pérdida.",
    ),
    Variant(
        "al_reves",
        _diagnosis(lenta=lambda c: c["last"] <= c["first"] / 2),
        "Llamas lenta a la que va bien, y al contrario.",
        "Cuanto menos ha bajado, más lenta va.",
    ),
    Variant(
        "otras_palabras",
        _other_word,
        "El diagnóstico es correcto, pero no usas las palabras del enunciado.",
        "Se comparan letra a letra: «divergente», «oscilante», «lenta» y «adecuada».",
    ),
    Variant(
        "vacia_es_adecuada",
        _empty_is_fine,
        "Falta rechazar la lista vacía.",
        "Sin ninguna pérdida no hay nada que diagnosticar: `ValueError`.",
    ),
    Variant("modifica_la_entrada", _in_place, INTACT.causa, INTACT.pista, by_property=True),
)
