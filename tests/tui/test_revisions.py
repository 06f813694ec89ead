"""What the title bar says of the rules, from the start and in every mode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import driving
import fakes
import pytest
from driving import text_of
from towns import Town

from hexvet.drafting.revisions import InForce
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


ONE, TWO = "town", "nirn-hexagon"


@pytest.mark.parametrize(
    ("known", "drafts", "words", "short"),
    [
        ({}, (), "", "1.0.0"),
        ({TWO: InForce(3, False)}, (), "town 1.0.0, nirn-hexagon r3", "r3"),
        ({ONE: InForce(2, False), TWO: InForce(3, False)}, (), "town r2, nirn-hexagon r3", "r2"),
        (
            {ONE: InForce(2, False), TWO: InForce(3, True)},
            (),
            "town r2, nirn-hexagon r3 + changed by hand",
            "r3+",
        ),
        (
            {ONE: InForce(0, True), TWO: InForce(3, True)},
            (),
            "town 1.0.0 + changed by hand, nirn-hexagon r3 + changed by hand",
            "1.0.0+",
        ),
        ({"gone": InForce(4, True)}, (), "", "1.0.0"),
        ({ONE: InForce(2, True)}, (TWO, ONE), "DRAFT nirn-hexagon and 1 more (2.1.0 in force)",
         "DRAFT nirn-hexagon (2.1.0 in force) | DRAFT nirn-hexagon (2.1.0) | DRAFT (2.1.0)"),
        ({ONE: InForce(2, True)}, (ONE,), "DRAFT town (r2 + changed by hand in force)",
         "DRAFT town (r2+ in force) | DRAFT town (r2+) | DRAFT (r2+)"),
        ({}, ("new",), "DRAFT new", "DRAFT new | DRAFT"),
    ],
)  # fmt: skip
def test_the_short_form_names_what_is_least_settled(
    known: Mapping[str, InForce], drafts: tuple[str, ...], words: str, short: str
) -> None:
    packs = (replace(fakes.pack(), id=ONE), replace(fakes.pack(), id=TWO, version="2.1.0"))
    session = driving.opened(fakes.assessment(packs=packs))
    session = session.having(revisions.Revisions(known, drafts))
    assert (revisions.words(session), " | ".join(revisions.short(session))) == (words, short)


def test_before_anything_is_read_there_is_no_revision() -> None:
    assert (revisions.words(driving.Session()), revisions.short(driving.Session())) == ("", ("",))
