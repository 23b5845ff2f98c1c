"""Lo que debe cumplir todo ejercicio y todo cuaderno, como funciones que dicen qué no se cumple.

Cada una devuelve una lista de faltas, vacía si todo está bien. Así las mismas reglas sirven para
los ejercicios de verdad y para comprobar, con ejercicios estropeados adrede, que se dan cuenta.
"""

import contextlib
import io
import json
import re
from itertools import combinations, product

from nbgrader.preprocessors import ClearSolutions

from autograde.judge.checks import answers, hidden_check, joined, public_check
from autograde.judge.judging import Target, judge, parse_target
from autograde.model import CellKind
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.plan import respuesta_a_json

SEEDS = (b"una semilla", b"otra semilla")
STUB = 'raise NotImplementedError("falta tu solución")'
#: clases de celda con comprobación de respuestas
KINDS = (CellKind.CORRECTNESS, CellKind.PORTABLE)
_ENGLISH = re.compile(r"\b(the|and|with|your|should|must|returns?|array|batch size|wrong)\b", re.I)


class Checks:
    """Las comprobaciones de un ejercicio, hechas una vez: públicas, y juntas con las ocultas."""

    def __init__(self, exercise):
        self.public, self.joined = {}, {}
        for kind in KINDS:
            if kind in exercise.points:
                self.public[kind] = public_check(exercise, kind)
                self.hidden = {seed: hidden_check(exercise, kind, seed) for seed in SEEDS}
                self.joined[kind] = [
                    joined(self.public[kind], hidden) for hidden in self.hidden.values()
                ]


def diagnosed(exercise, implementation, check=None):
    """El diagnóstico de una solución; el que ve el alumno, si no se dice otra comprobación."""
    check = check or public_check(exercise, CellKind.CORRECTNESS)
    return diagnosticar(answers(exercise, implementation, check.plan), check)


# --- soluciones ------------------------------------------------------------------------------


def faults_of_correct(exercise, checks, implementation, name):
    """Una solución correcta tiene todos los puntos, en todas las clases de celda."""
    found = []
    for kind, every in checks.joined.items():
        for check in every:
            diagnosis = diagnosed(exercise, implementation, check)
            titles = [
                f"{case.titulo}: {d.texto}"
                for case, d in zip(check.plan.casos, diagnosis.discrepancias, strict=True)
                if d is not None
            ]
            found += [f"{name} ({kind}): {title}" for title in titles]
    return found


def faults_of_variants(exercise, checks):
    """Cada variante pierde puntos, con su hallazgo y ningún otro."""
    found = []
    for variant in exercise.variants:
        code = exercise.finding(variant).codigo
        for check, build in product(checks.joined[CellKind.CORRECTNESS], variant.builds):
            diagnosis = diagnosed(exercise, build, check)
            if variant.note:
                ok = diagnosis.correcto and [h.codigo for h in diagnosis.notas] == [code]
            else:
                ok = not diagnosis.correcto and [h.codigo for h in diagnosis.hallazgos] == [code]
            if not ok:
                got = [h.codigo for h in (*diagnosis.hallazgos, *diagnosis.notas)]
                found.append(f"{code}: correcto={diagnosis.correcto}, hallazgos {got}")
    return found


def faults_of_public_diagnosis(exercise, check):
    """Con solo los casos públicos, una variante puede pasar, pero no confundirse con otra."""
    found = []
    for variant in exercise.variants:
        code = exercise.finding(variant).codigo
        for build in variant.builds:
            diagnosis = diagnosed(exercise, build, check)
            if not diagnosis.correcto and [h.codigo for h in diagnosis.hallazgos] != [code]:
                found.append(f"{code}: {[h.codigo for h in diagnosis.hallazgos]}")
    return found


