"""What a clause rules out: “not for men”, “not the rate”, “not cancer, circulatory”, “as csv, no chart”."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.question.model import OTHER_SEX
from healthgap.question.named.clause import Clause, add_once
from healthgap.question.words.grammar import AUXILIARIES, MODALS
from healthgap.question.words.spans import Span

_OTHER_GAP = {"absolute_gap": "relative_gap", "relative_gap": "absolute_gap"}
_CONTRASTS = ("rather than", "instead of")
_FIGURES = ("figure", "figures", "number", "numbers", "data", "size")
_JUDGED = ("narrow", "widen", "on_track", "off_track", "met", "missed")


def rule_out(spans: Sequence[Span], clause: Clause, used: set[int]) -> None:
    """“not for men”, “not the rate”: what is ruled out is taken away; any other “not” stays a cue."""
    for i, span in enumerate(spans):
        if not span.has("cue", "not") or denies_a_verdict(spans, i) or is_more_than(spans, i):
            continue
        if (
            span.text == "no"
            and all(before.is_mark for before in spans[:i])
            and i + 1 < len(spans)
            and spans[i + 1].is_mark
        ):
            used.add(i)  # "no, the absolute one" corrects; it rules nothing out
            continue
        denied = next((j for j in range(i + 1, len(spans)) if not spans[j].is_filler), None)
        if denied is not None and _ruled_out(spans, clause, denied):
            used.add(i)
            continue
        if denied is None or denied in used:
            continue
        # “why has not the women's gap …?”
        of_verb = i > 0 and spans[i - 1].text.split()[-1] in AUXILIARIES | MODALS
        nothing = any(spans[j].text in _FIGURES for j in range(i + 1, denied))  # “no figure for men”
        sexes = [sex for sex in spans[denied].values("sex") if sex in OTHER_SEX and not (of_verb or nothing)]
        if sexes:
            add_once(clause.sexes, OTHER_SEX[sexes[0]])
        measures = spans[denied].values("measure") or _in_per_cent(spans, denied)
        for measure in measures:
            if measure in _OTHER_GAP:
                add_once(clause.measures, _OTHER_GAP[measure])
        clause.general |= {"not the rate"} if "rate" in measures else set()
        if sexes or measures or _another_form(spans, denied):
            used |= {i, denied}


def denies_a_verdict(spans: Sequence[Span], i: int) -> bool:
    """ "Has it widened for men but not women?", “… for women rather than men?” is asked of both."""
    judged = any(span.has("cue", cue) and not span.is_filler for span in spans for cue in _JUDGED)
    if spans[i].text == "but not":  # the verdict may stand in another part
        bare = not any(span.has("measure") or (span.has("cue") and not span.is_filler) for span in spans[:i])
        progress = any(span.text.startswith("progress") for span in spans[:i])
        return judged or ((bare or progress) and any(span.has("indicator") for span in spans[i:]))
    other = next((span for span in spans[i + 1 :] if not span.is_filler), spans[i])
    of_people = any(other.values(kind) for kind in ("sex", "indicator", "group"))
    if of_people and (spans[i].text in _CONTRASTS or _stands_apart(spans, i)):
        return judged
    return judged and spans[i].text == "not" and i > 0 and spans[i - 1].text in ("but", "and")


def _stands_apart(spans: Sequence[Span], i: int) -> bool:
    """ "Widened, not the men's", “is cancer, not circulatory, met?”: a “not” of its own, after what was judged."""
    if spans[i].text != "not" or not i:
        return False
    before = spans[i - 1]
    asked = spans[0].has("cue", "stating") and before.has("indicator")
    return asked or before.is_mark or before.moves or before.has("sex")


def is_more_than(spans: Sequence[Span], i: int) -> bool:
    """ "Not only men but women": both, and nothing is ruled out."""
    return i + 1 < len(spans) and spans[i + 1].text.split()[0] in ("only", "just", "merely")


def _ruled_out(spans: Sequence[Span], clause: Clause, denied: int) -> bool:
    """“not cancer, circulatory”: takes away an indicator that is denied by itself, where another is left."""
    named = spans[denied].values("indicator")
    following = spans[denied + 1 :]
    listed = any(span.has("cue", "or") or span.has("cue", "and") for span in following[:2])
    others = [name for name in clause.indicators if name not in named]
    if not named or not others or listed:
        return False
    clause.indicators[:] = others
    return True


def _in_per_cent(spans: Sequence[Span], denied: int) -> tuple[str, ...]:
    """ "The gap, not as a percentage": no relative one, unless it is wanted in some other unit."""
    units = any(span.has("unit") or span.has("general", "points") or span.has("form") for span in spans)
    measures = {value for span in spans for value in span.values("measure")}
    gap_only = measures == {"gap"}
    return ("relative_gap",) if spans[denied].has("general", "percent") and gap_only and not units else ()


def _another_form(spans: Sequence[Span], denied: int) -> bool:
    """“points, not per cent”, “as csv, no chart”: a way to show figures, ruled out where another is named."""
    others = [span for i, span in enumerate(spans) if i != denied]
    if spans[denied].has("general", "percent"):
        return any(
            other.has("measure") or other.has("unit") or other.has("general", "points") for other in others
        )
    return spans[denied].has("form") and not spans[denied].is_filler
