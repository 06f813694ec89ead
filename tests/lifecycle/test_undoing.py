"""Taking entries back: what returns, what is refused, and what the journal says of it."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import hexvet
from hexvet.deciding.answering import (
    Change,
    Remarks,
    Subject,
    answer,
    field_of,
    finish,
    resolve,
    subject_of,
    vote,
    vote_field,
)
from hexvet.deciding.planning import Plan, plan, project_of, prospect
from hexvet.deciding.recording import change, decision
from hexvet.findings.inferred import Inferred
from hexvet.granting import Objection
from hexvet.journal import Draft, Edit, Entry, read_journal, record
from hexvet.journal.verifying import verify
from hexvet.journal.writing import record_noticed
from hexvet.model import Field
from hexvet.people import Actor
from hexvet.undoing import COMMANDS, Undoing, draft, entitled, taken_back, undoing

from ..conftest import PROFILE
from .conftest import DAY, FUND, MAYOR, RIDGEWAY, Planned, clock

ALPHA = "projects/alpha.toml"


def said(root: Path, name: str, value: object, id_: str = "alpha") -> Entry:
    """An answer on record."""
    workspace = hexvet.load(root)
    subject = subject_of(workspace, id_)
    assert isinstance(subject, Subject)
    field = field_of(workspace, subject, name)
    assert isinstance(field, Field)
    found = answer(workspace, subject, field, value)
    assert isinstance(found, Change)
    return record(root, change("answer", found, MAYOR, "", DAY), found.edits, clock)


def undone(root: Path, number: int | None = None) -> Entry:
    found = undoing(root, number)
    assert isinstance(found, Undoing), found
    return record(root, draft(found, MAYOR, "r"), found.edits, clock)


def refused(root: Path, number: int | None = None) -> Objection:
    found = undoing(root, number)
    assert isinstance(found, Objection)
    return found


def files(root: Path) -> dict[str, bytes]:
    """Every file of the town but the journal's own."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*.toml"))
        if "journal" not in path.relative_to(root).parts
    }


# what returns -----------------------------------------------------------------------------------
def test_the_last_one_goes_first_and_its_bytes_return(town: Path) -> None:
    before = files(town)
    said(town, "cost", 60_000)
    said(town, "size", "small")
    entry = undone(town)
    assert (entry.kind, entry.about[0], entry.details["undoes"]) == ("undo", "entry:2", "answer")
    assert "size" not in (town / ALPHA).read_text()
    undone(town)
    assert files(town) == before  # 50000 is spelt as it was, not as 50_000
    assert refused(town) == Objection(
        "there is nothing to take back", "hexvet log lists what was recorded"
    )


def test_an_answer_in_the_middle_goes_when_nothing_touched_it_since(town: Path) -> None:
    said(town, "cost", 60_000)
    said(town, "size", "small")
    undone(town, 1)
    assert "cost = 50_000 # a first estimate\n" in (town / ALPHA).read_text()
    assert 'size = "small"\n' in (town / ALPHA).read_text()


def test_undoing_an_undo_does_it_again(town: Path) -> None:
    said(town, "cost", 60_000)
    done = files(town)
    undone(town, 1)
    undone(town, 2)
    assert files(town) == done
    entries = [one for one in read_journal(town) if isinstance(one, Entry)]
    assert taken_back(entries) == {2: 3}
    undone(town, 3)
    entries = [one for one in read_journal(town) if isinstance(one, Entry)]
    assert taken_back(entries) == {1: 2, 3: 4}


def test_a_decision_against_its_gates_is_done_again_by_those_who_may_override(
    town: Path, planned: Planned
) -> None:
    pack = town / "rules/town.toml"
    pack.write_text(pack.read_text().replace('"mayor", "appointee"]', '"mayor", "fund"]'))
    found = planned(town, "beta", "rollout", MAYOR, "They sign in June.", override=True)
    assert isinstance(found, Plan) and found.overridden
    draft_, edits = decision(hexvet.load(town), found)
    number = record(town, draft_, edits, clock).number
    assert isinstance(acting(town, FUND, number), Actor)  # whoever decides there takes it back
    number = undone(town, number).number
    refusal = acting(town, FUND, number)
    assert isinstance(refusal, Objection)
    assert "to override the gate trial is for mayor or appointee" in refusal.message
    assert acting(town, MAYOR, number) == MAYOR
    number = undone(town, number).number
    assert isinstance(acting(town, FUND, number), Actor)  # this takes the decision back again
    (town / "hexvet.toml").write_text("city = ")  # no pack is in use, no gate says who may
    assert isinstance(acting(town, FUND, number), Objection)
    assert acting(town, MAYOR, number) == MAYOR


def acting(root: Path, who: Actor, number: int) -> Actor | Objection:
    """Who would take an entry back, or why they may not."""
    found = undoing(root, number)
    assert isinstance(found, Undoing)
    return entitled(who, found, hexvet.load(root))


