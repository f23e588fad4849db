"""The spaCy component ``claimtrack_claims``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from claimtrack.claims.find import find_claims
from claimtrack.records import keep, records


@Language.component("claimtrack_claims")
def claimtrack_claims(doc: Doc) -> Doc:
    """Keep the claims of ``doc`` in ``doc.user_data["claimtrack.claims"]``."""
    layers = [records(doc, layer) for layer in ("entities", "quantities", "dates", "attributions")]
    keep(doc, "claims", find_claims(doc, *layers, document_id=str(doc.user_data.get("claimtrack.id") or "")))
    return doc
