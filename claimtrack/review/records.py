"""The records of the review. They import neither SQLite nor Datasette.

``claim`` is the public id of a claim. Times are ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Rating

Action = Literal["review", "undo", "attach", "merge", "split", "scale"]
Status = Literal["open", "reviewed", "disputed", "settled"]


@dataclass(frozen=True, slots=True)
class Corrections:
    """Fields that a reviewer corrected; None: as the claim has it.

    ``value`` to ``high`` in ``unit``; ``date`` is ISO 8601 of any precision. ``start`` and ``end`` reselect the span:
    offsets into the text of the version that the event names.
    """

    speaker: str | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    date: str | None = None
    start: int | None = None
    end: int | None = None


NO_CORRECTIONS = Corrections()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done. ``before`` and ``after`` are what it found and left, as JSON objects, or None.

    Of a claim's review they have verdict, note, evidence, corrections. ``document``, ``version``, ``start``, ``end``
    and ``text`` say what the reviewer saw. ``batch``, ``undoes``, ``imported`` as in ``store.schema_reviews``.
    """

    id: int
    uid: str
    at: str
    reviewer: str
    action: Action
    claim: str | None = None
    document: str | None = None
    version: int | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    batch: int | None = None
    undoes: int | None = None
    imported: str | None = None

    @property
    def note(self) -> str:
        """The note that it left."""
        return str((self.after or {}).get("note", ""))

    @property
    def verdict(self) -> str | None:
        """The verdict that it left."""
        return (self.after or {}).get("verdict")


@dataclass(frozen=True, slots=True)
class Review:
    """What one reviewer says of a claim. ``event``: the event that said so.

    ``counts``: False where the claim was found again saying something else (``Current.differs``).
    """

    reviewer: str
    at: str
    event: int
    verdict: str | None
    note: str = ""
    evidence: tuple[str, ...] = ()
    corrections: Corrections = NO_CORRECTIONS
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Current:
    """What the reviews of a claim come to.

    ``status``: open (no verdict), reviewed (one), disputed (reviewers differ and no more than half agree), settled
    (more than half of at least two agree). ``verdict``, ``note``, ``evidence``, ``corrections`` are those of the last
    review with the verdict that counts; of a disputed claim, of the first reviewer; ``second_verdict`` is another's.
    ``version`` is the id of the claim's last event, to be handed back as ``seen``; 0 for none. ``moved``: how alike, in
    0..1, the claim is to the one that was reviewed, where that one is gone; ``differs``: what it says otherwise.
    ``found``: False where the claim is no longer in its document.
    """

    claim: str
    verdict: str | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    corrections: Corrections = NO_CORRECTIONS
    second_verdict: str | None = None
    status: Status = "open"
    version: int = 0
    reviews: tuple[Review, ...] = ()
    moved: float | None = None
    differs: str | None = None
    found: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict of the scale. ``rating``: what it comes to, None for one that rates nothing.

    ``key``: 1 for the first on the scale; 0 for one that was taken off.
    """

    name: str
    label: str
    rating: Rating | None
    key: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A claim of which reviewers think differently; ``verdicts`` by reviewer. ``status``: disputed or settled."""

    claim: str
    text: str
    document: str
    status: Status
    verdicts: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree beyond chance.

    ``kappa``: 1 for always, 0 for no more than chance, None where it is not defined (nothing was reviewed twice, or
    only one verdict was ever given). ``measure``: how it was reckoned. ``observed``: share of pairs of verdicts that
    are equal. ``pairs``: how many pairs of verdicts; ``claims`` reviewed by two or more; ``reviewers`` who did.
    """

    kappa: float | None
    observed: float | None
    pairs: int
    claims: int = 0
    reviewers: tuple[str, ...] = ()
    measure: str = "Cohen's kappa"


@dataclass(frozen=True, slots=True)
class Filter:
    """A saved filter: the query string of a page of the queue."""

    reviewer: str
    name: str
    query: str
    saved: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a reviewer last looked, and the last run, version (key) and event that there were then."""

    reviewer: str
    looked: str
    run: int
    version: int
    event: int


class ReviewError(ClaimtrackError):
    """Something that a review cannot say: an unknown verdict, a link that is none, an offset outside of the text."""


class UnknownClaimError(ReviewError):
    """No latest version of a document makes this claim (any more)."""


class Stale(ClaimtrackError):  # noqa: N818  (it tells of a newer event; nothing failed)
    """Somebody else wrote after the page was made: ``event`` is what they wrote. Nothing was saved."""

    def __init__(self, event: Event) -> None:
        said = event.verdict or "no verdict"
        super().__init__(
            f"{event.reviewer} reviewed this claim at {event.at} ({said}), after what you saw; nothing was saved.",
            "Look at that review, then save again.",
        )
        self.event = event
