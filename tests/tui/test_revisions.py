"""What the title bar says of the rules, from the start and in every mode."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import text_of
from towns import Town

from hexvet_tui import plain, revisions, title_bar


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def recorded(town: Town, number: int) -> None:
    """The journal says that the rules of Ridgeway are a revision, by hand."""
    from hexvet.journal import Draft, record
    from hexvet_tui.deciding.dialog import now

    details = {"revision": number}
    record(town.root, Draft("rules", "anna", about=("pack:town",), details=details), (), now)


def test_without_a_revision_the_title_names_the_version(town: Town) -> None:
    assert revisions.words(town.session) == ""
    assert "1.0.0" in text_of([title_bar.title(town.scene, 120)])[0]


def test_a_revision_is_named_before_the_rules_were_looked_at(town: Town) -> None:
    recorded(town, 7)
    town.read()
    assert revisions.words(town.session) == "town r7"
    assert "r7" in text_of([title_bar.title(town.scene, 80)])[0]


def test_the_plain_twin_and_every_export_name_the_revision(town: Town) -> None:
    recorded(town, 7)
    assert town.session.assessment is not None
    assert "town r7" in plain.screen(town.session.assessment, "portfolio")


def test_a_journal_that_cannot_be_read_leaves_the_version(town: Town) -> None:
    journal = town.root / "journal.jsonl"
    journal.unlink(missing_ok=True)
    journal.mkdir()
    town.read()
    assert revisions.words(town.session) == ""
    assert town.session.assessment is not None
    assert "1.0.0" in plain.screen(town.session.assessment, "portfolio")
