"""Lo que dice `calificar` al acabar, y al pararlo."""

import pytest

from autograde.pipeline.plan import Problem
from autograde.pipeline.run import _telling_what_is_kept
from autograde.pipeline.summary import Summary, duration
from curso.ordenes.consola import Analizador, ejecutar


def test_it_gives_the_mean_the_failures_and_the_time():
    problems = [Problem("ramos", "El fichero está dañado.")]
    summary = Summary("t2.x", graded=2, problems=problems, totals=[8.5, 6.0], maximum=9.0)
    summary.seconds = 243.2
    first, mean, *_ = summary.text().splitlines()
    assert first == (
        "t2.x: 2 entregas calificadas (2 ahora y 0 de antes) y 1 sin calificar, en 4 min 3 s."
    )
    assert mean == "Nota media: 7,25 de 9."


def test_the_mean_says_what_it_leaves_out():
    text = Summary("t2", graded=1, pending=1, totals=[8.0], maximum=10.0).text()
    assert "Nota media: 8,00 de 10, sin contar lo que falta por corregir a mano." in text
    assert "1 entrega tiene respuestas abiertas" in text
    assert "media" not in Summary("t2").text()


@pytest.mark.parametrize(
    ("seconds", "said"), [(8.34, "8,3 s"), (60, "1 min 0 s"), (3599.9, "1 h 0 min")]
)
def test_a_time_is_read_at_a_glance(seconds, said):
    assert duration(seconds) == said


def test_ctrl_c_says_what_is_kept(capsys):
    def stopped(args):
        with _telling_what_is_kept("t2_lotes"):
            raise KeyboardInterrupt

    parser = Analizador(prog="autograde")
    parser.set_defaults(funcion=stopped)
    assert ejecutar(parser, []) == 130
    said = capsys.readouterr().err
    assert "Interrumpido. Lo calificado hasta ahora queda guardado" in said
    assert "«autograde calificar t2_lotes» sigue por donde iba" in said
