"""What can go wrong in a way that a user can mend: each error says what happened and the remedy."""

from __future__ import annotations


class ClaimtrackError(Exception):
    """Something went wrong, with a remedy: ``str()`` gives both."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


class InputError(ClaimtrackError):
    """An input cannot be read: the message names the file and the place."""


class StoreError(ClaimtrackError):
    """The database cannot be opened, read or written."""


class ModelError(ClaimtrackError):
    """The language model cannot be loaded, or lacks what a step needs."""
