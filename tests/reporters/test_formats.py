"""CSV, Markdown, JUnit, SARIF and the table: structure, and texts that look like markup."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from hexvet.reporters import FORMATS, junit, markdown, render
from hexvet.reporters.csv import safe
from hexvet.reporters.report import Report, Threshold
from hexvet.reporters.table import render as table
from hexvet.reporters.typesetting import Page, display_width

from .conftest import HOSTILE, ReportOf

STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_lets_a_control_character_through(format: str, hostile: Report) -> None:
    assert not STEERING.search(render(format, hostile))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_the_same_twice(format: str, city: Path, report_of: ReportOf) -> None:
    assert render(format, report_of(city)) == render(format, report_of(city))


# CSV ------------------------------------------------------------------------------------------
def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render("csv", report), newline="")))


def test_csv_has_a_row_for_each_project_and_check(report: Report) -> None:
    found = rows(report)
    assert len(found) == 1 + 4 * 3
    assert found[0]["project"] == "programme"
    late = next(r for r in found if (r["project"], r["check"]) == ("beta", "mini/time_limited"))
    assert late["status"] == "failed"
    assert late["sections"] == "?."
    assert late["message"] == "Planned for 30 months; the limit is 24."
    waived = next(r for r in found if r["waiver"])
    assert (waived["project"], waived["status"], waived["without_waiver"]) == (
        "delta",
        "waived",
        "failed",
    )


def test_csv_keeps_hostile_texts_in_one_cell(hostile: Report) -> None:
    titles = {row["title"] for row in rows(hostile) if row["project"] == "beta"}
    assert titles == {"'" + HOSTILE}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_csv_defuses_formulas(cell: str) -> None:
    assert safe(cell).startswith("'")


def test_csv_leaves_plain_cells_alone() -> None:
    assert [safe(cell) for cell in ("a=b", "1-2", "", "O'Neil")] == ["a=b", "1-2", "", "O'Neil"]


# Markdown -------------------------------------------------------------------------------------
def test_markdown_lists_what_is_not_passed(report: Report) -> None:
    page = render("md", report)
    assert page.startswith("# Springfield\n")
    assert "| `launch` | 2 | 1 | 1 |" in page
    assert "| `beta` | Beta | - | `?.` | xSTOP launch | 12 (0-25) | 75% |" in page
    assert "Planned for 30 months; the limit is 24." in page
    assert "Missing evidence: `cost`." in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("<b>", r"\<b\>"),
        ("[x](y)", r"\[x\](y)"),
        ("*a* `b`", r"\*a\* \`b\`"),
        ("# h", r"\# h"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("1.2.0", "1.2.0"),
        ("a &amp; b", "a &amp;amp; b"),
        ("two\nlines", "two lines"),
        ("\x1b[1m", "\ufffd\\[1m"),
    ],
)
def test_markdown_shows_exactly_the_text(text: str, shown: str) -> None:
    assert markdown.escaped(text) == shown


def test_markdown_tables_keep_their_columns(hostile: Report) -> None:
    for line in render("md", hostile).splitlines():
        if line.startswith("| `") and "xSTOP" in line:
            assert len(re.findall(r"(?<!\\)\|", line)) == 8


# JUnit ----------------------------------------------------------------------------------------
def suites(report: Report) -> dict[str, ElementTree.Element]:
    tree = ElementTree.fromstring(render("junit", report).encode())
    assert tree.tag == "testsuites"
    return {suite.attrib["name"]: suite for suite in tree}


def test_junit_has_a_suite_for_each_project_and_the_programme(report: Report) -> None:
    found = suites(report)
    assert list(found) == ["programme", "alpha", "beta", "delta", "gamma", "findings"]
    counts = {n: (s.get("tests"), s.get("failures"), s.get("skipped")) for n, s in found.items()}
    assert counts == {
        "programme": ("1", "0", "0"),
        "alpha": ("3", "0", "0"),
        "beta": ("3", "1", "0"),
        "delta": ("3", "0", "1"),
        "gamma": ("3", "0", "2"),
        "findings": ("1", "0", "0"),
    }


def test_junit_fails_blockers_and_notes_the_rest(report: Report) -> None:
    cases = {case.attrib["name"]: case for case in suites(report)["beta"]}
    failure = cases["mini/time_limited"].find("failure")
    assert failure is not None
    assert failure.attrib["message"] == "Planned for 30 months; the limit is 24."
    assert failure.attrib["type"] == "blocker"
    assert cases["mini/time_limited"].attrib["file"] == "projects/beta.toml"
    note = cases["mini/noted"].find("system-out")
    assert note is not None
    assert note.text == "warning: Nobody wrote a note."


def test_junit_follows_the_threshold(city: Path, report_of: ReportOf) -> None:
    found = suites(report_of(city, Threshold("advice", True)))
    assert {name: suite.attrib["failures"] for name, suite in found.items()} == {
        "programme": "0",
        "alpha": "0",
        "beta": "2",
        "delta": "0",
        "gamma": "2",
        "findings": "1",
    }


def test_junit_survives_hostile_texts(hostile: Report) -> None:
    cases = {case.attrib["name"]: case for case in suites(hostile)["beta"]}
    note = cases["mini/noted"].find("system-out")
    assert note is not None
    assert note.text == f"warning: {HOSTILE}"


def test_junit_replaces_what_xml_cannot_hold() -> None:
    assert junit.escaped('a\x00\x1b\ufffe<&>"\n') == "a\ufffd\ufffd\ufffd&lt;&amp;&gt;&quot;&#10;"


# SARIF ----------------------------------------------------------------------------------------
def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    return dict(run)


def result_of(report: Report, rule: str, project: str) -> dict[str, Any]:
    (found,) = (
        result
        for result in run_of(report)["results"]
        if result["ruleId"] == rule and result["properties"].get("project") == project
    )
    return dict(found)


def test_sarif_has_the_structure_that_the_standard_wants(report: Report) -> None:
    run = run_of(report)
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "Hexvet"
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["kind"] in ("fail", "open")
        assert (result["level"] == "none") == (result["kind"] == "open")
        for location in (*result["locations"], *result.get("relatedLocations", [])):
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert not uri.startswith("/")
            region = location["physicalLocation"].get("region")
            assert region is None or (region["startLine"] >= 1 and region["startColumn"] >= 1)


def test_sarif_points_at_the_evidence_that_decides(report: Report) -> None:
    late = result_of(report, "mini/time_limited", "beta")
    assert (late["kind"], late["level"]) == ("fail", "error")
    physical = late["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "projects/beta.toml"
    assert physical["region"]["startLine"] in (2, 3)
    related = late["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "rules/mini.toml"
    assert related["region"]["startLine"] == 86


def test_sarif_never_makes_up_a_line(report: Report) -> None:
    noted = result_of(report, "mini/noted", "beta")
    assert noted["level"] == "warning"
    physical = noted["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "projects/beta.toml"}}


def test_sarif_marks_unknown_as_open_and_waived_as_suppressed(report: Report) -> None:
    unknown = result_of(report, "mini/time_limited", "gamma")
    assert (unknown["kind"], unknown["properties"]["needs"]) == ("open", ["end"])
    waived = result_of(report, "mini/time_limited", "delta")
    (suppression,) = waived["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["status"] == "accepted"
    assert "The bridge comes first." in suppression["justification"]
    place = suppression["location"]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "waivers.toml"


def test_sarif_describes_its_rules(report: Report) -> None:
    rules = {rule["id"]: rule for rule in run_of(report)["tool"]["driver"]["rules"]}
    rule = rules["mini/time_limited"]
    assert rule["shortDescription"]["text"] == "Time-limited scope"
    assert rule["defaultConfiguration"]["level"] == "error"
    assert rule["help"]["text"].startswith("Set an end date, or split the work.")
    assert "P23" in rule["properties"]["tags"]
    assert "waiver/expired" in rules


def test_sarif_tells_where_shipped_rules_are(root: Path, report_of: ReportOf) -> None:
    run = run_of(report_of(root / "sample_data/los-angeles"))
    related = run["results"][0]["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
    assert related == {"uri": "rules/la_model.toml", "uriBaseId": "SHIPPED"}
    assert "SHIPPED" in run["originalUriBaseIds"]


# the table ------------------------------------------------------------------------------------
def test_the_table_has_a_line_for_each_project(report: Report) -> None:
    lines = [" ".join(line.split()) for line in table(report).splitlines()]
    assert lines[2] == "ID STAGE HEX GATE + x ? w SCORE EVID TITLE"
    assert lines[3:7] == [
        "alpha - ## +PASS launch 3 0 0 0 100 100% Alpha",
        "beta - ?. xSTOP launch 1 2 0 0 12 (0-25) 75% Beta",
        "delta - ## +PASS launch 2 0 0 1 75 100% Delta",
        "gamma - ?? ~HOLD launch 1 0 2 0 50 (0-100) 0% Gamma",
    ]
    assert "launch 2 1 1 Launch" in lines


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_table_fits_its_page(width: int, hostile: Report) -> None:
    for line in table(hostile, Page(width=width, limit=20)).splitlines():
        assert display_width(line) <= max(width, 60)


def test_the_table_tells_what_the_programme_lacks(city: Path, report_of: ReportOf) -> None:
    settings = city / "hexvet.toml"
    text = settings.read_text("utf-8").replace("sponsor =", "# sponsor =")
    settings.write_text(text, encoding="utf-8")
    assert "? blocker mini/sponsored at launch: needs sponsor" in table(report_of(city))
