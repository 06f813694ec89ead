"""Why a finding holds: trees down to the evidence and its line, never in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hexvet.evaluation import Assessment
from hexvet.explanation import NoSuchRule, explain
from hexvet.findings import Inferred, derivations, infer
from hexvet.findings.explaining import explanations
from hexvet.model import Explanation, Finding, Reason

from .conftest import append, change, judge
from .naive import BrokenWorker, NaiveWorker

RULES = "rules/river.toml"


def named(inferred: Inferred, id_: str, about: str = "") -> Finding:
    found = [one for one in inferred.findings if one.id == f"river/{id_}"]
    return next(one for one in found if not about or about in one.about)


def tree(inferred: Inferred, id_: str, about: str = "") -> Explanation:
    return inferred.derivation(named(inferred, id_, about))


def below(told: Explanation) -> Iterator[Explanation]:
    yield told
    for part in told.parts:
        yield from below(part)


def places(assessment: Assessment, reason: Reason) -> list[str]:
    return [str(assessment.workspace.place(one.where)) for one in reason.evidence]


# trees ----------------------------------------------------------------------------------------
def test_a_chain_leads_down_to_the_check_and_its_evidence(
    inferred: Inferred, assessment: Assessment
) -> None:
    told = tree(inferred, "silent_too_long")
    assert (told.kind, told.rule, told.subject) == ("finding", "river/silent_too_long", "alder")
    assert (told.verdict, told.title) == ("blocker", "Sponsor silent for too long")
    assert told.message == "Alder bridge: silent for 92 days."
    assert (told.to, told.remedy) == ("mayor", "The Mayor calls the sponsor.")
    silent, project = told.parts
    assert (silent.kind, silent.rule, silent.clause) == ("finding", "river/silent", "P40")
    (check,) = silent.parts
    assert check == explain(assessment, "alder", "river/in_touch")
    assert places(assessment, check.reasons[0]) == ["projects/alder.toml:4:11"]
    assert (project.kind, project.title) == ("fact", "Alder bridge")


def test_a_let_is_explained_by_the_answers_that_it_reads(
    inferred: Inferred, assessment: Assessment
) -> None:
    (reason,) = tree(inferred, "silent_too_long").parts[1].reasons
    assert reason.text == "Days without contact is 92"
    assert reason.value == "asked: at least 60"
    assert str(assessment.workspace.place(reason.where)) == "rules/river.toml:77:8"
    assert places(assessment, reason) == ["projects/alder.toml:4:11"]


def test_a_row_is_explained_by_its_own_lines(inferred: Inferred, assessment: Assessment) -> None:
    (row,) = tree(inferred, "late").parts
    assert (row.subject, row.title) == ("alder", "Alder bridge: Milestones, row 1")
    assert [(one.text, one.value) for one in row.reasons] == [
        ("due is 2018-05-01", "asked: before 2018-06-01"),
        ("done is not known", ""),
        ("name is Survey", ""),
    ]
    assert places(assessment, row.reasons[0]) == ["projects/alder.toml:16:7"]
    assert row.reasons[1].evidence == ()


def test_a_row_with_a_source_is_found_below_its_value(city: Path) -> None:
    file = city / "projects/dogwood.toml"
    rows = '[{ name = "Survey", due = 2018-05-01 }]'
    append(file, f'milestones = {{ value = {rows}, source = "plan p. 3" }}')
    assessment = judge(city)
    (row,) = tree(infer(assessment, NaiveWorker()), "late", "dogwood").parts
    line = file.read_text(encoding="utf-8").splitlines()
    number = 1 + next(at for at, text in enumerate(line) if text.startswith("milestones"))
    column = 1 + line[number - 1].index("2018-05-01")
    assert places(assessment, row.reasons[0]) == [f"projects/dogwood.toml:{number}:{column}"]
    assert row.reasons[0].evidence[0].source == "plan p. 3"


def test_the_programme_is_explained(inferred: Inferred, assessment: Assessment) -> None:
    told = tree(inferred, "spender_oversees")
    assert told.subject == "programme"
    (fact,) = told.parts
    assert [one.text for one in fact.reasons] == ["spender is R. Vale"]
    (let,) = fact.parts
    assert (let.kind, let.rule, let.verdict) == ("let", "same_hand", "yes")
    assert let.title == "One person oversees and spends"
    assert [one.text for one in let.reasons] == ["overseer == spender"]
    assert places(assessment, let.reasons[0]) == ["hexvet.toml:6:12", "hexvet.toml:7:11"]
    assert let.reasons[0].evidence[0].source == "charter p. 2"


def test_a_tally_shows_what_each_project_adds(inferred: Inferred, assessment: Assessment) -> None:
    (tally,) = tree(inferred, "over_the_fund").parts
    assert (tally.kind, tally.rule, tally.verdict) == ("tally", "river/fund_by_year", "over")
    assert tally.title == "Asked of the fund: Foundation, 2018"
    assert tally.message == "Together 1,100,000 USD; the limit is 1,000,000 USD."
    assert [one.text for one in tally.reasons] == [
        "alder: 700,000 USD",
        "birch: 400,000 USD",
        "limit: 1,000,000 USD",
    ]
    assert places(assessment, tally.reasons[0]) == ["projects/alder.toml:8:3"]


def test_waivers_and_remedies_that_build_on_a_check(inferred: Inferred) -> None:
    waiver, dependency, check = tree(inferred, "waived_base").parts
    assert waiver.kind == "waiver"
    assert waiver.waiver is not None
    assert waiver.waiver.id == "cedar-votes"
    assert dependency.title == "The remedy of river/resourced builds on river/voted"
    assert (check.kind, check.rule, check.verdict) == ("check", "river/resourced", "failed")


def test_the_portfolio_leads_back_to_each_projects_own_facts(inferred: Inferred) -> None:
    told = tree(inferred, "waits")
    row, blocked = told.parts
    assert (row.subject, row.title) == ("birch", "Birch lane: needs first, row 1")
    assert (blocked.kind, blocked.rule, blocked.subject) == ("blocked", "launch", "alder")
    assert [part.rule for part in blocked.parts] == ["river/silent", "project"]


def test_what_was_found_nowhere_is_told(city: Path) -> None:
    rule = """[infer.unwaived]
