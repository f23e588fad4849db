"""What a reviewer asks the queue for, as it stands in the address of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from claimtrack.store.schema_queue import PROFILE

REASONS = (*PROFILE, "model")
"""The reasons of check-worthiness that a reviewer can weigh."""
SORTS = {
    "worth": "Check-worthiness",
    "published": "Date of the article",
    "added": "Order of arrival",
    "source": "Source",
}
COLUMNS = {
    "source": "Source",
    "cue": "Cue",
    "figure": "Figure",
    "date": "Date",
    "document": "Document",
    "worth": "Worth",
    "status": "Status",
}
STATUSES = ("open", "reviewed", "disputed", "settled")
KINDS = ("direct", "indirect", "mixed", "citation", "none")
LONGEST = 300
HEAVIEST = 10.0
_TEXTS = ("q", "source", "entity", "publisher", "kind", "status", "verdict", "without", "conflict", "since", "until")


@dataclass(frozen=True, slots=True)
class Query:
    """The filters, order and columns of the queue; '' asks for nothing.

    ``q``: words of the claim. ``source``, ``entity``, ``publisher``: the whole name. ``kind``: of attribution,
    "none" for the article's own voice. ``status``: one of ``STATUSES``, "any"; '' for open. ``without``: a
    reviewer who gave no verdict. ``conflict``: "yes" or "no". ``since``, ``until``: ISO dates of publication.
    ``weights`` by reason: given, they make the order. ``after``, ``before``: id of the claim where the page begins or
    ends. What is not understood is left out.
    """

    q: str = ""
    source: str = ""
    entity: str = ""
    publisher: str = ""
    kind: str = ""
    status: str = ""
    verdict: str = ""
    without: str = ""
    conflict: str = ""
    since: str = ""
    until: str = ""
    sort: str = "worth"
    up: bool = False
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    columns: tuple[str, ...] = tuple(COLUMNS)
    after: str = ""
    before: str = ""

    @classmethod
    def parse(cls, query_string: str) -> Query:
        """From the part of an address behind "?"."""
        given = parse_qs(query_string, keep_blank_values=True, max_num_fields=200)
        texts = {name: _text(given, name) for name in (*_TEXTS, "after", "before")}
        sort = _text(given, "sort")
        columns = tuple(name for name in COLUMNS if name in given.get("col", ()))
        return cls(
            **texts,
            sort=sort if sort in SORTS else "worth",
            up=_text(given, "dir") == "up",
            weights=_weights(given),
            columns=columns or tuple(COLUMNS),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of its address, but for the place in the pages."""
        found = [(name, getattr(self, name)) for name in _TEXTS if getattr(self, name)]
        found += [("sort", self.sort)] * (self.sort != "worth") + [("dir", "up")] * self.up
        found += [(f"w_{name}", f"{weight:g}") for name, weight in self.weights.items()]
        if self.columns != tuple(COLUMNS):
            found += [("col", name) for name in self.columns]
        return found

    def address(self, **changes: Any) -> str:
        """Query string of this query with other values; from its first page unless ``after`` or ``before`` is given."""
        changed = replace(self, **({"after": "", "before": ""} | changes))
        places = [(name, getattr(changed, name)) for name in ("after", "before") if getattr(changed, name)]
        return urlencode([*changed.pairs(), *places])

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The conditions that are given, by name."""
        return [(name, getattr(self, name)) for name in _TEXTS if getattr(self, name)]


def _text(given: Mapping[str, Sequence[str]], name: str) -> str:
    value = given.get(name, [""])[-1].strip().replace("\0", "")
    return value[:LONGEST].encode("utf8", "replace").decode("utf8")


def _weights(given: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Weights in 0..10; none at all if none is above 0."""
    found = {name: _number(given.get(f"w_{name}", ())) for name in REASONS}
    known = {name: weight for name, weight in found.items() if weight is not None}
    return known if any(known.values()) else {}


def _number(values: Iterable[str]) -> float | None:
    for value in values:
        try:
            number = float(value)
        except ValueError:
            continue
        if 0 <= number <= HEAVIEST:
            return number
    return None
