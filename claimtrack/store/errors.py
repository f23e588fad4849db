"""Errors of the store that a caller may want to tell from the others."""

from claimtrack.errors import StoreError


class RejectedError(StoreError):
    """An extraction that contradicts its own text or itself: it is not stored, other articles can be."""


class UnknownError(StoreError):
    """There is no such document."""
