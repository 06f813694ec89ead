"""A small vocabulary and a way to write a workspace of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hexvet.model import Column, Field, Interval, Where
from hexvet.workspace.reading import WorkspaceFiles, read_settings, read_workspace

HERE = Where("rules/small.toml")
SETTINGS = 'format = 1\ncity = "Los Angeles"\npacks = ["small"]\n'


def small_vocabulary() -> dict[str, Field]:
    first = float(datetime.date(2010, 1, 1).toordinal())
    last = float(datetime.date(2030, 12, 31).toordinal())
    columns = {
        "name": Column("name", "text"),
        "sector": Column("sector", "text", ("public", "private")),
        "fte": Column("fte", "number"),
        "start": Column("start", "date"),
        "part": Column("part", "share"),
        "paid": Column("paid", "truth"),
    }
    fields = [
        Field("stage", "text", HERE, values=("intake", "selection")),
        Field("cost_total", "money", HERE, range=Interval(0, float("inf")), unit="USD"),
        Field("staff", "number", HERE, range=Interval(0, 100), label="People on it"),
        Field("public_share", "share", HERE),
        Field("end", "date", HERE, range=Interval(first, last)),
        Field("sponsor", "text", HERE, ask="Who stands for it?"),
        Field("approved", "truth", HERE),
        Field("team", "table", HERE, columns=columns),
        Field("council", "truth", HERE, of="programme"),
        Field("population", "number", HERE, of="programme"),
    ]
    return {field.name: field for field in fields}


@pytest.fixture
def vocabulary() -> dict[str, Field]:
    return small_vocabulary()


Write = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files, `hexvet.toml` among them unless it is given, and returns the root."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "workspace"
        for name, content in {"hexvet.toml": SETTINGS, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


Read = Callable[[Mapping[str, str | bytes]], WorkspaceFiles]


@pytest.fixture
def read(write: Write, vocabulary: dict[str, Field]) -> Read:
    """Writes files and reads the workspace that they make."""

    def read(files: Mapping[str, str | bytes]) -> WorkspaceFiles:
        return read_workspace(read_settings(write(files)), vocabulary)

    return read
