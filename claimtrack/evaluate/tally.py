"""Counting: what was right, of what was annotated and of what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from claimtrack.evaluate.places import overlap, span_of

Row = Mapping[str, Any]
Kind = Literal["missed", "spurious", "wrong"]


@dataclass(slots=True)
class Score:
    """A line of the table. ``found`` None: only recall was counted, because not everything was annotated."""

    layer: str
    field: str
    right: int = 0
    gold: int = 0
    found: int | None = 0

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None where nothing was found or it was not counted."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the annotated that was found right; None where nothing was annotated."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where one of them was not counted."""
        return 2 * self.right / (self.gold + self.found) if self.found is not None and self.gold + self.found else None


@dataclass(frozen=True, slots=True)
class Miss:
    """An item that differs: missed, spurious, or wrong in a field (then with both values). Offsets of the article."""

    document: str
    layer: str
    field: str
    kind: Kind
    start: int
    end: int
    text: str
    expected: Any = None
    found: Any = None


@dataclass(slots=True)
class Tally:
    """Scores by layer and field, in the order in which they were first counted, and the misses."""

    scores: dict[tuple[str, str], Score] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    document: str = ""

    def count(self, layer: str, field: str, right: int, gold: int, found: int | None) -> None:
        """Add to a line."""
        score = self.scores.setdefault((layer, field), Score(layer, field))
        score.right += right
        score.gold += gold
        score.found = None if score.found is None or found is None else score.found + found

    def miss(self, layer: str, field: str, kind: Kind, row: Row, expected: Any = None, found: Any = None) -> None:
        """Note a miss at the place of ``row``."""
        self.misses.append(
            Miss(self.document, layer, field, kind, row["start"], row["end"], row["text"], expected, found)
        )

    def exact(self, layer: str, field: str, gold: Iterable[Row], found: Iterable[Row], *keys: str) -> None:
        """Count spans that agree in both borders and in ``keys``."""
        wanted = {(*span_of(g), *(g[k] for k in keys)): g for g in gold}
        got = {(*span_of(f), *(f[k] for k in keys)): f for f in found}
        self.count(layer, field, len(wanted.keys() & got.keys()), len(wanted), len(got))
        for key in sorted(wanted.keys() - got.keys(), key=str):
            self.miss(layer, field, "missed", wanted[key], key[2:] or None)
        for key in sorted(got.keys() - wanted.keys(), key=str):
            self.miss(layer, field, "spurious", got[key], None, key[2:] or None)


def inside(rows: Iterable[Row], places: Sequence[tuple[int, int]] | None) -> list[Row]:
    """The rows that stand in one of ``places``, or all of them where that is None."""
    return [r for r in rows if places is None or any(overlap(span_of(r), place) for place in places)]
