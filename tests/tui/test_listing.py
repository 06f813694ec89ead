"""A framed list: the row of the cursor is in view, and nothing scrolls that need not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import driving
from hypothesis import given
from hypothesis import strategies as st

from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import FRAME, Line
from hexvet_tui.widgets.listing import Listing

SCENE = Scene(driving.Session())


@dataclass
class Rows:
    """A listing of so many rows, and the tops from which it was painted."""

    count: int
    head: int = 0
    guards: int = 0
    at: int = 0
    tops: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        until = (lambda _: self.at + self.guards) if self.guards else None
        self.listing = Listing(
            self.paint, lambda _: self.at, lambda _: self.count, id="x", head=self.head, until=until
        )

    def paint(self, scene: Scene, width: int, height: int, top: int) -> Sequence[Line]:
        self.tops.append(top)
        return []

    def shown(self, at: int, height: int) -> int:
        """The first row in view with the cursor on a row."""
        self.at = at
        self.listing._from_top(SCENE, 20, height)
        return self.tops[-1]


@given(st.integers(1, 60), st.integers(0, 1), st.lists(st.tuples(st.integers(0, 59),
       st.integers(4, 20)), min_size=1))  # fmt: skip
def test_the_cursor_is_always_in_view(count: int, head: int, steps: list[tuple[int, int]]) -> None:
    rows = Rows(count, head)
    for at, height in steps:
        at = min(at, count - 1)
        page = height - FRAME - head
        top = rows.shown(at, height)
        assert top <= at < top + page
        assert 0 <= top <= max(0, count - page)


def test_a_step_inside_what_is_in_view_scrolls_nothing() -> None:
    rows = Rows(30)
    assert [rows.shown(at, 12) for at in (0, 9, 10, 9, 1, 0)] == [0, 0, 1, 1, 1, 0]


def test_what_is_read_with_the_cursor_comes_into_view_as_far_as_there_is_room() -> None:
    """10 rows are in view: a gate on row 8 with its 4 checks needs the rows 8 to 12, one with 20
    checks stands at the top."""
    assert Rows(40, guards=4).shown(8, 12) == 3
    assert Rows(40, guards=20).shown(8, 12) == 8


def test_without_a_cursor_and_without_room_it_stands_at_the_top() -> None:
    rows = Rows(0)
    assert [rows.shown(-1, height) for height in (12, 2, 1, 0)] == [0, 0, 0, 0]


def test_a_listing_takes_the_lines_that_it_needs() -> None:
    listing = Listing(lambda *_: [], lambda _: 0, lambda _: 3, id="x", needs=lambda _: 6)
    listing.present(SCENE)
    assert str(listing.styles.height) == "6"
