"""Melbourne Water's 445 projects: the published figures, and which gate each project passes."""

from __future__ import annotations

import datetime
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import hexvet
from hexvet.documents import Document, read_document
from hexvet.importers.maps import read_map
from hexvet.importers.model import ImportResult
from hexvet.importers.project_files import project_text
from hexvet.importers.spreadsheet import import_csv
from hexvet.packs.loading import Library

PUBLISHED = datetime.date(2024, 10, 28)
CSV = "Capital_Delivery_Project_deidentified.csv"
GATES = ("mw_need", "mw_first_case", "mw_approval", "mw_delivered", "mw_complete")
# Pass, hold and stop, counted in the published file without the importer and the engine.
ALL = {
    "mw_need": (442, 2, 1),
    "mw_first_case": (412, 4, 29),
    "mw_approval": (404, 2, 39),
    "mw_delivered": (335, 0, 110),
    "mw_complete": (248, 1, 196),
}
WITHOUT_A_FIRST_CASE = {
    "mw_need": (230, 2, 0),
    "mw_first_case": (228, 4, 0),
    "mw_approval": (224, 2, 6),
    "mw_delivered": (185, 0, 47),
    "mw_complete": (123, 1, 108),
}


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """The workspace."""
    return root / "sample_data" / "melbourne-water"


@pytest.fixture(scope="module")
def result(root: Path, folder: Path) -> ImportResult:
    """The import, made anew."""
    pack = Library([root / "rules"]).load("melbourne-water").pack
    document = read_document(folder / "source" / "map.toml", "map.toml")
    assert pack is not None
    assert isinstance(document, Document)
    return import_csv(folder / "source" / CSV, read_map(document, pack.fields))


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, dict[str, Any]]:
    """What the project files say, read without the engine."""
    found = {}
    for file in folder.glob("projects/*.toml"):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        found[file.stem] = {k: v["value"] for k, v in table.items() if isinstance(v, dict)}
    return found


@pytest.fixture(scope="module")
def workspace(folder: Path) -> hexvet.Workspace:
    """The workspace as the engine reads it."""
    return hexvet.load(folder)


@pytest.fixture(scope="module")
def judged(workspace: hexvet.Workspace) -> hexvet.Assessment:
    """All projects, as of the day on which the list was published."""
    return hexvet.evaluate(workspace, PUBLISHED)


@pytest.fixture(scope="module")
def without(answers: dict[str, dict[str, Any]]) -> list[str]:
    """The projects that have no date of a first business case."""
    return [id_ for id_, project in answers.items() if "mw_first_case_date" not in project]


def count(judged: hexvet.Assessment, ids: list[str]) -> dict[str, tuple[int, int, int]]:
    """How many of the projects pass each gate, are held and are stopped."""
    states = {gate: Counter[str]() for gate in GATES}
    for id_ in ids:
        for gate, outcome in judged.project(id_).gates.items():
            states[gate][outcome.state] += 1
    return {gate: (s["pass"], s["hold"], s["stop"]) for gate, s in states.items()}


# --- the published figures --------------------------------------------------------------------


def test_the_files_are_what_the_importer_makes(folder: Path, result: ImportResult) -> None:
    there = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("projects/*.toml")}
    made = {project.id: project_text(project) for project in result.projects}
    assert there.keys() == made.keys()
    assert [id_ for id_ in made if made[id_] != there[id_]] == []


def test_nothing_was_left_unexplained(result: ImportResult) -> None:
    assert result.report == ()
    assert (result.counts["rows"], result.counts["projects"]) == (445, 445)


def test_the_routes(answers: dict[str, dict[str, Any]]) -> None:
    assert Counter(one["mw_route"] for one in answers.values()) == {
        "2_gate": 273,
        "3_gate": 148,
        "4_gate": 22,
        "minor": 1,
        "2_gate_it": 1,
    }


def test_the_approval_bodies(answers: dict[str, dict[str, Any]]) -> None:
    assert Counter(one["mw_authority"] for one in answers.values()) == {
        "level_3": 243,
        "managing_director": 70,
        "level_2": 68,
        "level_1": 34,
        "finance_and_audit": 18,
        "government": 7,
        "board": 5,
    }


def test_the_costs(answers: dict[str, dict[str, Any]]) -> None:
    costs = [one["mw_cost"] for one in answers.values()]
    assert min(costs) == pytest.approx(864.56)
    assert max(costs) == pytest.approx(370_857_975.07)


def test_nothing_is_approved_before_its_need_or_its_business_case(
    answers: dict[str, dict[str, Any]],
) -> None:
    for earlier in ("mw_need_date", "mw_first_case_date"):
        both = [one for one in answers.values() if earlier in one]
        assert [one for one in both if one["mw_approval_date"] < one[earlier]] == []


