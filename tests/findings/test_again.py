"""Inferring again after an edit comes to what inferring anew does, and asks about little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

import hexvet
from hexvet.evaluation import Assessment
from hexvet.findings import Inferred, infer, inferring
from hexvet.inference.model import Value
from hexvet.loading import Workspace
from hexvet.model import Cell, Finding, Interval, Project

from .conftest import DAY, RIVERTON, append, change, judge
from .naive import BrokenWorker, NaiveWorker

ASK: Mapping[str, Cell] = {
    "source": "Foundation",
    "year": Interval(2018.0, 2018.0),
    "amount": Interval(6e5, 6e5),
    "status": "open",
}
ANSWERS: dict[str, list[Cell | None]] = {
    "selected": [True, False, None],
    "director": ["Kim Oak", "Lou Fern", None],
    "contact": [Interval(736754.0, 736754.0), Interval(736830.0, 736830.0), None],
    "votes": [Interval(3.0, 3.0), Interval(2.0, 2.0), None],
    "resources": [True, False, None],
    "needs_first": [({"on": "alder"},), ({"on": "birch"}, {"on": "cedar"}), (), None],
    "asks": [(ASK,), (), None],
}  # fmt: skip
"""Answers that turn what follows of a project one way or another; None: not answered."""

TANGLED = """
[let.led_by_overseer]
expr = "director == overseer"

[let.chosen]
of = "programme"
expr = "count(projects where selected)"

[check.few]
of = "programme"
require = "count(projects where selected) <= 2"
severity = "blocker"
gate = "vetting"

[infer.led]
when = [{ as = "p", fact = "project", led_by_overseer = true }]
then = { finding = "led", project = "$p.project", severity = "advice", message = "Led." }

[infer.idle]
when = [{ as = "p", fact = "project", lifecycle = "paused" }]
then = { finding = "idle", project = "$p.project", severity = "advice", message = "Idle." }

[infer.many]
when = [
  { as = "a", fact = "programme", chosen = { ge = 2 } },
  { as = "p", fact = "project", votes = { ge = 1 } },
]
then = { finding = "many", project = "$p.project", severity = "advice", message = "Many." }

