"""Sourced claims from news articles: who says what, about whom, how much, when, and where in the text.

``load`` (the spaCy pipeline), ``extract`` (one text or article), ``ingest`` (files into a store), ``Store``,
and the records that they give. Everything is imported at first use, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimtrack.errors import ClaimtrackError, InputError, ModelError, StoreError
    from claimtrack.extract import extract
    from claimtrack.ingest import ingest
    from claimtrack.model import (
        Article,
        Attribution,
        Claim,
        Entity,
        Extraction,
        Quantity,
        ReadFailure,
        Source,
        TimeExpression,
    )
    from claimtrack.pipeline import load
    from claimtrack.store import Store

__all__ = [
    "Article",
    "Attribution",
    "Claim",
    "ClaimtrackError",
    "Entity",
    "Extraction",
    "InputError",
    "ModelError",
    "Quantity",
    "ReadFailure",
    "Source",
    "Store",
    "StoreError",
    "TimeExpression",
    "extract",
    "ingest",
    "load",
]

_PLACES = {
    "load": "pipeline",
    "extract": "extract",
    "ingest": "ingest",
    "Store": "store",
    "ClaimtrackError": "errors",
    "InputError": "errors",
    "ModelError": "errors",
    "StoreError": "errors",
}


def __getattr__(name: str) -> Any:
    """Import a public name at its first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"claimtrack.{_PLACES.get(name, 'model')}"), name)
    globals()[name] = value
    return value
