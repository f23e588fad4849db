"""Attributions by layout instead of verbs: headlines, press releases, interviews.

"Norway: Fish stocks fall" (a headline), "And from Anna Lind:" before a quotation, "— Anna Lind, minister" after
one, "Lind: We had no choice." (an interview), "A: We had no choice." (one whose introduction says who answers).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from claimtrack.annotate.actors import clean
from claimtrack.annotate.drafts import Draft, Layout
from claimtrack.annotate.lists import words
from claimtrack.annotate.quotes import Quote, is_speech, overlapping
from claimtrack.annotate.speech import stripped
from claimtrack.annotate.text import text_of
from claimtrack.model import Block

_HEADLINE = re.compile(r"(?P<source>[^\W\d_][^:\n]{1,60})(?P<cue>:)\s+(?P<content>[^\s].{12,})", re.DOTALL)
_TURN = re.compile(r"(?P<source>[^\W\d_][\w.’' -]{1,40})(?P<cue>:)\s+(?P<content>[^\s].{3,})", re.DOTALL)
_QUESTION = re.compile(r"Q(?:uestion)?[.:]\s")
_ANSWER = re.compile(r"(?P<cue>A(?:nswer)?[.:])\s+(?P<content>\S.{3,})", re.DOTALL)
_TELLER = re.compile(r"\s*(?=(?P<first>\w+)\s+(?P<after>.+))(?P<before>.+?),?\s+(?P<last>\w+)$", re.DOTALL)
_FROM = re.compile(r"(?P<cue>(?:And|Also|This)?\s*[Ff]rom)\s+(?P<source>[^:\n]{3,120}):")
_DASH = re.compile(r"(?P<cue>[—–―]|--?)\s*(?P<source>[^\W\d_][^\n]{2,120})")


def layout_drafts(doc: Doc, outer: Sequence[Quote], layout: Layout) -> list[Draft]:
    """The attributions that the layout of ``doc`` shows. ``outer``: the outermost quotations."""
    blocks = layout.blocks
    speakers = _speakers(doc, blocks)
    out: list[Draft] = list(_answers(doc, blocks))
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        out += _headline(doc, block, index == 0)
        out += _turn(doc, block, speakers)
        out += _announced(doc, block, after, outer)
        out += _signed(doc, block, before, outer)
        out += _unclosed(doc, block, outer)
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
        for draft in _draft(doc, match.span("cue"), match.span("source"), match.span("content")):
            yield replace(draft, spoken=True)


def _answers(doc: Doc, blocks: Sequence[Block]) -> Iterator[Draft]:
    """What is said behind "A:", up to the next "Q:": by the one person whom the introduction names."""
    text = text_of(doc)
    first = next((i for i, b in enumerate(blocks) if _QUESTION.match(text, b.start, b.end)), None)
    answerer = _only_person(doc, blocks[first].start) if first is not None else None
    for index, block in enumerate(blocks) if answerer is not None else ():
        match = _ANSWER.fullmatch(text, block.start, block.end)
        if match:
            parts = [match.span("content"), *_going_on(text, blocks[index + 1 :])]
            spans = (doc.char_span(*part, alignment_mode="expand") for part in parts)
            content = [span for span in spans if span is not None]
            cue = doc.char_span(*match.span("cue"), alignment_mode="expand")
            yield Draft(cue, answerer, content, inferred=True, spoken=True)


def _only_person(doc: Doc, end: int) -> Span | None:
    """The first full name of the one person who is named before a character."""
    people = [e for e in doc.ents if e.label_ in ("PERSON", "PER") and e.end_char <= end]
    full = [e for e in people if len(e) > 1]
    return full[0] if full and len({e[-1].text for e in people}) == 1 else None


def _going_on(text: str, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """The paragraphs of an answer behind its first one; none after the last question, where the writer may go on."""
    ends = [i for i, b in enumerate(blocks) if _QUESTION.match(text, b.start, b.end)]
    own = blocks[: ends[0]] if ends else []
    return [] if any(_ANSWER.match(text, b.start, b.end) for b in own) else [(b.start, b.end) for b in own]


def with_layout(drafts: list[Draft], shown: Sequence[Draft], layout: Layout) -> list[Draft]:
    """The drafts with those that the layout shows, as far as they fit.

    One that says who speaks takes its words from drafts whose cue stands in another paragraph; what is said within
    them by others stays. A draft that shares words with another in any other way is left out.
    """
    for one in shown:
        drafts = [draft for draft in drafts if draft.source is not None or not _same_cue(draft, one)]
        for other in drafts:
            _give_way(other, one, layout)
    return drafts + [one for one in shown if not any(_collide(one, other) for other in drafts)]


def _same_cue(one: Draft, other: Draft) -> bool:
    return one.cue is not None and other.cue is not None and one.cue.start == other.cue.start


def _give_way(draft: Draft, shown: Draft, layout: Layout) -> None:
    """Takes the words of a shown draft from one whose cue stands in another paragraph."""
    blocks = {layout.block(c.start) for c in shown.content}
    if draft.cue is None or layout.block(draft.cue.start) in blocks | {layout.block(shown.start)}:
        return
    parts = [part for content in draft.content for part in layout.by_block(content)]
    kept = [part for part in parts if layout.block(part.start) not in blocks]
    draft.content = draft.content if len(kept) == len(parts) else [stripped(part) for part in kept]


def _collide(shown: Draft, other: Draft) -> bool:
    """Whether two drafts share words, and the other is none that lies inside of the shown one's content."""
    mine = {t for span in (shown.cue, *shown.content) if span is not None for t in range(span.start, span.end)}
    their = {t for span in (other.cue, *other.content) if span is not None for t in range(span.start, span.end)}
    within = other.cue is not None and their < mine and shown.cue is not None and shown.spoken
    return not mine.isdisjoint(their) and not within


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


def _unclosed(doc: Doc, block: Block, outer: Sequence[Quote]) -> Iterator[Draft]:
    """Who says a quotation that lacks its closing mark: "“I thought so, Roe recalled." """
    text = text_of(doc)
    for quote in overlapping(outer, block.start, block.end):
        stop = text.find(".", quote.end, block.end)
        teller = _TELLER.match(text, quote.end, stop) if not quote.closed and stop > 0 else None
        if teller is None or text[quote.end - 1] != ",":
            continue
        for cue, source in (("last", "before"), ("first", "after")):
            if is_speech(teller[cue]) and teller[source]:
                yield from _draft(doc, teller.span(cue), teller.span(source), (quote.start, quote.end))
                break


def _quoted(block: Block, outer: Sequence[Quote]) -> bool:
    return any(
        q.start <= block.start + 1 and q.end >= block.end - 1 for q in overlapping(outer, block.start, block.end)
    )


def _names_somebody(doc: Doc, place: tuple[int, int]) -> bool:
    span: Span | None = doc.char_span(*place, alignment_mode="expand")
    return span is not None and bool(span.ents) and span.ents[0].start <= span.start + 2
