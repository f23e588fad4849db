"""The word lists beside this package, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _table(name: str) -> dict[str, object]:
    text = resources.files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf8")
    return tomllib.loads(text)


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The words of list ``key`` in ``data/<name>.toml``. KeyError where the file lacks it."""
    value = _table(name)[key]
    if not isinstance(value, list):
        raise KeyError(f"{key} in {name}.toml is no list")
    return frozenset(str(word) for word in value)


@cache
def mapping(name: str, key: str) -> dict[str, str]:
    """Table ``key`` of ``data/<name>.toml``. KeyError where the file lacks it."""
    value = _table(name)[key]
    if not isinstance(value, dict):
        raise KeyError(f"{key} in {name}.toml is no table")
    return {str(k): str(v) for k, v in value.items()}
