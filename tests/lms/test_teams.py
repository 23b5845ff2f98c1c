"""Entregas por equipos: una entrega, y la nota de cada persona en su fila."""

import csv
import io
import os
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from autograde.cli import main
from autograde.errors import UserError
from autograde.gradebook import teams
from autograde.lms import ledger
from autograde.lms.gradebook import read_students
from autograde.lms.marks import GradedSubmission
from autograde.lms.people import Roster, Student
from autograde.lms.report import Report
from autograde.lms.teams import spread
from tests.lms.samples import (
    ANA,
    BOM,
    INIGO,
    LUIS,
    MARIA,
    SPANISH,
    TAREA,
    Person,
    make_zip,
    notebook,
)
from tests.lms.test_commands import OURS

FILE = f"{TAREA}.ipynb"
HEADER = SPANISH.replace("Estado,", "Grupo,Estado,")
LONER = Person(93, "Eva Ruiz", "eva@uni.example", date="-", status="Sin entrega")
NOBODY = "No es miembro de ningún grupo; no se puede entregar"
#: el equipo Rojo lleva el número 3, que es el de la participante Ana; y ella está en el Azul
RED, BLUE = "Rojo_3_assignsubmission_file", "Los Azules_14_assignsubmission_file"
DEFAULT = "Grupo por defecto_assignsubmission_file"
GROUPS = ((INIGO, "Rojo"), (MARIA, "Rojo"), (ANA, "Los Azules"), (LUIS, "Verde"), (LONER, NOBODY))


def sheet(groups=GROUPS, *, header=HEADER) -> bytes:
    """La hoja de una tarea por equipos: la de siempre, con el grupo detrás del correo."""
    lines = [header]
    for p, group in groups:
        lines.append(
            f'"Participante {p.number}","{p.name}",{p.email},"{group}","{p.status}",{p.grade},'
            f'"10,00",{p.editable},"{p.date}",-,"{p.comment}"'
        )
    return BOM + ("\n".join(lines) + "\n").encode()


@pytest.fixture
def hoja(tmp_path):
    path = tmp_path / "h.csv"
    path.write_bytes(sheet())
    return path


@pytest.fixture
def take(course, tmp_path):
    def run(entries, *options):
        source = make_zip(tmp_path / "e.zip", entries)
        return course.run("recoger", TAREA, "--moodle", source, "--zona", "UTC", *options)

    return run


BOTH = {f"{RED}/{FILE}": notebook("rojo"), f"{BLUE}/{FILE}": notebook("azul")}


@pytest.fixture
def collected(course, take, hoja):
    assert take(BOTH, "--hoja", hoja) == 0
    return course


@pytest.fixture
def graded(collected):
    collected.enrol(Student("equipo-rojo"), Student("equipo-los-azules"))
    collected.grade({"equipo-rojo": {"t1-x": 1.0}, "equipo-los-azules": {"t1-x": 2.0}})
    for team in ("equipo-rojo", "equipo-los-azules"):
        pages = collected.root / "feedback" / team / TAREA
        pages.mkdir(parents=True)
        (pages / f"{TAREA}.html").write_text(team, encoding="utf-8")
    return collected


def marks(path):
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return {row["Dirección de correo"]: row["Calificación"] for row in rows}


def test_one_submission_for_each_team_whatever_its_number(collected):
    assert sorted(os.listdir(collected.root / "submitted")) == ["equipo-los-azules", "equipo-rojo"]
    assert collected.submitted("equipo-rojo") == {
        FILE: notebook("rojo"),
        "timestamp.txt": b"2026-11-21 08:26:00.000000 UTC\n",
    }
    known = teams.read(collected.folder, TAREA)
    assert known["equipo-rojo"].members == (INIGO.email, MARIA.email)
    assert known["equipo-los-azules"].members == (ANA.email,)
    assert list(ledger.read(collected.root, TAREA)) == ["grupo 14", "grupo 3"]


def test_who_has_no_submission_and_no_group_is_told(take, hoja, capsys):
    take(BOTH, "--hoja", hoja, "--detalle")
    told = capsys.readouterr().out
    assert "Sin entrega: 2" in told
    assert f"{LUIS.name}, {LUIS.email} (grupo «Verde»)" in told
    assert "equipo-rojo: inigo.munoz@uni.example, mj@uni.example" in told


def test_the_members_are_students_and_the_team_is_not(graded, tmp_path, capsys):
    people = {s.id for s in read_students(graded.folder)}
    assert {INIGO.email, MARIA.email, ANA.email} <= people
    out = tmp_path / "n.csv"
    assert graded.run("notas", TAREA, "--csv", "-o", out, sources=OURS) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert {r["Estudiante"]: (r["Equipo"], r["Nota sobre 10"]) for r in rows} == {
        INIGO.email: ("Rojo", "5"),
        MARIA.email: ("Rojo", "5"),
        ANA.email: ("Los Azules", "10"),
    }


