"""Words that make something else of a statement than a claim: “a lie to say …”, “could it be 14%?”, “if it were 5.2”.

Where one stands the question is asked back, so that the figures are not held against what nobody claims.
"""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.question.words.spans import Span, following
from healthgap.question.words.text import words_in

_OPENS = frozenset({"is it", "it is", "was it", "it", "are we", "are you"})
_SAYS = frozenset(
    {"that", "say", "claim", "state", "tell", "repeat", "report", "quote", "write", "tell people"}
)
_TRUE = frozenset({"true", "right", "correct", "fair", "accurate", "safe", "case", "fact", "sure", "clear"})
_TRUE |= {"possible", "likely", "unlikely", "probable"}
_LEADS = frozenset(
    {"a", "an", "the", "to", "be", "it", "it is", "we", "you", "i", "us", "for", "me", "if", "when"}
)
_LEADS |= {
    "still",
    "now",
    "also",
    "really",
    "actually",
    "therefore",
    "then",
    "so",
    "can",
    "able",
    "allowed",
    "ready",
}
_MERE = _TRUE | _LEADS | _OPENS | _SAYS
_COULD = frozenset({"could", "might", "may", "can"})
_ASKED = frozenset({"you", "u", "i", "we", "someone", "somebody", "anyone", "anybody", "please", "they"})
_WISHES = frozenset({"hope", "hopes", "hoping", "wish", "expect", "expects", "expected"})
_DOUBTS = frozenset(
    {"doubt", "doubts", "doubted", "doubting", "unsure", "wishes", "wants", "demands", "fears", "worries"}
)
_CUTS = frozenset({"cut", "reduce", "reducing", "lower", "cutting", "decrease"})


def claims_nothing(spans: Sequence[Span], i: int) -> bool:
    """Whether span `i` takes away that what follows is said to be so."""
    return (
        _judges(spans, i)
        or (_has_amount(spans) and _supposes(spans, i))
        or _misses_the_gap(spans, i)
        or _at_its_start(spans, i)
        or _at_some_time(spans, i)
        or _by_some_way(spans, i)
        or _is_too_much(spans, i)
        or _would_be_wrong(spans, i)
    )


def _has_amount(spans: Sequence[Span]) -> bool:
    return any(span.said for span in spans)


def _judges(spans: Sequence[Span], i: int) -> bool:
    """ "Is it a lie to say …?", “is it too high that …?”: a yes to that would be no yes to the statement."""
    if spans[i].text in _MERE or not _says_little(spans[i]):
        return False
    opens = next((j for j in range(i - 1, max(i - 5, -1), -1) if spans[j].text in _OPENS), None)
    says = next((j for j in range(i + 1, min(i + 5, len(spans))) if spans[j].text in _SAYS), None)
    if opens is None or says is None or says + 1 == len(spans):
        return False
    between = [span.text for span in spans[opens + 1 : says]]
    led = "to" not in between if spans[says].text == "that" else between[-1] in ("to", "we", "i", "you")
    return led and all(_says_little(span) for span in spans[opens + 1 : says])


def _would_be_wrong(spans: Sequence[Span], i: int) -> bool:
    """ "Would it be wrong if he said …?", “…, would that be wrong?”: a yes to that would be a no to the statement."""
    wrong = spans[i].text.split()[-1] in ("wrong", "false")
    return wrong and any("would" in span.text.split() for span in spans)


def _says_little(span: Span) -> bool:
    """Whether a word asks for nothing and names nothing."""
    return span.is_filler or span.has("surroundings") or span.has("cue", "size")


def _supposes(spans: Sequence[Span], i: int) -> bool:
    """ "Could it be 14%?", “is it possible that …”, “if it were 5.2, …”, “we hope it is 15%”."""
    word, after = spans[i].text, spans[i + 1].text if i + 1 < len(spans) else ""
    later = {span.text for span in spans[i + 1 :]}
    if word in ("must", "may") and i == 0:
        return True  # “must the gap be below 22?” is of its target
    if word in _COULD:
        return after not in _ASKED and "be" in later
    if word == "would":
        return after not in (*_ASKED, "it") and "be" in later
    if word == "if":
        return after not in _ASKED and (i == 0 or not later.isdisjoint(("would", "will", "were")))
    if (
        word in _DOUBTS
        or (word == "not" and after == "sure")
        or (i == 0 and word in ("unless", "until", "whenever"))
    ):
        return True
    return word in _WISHES or (word == "possible" and i > 0 and spans[i - 1].text in ("is it", "it"))


def _misses_the_gap(spans: Sequence[Span], i: int) -> bool:
    """ "Is the target to cut deaths by 40%?", “a 10% gap”: what a target on a gap is not."""
    if not (_has_amount(spans) and any(span.has("cue", "target") for span in spans)):
        return False
    if i > 1 and spans[i].has("measure", "gap"):
        return spans[i - 1].said is not None and spans[i - 2].text == "a"
    if any(span.has("measure", "gap") for span in spans):
        return False
    before = next((span for span in reversed(spans[:i]) if not span.is_filler), None)
    cut = before is not None and before.text in _CUTS
    return spans[i].has("general", "mortality") or (cut and spans[i].has("indicator"))


def _at_its_start(spans: Sequence[Span], i: int) -> bool:
    """ "Is the gap back at its baseline?": as wide as then, and not how wide it was then."""
    if not spans[i].has("when", "baseline") or any(span.said for span in spans):
        return False
    led = [span.text for span in spans[:i]]
    asked = bool(led) and led[0] in ("is", "are", "are we", "is it") and "at" in led[-2:]
    return asked and not any(span.has("cue") and not span.is_filler for span in spans)


def _at_some_time(spans: Sequence[Span], i: int) -> bool:
    """ "Did it get as high as 19%?", “has it been below 17%?”: at any time, and not now."""
    if spans[i].text not in _REACHED:
        return False
    after = next((span for span in spans[i + 1 :] if not span.is_mark), None)
    when = any(span.has("cue", cue) for span in spans for cue in _ASKS_WHEN) or any(
        span.text in ("since", "how long") or "ever" in span.text.split() for span in spans
    )
    level = after is not None and after.said is not None and not after.said.verb
    return level and not when


_ASKS_WHEN = ("when", "ever", "periods", "run", "at_all")


_REACHED = frozenset({"get", "got", "gets", "gotten", "getting", "been", "ever been", "reached", "touched"})


def _by_some_way(spans: Sequence[Span], i: int) -> bool:
    """ "Is it well above its baseline?", “was it much higher?”: a yes would say by how much."""
    after = following(spans, i)
    asked = i > 0 and spans[0].has("cue", "stating")
    return asked and after is not None and after.moves and spans[i].text in _SOME_WAY


_SOME_WAY = frozenset(
    {"well", "just", "only just", "much", "far", "slightly", "barely", "a lot", "a bit", "way"}
)


def _is_too_much(spans: Sequence[Span], i: int) -> bool:
    """ "Is 16% good?", “is a gap of 16% a lot?”: no figure judges an amount, and a yes would."""
    words = spans[i].text.split()
    return words[-1] in _JUDGING and words[0] != "how" and any(span.said for span in spans[:i])


_JUDGING = words_in(
    "good bad great poor fine ok okay alright acceptable reasonable tolerable satisfactory worrying alarming serious "
    "high low big small large little lot much enough huge tiny massive modest substantial considerable normal awful "
    "terrible shocking worrisome concerning encouraging impressive excellent dreadful"
)
