"""The ids that inference rules name: short ones are expanded, misspelt ones are found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hexvet.packs.model import Pack
from hexvet.packs.renaming import current
from hexvet.packs.roles import known_roles
from hexvet.problems import suggestion
from hexvet.records import listed, shown

_BARE = ("gate", "role")
_NONE: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means: a full id; or why it means nothing, with a hint."""

    id: str = ""
    code: str = ""
    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RuleNames:
    """The ids of a pack by what they are ids of (check, gate, role and so on).

    `packs` are the ids of the pack and of all that it extends: what another pack is said to have
    can be told only when the two are used together.
    """

    ids: Mapping[str, Collection[str]]
    packs: Collection[str]
    renamed: Mapping[str, str]

    def meant(self, what: str, name: str) -> Meant:
        """The full id that a name in a rule stands for."""
        known = self.ids[what]
        if what in _BARE:
            return self._bare(what, name, known)
        if "/" in name:
            return self._full(what, name, known)
        found = [id_ for id_ in known if id_.partition("/")[2] == name]
        if len(found) == 1:
            return Meant(found[0])
        if found:
            message = f"{shown(name)} is several {_plural(what)}"
            return Meant(code="RP002", message=message, hint=f"write {' or '.join(found)}")
        return self._unknown(what, name, [id_.partition("/")[2] for id_ in known])

    def _bare(self, what: str, name: str, known: Collection[str]) -> Meant:
        if name in known:
            return Meant(name)
        hint = suggestion(name, known) or f"known: {listed(known) or 'none'}"
        code = "RP023" if what == "gate" else "RP014"
        return Meant(code=code, message=f"unknown {what} {shown(name)}", hint=hint)

    def _full(self, what: str, name: str, known: Collection[str]) -> Meant:
        if name in known or name.partition("/")[0] not in self.packs:
            return Meant(name)
        now = current(self.renamed, name, what)
        return Meant(now) if now in known else self._unknown(what, name, known)

    def _unknown(self, what: str, name: str, known: Collection[str]) -> Meant:
        near = suggestion(name, known)
        hint = near or f"a {what} of another pack is written pack/{what}"
        return Meant(code="RP002", message=f"unknown {what} {shown(name)}", hint=hint)


def names_of(
    pack: Pack, findings: Collection[str] = (), written: Mapping[str, Collection[str]] = _NONE
) -> RuleNames:
    """Every id that the rules of a pack may name.

    `findings` are full ids of what they conclude. `written` are ids by kind of all entries of a
    pack that is being read, of those with mistakes too, so that no mistake is told twice.
    """
    own = {
        "check": pack.checks, "section": pack.sections, "criterion": pack.criteria,
        "gate": pack.gates, "tally": pack.tallies, "finding": findings,
        "role": known_roles([pack]),
    }  # fmt: skip
    ids = {what: dict.fromkeys((*known, *written.get(what, ()))) for what, known in own.items()}
    headers = (document.data.get("pack") for document in pack.documents)
    packs = {str(header.get("id", "")) for header in headers if isinstance(header, Mapping)}
    return RuleNames(ids, {pack.id, *packs}, pack.renamed)


def _plural(what: str) -> str:
    return {"criterion": "criteria", "tally": "tallies"}.get(what, f"{what}s")
