"""After a crash: nothing acknowledged is missing, what was begun is completed or told."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.journal import Draft, Edit, Recovery, read_journal, record, recover
from hexvet.journal.committing import PENDING, Pending, pending
from hexvet.journal.lines import canonical, digest
from hexvet.journal.model import Clock
from hexvet.journal.store import place_of
from hexvet.journal.verifying import verify
from hexvet.problems import Problem, Unusable

from .conftest import FILES, HARBOUR, codes, cost, entries, forked, raised, state, waited

JOURNAL = "journal.jsonl"


def sound(root: Path) -> None:
    """Nothing is wrong, nothing is pending, and no half of a file lies about."""
    assert verify(root, {}).problems == ()
    assert not (root / PENDING).exists()
    assert list(root.rglob("*.tmp")) == []


# the torn end -----------------------------------------------------------------------------------
def test_a_torn_end_of_every_length_is_read_reported_and_set_aside(
    city: Path, clock: Clock
) -> None:
    raised(city, clock)
    first = (city / JOURNAL).read_bytes()
    record(city, Draft("vote", "bob"), [], clock)
    second = (city / JOURNAL).read_bytes()[len(first) :]
    for length in range(1, len(second)):
        (city / JOURNAL).write_bytes(first + second[:length])
        found = list(read_journal(city))
        assert [type(one) for one in found[1:]] == [Problem]
        assert isinstance(found[1], Problem)
        assert (found[1].code, found[1].place.line) == ("JN002", 2)
        recovery = recover(city, clock)
        torn = city / recovery.torn
        assert torn.read_bytes() == second[:length]
        assert recovery.torn == "journal.torn-1"
        assert recovery.entry and recovery.entry.kind == "recovery"
        assert recovery.entry.details["torn"] == {
            "file": "journal.torn-1",
            "bytes": length,
            "sha256": digest(second[:length]),
        }
        assert (city / JOURNAL).read_bytes().startswith(first)
        assert [entry.number for entry in entries(city)] == [1, 2]
        torn.unlink()


def test_a_second_torn_end_never_overwrites_the_first(city: Path, clock: Clock) -> None:
    for number, rest in enumerate((b"{", b'{"entry"', b"\0\0\0"), start=1):
        with open(city / JOURNAL, "ab") as file:
            file.write(rest)
        assert recover(city, clock).torn == f"journal.torn-{number}"
    assert [(city / f"journal.torn-{n}").read_bytes() for n in (1, 2, 3)] == [
        b"{",
        b'{"entry"',
        b"\0\0\0",
    ]
    assert [entry.kind for entry in entries(city)] == ["recovery"] * 3
    sound(city)


def test_the_next_change_sets_a_torn_end_aside_by_itself(city: Path, clock: Clock) -> None:
    raised(city, clock)
    with open(city / JOURNAL, "ab") as file:
        file.write(b'{"about":')
    raised(city, clock)
    assert [entry.kind for entry in entries(city)] == ["answer", "recovery", "answer"]
    sound(city)


def test_a_journal_without_one_whole_line_begins_anew(city: Path, clock: Clock) -> None:
    (city / JOURNAL).write_bytes(b'{"about":')
    assert recover(city, clock).torn == "journal.torn-1"
    assert [entry.number for entry in entries(city)] == [1]


def test_nothing_is_written_where_there_is_nothing_to_recover(city: Path, clock: Clock) -> None:
    assert recover(city, clock) == Recovery()
    assert not (city / ".hexvet").exists()
    raised(city, clock)
    before = state(city)
    assert recover(city, clock) == Recovery()
    assert state(city) == before


# what was begun ---------------------------------------------------------------------------------
def interrupted(root: Path, clock: Clock, *undone: str) -> None:
    """As a crash leaves it: the entry is written, these files are as they were before."""
    before = {file: (root / file).read_bytes() for file in undone}
    entry = raised(root, clock)
    for file, content in before.items():
        (root / file).write_bytes(content)
    what = {"sha256": entry.sha256, "files": list(FILES)}
    (root / PENDING).write_bytes(canonical(what))
    assert pending(root) == Pending(entry.sha256, FILES)


@pytest.mark.parametrize("undone", [FILES, FILES[:1], FILES[1:]])
def test_files_that_were_not_written_are_completed(
    city: Path, clock: Clock, undone: tuple[str, ...]
) -> None:
    raised(city, clock)
    interrupted(city, clock, *undone)
    recovery = recover(city, clock)
    assert recovery.completed == undone
    assert recovery.entry and recovery.entry.details == {"completed": list(undone)}
    assert [cost(city, file) for file in FILES] == [2, 2]
    sound(city)


def test_a_crash_after_the_last_file_needs_nothing(city: Path, clock: Clock) -> None:
    interrupted(city, clock)
    assert recover(city, clock) == Recovery()
    sound(city)


def test_a_file_that_somebody_changed_after_the_crash_is_left_and_told(
    city: Path, clock: Clock
) -> None:
    interrupted(city, clock, FILES[1])
    theirs = HARBOUR.replace("cost = 0", "cost = 70")
    (city / FILES[0]).write_text(theirs)
    recovery = recover(city, clock)
    assert recovery.completed == (FILES[1],)
    assert codes(recovery.problems) == ["JN023"]
    assert recovery.problems[0].place.file == FILES[0]
    assert (city / FILES[0]).read_text() == theirs
    assert recovery.entry and "left" in recovery.entry.details


def test_a_change_taken_back_by_hand_is_not_done_again(city: Path, clock: Clock) -> None:
    """A finished entry whose file looks as before is somebody's will, not a crash."""
    raised(city, clock)
    (city / FILES[0]).write_text(HARBOUR)
    assert recover(city, clock) == Recovery()
    assert (city / FILES[0]).read_text() == HARBOUR


