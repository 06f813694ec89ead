# ruff: noqa: E501
"""Random and hostile expressions and packs, and what the product makes of one of them.

Everything comes from a seed, so that a case is found again by its number. `python hostile.py N`
runs N cases and tells how long they took in CPU time.
"""

from __future__ import annotations

import datetime
import gc
import heapq
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hexvet.documents import UNPRINTABLE, Document, parse_document
from hexvet.judging import judge_of, programme_outcomes, project_outcome
from hexvet.language import scalar
from hexvet.language.checker import compile_expression
from hexvet.language.columns import columns_of
from hexvet.language.deciding import needs, turning
from hexvet.language.environment import Env
from hexvet.language.faults import BadExpression, caret
from hexvet.language.vector import compile_program, run
from hexvet.model import Interval
from hexvet.packs.compiling import compile_pack
from hexvet.packs.composing import compose
from hexvet.packs.model import Pack
from hexvet.packs.vocabulary import Vocabulary
from hexvet.problems import Problem

Dice = random.Random
AS_OF = datetime.date(2018, 2, 1)
CODE = re.compile(r"(RP|WS)\d{3}")
LIMIT = 50
"""What one case may take, in milliseconds of CPU time."""

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1

[field.cost]
type = "money"
min = 0
unit = "USD"

[field.score]
type = "number"
min = 0
max = 10

[field.part]
type = "share"

[field.start]
type = "date"

[field.sponsor]
type = "text"
values = ["mayor", "council"]

[field.agreed]
type = "truth"

[field.team]
type = "table"
columns = { name = "text", sector = ["public", "private"], fte = "number", since = "date" }
dated = "since"

[field.fund]
type = "money"
of = "programme"

[param.limit]
unit = "USD"
values = { 2018-01-01 = 500_000, 2019-01-01 = 600_000 }

[let.public]
expr = "count(team where sector == 'public') / count(team)"

[gate.selection]
order = 1

[section.cost]
order = 1
kind = "benefit"
title = "Cost"
fill = { at_least = 1, of = "criteria" }

[criterion.cheap]
section = "cost"
met = "cost <= limit"

[criterion.good]
section = "cost"
score = { input = "score", ramp = [0, 10] }
weight = 2

[check.agreed]
require = "agreed and public >= 25% and months_between(start, today()) <= 24"
when = "stage == 'selection' or sponsor in ['mayor', 'council']"
severity = "blocker"
gate = "selection"
message = "It costs {cost:,.0f}; the limit is {limit}."
waivable = { by = ["mayor"], max_days = 180 }

