"""Whether two names are one source's."""

from __future__ import annotations

import re

_LEFT_OUT = frozenset({"the", "a", "an", "s", "mr", "mrs", "ms", "dr"})


def same_name(a: str | None, b: str | None) -> bool:
    """Whether one name's words are a run of the other's ("Grossi", "Rafael Grossi"), or both are None."""
    short, long = sorted((_words(a), _words(b)), key=len)
    if not short:
        return not long
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _words(name: str | None) -> list[str]:
    return [w for w in re.findall(r"\w+", (name or "").lower()) if w not in _LEFT_OUT]
