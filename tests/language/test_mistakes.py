# ruff: noqa: E501
"""Every mistake in an expression: its code, the characters it marks, and the way out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from generators import FIELDS, HERE, PARAMS

from hexvet.language.checker import Scope, compile_expression
from hexvet.language.faults import BadExpression, Fault, caret
from hexvet.language.tokens import MAX_DEPTH, MAX_HEIGHT, MAX_LENGTH, MAX_TOKENS
from hexvet.model import Column, Field

LETS = {"good": ("number", "project"), "city": ("truth", "programme"), "bad": ("", "programme")}
WORDS = {
    **FIELDS,
    "cost_total": Field("cost_total", "money", HERE),
    "funding": Field("funding", "table", HERE, columns={"amount": Column("amount", "money")}),
}


def faults(text: str, wanted: str = "", subject: str = "project") -> tuple[Fault, ...]:
    """Every fault of an expression."""
    scope = Scope(WORDS, PARAMS, LETS.get, tuple(LETS), subject)  # type: ignore[arg-type]
    with pytest.raises(BadExpression) as caught:
        compile_expression(text, scope, wanted)
    return caught.value.faults


MISTAKES = [
    # unknown names
    ("budgt_total > 0", "RP002", "budgt_total", ""),
    ("cost_totl > 0", "RP002", "cost_totl", "did you mean 'cost_total'?"),
    ("godo > 0", "RP002", "godo", "did you mean 'good'?"),
    ("zzz > 0", "RP002", "zzz", "declare it"),
    ("any(funding where amuont > 0)", "RP002", "amuont", "did you mean 'amount'?"),
    # what cannot be read
    ("n0 = 1", "RP003", "=", "use == to compare"), ("t0 & t1", "RP003", "&", "write 'and'"),
    ("t0 | t1", "RP003", "|", "write 'or'"), ("!t0", "RP003", "!", "write 'not'"),
    ("n0 ≥ 1", "RP003", "≥", "write >="), ("n0 ≤ 1", "RP003", "≤", "write <="),
    ("n0 ≠ 1", "RP003", "≠", ""), ("x0 == ‘a’", "RP003", "‘", "straight quotes"),
    ("x0 == 'a", "RP003", "'", "no closing quote"), ('x0 == "a', "RP003", '"', "no closing quote"),
    ("$5 > n0", "RP003", "$", "param of type money"), ("n0 ^ 2", "RP003", "^", "multiply"),
    ("{n0} > 1", "RP003", "{", "messages"), ("n0 > 1e5", "RP003", "1e5", "12_000"),
    ("n0 > 1.2.3", "RP003", "1.2.3", ""), ("n0 > 5x", "RP003", "5x", ""),
    ("n0 > ٣", "RP003", "٣", ""), ("d0 > 2018-02-30", "RP003", "2018-02-30", ""),
    ("n0 > 1000000000000001", "RP003", "1000000000000001", ""),
    ("n0 > 0." + "0" * 50, "RP003", "0." + "0" * 50, ""),
    ("", "RP003", "", ""), ("   ", "RP003", "", ""), ("n0 +", "RP003", "", ""),
    ("(n0 > 1", "RP003", "", "not closed"), ("n0 > 1)", "RP003", ")", ""),
    ("n0 > 1 t0", "RP003", "t0", "'and' or 'or' missing"), ("t0 AND t1", "RP003", "AND", "small letters"),
    ("and t0", "RP003", "and", ""), ("n0 > and", "RP003", "and", ""), ("n0 is 5", "RP003", "5", "use =="),
    ("n0 not 5", "RP003", "5", "not in"), ("x0 in 'a'", "RP003", "'a'", "write a list"),
    ("x0 in ['a'", "RP003", "", "not closed"), ("x0 in [a]", "RP003", "a", "need quotes"),
    ("x0 in [1 + 1]", "RP003", "+", "not closed"), ("x0 in []", "RP003", "x0 in []", "at least one"),
    ("d0 in [-2018-01-01]", "RP003", "-", ""), ("x0 in [-'a']", "RP003", "-", ""),
    ("t0 in [-true]", "RP003", "true", ""), ("[1, 2] == n0", "RP003", "[", "only after 'in'"),
    ("n1 between 1, 5", "RP003", ",", "between 1 and 5"), ("1 < n1 < 5", "RP003", "<", "a < b and b < c"),
    ("n1 <= 10 is known", "RP003", "is", "a < b and b < c"), ("n1 == 1 == 1", "RP003", "==", ""),
    ("x0 in ['a'] in ['b']", "RP003", "in", ""), ("funding.amount > 0", "RP003", ".", "sum(funding"),
    ("count()", "RP003", ")", "count(table"), ("count(funding where)", "RP003", ")", ""),
    ("sum(funding.)", "RP003", ")", "sum(table.column"), ("count(5)", "RP003", "5", ""),
    ("count(funding, 1)", "RP003", ",", ""), ("min(n0, 1", "RP003", "", ""), ("n0.real", "RP003", ".", ""),
    # limits
    ("n0 " + "+ n0 " * (MAX_LENGTH // 5), "RP004", "n", "let"),
    ("n0" + "+n0" * MAX_TOKENS, "RP004", "n0", "let"),
    ("(" * (MAX_DEPTH + 1) + "n0" + ")" * (MAX_DEPTH + 1), "RP004", "(", ""),
    # kinds
    ("m0 > 5", "RP005", "m0 > 5", "[param.…] of type = \"money\""), ("5 < m0", "RP005", "5 < m0", "param"),
    ("m0 == s0", "RP005", "m0 == s0", ""), ("m0 + 1 > km", "RP005", "m0 + 1", "money plus money"),
    ("m0 * m0 > km", "RP005", "m0 * m0", ""), ("1 / m0 > 1", "RP005", "1 / m0", ""),
    ("max(0, m0) > 5", "RP005", "max(0, m0) > 5", ""), ("if_known(0, m0) > 5", "RP005", "if_known(0, m0) > 5", ""),
    ("d0 - d1 > 3", "RP005", "d0 - d1", "days_between"), ("d0 + 1 > d1", "RP005", "d0 + 1", "days_between"),
    ("d0 > 5", "RP005", "d0 > 5", "2026-01-31"), ("d0 > '2018-01-01'", "RP005", "d0 > '2018-01-01'", "without quotes"),
    ("x0 < 'b'", "RP005", "x0 < 'b'", "no order"), ("t0 > t1", "RP005", "t0 > t1", "no order"),
    ("x0 == 1", "RP005", "x0 == 1", ""), ("t0 == 'a'", "RP005", "t0 == 'a'", ""),
    ("n0 in ['a']", "RP005", "'a'", ""), ("m0 in [5]", "RP005", "5", ""), ("d0 in [5]", "RP005", "5", ""),
    ("not n0", "RP005", "n0", ""), ("n0 and t0", "RP005", "n0", ""), ("t0 or x0", "RP005", "x0", ""),
    ("-x0 == 'a'", "RP005", "x0", ""), ("-d0 > d1", "RP005", "d0", ""), ("-t0", "RP005", "t0", ""),
    ("abs(x0) > 1", "RP005", "x0", ""), ("abs(d0) > d1", "RP005", "d0", ""), ("round(d0) > d1", "RP005", "d0", ""),
    ("min(n0, m0) > 1", "RP005", "m0", ""), ("min(x0, x1) == 'a'", "RP005", "x0", ""),
    ("if_known(n0, 'a') > 1", "RP005", "'a'", ""), ("days_between(n0, d0) > 1", "RP005", "n0", ""),
    ("team == team", "RP005", "team", "count(team where …)"), ("n1 between d0 and 5", "RP005", "n1 between d0 and 5", ""),
    ("sum(team.x) > 1", "RP005", "sum(team.x)", ""), ("max(team.t) > 1", "RP005", "max(team.t)", ""),
    ("sum(team.d) > d0", "RP005", "sum(team.d)", ""), ("count(team where a) > 1", "RP005", "a", ""),
    # functions
    ("cuont(team) > 1", "RP006", "cuont", "did you mean 'count'?"), ("eval('1')", "RP006", "eval", ""),
    ("abs(1, 2) > 0", "RP007", "abs(1, 2)", "abs(x)"), ("abs() > 0", "RP007", "abs()", "abs(x)"),
    ("min(n0) > 0", "RP007", "min(n0)", "min(a, b"), ("today(1) > d0", "RP007", "today(1)", "today()"),
    ("days_between(d0) > 0", "RP007", "days_between(d0)", "days_between(from, to)"),
    ("round(n0, 7) > 0", "RP007", "7", "round(x, 2)"), ("round(n0, n1) > 0", "RP007", "n1", ""),
    ("round(n0, 0.5) > 0", "RP007", "0.5", ""), ("round(n0, true) > 0", "RP007", "true", ""),
    ("round(n0, 100%) > 0", "RP007", "100%", ""), ("any(team)", "RP007", "any(team)", "any(table where"),
    ("share(team) > 1", "RP007", "share(team)", ""), ("count(team.a) > 1", "RP007", "count(team.a)", ""),
    ("sum(team) > 1", "RP007", "sum(team)", "sum(table.column"),
    # tables
    ("count(n0) > 1", "RP008", "count(n0)", "tables:"), ("count(fundng) > 1", "RP008", "count(fundng)", "'funding'"),
    ("sum(funding.amuont) > km", "RP008", "sum(funding.amuont)", "'amount'"),
    ("latest(team.x) == 'a'", "RP008", "latest(team.x)", "dated ="),
    ("count(projects) > 1", "RP009", "count(projects)", "of = \"programme\""),
    # values
    ("x0 == 'aa'", "RP010", "'aa'", "did you mean 'a'?"), ("'q' == x0", "RP010", "'q'", "one of a, b, c"),
    ("x0 in ['a', 'd']", "RP010", "'d'", ""), ("count(team where x == 'q') > 1", "RP010", "'q'", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "marked", "hint"), MISTAKES, ids=lambda v: str(v)[:40])
def test_a_mistake_is_marked(text: str, code: str, marked: str, hint: str) -> None:
    fault = faults(text)[0]
    assert (fault.code, text[fault.start : fault.end]) == (code, marked)
    assert hint in fault.hint
    assert fault.message and 0 <= fault.start < fault.end


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("n0 > 1", "RP009", "n0"), ("good > 1", "RP009", "good"), ("count(team) > 1", "RP009", "count(team)"),
        ("team is known", "RP009", "team"), ("pn > n0", "RP009", "n0"),
        ("count(projects where good > 1) > 1", "RP009", "good"),
        ("sum(projects.team) > 1", "RP005", "sum(projects.team)"),
        ("sum(projects.nn) > 1", "RP008", "sum(projects.nn)"),
    ],
)  # fmt: skip
def test_a_rule_of_the_programme_reads_no_single_project(text: str, code: str, marked: str) -> None:
    fault = faults(text, subject="programme")[0]
    assert (fault.code, text[fault.start : fault.end]) == (code, marked)


@pytest.mark.parametrize(
    ("text", "wanted", "hint"),
    [("n0", "truth", "x >= 3"), ("x0", "truth", ""), ("t0", "quantity", ""), ("n0", "text", "")],
)
def test_an_expression_of_another_kind_than_is_needed(text: str, wanted: str, hint: str) -> None:
    (fault,) = faults(text, wanted)
    assert (fault.code, fault.start, fault.end) == ("RP005", 0, 2) and hint in fault.hint


def test_all_mistakes_are_told_at_once() -> None:
    found = faults("cots > 1 and x0 < 'a' or m0 > 5")
    assert [fault.code for fault in found] == ["RP002", "RP005", "RP005"]


def test_a_faulty_let_is_not_blamed_on_those_who_read_it() -> None:
    (fault,) = faults("bad > 1 and nothing")
    assert fault.code == "RP002"


def test_lets_that_read_lets_are_limited_by_what_the_stack_holds() -> None:
    heights: Mapping[str, int] = {"good": MAX_HEIGHT - 2}
    scope = Scope(WORDS, PARAMS, LETS.get, tuple(LETS), let_height=heights.__getitem__)  # type: ignore[arg-type]
    compile_expression("good > 1", scope)
    with pytest.raises(BadExpression) as caught:
        compile_expression("good + 1 > 1", scope)
    assert caught.value.faults[0].code == "RP004"


def test_the_caret_stands_under_the_mistake() -> None:
    text = "n0 > 1 and\tbudgt > 2"
    (fault,) = faults(text)
    assert caret(text, fault) == "n0 > 1 and budgt > 2\n           ^^^^^"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("m0 * 2", "money"), ("2 * m0", "money"), ("m0 / 2", "money"), ("m0 / m0", "number"),
        ("m0 + m0", "money"), ("-m0", "money"), ("s0 * 2", "number"), ("s0 + s0", "number"),
        ("max(m0, 0)", "money"), ("max(0, m0)", "money"), ("min(s0, n0)", "number"),
        ("min(s0, s1)", "share"), ("if_known(0, m0)", "money"), ("if_known(m0, 0)", "money"),
        ("min(d0, today())", "date"), ("round(m0, 2)", "money"), ("sum(team.p)", "money"),
        ("share(team where t)", "share"), ("count(team)", "number"), ("latest(log.x)", "text"),
        ("latest(log.t)", "truth"), ("m0 > 0", "truth"), ("0 == m0", "truth"), ("n0 > 25%", "truth"),
        ("team is known", "truth"), ("m0 in [0]", "truth"), ("if_known(t0, false)", "truth"),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str) -> None:
    assert compile_expression(text, Scope(FIELDS, PARAMS)).kind == kind
