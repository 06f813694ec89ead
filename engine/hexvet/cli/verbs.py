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
    "new": ("new", "add a project to a workspace"),
    "import": ("importing", "make projects from a spreadsheet"),
    "completion": ("completion", "print the completion script of a shell"),
}
"""Verb to (module in `hexvet.cli`, purpose), in the order of the help."""