def test_232_have_no_first_business_case(
    answers: dict[str, dict[str, Any]], without: list[str]
) -> None:
    assert len(without) == 232
    assert Counter(answers[id_]["mw_route"] for id_ in without) == {
        "2_gate": 226,
        "3_gate": 4,
        "minor": 1,
        "2_gate_it": 1,
    }


def test_a_date_is_read_day_first_where_it_has_slashes(answers: dict[str, dict[str, Any]]) -> None:
    """Row Q05388: BNI 5/02/2016 5:00:00 PM, PBC 30/03/2016 5:00:00 PM, BCA 2016-05-25 17:00:00."""
    dates = [answers["q05388"][f"mw_{name}_date"] for name in ("need", "first_case", "approval")]
    assert [date.isoformat() for date in dates] == ["2016-02-05", "2016-03-30", "2016-05-25"]


# --- what the rules say -----------------------------------------------------------------------


def test_it_reads_without_a_problem(workspace: hexvet.Workspace) -> None:
    assert workspace.problems == ()
    assert len(workspace.projects) == 445


def test_which_gates_are_passed(judged: hexvet.Assessment, answers: dict[str, Any]) -> None:
    assert count(judged, list(answers)) == ALL


def test_which_gates_those_without_a_first_business_case_pass(
    judged: hexvet.Assessment, without: list[str]
) -> None:
    assert count(judged, without) == WITHOUT_A_FIRST_CASE


def test_why_those_without_a_first_business_case_pass_its_gate_or_are_held(
    judged: hexvet.Assessment, answers: dict[str, dict[str, Any]], without: list[str]
) -> None:
    """On two gates nobody asks for it. On three it is asked for, and nobody knows."""
    for id_ in without:
        outcome = judged.project(id_)
        check = outcome.checks["melbourne-water/mw_first_case_submitted"]
        gate = outcome.gates["mw_first_case"]
        if answers[id_]["mw_route"] == "3_gate":
            assert (check.status, gate.state) == ("unknown", "hold")
            assert check.needs == ("mw_first_case_date",)
        else:
            assert (check.status, gate.state) == ("not_applicable", "pass")
        assert outcome.checks["melbourne-water/mw_first_case_on_record"].status == "failed"


def test_the_four_that_are_held(judged: hexvet.Assessment, answers: dict[str, Any]) -> None:
    held = [id_ for id_ in answers if judged.project(id_).gates["mw_first_case"].state == "hold"]
    assert len(held) == 4
    assert {answers[id_]["mw_route"] for id_ in held} == {"3_gate"}


@pytest.mark.parametrize(
    "gate", ["mw_need", "mw_first_case", "mw_approval", "mw_delivered", "mw_complete"]
)
def test_a_stop_is_always_a_date_that_lies_ahead(
    judged: hexvet.Assessment, answers: dict[str, dict[str, Any]], gate: str
) -> None:
    field = {"mw_first_case": "mw_first_case_date"}.get(gate, f"{gate}_date")
    stopped = {id_ for id_ in answers if judged.project(id_).gates[gate].state == "stop"}
    ahead = {
        id_
        for id_, one in answers.items()
        if one.get(field, PUBLISHED) > PUBLISHED
        and (gate != "mw_first_case" or one["mw_route"] in ("3_gate", "4_gate"))
    }
    assert stopped == ahead


def test_every_cost_goes_to_the_body_that_may_approve_it(judged: hexvet.Assessment) -> None:
    for id_ in judged.workspace.projects:
        checks = judged.project(id_).checks
        assert checks["melbourne-water/mw_right_authority"].status == "passed"
        assert checks["melbourne-water/mw_authority_not_too_high"].status == "passed"


def test_a_later_day_opens_gates(workspace: hexvet.Workspace, without: list[str]) -> None:
    """Ten years later every plan lies behind; what was unknown still is."""
    later = count(hexvet.evaluate(workspace, datetime.date(2035, 12, 31)), list(workspace.projects))
    assert later == {
        "mw_need": (443, 2, 0),
        "mw_first_case": (441, 4, 0),
        "mw_approval": (443, 2, 0),
        "mw_delivered": (445, 0, 0),
        "mw_complete": (444, 1, 0),
    }


@pytest.mark.parametrize("page", ["sample_data/melbourne-water/README.md", "docs/packs.md"])
def test_the_pages_show_what_comes_out(root: Path, page: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    for figures in (ALL, WITHOUT_A_FIRST_CASE):
        for passes, holds, stops in figures.values():
            assert f"| {passes} | {holds} | {stops} |" in text


def test_the_sample_stays_small(folder: Path) -> None:
    assert sum(file.stat().st_size for file in folder.rglob("*.*") if file.is_file()) < 2 * 2**20