def test_every_member_has_the_mark_in_their_row(graded, hoja, tmp_path):
    graded.enrol(*(Student(p.email, email=p.email) for p in (LUIS, LONER)))
    assert graded.run("notas", TAREA, "--moodle", hoja, sources=OURS) == 0
    assert marks(tmp_path / "h-con-notas.csv") == {
        INIGO.email: "5,00",
        MARIA.email: "5,00",
        ANA.email: "10,00",
        LUIS.email: "",
        LONER.email: "",
    }


def test_feedback_goes_once_by_group_number(graded, tmp_path):
    target = tmp_path / "r.zip"
    assert graded.run("notas", TAREA, "--retroalimentacion", target, sources=OURS) == 0
    with zipfile.ZipFile(target) as z:
        assert {n: z.read(n).decode() for n in z.namelist()} == {
            f"{RED}/{TAREA}-retroalimentacion.html": "equipo-rojo",
            f"{BLUE}/{TAREA}-retroalimentacion.html": "equipo-los-azules",
        }


def test_a_late_team_loses_the_same_in_every_row():
    late = GradedSubmission("equipo-rojo", (), Decimal(8), Decimal(10), late_penalty=Decimal(2))
    team = teams.Team("equipo-rojo", "Rojo", "3", ("a", "b"))
    found = spread([late], {team.id: team}, Roster((), {}), Report())
    assert [(s.student, s.total, s.late_penalty) for s in found] == [("a", 8, 2), ("b", 8, 2)]


def test_who_changed_team_after_collecting_is_not_touched(graded, hoja, tmp_path, capsys):
    hoja.write_bytes(sheet([(INIGO, "Rojo"), (MARIA, "Los Azules"), (ANA, "Los Azules")]))
    assert graded.run("notas", TAREA, "--moodle", hoja, sources=OURS) == 3
    assert marks(tmp_path / "h-con-notas.csv")[MARIA.email] == ""
    told = capsys.readouterr().out
    assert "se recogió con el equipo «Rojo» y la hoja dice «Los Azules»" in told


def test_collecting_again_brings_the_new_members(collected, take, hoja, capsys):
    hoja.write_bytes(sheet([(INIGO, "Rojo"), (MARIA, "Los Azules"), (ANA, "Los Azules")]))
    assert take(BOTH, "--hoja", hoja) == 0
    known = teams.read(collected.folder, TAREA)
    assert known["equipo-los-azules"].members == (MARIA.email, ANA.email)
    assert "equipo-rojo ha cambiado: ya no están mj@uni.example" in capsys.readouterr().out


def test_a_team_that_is_renamed_is_still_the_same(collected, take, hoja):
    renamed = [(p, "Granate" if g == "Rojo" else g) for p, g in GROUPS]
    hoja.write_bytes(sheet(renamed))
    take({f"Granate_3_assignsubmission_file/{FILE}": notebook("rojo"), **BOTH}, "--hoja", hoja)
    assert sorted(os.listdir(collected.root / "submitted")) == ["equipo-los-azules", "equipo-rojo"]
    assert teams.read(collected.folder, TAREA)["equipo-rojo"].name == "Granate"


def test_those_without_a_group_share_a_submission_and_it_is_said(
    course, take, tmp_path, hoja, capsys
):
    hoja.write_bytes(sheet([(ANA, "Grupo por defecto"), (INIGO, "Grupo por defecto")]))
    assert take({f"{DEFAULT}/{FILE}": notebook("x")}, "--hoja", hoja) == 3
    assert "! Entregas comunes de quienes no tienen grupo" in capsys.readouterr().out
    (team,) = teams.read(course.folder, TAREA).values()
    assert (team.number, team.members) == ("", (ANA.email, INIGO.email))
    course.enrol(Student(team.id))
    course.grade({team.id: {"t1-x": 1.0}})
    pages = course.root / "feedback" / team.id / TAREA
    pages.mkdir(parents=True)
    (pages / f"{TAREA}.html").write_text("x", encoding="utf-8")
    target = tmp_path / "r.zip"
    # Moodle no reparte la retroalimentación de quien no tiene grupo: no se escribe para perderla
    assert course.run("notas", TAREA, "--retroalimentacion", target, sources=OURS) == 3
    assert not target.exists()


@pytest.mark.parametrize(
    "names",
    [
        ["Equipo 1_12_assignsubmission_file"],
        ["GRUPO A_12_assignsubmission_file"],
        ["Team-3_12_assignsubmission_file"],
        [DEFAULT],
        ["Rojo_12_assignsubmission_file", "Azul_13_assignsubmission_file"],
    ],
)
def test_without_a_sheet_teams_are_refused_and_not_made_students(course, take, names):
    with pytest.raises(UserError, match="por equipos"):
        take({f"{name}/{FILE}": notebook(name) for name in names})
    assert not (course.root / "submitted").exists()


