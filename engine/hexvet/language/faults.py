"""A mistake inside an expression: a value with its code, its characters and a way out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the characters `start` to `end` of an expression's text."""

    code: str
    message: str
    start: int
    end: int
    hint: str = ""


class BadExpression(Exception):
    """Raised where an expression cannot be used; carries every fault that was found."""

    def __init__(self, text: str, faults: tuple[Fault, ...]) -> None:
        self.text, self.faults = text, faults
        super().__init__("; ".join(f"{fault.code} {fault.message}" for fault in faults))


def caret(text: str, fault: Fault) -> str:
    """The text, and carets under the faulty part, as two lines."""
    shown = text.replace("\n", " ").replace("\t", " ")
    return f"{shown}\n{' ' * fault.start}{'^' * max(1, fault.end - fault.start)}"
