"""Times and steps that are none of a series: “deaths a day”, “three years on from 2001-03”, “falling again”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.question.named.misleading.asked import SEVERAL
from healthgap.question.words.spans import WAYS, Span, following

_TIMES = ("day", "week", "month", "hour")
_BY_THE = ("per", "each", "every")


def _by_the_day(spans: Sequence[Span], i: int) -> bool:
    """ "Infant deaths a day", "per week", "deaths under one week": figures are of years."""
    if not i or spans[i].text.removesuffix("s") not in _TIMES:
        return False
    lead = spans[i - 1].text
    counted = i > 1 and any(spans[i - 2].has(kind) for kind in ("indicator", "events", "measure"))
    return lead in _BY_THE or lead.endswith((" one", " 1")) or (lead == "a" and counted)


def _follows_a_time(spans: Sequence[Span], i: int) -> bool:
    """ "Following 2003-05" is not in it."""
    after = following(spans, i)
    return spans[i].text == "following" and after is not None and after.when is not None


def _again(spans: Sequence[Span], i: int) -> bool:
    """ "Narrowing again", “at baseline again”: after a time when it was not."""
    if spans[i].text != "again" or not i:
        return False
    before = spans[i - 1]
    return before.when is not None or before.has("when") or any(before.has("cue", way) for way in WAYS)


def _when_something_else(spans: Sequence[Span], i: int) -> bool:
    """ "The infant gap when cancer was at its lowest", “… when the rate was 5.9”: a time known by something else."""
    if not spans[i].has("cue", "when") or not any(span.has("indicator") for span in spans[:i]):
        return False
    kinds = ("indicator", "group")
    return any(span.has(kind) for span in spans[i + 1 :] for kind in kinds) or any(
        span.has("measure", "rate") for span in spans[i + 1 :]
    )


def _years_from(spans: Sequence[Span], i: int) -> bool:
    """ "Three years on from 2001-03", “two years after the baseline”: so many years are no period."""
    return bool(_SO_MANY_YEARS.match(" ".join(span.text for span in spans[i : i + 5])))


_SO_MANY_YEARS = re.compile(
    r"(?:the )?(?:one|two|three|four|five|six|\d) years? (?:on|after|before|back|prior|since|later|earlier|previous)\b"
)


def _over_three_years(spans: Sequence[Span], i: int) -> bool:
    """ "Has it narrowed in the last three years?": from which period to which?"""
    after = following(spans, i)
    words = f"{spans[i].text} {after.text if after else ''}"
    if not _THREE_YEARS.search(words):
        return False
    moves = any(span.has("cue", way) for span in spans for way in WAYS)
    return moves and not any(span.when for span in spans)


_THREE_YEARS = re.compile(r"\b(?:three|3) years?\b")


def _of_each_of_the_last(spans: Sequence[Span], i: int) -> bool:
    """ "Did it rise in any of the last four periods?": in four steps, or three?"""
    words = " ".join(span.text for span in spans[i : i + 6])
    return bool(_EACH_OF_THE_LAST.match(words))


_EACH_OF_THE_LAST = re.compile(r"(?:each|every|any|one|either) (?:of )?(?:the )?(?:last|past|latest) \S")


def _so_many_in_a_row(spans: Sequence[Span], i: int) -> bool:
    """ "Above 18% for three periods in a row": how many they are, nothing counts."""
    after = following(spans, i)
    counted = spans[i].text in SEVERAL and after is not None and after.text.startswith(("period", "time"))
    said = any(span.said for span in spans)
    of_so_many = counted and any(span.text in _IN_A_ROW or span.has("cue", "run") for span in spans[i + 1 :])
    return of_so_many or (said and (counted or spans[i].text in _IN_A_ROW))


_IN_A_ROW = ("in a row", "running", "consecutive", "in succession", "on the trot")


RULES = (
    _follows_a_time,
    _by_the_day,
    _again,
    _when_something_else,
    _years_from,
    _over_three_years,
    _of_each_of_the_last,
    _so_many_in_a_row,
)
