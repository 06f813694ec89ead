"""A pack printed as a document: every rule in plain words, for people who never open the file."""

from __future__ import annotations

import datetime

from hexvet.packs.loading import Loaded

FORMATS = ("md", "html")


def render(loaded: Loaded, as_of: datetime.date, format: str) -> str:
    """The handbook of a pack that loads, as `md` or `html`; numbers are those of the day."""
    from hexvet.handbook.chapters import handbook

    blocks = tuple(handbook(loaded, as_of))
    if format == "html":
        from hexvet.handbook.html import page

        return page(blocks)
    from hexvet.handbook.markdown import text

    return text(blocks)
