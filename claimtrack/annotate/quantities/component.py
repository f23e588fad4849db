"""The spaCy component of the quantity layer."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from claimtrack.annotate.quantities.layer import find_quantities
from claimtrack.model import Quantity
from claimtrack.records import records


@Language.component("claimtrack_quantities")
def claimtrack_quantities(doc: Doc) -> Doc:
    """Store the quantities as plain dicts, values as strings, in ``doc.user_data["claimtrack.quantities"]``."""
    found = find_quantities(doc, records(doc, "dates"))
    doc.user_data["claimtrack.quantities"] = [_plain(quantity) for quantity in found]
    return doc


def _plain(quantity: Quantity) -> dict[str, Any]:
    row = {field.name: getattr(quantity, field.name) for field in fields(Quantity)}
    return row | {name: None if row[name] is None else str(row[name]) for name in ("value", "high")}
