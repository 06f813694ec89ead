"""hexvet.toml as a draft: its mistakes, and what a reading of it would judge otherwise."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from desks import DAY, Desk, effect_of

import hexvet
from hexvet.drafting.effects import Effect
from hexvet.drafting.judging import Draft, Judged, judge
from hexvet.drafting.revising import Revising, recorded, revising, told
from hexvet.drafting.revisions import revisions
from hexvet.evaluation import Assessment, evaluate
from hexvet.people import Actor
from hexvet.reporters.journal import what
from hexvet.workspace.folders import SETTINGS

SPONSOR = 'sponsor  = { value = "C. Reyes", source = "charter, page 1" }\n'
WHO = Actor("maria", "Maria", "mayor")
OWN = """\
[pack]
id = "own"
title = "Own"
version = "1.0.0"
format = 1
extends = ["town@1"]

[override."town/longest"]
value = 10
reason = "Ours is a small town."
"""


def settings(desk: Desk, old: str = "", new: str = "") -> str:
    """The town's hexvet.toml with one piece changed."""
    text = (desk.root / SETTINGS).read_text()
    assert not old or text.count(old) == 1
    return text.replace(old, new) if old else text


def drafted(desk: Desk, text: str) -> Draft:
    return Draft(desk.root, desk.root / SETTINGS, SETTINGS, text)


def judged(desk: Desk, text: str) -> Judged:
    return judge(drafted(desk, text), desk.assessment)


def codes(found: Judged) -> list[tuple[str, int]]:
    return [(one.problem.code, one.problem.place.line) for one in found.mistakes]


# what flips -----------------------------------------------------------------------------------
def everything(found: Assessment) -> dict[tuple[str, str, str], str]:
    """Every verdict, by project ("" for the programme), kind and short name."""
    said = {("", "check", id_.partition("/")[2]): o.status for id_, o in found.programme.items()}
    for name in found.workspace.projects:
        outcome = found.project(name)
        for id_, check in outcome.checks.items():
            said[name, "check", id_.partition("/")[2]] = check.status
        for id_, section in outcome.sections.items():
            said[name, "section", id_.partition("/")[2]] = section.state
        for id_, gate in outcome.gates.items():
            said[name, "gate", id_] = gate.state
    return said


