"""Registers the spaCy components and the extensions ``doc._.claims`` and the like.

The getters rebuild the records from plain ``doc.user_data``, so that ``doc.to_bytes()`` and
``nlp.pipe(n_process=2)`` carry them. The ``make_`` functions are the factories that spaCy finds by entry point.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

import claimtrack.annotate.encoder  # noqa: F401
from claimtrack.annotate import attribution, names
from claimtrack.annotate.quantities.component import claimtrack_quantities
from claimtrack.annotate.times.find import claimtrack_times
from claimtrack.claims.component import claimtrack_claims
from claimtrack.records import LAYERS, records

Component = Callable[[Doc], Doc]


def factory(component: Component) -> Callable[[Language, str], Component]:
    """A factory of a component without settings."""

    def make(nlp: Language, name: str) -> Component:
        return component

    return make


make_times = factory(claimtrack_times)
make_quantities = factory(claimtrack_quantities)
make_names = factory(names.claimtrack_names)
make_attribution = factory(attribution.claimtrack_attribution)
make_claims = factory(claimtrack_claims)


def _get(doc: Doc, *, layer: str) -> tuple[Any, ...]:
    return records(doc, layer)


for _layer in LAYERS:
    Doc.set_extension(_layer, getter=partial(_get, layer=_layer), force=True)
