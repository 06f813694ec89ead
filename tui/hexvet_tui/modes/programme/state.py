"""What the mode remembers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.model import CheckOutcome

WORST = ("failed", "error", "unknown", "waived", "passed", "not_applicable")


@dataclass(frozen=True, slots=True)
class ProgrammeState:
    """The check under the cursor (`pack/check`), and how far the other panes are scrolled;
    `whole`: checks that are passed are listed, too."""

    check: str = ""
    facts: int = 0
    why: int = 0
    whole: bool = False


def checks(session: Session) -> tuple[CheckOutcome, ...]:
    """The programme's checks, what stands in the way first; passed ones when all are wanted."""
    if session.assessment is None:
        return ()
    whole = session.of(ProgrammeState).whole
    found = [
        check
        for check in session.assessment.programme.values()
        if whole or check.status not in ("passed", "not_applicable")
    ]
    severities = ("blocker", "warning", "advice")
    return tuple(sorted(found, key=lambda c: (severities.index(c.severity), WORST.index(c.status))))
