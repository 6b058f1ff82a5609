"""Where a message divides into questions, and which of its sentences are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from healthgap.question.named.restrictions import restricts
from healthgap.question.words.grammar import AUXILIARIES, MODALS, QUESTION_WORDS
from healthgap.question.words.spans import Span
from healthgap.question.words.text import ITEM

MOST_PARTS = 5
_REACH = 3


def divisions(cut: Sequence[Span]) -> list[list[Sequence[Span]]]:
    """Ways to divide a message into clauses, the most natural first; none if it holds more than can be answered.

    As a whole it is read only where it does not tell something in one sentence and ask something in another: “The gap
    was 13% in 1997-99. Has it narrowed since 2002-04?” names two periods that have nothing to do with each other. A
    list of what is wanted, numbered or not, is read item by item.
    """
    starts = split(cut, lambda i: starts_clause(cut, i))
    sentences = split(cut, lambda i: cut[i].text in STOPS)
    joints = split(cut, lambda i: cut[i].is_mark or (cut[i].has("cue", "and") and not _after_between(cut, i)))
    whole: list[Sequence[Span]] = [[span for span in cut if not span.is_mark]]
    apart = any(map(_tells, sentences)) and any(map(_asks_more, sentences))
    apart = apart or (len(sentences) > 1 and any(map(_is_a_number, sentences)))
    turned = any(span.text == "but" and starts_clause(cut, i) for i, span in enumerate(cut))
    if any((one.text, two.text) == ITEM for one, two in pairwise(cut)):
        ways = [sentences]
    elif _lists(cut):
        items = split(cut, lambda i: cut[i].is_mark)
        ways = [items if sum(span.has("indicator") for span in items[0]) > 1 else joints]
    elif turned:
        ways = [starts, joints]
    else:
        ways = [starts, sentences, joints] if apart else [starts, whole, sentences, joints]
        if _states_after_asking(sentences) or _asks_for_its_source(sentences):
            ways = [way for way in ways if len(way) > 1]
    return [way for way in ways if len(way) <= MOST_PARTS]


def _states_after_asking(sentences: Sequence[Sequence[Span]]) -> bool:
    """ "Has the gap narrowed? The target is 40%.": the statement has nothing to do with what the question asks."""
    asks = [i for i, sentence in enumerate(sentences) if _asks_more(sentence)]
    states = [i for i, sentence in enumerate(sentences) if _tells(sentence) and _is_finite(sentence)]
    return bool(asks and states) and asks[0] < states[-1]


def _asks_for_its_source(sentences: Sequence[Sequence[Span]]) -> bool:
    """ "Cancer gap? Source?": the figure, and where it is from."""
    *figures, last = ([span for span in sentence if not span.is_mark] for sentence in sentences)
    sources = all(span.is_filler or span.has("cue", "source") for span in last) and any(
        span.has("cue", "source") for span in last
    )
    return sources and any(measures(span) for sentence in figures for span in sentence)


def _is_finite(sentence: Sequence[Span]) -> bool:
    return any(not _FINITE.isdisjoint(span.text.split()) for span in sentence)


def _is_a_number(sentence: Sequence[Span]) -> bool:
    """Whether a sentence has a number and nothing that it could be of: “See para 5.”."""
    of_what = any(names(span) or points_back(span) or span.moves or span.has("general") for span in sentence)
    return any(span.said for span in sentence) and not of_what


def _lists(cut: Sequence[Span]) -> bool:
    """Whether a part after a mark opens with another measure than was named before it: “gap now, change, rate”."""
    parts = [part for part in split(cut, lambda i: cut[i].is_mark) if not _is_name(part)]
    named: set[str] = set()
    for part in parts:
        head = next((span for span in part if not (span.is_filler or span.has("when", "latest"))), part[0])
        item = _kinds(head) - (_OF_ONE if len(parts) < _MANY else set())
        if named and item and not item & named:
            return not any(span.has("cue", "not") for span in cut)
        named |= {kind for span in part for kind in _kinds(span)}
    return False


def headed_by_several(cut: Sequence[Span]) -> tuple[tuple[str, ...], list[Sequence[Span]]]:
    """The indicators before a colon and what is asked of each: “cancer and circulatory: gap, baseline, target”."""
    colon = next((i for i, span in enumerate(cut) if span.text == ":"), 0)
    heading = [span for span in cut[:colon] if not span.is_mark]
    merely = all(span.has("indicator") or span.is_filler or span.text == "and" for span in heading)
    names = tuple(dict.fromkeys(name for span in heading for name in span.values("indicator")))
    rest = cut[colon + 1 :]
    asks = opens_like_a_question(rest) or any(span.has("indicator") for span in rest)
    if len(names) < _TWO or not merely or asks:
        return (), []
    return names, split(rest, lambda i: rest[i].is_mark or rest[i].has("cue", "and"))


def _is_name(part: Sequence[Span]) -> bool:
    return all(span.has("indicator") or span.is_filler or span.is_mark for span in part)


def _kinds(span: Span) -> set[str]:
    """What kind of figure a word asks for; both gaps are one."""
    measures = {"gap" if value.endswith("gap") else value for value in span.values("measure")}
    return (measures & _ITEMS) | {kind for kind in _OF_ONE if span.has("cue", kind) and span.text in _NOUNS}


_TWO, _MANY = 2, 3
_ITEMS = {"gap", "rate", "share"}
_OF_ONE = {"change", "target"}  # “cancer gap, change since baseline” asks for one thing
_NOUNS = ("change", "the change", "change in", "the change in", "target", "goal", "aim", "objective")


def _tells(sentence: Sequence[Span]) -> bool:
    """Whether a sentence is a statement with a number, a time or a movement of its own."""
    words = [span for span in sentence if not span.is_mark]
    claims = any(span.said or span.when or any(span.has("cue", cue) for cue in _CLAIMED) for span in words)
    verb = _is_finite(words) or any(span.moves for span in words)
    return claims and verb and not opens_like_a_question(sentence)


_CLAIMED = ("narrow", "widen", "met", "missed", "target", "on_track", "off_track")
_FINITE = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "promised", "pledged", "committed"}
)


def _asks_more(sentence: Sequence[Span]) -> bool:
    """Whether a sentence asks for more than whether what was told is so."""
    said = [span for span in sentence if not span.is_mark]
    kinds = ("when", "measure")
    more = any(not span.is_filler or any(span.values(kind) for kind in kinds) for span in said)
    return (more and opens_like_a_question(sentence)) or said[0].text in ("and", "today", "now")


def _after_between(cut: Sequence[Span], i: int) -> bool:
    """Whether “and” joins the two ends of “between X and Y”."""
    return any(span.text.endswith("between") for span in cut[max(i - _REACH, 0) : i])


def paired(cut: Sequence[Span]) -> list[list[Sequence[Span]]]:
    """The only way to divide what says something else of each indicator: "infant mortality in 2002-04, cancer in
    2003-05", “cancer narrowed, but circulatory widened”.
    """
    parts = split(cut, lambda i: cut[i].is_mark or cut[i].has("cue", "and") or cut[i].text in _AGAINST)
    if len(parts) < 2:
        return []

    def one_each(is_one: Callable[[Span], bool]) -> bool:
        return all(sum(map(is_one, part)) == 1 for part in parts)

    if not one_each(lambda span: span.has("indicator")):
        return []
    if one_each(lambda span: span.has("when")):
        return [parts]
    whether = not any(span.has("cue", "why") for span in cut)  # “why did one narrow but the other widen?”
    return [_asked_of_each(parts)] if whether and one_each(_goes_one_way) else []


def _asked_of_each(parts: Sequence[Sequence[Span]]) -> list[Sequence[Span]]:
    """ "Has cancer narrowed but circulatory widened?" asks the second, too."""
    first, *rest = parts
    asks = first[:1] if first[0].has("cue", "stating") else []
    return [first, *(part if part[0].has("cue", "stating") else [*asks, *part] for part in rest)]


def _goes_one_way(span: Span) -> bool:
    return span.has("cue", "narrow") != span.has("cue", "widen")


_AGAINST = ("but", "while", "whereas", "although", "though")


STOPS = ("?", ".", "!", ";")
_CLAUSE_STARTERS = AUXILIARIES | QUESTION_WORDS | MODALS
_COURTESY = frozenset(
    {"please", "hi", "hello", "hey", "also", "then", "so", "and", "ok", "dear", "all", "team"}
)
VERBS = _CLAUSE_STARTERS | {
    "give",
    "show",
    "tell",
    "list",
    "compare",
    "send",
    "plot",
    "draw",
    "explain",
    "define",
}


def starts_clause(cut: Sequence[Span], i: int) -> bool:
    """ "… gap and is it on track": a stop or a conjunction before a verb or a question word opens a new question.

    After a comma only if a question stands before it: "life expectancy for women, how has it changed?" is one.
    """
    following = next((span.text.split()[0] for span in cut[i + 1 :] if not _leads_on(span)), "")
    if cut[i].text == "but":
        return following in _CLAUSE_STARTERS and _tells(cut[:i])
    if cut[i].text in STOPS and _tells(cut[:i]) and following in _GOES_ON:
        return True
    if cut[i].text == "," and [span.text for span in cut[i + 1 : i + 2]] == ["so"] and _tells(cut[:i]):
        return following in _CLAUSE_STARTERS
    if cut[i].has("cue", "and"):
        return following in _CLAUSE_STARTERS or following in ("whether", "if", "give", "tell", "show")
    if following not in _CLAUSE_STARTERS:
        return False
    asked = any(not VERBS.isdisjoint(span.text.split()) for span in cut[:i] if not names(span))
    if cut[i].text in STOPS:
        return asked or _tells(cut[:i]) or any(span.said for span in cut[:i])
    return asked and cut[i].text == "," and any(map(names, cut[:i]))


_GOES_ON = ("and", "today", "now", "what", "how", "overall", "since")


def _leads_on(span: Span) -> bool:
    return span.is_mark or span.text in ("but", "so", "then")


def opens_like_a_question(part: Sequence[Span]) -> bool:
    """Whether the first word that is not mere courtesy asks or orders."""
    words = [word for span in part if not span.is_mark for word in span.text.split()]
    opening = next((word for word in words if word not in _COURTESY), "")
    return opening in VERBS


def names(span: Span) -> bool:
    """Whether a span is something to ask about, so that a question can be complete before the comma after it."""
    kinds = ("indicator", "group", "sex", "area", "term", "when")
    return any(span.values(kind) for kind in kinds) or (span.has("measure") and not span.is_filler)


def points_back(span: Span) -> bool:
    """Whether a word speaks of what was named before: “what about Pakistani mothers, how is their infant mortality?”"""
    return span.has("pointing") or not _POINTING.isdisjoint(span.text.split())


_POINTING = frozenset(
    {"it", "its", "they", "them", "their", "theirs", "that", "this", "those", "these", "there"}
)
_POINTING |= {"he", "him", "his", "she", "her", "such"}


def measures(span: Span) -> bool:
    return span.has("indicator") or span.has("measure")


def split(cut: Sequence[Span], ends: Callable[[int], bool]) -> list[Sequence[Span]]:
    parts: list[list[Span]] = [[]]
    goes_on = [False]
    for i, span in enumerate(cut):
        if ends(i):
            parts.append([])
            goes_on.append(span.text == "and")
        else:
            parts[-1].append(span)
    told = zip(parts, goes_on, strict=True)
    return [part for part, after_and in told if _says_something(part, after_and=after_and)] or [list(cut)]


_WHAT_WAS_IT = re.compile(
    r"(?:and )?(?:what|how (?:big|large|wide|high|low)) (?:is|was|are|were) (?:it|they|that)"
)
_SHARE = re.compile(r"(?:the |what |their |its )?share")
_OF_THOSE = re.compile(r"(?:and )?(?:of|among|amongst|out of) (?:those|them|these)")


def asks_what_it_was(part: Sequence[Span]) -> bool:
    """ "… and what was it?", which asks for nothing where a figure was asked for before."""
    return _WHAT_WAS_IT.fullmatch(" ".join(span.text for span in part if not span.is_mark)) is not None


def _says_something(part: Sequence[Span], *, after_and: bool) -> bool:
    """Whether a part holds more than marks and courtesies; “and?”, “and now?” ask for more."""
    plain = [span for span in part if not span.is_mark]
    if len(plain) > 1:
        plain = [span for span in plain if span.text != "and"]
    said = any(
        not span.is_filler or span.has("general", "both") or restricts(plain, i)
        for i, span in enumerate(plain)
    )
    words = " ".join(span.text for span in plain)
    said = said or any(one.fullmatch(words) for one in (_OF_THOSE, _SHARE, _WHAT_WAS_IT))
    asks_now = opens_like_a_question(plain) and any(span.values("when") for span in plain)
    goes_on = (after_and or [span.text for span in part[:1]] == ["and"]) and any(
        span.has("general", "everyone") or span.has("when", "latest") for span in plain
    )
    return said or asks_now or goes_on
