"""Two people in one workspace: each hears what the other records."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from driving import opened

from hexvet.journal import Draft, record
from hexvet_tui.recovery.others import Seen, _told, latest, words
from hexvet_tui.source import relevant


@pytest.fixture
def town(tmp_path: Path) -> Path:
    (tmp_path / "hexvet.toml").write_text('city = "Springfield"\n')
    return tmp_path


def clock() -> datetime.datetime:
    return datetime.datetime(2026, 5, 4, tzinfo=datetime.UTC)


def voted(root: Path, who: str, project: str) -> None:
    record(root, Draft("vote", who, "fund", (f"project:{project}",), "a reason"), (), clock)


def test_what_somebody_else_recorded_is_told(town: Path) -> None:
    voted(town, "anna", "permits")
    session = _told(opened(), latest(town, -1))
    assert not session.message.text
    voted(town, "ben", "grants")
    session = _told(session.said("1 outcome changed"), latest(town, session.of(Seen).number))
    assert session.message.text == (
        "ben (fund) recorded a vote: grants (entry 2); 1 outcome changed"
    )
    assert latest(town, session.of(Seen).number) == ()


def test_what_this_screen_recorded_is_not_told_twice(town: Path) -> None:
    session = _told(opened(), ())
    voted(town, "anna", "permits")
    session = session.said("recorded as entry 1: vote", "good")
    assert _told(session, latest(town, 0)).message.text == "recorded as entry 1: vote"


def test_a_burst_is_one_line_and_nothing_of_it_steers_the_terminal(town: Path) -> None:
    for number in range(3):
        voted(town, f"p{number}", "permits")
    found = latest(town, 0)
    assert [entry.number for entry in found] == [1, 2, 3]
    session = _told(opened().having(Seen(0)), found)
    assert session.message.text == "p2 (fund) recorded a vote: permits (entry 3) and 2 more"
    assert words(found[0]) == "p0 (fund) recorded a vote: permits (entry 1)"


def test_what_the_journal_keeps_of_files_is_no_change_of_a_file(town: Path) -> None:
    kept = f"journal/ab/ab{'0' * 62}.toml"
    assert not relevant(str(town / kept))
    assert relevant(str(town / "journal.jsonl"))
    assert relevant(str(town / "projects" / "abc.toml"))
