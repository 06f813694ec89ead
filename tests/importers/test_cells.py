"""One cell becomes one answer, or says why not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hexvet.importers.cells import Span, clean_text, read_cell
from hexvet.importers.map_shape import MISSING, WITHHELD
from hexvet.importers.model import CellRule, DateRule, FiscalYear
from hexvet.model import Interval, Kind, Where

NOWHERE = Where("map.toml")


def rule(kind: Kind, **keys: object) -> CellRule:
    """A rule with the usual words for missing and withheld."""
    whole = CellRule("x", kind, ("x",), NOWHERE, missing=MISSING, withheld=WITHHELD)
    return replace(whole, **keys)  # type: ignore[arg-type]


def codes(text: str, cell_rule: CellRule) -> list[str]:
    """The codes of what is wrong with a cell."""
    return [fault.code for fault in read_cell(text, cell_rule).faults]


@pytest.mark.parametrize("text", ["", "  ", "NA", "n/a", "-", "TBD", "\u2014", "#N/A"])
@pytest.mark.parametrize("kind", ["text", "money", "date", "truth"])
def test_words_for_missing_are_no_answer_and_no_fault(text: str, kind: Kind) -> None:
    reading = read_cell(text, rule(kind))
    assert reading.answer is None
    assert reading.faults == ()


def test_withheld_is_reported_and_stays_missing() -> None:
    text = "Exempt under Section 43 of the Freedom of Information Act 2000"
    reading = read_cell(text, rule("money"))
    assert reading.answer is None
    assert [fault.code for fault in reading.faults] == ["IM107"]


def test_a_text_that_begins_like_withheld_is_a_text() -> None:
    assert read_cell("Confidential computing for the courts", rule("text")).answer is not None


def test_whole_amounts_are_whole_numbers() -> None:
    assert repr(read_cell("$2,812,101", rule("money", unit="CAD")).answer) == "2812101"
    assert repr(read_cell("2066075.5899999999", rule("money")).answer) == "2066075.59"


def test_the_scale_of_a_column_leaves_alone_what_has_its_own() -> None:
    thousands = rule("money", factor=Decimal(1000))
    assert read_cell("12", thousands).answer == 12_000
    assert read_cell("12m", thousands).answer == 12_000_000


def test_another_currency_is_no_answer() -> None:
    assert codes("£5", rule("money", unit="USD")) == ["IM109"]
    assert codes("$5", rule("money", unit="AUD")) == []


def test_a_point_before_three_digits_may_be_either() -> None:
    assert codes("1.234", rule("money")) == ["IM113"]
    assert read_cell("1.234", rule("money", decimal=".")).answer == 1.234
    assert read_cell("1.234", rule("money", decimal=",")).answer == 1234
    assert read_cell("0.125", rule("money")).answer == 0.125


def test_shares() -> None:
    assert read_cell("12%", rule("share")).answer == 0.12
    assert read_cell("0.12", rule("share")).answer == 0.12
    assert read_cell("12", rule("share", factor=Decimal("0.01"))).answer == 0.12
    assert codes("12", rule("share")) == ["IM101"]


def test_a_range_keeps_its_words_as_the_note() -> None:
    reading = read_cell("Low 1m, High 2m", rule("money"))
    assert reading.answer == Span(1_000_000, 2_000_000)
    assert reading.note == "Low 1m, High 2m"


def test_answers_outside_the_field_are_left_missing() -> None:
    assert codes("-5", rule("money", range=Interval(0, 1e9))) == ["IM106"]
    assert codes("2e9", rule("money", range=Interval(0, 1e9))) == ["IM106"]


def test_values_are_matched_without_case_and_blanks() -> None:
    office = rule("text", values=("mayor", "city manager"))
    assert read_cell(" City \n MANAGER", office).answer == "city manager"
    faults = read_cell("mayer", office).faults
    assert [fault.code for fault in faults] == ["IM105"]
    assert "did you mean 'mayor'" in faults[0].why


def test_lookups_go_first() -> None:
    sector = rule("text", lookup={"bonds": "public", "-": "none"})
    assert read_cell("Bonds", sector).answer == "public"
    assert read_cell("-", sector).answer == "none"
    assert codes("gifts", sector) == ["IM108"]
    assert read_cell("gifts", replace(sector, otherwise="private")).answer == "private"


@pytest.mark.parametrize(("text", "truth"), [("Yes", True), ("x", True), ("FALSE", False)])
def test_yes_and_no(text: str, truth: bool) -> None:
    assert read_cell(text, rule("truth")).answer is truth
    assert codes("perhaps", rule("truth")) == ["IM104"]


def test_fiscal_years_as_numbers() -> None:
    year = rule("number", dates=DateRule(fiscal=FiscalYear(7, "end")))
    assert read_cell("FY2024", year).answer == 2024
    assert read_cell("2023-24", year).answer == 2024


def test_errors_of_the_spreadsheet_are_reported() -> None:
    assert codes("#REF!", rule("text")) == ["IM110"]
    assert codes("########", rule("money")) == ["IM110"]


def test_formulas_are_texts() -> None:
    assert read_cell("=cmd|' /C calc'!A0", rule("text")).answer == "=cmd|' /C calc'!A0"


def test_control_characters_are_taken_out_and_told() -> None:
    reading = read_cell("a\x1b[31mb\x00\u202ec", rule("text"))
    assert reading.answer == "a[31mbc"
    assert [fault.code for fault in reading.faults] == ["IM111"]
    assert "3 control characters" in reading.faults[0].why


def test_line_breaks_stay() -> None:
    assert clean_text("a\r\nb\rc\n") == ("a\nb\nc", ())


def test_a_cell_of_a_megabyte_is_cut() -> None:
    reading = read_cell("x" * 1_000_000, rule("text"))
    assert len(str(reading.answer)) == 10_000
    assert [fault.code for fault in reading.faults] == ["IM112"]
    assert codes("1" * 1_000_000, rule("money")) == ["IM101"]
