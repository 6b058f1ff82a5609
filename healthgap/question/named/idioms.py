"""Idioms, found before single words are explained: “since then”, “16 or 17?”, “the target baseline”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from healthgap.catalogue import Indicator
from healthgap.question.model import Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.words.spans import Span

_LEVELS = ("rate", "count")
_NINETIES = {
    f"{part}{name}"
    for part in ("", "mid ", "mid - ", "late ", "late - ")
    for name in ("nineties", "90s", "1990s")
}
_LAST_OF_NINETIES = 1999
_BELONGS = ("of", "for", "in", "behind", "under", "used for", "used in")
_NO_ALTERNATIVES = ("narrow", "widen", "change", "target", "ever", "when", "pretend")
_BEFORE_ALTERNATIVES = ("is", "it", "was", "that", "this", ":", "be", "gap", "rate")


def with_decades(spans: Sequence[Span], subjects: Sequence[Indicator]) -> Sequence[Span]:
    """“Since the nineties” is since the baseline, where all of `subjects` have their baseline in them."""
    targets = [one.target for one in subjects]
    begins = [target.baseline.end for target in targets if target and target.baseline]
    if not targets or len(begins) < len(targets) or max(begins) > _LAST_OF_NINETIES:
        return spans
    return [
        Span(span.text, {"when": ("baseline",)}) if _since_nineties(spans, i) else span
        for i, span in enumerate(spans)
    ]


def _since_nineties(spans: Sequence[Span], i: int) -> bool:
    before = [span for span in spans[:i] if span.text != "the"]
    since = bool(before) and before[-1].has("role", "since")
    return since and spans[i].text in _NINETIES and not spans[i].meanings


def find(spans: Sequence[Span], clause: Clause, used: set[int], thread: Question | None) -> None:
    """Puts what idioms say into `clause` and the places of their spans into `used`."""
    _since_then(spans, clause, used, thread)
    _baseline_of_target(spans, clause)
    _alternatives(spans, clause, used)
    _between_sexes(spans, clause)
    _either_way(spans, clause, used)
    _where_from(spans, clause)


def _since_then(spans: Sequence[Span], clause: Clause, used: set[int], thread: Question | None) -> None:
    """“Since then?”, “how much has it fallen since?”: counted from the time the thread spoke of."""
    for i, span in enumerate(spans):
        if span.text not in ("since", "after", "afterwards", "since then") or i in used:
            continue
        then = i + 1 < len(spans) and spans[i + 1].text == "then"
        last_word = all(after.is_mark or after.has("general", "percent") for after in spans[i + 1 :])
        if not then and not last_word:
            continue
        used |= {i, i + 1} if then else {i}
        of_another = any(one.has(kind) for one in spans for kind in ("measure", "group", "indicator"))
        told = None if then else _end_told(thread)
        clause.since = clause.since or told or _spoken_of(thread, of_another=of_another)
        if clause.since is None:
            clause.unexplained.append(span.text)


def _end_told(thread: Question | None) -> When | None:
    """The end of the change that a thread told of: “it rose from 1997-99 to 2001-03”, “how much did it fall after?”."""
    if thread is None or thread.intent not in ("change_since", "trend"):
        return None
    return thread.to if thread.to and thread.to.kind == "period" else None


def _spoken_of(thread: Question | None, *, of_another: bool) -> When | None:
    """The one time that the last question of a thread was about: that of its peak, its only period, its beginning.

    The peak of one thing is not that `of_another`.
    """
    if thread is None:
        return None
    if thread.intent == "extremum":
        if of_another:
            return None
        widest = thread.direction == "max" or (thread.direction == "worst" and thread.measure not in _LEVELS)
        return When("peak") if widest and thread.since is None else None
    if len(thread.at) == 1 and thread.since is None:
        return thread.at[0] if thread.at[0].kind not in ("latest", "next") else None
    return thread.since if thread.to is None and not thread.at else None


def _baseline_of_target(spans: Sequence[Span], clause: Clause) -> None:
    """“The baseline of the target”, “the target baseline”: what it starts from; “baseline, target” lists both."""
    baselines = [i for i, span in enumerate(spans) if span.has("when", "baseline")]
    targets = [i for i, span in enumerate(spans) if span.has("cue", "target")]
    for baseline, target in product(baselines, targets):
        between = spans[min(baseline, target) + 1 : max(baseline, target)]
        joined = any(span.text in _BELONGS for span in between) if baseline < target else not between
        if joined and not any(span.has("cue", "and") or span.values("when") for span in between):
            clause.general.add("baseline_of_target")


def _alternatives(spans: Sequence[Span], clause: Clause, used: set[int]) -> None:
    """“Is it 16 or 17?” asks for the figure; the numbers only say what it may be."""
    if any(span.has("cue", cue) for span in spans for cue in _NO_ALTERNATIVES):
        return
    for i in range(2, len(spans) - 1):
        first, second = spans[i - 1].said, spans[i + 1].said
        led_by = spans[i - 2].text.split()[-1]
        if not (first and second and spans[i].has("cue", "or") and led_by in _BEFORE_ALTERNATIVES):
            continue
        if any(said.role or said.verb or said.amount.bound for said in (first, second)):
            continue
        used |= {i - 1, i, i + 1}
        if "%" in (first.amount.unit, second.amount.unit):
            clause.general.add("percent")


def _between_sexes(spans: Sequence[Span], clause: Clause) -> None:
    """A gap between the sexes, or between two areas, is not the gap that is held of each."""
    for i, span in enumerate(spans[:-1]):
        if span.text.endswith(("between", "from")):
            clause.between_sexes |= bool(spans[i + 1].values("sex"))
            clause.between_areas |= bool(spans[i + 1].values("area"))


def _either_way(spans: Sequence[Span], clause: Clause, used: set[int]) -> None:
    """ "Grown or shrunk": two ways joined by “or” ask which of them."""
    for i in range(1, len(spans) - 1):
        ways = (spans[i - 1], spans[i + 1])
        if spans[i].has("cue", "or") and all(
            any(one.has("cue", way) for one in ways) for way in ("narrow", "widen")
        ):
            words = " ".join(span.text for span in spans[i - 1 : i + 2])
            clause.cues.append((words, frozenset({"either_way"})))
            used |= {i - 1, i, i + 1}


def _where_from(spans: Sequence[Span], clause: Clause) -> None:
    """ "Where is the cancer figure from?", with what it is of between the two words."""
    words = [span.text for span in spans if not span.is_mark]
    if len(words) > 2 and words[-1] == "from" and words[0].split()[0] == "where":
        clause.cues.append(("where from", frozenset({"source"})))


def down_from(spans: Sequence[Span], clause: Clause) -> None:
    """ "16%, down from 19% in 2002-04" is from 19% then to 16% now; with a time for the 16% alone it stays open."""
    amounts = [i for i, span in enumerate(spans) if span.said]
    roles = [span.said.role for span in spans if span.said]
    if len(amounts) != 2 or roles[1] != "from" or roles[0] not in ("", "at", "to"):
        return
    times = [i for i, span in enumerate(spans) if span.has("when") and not span.has("when", "latest")]
    if len(times) == 1 and times[0] < amounts[1]:
        return
    now, then = clause.said_amounts
    clause.said_amounts = [then, replace(now, role="to")]
    clause.at.reverse()
