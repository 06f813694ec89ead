"""Each gate by hand: what the playbook asks for opens it, one gap holds it, one fault stops it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

import hexvet

AS_OF = datetime.date(2016, 3, 1)

# What the playbook says about the partnership: enough for the gate of selection.
PROGRAMME = {
    "partners": """[
        { name = "Mayor's Office", type = "government" },
        { name = "Mayor's Fund", type = "philanthropy" },
        { name = "Coalition", type = "private" } ]""",
    "convener": "true",
    "sponsor": '"The Mayor"',
    "sponsor_elected": "true",
    "agenda": '"Back to Basics"',
    "committee": '"Ad Hoc Jobs Committee"',
    "endorsements": '[ { body = "executive" }, { body = "council" } ]',
}

# Half public, half private, full-time for two years, with the roles that the playbook lists.
CITY = (
    'sector = "public", fte = 1, from = 2015-07-01, to = 2017-06-30, transfer_memo = true, '
    'home_department = "Finance", return_date = 2017-07-01, retention = "returns"'
)
OUTSIDE = 'sector = "private", fte = 1, from = 2015-07-01, to = 2017-06-30, retention = "leaves"'
TEAM = f"""[
    {{ role = "mayors_appointee", sector = "public" }},
    {{ role = "team_director", {CITY} }},
    {{ role = "data_scientist", {OUTSIDE} }},
    {{ role = "process_engineer", {OUTSIDE} }},
    {{ role = "project_manager", {CITY} }} ]"""
LAUNCHED = PROGRAMME | {
    "team": TEAM,
    "team_start": "2015-07-01",
    "team_end": "2017-06-30",
    "funding": '[ { sector = "private", amount = 1_500_000, status = "received" } ]',
    "team_budget": "1_500_000",
    "overseer": '"Mayor\'s Fund"',
    "spender": '"Mayor\'s Office"',
    "council_members": '[ { sector = "private" }, { sector = "private" }, { sector = "private" } ]',
    "comms_owner": '"Press office"',
    "comms_signed_off": "true",
    "work_plan": '"Work plan of July"',
    "work_plan_date": "2015-07-15",
    "director_government": "true",
}

INTAKE = {
    "problem": '"Nobody knows what the city buys"',
    "system": '"Procurement"',
    "existing_system": "true",
}
VETTING = {
    "advances_priority": "true",
    "priority": '"Back to Basics"',
    "engagement": "[ { date = 2015-05-01, workers = 5 } ]",
    "scope": '"Buying of goods"',
    "exclusions": '"Construction"',
}
SELECTION = {
    "vetted": "true",
    "votes": """[ { party = "government", vote = "yes" }, { party = "philanthropy", vote = "yes" },
        { party = "private", vote = "yes" } ]""",
    "resources_after": '"A permanent office"',
    "departments": '[ { name = "General Services", support = "given" } ]',
    "start": "2015-07-01",
    "end": "2017-07-01",
}
LAUNCH = {
    "selected": "true",
    "posts_replaced": "0",
    "staff_impact": '"Buyers get better tools"',
    "subject_expert": '"A buyer of 20 years"',
}
DELIVERY = {
    "plan_document": '"Implementation plan"',
    "tasks": '[ { task = "Choose a platform", owner = "Ada", due = 2016-06-30 } ]',
    "kpis": '[ { name = "Days to buy", baseline = 200, target = 90 } ]',
    "milestones": '[ { name = "Platform live", owner = "Ada", due = 2016-12-31 } ]',
    "buy_in": "true",
}
CLOSE = {
    "sustainability_plan": '"The office stays"',
    "successor_post": '"Chief Procurement Officer"',
    "successor_hired": "true",
}
NEEDED = {
    "intake": INTAKE,
    "vetting": VETTING,
    "selection": SELECTION,
    "launch": LAUNCH,
    "delivery": DELIVERY,
    "close": CLOSE,
}


def toml(answers: Mapping[str, str]) -> str:
    """Answers as they stand in a file."""
    return "".join(f"{name} = {value}\n" for name, value in answers.items())


def state(
    folder: Path,
    gate: str,
    project: Mapping[str, str],
    programme: Mapping[str, str] = LAUNCHED,
    waivers: str = "",
) -> str:
    """What the gate says to a project that stands before it, in a city of its own."""
    head = 'format = 1\ncity = "Somewhere"\npacks = ["la-model"]\n[programme]\n'
    (folder / "hexvet.toml").write_text(head + toml(programme), encoding="utf-8")
    (folder / "projects").mkdir(exist_ok=True)
    text = toml({"title": '"Buying"', "stage": f'"{gate}"', **project})
    (folder / "projects/buying.toml").write_text(text, encoding="utf-8")
    if waivers:
        (folder / "waivers.toml").write_text(waivers, encoding="utf-8")
    workspace = hexvet.load(folder)
    assert not workspace.problems
    return hexvet.evaluate(workspace, AS_OF).project("buying").gates[gate].state


@pytest.mark.parametrize("gate", NEEDED)
def test_what_the_playbook_asks_for_opens_the_gate(tmp_path: Path, gate: str) -> None:
    assert state(tmp_path, gate, NEEDED[gate]) == "pass"


GAPS = [(gate, name) for gate, need in NEEDED.items() for name in need]


@pytest.mark.parametrize(("gate", "gap"), GAPS)
def test_one_gap_holds_the_gate(tmp_path: Path, gate: str, gap: str) -> None:
    """What nobody has answered is unknown: it neither opens the gate nor shuts it for good."""
    project = {name: value for name, value in NEEDED[gate].items() if name != gap}
    assert state(tmp_path, gate, project) == "hold"


@pytest.mark.parametrize(
    ("gate", "fault", "value"),
    [
        ("intake", "existing_system", "false"),
        ("intake", "problem", '"none"'),
        ("vetting", "advances_priority", "false"),
        ("vetting", "engagement", "[]"),
        ("vetting", "engagement", "[ { date = 2015-05-01, workers = 4 } ]"),
        ("vetting", "exclusions", '"none"'),
        ("selection", "vetted", "false"),
        ("selection", "votes", '[ { party = "government", vote = "yes" } ]'),
        ("selection", "resources_after", '"none"'),
        ("selection", "departments", '[ { name = "Fleet", support = "withheld" } ]'),
        ("selection", "departments", "[]"),
        ("selection", "end", "2017-07-02"),
        ("launch", "selected", "false"),
        ("launch", "posts_replaced", "1"),
        ("launch", "subject_expert", '"none"'),
        ("delivery", "tasks", '[ { task = "Choose", owner = "Ada" } ]'),
        ("delivery", "kpis", "[]"),
        ("delivery", "kpis", '[ { name = "Days to buy", target = 90 } ]'),
        ("delivery", "milestones", "[]"),
        ("delivery", "buy_in", "false"),
        ("close", "sustainability_plan", '"none"'),
        ("close", "successor_hired", "false"),
    ],
)
def test_one_fault_stops_the_project(tmp_path: Path, gate: str, fault: str, value: str) -> None:
    assert state(tmp_path, gate, NEEDED[gate] | {fault: value}) == "stop"


TWO = '[ { type = "government" }, { type = "private" } ]'
TWO_AND_A_NAME = '[ { type = "government" }, { type = "private" }, { name = "A friend" } ]'


@pytest.mark.parametrize(
    ("gate", "answers", "expected"),
    [
        # A partner of each of the three kinds is there, or it is not.
        ("selection", {"partners": TWO}, "stop"),
        # The type of one partner is not known: it may be the missing one.
        ("selection", {"partners": TWO_AND_A_NAME}, "hold"),
        ("selection", {"sponsor_elected": "false"}, "stop"),
        ("selection", {"endorsements": '[ { body = "council" } ]'}, "stop"),
        ("launch", {"team_budget": "1_500_001"}, "stop"),
        ("launch", {"spender": '"Mayor\'s Fund"'}, "stop"),
        ("launch", {"council_members": '[ { sector = "private" }, { sector = "labor" } ]'}, "stop"),
        ("launch", {"comms_signed_off": "false"}, "stop"),
        ("launch", {"director_government": "false"}, "stop"),
        ("launch", {"team": TEAM.replace('"team_director"', '"other"')}, "stop"),
        ("launch", {"team": TEAM.replace('"data_scientist"', '"other"')}, "stop"),
        ("launch", {"team": TEAM.replace("fte = 1", "fte = 0.5", 1)}, "stop"),
        ("launch", {"team": TEAM.replace("to = 2017-06-30", "to = 2017-06-29")}, "stop"),
        ("launch", {"team": TEAM.replace("transfer_memo = true, ", "")}, "hold"),
        ("launch", {"team": TEAM.replace('sector = "private", ', "")}, "hold"),
        ("launch", {"team": TEAM.replace('sector = "private"', 'sector = "academic"')}, "stop"),
        # Six months before the end each member's next step must be planned, not earlier.
        ("close", {"team": TEAM.replace('"leaves"', '"open"')}, "pass"),
        ("close", {"team": TEAM.replace('"leaves"', '"open"'), "team_end": "2016-09-01"}, "stop"),
    ],
)
def test_the_programme_holds_or_stops_every_project(
    tmp_path: Path, gate: str, answers: dict[str, str], expected: str
) -> None:
    assert state(tmp_path, gate, NEEDED[gate], LAUNCHED | answers) == expected


def test_a_later_gate_is_not_asked_of_a_candidate(tmp_path: Path) -> None:
    """In vetting nobody asks for staff impact yet, but the gate is not open either."""
    project = INTAKE | VETTING
    assert state(tmp_path, "vetting", project, PROGRAMME) == "pass"
    outcome = hexvet.evaluate(hexvet.load(tmp_path), AS_OF).project("buying")
    assert outcome.checks["la-model/supports_not_supplants"].status == "not_applicable"
    assert [gate.state for gate in outcome.gates.values()] == ["pass"] * 2 + ["hold"] * 4


WAIVER = """
[waiver.twelve_posts]
check = "la-model/supports_not_supplants"
project = "buying"
role = "{role}"
name = "Somebody"
reason = "The posts have been empty for years"
granted = 2016-01-10
expires = {expires}
"""


@pytest.mark.parametrize(
    ("role", "expires", "expected"),
    [
        ("mayor", "2016-07-08", "pass"),  # 180 days
        ("mayor", "2016-07-09", "stop"),  # 181 days: longer than allowed
        ("mayor", "2016-02-29", "stop"),  # expired on the day before
        ("department", "2016-07-08", "stop"),
    ],
)
def test_the_mayor_may_waive_that_no_post_is_replaced(
    tmp_path: Path, role: str, expires: str, expected: str
) -> None:
    waiver = WAIVER.format(role=role, expires=expires)
    project = LAUNCH | {"posts_replaced": "12"}
    assert state(tmp_path, "launch", project, LAUNCHED, waiver) == expected
