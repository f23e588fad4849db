"""Borders of contents, moved to the quotation marks that they all but reach."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Span

from claimtrack.annotate.quotes import Quote, overlapping
from claimtrack.annotate.text import text_of

_LONG = 4  # words: a shorter quotation may be a word that the writer marks
_AT = 2  # characters: a mark and a space between a content and the end of its quotation


def snap(content: Span, outer: Sequence[Quote], cues: Sequence[int]) -> Span:
    """The content, grown to the whole of a quotation that it begins or ends with.

    A quotation is attributed as a whole: where a content opens with one and stops inside of it (or the other
    way round) the rest is said by the same source, unless a cue stands in it. ``outer``: the outermost
    quotations; ``cues``: the characters where cues start, in order.
    """
    start, end = content.start_char, content.end_char
    for quote in overlapping(outer, start, end):
        if quote.closed and text_of(content.doc).count(" ", quote.start, quote.end) >= _LONG:
            if start <= quote.start + _AT and _is_free(cues, end, quote.end):
                end = max(end, quote.end)
            if end >= quote.end - _AT and _is_free(cues, quote.start, start):
                start = min(start, quote.start)
    if (start, end) == (content.start_char, content.end_char):
        return content
    return content.doc.char_span(start, end, alignment_mode="expand") or content


def _is_free(cues: Sequence[int], start: int, end: int) -> bool:
    """Whether no cue starts between two characters."""
    at = bisect_left(cues, start)
    return at == len(cues) or cues[at] >= end
