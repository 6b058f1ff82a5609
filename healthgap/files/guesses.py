"""Guesses which of a stranger's columns are ours, by their heads and by what stands in them; for drafts only.

Nothing is ever loaded on a guess: a person reads the draft, mends it and saves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from healthgap.catalogue import Catalogue
from healthgap.figures import MISSING_CODES
from healthgap.files.names import Names, Unknown
from healthgap.files.printed import is_number
from healthgap.files.raw import RawTable
from healthgap.mapping import FIRST_AND_LAST_DAY, Block
from healthgap.tables import codes

_LOOKED_AT = 200

# What publishers call our columns, the likeliest first; a head is one of these once it is in lower case with spaces.
_HEADS = {
    "indicator": ("indicator", "indicator name", "indicator title", "indicator abbr", "indicator id", "metric"),
    "sex": ("sex", "gender", "sex name"),
    "area": (
        *("area name", "areaname", "area", "setting", "geography name", "geography", "la name", "region name"),
        *("region", "local authority name", "local authority", "council", "district", "country", "place", "geo"),
        *("area code", "featurecode"),
    ),
    "group": ("group", "subgroup", "category", "population group", "deprivation decile", "deprivation quintile"),
    "period": ("period", "time period", "timeperiod", "date", "year", "years", "financial year"),
    "period_from": ("date from", "from date", "period start", "period from", "start date", "date start"),
    "period_to": ("date to", "to date", "period end", "period to", "end date", "date end"),
    "value": ("value", "estimate", "rate", "observation", "obs value", "figure", "percentage", "percent", "prevalence"),
    "lower": ("lower", "lower ci", "lci", "ci lb", "lower ci 95", "lower ci 95.0 limit", "lower limit", "lowerci95"),
    "upper": ("upper", "upper ci", "uci", "ci ub", "upper ci 95", "upper ci 95.0 limit", "upper limit", "upperci95"),
    "count": ("count", "numerator", "events", "observed", "number"),
    "denominator": ("denominator",),
    "note": ("note", "value note", "flag", "notes", "footnote", "comment"),
}  # fmt: skip
_LOWER = re.compile(r"\b(lower|lci|lb|ll)\b")
_UPPER = re.compile(r"\b(upper|uci|ub|ul)\b")
_GROUP = re.compile(
    r"group|quintile|decile|depriv|\bimd|class|nssec|ns sec|ethnic|educat|isced|income|wealth|who"
)
_SEX_IN_HEAD = {
    "male": re.compile(r"\b(males?|men|boys?)\b"),
    "female": re.compile(r"\b(females?|women|girls?)\b"),
    "persons": re.compile(r"\b(persons?|people|both sexes|all sexes)\b"),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """Which heads seem to be our columns; `blocks` where each sex or period has number columns of its own."""

    columns: dict[str, str]
    blocks: tuple[Block, ...]


def distinct_words(raw: RawTable, head: str) -> list[str]:
    """The distinct cells under a head in the order in which they first stand there, without blanks."""
    _, words = codes(raw.columns[raw.heads.index(head)])
    return [word for word in dict.fromkeys(word.strip() for word in words) if word]


def guess(raw: RawTable, catalogue: Catalogue) -> Guess:
    """The likeliest heads: by what they are called, then by what stands under them."""
    heads = [head for head in dict.fromkeys(raw.heads) if head.strip()]
    names = Names(catalogue)
    blocks = _by_sex(raw, heads) or _by_period(raw, heads, names)
    given = {name for block in blocks for name in (*block.words, *block.heads)}
    spelled = {_plain(head): head for head in reversed(heads)}
    columns: dict[str, str] = {}
    for name, known in _HEADS.items():
        found = next((spelled[one] for one in known if one in spelled), None)
        if found is not None and name not in given:
            columns[name] = found
    tests: dict[str, Callable[[str], str | Unknown]] = {
        "sex": lambda word: names.sex(None, word),
        "period": names.period,
    }
    for name in tests.keys() - columns.keys() - given:
        left = [head for head in heads if head not in columns.values()]
        fitting = (head for head in left if _all_known(raw, head, tests[name]))
        columns.update((name, head) for head in islice(fitting, 1))
    if "group" not in columns.keys() | given:
        like_groups = (head for head in heads if _GROUP.search(_plain(head)) and _tells_apart(raw, head))
        columns.update(("group", head) for head in islice(like_groups, 1))
    if "value" not in columns and "value" not in given:
        numbers = (head for head in heads if head not in columns.values() and _has_numbers(raw, head))
        columns.update(("value", head) for head in islice(numbers, 1))
    if "period" in columns.keys() | given or not columns.keys() >= set(FIRST_AND_LAST_DAY):
        columns = {name: head for name, head in columns.items() if name not in FIRST_AND_LAST_DAY}
    return Guess({name: columns[name] for name in _HEADS if name in columns}, blocks)


def _all_known(raw: RawTable, head: str, find: Callable[[str], str | Unknown]) -> bool:
    words = distinct_words(raw, head)[:_LOOKED_AT]
    return bool(words) and not any(isinstance(find(word), Unknown) for word in words)


def _tells_apart(raw: RawTable, head: str) -> bool:
    """Whether something else than numbers stands under a head."""
    return not all(map(is_number, distinct_words(raw, head)[:_LOOKED_AT]))


def _plain(head: str) -> str:
    return " ".join(re.sub(r"[_\-/()]+", " ", head).lower().split())


def _by_sex(raw: RawTable, heads: Sequence[str]) -> tuple[Block, ...]:
    """A block for each sex with columns of numbers of its own; none unless there are two."""
    found: dict[str, dict[str, str]] = {}
    for head in heads:
        plain = _plain(head)
        sex = next((sex for sex, pattern in _SEX_IN_HEAD.items() if pattern.search(plain)), None)
        if sex is None or not _has_numbers(raw, head):
            continue
        number = "lower" if _LOWER.search(plain) else "upper" if _UPPER.search(plain) else "value"
        found.setdefault(sex, {}).setdefault(number, head)
    blocks = tuple(Block({"sex": sex}, numbers) for sex, numbers in found.items() if "value" in numbers)
    return blocks if len(blocks) > 1 else ()


def _by_period(raw: RawTable, heads: Sequence[str], names: Names) -> tuple[Block, ...]:
    """A block for each period that is the head of a column of numbers; none unless there are two."""
    periods = {head: names.period(head) for head in heads}
    blocks = tuple(
        Block({"period": period}, {"value": head})
        for head, period in periods.items()
        if not isinstance(period, Unknown) and _has_numbers(raw, head)
    )
    return blocks if len(blocks) > 1 else ()


def _has_numbers(raw: RawTable, head: str) -> bool:
    """Whether nothing but numbers and marks for missing ones stands under a head."""
    words = distinct_words(raw, head)[:_LOOKED_AT]
    numbers = [word for word in words if is_number(word)]
    return bool(numbers) and all(is_number(word) or word.lower() in MISSING_CODES for word in words)
