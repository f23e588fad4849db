"""Attributions by layout instead of verbs: headlines, press releases, interviews.

"Norway: Fish stocks fall" (a headline), "And from Anna Lind:" before a quotation, "— Anna Lind, minister" after
one, "Lind: We had no choice." (an interview).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from claimtrack.annotate.actors import clean
from claimtrack.annotate.drafts import Draft, Layout
from claimtrack.annotate.lists import words
from claimtrack.annotate.quotes import Quote, overlapping
from claimtrack.annotate.text import text_of
from claimtrack.model import Block

_HEADLINE = re.compile(r"(?P<source>[^\W\d_][^:\n]{1,60})(?P<cue>:)\s+(?P<content>[^\s].{12,})", re.DOTALL)
_TURN = re.compile(r"(?P<source>[^\W\d_][\w.’' -]{1,40})(?P<cue>:)\s+(?P<content>[^\s].{3,})", re.DOTALL)
_FROM = re.compile(r"(?P<cue>(?:And|Also|This)?\s*[Ff]rom)\s+(?P<source>[^:\n]{3,120}):")
_DASH = re.compile(r"(?P<cue>[—–―]|--?)\s*(?P<source>[^\W\d_][^\n]{2,120})")


def layout_drafts(doc: Doc, outer: Sequence[Quote], layout: Layout) -> list[Draft]:
    """The attributions that the layout of ``doc`` shows. ``outer``: the outermost quotations."""
    blocks = layout.blocks
    speakers = _speakers(doc, blocks)
    out: list[Draft] = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        out += _headline(doc, block, index == 0)
        out += _turn(doc, block, speakers)
        out += _announced(doc, block, after, outer)
        out += _signed(doc, block, before, outer)
    return out


def _draft(doc: Doc, cue: tuple[int, int], source: tuple[int, int], content: tuple[int, int]) -> Iterator[Draft]:
    spans = [doc.char_span(*place, alignment_mode="expand") for place in (cue, source, content)]
    cue_span, source_span, content_span = spans
    if cue_span is not None and source_span is not None and content_span is not None:
        yield Draft(cue_span, source_span, [content_span])


def _headline(doc: Doc, block: Block, first: bool) -> Iterator[Draft]:
    """ "Norway: Fish stocks fall", where what stands before the colon is a name or a common source."""
    if not (block.kind == "heading" or (first and block.end - block.start < 160)):
        return
    match = _HEADLINE.fullmatch(text_of(doc), block.start, block.end)
    if match and _is_source(doc, *match.span("source")) and _states(doc, *match.span("content")):
        yield from _draft(doc, match.span("cue"), match.span("source"), match.span("content"))


def _states(doc: Doc, start: int, end: int) -> bool:
    """Whether a stretch of text says something: it has a finite verb, or without tags begins with a capital letter."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not span[0].tag:
        return span is not None and not span.text[:1].islower()
    return any(t.tag_ in ("VBZ", "VBP", "VBD", "MD") for t in span)


def _is_source(doc: Doc, start: int, end: int) -> bool:
    """Whether a stretch of text is a name, with little else, or a word such as "Police" or "Study"."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return False
    if clean(span.text).lower() in words("sources.toml", "words.headline"):
        return True
    return any(e.label_ in ("PERSON", "ORG", "LOC", "GPE") and len(e) + 2 >= len(span) for e in span.ents)


def _speakers(doc: Doc, blocks: Sequence[Block]) -> set[str]:
    """Names that open two blocks or more with a colon: the speakers of an interview."""
    matches = (_TURN.fullmatch(text_of(doc), b.start, b.end) for b in blocks)
    counts = Counter(m["source"] for m in matches if m)
    return {name for name, count in counts.items() if count > 1 and name not in ("Q", "A", "Question", "Note")}


def _turn(doc: Doc, block: Block, speakers: set[str]) -> Iterator[Draft]:
    match = _TURN.fullmatch(text_of(doc), block.start, block.end) if speakers else None
    if match and match["source"] in speakers:
        yield from _draft(doc, match.span("cue"), match.span("source"), match.span("content"))


def _announced(doc: Doc, block: Block, after: Block | None, outer: Sequence[Quote]) -> Iterator[Draft]:
    """ "And from Anna Lind:" with a quotation in the next block."""
    match = _FROM.fullmatch(text_of(doc), block.start, block.end)
    if match and after is not None and _quoted(after, outer):
        yield from _draft(doc, match.span("cue"), match.span("source"), (after.start, after.end))


def _signed(doc: Doc, block: Block, before: Block | None, outer: Sequence[Quote]) -> Iterator[Draft]:
    """ "— Anna Lind, minister" after a quotation, in the same block or the next."""
    match = _DASH.fullmatch(text_of(doc), block.start, block.end)
    if match and before is not None and _quoted(before, outer) and _names_somebody(doc, match.span("source")):
        yield from _draft(doc, match.span("cue"), match.span("source"), (before.start, before.end))
    for quote in overlapping(outer, block.start, block.end):
        rest = re.compile(r"\s*").match(text_of(doc), quote.end, block.end)
        signed = _DASH.fullmatch(text_of(doc), rest.end() if rest else quote.end, block.end)
        if signed and quote.start == block.start and _names_somebody(doc, signed.span("source")):
            yield from _draft(doc, signed.span("cue"), signed.span("source"), (quote.start, quote.end))


def _quoted(block: Block, outer: Sequence[Quote]) -> bool:
    return any(
        q.start <= block.start + 1 and q.end >= block.end - 1 for q in overlapping(outer, block.start, block.end)
    )


def _names_somebody(doc: Doc, place: tuple[int, int]) -> bool:
    span: Span | None = doc.char_span(*place, alignment_mode="expand")
    return span is not None and bool(span.ents) and span.ents[0].start <= span.start + 2
