"""How much each weakness matters. What it means is in `problems_catalogue`; never renumbered."""

from __future__ import annotations

from hexvet.packs.lint.model import Level

_ERRORS = ("RP160", "RP174", "RP181")
_OF_LOADING = ("RP039",)
_ADVICE = (
    "RP109", "RP110", "RP114", "RP115", "RP118", "RP128", "RP129", "RP130", "RP133", "RP136",
    "RP137", "RP158", "RP159", "RP170", "RP171", "RP175", "RP184",
)  # fmt: skip


def level_of(code: str) -> Level:
    """The level of a code; what loading reports (below RP100) is mostly an error."""
    if code in _ERRORS or (code < "RP100" and code not in _OF_LOADING):
        return "error"
    return "advice" if code in _ADVICE else "warning"
