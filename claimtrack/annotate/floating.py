"""Quotations without a cue of their own: who goes on speaking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Doc, Span

from claimtrack.annotate.drafts import Draft, Layout
from claimtrack.annotate.quotes import Quote, overlapping
from claimtrack.annotate.text import text_of
from claimtrack.model import Block

_PEOPLE = frozenset({"he", "she"})
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


def give_lists(drafts: Sequence[Draft], doc: Doc, layout: Layout) -> None:
    """Gives the items of a list to the attribution at the end of its head sentence ("Lind named three causes:")."""
    covered = {t for d in drafts for c in d.content for t in range(c.start, c.end)}
    ending = {layout.block(_last_token(d) - 1): d for d in sorted(drafts, key=_last_token) if d.content or d.cue}
    for index, head in enumerate(layout.blocks):
        draft = ending.get(index)
        if draft is None or text_of(doc)[head.end - 1] != ":" or not _reaches_end(draft, head):
            continue
        for item in takewhile(lambda b: b.kind == "list_item", layout.blocks[index + 1 :]):
            span = doc.char_span(item.start, item.end, alignment_mode="contract")
            if span is not None and covered.isdisjoint(range(span.start, span.end)):
                draft.content.append(span)


def _reaches_end(draft: Draft, block: Block) -> bool:
    """Whether nothing but a colon stands between a draft and the end of its block."""
    doc = next(span.doc for span in (draft.cue, *draft.content) if span is not None)
    last = doc[_last_token(draft) - 1]
    return block.end - (last.idx + len(last)) <= 2


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
        before = before or self._only_speaker(block - 1)
        if before is None or not _fills(span, self.layout.blocks[block]):
            return []
        if self._is_announced(span, block):
            self._add(before, span)
            return []
        if not self._is_quotation(before) and self._only_speaker(block - 1) is None:
            return []
        inferred = Draft(None, before.source, [span], inferred=True)
        self._reaches(inferred)
        return [inferred]

    def _only_speaker(self, block: int) -> Draft | None:
        """The last draft of a block all of whose sources are one person, named or "he" or "she" after the name."""
        drafts = sorted(self.here[block], key=lambda d: d.start)
        named = {d.source.text for d in drafts if d.source is not None and d.source.root.lower_ not in _PEOPLE}
        last = drafts[-1] if drafts else None
        return last if last is not None and len(named) == 1 and self._names_person(drafts[0]) else None

    def _names_person(self, draft: Draft) -> bool:
        return draft.source is not None and any(t.ent_type_ in ("PERSON", "PER") for t in draft.source)

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
