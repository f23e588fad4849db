"""The records of the earlier layers, seen from the tokens of the Doc."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from claimtrack.claims.clause import Marks
from claimtrack.claims.figures import Figure
from claimtrack.claims.repair import gather, mend_sentence
from claimtrack.claims.tree import Tree
from claimtrack.model import Attribution, Entity, Quantity, TimeExpression

_PAGE = 1024


class Layers:
    """Entities, quantities, dates and attributions of one document, with look-ups by token and by character.

    Records whose offsets cut no token are kept, and found by character only.
    """

    def __init__(
        self,
        tree: Tree,
        entities: Sequence[Entity],
        quantities: Sequence[Quantity],
        times: Sequence[TimeExpression],
        attributions: Sequence[Attribution],
    ) -> None:
        self.tree = tree
        self.entities = entities
        self.quantities = quantities
        self.times = times
        self.attributions = attributions
        self._records: dict[str, Sequence[Entity | Quantity | TimeExpression]] = {
            "entities": entities,
            "quantities": quantities,
            "times": times,
        }
        self.figures = [self._figure(q) for q in quantities]
        self.dates = [self.tokens(t.start, t.end) for t in times]
        self.quantity_order = sorted((figure.first, i) for i, figure in enumerate(self.figures))
        self.date_order = sorted((first, i) for i, (first, _) in enumerate(self.dates))
        for attribution in attributions:
            self._gather(attribution)
        self.marks = self._marks()
        self._starts = {"entities": [e.start for e in entities], "quantities": [q.start for q in quantities]}
        self._starts["times"] = [t.start for t in times]
        self._pages = self._content_pages()

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """First and last token (exclusive) that share a character with ``start`` to ``end``."""
        return bisect_right(self.tree.ends, start), bisect_left(self.tree.starts, end)

    def within(self, records: Literal["entities", "quantities", "times"], start: int, end: int) -> tuple[int, ...]:
        """Indices of the records of a layer that lie within ``start`` to ``end``."""
        starts, layer = self._starts[records], self._records[records]
        return tuple(i for i in range(bisect_left(starts, start), bisect_left(starts, end)) if layer[i].end <= end)

    def attribution_of(self, start: int, end: int) -> int | None:
        """Index of the innermost attribution whose content covers at least half of ``start`` to ``end``, or None."""
        near = {i for page in range(start // _PAGE, (end - 1) // _PAGE + 1) for i in self._pages.get(page, ())}
        covering = [(self._depth(i), -self._size(i), i) for i in near if 2 * self._shared(i, start, end) >= end - start]
        return max(covering)[2] if covering else None

    def covers(self, number: int, start: int, end: int) -> bool:
        """Does a content of attribution ``number`` share a character with ``start`` to ``end``?"""
        return self._shared(number, start, end) > 0

    def _shared(self, number: int, start: int, end: int) -> int:
        parts = self.attributions[number].content
        return sum(max(0, min(p.end, end) - max(p.start, start)) for p in parts)

    def _size(self, number: int) -> int:
        return sum(p.end - p.start for p in self.attributions[number].content)

    def _depth(self, number: int) -> int:
        depth, at = 0, self.attributions[number].parent
        while at is not None and depth <= len(self.attributions):
            depth, at = depth + 1, self.attributions[at].parent
        return depth

    def _content_pages(self) -> dict[int, list[int]]:
        pages: dict[int, list[int]] = defaultdict(list)
        for number, attribution in enumerate(self.attributions):
            for part in attribution.content:
                for page in range(part.start // _PAGE, max(part.start, part.end - 1) // _PAGE + 1):
                    pages[page].append(number)
        return pages

    def _figure(self, quantity: Quantity) -> Figure:
        first, last = self.tokens(quantity.start, quantity.end)
        counts = quantity.counted is not None and (quantity.unit or "") in quantity.counted.lower()
        return Figure(first, max(last, first + 1), quantity.unit, counts)

    def _gather(self, attribution: Attribution) -> None:
        """Where the parse cuts a content to pieces, the attribution is right: within a sentence it is one clause."""
        tree, cue = self.tree, attribution.cue
        verb = None if cue is None else self._verb(*self.tokens(cue.start, cue.end))
        frame = [p for p in (cue, attribution.source) if p is not None]
        outside = {t for part in frame for t in range(*self.tokens(part.start, part.end))}
        for part in attribution.content:
            first, last = self.tokens(part.start, part.end)
            while first < last and (last - 1 in outside or tree.pos[last - 1] in ("PUNCT", "SPACE")):
                last -= 1
            if first >= last or tree.lower[first] == "to":  # "is expected to end": the cue is the predicate
                continue
            begin, end = tree.sentence(first)
            within = verb is not None and begin <= verb < end and not first <= verb < last
            if last > end and not within:  # a sentence that is said as a whole is one already
                continue
            before = tree.heads[begin:end]
            gather(tree, first, min(last, end), verb if within else None)
            if before != tree.heads[begin:end]:
                tree.measure(begin, end)
                mend_sentence(tree, begin, end)

    def _verb(self, first: int, last: int) -> int | None:
        return next((t for t in range(first, last) if self.tree.pos[t] == "VERB"), None)

    def _marks(self) -> Marks:
        cue: dict[int, list[int]] = defaultdict(list)
        heads: dict[int, list[int]] = defaultdict(list)
        heads_of: dict[int, list[int]] = defaultdict(list)
        source: set[int] = set()
        content: set[int] = set()
        for number, attribution in enumerate(self.attributions):
            if attribution.cue is not None:
                for token in range(*self.tokens(attribution.cue.start, attribution.cue.end)):
                    cue[token].append(number)
            if attribution.source is not None:
                source.update(range(*self.tokens(attribution.source.start, attribution.source.end)))
            for part in attribution.content:
                first, last = self.tokens(part.start, part.end)
                content.update(range(first, last))
                for token in self._tops(first, last):
                    heads[token].append(number)
                    heads_of[number].append(token)
        return Marks(
            cue=dict(cue),
            heads=dict(heads),
            heads_of=dict(heads_of),
            source=source,
            content=content,
            name={t for e in self.entities for t in range(*self.tokens(e.start, e.end))},
            figure=sorted({t for f in self.figures for t in range(f.first, f.last)}),
            date=sorted({t for first, last in self.dates for t in range(first, last)}),
        )

    def _tops(self, first: int, last: int) -> list[int]:
        heads, pos = self.tree.heads, self.tree.pos
        return [
            t
            for t in range(first, last)
            if (heads[t] == t or not first <= heads[t] < last) and pos[t] not in ("PUNCT", "SPACE")
        ]
