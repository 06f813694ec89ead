"""Texts that are kept as what is different: whole again, and nothing unnoticed."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.journal import Draft, Edit, kept, record, recover, turned
from hexvet.journal.deltas import DELTA, applied, base_of, delta_of
from hexvet.journal.lines import digest
from hexvet.journal.model import Clock
from hexvet.journal.store import Text, keep, place_of
from hexvet.journal.verifying import verify
from hexvet.problems import Problem

from .conftest import FILES, entries

BASE = "".join(f"question_{n} = {n * n}  # about {n}\n" for n in range(400)).encode()
SIZES = st.integers(0, len(BASE))


@given(SIZES, SIZES, st.binary(max_size=200))
def test_what_was_told_by_a_delta_is_the_same_again(start: int, end: int, put: bytes) -> None:
    content = BASE[: min(start, end)] + put + BASE[max(start, end) :]
    delta = delta_of(content, BASE)
    if delta:
        assert len(delta) * 4 <= len(content)
        assert base_of(delta) == digest(BASE)
        assert applied(delta, BASE) == content


@pytest.mark.parametrize("size", [10_000, 500_000])
def test_one_answer_in_a_file_of_any_size_is_a_few_bytes(size: int) -> None:
    base = (BASE * (size // len(BASE) + 1))[:size]
    content = base[:5_000] + b"fresh_answer = true\n" + base[5_000:]
    delta = delta_of(content, base)
    assert 0 < len(delta) < 150
    assert applied(delta, base) == content


def test_what_is_too_different_is_no_delta() -> None:
    assert delta_of(b"x = 1\n", b"x = 2\n") == b""
    assert delta_of(random.Random(1).randbytes(10_000), BASE) == b""
    assert delta_of(b"", b"") == b""


CONTENT = BASE.replace(b"question_7 = 49", b"question_7 = 50")


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_no_byte_of_a_delta_changes_unnoticed(at: int, flip: int) -> None:
    delta = bytearray(delta_of(CONTENT, BASE))
    delta[at % len(delta)] ^= flip
    with contextlib.suppress(ValueError):
        assert digest(applied(bytes(delta), BASE)) != digest(CONTENT)


@pytest.mark.parametrize(
    "delta",
    [b"", b"x", b"hexvet-delta 1 \n", f"hexvet-delta 1 {digest(BASE)} 0 0\n".encode(),
     f"hexvet-delta 1 {digest(BASE)} {len(BASE)} 1\n".encode() + zlib.compress(b""),
     delta_of(CONTENT, BASE) + b"x", delta_of(CONTENT, BASE)[:-1]],
)  # fmt: skip
def test_what_is_no_delta_is_told(delta: bytes) -> None:
    with pytest.raises(ValueError):
        applied(delta, BASE)


def test_a_text_that_unpacks_without_end_is_refused() -> None:
    packed = zlib.compress(bytes(64 * 1024 * 1024), 9)
    with pytest.raises(ValueError):
        applied(f"hexvet-delta 1 {digest(BASE)} 0 0\n".encode() + packed, BASE)


# in the store -----------------------------------------------------------------------------------
@pytest.fixture
def long(city: Path, clock: Clock) -> Path:
    """A project of 400 answers, of which twenty have changed, one after the other."""
    (city / FILES[0]).write_bytes(BASE)
    for number in range(20):
        edit = Edit(FILES[0], (f"question_{number}",), str(number**2), str(number**2 + 1))
        record(city, Draft("answer", "anna"), [edit], clock)
    return city


def test_every_text_is_there_though_only_the_first_is_whole(long: Path) -> None:
    assert verify(long, {}).problems == ()
    files = [path for path in (long / "journal").rglob("*.*") if path.is_file()]
    assert [path.name for path in files if path.suffix == ".toml"] == [f"{digest(BASE)}.toml"]
    assert len([path for path in files if path.suffix == DELTA]) == 20
    assert max(path.stat().st_size for path in files if path.suffix == DELTA) < 400
    for number, entry in enumerate(entries(long)):
        (change,) = entry.files
        assert change.before and change.after
        text = BASE
        for at in range(number + 1):
            old, new = (f"question_{at} = {at**2 + one} ".encode() for one in (0, 1))
            text = text.replace(old, new)
        assert kept(long, change.after) == text


def test_the_page_tells_how_to_read_one_without_hexvet(
    long: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (root / "docs" / "journal.md").read_text(encoding="utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    (change,) = entries(long)[-1].files
    assert change.after
    words = [sys.executable, "-c", code, f"{place_of(change.after)}{DELTA}"]
    assert subprocess.check_output(words, cwd=long) == (long / FILES[0]).read_bytes()


def test_an_entry_is_taken_back_from_deltas(long: Path, clock: Clock) -> None:
    last = entries(long)[-1]
    record(long, Draft("undo", "anna"), turned(long, last), clock)
    (change,) = last.files
    assert digest((long / FILES[0]).read_bytes()) == change.before


def test_a_damaged_base_is_named_and_the_next_leans_on_another(long: Path, clock: Clock) -> None:
    base = long / place_of(digest(BASE))
    base.write_bytes(BASE + b"#")
    found = verify(long, {}).problems
    assert {one.code for one in found} == {"JN007"}
    edit = Edit(FILES[0], ("question_30",), "900", "901")
    entry = record(long, Draft("answer", "anna"), [edit], clock)
    (change,) = entry.files
    assert change.before and change.after
    assert kept(long, change.after) == (long / FILES[0]).read_bytes()
    assert (long / place_of(change.before)).is_file()


def test_a_damaged_delta_is_named_and_mended_when_it_comes_again(long: Path, clock: Clock) -> None:
    (change,) = entries(long)[-1].files
    assert change.after
    delta = long / f"{place_of(change.after)}{DELTA}"
    whole = delta.read_bytes()
    delta.write_bytes(whole[:-3])
    damaged = kept(long, change.after)
    assert isinstance(damaged, Problem)
    assert (damaged.code, damaged.place.file.endswith(DELTA)) == ("JN007", True)
    keep(long, [Text((long / FILES[0]).read_bytes(), like=digest(BASE))])
    assert kept(long, change.after) == (long / FILES[0]).read_bytes()
    delta.unlink()
    gone = kept(long, change.after)
    assert isinstance(gone, Problem) and gone.code == "JN006"


def test_no_delta_leans_on_a_delta(long: Path) -> None:
    """So whatever is lost takes at most its own neighbours with it."""
    for path in (long / "journal").rglob(f"*{DELTA}"):
        assert base_of(path.read_bytes()) == digest(BASE)


def test_a_crash_is_completed_from_a_delta(
    long: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hexvet.journal import committing

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(committing, "_carry_out", crash)
        with pytest.raises(KeyboardInterrupt):
            edit = Edit(FILES[0], ("question_40",), "1600", "1601")
            record(long, Draft("answer", "anna"), [edit], clock)
    assert b"question_40 = 1600 " in (long / FILES[0]).read_bytes()
    assert recover(long, clock).completed == (FILES[0],)
    assert b"question_40 = 1601 " in (long / FILES[0]).read_bytes()
    assert verify(long, {}).problems == ()
