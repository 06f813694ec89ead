"""The text in the user's own editor: written to a private file, read back as one step."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hexvet_tui.effects import Outside
from hexvet_tui.modes.rules.mending import edited
from hexvet_tui.modes.rules.state import RulesState, text_of
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean


def command(path: Path, row: int, environ: Mapping[str, str]) -> list[str]:
    """What starts the editor: $VISUAL, $EDITOR, or vi; on the caret's line where it knows how."""
    said = environ.get("VISUAL") or environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(said) or ["vi"]
    except ValueError:
        words = [said]
    knows = Path(words[0]).name in ("vi", "vim", "nvim", "nano", "emacs", "kak", "micro", "joe")
    return [*words, *([f"+{row + 1}"] if knows else []), str(path)]


def edit(text: str, path: Path, row: int, environ: Mapping[str, str]) -> str | None:
    """The text after the editor; None when that failed, which leaves the file where it is.

    Never raises: what is raised while the screen is away would leave it away.
    """
    from hexvet.places import private_folder

    try:
        private_folder(path.parent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        done = subprocess.run(command(path, row, environ), check=False)
        return path.read_text(encoding="utf-8") if done.returncode == 0 else None
    except (OSError, ValueError):
        return None


def external(scene: Scene, _: Extent) -> Session:
    """The text in the user's editor; back, the caret is on the first error."""
    session, text = scene.session, text_of(scene.session)
    if text is None:
        return session.said("open a file first")
    from hexvet.places import state

    path = state() / "editing" / Path(text.file.path).name
    content, row = "\n".join(text.buffer.lines), text.buffer.caret.row

    def then(after: Session, found: str | None) -> Session:
        if found is None:
            words = clean(" ".join(command(path, row, os.environ)[:1]))
            return after.said(f"{words} failed; $EDITOR names another editor", "alert")
        if found == content:
            return after.said("nothing was changed in the editor")
        after = after.having(replace(after.of(RulesState), landing=True))
        return edited(after, found).said("taken over from the editor; ^z takes it back")

    return session.wanting(Outside(lambda: edit(content, path, row, os.environ), then))
