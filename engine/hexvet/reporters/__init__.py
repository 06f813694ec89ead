"""What hexvet says on standard output and in files: one module a format, a text out of each.

`render` knows every format of `check`; modules are loaded when their format is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hexvet.reporters.report import Report

FORMATS = ("table", "json", "csv", "md", "junit", "sarif")
"""The formats of `check`, as `-o` names them."""

_MODULES = {"md": "markdown"}


def render(format: str, report: Report) -> str:
    """The whole text of a report in one of `FORMATS`, ended by a newline."""
    module = import_module(f"hexvet.reporters.{_MODULES.get(format, format)}")
    text: str = module.render(report)
    return text
