"""Publication dates keep the precision given; what has two readings has none."""

import pytest

from claimtrack.read.dates import parse_published

READ = [
    # as given, as stored, why
    ("2025", "2025", "a year stays a year"),
    ("2025-07", "2025-07", "a month gets no day"),
    ("2025-07-07", "2025-07-07", "a day"),
    (" 2025-07-07 ", "2025-07-07", "outer space does not count"),
    ("2025-07-07T10:00", "2025-07-07T10:00", "no seconds are added"),
    ("2025-07-07T10:00:05.250Z", "2025-07-07T10:00:05.250Z", "fractions and Z stay"),
    ("2025-07-07 10:00:00 +0200", "2025-07-07T10:00:00+02:00", "the space form of SQL and many feeds"),
    ("2025-07-07t10:00z", "2025-07-07T10:00Z", "ISO 8601 allows small letters"),
    ("20250707", "2025-07-07", "the basic form"),
    ("20250707T101500Z", "2025-07-07T10:15:00+00:00", "the basic form with a time"),
    ("Mon, 07 Jul 2025 10:00:00 GMT", "2025-07-07T10:00:00+00:00", "RFC 2822, as in RSS"),
    ("Mon, 07 Jul 2025 10:00:00 +0200", "2025-07-07T10:00:00+02:00", "RFC 2822 with an offset"),
    ("7 July 2025", "2025-07-07", "day first"),
    ("July 7, 2025", "2025-07-07", "month first"),
    ("the wrong", None, "no date at all"),
    ("Monday, 7th of July 2025", "2025-07-07", "weekday, ordinal"),
    ("July 2025", "2025-07", "a written month gets no day"),
    ("Sept. 3, 2024", "2024-09-03", "an abbreviated month"),
    ("Jul 7th, 2025 10:30 pm", "2025-07-07T22:30", "afternoon"),
    ("7 July 2025 at 10.30am BST", "2025-07-07T10:30+01:00", "a named zone"),
    ("25/07/2025", "2025-07-25", "only one reading: there is no month 25"),
    ("7/25/2025", "2025-07-25", "only one reading, month first"),
    ("05/05/2025", "2025-05-05", "both readings are the same"),
    ("7.8.2025", "2025-08-07", "with dots the day comes first"),
    ("07/08/2025", None, "two readings"),
    ("2025-02-30", None, "no such day"),
    ("2025-13", None, "no such month"),
    ("0000", None, "no such year"),
    ("2025-07-07T25:00", None, "no such hour"),
    ("31 June 2025", None, "no such day, written"),
    ("yesterday", None, "would need the clock"),
    ("2 days ago", None, "would need the clock"),
    ("7 July", None, "no year"),
    ("1720000000", None, "seconds or milliseconds since when?"),
    ("", None, "nothing"),
    ("2025-W27", None, "weeks are not used for publication dates"),
]


@pytest.mark.parametrize(("given", "stored", "why"), READ, ids=[case[0] or "empty" for case in READ])
def test_parse_published(given: str, stored: str | None, why: str) -> None:
    assert parse_published(given) == stored, why


@pytest.mark.parametrize("stored", sorted({stored for _, stored, _ in READ if stored}))
def test_what_is_stored_reads_as_itself(stored: str) -> None:
    assert parse_published(stored) == stored
