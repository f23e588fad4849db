"""In what two claims of the same statement differ: figure, date, source, polarity, modality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from claimtrack.model import Quantity, TimeExpression

What = Literal["figure", "date", "source", "polarity", "modality"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, as the one claim has it and as the other has it; None where a claim has nothing of it."""

    what: What
    before: str | None
    after: str | None

    def __str__(self) -> str:
        return f"{self.what}: {self.before or '(none)'} / {self.after or '(none)'}"


class Comparable(Protocol):
    """What is compared of a claim; a ``ClaimRow`` has it."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its figures."""

    @property
    def dates(self) -> tuple[TimeExpression, ...]:
        """Its times."""

    @property
    def source(self) -> str | None:
        """Whom it is said by."""

    @property
    def polarity(self) -> str:
        """Affirmed or negated."""

    @property
    def modality(self) -> str:
        """Asserted, possible, planned, conditional."""


def differences(before: Comparable, after: Comparable) -> list[Difference]:
    """Everything in which two wordings of one statement differ, in a fixed order.

    Figures are compared by value, unit and comparator, times by their TIMEX3 value: "3.8m" and "3,800,000" are one.
    """
    return list(_differences(before, after))


def contradictions(claim: Comparable, reviewed: Comparable) -> list[Difference]:
    """In what two claims of different texts differ: only what both of them give, and not by whom they are said."""
    found = differences(claim, reviewed)
    return [d for d in found if d.what not in ("source", "modality") and d.before is not None and d.after is not None]


def _differences(before: Comparable, after: Comparable) -> Iterator[Difference]:
    yield from _of("figure", *_apart(_figures(before.quantities), _figures(after.quantities)))
    yield from _of("date", *_apart(_times(before.dates), _times(after.dates)))
    for what in ("source", "polarity", "modality"):
        one, two = getattr(before, what), getattr(after, what)
        if one != two:
            yield Difference(what, one, two)


def _of(what: What, before: str | None, after: str | None) -> Iterator[Difference]:
    if before is not None or after is not None:
        yield Difference(what, before, after)


Item = tuple[tuple[object, ...], str]
"""What makes two items the same, and the item as written."""


def _figures(quantities: Sequence[Quantity]) -> list[Item]:
    return [((q.value, q.high, q.comparator, q.change, q.unit), _written(q)) for q in quantities]


def _written(quantity: Quantity) -> str:
    sign = "" if quantity.comparator == "=" else f"{quantity.comparator} "
    return sign + " ".join(quantity.text.split())


def _times(times: Sequence[TimeExpression]) -> list[Item]:
    return [((time.value,), time.value) for time in times]


def _apart(before: list[Item], after: list[Item]) -> tuple[str | None, str | None]:
    """The items that only the one side has, and those that only the other side has, as written."""
    known = [{item[0] for item in side} for side in (before, after)]
    only = (
        [text for key, text in side if key not in others] for side, others in ((before, known[1]), (after, known[0]))
    )
    first, second = ("; ".join(texts) or None for texts in only)
    return first, second
