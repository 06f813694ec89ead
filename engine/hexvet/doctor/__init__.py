"""Looks at what Hexvet stands on: the terminal, the machine, a person's own folders."""
