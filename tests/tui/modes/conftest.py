"""A small town on 1 June 2026, on which the modes are tried."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hexvet
from hexvet.evaluation import Assessment

if TYPE_CHECKING:
    from rooms import Room

TOWN = Path(__file__).parent / "town"
DAY = datetime.date(2026, 6, 1)


@pytest.fixture(scope="session")
def town() -> Assessment:
    """The town, judged."""
    return hexvet.evaluate(hexvet.load(TOWN), DAY)


@pytest.fixture
def room(tmp_path: Path, scrubbed: None) -> Iterator[Room]:
    """On beta, with the form open: unanswered are cost, share, size, end and report."""
    from rooms import Room  # not before the path and Textual's switches are set

    found = Room(tmp_path)
    found.on("beta")
    found.key("e", "enter")
    yield found
    found.close()
