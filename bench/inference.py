"""What follows from facts, how long it takes, and what CLIPS says: one engine, one process.

`python inference.py hexvet` and `python inference.py clips` print JSON: for each of three sizes the
time, and a digest of all conclusions. Rules are made ready before the clock starts. CLIPS gets the
same rules, with the order of strata as salience, because its `not` looks at the moment; it keeps no
reasons for its conclusions, while Hexvet keeps all.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "engine")]

from inference_rules import (  # noqa: E402
    portfolio_facts,
    portfolio_rules,
    project_facts,
    project_rules,
)

from hexvet.inference.model import Fact, Pattern, Program, Reference, Rule, Test  # noqa: E402
from hexvet.inference.strata import strata  # noqa: E402

PROJECTS = 1_000
SYMBOLS = {"ne": "<>", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
Result = dict[str, Any]


def digest(conclusions: Iterable[Iterable[Fact]]) -> str:
    """Twelve digits that tell whether two engines concluded the same."""
    lines = [sorted(repr((fact.kind, fact.values)) for fact in found) for found in conclusions]
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()[:12]


Chain = Callable[[list[list[Fact]]], list[Any]]
"""What follows from each list of facts."""


def median(make: Callable[[], Chain], lists: list[list[Fact]], runs: int) -> Result:
    """The median CPU time of this process in milliseconds, with the rules made ready each time
    before the clock starts, and what was concluded."""
    took, found = [], []
    for _ in range(runs):
        chain = make()
        start = time.process_time()
        found = chain(lists)
        took.append(1000 * (time.process_time() - start))
    return {"ms": statistics.median(took), "same": digest(found), "found": sum(map(len, found))}


def sizes(ready: Callable[[Program], Chain]) -> Result:
    """One project, a thousand of them one by one, and a portfolio."""
    small, large = project_rules(), portfolio_rules()
    each = [project_facts(number) for number in range(PROJECTS)]
    whole = portfolio_facts()
    return {
        "one": median(lambda: ready(small), each[:1], 101),
        "many": median(lambda: ready(small), each, 3),
        "portfolio": median(lambda: ready(large), [whole], 5),
    }


# Hexvet ---------------------------------------------------------------------------------------
def hexvet() -> Result:
    """The engine alone, and the whole way through the worker."""
    from hexvet.inference.engine import prepare, run

    def ready(program: Program) -> Chain:
        prepared = prepare(program)
        return lambda lists: [run(prepared, facts).supports for facts in lists]

    return {**sizes(ready), "worker": through_the_worker()}


def through_the_worker() -> Result:
    """CPU of both processes and wall time in milliseconds. No question is asked twice."""
    from hexvet.inference.worker import Worker

    small, large = project_rules(), portfolio_rules()
    whole = portfolio_facts()
    with Worker(limit=60.0) as worker:
        begin = time.perf_counter()
        worker.chain(small, project_facts(-1))
        start = 1000 * (time.perf_counter() - begin)
        worker.chain(large, whole[:10])
        pid = worker.pid

        def cost(step: Callable[[], object]) -> list[float]:
            spent, began = time.process_time(), time.perf_counter()
            inside = cpu_of(pid)
            step()
            wall = time.perf_counter() - began
            return [1000 * (time.process_time() - spent + cpu_of(pid) - inside), 1000 * wall]

        each = [project_facts(number) for number in range(101)]
        ones = [cost(lambda facts=facts: worker.chain(small, facts)) for facts in each]  # type: ignore[misc]
        lists = [project_facts(number) for number in range(101, 101 + PROJECTS)]
        found = {
            "one": [statistics.median(taken) for taken in zip(*ones, strict=True)],
            "many": cost(lambda: worker.chain_all(small, lists)),
            "portfolio": cost(lambda: worker.chain(large, whole)),
            "start": start,
        }
        assert worker.pid == pid
        return found


def cpu_of(pid: int | None) -> float:
    """The seconds that a process has run, where the system tells."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


