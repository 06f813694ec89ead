"""Which files of a workspace are read, and what is said about the others."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hexvet.documents import UNPRINTABLE, printable
from hexvet.problems import Place, Problem

SETTINGS = "hexvet.toml"
PROJECTS = "projects"
ASSESSMENTS = "assessments"
WAIVERS = "waivers.toml"
RULES = "rules"
JOURNAL = "journal.jsonl"
PRIVATE = ".hexvet"

ID_FORM = "lowercase letters, digits, - and _, at most 60 characters, a letter or digit first"
RESERVED_IDS = ("programme", "projects")
_QUIET = (".md", ".txt", "~")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def is_id(text: str) -> bool:
    """Whether a text can be the id of a project, a pack, a waiver or a party."""
    return _ID.fullmatch(text) is not None


def proposed_id(text: str) -> str:
    """The nearest id to a name that people wrote: `Real Estate` gives `real-estate`."""
    return re.sub(r"[^a-z0-9_]+", "-", text[:200].lower()).strip("-_")[:60] or "project-1"


def toml_files(root: Path, folder: str) -> tuple[list[str], list[Problem]]:
    """The TOML files right in a folder, by name, and a warning for each unexpected thing.

    Folder and files are named relative to the workspace. A folder that does not exist has none.
    """
    names, problems = _names(root, folder)
    files: list[str] = []
    for name in names:
        if name.endswith(".toml"):
            files.append(f"{folder}/{name}")
        elif not name.endswith(_QUIET):
            is_folder = os.path.isdir(root / folder / name)
            why = "sub-folders are not read" if is_folder else "only .toml files are"
            hint = f"files belong right in {folder}/" if is_folder else ""
            problems.append(_unread(f"{folder}/{name}", why, hint))
    return files, problems


def sub_folders(root: Path, folder: str) -> tuple[list[str], list[Problem]]:
    """The folders right in a folder, by name, and a warning for each file that lies there."""
    names, problems = _names(root, folder)
    folders: list[str] = []
    for name in names:
        if os.path.isdir(root / folder / name):
            folders.append(f"{folder}/{name}")
        elif not name.endswith(_QUIET):
            hint = f"files belong in {folder}/PARTY/"
            problems.append(_unread(f"{folder}/{name}", "not in the folder of a party", hint))
    return folders, problems


def _names(root: Path, folder: str) -> tuple[list[str], list[Problem]]:
    """The names in a folder, without hidden ones and without those that cannot be shown."""
    try:
        names = sorted(name for name in os.listdir(root / folder) if name[0] != ".")
    except FileNotFoundError:
        if not os.path.islink(root / folder):
            return [], []
        return [], [_unlisted(folder, "it is a link to nowhere")]
    except OSError as error:
        return [], [_unlisted(folder, error.strerror or str(error))]
    odd = [name for name in names if UNPRINTABLE.search(name)]
    problems = [_unread(f"{folder}/{name}", "its name holds control characters") for name in odd]
    return [name for name in names if name not in odd], problems


def _unlisted(folder: str, reason: str) -> Problem:
    message = f"cannot list this folder: {reason}"
    return Problem("WS009", message, Place(folder), "check its permissions and links")


def _unread(file: str, why: str, hint: str = "") -> Problem:
    return Problem("WS022", f"not read: {why}", Place(printable(file)), hint, "warning")
