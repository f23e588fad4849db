"""One name in more than one spelling: Zelensky and Zelenskyy, Kyiv and Kiev, Müller and Mueller.

Spellings are rewritten by the rules of data/transliteration.toml until those of one name are the same; a fuzzy
comparison alone would take Andersen for Anderson and Ivanov for Ivanova. Where all words but one are the same, that
one may also differ by a slip of one letter within a long word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations

from anyascii import anyascii
from rapidfuzz.distance import OSA

from claimtrack.annotate.lists import rows, table

LISTS = "transliteration.toml"
Key = tuple[str, ...]
_ACRONYM = 6  # letters that an acronym has at most


@lru_cache(maxsize=20_000)
def key_of(name: str) -> Key:
    """What all spellings of a name have in common, a part for each word; case, accents and hyphens do not count."""
    plain = re.sub(r"['’ʼ`]", "", anyascii(name))
    words = re.findall(r"[^\W_]+", plain)
    shouts = len(words) > 1 and plain.isupper()
    return tuple(_skeleton(w.lower(), acronym=w.isupper() and len(w) <= _ACRONYM and not shouts) for w in words)


def are_variants(one: str, other: str) -> bool:
    """Whether two names are spellings of one."""
    return key_of(one) == key_of(other) or _is_slip(key_of(one), key_of(other))


def canonical(counts: Mapping[str, int]) -> dict[str, str]:
    """Name -> the spelling of it that occurs most, of these the first in the alphabet. ``counts``: name -> how often.

    The answer does not depend on the order of the names.
    """
    groups = _Groups(counts)
    for alike in _alike(counts):
        groups.join(alike)
    return {name: min(groups.of(name), key=lambda one: (-counts[one], one)) for name in counts}


def _alike(names: Iterable[str]) -> Iterator[list[str]]:
    """Groups of names that are one: with one key, and pairs with a slip in a long word."""
    by_key: dict[Key, list[str]] = defaultdict(list)
    for name in names:
        by_key[key_of(name) or (name,)].append(name)
    yield from by_key.values()
    by_rest: dict[tuple[int, Key], list[Key]] = defaultdict(list)
    for key in by_key:
        for i, word in enumerate(key) if len(key) > 1 else ():
            if len(word) >= table(LISTS)["slips"]["shortest"] - 1:
                by_rest[i, (*key[:i], *key[i + 1 :])].append(key)
    for keys in by_rest.values():
        yield from ([by_key[a][0], by_key[b][0]] for a, b in combinations(keys, 2) if _is_slip(a, b))


class _Groups:
    """Names that are one, put together."""

    def __init__(self, names: Iterable[str]) -> None:
        self.group = {name: [name] for name in names}

    def join(self, names: Sequence[str]) -> None:
        groups = {id(self.group[name]): self.group[name] for name in names}
        whole = [name for group in groups.values() for name in group]
        for name in whole:
            self.group[name] = whole

    def of(self, name: str) -> list[str]:
        return self.group[name]


def _is_slip(one: Key, other: Key) -> bool:
    """Whether two keys of several words differ in a single long word, by one letter that is neither first nor last."""
    differing = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) != len(other) or len(one) < 2 or len(differing) != 1:
        return False
    a, b = differing[0]
    slips = table(LISTS)["slips"]
    if min(len(a), len(b)) < slips["shortest"] - 1 or max(len(a), len(b)) < slips["shortest"]:
        return False
    endings = (pair.split() for pair in slips["apart"])
    apart = any((a.endswith(x) and b.endswith(y)) or (a.endswith(y) and b.endswith(x)) for x, y in endings)
    same_ends = a[0] == b[0] and a[-1] == b[-1]
    return same_ends and not apart and not {a, b} <= _given() and OSA.distance(a, b) == 1


@cache
def _given() -> frozenset[str]:
    return frozenset(row[0].lower() for row in rows("first_names.tsv"))


def _skeleton(word: str, *, acronym: bool) -> str:
    """A word as all its spellings have it; an acronym has only one."""
    same = _same().get(word)
    if same is not None:
        return same
    rules = table(LISTS)["rules"]
    if len(word) >= rules["shortest"] and word.isalpha() and not acronym:
        if len(word) >= rules["shortest_ending"]:
            word = _ending().sub(rules["ending"][1], word)
        for pattern, replacement in _rewrites():
            word = pattern.sub(replacement, word)
    return word


@cache
def _same() -> dict[str, str]:
    rows: Iterable[str] = (*table(LISTS)["same"]["names"], *table(LISTS)["same"]["places"])
    return {word: row.split()[0] for row in rows for word in row.split()}


@cache
def _rewrites() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in table(LISTS)["rules"]["rewrites"])


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(table(LISTS)["rules"]["ending"][0])
