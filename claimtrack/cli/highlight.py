"""A passage with its spans marked: in colour on a terminal, in brackets elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from claimtrack.cli.output import visible
from claimtrack.model import Claim, Extraction

if TYPE_CHECKING:
    from rich.text import Text

# From the outermost to the innermost, with rich's style of each.
STYLES = {
    "content": "italic",
    "claim": "underline",
    "source": "bold cyan",
    "cue": "magenta",
    "figure": "bold green",
    "date": "bold yellow",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text and what it is (a key of ``STYLES``)."""

    start: int
    end: int
    what: str


def marks_of(extraction: Extraction, claims: Iterable[Claim]) -> list[Mark]:
    """What makes up the claims: themselves, their attributions, their figures and dates."""
    marks: list[Mark] = []
    for claim in claims:
        marks.append(Mark(claim.start, claim.end, "claim"))
        figures = (extraction.quantities[i] for i in claim.quantities)
        marks += (Mark(figure.start, figure.end, "figure") for figure in figures)
        marks += (Mark(date.start, date.end, "date") for date in (extraction.dates[i] for i in claim.dates))
        if claim.attribution is not None:
            marks += _attribution_marks(extraction, claim.attribution)
    return marks


def _attribution_marks(extraction: Extraction, index: int) -> Iterator[Mark]:
    attribution = extraction.attributions[index]
    if attribution.source is not None:
        yield Mark(attribution.source.start, attribution.source.end, "source")
    if attribution.cue is not None:
        yield Mark(attribution.cue.start, attribution.cue.end, "cue")
    yield from (Mark(part.start, part.end, "content") for part in attribution.content)


def segments(start: int, end: int, marks: Sequence[Mark]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The passage cut wherever a mark begins or ends: start, end and what covers it, outermost first."""
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    bounds = {start, end, *(min(max(b, start), end) for mark in inside for b in (mark.start, mark.end))}
    cuts = sorted(bounds)
    for left, right in pairwise(cuts):
        covering = {mark.what for mark in inside if mark.start <= left and right <= mark.end}
        yield left, right, tuple(what for what in STYLES if what in covering)


def in_brackets(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """The passage with plain marks, e.g. "[source: The Red Cross] [cue: said] ..."; they nest and never cross."""
    pieces: list[str] = []
    is_open: tuple[str, ...] = ()
    for left, right, covering in segments(start, end, marks):
        shared = _shared(is_open, covering)
        pieces.append("]" * (len(is_open) - shared))
        pieces += (f"[{what}: " for what in covering[shared:])
        pieces.append(text[left:right])
        is_open = covering
    return visible("".join(pieces)) + "]" * len(is_open)


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """How many of the first items two tuples share."""
    count = 0
    while count < min(len(left), len(right)) and left[count] == right[count]:
        count += 1
    return count


def in_colour(text: str, start: int, end: int, marks: Sequence[Mark]) -> Text:
    """The passage in rich's styles."""
    from rich.text import Text

    styled = Text()
    for left, right, covering in segments(start, end, marks):
        styled.append(visible(text[left:right]), style=" ".join(STYLES[what] for what in covering) or None)
    return styled


def legend() -> Text:
    """What each style means."""
    from rich.text import Text

    styled = Text()
    for what, style in STYLES.items():
        styled.append(what, style=style)
        styled.append("  ")
    return styled
