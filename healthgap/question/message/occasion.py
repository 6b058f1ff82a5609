"""Leaves out what a message tells of the asker and the occasion: “our clerk hates prose”, “for the annual report”.

Only harmless words may stand there: nothing that names people a figure could be of, places, illnesses, times or
amounts, and no word that says what is asked. All else stays, and is not understood unless the lexicon knows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from healthgap.question.message.dividing import opens_like_a_question
from healthgap.question.words.grammar import AUXILIARIES, QUESTION_WORDS
from healthgap.question.words.spans import Span
from healthgap.question.words.spelling import English
from healthgap.question.words.text import words_in

_ASKERS = words_in("i we he she they my our us me")
_DETERMINERS = words_in("the a an my our your his her their this that tomorrow today next one some")
_SUBJECTS = words_in("the a an one someone somebody it this that these those people everyone nobody all")
_FIGURES = words_in("it its they them that this these those things gap gaps rate rates target targets trend")
_OPENERS = QUESTION_WORDS | words_in("could can would give tell show please let")
_OF_A_FIGURE = words_in("how what which whose where")
_JOINTS = frozenset({"so", "and", "but", "because", "as", "so that", "which"})
_FINITE = words_in(
    """
    is are was were has have had will would can could may might must should does do did am been being
    wants needs asks says hates likes loves prefers insists worries wonders expects keeps goes gets makes takes meets
    starts begins opens closes sits reads thinks knows feels hopes helps comes runs writes speaks want need ask
    wanted needed asked said told insisted wondered queried came went got promised
    """
)
_WANTING = re.compile(r".* (?:(?:wants?|would like)(?: to know)?|needs?|ask(?:s|ing|ed(?: me| us)?) for)")
_REPORTING = re.compile(
    r".* (?:sa(?:ys?|id)|(?:state|claim|quote|insist|argue|maintain|assert|report)(?:s|ed|d)?|reckons?|"
    r"(?:tells?|told) (?:me|us)|(?:keeps? |is |are )saying)(?: that)?"
)
_TELEGRAPHIC = words_in(
    "writing drafting preparing chasing speaking editing finishing updating checking needed due"
)
_STEERING = words_in(
    """
    mean means meant instead same without focus focusing focused concentrate concerned interested cover covers limited
    restrict specifically particularly especially compare compared versus against among amongst per except excluding
    excludes including includes drop ignore period periods year years quarter quarters reading readings recent
    """
)
_LEADS = words_in(
    "in into on onto for of with at from to through near under over outside about by across within between "
    "concerning regarding"
)
_HOLD_TOGETHER = _LEADS | words_in(
    "a an the and or as if before after until that this once while whilst since all some any only rather another"
)
_OF_THE_FIELD = frozenset({"inequality", "inequalities", "health inequality", "health inequalities"})
_MEANS_NOTHING_HERE = words_in(
    """
    not no never because when should will already first last next more most rather fast slow policy strategy action
    opinion needed help up down over close closes closed closing second
    """
)
_REQUESTS = words_in(
    """
    need needs needed want wants wanted like likes looking look interested send give show tell see require requires
    after hoping get know ask asks asked asking wondering wonder compare list check confirm find provide
    say says said saying claim claims claimed think thinks believe believes reckon reckons told tells hear heard
    """
)
_ASKING_KINDS = frozenset(
    {"cue", "followup", "correction", "filler", "surroundings", "people", "role", "allusion"}
)
_APART = words_in(
    """
    source closed narrow widen change met missed off_track on_track target why cause advice ever already when future
    slow most take certainty list overview news published help deadline method define chosen run size smalltalk thanks
    asking stating not trend
    """
)
_COURTEOUS = words_in("can could would please let")
_DAYS = words_in(
    "monday tuesday wednesday thursday friday weekend tomorrow today tonight noon lunch lunchtime"
)
_PAST = words_in("was were had did took came went won began fell left got lost ran made")
_NAMED = ("indicator", "group", "sex", "area", "when", "form")
_JUDGED = (
    "target",
    "on_track",
    "off_track",
    "met",
    "missed",
    "narrow",
    "widen",
    "change",
    "trend",
    "how_much",
)
_WHEN_SO = words_in("before after once while whilst until till if since that when whenever")
_NOW = frozenset(
    {"still", "now", "today", "currently", "right now", "at the moment", "at present", "this year"}
)
_PURPOSES = words_in("for in on to into as")
_BELONGING = frozenset({"of", "on", "for", "to", "in", "at"})
_NO_NOUNS = _OPENERS | AUXILIARIES | _ASKERS | _DETERMINERS | _LEADS | _FINITE | _JOINTS
_BEFORE_HOURS = frozenset({"in", "at", "by", "before", "for", "until", "till"})
_HOURS = words_in(
    "one two three four five six seven eight nine ten eleven twelve half noon midnight lunchtime teatime"
)
_SMALL = 60
_FEWEST = 3


def without_told(spans: Sequence[Span], english: Callable[[], English]) -> Sequence[Span]:
    """`spans` without the parts that tell of the occasion and nothing else; marks stay, and what is one part."""
    parts = list(_parts(spans))
    if sum(not part[0].is_mark for part in parts) < 2:
        return spans
    words = english()
    return tuple(span for part in parts if part[0].is_mark or not _tells(part, words) for span in part)


def without_occasion(spans: Sequence[Span], english: English) -> tuple[Span, ...]:
    """`spans` without those, nor who wants it and what for: “our clerk would like …”, “… for the annual report”."""
    kept: list[Span] = []
    for part in _parts(spans):
        if part[0].is_mark:
            kept += part
        elif not _tells(part, english):
            kept += _without_purpose(_without_asker(part, english), english)
    return tuple(kept)


def _parts(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """The stretches between marks and joints, and each mark by itself; a joint opens the stretch after it."""
    start = 0
    for i, span in enumerate(spans):
        if span.is_mark or (start < i and _joins(spans, i)):
            if start < i:
                yield spans[start:i]
            start = i
        if span.is_mark:
            yield spans[i : i + 1]
            start = i + 1
    if start < len(spans):
        yield spans[start:]


def _joins(spans: Sequence[Span], i: int) -> bool:
    """Whether a question or a sentence about the asker opens at span `i`: “…, so could you”, “… as our clerk”."""
    first, second, *_ = [word for span in spans[i + 1 : i + 3] for word in span.text.split()] + ["", ""]
    somebody = _ASKERS | _SUBJECTS
    asks = first in _OPENERS or (first in AUXILIARIES and second in somebody)
    return spans[i].text in _JOINTS and (asks or first in somebody)


def _tells(part: Sequence[Span], english: English) -> bool:
    """Whether a part tells something of the asker or the occasion, and says nothing of any figure."""
    words = [word for span in part for word in span.text.split()]
    if _STANDS_AT.match(" ".join(words)):
        return False
    if part[0].text in _WHEN_SO and not _is_to_come(words[1:]):
        return False
    if _is_so_that(part, words, english):
        return True
    if part[0].text in _JOINTS | _WHEN_SO:
        words = words[len(part[0].text.split()) :]
        part = part[1:]
    if not words or not _STEERING.isdisjoint(words):
        return False
    if words[0] == "then" and not _NOW.isdisjoint(words):
        return False  # “the baseline figure, then the figure today”
    if opens_like_a_question(part) and not (words[0] in _COURTEOUS and _is_mere(part, words)):
        return False
    if any(one.text == "by" and two.text.split()[0] not in _DETERMINERS for one, two in pairwise(part)):
        return False  # “we go by local authority”
    harmless = all(_is_harmless(part, i, english) or _is_apart(part, i, words) for i in range(len(part)))
    around = any(_is_around(span, english) for span in part)
    return harmless and (around or _is_mere(part, words)) and _is_told(part, words, english)


_STANDS_AT = re.compile(  # “… and we are at 17”: a figure, and no hour
    r"(?:and |but |so |while |though |although )*(?:we|it|they|that|this)"
    r"(?: (?:are|were|is|was|now|currently|started|start|began|stood|stand|only|still|already|had|been))+ at \d"
)


def _is_so_that(part: Sequence[Span], words: Sequence[str], english: English) -> bool:
    """ "So I can work out the difference", “so that the reader can see it”: a purpose, which asks for nothing."""
    purpose = words[0] == "so" and not {"can", "could", "may", "might"}.isdisjoint(words[2:6])
    named = any(span.said or any(span.has(kind) for kind in _NAMED) for span in part)
    known = all(span.meanings or _is_ordinary(span, english) for span in part) and _STEERING.isdisjoint(words)
    return purpose and known and words[1] not in _OPENERS and not named


def _is_to_come(words: Sequence[str]) -> bool:
    """ "Before the press office releases anything"; “when Labour took office”, “before the election” may be times."""
    past = any(word.endswith("ed") or word in _PAST for word in words)
    return not past and not (_FINITE | _ASKERS | _DAYS).isdisjoint(words)


def _is_mere(part: Sequence[Span], words: Sequence[str]) -> bool:
    """Whether a sentence of somebody or something has nothing but words that hold sentences together."""
    judges = any(
        span.has("cue", cue) for span in part for cue in _JUDGED if span.text not in _MEANS_NOTHING_HERE
    )
    of_something = words[0] in _SUBJECTS and _FIGURES.isdisjoint(words) and not _FINITE.isdisjoint(words)
    dated = not _DAYS.isdisjoint(words)
    return (_is_of_somebody(part, words) or of_something or dated) and not judges


def _is_of_somebody(part: Sequence[Span], words: Sequence[str]) -> bool:
    """Whether somebody around the question does something: “I have …”, “writing up …”, “perm sec back in 5”."""
    appointment = len(words) > 1 and words[-2] in _BEFORE_HOURS and _is_hour(words[-1])
    due = list(words[:2]) == ["deadline", "is"] and "when" not in words
    doing = len(words) > 1 and words[0] in _TELEGRAPHIC
    return not _ASKERS.isdisjoint(words) or doing or due or appointment or part[0].has("people")


def _is_apart(part: Sequence[Span], i: int, words: Sequence[str]) -> bool:
    """Whether a word that would say what is asked is of the occasion: “the board had moved”, and no “it has moved”."""
    span = part[i]
    cue = (
        bool(span.meanings)
        and span.meanings.keys() <= _ASKING_KINDS
        and _APART.issuperset(span.values("cue"))
    )
    purpose = words[0] == "to" and len(words) > _FEWEST
    of_something = words[0] in _SUBJECTS or purpose or _is_of_somebody(part, words)
    of_figures = not (_FIGURES | _OF_THE_FIELD | _REQUESTS | _OF_A_FIGURE).isdisjoint(words)
    if span.text in _MEANS_NOTHING_HERE and not (of_figures and span.moves):
        return cue and (of_something or not _FINITE.isdisjoint(words))
    return cue and of_something and not of_figures


def _is_told(part: Sequence[Span], words: Sequence[str], english: English) -> bool:
    """Whether words are of somebody, or so many that they are no mere “in the gallery”."""
    if _is_of_somebody(part, words):
        return True
    in_order_to = words[0] == "to" and len(words) > _FEWEST and words[1] not in _DETERMINERS
    if words[0] in _LEADS and _FINITE.isdisjoint(words) and not in_order_to:
        return _end_of_noun(part, 1, english) == len(part)
    return len(words) >= _FEWEST or not _DAYS.isdisjoint(words)


def _is_around(span: Span, english: English) -> bool:
    return span.surrounds or _is_ordinary(span, english)


def _is_ordinary(span: Span, english: English) -> bool:
    """Whether a word means nothing here, and nothing that a figure could be of."""
    everyday = span.text in english.everyday
    return not span.meanings and (everyday or (span.text in english.neutral and not span.is_name))


def _is_harmless(part: Sequence[Span], i: int, english: English) -> bool:
    """Whether span `i` holds the sentence together, or is ordinary and no bare restriction: “on leave”, “of leave”."""
    span, before = part[i], part[i - 1].text.split()[-1] if i else ""
    if _HOLD_TOGETHER.issuperset(span.text.split()) or span.text in _OF_THE_FIELD | _NOW:
        return True
    if before == "to" and not span.text.endswith("s"):
        before = ""  # “to read”
    if span.is_filler and not span.surrounds:
        return not any(span.has(kind) for kind in ("form", "measure", "when"))
    *lead, last = span.text.split()
    if _is_hour(last) and _BEFORE_HOURS.issuperset(lead or [before]):
        return True  # “at 4”
    if span.text.isdecimal() and int(last) <= _SMALL and i + 1 < len(part):
        return part[i + 1].text.split()[0] not in _NO_NOUNS  # “3 slides”
    return _is_around(span, english) and before not in _LEADS and not _are_the_many(span, before)


def _are_the_many(span: Span, before: str) -> bool:
    """ "The teachers", of whom a figure could be."""
    return span.surrounds and before == "the" and span.text.endswith("s")


def _is_hour(word: str) -> bool:
    return word in _HOURS or (word.isdecimal() and int(word) <= _SMALL)


def _without_asker(part: Sequence[Span], english: English) -> Sequence[Span]:
    """`part` without who wants it or says so: “our historian would like to know how …”, “my supervisor says that …”."""
    if part[0].text.split()[0] not in _DETERMINERS:
        return part
    said = ""
    for i, span in enumerate(part[:-1]):
        said = f"{said} {span.text}"
        if i and (_WANTING.fullmatch(said) or _REPORTING.fullmatch(said)):
            rest = part[i + 2 :] if part[i + 1].text == "that" else part[i + 1 :]
            return rest if any(span.has("indicator") for span in rest) else part
        if not (_is_harmless(part, i, english) or _says_so(part, i)):
            break
    return part


def _says_so(part: Sequence[Span], i: int) -> bool:
    """Whether the one word after “my” or “the” is whoever says what follows: “my supervisor says”."""
    plain = i == 1 and not part[i].meanings and not part[i].is_name
    return plain and _REPORTING.fullmatch(f" {part[i + 1].text}") is not None


def _without_purpose(part: Sequence[Span], english: English) -> Sequence[Span]:
    """`part` without “for the carousel” or “in our footnote” at its beginning or end, and without adverbs of manner."""
    part = [span for span in part if not (span.text.endswith("ly") and _is_ordinary(span, english))]
    for i in range(len(part)):
        end = _end_of_noun(part, i + 1, english) if part[i].text in _PURPOSES else None
        if end and (i == 0 or end == len(part)):
            return _without_purpose([*part[:i], *part[end:]], english)
    return part


def _end_of_noun(part: Sequence[Span], start: int, english: English) -> int | None:
    """Where “the annual report of our trustees” ends that begins at `start`; None where nothing of the kind does."""
    first, *named = part[start].text.split() if start < len(part) else [""]
    if first not in _DETERMINERS or (named and (part[start].has("when") or not part[start].is_filler)):
        return None
    end = start + 1
    while end < len(part) and _is_noun(part, end, english):
        end += 1
    if (not named and end == start + 1) or part[end - 1].has("people"):
        return None
    goes_on = end < len(part) and part[end].text in _BELONGING
    return (goes_on and _end_of_noun(part, end + 1, english)) or end


def _is_noun(part: Sequence[Span], i: int, english: English) -> bool:
    """Whether span `i` may be part of “the annual report”; times, verbs, names and what may restrict are not."""
    span = part[i]
    known = bool(span.meanings) or (span.text in english.everyday and not span.is_name)
    apart = span.text.split()[0] in _NO_NOUNS | _STEERING or span.has("when")
    return known and not apart and _is_harmless(part, i, english)
