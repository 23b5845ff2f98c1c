"""La ortografía de todo lo que se lee: cuadernos, documentos, hallazgos y mensajes."""

import pytest

from tests.textos import sources
from tests.textos.prose import words
from tests.textos.sources import Text
from tests.textos.spelling import LIST, missing, misspelt, project_words

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "está todo")

SOURCES = {
    **{path.name: (sources.notebook_texts, path) for path in sources.NOTEBOOKS},
    **{path.name: (lambda p: [sources.file_text(p)], path) for path in sources.DOCUMENTS},
    **{path.name: (lambda p: [sources.file_text(p)], path) for path in sources.TEMPLATES},
    **{package: (sources.package_texts, package) for package in sources.PACKAGES},
    **{
        exercise.id: (sources.exercise_texts, exercise)
        for exercise in sorted(sources.assignments(), key=lambda e: e.id)
    },
}


@pytest.fixture(scope="module")
def mistakes():
    """Todas las faltas, por sitio: el diccionario se carga una sola vez."""
    texts = [Text(name, t.content) for name, (read, what) in SOURCES.items() for t in read(what)]
    places = {name: [] for name in SOURCES}
    for word, where in misspelt(texts).items():
        for name in where:
            places[name].append(word)
    return places


@pytest.mark.parametrize("name", SOURCES)
def test_there_are_no_spelling_mistakes(name, mistakes):
    if wrong := mistakes[name]:
        read, what = SOURCES[name]
        pytest.fail(
            "; ".join(
                f"«{word}» en {text.where}"
                for word in wrong
                for text in read(what)
                if word in words(text.content)
            )
        )


PLANTED = [
    "Un descenço de gradiente.",
    "La epoca siguiente.",
    "Los parametros de la red",
    "Comprueva tu función.",
    "El fichero the no existe",
    "Descargalo otra vez.",
]


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_mistake_is_noticed(text):
    assert misspelt([Text("aquí", text)])


@pytest.mark.parametrize(
    "text",
    [
        "Descárgalo y vuelve a cargarlo; pruébalas y muévelos.",
        "La función `epocas_necesarias` y los `parametros`",
        "```\nfor epoca in rnage(3)\n```\ny luego",
        "El coste $O(N\\cdot P)$ y $$\\text{epocas}$$ nada más.",
        "Un *minibatch* de [ejemplo](https://example.org/the_epoca)",
        "Ejecuta «nbgrader db assignment remove» con t2_lotes.ipynb",
        "En solutions/optimizadores/adam.py, con --sin-aislamiento y np.asarray",
    ],
)
def test_what_is_right_or_is_not_prose_is_not_marked(text):
    assert misspelt([Text("aquí", text)]) == {}


def test_a_mistake_planted_in_every_kind_of_text_is_seen():
    program = (
        '"""Módulo con una faltaa."""\n'
        "def f(x):\n"
        '    """Otraa falta.\n\n    x\n        El valorr.\n    """\n'
        '    print(f"Van {x} alumnnos")\n'
        '    raise ValueError("No exixte " + "el ficherro de la clase")\n'
    )
    found = misspelt([Text(str(line), text) for text, line in sources.literals(program)])
    assert set(found) == {"faltaa", "Otraa", "valorr", "alumnnos", "exixte", "ficherro"}
    assert set(misspelt([Text("", c) for c in sources.comments("x = 1  # un comentarrio\n")])) == {
        "comentarrio"
    }


def test_every_kind_of_text_is_read():
    for name, (read, what) in SOURCES.items():
        assert sum(len(words(text.content)) for text in read(what)) > 10, name


def test_the_list_is_in_order_and_has_no_repeats():
    groups = LIST.read_text(encoding="utf-8").split("\n\n")
    listed = [[w for w in group.splitlines() if not w.startswith("#")] for group in groups]
    plain = str.maketrans("áéíóúüñ", "aeiouun")
    for group in listed:
        assert group == sorted(group, key=lambda w: (w.casefold().translate(plain), w))
    assert sum(len(group) for group in listed) == len(project_words())


def test_the_list_lets_no_english_sentence_through():
    sentence = "the file was not found and you should try with another name for your course"
    assert len(misspelt([Text("", sentence)])) >= 10
