"""What a party answered is told when it has finished, and not before."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet.journal.model import Edit, Entry
from hexvet.journal.withholding import withheld, withholding

FUND = "assessments/fund/beta.toml"
AT = datetime.datetime(2026, 5, 4, tzinfo=datetime.UTC)
ENTRY = Entry(
    1,
    AT,
    "answer",
    "fay",
    "fund",
    ("project:beta", "field:share", "party:fund"),
    "We pay a fifth.",
    None,
    {"field": "share", "before": None, "after": "0.2"},
    edits=(Edit(FUND, ("share",), None, "0.2"),),
    sha256="a" * 64,
)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("finished = true\nshare = 0.2\n", True),
        ("share = 0.2\n", False),
        ("finished = false\nshare = 0.2\n", False),
        ("finished = 'true'\n", False),
        ("finished = [", False),
        (None, False),
    ],
)
def test_the_file_as_it_stands_decides(tmp_path: Path, text: str | None, is_told: bool) -> None:
    (tmp_path / "assessments/fund").mkdir(parents=True)
    if text is not None:
        (tmp_path / FUND).write_text(text)
    shown = withholding(tmp_path)(ENTRY)
    assert (shown == ENTRY) is is_told
    assert ("0.2" in repr(shown), "fifth" in repr(shown)) == (is_told, is_told)
    assert (shown.number, shown.by, shown.about, shown.sha256) == (1, "fay", ENTRY.about, "a" * 64)


def test_it_says_whom_one_waits_for_and_keeps_what_is_no_answer() -> None:
    own = Edit("projects/beta.toml", ("share",), "0.1", "0.3")
    done = Edit(FUND, ("finished",), None, "true")
    entry = replace(ENTRY, edits=(*ENTRY.edits, own, done))
    shown = withheld(entry, lambda file: True)
    sealed = Edit(FUND, ("share",), None, "sealed until fund has finished")
    assert shown.edits == (sealed, own, done)
    only = replace(ENTRY, edits=(own, done))
    assert withheld(only, lambda file: True) is only


@given(
    st.text(min_size=1, max_size=40).filter(lambda text: text not in "sealed until fund finished")
)
def test_nothing_of_a_value_is_left(value: str) -> None:
    secret = f"<{value}>"
    entry = replace(
        ENTRY,
        reason=secret,
        details={"field": "share", "before": secret, "after": secret},
        edits=(Edit(FUND, ("share", "note"), secret, secret), Edit(FUND, (), secret, secret)),
    )
    shown = withheld(entry, lambda file: file == FUND)
    assert secret not in (shown.reason, *shown.details.values())
    assert all(secret not in (edit.before, edit.after) for edit in shown.edits)
