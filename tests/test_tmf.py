"""The fund's 17 projects, answered by hand from its narratives: every answer has its words."""

from __future__ import annotations

import csv
import datetime
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import hexvet

LISTED = datetime.date(2021, 10, 19)
BY_HAND = "answered by hand from the published narrative"
COPIED = "copied from the list of awards"
SECTIONS = ("users", "risk", "team", "execution", "value", "common")
# How many of the 17 narratives tell two reasons or more, counted in the files.
FILLED = {"users": 17, "risk": 11, "team": 4, "execution": 1, "value": 6, "common": 13}
CUT = {
    "hud-mainframe-migration",
    "doe-cloud-email",
    "usda-farmers-gov",
    "usda-cloud-adoption",
    "gsa-application-modernization",
    "gsa-newpay",
}


def plain(text: str) -> str:
    """A text on one line."""
    return re.sub(r"\s+", " ", text).strip()


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """The workspace."""
    return root / "sample_data" / "tmf"


@pytest.fixture(scope="module")
def narratives(folder: Path) -> dict[str, str]:
    """The published narratives by title."""
    text = (folder / "source/projects_narratives.md").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^## ", text)[1:]
    return {plain(part.partition("\n")[0]): plain(part) for part in parts}


@pytest.fixture(scope="module")
def awards(folder: Path) -> dict[str, dict[str, str]]:
    """The published list by title."""
    with (folder / "source/tmf_awards_2021-10.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def projects(folder: Path) -> dict[str, dict[str, Any]]:
    """The project files, read without the engine."""
    files = folder.glob("projects/*.toml")
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


@pytest.fixture(scope="module")
def judged(folder: Path) -> hexvet.Assessment:
    """All projects, as of the day of the list."""
    return hexvet.evaluate(hexvet.load(folder), LISTED)


def answers(projects: dict[str, dict[str, Any]], by: str) -> Iterator[tuple[str, str, Any]]:
    """(title, field, answer) of everything that was answered in one of the two ways."""
    for project in projects.values():
        for name, answer in project.items():
            if isinstance(answer, dict) and answer["by"] == by:
                yield project["title"], name, answer


def test_it_reads_without_a_problem(judged: hexvet.Assessment) -> None:
    assert judged.workspace.problems == ()


def test_every_published_project_is_there(
    projects: dict[str, dict[str, Any]], awards: dict[str, dict[str, str]]
) -> None:
    assert len(projects) == 17
    assert {project["title"] for project in projects.values()} == awards.keys()


def test_every_answer_says_that_it_is_by_hand_or_copied(
    projects: dict[str, dict[str, Any]],
) -> None:
    for project in projects.values():
        found = [answer for name, answer in project.items() if name not in ("title", "summary")]
        assert all(answer["by"] in (BY_HAND, COPIED) for answer in found)
        assert all(answer["source"] and answer["as_of"] for answer in found)


def test_every_answer_by_hand_quotes_the_narrative(
    projects: dict[str, dict[str, Any]], narratives: dict[str, str]
) -> None:
    found = list(answers(projects, BY_HAND))
    assert len(found) == 177
    for title, name, answer in found:
        quote = answer["source"]
        assert quote[0] == quote[-1] == "'", (title, name)
        assert quote[1:-1] in narratives[title], (title, name)


def test_what_was_copied_is_what_the_list_says(
    projects: dict[str, dict[str, Any]], awards: dict[str, dict[str, str]]
) -> None:
    for project in projects.values():
        row = awards[project["title"]]
        assert project["tmf_award"]["value"] == amount(row["totalaward"])
        assert project["tmf_spent"]["value"] == amount(row["spendtodate"])
        assert project["tmf_commercial"]["value"] == (row["product"] == "Yes")
        assert project["tmf_on_time"]["value"] == (row["delay"] == "No")
        assert project["tmf_on_cost"]["value"] == (row["cost"] == "No")
        for transfer in project["tmf_transfers"]["value"]:
            assert f"${transfer['amount']:,.2f}" in row["status"]


def amount(text: str) -> float:
    """`$1,234.50` as a number."""
    return float(text.replace("$", "").replace(",", ""))


def test_transfers_add_up_to_the_total_that_the_list_states(
    projects: dict[str, dict[str, Any]], awards: dict[str, dict[str, str]]
) -> None:
    for project in projects.values():
        stated = re.search(r"total of (\$[\d,.]+\d)", awards[project["title"]]["status"])
        if stated:
            moved = sum(transfer["amount"] for transfer in project["tmf_transfers"]["value"])
            assert moved == pytest.approx(amount(stated[1]))


def test_no_sponsor_signature_or_agreement_is_told(judged: hexvet.Assessment) -> None:
    """What the narratives do not tell holds each proposal, and stops none."""
    for id_ in judged.workspace.projects:
        gates = judged.project(id_).gates
        assert {gate.state for gate in gates.values()} == {"hold"}
        checks = judged.project(id_).checks
        assert {"tmf_project_sponsor", "tmf_cio_sponsor", "tmf_cfo_sponsor"} == set(
            checks["us-tmf/tmf_three_sponsors"].needs
        )


def test_the_six_smaller_awards_are_explained(judged: hexvet.Assessment) -> None:
    status = {
        id_: judged.project(id_).checks["us-tmf/tmf_cut_explained"].status
        for id_ in judged.workspace.projects
    }
    assert {id_ for id_, one in status.items() if one == "passed"} == CUT
    assert Counter(status.values()) == {"passed": 6, "unknown": 11}


def test_only_one_project_is_late_and_none_too_dear(judged: hexvet.Assessment) -> None:
    running = [
        one for one in judged.workspace.projects if judged.project(one).stage == "tmf_quarterly"
    ]
    assert len(running) == 10
    late = [
        id_
        for id_ in running
        if judged.project(id_).checks["us-tmf/tmf_on_schedule"].status == "failed"
    ]
    assert late == ["hud-mainframe-migration"]
    dear = [judged.project(id_).checks["us-tmf/tmf_in_budget"].status for id_ in running]
    assert set(dear) == {"passed"}


def test_three_got_all_their_money_at_once(judged: hexvet.Assessment) -> None:
    found = {
        id_
        for id_ in judged.workspace.projects
        if judged.project(id_).checks["us-tmf/tmf_in_steps"].status == "failed"
    }
    assert found == {"gsa-newpay", "usda-cloud-adoption", "usda-farmers-gov"}


def test_what_the_narratives_fill(judged: hexvet.Assessment) -> None:
    """They tell whom it serves and what is replaced, and hardly how it is carried out."""
    filled = Counter(
        section.partition("_s_")[2]
        for id_ in judged.workspace.projects
        for section, outcome in judged.project(id_).sections.items()
        if outcome.state == "filled"
    )
    assert filled == FILLED


def test_what_the_narratives_fill_without_the_engine(
    root: Path, projects: dict[str, dict[str, Any]]
) -> None:
    rules = tomllib.loads((root / "rules/us_tmf.toml").read_text(encoding="utf-8"))
    told = Counter(
        (title, criterion["section"])
        for title, project in projects.items()
        for criterion in rules["criterion"].values()
        if project.get(criterion["met"], {}).get("value") is True
    )
    two = Counter(section.partition("_s_")[2] for (_, section), n in told.items() if n >= 2)
    assert two == FILLED


def test_the_page_shows_what_comes_out(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    for section in SECTIONS:
        assert f"| {FILLED[section]} of 17 |" in text
