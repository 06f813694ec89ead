"""Which facts rules may match, and what rules say of facts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.inference.model import Support, fact
from hexvet.packs.chains import (
    conclusion_of,
    drawn,
    matched,
    message_text,
    program_of,
    rules_of,
    words_matched,
)
from hexvet.packs.fact_kinds import clashes_of, fact_fields, kinds_of, table_kinds
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from inference_pack import BASE, LED, TALLY, rule  # noqa: E402

LoadPack = Callable[..., Loaded]


@pytest.fixture
def city(load_pack: LoadPack) -> Pack:
    pack = load_pack(BASE + TALLY).pack
    assert pack is not None
    return pack


def test_answers_of_a_project_are_fields_of_it(city: Pack) -> None:
    assert kinds_of([city], "project")["project"] == {
        "project": "text",
        "number": "number",
        "title": "text",
        "stage": "text",
        "lifecycle": "text",
        "sponsor": "truth",
        "cost": "number",
        "part": "number",
        "end": "date",
        "expensive": "truth",
        "doubled": "number",
    }


def test_answers_of_the_programme_are_fields_of_it(city: Pack) -> None:
    assert kinds_of([city], "project")["programme"] == {"city": "text", "board": "truth"}


def test_rows_have_their_columns_a_number_and_their_project(city: Pack) -> None:
    kinds = kinds_of([city], "project")
    own = {"name": "text", "role": "text", "fte": "number", "since": "date"}
    assert kinds["team"] == {"row": "number", "project": "text", **own}
    assert "project" not in kinds["fund"]
    assert table_kinds([city]) == {"team": "project", "asks": "project", "fund": "programme"}


def test_only_the_portfolio_sees_tallies(city: Pack) -> None:
    assert "tally" not in kinds_of([city], "project")
    amounts = ("over_by", "total_low", "total_high", "limit_low", "limit_high")
    assert kinds_of([city], "portfolio")["tally"] == {
        "tally": "text",
        "verdict": "text",
        **dict.fromkeys(amounts, "number"),
        "source": "text",
        "year": "number",
    }
    over = fact_fields([city], "portfolio")["tally"]["over_by"]
    assert (over.kind, over.unit) == ("money", "USD")


def test_a_stage_is_one_of_the_gates(city: Pack) -> None:
    assert fact_fields([city], "project")["project"]["stage"].values == ("selection", "launch")


def test_conclusions_have_the_types_of_what_they_copy(load_pack: LoadPack) -> None:
    """Through two rules: a name, a date, a share of full time and constants."""
    first = rule(
        '{ as = "a", fact = "team" }',
        '{ fact = "lead", who = "$a.name", since = "$a.since", fte = "$a.fte", sure = true }',
        name="first",
    )
    second = rule(
        '{ as = "l", fact = "lead", sure = true }',
        '{ fact = "led", by = "$l.who", from = "$l.since", day = 2018-01-01, n = 3 }',
        name="second",
    )
    pack = load_pack(BASE + second + first).pack
    assert pack is not None
    kinds = kinds_of([pack], "project")
    assert kinds["lead"] == {"who": "text", "since": "date", "fte": "number", "sure": "truth"}
    assert kinds["led"] == {"by": "text", "from": "date", "day": "date", "n": "number"}


def test_findings_keep_the_fields_that_all_have(load_pack: LoadPack) -> None:
    then = '{ finding = "x", project = "$a.project", severity = "advice", fte = "$a.fte" }'
    pack = load_pack(BASE + rule('{ as = "a", fact = "team" }', then)).pack
    assert pack is not None
    assert kinds_of([pack], "project")["finding"] == {
        **dict.fromkeys(("finding", "project", "other", "gate", "person", "to"), "text"),
        "severity": "text",
        "fte": "number",
    }


def test_what_the_portfolio_concludes_is_not_seen_before(load_pack: LoadPack) -> None:
    pair = '{ as = "a", fact = "team" }, { as = "b", fact = "team", name = "$a.name" }'
    text = rule(pair, '{ fact = "shared", name = "$a.name" }', of="portfolio")
    pack = load_pack(BASE + text).pack
    assert pack is not None
    assert "shared" not in kinds_of([pack], "project")
    assert kinds_of([pack], "portfolio")["shared"] == {"name": "text"}


# several packs --------------------------------------------------------------------------------
OTHER = """
[pack]
id = "other"
title = "Other"
version = "1.0.0"
format = 1
[field.cost]
type = "KIND"
[field.grade]
type = "text"
values = ["a", "b"]
"""


@pytest.mark.parametrize(("kind", "clashes"), [("money", 0), ("number", 0), ("text", 1)])
def test_packs_together_agree_on_types(
    load_pack: LoadPack, city: Pack, kind: str, clashes: int
) -> None:
    """Money and number are one type to the engine, a text is another."""
    other = load_pack("", header=OTHER.replace("KIND", kind)).pack
    assert other is not None
    found = clashes_of([city, other])
    assert len(found) == clashes
    for clash in found:
        assert (clash.kind, clash.field) == ("project", "cost")
    project = kinds_of([city, other], "project")["project"]
    assert (project["cost"], project["grade"]) == ("number", "text")


def test_rules_of_several_packs_run_together(load_pack: LoadPack) -> None:
    city = load_pack(BASE + LED).pack
    other = load_pack(
        rule('{ as = "a", fact = "finding", finding = "city/led", project = { exists = true } }'),
        header=OTHER.replace("KIND", "money"),
    ).pack
    assert city is not None
    assert other is not None
    program = program_of([city, other], "project")
    assert [one.id for one in program.rules] == ["city/led", "other/rule"]
    assert program.single == {"project", "programme"}
    assert list(rules_of([city, other], "portfolio")) == []
    assert program_of([city], "portfolio").single == {"programme"}


# what a rule says -----------------------------------------------------------------------------
def test_a_message_is_written_with_the_values_of_its_premises(load_pack: LoadPack) -> None:
    then = (
        '[{ finding = "x", project = "$a.project", severity = "advice", since = "$a.since",'
        ' message = "{a.name}: {a.fte:.1f} since {a.since}, {p.cost}, {p.part}, {p.sponsor}" },'
        ' { blocked = "launch", project = "$a.project" }]'
    )
    when = '{ as = "a", fact = "team" }, { as = "p", fact = "project" }'
    pack = load_pack(BASE + rule(when, then)).pack
    assert pack is not None
    (found,) = pack.inferences.values()
    premises = (
        fact("team", {"project": "sewers", "name": "Ann", "fte": 0.5, "since": 736_695}),
        fact("project", {"project": "sewers", "cost": 1_500.0, "part": 0.25, "sponsor": True}),
    )
    derived = fact(
        "finding",
        {"finding": "city/x", "project": "sewers", "severity": "advice", "since": 736_695},
    )
    conclusion = conclusion_of(found, premises, derived)
    assert conclusion is found.then[0]
    text = message_text(conclusion, matched(found, premises))
    assert text == "Ann: 0.5 since 2018-01-01, 1,500 USD, 25 %, yes"


def test_what_is_not_there_is_left_out_and_reads_unknown(load_pack: LoadPack) -> None:
    then = (
        '{ finding = "x", project = "$a.project", severity = "advice", person = "$a.name",'
        ' message = "{a.name} since {a.since}" }'
    )
    pack = load_pack(BASE + rule('{ as = "a", fact = "team" }', then)).pack
    assert pack is not None
    (found,) = pack.inferences.values()
    support = Support("city/rule", (fact("team", {"project": "sewers"}),))
    by_alias = matched(found, support.premises)
    assert dict(drawn(found.then[0], by_alias)).keys() == {"finding", "project", "severity"}
    assert message_text(found.then[0], by_alias) == "unknown since unknown"


def test_a_fact_that_the_rule_does_not_conclude(load_pack: LoadPack) -> None:
    pack = load_pack(BASE + LED).pack
    assert pack is not None
    (found,) = pack.inferences.values()
    with pytest.raises(LookupError, match="city/led does not conclude this blocked"):
        conclusion_of(found, (fact("team", {"project": "a"}),), fact("blocked", {"gate": "launch"}))


def test_the_words_that_a_rule_looks_at(load_pack: LoadPack) -> None:
    when = (
        '{ as = "a", fact = "project", expensive = true },'
        ' { as = "t", fact = "team", project = "$a.project" },'
        ' { as = "p", fact = "programme", board = false }'
    )
    then = '{ finding = "x", project = "$a.project", severity = "advice", message = "{a.cost}" }'
    pack = load_pack(BASE + rule(when, then)).pack
    assert pack is not None
    found = set(words_matched(pack.inferences["city/rule"], pack))
    expected = {("let", "expensive"), ("field", "cost"), ("field", "team"), ("field", "board")}
    assert expected <= found
    assert ("field", "end") not in found
