"""The panes: numbers of the rules, weights of the sections, ranges of the scores; and details."""

from __future__ import annotations

from hexvet_tui.modes.sensitivity import wording
from hexvet_tui.modes.sensitivity.state import Found, SensitivityState
from hexvet_tui.modes.sensitivity.verbs import place_of, ranges
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    Line,
    clean,
    cut,
    fit,
    fit_line,
    framed,
    hanging,
    justified,
    overlaid,
    titled,
)

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
        body[at] = overlaid(((">", "mark"), *_behind(body[at])), "cursor")
    others = [TITLES[pane].lower() for pane in scene.mode.panes if pane != scene.pane]
    hint = f"{HINTS[scene.pane]} {scene.glyphs.dot} tab: {', '.join(others)}"
    title = titled(TITLES[scene.pane], True)
    return framed(
        [*head, *body[top:]], width, height, scene.glyphs, title=title, hint=hint, active=True
    )


def _behind(line: Line) -> Line:
    """The line without its first cell."""
    return ((line[0][0][1:], line[0][1]), *line[1:])


def _nothing(text: str) -> list[Line]:
    return [((f" {text}", "dim"),)]


def _numbers(scene: Scene, found: Found | None, width: int) -> list[Line]:
    if found is None:
        return _nothing("...")
    if not found.points:
        return _nothing("No rule in force compares with a number of [param.*].")
    cells = (10, 10, 10, 6)
    room = max(10, width - 1 - sum(cells) - len(cells) * 2)
    words = ("NOW", "BELOW", "ABOVE", "FLIPS")
    lines: list[Line] = [((f" {fit('NUMBER', room)}{_right(words, cells)}", "head"),)]
    for point in found.points:
        now = wording.value(point, point.now, unit=False)
        sides = [wording.nearest(point, above=above) for above in (False, True)]
        texts = (now, *sides, str(point.projects) if point.turns else "-")
        label = fit(cut(wording.label(point), room), room)
        style = "text" if point.turns else "dim"
        lines.append(((f" {label}", style), (_right(texts, cells), style)))
    return lines


def _right(texts: tuple[str, ...], cells: tuple[int, ...]) -> str:
    pairs = zip(texts, cells, strict=True)
    return "".join("  " + fit(text, size, right=True) for text, size in pairs)


def _weights(scene: Scene, found: Found | None, width: int) -> list[Line]:
    if found is None:
        return _nothing("...")
    if not found.weights:
        return _nothing("The packs in force give no score, so no weight matters.")
    room = max(10, width - 60)
    heads = f" {fit('SECTION', room)}  {'NOW':>8}  {'BELOW, LEADS':<23}  {'ABOVE, LEADS':<21}"
    lines: list[Line] = [((heads, "head"),)]
    for flip in found.weights:
        sides = [
            fit(f"{wording.percent(tie.share)} {scene.title(tie.project)}" if tie else "-", size)
            for tie, size in ((flip.below, 23), (flip.above, 21))
        ]
        title = fit(cut(clean(flip.section.title), room), room)
        now = fit(wording.percent(flip.share), 8, right=True)
        lines.append(((f" {title}  {now}  {sides[0]}  {sides[1]}", "text"),))
    return lines


def _scores(scene: Scene, found: Found | None, width: int) -> list[Line]:
    rows = ranges(scene)
    if found is None or not rows:
        return _nothing("..." if found is None else "No project has a score.")
    name, score = min(26, width // 3), 10
    axis = max(8, width - name - score - 4)
    scale = fit("0", axis // 2) + fit("50", axis - axis // 2 - 3) + "100"
    lines: list[Line] = [((f" {fit('PROJECT', name)}  {fit('SCORE', score)} {scale}", "head"),)]
    for id_, low, high in rows:
        strip = _strip(scene, low, high, axis)
        text = f"{low:.0f}" if round(low) == round(high) else f"{low:.0f}-{high:.0f}"
        label = fit(scene.title(id_), name)
        lines.append(((f" {label}  {fit(text, score)} ", "text"), *strip))
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


def detail(scene: Scene, width: int, height: int) -> list[Line]:
    """As much of that as there is room for."""
    title, lines = told(scene, width - 2)
    more = len(lines) - (height - 2)
    hint = f"{more} more: w" if more > 0 else ""
    return framed(lines, width, height, scene.glyphs, title=title, hint=hint)


def _number(scene: Scene, found: Found, width: int) -> tuple[str, list[Line]]:
    if not found.points:
        return "WHAT IT DOES", []
    point = found.points[place_of(scene)]
    low, high = (wording.value(point, end, unit=False) for end in point.range)
    now = wording.value(point, point.now)
    lines: list[Line] = [
        ((f" now {now}", "strong"), (f", looked at from {low} to {high}   ", "dim")),
        ((f" {clean(point.id)}  {scene.place(point.param.where)}", "dim"),),
    ]
    if not point.turns:
        lines.append(((" Nothing turns: no verdict hangs on this number.", "text"),))
    for turn in sorted(point.turns, key=lambda one: abs(one.value - point.now)):
        head = (f" {cut(scene.title(turn.project), 22)}", "name")
        text = f"{wording.threshold(point, turn)}: {wording.change(scene, turn)}"
        lines += hanging(head, text, "text", width, 25)
    return wording.label(point).upper(), lines


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
    return f"{scene.title(id_)} ({clean(id_)})", lines
