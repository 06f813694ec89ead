"""What every test shares: where things are, how hard to look, and a scrubbed environment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
REDIRECTING = ("COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR")
SNAPSHOTS = "TEXTUAL_SNAPSHOT"
"""The beginning of what the plugin for pictures tells the processes that share the tests."""

for name in [*os.environ]:
    foreign = name.startswith(("HEXVET_", "TEXTUAL")) and not name.startswith(SNAPSHOTS)
    if name in REDIRECTING or foreign:
        del os.environ[name]

hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100)
hypothesis.settings.register_profile("full", deadline=None, max_examples=5_000)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
hypothesis.settings.load_profile(PROFILE)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def budget() -> Callable[[int, int], int]:
    """`budget(200, 100_000)`: how many generated cases to try, usually and in `make test-all`."""
    return lambda usual, full: full if PROFILE == "full" else usual


@pytest.fixture
def los_angeles(tmp_path: Path) -> Path:
    """A copy of the sample city that a test may change."""
    return Path(shutil.copytree(ROOT / "sample_data" / "los-angeles", tmp_path / "los-angeles"))
