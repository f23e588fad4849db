"""Who said it first, and who repeats whom: the independent origins of a fact.

Claims of a fact that rest on one source, or whose articles copy one another, have one origin (the relation
"same_source"), and so have those that one document makes by one source. The earliest of them stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.compare.groups import components
from claimtrack.model import Fact, FactClaim, Relation


@dataclass(frozen=True, slots=True)
class Origin:
    """One origin of a fact: ``name`` of the source, or of the publisher or document where no source is named.

    ``claims``: the earliest first, of different documents; ``why``: the reason why each but the first repeats.
    """

    name: str
    claims: tuple[FactClaim, ...]
    why: tuple[str, ...]


def origins(fact: Fact) -> tuple[Origin, ...]:
    """Origins of a fact, in the order of their first claims."""
    same = [r for r in fact.relations if r.relation == "same_source"]
    claims = {c.claim: c for c in fact.claims}
    once: dict[tuple[str, str | None], str] = {}  # what one document says by one source, in however many claims
    pairs = [(once.setdefault((c.document, c.source), c.claim), c.claim) for c in fact.claims]
    pairs += [(r.a, r.b) for r in same]
    grouped = [sorted(group, key=list(claims).index) for group in components(pairs)]
    found = [_origin([claims[c] for c in group], same) for group in grouped]
    return tuple(sorted(found, key=lambda o: list(claims).index(o.claims[0].claim)))


def _origin(claims: list[FactClaim], same: list[Relation]) -> Origin:
    once = list({c.document: c for c in reversed(claims)}.values())[::-1]
    first = once[0]
    named = next((c.source for c in once if c.source), None)
    return Origin(named or first.publisher or first.document, tuple(once), tuple(_why(c, same) for c in once[1:]))


def _why(claim: FactClaim, same: list[Relation]) -> str:
    return next((r.detail.rpartition(": ")[2] for r in same if claim.claim in (r.a, r.b)), "")


def documents(fact: Fact) -> int:
    """How many documents state a fact."""
    return len({c.document for c in fact.claims})
