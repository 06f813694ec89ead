"""Outcomes in words: a state is a glyph, a word and a style."""

from __future__ import annotations

import datetime

import fakes
import pytest
from towns import RIDGEWAY

from hexvet.model import Evidence, Field, Interval, Where
from hexvet_tui import presenting


def test_the_strip_tells_the_three_states_apart() -> None:
    sections = ("filled", "filled", "filled", "filled", "unknown", "unfilled")
    assert presenting.strip_text(sections) == "####?."
    assert presenting.strip(sections)[4] == ("?", "unknown")
    assert presenting.filled(sections) == "4/6"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(62, 62, "62"), (55, 71, "63 (55-71)"), (0, 100, "50 (0-100)"), (61.6, 62.3, "62")],
)
def test_a_score_is_a_range_where_evidence_is(low: float, high: float, text: str) -> None:
    assert presenting.score_text(Interval(low, high)) == text


def test_no_score_is_not_zero() -> None:
    assert presenting.score_text(None) == "-"
    assert presenting.share_text(None) == "-"


def test_almost_all_evidence_is_not_all_of_it() -> None:
    assert presenting.share_text(0.999) == "99%"
    assert presenting.share_text(1.0) == "100%"


def test_gates_bear_glyph_and_word() -> None:
    assert [presenting.passage(state) for state in ("pass", "hold", "stop")] == [
        "+PASS",
        "~HOLD",
        "xSTOP",
    ]
    assert presenting.gate_text(("selection", "hold"), {"selection": "Selection"}) == (
        "~HOLD Selection"
    )
    assert presenting.gate_text(None, {}) == "-"


def test_every_glyph_in_a_table_is_ascii_so_its_width_is_beyond_doubt() -> None:
    glyphs = [*presenting.STRIP.values()]
    for table in (presenting.FILL, presenting.STATE, presenting.PASSAGE, presenting.STATUS):
        glyphs += [entry[0] for entry in table.values()]
    assert all(glyph.isascii() for glyph in glyphs)
    statuses = [entry[0] for entry in presenting.STATUS.values()]
    assert len(set(statuses)) == len(statuses)


@pytest.mark.parametrize(
    ("cell", "kind", "unit", "text"),
    [
        (Interval(1_500_000, 1_500_000), "money", "USD", "1,500,000 USD"),
        (Interval(1.2e6, 1.8e6), "money", "USD", "1,200,000 USD to 1,800,000 USD"),
        (Interval(0.25, 0.25), "share", "", "25%"),
        (Interval(736330, 736330), "date", "", "2017-01-01"),
        (Interval(-float("inf"), 3), "number", "", "any to 3"),
        (True, "truth", "", "yes"),
        ("a\x1b[2Jb", "text", "", "ab"),
        (({}, {}), "table", "", "2 rows"),
        ((), "table", "", "0 rows"),
        (None, "text", "", "disputed"),
    ],
)
def test_answers_are_told_in_their_own_terms(cell: object, kind: str, unit: str, text: str) -> None:
    assert presenting.cell_text(cell, kind, unit) == text  # type: ignore[arg-type]


def test_evidence_names_its_source_and_its_author() -> None:
    where = Where("projects/a.toml", ("end",))
    evidence = Evidence(
        "x", True, where, "charter p. 3", datetime.date(2015, 7, 1), "mayor", "high"
    )
    assert presenting.origin_text(evidence) == "charter p. 3, by mayor, 2015-07-01, confidence high"
    assert presenting.evidence_text(evidence, Field("x", "truth", where)) == "yes"


def test_short_labels_come_from_the_pack() -> None:
    assert presenting.section_labels(fakes.pack()) == (
        "Cost",
        "Service",
        "Outdated",
        "Buy-in",
        "Reach",
        "Leverage",
    )


def test_a_project_has_one_name() -> None:
    """Ridgeway has withdrawn gamma; nobody has a project called omega."""
    import hexvet

    workspace = hexvet.load(RIDGEWAY)
    assert presenting.project_title(workspace, "beta") == "Beta"
    assert presenting.project_name(workspace, "beta") == "Beta (beta)"
    assert presenting.project_name(workspace, "gamma") == "Gamma (gamma)"
    assert presenting.project_name(workspace, "omega") == "omega"
    assert presenting.project_title(workspace, "") == ""
