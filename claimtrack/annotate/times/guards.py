"""Guards: is a bare year, month, season or unit a time at all? They look at the words around it, and at tags."""

from __future__ import annotations

from claimtrack.annotate.times.context import Context
from claimtrack.annotate.times.lexer import Lexeme, is_numbered
from claimtrack.annotate.times.lexicon import context_words
from claimtrack.annotate.times.rules import Found

_VERBS = frozenset({"VERB", "AUX"})


def _plural(lexeme: Lexeme | None) -> bool:
    """Does a word look like a counted plural?"""
    return (
        lexeme is not None
        and lexeme.cls == "x"
        and len(lexeme.word) > 3
        and lexeme.word.endswith("s")
        and not lexeme.word.endswith(("ss", "us", "is", "as", "ics"))
    )


def _counts(lexeme: Lexeme | None) -> bool:
    return lexeme is not None and (lexeme.word in context_words("counted") or lexeme.cls == "units")


def day_of_month(found: Found, context: Context) -> bool:
    """ "June 12", but not "in June 12 people ..."; "12 May", but no verb may."""
    month, day = found.lexeme("m"), found.lexeme("d")
    if month.word in ("may", "march", "mar", "dec") and context.part_of_speech(month.start) in _VERBS:
        return False
    beyond = found.near(2)
    money = beyond is not None and beyond.word == "$"  # "ended Aug. 31 C$2.7 million"
    return not (day.cls == "day" and day.start > month.start and _counts(found.after) and not money) and not (
        day.word == "second" and day.start < month.start and found.lexemes[found.match.start("d") + 1] is month
    )


def day_range(found: Found, context: Context) -> bool:
    """ "5 to 7 June", "June 5-7", "between 5 and 7 June", "5 and 6 June", but not "on 5 at 7 June"."""
    if found["d"]:
        return True
    first, last = found.lexeme("a"), found.lexeme("b")
    link = found.lexemes[found.match.start("a") + 1]
    if link.cls == "and":
        start = min(found.match.start("a"), found.match.start("m"))
        between = start > 0 and found.lexemes[start - 1].word == "between"
        return between or (link.word == "and" and last.data == first.data + 1)
    return first.data < last.data and (link.cls == "dash" or link.word in ("to", "through", "until", "till"))


def lone_month(found: Found, context: Context) -> bool:
    """A month's name is a month unless it is a verb, or the name of a person or a march."""
    month = found.lexeme("m")
    if month.word not in ("may", "march", "august", "april", "june"):
        return True
    tag = context.part_of_speech(month.start)
    if tag in ("VERB", "AUX", "PERSON"):
        return False
    if month.word in ("april", "june"):
        return True
    if not context.capital(month.start):
        return False
    before = found.near(-1)
    return found.first != found.last or (before is not None and before.word in context_words("month_leads"))


def lone_season(found: Found, context: Context) -> bool:
    """A season stands after an article, a preposition or a part ("early summer"); "fall" only so in any case."""
    if context.part_of_speech(found.lexeme("s").start) in _VERBS:
        return False
    before, after = found.before, found.after
    if found.lexeme("s").word == "fall" and after is not None and (after.cls == "in" or after.cls == "of"):
        return False
    if found.first != found.last:
        return not (
            after is not None
            and after.cls == "x"
            and after.word.isalpha()
            and found.lexemes[found.first].cls == "the"
            and after.word not in ("when", "but", "that")
        )
    return (
        before is not None
        and before.cls in ("in", "of", "prep", "after", "before")
        and before.word not in ("to", "at", "with", "a", "into")
    )


def ordinal_century(found: Found, context: Context) -> bool:
    """The unit of "19th century" is a century."""
    return bool(found.lexeme("u").data == "CE")


def lone_year(found: Found, context: Context) -> bool:
    """Is a four-digit number a year: in a plausible range, in a place where years stand, and counting nothing?"""
    year, after = found.lexeme("y"), found.after
    at = found.match.start("y")
    before = found.lexemes[at - 1] if at else None
    if _counts_or_numbers(found, at) or _is_round_count(found, before):
        return False
    if before is None or before.cls in ("fiscal", "unit", "part", "edge", "before", "after"):
        return before is not None or (1900 <= year.data <= context.latest_year and not _plural(after))
    if not 1900 <= year.data <= context.latest_year:
        return before.word in context_words("year_leads") and not _plural(after)
    if _plural(after):
        return year.data % 1000 != 0 and (before.word in context_words("year_leads") or before.word in ("the", "of"))
    return True


def _is_round_count(found: Found, before: Lexeme | None) -> bool:
    """ "Creating 2000 construction jobs": a round number, a word and a plural, without anything that leads a year."""
    after, beyond = found.after, found.near(2)
    led = before is None or before.cls != "x" or before.word in context_words("year_leads")
    if led or found.lexeme("y").data % 1000 or after is None or after.cls != "x":
        return False
    return after.word.isalpha() and _plural(beyond)


