"""What the portfolio remembers."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class PortfolioState:
    """Which columns the user wants although they are not shown by themselves, and which not.

    `unmet` is what is explained of the project under the cursor in place of its deciding gate:
    that project, and the rule.
    """

    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    unmet: tuple[str, str] = ("", "")

    def turned(self, column: str, shown: bool) -> PortfolioState:
        """With a column wanted, or not, whichever it is not now."""
        wanted = self.wanted - {column} if shown else self.wanted | {column}
        unwanted = self.unwanted | {column} if shown else self.unwanted - {column}
        return replace(self, wanted=wanted, unwanted=unwanted)
