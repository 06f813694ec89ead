"""Where Hexvet keeps what is a person's own, by the rules of the system (XDG on Linux)."""

from __future__ import annotations

import os
from pathlib import Path

APPLICATION = "hexvet"
CRASHES = "crash.log"
"""In the state folder: traces of native code that crashed."""


def state() -> Path:
    """Drafts, the session, the last copy, the record of crashes: `~/.local/state/hexvet`."""
    from platformdirs import user_state_path

    return user_state_path(APPLICATION)


def folder_of(state: Path, root: Path) -> Path:
    """Where the state folder keeps what belongs to a workspace, by its place on disk."""
    import hashlib

    place = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()
    return state / "workspaces" / place[:20]


def settings() -> Path:
    """What a person has set up, such as keys: `~/.config/hexvet`."""
    from platformdirs import user_config_path

    return user_config_path(APPLICATION)


def private_folder(folder: Path) -> Path:
    """A folder that only its owner can read, made where it is missing. May raise `OSError`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
