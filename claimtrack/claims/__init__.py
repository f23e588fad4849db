"""Claims: one checkable statement each, with its subject, polarity, modality, source and figures."""

from claimtrack.claims.find import find_claims

__all__ = ["find_claims"]
