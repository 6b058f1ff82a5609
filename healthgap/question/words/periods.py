"""Periods in the spellings people use: 2005-07, 2005/07, 2005 to 2007, 03/05, "three years to 2007", FY 2013/14.

Finds them in tokens. Whether such a period is held is decided later, against the figures. Times that no period is
printed for ("May 2006", "Q3", "the 90s") are found as well, so that they are named and never taken for a year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healthgap.question.model import When
from healthgap.question.words.text import Token

_WORDS_BETWEEN = {"to", "through", "until", "till"}
_JOINS = {"-", "/", *_WORDS_BETWEEN}
_LONGEST = 5
_POOLED = {
    "period",
    "average",
    "averages",
    "rolling",
    "moving",
    "pooled",
    "figure",
    "figures",
    "data",
    "mean",
}
_ENDING = {"to", "ending", "ended", "until", "till", "through", "up"}
_AT_ITS_END = {
    "to",
    "in",
    "with",
    "at",
    "the",
    "end",
    "of",
    "and",
    "including",
    "december",
    "dec",
    "31",
    "31st",
}
_FINANCIAL = {"fy", "financial", "fiscal"}
_MONTHS = {"january", "february", "march", "april", "may", "june", "july", "august", "september"}
_MONTHS |= {"october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept"}
_PARTS = _MONTHS | {"oct", "nov", "dec", "spring", "summer", "autumn", "winter", "christmas"}
_PARTS |= {"early", "mid", "middle", "late", "start", "beginning", "end", "half", "quarter", "week"}
_BEFORE_MAY = {
    "in",
    "for",
    "since",
    "of",
    "during",
    "by",
    "until",
    "to",
    "from",
    "last",
    "this",
}  # else it is a verb
_PART_LIKE_NUMBER = re.compile(r"[qh][1-4]")
_DECADE = re.compile(r"(?:\d\d)?\d0s")
_LOOSE = (
    ("turn", "of", "the", "century"),
    ("turn", "of", "the", "millennium"),
    ("millennium",),
    ("noughties",),
    ("eighties",),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """`when` stands in tokens `start` up to, not including, `end`; None for a time that is no period."""

    start: int
    end: int
    when: When | None


def mentions(tokens: Sequence[Token], counting: Mapping[str, int]) -> tuple[Mention, ...]:
    """Every period and year in `tokens`, left to right."""
    found = []
    at = 0
    while at < len(tokens):
        mention = (
            _loose(tokens, at)
            or _years_to(tokens, at, counting)
            or _financial(tokens, at)
            or _range(tokens, at)
            or _run_together(tokens, at)
            or _year(tokens, at)
        )
        if mention:
            found.append(mention)
        at = mention.end if mention else at + 1
    return tuple(found)


def _loose(tokens: Sequence[Token], at: int) -> Mention | None:
    """May 2006, mid 2006, end of 2006, Q3, 2006 Q3, 03/2005, the 90s, the turn of the century."""
    words = [token.text for token in tokens[at : at + 4]]
    phrase = next((phrase for phrase in _LOOSE if tuple(words[: len(phrase)]) == phrase), ())
    decade = _decade_at(words)
    if phrase or decade:
        return Mention(at, at + max(len(phrase), decade), None)
    month_of_year = len(words) > 2 and words[1] == "/" and len(words[0]) == 2 and _full_year(words[2])
    if month_of_year and words[0].isdecimal() and 1 <= int(words[0]) <= 12:
        return Mention(at, at + 3, None)
    if words[0] in _PARTS or _PART_LIKE_NUMBER.fullmatch(words[0]):
        year_at = next((i for i, word in enumerate(words[1:], 1) if word not in ("of", "in", "the", "-")), 0)
        if year_at and _full_year(words[year_at]):
            return Mention(at, at + year_at + 1, None)
    in_may = words[0] == "may" and at > 0 and tokens[at - 1].text in _BEFORE_MAY
    if in_may or _PART_LIKE_NUMBER.fullmatch(words[0]):
        return Mention(at, at + 1, None)
    if _full_year(words[0]) and len(words) > 1 and _PART_LIKE_NUMBER.fullmatch(words[1]):
        return Mention(at, at + 2, None)
    return None


def _decade_at(words: Sequence[str]) -> int:
    """How many of `words` name a decade: “90s”, “late nineties”, “mid-1990s”; 0 where they do not begin with one."""
    start = 1 + (words[1:2] == ["-"]) if words[0] in ("mid", "late", "early") else 0
    named = start < len(words) and (_DECADE.fullmatch(words[start]) or words[start] == "nineties")
    return start + 1 if named else 0


def _financial(tokens: Sequence[Token], at: int) -> Mention | None:
    """FY 2013/14, FY13/14, financial year 2013-14; and 2006/07 without more."""
    start = at
    while start < len(tokens) and tokens[start].text in (*_FINANCIAL, "year" if start > at else "fy"):
        start += 1
    said = start > at
    if start + 2 >= len(tokens) or tokens[start + 1].text not in ("-", "/"):
        return None
    first = _full_year(tokens[start].text) or (_two_digit_year(tokens[start].text) if said else None)
    second = tokens[start + 2].text
    if first is None or not second.isdecimal() or not (said or tokens[start + 1].text == "/"):
        return None
    end = int(second) if len(second) == 4 else _completed(first, second)
    return Mention(at, start + 3, When("period", first, first, financial=True)) if end == first + 1 else None


def _range(tokens: Sequence[Token], at: int) -> Mention | None:
    """2005-07, 2005-2007, 2003-5, 03/05, 2005 to 2007, 05 to 07; not wider than a pooled period can be."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in _JOINS:
        return None
    first, sign, second = tokens[at].text, tokens[at + 1].text, tokens[at + 2].text
    in_words = sign in _WORDS_BETWEEN
    start = _full_year(first) or (_two_digit_year(first) if not in_words or first[0] in "09" else None)
    if start is None or not second.isdecimal() or (len(first) < len(second) and len(second) == 4):
        return None
    end = int(second) if len(second) == 4 else _completed(start, second)
    shortest = 2 if in_words else 1  # "2006 to 2007" are two periods
    if end is None or not shortest <= end - start < _LONGEST:
        return None
    return Mention(at, at + 3, When("period", start, end))


def _years_to(tokens: Sequence[Token], at: int, counting: Mapping[str, int]) -> Mention | None:
    """ "three years to 2007", "3-year average ending in 2007", "the three years up to the end of December 2007"."""
    words = [token.text for token in tokens[at : at + 14]]
    count = counting.get(words[0], int(words[0]) if words[0].isdecimal() else 0)
    if not (1 < count <= _LONGEST and len(words) >= 4 and words[1] in ("years", "year")):
        return None
    place = 2
    while place < len(words) and words[place] in _POOLED:
        place += 1
    if place == len(words) or words[place] not in _ENDING:
        return None
    place += 1
    while place < len(words) and words[place] in _AT_ITS_END:
        place += 1
    end = _full_year(words[place]) if place < len(words) else None
    return Mention(at, at + place + 1, When("period", end - count + 1, end)) if end else None


def _run_together(tokens: Sequence[Token], at: int) -> Mention | None:
    """0507, "05 07" and "2000 02", as typed on a phone; only for three pooled years."""
    text = tokens[at].text
    if tokens[at].grouped:
        return None
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
