"""`check` for code scanning: SARIF 2.1.0 (OASIS, 2020).

Primary location: the evidence that decides, in the project's file; the whole file where there is
none. Related location: the rule. Unknown is of kind `open`, a waiver is a suppression. What is
passed or not applicable is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json import dumps
from typing import TypeAlias
from urllib.parse import quote

from hexvet.documents import UNPRINTABLE
from hexvet.explanation import explain
from hexvet.model import CheckOutcome, Explanation, Finding, Severity, Waiver, Where
from hexvet.packs.model import Check
from hexvet.problems import Place, Problem
from hexvet.reporters.report import PROGRAMME, Report
from hexvet.reporters.wording import file_text
from hexvet.version import VERSION

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
SHIPPED = "SHIPPED"
"""The base of the packs that are not in the workspace but came with hexvet."""

_LEVELS: Mapping[Severity, str] = {"blocker": "error", "warning": "warning", "advice": "note"}


def render(report: Report) -> str:
    """The whole log: one run."""
    rules = _rules(report)
    index = {str(rule["id"]): number for number, rule in enumerate(rules)}
    results: list[Json] = [*_results(report, index)]
    driver: Json = {"name": "Hexvet", "version": VERSION, "semanticVersion": VERSION,
                    "rules": [*rules]}  # fmt: skip
    run: Json = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {
            SHIPPED: {"description": {"text": "The folder of the packs that come with hexvet"}}
        },
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    text = dumps(log, ensure_ascii=False, indent=1)
    return UNPRINTABLE.sub(_escape, text) + "\n"


def _escape(found: object) -> str:
    character = str(found[0])  # type: ignore[index]
    return character if character == "\n" else f"\\u{ord(character):04x}"


# rules ----------------------------------------------------------------------------------------
def _rules(report: Report) -> list[dict[str, Json]]:
    rules = [
        _rule(check)
        for pack in report.assessment.packs
        for check in pack.checks.values()
        if check.gate in report.gates
    ]
    rules += [_rule_of(report, one) for one in {f.id: f for f in report.findings}.values()]
    return rules


def _rule_of(report: Report, finding: Finding) -> dict[str, Json]:
    """What is said of a kind of finding: its inference rule where it has one."""
    inferences = {id_: rule for p in report.assessment.packs for id_, rule in p.inferences.items()}
    rule = inferences.get(finding.rule)
    title = rule.title if rule else finding.id.replace("/", ": ").replace("_", " ")
    said: dict[str, Json] = {"id": finding.id, "shortDescription": {"text": title}}
    if rule and rule.rationale:
        said["fullDescription"] = {"text": rule.rationale}
    if rule and rule.remedy:
        said["help"] = {"text": rule.remedy}
    if rule and rule.clause:
        said["properties"] = {"tags": [rule.clause]}
    return said


def _rule(check: Check) -> dict[str, Json]:
    described = check.rationale or check.title
    help_ = f"Required: {check.require.text}."
    if check.remedy:
        help_ = f"{check.remedy} {help_}"
    tags: list[Json] = [check.gate, *([check.clause] if check.clause else [])]
    return {
        "id": check.id,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": described},
        "help": {"text": help_},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": tags, "severity": check.severity, "gate": check.gate},
    }


# results --------------------------------------------------------------------------------------
def _results(report: Report, index: Mapping[str, int]) -> Iterator[Json]:
    workspace = report.assessment.workspace
    yield from _checks(report, index, PROGRAMME, report.programme, workspace.programme.file)
    for outcome in report.outcomes:
        file = workspace.projects[outcome.id].file
        yield from _checks(report, index, outcome.id, report.at_gates(outcome.checks), file)
    for finding in report.findings:
        yield _finding(report, index, finding)


def _checks(
    report: Report,
    index: Mapping[str, int],
    subject: str,
    checks: Mapping[str, CheckOutcome],
    file: str,
) -> Iterator[Json]:
    for outcome in checks.values():
        if outcome.status not in ("passed", "not_applicable"):
            yield _result(report, index, subject, outcome, file)


def _result(
    report: Report, index: Mapping[str, int], subject: str, outcome: CheckOutcome, file: str
) -> Json:
    check = report.assessment.check(outcome.id)
    explanation = explain(report.assessment, subject, outcome.id)
    failed = outcome.without in ("failed", "error")
    result: dict[str, Json] = {
        "ruleId": outcome.id,
        "ruleIndex": index[outcome.id],
        "kind": "fail" if failed else "open",
        "level": _LEVELS[outcome.severity] if failed else "none",
        "message": {"text": _message(subject, check, outcome)},
        "locations": [_location(report, decisive_place(report, explanation, file))],
        "relatedLocations": [_rule_location(report, check.where)],
        "partialFingerprints": {"hexvetOutcome/v1": f"{outcome.id}:{subject}"},
        "properties": {"project": subject, "needs": [*outcome.needs]},
    }
    if outcome.waiver:
        result["suppressions"] = [_suppression(report, outcome.waiver)]
    return result


def _message(subject: str, check: Check, outcome: CheckOutcome) -> str:
    if outcome.without == "unknown":
        needs = ", ".join(outcome.needs) or "a clearer answer"
        return f"{subject}: unknown: {check.title}; needs {needs}"
    return f"{subject}: {outcome.message or check.title}"


def decisive_place(report: Report, explanation: Explanation, file: str) -> Place:
    """Where the evidence stands that decides an outcome; the bare file when there is none."""
    places = [e.where for reason in explanation.reasons for e in reason.evidence]
    places.sort(key=lambda where: where.file != file)
    return report.assessment.workspace.place(places[0]) if places else Place(file)


def _finding(report: Report, index: Mapping[str, int], finding: Finding) -> Json:
    workspace = report.assessment.workspace
    where = finding.where or Where(workspace.programme.file)
    related: list[Json] = []
    if report.inferred and finding.rule:
        evidence = next(_evidence(report.inferred.derivation(finding)), where)
        related, where = [_rule_location(report, where)], evidence
    return {
        "ruleId": finding.id,
        "ruleIndex": index[finding.id],
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(report, workspace.place(where))],
        **({"relatedLocations": related} if related else {}),
        "properties": {"about": [*finding.about], "because": [*finding.because]},
    }


def _evidence(explanation: Explanation) -> Iterator[Where]:
    """The places of all evidence below an explanation, in its order."""
    yield from (evidence.where for reason in explanation.reasons for evidence in reason.evidence)
    for part in explanation.parts:
        yield from _evidence(part)


def _suppression(report: Report, waiver: Waiver) -> Json:
    place = report.assessment.workspace.place(waiver.where)
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{waiver.name} ({waiver.role}), to {waiver.expires}: {waiver.reason}",
        "location": _location(report, place),
    }


# places ---------------------------------------------------------------------------------------
def _location(report: Report, place: Place) -> dict[str, Json]:
    artifact: dict[str, Json] = {"uri": quote(file_text(place.file))}
    if not (report.assessment.workspace.root / place.file).exists():
        artifact["uriBaseId"] = SHIPPED
    physical: dict[str, Json] = {"artifactLocation": artifact}
    if place.line:
        end = place.column + max(place.width, 1)
        physical["region"] = {"startLine": place.line, "startColumn": place.column,
                              "endColumn": end}  # fmt: skip
    return {"physicalLocation": physical}


def _rule_location(report: Report, where: Where) -> Json:
    located = _location(report, report.assessment.workspace.place(where))
    return {"id": 1, "message": {"text": "the rule"}, **located}


def _invocation(report: Report) -> Json:
    workspace = report.assessment.workspace
    notes: list[Json] = [_notification(report, problem) for problem in workspace.problems]
    return {"executionSuccessful": not workspace.errors, "toolExecutionNotifications": notes}


def _notification(report: Report, problem: Problem) -> Json:
    return {
        "descriptor": {"id": problem.code},
        "level": problem.severity,
        "message": {"text": problem.message},
        "locations": [_location(report, problem.place)],
    }
