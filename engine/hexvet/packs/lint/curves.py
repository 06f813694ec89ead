"""The value functions of criteria: gaps, dead parts, and lookups that lack an answer."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from hexvet.language.formatting import format_number
from hexvet.model import Interval
from hexvet.packs.entries import Entry
from hexvet.packs.lint.model import Draft, Fix
from hexvet.packs.lint.view import View
from hexvet.packs.model import Criterion, Scoring
from hexvet.problems import suggestion

ANY_SCORE = Interval(0.0, 100.0)


def curve_flaws(view: View) -> Iterator[Draft]:
    """The flaws of every criterion's score."""
    for criterion, entry in view.criteria:
        yield from _idle_threshold(criterion, entry)
        if criterion.score is None:
            continue
        if criterion.score.form == "lookup":
            yield from _lookup(view, criterion.score, entry)
        else:
            yield from _curve(view, criterion.score, entry)
        if criterion.met is None:
            yield from _threshold(view, criterion.score, entry)


def score_span(view: View, criterion: Criterion) -> Interval:
    """The scores that a criterion can have: 0 to 100 for a plain condition."""
    score = criterion.score
    if score is None:
        can = [100.0 * (want > 0) for want in (1, -1)
               if criterion.met and view.worlds.can(criterion.met.node, want)]  # fmt: skip
        return Interval(min(can), max(can)) if can else ANY_SCORE
    if score.form == "lookup":
        return _lookup_span(view, score)
    return _curve_span(score, view.worlds.possible.amount(score.input.node))


def _lookup_span(view: View, score: Scoring) -> Interval:
    values = view.worlds.possible.texts(score.input.node)
    if values is None or not values <= score.lookup.keys():
        return ANY_SCORE
    worths = [score.lookup[value] for value in values]
    return Interval(min(worths), max(worths))


def _curve_span(score: Scoring, answer: Interval) -> Interval:
    inside = [y for x, y in score.points if answer.low < x < answer.high]
    ends = [_value(score, end) for end in answer]
    return Interval(min(*ends, *inside), max(*ends, *inside)) if inside else Interval(*sorted(ends))


def _value(score: Scoring, x: float) -> float:
    """The score at one answer: the end's value beyond the ends, 0 below the first step."""
    points = score.points
    begun = [y for at, y in points if at <= x]
    if score.form == "steps" or not begun or len(begun) == len(points):
        below = 0.0 if score.form == "steps" else points[0][1]
        return begun[-1] if begun else below
    (x0, y0), (x1, y1) = points[len(begun) - 1], points[len(begun)]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


# lookups --------------------------------------------------------------------------------------
def _lookup(view: View, score: Scoring, entry: Entry) -> Iterator[Draft]:
    values = view.worlds.possible.texts(score.input.node)
    if values is None:
        return
    where = entry.at("score", "lookup")
    lacking = sorted(values - score.lookup.keys())
    if lacking:
        message = f"the lookup has no score for {_quoted(lacking)}"
        yield Draft("RP104", message, where, "a project with that answer has no score: add it")
    for text in score.lookup:
        if text not in values:
            hint = suggestion(text, values) or f"it is one of {_quoted(sorted(values))}"
            message = f"the answer is never '{text[:60]}'"
            yield Draft("RP105", message, entry.at("score", "lookup", text), hint, key=True)


def _quoted(texts: list[str]) -> str:
    shown = ", ".join(f"'{text[:60]}'" for text in texts[:8])
    return f"{shown}, …" if len(texts) > 8 else shown


# ramps, points and steps ----------------------------------------------------------------------
def _curve(view: View, score: Scoring, entry: Entry) -> Iterator[Draft]:
    answer = view.worlds.possible.amount(score.input.node)
    span = _curve_span(score, answer)
    where = entry.at("score", score.form)
    kind = score.input.node.kind
    if span.low == span.high:
        message = f"every possible answer scores {format_number(span.low, 'number')}"
        yield Draft("RP106", message, where, f"the answer lies {_span_in_words(answer, kind)}")
        return
    yield from _unreached(score, answer, entry)
    if score.form == "steps" and -math.inf < answer.low < score.points[0][0]:
        first = format_number(score.points[0][0], kind)
        least = format_number(answer.low, kind)
        message = f"answers from {least} up to {first} fall below the first step and score 0"
        yield Draft("RP108", message, where, f"add a step for them: [{answer.low:g}, 0]")
    yield from _shape(score, entry)


def _span_in_words(answer: Interval, kind: str) -> str:
    return f"between {format_number(answer.low, kind)} and {format_number(answer.high, kind)}"


def _unreached(score: Scoring, answer: Interval, entry: Entry) -> Iterator[Draft]:
    """Points that lie beyond the declared range, but for the one next to it."""
    xs = [x for x, _ in score.points]
    below = [x for x, following in pairwise(xs) if following <= answer.low]
    above = [x for x in xs if x > answer.high]
    if score.form != "steps":
        above = above[1:]
        if score.form == "ramp":
            below = [x for x in xs[:1] if x < answer.low]
            above = [x for x in xs[1:] if x > answer.high]
    kind = score.input.node.kind
    for x in (*below, *above):
        path = entry.at("score", score.form, *(_index(score, entry, x)))
        message = f"no answer reaches {format_number(x, kind)}"
        yield Draft("RP107", message, path, f"the answer lies {_span_in_words(answer, kind)}")


def _index(score: Scoring, entry: Entry, x: float) -> tuple[int, ...]:
    if score.form != "ramp":
        return ([at for at, _ in score.points].index(x),)
    given = entry.values["score"]["ramp"]  # type: ignore[index]
    return (list(map(float, given)).index(x),)


def _shape(score: Scoring, entry: Entry) -> Iterator[Draft]:
    ys = [y for _, y in score.points]
    moves = [(after > before) - (after < before) for before, after in pairwise(ys)]
    if 1 in moves and -1 in moves:
        message = "the score goes up and down again"
        hint = "is that meant? A better answer then has a worse score"
        yield Draft("RP109", message, entry.at("score", score.form), hint)
    for at, move in enumerate(moves, start=1):
        idle = move == 0 and (score.form == "steps" or moves[at - 2 : at - 1] == [0])
        if idle:
            message = f"the one before has the same score: {format_number(ys[at], 'number')}"
            yield Draft("RP110", message, entry.at("score", score.form, at), "remove one of them")


# thresholds -----------------------------------------------------------------------------------
def _idle_threshold(criterion: Criterion, entry: Entry) -> Iterator[Draft]:
    if "met_at" in entry.values and (criterion.score is None or criterion.met is not None):
        message = "'met_at' has no effect here: 'met' decides"
        if criterion.score is None:
            message = "'met_at' has no effect without a score"
        where = entry.at("met_at")
        yield Draft("RP112", message, where, "remove it", key=True, fix=Fix(where))


def _threshold(view: View, score: Scoring, entry: Entry) -> Iterator[Draft]:
    if score.form == "lookup":
        span = _lookup_span(view, score)
    else:
        span = _curve_span(score, view.worlds.possible.amount(score.input.node))
    if span.low == span.high or span.low < score.met_at <= span.high:
        return
    outcome = "never" if span.high < score.met_at else "always"
    reach = f"its score lies between {span.low:g} and {span.high:g}"
    message = f"the criterion is {outcome} met: {reach}"
    where = entry.at("met_at") if "met_at" in entry.values else entry.at("score")
    yield Draft("RP111", message, where, f"it is met from {score.met_at:g} upwards")