title = "Failed, and not waived"
when = [{ as = "c", fact = "check", check = "resourced", status = "failed" }]
unless = [
  { fact = "waiver", check = "$c.check", project = "$c.project" },
  { fact = "shaky", days = { gt = 100 } },
]
then = { finding = "unwaived", project = "$c.project", severity = "advice", message = "So." }
"""
    append(city / RULES, rule)
    told = tree(infer(judge(city), NaiveWorker()), "unwaived")
    assert [one.text for one in told.reasons] == [
        "no waiver: check is river/resourced, project is cedar",
        "no shaky: days is more than 100",
    ]


def test_a_fact_of_a_packs_own_kind_is_a_sentence(city: Path) -> None:
    append(city / RULES, """[infer.told]
when = [{ as = "s", fact = "shaky" }]
then = { finding = "told", project = "$s.project", severity = "advice", message = "Shaky." }
""")  # fmt: skip
    (fact,) = tree(infer(judge(city), NaiveWorker()), "told").parts
    assert (fact.kind, fact.rule, fact.verdict) == ("fact", "river/waived_base", "holds")
    assert fact.title == "shaky: days is 29, on is river/voted, project is cedar"
    assert len(fact.parts) == 3


# more ways than one ---------------------------------------------------------------------------
def milestones(city: Path, number: int) -> None:
    """As many late milestones as wanted, and one finding for all of them."""
    for at in range(number):
        append(city / "projects/birch.toml", f'[[milestones]]\nname = "M{at}"\ndue = 2018-01-01')
    text = (city / RULES).read_text(encoding="utf-8")
    start = text.index("[infer.late]")
    end = text.index("[infer.spender_oversees]")
    late = text[start:end].replace("{m.name} was due on {m.due}.", "Late.")
    (city / RULES).write_text(text[:start] + late + text[end:], encoding="utf-8")


def test_other_ways_follow_the_first(city: Path) -> None:
    milestones(city, 3)
    told = tree(infer(judge(city), NaiveWorker()), "late", "birch")
    first, *ways = told.parts
    assert first.kind == "fact"
    assert [way.kind for way in ways] == ["way", "way"]
    rows = [first, *(way.parts[0] for way in ways)]
    assert sorted(row.title for row in rows) == [
        f"Birch lane: Milestones, row {at}" for at in (1, 2, 3)
    ]


def test_of_very_many_ways_some_are_explained(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derivations, "MOST_WAYS", 3)
    milestones(city, 5)
    told = tree(infer(judge(city), NaiveWorker()), "late", "birch")
    assert len([part for part in told.parts if part.kind == "way"]) == 2
    assert told.message == "Late. It follows in 5 ways; 3 are explained."


def test_what_was_explained_is_only_named_again(city: Path) -> None:
    rule = """[infer.twice]
