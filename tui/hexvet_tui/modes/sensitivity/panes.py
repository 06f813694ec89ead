"""The panes: numbers of the rules, weights of the sections, ranges of the scores; and details."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hexvet_tui.cells import cell_len
from hexvet_tui.modes.sensitivity import wording
from hexvet_tui.modes.sensitivity.state import Found, SensitivityState
from hexvet_tui.modes.sensitivity.verbs import place_of, ranges, rows
from hexvet_tui.presenting import plural
from hexvet_tui.ruling import labelled
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    FRAME,
    Line,
    clean,
    cut,
    cut_line,
    fit,
    fit_line,
    framed,
    hanging,
    justified,
    pointed,
    titled,
    width_of,
)

if TYPE_CHECKING:
    from hexvet.sensitivity import FlipPoints

GAP = 3
"""Blanks between columns of numbers."""

TITLES = {"numbers": "NUMBERS OF THE RULES", "weights": "WEIGHTS", "scores": "SCORE RANGES"}
HINTS = {
    "numbers": "flips: projects that turn within the range",
    "weights": "how far the head of the ranking holds",
    "scores": "low to high: what the evidence allows",
}


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """How many projects were looked at, and how many numbers matter."""
    session = scene.session
    found, dot = session.of(SensitivityState).found, f" {scene.glyphs.dot} "
    if found is None:
        empty = session.assessment is not None and not session.rows.order
        text = "no project is shown" if empty else "working it out ..."
        return [fit_line(((f" {text}", "dim"),), width)]
    turning = len([point for point in found.points if point.turns])
    shown = plural(len(found.projects), "project")
    chosen = f"{shown} marked" if session.marks else shown
    left: Line = ((f" {chosen}", "strong"),)
    if found.left_out:
        left = (*left, (f"{dot}{found.left_out:,} more left out: mark or filter them", "dim"))
    numbers = f"{turning} of {plural(len(found.points), 'number')} flip something "
    stale = found.revision != session.revision
    right: Line = ((("being worked out again " if stale else numbers), "dim"),)
    return [justified(left, right, width)]


def table_height(scene: Scene) -> int:
    """The lines that the longest of the three lists needs: the same for all, so that nothing
    moves when another one is shown."""
    found = scene.session.of(SensitivityState).found
    if found is None:
        return scene.size[1]
    return max(len(found.points), len(found.weights), len(ranges(scene)), 1) + 1 + FRAME


def table(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The list of the active pane, with the others named in its frame."""
    found = scene.session.of(SensitivityState).found
    inside = width - 2
    rows = {"numbers": _numbers, "weights": _weights, "scores": _scores}[scene.pane](
        scene, found, inside
    )
    head, body = rows[:1], rows[1:]
    if body:
        at = place_of(scene)
        body[at] = pointed(body[at], inside)
    others = [TITLES[pane].lower() for pane in scene.mode.panes if pane != scene.pane]
    hint = f"{HINTS[scene.pane]} {scene.glyphs.dot} tab: {', '.join(others)}"
    title = titled(TITLES[scene.pane], True)
    return framed(
        [*head, *body[top:]], width, height, scene.glyphs, title=title, hint=hint, active=True
    )


def _nothing(text: str) -> list[Line]:
    return [((f" {text}", "dim"),)]


def _not_yet(scene: Scene) -> list[Line]:
    """That it is being worked out, or that there is no project to work it out for."""
    session = scene.session
    if session.assessment is None or session.rows.order:
        return _nothing("...")
    if session.total:
        return _nothing("No project matches the filter; / in 1 changes it.")
    return _nothing("No projects yet: what turns the verdicts of projects would be listed here.")


