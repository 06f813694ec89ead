"""Ridgeway, where one is logged in as the mayor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from towns import Town


@pytest.fixture
def town(tmp_path: Path, scrubbed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A copy of Ridgeway on the screen."""
    monkeypatch.setenv("LOGNAME", "mlopez")
    found = Town(tmp_path)
    yield found
    found.close()
