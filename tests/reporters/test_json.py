"""The JSON result: its schema, its values for Springfield, its bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hexvet.model import INFINITY
from hexvet.reporters.json import number, render, text_of
from hexvet.reporters.report import Report, Threshold


@pytest.fixture(scope="module")
def schema(root: Path) -> dict[str, Any]:
    text = (root / "docs/schemas/result.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def strict(schema: Any) -> Any:
    """The schema with additions forbidden: whatever we print is in it."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(one) for name, one in schema.items()}
    if "properties" in schema:
        closed.setdefault("additionalProperties", False)
    return closed


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("which", ["report", "hostile"])
def test_the_result_has_the_published_shape(
    which: str, schema: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    result = json.loads(render(request.getfixturevalue(which)))
    jsonschema.Draft202012Validator(strict(schema)).validate(result)


def test_the_sample_city_has_the_published_shape(
    schema: dict[str, Any], root: Path, report_of: Any
) -> None:
    result = json.loads(render(report_of(root / "sample_data/los-angeles")))
    jsonschema.Draft202012Validator(strict(schema)).validate(result)


def test_a_project_in_the_result(report: Report) -> None:
    beta = json.loads(render(report))["projects"][1]
    assert (beta["id"], beta["title"], beta["stage"]) == ("beta", "Beta", None)
    assert beta["file"] == "projects/beta.toml"
    assert beta["sections"] == {
        "mini/benefit": {"state": "unknown", "score": [0.0, 50.0], "needs": ["cost"]},
        "mini/risk": {"state": "unfilled", "score": [0.0, 0.0], "needs": []},
    }
    assert beta["checks"]["mini/time_limited"] == {
        "status": "failed",
        "severity": "blocker",
        "gate": "launch",
        "message": "Planned for 30 months; the limit is 24.",
        "needs": [],
        "waiver": None,
        "without_waiver": "failed",
    }
    assert beta["gates"]["launch"] == {
        "state": "stop",
        "because": ["mini/time_limited"],
        "without_waivers": "stop",
    }
    assert (beta["score"], beta["evidence_share"]) == ([0.0, 25.0], 0.75)
    assert beta["needs"] == ["cost"]


def test_a_waiver_in_the_result(report: Report) -> None:
    delta = json.loads(render(report))["projects"][2]
    check = delta["checks"]["mini/time_limited"]
    assert (check["status"], check["without_waiver"]) == ("waived", "failed")
    assert check["waiver"]["expires"] == "2018-05-01"
    assert delta["gates"]["launch"]["state"] == "pass"
    assert delta["gates"]["launch"]["without_waivers"] == "stop"


def test_the_summary(report: Report) -> None:
    assert json.loads(render(report))["summary"] == {
        "projects": 4,
        "passed": 8,
        "failed": 2,
        "unknown": 2,
        "waived": 1,
        "gates": {
            "intake": {"pass": 4, "hold": 0, "stop": 0},
            "launch": {"pass": 2, "hold": 1, "stop": 1},
        },
        "findings": {"blocker": 0, "warning": 1, "advice": 0},
        "blocked": {},
    }


def test_rules_stand_in_the_packs_order(report: Report) -> None:
    beta = json.loads(render(report))["projects"][1]
    assert list(beta["criteria"]) == ["mini/savings", "mini/speed", "mini/ready"]
    assert list(beta["checks"]) == ["mini/time_limited", "mini/noted", "mini/cheap"]


def test_problems_have_their_places(city: Path, report_of: Any) -> None:
    (city / "projects/omega.toml").write_text('title = "O"\ncost = "x"\n', encoding="utf-8")
    (problem,) = json.loads(render(report_of(city)))["problems"]
    place = (problem["file"], problem["line"], problem["column"])
    assert place == ("projects/omega.toml", 2, 8)


def test_the_result_names_no_path_of_this_machine(report: Report, city: Path) -> None:
    assert str(city) not in render(report)
    assert str(Path.home()) not in render(report)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12, "12.0"), (-0.0, "0.0"), (2 / 3, "0.666667"), (INFINITY, "null"), (-INFINITY, "null")],
)
def test_numbers(value: float, shown: str) -> None:
    assert text_of(number(value)) == shown


def test_nothing_in_the_text_steers_a_terminal() -> None:
    text = text_of({"a": "\x1b[31m\x9b\u202e\x7f é"})
    assert text == '{"a": "\\u001b[31m\\u009b\\u202e\\u007f é"}'
    assert json.loads(text) == {"a": "\x1b[31m\x9b\u202e\x7f é"}


def test_unknown_thresholds_do_not_change_the_result(city: Path, report_of: Any) -> None:
    strictest = report_of(city, Threshold("advice", True))
    assert render(strictest) == render(report_of(city))
