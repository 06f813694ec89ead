"""Findings that say that rules were not run, why, and what to do about it.

Such a finding is as severe as the worst that the rules could have said: nobody must take silence
for a clean bill.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hexvet.findings.concluding import worst
from hexvet.model import Finding
from hexvet.packs.model import Inference, Pack

UNAVAILABLE = "inference/unavailable"
TOO_LARGE = "inference/too_large"

_STAYS = "Every check and every gate is shown as always."


def unavailable(why: str, about: Iterable[str], rules: Iterable[Inference]) -> Finding:
    """Rules that could not be run: those of some projects, or all when none is named."""
    projects = tuple(about)
    message = f"Inference rules were not run: {why.rstrip('.')}."
    remedy = f"{_MORE if projects else ''}{_STAYS}"
    return Finding(UNAVAILABLE, projects, worst(rules), message, remedy=remedy)


_MORE = "Nor were those of the portfolio. "


def too_many_facts(number: int, most: int, project: str, rules: Iterable[Inference]) -> Finding:
    """Rules that could match too many facts of a project, or of the portfolio ("")."""
    of = f"of {project}" if project else "of the portfolio"
    message = (
        f"The inference rules {of} were not run: they could match {number:,} facts, and at "
        f"most {most:,} are chained together."
    )
    remedy = f"{_MORE if project else ''}Let the rules ask for fewer rows. {_STAYS}"
    about = (project,) if project else ()
    return Finding(TOO_LARGE, about, worst(rules), message, remedy=remedy)


def too_many_projects(
    number: int, most: int, packs: Sequence[Pack], rules: Iterable[Inference]
) -> Finding:
    """Rules of a portfolio that has too many projects to join each with each."""
    names = " and ".join(pack.id for pack in packs)
    message = (
        f"The inference rules of the portfolio were not run: it has {number:,} projects, and "
        f"at most {most:,} are joined with each other."
    )
    remedy = (
        f"Say in {names} which projects belong together, like this: "
        f"[pack] portfolio = \"stage == 'selection'\". {_STAYS}"
    )
    return Finding(TOO_LARGE, (), worst(rules), message, remedy=remedy)
