"""Where a message divides into questions, and which of its sentences are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from healthgap.question.restrictions import restricts
from healthgap.question.spans import Span

MOST_PARTS = 5
_REACH = 3


def divisions(cut: Sequence[Span]) -> list[list[Sequence[Span]]]:
    """Ways to divide a message into clauses, the most natural first."""
    starts = split(cut, lambda i: starts_clause(cut, i))
    whole: list[Sequence[Span]] = [[span for span in cut if not span.is_mark]]
    sentences = split(cut, lambda i: cut[i].text in _STOPS)
    joints = split(cut, lambda i: cut[i].is_mark or (cut[i].has("cue", "and") and not _after_between(cut, i)))
    return [way for way in (starts, whole, sentences, joints) if 0 < len(way) <= MOST_PARTS]


def _after_between(cut: Sequence[Span], i: int) -> bool:
    """Whether “and” joins the two ends of “between X and Y”."""
    return any(span.text.endswith("between") for span in cut[max(i - _REACH, 0) : i])


def paired(cut: Sequence[Span]) -> list[list[Sequence[Span]]]:
    """The only way to divide "infant mortality in 2002-04, cancer in 2003-05": each indicator with its own period."""
    parts = split(cut, lambda i: cut[i].is_mark or cut[i].has("cue", "and"))
    for kind in ("indicator", "when"):
        if len(parts) < 2 or any(sum(span.has(kind) for span in part) != 1 for part in parts):
            return []
    return [parts]


_STOPS = ("?", ".", "!", ";")
_CLAUSE_STARTERS = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "did", "does", "do", "will", "can", "could"}
    | {"what", "how", "which", "when", "why", "who", "where"}
)
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
    following = next((span.text.split()[0] for span in cut[i + 1 :] if not span.is_mark), "")
    if cut[i].has("cue", "and"):
        return following in _CLAUSE_STARTERS or following in ("whether", "if", "give", "tell", "show")
    if following not in _CLAUSE_STARTERS:
        return False
    asked = any(not VERBS.isdisjoint(span.text.split()) for span in cut[:i] if not names(span))
    return asked and (cut[i].text in _STOPS or (cut[i].text == "," and any(map(names, cut[:i]))))


_ASKER = {"i", "my", "we", "our", "the", "good", "bad"}
_NO_ANECDOTE = {
    "last",
    "past",
    "latest",
    "previous",
    "want",
    "wants",
    "need",
    "needs",
    "like",
    "interested",
    "know",
    "asking",
    "looking",
    "see",
    "give",
    "tell",
    "show",
    "after",
}


def is_anecdote(part: Sequence[Span]) -> bool:
    """Whether a part tells of the asker, names nothing that is held and asks for nothing, but has a word of meaning."""
    words = [word for span in part for word in span.text.split()]
    about_asker = bool(words) and words[0] in _ASKER and _NO_ANECDOTE.isdisjoint(words)
    return (
        about_asker
        and not any(map(names, part))
        and any(span.has("cue") and not span.is_filler for span in part)
    )


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
    for i, span in enumerate(cut):
        if ends(i):
            parts.append([])
        else:
            parts[-1].append(span)
    return [part for part in parts if _says_something(part)] or [list(cut)]


def _says_something(part: Sequence[Span]) -> bool:
    """Whether a part holds more than marks and courtesies; “and?” by itself asks for more."""
    plain = [span for span in part if not span.is_mark]
    if len(plain) > 1:
        plain = [span for span in plain if span.text != "and"]
    return any(not span.is_filler or restricts(plain, i) for i, span in enumerate(plain))
