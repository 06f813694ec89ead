"""What a pack's tests may expect of its inference rules.

    expect = { findings = ["shared_director: a, b"], blocked = ["launch: a"], eligible = [] }

An entry names a finding or a gate, and after a colon the projects that it is about; without
them any will do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, get_args

from hexvet.model import Lifecycle
from hexvet.packs.entries import Entry, Path
from hexvet.packs.model import Pack
from hexvet.packs.rule_names import RuleNames, names_of
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion
from hexvet.records import described, listed, shown

FINDINGS = ("findings", "found", "not_found")
"""Exactly these findings of the pack's own rules; at least these; none of these."""

GATES = ("blocked", "eligible")
"""Exactly these gates are blocked, or have an eligible project."""

INFERRED = (*FINDINGS, *GATES)

RESERVED = ("title", "lifecycle")
"""What a project in a test can have beside its answers."""


class Named(NamedTuple):
    """One entry: a finding's full id or a gate, and the projects, empty when any will do."""

    id: str
    projects: tuple[str, ...] = ()


def written(text: str) -> Named:
    """An entry as it stands in the test."""
    id_, _, rest = text.partition(":")
    return Named(id_.strip(), tuple(one.strip() for one in rest.split(",") if one.strip()))


def meant(names: RuleNames, word: str, text: str) -> Named:
    """An entry with its id in full."""
    named = written(text)
    what = "gate" if word in GATES else "finding"
    return named._replace(id=names.meant(what, named.id).id)


def finding_ids(pack: Pack) -> tuple[str, ...]:
    """The full ids of all findings that a pack's rules can make."""
    found = (one.finding for rule in pack.inferences.values() for one in rule.then)
    return tuple(filter(None, dict.fromkeys(found)))


def names_in_tests(pack: Pack) -> RuleNames:
    """The ids that tests may name."""
    return names_of(pack, finding_ids(pack))


# checks ---------------------------------------------------------------------------------------
def check_inferred(
    word: str, value: object, names: RuleNames, projects: Collection[str], entry: Entry, path: Path,
    report: Report,
) -> None:  # fmt: skip
    """Reports entries that could never be met, or never missed: they are misspelt."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        hint = f"{word} = ['some_id'], or ['some_id: project']"
        report("RP013", f"'{word}' is a list of texts", entry.at(*path), hint)
        return
    for index, text in enumerate(value):
        named, where = written(text), entry.at(*path, index)
        found = names.meant("gate" if word in GATES else "finding", named.id)
        if found.code:
            report(found.code, found.message, where, found.hint)
        for project in named.projects:
            if project not in projects:
                near = suggestion(project, projects)
                hint = near or f"projects of this test: {listed(projects) or 'one, unnamed'}"
                report("RP002", f"unknown project {shown(project)}", where, hint)


def check_waivers(
    waivers: object, pack: Pack, projects: Collection[str], entry: Entry, path: Path, report: Report
) -> None:
    """Reports waivers that could not be given: of what is not there, or not waivable."""
    names = names_of(pack)
    for index, waiver in enumerate(waivers if isinstance(waivers, list) else []):
        if not isinstance(waiver, Mapping) or "check" not in waiver:
            continue
        where = entry.at(*path, index, "check")
        found = names.meant("check", str(waiver["check"]))
        check = pack.checks.get(found.id)
        if found.code:
            report(found.code, found.message, where, found.hint)
        elif check is not None and check.waivable is None:
            message = f"nobody may waive '{check.name}'"
            report("RP019", message, where, "its check says waivable = false")
        elif check is not None and check.of == "project" and projects:
            _one_of(waiver.get("project"), projects, entry, (*path, index, "project"), report)


def _one_of(
    project: object, projects: Collection[str], entry: Entry, path: Path, report: Report
) -> None:
    if project not in projects:
        hint = suggestion(str(project), projects) or f"one of {listed(projects)}"
        said = "no project is named" if project is None else f"unknown project {shown(project)}"
        report("RP002", said, entry.at(*path), hint)


def check_reserved(given: Mapping[str, object], entry: Entry, path: Path, report: Report) -> None:
    """Reports a title or a state of the lifecycle that a project cannot have."""
    if "title" in given and not isinstance(given["title"], str):
        said = described(given["title"])
        report("RP013", f"a title is a text, not {said}", entry.at(*path, "title"))
    state = given.get("lifecycle", "active")
    if state not in get_args(Lifecycle):
        hint = (
            suggestion(str(state), get_args(Lifecycle)) or f"one of {listed(get_args(Lifecycle))}"
        )
        report("RP014", f"unknown lifecycle {shown(state)}", entry.at(*path, "lifecycle"), hint)
