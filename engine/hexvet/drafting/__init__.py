"""A pack that is being edited: what is wrong in its text, and which verdicts it would flip.

    judged = judge(Draft(root, path, "rules/la_model.toml", text), assessment)

Nothing here writes a file. `judging` compiles a text in place of the file and compares, `fixing`
mends what can be mended without a person, `forms` changes one value and keeps the comments,
`telling` says a rule in plain words, `revisions` reads what was in force before.
"""

from __future__ import annotations

from hexvet.drafting.judging import Draft, Judged, judge

__all__ = ["Draft", "Judged", "judge"]
