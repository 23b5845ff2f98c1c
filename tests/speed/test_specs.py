"""Toda celda de velocidad o de memoria de toda tarea mide bien: patrón, identidad y lo lento."""

from __future__ import annotations

from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograde import exercises
from autograde.model import CellKind, Verdict
from autograde.speed.assess import assess
from autograde.speed.measure import CALLS
from autograde.speed.yardsticks import Yardsticks
from benchmarks.formas import FORMS
from curso.pruebas.calibracion import medir
from tests.exercises.meta_rules import namespace_of

SOURCE = Path(__file__).parents[2] / "source"
MEASURED = [
    (a, e)
    for a in (exercises.load(name) for name in sorted(exercises.available()))
    for e in a.exercises.values()
    if e.measured
]
#: rondas con que se mira cuánto varía la identidad, y veces que se mira en una máquina ocupada
ROUNDS = 8
ATTEMPTS = 8

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]


def notebook(assignment):
    return nbformat.read(SOURCE / assignment.name / f"{assignment.name}.ipynb", as_version=4)


@pytest.fixture(scope="module")
def patterns():
    opened = {}

    def of(assignment):
        if assignment.name not in opened:
            opened[assignment.name] = Yardsticks(assignment, notebook(assignment))
        return opened[assignment.name]

    yield of
    for yardsticks in opened.values():
        yardsticks.close()


@pytest.fixture(scope="module", params=MEASURED, ids=lambda pair: pair[1].id)
def pair(request):
    return request.param


def test_hay_ejercicios_que_se_miden():
    assert {e.id for _, e in MEASURED if e.speed} >= {"t2.desordenar_ejemplos", "t2.generar_lotes"}
    assert {e.id for _, e in MEASURED if e.memory} >= {"t2.predecir_por_lotes", "t2.generar_lotes"}


def test_el_patron_se_distingue_de_no_hacer_nada(pair, patterns):
    """Patrón − identidad ha de ser al menos 5 veces lo que varía la identidad.

    Lo que estorba la máquina solo aumenta lo que varía: basta con que se vea una vez.
    """
    assignment, exercise = pair
    if exercise.speed is None:
        pytest.skip("no se mide su velocidad")
    spec, rng = exercise.speed, np.random.default_rng(5)
    nothing = patterns(assignment).identity(exercise, spec.identity)
    pattern = patterns(assignment).yardstick(exercise)

    def times():
        for _ in range(ROUNDS):
            cases = [spec.case(rng) for _ in range(CALLS)]
            yield [p.batch(cases, range(CALLS)).least for p in (nothing, pattern)]

    def excess():
        identity, yardstick = np.array(list(times())).T
        low, high = np.quantile(identity, (0.25, 0.75))
        return np.median(yardstick - identity) / (high - low)

    seen = []
    while len(seen) < ATTEMPTS and max(seen, default=0) < 5:
        seen.append(excess())
    assert max(seen) >= 5, seen


def test_la_solucion_del_cuaderno_tiene_todos_los_puntos(pair, sandbox, patterns):
    """Corre en una sesión de alumno, como cualquier otra."""
    assignment, exercise = pair
    source = "\n\n".join(
        c.source
        for c in notebook(assignment).cells
        if c.cell_type == "code"
        and ("import numpy" in c.source or c.metadata.get("nbgrader", {}).get("solution"))
    )
    with sandbox.session({}) as session:
        session.run_cell(source)
        session.snapshot("k")
        session.seal()
        for kind in (CellKind.SPEED, CellKind.MEMORY):
            judged = assess(exercise, kind, session, "k", patterns(assignment))
            assert (judged.verdict, judged.share) == (Verdict.CORRECT, 1.0), kind
            assert judged.suspicion is None


