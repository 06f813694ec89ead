"""Where findings are shown without a screen: check, show, why, rank, and every format."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import jsonschema
import pytest

from hexvet.cli import main
from hexvet.cli.vetting import _seems_to_infer
from hexvet.findings import infer
from hexvet.inference.model import Fact, InferenceUnavailable, Program
from hexvet.inference.worker import Worker
from hexvet.model import Explanation, Where
from hexvet.reporters import markdown, render
from hexvet.reporters.report import Report, Threshold, gate_ids
from hexvet.reporters.table import render as table
from hexvet.reporters.typesetting import Page
from hexvet.reporters.why import render as why

from .conftest import change, judge
from .naive import BrokenWorker, NaiveWorker

DAY = "2018-06-01"
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Done(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def hexvet(
    city: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """Runs `hexvet` in Riverton on the day of its stories."""
    monkeypatch.chdir(city)

    def run(*words: str) -> Done:
        capfd.readouterr()
        status = main([*words, "--as-of", DAY])
        return Done(status, *capfd.readouterr())

    return run


def report_of(city: Path, threshold: Threshold = Threshold(), **chosen: Any) -> Report:  # noqa: B008
    """The report about a city with what follows of it."""
    assessment = judge(city)
    values = {"projects": tuple(assessment.workspace.projects), "gates": gate_ids(assessment)}
    inferred = infer(assessment, NaiveWorker())
    return Report(assessment, **{**values, **chosen}, threshold=threshold, inferred=inferred)


# check ----------------------------------------------------------------------------------------
def test_check_shows_findings_and_blocked_gates(hexvet: Command) -> None:
    done = hexvet("check")
    lines = done.out.splitlines()
    assert done.status == 1
    assert "Findings (10)" in lines
    assert "! blocker alder: Alder bridge: silent for 92 days. (for mayor) " \
           "[river/silent_too_long]" in lines  # fmt: skip
    assert any(line.startswith("alder   -         !BLOCK launch") for line in lines)
    assert any(line.startswith("cedar   -         xSTOP launch") for line in lines)
    assert "GATE    PASS HOLD STOP BLOCKED TITLE" in lines
    assert "launch     2    1    1       3 Launch" in lines


def without_blockers(city: Path) -> None:
    """Leaves Riverton with no failed check, and findings below blocker."""
    for name in ("cedar", "dogwood"):
        (city / f"projects/{name}.toml").unlink()
    (city / "waivers.toml").unlink()
    change(city / "projects/alder.toml", "contact = 2018-03-01", "contact = 2018-05-30")
    change(city / "hexvet.toml", 'spender = "R. Vale"', 'spender = "S. Lake"')
    change(city / "hexvet.toml", "amount = 1_000_000", "amount = 2_000_000")


@pytest.mark.parametrize(
    ("severity", "statuses"),
    [
        ("blocker", {"blocker": 1, "warning": 1, "advice": 1}),
        ("warning", {"blocker": 0, "warning": 1, "advice": 1}),
        ("advice", {"blocker": 0, "warning": 0, "advice": 1}),
    ],
)
def test_a_finding_counts_with_its_severity(
    severity: str, statuses: dict[str, int], city: Path
) -> None:
    without_blockers(city)
    change(city / "hexvet.toml", "left = 2018-05-01\n", "")
    change(city / "projects/birch.toml", 'director = "Kim Oak"', 'director = "Jo Ash"')
    change(city / "rules/river.toml", '"$m.project", severity = "advice"',
           f'"$m.project", severity = "{severity}"')  # fmt: skip
    for level in statuses:
        report = report_of(city, Threshold(level))  # type: ignore[arg-type]
        assert [one.id for one in report.findings] == ["river/late"]
        assert report.fails == bool(statuses[level])


def test_what_blocks_a_gate_without_a_severe_finding_does_not_fail(city: Path) -> None:
    """The finding's own severity counts; that the gate is blocked is for `decide`."""
    without_blockers(city)
    change(city / "projects/birch.toml", 'on = "alder"', 'on = "birch"')
    change(city / "projects/birch.toml", "contact = 2018-05-20", "contact = 2018-03-01")
    change(city / "rules/river.toml", 'severity = "blocker", gate = "launch", to = "mayor"',
           'severity = "warning", gate = "launch", to = "mayor"')  # fmt: skip
    report = report_of(city)
    assert "launch" in report.blocked("birch")
    assert not report.fails


