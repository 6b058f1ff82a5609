"""Periods in the spellings people use: 2005-07, 2005/07, 2005 to 2007, 03/05, "three years to 2007".

Finds them in tokens. Whether such a period is held is decided later, against the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healthgap.question.model import When
from healthgap.question.text import Token

_JOINS = {"-", "/", "to"}
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """`when` stands in tokens `start` up to, not including, `end`."""

    start: int
    end: int
    when: When


def mentions(tokens: Sequence[Token], counting: Mapping[str, int]) -> tuple[Mention, ...]:
    """Every period and year in `tokens`, left to right."""
    found = []
    at = 0
    while at < len(tokens):
        mention = (
            _years_to(tokens, at, counting)
            or _range(tokens, at)
            or _run_together(tokens, at)
            or _year(tokens, at)
        )
        if mention:
            found.append(mention)
        at = mention.end if mention else at + 1
    return tuple(found)


def _range(tokens: Sequence[Token], at: int) -> Mention | None:
    """2005-07, 2005-2007, 2003-5, 03/05, 2005 to 2007; not wider than a pooled period can be."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in _JOINS:
        return None
    first, sign, second = tokens[at].text, tokens[at + 1].text, tokens[at + 2].text
    start = _full_year(first) or (_two_digit_year(first) if sign != "to" else None)
    if start is None or not second.isdecimal():
        return None
    end = int(second) if len(second) == 4 else _completed(start, second)
    shortest = 2 if sign == "to" else 1  # "2006 to 2007" are two periods, 2006/07 is one
    if end is None or not shortest <= end - start < _LONGEST:
        return None
    return Mention(at, at + 3, When("period", start, end))


def _years_to(tokens: Sequence[Token], at: int, counting: Mapping[str, int]) -> Mention | None:
    """ "three years to 2007", "3 years ending 2007", "three years ended in 2007"."""
    words = [token.text for token in tokens[at : at + 5]]
    count = counting.get(words[0], int(words[0]) if words[0].isdecimal() else 0)
    if not (1 < count <= _LONGEST and len(words) >= 4 and words[1] in ("years", "year")):
        return None
    if words[2] not in ("to", "ending", "ended", "until"):
        return None
    year_at = 4 if words[3] in ("in", "with") else 3
    end = _full_year(words[year_at]) if year_at < len(words) else None
    return Mention(at, at + year_at + 1, When("period", end - count + 1, end)) if end else None


def _run_together(tokens: Sequence[Token], at: int) -> Mention | None:
    """0507, "05 07" and "2000 02", as typed on a phone; only for three pooled years."""
    text = tokens[at].text
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if len(text) == 4 and text.isdecimal() and not _full_year(text):
        start, second, end_at = _two_digit_year(text[:2]), text[2:], at + 1
    else:
        start, second, end_at = _full_year(text) or _two_digit_year(text), following, at + 2
    if start is None or not (len(second) == 2 and second.isdecimal()):
        return None
    end = _completed(start, second)
    return Mention(at, end_at, When("period", start, end)) if end == start + 2 else None


def _year(tokens: Sequence[Token], at: int) -> Mention | None:
    year = _full_year(tokens[at].text)
    return Mention(at, at + 1, When("period", year, year)) if year else None


def _full_year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isdecimal() and 1900 <= int(text) < 2100 else None


def _two_digit_year(text: str) -> int | None:
    if len(text) != 2 or not text.isdecimal():
        return None
    return int(text) + (1900 if int(text) >= 50 else 2000)


def _completed(start: int, digits: str) -> int | None:
    """The year after `start` that ends in `digits` (one or two of them): 2003 and 5, 1999 and 01."""
    if len(digits) > 2:
        return None
    size = 10 if len(digits) == 1 else 100
    year = start // size * size + int(digits)
    return year if year > start else year + size
