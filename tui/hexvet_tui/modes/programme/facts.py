"""What carries the programme, in lines: partners, money, team, and every other answer."""

from __future__ import annotations

from collections.abc import Iterator

from hexvet.backing import Balance, Member, Money, balance, money, partners, questions, team
from hexvet.model import Interval
from hexvet_tui import presenting
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, cut, fit, hanging

LABEL = 15


def lines(scene: Scene, width: int) -> list[Line]:
    """Partners, money, team with its halves, gates of the portfolio, then every question."""
    if scene.session.assessment is None:
        return []
    return [
        *_partners(scene, width),
        *_money(scene, width),
        *_team(scene, width),
        *_gates(scene, width),
        *_answers(scene, width),
    ]


def _head(title: str) -> Line:
    return ((f" {title}", "caption"),)


def _unknown(title: str, width: int) -> list[Line]:
    return [_head(title), ((" ? unknown: nobody has said", "unknown"),)]


def _partners(scene: Scene, width: int) -> list[Line]:
    assert scene.session.assessment is not None
    found = partners(scene.session.assessment)
    if found is None:
        return _unknown("PARTNERS", width)
    rows: list[Line] = [_head("PARTNERS")]
    for kind, names in found.items():
        text = ", ".join(clean(name) or "?" for name in names) or "none"
        rows += hanging((f" {clean(kind) or '? no type'}", "dim"), text, "text", width, LABEL)
    return rows if found else [*rows, ((" none", "text"),)]


def _money(scene: Scene, width: int) -> list[Line]:
    assert scene.session.assessment is not None
    found = money(scene.session.assessment)
    if found is None:
        return [(), *_unknown("MONEY", width)]
    unit = next(
        (clean(f.unit) for f, _ in questions(scene.session.assessment) if f.kind == "money"), ""
    )
    rows: list[Line] = [(), _head("MONEY")]
    for one in found:
        label = f" {clean(one.sector) or '?'}"
        text = f"{amount(one, unit)} {clean(one.status)}".rstrip()
        rows += hanging((label, "dim"), text, "text", width, LABEL)
    return rows if found else [*rows, ((" none", "text"),)]


def amount(one: Money, unit: str) -> str:
    """`1,500,000 USD`; at least so much when a row says no amount."""
    low, high = one.amount
    if high == float("inf"):
        least = presenting.cell_text(Interval(low, low), "money", unit)
        return f"at least {least}" if low else "an unknown amount"
    return presenting.cell_text(one.amount, "money", unit)


def _team(scene: Scene, width: int) -> list[Line]:
    assert scene.session.assessment is not None
    members = team(scene.session.assessment)
    if members is None:
        return [(), *_unknown("TEAM", width)]
    halves = balance(members)
    rows: list[Line] = [(), ((" TEAM", "caption"), (f"  {plural(len(members), 'member')}", "dim"))]
    if members:
        rows += _halves(scene, halves, width)
    for role, names in _by_role(members):
        rows += hanging((f" {role}", "dim"), names, "text", width, LABEL + 3)
    return rows


def _halves(scene: Scene, halves: Balance, width: int) -> list[Line]:
    """The bar of two halves: public, other sectors, and those of whom nobody knows."""
    room = max(10, width - 4)
    marks = ("#", "=", "?") if scene.form == "ascii" else ("█", "▓", "░")
    counts = (halves.public, halves.other, halves.unknown)
    cells = [round(count / halves.members * room) for count in counts]
    cells[-1] = max(0, room - cells[0] - cells[1])
    styles = ("met", "waived", "unknown")
    bar: list[Run] = [(" ", "text")]
    bar += [
        (mark * size, style) for mark, size, style in zip(marks, cells, styles, strict=True) if size
    ]
    words = f" {marks[0]} {halves.public} public  {marks[1]} {halves.other} from elsewhere  "
    words += f"{marks[2]} {halves.unknown} unknown"
    return [((cut(words, width), "text"),), tuple(bar)]


def _by_role(members: tuple[Member, ...]) -> Iterator[tuple[str, str]]:
    roles = dict.fromkeys(member.role for member in members)
    for role in sorted(roles, key=lambda name: not name):
        names = (_member(member) for member in members if member.role == role)
        yield clean(role.replace("_", " ")) or "? no role", ", ".join(names)


def _member(member: Member) -> str:
    name = clean(member.name) or "?"
    return name if member.fte in (None, 1.0) else f"{name} ({member.fte:g})"


def _gates(scene: Scene, width: int) -> list[Line]:
    """How many projects stand at each gate, and how."""
    columns = scene.session.columns
    if columns is None or not columns.size or not columns.gates:
        return []
    rows: list[Line] = [(), _head("PROJECTS AT THE GATES")]
    for gate, counts in columns.tallies.items():
        runs: list[Run] = [(fit(f" {scene.gates.get(gate, gate)}", LABEL), "dim")]
        for passage, count in counts.items():
            style = passage if count else "dim"
            word = presenting.passage(passage)
            runs.append((f"{count:>4,} {word}", style))
        rows.append(tuple(runs))
    return rows


def _answers(scene: Scene, width: int) -> list[Line]:
    """Every question about the programme that is no table shown above, with its answer."""
    assessment = scene.session.assessment
    assert assessment is not None
    evidence = assessment.workspace.programme.evidence
    rows: list[Line] = []
    for field, cell in questions(assessment):
        label = (f" {cut(clean(field.title), width // 2 - 2, '..')}", "dim")
        if cell is None:
            disputed = field.name in evidence and evidence[field.name].disputed
            rows.append(
                (
                    (fit(label[0], width // 2), "dim"),
                    ("! disputed" if disputed else "? unknown", "unknown"),
                )
            )
            continue
        text = presenting.cell_text(cell, field.kind, clean(field.unit))
        rows += hanging(label, text, "text", width, width // 2)
    return [(), _head("ANSWERS"), *rows] if rows else []
