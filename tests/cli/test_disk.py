"""A disk that takes nothing more, and folders without leave: one status, the file, a way out."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

WRITING = {
    "record": ("record", "--by", "anna"),
    "new": ("new", "project", "harbour"),
    "lock": ("lock",),
    "init": ("init", "elsewhere"),
    "output": ("check", "-o", "json=out.json"),
    "schemas": ("schema", "all", "-o", "schemas"),
}
LAST = {"new": "the project was not made", "lock": "pack.lock was not written",
        "record": "nothing was recorded", "init": "the workspace was not made"}  # fmt: skip


def full() -> None:
    """No file may grow: the kernel refuses each byte, as a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def hexvet(*words: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from hexvet.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-B", "-c", code, *words]
    return subprocess.run(
        command, env=environment, preexec_fn=full, capture_output=True, text=True, check=False
    )


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".hexvet" not in path.parts
    }


@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
def test_a_full_disk_is_told_by_every_verb_that_writes(city: Path, words: tuple[str, ...]) -> None:
    before = files(city)
    done = hexvet(*words)
    assert done.returncode == 8, done.stderr
    assert "File too large" in done.stderr
    assert "free some space, then repeat it" in done.stderr
    assert LAST.get(words[0], "cannot write") in done.stderr
    assert "internal error" not in done.stderr
    assert files(city) == before


@pytest.mark.parametrize(
    ("number", "words"),
    [(28, "free some space"), (30, "make the file system writable"), (13, "get the permission")],
    ids=["full", "read-only", "forbidden"],
)
def test_what_no_verb_foresaw_is_told_as_well(
    city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    number: int, words: str,
) -> None:  # fmt: skip
    from hexvet.cli import check, main

    def fails(arguments: object) -> int:
        raise OSError(number, os.strerror(number), "some/file")

    monkeypatch.setattr(check, "run", fails)
    assert main(["check"]) == 8
    told = capfd.readouterr().err
    assert told.startswith(f"hexvet: {os.strerror(number)}: some/file: {words}")
    assert told.count("\n") == 1