def _numbers(scene: Scene, found: Found | None, width: int) -> list[Line]:
    if found is None:
        return _not_yet(scene)
    if not found.points:
        return _nothing("No rule in force compares with a number of [param.*].")
    rows = [("NOW", "BELOW", "ABOVE", "FLIPS"), *map(_figures, found.points)]
    cells = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    labels = ["NUMBER", *map(wording.label, found.points)]
    styles = ["head", *("text" if point.turns else "dim" for point in found.points)]
    room = _room(labels, width - 1 - sum(cells) - len(cells) * GAP)
    return [
        ((f" {fit(label, room)}{_right(texts, cells)}", style),)
        for label, texts, style in zip(labels, rows, styles, strict=True)
    ]


def _figures(point: FlipPoints) -> tuple[str, ...]:
    """The number as it is, where something turns on both sides, and for how many projects."""
    now = wording.value(point, point.now, unit=False)
    sides = [wording.nearest(point, above=above) for above in (False, True)]
    return (now, *sides, str(point.projects) if point.turns else "-")


def _right(texts: Sequence[str], cells: Sequence[int]) -> str:
    pairs = zip(texts, cells, strict=True)
    return "".join(" " * GAP + fit(text, size, right=True) for text, size in pairs)


def _room(labels: Sequence[str], most: int) -> int:
    """The cells of a column: what its longest text needs, where there is room for it."""
    return max(10, min(most, max(map(cell_len, labels))))


def _weights(scene: Scene, found: Found | None, width: int) -> list[Line]:
    if found is None:
        return _not_yet(scene)
    if not found.weights:
        return _nothing("The packs in force give no score, so no weight matters.")
    rows = [("SECTION", "NOW", "BELOW, LEADS", "ABOVE, LEADS")]
    for flip in found.weights:
        sides = [
            f"{wording.percent(tie.share)} {scene.title(tie.project)}" if tie else "-"
            for tie in (flip.below, flip.above)
        ]
        rows.append((clean(flip.section.title), wording.percent(flip.share), sides[0], sides[1]))
    titles, _, below, above = zip(*rows, strict=True)
    side = (width - 26) // 2
    sizes = (_room(below, side), _room(above, side))
    room = _room(titles, width - 16 - sum(sizes))
    return [
        (
            (
                f" {fit(title, room)}  {fit(now, 8, right=True)}"
                f"   {fit(under, sizes[0])}  {fit(over, sizes[1])}",
                "text" if at else "head",
            ),
        )
        for at, (title, now, under, over) in enumerate(rows)
    ]


