"""What a sentence beside a question may say of it, and would be lost or told instead: “We already have the men.”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from healthgap.question.message.dividing import STOPS, opens_like_a_question, paired
from healthgap.question.model import Question
from healthgap.question.words.spans import Span
from healthgap.question.words.text import words_in

_NAMING = ("indicator", "sex", "group", "area", "measure")


_NOT_A_TIME = words_in(
    "did do does was were is are will has have had can could would should you i we he she they"
)
_CONCEDES = words_in("even although though despite while whilst")
_TRUTH = words_in("right correct true accurate wrong")
_DECLARES = words_in(
    """
    is are was were has have had will would can could may might must should do does did am know knows knew come comes
    came cover covers need needs want wants use uses take takes look looks work works mean meant make makes
    """
)
_REQUESTS = ("need", "want", "would like", "require", "am looking for", "am after", "would love")
_ASKS = words_in("asking asks wonders wondering whether")
_ALONE = words_in("only just solely")
_RESTRICTS = _ALONE | words_in("interested already")


def left_open(cut: Sequence[Span]) -> tuple[str, ...]:
    """The words of a message, by the first of these rules, that say something beside its question."""
    rules = (_said_beside, _at_the_time_of, _contrasted, _of_some, _all_of_one, _and_so)
    return next((words for words in (rule(cut) for rule in rules) if words), ())


def _said_beside(cut: Sequence[Span]) -> tuple[str, ...]:
    """The words of a statement that name what the question beside it does not: “Cancer we know.”, “The year is 2003.”

    Whether it is to be told or left out is not known. A question that names nothing itself takes up what was said, and
    what has a number or a way is a claim.
    """
    sentences = list(_sentences(cut))
    asking = [sentence for sentence, states in sentences if not states]
    whole = any(span.has("indicator") or _selects(span) for sentence in asking for span in sentence)
    if not whole or len(asking) == len(sentences):
        return ()
    asked = {name for sentence in asking for span in sentence for name in _named(span)}
    return tuple(
        span.text
        for sentence, states in sentences
        if states and not any(one.said or one.moves for one in sentence)
        for span in sentence
        if _named(span) - asked
    )


def _at_the_time_of(cut: Sequence[Span]) -> tuple[str, ...]:
    """ "When the cancer gap was 18.1, what was the infant mortality gap?": asked at a time that only figures tell.

    “Even if the gap has not shrunk, has the rate come down?” asks of something else than its first half.
    """
    words = [span for span in cut if span.text not in ("and", "so")]
    opener, *others = [word for span in words[:3] for word in span.text.split()] or [""]
    asked = opener == "when" and others[:1] and others[0] not in _NOT_A_TIME and others[:2] != ["it", "comes"]
    asked = asked or opener in _CONCEDES
    end = next((i for i, span in enumerate(words) if span.text == ","), 0)
    told = any(_named(span) for span in words[:end])
    return (opener,) if asked and told and opens_like_a_question(words[end:]) else ()


def _of_some(cut: Sequence[Span]) -> tuple[str, ...]:
    """ "Of the gaps that narrowed, which is furthest from its target?": two conditions, of which one would be kept."""
    words = " ".join(span.text for span in cut)
    found = _OF_SOME.search(words)
    some = next(filter(None, found.groups()), "").strip() if found else ""
    return (some,) if _SELECTS.search(some) else ()


def _all_of_one(cut: Sequence[Span]) -> tuple[str, ...]:
    """ "Give me all cancer figures", “all infant mortality rates”: of all periods, of all groups?"""
    found = _ALL_FIGURES.search(" ".join(span.text for span in cut))
    named = any(span.has("indicator") for span in cut) and not any(span.has("group") for span in cut)
    shown = any(span.has("form") or span.has("cue", "trend") or span.has("cue", "source") for span in cut)
    return (found[0],) if found and named and not shown else ()


_ALL_FIGURES = re.compile(
    r"\ball (?:of )?(?:the |your |our )?(?:[a-z&]+ ){0,4}?(?:figures|rates|numbers|readings)\b"
)
_THE_GAPS = r"(?:the |our |those |all the )(?:gaps|targets|indicators|inequalities|ones)"
_OF_SOME = re.compile(
    rf"\b(?:of|among|amongst|out of) {_THE_GAPS}\b([^,?]*) , which\b|\bof {_THE_GAPS} ((?:that|which) [^?]*)"
)
_SELECTS = re.compile(r"\b(?:narrow|widen|f[ae]ll|r[io]se|grew|grow|track|course|met|missed|miss|hit)")


def _contrasted(cut: Sequence[Span]) -> tuple[str, ...]:
    """ "The rate fell but the gap widened.": two statements with a way or a verdict, of which one would be told."""
    if paired(cut) or any(span.has("cue", "why") for span in cut):
        return ()
    for i, span in enumerate(cut):
        sides = (cut[:i], cut[i + 1 :]) if span.text in _CONTRASTS else ((), ())
        if all(any(map(_says_how, side)) for side in sides) and not opens_like_a_question(sides[1]):
            return (span.text,)
    return ()


_CONTRASTS = words_in("but although though whereas while yet")


def _says_how(span: Span) -> bool:
    """Whether a span is the predicate of a statement: which way something went, or a verdict."""
    return span.moves or any(span.has("cue", cue) for cue in ("met", "missed", "on_track", "off_track"))


def _and_so(cut: Sequence[Span]) -> tuple[str, ...]:
    """ "… has widened, and so has the circulatory gap": the same of another, of which its figure would be told."""
    words = " ".join(span.text for span in cut)
    judged = any(span.has("cue", cue) for span in cut for cue in ("target", "on_track", "off_track", "met"))
    return ("so",) if _SO_HAS.search(words) and not judged else ()


_SO_HAS = re.compile(r"\b(?:and|,) so (?:has|have|had|did|does|do|is|are|was|were|will)\b")


def at_no_time(cut: Sequence[Span]) -> tuple[str, ...]:
    """ "What was it then?", “what was the rate then?” where nobody named a time."""
    words = " ".join(span.text for span in cut if not span.is_mark)
    told = any(span.has("when") or span.when for span in cut)
    told = told or any(span.has("cue", cue) for span in cut for cue in ("max", "min", "when"))
    return ("then",) if _THEN.search(words) and not told else ()


_THEN = re.compile(r"\b(?:was|were)\b.* then$")


def asked_after(cut: Sequence[Span]) -> tuple[str, ...]:
    """What is asked after a claim and a comma: “the gap is 18.4, target was?”, “… 16% - is that good”; no “right?”."""
    last = next((i for i in reversed(range(len(cut) - 1)) if cut[i].text in _APART), 0)
    claim, tail = cut[:last], [span for span in cut[last:] if not span.is_mark]
    claims = any(span.said for span in claim) and not opens_like_a_question(claim)
    claims = claims and not any(span.text == "if" for span in claim)
    words = {word for span in tail for word in span.text.split()}
    opener = tail[0].text.split()[0] if tail else "since"
    dated = all(span.when or span.is_filler for span in tail) and words.isdisjoint(("was", "were"))
    dated = dated and any(span.when for span in tail)
    of_claim = words <= _OF_A_CLAIM or any(span.said for span in tail) or dated or not claims
    if of_claim or len(tail) > _SHORT or "since" in words or opener in _OF_SOMEBODY:
        return ()
    says = any(not span.is_filler or _named(span) or span.has("general") for span in tail)
    return tuple(span.text for span in tail) if says or not _NOW.isdisjoint(words) else ()


_APART = (",", "-", "–", "—", ":", ";")
_SHORT = 5
_NOW = words_in("now today currently good bad high low big lot large small normal")
_OF_A_CLAIM = words_in(
    "right correct true yes no ok is it that this not so wrong accurate fair please eh agree when"
)
_OF_SOMEBODY = words_in("since i we he she my our have did can could so how what which where")


def whether_true(cut: Sequence[Span], asked: Sequence[Question]) -> tuple[str, ...]:
    """The “right?” of a statement that no figure judges: “the cancer figures come from Hansard, right?”."""
    words = [span for span in cut if not span.is_mark]
    last = words[-1].text.split() if len(words) > 1 else [""]
    if any(one.intent not in _UNJUDGED or one.supposed or one.amounts for one in asked):
        return ()
    if words[0].text.startswith(_IS_IT_TRUE):
        return (words[0].text,)
    return (words[-1].text,) if last[-1] in _TRUTH else ()


_IS_IT_TRUE = ("is it right", "is it true", "is it correct", "am i right", "am i correct")
_UNJUDGED = ("value", "source", "list", "definition", "news")


def _sentences(cut: Sequence[Span]) -> Iterator[tuple[Sequence[Span], bool]]:
    """Each sentence, and whether it states something: no question, no request and no mere name."""
    start = 0
    for i in range(len(cut) + 1):
        if i < len(cut) and cut[i].text not in STOPS:
            continue
        sentence = [span for span in cut[start:i] if not span.is_mark]
        start = i + 1
        if sentence:
            questioned = i < len(cut) and cut[i].text == "?"
            asks = questioned or opens_like_a_question(sentence) or _requests(sentence)
            yield sentence, not asks and _declares(sentence)


def _selects(span: Span) -> bool:
    """ "Which gaps", “anything”, “the targets”: a question over all that is held."""
    words = span.text.split()
    return (span.has("cue", "which") and words[0] in ("which", "any")) or words[-1] in _ALL


_ALL = ("targets", "gaps", "indicators", "everything", "anything")


def _requests(sentence: Sequence[Span]) -> bool:
    words = " ".join(span.text for span in sentence)
    if not _ASKS.isdisjoint(words.split()):
        return True
    asked = words.removeprefix("i ").removeprefix("we ").startswith(_REQUESTS)
    return asked and _RESTRICTS.isdisjoint(words.split())


def _declares(sentence: Sequence[Span]) -> bool:
    words = {word for span in sentence for word in span.text.split()}
    return not (_DECLARES | _ALONE).isdisjoint(words)


def _named(span: Span) -> set[tuple[str, str]]:
    """What a span names of figures: an indicator, people, a place, a time or a measure."""
    if span.is_filler and not span.when:
        return set()
    times = {("when", str(span.when))} if span.when else {("when", value) for value in span.values("when")}
    return {(kind, value) for kind in _NAMING for value in span.values(kind)} | times
