"""`check` for people: one line a project, what failed, the programme, and a summary by gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hexvet.model import SEVERITIES, CheckOutcome, Finding, Standing
from hexvet.reporters.report import Report
from hexvet.reporters.typesetting import (
    PLAIN,
    Column,
    Page,
    clean,
    counted,
    fit,
    grid,
    listed,
    paragraphs,
    wrapped,
)
from hexvet.reporters.wording import (
    finding_text,
    gate_word,
    glyph,
    score_text,
    share_text,
    stage_text,
    strip,
    style,
    waiver_text,
    words,
)

_COLUMNS = (
    Column("ID", 24, shrinks=True),
    Column("STAGE", 17),
    Column("HEX"),
    Column("GATE", 16),
    Column("+", right=True),
    Column("x", right=True),
    Column("?", right=True),
    Column("w", right=True),
    Column("SCORE", right=True),
    Column("EVID", right=True),
    Column("TITLE"),
)


def render(report: Report, page: Page = PLAIN) -> str:
    """The whole table."""
    return paragraphs(
        (
            heading(report, page),
            _projects(report, page),
            _side_by_side(report, page),
            _failures(report, page),
            _programme(report, page),
            _findings(report, page),
            _gates(report, page),
            _summary(report, page),
        )
    )


def heading(report: Report, page: Page) -> list[str]:
    """The city, the date and the packs that judge."""
    assessment = report.assessment
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in assessment.packs)
    city = assessment.workspace.city
    return wrapped(f"{city}, as of {assessment.as_of}, by {packs or 'no pack'}", page, 0)


def _projects(report: Report, page: Page) -> list[str]:
    rows, styles = [], []
    for line in report.standings:
        gate = report.gate_of(line)
        rows.append(_cells(report, line, gate))
        hue = style(gate[1]) if gate else ""
        styles.append(["", "", "", hue, "", "", "", "", "", "", ""])
    return grid(_COLUMNS, rows, styles, page) if rows else []


def _cells(report: Report, line: Standing, gate: tuple[str, str] | None) -> list[str]:
    return [
        clean(line.id),
        stage_text(line.stage, line.lifecycle),
        strip(line.sections),
        gate_word(gate),
        *(str(number) for number in _numbers(report, line)),
        score_text(line.score),
        share_text(line.evidence_share),
        clean(line.title),
    ]


def _numbers(report: Report, line: Standing) -> Sequence[int]:
    if not report.narrowed:
        return line.counts
    checks = report.at_gates(report.assessment.project(line.id).checks)
    statuses = [check.status for check in checks.values()]
    return [statuses.count(status) for status in ("passed", "failed", "unknown", "waived")]


def _side_by_side(report: Report, page: Page) -> list[str]:
    if len(report.assessment.packs) < 2:
        return []
    from hexvet.reporters import frameworks

    return frameworks.render(report, page)


# what failed ----------------------------------------------------------------------------------
def _failures(report: Report, page: Page) -> list[str]:
    lines = list(_failed(report, page))
    if not lines:
        return []
    title = page.ink("strong", f"Failed or waived ({len(lines):,})")
    return [title, *(line for entry in _entries(lines, page) for line in entry)]


def _entries(lines: Sequence[list[str]], page: Page, word: str = "outcome") -> Iterator[list[str]]:
    limit = page.limit or len(lines)
    yield from lines[:limit]
    if len(lines) > limit:
        yield listed([""] * len(lines), page, word)[-1:]


def _failed(report: Report, page: Page) -> Iterator[list[str]]:
    for line in report.standings:
        _, failed, unknown, waived = line.counts
        if not (failed or waived or (unknown and report.stopped(line))):
            continue
        found = report.at_gates(report.assessment.project(line.id).checks).values()
        for outcome in sorted(found, key=lambda one: SEVERITIES.index(one.severity)):
            if outcome.status in ("failed", "waived", "error") or (
                outcome.status == "unknown" and report.reaches(outcome)
            ):
                yield _entry(report, line.id, outcome, page)


def _entry(report: Report, subject: str, outcome: CheckOutcome, page: Page) -> list[str]:
    check = report.assessment.check(outcome.id)
    head = f"{glyph(outcome.status)} {outcome.severity:<7} "
    named = f"{subject} {outcome.id} at {outcome.gate}"
    room = page.width - len(head) if page.width else len(clean(named))
    lines = [page.ink(style(outcome.status), head) + fit(clean(named), room, page.mark)]
    if outcome.status == "unknown":
        lines += wrapped(f"unknown: {check.title}; needs {_needs(outcome)}", page, 10)
    else:
        lines += wrapped(outcome.message or check.title, page, 10)
    if outcome.waiver:
        lines += wrapped(waiver_text(outcome.waiver), page, 10)
    return lines


def _waiting(outcome: CheckOutcome, page: Page) -> list[str]:
    """One line for a check that waits for evidence."""
    head = f"{glyph(outcome.status)} {outcome.severity:<7} "
    text = clean(f"{outcome.id} at {outcome.gate}: needs {_needs(outcome)}")
    room = page.width - len(head) if page.width else len(text) * 2
    return [page.ink(style(outcome.status), head) + fit(text, room, page.mark)]


def _needs(outcome: CheckOutcome) -> str:
    return ", ".join(outcome.needs) or "a clearer answer"


def _programme(report: Report, page: Page) -> list[str]:
    open_ = [one for one in report.programme.values() if one.status not in _SETTLED]
    if not open_:
        return []
    open_.sort(key=lambda one: (one.status == "unknown", one.status == "waived"))
    entries = [
        _waiting(one, page) if one.status == "unknown" else _entry(report, "", one, page)
        for one in open_
    ]
    title = page.ink("strong", f"Checks of the programme that are not passed ({len(open_):,})")
    return [title, *(line for entry in _entries(entries, page) for line in entry)]


_SETTLED = ("passed", "not_applicable")


def _findings(report: Report, page: Page) -> list[str]:
    found = report.findings
    if not found:
        return []
    entries = [finding_lines(finding, page) for finding in found[: page.limit or None]]
    entries += [[]] * (len(found) - len(entries))
    title = page.ink("strong", f"Findings ({len(found):,})")
    return [title, *(line for entry in _entries(entries, page, "finding") for line in entry)]


def finding_lines(finding: Finding, page: Page, *, remedy: bool = False) -> list[str]:
    """A finding: what it is about, what it says and for whom, and with `remedy` what to do about
    it. When rules were not run the way out is always told."""
    head = page.ink(style(finding.severity), f"! {finding.severity:<7} ")
    about = f"{', '.join(finding.about)}: " if finding.about else ""
    first, *rest = wrapped(about + finding_text(finding), page, 10)
    told = finding.remedy and (remedy or not finding.rule)
    return [head + first[10:], *rest, *(wrapped(finding.remedy, page, 10) if told else [])]


# the sum of it --------------------------------------------------------------------------------
def _gates(report: Report, page: Page) -> list[str]:
    blocks = report.blocks
    headings = ("PASS", "HOLD", "STOP", *(["BLOCKED"] if blocks else []))
    numbers = [Column(word, right=True) for word in headings]
    columns = [Column("GATE", 40), *numbers, Column("TITLE")]
    rows, styles = [], []
    for gate, tally in report.tally.items():
        counts: dict[str, int] = {str(state): number for state, number in tally.items()}
        if blocks:
            counts["blocked"] = blocks.get(gate, 0)
        rows.append([clean(gate), *map(str, counts.values()), _title(report, gate)])
        hues = [style(state) if number else "" for state, number in counts.items()]
        styles.append(["", *hues, ""])
    return grid(columns, rows, styles, page) if rows else []


def _title(report: Report, gate: str) -> str:
    found = report.titles().get(gate)
    return clean(found.title) if found else ""


def _summary(report: Report, page: Page) -> list[str]:
    counts = report.counts
    told = ", ".join(f"{number:,} {words(status)}" for status, number in counts.items())
    at = f" at {', '.join(report.gates)}" if report.narrowed else ""
    gone = _withdrawn(report)
    text = f"{counted(len(report.projects), 'project')}{gone}; checks{at}: {told}."
    level = report.threshold
    bar = f"{level.severity}{' or unknown' if level.unknown else ''}"
    verdict = (
        page.ink("bad", f"Something is at or above the threshold ({bar}).")
        if report.fails
        else page.ink("good", f"Nothing is at or above the threshold ({bar}).")
    )
    return [*wrapped(text, page, 0), verdict]


def _withdrawn(report: Report) -> str:
    """Those that are not looked at any more; they stay in the workspace."""
    names = [*report.assessment.workspace.withdrawn]
    named = f": {', '.join(names)}" if len(names) <= 3 else ""
    return f" ({len(names):,} withdrawn{clean(named)})" if names else ""