[test.cheap]
on = 2018-02-01
given = { cost = 100_000 }
expect = { cheap = "met" }
"""

EXPRESSIONS = (
    "cost <= limit", "score >= 3 and not agreed", "sponsor in ['mayor', 'council']",
    "count(team where sector == 'public') / count(team) >= 50%", "score between 1 and 5",
    "months_between(start, today()) <= 24 or agreed", "if_known(cost, 0) * 2 + limit > fund",
    "latest(team.since) < 2018-01-01", "any(team where fte > 0.5)", "cost is known",
    "max(score, 3, abs(-score)) == round(score, 2)", "min(team.fte where name == 'Ada')",
    "sum(team.fte) - 1 < score * -2", "public > 25%", "start == 2016-02-29", "part + 1 / part > 2",
)  # fmt: skip

INJECTIONS = (
    "__import__('os').system('id')", "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd').read()", "eval('1+1')", "exec('import os')", "lambda: 0",
    "[x for x in range(10)]", "{0.__class__}", "{cost.__class__}", "%s%n%x", "${HOME}", "`id`",
    "$(id)", "'; drop table projects; --", "cost or True) or (1", "score if agreed else cost",
    "f'{cost}'", "cost := 5", "cost**9**9**9", "10**10**10", "1e999", "0x10", "1_000_", "._", "..",
    "print(1)", "globals()", "compile('1', '', 'eval')", "breakpoint()", "cost.real", "cost[0]",
    "'\\x1b[31mred'", "\x1b]0;owned\x07", "[bold]cost[/bold]", "\u202ecost", "cost\x00", "\ufeffcost",
    "9" * 5000, "-" * 1999, "(" * 1999, "[" * 1999, "not " * 499, "x." * 999, "'" * 1999, '"' * 2000,
    "1+" * 199 + "1", "agreed and " * 199 + "agreed", "(score+" * 58 + "score" + ")" * 58,
    "min(" * 58 + "score" + ", 1)" * 58, "count(team where " * 50 + "agreed" + ") > 0" * 50,
    "any(team where " * 55 + "agreed" + ")" * 55, "if_known(" * 58 + "score" + ", 1)" * 58,
    "score in [" + "1, " * 190 + "1]", "sponsor == '" + "a" * 1900 + "'", "cost > " + "1_" * 900 + "1",
    "score * " * 190 + "score > 1", "0." + "0" * 1990 + "1", "1" * 41 + " > score", "score > 999999999999999",
    "start > 9999-12-31", "start > 0000-01-01", "start > 2018-02-30", "days_between(0001-01-01, 9999-12-31) > 0",
    "score / (score - score) > 1", "score / 0 == score / 0", "round(score, 7)", "round(1 / 3, 6) > 0",
    "٣ > score", "score > ３", "ѕcore > 1", "score\u00a0>\u00a01", "score > 1 # comment", "score > 1;",
)  # fmt: skip

ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz_ ", "0123456789._%-", "()[]{}<>=!&|+-*/,.'\"` ",
    "".join(map(chr, range(256))), "\u0000\u001b\u0007\u202e\u2066\u200b\ufeff\u00a0\u0301é≥≤≠‘’“”€𝟛٣",
)  # fmt: skip
WORDS = [
    "cost",
    "score",
    "part",
    "start",
    "sponsor",
    "agreed",
    "team",
    "fund",
    "limit",
    "public",
    "stage",
    "and",
    "or",
    "not",
    "in",
    "is",
    "known",
    "missing",
    "between",
    "where",
    "true",
    "false",
    "count",
    "sum",
    "min",
    "max",
    "latest",
    "any",
    "all",
    "share",
    "abs",
    "round",
    "if_known",
    "days_between",
    "months_between",
    "today",
    "projects",
    "team.fte",
    "team.sector",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "+",
    "-",
    "*",
    "/",
    "<",
    "<=",
    ">",
    ">=",
    "==",
    "!=",
    "1",
    "0",
    "25%",
    "12_000",
    "2018-01-01",
    "'mayor'",
    "'x'",
    '"y"',
]


# making cases ---------------------------------------------------------------------------------
def noise(dice: Dice) -> str:
    """Characters without sense."""
    alphabet = dice.choice(ALPHABETS)
    return "".join(dice.choice(alphabet) for _ in range(dice.choice((1, 5, 20, 80, 400))))


def soup(dice: Dice) -> str:
    """Words of the language in no order."""
    return " ".join(dice.choice(WORDS) for _ in range(dice.choice((2, 4, 8, 16, 60))))


def mutated(dice: Dice, text: str) -> str:
    """A text with one to five slips: pieces lost, doubled, swapped, or put in from elsewhere."""
    for _ in range(dice.randint(1, 5)):
        start = dice.randrange(len(text) + 1)
        end = min(len(text), start + dice.choice((0, 1, 1, 3, 12)))
        piece = dice.choice(("", text[start:end] * 2, dice.choice(WORDS), noise(dice)[:6]))
        text = text[:start] + piece + text[end:]
    return text


def repeated(dice: Dice) -> str:
    """One piece, very often: what quadratic loops and deep recursion fear."""
    piece = dice.choice((*WORDS, "x.", "not ", "- ", "((", "[[", "1 + ", "a or ", "''", "{", "{{"))
    return piece * dice.choice((10, 60, 200, 700, 5_000))


def joined(dice: Dice) -> str:
    """Two sound expressions put together, often nested."""
    one, other = dice.choice(EXPRESSIONS), dice.choice(EXPRESSIONS)
    shape = dice.choice(
        ("({}) and ({})", "not ({}) or {}", "({}) == ({})", "any(team where {}) or {}")
    )
    return shape.format(one, other)


def expression(dice: Dice) -> str:
    """A random or hostile expression."""
    maker: Callable[[Dice], str] = dice.choice(
        (noise, soup, soup, repeated, joined, *[lambda d: mutated(d, d.choice(EXPRESSIONS))] * 4,
         lambda d: d.choice(INJECTIONS), lambda d: mutated(d, d.choice(INJECTIONS)))
    )  # fmt: skip
    return maker(dice)


LINES = PACK.splitlines(keepends=True)
VALUES = (
    "inf", "nan", "-inf", "1e400", "9" * 400, "9" * 5000, "-9223372036854775809", "0x" + "f" * 300,
    "1e308", "true", "[]", "{}", "[[[[[]]]]]", "[" * 500, "[" * 50 + "]" * 50, "{ a = " * 40 + "1" + " }" * 40,
    "'" + "x" * 5000 + "'", '"\\u0000"', '"\\u001b[31m"', "1979-05-27T07:32:00Z", "07:32:00",
    "0001-01-01", "9999-12-31", "2018-02-30", '"""\n"""', "'''a\nb'''", "[1, 'a', true]", "-0.0",
    "[[0, 1], [0, 2]]", "[0, 0]", "{ by = [], max_days = 0 }", "{ 2018-01-01 = 1, x = 2 }",
)  # fmt: skip


def pack(dice: Dice) -> str:
    """A random or hostile pack."""
    maker: Callable[[Dice], str] = dice.choice(
        (slipped, slipped, other_value, other_value, other_expression, other_expression, shuffled,
         noise, trap)
    )  # fmt: skip
    return maker(dice)


def slipped(dice: Dice) -> str:
    """The sound pack with slips of the pen."""
    return mutated(dice, PACK)


def other_value(dice: Dice) -> str:
    """The sound pack with another value behind some key."""
    lines = list(LINES)
    for _ in range(dice.randint(1, 3)):
        at = dice.choice([i for i, line in enumerate(lines) if " = " in line])
        lines[at] = f"{lines[at].partition(' = ')[0]} = {dice.choice(VALUES)}\n"
    return "".join(lines)


def other_expression(dice: Dice) -> str:
    """The sound pack with another expression or message in it."""
    text = expression(dice)
    quoted = '"' + "".join(f"\\U{ord(c):08X}" if c in '"\\' or c < " " else c for c in text) + '"'
    kind = dice.choice(("require", "when", "message", "met", "expr"))
    return re.sub(rf'^{kind} = ".*"$', lambda _: f"{kind} = {quoted}", PACK, flags=re.MULTILINE)


def shuffled(dice: Dice) -> str:
    """The lines of the sound pack in another order, some twice."""
    return "".join(dice.choice(LINES) for _ in range(dice.choice((5, 40, 120))))


def trap(dice: Dice) -> str:
    """Packs that are small for what they ask."""
    size = dice.choice((3, 20, 60, 200))
    chain = range(1, size)
    backwards = list(chain)[::-1]
    return PACK + dice.choice((
        "".join(f"[let.l{i}]\nexpr = 'l{i - 1} + l{i - 1}'\n" for i in chain) + "[let.l0]\nexpr = 'score'\n",
        "".join(f"[let.l{i}]\nexpr = 'l{i - 1} and not l{i - 1}'\n" for i in backwards)
        + "[let.l0]\nexpr = 'agreed'\n[check.l]\nrequire = 'l2 or l1'\nseverity = 'blocker'\ngate = 'selection'\n",
        "".join(f"[let.l{i}]\nexpr = 'l{i - 1} * l{i - 1} + (1 and 2)'\n" for i in backwards)
        + "[let.l0]\nexpr = 'score'\n",
        "".join(f"[let.l{i}]\nexpr = 'l{(i + 1) % size} + 1'\n" for i in range(size)),
        "".join(f"[let.l{i}]\nexpr = 'l{i - 1} * l{i - 1}'\n" for i in chain)
        + f"[let.l0]\nexpr = 'score + 1000000'\n[let.z]\nexpr = 'l{size - 1} - l{size - 1} > 0'\n",
        "[a" + ".a" * size * 10 + "]\n",
        "a" + ".a" * size * 5 + " = 1\n",
        "x = " + "[" * size * 5 + "\n",
        "x = " + "{a=" * size * 5 + "\n",
        "[check.m]\nrequire = 'agreed'\nseverity = 'advice'\ngate = 'selection'\nmessage = '"
        + "{score} " * size * 4 + "'\n",
        "[check.m]\nrequire = 'agreed'\nseverity = 'advice'\ngate = 'selection'\nmessage = '" + "{" * size * 20 + "'\n",
        "".join(f"[check.c{i}]\nrequire = 'scre > {i}'\nseverity = 'x'\n" for i in range(size)),
        f"[field.t]\ntype = 'text'\nvalues = [{', '.join(repr('v' * 40 + str(i)) for i in range(size * 5))}]\n"
        "[let.t]\nexpr = \"t == 'vvvvvvvvvvvvvvvvvvv'\"\n",
        "[pack.extra]\n" * 2,
        f"[criterion.k]\nsection = 'cost'\nscore = {{ input = 'score', points = {[[i, i % 100] for i in range(size)]} }}\n",
        "[criterion.k]\nsection = 'cost'\nscore = { input = 'score / 0', ramp = [-1e308, 1e308] }\n",
        "[criterion.k]\nsection = 'cost'\nscore = { input = 'score', ramp = [1, 1.0000000000000002] }\nweight = 0\n",
        "[override.'city/agreed']\nreason = 'x'\n",
    ))  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One text; `number` and the seed find it again."""

    number: int
    kind: str
    text: str


