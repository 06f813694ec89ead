"""Lets the tests of this folder import what stands beside them, and gives them a worker."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexvet.inference.worker import Worker

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """A worker for all tests of a module, with time enough for a busy machine."""
    with Worker(limit=30.0) as found:
        yield found