#: correctas pero lentas, de los ejercicios que no están en `formas.py`, con la parte que les toca
SLOW = [
    ("t5.softmax", 0.0, """
def softmax(z):
    p = np.zeros_like(z)
    for i in range(len(z)):
        e = np.exp(z[i] - z[i].max())
        p[i] = e / e.sum()
    return p
"""),
    ("t5.entropia_cruzada", 0.0, """
def entropia_cruzada(z, y):
    total = 0.0
    for i in range(len(z)):
        m = z[i].max()
        total += np.log(np.exp(z[i] - m).sum()) + m - z[i, y[i]]
    return total / len(z)
"""),
    ("t5.gradiente_softmax", 0.5, """
def gradiente_softmax(W, b, X, y):
    n, perdida, dW, db = len(X), 0.0, np.zeros_like(W), np.zeros_like(b)
    for i in range(n):
        z = X[i] @ W + b
        z = z - z.max()
        e = np.exp(z)
        perdida += np.log(e.sum()) - z[y[i]]
        error = e / e.sum()
        error[y[i]] -= 1
        dW += np.outer(X[i], error)
        db += error
    return perdida / n, dW / n, db / n
"""),
    ("t5.entrenar_red", 0.0, """
def entrenar_red(X, y, lr, tamano_lote, epocas, rng, clases=10):
    if tamano_lote < 1 or epocas < 0:
        raise ValueError
    W, b, medias = np.zeros((X.shape[1], clases), X.dtype), np.zeros(clases, X.dtype), []
    for _ in range(epocas):
        orden, total = rng.permutation(len(X)), 0.0
        for i in range(0, len(X), tamano_lote):
            lote = orden[i:i + tamano_lote]
            dW, db = np.zeros_like(W), np.zeros_like(b)
            for j in lote:
                z = X[j] @ W + b
                z = z - z.max()
                e = np.exp(z)
                total += float(np.log(e.sum()) - z[y[j]])
                error = e / e.sum()
                error[y[j]] -= 1
                dW += np.outer(X[j], error)
                db += error
            W, b = W - lr * dW / len(lote), b - lr * db / len(lote)
        medias.append(total / len(X))
    return W, b, medias
"""),
    ("t5.mlp_atras", 0.0, """
def mlp_atras(parametros, X, oculta, error):
    W1, b1, W2, b2 = parametros
    dW1, db1, dW2, db2 = (np.zeros_like(v) for v in parametros)
    for i in range(len(X)):
        d = (W2 @ error[i]) * (oculta[i] > 0)
        dW1 += np.outer(X[i], d)
        db1 += d
        dW2 += np.outer(oculta[i], error[i])
        db2 += error[i]
    return dW1, db1, dW2, db2
"""),
]  # fmt: skip


#: correctas, pero gastan de más
GREEDY = [
    ("t2.generar_lotes", """
def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):
    orden = rng.permutation(len(x))
    x, y = x[orden], y[orden]
    for i in range(0, len(x), b):
        yield x[i:i + b], y[i:i + b]
"""),
    ("t2.predecir_por_lotes", """
def predecir_por_lotes(f, x, b):
    return np.concatenate([f(x[i:i + b]) for i in range(0, len(x), b)])
"""),
]  # fmt: skip


def test_de_cada_celda_que_se_mide_hay_una_solucion_que_pierde():
    speed = {e.id for _, e in MEASURED if e.speed}
    memory = {e.id for _, e in MEASURED if e.memory and e.memory.peak}
    assert {f.exercise for f in FORMS if not f.fast} | {name for name, *_ in SLOW} == speed
    assert {f.exercise for f in FORMS if f.fast} == {f.exercise for f in FORMS if not f.fast}
    assert {exercise for exercise, *_ in GREEDY} == memory


def judged(name, kind, source, sandbox, patterns):
    assignment, exercise = next(p for p in MEASURED if p[1].id == name)
    with sandbox.session({}) as session:
        session.run_cell("import numpy as np\n" + source)
        session.snapshot("k")
        session.seal()
        return exercise, assess(exercise, kind, session, "k", patterns(assignment))


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f"{f.exercise}-{f.name}")
def test_cada_forma_cae_a_su_lado_del_limite(form, sandbox, patterns):
    exercise, got = judged(form.exercise, CellKind.SPEED, form.code, sandbox, patterns)
    right = (
        (Verdict.CORRECT, 1.0, ()) if form.fast else (Verdict.INCORRECT, 0.0, (exercise.too_slow,))
    )
    assert (got.verdict, got.share, got.findings) == right, got.speed


@pytest.mark.parametrize(("name", "share", "source"), SLOW, ids=lambda x: str(x).split("\n")[0])
def test_lo_lento_cae_en_su_tramo_y_se_dice(name, share, source, sandbox, patterns):
    exercise, got = judged(name, CellKind.SPEED, source, sandbox, patterns)
    assert (got.verdict, got.share) == (Verdict.INCORRECT, share), got.speed
    assert got.findings == (exercise.too_slow,)


@pytest.mark.parametrize(("name", "source"), GREEDY, ids=lambda x: x.split("\n")[0])
def test_lo_que_gasta_de_mas_pierde_y_se_dice(name, source, sandbox, patterns):
    exercise, got = judged(name, CellKind.MEMORY, source, sandbox, patterns)
    assert (got.verdict, got.share) == (Verdict.INCORRECT, 0.0)
    assert got.findings == (exercise.too_big,)


@pytest.mark.parametrize("pair", [p for p in MEASURED if p[1].speed], ids=lambda pair: pair[1].id)
def test_la_calibracion_publica_se_parece_a_la_de_esta_maquina(pair):
    """La estimación del alumno no se va más de un tramo: la razón con el núcleo, dentro de 3×."""
    assignment, exercise = pair
    namespace = namespace_of(notebook(assignment), stop_on_error=True)
    times = [medir(exercise.speed.public_case(), exercise.name, namespace) for _ in range(3)]
    measured = np.median([(own - nothing) / kernel for nothing, kernel, own in times])
    assert 1 / 3 < measured / exercise.speed.relative < 3