def test_a_file_that_an_entry_made_goes_with_it(town: Path) -> None:
    before = files(town)
    workspace = hexvet.load(town)
    subject = subject_of(workspace, "delta", "fund")
    assert isinstance(subject, Subject)
    found = finish(workspace, subject, True)
    assert isinstance(found, Change)
    record(town, change("answer", found, MAYOR, "", DAY), found.edits, clock)
    assert (town / "assessments/fund/delta.toml").exists()
    undone(town)
    assert files(town) == before


def test_rules_that_were_changed_by_hand_are_taken_back(town: Path) -> None:
    record_noticed(town, "maria", clock)
    rules = town / "rules/town.toml"
    before = rules.read_bytes()
    rules.write_bytes(before.replace(b"max_days = 90", b"max_days = 60"))
    (entry,) = record_noticed(town, "maria", clock)
    assert entry.kind == "rules"
    undone(town, entry.number)
    assert rules.read_bytes() == before


def test_a_change_by_hand_is_taken_back(town: Path) -> None:
    record_noticed(town, "maria", clock)
    before = files(town)
    (town / ALPHA).write_text((town / ALPHA).read_text().replace("50000", "70000"))
    (entry,) = record_noticed(town, "maria", clock)
    assert entry.kind == "edit"
    undone(town, entry.number)
    assert files(town) == before


def test_a_waiver_is_taken_back(town: Path) -> None:
    table = (
        '{ check = "town/departments", project = "beta", role = "mayor", name = "M", reason = "r", '
        "granted = 2026-05-01, expires = 2026-06-01 }"
    )
    edit = Edit("waivers.toml", ("waiver", "w1"), None, table)
    record(town, Draft("waiver", "maria", about=("waiver:w1",)), [edit], clock)
    assert hexvet.load(town).waivers[0].id == "w1"
    undone(town)
    assert hexvet.load(town).waivers == ()


# what is refused --------------------------------------------------------------------------------
def test_what_was_changed_since_is_named(town: Path) -> None:
    said(town, "cost", 60_000)
    said(town, "cost", 70_000)
    assert refused(town, 1) == Objection(
        "entry 1 cannot be taken back: cost in projects/alpha.toml was changed since by entry 2 "
        "(answer)",
        "take that back first: hexvet undo 2 --reason TEXT",
    )
    undone(town, 2)
    undone(town, 1)


def test_what_was_changed_by_hand_since_is_told(town: Path) -> None:
    said(town, "cost", 60_000)
    (town / ALPHA).write_text((town / ALPHA).read_text().replace("60_000", "80_000"))
    found = refused(town, 1)
    assert found.message.endswith("cost in projects/alpha.toml was changed since, by hand")


@pytest.mark.parametrize("number", [2, 0, 999_999])
def test_an_entry_that_is_not_there(town: Path, number: int) -> None:
    said(town, "cost", 60_000)
    assert refused(town, number) == Objection(
        f"there is no entry {number}", "the last one is 1: hexvet log"
    )


def test_an_empty_journal(town: Path) -> None:
    for number in (None, 1):
        assert refused(town, number).message == "the journal is empty"


def test_what_is_taken_back_already(town: Path) -> None:
    said(town, "cost", 60_000)
    undone(town)
    assert refused(town, 1) == Objection(
        "entry 1 was taken back by entry 2", "do it again: hexvet undo 2 --reason TEXT"
    )


def test_where_the_journal_begins_nothing_is_taken_back(town: Path) -> None:
    (entry,) = record_noticed(town, "maria", clock)
    assert refused(town, entry.number).message == (
        "entry 1 is where the journal begins and cannot be taken back"
    )
    assert refused(town).message == "there is nothing to take back"


def test_recoveries_are_not_taken_back(town: Path) -> None:
    record(town, Draft("recovery", "hexvet"), [], clock)
    assert refused(town, 1).message == "entry 1 is a recovery and cannot be taken back"


def test_a_row_goes_only_while_it_is_the_last(town: Path) -> None:
    def voted(party: str) -> None:
        workspace = hexvet.load(town)
        subject, field = subject_of(workspace, "beta"), vote_field(workspace)
        assert isinstance(subject, Subject)
        assert isinstance(field, Field)
        row = {"party": party, "vote": "no", "date": None, "reason": None}
        found = vote(workspace, subject, field, row)
        assert isinstance(found, Change)
        record(town, change("vote", found, MAYOR, "", DAY), found.edits, clock)

    before = files(town)
    voted("fund")  # a row behind the town's
    text = (town / "projects/beta.toml").read_text()
    (town / "projects/beta.toml").write_text(f'{text}\n[[votes]]\nparty = "town"\n')
    found = refused(town, 1)
    assert "the list votes in projects/beta.toml was changed since, by hand" in found.message
    (town / "projects/beta.toml").write_text(text)
    undone(town, 1)
    assert files(town) == before


