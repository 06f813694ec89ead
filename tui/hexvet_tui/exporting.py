"""`x` and a letter: what is shown, as a file."""

from __future__ import annotations

import hashlib
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
_UNSAFE = re.compile(r"[^\w.-]+")


def prompted(scene: Scene, form: str) -> Session:
    """Typing the name of the file; it starts with one that says screen, project and day."""
    session = scene.session
    if session.assessment is None:
        return session.said("nothing is read yet", "alert")
    about = f"-{_UNSAFE.sub('-', session.cursor)}" if session.mode in ABOUT_ONE else ""
    name = f"{session.mode}{about}-{session.assessment.as_of.isoformat()}.{form}"
    purpose = Purpose(
        f"export {form}",
        f"{FORMATS[form][0]} to",
        lambda scene, text: _started(scene, form, text),
        hint="enter writes the file, esc gives it up",
    )
    return session.prompted(Prompt(purpose, name, len(name)))


def _started(scene: Scene, form: str, text: str) -> Session:
    if not text:
        return scene.session.said("no file was named", "alert")
    return scene.session.said("writing ...").wanting(writing(scene, form, Path(text).expanduser()))


def writing(scene: Scene, form: str, path: Path, over: str | None = None) -> Work:
    """The work of writing a printout; a file that is there already is only replaced on demand.

    `over` is the digest of the file that may be replaced.
    """

    def write() -> str:
        from hexvet.workspace.writing import write_text

        printout = scene.mode.printout(scene)
        write_text(path, FORMATS[form][1](printout), over)
        return f"written: {clean(str(path))}"

    def failed(session: Session, error: Exception) -> Session:
        codes = [problem.code for problem in getattr(error, "problems", ())]
        if codes == ["WS031"]:
            return session.asked(_overwriting(scene, form, path))
        said = getattr(error, "problems", None)
        return session.said(clean(said[0].message if said else str(error)), "alert")

    return Work(write, lambda session, words: session.said(words, "good"), "export", failed=failed)


def _overwriting(scene: Scene, form: str, path: Path) -> Question:
    def replaced(session: Session) -> Session:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            return session.said(f"cannot read {clean(str(path))}: {error.strerror}", "alert")
        return session.wanting(writing(scene, form, path, digest))

    text = f"{clean(path.name)} is already there"
    return Question(text, (Choice("o", "overwrite it", replaced),))
