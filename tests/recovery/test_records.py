"""What stands on disk comes back as it was, and anything else is refused."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.places import folder_of
from hexvet_tui.modes import Unsaved
from hexvet_tui.recovery.records import (
    Kept,
    Left,
    drafts_text,
    left_text,
    read_drafts,
    read_left,
    write_private,
)

LEFT = Left("rules", "gate:hold", "score", True, "permits", ("a", "b"), {"rules": "edit"})
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(file=ANY_TEXT, text=ANY_TEXT, row=st.integers(0, 10**6))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, file: str, text: str, row: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "one.drafts"
    kept = (Kept("rules", Unsaved(file, text, "ab", row, 3)),)
    write_private(path, drafts_text(kept))
    assert read_drafts(path) == kept


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    write_private(tmp_path / "x.drafts", "{}")
    assert stat.S_IMODE((tmp_path / "x.drafts").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["x.drafts"]


def test_how_the_screen_was_left_comes_back(tmp_path: Path) -> None:
    write_private(tmp_path / "session.json", left_text(LEFT))
    assert read_left(tmp_path / "session.json") == LEFT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format": 2}',
        b'{"format": 1, "mode": 3}',
        b"[" * 100_000,
        b'{"format": 1, "drafts": {"a": 1}}',
        b'{"format": 1, "drafts": [1]}',
        b'{"format": 1, "drafts": [{"source": "rules", "file": 1}]}',
    ],
)
def test_anything_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    for read in (read_left, read_drafts):
        with pytest.raises(ValueError):
            read(path)


@pytest.mark.parametrize(
    "change", [{"mode": "nowhere"}, {"marks": [1]}, {"panes": {"a": 1}}, {"reverse": 1}]
)
def test_one_wrong_value_is_enough(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "session.json"
    path.write_text(json.dumps(json.loads(left_text(LEFT)) | change))
    with pytest.raises(ValueError):
        read_left(path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    write_private(tmp_path / "real", left_text(LEFT))
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(OSError):
        read_left(tmp_path / "link")


def test_a_workspace_has_one_folder_by_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "city")
    state = tmp_path / "state"
    assert folder_of(state, tmp_path / "link") == folder_of(state, tmp_path / "city")
    assert folder_of(state, tmp_path / "other") != folder_of(state, tmp_path / "city")
