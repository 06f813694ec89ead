"""`x` and a letter: what is shown, as a file."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.effects import Work
from hexvet_tui.printout import FORMATS
from hexvet_tui.prompting import Choice, Prompt, Purpose, Question
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session

FORMS = tuple(FORMATS)
ABOUT_ONE = ("project", "vetting")
"""The modes that show one project."""
ELSEWHERE = "~/"
"""Where an export goes from a workspace that cannot be written."""
_UNSAFE = re.compile(r"[^\w.-]+")


def prompted(scene: Scene, form: str) -> Session:
    """Typing the name of the file; it starts with one that says screen, project and day."""
    session = scene.session
    if session.assessment is None:
        return session.said("nothing is read yet", "alert")
    about = f"-{_UNSAFE.sub('-', session.cursor)}" if session.mode in ABOUT_ONE else ""
    name = f"{session.mode}{about}-{session.assessment.as_of.isoformat()}.{form}"
    return _asked(session, form, f"{ELSEWHERE}{name}" if session.is_shut else name)


def _asked(session: Session, form: str, text: str) -> Session:
    purpose = Purpose(
        f"export {form}",
        f"{FORMATS[form][0]} to",
        lambda scene, text: _started(scene, form, text),
        does="Write the file",
    )
    return session.prompted(Prompt(purpose, text, len(text)))


def _started(scene: Scene, form: str, text: str) -> Session:
    if not text:
        return scene.session.said("no file was named", "alert")
    return scene.session.said("writing ...").wanting(writing(scene, form, text))


def writing(scene: Scene, form: str, text: str, over: str | None = None) -> Work:
    """The work of writing a printout; a file that is there already is only replaced on demand.

    `text` is the path as it was typed, `over` the digest of the file that may be replaced.
    """
    path = Path(os.path.expanduser(text))

    def write() -> str:
        from hexvet.workspace.exports import export

        printout = scene.mode.printout(scene)
        export(path, FORMATS[form][1](printout), over, Path(scene.root))
        return f"written: {clean(str(path))}"

    def failed(session: Session, error: Exception) -> Session:
        problems = getattr(error, "problems", ())
        if [problem.code for problem in problems] == ["WS031"]:
            return session.asked(_overwriting(scene, form, text, path))
        words = f"{problems[0].message}; {problems[0].hint}" if problems else str(error)
        if session.prompt or session.question or session.pages:
            return session.said(clean(f"{text}: {words}"), "alert")
        return _asked(session, form, text).said(clean(words), "alert")

    return Work(write, lambda session, words: session.said(words, "good"), "export", failed=failed)


def _overwriting(scene: Scene, form: str, text: str, path: Path) -> Question:
    def replaced(session: Session) -> Session:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            return session.said(f"cannot read {clean(str(path))}: {error.strerror}", "alert")
        return session.wanting(writing(scene, form, text, digest))

    asked = f"{clean(path.name)} is already there"
    return Question(asked, (Choice("o", "overwrite it", replaced),))
