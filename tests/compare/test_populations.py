"""Of which part of the people a figure is: a table of cases with reasons."""

from __future__ import annotations

import pytest

from claimtrack.compare.kinds import may_be_one
from claimtrack.compare.populations import are_apart, populations

CASES: list[tuple[str, str, set[str], str]] = [
    ("48 per cent of women are for the tunnel", "48", {"sex: women"}, "told after the figure"),
    ("Among women, 48 per cent are for it, 40 per cent of men", "48", {"sex: women"}, "the nearest word tells"),
    ("Among women, 48 per cent are for it, 40 per cent of men", "40", {"sex: men"}, "and so of the other one"),
    ("He leads by 4 points among likely voters", "4", {"voters: likely"}, "a phrase"),
    ("31 civilians and 50 militants were killed", "31", {"arms: civilians"}, "the dead of a battle"),
    ("31 civilians and 50 militants were killed", "50", {"arms: fighters"}, "on the other side"),
    ("Women say that in the whole of the old harbour district 48 houses burned", "48", set(), "too far away"),
    ("48 per cent of voters are for the tunnel", "48", set(), "the whole is no part"),
]


@pytest.mark.parametrize(("text", "figure", "wanted", "reason"), CASES, ids=[c[3] for c in CASES])
def test_populations(text: str, figure: str, wanted: set[str], reason: str) -> None:
    start = text.index(figure)
    assert populations(text, start, start + len(figure)) == wanted, reason


def test_what_is_counted_tells_where_the_text_does_not() -> None:
    assert populations("About 40 of them fell", 6, 8, "soldiers") == {"arms: soldiers"}


def test_parts_of_one_division_are_apart() -> None:
    women, men, likely = (frozenset({name}) for name in ("sex: women", "sex: men", "voters: likely"))
    assert are_apart(women, men)
    assert not are_apart(women, likely) and not are_apart(women, women) and not are_apart(women, frozenset())


THINGS: list[tuple[str | None, str | None, bool, str]] = [
    ("41 people", "Drevanian soldiers", True, "people stands for whatever is counted"),
    ("homes", "houses", True, "nouns for one thing"),
    ("companies", "firms", True, "in the plural, too"),
    ("delegates", "witnesses", False, "two offices"),
    ("tents", "homes", False, "a tent is no home"),
    ("fragments", "fragments", True, "one noun, whatever it means"),
    (None, "homes", True, "a text does not say of what"),
]


@pytest.mark.parametrize(("one", "other", "wanted", "reason"), THINGS, ids=[t[3] for t in THINGS])
def test_things(one: str | None, other: str | None, wanted: bool, reason: str) -> None:
    assert may_be_one(one, other) == wanted == may_be_one(other, one), reason
