"""Packs written in a test, loaded as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.packs.loading import Library, Loaded

HEADER = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
"""


@pytest.fixture
def load_pack(tmp_path: Path) -> Callable[..., Loaded]:
    """`load_pack(text, base=text)`: the pack `city`, its header added, beside other packs."""

    def load(text: str, *, header: str = HEADER, **others: str) -> Loaded:
        for name, other in others.items():
            (tmp_path / f"{name}.toml").write_text(other)
        path = tmp_path / "city.toml"
        path.write_text(header + text)
        return Library([tmp_path], tmp_path).load_file(path)

    return load