def faults_of_distinction(exercise, checks):
    """No hay dos variantes que contesten lo mismo, ni una que conteste como la referencia."""
    check = checks.joined[CellKind.CORRECTNESS][0]
    given = {
        f"{v.code} {i}" if i else v.code: answers(exercise, build, check.plan)
        for v in exercise.variants
        for i, build in enumerate(v.builds)
    }
    given["la referencia"] = check.esperadas
    data = {c: json.dumps([respuesta_a_json(r) for r in rs]) for c, rs in given.items()}
    return [f"{a} y {b} contestan lo mismo" for a, b in combinations(data, 2) if data[a] == data[b]]


def faults_of_quantity(exercise):
    """Al menos cinco variantes y dos soluciones aceptadas; códigos y casos sin repetir."""
    found = []
    codes = [v.code for v in exercise.variants]
    if len(codes) < 5 or len(set(codes)) < len(codes):
        found.append(f"variantes: {codes}")
    if len(exercise.accepted) < 2:
        found.append(f"aceptadas: {list(exercise.accepted)}")
    titles = [c.titulo for c in exercise.public_cases]
    if len(set(titles)) < len(titles):
        found.append(f"títulos repetidos: {titles}")
    if not any(c.borde for c in exercise.public_cases):
        found.append("no hay ningún caso límite público")
    return found


def faults_of_texts(exercise):
    """Lo que lee el alumno está en español, completo y no repite el de otro hallazgo."""
    found = []
    findings = list(exercise.findings.values())
    for text in (t for h in findings for t in (h.causa, h.pista)):
        if not text.strip() or text.rstrip()[-1] not in ".?)":
            found.append(f"frase sin acabar: «{text}»")
    texts = [t for h in findings for t in (h.causa, h.pista)]
    for text in (*texts, *(c.titulo for c in exercise.public_cases)):
        english = _ENGLISH.search(re.sub(r"`[^`]*`|«[^»]*»", "", text))
        if not text.strip() or english:
            found.append(f"no parece español: «{text}»")
    causes = [h.causa for h in findings]
    found += [f"causa repetida: «{c}»" for c in set(causes) if causes.count(c) > 1]
    if not all(h.codigo.startswith(f"{exercise.id}.") for h in findings):
        found.append("hay un hallazgo con el código de otro ejercicio")
    return found


# --- cuaderno --------------------------------------------------------------------------------


def released(notebook):
    """El cuaderno sin soluciones, como lo recibe el alumno."""
    step = ClearSolutions(code_stub={"python": STUB}, text_stub="Escribe aquí tu respuesta.")
    copy = notebook.copy()
    copy.cells = [cell.copy() for cell in notebook.cells]
    return step.preprocess(copy, {})[0]


def namespace_of(notebook, *, stop_on_error):
    """Lo que queda definido al ejecutar las celdas de código, salvo las de prueba."""
    defined = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type != "code" or parse_target(cell.source):
            continue
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(cell.source, cell.id, "exec"), defined)
        except Exception:
            if stop_on_error:
                raise
    return defined


def faults_of_stub(exercise, checks, namespace):
    """El cuaderno sin tocar no tiene ningún punto."""
    found = []
    for kind, public in checks.public.items():
        hidden = hidden_check(exercise, kind, SEEDS[0])
        given = [answers(exercise, namespace.get(exercise.name), c.plan) for c in (public, hidden)]
        judgement = judge(exercise, public, given[0], hidden, given[1])
        if judgement.share != 0.0:
            found.append(f"{kind}: {judgement.verdict}, {judgement.share}")
    return found


