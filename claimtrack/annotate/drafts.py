"""From the model's spans and links to drafts of attributions: one a cue, with its source and its content.

The model says which source and content belong to which cue (``doc.user_data["claimtrack.links"]``). What
it leaves unlinked is given to the nearest cue that fits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc, Span

from claimtrack.annotate.cues import is_agentless
from claimtrack.annotate.links import LIKELY
from claimtrack.model import Block

SOURCES, CUES, CONTENTS = "attribution.source", "attribution.cue", "attribution.content"
LINKS = "claimtrack.links"
_FAR = 200  # tokens: nothing is linked over more
_NEW_PARAGRAPH = 60  # a paragraph border counts as this many tokens
_NEW_SENTENCE = 12  # a sentence border counts as this many tokens
_MARKS = '"“”«»'
_TAKEN = 6  # a cue that has content already counts as this much farther


@dataclass(slots=True)
class Draft:
    """An attribution in the making, in spaCy spans; ``content`` is in the order of the text.

    ``inferred``: no cue of its own says so. ``spoken``: the layout shows direct speech, without quotation marks.
    """

    cue: Span | None
    source: Span | None = None
    content: list[Span] = field(default_factory=list)
    inferred: bool = False
    spoken: bool = False

    @property
    def start(self) -> int:
        """First token of the cue, or of the content where there is no cue."""
        return self.cue.start if self.cue is not None else min((c.start for c in self.content), default=0)


class Layout:
    """Where paragraphs and sentences begin, to tell how far apart two spans are."""

    def __init__(self, doc: Doc, blocks: Sequence[Block]) -> None:
        self.doc = doc
        self.blocks = blocks
        self._block_starts = [b.start for b in blocks]
        self._sentence_starts = [s.start for s in doc.sents] if doc.has_annotation("SENT_START") else [0]

    def block(self, token: int) -> int:
        """The number of the block that a token lies in."""
        return bisect_right(self._block_starts, self.doc[token].idx) - 1

    def sentence(self, token: int) -> int:
        """The number of the sentence that a token lies in (0 for all without sentences)."""
        return bisect_right(self._sentence_starts, token) - 1

    def by_block(self, span: Span) -> list[Span]:
        """The parts of a span, one a block."""
        borders = [i for i in range(span.start + 1, span.end) if self.block(i) != self.block(i - 1)]
        return [span.doc[a:b] for a, b in pairwise([span.start, *borders, span.end])]

    def distance(self, a: Span, b: Span) -> int:
        """Tokens between two spans, with borders of sentences and paragraphs counted in."""
        gap = max(a.start - b.end, b.start - a.end, 0)
        blocks = abs(self.block(a.start) - self.block(b.start))
        sentences = abs(self.sentence(a.start) - self.sentence(b.start))
        return gap + _NEW_PARAGRAPH * blocks + _NEW_SENTENCE * sentences


def has_spans(doc: Doc) -> bool:
    """Whether a model has tagged attributions in this Doc (it may have found none)."""
    return CUES in doc.spans


def linked_drafts(doc: Doc, layout: Layout) -> list[Draft]:
    """The attributions of the model's spans, in the order of their cues. Sources may serve several cues, contents one.

    A fragment all of whose links are weak belongs to no cue, and a content to none at all; only what the
    model had no chance to link (no row names it) goes to the nearest cue.
    """
    sources, cues, contents = (list(doc.spans[key]) if key in doc.spans else [] for key in (SOURCES, CUES, CONTENTS))
    drafts = [Draft(cue) for cue in cues]
    order = sorted(drafts, key=lambda d: d.start)
    rows = sorted(doc.user_data.get(LINKS) or [], key=lambda row: -float(row[3]))
    for role, index, cue, score in rows:
        if role == "source" and drafts[cue].source is None and score > LIKELY:
            drafts[cue].source = sources[index]
    linked: dict[int, list[int]] = {}
    for role, index, cue, score in rows:
        if role == "content":
            linked.setdefault(index, []).extend([cue] if score > LIKELY else [])
    for index, candidates in linked.items():
        _link_content(contents[index], [drafts[cue] for cue in candidates], layout)
    _give_contents(order, [c for i, c in enumerate(contents) if i not in linked], layout)
    if not rows:
        _give_sources(order, sorted(sources, key=lambda s: s.start), layout)
    for draft in order:
        draft.content = joined(_beside_cue(draft, layout))
    return order


def _beside_cue(draft: Draft, layout: Layout) -> list[Span]:
    """The contents of a draft without those of other paragraphs, unless they are quoted or all there is."""
    if draft.cue is None:
        return draft.content
    block = layout.block(draft.cue.start)
    near = [c for c in draft.content if layout.block(c.start) == block or any(mark in c.text for mark in _MARKS)]
    return near if any(layout.block(c.start) == block for c in near) else draft.content


def _link_content(content: Span, candidates: Sequence[Draft], layout: Layout) -> None:
    """Gives a content to the likeliest of its cues; what lies in another block to one of that block, if there is one.

    PolNeAR dev: relation F1 74.8 when every likely cue has it, 75.2 when one has.
    """
    if not candidates:
        return
    parts = [(layout.block(part.start), part) for part in layout.by_block(content)]
    blocks = {layout.block(d.cue.start): d for d in reversed(candidates) if d.cue is not None}
    held = any(block in blocks for block, _ in parts)
    for block, part in parts:
        if block in blocks or not held or any(mark in part.text for mark in _MARKS):
            blocks.get(block, candidates[0]).content.append(part)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, without repeats, those that touch or overlap joined."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if out and span.start <= out[-1].end:
            last = out.pop()
            span = span.doc[last.start : max(last.end, span.end)]
        out.append(span)
    return out


def _give_contents(drafts: list[Draft], free: list[Span], layout: Layout) -> None:
    """Gives each unlinked content to the nearest cue, one that has none yet first."""
    cues = [(d.cue, i) for i, d in enumerate(drafts) if d.cue is not None]
    for content in free:
        costs = [
            (layout.distance(content, cue) + (_TAKEN if drafts[i].content else 0), i) for cue, i in _near(content, cues)
        ]
        cost, index = min(costs, default=(_FAR, -1))
        if cost < _FAR:
            drafts[index].content.append(content)


def _give_sources(drafts: list[Draft], sources: list[Span], layout: Layout) -> None:
    """Gives each cue without a source the nearest one of its sentence."""
    numbered = [(s, i) for i, s in enumerate(sources)]
    for draft in drafts:
        if draft.source is not None or draft.cue is None or is_agentless(draft.cue):
            continue
        costs = [(layout.distance(draft.cue, s), i) for s, i in _near(draft.cue, numbered)]
        cost, index = min(costs, default=(_FAR, -1))
        if cost < _NEW_SENTENCE:
            draft.source = sources[index]


def _near(span: Span, numbered: Sequence[tuple[Span, int]]) -> Sequence[tuple[Span, int]]:
    """Those that start within reach; ``numbered`` is sorted by start."""
    first = bisect_left(numbered, span.start - 2 * _FAR, key=lambda row: row[0].start)
    last = bisect_right(numbered, span.end + _FAR, key=lambda row: row[0].start)
    return numbered[first:last]
