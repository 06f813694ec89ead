"""The page of each problem code: why it matters, a bad example and a good one."""

from __future__ import annotations

import re
from pathlib import Path

from hexvet.problems_catalogue import CODES

_FENCE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def folder() -> Path:
    """Where the pages lie: inside the installed package, or in the checkout."""
    inside = Path(__file__).parent / "pages"
    return inside if inside.is_dir() else Path(__file__).parents[4] / "docs" / "lint"


def page(code: str) -> str:
    """The page of a code as Markdown; one line for codes that have none. `KeyError` if unknown."""
    meaning = CODES[code]
    file = folder() / f"{code}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else f"{code}: {meaning}\n"


def examples(text: str, heading: str) -> tuple[str, ...]:
    """The TOML files under one heading of a page, in order."""
    _, _, below = text.partition(f"\n## {heading}\n")
    return tuple(_FENCE.findall(below.partition("\n## ")[0]))
