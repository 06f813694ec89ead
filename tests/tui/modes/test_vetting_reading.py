"""The form where nothing can be written: it shows its questions, and asks for nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import driving
import pytest
from rooms import Room

from hexvet_tui import bars
from hexvet_tui.modes import Unsaved
from hexvet_tui.modes.vetting import panes, verbs
from hexvet_tui.modes.vetting.state import VettingState


@pytest.mark.parametrize("why", ["read_only", "unwritable"])
def test_a_form_that_only_reads_asks_nothing_and_says_so(tmp_path: Path, why: str) -> None:
    """Parties answer here, and the login is none of them: elsewhere the form asks for one."""
    room = Room(tmp_path)
    room.on("beta")
    room.session = replace(room.session, **{why: True})  # type: ignore[arg-type]
    room.key("e")
    assert (room.session.mode, room.session.prompt) == ("vetting", None)
    for width in (60, 80, 120):
        assert "only looking" in driving.text_of(panes.header(room.scene, width, 1))[0]
    assert "Nothing can be answered here." in room.effect()
    assert "written at once" not in room.effect()
    room.session = replace(room.session, read_only=False, unwritable=False)
    assert "only looking" not in driving.text_of(panes.header(room.scene, 120, 1))[0]
    assert "written at once" in room.effect()
    room.key("escape", "e")
    assert room.session.prompt and room.session.prompt.label == "whose answers"
    room.close()


def test_the_footer_of_a_form_that_only_reads_has_no_key_that_writes(room: Room) -> None:
    able = driving.text_of([bars.footer(room.scene, 300)])[0]
    room.session = replace(room.session, read_only=True)
    left = driving.text_of([bars.footer(room.scene, 300)])[0]
    for word in ("enter Type", "z Undo", "p Party", "F Finish", "s Source", "b By", "m Note"):
        assert word in able
        assert word not in left
    for word in ("Skip", "Order", "Jump", "All"):
        assert f" {word} " in left


def test_every_key_of_a_form_that_only_reads_leaves_lines_closed(room: Room) -> None:
    """A sign or a point begins a number where one can answer; here a point leads on."""
    for name in ("cost", "report", "votes"):
        room.jump(name)
        room.session = replace(room.session, read_only=True)
        for key in (*"0123456789ynu-$zpFscmb", "enter"):
            room.key(key)
            assert room.session.prompt is None, (name, key)
            assert room.session.question is None, (name, key)
            assert room.session.cursor == "beta"
        room.session = replace(room.session, read_only=False)
    room.session = replace(room.session, read_only=True)
    room.key(".")
    assert room.session.cursor != "beta"
    room.key(":")
    room.type("party fund")
    assert room.said.startswith("read-only")
    assert room.session.of(VettingState).party == ""
    assert room.entries() == []


def test_a_form_that_only_reads_offers_no_key_for_an_answer(room: Room) -> None:
    for name, shown, key in (("cost", "an amount", "enter"), ("report", "yes", "u  unknown")):
        room.jump(name)
        assert key in room.text()
        room.session = replace(room.session, read_only=True)
        assert shown in room.text()
        assert key not in room.text()
        assert "space  later" in room.text()
        room.session = replace(room.session, read_only=False)


def test_a_draft_that_is_restored_where_nothing_can_be_written_is_kept(room: Room) -> None:
    room.session = replace(room.session, read_only=True)
    after = verbs.restored(room.session, Unsaved("beta cost", "25k"))
    assert after.prompt is None
    assert after.message.text.startswith("read-only")
    assert [one.text for one in verbs.drafts(after)] == ["25k"]
    room.session = after
    assert "not written yet: 25k" in room.text()
    assert "enter goes on" not in room.text()