def test_a_project_and_a_gate_narrow_the_findings(city: Path) -> None:
    some = report_of(city, projects=("birch",))
    assert [one.id.removeprefix("river/") for one in some.findings] == [
        "spender_oversees", "over_the_fund", "leaves_early", "shared_director", "waits",
    ]  # fmt: skip
    at_vetting = report_of(city, gates=("vetting",), narrowed=True)
    ids = {one.id.removeprefix("river/") for one in at_vetting.findings}
    # silent_too_long names launch; silent rests on a check that guards launch.
    assert not {"silent_too_long", "silent"} & ids
    assert "late" in ids
    assert at_vetting.blocks == {}


def test_findings_are_cut_on_a_terminal_only(city: Path) -> None:
    report = report_of(city)
    assert "... and 7 more findings" in table(report, Page(width=100, limit=3))
    assert "more finding" not in table(report)


# not run --------------------------------------------------------------------------------------
@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that has lost its process."""

    def chain_all(
        self: Worker, program: Program, lists: Iterable[Iterable[Fact]]
    ) -> tuple[InferenceUnavailable, ...]:
        return tuple(InferenceUnavailable("the worker was lost") for _ in lists)

    monkeypatch.setattr(Worker, "chain_all", chain_all)


@pytest.mark.usefixtures("lost")
def test_check_goes_on_without_inference(hexvet: Command) -> None:
    done = hexvet("check")
    assert done.status == 1
    assert "Findings (1)" in done.out
    assert "Inference rules were not run: the worker was lost. [inference/unavailable]" in done.out
    assert "Every check and every gate is shown as always." in done.out
    assert "x blocker cedar river/resourced at launch" in done.out
    assert "BLOCKED" not in done.out


@pytest.mark.usefixtures("lost")
def test_show_and_why_go_on_without_inference(hexvet: Command) -> None:
    shown = hexvet("show", "alder")
    assert (shown.status, "inference/unavailable" in shown.out) == (0, True)
    assert "Evidence (7)" in shown.out
    told = hexvet("why", "cedar", "resourced")
    assert (told.status, "x failed" in told.out) == (0, True)


@pytest.mark.usefixtures("lost")
def test_rules_that_were_not_run_fail_only_if_they_could(hexvet: Command, city: Path) -> None:
    without_blockers(city)
    assert hexvet("check").status == 1
    text = (city / "rules/river.toml").read_text(encoding="utf-8")
    late = text[text.index("[infer.late]") : text.index("[infer.spender_oversees]")]
    (city / "rules/river.toml").write_text(text[: text.index("[infer.")] + late, "utf-8")
    assert hexvet("check").status == 0
    assert hexvet("check", "--fail-on", "advice").status == 1


# show, rank -----------------------------------------------------------------------------------
def test_show_has_blocked_gates_findings_and_remedies(hexvet: Command) -> None:
    lines = hexvet("show", "alder").out.splitlines()
    assert lines[lines.index("+PASS launch") + 1] == "      ! blocked by river/silent_too_long"
    at = lines.index("Findings (5)")
    assert lines[at + 2] == "          The Mayor calls the sponsor."
    assert "Findings about the programme (3)" in lines


def test_show_tells_who_is_eligible(hexvet: Command, city: Path) -> None:
    change(city / "projects/birch.toml", '[[needs_first]]\non = "alder"', "")
    assert "+PASS launch (eligible)" in hexvet("show", "birch").out.splitlines()


def test_rank_marks_gates_that_findings_block(hexvet: Command, city: Path) -> None:
    text = (city / "rules/river.toml").read_text(encoding="utf-8")
    scored = """[section.good]
order = 1
kind = "benefit"
title = "Good"
fill = "any"

[criterion.votes]
section = "good"
met = "votes >= 3"

