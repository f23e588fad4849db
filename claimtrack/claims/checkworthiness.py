"""How much a claim is worth checking: the model's score of its sentence with reasons that a reader can weigh."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.model import Modality

_WEIGHTS = {"figure": 0.3, "date": 0.1, "actor": 0.2, "fact": 0.15, "attributed": 0.05}
_BASE = 0.2
_MODEL_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a claim can be checked: a figure, a date, a named actor, a past or present fact, a source."""

    figure: bool = False
    date: bool = False
    actor: bool = False
    fact: bool = False
    attributed: bool = False


def reasons_of(*, quantities: int, dates: int, entities: int, modality: Modality, attributed: bool) -> Reasons:
    """The reasons that hold for a claim with these counts."""
    return Reasons(quantities > 0, dates > 0, entities > 0, modality == "asserted", attributed)


def score(reasons: Reasons, model: float | None = None) -> float:
    """Check-worthiness in 0..1, two decimals: the reasons alone, or half and half with the sentence's ``model`` score.

    The weights are set by hand, figures first, as in the ClaimBuster guidelines (Arslan et al. 2020).
    """
    by_rule = _BASE + sum(weight for name, weight in _WEIGHTS.items() if getattr(reasons, name))
    if model is None:
        return round(by_rule, 2)
    bounded = min(1.0, max(0.0, model))
    return round(_MODEL_SHARE * bounded + (1 - _MODEL_SHARE) * by_rule, 2)
