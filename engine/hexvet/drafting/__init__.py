"""Rules that are being edited: what is wrong in the text, and which verdicts it would flip.

    judged = judge(Draft(root, path, "rules/la_model.toml", text), assessment)

Only `revising` writes: a text that comes into force, by the journal. `judging` compiles a text in
place of its file and compares the packs, `supposing` reads one of hexvet.toml and compares all
that is judged (`turning`), `fixing` mends what can be mended without a person, `forms` changes
one value and keeps the comments, `telling` says a rule in plain words, `revisions` reads what was
in force before, `history` prints it, and `extending` begins a pack of the city's own on a shipped
one.
"""

from __future__ import annotations

from hexvet.drafting.judging import Draft, Judged, judge

__all__ = ["Draft", "Judged", "judge"]
