"""Fechas escritas: las que se entienden, las que no se adivinan y las del cambio de hora."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from autograde.course.dates import UnclearDate, order, parse, shown, to_utc

MADRID = ZoneInfo("Europe/Madrid")
WHEN = datetime(2026, 11, 5, 23, 50)


@pytest.mark.parametrize(
    ("text", "local", "zone"),
    [
        ("2026-11-05 23:50", WHEN, None),
        ("2026-11-05T23:50:00", WHEN, None),
        ("2026/11/05 23:50", WHEN, None),
        ("2026-11-05 23:50:00.123456 UTC", WHEN, UTC),
        ("2026-11-05 23:50:00.000000Z", WHEN, UTC),
        ("2026-11-05 23:50 +0100", WHEN, timezone(timedelta(hours=1))),
        ("2026-11-05 23:50 -05:00", WHEN, timezone(timedelta(hours=-5))),
        ("2026-11-05 23:50 Europe/Madrid", WHEN, MADRID),
        ("2026-11-05 23:50 CET", WHEN, MADRID),
        ("2026-07-05 23:50 CEST", datetime(2026, 7, 5, 23, 50), MADRID),
        ("2026-11-05", datetime(2026, 11, 5), None),
        ("25/11/2026 23:50", datetime(2026, 11, 25, 23, 50), None),
        ("11/25/2026 11:50 PM", datetime(2026, 11, 25, 23, 50), None),
        ("11/11/2026 12:05 a. m.", datetime(2026, 11, 11, 0, 5), None),
        ("25.11.26, 23:50", datetime(2026, 11, 25, 23, 50), None),
    ],
)
def test_what_can_only_be_read_one_way(text, local, zone):
    assert parse(text, MADRID) == (local, zone)


@pytest.mark.parametrize(
    "text", ["05/11/2026 23:50", "5-11-26", "05.11.2026, 11:50 PM", "11/05/2026 23:50 UTC"]
)
def test_a_day_and_a_month_that_may_be_each_other_are_never_guessed(text):
    with pytest.raises(UnclearDate, match=r"puede ser el \d+ de (noviembre|mayo) o el"):
        parse(text, MADRID)


@pytest.mark.parametrize(
    "text",
    [
        *("", "23:50", "10", "ayer", "Nov 5 2026", "2026-02-30 10:00", "2026-11-05 25:00"),
        *("2026-11-05 23:50 Marte/Olimpo", "30/30/2026 10:00", "2026-11/05"),
    ],
)
def test_what_is_not_a_date_is_said(text):
    with pytest.raises(UnclearDate):
        parse(text, MADRID)


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (["05/11/2026", "21/11/2026"], True),
        (["05/11/2026", "11/21/2026"], False),
        (["05/11/2026", "-", ""], None),
        (["21/11/2026", "11/21/2026"], None),
    ],
)
def test_one_date_says_the_order_of_its_column(texts, day_first):
    assert order(texts) is day_first


def test_an_hour_that_exists_twice_is_the_first_one_and_is_said():
    utc, doubt = to_utc(datetime(2026, 10, 25, 2, 30), MADRID)
    assert utc == datetime(2026, 10, 25, 0, 30)
    assert "dos veces" in doubt


def test_an_hour_that_does_not_exist_is_said():
    utc, doubt = to_utc(datetime(2026, 3, 29, 2, 30), MADRID)
    assert utc == datetime(2026, 3, 29, 1, 30)
    assert "no existe" in doubt


def test_the_rest_of_the_hours_come_back():
    for day in range(1, 365):
        local = datetime(2026, 1, 1, 12) + timedelta(days=day)
        utc, doubt = to_utc(local, MADRID)
        assert doubt == ""
        assert utc.replace(tzinfo=UTC).astimezone(MADRID).replace(tzinfo=None) == local


def test_a_date_is_shown_in_the_zone_of_the_course():
    utc = datetime(2026, 11, 20, 22, 59)
    assert shown(utc, MADRID) == "20/11/2026 23:59 CET"
    assert shown(utc, None) == "20/11/2026 22:59 UTC"