"""
    at = text.index("[check.voted]")
    (city / "rules/river.toml").write_text(text[:at] + scored + text[at:], encoding="utf-8")
    lines = hexvet("rank").out.splitlines()
    assert any(re.match(r" *1= alder +100.0 .*!BLOCK launch", line) for line in lines)
    assert "!BLOCK marks a gate that only findings block." in lines


# why ------------------------------------------------------------------------------------------
def test_why_shows_the_tree_of_a_finding(hexvet: Command) -> None:
    assert hexvet("why", "alder", "silent_too_long").out == (
        "! blocker  alder: Sponsor silent for too long (finding river/silent_too_long)\n"
        "  rules/river.toml:128:2\n"
        "  Alder bridge: silent for 92 days.\n"
        "  for       mayor\n"
        "  remedy    The Mayor calls the sponsor.\n"
        "\n"
        "  ! warning  Sponsor silent (finding river/silent)\n"
        "    rules/river.toml:121:2\n"
        "    The sponsor has gone silent.\n"
        "    for       appointee\n"
        "    remedy    Call the sponsor.\n"
        "    clause    P40\n"
        "\n"
        "    x failed  The sponsor is in touch (check river/in_touch)\n"
        "      rules/river.toml:92:2\n"
        "      Silent for 92 days.\n"
        "      x silence <= 30\n"
        "          silence is 92\n"
        "          evidence  contact = 2018-03-01\n"
        "                    projects/alder.toml:4:11\n"
        "          rule      rules/river.toml:94:11\n"
        "      changes   Days without contact must be at most 30 (now 92)\n"
        "\n"
        "  =  Alder bridge\n"
        "    projects/alder.toml:1:1\n"
        "    Days without contact is 92 (asked: at least 60)\n"
        "      let       rules/river.toml:77:8\n"
        "      evidence  contact = 2018-03-01\n"
        "                projects/alder.toml:4:11\n"
    )


def test_why_names_the_project_where_it_changes(hexvet: Command) -> None:
    lines = hexvet("why", "birch", "waits").out.splitlines()
    assert lines[0].startswith("! warning  birch: ")
    assert "  x blocked  alder: Sponsor silent for too long (blocked launch)" in lines


def test_why_complains_about_a_misspelt_finding(hexvet: Command) -> None:
    done = hexvet("why", "alder", "sillent")
    assert (done.status, done.out) == (2, "")
    assert "did you mean 'silent'?" in done.err


def nested(depth: int) -> Explanation:
    """A chain of explanations, one in the other."""
    parts = (nested(depth - 1),) if depth > 1 else ()
    where = Where("hexvet.toml")
    return Explanation("alder", f"p/{depth}", "finding", "Deep", "advice", where, parts=parts)


def test_very_deep_trees_are_cut_and_whole_in_json(city: Path) -> None:
    workspace = judge(city).workspace
    text = why(nested(12), workspace, deepest=3)
    assert "p/10" in text
    assert "p/9" not in text
    assert "... and 1 part; -o json has all" in text
    assert "more" not in why(nested(3), workspace, deepest=3)


# formats --------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def schema(root: Path) -> dict[str, Any]:
    """The published shape, with additions forbidden."""
    found = json.loads((root / "docs/schemas/result.schema.json").read_text("utf-8"))
    closed: dict[str, Any] = strict(found)
    return closed


def strict(schema: Any) -> Any:
    """The schema with additions forbidden: whatever is printed is in it."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(one) for name, one in schema.items()}
    if "properties" in schema:
        closed.setdefault("additionalProperties", False)
    return closed


def test_json_has_the_whole_tree(city: Path, schema: dict[str, Any]) -> None:
    result = json.loads(render("json", report_of(city)))
    jsonschema.Draft202012Validator(schema).validate(result)
    first = result["findings"][0]
    assert {name: first[name] for name in ("id", "about", "severity", "gate", "to", "rule")} == {
        "id": "river/silent_too_long", "about": ["alder"], "severity": "blocker",
        "gate": "launch", "to": "mayor", "rule": "river/silent_too_long",
    }  # fmt: skip
    check = first["derivation"]["parts"][0]["parts"][0]
    assert (check["kind"], check["rule"], check["verdict"]) == (
        "check", "river/in_touch", "failed"
    )  # fmt: skip
    assert check["reasons"][0]["evidence"][0]["place"] == {
        "file": "projects/alder.toml", "line": 4, "column": 11,
    }  # fmt: skip
    assert result["projects"][0]["blocked"] == {"launch": ["river/silent_too_long"]}
    assert result["summary"]["findings"] == {"blocker": 3, "warning": 6, "advice": 1}
    assert result["summary"]["blocked"] == {"launch": 3}


def test_json_of_why(hexvet: Command, schema: dict[str, Any]) -> None:
    done = hexvet("why", "alder", "late", "-o", "json")
    result = json.loads(done.out)
    (told,) = result["explanations"]
    shape = {"$defs": schema["$defs"], "$ref": "#/$defs/explanation"}
    jsonschema.Draft202012Validator(shape).validate(told)
    assert (result["as_of"], told["rule"]) == (DAY, "river/late")
    assert told["parts"][0]["reasons"][0]["text"] == "due is 2018-05-01"


