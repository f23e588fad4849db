"""The article as the number one, where a bound before it makes it a figure: "more than a decade", "about an hour"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from claimtrack.annotate.lists import words
from claimtrack.annotate.quantities.atoms import ONE
from claimtrack.annotate.quantities.comparators import comparator_of
from claimtrack.annotate.quantities.numbers import Numeral


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(sorted(words("units.toml", "article.units")))
    return re.compile(rf"\b(?P<article>an?)\s(?:{units})\b(?!\s(?:ago|earlier|later|and\sa)\b|-)")


def bounded_articles(text: str, numerals: Sequence[Numeral]) -> list[Numeral]:
    """The articles before units of measure that a bound makes a figure, where no numeral covers them."""
    taken = {numeral.start for numeral in numerals}
    found = []
    for match in _pattern().finditer(text):
        start, end = match.span("article")
        if start not in taken and comparator_of(text, start, timed=True) != "=":
            found.append(Numeral(start, end, ONE, ONE, "words"))
    return found
