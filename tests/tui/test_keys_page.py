"""docs/keys.md says what the action table says."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet_tui import modes
from hexvet_tui.keys_page import page
from hexvet_tui.scene import table_of


def test_the_page_is_up_to_date(root: Path, pytestconfig: pytest.Config) -> None:
    file = root / "docs" / "keys.md"
    if pytestconfig.getoption("update_snapshots"):
        file.write_text(page(), encoding="utf-8")
    told = "renew it: pytest tests/tui/test_keys_page.py --snapshot-update"
    assert file.read_text(encoding="utf-8") == page(), told


def test_every_action_stands_on_it_once() -> None:
    text = page()
    for mode in modes.IDS:
        for action in table_of(mode):
            assert text.count(f"| `{action.id}` |") >= 1, action.id
