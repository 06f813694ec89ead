"""Names and values of people as messages show them: short, and harmless whatever is in them."""

from __future__ import annotations

LONGEST = 60


def shown(value: object) -> str:
    """A name or a value in the spelling of Python: texts in quotes."""
    if isinstance(value, int) and abs(value) > 10**20:
        return "of more than 20 digits"
    if isinstance(value, str) and len(value) > LONGEST:
        value = f"{value[: LONGEST - 1]}…"
    text = repr(value)
    return text if len(text) <= 2 * LONGEST else f"{text[: 2 * LONGEST]}…"


def bare(part: str | int) -> str:
    """A name without quotes, where it can do without."""
    text = str(part)
    return text if text.isprintable() and len(text) <= LONGEST else shown(part)
