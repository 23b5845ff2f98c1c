"""De dónde sale cada caso público de las órdenes del campus, y qué prueba lo guarda.

«Código» es el del campus, leído; «el curso» es lo que se vio en un Moodle 4.5.6 en español con
gente inventada (el asunto 13). Donde no se conoce un informe público, no se pone ninguno.
"""

from __future__ import annotations

import importlib

import pytest

CANVAS = "instructure/canvas-lms, código"
MOODLE = "moodle/moodle, código"
AMC = "academic-moodle-cooperation"
SEEN = "el curso, asunto 13"

CASES = (
    # qué pasa · de dónde sale · prueba
    ("el usuario va en el nombre del fichero", "jupyter/nbgrader#511",
     "test_other_campuses.test_blackboard_gives_the_last_attempt_with_its_date"),
    ("varios intentos de varios ficheros", "jupyter/nbgrader#724",
     "test_other_campuses.test_blackboard_gives_the_last_attempt_with_its_date"),
    ("la hora de la entrega va en un .txt", "jupyter/nbgrader#526",
     "test_other_campuses.test_a_translated_info_file_is_read_by_its_places"),
    ("nombres cambiados y .txt de cada intento", "kwurst/bb-file-cleanup",
     "test_other_campuses.test_the_user_of_blackboard_may_have_underscores_and_is_that_of_the_book"),
    ("cada fichero con su número propio", "federicazoe/gradetools#17",
     "test_other_campuses.test_canvas_is_collected_by_the_number_of_its_book"),
    ("LATE en el nombre", f"{CANVAS} (lib/content_zipper.rb)",
     "test_other_campuses.test_canvas_is_collected_by_the_number_of_its_book"),
    ("corrección anónima", f"{CANVAS} (lib/content_zipper.rb)",
     "test_other_campuses.test_anonymous_marking_in_canvas_is_said"),
    ("columnas que el importador se salta", f"{CANVAS} (lib/gradebook_importer.rb)",
     "test_public_cases.test_what_canvas_ignores_by_its_name_is_said"),
    ("la nota solo llega a quien subió el fichero", "jmcgettrick/MoodleDirectV2#59",
     "test_teams.test_every_member_has_the_mark_in_their_row"),
    ("la entrega de un grupo no es de nadie", f"{AMC}/moodle-mod_publication#12",
     "test_teams.test_one_submission_for_each_team_whatever_its_number"),
    ("la retroalimentación va por número de grupo", f"{MOODLE} (importziplib.php)",
     "test_teams.test_feedback_goes_once_by_group_number"),
    ("los grupos, dados de alta como personas", SEEN,
     "test_teams.test_without_a_sheet_teams_are_refused_and_not_made_students"),
    ("quien no tiene grupo comparte entrega", f"{MOODLE} (downloader.php)",
     "test_teams.test_those_without_a_group_share_a_submission_and_it_is_said"),
    ("ZIP planos y en carpetas", f"{MOODLE}, MDL-52489 y MDL-56022",
     "test_collect.test_every_way_moodle_names_a_submission"),
    ("la hora de subida en el ZIP", f"{MOODLE} (zip_writer.php)",
     "test_public_cases.test_the_dates_of_a_zip_are_those_of_the_upload_or_of_the_download"),
    ("fila «Reabierto»", SEEN,
     "test_public_cases.test_a_reopened_attempt_is_not_a_submission_that_is_missing"),
    ("texto en línea junto al cuaderno", SEEN,
     "test_public_cases.test_an_online_text_beside_a_notebook_needs_nobody"),
    ("lista sin roles", SEEN, "test_public_cases.test_a_list_says_what_it_knows_of_teachers"),
    ("comentario propio leído como HTML", SEEN,
     "test_commands.test_a_teachers_own_comment_survives_the_import_as_html"),
    ("tipo de calificación «Ninguna»", SEEN,
     "test_public_cases.test_without_a_maximum_moodle_would_store_nothing"),
    ("flujo de trabajo de calificación", SEEN,
     "test_commands.test_marking_workflow_holds_the_marks_back_and_it_is_said"),
    ("hoja de una tarea anónima", SEEN,
     "test_collect.test_anonymous_submissions_are_collected_by_their_number"),
    ("celdas del final perdidas", "Excel",
     "test_public_cases.test_a_book_with_many_empty_cells_dropped_is_read"),
    ("sep=;, Mac Roman y letras estropeadas", "Excel",
     "test_public_cases.test_what_a_spreadsheet_spoilt_is_said_with_its_cause"),
    (".ipynb_checkpoints y __MACOSX", "Jupyter y macOS",
     "test_public_cases.test_what_a_system_leaves_is_nobody"),
)  # fmt: skip


@pytest.mark.parametrize(("what", "source", "test"), CASES, ids=[c[0] for c in CASES])
def test_every_public_case_has_its_source_and_its_test(what: str, source: str, test: str) -> None:
    module, name = test.split(".")
    assert source
    assert callable(getattr(importlib.import_module(f"tests.lms.{module}"), name))
