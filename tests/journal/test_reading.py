"""Reading from either end, whatever stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.journal import Entry, read_entry, read_journal
from hexvet.journal import reading as journal_reading
from hexvet.journal.model import Clock
from hexvet.journal.reading import (
    Head,
    Line,
    head_of,
    is_empty,
    line_count,
    line_of,
    read_backwards,
    read_lines,
)
from hexvet.problems import Problem, Unusable

from .conftest import entries, raised

lines = st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), max_size=12)


@given(lines, st.binary(max_size=9).map(lambda rest: rest.replace(b"\n", b"")), st.integers(1, 9))
def test_both_ends_give_the_same_lines(
    tmp_path_factory: pytest.TempPathFactory, found: list[bytes], rest: bytes, block: int
) -> None:
    root = tmp_path_factory.getbasetemp() / "lines"
    root.mkdir(exist_ok=True)
    (root / "journal.jsonl").write_bytes(b"".join(line + b"\n" for line in found) + rest)
    expected = [Line(at, line, True) for at, line in enumerate(found, start=1)]
    expected += [Line(len(found) + 1, rest, False)] if rest else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal_reading, "_BLOCK", block)
        assert list(read_lines(root)) == expected
        assert list(read_backwards(root)) == expected[::-1]
        assert line_count(root) == len(found)
        assert is_empty(root) == (expected == [])


@given(st.integers(1, 9))
def test_the_end_is_found_whatever_the_size_of_the_blocks(
    tmp_path_factory: pytest.TempPathFactory, block: int
) -> None:
    root = tmp_path_factory.getbasetemp() / "head"
    if not root.exists():
        from .conftest import make_city, ticking

        make_city(root)
        raised(root, ticking())
        raised(root, ticking())
    last = entries(root)[-1]
    size = (root / "journal.jsonl").stat().st_size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal_reading, "_BLOCK", block)
        assert head_of(root) == Head(2, last.sha256, size, 0)


def test_no_journal_is_an_empty_one(city: Path) -> None:
    assert list(read_journal(city)) == list(read_backwards(city)) == []
    assert head_of(city) == Head()
    assert read_entry(city, 1) is None
    assert line_of(city, 1) is None
    assert line_count(city) == 0


def test_entries_are_found_by_number(city: Path, clock: Clock) -> None:
    made = [raised(city, clock) for _ in range(3)]
    assert [read_entry(city, number) for number in (0, 1, 2, 3, 4)] == [None, *made, None]
    text = (city / "journal.jsonl").read_bytes()
    assert line_of(city, 2) == text.split(b"\n")[1]


def test_a_line_that_is_no_entry_stands_in_its_place(city: Path, clock: Clock) -> None:
    for _ in range(3):
        raised(city, clock)
    parts = (city / "journal.jsonl").read_bytes().split(b"\n")
    (city / "journal.jsonl").write_bytes(b"\n".join([parts[0], b"\xff\x1b[2J", *parts[2:]]))
    found = list(read_journal(city))
    assert [type(one) for one in found] == [Entry, Problem, Entry]
    assert isinstance(found[1], Problem)
    assert (found[1].code, str(found[1].place)) == ("JN001", "journal.jsonl:2:1")
    damaged = read_entry(city, 2)
    assert isinstance(damaged, Problem)


def test_a_line_without_end_is_never_held_whole(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_reading, "LONGEST", 100)
    (city / "journal.jsonl").write_bytes(b"x" * 1_000 + b"\n")
    assert max(len(line.content) for line in read_lines(city)) <= 101


def test_what_cannot_be_read_is_told(city: Path) -> None:
    (city / "journal.jsonl").mkdir()
    for read in (read_journal, read_backwards, read_lines):
        with pytest.raises(Unusable) as caught:
            list(read(city))  # type: ignore[operator]
        assert caught.value.problems[0].code == "WS001"
