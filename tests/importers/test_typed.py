"""Answers as people type them at a command line."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.importers.typed import NotAnAnswer, Typed, read_typed
from hexvet.model import Column, Field, Interval, Kind, Where

HERE = Where("p.toml")
DAY = datetime.date(2026, 5, 3)


def field(kind: Kind, **more: object) -> Field:
    return Field("f", kind, HERE, **more)  # type: ignore[arg-type]


MONEY = field("money", unit="USD", range=Interval(0, 1e9))
NUMBER = field("number")
PERCENT = field("number", unit="percent", range=Interval(0, 100))
SHARE = field("share")
DATE = field("date")
TRUTH = field("truth")
CHOICE = field("text", values=("public_services", "economy", "worn"))
TEXT = field("text")
TABLE = field("table", columns={"name": Column("name", "text")})


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (TRUTH, "yes", True), (TRUTH, "No", False), (TRUTH, "true", True), (TRUTH, " y ", True),
        (NUMBER, "12", 12), (NUMBER, "-1.5", -1.5), (NUMBER, "1,500", 1500), (NUMBER, "0", 0),
        (NUMBER, "1_500", NotAnAnswer), (MONEY, "1.5M", 1_500_000),
        (MONEY, "$1,500,000", 1_500_000),
        (MONEY, "900k", 900_000), (MONEY, "1.5 million USD", 1_500_000), (MONEY, "£3", NotAnAnswer),
        (MONEY, "-5", NotAnAnswer), (MONEY, "2e9", NotAnAnswer), (MONEY, "25%", NotAnAnswer),
        (MONEY, "1.2M..1.8M", {"low": 1_200_000, "high": 1_800_000}),
        (MONEY, "1.2..1.8M", {"low": 1_200_000, "high": 1_800_000}),
        (MONEY, "1.2M - 1.8M", {"low": 1_200_000, "high": 1_800_000}),
        (MONEY, "5..5", 5), (MONEY, "8..5", NotAnAnswer), (MONEY, "..5", NotAnAnswer),
        (SHARE, "25%", 0.25), (SHARE, "0.25", 0.25), (SHARE, "25", NotAnAnswer),
        (SHARE, "20%..40%", {"low": 0.2, "high": 0.4}),
        (SHARE, "20..40%", {"low": 0.2, "high": 0.4}),
        (SHARE, "130%", NotAnAnswer), (NUMBER, "25%", NotAnAnswer),
        (PERCENT, "25%", 25), (PERCENT, "25", 25), (PERCENT, "20..40%", {"low": 20, "high": 40}),
        (DATE, "2026-05-03", DAY), (DATE, "3 May 2026", DAY), (DATE, "03/05/2026", NotAnAnswer),
        (DATE, "2026-02-30", NotAnAnswer),
        (DATE, "2026-05-03..2026-06-30", {"low": DAY, "high": datetime.date(2026, 6, 30)}),
        (DATE, "May 2026", {"low": datetime.date(2026, 5, 1), "high": datetime.date(2026, 5, 31)}),
        (CHOICE, "economy", "economy"), (CHOICE, "Public Services", "public_services"),
        (CHOICE, "public-services", "public_services"), (CHOICE, "economi", NotAnAnswer),
        (TEXT, " The Mayor ", "The Mayor"), (TEXT, "none", "none"), (TEXT, "12", "12"),
        (TABLE, "none", []), (TABLE, "[]", []), (TABLE, '[ { name = "A" } ]', [{"name": "A"}]),
        (TABLE, '{ name = "A" }', [{"name": "A"}]), (TABLE, "three", NotAnAnswer),
        (TABLE, 'x = 1\ny = 2', NotAnAnswer),
    ],
)  # fmt: skip
def test_what_a_text_says(asked: Field, text: str, value: object) -> None:
    found = read_typed(text, asked)
    if value is NotAnAnswer:
        assert isinstance(found, NotAnAnswer)
        assert found.message
        assert found.hint
    else:
        assert found == Typed(value)
        assert isinstance(found, Typed)
        assert type(found.value) is type(value)


@pytest.mark.parametrize("text", ["unknown", " Unknown", "UNKNOWN ", "?", "not  known"])
@pytest.mark.parametrize("asked", [TRUTH, MONEY, DATE, CHOICE, TEXT, TABLE])
def test_unknown_is_no_answer(asked: Field, text: str) -> None:
    assert read_typed(text, asked) == Typed(None)


def test_unknown_may_be_one_of_a_fields_words() -> None:
    odd = field("text", values=("unknown", "known"))
    assert read_typed("unknown", odd) == Typed("unknown")


@pytest.mark.parametrize(
    ("asked", "text", "hint"),
    [
        (CHOICE, "economi", "did you mean 'economy'?"),
        (CHOICE, "zzz", "one of public_services, economy, worn"),
        (SHARE, "25", "25% or 0.25"),
        (TRUTH, "maybe", "yes, no or unknown"),
        (DATE, "03/05/2026", "2026-05-03"),
        (MONEY, "-5", "allowed: from 0"),
        (MONEY, "£3", "currency"),
        (TABLE, "three", "name = ..."),
    ],
)
def test_how_it_would_be_written(asked: Field, text: str, hint: str) -> None:
    found = read_typed(text, asked)
    assert isinstance(found, NotAnAnswer)
    assert hint in found.hint
    assert "map" not in found.message + found.hint


@given(
    st.sampled_from([TRUTH, NUMBER, MONEY, SHARE, PERCENT, DATE, CHOICE, TEXT, TABLE]),
    st.one_of(st.text(max_size=60), st.from_regex(r"[-$0-9.,%MmKk ]{0,12}\.\.[0-9.,%M ]{0,8}")),
)
def test_no_text_is_too_odd(asked: Field, text: str) -> None:
    found = read_typed(text, asked)
    assert isinstance(found, Typed | NotAnAnswer)
    if isinstance(found, NotAnAnswer):
        assert len(found.message) < 250
