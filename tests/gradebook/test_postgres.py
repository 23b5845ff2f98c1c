"""Con el libro en PostgreSQL: lo que falla se dice en una frase, y una caída no pierde nada."""

from __future__ import annotations

import re
import threading

import psycopg
import pytest
from sqlalchemy.engine import make_url

from autograde.errors import UserError
from autograde.gradebook.database import open_gradebook
from autograde.gradebook.record import Recorder
from tests.gradebook.postgres import PASSWORD, Copies, use
from tests.gradebook.test_record import FULL, HALF, Submission, files, record, set_up
from tests.nbgrader.course_sample import ASSIGNMENT, dump, grade

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture(scope="module")
def copies(postgres):
    return Copies(postgres)


@pytest.fixture(scope="module")
def prepared(copies, tmp_path_factory):
    root = tmp_path_factory.mktemp("curso") / "c"
    return copies.made(lambda config: set_up(root, config)).root


@pytest.fixture
def course(copies, prepared, tmp_path):
    return copies.copied(prepared, tmp_path / "c")


def said(course) -> str:
    with pytest.raises(UserError) as error, open_gradebook(course):
        pass
    return str(error.value)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "postgresql+psycopg://docente:mala@/{db}?host={folder}",
            "no acepta el usuario o la clave",
        ),
        ("postgresql+psycopg://nadie:{key}@/{db}?host={folder}", "no acepta el usuario o la clave"),
        ("postgresql+psycopg://docente:{key}@/no_hay?host={folder}", "no existe en el servidor"),
        ("postgresql+psycopg://docente:{key}@/{db}?host={folder}/nada", "no contesta"),
        ("postgresql+psycopg://docente:{key}@127.0.0.1:1/{db}", "no contesta"),
        ("postgresql+psycopg://docente:{key}@no-existe.invalid/{db}", "no contesta"),
        (
            "postgresql+pg8000://docente:{key}@/{db}",
            r"falta el paquete «pg8000».*postgresql\+psycop",
        ),
        ("mysql://docente:{key}@servidor/{db}", r"falta el paquete «MySQLdb»"),
        ("postgres://docente:{key}@servidor/{db}", "no se entiende"),
        ("el servidor de siempre", "no se entiende"),
    ],
)
def test_an_address_that_does_not_work_is_one_sentence(course, postgres, url, sentence):
    key = PASSWORD.replace(" ", "%20")
    url = url.format(folder=postgres.folder, db=postgres.new(), key=key)
    text = said(use(course, url))
    assert re.search(sentence, text), text
    assert PASSWORD not in text
    assert key not in text


def test_a_user_who_may_not_write_is_one_sentence(course, postgres):
    with connection(postgres, "postgres") as db:
        db.execute(f"CREATE ROLE mirona LOGIN PASSWORD '{PASSWORD}'")
    url = postgres.url(postgres.new()).replace("docente", "mirona")
    assert "dale permiso" in said(use(course, url))


def test_a_row_that_another_program_holds_is_one_sentence(course, postgres, monkeypatch):
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=200")
    record(course, {"ana": HALF})
    before, kept = dump(course), files(course)
    with connection(postgres, database(course)) as other, other.transaction():
        other.execute("LOCK TABLE grade IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(UserError, match="ocupado"):
            record(course, {"ana": FULL, "benito": FULL})
    assert (dump(course), files(course)) == (before, kept)
    record(course, {"ana": FULL, "benito": FULL})
    assert dump(course)["benito"]["score"] == 3.0


def test_a_server_that_goes_away_half_way_loses_nothing(course, postgres):
    record(course, {"ana": HALF})
    before, kept = dump(course), files(course)
    batch = [
        (Submission(s, course.folder("submitted", s, ASSIGNMENT)), grade(course, s, FULL))
        for s in ("ana", "benito")
    ]
    with Recorder(course, ASSIGNMENT) as recorder:
        postgres.stop()
        with pytest.raises(UserError, match="no contesta"):
            recorder.record(batch)
    assert "no contesta" in said(course)
    postgres.start()
    assert (dump(course), files(course)) == (before, kept)
    record(course, {"ana": FULL, "benito": FULL})
    assert dump(course)["ana"]["score"] == dump(course)["benito"]["score"] == 3.0


def test_two_who_record_at_once_do_not_lose_each_other_s_marks(course):
    failures = []

    def one(student):
        try:
            record(course, {student: FULL})
        except UserError as error:
            failures.append(error)

    both = [threading.Thread(target=one, args=(s,)) for s in ("ana", "benito")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert failures == []
    assert {s: dump(course)[s]["score"] for s in ("ana", "benito")} == {"ana": 3.0, "benito": 3.0}


def connection(postgres, name):
    return psycopg.connect(
        host=str(postgres.folder), user="docente", password=PASSWORD, dbname=name, autocommit=True
    )


def database(course):
    return make_url(course.db_url).database
