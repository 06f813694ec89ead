"""Old ids and what they are called now.

A pack that renames a rule says so, and overrides, waivers and earlier results that name the old
id go on to mean the same rule:

    [renamed]
    time_limit = "time_limited"               # an entry of this pack
    "check.cost" = "cost_cap"                 # only the check, where other kinds keep the name
    "old-pack/sponsor" = "sponsor"            # it came from a pack that this one replaces
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hexvet.problems import suggestion
from hexvet.records import Mistakes, described

_OLD = re.compile(r"(?:([a-z][a-z0-9-]{0,59})/)?((?:[a-z]+\.)?[a-z][a-z0-9_]{0,59})")
_NEW = re.compile(r"(?:([a-z][a-z0-9-]{0,59})/)?([a-z][a-z0-9_]{0,59})")
_QUOTED = 'write "check.old" = "new", the key in quotes'


def current(renamed: Mapping[str, str], id_: str, kind: str = "check") -> str:
    """The full id that an entry of a kind bears now; "" when `pack/name` was not renamed."""
    pack, _, name = id_.partition("/")
    return renamed.get(f"{pack}/{kind}.{name}") or renamed.get(id_, "")


def read_renamed(
    mistakes: Mistakes,
    pack: str,
    ids: Iterable[tuple[str, str]],
    inherited: Mapping[str, str],
) -> dict[str, str]:
    """Old full id to the one that holds now, those of extended packs included.

    `ids` are (kind, full id) of all entries. Chains are followed to their end; circles, new ids
    that nothing bears and old ones that something still bears are reported and left out.
    """
    table = mistakes.document.data.get("renamed", {})
    if not isinstance(table, dict):
        mistakes.add("RP013", "'renamed' is a table of old and new ids", ("renamed",), _QUOTED)
        return dict(inherited)
    said: dict[str, str] = {}
    places: dict[str, str] = {}
    for key, value in table.items():
        pair = _pair(mistakes, pack, key, value)
        if pair is None:
            continue
        old, new = pair
        if inherited.get(old, new) != new or said.get(old, new) != new:
            message = f"'{old}' has another new name already"
            mistakes.add("RP024", message, ("renamed", key), "each id is renamed once", key=True)
            continue
        said[old], places[old] = new, key
    return _followed(mistakes, tuple(ids), {**inherited, **said}, places)


def _pair(mistakes: Mistakes, pack: str, key: str, value: object) -> tuple[str, str] | None:
    path = ("renamed", key)
    old = _OLD.fullmatch(key)
    if not isinstance(value, str):
        mistakes.add("RP013", f"expected the new id, got {described(value)}", path, _QUOTED)
        return None
    new = _NEW.fullmatch(value)
    if old is None or new is None:
        wrong = key if old is None else value
        hint = "write an id of this pack, or pack/id"
        mistakes.add("RP018", f"'{wrong[:60]}' is not an id", path, hint, key=old is None)
        return None
    return f"{old[1] or pack}/{old[2]}", f"{new[1] or pack}/{new[2]}"


def _followed(
    mistakes: Mistakes,
    ids: tuple[tuple[str, str], ...],
    renamed: Mapping[str, str],
    places: Mapping[str, str],
) -> dict[str, str]:
    found = {old: new for old, new in renamed.items() if old not in places}
    circles: set[frozenset[str]] = set()
    for old, key in places.items():
        kind, end, passed = _kind(old), renamed[old], [old]
        while end not in passed and (further := current(renamed, end, kind)):
            passed.append(end)
            end = further
        if end in passed:
            if frozenset(passed) not in circles:
                chain = " -> ".join((*passed, end))
                mistakes.add("RP037", f"renamed in a circle: {chain}", ("renamed", key), key=True)
            circles.add(frozenset(passed))
        elif _bears(ids, old):
            hint = "take this line out, or rename the entry"
            message = f"'{old}' is said to be renamed but is still there"
            mistakes.add("RP038", message, ("renamed", key), hint, key=True)
        elif _missing(mistakes, ids, kind, end, key):
            continue
        else:
            found[old] = end
    return found


def _missing(
    mistakes: Mistakes, ids: tuple[tuple[str, str], ...], kind: str, end: str, key: str
) -> bool:
    """Whether nothing bears the new id; reports it."""
    known = [id_ for its_kind, id_ in ids if kind in ("", its_kind)]
    if end in known:
        return False
    hint = suggestion(end, known) or "the new id has to be in this pack or in one that it extends"
    mistakes.add("RP036", f"nothing is called '{end}'", ("renamed", key), hint)
    return True


def _kind(old: str) -> str:
    """The kind that an old id names, "" when it may be any."""
    kind, dot, _ = old.partition("/")[2].partition(".")
    return kind if dot else ""


def _bears(ids: tuple[tuple[str, str], ...], old: str) -> bool:
    """Whether an entry still has the old id."""
    kind, (pack, _, name) = _kind(old), old.partition("/")
    plain = f"{pack}/{name.rpartition('.')[2]}"
    return any(id_ == plain and kind in ("", its_kind) for its_kind, id_ in ids)