def test_with_a_class_list_nobody_in_the_zip_is_anybody(course, take):
    course.enrol(Student("u1", "Ana", "López García"), Student("u2", "Luis", "Pérez"))
    names = ("Los Rojos_12_assignsubmission_file", "Los Azules_13_assignsubmission_file")
    with pytest.raises(UserError, match="por equipos"):
        take({f"{name}/{FILE}": notebook(name) for name in names})


def test_what_was_collected_by_teams_is_not_collected_without_the_sheet(collected, take):
    with pytest.raises(UserError, match="por equipos"):
        take(BOTH)


def test_a_sheet_that_is_not_of_teams_does_not_make_students_of_them(course, take, hoja, capsys):
    hoja.write_bytes(sheet([(p, "") for p, _ in GROUPS]))
    assert take(BOTH | {f"{DEFAULT}/{FILE}": notebook("x")}, "--hoja", hoja) == 3
    told = capsys.readouterr().out
    assert "la carpeta es de «Rojo» y la hoja dice «Ana López García»" in told
    assert "la entrega común de quienes no tienen grupo" in told
    assert not (course.root / "submitted").exists()


@pytest.mark.parametrize(
    "groups",
    [[(ANA, "Otro"), (INIGO, "Otro")], [(replace(ANA, number=900), "Distinto")]],
)
def test_the_sheet_of_other_teams_is_refused(take, hoja, groups):
    hoja.write_bytes(sheet(groups))
    with pytest.raises(UserError, match="otra tarea"):
        take(BOTH, "--hoja", hoja)


def test_the_sheet_of_another_assignment_by_teams_is_refused_by_notas(graded, hoja):
    hoja.write_bytes(sheet([(ANA, "Otro"), (INIGO, "Otro")]))
    with pytest.raises(UserError, match="otra tarea"):
        graded.run("notas", TAREA, "--moodle", hoja, sources=OURS)


def test_marks_collected_one_by_one_do_not_fill_a_sheet_of_teams(course, take, tmp_path, hoja):
    owner = f"{ANA.name}_{ANA.number}_assignsubmission_file"
    take({f"{owner}/{FILE}": notebook("a")})
    course.enrol(Student("ana-lopez-garcia"))
    course.grade({"ana-lopez-garcia": {"t1-x": 1.0}})
    with pytest.raises(UserError, match="se recogieron como si fueran de una sola persona"):
        course.run("notas", TAREA, "--moodle", hoja, sources=OURS)


def test_a_mark_of_ones_own_and_one_of_the_team_are_ambiguous(collected, hoja, tmp_path, capsys):
    collected.enrol(Student("equipo-rojo"))
    collected.grade({"equipo-rojo": {"t1-x": 1.0}, MARIA.email: {"t1-x": 2.0}})
    assert collected.run("notas", TAREA, "--moodle", hoja, sources=OURS) == 3
    assert marks(tmp_path / "h-con-notas.csv")[MARIA.email] == ""
    assert "tiene una nota suya y otra de su equipo" in capsys.readouterr().out


def test_members_keep_the_identifier_that_they_had_in_the_course(course, take, hoja):
    course.enrol(Student("maria", "María José", "O'Donnell", MARIA.email))
    take(BOTH, "--hoja", hoja)
    assert teams.read(course.folder, TAREA)["equipo-rojo"].members == (INIGO.email, "maria")


def test_a_student_who_is_called_like_a_team_is_not_the_team(course, take, hoja):
    course.enrol(Student("equipo-rojo", "Equipo", "Rojo"))
    take(BOTH, "--hoja", hoja)
    assert sorted(os.listdir(course.root / "submitted")) == ["equipo-3", "equipo-los-azules"]


def test_simulating_writes_no_teams(course, take, hoja):
    take(BOTH, "--hoja", hoja, "--simular")
    assert teams.read(course.folder, TAREA) == {}
    assert not (course.root / "gradebook.db").exists()


def test_a_team_is_not_missing_in_another_assignment(graded, tmp_path, capsys):
    """En otra tarea el equipo no es alguien que no ha entregado."""
    assert "equipo-rojo" in teams.every_id(graded.folder)
    graded.run("notas", TAREA, "--csv", "-o", tmp_path / "n.csv", sources=OURS)
    assert "equipo-rojo" not in capsys.readouterr().out


def test_a_damaged_record_of_teams_is_explained(graded, hoja):
    path = graded.folder.private_folder / "equipos" / f"{TAREA}.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="vuelve a recoger la tarea con su hoja"):
        graded.run("notas", TAREA, "--moodle", hoja, sources=OURS)


def test_the_deadline_of_a_member_is_that_of_the_team(collected, capsys):
    root = str(collected.root)
    assert main(["plazo", TAREA, "2026-12-01 23:59", "--zona", "UTC", "--curso", root]) == 0
    order = ["plazo", TAREA, "2026-12-05 23:59", "--alumno", MARIA.email, "--curso", root]
    assert main(order) == 0
    told = capsys.readouterr().out
    assert f"{MARIA.email} entrega con equipo-rojo: lo que se haga es de todo el equipo" in told
    assert "equipo-rojo: sin prórroga →" in told
