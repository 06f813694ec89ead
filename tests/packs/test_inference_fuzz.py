"""Whatever stands under [infer.*] and [tally.*]: problems with a place, or rules that run."""

from __future__ import annotations

import datetime
import os
import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexvet.documents import UNPRINTABLE
from hexvet.inference.engine import chain
from hexvet.inference.faults import faults
from hexvet.inference.model import Chained, Fact, InferenceUnavailable, Kinds, Program
from hexvet.packs.chains import program_of
from hexvet.packs.fact_kinds import Stage, kinds_of
from hexvet.packs.lint.linting import lint
from hexvet.packs.loading import Library
from hexvet.problems_catalogue import CODES
from hexvet.testing import run_cases
from hexvet.testing.covering import coverage_of
from hexvet.testing.explaining import reasons
from hexvet.workspace.toml_values import toml_key, toml_value

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1

[gate.selection]
order = 1

[field.cost]
type = "money"
unit = "USD"
[field.open]
type = "truth"
[field.end]
type = "date"
[field.team]
type = "table"
columns = { name = "text", role = ["director", "analyst"], fte = "number", since = "date" }
[field.fund]
of = "programme"
type = "table"
columns = { name = "text", fte = "number" }

[check.sponsor]
require = "open"
severity = "blocker"
gate = "selection"
waivable = { by = ["mayor"], max_days = 90 }
[check.funded]
of = "programme"
require = "count(fund) > 0"
severity = "warning"
gate = "selection"
"""

KINDS = ["team", "fund", "check", "project", "programme", "gate", "waiver", "tally", "finding",
         "blocked", "eligible", "dependency", "held", "late", "nothing"]  # fmt: skip
FIELDS = ["project", "name", "role", "fte", "since", "check", "status", "severity", "gate", "row",
          "cost", "open", "end", "stage", "number", "finding", "tally", "verdict", "person", "to",
          "of", "until", "days_left", "on", "odd"]  # fmt: skip
TEXTS = ["director", "sponsor", "city/sponsor", "other/rule", "failed", "selection", "blocker",
         "over", "led", "asked", "mayor", "$a.project", "$a.name", "$b.fte", "$a.since", "$a.odd",
         "$c.x", "$", "$a", "",
         "\u202e[/b]", "x" * 1_001, "{a.name}", "{a.fte:.1f}", "{", "{a.odd}",
         "{{}}", "amount > 0", "fte > 1", "name ==", "fund.fte", "fund.", "team"]  # fmt: skip

scalars = st.one_of(
    st.sampled_from(TEXTS),
    st.text(max_size=12),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)
hostile = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
operators = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "exists", "in", ""])
tests = st.one_of(scalars, st.dictionaries(operators, scalars, max_size=2), hostile)
patterns = st.builds(
    lambda alias, kind, fields: {**alias, **kind, **fields},
    st.one_of(
        st.just({}), st.fixed_dictionaries({"as": st.sampled_from(["a", "b", "c", "_1", ""])})
    ),
    st.one_of(st.just({}), st.fixed_dictionaries({"fact": st.sampled_from(KINDS)})),
    st.dictionaries(st.sampled_from(FIELDS), tests, max_size=4),
)
conclusions = st.builds(
    lambda head, name, fields: {**({head: name} if head else {}), **fields},
    st.sampled_from(["finding", "finding", "blocked", "eligible", "fact", ""]),
    st.one_of(st.sampled_from(["led", "held", "late", "selection", "check", "$a.gate"]), hostile),
    st.dictionaries(st.sampled_from([*FIELDS, "message", "as", "fact"]), tests, max_size=4),
)
rules = st.one_of(
    st.fixed_dictionaries(
        {
            "when": st.lists(st.one_of(patterns, hostile), max_size=3),
            "then": st.one_of(conclusions, st.lists(conclusions, max_size=3), hostile),
        },
        optional={
            "unless": st.lists(st.one_of(patterns, hostile), max_size=3),
            "of": st.sampled_from(["project", "portfolio", "all"]),
            "remedy": hostile,
            "title": hostile,
        },
    ),
    hostile,
)
tallies = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "table": st.one_of(st.sampled_from(["team", "fund", "cost"]), hostile),
            "by": st.one_of(
                st.lists(st.sampled_from(["name", "role", "fte"]), max_size=3), hostile
            ),
            "sum": st.one_of(st.sampled_from(["fte", "name"]), hostile),
            "limit": st.one_of(st.sampled_from(["fund.fte", "fund.name", "team.fte"]), hostile),
            "where": st.one_of(st.sampled_from(TEXTS), hostile),
            "limit_where": st.one_of(st.sampled_from(TEXTS), hostile),
        },
    ),
    hostile,
)


def toml(kind: str, tables: dict[str, object]) -> str | None:
    try:
        return f"[{kind}]\n" + "".join(
            f"{toml_key(name)} = {toml_value(table)}\n" for name, table in tables.items()
        )
    except (TypeError, ValueError):
        return None


def check(text: str) -> None:
    """Loading and lint never raise; what loads without errors the engine takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.toml"
        path.write_text(PACK + text, encoding="utf-8", errors="surrogatepass")
        loaded = Library([], Path(folder)).load_file(path)
        for problem in loaded.problems:
            assert problem.code in CODES
            assert problem.place.line > 0 or problem.code.startswith("WS")
            assert UNPRINTABLE.search(problem.message + problem.hint) is None
        assert "RP046" not in {problem.code for problem in loaded.problems}
        lint(loaded)
        if loaded.pack is not None:
            for of in get_args(Stage):
                assert faults(program_of([loaded.pack], of)) == ()


FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
FUZZ = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@FUZZ
@given(st.dictionaries(st.sampled_from(["r1", "r2", "R", "r 3"]), rules, max_size=3))
def test_hostile_rules(tables: dict[str, object]) -> None:
    text = toml("infer", tables)
    if text is not None:
        check(text)


@FUZZ
@given(
    st.dictionaries(st.sampled_from(["asked", "t2"]), tallies, max_size=2),
    st.dictionaries(st.sampled_from(["r1"]), rules, max_size=1),
)
def test_hostile_tallies(sums: dict[str, object], tables: dict[str, object]) -> None:
    parts = [toml("tally", sums), toml("infer", tables)]
    if None not in parts:
        check("\n".join(part for part in parts if part))


# tests of rules -------------------------------------------------------------------------------
LED = """
[infer.led]
when = [{ as = "a", fact = "team", role = "director" }]
then = [{ finding = "led", project = "$a.project", severity = "advice" }, { blocked = "selection", project = "$a.project" }]
"""  # noqa: E501
entries = st.one_of(
    st.lists(st.sampled_from(["led", "led: a", "led: a, b", "selection", ":", ": a", "", "x"])),
    hostile,
)
words = st.sampled_from(["findings", "found", "not_found", "blocked", "eligible", "sponsor", "no"])
answers = st.one_of(
    st.dictionaries(
        st.sampled_from(["open", "title", "lifecycle", "team", "fund", "cost", "odd"]),
        st.one_of(st.sampled_from([True, "paused", [{"role": "director"}], 3, []]), hostile),
        max_size=3,
    ),
    hostile,
)
waivers = st.one_of(
    st.lists(
        st.dictionaries(
            st.sampled_from(["check", "project", "role", "expires"]),
            st.one_of(st.sampled_from(["sponsor", "funded", "a", "mayor"]), scalars),
        ),
        max_size=2,
    ),
    hostile,
)
examples = st.one_of(
    st.fixed_dictionaries(
        {"on": st.dates(), "expect": st.dictionaries(words, entries, max_size=3)},
        optional={
            "given": answers,
            "projects": st.one_of(st.dictionaries(st.sampled_from(["a", "b"]), answers), hostile),
            "waivers": waivers,
            "cases": st.one_of(
                st.lists(
                    st.fixed_dictionaries(
                        {},
                        optional={
                            "projects": st.dictionaries(st.sampled_from(["b", "c"]), answers),
                            "waivers": waivers,
                            "expect": st.dictionaries(words, entries, max_size=2),
                        },
                    ),
                    max_size=2,
                ),
                hostile,
            ),
        },
    ),
    hostile,
)


class Engine:
    """Runs rules in this process."""

    def chain_all(
        self, program: Program, lists: Iterable[tuple[Fact, ...]], /
    ) -> Sequence[Chained | InferenceUnavailable]:
        return [chain(program, facts) for facts in lists]


