"""Tables of rates: what is read, and what is said of what cannot be."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.compare.rates import OLDEST, Rates, in_words, read_rates
from claimtrack.errors import InputError
from claimtrack.model import Rate

TABLE = "date,currency,rate,base\n2025-03-03,EUR,1.08,USD\n2025-04-01,euro,1.10,dollar\n2025-03-03,GBP,1.27,USD\n"


def written(folder: Path, text: str, name: str = "rates.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf8")
    return path


def day(written: str) -> int:
    return date.fromisoformat(written).toordinal()


DAYS = [
    ("euro", "2025-03-03", 1.08, "the day itself"),
    ("euro", "2025-03-31", 1.08, "the last one before"),
    ("euro", "2025-04-02", 1.10, "the newer one"),
    ("euro", "2025-03-02", None, "before the first one"),
    ("euro", "2025-06-01", None, "none of that month"),
    ("japanese yen", "2025-03-03", None, "a currency that is not in the table"),
    ("dollar", "2000-01-01", 1.0, "the base itself"),
]


@pytest.mark.parametrize(("currency", "on", "worth", "reason"), DAYS, ids=[c[3] for c in DAYS])
def test_the_rate_of_a_day(currency: str, on: str, worth: float | None, reason: str, tmp_path: Path) -> None:
    found = read_rates(written(tmp_path, TABLE)).of_day(currency, day(on))
    assert (found and found.worth) == worth, reason


def test_json_says_the_same_as_csv(tmp_path: Path) -> None:
    rows = [("2025-03-03", "EUR", 1.08), ("2025-04-01", "EUR", "1.10"), ("2025-03-03", "gbp", 1.27)]
    rates = [{"date": d, "currency": c, "rate": r} for d, c, r in rows]
    text = json.dumps({"base": "USD", "rates": rates})
    assert read_rates(written(tmp_path, text, "r.json")).rows == read_rates(written(tmp_path, TABLE)).rows


WRONG = [
    ("r.csv", "date,currency,rate,base\n2025-03-03,EUR,1.08\n", "line 2: it has no base"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,EUR,1.08,USD\n\n3.4.2025,EUR,1.1,USD\n", "line 4: '3.4.2025' is no"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,EUR,1,08,USD\n", "line 2: it has more fields"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,EUR,x,USD\n", "line 2: the rate 'x' is no number"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,EUR,-1,USD\n", "line 2: the rate '-1' is not above zero"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,EUR,inf,USD\n", "line 2: the rate 'inf' is not"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,Taler,2,USD\n", "line 2: 'Taler' is no currency"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,EUR,2,USD\n2025-03-03,USD,2,EUR\n", "line 3: its base is euro"),
    ("r.csv", "date,currency,rate,base\n2025-03-03,USD,2,USD\n", "line 2: the base dollar is worth 2"),
    ("r.csv", "day,currency,rate,base\n2025-03-03,EUR,2,USD\n", "line 2: 'day' is no field"),
    ("r.csv", "date,currency,rate,base\n", "hold no rate"),
    ("r.json", "[1]", "no list 'rates'"),
    ("r.json", "{", "cannot be parsed"),
    ("r.json", '{"base": "USD", "rates": [3]}', "rate 1: it has no date"),
    ("r.json", '{"rates": [{"date": "2025-03-03", "currency": "EUR", "rate": 2}]}', "rate 1: it has no base"),
    ("r.txt", TABLE, "no known kind"),
]


@pytest.mark.parametrize(("name", "text", "message"), WRONG, ids=[c[2] for c in WRONG])
def test_what_cannot_be_read_is_named(name: str, text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_rates(written(tmp_path, text, name))
    assert message in raised.value.message and name in raised.value.message and raised.value.remedy


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_rates(tmp_path / "none.csv")


WORDS = [
    (Rate("euro", "dollar", 1.08, ""), "1.08 dollars for a euro"),
    (Rate("australian dollar", "pound sterling", 0.5, ""), "0.5 pounds sterling for an australian dollar"),
    (Rate("egyptian pound", "euro", 0.0184, ""), "0.0184 euros for an egyptian pound"),
]


@pytest.mark.parametrize(("rate", "words"), WORDS, ids=[c[1] for c in WORDS])
def test_in_words(rate: Rate, words: str) -> None:
    assert in_words(rate) == words


@given(
    st.dictionaries(st.dates(date(2000, 1, 1), date(2001, 1, 1)), st.floats(0.01, 100)),
    st.dates(date(2000, 1, 1), date(2001, 1, 1)),
)
def test_a_rate_is_the_last_one_and_no_old_one(table: dict[date, float], on: date) -> None:
    rates = Rates.of("x", "dollar", [("euro", d.isoformat(), worth) for d, worth in table.items()])
    found = rates.of_day("euro", on.toordinal())
    near = [d for d in table if 0 <= (on - d).days <= OLDEST]
    assert (found is None) == (not near)
    assert found is None or found.worth == table[max(near)]
