"""Amounts in the words people use: 18%, "3 points", "more than a third", "one in five", "nearly halved".

Finds them in tokens. What an amount is of is decided later, by the clause it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healthgap.question.model import Amount, Bound, Unit
from healthgap.question.words.dates import Known
from healthgap.question.words.lexicon import Lexicon
from healthgap.question.words.periods import Mention
from healthgap.question.words.text import Token

_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_FRACTIONS |= {"ninth": 9, "tenth": 10}
_PLURALS = {f"{name}s": parts for name, parts in _FRACTIONS.items() if parts > 2}
_MULTIPLES = {"halved": 50, "halve": 50, "doubled": 100, "double": 100, "tripled": 200, "triple": 200}
_MULTIPLES |= {"trebled": 200, "quadrupled": 300, "halving": 50, "doubling": 100}

_NO_MULTIPLE = ("figures", "figure", "digits", "digit", "check", "checked", "checking")
_WORDED = {*_FRACTIONS, *_PLURALS, *_MULTIPLES}

_BEYOND: Mapping[str, Bound] = {"over": "above", "above": "above", "below": "below", "under": "below"}
_ON_A_SIDE: Mapping[tuple[str, ...], Bound] = {
    ("over",): "just_above",
    ("above",): "just_above",
    ("more", "than"): "just_above",
    ("under",): "nearly",
    ("below",): "nearly",
    ("less", "than"): "nearly",
}
_BY_LITTLE = (("just",), ("slightly",), ("marginally",), ("a", "little"), ("a", "bit"), ("a", "touch"))
_BOUNDS: Mapping[tuple[str, ...], Bound] = {
    **{(*little, *side): bound for little in _BY_LITTLE for side, bound in _ON_A_SIDE.items()},
    ("just", "short", "of"): "nearly",
    ("just", "shy", "of"): "nearly",
    ("about",): "about",
    ("around",): "about",
    ("roughly",): "about",
    ("approximately",): "about",
    ("close", "to"): "about",
    ("some",): "about",
    ("nearly",): "nearly",
    ("almost",): "nearly",
    ("not", "quite"): "nearly",
    ("more", "than"): "above",
    ("greater", "than"): "above",
    ("bigger", "than"): "above",
    ("larger", "than"): "above",
    ("wider", "than"): "above",
    ("narrower", "than"): "below",
    ("higher", "than"): "above",
    ("over",): "above",
    ("above",): "above",
    **{
        (went, beyond): bound
        for went in ("went", "gone", "go", "goes", "crept")
        for beyond, bound in _BEYOND.items()
    },
    ("passed",): "above",
    ("pass",): "above",
    ("crossed",): "above",
    ("exceeded",): "above",
    ("exceeding",): "above",
    ("exceed",): "above",
    ("less", "than"): "below",
    ("fewer", "than"): "below",
    ("lower", "than"): "below",
    ("smaller", "than"): "below",
    ("under",): "below",
    ("below",): "below",
    ("beneath",): "below",
    ("at", "least"): "at_least",
    ("no", "less", "than"): "at_least",
    ("at", "most"): "at_most",
    ("no", "more", "than"): "at_most",
    ("up", "to"): "at_most",
    ("as", "low", "as"): "at_most",
    ("as", "high", "as"): "at_least",
    ("as", "wide", "as"): "at_least",
}
_AFTER: Mapping[tuple[str, ...], Bound] = {
    ("or", "more"): "at_least",
    ("or", "over"): "at_least",
    ("or", "higher"): "at_least",
    ("or", "above"): "at_least",
    ("or", "less"): "at_most",
    ("or", "under"): "at_most",
    ("or", "lower"): "at_most",
    ("or", "below"): "at_most",
}
_UNITS: Mapping[tuple[str, ...], Unit] = {
    ("%", "points"): "points",
    ("percentage", "points"): "points",
    ("percentage", "point"): "points",
    ("percent", "points"): "points",
    ("per", "cent", "points"): "points",
    ("%",): "%",
    ("percent",): "%",
    ("per", "cent"): "%",
    ("pc",): "%",
    ("points",): "points",
    ("point",): "points",
    ("pts",): "points",
    ("pp",): "points",
    ("ppts",): "points",
}
_ROLES = ("by", "from", "to", "at", "of")
_MOVEMENTS = {"fall", "drop", "rise", "cut", "reduction", "decrease", "increase", "decline", "change"}
_MOVEMENTS |= {"narrowing", "widening", "improvement", "growth"}
_LEVELS = ("below", "under", "above", "over", "beneath", "exceeded", "exceeding", "exceed")
_AGES = ("under", "over", "above", "below")
_OLDEST = 120
OLD_AGE = 60
"""From here on, “under 65” is said of people, whatever stands before it."""

_OF_A_LEVEL = {
    "is",
    "was",
    "are",
    "were",
    "be",
    "been",
    "stand",
    "stands",
    "stood",
    "go",
    "goes",
    "went",
    "gone",
}
_OF_A_LEVEL |= {"fall", "falls", "fell", "fallen", "falling", "drop", "drops", "dropped", "dip", "dipped"}
_OF_A_LEVEL |= {"rise", "rises", "rose", "risen"}
_COUNTS_PERIODS = ("last", "past", "latest", "previous", "recent", "next", "first")
_BEFORE_YEARS = ("since", "in", "until", "during", "before", "after")


@dataclass(frozen=True, slots=True)
class Said:
    """`amount` stands in tokens `start` up to, not including, `end`, as `words`.

    `role` is the word that leads to it ("by", "from", "to", "at", "of"), `verb` the one that is itself the amount
    ("halved"). `is_level` where a word such as "below" says that a level is meant and no change; `doubtful` where a
    bare number could be an age ("under 65") or a fraction a part ("half the gap").
    """

    start: int
    end: int
    words: str
    amount: Amount
    role: str = ""
    verb: str = ""
    is_level: bool = False
    doubtful: bool = False


def mentions(tokens: Sequence[Token], named: Sequence[Mention | Known], lexicon: Lexicon) -> tuple[Said, ...]:
    """Every amount in `tokens` outside the periods and dates `named`, left to right."""
    words = [token.text for token in tokens]
    if not any(word[0].isdecimal() or word in _WORDED or word in lexicon.wording.counting for word in words):
        return ()
    taken = {i for mention in named for i in range(mention.start, mention.end)}
    found = []
    free_from = at = 0
    while at < len(words):
        read = (
            None
            if at in taken
            else _number(words, at, lexicon) or _worded(words, at, lexicon.wording.counting)
        )
        if read is None:
            at += 1
            continue
        said = _led_to(words, at, free_from, read)
        found.append(said)
        free_from = at = said.end
    return tuple(said for said in found if taken.isdisjoint(range(said.start, said.end)))


@dataclass(frozen=True, slots=True)
class _Read:
    """A number with its unit that ends before token `end`."""

    value: float
    unit: Unit
    decimals: int | None
    end: int
    verb: str = ""


def _number(words: Sequence[str], at: int, lexicon: Lexicon) -> _Read | None:
    """18%, "18 per cent", "3 points", "three points", "1 in 5", 5.4."""
    word = words[at]
    if word[-1].isdecimal() and _odds(words, at, lexicon.wording.counting):
        return _odds(words, at, lexicon.wording.counting)
    if not word[-1].isdecimal():
        unit, end = _unit(words, at + 1)
        named = lexicon.wording.counting.get(word) if word.isalpha() else None
        return _Read(float(named), unit, 0, end) if named and unit else None
    unit, end = _unit(words, at + 1)
    if _in_phrase(words, at, end, lexicon):
        return None
    if not unit and at and words[at - 1] in (*_COUNTS_PERIODS, *_BEFORE_YEARS):
        return None
    return _Read(float(word), unit, len(word.partition(".")[2]), end)


def _odds(words: Sequence[str], at: int, counting: Mapping[str, int]) -> _Read | None:
    """ "1 in 5", "one in five"."""
    if at + 2 >= len(words) or words[at + 1] != "in":
        return None
    top, bottom = (_whole(words[i], counting) for i in (at, at + 2))
    if not top or not bottom or not top < bottom <= 20:
        return None
    return _Read(100 * top / bottom, "%", None, at + 3)


def _whole(word: str, counting: Mapping[str, int]) -> int:
    return int(word) if word.isdecimal() and len(word) <= 2 else counting.get(word, 0)


def _worded(words: Sequence[str], at: int, counting: Mapping[str, int]) -> _Read | None:
    """ "a third", "two thirds", "one in five", "halved"."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word in _MULTIPLES and following not in _NO_MULTIPLE:
        return _Read(float(_MULTIPLES[word]), "%", None, at + 1, word)
    if word in ("a", "one") and following in _FRACTIONS:
        return _Read(100 / _FRACTIONS[following], "%", None, at + 2)
    if word == "half":
        return _Read(50.0, "%", None, at + 1)
    if word in counting and following in _PLURALS:
        return _Read(100 * counting[word] / _PLURALS[following], "%", None, at + 2)
    return _odds(words, at, counting) if word in counting else None