def by_a_full_run(desk: Desk, text: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """What is judged otherwise once the text stands in the file."""
    (desk.root / SETTINGS).write_text(text)
    old = everything(desk.assessment)
    new = everything(hexvet.evaluate(hexvet.load(desk.root), desk.assessment.as_of))
    pairs = {key: (old.get(key, "absent"), new.get(key, "absent")) for key in {*old, *new}}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def told_of(effect: Effect) -> dict[tuple[str, str, str], tuple[str, str]]:
    found = {("", "check", rule): (old, new) for rule, old, new in effect.programme}
    for one in effect.projects:
        for flip in one.flips:
            found[one.project, flip.kind, flip.rule] = (flip.old, flip.new)
    return found


DRAFTS = [
    pytest.param(SPONSOR, "", id="an answer less"),
    pytest.param("council  = false", "council  = true", id="another answer"),
    pytest.param('overseer = "The Fund"\n', 'overseer = "The Fund"\nspender = "The Fund"\n',
                 id="an answer more"),
    pytest.param('["town"]', '["town", "nirn-hexagon"]', id="a pack more"),
    pytest.param('["town"]', '["own"]', id="a pack in place of another"),
]  # fmt: skip


@pytest.mark.parametrize("columns", [False, True], ids=["rows", "columns"])
@pytest.mark.parametrize(("old", "new"), DRAFTS)
def test_what_flips_is_what_a_full_run_says(
    desk: Desk, old: str, new: str, columns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.root / "rules" / "own.toml").write_text(OWN)
    if columns:
        monkeypatch.setattr("hexvet.evaluation.COLUMNAR_FROM", 1)
        desk = replace(desk, assessment=evaluate(hexvet.load(desk.root), DAY))
        assert hasattr(desk.assessment.standings, "statuses")
    text = settings(desk, old, new)
    effect = effect_of(judged(desk, text))
    expected = by_a_full_run(desk, text)
    assert told_of(effect) == expected
    assert expected
    assert effect.flips == len(expected)
    assert effect.total == 4
    turned = [(key[2], *pair) for key, pair in expected.items() if key[1] == "gate"]
    assert {row[:3]: row[3] for row in effect.gates} == {one: turned.count(one) for one in turned}


def test_lines_that_were_made_since_count_as_they_are_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexvet.evaluation.COLUMNAR_FROM", 1)
    before = evaluate(hexvet.load(desk.root), DAY)
    file = desk.root / "projects" / "lights.toml"
    file.write_text(file.read_text().replace("backed", "# backed", 1))
    changed = ("projects/lights.toml",)
    workspace = hexvet.load(desk.root, before=before.workspace, changed=changed)
    desk = replace(desk, assessment=evaluate(workspace, DAY, before))
    assert everything(desk.assessment) != everything(before)
    assert effect_of(judged(desk, settings(desk))).flips == 0
    text = settings(desk, SPONSOR, "")
    effect = effect_of(judged(desk, text))
    assert not any(one.score for one in effect.projects), "who sponsors it earns no score"
    assert told_of(effect) == by_a_full_run(desk, text)


@pytest.mark.parametrize("columns", [False, True], ids=["rows", "columns"])
def test_scores_are_told_where_one_pack_scores(
    desk: Desk, columns: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if columns:
        monkeypatch.setattr("hexvet.evaluation.COLUMNAR_FROM", 1)
    heard = '\n[criterion.heard]\nsection = "backing"\ntitle = "Heard"\nmet = "council"\n'
    (desk.root / "rules" / "town.toml").write_text(desk.text + heard)
    (desk.root / "rules" / "own.toml").write_text(OWN)
    desk = replace(desk, assessment=evaluate(hexvet.load(desk.root), DAY))
    assert hasattr(desk.assessment.standings, "statuses") == columns
    text = settings(desk, "council  = false", "council  = true")
    effect = effect_of(judged(desk, text))
    other = effect_of(judged(desk, text.replace('["town"]', '["own"]')))
    assert not any(one.score for one in other.projects), "scores of two packs are no pair"
    (desk.root / SETTINGS).write_text(text)
    after = hexvet.evaluate(hexvet.load(desk.root), DAY)
    lows = {
        old.id: (old.score.low, new.score.low)
        for old, new in zip(desk.assessment.standings, after.standings, strict=True)
        if old.score and new.score and old.score.low != new.score.low
    }
    assert {one.project: one.score for one in effect.projects if one.score} == lows
    assert lows


def test_rules_of_one_name_in_two_packs_are_told_by_their_packs(desk: Desk) -> None:
    twin = desk.swapped('id      = "town"', 'id      = "twin"').replace("value = 24", "value = 10")
    (desk.root / "rules" / "twin.toml").write_text(twin)
    effect = effect_of(judged(desk, settings(desk, '["town"]', '["town", "twin"]')))
    rules = {flip.rule for one in effect.projects for flip in one.flips if flip.kind == "check"}
    assert rules == {"twin/time", "twin/backing", "twin/cost"}
    assert {(rule, old) for rule, old, _ in effect.programme} == {
        ("twin/oversight", "absent"), ("twin/council", "absent"), ("twin/sponsor", "absent"),
    }  # fmt: skip


# in words -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (SPONSOR, "", "programme sponsor (Sponsor): C. Reyes -> unknown"),
        ("charter, page 1", "minutes", "programme sponsor (Sponsor): its source or a note"),
        ("council  = false", "council  = true", "programme council (Advisory council): no -> yes"),
        ("A. Public", "Z. Public", "programme team (Team): other rows"),
        ('["town"]', '["town", "nirn-hexagon"]', "pack nirn-hexagon: added"),
        ('"Town"', '"Village"', "city: Town -> Village"),
        ("[programme]", "[people.ann]\nname = 'Ann'\n\n[programme]", "person ann: added"),
    ],
)
def test_the_words_say_what_the_text_says_otherwise(
    desk: Desk, old: str, new: str, change: str
) -> None:
    assert effect_of(judged(desk, settings(desk, old, new))).changes == (change,)


