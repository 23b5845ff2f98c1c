"""El CSV que se rellena sin tocar lo demás."""

import codecs
import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from autograde.errors import UserError
from autograde.lms.table import read_table

CELL = st.text(alphabet=st.sampled_from('añÑé ,;\t"\n\r=+7,.<>x'), max_size=8)


@st.composite
def files(draw):
    """Un CSV bien formado, con cada celda escrita de una de las maneras posibles."""
    separator = draw(st.sampled_from(",;\t"))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    columns = draw(st.integers(2, 5))
    bom, encoding = draw(
        st.sampled_from(
            [
                (b"", "utf-8"),
                (codecs.BOM_UTF8, "utf-8"),
                (b"", "cp1252"),
                (codecs.BOM_UTF16_LE, "utf-16-le"),
            ]
        )
    )
    values = [[f"c{i}" for i in range(columns)]]
    values += draw(st.lists(st.lists(CELL, min_size=columns, max_size=columns), max_size=5))
    lines = []
    for row in values:
        cells = []
        for value in row:
            quote = any(c in value for c in (separator, '"', "\n", "\r")) or draw(st.booleans())
            cells.append('"' + value.replace('"', '""') + '"' if quote else value)
        lines.append(separator.join(cells))
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    return bom + text.encode(encoding), values


@given(files())
def test_without_changes_every_byte_is_kept(file):
    data, _ = file
    assert read_table(data, "x").to_bytes() == data


@given(files())
def test_the_values_are_those_that_were_written(file):
    data, values = file
    table = read_table(data, "x")
    assert [list(r.values) for r in table.records if r.raw != ("",)][: len(values)] == values


@settings(max_examples=300)
@given(files(), st.data())
def test_only_the_changed_cells_change(file, data):
    original = read_table(file[0], "x")
    rows = [i for i, r in enumerate(original.records) if i and len(r.raw) > 1]
    assume(rows)
    cell = st.tuples(st.sampled_from(rows), st.integers(0, len(original.header) - 1))
    changes = data.draw(st.dictionaries(cell, CELL, max_size=4))
    filled = read_table(original.with_cells(changes).to_bytes(), "x")
    assert (filled.format.bom, filled.format.separator) == (
        original.format.bom,
        original.format.separator,
    )
    for i, (before, after) in enumerate(zip(original.records, filled.records, strict=True)):
        assert before.end == after.end
        for j in range(len(before.raw)):
            if (i, j) in changes:
                assert after.values[j] == changes[i, j]
            else:
                assert after.raw[j] == before.raw[j]


@given(files())
def test_the_standard_reader_agrees_on_what_was_filled(file):
    table = read_table(file[0], "x")
    changes = {(i, 0): 'nuevo "x";,\t' for i, r in enumerate(table.records) if i}
    data = table.with_cells(changes).to_bytes()
    text = data[len(table.format.bom) :].decode(table.format.encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=table.format.separator)
    # csv se salta las filas vacías
    assert [row[0] for row in reader if row][1:] == list(changes.values())


def test_writing_the_same_value_keeps_odd_quoting():
    data = b'a,"b"\r\n"x"y, z\n'
    assert read_table(data, "x").with_cells({(1, 0): "xy", (1, 1): " z"}).to_bytes() == data


def test_a_quoted_cell_stays_quoted():
    assert read_table(b'a,b\n"x",y\n', "x").with_cells({(1, 0): "z"}).to_bytes() == b'a,b\n"z",y\n'


def test_what_the_encoding_cannot_write_becomes_a_question_mark():
    table = read_table("a;ñ\nx;y\n".encode("cp1252"), "x")
    assert table.with_cells({(1, 1): "√2 ≤ ñ"}).to_bytes() == "a;ñ\nx;?2 ? ñ\n".encode("cp1252")


def test_moodle_writes_backslash_quote_without_doubling_it():
    table = read_table(b'a,b\n"di \\"hola\\"",y\n', "x")
    assert table.to_bytes() == b'a,b\n"di \\"hola\\"",y\n'
    assert table.records[1].values[1] == "y"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "No hay nada en la hoja"),
        (b"PK\x03\x04cosas", "Excel"),
        (b"a,b\n1,2,3\n", "línea 2"),
        (b'a,b\n1,"sin cerrar\n2,3\n', "comillas"),
        (b"a,b\n\x00\x01,2\n", "texto"),
        (b"a,b\n\x81,2\n", "byte 4"),
        (codecs.BOM_UTF8 + b"a,b\n\xff,2\n", "byte 4"),
    ],
)
def test_damaged_files_are_refused_with_a_reason(data, words):
    with pytest.raises(UserError, match=words):
        read_table(data, "la hoja")
