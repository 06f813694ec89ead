"""A flip point is the nearest value of a number at which a verdict really turns."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

import hexvet
from hexvet.evaluation import Assessment
from hexvet.sensitivity import FlipPoints, flip_points
from hexvet.weighing import weight_flips

PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[field.months]
type = "number"
min = 0
[field.share]
type = "share"
[field.end]
type = "date"
[field.log]
type = "table"
columns = { days = "number" }
[field.council]
type = "number"
of = "programme"
[param.longest]
value = 24
unit = "months"
[param.least]
type = "share"
value = 0.5
[param.last_day]
type = "date"
value = 2026-12-31
[param.silence]
value = 30
[param.members]
value = 3
[param.unread]
value = 7
[gate.selection]
order = 1
[gate.launch]
order = 2
[section.a]
order = 1
kind = "benefit"
title = "A"
fill = "any"
weight = 3
[section.b]
order = 2
kind = "challenge"
title = "B"
reading = "Filled means hard."
fill = "any"
weight = 1
[criterion.outside]
section = "a"
title = "Outside money"
met = "share >= least"
[criterion.small]
section = "b"
title = "Short"
met = "months <= 6"
[let.too_long]
expr = "months > longest"
[check.time]
title = "Time"
require = "not too_long"
severity = "blocker"
gate = "selection"
[check.ends]
title = "Ends"
require = "end <= last_day"
severity = "blocker"
gate = "launch"
[check.talks]
title = "Talks"
require = "all(log where days <= silence)"
severity = "blocker"
gate = "launch"
[check.council]
title = "Council"
require = "council >= members"
severity = "blocker"
gate = "selection"
of = "programme"
[check.warned]
title = "Warned"
require = "months < unread"
severity = "warning"
gate = "launch"
"""

PROJECTS = {
    "long": "months = 30\nshare = 0.4\nend = 2026-12-31\nlog = [{days = 10}]\n",
    "short": "months = 6\nshare = 0.8\nend = 2027-01-10\nlog = [{days = 40}, {days = 35}]\n",
    "open": "",
}


@pytest.fixture
def assessment(tmp_path: Path) -> Assessment:
    (tmp_path / "rules").mkdir()
    (tmp_path / "projects").mkdir()
    (tmp_path / "rules/city.toml").write_text(PACK)
    settings = 'format = 1\ncity = "Town"\npacks = ["city"]\n[programme]\ncouncil = 5\n'
    (tmp_path / "hexvet.toml").write_text(settings)
    for id_, text in PROJECTS.items():
        (tmp_path / f"projects/{id_}.toml").write_text(f'title = "{id_}"\n{text}')
    workspace = hexvet.load(tmp_path)
    assert workspace.problems == ()
    return hexvet.evaluate(workspace, datetime.date(2026, 6, 1))


def points(assessment: Assessment, param: str) -> FlipPoints:
    found = {p.param.name: p for p in flip_points(assessment, list(PROJECTS))}
    return found[param]


def turned(found: FlipPoints) -> list[tuple[str, float, tuple[tuple[str, str, str], ...]]]:
    return [(turn.project, turn.value, turn.gates) for turn in found.turns]


def test_a_limit_of_months_turns_at_the_planned_months_and_one_below(
    assessment: Assessment,
) -> None:
    """`months > longest` turns for 30 months at a limit of 30, for 6 months at a limit of 5;
    without an answer nothing turns."""
    found = points(assessment, "longest")
    assert turned(found) == [
        ("long", 30.0, (("selection", "stop", "pass"),)),
        ("short", 5.0, (("selection", "pass", "stop"),)),
    ]
    assert found.projects == 2
    assert found.now == 24


def test_a_share_turns_a_section_at_the_evidence_itself(assessment: Assessment) -> None:
    """`share >= least`: 0.4 fills the section at 0.4; 0.8 empties it just above 0.8; any share
    is at least 0, also one that nobody knows."""
    below, above, anyway = points(assessment, "least").turns
    assert (anyway.project, anyway.value) == ("open", 0.0)
    assert anyway.sections == (("city/a", "unknown", "filled"),)
    assert (below.project, below.sections) == ("long", (("city/a", "unfilled", "filled"),))
    assert below.value == pytest.approx(0.4)
    assert (above.project, above.sections) == ("short", (("city/a", "filled", "unfilled"),))
    assert above.value == pytest.approx(0.8)


