"""`hexvet revise`, `revert` and `history`: the same path as the screen's F2, from a shell."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hexvet.cli import main
from hexvet.journal import Entry, read_journal

RIDGEWAY = Path(__file__).parents[1] / "lifecycle" / "ridgeway"
DAY = "2026-05-04"


class Shell:
    """A copy of Ridgeway and a way to run verbs in it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._capsys = root, capsys
        self.file = root / "rules" / "town.toml"
        self.draft = root.parent / "draft.toml"

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit status, output and messages."""
        dated = words[0] != "history"
        status = main([*words, "-w", str(self.root), *(["--as-of", DAY] if dated else [])])
        told = self._capsys.readouterr()
        return int(status or 0), told.out, told.err

    def swapped(self, old: str, new: str) -> str:
        """Writes the draft: the pack's text with one piece changed."""
        text = self.file.read_text()
        assert old in text
        self.draft.write_text(text.replace(old, new))
        return str(self.draft)

    @property
    def last(self) -> Entry:
        """The last entry of the journal."""
        return [one for one in read_journal(self.root) if isinstance(one, Entry)][-1]


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    monkeypatch.setenv("LOGNAME", "mlopez")
    monkeypatch.setenv("NO_COLOR", "1")
    return Shell(Path(shutil.copytree(RIDGEWAY, tmp_path / "ridgeway")), capsys)


NOT_READY = ('require = "ready"', 'require = "not ready"')


def test_a_dry_run_tells_the_flips_and_changes_nothing(shell: Shell) -> None:
    before = shell.file.read_text()
    status, out, _ = shell.run("revise", "town", shell.swapped(*NOT_READY), "--dry-run")
    assert status == 0
    assert "4 verdicts flip, of 2 of 3 projects" in out
    assert "Alpha: gate trial: pass -> stop" in out
    assert "Would be saved as r2" in out
    assert shell.file.read_text() == before
    assert not list(read_journal(shell.root))


def test_a_revision_is_recorded_and_taken_back(shell: Shell) -> None:
    before = shell.file.read_text()
    draft = shell.swapped(*NOT_READY)
    status, out, _ = shell.run("revise", "town", draft, "--reason", "As agreed")
    assert (status, "Saved as r2" in out) == (0, True)
    assert shell.file.read_text() == Path(draft).read_text()
    assert (shell.last.kind, shell.last.by, shell.last.reason) == ("rules", "maria", "As agreed")
    assert shell.last.details["flipped"] == 4
    status, out, _ = shell.run("revert", "town", "--to", "r1", "--reason", "It was right")
    assert (status, "Saved as r3" in out) == (0, True)
    assert shell.file.read_text() == before
    status, out, _ = shell.run("history", "town")
    assert [row.split()[0] for row in out.splitlines()] == ["REVISION", "r3", "r2", "r1"]
    assert "It was right" in out
    status, out, _ = shell.run("history", "town", "-o", "json")
    told = json.loads(out)
    assert [(one["revision"], one["flipped"]) for one in told["revisions"]] == [
        (3, 4), (2, 4), (1, None),
    ]  # fmt: skip


def test_without_a_reason_nothing_is_recorded(shell: Shell) -> None:
    before = shell.file.read_text()
    status, out, err = shell.run("revise", "town", shell.swapped(*NOT_READY))
    assert status == 2
    assert "verdicts flip" in out
    assert "--reason is missing" in err
    assert shell.file.read_text() == before


def test_a_text_with_errors_is_refused(shell: Shell) -> None:
    before = shell.file.read_text()
    draft = shell.swapped(NOT_READY[0], 'require = "redy"')
    status, out, err = shell.run("revise", "town", draft, "--reason", "x")
    assert (status, out) == (3, "")
    assert "did you mean 'ready'?" in err
    assert shell.file.read_text() == before


def test_the_only_pack_can_be_repaired_though_nothing_loads(shell: Shell) -> None:
    whole = shell.swapped("title", "title")
    shell.file.write_text("x = [")
    status, out, _ = shell.run("revise", "town", whole, "--reason", "Mended")
    assert status == 0
    assert "what flips cannot be told" in out
    assert shell.file.read_text() == Path(whole).read_text()


def test_what_stands_there_already_is_not_recorded(shell: Shell) -> None:
    status, out, _ = shell.run("revise", "town", str(shell.file), "--reason", "x")
    assert (status, "says that already" in out) == (0, True)
    assert not list(read_journal(shell.root))


def test_history_of_what_was_never_recorded_says_what_to_do(shell: Shell) -> None:
    status, out, _ = shell.run("history", "town")
    assert status == 0
    assert "names no revision of rules/town.toml yet" in out
    assert "hexvet record" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("revise", "nirn-hexagon", "x.toml"), "read-only"),
        (("revise", "zebra", "x.toml"), "no pack 'zebra'"),
        (("revise", "town", "nowhere.toml"), "cannot read this file"),
        (("revert", "town", "--to", "r9"), "no r9 of rules/town.toml"),
        (("history", "zebra"), "no pack 'zebra'"),
    ],
)
def test_what_is_not_there_is_said_with_a_way_out(
    shell: Shell, words: tuple[str, ...], told: str
) -> None:
    status, out, err = shell.run(*words)
    assert (status, out) == (2, "")
    assert told in err


@pytest.mark.parametrize("word", ["-3", "r", "one", "9" * 30, "r\u0663"])
def test_a_revision_has_a_number(shell: Shell, word: str) -> None:
    status, _, err = shell.run("revert", "town", f"--to={word}")
    assert status == 2
    assert "is not a revision" in err


def test_a_text_that_is_not_utf8_is_refused(shell: Shell) -> None:
    shell.draft.write_bytes(b"\xff\xfe")
    status, _, err = shell.run("revise", "town", str(shell.draft), "--reason", "x")
    assert status == 2
    assert "is not UTF-8" in err
