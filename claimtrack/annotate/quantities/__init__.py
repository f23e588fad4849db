"""Quantities: numbers of every writing with unit, thing counted, comparator and change.

The way of a figure: ``numbers`` reads numerals, ``figures`` gives them units and joins ranges,
``filters`` and ``exclusions`` drop what is no quantity, ``counted`` finds the thing counted,
``comparators`` the bound, and ``layer`` puts it together.
"""

from claimtrack.annotate.quantities.component import claimtrack_quantities
from claimtrack.annotate.quantities.layer import find_quantities

__all__ = ["claimtrack_quantities", "find_quantities"]
