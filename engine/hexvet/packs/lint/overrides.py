"""Overrides that change nothing, packs that are never in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hexvet.model import Where
from hexvet.packs.entries import Entry, Override
from hexvet.packs.lint.model import Draft, Fix
from hexvet.packs.lint.view import View

_DEFAULTS: Mapping[str, object] = {
    "unknown": "hold", "of": "project", "weight": 1, "waivable": False, "met_at": 50,
}  # fmt: skip
_ABSENT = object()


def pack_flaws(view: View) -> Iterator[Draft]:
    """The flaws of a pack's header and of its overrides."""
    since, until = view.pack.effective_from, view.pack.effective_to
    if since and until and until < since:
        where = Where(view.file, ("pack", "effective", "to"))
        message = f"the pack is never in force: it ends before it begins ({since})"
        yield Draft("RP160", message, where, "mend one of the two dates")
    yield from _overrides(view)


# overrides ------------------------------------------------------------------------------------
def _overrides(view: View) -> Iterator[Draft]:
    for entry in view.composition.entries.values():
        for at, override in enumerate(entry.overrides):
            if override.where.file == view.file:
                before = {key: _before(entry, at, key) for key in override.keys}
                idle = [key for key in override.keys if entry.values[key] == before[key]]
                yield from _idle(override, idle, entry)


def _idle(override: Override, idle: Sequence[str], entry: Entry) -> Iterator[Draft]:
    file, path = override.where.file, override.where.path
    if len(idle) == len(override.keys):
        message = f"this override leaves '{entry.id}' as it is"
        fix = Fix(override.where)
        yield Draft("RP180", message, override.where, "remove it", key=True, fix=fix)
        return
    for key in idle:
        where = Where(file, (*path, key))
        yield Draft(
            "RP180", f"'{key}' is so already", where, "remove the line", key=True, fix=Fix(where)
        )


def _before(entry: Entry, at: int, key: str) -> object:
    """The value that the packs below give; unlike anything when one of them overrides it."""
    if any(key in override.keys for override in entry.overrides[:at]):
        return _ABSENT
    return entry.written.get(key, _DEFAULTS.get(key, _ABSENT))
