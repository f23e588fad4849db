"""Comparison: claims of many documents about one fact, brought together, and what holds between them.

``update`` brings the facts of a store up to date, ``facts`` and ``fact`` read them. The way of a comparison:
statements (what is compared of a claim) -> candidates (which documents) -> matching (how likely one fact) ->
relate (what holds, and why) -> facts (groups), all written by update through tables, read by report.
``read_rates`` and ``use_rates``: how sums of money are converted; without, they are not.
"""

from claimtrack.compare.exchange import use_rates
from claimtrack.compare.rates import read_rates
from claimtrack.compare.report import FactFilter, fact, facts
from claimtrack.compare.update import is_current, update

__all__ = ["FactFilter", "fact", "facts", "is_current", "read_rates", "update", "use_rates"]
