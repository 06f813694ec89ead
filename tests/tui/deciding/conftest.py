"""Ridgeway, where one is logged in as the mayor."""

from __future__ import annotations

import pytest
from towns import Town


@pytest.fixture
def town(ridgeway: Town) -> Town:
    """The town in which deeds are done."""
    return ridgeway
