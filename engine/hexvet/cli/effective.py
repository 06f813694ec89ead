"""`hexvet show --effective ID`: which line of which file set each value of a rule."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hexvet.diagnostics import Exit, Halt

if TYPE_CHECKING:
    from hexvet.effective import EffectiveEntry, EffectiveKey, Setting
    from hexvet.packs.composing import Composition
    from hexvet.reporters.typesetting import Page


def run(arguments: Namespace) -> int:
    """Writes every value of what `arguments.effective` names: a pack, or an entry of one."""
    from hexvet.cli.output import page, write

    entries = _entries(arguments)
    write("\n".join(_text(entry, page(arguments)) for entry in entries))
    return Exit.CLEAN


def _entries(arguments: Namespace) -> tuple[EffectiveEntry, ...]:
    """Looked for in the packs in use, or in the shipped pack that the id begins with."""
    from hexvet.effective import NoSuchEntry, effective

    wanted = arguments.effective
    complaint = ""
    for composition in _compositions(arguments):
        try:
            return effective(composition, wanted)
        except NoSuchEntry as error:
            complaint = complaint or str(error)
    raise Halt(Exit.USAGE, complaint or f"there is nothing called '{wanted[:80]}'")


def _compositions(arguments: Namespace) -> Iterator[Composition]:
    from hexvet.cli.handbooks import loaded_packs

    packs = list(getattr(arguments, "pack", []))
    for loaded in loaded_packs(Namespace(**{**vars(arguments), "pack": packs})):
        if loaded.composition:
            yield loaded.composition
    name = arguments.effective.partition("/")[0]
    if not packs and name in _known():
        for loaded in loaded_packs(Namespace(**{**vars(arguments), "pack": [name]})):
            if loaded.composition:
                yield loaded.composition


def _known() -> frozenset[str]:
    """The ids of the packs that come with hexvet."""
    from hexvet.documents import Document
    from hexvet.packs.loading import Library, shipped_folder

    library = Library((shipped_folder(),))
    found = (library.read(path) for path in library.files())
    headers = (one.data.get("pack") for one in found if isinstance(one, Document))
    return frozenset(str(header.get("id")) for header in headers if isinstance(header, dict))


def _text(entry: EffectiveEntry, page: Page) -> str:
    from hexvet.reporters.typesetting import clean

    title = page.ink("strong", clean(f"{entry.id}  ({entry.kind})"))
    lines = [f"{title}  {page.ink('dim', str(entry.place))}"]
    width = max((len(key.name) for key in entry.keys), default=0)
    for key in entry.keys:
        lines += _key_lines(key, width, page)
    return "\n".join(lines) + "\n"


def _key_lines(key: EffectiveKey, width: int, page: Page) -> Iterator[str]:
    from hexvet.reporters.typesetting import clean

    yield f"  {clean(key.name).ljust(width)}  {_setting(key.holds, page)}"
    indent = " " * (width + 4)
    if key.holds.reason:
        yield f"{indent}because: {clean(key.holds.reason)}"
    for old in key.replaced:
        yield f"{indent}instead of {_setting(old, page)}"
        if old.reason:
            yield f"{indent}  because: {clean(old.reason)}"


def _setting(setting: Setting, page: Page) -> str:
    from hexvet.reporters.typesetting import clean
    from hexvet.workspace.toml_values import toml_value

    where = f"{setting.place.file}:{setting.place.line}"
    return f"{clean(toml_value(setting.value))}  {page.ink('dim', clean(where))}"
