"""La orden `autograde`: argumentos en español, y errores que son una frase."""

import pytest

from autograde.cli import build_parser, main

ORDERS = [
    "crear",
    "generar",
    "empaquetar",
    "abrir",
    "recoger",
    "alumnado",
    "calificar",
    "diagnostico",
    "evaluar",
    "devolver",
    "notas",
    "demo",
]


@pytest.mark.parametrize("order", ORDERS)
def test_cada_orden_tiene_ayuda_en_espanol(order, capsys):
    with pytest.raises(SystemExit) as end:
        main([order, "--help"])
    text = capsys.readouterr().out
    assert end.value.code == 0
    assert text.startswith("uso:")
    assert "--curso" in text
    for english in ("usage", "options:", "positional", "show this help"):
        assert english not in text


@pytest.mark.parametrize(
    "words", [["--curso", "c", "diagnostico"], ["diagnostico", "--curso", "c"]]
)
def test_curso_vale_delante_y_detras_de_la_orden(words):
    assert str(build_parser().parse_args(words).curso) == "c"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["evaluar", "nohay.ipynb"], "No existe el cuaderno «nohay.ipynb»"),
        (["generar", "t2_lotes"], "no es de un curso"),
        (["calificar", "t2_lotes"], "no es de un curso"),
    ],
    ids=str,
)
def test_un_error_es_una_frase_y_no_un_rastro(words, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 1
    error = capsys.readouterr().err
    assert sentence in error
    assert "Traceback" not in error


def test_la_demo_no_pisa_una_carpeta_con_cosas(tmp_path, capsys):
    (tmp_path / "algo").touch()
    assert main(["demo", str(tmp_path)]) == 1
    assert "no está vacía" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["algo"]


def test_crear_no_confunde_un_fichero_con_una_carpeta_llena(tmp_path, capsys):
    (tmp_path / "curso").write_text("soy un fichero", encoding="utf-8")
    assert main(["crear", str(tmp_path / "curso")]) == 1
    assert "ya existe y no es una carpeta" in capsys.readouterr().err
    assert main(["crear", str(tmp_path / "curso" / "dentro")]) == 1
    assert f"«{tmp_path / 'curso'}»: ya existe" in capsys.readouterr().err
