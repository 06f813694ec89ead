"""Marks: what is compared and exported."""

from __future__ import annotations

import driving
import fakes
import pytest

from hexvet_tui import marking
from hexvet_tui.session import Session


@pytest.fixture
def session() -> Session:
    return driving.opened()


def marked(session: Session) -> list[str]:
    return list(session.marks)


def test_space_marks_and_goes_on(session: Session) -> None:
    after = driving.key(session, " ", " ")
    assert marked(after) == driving.shown(session)[:2]
    assert after.place == 2
    again = driving.key(driving.key(after, "home"), " ")
    assert marked(again) == driving.shown(session)[1:2]


def test_a_range_is_marked_from_where_it_began_to_where_it_ends(session: Session) -> None:
    begun = driving.key(session.to_row(3), "v", "j", "j")
    assert marked(begun) == []
    assert list(marking.span(begun)) == [3, 4, 5]
    assert marked(driving.key(begun, "v")) == driving.shown(session)[3:6]
    assert marked(driving.key(begun, " ")) == driving.shown(session)[3:6]
    upward = driving.key(session.to_row(3), "v", "k", "k", "v")
    assert set(marked(upward)) == set(driving.shown(session)[1:4])


def test_a_range_that_is_given_up_marks_nothing(session: Session) -> None:
    given_up = driving.key(session, "v", "j", "escape")
    assert (given_up.anchor, marked(given_up)) == ("", [])


def test_inverting_counts_what_is_visible_and_keeps_hidden_marks(session: Session) -> None:
    first = driving.key(session.to_row(session.rows.places["permits"]), " ")
    assert len(marked(driving.key(first, "*"))) == 13
    narrowed = first.filtered("gate:stop")
    inverted = driving.key(narrowed, "*")
    assert set(marked(inverted)) == {"permits", *driving.shown(narrowed)}


def test_escape_closes_the_filter_then_the_marks_and_then_stays(session: Session) -> None:
    both = driving.key(session.filtered("gate:stop"), " ", "v")
    once = driving.key(both, "escape")
    assert (once.anchor, once.filter.text, len(once.marks)) == ("", "gate:stop", 1)
    twice = driving.key(once, "escape")
    assert (twice.filter.text, len(twice.marks)) == ("", 1)
    thrice = driving.key(twice, "escape")
    assert (len(thrice.marks), thrice.mode) == (0, "portfolio")
    assert driving.key(thrice, "escape").mode == "portfolio"


def test_marks_survive_a_new_assessment_and_lose_projects_that_are_gone(session: Session) -> None:
    both = driving.key(session, " ", " ")
    rows = tuple(row for row in fakes.PROJECTS if row[0] != marked(both)[0])
    assert marked(both.with_assessment(fakes.assessment(rows))) == marked(both)[1:]


def test_a_filter_by_marks_follows_them(session: Session) -> None:
    both = driving.key(session, " ", " ", "home").filtered("marked:")
    assert driving.shown(both) == marked(both)
    assert driving.shown(driving.key(both, " ")) == marked(both)[1:]
    assert len(driving.shown(session.filtered("!marked:"))) == 14


def test_what_is_chosen_are_the_marks_or_else_what_is_visible(session: Session) -> None:
    assert marking.chosen(session.filtered("portal")) == ("bids",)
    assert marking.chosen(driving.key(session, " ").filtered("portal")) == ("routing",)


def test_nothing_can_be_marked_where_nothing_is_visible(session: Session) -> None:
    empty = driving.key(session.filtered("no such thing"), " ", "v", "*")
    assert (marked(empty), empty.anchor) == ([], "")
