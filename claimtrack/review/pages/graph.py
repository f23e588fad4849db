"""Origins of a fact as a small graph: who said it first, at the left, and the articles that repeat it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from claimtrack.compare.origins import Origin
from claimtrack.model import FactClaim
from claimtrack.review.pages.safe import plain
from claimtrack.review.plugin import ROOT

WIDTH = 570
ROW = 52
NODE = 44
FIRST, COPY = 262, 306
MOST = 30
"""Nodes that are drawn; the list below the graph has them all."""


def graph(origins: Sequence[Origin]) -> Markup:
    """The graph as SVG; '' without origins."""
    if not origins:
        return Markup("")
    parts: list[Markup] = []
    row = 0
    for origin in origins:
        if row >= MOST:
            break
        parts += _origin(origin, row)
        row += max(1, min(len(origin.claims) - 1, MOST - row))
    height = row * ROW + 6
    label = f"{len(origins)} origins; what repeats them stands to their right. The list below says the same."
    box = f"0 0 {WIDTH} {height}"
    return Markup('<svg class="chart" viewBox="{}" role="group" aria-label="{}">{}</svg>').format(
        box, label, Markup("").join(parts)
    )


def _origin(origin: Origin, row: int) -> Iterator[Markup]:
    first, *others = origin.claims
    shown = others[: MOST - row]
    for number, _ in enumerate(shown):
        yield Markup('<path class="edge" d="M{} {}C{} {} {} {} {} {}"/>').format(
            FIRST, _middle(row), FIRST + 20, _middle(row), COPY - 20, _middle(row + number), COPY, _middle(row + number)
        )
    yield _node(0, row, FIRST, "node", (first, origin.name, _when(first)))
    for number, (claim, why) in enumerate(zip(shown, origin.why, strict=False)):
        yield _node(COPY, row + number, WIDTH - COPY - 2, "node copy", (claim, _who(claim), f"{_when(claim)} · {why}"))


def _middle(row: int) -> int:
    return row * ROW + 3 + NODE // 2


def _node(left: int, row: int, width: int, kind: str, said: tuple[FactClaim, str, str]) -> Markup:
    """A box with two lines, which leads to the claim."""
    claim, name, rest = said
    top, most = row * ROW + 3, width // 7
    return Markup(
        '<a href="{}/claim/{}"><title>{}</title><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<text class="label" x="{}" y="{}">{}</text><text x="{}" y="{}">{}</text></a>'
    ).format(
        *(ROOT, claim.claim, plain(f"{name} · {rest}"), kind, left + 1, top, width, NODE),
        *(left + 10, top + 18, plain(name, most), left + 10, top + 35, plain(rest, most)),
    )


def _who(claim: FactClaim) -> str:
    return claim.publisher or claim.source or claim.document


def _when(claim: FactClaim) -> str:
    return (claim.published or "no date")[:10]
