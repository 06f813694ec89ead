"""The whole document, from the title to the last question."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from hexvet.handbook import inference, rules, vocabulary
from hexvet.handbook.examples import Examples
from hexvet.handbook.model import Block, Facts, Figure, Heading, Paragraph, Words, words
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack

_HOW = (
    "A question that nobody has answered is unknown. Unknown is neither zero nor no: it never "
    "counts as a failure by itself, and each check says what it means at its gate. A blocker that "
    "fails stops the project, one that is unknown holds it; a warning is reported, advice is only "
    "shown. A waived check stays visible, with the name and the end of the waiver."
)


def handbook(loaded: Loaded, as_of: datetime.date) -> Iterator[Block]:
    """The parts of the document in order; a part that would be empty is left out."""
    pack = loaded.pack
    assert pack is not None
    header = loaded.composition.header if loaded.composition else {}
    telling = rules.Telling(pack, as_of, Examples(loaded))
    yield Heading(1, pack.title)
    yield Facts(tuple(_facts(pack, header, as_of)))
    if header.get("note"):
        yield Paragraph(words(str(header["note"])), "note")
    yield Heading(2, "How to read it", "how-to-read-it")
    yield Paragraph(words(_HOW))
    if pack.sections:
        yield from _sections(pack, telling)
    if pack.gates:
        yield Heading(2, "Gates and checks", "gates")
        yield from rules.gates(telling)
    if pack.inferences:
        yield Heading(2, "What follows", "what-follows")
        yield from inference.inference(telling)
    yield from _appendices(pack, as_of)


def _facts(
    pack: Pack, header: Mapping[str, object], as_of: datetime.date
) -> Iterator[tuple[str, tuple[Words, ...]]]:
    yield "Pack", (words(f"{pack.id}, version {pack.version}"),)
    for label in ("owner", "source"):
        if header.get(label):
            yield label.capitalize(), (words(str(header[label])),)
    yield "In force", (words(_span(pack)),)
    yield "Values as of", (words(str(as_of)),)
    counts = {
        "section": len(pack.sections), "criterion": len(pack.criteria), "gate": len(pack.gates),
        "check": len(pack.checks), "inference rule": len(pack.inferences),
        "question": len(pack.fields), "test": len(pack.tests),
    }  # fmt: skip
    told = (_counted(n, one) for one, n in counts.items() if n)
    yield "Holds", (words(", ".join(told)),)


def _counted(count: int, one: str) -> str:
    many = "criteria" if one == "criterion" else f"{one}s"
    return f"{count} {one if count == 1 else many}"


def _span(pack: Pack) -> str:
    start = f"from {pack.effective_from}" if pack.effective_from else ""
    end = f"to {pack.effective_to}" if pack.effective_to else ""
    return " ".join(part for part in (start, end) if part) or "always"


def _sections(pack: Pack, telling: rules.Telling) -> Iterator[Block]:
    yield Heading(2, "Sections and criteria", "sections")
    ordered = sorted(pack.sections.values(), key=lambda section: section.order)
    yield Figure(tuple((s.name, s.short or s.title, s.kind, s.title) for s in ordered))
    if not pack.scored:
        yield Paragraph(words("This pack has no weighted total."), "note")
    yield from rules.sections(telling)


def _appendices(pack: Pack, as_of: datetime.date) -> Iterator[Block]:
    if pack.params:
        yield Heading(2, "Numbers that may be changed", "numbers")
        yield from vocabulary.params(pack, as_of)
    if pack.lets:
        yield Heading(2, "What is worked out", "worked-out")
        yield from vocabulary.lets(pack, as_of)
    if pack.fields:
        yield Heading(2, "The questions", "questions")
        yield from vocabulary.questions(pack)
