"""From one changed answer to the new outcomes of its project, in the Los Angeles sample."""

from __future__ import annotations

import datetime
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "engine")]

from hexvet.evaluation import Assessment, evaluate  # noqa: E402
from hexvet.loading import Workspace, load  # noqa: E402
from hexvet.model import Interval  # noqa: E402

AS_OF = datetime.date(2018, 2, 1)


def changed(workspace: Workspace, id_: str, cost: float) -> Workspace:
    """The workspace with another cost of one project."""
    project = workspace.projects[id_]
    other = replace(project, cells={**project.cells, "cost_total": Interval(cost, cost)})
    return replace(workspace, projects={**workspace.projects, id_: other})


def median(step: Callable[[int], object], runs: int = 41) -> float:
    """The median CPU time in milliseconds."""
    took = []
    for number in range(runs):
        start = time.process_time()
        step(number)
        took.append(1000 * (time.process_time() - start))
    return statistics.median(took)


def many(workspace: Workspace, count: int) -> Workspace:
    """The sample's projects again and again, under other names."""
    sample = list(workspace.projects.values())
    made = (replace(sample[n % len(sample)], id=f"p{n:05}") for n in range(count))
    return replace(workspace, projects={project.id: project for project in made})


def edit(workspace: Workspace, before: Assessment, id_: str) -> float:
    """An edit, judged again: the assessment and the details of the project."""

    def step(number: int) -> object:
        return evaluate(changed(workspace, id_, 1e5 + number), AS_OF, before).project(id_)

    return median(step)


def reread(workspace: Workspace, before: Assessment, file: str) -> float:
    """A project's file is read again, and judged again."""

    def step(number: int) -> object:
        return evaluate(load(workspace.root, before=workspace, changed=[file]), AS_OF, before)

    return median(step)


def main() -> None:
    """Prints the figures."""
    folder = ROOT / "sample_data" / "los-angeles"
    workspace = load(folder)
    first = next(iter(workspace.projects))
    file = str(workspace.projects[first].file)
    checks = sum(len(pack.checks) for pack in workspace.packs)
    fresh = evaluate(workspace, AS_OF)
    big = many(workspace, 1_000)
    lines = [
        ["packs' checks, projects", f"{checks}, {len(workspace.projects)}"],
        ["one edit to the outcomes of its project", f"{edit(workspace, fresh, first):.1f} ms CPU"],
        ["the same among 1,000 projects",
         f"{edit(big, evaluate(big, AS_OF), 'p00007'):.1f} ms CPU"],
        ["reading the changed file and judging again",
         f"{reread(workspace, fresh, file):.1f} ms CPU"],
        ["judging all projects anew",
         f"{median(lambda n: evaluate(workspace, AS_OF), 5):.0f} ms CPU"],
    ]  # fmt: skip
    print(json.dumps(lines))


if __name__ == "__main__":
    main()
