"""A text with its spans marked: source, cue, content, figures, dates and the claim itself, each in its own way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from claimtrack.model import Claim, Extraction
from claimtrack.review.pages.safe import Piece, html, pieces

KINDS = {
    "content": "What is reported",
    "claim": "The claim",
    "source": "Source",
    "cue": "Cue",
    "figure": "Figure",
    "date": "Date",
}
"""Kinds of marks with what the legend calls them, from the outermost to the innermost."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text and what it is (a key of ``KINDS``). ``link``: address and name of a page about it."""

    start: int
    end: int
    kind: str
    link: tuple[str, str] | None = None


def marks_of(extraction: Extraction, claims: Iterable[Claim]) -> list[Mark]:
    """What makes up the claims: themselves, their attributions, their figures and dates."""
    marks: dict[Mark, None] = {}
    for claim in claims:
        marks[Mark(claim.start, claim.end, "claim")] = None
        for index in claim.quantities:
            marks[Mark(extraction.quantities[index].start, extraction.quantities[index].end, "figure")] = None
        for index in claim.dates:
            marks[Mark(extraction.dates[index].start, extraction.dates[index].end, "date")] = None
        if claim.attribution is not None:
            marks |= dict.fromkeys(_attribution(extraction, claim.attribution))
    return list(marks)


def _attribution(extraction: Extraction, index: int) -> Iterator[Mark]:
    attribution = extraction.attributions[index]
    for part, kind in ((attribution.source, "source"), (attribution.cue, "cue")):
        if part is not None:
            yield Mark(part.start, part.end, kind)
    yield from (Mark(part.start, part.end, "content") for part in attribution.content)


def segments(start: int, end: int, marks: Sequence[Mark]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """``start`` to ``end`` cut wherever a mark begins or ends: start, end and the kinds that cover it."""
    inside = [(max(m.start, start), min(m.end, end), m.kind) for m in marks if m.start < end and start < m.end]
    opening, closing = Counter((s, k) for s, _, k in inside), Counter((e, k) for _, e, k in inside)
    cuts = sorted({start, end, *(cut for s, e, _ in inside for cut in (s, e))})
    depth: Counter[str] = Counter()
    for left, right in pairwise(cuts):
        for kind in KINDS:
            depth[kind] += opening[left, kind] - closing[left, kind]
        yield left, right, tuple(kind for kind in KINDS if depth[kind] > 0)


def marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Markup:
    """HTML of ``text[start:end]``. Each piece tells its offset, so that a selection can be found in the text."""
    begins, ends = {(m.start, m.kind) for m in marks}, {(m.end, m.kind) for m in marks}
    links: dict[int, list[tuple[str, str]]] = {}
    for mark in marks:
        if mark.link:
            links.setdefault(mark.end, []).append(mark.link)
    parts: list[Markup] = []
    for left, right, kinds in segments(start, end, marks):
        inner = Markup("").join(_piece(piece) for piece in pieces(text, left, right))
        parts.append(_segment(inner, left, right, kinds, begins, ends))
        parts += (Markup('<a class="ref" href="{}">{}</a>').format(*link) for link in links.get(right, ()))
    return Markup("").join(parts)


def _piece(piece: Piece) -> Markup:
    return Markup('<span data-at="{}" data-length="{}" data-kind="{}">{}</span>').format(
        piece.start, piece.length, piece.kind, html(piece)
    )


def _segment(
    inner: Markup, left: int, right: int, kinds: Sequence[str], begins: set[tuple[int, str]], ends: set[tuple[int, str]]
) -> Markup:
    """The kinds that cover a segment nest; brackets of a content stand where it begins and ends."""
    for kind in reversed(kinds):
        classes = f"m m-{kind}" + " first" * ((left, kind) in begins) + " last" * ((right, kind) in ends)
        inner = Markup('<span class="{}" title="{}">{}</span>').format(classes, KINDS[kind], inner)
    return inner
