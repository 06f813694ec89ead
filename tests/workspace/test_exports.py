"""Exports never write over what a workspace reads or keeps, however the path is spelt."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from hexvet.problems import Unusable
from hexvet.workspace.exports import export

KEPT = (
    "hexvet.toml",
    "waivers.toml",
    "journal.jsonl",
    "journal.torn-1",
    "pack.lock",
    "projects/a.toml",
    "projects/new.md",
    "assessments/anna/a.toml",
    "rules/own.toml",
    "journal/ab/abc.toml",
    ".hexvet/session.json",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "city"
    for name in ("projects", "assessments/anna", "rules", "journal/ab", ".hexvet"):
        (made / name).mkdir(parents=True)
    for name in ("hexvet.toml", "journal.jsonl", "projects/a.toml", "assessments/anna/a.toml"):
        (made / name).write_text("kept", encoding="utf-8")
    return made


def refused(path: Path, over: str | None = None, root: Path | None = None) -> str:
    with pytest.raises(Unusable) as caught:
        export(path, "text", over, root)
    return caught.value.problems[0].code


@pytest.mark.parametrize("name", KEPT)
def test_what_a_workspace_keeps_is_refused(root: Path, name: str) -> None:
    file = root / name
    over = sha256(file.read_bytes()).hexdigest() if file.exists() else None
    assert refused(file, over) == "WS037"
    assert not file.exists() or file.read_text(encoding="utf-8") == "kept"


def test_other_spellings_and_links_are_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(root / "rules" / ".." / "projects" / "a.toml") == "WS037"
    (tmp_path / "file").symlink_to(root / "journal.jsonl")
    (tmp_path / "folder").symlink_to(root / "projects")
    (tmp_path / "other").symlink_to(root)
    assert refused(tmp_path / "file") == "WS037"
    assert refused(tmp_path / "folder" / "new.md") == "WS037"
    assert refused(tmp_path / "other" / "waivers.toml") == "WS037"
    monkeypatch.chdir(root / "projects")
    assert refused(Path("a.toml")) == "WS037"
    assert refused(Path("../hexvet.toml")) == "WS037"


def test_what_a_workspace_reads_by_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    far = tmp_path / "far"
    (far / "party").mkdir(parents=True)
    (far / "projects").mkdir()
    (far / "b.toml").write_text("kept", encoding="utf-8")
    (root / "projects" / "b.toml").symlink_to(far / "b.toml")
    (root / "assessments" / "party").symlink_to(far / "party")
    assert refused(far / "b.toml", root=root) == "WS037"
    assert refused(far / "party" / "b.toml", root=root) == "WS037"
    (root / "rules").rmdir()
    (root / "rules").symlink_to(far / "projects")
    assert refused(far / "projects" / "own.toml", root=root) == "WS037"


def test_everything_else_is_written(root: Path, tmp_path: Path) -> None:
    (root / "notes").mkdir()
    for file in (root / "report.md", root / "notes" / "hexvet.toml", tmp_path / "waivers.toml"):
        export(file, "text", root=root)
        assert file.read_text(encoding="utf-8") == "text"


def test_a_folder_and_one_that_is_not_there_are_told(tmp_path: Path) -> None:
    assert refused(tmp_path) == "WS038"
    with pytest.raises(Unusable) as caught:
        export(tmp_path / "no" / "such" / "x.md", "text")
    assert caught.value.problems[0].message == f"there is no folder {tmp_path / 'no' / 'such'}"


PROGRAM = """
import pathlib, sys
from hexvet.problems import Unusable
from hexvet.workspace.exports import export
from hexvet.workspace.writing import refuse_writing
root, inside, outside = map(pathlib.Path, sys.argv[1:])
refuse_writing()
export(outside, "text", None, root)
try:
    export(inside, "text", None, root)
except Unusable as error:
    print(error.problems[0].code)
"""


def test_read_only_keeps_the_workspace_and_lets_the_rest(root: Path, tmp_path: Path) -> None:
    inside, outside = root / "report.md", tmp_path / "report.md"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, (root, inside, outside))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, inside.exists()) == ("WS036\n", False)
    assert outside.read_text(encoding="utf-8") == "text"
