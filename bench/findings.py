"""From an assessment to its findings by the rules of the L.A. Model: all projects, and one edit.

CPU of this process and of the worker's together, in milliseconds; rules and process are made ready
before the clock starts. No answer is taken from the worker's memory.
"""

from __future__ import annotations

import datetime
import json
import resource
import statistics
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "engine")]

from one_edit import many  # noqa: E402

from hexvet.evaluation import Assessment, evaluate  # noqa: E402
from hexvet.findings import Inferred, infer  # noqa: E402
from hexvet.inference.worker import Worker  # noqa: E402
from hexvet.loading import Workspace, load  # noqa: E402
from hexvet.model import Interval  # noqa: E402

AS_OF = datetime.date(2026, 10, 1)


def spent(worker: Worker) -> float:
    """CPU seconds of this process and of the worker's."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + _of(worker.pid)


def _of(pid: int | None) -> float:
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def median(step: Callable[[Worker], object], runs: int, ready: Assessment) -> float:
    """The median over fresh workers, each of which has answered about one project before."""
    took = []
    for _ in range(runs):
        with Worker() as worker:
            infer(ready, worker)
            start = spent(worker)
            step(worker)
            took.append(1000 * (spent(worker) - start))
    return statistics.median(took)


def changed(workspace: Workspace, id_: str) -> Workspace:
    """The workspace with other resources of one project, which rules look at."""
    project = workspace.projects[id_]
    day = float(AS_OF.toordinal() - 40)
    cells = {**project.cells, "sponsor_last_contact": Interval(day, day)}
    return replace(workspace, projects={**workspace.projects, id_: replace(project, cells=cells)})


def main() -> None:
    """Prints the figures."""
    workspace = load(HERE.parent / "sample_data" / "los-angeles")
    first = next(iter(workspace.projects))
    alone = replace(workspace, projects={first: workspace.projects[first]})
    ready, sample = evaluate(alone, AS_OF), evaluate(workspace, AS_OF)
    big = evaluate(many(workspace, 1_000), AS_OF)
    rules = sum(len(pack.inferences) for pack in workspace.packs)
    lines = [
        ["inference rules", f"{rules}"],
        [f"{len(workspace.projects)} projects and their portfolio",
         f"{median(lambda worker: infer(sample, worker), 5, ready):.0f} ms CPU"],
        ["1,000 projects", f"{median(lambda worker: infer(big, worker), 3, ready):.0f} ms CPU"],
        ["one edit among them", f"{_edit(big):.0f} ms CPU"],
    ]  # fmt: skip
    print(json.dumps(lines))


def _edit(big: Assessment) -> float:
    took = []
    with Worker() as worker:
        before: Inferred = infer(big, worker)
        for number in range(11):
            edited = changed(big.workspace, f"p{number:05}")
            again = evaluate(edited, AS_OF, big)
            start = spent(worker)
            infer(again, worker, before)
            took.append(1000 * (spent(worker) - start))
    return statistics.median(took)


if __name__ == "__main__":
    main()