def _counts_or_numbers(found: Found, at: int) -> bool:
    """Does a number count what follows it, or number what stands before it ("flight", "No.", another number)?"""
    after, before = found.after, found.lexemes[at - 1] if at else None
    if after is not None and (_counts(after) or after.cls in ("number", "fraction", "ampm")):
        return True
    if after is not None and after.cls == "dash" and _counts(found.near(2)):
        return True
    if before is None:
        return False
    dotted = before.word == "." and at > 1 and is_numbered(found.lexemes[at - 2])
    return dotted or is_numbered(before) or (before.word[:1].isdigit() and before.end + 1 >= found.lexemes[at].start)


def no_age(found: Found, context: Context) -> bool:
    """No "two years old", "49-year-old"."""
    after = found.near(2) if found.after is not None and found.after.cls == "dash" else found.after
    if found.before is not None and found.before.word == "aged":
        return False
    return after is None or after.cls != "old"


def a_duration(found: Found, context: Context) -> bool:
    """No age, no rate ("flights a week", "the second day"), and "a second" only after a preposition."""
    number, unit = found.lexeme("n"), found.lexeme("u")
    if not no_age(found, context):
        return False
    if number.cls == "a":
        before = found.before
        if unit.data == "Q" and before is not None and before.word not in ("in", "for", "per", "within", "during"):
            return False  # "rose by more than a quarter"
        return (
            before is not None
            and (before.cls in ("in", "prep", "after", "before") or before.word in ("than", "half"))
            and before.word not in ("on", "at", "to", "by")
        )
    return not (unit.word == "second" and (found.after is None or found.after.cls == "x"))


def bare_plural(found: Found, context: Context) -> bool:
    """ "Years" alone is a time after a preposition ("for years"), but not before a preposition of its own."""
    before = found.before
    return before is not None and (before.cls in ("in", "after") or before.word in ("for", "over", "through"))


def bare_unit(found: Found, context: Context) -> bool:
    """ "The quarter", "the year", "the weekend": no "the day" or "the century" that something else defines."""
    unit, after = found.lexeme("u"), found.after
    if unit.data not in ("Q", "Y", "WE", "W", "M"):
        return False
    return after is None or after.cls != "dash"


def time_of_day(found: Found, context: Context) -> bool:
    """ "The morning", "noon": with an article or a preposition before them, or a clock's own word."""
    before = found.lexemes[found.match.start("p") - 1] if found.match.start("p") else None
    part = found.lexeme("p")
    if ":" in part.data:
        return True
    return before is not None and (
        before.cls in ("the", "part", "before")
        or (before.cls == "prep" and before.word in ("by", "until"))
        or part.word == "overnight"
    )


def half_of_quarters(found: Found, context: Context) -> bool:
    """Two quarters, the first or the last."""
    first = found["l"] is not None or found.lexeme("o").word == "first"
    return first and found.lexeme("u").data == "Q" and found.lexeme("n").data == 2


def hour_stands(found: Found, context: Context) -> bool:
    """ "At two in the morning", but not "arrested 12 in the morning raid"."""
    before, after = found.before, found.after
    led = before is not None and before.word in context_words("hour_leads")
    return led and (
        after is None or after.cls != "x" or not after.word.isalpha() or after.word in context_words("function_words")
    )


def bare_reference(found: Found, context: Context) -> bool:
    """ "The past", "the future" as nouns of their own."""
    lexeme, after = found["r"], found.after
    if lexeme is None or lexeme.cls in ("recent", "current") or found.lexemes[found.last].cls == "units":
        return True
    if after is not None and after.cls in ("number", "day", "int", "several"):
        return False
    return (
        after is None or after.cls != "x" or after.word in context_words("function_words") or not after.word.isalpha()
    )


def plain_weekday(found: Found, context: Context) -> bool:
    """No Bloody Sunday, no Black Friday."""
    before = found.before
    return before is None or before.word not in context_words("named_days")


def day_adverb(found: Found, context: Context) -> bool:
    """No programme of that name: "Today" in capitals inside a sentence."""
    lexeme, before = found.lexeme("t"), found.before
    inside = before is not None and before.cls == "x" and before.word.isalpha()
    return not (inside and context.capital(lexeme.start))


def year_end(found: Found, context: Context) -> bool:
    """Year-end, year's end."""
    return found.lexeme("u").data == "Y" and found.lexeme("p").word == "end"


def time_before(found: Found, context: Context) -> bool:
    """ "The year before" with nothing after it that it is before."""
    after = found.after
    return after is None or (after.cls in ("sentence", "comma", "x") and not after.word.isalnum())
