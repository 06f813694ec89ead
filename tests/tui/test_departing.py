"""A project goes, or drops out of the filter, while the screen shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rooms import Room

from hexvet_tui import verbs


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """On beta."""
    found = Room(tmp_path)
    found.on("beta")
    yield found
    found.close()


def gone(room: Room) -> None:
    (room.root / "projects/beta.toml").unlink()
    room.read()


@pytest.mark.parametrize("mode", ["project", "vetting"])
def test_the_list_is_there_instead_and_says_so(room: Room, mode: str) -> None:
    room.session = verbs.entered(room.session, mode)
    gone(room)
    assert (room.session.mode, room.session.trail) == ("portfolio", ())
    assert (room.said, room.session.message.tone) == ("Beta is not there any more", "alert")


@pytest.mark.parametrize("keys", [("2", "D"), ("2", "D", "r"), ("e",), ("e", "enter", "enter")])
def test_nothing_about_it_stays_open(room: Room, keys: tuple[str, ...]) -> None:
    room.key(*keys)
    session = room.session
    assert session.pages or session.prompt
    gone(room)
    session = room.session
    assert (session.mode, session.pages, session.prompt, session.question) == (
        "portfolio", (), None, None,
    )  # fmt: skip
    room.key("y", "enter")
    assert room.entries() == []


def test_going_back_leads_to_no_other_project(room: Room) -> None:
    room.key("2", "8")
    assert room.session.trail == ("portfolio", "project")
    gone(room)
    assert (room.session.mode, room.session.trail) == ("log", ("portfolio",))
    room.key("escape")
    assert room.session.mode == "portfolio"


def test_the_last_project_of_all_leaves_an_empty_list(room: Room) -> None:
    room.key("2")
    for file in (room.root / "projects").glob("*.toml"):
        file.unlink()
    room.read()
    assert (room.session.mode, room.said) == ("portfolio", "Beta is not there any more")


def test_one_that_was_withdrawn_is_told_so(room: Room) -> None:
    room.key("2")
    room.answer("beta", "stage", 'lifecycle = "withdrawn"\nstage')
    assert (room.session.mode, room.said) == ("portfolio", "Beta was withdrawn")


def test_a_filter_that_it_dropped_out_of_is_cleared(room: Room) -> None:
    room.session = room.session.filtered("stage:trial")
    room.key("2")
    room.answer("beta", '"trial"', '"idea"')
    assert (room.session.mode, room.session.cursor) == ("project", "beta")
    assert room.session.filter.text == ""
    assert room.session.message.whole.endswith("filter cleared to show it")


def test_a_list_goes_on_where_it_was(room: Room) -> None:
    at = room.session.place
    gone(room)
    assert (room.session.mode, room.session.place) == ("portfolio", at)
    assert "any more" not in room.said
