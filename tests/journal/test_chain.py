"""Nothing is recorded below a break of the chain, until somebody accepted it by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.journal import Draft, Entry, read_entry, record, record_noticed, recover
from hexvet.journal.chain import NOTE, Chain, check_chain, survey
from hexvet.journal.lines import canonical, digest
from hexvet.journal.model import Clock
from hexvet.journal.reading import Line, read_lines
from hexvet.journal.verifying import verify
from hexvet.journal.writing import accept
from hexvet.problems import Unusable

from .conftest import FILES, Command, codes, cost, entries, raised, state

JOURNAL = "journal.jsonl"
Lines = Callable[[list[bytes]], list[bytes]]


@pytest.fixture
def five(city: Path, clock: Clock) -> Path:
    """Five entries, of which one has taken all files as they were."""
    record_noticed(city, "anna", clock)
    for _ in range(4):
        raised(city, clock)
    return city


def change(city: Path, how: Lines) -> None:
    lines = (city / JOURNAL).read_bytes().splitlines(keepends=True)
    (city / JOURNAL).write_bytes(b"".join(how(lines)))


def retold(lines: list[bytes]) -> list[bytes]:
    """The second entry is by somebody else, and so are its digest and its spelling."""
    raw = json.loads(lines[1])
    del raw["sha256"]
    raw["by"] = "mallory"
    raw["sha256"] = digest(canonical(raw))
    return [lines[0], canonical(raw) + b"\n", *lines[2:]]


BREAKS: dict[str, tuple[Lines, int]] = {
    "changed": (lambda a: [a[0], a[1].replace(b"anna", b"mary"), *a[2:]], 2),
    "forged": (retold, 3),
    "no entry": (lambda a: [*a[:2], b"{}\n", *a[3:]], 3),
    "first gone": (lambda a: a[1:], 1),
    "one gone": (lambda a: [*a[:2], *a[3:]], 3),
    "twice": (lambda a: [*a[:3], *a[2:]], 4),
    "swapped": (lambda a: [a[0], a[2], a[1], *a[3:]], 2),
    "the last one changed": (lambda a: [*a[:4], a[4].replace(b"anna", b"mary")], 5),
    "the last one is none": (lambda a: [*a[:4], b"x\n"], 5),
}
broken = pytest.mark.parametrize(("how", "line"), BREAKS.values(), ids=BREAKS)


def refusal(work: Callable[[], object]) -> tuple[str, int]:
    with pytest.raises(Unusable) as caught:
        work()
    (problem,) = caught.value.problems
    assert "hexvet verify --accept" in problem.hint
    return problem.code, problem.place.line


@pytest.mark.parametrize("noted", [True, False], ids=["noted", "not noted"])
@broken
def test_no_way_of_recording_goes_below_a_break(
    five: Path, clock: Clock, how: Lines, line: int, noted: bool
) -> None:
    if noted:
        check_chain(five, noting=True)
    else:
        (five / NOTE).unlink()
    change(five, how)
    (five / FILES[0]).write_text("title = 'Harbour'\ncost = 7\n")
    before = state(five)
    assert refusal(lambda: record(five, Draft("vote", "bob"), [], clock)) == ("JN024", line)
    assert refusal(lambda: raised(five, clock)) == ("JN024", line)
    assert refusal(lambda: record_noticed(five, "bob", clock)) == ("JN024", line)
    (five / ".hexvet" / "pending").write_bytes(b"{}")
    assert refusal(lambda: recover(five, clock)) == ("JN024", line)
    assert state(five) == before


@broken
def test_an_accepted_break_is_seen_and_stops_nobody(
    five: Path, clock: Clock, how: Lines, line: int
) -> None:
    change(five, how)
    numbers = {one.number for one in map_entries(five)}
    seen = accept(five, Draft("recovery", "bob", "auditor", reason="Looked into."), clock)
    assert (seen.kind, seen.by, seen.role, seen.reason) == (
        "recovery", "bob", "auditor", "Looked into.")  # fmt: skip
    assert f"line {line}: " in str(seen.details["broken"])
    assert seen.number not in numbers
    assert read_entry(five, seen.number) == seen
    raised(five, clock)
    following = read_entry(five, seen.number + 1)
    assert isinstance(following, Entry) and following.prev == seen.sha256
    found = verify(five, {}).problems
    told = [one for one in found if one.code in ("JN001", "JN003", "JN004")]
    assert told[0].place.line == line
    assert {one.severity for one in found} == {"warning"}
    assert all(f"bob accepted it in entry {seen.number}" in one.message for one in told)
    assert survey(five).broken is None


def map_entries(root: Path) -> list[Entry]:
    chain = Chain()
    return [one for line in read_lines(root) if (one := chain.follow(line))]


def test_an_acceptance_stands_for_the_bytes_that_were_seen(five: Path, clock: Clock) -> None:
    change(five, BREAKS["changed"][0])
    accept(five, Draft("recovery", "bob"), clock)
    raised(five, clock)
    change(five, lambda a: [a[0], a[1].replace(b"mary", b"fred"), *a[2:]])
    found = [one for one in verify(five, {}).problems if one.severity == "error"]
    assert ("JN003", 2) in {(one.code, one.place.line) for one in found}
    assert refusal(lambda: raised(five, clock)) == ("JN024", 2)


def test_an_acceptance_that_was_changed_accepts_nothing(five: Path, clock: Clock) -> None:
    change(five, BREAKS["changed"][0])
    accept(five, Draft("recovery", "bob"), clock)
    change(five, lambda a: [*a[:5], a[5].replace(b"bob", b"ted")])
    assert refusal(lambda: raised(five, clock)) == ("JN024", 2)


def test_a_second_break_is_accepted_again(five: Path, clock: Clock) -> None:
    change(five, BREAKS["changed"][0])
    accept(five, Draft("recovery", "bob"), clock)
    raised(five, clock)
    change(five, lambda a: [*a[:6], a[6].replace(b"anna", b"mary")])
    assert refusal(lambda: raised(five, clock)) == ("JN024", 7)
    accept(five, Draft("recovery", "bob"), clock)
    assert raised(five, clock).number == 9


def test_a_torn_end_below_a_break_is_set_aside_first(five: Path, clock: Clock) -> None:
    change(five, BREAKS["the last one is none"][0])
    with open(five / JOURNAL, "ab") as file:
        file.write(b'{"about"')
    accept(five, Draft("recovery", "bob"), clock)
    assert (five / "journal.torn-1").read_bytes() == b'{"about"'
    raised(five, clock)
    assert {one.severity for one in verify(five, {}).problems} == {"warning"}


def test_a_sound_chain_cannot_be_accepted(five: Path, clock: Clock) -> None:
    before = state(five)
    with pytest.raises(Unusable) as caught:
        accept(five, Draft("recovery", "bob"), clock)
    assert codes(list(caught.value.problems)) == ["JN020"]
    assert state(five) == before


def test_only_what_is_new_is_read_as_entries(
    five: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_chain(five, noting=True)
    raised(five, clock)
    read: list[int] = []
    plain = Chain.follow

    def follow(chain: Chain, line: Line) -> object:
        read.append(line.number)
        return plain(chain, line)

    monkeypatch.setattr(Chain, "follow", follow)
    check_chain(five)
    assert read == [6]


@pytest.mark.parametrize("note", [b"", b"[", b"{}", b'{"head":"","sha256":"","number":0,'
                                  b'"lines":0,"size":99999999}', b'{"size":-1}'])  # fmt: skip
def test_a_note_that_is_none_is_no_harm(five: Path, clock: Clock, note: bytes) -> None:
    (five / NOTE).write_bytes(note)
    assert raised(five, clock).number == 6
    (five / NOTE).write_bytes(note)
    change(five, BREAKS["changed"][0])
    assert refusal(lambda: raised(five, clock)) == ("JN024", 2)


def test_another_journal_in_its_place_is_read_whole(
    five: Path, clock: Clock, tmp_path: Path
) -> None:
    """As after a change of branch: a shorter one that is sound."""
    check_chain(five)
    change(five, lambda a: a[:3])
    shutil.rmtree(five / "projects")
    (five / "projects").mkdir()
    assert record(five, Draft("vote", "bob"), [], clock).number == 4


# what people see --------------------------------------------------------------------------------
def test_the_verbs_say_where_it_is_broken_and_what_to_do(
    hexvet: Command, five: Path, clock: Clock
) -> None:
    change(five, BREAKS["changed"][0])
    (five / FILES[0]).write_text("title = 'Harbour'\ncost = 9\n")
    assert hexvet("record", "--dry-run").status == 5
    done = hexvet("record")
    assert done.status == 5
    for part in ("journal.jsonl:2:1", "JN024", "this entry was changed",
                 "hexvet verify --accept", "nothing was recorded"):  # fmt: skip
        assert part in done.err
    assert hexvet("verify").status == 5
    assert "belong to --accept" in hexvet("verify", "--reason", "Mended by hand.").err
    bare = hexvet("verify", "--accept")
    assert (bare.status, "--reason" in bare.err) == (2, True)
    done = hexvet("verify", "--accept", "--by", "auditor", "--reason", "Mended by hand.")
    assert done.status == 0, done.err
    assert "Entry 6 accepts what is broken above it" in done.out
    assert "accepted it in entry 6" in done.err
    assert "0 signatures: 1 break accepted, all else as they were written.\n" in done.out
    assert "accepted what is broken: line 2" in hexvet("log", "6").out
    assert hexvet("record").status == 0
    assert cost(five) == 9
    assert len(entries(five)) == 7
    again = hexvet("verify", "--accept", "--reason", "Mended by hand.")
    assert (again.status, "not broken" in again.err) == (2, True)
