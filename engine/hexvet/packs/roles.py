"""Roles: the offices in which people decide, waive and answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hexvet.model import Person
from hexvet.packs.model import Pack
from hexvet.problems import Place, Problem, suggestion

ROLES = ("mayor", "appointee", "director", "fund", "coalition", "analyst", "auditor")
"""The roles that every workspace knows; packs add those that their checks and gates name."""


def known_roles(packs: Iterable[Pack]) -> tuple[str, ...]:
    """The roles of every workspace, then those that the packs name, each once."""
    return tuple(dict.fromkeys((*ROLES, *(role for pack in packs for role in _named(pack)))))


def _named(pack: Pack) -> Iterator[str]:
    for gate in pack.gates.values():
        yield from (*gate.decided_by, *gate.overridden_by)
    for check in pack.checks.values():
        if check.waivable:
            yield from check.waivable.by


def role_problems(
    people: Mapping[str, Person],
    packs: Iterable[Pack],
    place: Mapping[str, Place],
    parties: Iterable[str] = (),
) -> Iterator[Problem]:
    """A warning for each person with a role that nothing knows; `place` is that of their roles.

    Who answers for one of the `parties` has a role of its name.
    """
    known = tuple(dict.fromkeys((*known_roles(packs), *parties)))
    for person in people.values():
        for role in person.roles:
            if role not in known:
                hint = suggestion(role, known) or f"known here: {', '.join(known)}"
                message = f"nothing asks for the role '{role}'"
                yield Problem("WS044", message, place[person.id], hint, "warning")
