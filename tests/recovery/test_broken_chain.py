"""A screen that opens on a broken journal says so, before anybody tries to record."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from driving import opened

from hexvet.journal import Draft, record
from hexvet_tui.recovery.others import _chain, read


@pytest.fixture
def town(tmp_path: Path) -> Path:
    (tmp_path / "hexvet.toml").write_text('city = "Springfield"\n')
    for who in ("anna", "ben", "cleo"):
        clock = datetime.datetime(2026, 5, 4, tzinfo=datetime.UTC)
        record(tmp_path, Draft("vote", who), (), lambda clock=clock: clock)
    return tmp_path


def test_a_break_is_told_with_its_line_and_a_way_out(town: Path) -> None:
    journal = town / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"ben", b"bob"))
    look = _chain(town)
    session = look.then(opened(), look.do())
    assert session.message.text == "the journal is broken at line 2"
    assert "hexvet verify" in session.message.more
    assert session.message.tone == "alert"


def test_a_sound_chain_and_no_journal_say_nothing(town: Path, tmp_path: Path) -> None:
    for root in (town, tmp_path / "nowhere"):
        look, before = _chain(root), opened()
        assert look.then(before, look.do()) is before


def test_what_could_not_be_recorded_stays_said_when_all_is_read_again() -> None:
    session = opened().said("cost was NOT written: the journal is broken", "alert")
    assert session.assessment is not None
    again = read(session, session.assessment, ())
    assert again.message.text == "cost was NOT written: the journal is broken"
    assert again.message.tone == "alert"