def test_what_was_announced_and_never_recorded_is_forgotten(city: Path, clock: Clock) -> None:
    raised(city, clock)
    before = state(city)
    for content in (b"", b"{", canonical({"sha256": "0" * 64, "files": list(FILES)})):
        (city / PENDING).write_bytes(content)
        (city / "projects" / ".harbour.toml.0123456789ab.tmp").write_text("half")
        assert recover(city, clock) == Recovery()
        (city / "projects" / ".harbour.toml.0123456789ab.tmp").unlink(missing_ok=True)
        assert state(city) == before


def test_staged_files_of_an_interrupted_change_are_swept(city: Path, clock: Clock) -> None:
    interrupted(city, clock, *FILES)
    for file in FILES:
        name = Path(file).name
        (city / "projects" / f".{name}.0123456789ab.tmp").write_text("half")
    recover(city, clock)
    sound(city)


def test_a_kept_file_that_is_gone_is_told_and_the_file_stays(city: Path, clock: Clock) -> None:
    interrupted(city, clock, FILES[0])
    change = entries(city)[-1].files[0]
    assert change.after
    (city / place_of(change.after)).unlink()
    recovery = recover(city, clock)
    assert codes(recovery.problems) == ["JN006"]
    assert (city / FILES[0]).read_text() == HARBOUR


def test_a_hostile_note_of_what_is_pending_touches_nothing_else(
    city: Path, clock: Clock, tmp_path: Path
) -> None:
    victim = tmp_path / ".victim.toml.0123456789ab.tmp"
    victim.write_text("precious")
    entry = raised(city, clock)
    for files in (["../victim.toml"], ["/etc/passwd"], [1], "x", None, [["x"]]):
        (city / PENDING).write_bytes(canonical({"sha256": entry.sha256, "files": files}))
        recover(city, clock)
    assert victim.read_text() == "precious"
    sound(city)


# every step -------------------------------------------------------------------------------------
STEPS = ("open", "write", "fsync", "replace", "link", "unlink", "ftruncate", "mkdir")


