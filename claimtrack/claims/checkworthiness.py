"""How much a claim is worth checking: the model's score of its sentence beside reasons that a reader can weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimtrack.claims.words import words
from claimtrack.model import Modality

_WEIGHTS = {"figure": 0.3, "date": 0.1, "actor": 0.2, "fact": 0.1, "impact": 0.1, "attributed": 0.05}
_BASE = 0.15
_MODEL_SHARE = 0.5
_FACT: Mapping[Modality, float] = {"asserted": 1.0, "planned": 0.5, "possible": 0.25, "conditional": 0.0}


def reasons_of(
    *,
    quantities: int,
    dates: int,
    actors: int,
    lemmas: Iterable[str],
    modality: Modality,
    attributed: bool,
    model: float | None = None,
) -> dict[str, float]:
    """Why a claim can be checked and matters, each in 0..1.

    "figure", "date": it holds one. "actor": a named person, organization or place. "fact": 1 for what is said to be
    or to have been, less for plans, possibilities and conditions. "impact": words of harm, money, law and war among
    its ``lemmas``, two of them for 1. "attributed": somebody said it. "model": ``model``, the score that the language
    model gives its sentence, where it gives one.
    """
    impact = sum(lemma in words("select", "impact") for lemma in set(lemmas))
    reasons = {
        "figure": float(quantities > 0),
        "date": float(dates > 0),
        "actor": float(actors > 0),
        "fact": _FACT[modality],
        "impact": min(1.0, impact / 2),
        "attributed": float(attributed),
    }
    return reasons if model is None else reasons | {"model": round(min(1.0, max(0.0, model)), 2)}


def score(reasons: Mapping[str, float]) -> float:
    """Check-worthiness in 0..1, two decimals: the reasons alone, or half and half with "model" among them.

    The weights are set by hand, figures first, as in the ClaimBuster guidelines (Arslan et al. 2020).
    """
    by_rule = _BASE + sum(weight * reasons[name] for name, weight in _WEIGHTS.items())
    if "model" not in reasons:
        return round(by_rule, 2)
    return round(_MODEL_SHARE * reasons["model"] + (1 - _MODEL_SHARE) * by_rule, 2)