[infer.stopped]
when = [{ as = "g", fact = "gate", gate = "vetting", state = "stop" }]
then = { finding = "stopped", project = "$g.project", severity = "advice", message = "Stop." }
"""
"""Rules through which an edit of one project, or of the programme, reaches all projects."""


@pytest.fixture
def tangled(city: Path) -> Path:
    """Riverton with rules that reach far."""
    append(city / "rules/river.toml", TANGLED)
    return city


def judged(workspace: Workspace, previous: Assessment | None = None) -> Assessment:
    return hexvet.evaluate(workspace, DAY, previous)


def answered(workspace: Workspace, id_: str, name: str, cell: Cell | None) -> Workspace:
    """The workspace after an edit of one answer."""
    project = workspace.projects[id_]
    cells = {**project.cells, name: cell}
    new = replace(project, cells={n: c for n, c in cells.items() if c is not None})
    return replace(workspace, projects={**workspace.projects, id_: new})


def assert_same(found: Inferred, anew: Inferred) -> None:
    assert found.findings == anew.findings
    for id_ in ("", *anew.assessment.workspace.projects):
        assert found.of(id_) == anew.of(id_)
        assert found.blocked(id_) == anew.blocked(id_)
        assert found.eligible(id_) == anew.eligible(id_)
    for finding in anew.findings:
        assert found.derivation(finding) == anew.derivation(finding)


def test_again_is_anew(tangled: Path, budget: Callable[[int, int], int]) -> None:
    random = Random(20)
    workspace = hexvet.load(tangled)
    assessment = judged(workspace)
    found = infer(assessment, NaiveWorker())
    for _ in range(budget(40, 2_000)):
        id_, name = random.choice([*workspace.projects]), random.choice([*ANSWERS])
        workspace = answered(workspace, id_, name, random.choice(ANSWERS[name]))
        assessment = judged(workspace, assessment)
        found = infer(assessment, NaiveWorker(), found)
        assert_same(found, infer(judged(workspace), NaiveWorker()))


def test_what_is_not_handed_on_would_have_concluded_nothing(
    tangled: Path, monkeypatch: pytest.MonkeyPatch, budget: Callable[[int, int], int]
) -> None:
    random = Random(7)
    workspace = hexvet.load(tangled)
    for _ in range(budget(15, 500)):
        for _ in range(4):
            id_, name = random.choice([*workspace.projects]), random.choice([*ANSWERS])
            workspace = answered(workspace, id_, name, random.choice(ANSWERS[name]))
        assessment, worker, other = judged(workspace), NaiveWorker(), NaiveWorker()
        found = infer(assessment, worker)
        with monkeypatch.context() as patch:
            patch.setattr(inferring, "_needed", lambda book, cases: dict(cases))
            everything = infer(assessment, other)
        assert_same(found, everything)
        handed = [sum(len(facts) for lists in w.asked for facts in lists) for w in (worker, other)]
        assert handed[0] < handed[1]


def lists_asked(worker: NaiveWorker) -> list[set[Value | None]]:
    """The projects that each list of facts is about."""
    return [
        {fact.get("project") for fact in facts} - {None}
        for lists in worker.asked
        for facts in lists
    ]


def test_only_the_edited_project_and_the_portfolio_are_asked_about() -> None:
    workspace = hexvet.load(RIVERTON)
    before = infer(judged(workspace), NaiveWorker())
    edited = answered(workspace, "cedar", "resources", True)
    worker = NaiveWorker()
    infer(judged(edited, before.assessment), worker, before)
    projects, portfolio = lists_asked(worker)
    assert projects == {"cedar"}
    assert "cedar" not in portfolio


def test_an_edit_that_no_rule_looks_at_asks_about_no_project() -> None:
    workspace = hexvet.load(RIVERTON)
    before = infer(judged(workspace), NaiveWorker())
    edited = answered(workspace, "cedar", "cost", Interval(1.0, 1.0))
    worker = NaiveWorker()
    infer(judged(edited, before.assessment), worker, before)
    assert len(lists_asked(worker)) == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("hexvet.toml", 'spender = "R. Vale"', 'spender = "S. Lake"'),
        ("hexvet.toml", 'overseer = { value = "R. Vale"', 'overseer = { value = "Kim Oak"'),
        ("hexvet.toml", "amount = 1_000_000", "amount = 2_000_000"),
        ("waivers.toml", "expires = 2018-06-30", "expires = 2018-05-31"),
        ("rules/river.toml", "silence = { ge = 60 }", "silence = { ge = 100 }"),
        ("projects/alder.toml", 'title = "Alder bridge"', 'title = "The bridge"'),
        ("projects/alder.toml", "selected = true", 'selected = true\nlifecycle = "paused"'),
    ],
)
def test_every_kind_of_edit_is_noticed(file: str, old: str, new: str, tangled: Path) -> None:
    before = infer(judge(tangled), NaiveWorker())
    change(tangled / file, old, new)
    assessment = judge(tangled)
    found = infer(assessment, NaiveWorker(), before)
    assert_same(found, infer(assessment, NaiveWorker()))
    assert found.findings != before.findings


def test_what_an_edit_changes_of_the_programme_reaches_every_project(tangled: Path) -> None:
    """alder, birch and dogwood are chosen: first two of them, then one, and no check notices."""
    two = answered(hexvet.load(tangled), "dogwood", "selected", False)
    before = infer(judged(two), NaiveWorker())
    one = answered(two, "birch", "selected", False)
    found = infer(judged(one, before.assessment), NaiveWorker(), before)
    many = [[f.about for f in x.findings if f.id == "river/many"] for x in (before, found)]
    assert many == [[("alder",), ("birch",), ("cedar",)], []]
    assert_same(found, infer(judged(one), NaiveWorker()))


def test_another_day_is_noticed(city: Path) -> None:
    before = infer(judge(city), NaiveWorker())
    later = judge(city, DAY.replace(month=5))
    found = infer(later, NaiveWorker(), before)
    assert_same(found, infer(later, NaiveWorker()))
    assert found.findings != before.findings


def test_after_an_edit_only_the_edited_project_is_lost() -> None:
    workspace = hexvet.load(RIVERTON)
    before = infer(judged(workspace), NaiveWorker())
    edited = answered(workspace, "cedar", "resources", None)
    found = infer(judged(edited, before.assessment), BrokenWorker(), before)
    assert [(one.id, one.about) for one in found.troubles] == [
        ("inference/unavailable", ("cedar",))
    ]
    assert "river/silent_too_long" in {one.id for one in found.findings}


def test_what_failed_is_tried_again() -> None:
    assessment = judged(hexvet.load(RIVERTON))
    lost = infer(assessment, BrokenWorker("alder"))
    assert lost.troubles
    assert_same(infer(assessment, NaiveWorker(), lost), infer(assessment, NaiveWorker()))


# order ----------------------------------------------------------------------------------------
def unordered(findings: tuple[Finding, ...]) -> set[tuple[str, str, frozenset[str], str]]:
    """Findings without what depends on which of two projects comes first."""
    return {
        (one.id, one.severity, frozenset(one.about),
         "" if one.id == "river/shared_director" else one.message)
        for one in findings
    }  # fmt: skip


def test_the_order_of_the_files_does_not_matter() -> None:
    workspace = hexvet.load(RIVERTON)
    projects: list[tuple[str, Project]] = [*workspace.projects.items()]
    first = infer(judged(workspace), NaiveWorker())
    for seed in range(6):
        Random(seed).shuffle(projects)
        found = infer(judged(replace(workspace, projects=dict(projects))), NaiveWorker())
        assert unordered(found.findings) == unordered(first.findings)
        assert len(found.findings) == len(first.findings)
        for id_ in workspace.projects:
            assert found.blocked(id_).keys() == first.blocked(id_).keys()
