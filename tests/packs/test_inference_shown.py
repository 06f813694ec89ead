"""Inference rules in what other tools say of a pack: differences, the handbook, lists of packs."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.differences.changes import Change, changes_between
from hexvet.effective import effective
from hexvet.handbook import render
from hexvet.packs.formatting import ORDER, formatted
from hexvet.packs.loading import Library, Loaded
from hexvet.reporters.catalogue import Listed
from hexvet.reporters.catalogue import render as listed

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from inference_pack import BASE, TALLY, rule  # noqa: E402

HEADER = '[pack]\nid = "city"\ntitle = "City"\nversion = "1.0.0"\nformat = 1\n'
RULES = (
    rule(
        '{ as = "c", fact = "check", check = "sponsored", status = "failed" },'
        ' { as = "p", fact = "project", cost = { ge = 20000 }, end = { gt = 2018-01-01 } }',
        '[{ finding = "alone", project = "$c.project", severity = "blocker", to = "mayor",'
        ' message = "{p.title} costs {p.cost} [/b]." },'
        ' { blocked = "launch", project = "$c.project" }]',
        unless='{ fact = "waiver", check = "sponsored", project = "$c.project" }',
        name="alone",
        more='title = "Nobody leads it"\nremedy = "Ask the mayor."\nrationale = "It fails."',
    )
    + TALLY
    + 'where = "amount > dear"\n'
    + rule(
        '{ as = "t", fact = "tally", tally = "asked", verdict = "over" }',
        '{ fact = "dear", source = "$t.source" }',
        name="over",
        of="portfolio",
    )
)
Load = Callable[..., Loaded]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load_(*changes: tuple[str, str]) -> Loaded:
        text = HEADER + BASE + RULES
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        folder = tmp_path / f"version{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / "city.toml").write_text(text)
        found = Library([folder], folder).load_file(folder / "city.toml")
        assert found.pack is not None, found.problems
        return found

    return load_


# differences ----------------------------------------------------------------------------------
def changes(load: Load, *pairs: tuple[str, str]) -> tuple[Change, ...]:
    return changes_between(load(), load(*pairs))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'status = "failed"',
            'status = "unknown"',
            "infer alone: pattern c (check): status 'failed' became 'unknown'",
        ),
        (
            "cost = { ge = 20000 }",
            "cost = { gt = 20000 }",
            "infer alone: pattern p (project): cost >= 20,000 became > 20,000",
        ),
        (
            ", end = { gt = 2018-01-01 }",
            "",
            "infer alone: pattern p (project): no longer asks: end > 2018-01-01",
        ),
        (
            ', check = "sponsored", project = "$c.project" }]',
            ', check = "sponsored", project = "$c.project" }, { fact = "gate", state = "pass" }]',
            "infer alone: 'unless' added: gate, state 'pass'",
        ),
        (
            '{ blocked = "launch", project = "$c.project" }',
            '{ eligible = "launch", project = "$c.project" }',
            "infer alone: conclusion added: eligible launch, project $c.project;"
            " conclusion dropped: blocked launch, project $c.project",
        ),
        (
            "{p.title} costs",
            "{p.title} takes",
            "infer alone: conclusion finding alone: its message changed",
        ),
        (
            'remedy = "Ask the mayor."',
            'remedy = "Ask her."',
            "infer alone: remedy changes from 'Ask the mayor.' to 'Ask her.'",
        ),
        ("amount > dear", "amount > dear * 2", "tally asked: its condition (where) changed"),
        (
            'decided_by = ["mayor"]',
            'decided_by = ["fund"]',
            "gate selection: decided_by: adds 'fund'; drops 'mayor'",
        ),
        (
            'depends_on = ["sponsored"]',
            "depends_on = []",
            "check ends: depends_on: drops 'sponsored'",
        ),
    ],
)
def test_each_change_is_told_in_plain_words(load: Load, old: str, new: str, told: str) -> None:
    (change,) = changes(load, (old, new))
    assert change.text == told
    assert not change.verdicts  # no outcome of a check turns on it


def test_a_new_rule_is_told_by_what_it_concludes(load: Load) -> None:
    first, second = load(("[infer.over]", "[infer.later]")), load()
    added = [one.text for one in changes_between(first, second)]
    assert added == ["infer later is now called over"]
    without = load((RULES[RULES.index("\n[infer.over]") :], ""))
    assert [one.text for one in changes_between(without, second)] == ["infer over added: fact dear"]


def test_the_portfolio_is_a_change_of_the_pack(load: Load) -> None:
    (change,) = changes(load, ("format = 1\n", "format = 1\nportfolio = \"stage == 'launch'\"\n"))
    assert change.text == "pack: portfolio added: 'stage == 'launch''"


# the handbook ---------------------------------------------------------------------------------
def chapter(load: Load) -> str:
    text = render(load(), datetime.date(2018, 2, 1), "md")
    return text.partition("## What follows")[2].partition("\n## ")[0]


def test_the_handbook_says_what_follows_from_what(load: Load) -> None:
    text = chapter(load)
    for line in (
        "### Nobody leads it",
        "a check (c): check is “Elected sponsor”, status is “failed”.",
        "a project (p): cost is at least 20,000, end is after 2018-01-01.",
        "**Unless there is:** a waiver: check is “Elected sponsor”, project is the project of c.",
        "The finding “alone” (blocker): project the project of c, to “mayor”.",
        "The gate “Launch” is blocked: project the project of c.",
        "**What to do:** Ask the mayor.",
        "**Why:** It fails.",
        "### Over (portfolio)",
        "The fact “dear”: source the source of t.",
        "**Adds up:** amount in asks, by source and year.",
        "**Only rows where:** *Amount* is more than *dear* (1,000).",
    ):
        assert line in text, line
    assert "\\[/b\\]" in text


def test_the_handbook_says_who_decides_and_what_builds_on_what(load: Load) -> None:
    text = render(load(), datetime.date(2018, 2, 1), "md")
    assert "**Decided by:** mayor" in text
    assert "**Overridden by:** cabinet" in text
    assert "**Builds on:** Elected sponsor" in text
    asks = next(line for line in text.splitlines() if line.startswith("| *cost*"))
    assert "Nobody leads it" in asks


# other lists ----------------------------------------------------------------------------------
def test_a_list_of_packs_counts_the_rules(load: Load) -> None:
    pack = load().pack
    assert pack is not None
    assert "2 inference rules" in listed([Listed(pack, True, True)], datetime.date(2018, 2, 1))


def test_what_is_effective_has_rules_and_tallies(load: Load) -> None:
    composition = load().composition
    assert composition is not None
    (found,) = effective(composition, "infer.alone")
    assert [key.name for key in found.keys][:2] == ["when", "then"]
    (tally,) = effective(composition, "asked")
    assert tally.kind == "tally"


def test_one_layout_for_the_keys_of_rules_and_tallies(load: Load) -> None:
    found = load()
    (document,) = found.documents.values()
    text = formatted(document)
    lines = text.partition("[infer.alone]\n")[2].partition("\n\n")[0].splitlines()
    keys = [line.partition(" ")[0] for line in lines]
    assert keys == [key for key in ORDER["infer"] if key in keys]
    assert keys == ["title", "when", "unless", "then", "remedy", "rationale"]