def _scores(scene: Scene, found: Found | None, width: int) -> list[Line]:
    rows = ranges(scene)
    if found is None:
        return _not_yet(scene)
    if not rows:
        return _nothing("No project has a score.")
    titles = [scene.title(id_) for id_, _, _ in rows]
    name, score = _room(["PROJECT", *titles], width // 3), 10
    axis = max(8, width - name - score - 4)
    scale = fit("0", axis // 2) + fit("50", axis - axis // 2 - 3) + "100"
    lines: list[Line] = [((f" {fit('PROJECT', name)}  {fit('SCORE', score)} {scale}", "head"),)]
    for title, (_, low, high) in zip(titles, rows, strict=True):
        strip = _strip(scene, low, high, axis)
        text = f"{low:.0f}" if round(low) == round(high) else f"{low:.0f}-{high:.0f}"
        lines.append(((f" {fit(title, name)}  {fit(text, score)} ", "text"), *strip))
    return lines


def _strip(scene: Scene, low: float, high: float, axis: int) -> Line:
    """The range on an axis from 0 to 100: solid for what is sure, open for what may be."""
    ascii_ = scene.form == "ascii"
    sure, maybe, bare = ("#", "-", ".") if ascii_ else ("█", "▒", "·")
    start, end = round(low / 100 * axis), round(high / 100 * axis)
    return (
        (sure * start, "met"),
        (maybe * (end - start), "unknown"),
        (bare * (axis - end), "dim"),
    )


def told(scene: Scene, width: int) -> tuple[str, list[Line]]:
    """What the row under the cursor means: a title, and sentences."""
    found = scene.session.of(SensitivityState).found
    if found is None:
        return "WHAT IT DOES", []
    tell = {"numbers": _number, "weights": _weight, "scores": _score}[scene.pane]
    return tell(scene, found, width)


def subject(scene: Scene, width: int) -> list[Line]:
    """The same for the help page, and where the number comes from."""
    if not rows(scene):
        return []
    title, lines = told(scene, min(width, 96) - 1)
    found = scene.session.of(SensitivityState).found
    source = ""
    if found is not None and scene.pane == "numbers":
        source = found.points[place_of(scene)].param.source
    return [
        cut_line(((f" {title}", "title"),), width),
        *lines,
        *labelled([("from", source)], width),
    ]


def detail(scene: Scene, width: int, height: int) -> list[Line]:
    """As much of that as there is room for."""
    title, lines = told(scene, width - 2)
    more = len(lines) - (height - 2)
    hint = f"{more} more: w shows all" if more > 0 else ""
    return framed(lines, width, height, scene.glyphs, title=title, hint=hint)


def _number(scene: Scene, found: Found, width: int) -> tuple[str, list[Line]]:
    if not found.points:
        return "WHAT IT DOES", []
    point = found.points[place_of(scene)]
    low, high = (wording.value(point, end, unit=False) for end in point.range)
    now = wording.value(point, point.now)
    what: Line = ((f" now {now}", "strong"), (f", looked at from {low} to {high}", "dim"))
    place: Line = ((f" {clean(point.id)}  {scene.place(point.param.where)}", "dim"),)
    one_line = width_of((*what, *place)) + GAP <= width
    lines = [(*what, (" " * (GAP - 1), "dim"), *place)] if one_line else [what, place]
    if not point.turns:
        lines.append(((" Nothing turns: no verdict hangs on this number.", "text"),))
    return wording.label(point).upper(), [*lines, *_turns(scene, point, width)]


def _turns(scene: Scene, point: FlipPoints, width: int) -> Iterator[Line]:
    """The nearest values first; projects that turn alike at one value are told together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for turn in sorted(point.turns, key=lambda one: abs(one.value - point.now)):
        told = (wording.threshold(point, turn), wording.change(scene, turn))
        alike.setdefault(told, []).append(scene.title(turn.project))
    indent = min(width // 3, max((cell_len(at) for at, _ in alike), default=0) + GAP)
    for (at, change), titles in alike.items():
        head = (f" {cut(at, indent - 2)}", "name")
        yield from hanging(head, f"{change}: {', '.join(titles)}", "text", width, indent)


def _weight(scene: Scene, found: Found, width: int) -> tuple[str, list[Line]]:
    if not found.weights:
        return "WEIGHTS", []
    flip = found.weights[place_of(scene)]
    lines: list[Line] = []
    for sentence in wording.weight_sentences(scene, flip, scene.title(found.leader)):
        lines += hanging((" ", "text"), sentence, "text", width, 1)
    note = "The other weights keep their proportions; scores are their guaranteed low ends."
    return clean(flip.section.title).upper(), [
        *lines,
        *hanging((" ", "dim"), note, "dim", width, 1),
    ]


def _score(scene: Scene, found: Found, width: int) -> tuple[str, list[Line]]:
    rows = ranges(scene)
    if not rows:
        return "SCORE RANGES", []
    id_, low, high = rows[place_of(scene)]
    groups = (
        ("surely ahead of", "met", [n for n, _, top in rows if n != id_ and low > top]),
        ("surely behind", "unmet", [n for n, bottom, _ in rows if n != id_ and bottom > high]),
        (
            "open against",
            "unknown",
            [n for n, bottom, top in rows if n != id_ and low <= top and bottom <= high],
        ),
    )
    lines: list[Line] = []
    for word, style, names in groups:
        text = ", ".join(map(scene.title, names)) or "none"
        lines += hanging((f" {word} {len(names)}", style), text, "text", width, 21)
    return scene.name(id_), lines
