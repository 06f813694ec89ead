"""Rules and facts for inference: a project with its checks, and a portfolio that shares people."""

from __future__ import annotations

import random

from hexvet.inference.model import (
    Conclusion,
    Fact,
    Kinds,
    Pattern,
    Program,
    Reference,
    Rule,
    Test,
    Value,
    fact,
)

KINDS: Kinds = {
    "project": {"project": "text", "stage": "text", "director": "text", "fund": "text",
                "rank": "number", "cost": "number"},
    "check": {"project": "text", "check": "text", "status": "text", "severity": "text",
              "gate": "text"},
    "section": {"project": "text", "section": "text", "state": "text"},
    "waiver": {"project": "text", "check": "text", "days_left": "number"},
    "role": {"project": "text", "role": "text", "person": "text"},
    "finding": {"finding": "text", "project": "text", "about": "text"},
    "blocked": {"project": "text", "gate": "text"},
    "eligible": {"project": "text", "gate": "text"},
    "escalation": {"project": "text", "to": "text", "about": "text"},
}  # fmt: skip
STAGES = ("intake", "vetting", "selection", "launch", "delivery")
SEVERITIES = ("blocker", "warning", "advice")
SECTIONS = ("need", "value", "means", "risk", "time", "people")
ROLES = ("sponsor", "director", "overseer", "spender", "analyst")
CHECKS = tuple(f"check {number}" for number in range(24))


def pattern(
    alias: str, kind: str, **values: Value | Reference | tuple[str, Value | Reference]
) -> Pattern:
    """A pattern; a pair is an operator and a value."""
    tests = []
    for name, value in values.items():
        operator, operand = value if isinstance(value, tuple) else ("eq", value)
        tests.append(Test(name, operator, operand))  # type: ignore[arg-type]
    return Pattern(alias, kind, tuple(tests))


def of(alias: str, name: str) -> Reference:
    """The value that an earlier pattern's fact has."""
    return Reference(alias, name)


def then(kind: str, **values: Value | Reference) -> tuple[Conclusion, ...]:
    """One conclusion."""
    return (Conclusion(kind, tuple(sorted(values.items()))),)


def project_rules() -> Program:
    """20 rules: from checks to findings, from findings to gates, from gates to escalations."""
    rules = [
        Rule(f"unmet {n}",
             (pattern("c", "check", check=CHECKS[n], status="failed"),),
             (pattern("w", "waiver", project=of("c", "project"), check=CHECKS[n]),),
             then("finding", finding=f"unmet {n}", project=of("c", "project"),
                  about=of("c", "gate")))
        for n in range(10)
    ]  # fmt: skip
    rules += [
        Rule(f"blocked {gate}",
             (pattern("c", "check", gate=gate, status="failed", severity="blocker"),
              pattern("f", "finding", project=of("c", "project"), about=of("c", "gate"))),
             (), then("blocked", project=of("c", "project"), gate=gate))
        for gate in STAGES
    ]  # fmt: skip
    p = pattern("p", "project")
    name = of("p", "project")
    rules += [
        Rule("eligible", (p,),
             (pattern("b", "blocked", project=name, gate=of("p", "stage")),),
             then("eligible", project=name, gate=of("p", "stage"))),
        Rule("stuck", (p, pattern("b", "blocked", project=name, gate=of("p", "stage"))), (),
             then("escalation", project=name, to="appointee", about=of("b", "gate"))),
        Rule("overseer spends",
             (pattern("a", "role", role="overseer"),
              pattern("b", "role", role="spender", project=of("a", "project"),
                      person=of("a", "person"))),
             (), then("finding", finding="overseer spends", project=of("a", "project"))),
        Rule("waiver ends",
             (pattern("w", "waiver", days_left=("lt", 30.0)),
              pattern("c", "check", project=of("w", "project"), check=of("w", "check"),
                      status="failed")),
             (), then("escalation", project=of("w", "project"), to="analyst",
                      about=of("w", "check"))),
        Rule("empty side",
             (pattern("s", "section", state=("ne", "filled")),
              pattern("e", "eligible", project=of("s", "project"))),
             (), then("escalation", project=of("s", "project"), to="analyst",
                      about=of("s", "section"))),
    ]  # fmt: skip
    return Program(KINDS, tuple(rules))


def project_facts(number: int) -> list[Fact]:
    """38 facts about one project, always the same for a number."""
    dice, name = random.Random(number), f"project {number}"
    facts = [fact("project", {"project": name, "stage": dice.choice(STAGES), "director": "Ruiz",
                              "fund": "city", "rank": float(number), "cost": 1e6})]  # fmt: skip
    for check in CHECKS:
        facts.append(fact("check", {
            "project": name, "check": check, "severity": dice.choice(SEVERITIES),
            "status": dice.choice(("passed", "passed", "failed", "unknown")),
            "gate": dice.choice(STAGES)}))  # fmt: skip
    for section in SECTIONS:
        state = dice.choice(("filled", "filled", "unfilled"))
        facts.append(fact("section", {"project": name, "section": section, "state": state}))
    for check in dice.sample(CHECKS[:10], 2):
        days = float(dice.randrange(90))
        facts.append(fact("waiver", {"project": name, "check": check, "days_left": days}))
    for role in ROLES:
        person = dice.choice(("Ruiz", "Diaz", "Okafor"))
        facts.append(fact("role", {"project": name, "role": role, "person": person}))
    return facts


def portfolio_rules() -> Program:
    """100 rules, most of them joins of three facts."""
    rules = [
        Rule(f"three {n}",
             (pattern("c", "check", check=CHECKS[n % 24], status="failed",
                      severity=SEVERITIES[n % 3]),
              pattern("p", "project", project=of("c", "project"), stage=STAGES[n % 5]),
              pattern("r", "role", project=of("p", "project"), role=ROLES[n % 4])),
             (), then("finding", finding=f"three {n}", project=of("p", "project"),
                      about=of("r", "person")))
        for n in range(98)
    ]  # fmt: skip
    rules += [
        Rule("shared director",
             (pattern("a", "project", stage="launch"),
              pattern("b", "project", stage="launch", director=of("a", "director"),
                      rank=("gt", of("a", "rank"))),
              pattern("r", "role", project=of("b", "project"), person=of("b", "director"))),
             (), then("escalation", project=of("a", "project"), to="appointee",
                      about=of("b", "project"))),
        Rule("calm",
             (pattern("p", "project", stage="delivery"),),
             (pattern("f", "finding", project=of("p", "project")),),
             then("eligible", project=of("p", "project"), gate="delivery")),
    ]  # fmt: skip
    return Program(KINDS, tuple(rules))


def portfolio_facts(count: int = 10_000) -> list[Fact]:
    """That many facts about a tenth as many projects."""
    dice = random.Random(7)
    facts = []
    for number in range(count // 10):
        name = f"project {number}"
        facts.append(fact("project", {
            "project": name, "stage": dice.choice(STAGES), "director": f"d{dice.randrange(300)}",
            "fund": "city", "rank": float(number), "cost": 1e6}))  # fmt: skip
        for check in dice.sample(CHECKS, 6):
            facts.append(fact("check", {
                "project": name, "check": check, "severity": dice.choice(SEVERITIES),
                "status": dice.choice(("passed", "failed")),
                "gate": dice.choice(STAGES)}))  # fmt: skip
        for role in dice.sample(ROLES, 3):
            person = f"d{dice.randrange(300)}"
            facts.append(fact("role", {"project": name, "role": role, "person": person}))
    return facts
