"""Files that a command made or changed come into the journal, once it has begun."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def filed(root: Path, files: Sequence[str], new: Sequence[str], why: str) -> None:
    """Records files that were just written, named relative to the workspace; `new` ones among
    them were not there before.

    Does nothing before the journal has begun: the first `hexvet record` takes all files as they
    are. What cannot be recorded is said, and is noticed again by the next `hexvet record`.
    """
    from hexvet.cli.acting import now
    from hexvet.diagnostics import say
    from hexvet.journal.reading import is_empty
    from hexvet.journal.writing import record_noticed
    from hexvet.people import login
    from hexvet.problems import Unusable
    from hexvet.workspace.settings import read_settings

    try:
        if is_empty(root):
            return
        account = login()
        people = read_settings(root).people.values()
        by = next((one.id for one in people if one.login and one.login == account), account)
        record_noticed(root, by, now, reason=why, files=files, new=new)
    except Unusable as error:
        problem = error.problems[0]
        why = f"written, but not in the journal: {problem.message}"
        say(why, f"{problem.hint}; then: hexvet record" if problem.hint else "hexvet record")
