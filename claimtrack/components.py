"""Registers the spaCy components and the extensions ``doc._.claims`` and the like.

The getters rebuild the records from plain ``doc.user_data``, so that ``doc.to_bytes()`` and
``nlp.pipe(n_process=2)`` carry them.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from spacy.tokens import Doc

from claimtrack.annotate import attribution, encoder, names, quantities, times
from claimtrack.claims import component
from claimtrack.records import LAYERS, records

MODULES = (encoder, times, quantities, names, attribution, component)


def _get(doc: Doc, *, layer: str) -> tuple[Any, ...]:
    return records(doc, layer)


for _layer in LAYERS:
    Doc.set_extension(_layer, getter=partial(_get, layer=_layer), force=True)