def faults_of_cells(assignment, notebook):
    """Los `grade_id` y los puntos del cuaderno son los de los ejercicios, y no sobra ninguno."""
    found = []
    cells = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    graded = {i for i, c in cells.items() if c.metadata.nbgrader.grade}
    manual = {i for i in graded if cells[i].metadata.nbgrader.solution}
    expected = set()
    for exercise in assignment.exercises.values():
        for kind, points in exercise.points.items():
            grade_id = exercise.grade_id(kind)
            expected.add(grade_id)
            if grade_id not in cells:
                found.append(f"falta la celda {grade_id}")
                continue
            cell = cells[grade_id]
            if cell.metadata.nbgrader.get("points") != points:
                found.append(
                    f"{grade_id}: {cell.metadata.nbgrader.get('points')} puntos y no {points}"
                )
            if not cell.metadata.nbgrader.locked or parse_target(cell.source) != Target(
                exercise.id, kind
            ):
                found.append(f"{grade_id}: no es la celda bloqueada de {exercise.id}, {kind}")
        solution = cells.get(exercise.id.replace(".", "-") + "-solucion")
        if solution is None or not solution.metadata.nbgrader.solution:
            found.append(f"{exercise.id} no tiene celda de solución")
        elif not re.search(r"### BEGIN SOLUTION\n.*\n *### END SOLUTION", solution.source, re.S):
            found.append(f"{exercise.id}: la solución no está en su región")
    found += [f"sobra la celda {i}" for i in sorted(graded - manual - expected)]
    if not manual:
        found.append("no hay ninguna pregunta que corrija una persona")
    return found


def faults_of_statements(assignment, notebook):
    """El enunciado de una celda que se mide dice los límites y los puntos de su definición."""
    found = []
    for exercise in assignment.exercises.values():
        for kind, promised in _promises(exercise).items():
            text = _statement(notebook, exercise.grade_id(kind))
            said = re.findall(r"hasta (\d+) veces[^|;,]*[|,] ([\d,]+)", text)
            said += re.findall(r"(?:\bmás) ?[|,] (0)\b", text)
            said += re.findall(
                r"no pasa de (\d+) MB(?: \([^)]*\))?, ([\d,]+) puntos; si no, 0", text
            )
            if said != promised:
                found.append(f"{exercise.grade_id(kind)}: dice {said} y no {promised}")
    return found


def _promises(exercise):
    """Por clase de celda, lo que se ha de leer: un límite y unos puntos cada vez."""
    promised = {}
    if exercise.speed is not None:
        points = exercise.points[CellKind.SPEED]
        steps = exercise.speed.steps
        promised[CellKind.SPEED] = [(f"{s.limit:g}", _comma(points * s.share)) for s in steps]
        promised[CellKind.SPEED].append("0")
    if exercise.memory is not None and exercise.memory.peak is not None:
        points, limit = exercise.points[CellKind.MEMORY], exercise.memory.peak.limit_bytes
        promised[CellKind.MEMORY] = [(f"{limit / 1e6:g}", _comma(points))]
    return promised


def _comma(points):
    return f"{points:g}".replace(".", ",")


def _statement(notebook, grade_id):
    """El texto que va delante de una celda, desde la anterior celda de código, en una línea."""
    text = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text.append(cell.source)
        elif cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            return " ".join(" ".join(text).split())
        else:
            text.clear()
    return ""


def faults_of_points(notebook):
    """Los puntos tienen dos decimales como mucho y no pasan de 10."""
    points = [
        c.metadata.nbgrader.points
        for c in notebook.cells
        if c.metadata.get("nbgrader", {}).get("grade")
    ]
    found = [f"{p} tiene más de dos decimales" for p in points if round(p, 2) != p]
    if round(sum(points), 6) > 10:
        found.append(f"el cuaderno suma {sum(points)} puntos")
    return found


def faults_of_release(notebook):
    """El cuaderno publicado no lleva nada de las regiones de solución."""
    text = "\n".join(cell.source for cell in released(notebook).cells)
    regions = [
        region.strip()
        for cell in notebook.cells
        for region in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.source, re.S)
    ]
    found = [f"se publica «{region[:60]}…»" for region in regions if region in text]
    if "BEGIN SOLUTION" in text:
        found.append("queda una marca de solución")
    found += [f"{c.id} lleva resultados" for c in notebook.cells if c.get("outputs")]
    return found
