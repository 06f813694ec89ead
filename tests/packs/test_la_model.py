"""The L.A. Model: the hexagon that the playbook describes, and the gates that it asks for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from hexvet.model import Interval
from hexvet.packs.loading import Library, Loaded
from hexvet.packs.model import Check, Conclusion, Expression, Pack
from hexvet.testing import Expectation, run_tests

GATES = ["intake", "vetting", "selection", "launch", "delivery", "close"]

# The least that must be able to stop a project: the rows of the playbook that say "must".
MUST = [
    "P03", "P17", "P20", "P22", "P23", "P28", "P31", "P32", "P33", "P40", "P43",
    "P44", "P48", "P52", "P55", "P56", "P57", "P60", "P62", "P64", "P67", "P70",
    "P71", "P73", "P74", "P76", "P86", "P91", "P92", "P93", "P94", "P96", "P101",
]  # fmt: skip

# Where each of them belongs.
GATE_OF = {
    "P86": "intake selection",
    "P17": "vetting",
    "P22": "vetting",
    "P92": "vetting",
    "P11": "selection",
    "P48": "selection",
    "P23": "selection",
    "P91": "selection launch",
    "P44": "selection",
    "P52": "launch",
    "P60": "launch",
    "P76": "launch",
    "P93": "delivery",
    "P94": "delivery",
    "P96": "delivery",
    "P42": "close",
    "P101": "close",
}


@pytest.fixture(scope="module")
def loaded(root: Path) -> Loaded:
    """The pack as it ships."""
    return Library([root / "rules"]).load("la-model")


@pytest.fixture(scope="module")
def pack(loaded: Loaded) -> Pack:
    """The pack itself."""
    assert loaded.pack
    return loaded.pack


@pytest.fixture(scope="module")
def expectations(loaded: Loaded) -> tuple[Expectation, ...]:
    """What its worked examples expect, and what came out."""
    found, problems = run_tests(loaded)
    assert not problems
    return found


def blockers(pack: Pack, clause: str) -> list[Check]:
    """The blocking checks that serve a row of the playbook."""
    checks = pack.checks.values()
    return [check for check in checks if (check.clause, check.severity) == (clause, "blocker")]


def test_it_loads_without_a_problem(loaded: Loaded) -> None:
    assert not loaded.problems


def test_its_worked_examples_come_out(expectations: tuple[Expectation, ...]) -> None:
    assert not [one for one in expectations if not one.passed]


def test_the_gates_are_the_playbooks_stages_in_order(pack: Pack) -> None:
    assert list(pack.gates) == GATES
    assert pack.fields["stage"].values == tuple(GATES)


# the hexagon ----------------------------------------------------------------------------------
def test_there_are_two_sections_of_each_kind(pack: Pack) -> None:
    kinds = [section.kind for section in pack.sections.values()]
    assert kinds == ["benefit", "benefit", "challenge", "challenge", "opportunity", "opportunity"]


def test_every_section_says_how_a_filled_one_counts_and_that_it_is_derived(pack: Pack) -> None:
    for section in pack.sections.values():
        assert section.reading.startswith("Filled means"), section.id
        assert "Derived" in section.rationale, section.id
        assert 0 < len(section.short) <= 8, section.id


def test_every_section_has_three_to_five_criteria_of_its_own_clause(pack: Pack) -> None:
    for number, id_ in enumerate(pack.sections, 1):
        criteria = [one for one in pack.criteria.values() if one.section == id_]
        assert 3 <= len(criteria) <= 5, id_
        assert {one.clause for one in criteria} == {f"hexagon {number}"}
        assert all("'" in one.rationale for one in criteria), "the playbook is quoted"


def test_no_criterion_weighs_more_than_another(pack: Pack) -> None:
    """The playbook gives no weights."""
    assert {one.weight for one in pack.criteria.values()} == {1}
    assert {one.weight for one in pack.sections.values()} == {1}


# the checks -----------------------------------------------------------------------------------
@pytest.mark.parametrize("clause", MUST)
def test_what_must_be_is_a_blocker(pack: Pack, clause: str) -> None:
    assert blockers(pack, clause)


@pytest.mark.parametrize(("clause", "gates"), GATE_OF.items())
def test_a_blocker_guards_the_gate_where_it_belongs(pack: Pack, clause: str, gates: str) -> None:
    assert {check.gate for check in blockers(pack, clause)} == set(gates.split())


def test_a_blocker_holds_while_it_is_unknown_and_says_what_to_do(pack: Pack) -> None:
    for check in pack.checks.values():
        assert check.remedy, check.id
        assert check.message.parts, check.id
        if check.severity == "blocker":
            assert check.unknown == "hold", check.id


def test_every_gate_asks_something_of_a_project_from_the_first_day(pack: Pack) -> None:
    """So that no gate looks open only because nobody has come to it yet."""
    for gate in GATES:
        checks = [check for check in pack.checks.values() if check.gate == gate]
        assert any(check.severity == "blocker" and check.when is None for check in checks), gate


def test_a_number_that_the_playbook_does_not_give_says_that_it_is_ours(pack: Pack) -> None:
    for param in pack.params.values():
        assert "ours" in param.source or "our default" in param.source, param.name


def test_every_question_has_words(pack: Pack) -> None:
    for field in pack.fields.values():
        assert field.label, field.name
        assert field.ask.endswith(("?", ")")), field.name
        assert field.clause, field.name


def test_every_clause_is_a_row_of_the_playbook(pack: Pack, root: Path) -> None:
    rows = tomllib.loads((root / "docs/requirements.toml").read_text(encoding="utf-8"))
    known = {*rows, *(f"hexagon {number}" for number in range(1, 7))}
    clauses = {field.clause for field in pack.fields.values()}
    clauses |= {check.clause for check in pack.checks.values()}
    clauses |= {criterion.clause for criterion in pack.criteria.values()}
    clauses |= {rule.clause for rule in pack.inferences.values()}
    assert clauses <= known


def test_messages_use_no_brackets_and_no_field_names(pack: Pack) -> None:
    """People read them: `posts_replaced` is no word."""
    messages: list[tuple[str, Sequence[object]]] = [
        *((check.id, check.message.parts) for check in pack.checks.values()),
        *((id_, conclusion.message) for id_, conclusion in findings_of(pack)),
    ]
    for id_, parts in messages:
        words = "".join(part for part in parts if isinstance(part, str))
        assert not re.search(r"[a-z]_[a-z]|[\[\]{}]", words), id_
        assert words.rstrip().endswith((".", "?")), id_


# what follows ---------------------------------------------------------------------------------
def findings_of(pack: Pack) -> list[tuple[str, Conclusion]]:
    """Each conclusion that is a finding, with the id of its rule."""
    return [
        (rule.id, conclusion)
        for rule in pack.inferences.values()
        for conclusion in rule.then
        if conclusion.fact.kind == "finding"
    ]


def test_a_rule_of_inference_says_why_and_what_to_do(pack: Pack) -> None:
    for rule in pack.inferences.values():
        assert rule.title, rule.id
        assert "'" in rule.rationale or rule.rationale.startswith(("Ours", "The same")), rule.id
    for id_, _ in findings_of(pack):
        assert pack.inferences[id_].remedy, id_


def test_a_finding_is_told_to_somebody(pack: Pack) -> None:
    told = {str(dict(conclusion.fact.values)["to"]) for _, conclusion in findings_of(pack)}
    assert told == {"mayor", "appointee", "director", "fund", "coalition", "analyst", "auditor"}


def test_a_blocking_finding_names_the_gate_that_it_blocks(pack: Pack) -> None:
    for id_, conclusion in findings_of(pack):
        values = dict(conclusion.fact.values)
        assert values["severity"] != "blocker" or values["gate"] in GATES, id_


def test_each_finding_is_found_in_an_example_and_not_found_in_another(pack: Pack) -> None:
    expected: dict[str, set[str]] = {"found": set(), "not_found": set()}
    for test in pack.tests.values():
        for expect in (test.expect, *(case.expect for case in test.cases)):
            for word, names in expected.items():
                entries = expect.get(word, ())
                assert isinstance(entries, list | tuple)
                names |= {str(entry).partition(":")[0] for entry in entries}
    findings = {
        str(dict(conclusion.fact.values)["finding"]).partition("/")[2]
        for _, conclusion in findings_of(pack)
    }
    assert findings <= expected["found"]
    assert findings <= expected["not_found"]


def test_the_remedies_that_build_on_others_name_their_checks(pack: Pack) -> None:
    on = {check.name: check.depends_on for check in pack.checks.values() if check.depends_on}
    assert {one for several in on.values() for one in several} <= set(pack.checks)
    assert on["long_time_buy_in"] == (
        "la-model/workers_engaged",
        "la-model/supports_not_supplants",
    )


def test_the_three_parties_decide_at_selection_and_the_mayor_may_override(pack: Pack) -> None:
    """'the Mayor, the ... Coalition ..., and the Mayor's Fund identified three opportunities'."""
    assert {"mayor", "fund", "coalition"} <= set(pack.gates["selection"].decided_by)
    assert {gate.overridden_by for gate in pack.gates.values()} == {("mayor", "city_manager")}


