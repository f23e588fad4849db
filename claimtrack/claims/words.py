"""The word lists beside this package, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
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


_VERB_LISTS = (
    ("clauses", "reporting"),
    ("clauses", "pointing_participles"),
    ("modality", "planned_frames"),
    ("modality", "possible_frames"),
    ("polarity", "negative_verbs"),
    ("polarity", "raising_verbs"),
    ("select", "attitude_verbs"),
)


@cache
def verb_lemma(form: str, lemma: str) -> str:
    """``lemma``, or the verb of the lists that ``form`` is an inflection of: lemmatisers err on just these forms.

    Both in lower case.
    """
    known = _listed_verbs()
    if lemma in known:
        return lemma
    irregular = mapping("irregular", "verbs").get(form)
    return irregular or next((base for base in _bases(form) if base in known), lemma)


@cache
def _listed_verbs() -> frozenset[str]:
    return frozenset().union(*(words(name, key) for name, key in _VERB_LISTS))


def _bases(form: str) -> Iterator[str]:
    """What ``form`` may be a regular inflection of: "denied" of "deny", "planned" of "plan"."""
    for ending in ("s", "es", "d", "ed", "ing"):
        stem = form.removesuffix(ending)
        if stem != form:
            yield stem
            yield f"{stem}e"
            yield stem[:-1] + "y" if stem.endswith("i") else stem[:-1] if stem[-1:] == stem[-2:-1] else stem
