"""Verifying: whatever was changed is found, and named by its line."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.journal import Draft, Edit, Snapshot, record, record_noticed
from hexvet.journal.lines import canonical, digest
from hexvet.journal.model import Clock
from hexvet.journal.store import place_of
from hexvet.journal.verifying import Verified, verify
from hexvet.problems import Problem

from .conftest import FILES, HARBOUR, codes, entries, raised

JOURNAL = "journal.jsonl"
INPUTS = Snapshot({FILES[0]: HARBOUR, "rules/x.toml": "# shipped\n"}, {"x": "1.0.0"})


@pytest.fixture
def recorded(city: Path, clock: Clock) -> Path:
    """Four entries of several kinds."""
    details = {"move": "forward", "n": [1, 2.5, None]}
    draft = Draft("decision", "anna", "mayor", ("project:harbour",), "Grüße\n\x1b[0m",
                  datetime.date(2026, 5, 4), details, INPUTS)  # fmt: skip
    record_noticed(city, "anna", clock)
    record(city, draft, [Edit(FILES[0], ("stage",), None, '"vetting"')], clock)
    raised(city, clock)
    record(city, Draft("vote", "bob", details={"vote": "yes"}), [], clock)
    assert verify(city, {}).problems == ()
    return city


def errors(found: Verified) -> list[Problem]:
    return [problem for problem in found.problems if problem.severity == "error"]


# the chain --------------------------------------------------------------------------------------
def test_a_sound_journal_has_counts_and_a_head(recorded: Path) -> None:
    found = verify(recorded, {})
    assert (found.entries, found.signatures, found.problems) == (4, 0, ())
    assert found.head == entries(recorded)[-1].sha256
    # three files, two of them again with a stage or another cost, a manifest, a shipped pack
    assert found.files == 3 + 3 + 2


def test_any_byte_that_changes_is_found_and_named_by_its_line(
    recorded: Path, budget: Callable[[int, int], int]
) -> None:
    content = (recorded / JOURNAL).read_bytes()
    dice = random.Random(4)
    cases = [(at, 1 << dice.randrange(8)) for at in range(len(content))]
    cases += [(at, content[at] ^ 10) for at in range(len(content)) if content[at] != 10]
    for at, flip in dice.sample(cases, min(len(cases), budget(400, 10**6))):
        changed = bytearray(content)
        changed[at] ^= flip
        (recorded / JOURNAL).write_bytes(changed)
        line = content.count(b"\n", 0, at) + 1
        found = verify(recorded, {}).problems
        named = [one.place.line for one in found if one.place.file == JOURNAL]
        assert line in named, (at, flip, content[max(at - 20, 0) : at + 20], found)
        last = at == len(content) - 1
        assert last or any(one.severity == "error" for one in found if one.place.line == line)


@pytest.mark.parametrize(
    ("moved", "line"),
    [
        (lambda a, b, c, d: [b, c, d], 1),
        (lambda a, b, c, d: [a, c, d], 2),
        (lambda a, b, c, d: [a, b, d], 3),
        (lambda a, b, c, d: [a, c, b, d], 2),
        (lambda a, b, c, d: [a, b, b, c, d], 3),
        (lambda a, b, c, d: [a, b, c, d, a], 5),
    ],
    ids=["first gone", "second gone", "third gone", "swapped", "twice", "first again"],
)
def test_entries_that_are_taken_out_put_in_or_moved_are_named(
    recorded: Path, moved: Callable[..., list[bytes]], line: int
) -> None:
    lines = (recorded / JOURNAL).read_bytes().splitlines(keepends=True)
    (recorded / JOURNAL).write_bytes(b"".join(moved(*lines)))
    found = errors(verify(recorded, {}))
    assert (found[0].code, found[0].place.line) == ("JN004", line)


def test_an_entry_that_is_forged_with_a_digest_of_its_own_breaks_the_chain(
    recorded: Path,
) -> None:
    import json

    lines = (recorded / JOURNAL).read_bytes().splitlines()
    raw = json.loads(lines[1])
    raw["reason"] = "for a friend"
    del raw["sha256"]
    lines[1] = canonical({**raw, "sha256": digest(canonical(raw))})
    (recorded / JOURNAL).write_bytes(b"\n".join(lines) + b"\n")
    found = errors(verify(recorded, {}))
    assert [(one.code, one.place.line) for one in found] == [("JN004", 3)]


def test_a_number_out_of_order_is_named(city: Path) -> None:
    import dataclasses

    from hexvet.journal.lines import opened, sealed
    from hexvet.journal.model import Entry

    noon = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
    first = sealed(Entry(1, noon, "vote", "anna"))
    second = dataclasses.replace(Entry(3, noon, "vote", "anna"), prev=opened(first).sha256)
    (city / JOURNAL).write_bytes(first + b"\n" + sealed(second) + b"\n")
    found = verify(city, {}).problems
    assert [(one.code, one.place.line) for one in found] == [("JN004", 2)]


def test_an_end_that_was_cut_off_is_found_by_what_was_noted_before(recorded: Path) -> None:
    head = verify(recorded, {}).head
    assert verify(recorded, {}, head).problems == ()
    lines = (recorded / JOURNAL).read_bytes().splitlines(keepends=True)
    (recorded / JOURNAL).write_bytes(b"".join(lines[:-1]))
    assert verify(recorded, {}).problems == ()
    assert codes(verify(recorded, {}, head).problems) == ["JN004"]


def test_a_torn_end_is_a_warning(recorded: Path) -> None:
    with open(recorded / JOURNAL, "ab") as file:
        file.write(b'{"about"')
    (problem,) = verify(recorded, {}).problems
    assert (problem.code, problem.severity, problem.place.line) == ("JN002", "warning", 5)


def test_a_journal_that_is_gone_is_told(recorded: Path) -> None:
    (recorded / JOURNAL).unlink()
    assert codes(verify(recorded, {}).problems) == ["JN005"]


# what was kept ----------------------------------------------------------------------------------
def test_every_kept_file_that_is_changed_or_gone_is_named(recorded: Path) -> None:
    kept = sorted(path for path in (recorded / "journal").rglob("*.*") if path.name[0] != ".")
    assert len(kept) == verify(recorded, {}).files
    for path in kept:
        content = path.read_bytes()
        path.write_bytes(content + b" ")
        problem = errors(verify(recorded, {}))[0]
        assert (problem.code, problem.place.file) == (
            "JN007",
            path.relative_to(recorded).as_posix(),
        )
        assert "names it" in problem.message
        path.unlink()
        assert errors(verify(recorded, {}))[0].code == "JN006"
        path.write_bytes(content)
    assert verify(recorded, {}).problems == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b'{"files":1}', b'{"files":{"a":1}}', b'{"files":{"a":"../../x"}}', b"["],
)
def test_a_manifest_that_is_none_is_told(city: Path, clock: Clock, content: bytes) -> None:
    """As somebody with a new digest would put it there."""
    record(city, Draft("decision", "anna", inputs=INPUTS), [], clock)
    sha256 = digest(content)
    path = city / place_of(sha256, "json")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    line = (city / JOURNAL).read_bytes().replace(entries(city)[0].inputs.encode(), sha256.encode())
    (city / JOURNAL).write_bytes(line)
    assert {"JN003"} < set(codes(verify(city, {}).problems)) <= {"JN003", "JN006", "JN007"}


# the files now ----------------------------------------------------------------------------------
def test_files_changed_by_hand_are_warnings_until_recorded(recorded: Path, clock: Clock) -> None:
    (recorded / FILES[0]).write_text(HARBOUR)
    (recorded / FILES[1]).unlink()
    (recorded / "projects" / "park.toml").write_text("title = 'Park'\n")
    found = verify(recorded, {}).problems
    assert [(one.code, one.severity, one.place.file) for one in found] == [
        ("JN008", "warning", FILES[0]),
        ("JN008", "warning", FILES[1]),
        ("JN008", "warning", "projects/park.toml"),
    ]
    assert "since entry 3" in found[0].message
    assert found[1].message.startswith("gone")
    record_noticed(recorded, "anna", clock)
    assert verify(recorded, {}).problems == ()
    (recorded / FILES[1]).write_text("title = 'Station'\n")
    assert verify(recorded, {}).problems[0].message.startswith("there again")


def test_a_new_layout_is_no_change(recorded: Path) -> None:
    text = (recorded / FILES[0]).read_text()
    (recorded / FILES[0]).write_text("\n".join(reversed(text.splitlines())) + "\n")
    assert verify(recorded, {}).problems == ()


def test_a_file_that_cannot_be_read_is_a_change(recorded: Path) -> None:
    (recorded / FILES[0]).unlink()
    (recorded / FILES[0]).mkdir()
    assert codes(verify(recorded, {}).problems) == ["JN008"]


def test_a_gap_between_two_entries_is_told(city: Path, clock: Clock) -> None:
    """As entries of a journal have it that another program wrote, which did not look."""
    from hexvet.journal.committing import Piece, commit
    from hexvet.journal.splicing import Write
    from hexvet.workspace.writing import locked

    def write(before: bytes, after: bytes) -> None:
        piece = Piece(Draft("edit", "x"), (), (Write(FILES[0], before, after),), happened=True)
        with locked(city):
            commit(city, [piece], clock)

    write(HARBOUR.encode(), b"x = 1\n")
    write(b"x = 2\n", b"x = 3\n")
    (city / FILES[0]).write_bytes(b"x = 3\n")
    (problem,) = verify(city, {}).problems
    assert (problem.code, problem.severity, problem.place.line) == ("JN009", "warning", 2)
    assert "between entry 1 and this one" in problem.message


def test_hostile_entries_lead_nowhere(city: Path) -> None:
    """Names and digests of a forged journal never leave the workspace."""
    from hexvet.journal.lines import sealed
    from hexvet.journal.model import Entry, FileChange

    noon = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
    files = (
        FileChange("../../etc/passwd", None, "../" * 16 + "etc/passwd0000000"),
        FileChange("/etc/passwd", "x" * 64, None),
    )
    entry = Entry(1, noon, "edit", "x", files=files, inputs="/etc/passwd")
    (city / JOURNAL).write_bytes(sealed(entry) + b"\n")
    assert set(codes(verify(city, {}).problems)) == {"JN006"}
