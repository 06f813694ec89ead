"""A small town on 1 June 2026, on which the modes are tried."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import hexvet
from hexvet.evaluation import Assessment

TOWN = Path(__file__).parent / "town"
DAY = datetime.date(2026, 6, 1)


@pytest.fixture(scope="session")
def town() -> Assessment:
    """The town, judged."""
    return hexvet.evaluate(hexvet.load(TOWN), DAY)
