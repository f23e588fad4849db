"""The spaCy component ``claimtrack_claims``: the claims of a Doc as plain values in its ``user_data``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from claimtrack.claims.find import find_claims
from claimtrack.model import Attribution, Claim, Entity, Part, Quantity, Source, TimeExpression

KEY = "claimtrack.claims"


@Language.component("claimtrack_claims")
def claimtrack_claims(doc: Doc) -> Doc:
    """Store the claims of ``doc`` in ``doc.user_data["claimtrack.claims"]``, a plain dict each."""
    claims = find_claims(
        doc,
        [Entity(**row) for row in _rows(doc, "entities")],
        [_quantity(row) for row in _rows(doc, "quantities")],
        [TimeExpression(**row) for row in _rows(doc, "times")],
        [_attribution(row) for row in _rows(doc, "attributions")],
        document_id=str(doc.user_data.get("claimtrack.id") or ""),
    )
    doc.user_data[KEY] = [to_plain(claim) for claim in claims]
    return doc


def to_plain(claim: Claim) -> dict[str, Any]:
    """``claim`` as a dict of plain values, with lists for tuples, so that ``doc.to_bytes()`` carries it."""
    row = asdict(claim)
    return row | {name: list(row[name]) for name in ("quantities", "dates", "entities")}


def from_plain(row: Mapping[str, Any]) -> Claim:
    """The claim that ``to_plain`` made ``row`` of."""
    lists = {name: tuple(row[name]) for name in ("quantities", "dates", "entities")}
    return Claim(**{**row, **lists})


def _rows(doc: Doc, layer: str) -> Sequence[Mapping[str, Any]]:
    return doc.user_data.get(f"claimtrack.{layer}") or ()


def _quantity(row: Mapping[str, Any]) -> Quantity:
    high = row.get("high")
    return Quantity(**{**row, "value": Decimal(row["value"]), "high": None if high is None else Decimal(high)})


def _attribution(row: Mapping[str, Any]) -> Attribution:
    cue, source = row.get("cue"), row.get("source")
    parts = {
        "cue": Part(**cue) if cue else None,
        "source": Source(**source) if source else None,
        "content": tuple(Part(**part) for part in row.get("content", ())),
    }
    return Attribution(**{**row, **parts})
