"""Records as columns of Parquet, and back, by their types: what a record holds is what the file holds.

A dataclass is a struct, a tuple a list, a mapping a map, an exact decimal a string. Nothing is lost.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

_PLAIN: dict[object, pa.DataType] = {
    str: pa.string(),
    Decimal: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    float: pa.float64(),
    bytes: pa.binary(),
}


@cache
def hints(kind: Any) -> dict[str, Any]:
    """Names and types of a dataclass's fields, in their order."""
    return get_type_hints(kind)


def arrow_type(hint: Any) -> pa.DataType:
    """The column type of a field of this type."""
    hint = _given(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is Literal:
        return pa.string()
    if get_origin(hint) is tuple:
        return pa.list_(arrow_type(get_args(hint)[0]))
    if get_origin(hint) is Mapping:
        return pa.map_(*map(arrow_type, get_args(hint)))
    return pa.struct(columns(hint))


def columns(kind: type) -> list[pa.Field]:
    """A column for each field of a dataclass."""
    return [pa.field(name, arrow_type(hint)) for name, hint in hints(kind).items()]


def dump(value: Any) -> Any:
    """A value of a record as Arrow takes it."""
    if isinstance(value, tuple):
        return [dump(part) for part in value]
    if is_dataclass(value):
        return {name: dump(getattr(value, name)) for name in hints(value.__class__)}
    if isinstance(value, Mapping):
        return list(value.items())
    return str(value) if isinstance(value, Decimal) else value


def load(hint: Any, value: Any) -> Any:
    """The value of a record of this type, from what Arrow gives."""
    if value is None:
        return None
    hint = _given(hint)
    if hint is Decimal:
        return Decimal(value)
    if get_origin(hint) is tuple:
        return tuple(load(get_args(hint)[0], part) for part in value)
    if get_origin(hint) is Mapping:
        return dict(value)
    if hasattr(hint, "__dataclass_fields__"):
        return hint(**{name: load(inner, value[name]) for name, inner in hints(hint).items() if name in value})
    return value


def _given(hint: Any) -> Any:
    """The type without None."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint
