"""Quotations without a cue of their own: who goes on speaking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from claimtrack.annotate.drafts import Draft, Layout
from claimtrack.annotate.quotes import Quote, overlapping
from claimtrack.annotate.text import text_of
from claimtrack.model import Block

_LONG = 5  # words: a shorter quotation is a title or a word that the writer marks


def give_floating(drafts: list[Draft], doc: Doc, outer: Sequence[Quote], layout: Layout) -> list[Draft]:
    """Gives each long quotation that no content covers to the speaker of its neighbourhood.

    In the paragraph of an attribution it is more of its content. A paragraph that is a quotation as a whole
    goes on with the speaker of the paragraph before: as more content where that left its quotation open or
    announced this one by a colon, else as an attribution of its own, ``inferred``, without a cue.
    ``outer``: the outermost quotations.
    """
    covered = {t for d in drafts for c in d.content for t in range(c.start, c.end)}
    speakers = _Speakers([d for d in drafts if d.source is not None], outer, layout)
    out = list(drafts)
    for quote in outer:
        if text_of(doc).count(" ", quote.start, quote.end) < _LONG - 1:
            continue
        span = doc.char_span(quote.start, quote.end, alignment_mode="expand")
        if span is not None and covered.isdisjoint(range(span.start, span.end)):
            out += speakers.attach(span)
    return out


class _Speakers:
    """The attributions with a source, by the block of their cue and by the last block that they reach."""

    def __init__(self, drafts: Sequence[Draft], outer: Sequence[Quote], layout: Layout) -> None:
        self.outer, self.layout = outer, layout
        self.here: dict[int, list[Draft]] = defaultdict(list)
        self.reaching: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self.here[layout.block(draft.start)].append(draft)
            self._reaches(draft)

    def attach(self, span: Span) -> list[Draft]:
        """Adds the quotation to the draft that it continues; gives the inferred draft where it needs one of its own."""
        block = self.layout.block(span.start)
        if self.here[block]:
            self._add(min(self.here[block], key=lambda d: self._nearness(span, d)), span)
            return []
        before = max(self.reaching[block - 1], key=_last_token, default=None)
        if before is None or not _fills(span, self.layout.blocks[block]):
            return []
        if self._is_announced(span, block):
            self._add(before, span)
            return []
        if not self._is_quotation(before):
            return []
        inferred = Draft(None, before.source, [span], inferred=True)
        self._reaches(inferred)
        return [inferred]

    def _add(self, draft: Draft, span: Span) -> None:
        draft.content = sorted([*draft.content, span], key=lambda s: s.start)
        self._reaches(draft)

    def _reaches(self, draft: Draft) -> None:
        self.reaching[self.layout.block(max(_last_token(draft) - 1, 0))].append(draft)

    def _nearness(self, span: Span, draft: Draft) -> int:
        return min(self.layout.distance(span, s) for s in (*draft.content, draft.cue) if s is not None)

    def _is_announced(self, span: Span, block: int) -> bool:
        """Whether the block before ends with a colon or leaves its quotation open."""
        end = self.layout.blocks[block - 1].end
        if text_of(span.doc)[end - 1 : end] == ":":
            return True
        return any(q.continues or not q.closed for q in overlapping(self.outer, end - 1, end))

    def _is_quotation(self, draft: Draft) -> bool:
        """Whether a content of the draft is a quotation."""
        return any(
            q.start <= c.start_char + 1 and c.end_char - 1 <= q.end
            for c in draft.content
            for q in overlapping(self.outer, c.start_char, c.end_char)
        )


def _last_token(draft: Draft) -> int:
    return max([c.end for c in draft.content] + ([draft.cue.end] if draft.cue is not None else []), default=0)


def _fills(span: Span, block: Block) -> bool:
    """Whether nothing but the quotation stands in the block."""
    text = text_of(span.doc)
    rest = text[block.start : span.start_char] + text[span.end_char : block.end]
    return not any(c.isalnum() for c in rest)
