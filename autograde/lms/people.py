"""Quién es quién: reconocer a un estudiante del curso por las claves que da un fichero."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from autograde.lms.names import id_from_name, letters, name_key, plain


@dataclass(frozen=True)
class Student:
    """Un estudiante del libro de calificaciones de nbgrader."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def full_name(self) -> str:
        """Nombre y apellidos, o su identificador si no se conocen."""
        return plain(f"{self.first_name} {self.last_name}") or self.id


@dataclass(frozen=True)
class Keys:
    """Lo que un fichero dice de una persona. Una cadena vacía: no lo dice."""

    identifier: str = ""
    lms_user_id: str = ""
    id_number: str = ""
    login: str = ""
    email: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """Cómo nombrar a esta persona en un informe."""
        parts = (self.name, self.email or self.login or self.id_number)
        known = [part for part in parts if part]
        return ", ".join(known) or self.identifier or "(fila sin nombre)"


@dataclass(frozen=True)
class Match:
    """El resultado de buscar a alguien: un estudiante, ninguno, o varios (`problem` lo explica)."""

    student: str | None = None
    problem: str = ""


@dataclass(frozen=True)
class Roster:
    """Los estudiantes del curso y los identificadores de entrega que ya se conocen."""

    students: tuple[Student, ...]
    identifiers: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[str, Student]:
        """Los estudiantes por su identificador."""
        return {student.id: student for student in self.students}

    def label(self, student: str) -> str:
        """Cómo nombrar a un estudiante en un informe."""
        known = self.by_id.get(student)
        if known is None or known.full_name == student:
            return student
        return f"{known.full_name} ({student})"

    def collected_as(self, name: str) -> str | None:
        """El estudiante que se dio de alta solo con este nombre, al recoger sin hoja ni lista."""
        known = self.by_id.get(id_from_name(name))
        if known is not None:
            return None if known.email or known.lms_user_id else known.id
        same = self._only_named.get(letters(name), [])
        return same[0] if len(same) == 1 else None

    def match(self, keys: Keys, by_name: bool = False) -> Match:
        """Busca por identificador de entrega, `lms_user_id`, número de ID, usuario y correo.

        Decide la primera clave que encuentra a alguien; si otra señala a una persona distinta, o la
        clave la comparten varias, el resultado es ambiguo. El nombre solo cuenta con `by_name` y si
        ninguna clave anterior encontró a nadie.
        """
        found = [(clue, ids) for clue, ids in self._clues(keys) if ids]
        if not found and by_name and keys.name:
            ids = self._names.get(name_key(keys.name), set())
            found = [("nombre", ids)] if ids else []
        if not found:
            return Match()
        clue, ids = found[0]
        if len(ids) > 1:
            return Match(problem=f"comparten {clue}: {', '.join(sorted(ids))}")
        for other, others in found[1:]:
            if not ids & others:
                return Match(
                    problem=f"por {clue} es {_listed(ids)} y por {other} es {_listed(others)}"
                )
        return Match(student=next(iter(ids)))

    def _clues(self, keys: Keys) -> Iterable[tuple[str, set[str]]]:
        known = self.identifiers.get(keys.identifier) if keys.identifier else None
        yield "identificador", {known} if known else set()
        yield "lms_user_id", self._lms_ids.get(_folded(keys.lms_user_id), set())
        yield "número de ID", self._numbers(keys.id_number)
        yield "usuario", self._ids.get(_folded(keys.login), set())
        yield "correo", self._emails.get(_folded(keys.email), set())

    def _numbers(self, number: str) -> set[str]:
        key = _folded(number)
        return self._lms_ids.get(key, set()) | self._ids.get(key, set())

    @cached_property
    def _only_named(self) -> dict[str, list[str]]:
        """Aquellos de quienes solo se sabe el identificador, por sus letras: así los da Canvas."""
        found: dict[str, list[str]] = defaultdict(list)
        for s in self.students:
            if not (s.email or s.lms_user_id or s.first_name or s.last_name):
                found[letters(s.id)].append(s.id)
        return found

    @cached_property
    def _lms_ids(self) -> dict[str, set[str]]:
        return _index((_folded(s.lms_user_id), s.id) for s in self.students)

    @cached_property
    def _ids(self) -> dict[str, set[str]]:
        return _index((_folded(s.id), s.id) for s in self.students)

    @cached_property
    def _emails(self) -> dict[str, set[str]]:
        return _index((_folded(key), s.id) for s in self.students for key in {s.email, s.id})

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        spellings = ("{0.first_name} {0.last_name}", "{0.last_name}, {0.first_name}")
        return _index(
            (name_key(spelling.format(s)), s.id)
            for s in self.students
            if s.first_name or s.last_name
            for spelling in spellings
        )


def _folded(text: str) -> str:
    return plain(text).casefold()


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = defaultdict(set)
    for key, student in pairs:
        if key:
            index[key].add(student)
    return index


def _listed(ids: set[str]) -> str:
    return " o ".join(sorted(ids))
