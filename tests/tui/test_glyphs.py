"""The characters that the screen draws with: one cell wide everywhere, and read aloud by none."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

BOXES = {*"─│┌┐└┘├┤┬┴┼━┃╱╲"}
BLOCKS = {chr(code) for code in range(0x2580, 0x25A0)}
SIGNS = {*"…·→×≤≥−"}
KNOWN = BOXES | BLOCKS | SIGNS
"""What may be two cells wide in East Asian fonts and is drawn all the same: every screen is also
there in ASCII."""


def fits(character: str) -> bool:
    """Whether a character is one cell wide wherever it is shown, and no Braille."""
    narrow = unicodedata.east_asian_width(character) not in "AWF" or character in KNOWN
    return cell_len(character) == 1 and narrow and not 0x2800 <= ord(character) < 0x2900


def drawn(root: Path) -> dict[str, set[str]]:
    """The characters beyond ASCII in the texts of the code of the screen, by file.

    Left out are tables of characters that are recognised and never drawn.
    """
    found: dict[str, set[str]] = {}
    for file in (root / "tui").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        docs = {
            ast.get_docstring(node, clean=False) for node in ast.walk(tree) if _documented(node)
        }
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        used = {
            character
            for text in texts
            if isinstance(text, str) and text not in docs
            for character in text
            if not character.isascii()
        }
        name = file.relative_to(root / "tui/hexvet_tui").as_posix()
        if not name.startswith("terminal/") and name not in ("cells.py", "typesetting.py"):
            found[name] = {character for character in used if character.isprintable()}
    return found


def _documented(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)


@pytest.fixture(scope="module")
def used(root: Path) -> dict[str, set[str]]:
    return drawn(root)


def test_something_is_drawn(used: dict[str, set[str]]) -> None:
    assert any(BLOCKS & characters for characters in used.values())


def test_every_character_that_is_drawn_takes_one_cell(used: dict[str, set[str]]) -> None:
    strange = {file: {c for c in characters if not fits(c)} for file, characters in used.items()}
    assert {file: characters for file, characters in strange.items() if characters} == {}


def test_the_gate_sees_what_it_is_for() -> None:
    assert all(fits(character) for character in KNOWN)
    assert not any(fits(character) for character in "★⣿市👍①")
