"""A full or read-only disk: journal and files stay as they were, and somebody says so."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hexvet.journal import Draft, record, recover
from hexvet.journal.committing import PENDING
from hexvet.journal.model import Clock
from hexvet.journal.verifying import verify
from hexvet.problems import Unusable

from .conftest import FILES, codes, cost, entries, forked, make_city, raised, state, waited

CALLS = ("open", "write", "fsync", "replace", "link", "ftruncate", "mkdir")


class Failing:
    """Lets the disk fail from one call on that changes it, or only at that one."""

    def __init__(self, at: int, *, ever_after: bool) -> None:
        self.left, self.ever_after, self.hit = at, ever_after, ""

    def wrap(self, name: str) -> Callable[..., object]:
        plain = getattr(os, name)

        def call(*words: object, **more: object) -> object:
            if name == "open" and not (isinstance(words[1], int) and words[1] & os.O_CREAT):
                return plain(*words, **more)
            self.left -= 1
            if self.left == 0 or (self.left < 0 and self.ever_after):
                self.hit = self.hit or name
                raise OSError(errno.ENOSPC, "No space left on device")
            return plain(*words, **more)

        return call


def attempt(root: Path, clock: Clock, disk: Failing, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of the problem when recording on a failing disk; empty when it worked."""
    with monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, disk.wrap(name))
        try:
            raised(root, clock)
        except Unusable as error:
            problem = error.problems[0]
            assert problem.hint
            return problem.code
    return ""


@pytest.mark.parametrize("ever_after", [False, True])
def test_a_disk_that_fails_at_any_step_changes_nothing_or_completes_later(
    city: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, ever_after: bool
) -> None:
    raised(city, clock)
    at, hits = 0, set()
    while True:
        at += 1
        disk = Failing(at, ever_after=ever_after)
        before, number, count = state(city), cost(city), len(entries(city))
        code = attempt(city, clock, disk, monkeypatch)
        hits.add(disk.hit)
        if not disk.hit:
            break
        if code in ("JN022", "WS032"):
            assert state(city) == before
        elif code == "JN023":
            assert len(entries(city)) == count + 1
        else:
            # a disk that only fails to sync a folder or to name the lock's holder
            assert code == ""
        recover(city, clock)
        raised(city, clock)
        assert {cost(city, file) for file in FILES} <= {number + 1, number + 2}
        assert verify(city, {}).problems == ()
        assert not (city / PENDING).exists()
    assert hits >= {"open", "fsync", "write", "replace"}


def limited(root: Path, clock: Clock, size: int) -> None:
    """Records while no file may grow beyond so many bytes: the kernel itself refuses."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        raised(root, clock)
    except Unusable as error:
        assert codes(list(error.problems)) in (["JN022"], ["WS032"]), error
        assert "nothing was changed" in error.problems[0].hint
        os._exit(3)


def test_a_line_that_only_fits_in_part_is_taken_back(city: Path, clock: Clock) -> None:
    """The journal is the largest file: from its present size on, a part of the line is written."""
    for _ in range(3):
        raised(city, clock)
    size = (city / "journal.jsonl").stat().st_size
    before, statuses = state(city), []
    for limit in [*range(0, size, 307), *range(size, size + 1_200, 61)]:
        statuses.append(waited(forked(lambda: limited(city, clock, limit))))  # noqa: B023
        if statuses[-1] == 0:
            break
        assert state(city) == before, limit
        assert not (city / PENDING).exists()
    assert statuses[-1] == 0
    assert set(statuses[:-1]) == {3}
    assert verify(city, {}).problems == ()
    assert cost(city) == 4


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "none", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a small file system, and not in every container")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_file_system_is_told_and_nothing_is_lost(small_disk: Path, clock: Clock) -> None:
    city = make_city(small_disk / "springfield")
    done = 0
    while True:
        before = state(city)
        try:
            raised(city, clock)
        except Unusable as error:
            assert codes(list(error.problems)) in (["JN022"], ["WS032"])
            assert "No space left" in error.problems[0].message
            break
        done += 1
    assert state(city) == before
    assert len(entries(city)) == done == cost(city)
    assert done > 5
    assert verify(city, {}).problems == ()
    for path in sorted((city / "journal").rglob("*.toml"))[:8]:
        shutil.move(path, small_disk.parent / path.name)
    raised(city, clock)
    assert cost(city) == done + 1


@pytest.fixture
def read_only(city: Path, clock: Clock) -> Iterator[Path]:
    """A city with one entry on a file system that takes no more."""
    raised(city, clock)
    bind = ["mount", "--bind", str(city), str(city)]
    if os.geteuid() or subprocess.run(bind, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a file system read-only, and not in every container")
    subprocess.run(["mount", "-o", "remount,bind,ro", str(city)], check=True)
    yield city
    subprocess.run(["umount", str(city)], check=True)


def test_a_read_only_file_system_is_told_and_can_be_read(read_only: Path, clock: Clock) -> None:
    with pytest.raises(Unusable) as caught:
        record(read_only, Draft("vote", "anna"), [], clock)
    (problem,) = caught.value.problems
    assert problem.code == "WS032"
    assert "Read-only file system" in problem.message
    assert len(entries(read_only)) == 1
    assert verify(read_only, {}).problems == ()


def test_a_folder_without_leave_to_write_is_told(
    city: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is for everybody but root, for whom no permission counts."""
    raised(city, clock)
    before, plain = state(city), os.open

    def denied(path: str, flags: int, *words: int, **more: int) -> int:
        if str(path).endswith("journal.jsonl") and flags & (os.O_WRONLY | os.O_RDWR):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return plain(path, flags, *words, **more)

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(Unusable) as caught:
        raised(city, clock)
    monkeypatch.undo()
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("JN022", "journal.jsonl")
    assert "get the permission" in problem.hint
    assert state(city) == before
