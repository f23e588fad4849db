"""The records that every step passes on. They import neither spaCy nor SQLite.

All offsets count Unicode code points of ``Article.text``; ``start`` is inclusive, ``end`` exclusive,
so that ``article.text[x.start:x.end] == x.text`` holds for every record that has all three.
Lists are sorted by ``start``. Indices (``Claim.quantities``, ``Attribution.parent``) point into
the lists of the same ``Extraction``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

BlockKind = Literal["paragraph", "heading", "list_item", "caption", "boilerplate"]
Comparator = Literal["=", "~", ">", ">=", "<", "<="]
Change = Literal["up", "down"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["publication", "narrative", "none"]
AttributionKind = Literal["direct", "indirect", "mixed", "citation"]
SourceKind = Literal["person", "organization", "state", "publication", "document", "anonymous"]
Polarity = Literal["affirmed", "negated"]
Modality = Literal["asserted", "possible", "planned", "conditional"]
Rating = Literal["true", "mostly true", "mixed", "misleading", "mostly false", "false", "unverifiable", "other"]
RelationKind = Literal["agrees", "conflicts", "updates", "same_source"]
RelationBasis = Literal["quantity", "date", "polarity", "attribution"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, caption or piece of boilerplate of an article."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A news article as read.

    ``id`` is the id that the input gave, else the URL, else the path. ``published`` is an ISO 8601
    date or date-time with the precision that the input gave, or None: nothing is dated by the clock.
    ``path`` names the place it was read from ("corpus/wire.jsonl:3"). ``notes`` say what was doubtful
    in the reading, a sentence each ("published '07/08/2025' is ambiguous: left empty"). ``kind``: None for
    an article; "fact_check" for a text that is nothing but the claim of a ``FactCheck``.
    """

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    path: str | None = None
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    kind: Literal["fact_check"] | None = None

    @property
    def is_english(self) -> bool:
        """Whether it is, or may be, in English: a language that is not known counts as English."""
        primary = (self.language or "und").casefold().replace("_", "-").split("-")[0]
        return primary in ("en", "eng", "und")  # ISO 639-2: "und" is a language that is not known


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A publisher's word that an article is taken back: its claims stand no longer.

    ``id`` is that of the article (``Article.id``), which may have been read before, or never. ``reason`` is in the
    publisher's words where there are any, else names what says so ("pubstatus: canceled"). ``date``: when it was taken
    back, ISO 8601, where the input says so. ``path`` as in ``Article``. An article of that id that is read later
    is back.
    """

    id: str
    path: str
    reason: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input that could not be read: where, why and what to do. It becomes a row of the store.

    ``path`` as the user gave it; ``place`` the line in it ("3") where there is one.
    """

    path: str
    place: str | None
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity mention. ``name`` is its canonical name within the document, or that of the user's gazetteer.

    ``wikidata``: the id that the gazetteer gives it ("Q90").
    """

    start: int
    end: int
    text: str
    label: str
    name: str
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit or counted thing.

    ``text`` is the number with its unit sign or word, without comparator words. ``value`` and
    ``high`` have scale words applied ("$3,8 million": 3800000). ``number`` is the part of ``text``
    that is the number as written. ``vague``: a numeral without a number ("dozens"), whose lower
    bound is given. ``ambiguous``: the digits can be read in two ways and the document does not
    decide ("1,234" beside "3,8"). ``counted_start``/``counted_end`` are the place of the counted
    noun phrase, also where it stands elsewhere ("4 000 of them": "soldiers").
    """

    start: int
    end: int
    text: str
    value: Decimal
    high: Decimal | None = None
    comparator: Comparator = "="
    change: Change | None = None
    unit: str | None = None
    counted: str | None = None
    number: str | None = None
    counted_start: int | None = None
    counted_end: int | None = None
    vague: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3 expression. ``value`` has the precision of the text; ``earliest`` and ``latest`` are ISO days.

    ``anchor``: what a relative expression was resolved against: the publication date, a time named
    before in the text ("narrative"), or nothing.
    """

    start: int
    end: int
    text: str
    type: TimeType
    value: str
    earliest: str | None = None
    latest: str | None = None
    anchor: Anchor = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """Whom an attribution names. ``name`` is resolved within the document ("he": "Rafael Grossi").

    ``kind`` "anonymous" and ``name`` None: a source that is not named ("officials").
    """

    start: int
    end: int
    text: str
    name: str | None
    kind: SourceKind | None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content (Pareti 2015). ``parent``: index of the attribution that this one is inside of.

    ``effect``: what the cue does (asserts, claims, confirms, denies, estimates, predicts, promises,
    orders, accuses). ``inferred``: continued from an earlier sentence, without a cue of its own.
    """

    kind: AttributionKind
    cue: Part | None
    source: Source | None
    content: tuple[Part, ...]
    parent: int | None = None
    effect: str = "asserts"
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A part of a claim's ``standalone`` reading that the claim's own text leaves to context.

    ``start``/``end`` count characters of ``standalone``; ``origin_start``/``origin_end`` those of the
    article's text: the pronoun that the part stands for, or the words that it was taken from.
    """

    start: int
    end: int
    origin_start: int
    origin_end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement. ``text`` is the article's own clause, ``standalone`` fills in what it leaves to context.

    ``id`` is a hash of the document's id and the claim's content. ``checkworthiness`` lies in 0..1.
    ``vector``: float16 little-endian bytes of the claim's vector of unit length, for matching; None
    where the pipeline gives none. ``place``: canonical name of the place where it is said to hold.
    ``reasons``: what makes it worth checking, name and strength in 0..1 (see ``claims.checkworthiness``).
    ``filled``: the parts of ``standalone`` that are not the clause's own words.
    """

    id: str
    start: int
    end: int
    text: str
    subject: str | None
    predicate: str | None
    object: str | None
    polarity: Polarity
    modality: Modality
    attribution: int | None
    source: str | None
    quantities: tuple[int, ...]
    dates: tuple[int, ...]
    entities: tuple[int, ...]
    checkworthiness: float
    standalone: str | None = None
    vector: bytes | None = field(default=None, repr=False)
    place: str | None = None
    reasons: Mapping[str, float] = field(default_factory=dict, hash=False)
    filled: tuple[Filled, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one article."""

    article: Article
    entities: tuple[Entity, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What holds between two claims of one fact: ``a`` and ``b`` are claim ids, ``a`` the earlier one.

    ``detail`` says why, with both values as written. ``score`` in 0..1: how likely the two are about one fact.
    """

    a: str
    b: str
    relation: RelationKind
    on: RelationBasis
    detail: str
    score: float


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency is worth in another one, the base, by a table that the user named. ``day``: ISO."""

    currency: str
    base: str
    worth: float
    day: str


@dataclass(frozen=True, slots=True)
class FactClaim:
    """A claim of a fact, with its place in its document, and the figure by which it belongs to the fact.

    ``time``: the closed interval of days that the text gives, or that of the publication, as ISO days.
    ``value``, ``low``, ``high``: the figure in ``unit`` (None for an event); an open bound is infinite.
    ``rate``: by which a sum of money is converted, where the user gave a table of rates. ``doubts``: dates of the
    document and the claim that cannot all be right, a sentence each. ``kind``: that of the document (``Article.kind``).
    """

    claim: str
    document: str
    start: int
    end: int
    text: str
    source: str | None
    publisher: str | None
    published: str | None
    written: str
    time: tuple[str, str] | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    rate: Rate | None = None
    doubts: tuple[str, ...] = ()
    kind: Literal["fact_check"] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Claims of several documents about one and the same thing, the earliest first, and what holds between them."""

    id: str
    label: str
    claims: tuple[FactClaim, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A published review of a claim (schema.org ClaimReview).

    ``id`` is a hash of the review's address (without one, the reviewer) and the claim: the same review in a page and
    in a feed is one. ``claim`` is the claim as the reviewer words it, ``claimant`` who made it. ``verdict`` is in the
    reviewer's own words; ``rating`` what it comes to ("other": words or a scale that are not known), None where the
    review gives neither words nor a number. ``claim_date`` and ``date`` (of the review) are ISO 8601. ``path`` and
    ``notes`` as in ``Article``.
    """

    id: str
    claim: str
    claimant: str | None = None
    claim_date: str | None = None
    verdict: str | None = None
    rating: Rating | None = None
    reviewer: str | None = None
    url: str | None = None
    date: str | None = None
    path: str | None = None
    notes: tuple[str, ...] = ()
