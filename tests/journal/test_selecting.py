"""Which entries are asked for: each term by one of its words."""

from __future__ import annotations

import datetime

import pytest

from hexvet.journal import Entry
from hexvet.journal.selecting import Wanted, matches, unknown

ENTRY = Entry(
    3,
    datetime.datetime(2026, 5, 2, 23, 59, tzinfo=datetime.UTC),
    "decision",
    "anna",
    about=("project:permits", "gate:launch", "check:town/ready", "entry:2"),
)
DAY = datetime.date(2026, 5, 2)
NEXT = datetime.date(2026, 5, 3)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), True),
        (Wanted(kinds=["vote", "decision"]), True),
        (Wanted(kinds=["vote"]), False),
        (Wanted(people=["anna"]), True),
        (Wanted(people=["ann"]), False),
        (Wanted(projects=["permits", "benches"]), True),
        (Wanted(projects=["launch"]), False),
        (Wanted(rules=["launch"]), True),
        (Wanted(rules=["town/ready"]), True),
        (Wanted(rules=["ready"]), True),
        (Wanted(rules=["permits"]), False),
        (Wanted(rules=["2"]), False),
        (Wanted(since=DAY, until=DAY), True),
        (Wanted(since=NEXT), False),
        (Wanted(until=datetime.date(2026, 5, 1)), False),
        (Wanted(kinds=["decision"], people=["ben"]), False),
    ],
)
def test_every_term_has_to_hold(wanted: Wanted, found: bool) -> None:
    assert matches(ENTRY, wanted) is found


def test_words_that_no_entry_has_come_with_the_nearest_that_one_has() -> None:
    wanted = Wanted(people=["ana", "anna"], projects=["permit", "zoo"], rules=["redy", "launch"])
    assert unknown(wanted, [ENTRY]) == [
        ("person", "ana", "did you mean 'anna'?"),
        ("project", "permit", "did you mean 'permits'?"),
        ("project", "zoo", ""),
        ("rule", "redy", "did you mean 'ready'?"),
    ]
    assert unknown(Wanted(), [ENTRY]) == []
