"""Leaves out what a message tells of the asker and the occasion: “she has 2 minutes in the car”, “for the carousel”.

Only everyday words may stand there: nothing that names people, places, illnesses, times or amounts, and no word that
says what is asked. Everything else stays, and is not understood unless the lexicon knows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from healthgap.question.words.spans import Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SUBJECTS = frozenset({"i", "we", "he", "she", "my", "our"})
_TELEGRAPHIC = _words(
    """
    need needs want writing working doing drafting preparing prepping chasing trying hoping presenting heading
    speaking editing finishing updating checking hope got
    """
)
_STEERING = _words(
    """
    about mean means meant only just instead rather else other others another same not no without focus focusing
    focused concentrate concerned interested cover covers limited restrict talk talking regarding concerning
    specifically particularly especially compare compared versus against between among amongst per by across within
    or
    """
)
_LEADS = _words(
    """
    in into on onto for of with at from to through near under over outside
    """
)
_DETERMINERS = _words(
    """
    the a an my our your his her their this that tomorrow today next
    """
)
_PURPOSES = frozenset({"for", "in", "on", "to"})
_BEFORE_HOURS = frozenset({"in", "at", "by", "before", "for"})
_SMALL = 60


def without_occasion(spans: Sequence[Span], everyday: Collection[str]) -> tuple[Span, ...]:
    """`spans` without the parts about the asker and the phrases that name an occasion; marks stay."""
    kept: list[Span] = []
    for part in _parts(spans):
        kept += (
            part
            if part[0].is_mark
            else ()
            if _is_about_asker(part, everyday)
            else _without_purpose(part, everyday)
        )
    return tuple(kept)


def _parts(spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """The stretches between marks, and each mark by itself."""
    start = 0
    for i, span in enumerate(spans):
        if span.is_mark:
            if start < i:
                yield spans[start:i]
            yield spans[i : i + 1]
            start = i + 1
    if start < len(spans):
        yield spans[start:]


def _is_about_asker(part: Sequence[Span], everyday: Collection[str]) -> bool:
    """Whether a part has somebody around the question as its subject, or names an hour, and nothing else of meaning."""
    words = [word for span in part for word in span.text.split()]
    tells = not _SUBJECTS.isdisjoint(words) or words[0] in _TELEGRAPHIC
    at_an_hour = len(words) > 1 and words[-2] in _BEFORE_HOURS and _is_small_number(words[-1])
    return (
        (tells or at_an_hour)
        and _STEERING.isdisjoint(words)
        and all(_is_harmless(part, i, everyday) for i in range(len(part)))
    )


def _is_harmless(part: Sequence[Span], i: int, everyday: Collection[str]) -> bool:
    """Whether span `i` holds the sentence together, or is everyday and no bare restriction: “on leave”, “of leave”."""
    span, before = part[i], part[i - 1].text.split()[-1] if i else ""
    if span.is_filler and not (span.has("people") or span.has("surroundings")):
        return not (span.has("form") or span.has("measure") or span.when)
    if _is_small_number(span.text.split()[-1]) and span.text.split()[0] in _BEFORE_HOURS | {span.text}:
        return True
    if span.has("people") or span.has("surroundings"):
        return before not in _LEADS and not (before == "the" and span.text.endswith("s"))
    return _is_everyday(span, everyday) and before not in _LEADS


def _is_small_number(word: str) -> bool:
    return word.isdecimal() and int(word) <= _SMALL


def _is_everyday(span: Span, everyday: Collection[str]) -> bool:
    return not (span.meanings or span.is_name) and span.text in everyday


def _without_purpose(part: Sequence[Span], everyday: Collection[str]) -> Sequence[Span]:
    """`part` without “for the carousel” or “in our footnote” at its beginning or end, and without adverbs of manner."""
    part = [span for span in part if not (_is_everyday(span, everyday) and span.text.endswith("ly"))]
    for i in range(len(part)):
        end = _end_of_purpose(part, i, everyday)
        if end and (i == 0 or end == len(part)):
            return [*part[:i], *part[end:]]
    return part


def _end_of_purpose(part: Sequence[Span], start: int, everyday: Collection[str]) -> int | None:
    """Where “for the carousel” ends that begins at `start`; None where there is no such phrase."""
    end = start + 2
    if part[start].text not in _PURPOSES or end >= len(part) or part[start + 1].text not in _DETERMINERS:
        return None
    while end < len(part) and _is_everyday(part[end], everyday):
        end += 1
    return end if end > start + 2 else None