# any sequence -----------------------------------------------------------------------------------
Step = Callable[[Path], None]
VALUES: dict[str, list[object]] = {
    "owner": ["Parks", 'a "quoted" name', "none", None],
    "cost": [0, 50_000, 1_250_000.5, {"low": 1, "high": 2}, None],
    "ready": [True, False, None],
    "size": ["small", "large", None],
    "share": [0.25, {"low": 0.1, "high": 0.2}, None],
    "end": [DAY, None],
}
_SUBJECTS = ["alpha", "beta", "delta", "gamma"]
_TARGETS = ["idea", "trial", "rollout", "paused", "withdrawn", "active", "closed"]


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """One thing that somebody does; what is refused is left undone."""
    kind = draw(st.sampled_from(["undo", "decide", "vote", "answer", "party", "resolve"]))
    id_ = draw(st.sampled_from(_SUBJECTS))
    name = draw(st.sampled_from([*VALUES]))
    value = draw(st.sampled_from(VALUES[name]))
    remarks = Remarks(source=draw(st.sampled_from(["", "a memo"])))
    if kind == "answer":
        return lambda root: _answer(root, id_, name, value, remarks)
    if kind == "party":
        party = draw(st.sampled_from(["mayor", "fund"]))
        return lambda root: _answer(root, id_, name, value, remarks, party)
    if kind == "vote":
        row = {
            "party": draw(st.sampled_from(["town", "fund"])),
            "vote": draw(st.sampled_from(["yes", "no", None])),
            "date": draw(st.sampled_from([DAY, None])),
            "reason": None,
        }
        return lambda root: _vote(root, id_, row)
    if kind == "decide":
        target = draw(st.sampled_from(_TARGETS))
        return lambda root: _decide(root, id_, target)
    if kind == "undo":
        number = draw(st.one_of(st.none(), st.integers(1, 8)))
        return lambda root: _undo(root, number)
    size = draw(st.sampled_from(["small", "large"]))
    return lambda root: _resolve(root, "alpha", "size", size)


def _put(root: Path, found: object, kind: str) -> None:
    if isinstance(found, Change):
        record(root, change(kind, found, MAYOR, "", DAY), found.edits, clock)  # type: ignore[arg-type]


def _answer(
    root: Path, id_: str, name: str, value: object, remarks: Remarks, party: str = ""
) -> None:
    workspace = hexvet.load(root)
    subject = subject_of(workspace, id_, party)
    assert isinstance(subject, Subject)
    field = field_of(workspace, subject, name)
    assert isinstance(field, Field)
    _put(root, answer(workspace, subject, field, value, remarks), "answer")


def _resolve(root: Path, id_: str, name: str, value: object) -> None:
    workspace = hexvet.load(root)
    subject = subject_of(workspace, id_)
    assert isinstance(subject, Subject)
    field = workspace.fields[name]
    found = resolve(workspace, subject, field, value, Remarks(reason="Agreed"))
    _put(root, found, "resolution")


def _vote(root: Path, id_: str, row: dict[str, object]) -> None:
    workspace = hexvet.load(root)
    subject, field = subject_of(workspace, id_), vote_field(workspace)
    assert isinstance(subject, Subject)
    assert isinstance(field, Field)
    _put(root, vote(workspace, subject, field, row), "vote")


def _decide(root: Path, id_: str, target: str) -> None:
    workspace = hexvet.load(root)
    project = project_of(workspace, id_)
    assert project is not None
    found = prospect(hexvet.evaluate(workspace, DAY), project, target)
    if isinstance(found, Objection):
        return
    step, judged = found
    reason = "The council decided so today"
    for override in (False, True):
        one: Plan = plan(Inferred(judged), project, step, MAYOR, reason, override=override)
        if not one.objections:
            entry, edits = decision(workspace, one)
            record(root, entry, edits, clock)
            return


def _undo(root: Path, number: int | None) -> None:
    found = undoing(root, number)
    if isinstance(found, Undoing):
        record(root, draft(found, MAYOR, "r"), found.edits, clock)


def _as_windows_writes(text: bytes) -> bytes:
    return text.replace(b"\n", b"\r\n")


def _without_the_last_break(text: bytes) -> bytes:
    return text.rstrip(b"\n")


SPELLINGS = {"plain": bytes, "crlf": _as_windows_writes, "bare": _without_the_last_break}


@settings(max_examples=15 if PROFILE == "ci" else 1_000)
@given(st.lists(steps(), min_size=2, max_size=7), st.sampled_from([*SPELLINGS]))
def test_undoing_everything_brings_back_every_byte(done: list[Step], spelling: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(RIDGEWAY, Path(folder) / "ridgeway"))
        for file in (root / "projects").glob("*.toml"):
            file.write_bytes(SPELLINGS[spelling](file.read_bytes()))
        before = files(root)
        for step in done:
            step(root)
        assert hexvet.load(root).errors == ()
        for kind in {one.kind for one in read_journal(root) if isinstance(one, Entry)}:
            event(kind)
        _undo_all(root)
        assert files(root) == before
        found = verify(root, {})
        assert [problem for problem in found.problems if problem.severity == "error"] == []


def _undo_all(root: Path) -> None:
    """Takes back, last first, all that still stands."""
    for _ in itertools.count():
        entries = [one for one in read_journal(root) if isinstance(one, Entry)]
        back = taken_back(entries)
        standing = [one for one in entries if one.kind in COMMANDS and one.number not in back]
        if not standing:
            return
        undone(root, standing[-1].number)
