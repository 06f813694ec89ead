"""Finding a name by some of its letters."""

from __future__ import annotations


def contained(typed: str, text: str) -> int:
    """How well `typed` is found in one piece in `text`: less than by its name; 0 when not."""
    at = text.casefold().find(typed.casefold()) if typed else -1
    if at < 0:
        return 0
    return 600 if at == 0 or not text[at - 1].isalnum() else 300


def score(typed: str, text: str) -> int:
    """How well the letters of `typed` are found, in order, in `text`; 0 when they are not.

    Whole words count most, then the beginnings of words, then letters side by side. Case does
    not matter.
    """
    typed, text = typed.casefold(), text.casefold()
    if not typed:
        return 1
    at = text.find(typed)
    if at >= 0:
        starts = at == 0 or not text[at - 1].isalnum()
        return 1000 + (500 if starts else 0) + (250 if len(typed) == len(text) else 0) - min(at, 99)
    return _scattered(typed, text)


def _scattered(typed: str, text: str) -> int:
    points, at, before = 0, -1, -2
    for letter in typed:
        if letter == " ":
            continue
        at = text.find(letter, at + 1)
        if at < 0:
            return 0
        starts = at == 0 or not text[at - 1].isalnum()
        points += 10 * starts + 5 * (at == before + 1) + 1
        before = at
    return points if points >= 4 * len(typed) else 0
