"""The verbs: which module has them, and what each is for in one line."""

from __future__ import annotations

VERBS: dict[str, tuple[str, str]] = {
    "check": ("check", "judge every project of a workspace and report what stands in the way"),
    "show": ("show", "everything that is known about one project, as plain text"),
    "why": ("why", "why an outcome is what it is, and what would change it"),
    "rank": ("rank", "projects by the score that their evidence guarantees"),
    "needs": ("needs", "which missing evidence would settle the most outcomes"),
    "packs": ("packs", "the rule packs in use and those that come with hexvet"),
    "eval": ("eval", "evaluate one expression of the rule language"),
    "init": ("init", "make a new workspace"),
    "new": ("new", "add a project to a workspace, or a rule to a pack"),
    "import": ("importing", "make projects from a spreadsheet"),
    "lint": ("lint", "look for mistakes in rule packs that would not stop them from running"),
    "test": ("testing", "run the tests that rule packs carry"),
    "diff": ("diffing", "what changes between two rule packs, and which verdicts flip"),
    "fmt": ("formatting", "lay out TOML files in the one way"),
    "handbook": ("handbooks", "print a rule pack as a readable document"),
    "schema": ("schemas", "print the JSON Schema of a kind of file, for editors"),
    "lock": ("locking", "record which packs judge, down to the byte"),
    "waive": ("waiving", "let a project go on although a check is not passed, for a time"),
    "waivers": ("ledger", "the ledger of waivers: which hold, end soon, or hold nothing"),
    "explain-code": ("explaining_codes", "what a code such as RP002 means, with examples"),
    "completion": ("completion", "print the completion script of a shell"),
}
"""Verb to (module in `hexvet.cli`, purpose), in the order of the help."""
