"""The spaCy component of the quantity layer."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from claimtrack.annotate.quantities.layer import find_quantities
from claimtrack.records import keep, records


@Language.component("claimtrack_quantities")
def claimtrack_quantities(doc: Doc) -> Doc:
    """Keep the quantities of ``doc`` in ``doc.user_data["claimtrack.quantities"]``."""
    keep(doc, "quantities", find_quantities(doc, records(doc, "dates")))
    return doc
