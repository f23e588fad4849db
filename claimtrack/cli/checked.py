"""What a claim shows of fact-checks that reviewed the same fact."""

from __future__ import annotations

from collections.abc import Iterable

from claimtrack.store import CheckRow


def short(checks: Iterable[CheckRow]) -> str:
    """For a cell of a table: 'false (FactDesk); mixed (The Verifier)'."""
    return "; ".join(f"{check.rating or 'no rating'} ({check.reviewer or 'reviewer not named'})" for check in checks)


def full(check: CheckRow) -> str:
    """For the page of a claim: how it was rated, by whom and when, of which claim, and in what this one differs."""
    words = f'"{check.verdict}"' if check.verdict else "without a verdict"
    if check.rating and check.rating != (check.verdict or "").casefold():
        words += f" ({check.rating})"
    said = f", claimed by {check.claimant}" if check.claimant else ""
    parts = [
        f"rated {words} by {check.reviewer or 'a reviewer who is not named'}",
        *([f"on {check.date[:10]}"] if check.date else []),
        f'of the claim "{check.claim}"{said}.',
    ]
    if check.differs:
        parts.append(f"This claim differs (here / there): {'; '.join(check.differs)}.")
    return " ".join([*parts, *([check.url] if check.url else [])])
