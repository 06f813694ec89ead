"""Where Hexvet keeps what is a person's own, by the rules of the system (XDG on Linux)."""

from __future__ import annotations

from pathlib import Path

APPLICATION = "hexvet"
CRASHES = "crash.log"
"""In the state folder: traces of native code that crashed."""


def state() -> Path:
    """Drafts, the session, the last copy, the record of crashes: `~/.local/state/hexvet`."""
    from platformdirs import user_state_path

    return user_state_path(APPLICATION)


def settings() -> Path:
    """What a person has set up, such as keys: `~/.config/hexvet`."""
    from platformdirs import user_config_path

    return user_config_path(APPLICATION)


def private_folder(folder: Path) -> Path:
    """A folder that only its owner can read, made where it is missing. May raise `OSError`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
