"""What an import did and did not understand, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hexvet.documents import printable
from hexvet.importers.model import CellReport, ImportResult
from hexvet.importers.project_files import Plan
from hexvet.problems_catalogue import CODES

KEYS = ("code", "file", "row", "column", "text", "why", "done", "project")


def report_text(report: Sequence[CellReport]) -> str:
    """One line a report: `file:row:column: code 'text': why; what was done`."""
    return "".join(f"{one}\n" for one in report)


def report_csv(report: Sequence[CellReport]) -> str:
    """The report as a table. Texts that a spreadsheet would run as formulas get an apostrophe."""
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(KEYS)
    writer.writerows([_harmless(getattr(one, key)) for key in KEYS] for one in report)
    return stream.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def report_json(report: Sequence[CellReport]) -> str:
    """The report as a list of objects."""
    return _json(_objects(report))


def result_json(result: ImportResult, plan: Plan, *, written: bool) -> str:
    """Everything about an import; keys are stable, additions are allowed."""
    return _json(
        {
            "format": 1,
            "written": written,
            "projects": {
                "new": list(plan.new),
                "changed": list(plan.changed),
                "same": list(plan.same),
            },
            "counts": result.counts,
            "unmapped": list(map(printable, result.unmapped)),
            "report": _objects(result.report),
        }
    )


def _objects(report: Sequence[CellReport]) -> list[dict[str, str]]:
    return [{key: getattr(one, key) for key in KEYS} for one in report]


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def summary(result: ImportResult, plan: Plan, *, written: bool, listed: int = 0) -> str:
    """The import in words: what was done, the counts, the first `listed` reports (0: all)."""
    verb = "written" if written else "would be written"
    lines = [
        f"{len(plan.new) + len(plan.changed):,} projects {verb} "
        f"({len(plan.new):,} new, {len(plan.changed):,} changed), {len(plan.same):,} as before"
    ]
    lines += [f"{count:>9,} {name}" for name, count in result.counts.items() if count]
    if result.unmapped:
        lines.append(f"columns not in the map: {printable(', '.join(result.unmapped))}")
    if result.report:
        alike = _alike(result.report)
        listed = listed or len(alike)
        lines += ["", *_by_code(result.report), "", *alike[:listed]]
        if len(alike) > listed:
            more = len(alike) - listed
            lines.append(f"... and {more:,} more; --report FILE writes them all")
    return "\n".join(lines) + "\n"


def _alike(report: Sequence[CellReport]) -> list[str]:
    """Reports that differ only in their rows are told once, with the first row."""
    counts: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], CellReport] = {}
    for one in report:
        key = (one.code, one.column, one.text, one.why)
        counts[key] += 1
        first.setdefault(key, one)
    return [
        f"{one} ({counts[key] - 1:,} more like it)" if counts[key] > 1 else str(one)
        for key, one in first.items()
    ]


def _by_code(report: Sequence[CellReport]) -> list[str]:
    counts = Counter(one.code for one in report)
    return [f"{counts[code]:>9,} {code} {CODES.get(code, '')}" for code in sorted(counts)]
