"""Scoring: what the pipeline finds in annotated articles, beside what was annotated. docs/gold.md has the format."""

from claimtrack.evaluate.gold import Gold, read_gold
from claimtrack.evaluate.report import Report, evaluate
from claimtrack.evaluate.tally import Miss, Score

__all__ = ["Gold", "Miss", "Report", "Score", "evaluate", "read_gold"]
