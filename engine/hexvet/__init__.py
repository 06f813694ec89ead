"""Hexvet: vet a city's candidates for reform, and keep the promise afterwards.

    import hexvet
    workspace = hexvet.load("sample_data/los-angeles")
    assessment = hexvet.evaluate(workspace)
    print(assessment.project("procurement").gates["selection"].state)
    print(hexvet.explain(assessment, "procurement").message)

Names are loaded when they are first used, so that importing costs next to nothing.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from hexvet.version import VERSION as __version__

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.explanation import explain
    from hexvet.loading import Workspace, load

__all__ = ["Assessment", "Workspace", "__version__", "evaluate", "explain", "load"]

_HOMES = {
    "Assessment": "hexvet.evaluation",
    "Workspace": "hexvet.loading",
    "explain": "hexvet.explanation",
    "load": "hexvet.loading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'hexvet' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def evaluate(
    workspace: Workspace,
    as_of: datetime.date | None = None,
    previous: Assessment | None = None,
) -> Assessment:
    """Judges a workspace as things stood on `as_of`, today when it is not given.

    See `hexvet.evaluation.evaluate`; raises `hexvet.problems.Unusable` when no pack loads.
    """
    from hexvet import evaluation
    from hexvet.problems import Unusable

    if not workspace.packs and workspace.errors:
        raise Unusable(workspace.errors)
    return evaluation.evaluate(workspace, as_of or datetime.date.today(), previous)
