"""Read-only: refused in words, early on the screen and at the last by the engine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from driving import do, key, opened, scene_of

from hexvet.workspace.writing import is_writable
from hexvet_tui import title_bar
from hexvet_tui.commands import accepted
from hexvet_tui.reading import REFUSED, SHUT
from hexvet_tui.session import Session

PROGRAM = """
import datetime, pathlib, sys
from hexvet.journal import Draft, record
from hexvet.problems import Unusable
from hexvet.workspace.writing import refuse_writing, write_text
root = pathlib.Path(sys.argv[1])
refuse_writing()
clock = lambda: datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
for attempt in (
    lambda: write_text(root / "new.toml", "x = 1", None),
    lambda: record(root, Draft("vote", "anna"), (), clock),
):
    try:
        attempt()
    except Unusable as error:
        print(error.problems[0].code)
"""


@pytest.fixture
def session() -> Session:
    return replace(opened(), read_only=True)


@pytest.mark.parametrize("action", ["waive", "undo"])
def test_what_changes_something_is_refused(session: Session, action: str) -> None:
    assert do(session, "mode_project", action).message.text == REFUSED


def test_verbs_that_change_something_are_refused(session: Session) -> None:
    class Shell:
        def verbs(self) -> dict[str, str]:
            return {"waive": "", "check": ""}

        def completed(self, words: list[str], *rest: object) -> list[str]:
            return words

    scene = scene_of(session, shell=Shell())
    assert accepted(scene, "waive permits").message.text == REFUSED
    assert accepted(scene, "check").effects


def test_a_folder_that_cannot_be_written_is_told_as_such() -> None:
    session = replace(opened(), unwritable=True)
    assert do(session, "mode_project", "waive").message.text == SHUT
    assert "READ-ONLY" in "".join(text for text, _ in title_bar.title(scene_of(session), 80))


@pytest.mark.parametrize("why", [{"read_only": True}, {"unwritable": True}])
def test_an_export_goes_elsewhere(why: dict[str, bool]) -> None:
    asked = do(replace(opened(), **why), "export_csv").prompt
    assert asked and asked.text == "~/portfolio-2026-02-14.csv"


def test_whether_a_folder_can_be_written_is_asked_of_what_changes_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "projects").mkdir()
    assert is_writable(tmp_path)
    assert is_writable(tmp_path / "nowhere")
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path / "projects")
    assert not is_writable(tmp_path)
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path)
    assert not is_writable(tmp_path)


def test_looking_is_not_refused(session: Session) -> None:
    assert key(session, "j").cursor != session.cursor
    assert do(session, "mode_project").mode == "project"


@pytest.mark.parametrize("width", [80, 120])
def test_the_title_says_so(session: Session, width: int) -> None:
    line = "".join(text for text, _ in title_bar.title(scene_of(session), width))
    assert "READ-ONLY" in line


def test_the_engine_writes_nothing_any_more(los_angeles: Path) -> None:
    before = {path: path.read_bytes() for path in los_angeles.rglob("*") if path.is_file()}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(los_angeles)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["WS036", "WS036"]
    assert before == {path: path.read_bytes() for path in los_angeles.rglob("*") if path.is_file()}