def test_the_text_in_force_changes_nothing(desk: Desk) -> None:
    effect = effect_of(judged(desk, settings(desk)))
    assert (effect.flips, effect.projects, effect.changes) == (0, (), ())


def test_what_a_missing_pack_does_to_other_files_is_said(desk: Desk) -> None:
    head = settings(desk).partition("[programme]")[0]
    effect = effect_of(judged(desk, head.replace('["town"]', '["nirn-hexagon"]')))
    (worse,) = (one for one in effect.changes if "other files" in one)
    (desk.root / SETTINGS).write_text(head.replace('["town"]', '["nirn-hexagon"]'))
    errors = [one for one in hexvet.load(desk.root).errors if one.place.file != SETTINGS]
    start = f"{len(errors)} new errors in other files, the first at {errors[0].place}: "
    assert worse == f"{start}{errors[0].message}"
    assert {"pack nirn-hexagon: added", "pack town: taken away"} <= {*effect.changes}


def test_what_was_wrong_in_other_files_before_is_not_told_again(desk: Desk) -> None:
    file = desk.root / "projects" / "lights.toml"
    file.write_text(f"zebra = 3\n{file.read_text()}")
    desk = replace(desk, assessment=evaluate(hexvet.load(desk.root), DAY))
    assert [one.place.file for one in desk.assessment.workspace.errors] == ["projects/lights.toml"]
    effect = effect_of(judged(desk, settings(desk, '["town"]', '["town", "nirn-hexagon"]')))
    assert effect.changes == ("pack nirn-hexagon: added",)


# mistakes -------------------------------------------------------------------------------------
def test_packs_have_to_be_there(desk: Desk) -> None:
    line = 1 + settings(desk).splitlines().index('packs  = ["town"]')
    assert codes(judged(desk, settings(desk))) == []
    for named, expected in (
        ('"town", "twon"', [("RP026", line)]),
        ('"Town"', [("WS020", line)]),
        ("", [("WS011", line)]),
    ):
        found = judged(desk, settings(desk, '"town"', named))
        assert (codes(found), found.effect, found.loads) == (expected, None, False)
    assert [code for code, _ in codes(judged(desk, "x = ["))] == ["WS005"]


@pytest.mark.parametrize("known", [True, False], ids=["beside outcomes", "without any"])
def test_packs_read_the_answers(desk: Desk, known: bool) -> None:
    lines = settings(desk).splitlines()
    row = 1 + lines.index("council  = false")
    assessment = desk.assessment if known else None
    for new, expected in (
        ("council  = 3", [("WS012", row)]),
        ("councl  = false", [("WS010", row)]),
        ("months = 3", [("WS010", row)]),
    ):
        found = judge(drafted(desk, settings(desk, "council  = false", new)), assessment)
        assert (codes(found), found.effect) == (expected, None), new
    good = judge(drafted(desk, settings(desk)), assessment)
    assert (good.mistakes, good.loads, good.effect is not None) == ((), True, known)


def test_a_role_that_nothing_asks_for_is_a_warning(desk: Desk) -> None:
    people = '[people.ann]\nname = "Ann"\nroles = ["mayer"]\n\n[programme]'
    found = judged(desk, settings(desk, "[programme]", people))
    row = settings(desk).splitlines().index("[programme]") + 3
    assert (codes(found), found.loads) == ([("WS044", row)], True)
    assert effect_of(found).changes == ("person ann: added",)


def test_what_is_hostile_is_a_mistake_or_words(desk: Desk) -> None:
    for text in ("", "\0", "packs = 3", "a" * 10_000, 'packs = ["\x1b[31m"]', "\ud800"):
        found = judged(desk, text)
        assert found.errors, text[:20]
        assert found.effect is None
    long = settings(desk, '"The Fund"\ncouncil', f'"{"x" * 10_000}"\ncouncil')
    (change,) = effect_of(judged(desk, long)).changes
    assert len(change) < 200


