"""Excerpts of published files; see data/SOURCES.md. The values are read off the files by eye."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hexvet.importers.model import ImportMap, ImportResult
from hexvet.importers.spreadsheet import import_csv

MapOf = Callable[..., ImportMap]
DATA = Path(__file__).parent / "data"


def imported(name: str, map_of: MapOf, text: str) -> ImportResult:
    """Imports an excerpt with a map that states the kinds itself."""
    return import_csv(DATA / name, map_of("format = 1\nevidence = { source = '' }\n" + text, None))


def test_canadian_projects(map_of: MapOf) -> None:
    result = imported(
        "canada_it.csv",
        map_of,
        """
        [project]
        id = "uniqueId"
        title = "latestProjectName"
        [field.budget]
        column = "latestBudget"
        kind = "money"
        [field.change]
        column = "budgetDelta"
        kind = "money"
        [field.growth]
        column = "budgetDeltaPercentage"
        kind = "number"
        [field.completion]
        column = "latestEstimatedCompletionDate"
        kind = "date"
        [field.large]
        column = "isOver10M"
        kind = "truth"
        """,
    )
    projects = {one.id: one.answers for one in result.projects}
    assert len(projects) == 6
    assert projects["aafc-agriclient-crm"] == {
        "title": "Departmental Client Relationship Management (CRM) Software (a.k.a. AgriClient)",
        "budget": 2_812_101,
        "completion": date(2022, 7, 31),
        "large": False,
    }
    assert "completion" not in projects["aafc-e-discovery"], "no date is given"
    assert projects["cbsa-pik"]["growth"] == 3.2923, "329.23%"
    assert projects["cbsa-e-manifest"]["growth"] == -0.0003, "-0.03%"
    assert result.report == ()


def test_melbourne_water_has_three_ways_to_write_a_date(map_of: MapOf) -> None:
    text = """
        file = { dates = "day-first" }
        [project]
        id = "ID"
        title = "ID"
        [field.cost]
        column = "FFC"
        kind = "money"
        [field.need]
        column = "BNI"
        kind = "date"
        [field.approved]
        column = "BCA"
        kind = "date"
        [field.business_case]
        column = "PBC"
        kind = "date"
        [field.gates]
        column = "EPT"
        kind = "number"
        lookup = { "2 Gate Major Infrastructure" = 2, "3 Gate Major Infrastructure" = 3 }
        """
    result = imported("melbourne_water.csv", map_of, text)
    assert [one.id for one in result.projects] == ["q05388", "q05640", "q05641", "d10103"]
    assert result.projects[1].answers == {
        "title": "Q05640",
        "cost": 2_066_075.59,
        "need": date(2016, 7, 11),
        "approved": date(2017, 2, 28),
        "business_case": date(2016, 10, 24),
        "gates": 2,
    }
    assert result.report == ()


def test_melbourne_water_without_a_stated_order(map_of: MapOf) -> None:
    """5/02/2016 and 11/07/2016 are ambiguous, 24/06/2016 and 30/10/2018 are not."""
    result = imported(
        "melbourne_water.csv",
        map_of,
        'project = { title = "ID" }\n[field.need]\ncolumn = "BNI"\nkind = "date"\n',
    )
    assert [(one.code, one.row) for one in result.report] == [("IM103", "2"), ("IM103", "3")]
    assert [dict(one.answers).get("need") for one in result.projects] == [
        None, None, date(2016, 6, 24), date(2018, 10, 30),
    ]  # fmt: skip


def test_awards_of_the_technology_modernization_fund(map_of: MapOf) -> None:
    result = imported(
        "tmf_awards.csv",
        map_of,
        """
        [project]
        title = "name"
        summary = "status"
        [field.award]
        column = "totalaward"
        kind = "money"
        [field.spent]
        column = "spendtodate"
        kind = "money"
        [field.delay]
        column = "delay"
        kind = "truth"
        """,
    )
    money = [(one.answers["award"], one.answers["spent"]) for one in result.projects]
    assert money == [
        (15_000_000, 9_500_000),
        (9_600_000, 0),
        (13_850_013, 13_850_013),
        (8_000_000, 7_000_000),
    ]
    assert [(one.code, one.row, one.text) for one in result.report] == [
        ("IM104", "4", "Yes; project end date in Q2FY22.")
    ]
