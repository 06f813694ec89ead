"""What a picture is painted from: the session, the form, and a way to ask why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hexvet_tui.hexagon import Form
from hexvet_tui.presenting import gate_titles
from hexvet_tui.session import Session
from hexvet_tui.typesetting import ASCII, UNICODE, Glyphs, clean

if TYPE_CHECKING:
    from hexvet.model import Explanation, Field, Where

Explain: TypeAlias = "Callable[[str, str | None], Explanation | None]"


def _silent(subject: str, rule: str | None) -> None:
    """No explanations: the scene before anything is read."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame to paint. `explain(subject, rule)` is cheap to call again with the same."""

    session: Session
    form: Form = "colour"
    palette: str = "hexvet-dark"
    explain: Explain = _silent

    @property
    def glyphs(self) -> Glyphs:
        """The characters of frames and separators."""
        return ASCII if self.form == "ascii" else UNICODE

    @property
    def gates(self) -> dict[str, str]:
        """Gate id to title over all packs."""
        return gate_titles(self.session.assessment.packs) if self.session.assessment else {}

    def field(self, name: str) -> Field | None:
        """The field of the vocabulary that has a name."""
        packs = self.session.assessment.packs if self.session.assessment else ()
        return next((pack.fields[name] for pack in packs if name in pack.fields), None)

    def place(self, where: Where | None) -> str:
        """`rules/la_model.toml:44`, as far as it is known."""
        if where is None or self.session.assessment is None:
            return ""
        place = self.session.assessment.workspace.place(where)
        return f"{clean(place.file)}:{place.line}" if place.line else clean(place.file)
