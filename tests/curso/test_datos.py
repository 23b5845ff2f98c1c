"""Los datos que acompañan al curso: enteros, con sus tipos y con un contenido que se puede dar."""

import re
import runpy
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from curso.datos import ames, clima_seattle, fashion, horas_nota, refranes_citas

NOTICE = Path(__file__).parents[2] / "NOTICE"
FILES = Path(__file__).parents[2] / "curso" / "datos" / "ficheros"


def test_hours_and_marks_are_the_course_table():
    hours, marks = horas_nota()
    assert list(zip(hours, marks, strict=True))[6] == (13.4, 5.5)
    assert hours.shape == marks.shape == (9,)
    hours[0] = 99
    assert horas_nota()[0][0] == 2


def test_fashion_images_are_balanced_and_scaled():
    images = fashion()
    assert images.x.shape == (5000, 28, 28)
    assert images.x_prueba.shape == (1000, 28, 28)
    assert images.x.dtype == np.float32
    assert (images.x.min(), images.x.max()) == (0, 1)
    assert np.bincount(images.y).tolist() == [500] * 10
    assert np.bincount(images.y_prueba).tolist() == [100] * 10
    assert len(images.clases) == 10


def test_trousers_are_narrower_than_bags():
    """Las etiquetas van con las imágenes, y los nombres con las etiquetas."""
    images = fashion()
    width = (images.x.sum(axis=1) > 0.5).sum(axis=1)
    by_name = {name: width[images.y == k].mean() for k, name in enumerate(images.clases)}
    assert by_name["pantalón"] == min(by_name.values())
    assert by_name["bolso"] > 1.5 * by_name["pantalón"]


def test_ames_has_no_holes_and_a_price():
    table = ames()
    assert table.valores.shape == (2930, 34)
    assert np.isfinite(table.valores).all()
    x, price = table.separar("Sale_Price")
    assert x.shape == (2930, 33)
    assert 150_000 < np.median(price) < 170_000
    with pytest.raises(KeyError, match="Precio"):
        table.columna("Precio")


def test_seattle_weather_is_a_daily_series_of_four_years():
    weather = clima_seattle()
    assert weather.fecha[0] == np.datetime64("2012-01-01")
    assert (np.diff(weather.fecha) == np.timedelta64(1, "D")).all()
    assert len(weather.fecha) == 1461
    assert (weather.maxima >= weather.minima).all()
    assert set(weather.estado) == {"drizzle", "fog", "rain", "snow", "sun"}


def test_sayings_are_balanced_and_unique():
    texts = refranes_citas()
    assert texts.refran.mean() == 0.5
    assert len(texts.textos) > 1500
    keys = {re.sub(r"\W+", "", text.lower()) for text in texts.textos}
    assert len(keys) == len(texts.textos)
    assert all(5 <= len(text.split()) <= 16 for text in texts.textos)


def test_every_quotation_is_by_somebody_dead_for_a_century():
    texts = refranes_citas()
    for author, saying in zip(texts.autores, texts.refran, strict=True):
        if saying:
            assert author == ""
            continue
        dates = re.search(r"\([^()]*-[^()]*?(\d{1,4})\s*([aA][^)]*)?\)", author)
        assert dates, author
        assert dates.group(2) or int(dates.group(1)) <= 1925, author


def test_no_text_typecasts_or_abuses_people():
    """Una lista propia de la prueba, más corta que la del filtro: la red de debajo."""
    banned = """
        mujer mujeres hembra suegra puta putas ramera judio judios moro moros gitano gitanos
        negro negros indio marica maricon cojo tuerto manco jorobado idiota imbecil estupido
        mierda culo cojones cornudo borracho doncella casada matrimonio vieja viejas
    """
    for text in refranes_citas().textos:
        plain = unicodedata.normalize("NFD", text.lower())
        words = re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
        assert not set(words) & set(banned.split()), text


def test_what_was_taken_out_by_hand_is_not_there():
    """Son los que ninguna palabra delata: se vieron leyendo la muestra entera."""
    out = runpy.run_path(str(NOTICE.parent / "docs" / "procedencia" / "curar_refranes.py"))[
        "A_MANO"
    ]
    assert len(out) > 50
    assert [text for text in refranes_citas().textos if text.startswith(out)] == []


def test_the_notice_tells_the_origin_of_every_file():
    notice = NOTICE.read_text(encoding="utf-8")
    for path in FILES.iterdir():
        assert f"\n{path.name}\n---" in notice, path.name
    assert "The MIT License" in notice
