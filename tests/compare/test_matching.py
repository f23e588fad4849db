"""Which pairs of statements are never matched, whatever the weights."""

from __future__ import annotations

import numpy as np
import pytest

from claimtrack.compare import matching
from claimtrack.compare.columns import Bundle
from claimtrack.compare.statements import statements
from claimtrack.compare.vectors import WIDTH, bundle
from claimtrack.extract import extract
from claimtrack.model import Article


def _bundle(text: str) -> Bundle:
    found = list(statements(extract(Article(text, text, published="2025-05-06"))))
    return bundle(found, lambda texts: dict.fromkeys(texts, bytes(2 * WIDTH)))


COUNT = "The Brisna mine killed 31 miners on Monday."


@pytest.mark.parametrize(
    ("one", "other", "speak", "why"),
    [
        (COUNT, "A union says that 44 miners died in the Brisna mine.", True, "two counts of people"),
        (
            COUNT,
            "The Brisna mine lost 3 million euros on Monday.",
            False,
            "a count and a sum say nothing of each other",
        ),
        (COUNT, "The owner denies that the Brisna mine was unsafe.", False, "one has no figure"),
        ("The owner says that it was safe.", "The owner denies that it was safe.", False, "neither has"),
    ],
)
def test_where_figures_speak_the_events_do_not(one: str, other: str, speak: bool, why: str) -> None:
    a, b = _bundle(one), _bundle(other)
    found = matching._figures_speak(a.columns, b.columns)
    events = ~a.columns.figure[:, None] & ~b.columns.figure
    assert bool(found.any()) == speak, why
    assert not (found & ~events).any(), "figures are held against each other"


def test_no_statements() -> None:
    a, b = _bundle(COUNT), _bundle("")
    assert matching._figures_speak(a.columns, b.columns).shape == (len(a.columns.claim), 0)
    assert not np.any(matching._figures_speak(b.columns, b.columns))