when = [
  { as = "f", fact = "finding", finding = "silent_too_long" },
  { as = "b", fact = "blocked", project = "$f.project" },
]
then = { finding = "twice", project = "$f.project", severity = "advice", message = "Twice." }
"""
    append(city / RULES, rule)
    told = tree(infer(judge(city), NaiveWorker()), "twice")
    found, blocked = told.parts
    assert [part.rule for part in found.parts] == ["river/silent", "project"]
    again = blocked.parts[0]
    assert (again.rule, again.message, again.parts) == ("river/silent", "Explained above.", ())


def test_no_tree_leads_in_a_circle(city: Path) -> None:
    """Two rules conclude each other's premise; a third starts them off."""
    append(city / RULES, """[infer.forth]
when = [{ as = "a", fact = "one" }]
then = { fact = "other", project = "$a.project" }

[infer.back]
when = [{ as = "a", fact = "other" }]
then = { fact = "one", project = "$a.project" }

[infer.start]
when = [{ as = "p", fact = "project", director = "Lou Fern" }]
then = { fact = "one", project = "$p.project" }

[infer.ends]
when = [{ as = "a", fact = "other" }]
then = { finding = "ends", project = "$a.project", severity = "advice", message = "End." }
""")  # fmt: skip
    told = tree(infer(judge(city), NaiveWorker()), "ends")
    path = [one.rule for one in below(told)]
    assert path == ["river/ends", "river/forth", "river/start", "project"]


def test_every_tree_ends_in_evidence_or_in_what_is_not_known(inferred: Inferred) -> None:
    for finding in inferred.findings:
        for one in below(inferred.derivation(finding)):
            assert one.parts or one.reasons or one.waiver or one.kind == "dependency"


def test_rules_that_were_not_run_say_so_themselves(assessment: Assessment) -> None:
    found = infer(assessment, BrokenWorker())
    told = found.derivation(found.findings[0])
    assert (told.kind, told.parts, told.verdict) == ("finding", (), "blocker")
    assert "longer than 3 seconds" in told.message


# by name --------------------------------------------------------------------------------------
def rules(found: tuple[Explanation, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.rule) for one in found]


def test_a_name_can_be_that_of_a_finding(inferred: Inferred) -> None:
    for name in ("silent", "river/silent"):
        assert rules(explanations(inferred, "alder", name)) == [("finding", "river/silent")]
    told = explanations(inferred, "programme", "over_the_fund")
    assert rules(told) == [("finding", "river/over_the_fund")]


def test_findings_of_one_id_are_all_explained(city: Path) -> None:
    change(city / "hexvet.toml", 'name = "Ben Hill"', 'name = "Ben Hill"\nleft = 2018-02-01')
    found = explanations(infer(judge(city), NaiveWorker()), "programme", "leaves_early")
    assert [one.message for one in found] == [
        "Ada Moor left on 2018-05-01.",
        "Ben Hill left on 2018-02-01.",
    ]


def test_a_check_and_a_finding_of_one_name_are_both_explained(city: Path) -> None:
    append(city / RULES, """[infer.same]
when = [{ as = "c", fact = "check", check = "voted", status = "passed" }]
then = { finding = "voted", project = "$c.project", severity = "advice", message = "Voted." }
""")  # fmt: skip
    found = explanations(infer(judge(city), NaiveWorker()), "alder", "voted")
    assert rules(found) == [("check", "river/voted"), ("finding", "river/voted")]


def test_a_gate_lists_the_findings_that_block_it(inferred: Inferred) -> None:
    (told,) = explanations(inferred, "birch", "launch")
    assert (told.kind, told.verdict) == ("gate", "pass")
    assert told.message.endswith("Findings block it: river/waits.")
    assert rules(told.parts) == [("finding", "river/waits")]


def test_without_a_name_the_first_gate_that_is_not_open(inferred: Inferred) -> None:
    first = {id_: explanations(inferred, id_)[0].rule for id_ in ("alder", "cedar", "dogwood")}
    assert first == {"alder": "launch", "cedar": "launch", "dogwood": "vetting"}


def test_a_gate_on_hold_comes_before_a_later_one_that_is_blocked(city: Path) -> None:
    change(city / "projects/birch.toml", "votes = 3\n", "")
    found = infer(judge(city), NaiveWorker())
    assert "launch" in found.blocked("birch")
    assert explanations(found, "birch")[0].rule == "vetting"


@pytest.mark.parametrize(
    ("project", "name", "message"),
    [
        ("alder", "sillent", "there is no rule or finding 'sillent': did you mean 'silent'?"),
        ("birch", "silent",
         "there is no finding 'silent' about birch: its rule does not apply"),
        ("programme", "silent",
         "there is no finding 'silent' about the programme: its rule does not apply"),
        ("alder", "xyzzy", "there is no rule 'xyzzy': hexvet show PROJECT lists them"),
        ("alder", "x" * 9_999, f"there is no rule '{'x' * 60}': hexvet show PROJECT lists them"),
        ("aldre", "silent", "there is no project 'aldre': did you mean 'alder'?"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_there(
    project: str, name: str, message: str, inferred: Inferred
) -> None:
    with pytest.raises(NoSuchRule) as complaint:
        explanations(inferred, project, name)
    assert str(complaint.value) == message