@FUZZ
@given(st.dictionaries(st.sampled_from(["t", "u"]), examples, min_size=1, max_size=2))
def test_hostile_tests(tables: dict[str, object]) -> None:
    text = toml("test", tables)
    if text is None:
        return
    check(LED + text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.toml"
        path.write_text(PACK + LED + text, encoding="utf-8", errors="surrogatepass")
        run = run_cases(Library([], Path(folder)).load_file(path), chainer=Engine())
        assert all(one.actual is not None for one in run.expectations)
        for case, one in run.failures:
            reasons(case, one, run.loaded)
        if run.pack is not None:
            coverage_of(run.pack, run.runs)


# rules that are nearly right ------------------------------------------------------------------
VALUES: dict[str, list[object]] = {
    "text": ["director", "sponsor", "failed", "selection", "blocker", "waived", "pass", "Ann"],
    "number": [0, 1, 0.5, -3],
    "date": [datetime.date(2018, 1, 1)],
    "truth": [True, False],
}


class Maker:
    """Makes rules of which most load; `slip` is how often something is wrong, 0 to 1."""

    def __init__(self, dice: random.Random, kinds: Kinds, slip: float) -> None:
        self.dice, self.kinds, self.slip = dice, kinds, slip

    def rules(self) -> dict[str, object]:
        return {f"r{number}": self.rule() for number in range(self.dice.randint(1, 3))}

    def rule(self) -> dict[str, object]:
        aliases: dict[str, str] = {}
        when = []
        for alias in "abc"[: self.dice.randint(1, 3)]:
            when.append(self.pattern(aliases, alias))
            aliases[alias] = str(when[-1]["fact"])
        unless = [self.pattern(aliases) for _ in range(self.dice.randint(0, 1))]
        rule: dict[str, object] = {"when": when, "then": self.conclusion(aliases)}
        if unless:
            rule["unless"] = unless
        if self.dice.random() < 0.5:
            rule["of"] = "portfolio"
        return rule

    def kind(self) -> str:
        kinds = sorted(self.kinds.keys() - {"finding", "blocked", "eligible"})
        return "odd" if self.slips() else self.dice.choice([*kinds, "held"])

    def slips(self) -> bool:
        return self.dice.random() < self.slip

    def pattern(self, aliases: dict[str, str], alias: str = "") -> dict[str, object]:
        kind = self.kind()
        made: dict[str, object] = {"as": alias, "fact": kind} if alias else {"fact": kind}
        fields = self.kinds.get(kind, {"project": "text", "n": "number"})
        if aliases:
            self.tie(made, fields, aliases)
        for name in self.dice.sample(sorted(fields), min(len(fields), self.dice.randint(0, 2))):
            made.setdefault(name, self.test(name, fields[name]))
        return made

    def tie(
        self, made: dict[str, object], fields: Mapping[str, str], known: dict[str, str]
    ) -> None:
        alias = self.dice.choice(sorted(known))
        others = self.kinds.get(known[alias], {"project": "text"})
        pairs = [(a, b) for a in fields for b in others if fields[a] == others[b]]
        if pairs and not self.slips():
            mine, other = self.dice.choice(sorted(pairs))
            made[mine] = f"${alias}.{other}"

    def test(self, name: str, kind: str) -> object:
        kind = self.dice.choice(sorted(VALUES)) if self.slips() else kind
        value = self.dice.choice(VALUES[kind])
        operator = self.dice.choice(["eq", "ne", "exists", "lt", "ge"])
        if operator == "eq" or (operator in ("lt", "ge") and kind in ("text", "truth")):
            return value
        return {operator: self.dice.random() < 0.5 if operator == "exists" else value}

    def conclusion(self, aliases: dict[str, str]) -> dict[str, object]:
        alias = self.dice.choice(sorted(aliases))
        fields = self.kinds.get(aliases[alias], {"project": "text"})
        project = {"project": f"${alias}.project"} if "project" in fields else {}
        if self.dice.random() < 0.4:
            return {"fact": "held", **project, "n": self.dice.choice(VALUES["number"])}
        name = self.dice.choice(["led", "late"])
        return {"finding": name, "severity": "warning", **project, "message": f"{{{alias}.odd}}"
                if self.slips() else "It is so."}  # fmt: skip


def nearly_right(seed: int, slip: float) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.toml"
        path.write_text(PACK)
        pack = Library([], Path(folder)).load_file(path).pack
    assert pack is not None
    made = Maker(random.Random(seed), kinds_of([pack], "portfolio"), slip).rules()
    return toml("infer", made) or ""


@FUZZ
@given(st.integers(0, 2**32))
def test_rules_with_a_slip(seed: int) -> None:
    check(nearly_right(seed, 0.04))


def test_most_rules_without_a_slip_load(tmp_path: Path) -> None:
    """Otherwise the tests above would only ever see rules that are refused."""
    loaded = 0
    for seed in range(60):
        path = tmp_path / "city.toml"
        path.write_text(PACK + nearly_right(seed, 0.0))
        loaded += Library([], tmp_path).load_file(path).pack is not None
    assert loaded >= 10


@pytest.mark.slow
@settings(FUZZ, max_examples=2_000 if FULL else 300)
@given(st.integers(0, 2**32))
def test_many_rules_with_a_slip(seed: int) -> None:
    check(nearly_right(seed, 0.03))


@pytest.mark.slow
@settings(FUZZ, max_examples=1_500 if FULL else 200)
@given(st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), rules, min_size=1, max_size=3))
def test_many_hostile_rules(tables: dict[str, object]) -> None:
    text = toml("infer", tables)
    if text is not None:
        check(text)
