"""The whole table: every annotated layer of every gold document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimtrack.evaluate import layers
from claimtrack.evaluate.attributions import attributions
from claimtrack.evaluate.claims import claims
from claimtrack.evaluate.gold import LAYERS, Gold
from claimtrack.evaluate.tally import Miss, Score, Tally, inside
from claimtrack.extract import to_json
from claimtrack.model import Extraction


@dataclass(frozen=True, slots=True)
class Report:
    """Scores in the order of the layers, and what was missed, spurious or wrong, in the order of the documents."""

    scores: Sequence[Score]
    misses: Sequence[Miss]
    documents: int


def evaluate(pairs: Iterable[tuple[Gold, Extraction]], only: Collection[str] = ()) -> Report:
    """Score what was found in each gold document. ``only``: names of layers; all that are annotated, if empty."""
    tally, number = Tally(), 0
    for gold, found in pairs:
        number += 1
        tally.document = gold.article.path or gold.article.id
        _count(tally, gold, to_json(found), only)
    order = {name: i for i, name in enumerate(LAYERS)}
    scores = sorted(tally.scores.values(), key=lambda score: order[score.layer])
    return Report(scores, tally.misses, number)


def _count(tally: Tally, gold: Gold, found: Mapping[str, Any], only: Collection[str]) -> None:
    wanted = [name for name in LAYERS if name in gold.layers and (not only or name in only)]
    here = {name: inside(found[name], gold.within.get(name)) for name in wanted if name != "attributions"}
    if "entities" in wanted:
        layers.entities(tally, gold.layers["entities"], here["entities"])
    if "quantities" in wanted:
        layers.quantities(tally, gold.layers["quantities"], here["quantities"])
    if "dates" in wanted:
        layers.dates(tally, gold.layers["dates"], here["dates"])
    if "attributions" in wanted:
        attributions(tally, gold.layers["attributions"], found["attributions"], gold.article.text)
    if "claims" in wanted:
        claims(tally, gold.layers, found, partial=gold.partial)
