"""Writes docs/coverage.md: which questions, rules and views answer each row of the playbook.

`python docs/coverage.py` writes the file; with `--check` it only says whether the file is up to
date (exit code 1 if not).
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
PACK = DOCS.parent / "rules" / "la_model.toml"
REQUIREMENTS = DOCS / "requirements.toml"
COVERAGE = DOCS / "coverage.md"

HEAD = """\
# What the playbook asks for, and what answers it

Made by `python docs/coverage.py` from `docs/requirements.toml` and `rules/la_model.toml`: change
those, not this file. A *field* is a question, a *check* a rule at a gate: a blocker stops, a
warning warns, advice is only shown. A *finding* follows from several things at once, and is told to
a role. *Later* is a view that a later release brings.

| Row | The playbook's words | Fields | Rules | Views |
|---|---|---|---|---|
"""

Table = Mapping[str, Any]


def coverage() -> str:
    """The text of docs/coverage.md. Raises OSError or TOMLDecodeError when a source is broken."""
    pack = tomllib.loads(PACK.read_text(encoding="utf-8"))
    rows = tomllib.loads(REQUIREMENTS.read_text(encoding="utf-8"))
    lines = [_line(row, entry, pack) for row, entry in rows.items()]
    sections = [_section(pack, name) for name in pack["section"]]
    return HEAD + "\n".join(lines) + "\n\n" + HEXAGON + "\n".join(sections) + "\n"


HEXAGON = """\
## The hexagon (P87, P88)

The names of the six sections are derived from the playbook's text; a city puts its own in place.

| Section | Kind | Filled when | Criteria |
|---|---|---|---|
"""


def answers(row: str, entry: Table, pack: Table) -> tuple[list[str], list[str], list[str]]:
    """What answers one row: its fields, its rules and its views, each as short texts."""
    fields = [f"`{name}`" for name in _naming(pack["field"], row)]
    fields += [f"`{column}`" for column in entry.get("columns", ())]
    checks = [f"`{name}` ({_kind(pack['check'][name])})" for name in _naming(pack["check"], row)]
    checks += [f"`{name}` (criterion)" for name in _naming(pack["criterion"], row)]
    checks += [f"`{name}` (tally)" for name in _naming(pack["tally"], row)]
    checks += [f"`{name}` ({_follows(rule)})" for name, rule in _serving(pack["infer"], row)]
    views = [entry["now"]] if "now" in entry else []
    views += [f"Later: {entry['later']}."] if "later" in entry else []
    return fields, checks, views


def _kind(check: Table) -> str:
    return f"{check['severity']} at {check['gate']}"


def _follows(rule: Table) -> str:
    """What an inference rule concludes: a finding and its role, or what kind of fact."""
    then = rule["then"]
    if "finding" in then:
        return f"finding to the {then['to']}"
    concluded = next(kind for kind in ("blocked", "eligible", "fact") if kind in then)
    return f"concludes {then.get('fact', concluded)}"


def _naming(entries: Table, row: str) -> Iterator[str]:
    return (name for name, _ in _serving(entries, row))


def _serving(entries: Table, row: str) -> Iterator[tuple[str, Table]]:
    return ((name, one) for name, one in entries.items() if one.get("clause") == row)


def _line(row: str, entry: Table, pack: Table) -> str:
    fields, rules, views = answers(row, entry, pack)
    cells = (row, f'"{entry["words"]}"', ", ".join(fields), ", ".join(rules), " ".join(views))
    return f"| {' | '.join(cells)} |"


def _section(pack: Table, name: str) -> str:
    section = pack["section"][name]
    criteria = [f"`{c}`" for c, values in pack["criterion"].items() if values["section"] == name]
    fill = section["fill"]
    filled = f"at least {fill['at_least']} are met" if isinstance(fill, dict) else f"{fill} is met"
    cells = (section["title"], section["kind"], filled, ", ".join(criteria))
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Writes the file, or with --check only compares. Returns the exit code."""
    text = coverage()
    if "--check" not in arguments:
        COVERAGE.write_text(text, encoding="utf-8")
        return 0
    current = COVERAGE.is_file() and COVERAGE.read_text(encoding="utf-8") == text
    print("docs/coverage.md is up to date" if current else "run: python docs/coverage.py")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
