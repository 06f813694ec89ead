"""Who acts: a person of the workspace in a role, or in a workspace without people, whom one says.

The operating system's permissions guard the files; this only finds out whose name stands below an
entry of the journal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hexvet.documents import UNPRINTABLE, printable
from hexvet.granting import Objection
from hexvet.model import Person
from hexvet.packs.model import Gate
from hexvet.problems import suggestion

OVERRIDING = ("mayor", "appointee")
"""Who may decide against a gate whose pack does not say who may."""

LONGEST_NAME = 200
"""The longest name or login that is taken, in characters."""

_NAMED = re.compile(r"(.+?)\s*\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. `by` is the id of a person, or what was said in a workspace without
    people; `role` is the office, "" when there is none. `roles` are all that they have."""

    by: str
    name: str
    role: str = ""
    roles: tuple[str, ...] = ()

    def acting(self, allowed: Collection[str]) -> Actor:
        """The same person in the first of their roles that is among `allowed`, if one is."""
        found = next((role for role in (self.role, *self.roles) if role in allowed), self.role)
        return Actor(self.by, self.name, found, self.roles)

    def __str__(self) -> str:
        return f"{self.name} ({self.role})" if self.role else self.name


def actor_of(
    people: Mapping[str, Person], known: Sequence[str], said: str | None, login: str
) -> Actor | Objection:
    """The person of `--by` (an id, a role, or a login), or of the login when nobody is named.

    `known` are the roles that the workspace knows. A role stands for the one who has it and this
    login, else for the only one who has it. Without people, a role stands for the login, `A. Person
    (role)` for both, and any other name for itself.
    """
    said = None if said is None else said.strip()
    if said == "" or (said and (len(said) > LONGEST_NAME or UNPRINTABLE.search(said))):
        return Objection("--by is empty, too long or holds control characters", "name a person")
    if not people:
        return _free(known, login if said is None else said, login)
    if said is None:
        return _with_login(people, login)
    if said in people:
        return _actor(people[said])
    if said in known or any(said in person.roles for person in people.values()):
        return _in_role(people, said, login)
    named = [person for person in people.values() if said in (person.login, person.name)]
    if len(named) == 1:
        return _actor(named[0])
    hint = suggestion(said, (*people, *known)) or f"there are: {', '.join([*people][:10])}"
    return Objection(f"there is no person or role '{said[:60]}'", hint)


def _actor(person: Person, role: str = "") -> Actor:
    """A person in the role that was said, or in any of theirs."""
    roles = (role,) if role else person.roles
    return Actor(person.id, person.name, next(iter(roles), ""), roles)


def _with_login(people: Mapping[str, Person], login: str) -> Actor | Objection:
    found = next((one for one in people.values() if one.login and one.login == login), None)
    if found is not None:
        return _actor(found)
    hint = f"say --by, or add login = '{login[:60]}' below [people.ID]"
    return Objection(f"nobody in hexvet.toml has the login '{login[:60]}'", hint)


def _in_role(people: Mapping[str, Person], role: str, login: str) -> Actor | Objection:
    having = [person for person in people.values() if role in person.roles]
    own = [person for person in having if person.login and person.login == login]
    if len(own or having) == 1:
        return _actor((own or having)[0], role)
    if having:
        hint = f"say which: --by {' or --by '.join(person.id for person in having)}"
        return Objection(f"{len(having)} people have the role '{role[:60]}'", hint)
    hint = f"add it below [people.ID] in hexvet.toml: roles = ['{role[:60]}']"
    return Objection(f"nobody has the role '{role[:60]}'", hint)


def _free(known: Sequence[str], said: str, login: str) -> Actor | Objection:
    """Whom one says, in a workspace that names nobody."""
    if said in known:
        return Actor(login, login, said, (said,))
    named = _NAMED.fullmatch(said)
    name, role = (named[1].strip(), named[2].strip()) if named else (said, "")
    if role and role not in known:
        hint = suggestion(role, known) or f"known here: {', '.join(known)}"
        return Objection(f"there is no role '{role[:60]}'", hint)
    near = suggestion(said, known) if said != login and not named else ""
    if near:
        return Objection(f"there is no role '{said[:60]}'", f"{near} A name is NAME (ROLE)")
    return Actor(name, name, role, (role,) if role else ())


def login() -> str:
    """The name under which one is logged in; empty where there is none."""
    import getpass

    try:
        return printable(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""


def overriders(gate: Gate) -> tuple[str, ...]:
    """The roles that may decide against a gate."""
    return gate.overridden_by or OVERRIDING


def deciders(gate: Gate) -> tuple[str, ...]:
    """The roles that may decide at a gate, those that may decide against it among them; empty
    when its pack does not say, and everybody may."""
    return tuple(dict.fromkeys((*gate.decided_by, *overriders(gate)))) if gate.decided_by else ()


def refusal(actor: Actor, allowed: Collection[str], what: str) -> Objection | None:
    """Why somebody may not do a thing that only some roles may; None when they may.

    Nothing is refused where nobody said who may (`allowed` is empty).
    """
    if not allowed or actor.role in allowed:
        return None
    having = f"as {actor.role}" if actor.role else "without a role"
    message = f"{what} is for {' or '.join(allowed)}; {actor.name} acts {having}"
    return Objection(message, f"--by {' or --by '.join(allowed)}")