def test_a_date_turns_on_a_day(assessment: Assessment) -> None:
    found = {t.project: t.value for t in points(assessment, "last_day").turns}
    assert found["long"] == datetime.date(2026, 12, 30).toordinal()


def test_other_checks_still_hold_a_gate(assessment: Assessment) -> None:
    """`short` fails at launch for its end too, so no length of silence lets it pass; `long`
    is stopped when ten days are too many."""
    assert turned(points(assessment, "silence")) == [
        ("long", 9.0, (("launch", "pass", "stop"),)),
    ]


def test_a_rule_of_the_programme_turns_every_project(assessment: Assessment) -> None:
    """`council >= members` with five members fails at six; a project that is stopped anyway
    does not turn."""
    assert turned(points(assessment, "members")) == [
        ("short", 6.0, (("selection", "pass", "stop"),)),
        ("open", 6.0, (("selection", "hold", "stop"),)),
    ]


def test_a_param_of_warnings_turns_no_gate(assessment: Assessment) -> None:
    assert points(assessment, "unread").turns == ()


def test_what_is_said_to_flip_flips_in_the_evaluator(assessment: Assessment) -> None:
    """Each flip is made in the pack itself and judged again."""
    for found in flip_points(assessment, list(PROJECTS)):
        for turn in found.turns:
            line = _written(found, turn.value)
            head = f"[param.{found.param.name}]\n"
            text = PACK.replace(head, head + "@", 1)
            start = text.index("@")
            end = text.index("value = ", start)
            text = text[:start] + text[start + 1 : end] + line + text[text.index("\n", end) :]
            root = assessment.workspace.root
            (root / "rules/city.toml").write_text(text)
            again = hexvet.evaluate(hexvet.load(root), assessment.as_of)
            outcome = again.project(turn.project)
            for gate, before, after in turn.gates:
                assert assessment.project(turn.project).gates[gate].state == before
                assert outcome.gates[gate].state == after
            for section, _, now in turn.sections:
                assert outcome.sections[section].state == now


def _written(found: FlipPoints, value: float) -> str:
    if found.param.kind == "date":
        return f"value = {datetime.date.fromordinal(int(value))}"
    return f"value = {value!r}"


def test_a_waived_check_turns_nothing(assessment: Assessment) -> None:
    waiver = ("city/time", "long")
    eased = replace(assessment, waivers={waiver: object()})  # type: ignore[dict-item]
    assert "long" not in {t.project for t in points(eased, "longest").turns}


def test_the_leader_loses_the_lead_where_the_totals_cross(assessment: Assessment) -> None:
    """Sections weigh 3 and 1. `short` has 100 and 100, `long` 0 and 0: it never loses."""
    leader, flips = weight_flips(assessment, assessment.packs[0])
    assert leader == "short"
    assert [(f.share, f.below, f.above) for f in flips] == [(0.75, None, None), (0.25, None, None)]


def test_a_tie_has_a_closed_form(assessment: Assessment) -> None:
    """With 100 and 0 against 0 and 100, the totals are 75 and 25 at weights 3 and 1, and equal
    at one half each."""
    root = assessment.workspace.root
    (root / "projects/short.toml").write_text('title = "s"\nmonths = 9\nshare = 0.8\n')
    (root / "projects/long.toml").write_text('title = "l"\nmonths = 3\nshare = 0.1\n')
    again = hexvet.evaluate(hexvet.load(root), assessment.as_of)
    leader, (first, second) = weight_flips(again, again.packs[0])
    assert leader == "short"
    assert first.below is not None and second.above is not None
    assert (first.below.project, first.below.share) == ("long", pytest.approx(0.5))
    assert (second.above.project, second.above.share) == ("long", pytest.approx(0.5))
    assert first.above is None and second.below is None
