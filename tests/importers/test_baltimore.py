"""The Baltimore sample: made by the importer, and true to the published file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from hexvet.documents import Document, read_document
from hexvet.importers.maps import read_map
from hexvet.importers.model import ImportResult
from hexvet.importers.project_files import project_text
from hexvet.importers.spreadsheet import import_csv
from hexvet.packs.loading import Library
from hexvet.testing import run_tests

CSV = "FY14-FY24_CIP-Requests_Source.csv"
STAGES = ("ask", "recommended", "finance_amount", "estimates_amount", "adopted")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    """The workspace."""
    return root / "sample_data" / "baltimore"


@pytest.fixture(scope="module")
def result(folder: Path) -> ImportResult:
    """The import, made anew."""
    pack = Library((folder / "rules",), folder).load("baltimore-cip").pack
    document = read_document(folder / "source" / "map.toml", "map.toml")
    assert pack is not None
    assert isinstance(document, Document)
    return import_csv(folder / "source" / CSV, read_map(document, pack.fields))


@pytest.fixture(scope="module")
def requests(folder: Path) -> list[dict[str, int]]:
    """The amounts of every request at the five stages, as its file has them."""
    tables = [tomllib.loads(file.read_text()) for file in (folder / "projects").glob("*.toml")]
    return [{stage: value_of(table, stage) for stage in STAGES} for table in tables]


def value_of(table: Mapping[str, dict[str, int]], field: str) -> int:
    """The value of an answer."""
    return table[field]["value"]


def millions(requests: list[dict[str, int]], stage: str) -> int:
    """The sum of a stage in millions of dollars."""
    return round(sum(request[stage] for request in requests) / 1e6)


def test_the_files_are_what_the_importer_makes(folder: Path, result: ImportResult) -> None:
    there = {file.stem: file.read_text() for file in (folder / "projects").glob("*.toml")}
    made = {project.id: project_text(project) for project in result.projects}
    assert there.keys() == made.keys()
    assert [id for id in made if made[id] != there[id]] == []


def test_nothing_was_left_unexplained(result: ImportResult) -> None:
    """6,882 rows: 2,843 totals, of which 255 ask for nothing, and 4,039 sources."""
    assert result.report == ()
    counts = result.counts
    assert (counts["rows"], counts["projects"]) == (6_882, 2_588)
    assert counts["rows left out by a filter"] == 2_843 - 2_588
    assert counts["table rows"] + counts["rows of projects left out"] == 4_039


def test_the_figures_of_the_published_file(requests: list[dict[str, int]]) -> None:
    """Counted in the published file without the importer; see the sample's README."""
    assert len(requests) == 2_588
    assert millions(requests, "ask") == 8_781
    assert millions(requests, "recommended") == 8_321
    assert millions(requests, "adopted") == 8_257
    assert sum(one["recommended"] == 0 for one in requests) == 305
    assert sum(0 < one["recommended"] < one["ask"] for one in requests) == 231
    assert sum(one["finance_amount"] != one["recommended"] for one in requests) == 11
    assert sum(one["estimates_amount"] != one["finance_amount"] for one in requests) == 124
    assert sum(one["adopted"] == 0 for one in requests) == 324
    assert sum(one["adopted"] == one["ask"] for one in requests) == 1_886


def test_the_sources_add_up_to_each_stage(result: ImportResult) -> None:
    columns = dict(
        zip(STAGES, ("asked", "recommended", "finance", "estimates", "adopted"), strict=True)
    )
    for project in result.projects:
        funding = project.answers["funding"]
        assert isinstance(funding, dict)
        for stage, column in columns.items():
            answer = project.answers[stage]
            assert isinstance(answer, dict)
            assert sum(row[column] for row in funding["value"]) == answer["value"], project.id


def test_the_sample_stays_small(folder: Path) -> None:
    files = [file for file in folder.rglob("*.*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 6 * 2**20


def test_the_rules_of_the_sample_pass_their_own_tests(folder: Path) -> None:
    loaded = Library((folder / "rules",), folder).load("baltimore-cip")
    found, problems = run_tests(loaded)
    assert loaded.problems == ()
    assert problems == ()
    assert [one for one in found if not one.passed] == []
    assert loaded.pack is not None
    tested = {one.rule for one in found}
    rules = [*loaded.pack.checks, *loaded.pack.criteria, *loaded.pack.sections]
    assert {rule.partition("/")[2] for rule in rules} <= tested
