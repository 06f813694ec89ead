"""Lint for rule packs: every weakness with its code, its place, and a way out."""