def dying(step: int, *, half: bool, work: Callable[[], None]) -> None:
    """Does something until the numbered step that changes the disk, and is killed before it.

    A killed write has written `half` of its bytes.
    """
    left = step

    def wrapped(name: str) -> Callable[..., object]:
        plain = getattr(os, name)

        def call(*words: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                if half and name == "write":
                    handle, content = words
                    assert isinstance(content, bytes | memoryview)
                    plain(handle, content[: len(content) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return plain(*words, **more)

        return call

    for name in STEPS:
        setattr(os, name, wrapped(name))
    work()


@pytest.mark.parametrize("half", [False, True])
def test_a_crash_before_any_step_leaves_all_or_nothing(
    city: Path, clock: Clock, half: bool
) -> None:
    """Both files of a change together, the journal with it, and never a half of any."""
    raised(city, clock)
    step, ended = 0, -signal.SIGKILL
    outcomes = set()
    while ended:
        step += 1
        before, number = cost(city), len(entries(city))
        child = forked(lambda: dying(step, half=half, work=lambda: raised(city, clock) and None))  # noqa: B023
        ended = waited(child)
        recovery = recover(city, clock)
        sound(city)
        after = {cost(city, file) for file in FILES}
        assert after in ({before}, {before + 1})
        new = [entry.kind for entry in entries(city)[number:]]
        assert ("answer" in new) == (after == {before + 1})
        outcomes.add((after == {before + 1}, recovery.entry is not None))
    assert ended == 0
    assert step > 20
    assert outcomes == {(False, False), (True, True), (True, False), (False, True)} - (
        set() if half else {(False, True)}
    )


def test_a_crash_of_the_recovery_itself_is_recovered(city: Path, clock: Clock) -> None:
    step, ended = 0, -signal.SIGKILL
    while ended:
        step += 1
        interrupted(city, clock, *FILES)
        with open(city / JOURNAL, "ab") as file:
            file.write(b'{"torn')
        expected = cost(city) + 1
        child = forked(lambda: dying(step, half=True, work=lambda: recover(city, clock) and None))  # noqa: B023
        ended = waited(child)
        recover(city, clock)
        sound(city)
        assert {cost(city, file) for file in FILES} == {expected}
        assert any(path.read_bytes() == b'{"torn' for path in city.glob("journal.torn-*"))
        for path in city.glob("journal.torn-*"):
            path.unlink()
    assert ended == 0
    assert step > 20


def test_every_step_is_on_disk_before_the_next(
    city: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Store, note, staged files, line, files: each is synced before the one after it begins."""
    raised(city, clock)
    seen: list[tuple[str, str]] = []
    names: dict[int, str] = {}
    plain_open, plain_sync, plain_replace = os.open, os.fsync, os.replace

    def opening(path: str, *words: int, **more: int) -> int:
        handle = plain_open(path, *words, **more)
        names[handle] = os.path.relpath(path, city)
        return handle

    def syncing(handle: int) -> None:
        seen.append(("sync", names.get(handle, "?")))
        plain_sync(handle)

    def replacing(source: str, target: str) -> None:
        seen.append(("put", os.path.relpath(target, city)))
        plain_replace(source, target)

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "replace", replacing)
    raised(city, clock, "anna", FILES[0])
    monkeypatch.undo()
    kinds = [(what, kind_of(name)) for what, name in seen]
    assert kinds[-6:] == [
        ("sync", "note"), ("sync", "private"), ("sync", "staged"), ("sync", "journal"),
        ("put", "file"), ("sync", "folder"),
    ]  # fmt: skip
    stored = [at for at, (_, kind) in enumerate(kinds) if kind == "store"]
    assert stored and max(stored) < kinds.index(("sync", "note"))


def kind_of(name: str) -> str:
    if name.startswith("journal/") or name in ("journal", "."):
        return "store"
    if name.endswith(".tmp"):
        return "staged"
    known = {JOURNAL: "journal", PENDING: "note", ".hexvet": "private", "projects": "folder"}
    return known.get(name, "file")


def test_recovery_without_leave_to_write_says_so(
    city: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (city / JOURNAL).write_bytes(b'{"torn')

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "ftruncate", full)
    with pytest.raises(Unusable) as caught:
        recover(city, clock)
    monkeypatch.undo()
    assert codes(list(caught.value.problems)) == ["JN022"]
    assert (city / JOURNAL).read_bytes() == b'{"torn'


def test_an_undone_deletion_is_completed(city: Path, clock: Clock) -> None:
    entry = record(city, Draft("edit", "anna"), [Edit(FILES[0], (), HARBOUR, None)], clock)
    (city / FILES[0]).write_text(HARBOUR)
    (city / PENDING).write_bytes(canonical({"sha256": entry.sha256, "files": [FILES[0]]}))
    assert recover(city, clock).completed == (FILES[0],)
    assert not (city / FILES[0]).exists()