# how ------------------------------------------------------------------------------------------
class Stop(Exception):
    """Somebody typed on."""


def stopping(after: int) -> Callable[[], None]:
    left = [None] * after

    def stops() -> None:
        if not left:
            raise Stop
        left.pop()

    return stops


def test_it_gives_up_at_every_pause_and_writes_nothing(desk: Desk) -> None:
    files = {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()}
    draft = drafted(desk, settings(desk, SPONSOR, ""))
    pauses: list[None] = []
    whole = judge(draft, desk.assessment, pause=lambda: pauses.append(None))
    assert whole == judge(draft, desk.assessment)
    assert len(pauses) > 5
    for last in range(len(pauses)):
        with pytest.raises(Stop):
            judge(draft, desk.assessment, pause=stopping(last))
    assert {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()} == files


def test_a_small_portfolio_is_compared_without_numpy(desk: Desk) -> None:
    code = f"""
import sys, datetime, hexvet
from pathlib import Path
from hexvet.drafting.judging import Draft, judge
root = Path({str(desk.root)!r})
found = hexvet.evaluate(hexvet.load(root), datetime.date(2026, 6, 1))
text = (root / "hexvet.toml").read_text().replace('["town"]', '["town", "nirn-hexagon"]')
assert judge(Draft(root, root / "hexvet.toml", "hexvet.toml", text), found).effect.flips
assert "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": "engine"})


# saved ----------------------------------------------------------------------------------------
def meant(desk: Desk, text: str, assessment: Assessment | None) -> Revising:
    return revising(drafted(desk, text), settings(desk), assessment, DAY)


def test_page_and_journal_tell_the_flips(desk: Desk) -> None:
    from test_revising import clock

    text = settings(desk, SPONSOR, "")
    found = meant(desk, text, desk.assessment)
    words = told(found)
    assert words[:2] == ("What changes:", "  programme sponsor (Sponsor): C. Reyes -> unknown")
    assert "4 verdicts flip, of 3 of 4 projects:" in words
    assert "  programme: check sponsor: passed -> failed" in words
    expected = by_a_full_run(desk, text)
    (desk.root / SETTINGS).write_text(str(found.before))
    entry = recorded(found, WHO, "She left", clock)
    assert (entry.kind, entry.reason, entry.as_of) == ("edit", "She left", DAY)
    assert entry.details["flipped"] == len(expected) == 4
    assert what(entry) == "hexvet.toml changed, 4 verdicts flip"
    flips = entry.details["flips"]
    assert isinstance(flips, list)
    assert {(f.get("project", ""), f.get("kind", "check"), f.get("rule") or f["check"]):
            (f["old"], f["new"]) for f in flips} == expected  # fmt: skip
    assert entry.details["changes"] == ["programme sponsor (Sponsor): C. Reyes -> unknown"]
    (newest,) = revisions(desk.root, SETTINGS)
    assert (newest.name, newest.flipped) == ("entry 1", 4)


def test_flips_of_the_programme_alone_are_said_to_be_that(desk: Desk) -> None:
    words = told(
        meant(desk, settings(desk, "council  = false", "council  = true"), desk.assessment)
    )
    assert words[-2:] == (
        "1 verdict flips, of the programme alone:",
        "  programme: check council: failed -> passed",
    )


def test_where_nothing_is_in_force_the_page_says_so(desk: Desk) -> None:
    from test_revising import clock

    found = meant(desk, settings(desk, SPONSOR, ""), None)
    assert told(found) == ("There is nothing in force: what flips cannot be told.",)
    assert "flipped" not in recorded(found, WHO, "Repaired", clock).details


def test_a_comment_alone_changes_nothing(desk: Desk) -> None:
    found = meant(desk, settings(desk) + "# a comment\n", desk.assessment)
    assert told(found) == ("It says nothing else than before.", "", "No verdict flips.")
