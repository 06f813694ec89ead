"""`hexvet demo`: a copy is made, shown, and taken away; the sample stays as it is."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

import pytest

import hexvet_tui
from hexvet.cli import demo, main, parsing


def digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_copy_has_every_file_and_can_be_written(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "projects").mkdir(parents=True)
    file = source / "projects" / "a.toml"
    file.write_text("title = 'A'\n")
    file.chmod(0o400)
    copy = demo.copied(source, tmp_path / "copy")
    assert digests(copy) == digests(source)
    (copy / "projects" / "a.toml").write_text("")


def test_without_a_terminal_the_tour_is_printed_and_nothing_stays(
    scratch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digests(demo.sample_folder())
    assert main(["demo"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("1/12 ")
    assert "12/12" in said.out
    assert "no terminal" in said.err
    assert [*scratch.iterdir()] == []
    assert digests(demo.sample_folder()) == before


def test_with_a_terminal_the_screen_gets_the_copy_and_the_day(
    scratch: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: dict[str, Any] = {}

    def screen(root: Path, **rest: Any) -> int:
        seen.update(rest, inside=scratch in root.parents, files=digests(root))
        return 0

    monkeypatch.setattr(parsing, "is_terminal", lambda: True)
    monkeypatch.setattr(hexvet_tui, "run", screen)
    assert main(["demo", "--theme", "mono"]) == 0
    assert seen["inside"]
    assert seen["files"] == digests(demo.sample_folder())
    assert (seen["as_of"].isoformat(), seen["theme"], seen["touring"]) == (
        "2026-10-01",
        "mono",
        True,
    )
    assert [*scratch.iterdir()] == []
    assert "hexvet init springfield" in capsys.readouterr().out


def test_a_sample_that_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "sample_folder", lambda: tmp_path / "gone")
    assert main(["demo", "--plain"]) == 2
    assert "could not be copied" in capsys.readouterr().err
