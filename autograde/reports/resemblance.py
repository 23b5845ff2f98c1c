"""Qué dos entregas se parecen más de lo corriente, por las huellas de sus respuestas.

Un índice de huella a alumnos da las parejas sin comparar a todos con todos. Lo que comparten muchos
(la plantilla, la forma corriente de hacerlo) no cuenta: solo lo que escribieron unos pocos.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograde.reports.classroom import Classroom, Pupil

#: lo que tiene más de esta parte de la clase es lo corriente; en una clase pequeña, más de dos
COMMON = 0.1
#: qué parte de lo poco corriente han de compartir (de la que menos tenga), y cuántas huellas
ENOUGH_SHARE, ENOUGH_PRINTS = 0.6, 8
#: cuántas parejas se enseñan
MOST_PAIRS = 30


@dataclass(frozen=True)
class Alike:
    """Un ejercicio en que dos se parecen, y qué parte de lo poco corriente comparten."""

    exercise: str
    share: float
    prints: int


@dataclass(frozen=True)
class Pair:
    """Dos alumnos con respuestas que se parecen, por ejercicio."""

    one: Pupil
    other: Pupil
    alike: tuple[Alike, ...]

    @property
    def prints(self) -> int:
        """Cuántas huellas poco corrientes comparten en total."""
        return sum(a.prints for a in self.alike)


def resembling(classroom: Classroom) -> list[Pair]:
    """Las parejas que más se parecen, de más a menos."""
    pupils = {p.id: p for p in classroom.pupils if p.fingerprints}
    found: dict[tuple[str, str], list[Alike]] = defaultdict(list)
    for exercise in dict.fromkeys(e for p in pupils.values() for e in p.fingerprints):
        answers = {
            i: p.fingerprints[exercise] for i, p in pupils.items() if exercise in p.fingerprints
        }
        for one, other, share, prints in _alike(answers, len(pupils)):
            found[one, other].append(Alike(exercise, share, prints))
    pairs = [
        Pair(pupils[one], pupils[other], tuple(sorted(alike, key=lambda a: -a.prints)))
        for (one, other), alike in found.items()
    ]
    return sorted(pairs, key=lambda p: (-p.prints, p.one.id, p.other.id))[:MOST_PAIRS]


def _alike(
    answers: Mapping[str, Sequence[int]], everybody: int
) -> Iterable[tuple[str, str, float, int]]:
    """Las parejas de un ejercicio, con la parte y el número de huellas que comparten."""
    index: dict[int, list[str]] = defaultdict(list)
    for pupil, found in answers.items():
        for print_ in found:
            index[print_].append(pupil)
    limit = max(2, int(COMMON * everybody))
    rare = {print_: who for print_, who in index.items() if len(who) <= limit}
    own = Counter(pupil for who in rare.values() for pupil in who)
    shared = Counter(pair for who in rare.values() for pair in combinations(sorted(who), 2))
    for (one, other), prints in shared.items():
        share = prints / min(own[one], own[other])
        if prints >= ENOUGH_PRINTS and share >= ENOUGH_SHARE:
            yield one, other, share, prints
