"""La ortografía, con hunspell y la lista de palabras del proyecto. Un solo proceso."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.missing import lack
from tests.textos.prose import words
from tests.textos.sources import Text

DICTIONARY = "es_ES"
LIST = Path(__file__).parent / "palabras.txt"


def missing() -> str:
    """Qué falta para mirar la ortografía, o nada."""
    try:
        asked = subprocess.run(
            ["hunspell", "-d", DICTIONARY, "-l"], input="", text=True, capture_output=True
        )
    except FileNotFoundError:
        asked = None
    if asked is not None and asked.returncode == 0:
        return ""
    return lack("hunspell en español", "hunspell", "hunspell-es")


def project_words() -> set[str]:
    """Las palabras del proyecto que no están en el diccionario."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def not_in_dictionary(candidates: Iterable[str]) -> set[str]:
    """Las palabras que el diccionario no conoce."""
    asked = subprocess.run(
        ["hunspell", "-d", DICTIONARY, "-i", "utf-8", "-l"],
        input="\n".join(sorted(candidates)),
        encoding="utf-8",
        capture_output=True,
        check=True,
    )
    return set(asked.stdout.split())


_PRONOUNS = re.compile(r"(?<=[aeiounrd])(?:[mts]e|l[aeo]s?|nos)$", re.I)
_UNACCENTED = str.maketrans("áéíóú", "aeiou")


def without_pronoun(word: str) -> set[str]:
    """El verbo de «descárgalo» o de «evalúala», que el diccionario no trae con su pronombre.

    Ninguno si no lo parece: salvo en el infinitivo, la palabra lleva acento.
    """
    verb = _PRONOUNS.sub("", word)
    plain = verb.translate(_UNACCENTED)
    if verb == word or (verb == plain) != verb.endswith("r"):
        return set()
    return {verb, plain}


def misspelt(texts: Iterable[Text]) -> dict[str, list[str]]:
    """Las palabras mal escritas y los sitios en los que están."""
    places: dict[str, list[str]] = {}
    for text in texts:
        for word in words(text.content):
            places.setdefault(word, []).append(text.where)
    known = project_words()
    verbs = {word: without_pronoun(word) for word in places}
    wrong = not_in_dictionary({*places}.union(*verbs.values()))
    wrong -= {word for word in places if verbs[word] - wrong}
    return {
        word: sorted(set(places[word]))
        for word in sorted(wrong & places.keys())
        if word not in known and word.lower() not in known
    }
