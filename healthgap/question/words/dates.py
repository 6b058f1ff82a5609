"""Days, months and years of what was known or published: "as of 13 January 2009", "what did we say in 2008?".

A year by itself is a period of figures, unless saying or knowing leads straight to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthgap.question.words.text import Token

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBERS = {name.lower(): number for number, month in enumerate(MONTHS, 1) for name in (month, month[:3])}
_NUMBERS["sept"] = 9
_SAYING = {"say", "said", "know", "knew", "known", "tell", "told", "saying", "publish", "published"}
_TELLING = {"say", "said", "saying", "tell", "told"}
_WHO = {"we", "you", "they"}
_RELEASES = {"release", "releases", "update", "publication", "edition", "statement", "bulletin"}
_LEADS = ("of", "at", "on", "in", "by")


@dataclass(frozen=True, slots=True)
class Known:
    """`day` (YYYY, YYYY-MM or YYYY-MM-DD) stands in tokens `start` up to, not including, `end`."""

    start: int
    end: int
    day: str


def mentions(tokens: Sequence[Token]) -> tuple[Known, ...]:
    """Every day, month or year of knowing or publishing in `tokens`."""
    words = [token.text for token in tokens]
    if not any(_year(words, i) or _short_year(words, i) for i in range(len(words))):
        return ()
    says = not _SAYING.isdisjoint(words)
    found: list[Known] = []
    for i in range(len(words)):
        dated = _date(words, i)
        if dated is None or (found and i < found[-1].end):
            continue
        end, day = dated
        lead = i - 1 if i and words[i - 1] in _LEADS else i
        figures_of = "-" in day or _names_another_year(words, i, end)
        as_of = words[lead - 1 : lead + 1] in (["as", "of"], ["as", "at"]) and figures_of
        say_in = 0 < lead < i and (
            _says(words, lead - 1 - (words[lead - 1] == "it"))
            or (says and words[lead - 1] == "back" and figures_of)
        )
        of_release = end < len(words) and words[end] in _RELEASES
        of_release = of_release or (
            0 < lead < i and words[lead - 1] in _RELEASES and not _goes_on(words, end)
        )
        if words[end : end + 1] == ["and"] and not of_release and (later := _date(words, end + 1)):
            of_release = later[0] < len(words) and words[later[0]] in _RELEASES
            end, day = later if of_release else dated  # "between the March 2008 and January 2009 releases"
        said_about = lead < i and _said_about(words[:lead])
        if as_of or say_in:
            found.append(Known(lead - 1, end, day))
        elif of_release or said_about or (says and "-" in day):
            found.append(Known(lead, end, day))
    return tuple(found)


def _names_another_year(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the figures have a year of their own beside `start` to `end`: "the gap in 2005-07 as of 2008"."""
    return any(_year(words, i) for i in range(len(words)) if not start <= i < end)


def _goes_on(words: Sequence[str], end: int) -> bool:
    """Whether the year before `end` is the first of a period: "the release of 2005-07"."""
    return words[end : end + 1] in (["-"], ["/"], ["to"])


def _says(words: Sequence[str], at: int) -> bool:
    """Whether the word `at` is of knowing, publishing, or of what we or a release said: nobody else's word is held."""
    by_us = at > 0 and words[at - 1] in _WHO | _RELEASES
    return words[at] in _SAYING and (by_us or words[at] not in _TELLING)


def _said_about(words: Sequence[str]) -> bool:
    """ "What did we say about infant mortality" before "in 2008"; "say the gap was" would date the gap itself."""
    said = [i for i in range(2, len(words)) if words[i - 1] in _WHO and words[i] in _SAYING]
    return any(words[i - 2] == "did" and words[i + 1 : i + 2] == ["about"] for i in said)


def in_words(day: str) -> str:
    """ "13 January 2009", "January 2009" or "2009"."""
    year, *rest = day.split("-")
    month = MONTHS[int(rest[0]) - 1] if rest else ""
    return " ".join(part for part in (str(int(rest[1])) if len(rest) > 1 else "", month, year) if part)


def _date(words: Sequence[str], at: int) -> tuple[int, str] | None:
    """ "14 January 2009", "January 14, 2009", "January 2009", "2008": where it ends, and the date."""
    if at >= len(words):
        return None
    month_at = at + 1 if _day_of_month(words[at]) else at
    month_at += words[month_at : month_at + 1] in (["th"], ["st"], ["nd"], ["rd"])
    month = _NUMBERS.get(words[month_at]) if month_at < len(words) else None
    if month is None:
        year = _year(words, at)
        return (at + 1, year) if year else None
    rest = month_at + 1
    day = _day_of_month(words[at]) if month_at > at else 0
    if not day and rest < len(words) and _day_of_month(words[rest]) and not _short_year(words, rest):
        day = _day_of_month(words[rest])
        rest += 2 if words[rest + 1 : rest + 2] == [","] else 1
    year = _year(words, rest) or ("" if month_at > at else _short_year(words, rest))
    if not year:
        return None
    return rest + 1, f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")


def _day_of_month(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31 else 0


def _year(words: Sequence[str], at: int) -> str:
    word = words[at] if at < len(words) else ""
    return word if len(word) == 4 and word.isdecimal() and 1990 <= int(word) < 2100 else ""


def _short_year(words: Sequence[str], at: int) -> str:
    """2008 of “March 08”; without its nought it would be a day."""
    word = words[at] if at < len(words) else ""
    return f"20{word}" if len(word) == 2 and word.isdecimal() and word[0] == "0" else ""
