"""What a person has set up: keys, colours, mouse, clipboard.

`config.toml` in Hexvet's own folder (`hexvet.places`), then variables such as `HEXVET_THEME`, then
the options of the command line; the later ones win. Mistakes are problems like those of any
other file: told once, and what is right still counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from hexvet.documents import read_document
from hexvet.problems import Place, Problem, suggestion
from hexvet.records import Key, Mistakes, read_record
from hexvet_tui.keymap import PRESETS, Keymap

Clipboard: TypeAlias = Literal["auto", "osc52", "tmux", "file", "off"]

FILE = "config.toml"
THEMES = ("dark", "light", "contrast", "ansi", "mono")
CLIPBOARDS = ("auto", "osc52", "tmux", "file", "off")
PLAIN: Mapping[str, Key] = {
    "theme": Key("text", choices=THEMES, help="the colours of the screen"),
    "ascii": Key("truth", help="draw with ASCII characters only"),
    "mouse": Key("truth", help="let the mouse work; selecting then needs Shift"),
    "slow": Key("truth", help="fewer frames and more patience with keys; else SSH decides"),
    "clipboard": Key("text", choices=CLIPBOARDS, help="how a copy leaves the screen"),
    "preset": Key(
        "text", choices=tuple(PRESETS), help="vim: letters move, too; plain: they do not"
    ),
}
"""Everything but the keys; each has a variable `HEXVET_NAME`, except the preset."""

_ON = ("1", "true", "yes", "on")
_OFF = ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; None where the terminal decides. `problems` are told once."""

    theme: str | None = None
    ascii: bool | None = None
    mouse: bool = False
    slow: bool | None = None
    clipboard: Clipboard = "auto"
    keymap: Keymap = ()
    problems: tuple[Problem, ...] = ()


DEFAULT = Settings()


def load(folder: Path, environ: Mapping[str, str], **flags: Any) -> Settings:
    """The settings of a folder, of variables, and of options; flags that are None say nothing.

    NO_COLOR counts as a variable: it outranks the theme of the file.
    """
    values, problems = _read(folder / FILE)
    found, wrong = _variables(environ)
    if environ.get("NO_COLOR"):
        values.pop("theme", None)
    flags = {name: value for name, value in flags.items() if value is not None}
    settings = Settings(problems=(*problems, *wrong))
    return replace(settings, **{**values, **found, **flags})


def _read(file: Path) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The right values of the file and what is wrong in it; nothing for a file that is absent."""
    if not file.exists():
        return {}, ()
    document = read_document(file, FILE)
    if isinstance(document, Problem):
        return {}, (document,)
    mistakes = Mistakes(document)
    values = read_record(mistakes, (), shape() if "keys" in document.data else PLAIN)
    keys, preset = values.pop("keys", {}), PRESETS[str(values.pop("preset", "vim"))]
    problems = mistakes.in_order
    if keys or preset:
        from hexvet_tui.rebinding import rebound

        values["keymap"], clashes = rebound(document, preset, keys)  # type: ignore[arg-type]
        problems = (*problems, *clashes)
    return dict(values), problems


def shape() -> dict[str, Key]:
    """What may stand in the file; the keys are named after the actions of all modes."""
    from hexvet_tui.rebinding import ids

    each = Key("text")
    keys = {name: Key("text list", each=each, help=help_) for name, help_ in ids().items()}
    return {**PLAIN, "keys": Key("table", keys=keys, help="an action, and the key or keys for it")}


def _variables(environ: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, key in PLAIN.items():
        text = environ.get(f"HEXVET_{name.upper()}", "").strip().casefold()
        if not text or name == "preset":
            continue
        allowed = key.choices or (*_ON, *_OFF)
        if text not in allowed:
            hint = suggestion(text, allowed) or f"one of {', '.join(allowed)}"
            message = f"{text[:40]!r} is not an allowed value"
            problems.append(Problem("WS013", message, Place(f"HEXVET_{name.upper()}"), hint))
        else:
            values[name] = text if key.choices else text in _ON
    return values, tuple(problems)


def schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors."""
    from hexvet.schemas import DRAFT, key_schema

    properties: dict[str, Any] = {name: key_schema(key) for name, key in shape().items()}
    return {
        "$schema": DRAFT,
        "title": "Hexvet's config.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def schema_text() -> str:
    """The schema as a file."""
    import json

    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def told(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    """The mistakes in words, one line each, as the screen and `hexvet doctor` show them."""
    return tuple(
        f"{problem.place}: {problem.message}" + (f"; {problem.hint}" if problem.hint else "")
        for problem in problems
    )