def cases(count: int, seed: int = 0) -> Iterator[Case]:
    """Two expressions to one pack, the known traps first."""
    for number, text in enumerate(INJECTIONS):
        yield Case(number, "expression", text)
    for number in range(len(INJECTIONS), count):
        dice = Dice(f"{seed}/{number}")
        if number % 3:
            yield Case(number, "expression", expression(dice))
        else:
            yield Case(number, "pack", pack(dice))


# what becomes of them -------------------------------------------------------------------------
PROJECTS = (
    {},
    {
        "cost": Interval(1e5, 9e5), "score": Interval(4, 4), "part": Interval(0, 1), "agreed": True,
        "start": Interval(736_000, 736_100), "sponsor": "mayor", "stage": "selection",
        "team": (
            {"name": "Ada", "sector": "public", "fte": Interval(1, 1), "since": Interval(736_000, 736_000)},
            {"sector": "private"},
            {},
        ),
    },
)  # fmt: skip


@cache
def sound() -> tuple[Pack, Vocabulary]:
    """The sound pack and its vocabulary."""
    document = parse_document(PACK, "rules/city.toml")
    assert isinstance(document, Document)
    made, problems = compile_pack(compose(document, lambda *_: None))
    assert made is not None and not problems, problems
    lets = {name: let.expression.node.kind for name, let in made.lets.items()}
    scope = Vocabulary(made.fields, made.params, {}, lambda *_: None, print)
    scope.lets.update(made.lets)
    assert lets
    return made, scope


