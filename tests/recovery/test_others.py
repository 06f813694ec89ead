"""Two people in one workspace: each hears what the other records."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from driving import opened
from towns import DAY, RIDGEWAY

import hexvet
from hexvet.journal import Draft, committing, record
from hexvet.journal.committing import made_here
from hexvet_tui.recovery.others import Seen, _told, latest, read, words
from hexvet_tui.source import relevant


@pytest.fixture
def town(tmp_path: Path) -> Path:
    (tmp_path / "hexvet.toml").write_text('city = "Springfield"\n')
    return tmp_path


def clock() -> datetime.datetime:
    return datetime.datetime(2026, 5, 4, tzinfo=datetime.UTC)


def voted(root: Path, who: str, project: str, *, here: bool = False) -> None:
    """A vote that another process recorded, or this one."""
    draft = Draft("vote", who, "fund", (f"project:{project}",), "a reason")
    entry = record(root, draft, (), clock)
    assert made_here(entry)
    if not here:
        committing._HERE.clear()


def test_what_somebody_else_recorded_is_told(town: Path) -> None:
    voted(town, "anna", "permits")
    session = _told(opened(), latest(town, -1))
    assert not session.message.text
    voted(town, "ben", "grants")
    session = _told(session.said("1 outcome changed"), latest(town, session.of(Seen).number))
    assert session.message.text == "ben (fund) recorded a vote: grants (entry 2)"
    assert session.message.more == "1 outcome changed"
    assert latest(town, session.of(Seen).number) == ()


def test_what_this_screen_recorded_is_no_news(town: Path) -> None:
    session = _told(opened(), ())
    voted(town, "anna", "permits", here=True)
    assert _told(session, latest(town, 0)).message.text == ""
    voted(town, "ben", "grants")
    voted(town, "anna", "permits", here=True)
    told = _told(session, latest(town, 1))
    assert told.message.text == "ben (fund) recorded a vote: grants (entry 2)"


class Changed:
    """Outcomes of Ridgeway before and after somebody edited a file."""

    def __init__(self, root: Path, more: str) -> None:
        town = Path(shutil.copytree(RIDGEWAY, root / "ridgeway"))
        file = town / "projects" / "beta.toml"
        self.before = hexvet.evaluate(hexvet.load(town), DAY)
        file.write_text(more + file.read_text())
        self.after = hexvet.evaluate(hexvet.load(town), DAY)


FILES = ("journal.jsonl", "projects/beta.toml")


def test_a_file_that_says_what_is_shown_already_is_no_news(tmp_path: Path) -> None:
    found = Changed(tmp_path, "")
    session = opened().with_assessment(found.before).said("report: unknown to true")
    assert read(session, found.after, FILES).message.text == "report: unknown to true"
    assert read(session, found.after, ("projects/gone.toml",)).message == session.message


def test_a_remark_in_a_file_is_told_though_nothing_follows(tmp_path: Path) -> None:
    found = Changed(tmp_path, "# looked at on 3 May\n")
    session = opened().with_assessment(found.before).said("report: unknown to true")
    assert read(session, found.after, FILES[1:]).message.text == "nothing changed (beta.toml)"


def test_what_came_of_a_recording_stands_behind_it(tmp_path: Path) -> None:
    found = Changed(tmp_path, "report = true\ncost = 1\n")
    session = opened().with_assessment(found.before)
    by_hand = read(session, found.after, FILES[1:]).message
    assert by_hand.text.endswith(" (beta.toml)") and "Beta" in by_hand.text
    own = read(session.said("recorded as entry 3", "good", entry=3), found.after, FILES[1:])
    assert (own.message.text, own.message.more) == ("recorded as entry 3", by_hand.text)
    assert own.history[-1].whole == f"recorded as entry 3; {by_hand.text}"
    assert [one.text for one in own.history].count("recorded as entry 3") == 1


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