# CLIPS ----------------------------------------------------------------------------------------
def clips() -> Result:
    """The same rules in CLIPS."""
    import clips as engine

    def ready(program: Program) -> Chain:
        environment = engine.Environment()
        for kind, fields in program.kinds.items():
            slots = " ".join(f"(slot {name})" for name in fields)
            environment.build(f"(deftemplate {kind} {slots})")
        for level, rules in enumerate(strata(program.rules, program.kinds)):
            for rule in rules:
                environment.build(defrule(rule, -level))
        templates = {kind: environment.find_template(kind) for kind in program.kinds}

        def concluded(facts: list[Fact]) -> list[Fact]:
            environment.reset()
            for fact in facts:
                templates[fact.kind].assert_fact(**dict(fact.values))
            environment.run()
            given = set(facts)
            return [fact for fact in map(known, environment.facts()) if fact not in given]

        return lambda lists: [concluded(facts) for facts in lists]

    def known(found: Any) -> Fact:
        """A fact of CLIPS without the slots that nothing was said of."""
        values = {n: value for n, value in found if not isinstance(value, engine.Symbol)}
        return Fact(found.template.name, tuple(sorted(values.items())))

    return sizes(ready)


def literal(value: Any) -> str:
    """A value as CLIPS writes it."""
    return f'"{value}"' if isinstance(value, str) else repr(float(value))


def variable(reference: Reference) -> str:
    """The name of the value of a pattern's field."""
    return f"?{reference.alias}_{reference.field}"


def slot(alias: str, name: str, tests: Sequence[Test]) -> str:
    """What a pattern says of one field: it is bound, and tested."""
    parts = [variable(Reference(alias, name))]
    for test in tests:
        operand = test.operand
        other = variable(operand) if isinstance(operand, Reference) else literal(operand)
        if test.operator == "eq":
            parts.append(other)
        elif test.operator == "ne" and not isinstance(operand, float):
            parts.append(f"~{other}")
        else:
            parts.append(f":({SYMBOLS[test.operator]} {parts[0]} {other})")
    return f"({name} {'&'.join(parts)})"


def conditions(pattern: Pattern, used: Iterable[str]) -> str:
    """A pattern; the fields that other parts of the rule use are bound."""
    names = {test.field for test in pattern.tests} | set(used)
    slots = [
        slot(pattern.alias, n, [t for t in pattern.tests if t.field == n]) for n in sorted(names)
    ]
    return f"({pattern.kind} {' '.join(slots)})"


def references(rule: Rule) -> list[Reference]:
    """Every reference in a rule."""
    tests = [t.operand for p in (*rule.when, *rule.unless) for t in p.tests]
    values = [value for conclusion in rule.then for _, value in conclusion.values]
    return [found for found in (*tests, *values) if isinstance(found, Reference)]


def defrule(rule: Rule, salience: int) -> str:
    """A rule in CLIPS. Its patterns match different facts, as those of Hexvet do."""
    used = {p.alias: [r.field for r in references(rule) if r.alias == p.alias] for p in rule.when}
    lines = [f"?{p.alias} <- {conditions(p, used[p.alias])}" for p in rule.when]
    lines += [
        f"(test (neq ?{one.alias} ?{other.alias}))"
        for n, one in enumerate(rule.when)
        for other in rule.when[:n]
        if one.kind == other.kind
    ]
    lines += [f"(not {conditions(p, ())})" for p in rule.unless]
    made = []
    for conclusion in rule.then:
        slots = [
            f"({name} {variable(v) if isinstance(v, Reference) else literal(v)})"
            for name, v in conclusion.values
        ]
        made.append(f"(assert ({conclusion.kind} {' '.join(slots)}))")
    name = rule.id.replace(" ", "-")
    return f"(defrule {name} (declare (salience {salience})) {' '.join(lines)} => {' '.join(made)})"


if __name__ == "__main__":
    print(json.dumps({"hexvet": hexvet, "clips": clips}[sys.argv[1]]()))