def outcome(case: Case) -> str:
    """`value` or the codes of what is wrong. Anything else is an exception."""
    return of_expression(case.text) if case.kind == "expression" else of_pack(case.text)


def of_expression(text: str) -> str:
    """Parses, checks and evaluates an expression in every way."""
    made, vocabulary = sound()
    kinds = dict.fromkeys(made.lets, ("number", "project"))
    from dataclasses import replace

    scope = replace(vocabulary.scope("project"), let_kind=kinds.get, let_names=tuple(kinds))
    try:
        node = compile_expression(text, scope)
    except BadExpression as error:
        assert error.faults
        for fault in error.faults:
            assert CODE.fullmatch(fault.code) and 0 <= fault.start < fault.end
            assert not UNPRINTABLE.search(fault.message + fault.hint), fault
            caret(text, fault)
        return error.faults[0].code
    judge = judge_of(made, AS_OF, {})
    envs = [judge.env(cells) for cells in PROJECTS]
    for env in envs:
        evaluated(node, env)
    columns = columns_of(PROJECTS, made.fields, float(AS_OF.toordinal()))
    run(compile_program([node], judge.lets), columns, judge.env({}))
    return "value"


def evaluated(node: object, env: Env) -> None:
    """Everything that the scalar side says about an expression."""
    kind = node.kind  # type: ignore[attr-defined]
    if kind == "truth":
        assert scalar.truth(node, env) in (-1, 0, 1)  # type: ignore[arg-type]
        needs(node, env)  # type: ignore[arg-type]
        turning(node, env, 1)  # type: ignore[arg-type]
    elif kind == "text":
        scalar.text(node, env)  # type: ignore[arg-type]
    else:
        low, high = scalar.quantity(node, env)  # type: ignore[arg-type]
        assert low <= high
    scalar.known(node, env)  # type: ignore[arg-type]


def of_pack(text: str) -> str:
    """Reads a pack and judges two projects by it."""
    document = parse_document(text, "rules/city.toml")
    if isinstance(document, Problem):
        return coded((document,))
    made, problems = compile_pack(compose(document, lambda *_: None))
    if made is None:
        return coded(problems)
    judge = judge_of(made, AS_OF, {})
    programme = programme_outcomes(judge, PROJECTS, {})
    for cells in PROJECTS:
        known = {name: cell for name, cell in cells.items() if fits(made, name, cell)}
        project_outcome(judge, "p", known, programme, {})
        for let in list(made.lets.values())[-4:]:  # they open all others
            evaluated(let.expression.node, judge.env(known))
    return "value"


def fits(made: Pack, name: str, cell: object) -> bool:
    """Whether the mutated pack still takes this answer; the workspace's reader sees to that."""
    original = sound()[0].fields[name]
    return made.fields.get(name) == original


def coded(problems: tuple[Problem, ...]) -> str:
    """Every problem has a code and a place."""
    assert problems
    for problem in problems:
        assert CODE.fullmatch(problem.code), problem
        assert not UNPRINTABLE.search(problem.message + problem.hint + problem.place.text), problem
        assert problem.place.file and problem.place.line >= 0
    return problems[0].code


def main(count: int, seed: int) -> None:
    """Runs cases and tells the slowest."""
    slowest: list[tuple[float, int]] = []
    tally: dict[str, int] = {}
    total = over = 0.0
    for case in cases(200, -1):  # what is imported late is imported here
        outcome(case)
    gc.collect()
    gc.freeze()
    for case in cases(count, seed):
        start = time.process_time()
        try:
            said = outcome(case)
        except Exception as error:
            said = f"{type(error).__name__} {error}"[:80]
            print(f"{case.kind} {case.number}: {said}  {case.text[:50]!r}")
        took = 1000 * (time.process_time() - start)
        total, over = total + took, over + (took > LIMIT)
        slowest = heapq.nlargest(8, (*slowest, (took, case.number)))
        tally[said] = tally.get(said, 0) + 1
    print(f"{count:,} cases, seed {seed}: {total / count:.2f} ms CPU on average")
    print(f"slowest {slowest[0][0]:.1f} ms; over {LIMIT} ms: {over:.0f}")
    print("slowest cases:", ", ".join(f"{number} {took:.0f} ms" for took, number in slowest))
    print(", ".join(f"{code} {n:,}" for code, n in sorted(tally.items(), key=lambda p: -p[1])))


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "engine")]
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
