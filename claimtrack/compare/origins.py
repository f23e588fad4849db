"""Who said it first, and who repeats whom: the independent origins of a fact.

Claims of a fact that rest on one source, or whose articles copy one another, have one origin (the relation
"same_source"), and so have those that one document makes by one source. What dispatches of one news agency say without
a source of their own has one origin, the agency; and so has what another article says by that agency. The earliest
claim stands for its origin. Published fact-checks repeat what they check, and are none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlite_utils import Database

from claimtrack.compare import wire
from claimtrack.compare.groups import components
from claimtrack.model import Article, Fact, FactClaim, Relation

NONE: Mapping[str, str] = MappingProxyType({})
HEAD, FOOT = 8_000, 4_500
"""Characters of a text, from its beginning and up to its end, in which a byline may stand."""
TEXTS = """SELECT d.id, v.author, substr(v.text, 1, :head) AS head,
  substr(v.text, max(:head + 1, length(v.text) - :foot)) AS foot
FROM documents d JOIN versions v ON v.document_key = d.key AND v.latest = 1 WHERE d.id = :document"""


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin of a fact: ``name`` of the source, or of the publisher or document where no source is named.

    ``claims``: the earliest first, of different documents; ``why``: the reason why each but the first repeats.
    """

    name: str
    claims: tuple[FactClaim, ...]
    why: tuple[str, ...]


def agencies(db: Database, fact: Fact) -> dict[str, str]:
    """For the documents of a fact that are dispatches of a news agency its full name, by the byline."""
    found = {}
    for document in {c.document for c in fact.claims}:
        row = db.execute(TEXTS, {"document": document, "head": HEAD, "foot": FOOT}).fetchone()
        if row and (name := wire.origin_of(Article(row[0], row[2] + row[3], author=row[1]))):
            found[document] = name
    return found


def origins(fact: Fact, wires: Mapping[str, str] = NONE) -> tuple[Origin, ...]:
    """Origins of a fact, in the order of their first claims. ``wires``: documents by an agency (see ``agencies``)."""
    claims = {c.claim: c for c in fact.claims if c.kind is None}
    same = [r for r in fact.relations if r.relation == "same_source" and r.a in claims and r.b in claims]
    once: dict[tuple[str, str | None], str] = {}  # what one document, or agency, says by one source
    pairs = [(once.setdefault(_said_by(c, wires), c.claim), c.claim) for c in claims.values()]
    pairs += [(r.a, r.b) for r in same]
    grouped = [sorted(group, key=list(claims).index) for group in components(pairs)]
    found = [_origin([claims[c] for c in group], same, wires) for group in grouped]
    return tuple(sorted(found, key=lambda o: list(claims).index(o.claims[0].claim)))


def _said_by(claim: FactClaim, wires: Mapping[str, str]) -> tuple[str, str | None]:
    """Document and source; of a claim without a source in a dispatch, and of one by an agency, that agency alone."""
    known = claim.source if claim.source in wires.values() else wire.agency(claim.source)
    name = known if claim.source else wires.get(claim.document)
    return ("", name) if name else (claim.document, claim.source)


def _origin(claims: list[FactClaim], same: list[Relation], wires: Mapping[str, str]) -> Origin:
    once = list({c.document: c for c in reversed(claims)}.values())[::-1]
    first = once[0]
    named = next((c.source for c in once if c.source), None)
    by_agency = next((name for c in once if (name := _said_by(c, wires)[1]) and not _said_by(c, wires)[0]), None)
    name = by_agency or named or first.publisher or first.document
    return Origin(name, tuple(once), tuple(_why(c, same, by_agency) for c in once[1:]))


def _why(claim: FactClaim, same: list[Relation], by_agency: str | None) -> str:
    told = next((r.detail.rpartition(": ")[2] for r in same if claim.claim in (r.a, r.b)), "")
    return told or (f"both are by {by_agency}" if by_agency else "")


def documents(fact: Fact) -> int:
    """How many documents state a fact; published fact-checks are left out."""
    return len({c.document for c in fact.claims if c.kind is None})
