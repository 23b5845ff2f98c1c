"""El almacén: lo dañado cuenta como ausente, y la clave cambia con todo lo que importa."""

import pytest

from autograde.gradebook.store import ResultStore, result_key, write_atomically
from autograde.grading.notebook import grade_notebook
from tests.grading.fakes import FakeSandbox, grade_cell, rebuilt, solution_cell


@pytest.fixture
def graded(assignment, sandbox):
    cells = (solution_cell("def doble(x):\n    return 2 * x"), grade_cell())
    return grade_notebook(rebuilt(*cells), assignment, b"s", sandbox)


def test_lo_guardado_se_lee_igual(tmp_path, graded):
    store = ResultStore(tmp_path / "resultados")
    store.put("clave", graded)
    assert store.get("clave").summary() == graded.summary()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'"points": 2.0', b'"points": 9.0'),
        lambda data: b"",
        lambda data: b"\xff\xfe" + data,
        lambda data: data + b" ",
    ],
    ids=["cortado", "puntos cambiados", "vacio", "binario", "anadido"],
)
def test_un_resultado_danado_cuenta_como_ausente(tmp_path, graded, damage):
    store = ResultStore(tmp_path)
    store.put("clave", graded)
    before = store.path("clave").read_bytes()
    after = damage(before)
    assert after != before
    store.path("clave").write_bytes(after)
    assert store.get("clave") is None


def test_un_fallo_del_sistema_no_se_guarda(tmp_path, assignment):
    failing = FakeSandbox(fail_on="t0-doble")
    graded = grade_notebook(rebuilt(grade_cell()), assignment, b"s", failing)
    with pytest.raises(ValueError, match="no se guarda"):
        ResultStore(tmp_path).put("clave", graded)


BASE = {
    "notebook": b"n",
    "files": {"a.py": b"1"},
    "source": b"s",
    "version": "v",
    "seed": b"x",
    "settings": "",
}


@pytest.mark.parametrize(
    "change",
    [
        {"notebook": b"m"},
        {"files": {"a.py": b"2"}},
        {"files": {"b.py": b"1"}},
        {"files": {}},
        {"source": b"t"},
        {"version": "w"},
        {"seed": b"y"},
        {"settings": "z"},
    ],
    ids=str,
)
def test_la_clave_cambia_con_todo_lo_que_importa(change):
    assert result_key(**BASE) == result_key(**BASE)
    assert result_key(**(BASE | change)) != result_key(**BASE)


def test_las_partes_de_la_clave_no_se_confunden():
    assert result_key(b"ab", {}, b"c", "", b"", "") != result_key(b"a", {}, b"bc", "", b"", "")


def test_escribir_es_todo_o_nada(tmp_path, monkeypatch):
    path = tmp_path / "f"
    write_atomically(path, b"antes")

    def no_space(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"despues")
    assert path.read_bytes() == b"antes"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]
