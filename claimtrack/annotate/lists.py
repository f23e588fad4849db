"""Word lists that the rules read: TOML and TSV files beside this module, for a linguist to edit."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


def _read(name: str) -> str:
    return resources.files("claimtrack.annotate").joinpath("data", name).read_text(encoding="utf-8")


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of claimtrack/annotate/data as a dict (one shared copy: do not change it)."""
    return tomllib.loads(_read(name))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the TSV file ``name``, without comment lines (``#``) and blank lines."""
    lines = (line for line in _read(name).splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The white-space separated words (or the list of phrases) under the dotted ``key`` of a TOML file."""
    value: Any = table(name)
    for part in key.split("."):
        value = value[part]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def string_ids(found: frozenset[str]) -> frozenset[int]:
    """The numbers of strings in ``Doc.to_array``, of any vocabulary: worked out once, not looked up for each Doc."""
    from spacy.strings import get_string_id  # the store reads lists too, and does without spaCy

    return frozenset(get_string_id(one) for one in found)