# the worked examples --------------------------------------------------------------------------
def expected(expectations: Iterable[Expectation], name: str) -> set[str]:
    """Every state that some worked example expects of a rule."""
    return {one.expected for one in expectations if one.rule == name}


def test_each_rule_passes_fails_and_stays_unknown_in_an_example(
    pack: Pack, expectations: tuple[Expectation, ...]
) -> None:
    wanted = (
        (pack.checks, {"passed", "failed", "unknown"}),
        (pack.criteria, {"met", "unmet", "unknown"}),
        (pack.sections, {"filled", "unfilled", "unknown"}),
        (pack.gates, {"pass", "hold", "stop"}),
    )
    lacking = [
        f"{id_}: {', '.join(sorted(states - seen))}"
        for rules, states in wanted
        for id_ in rules
        if not states <= (seen := expected(expectations, id_.rpartition("/")[2]))
    ]
    assert not lacking


def test_each_rule_that_is_not_always_asked_is_once_not_asked(
    pack: Pack, expectations: tuple[Expectation, ...]
) -> None:
    """One example for each condition under which a rule is asked."""
    conditions: dict[str, set[str]] = {}
    for check in pack.checks.values():
        if isinstance(check.when, Expression):
            seen = conditions.setdefault(check.when.text, set())
            seen |= expected(expectations, check.name)
    assert not [text for text, seen in conditions.items() if "not_applicable" not in seen]


def test_the_two_years_are_a_limit_of_24_months(pack: Pack) -> None:
    assert [cell for _, cell in pack.params["max_months"].rows] == [Interval(24, 24)]
