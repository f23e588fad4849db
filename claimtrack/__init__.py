"""Sourced claims from news articles: who says what, about whom, how much, when, and where in the text.

``load`` (the spaCy pipeline), ``extract`` (one text or article), ``ingest`` (files into a store), ``Store``,
and the records that they give. spaCy and all else that is heavy is imported at first use, so that the command line
starts fast. ``extract`` and ``ingest`` are the functions: they are bound here, over the modules of the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimtrack.errors import ClaimtrackError, InputError, ModelError, StoreError
from claimtrack.extract import extract
from claimtrack.ingest import ingest
from claimtrack.model import (
    Article,
    Attribution,
    Claim,
    Entity,
    Extraction,
    FactCheck,
    Quantity,
    ReadFailure,
    Source,
    TimeExpression,
)
from claimtrack.pipeline import load

if TYPE_CHECKING:
    from claimtrack.store import Store

__all__ = [
    "Article",
    "Attribution",
    "Claim",
    "ClaimtrackError",
    "Entity",
    "Extraction",
    "FactCheck",
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


def __getattr__(name: str) -> Any:
    """Import the store at its first use."""
    if name != "Store":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from claimtrack.store import Store

    return Store