def test_json_is_the_same_every_time(city: Path) -> None:
    assert render("json", report_of(city)) == render("json", report_of(city))


def test_junit_has_a_suite_of_findings(city: Path) -> None:
    tree = ElementTree.fromstring(render("junit", report_of(city)).encode())
    suite = [*tree][-1]
    counts = {name: suite.attrib[name] for name in ("name", "tests", "failures", "skipped")}
    assert counts == {"name": "findings", "tests": "10", "failures": "3", "skipped": "0"}
    failure = suite[0].find("failure")
    assert failure is not None
    assert failure.attrib == {"message": "Alder bridge: silent for 92 days.", "type": "blocker"}
    assert failure.text == "The Mayor calls the sponsor."
    assert suite[0].attrib["classname"] == "findings.alder"


def test_sarif_points_at_the_evidence_and_at_the_rule(city: Path) -> None:
    run = json.loads(render("sarif", report_of(city)))["runs"][0]
    (late,) = [one for one in run["results"] if one["ruleId"] == "river/late"]
    place = late["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "projects/alder.toml"
    assert place["region"]["startLine"] == 16
    related = late["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "rules/river.toml"
    rule = run["tool"]["driver"]["rules"][late["ruleIndex"]]
    assert (rule["id"], rule["shortDescription"]["text"]) == ("river/late", "Milestone open")


def test_markdown_lists_findings(city: Path) -> None:
    page = render("md", report_of(city))
    assert (
        "- blocker: `alder`: Alder bridge: silent for 92 days. (`river/silent_too_long`) "
        "For mayor. *The Mayor calls the sponsor.*"
    ) in page
    assert "Findings block `launch`: `river/silent_too_long`." in page
    assert "| !BLOCK launch |" in page


HOSTILE = "=HYPERLINK('x') | <b>&amp; [link](u) *a* `c` ]]> é 橋"
FORMATS = ("table", "json", "csv", "md", "junit", "sarif")


def shown(format: str, report: Report) -> str:
    return table(report) if format == "table" else render(format, report)


@pytest.mark.parametrize("format", FORMATS)
def test_texts_that_look_like_markup_stay_texts(format: str, city: Path) -> None:
    change(city / "projects/alder.toml", 'name = "Survey"', f'name = "{HOSTILE}"')
    report = report_of(city)
    (late,) = [one for one in report.findings if one.id == "river/late"]
    assert late.message == f"{HOSTILE} was due on 2018-05-01."
    text = shown(format, report)
    if format in ("json", "sarif"):
        assert late.message in json.dumps(json.loads(text), ensure_ascii=False)
    elif format == "junit":
        notes = [note.text for note in ElementTree.fromstring(text.encode()).iter("system-out")]
        assert f"advice: {late.message}" in notes
    elif format == "md":
        assert markdown.escaped(late.message) in text
    elif format == "table":
        assert late.message in " ".join(text.split())


@pytest.mark.parametrize("format", FORMATS)
def test_what_a_worker_says_steers_no_terminal(format: str, city: Path) -> None:
    assessment = judge(city)
    inferred = infer(assessment, BrokenWorker(why="lost\x1b[31m \u202e\x00"))
    projects = tuple(assessment.workspace.projects)
    report = Report(assessment, projects, gate_ids(assessment), inferred=inferred)
    assert not STEERING.search(shown(format, report))


# starting -------------------------------------------------------------------------------------
def seems(city: Path, *packs: str) -> bool:
    return _seems_to_infer(Namespace(workspace=str(city), at=None, pack=list(packs)))


def test_whether_a_worker_is_needed_is_told_from_bytes(city: Path, root: Path) -> None:
    assert seems(city)
    text = (city / "rules/river.toml").read_text(encoding="utf-8")
    (city / "rules/river.toml").write_text(text.replace("[infer.", "[other."), encoding="utf-8")
    assert not seems(city)
    assert not seems(root / "tests/cli/springfield")
    assert seems(
        root / "tests/cli/springfield", str(root / "tests/findings/riverton/rules/river.toml")
    )


def test_help_loads_neither_numpy_nor_the_worker(root: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(root / "engine")}
    code = """
import sys
from hexvet.cli import main
try:
    main(["why", "--help"])
except SystemExit:
    pass
names = ("numpy", "hexvet.inference", "hexvet.findings")
sys.exit(any(name.startswith(names) for name in sys.modules))
"""
    assert (
        subprocess.run([sys.executable, "-c", code], env=env, capture_output=True).returncode == 0
    )
