"""Records as plain values in ``doc.user_data``, and back; ``to_bytes()`` and ``n_process=2`` carry them so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from claimtrack.model import Attribution, Claim, Entity, Filled, Part, Quantity, Source, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc

LAYERS: Final[dict[str, tuple[str, type]]] = {
    "entities": ("claimtrack.entities", Entity),
    "quantities": ("claimtrack.quantities", Quantity),
    "dates": ("claimtrack.times", TimeExpression),
    "attributions": ("claimtrack.attributions", Attribution),
    "claims": ("claimtrack.claims", Claim),
}
"""Name of each list of an ``Extraction``: where the Doc keeps it, and the record's type."""


def keep(doc: Doc, layer: str, found: Iterable[Any]) -> None:
    """Leave the records of a layer in the Doc as plain values."""
    doc.user_data[LAYERS[layer][0]] = [plain(record) for record in found]


def plain(value: Any) -> Any:
    """A record as a dict, a tuple as a list, an exact decimal as a string; all else as it is."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(value.__class__)}
    if isinstance(value, Mapping):
        return dict(value)
    return str(value) if isinstance(value, Decimal) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Names of a record's fields, in their order."""
    return tuple(field.name for field in fields(kind))


def records(doc: Doc, layer: str) -> tuple[Any, ...]:
    """The records of a layer, in the order of the text; empty where the layer has not run."""
    key, kind = LAYERS[layer]
    return tuple(record(kind, row) for row in doc.user_data.get(key, ()))


def record(kind: type, row: dict[str, Any]) -> Any:
    """A record from its plain values; fields that it does not know are left out."""
    names = _names(kind)
    return kind(**{name: _value(kind, name, value) for name, value in row.items() if name in names})


def _value(kind: type, name: str, value: Any) -> Any:
    if value is None:
        return None
    if kind is Quantity and name in ("value", "high"):
        return Decimal(value)
    if kind is Attribution and name in ("cue", "source"):
        return record(Part if name == "cue" else Source, value)
    if kind is Attribution and name == "content":
        return tuple(record(Part, part) for part in value)
    if kind is Claim and name == "filled":
        return tuple(record(Filled, part) for part in value)
    return tuple(value) if isinstance(value, list) else value
