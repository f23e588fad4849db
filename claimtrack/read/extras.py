"""Libraries of the extra "formats": heavy ones, which only some inputs need."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from claimtrack.errors import InputError


def need(module: str, what: str) -> ModuleType:
    """The module, or an ``InputError`` that says how to install what reading ``what`` needs."""
    try:
        return import_module(module)
    except ImportError:
        raise InputError(
            f"{what} is read by {module}, which is not installed.", "pip install 'claimtrack[formats]'"
        ) from None