def _unit(words: Sequence[str], at: int) -> tuple[Unit, int]:
    for length in (3, 2, 1):
        unit = _UNITS.get(tuple(words[at : at + length]))
        if unit:
            return unit, at + length
    return "", at


def _in_phrase(words: Sequence[str], at: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the number with its unit, up to `end`, belongs to a phrase: "under 75", "per 1,000", "95% range"."""
    for phrase in lexicon.numbered.get(words[at], ()):
        start = at - phrase.index(words[at])
        if start >= 0 and start + len(phrase) >= end and tuple(words[start : start + len(phrase)]) == phrase:
            return True
    return False


def _led_to(words: Sequence[str], at: int, free_from: int, read: _Read) -> Said:
    """The amount with the words before and after it that bound it, and the one that leads to it."""
    bound: Bound = ""
    start, end = at, read.end
    for length in (4, 3, 2, 1):
        before = tuple(words[max(free_from, start - length) : start])
        if len(before) == length and before in _BOUNDS:
            bound, start = _BOUNDS[before], start - length
            break
    after = tuple(words[end : end + 2])
    if not bound and after in _AFTER:
        bound, end = _AFTER[after], end + 2
    bounding = words[at - 1] if start < at else ""
    role = words[start - 1] if start > free_from and words[start - 1] in _ROLES and not read.verb else ""
    start -= bool(role)
    if role == "of" and start > free_from and words[start - 1] in _MOVEMENTS:
        role = "by"  # "a fall of 3 points"
    if not role and after[:1] and after[0] in _MOVEMENTS:
        role = "by"  # "a 3 point fall"
    amount = Amount(read.value, read.unit, bound, read.decimals)
    verb = words[start - 1] if start else ""
    age = bounding in _AGES and read.value <= _OLDEST
    said_of_people = age and (verb not in _OF_A_LEVEL or read.value >= OLD_AGE)
    may_be_age = not read.unit and read.decimals == 0 and (said_of_people or role == "at")
    may_be_part = read.decimals is None and not read.verb and after[:1] in (("of",), ("the",))
    is_level = bounding in _LEVELS or after in _AFTER
    doubtful = may_be_age or may_be_part
    return Said(start, end, " ".join(words[start:end]), amount, role, read.verb, is_level, doubtful)
