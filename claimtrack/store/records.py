"""What the store takes and gives besides the records of ``claimtrack.model``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from claimtrack.model import Claim, Entity, Extraction, Part, Quantity, TimeExpression

Outcome = Literal["stored", "new_version", "replaced", "reverted", "unchanged"]
"""What ``add`` did: a new document; a new version of a known one; the claims of a known version replaced (newer
package or model); an older version is the latest again (its text came back); nothing."""

Status = Literal["running", "finished", "interrupted", "failed"]
OTHER_LANGUAGE = "other_language"
"""Flag of a version whose text is not English: it is kept without claims."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program that writes. What the same package and the same model found need not be found again."""

    id: int
    package_version: str
    model: str | None = None
    model_hash: str | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as stored. Times are ISO 8601 in UTC; the counts are those of its summary (see ``ingest.Summary``).

    ``inputs``: what the user named, the first hundred of it. ``options``: those that were given. ``slowest``: the
    documents that took longest, each with seconds and characters.
    """

    id: int
    started: str
    finished: str | None
    status: Status
    host: str | None
    pid: int | None
    package_version: str
    model: str | None
    model_hash: str | None
    read: int
    stored: int
    unchanged: int
    failed: int
    skipped: int
    inputs: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict, hash=False)
    changed: int = 0
    copies: int = 0
    withdrawn: int = 0
    fact_checks: int = 0
    slowest: tuple[tuple[str, float, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A published review of a claim about the same fact; ``differs``: in what the claim differs, both as written.

    ``claim`` is the claim as the reviewer words it; the rest as in ``FactCheck``.
    """

    id: str
    claim: str
    claimant: str | None
    verdict: str | None
    rating: str | None
    reviewer: str | None
    url: str | None
    date: str | None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with what it refers to and the document that makes it. Offsets are those of that version's text.

    ``checks``: the published fact-checks that share a fact with it. ``withdrawn``: the reason for which the document
    was taken back. ``place``, ``reasons``: as in ``Claim``.
    """

    id: str
    document: str
    version: int
    latest: bool
    url: str | None
    path: str | None
    title: str | None
    publisher: str | None
    published: str | None
    start: int
    end: int
    text: str
    standalone: str | None
    subject: str | None
    predicate: str | None
    object: str | None
    polarity: str
    modality: str
    checkworthiness: float
    source: str | None
    kind: str | None
    effect: str | None
    cue: str | None
    run: int
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    entities: tuple[Entity, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    withdrawn: str | None = None
    place: str | None = None
    reasons: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its counts over the latest versions. ``name`` None: attributions that name nobody.

    ``variants``: other spellings of the name in the documents, which are counted with it.
    """

    name: str | None
    kinds: tuple[str, ...]
    documents: int
    attributions: int
    claims: int
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document's latest version, with how many versions there are and how many claims the latest makes.

    ``copy_of``: id of the first document that it is a copy of, as text or by way of others; ``withdrawn``: the reason
    for which its publisher took it back.
    """

    id: str
    version: int
    versions: int
    url: str | None
    path: str | None
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    language: str | None
    flag: str | None
    notes: tuple[str, ...]
    claims: int
    run: int
    copy_of: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class FailureRow:
    """An input that could not be read or annotated, in which run, why, and what to do.

    ``input``: the file that it came from; ``retried``: the run that tried it again.
    """

    run: int
    document: str | None
    path: str | None
    place: str | None
    message: str
    remedy: str
    input: str | None = None
    retried: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim in its paragraph: ``start`` and ``end`` bound the blocks that hold the claim, its source and its cue."""

    extraction: Extraction
    claim: Claim
    row: ClaimRow
    start: int
    end: int

    @property
    def text(self) -> str:
        """The passage itself."""
        return self.extraction.article.text[self.start : self.end]

    @property
    def cue(self) -> Part | None:
        """The cue of the claim's attribution."""
        index = self.claim.attribution
        return None if index is None else self.extraction.attributions[index].cue


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the database that does not match its text: which document and version, and what."""

    document: str | None
    version: int | None
    message: str
