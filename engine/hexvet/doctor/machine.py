"""Signs of the machine: Python, the libraries, the editor, folders and disk."""

from __future__ import annotations

import json
import os
import platform
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from hexvet.doctor.signs import Sign, State
from hexvet.doctor.tmux import Ask, output

OLDEST_PYTHON = (3, 11)
LIBRARIES = {
    "durable-rules": "2.0.28",
    "numpy": "1.26",
    "platformdirs": "4",
    "shtab": "1.7",
    "textual": "8.2",
    "tomli": "2.2",
    "watchfiles": "1.0",
}
"""What is needed, with the oldest version that will do. The project file says the same."""
LITTLE, TOO_LITTLE = 100_000_000, 1_000_000
"""Bytes free on a disk: below the first there is a word about it, below the second saving fails."""
CHAINING = "import durable.lang"
"""What shows whether the extension that durable-rules is made of was built for this Python."""
WIRE = "from hexvet_tui.terminal.frames import lacking; print(' '.join(lacking()) or 'whole')"
"""Asks the installed Textual, in a process of its own, for what only differences need."""
SETTINGS = """
import json, os
from hexvet import places
from hexvet_tui import settings
found = settings.load(places.settings(), os.environ).problems
print(json.dumps([(f"{one.place}: {one.message}", one.hint) for one in found]))
"""
"""Reads the settings as the screen does, in a process of its own; prints what each mistake is
and what mends it."""
EDITORS = ("VISUAL", "EDITOR")


def libraries(installed: Mapping[str, str] | None = None) -> list[Sign]:
    """Python and what is installed; `installed` stands in for the environment's packages."""
    version = platform.python_version()
    state = sys.version_info >= OLDEST_PYTHON
    python = (
        Sign("python", "ok", f"{version}, {platform.machine()}")
        if state
        else Sign("python", "broken", version, "install Python 3.11 or later")
    )
    return [python, *(_library(name, least, installed) for name, least in LIBRARIES.items())]


def _library(name: str, least: str, installed: Mapping[str, str] | None) -> Sign:
    found = _version(name) if installed is None else installed.get(name, "")
    if not found:
        return Sign(name, "broken", "not installed", f"pip install '{name}>={least}'")
    if _numbers(found) < _numbers(least):
        return Sign(name, "broken", f"{found} is too old", f"pip install '{name}>={least}'")
    return Sign(name, "ok", found)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def inference(ask: Ask = output) -> Sign:
    """Whether rules that derive facts from facts can run."""
    if ask([sys.executable, "-c", f"{CHAINING}; print('built')"]) == "built":
        return Sign("inference", "ok", "the extension of durable-rules is built")
    found = "the extension of durable-rules does not load: there are no inferred findings"
    fix = "pip install --force-reinstall --no-binary :all: --no-deps durable-rules"
    return Sign("inference", "weak", found, fix)


def wire(environ: Mapping[str, str], ask: Ask = output) -> Sign:
    """Whether only differences go to the terminal."""
    if environ.get("HEXVET_WIRE", "").casefold() == "plain":
        found = "the whole of what is repainted is sent, as HEXVET_WIRE=plain asks for"
        return Sign("wire", "ok", found)
    answer = ask([sys.executable, "-c", WIRE])
    if answer == "whole":
        return Sign("wire", "ok", "only cells that change are sent")
    found = f"this Textual lacks {answer}" if answer else "Textual does not load"
    fix = "pip install 'textual>=8.2,<8.3'"
    return Sign("wire", "weak" if answer else "broken", f"{found}: more bytes are sent", fix)


def editor(environ: Mapping[str, str]) -> Sign:
    """The editor that F4 opens."""
    for name in EDITORS:
        if environ.get(name):
            return _editor(f"${name}", environ[name], environ)
    return _editor("no $EDITOR", "vi", environ)


def _editor(told: str, command: str, environ: Mapping[str, str]) -> Sign:
    fix = "export EDITOR=nano"
    try:
        words = shlex.split(command)
    except ValueError:
        return Sign("editor", "weak", f"{told} cannot be read as words: {command[:60]}", fix)
    found = shutil.which(words[0], path=environ.get("PATH")) if words else None
    if found is None:
        return Sign("editor", "weak", f"{told}: '{command[:60]}' is not on the path", fix)
    return Sign("editor", "ok", f"{told}: {found}")


def folder(topic: str, path: Path, *, wanted: bool) -> Sign:
    """Whether a folder can be written, or made where it is not there yet."""
    standing = next(f for f in (path, *path.parents) if f.exists())
    if not standing.is_dir():
        return Sign(topic, "broken", f"{standing} is not a folder", f"move {standing} away")
    if not os.access(standing, os.W_OK | os.X_OK):
        lost = "nothing can be saved" if wanted else "drafts, copies and the session are not kept"
        fix = f"chmod u+rwx {shlex.quote(str(standing))}"
        return Sign(topic, "weak", f"{standing} cannot be written: {lost}", fix)
    free = shutil.disk_usage(standing).free
    told = f"{path}{'' if path.exists() else ' (not there yet)'}, {_size(free)} free"
    if free < LITTLE:
        state: State = "broken" if free < TOO_LITTLE else "weak"
        return Sign(topic, state, told, f"make room on the disk of {standing}")
    return Sign(topic, "ok", told)


def workspace(root: Path | None) -> list[Sign]:
    """The workspace's folder, and files in it that cannot be read or written."""
    if root is None:
        found = "none in this folder or above it"
        return [Sign("workspace", "ok", found, "hexvet doctor DIR looks at one")]
    locked = [file for file in _files(root) if not os.access(file, os.R_OK | os.W_OK)]
    if not locked:
        return [folder("workspace", root, wanted=True)]
    more = f" and {len(locked) - 1} more" if len(locked) > 1 else ""
    fix = f"chmod u+rw {shlex.quote(str(locked[0]))}"
    sign = Sign("files", "weak", f"{locked[0]}{more} cannot be read and written", fix)
    return [folder("workspace", root, wanted=True), sign]


def _files(root: Path) -> Iterable[Path]:
    return sorted(root.rglob("*.toml"))


def crashes(file: Path) -> list[Sign]:
    """Whether native code crashed, which no screen can show."""
    try:
        size = file.stat().st_size
    except OSError:
        return []
    if not size:
        return []
    fix = f"send us {file}, then delete it"
    return [Sign("crashes", "weak", f"{file} holds traces of crashes", fix)]


def settings(ask: Ask = output) -> list[Sign]:
    """Each mistake in a person's settings: values, keys that clash or never arrive."""
    try:
        told = json.loads(ask([sys.executable, "-c", SETTINGS]))
    except ValueError:
        return [Sign("settings", "weak", "they cannot be read", "hexvet --debug tells more")]
    if not told:
        return [Sign("settings", "ok", "no mistakes, and no key is used twice")]
    return [Sign("settings", "weak", found, fix or "mend it there") for found, fix in told]


def _size(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:,.0f} {name}"
    return f"{size} bytes"
