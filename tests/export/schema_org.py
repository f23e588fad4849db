"""Whether JSON-LD keeps to the terms of schema.org (data/schemaorg.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VOCABULARY: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data/schemaorg.toml").read_text("utf8"))
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T[\d:.]+([+-]\d{2}:\d{2}|Z)?)?)?)?")
_URL = re.compile(r"https?://\S+")


def kinds(name: str) -> set[str]:
    """A type and those above it."""
    return {name}.union(*(kinds(parent) for parent in VOCABULARY["types"][name]))


def wrong(node: Any, place: str = "") -> Iterator[str]:
    """What a node says against the vocabulary; nothing if it is valid."""
    own = node.get("@type")
    if own is not None and own not in VOCABULARY["types"]:
        yield f"{place}: no type {own}"
        return
    for name, value in node.items():
        if name == "@type":
            continue
        known = VOCABULARY["properties"].get(name)
        if known is None:
            yield f"{place}: no property {name}"
            continue
        if own is not None and kinds(own).isdisjoint(known["domain"]):
            yield f"{place}: {own} has no {name}"
        for part in value if isinstance(value, list) else [value]:
            yield from _value(part, known["range"], f"{place}/{name}")


def _value(value: Any, allowed: list[str], place: str) -> Iterator[str]:
    if isinstance(value, dict):
        own = value.get("@type")
        if own is not None and kinds(own).isdisjoint(allowed):
            yield f"{place}: {own} is none of {allowed}"
        yield from wrong(value, place)
    elif isinstance(value, int | float):
        if "Number" not in allowed:
            yield f"{place}: no number"
    elif not (
        "Text" in allowed
        or ("URL" in allowed and _URL.fullmatch(value))
        or (not {"Date", "DateTime"}.isdisjoint(allowed) and _DATE.fullmatch(value))
    ):
        yield f"{place}: {value!r} is none of {allowed}"
