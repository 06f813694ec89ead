"""What a name stands for, explained: an outcome, findings, or both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hexvet.explanation import NoSuchRule, explain
from hexvet.findings.inferred import Inferred
from hexvet.model import Explanation, Finding
from hexvet.problems import suggestion

PROGRAMME = "programme"


def explanations(
    inferred: Inferred, project: str, name: str | None = None
) -> tuple[Explanation, ...]:
    """Explains what has that name for a project, or for the "programme".

    A name is that of a check, criterion, section, gate or finding, full or short; several
    findings can have one id. A gate is explained with the findings that block it. Without a name,
    the first gate that is not open. Raises NoSuchRule.
    """
    assessment = inferred.assessment
    of_subject = inferred.of("" if project == PROGRAMME else project)
    named = tuple(one for one in of_subject if name and name in (one.id, _short(one)))
    try:
        outcome = explain(assessment, project, name or _closed(inferred, project))
    except NoSuchRule as error:
        unknown = project != PROGRAMME and project not in assessment.workspace.projects
        if unknown or not (named or (name is None and of_subject)):
            raise _better(error, inferred, project, name) from None
        return tuple(inferred.derivation(one) for one in named or of_subject)
    return (_with_blocks(inferred, outcome), *(inferred.derivation(one) for one in named))


def _short(finding: Finding) -> str:
    return finding.id.partition("/")[2]


def _closed(inferred: Inferred, project: str) -> str | None:
    """The gate that only findings block, when every gate before it is passed."""
    if project not in inferred.assessment.workspace.projects:
        return None
    blocked = inferred.blocked(project)
    for gate in inferred.assessment.project(project).gates.values():
        if gate.state != "pass":
            return None
        if gate.id in blocked:
            return gate.id
    return None


def _with_blocks(inferred: Inferred, told: Explanation) -> Explanation:
    blocks = inferred.blocked(told.subject).get(told.rule, ()) if told.kind == "gate" else ()
    if not blocks:
        return told
    ids = ", ".join(dict.fromkeys(one.id for one in blocks))
    message = f"{told.message} Findings block it: {ids}."
    parts = (*told.parts, *(inferred.derivation(one) for one in blocks))
    return replace(told, message=message, parts=parts)


def _better(error: NoSuchRule, inferred: Inferred, project: str, name: str | None) -> NoSuchRule:
    """The same complaint, unless the name is that of a finding, or nearly."""
    known = project == PROGRAMME or project in inferred.assessment.workspace.projects
    if name is None or not known:
        return error
    if name in {form for id_ in _declared(inferred) for form in (id_, id_.partition("/")[2])}:
        whose = "the programme" if project == PROGRAMME else project
        return NoSuchRule(f"there is no finding '{name}' about {whose}: its rule does not apply")
    about = inferred.of("" if project == PROGRAMME else project)
    near = suggestion(name, [form for one in about for form in (one.id, _short(one))])
    return NoSuchRule(f"there is no rule or finding '{name[:60]}': {near}") if near else error


def _declared(inferred: Inferred) -> Iterator[str]:
    """The ids of all findings that rules of the packs could conclude."""
    for pack in inferred.assessment.packs:
        for rule in pack.inferences.values():
            for conclusion in rule.then:
                if conclusion.fact.kind == "finding":
                    yield str(dict(conclusion.fact.values)["finding"])
