"""Cells are counted here as they are where the screen is painted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich import cells as painted
from rich._unicode_data import load

from hexvet_tui import cells
from hexvet_tui.cells import cell_len, cells_of, cut_cells
from hexvet_tui.typesetting import clean


def edges() -> set[int]:
    """The first and last characters of every range of both tables, and those beside them."""
    ranges = [(start, end) for start, end, _ in load("latest").widths]
    ranges += [pair for starts, ends in cells._tables() for pair in zip(starts, ends, strict=True)]
    near = {code + step for pair in ranges for code in pair for step in (-1, 0, 1)}
    return {code for code in near if 0 <= code < 0x110000} | set(range(0x3000))


def test_every_character_is_as_wide_as_it_is_painted() -> None:
    sizes = {code: painted.get_character_cell_size(chr(code)) for code in edges()}
    assert [hex(code) for code, size in sizes.items() if cells_of(chr(code)) != size] == []


@given(st.text(max_size=60))
def test_every_clean_text_is_as_wide_as_it_is_painted(text: str) -> None:
    assert cell_len(clean(text)) == painted.cell_len(clean(text))


@given(st.text(max_size=40), st.integers(-3, 50))
def test_a_cut_text_has_its_width_and_is_a_beginning(text: str, width: int) -> None:
    safe = clean(text)
    cut = cut_cells(safe, width)
    assert cell_len(cut) == max(0, width)
    kept = cut.rstrip()
    assert safe.startswith(kept) or safe.rstrip().startswith(kept.rstrip())


def test_half_a_wide_character_becomes_a_blank() -> None:
    assert cut_cells("市民", 3) == "市 "
    assert cut_cells("市民", 4) == "市民"
    assert cut_cells("e\u0301x", 1) == "e\u0301"
