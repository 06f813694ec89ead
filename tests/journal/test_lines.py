"""One entry has one spelling: whatever it holds, it is one line that cannot steer a terminal."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.journal.lines import canonical, opened, sealed, tampered
from hexvet.journal.model import GENESIS, KINDS, Edit, Entry, FileChange
from hexvet.problems import Unusable

NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
PLAIN = Entry(1, NOON, "answer", "anna")

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
paths = st.lists(st.one_of(texts, st.integers(0, 999)), min_size=1, max_size=4).map(tuple)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    plain | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=6,
)
edits = st.builds(Edit, texts, paths, st.none() | texts, st.none() | texts)
changes = st.builds(FileChange, texts, st.none() | texts, st.none() | texts)


@st.composite
def any_entry(draw: st.DrawFn) -> Entry:
    at = draw(st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(9999, 12, 31)))
    return Entry(
        draw(st.integers(1, 10**12)),
        at.replace(microsecond=0, tzinfo=datetime.UTC),
        draw(st.sampled_from(KINDS)),
        draw(texts),
        draw(texts),
        tuple(draw(st.lists(texts, max_size=4))),
        draw(texts),
        draw(st.none() | st.dates()),
        draw(st.dictionaries(texts, values, max_size=4)),
        draw(texts),
        tuple(draw(st.lists(edits, max_size=3))),
        tuple(draw(st.lists(changes, max_size=3))),
        draw(texts),
    )


@given(any_entry())
def test_whatever_an_entry_holds_it_is_one_harmless_line_and_comes_back(entry: Entry) -> None:
    line = sealed(entry)
    assert len(line.decode().splitlines()) == 1
    assert not STEERING.search(line.decode())
    assert tampered(line) == ""
    found = opened(line)
    assert replace(found, sha256="") == entry
    assert found.sha256 == json.loads(line)["sha256"]


def test_a_line_is_json_with_sorted_keys_and_nothing_between() -> None:
    entry = replace(PLAIN, reason="Grüße\n\x1b[31m", about=("project:p",), prev="0" * 64)
    body = (
        '{"about":["project:p"],"at":"2026-05-04T12:00:00Z","by":"anna","entry":1,"format":1,'
        f'"kind":"answer","prev":"{"0" * 64}","reason":"Grüße\\n\\u001b[31m"'
    )
    own = hashlib.sha256(f"{body}}}".encode()).hexdigest()
    assert sealed(entry).decode() == f'{body},"sha256":"{own}"}}'


def test_ten_thousand_characters_and_line_breaks_fit_into_one_line() -> None:
    reason = "a\r\nb\x85\u2028\t\x00\x1b]0;x\x07" * 1_000
    line = sealed(replace(PLAIN, reason=reason))
    assert b"\n" not in line
    assert opened(line).reason == reason


def test_another_zone_is_written_in_utc() -> None:
    east = datetime.timezone(datetime.timedelta(hours=9))
    entry = replace(PLAIN, at=datetime.datetime(2026, 5, 5, 3, 30, tzinfo=east))
    assert b'"at":"2026-05-04T18:30:00Z"' in sealed(entry)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "half a pair: \ud800"},
        {"by": "\udfff"},
        {"details": {"\ud800": 1}},
        {"details": {"x": float("nan")}},
        {"details": {"x": [float("inf")]}},
        {"details": {"x": datetime.date(2026, 5, 4)}},
        {"reason": "x" * 17_000_000},
    ],
    ids=["surrogate", "low surrogate", "surrogate key", "nan", "inf", "date", "16 MiB"],
)
def test_what_cannot_be_written_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Unusable) as caught:
        sealed(replace(PLAIN, **wrong))  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert problem.code == "JN020"
    assert problem.hint.startswith("nothing was changed")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"format":1}',
        b'{"format":2,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z"}',
        b'{"format":1,"entry":true,"kind":"answer","at":"2026-05-04T12:00:00Z"}',
        b'{"format":1,"entry":1,"kind":"verdict","at":"2026-05-04T12:00:00Z"}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04"}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00+01:00"}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","by":1}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","about":[1]}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","about":"x"}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","edits":[{}]}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","edits":[{"path":[]}]}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","files":[1]}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","as_of":"x"}',
        b'{"format":1,"entry":1,"kind":"answer","at":"2026-05-04T12:00:00Z","details":NaN}',
        b'{"format":1,"entry":' + b"9" * 5_000 + b"}",
    ],
    ids=lambda line: repr(line[:60]),
)  # fmt: skip
def test_what_is_no_entry_is_said_and_nothing_else_happens(line: bytes) -> None:
    with pytest.raises(ValueError) as caught:
        opened(line)
    assert str(caught.value)
    assert tampered(line)


def test_another_spelling_of_the_same_entry_is_noticed() -> None:
    line = sealed(replace(PLAIN, reason="x\x1by"))
    for old, new in (
        (b"\\u001b", b"\\u001B"),
        (b'{"at"', b'{ "at"'),
        (b'"entry":1', b'"entry":1.0'),
    ):
        assert old in line
        assert tampered(line.replace(old, new))
    assert tampered(line.replace(b'{"at"', b'{"by":"anna","at"'))


def test_the_first_entry_follows_nothing() -> None:
    assert PLAIN.prev == GENESIS == "0" * 64


def test_the_spelling_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": {"d": 2, "c": 3}}) == b'{"a":{"c":3,"d":2},"b":1}'
