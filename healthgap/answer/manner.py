"""How something was asked, where that decides the first words of its answer and never its figures.

What was asked, and of which figures, is the business of `healthgap.question`. Where the manner is in any doubt there is
none, and the answer opens as it does for a bare name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from healthgap.question.words.asides import asked_plainly

Asks = Literal["", "whether", "exists", "what", "when", "deadline"]
Quantity = Literal["", "all", "any"]
Side = Literal["", "above", "below"]
Hope = Literal["", "reached", "expected", "missed", "lost"]

_FIRST = r"(?:^|[.,;:!–—-]\s+|\b(?:so|and|but|please|well|ok|okay|hi|hello|hey|now|then)\s+)"
_VERBS = r"(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could)\b"
_REQUEST = r"(?!\s+(?:you|i|anyone|anybody|someone|somebody)\b)"
_WHETHER = re.compile(
    f"{_FIRST}{_VERBS}{_REQUEST}|\\bwhether\\b|\\b(?:know|tell me|say|see|check|ask|sure) if\\b|"
    r"\b(?:above|below|over|under|(?:more|less|lower|higher|wider|narrower) than) \d[^?]*\?$|"
    r"\bdo we (?:hit|meet|make|reach)\b|\btargets? (?:met|hit|reached|achieved|on track)\s*\?"
)
_OPEN = re.compile(r"\b(?:what|which|when|where|who|whose|why|how|or)\b")
_EXISTS = re.compile(
    r"\b(?:is|are) there (?:an?|any|some)\b.*\btargets?\b|"
    r"\b(?:do|does|did|has|have)\b.*\b(?:have|has|got|set)\b (?:an?|any)\b.*\btargets?\b|\btargets?\b.*\bexists?\b"
)
_WHAT = re.compile(
    r"\bwhat(?:['’]?s| is| was| are| were| does)\b.*\btargets?\b|\b(?:wording|text) of the\b.*\btarget\b|"
    r"\baim(?:ing)? for\b|\bwhat level must\b|"
    r"\b(?:list|name|show|give me|tell me) (?:me )?(?:all )?(?:the |our )?targets\b"
)
_OF_THE_AIM = re.compile(  # "is it a PSA target?", “is the target a percentage?”
    r"^(?:so |and |but )*(?:is|are|was|were|does|do|did)\b(?!.*\d).*\btargets?\b"
)
_OF_THE_WAY = re.compile(
    r"\b(?:will|would|could|can|going|likely|possible|realistic\w*|achiev\w+|reach\w*|doubt|risk|danger|close|near\w*|"
    r"far|further|above|below|over|under|within|inside|enough|away|ahead|beat\w*|back|still|yet|now|better|worse)\b"
)
_NOT_WHAT = re.compile(r"\b(?:status|progress|latest|position|chances?|outlook|odds|verdict|pace|distance)\b")
_DEADLINE = re.compile(r"\bdeadline\b|\bby when\b|\bdue date\b|\bwhen\b.*\b(?:due|judged|supposed to)\b")
_AND_WHAT = re.compile(r"\bdue and what\b|\b(?:the )?targets? and (?:the |its )?(?:deadline|due date)\b")
_WHEN = re.compile(r"\bwhen\b|\bhow soon\b|\b(?:what|which) year\b|\bhow long until\b")
_REACHED = re.compile(
    r"\b(?:has|have|had|is|was|are|were|did|been|already|yet|targets?)\b.*\b(?:met|hit|reached|achieved|arrived)\b|"
    r"\bwe there\b|\bthere yet\b|"
    r"\b(?:has|have)\b.*\bby the [\d.]+ ?(?:%|per ?cent\b).*"
    r"\b(?:promised?|pledged?|agreed|committed|signed|target|goal|aim)\b"
)
_DONE = re.compile(
    r"\b(?:has|have|had|did|was|already|been)\b.*\b(?:hit|met|made|make|reach(?:ed)?|achieved|beaten)\b|"
    r"\b(?:did|do|does|managed?)\b(?!.*\b(?:will|expect\w*|likely|going|look\w*|think|hope|ever)\b).*"
    r"\b(?:meet|achieve|hit|make|reach|attain|beat|fulfil|satisfy)\b|"
    r"\btargets? (?:hit|met|reached|achieved)\b"
)
_AHEAD = re.compile(r"\b(?:will|going to|likely to)\b")
_WILL_HAVE = re.compile(r"\b(?:will|would)\b.*\b(?:have|already|be)\b")
_EXPECTED = re.compile(
    r"\bon (?:track|course|target|schedule)\b|\b(?:meet|hit|make|reach|achieve)(?:ing|ting)?\b|"
    r"\b(?:will|would|going to|likely to)\b.*\bbe (?:met|hit|reached|achieved)\b|\b(?:hitting|making)\b"
)
_MISSED = re.compile(
    r"\boff (?:track|course)\b|\bmiss(?:ed|ing)?\b|\bfail(?:ed|ing)?\b|"
    r"\bfall(?:ing)? short\b|"
    r"(?<!what['’]s )(?<!what is )(?<!lies )\bbehind\b"
)
_OUT_OF_REACH = re.compile(r"\b(?:out of|beyond|outside)(?: \w+(?:['’]s)?){0,2} reach\b")
_LOST = re.compile(r"\b(?:has|have|had|did|was|were|been|already)\b.*\b(?:miss(?:ed)?|fail(?:ed)?)\b")
_IS_MISSED = re.compile(r"\b(?:is|are)\b(?!.*\b(?:being|to be|going|likely|will)\b).*\bmissed\b")
_DENIED = re.compile(r"\b(?:not|never|no longer|no)\b|n['’]t\b|\bunlikely\b")
_MORE_THAN = re.compile(r"\b(?:faster|more|further|quicker|better)\b.*\bthan\b")
_WHOLE_FIRST = re.compile(
    r"\b(?:everyone|everybody|overall|average|national\w*|all births|whole|general)\b.*\bthan\b"
)
_LESS = re.compile(r"\b(?:less|slower|worse|fewer)\b")
_OF_TRUTH = re.compile(
    r"\b(?:right|correct|true|accurate|fair|(?<=that )so|(?<=it )so|case|wrong|incorrect|untrue|false|say|said|"
    r"claim\w*)\b"
)
_QUANTIFIED = re.compile(r"\b(?:every|each|all|always|still|exactly)\b")
_ALL = re.compile(r"\b(?:all|every|each|everything)\b")
_ANY = re.compile(r"\b(?:any|anything|some|one)\b")
_EVER = re.compile(
    r"\b(?P<high>worst|widest|biggest|largest|highest|greatest)\b.*\b(?:ever|on record|recorded|in history|yet)\b"
)
_ON_RECORD = re.compile(r"\b(?:ever|on record|record (?:low|high)|in history|records began)\b")
_ABOVE_TARGET = re.compile(r"\b(?:above|over|(?:higher|wider|worse|bigger|larger|more) than)\b.*\btarget")
_BELOW_TARGET = re.compile(
    r"\b(?:below|under|inside|within|(?:lower|narrower|better|smaller|less) than)\b.*\btarget"
)
_PAST = re.compile(r"\b(?:was|were|did|had)\b")
_A_YEAR = re.compile(
    r"\b(?:annual(?:ly)?|yearly|per annum|(?:per|a|each) year)\b(?! (?:earlier|ago|before|later|back))"
)
_IN_UNIT = re.compile(r"\bpoints?\b|\bper (?:1,?000|100,?000|thousand|hundred thousand)\b")
_PER_CENT = re.compile(r"(?<!not )(?<!not in )\bper ?cent\b|\bpercentage\b(?! points?)|(?:^|\s)%")
_ALONE = (
    r"how sure (?:is|are) (?:that|this|it|they|those|you)(?: of (?:that|this|it))?",
    r"how (?:certain|reliable|exact|precise) is (?:that|this|it)",
    r"(?:tell me )?more|(?:(?:more|all the|the) )?details?",
    r"in (?:full|detail)",
)
_IN_FULL = re.compile(rf"\s*(?:and )?(?:{'|'.join(_ALONE)})(?:,? please)?\s*[?.!]*\s*", re.IGNORECASE)
_AT_THE_END = re.compile(
    r"\s*[,;:.?!–—]\s*(?:and )?in (?:full|detail)(?:,? please)?\s*[?.!]*\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Manner:
    """`asks` is the form of the question, `hope` what is asked whether it became of a target: "lost" is missed already.

    `quantity` where something is asked to be so of all or of any, `superlative` where it is called the widest ever,
    `on_record` where something is asked of all times, `in_per_cent` where a size is wanted as a share, `in_unit` in
    points or in the unit of the rate, `a_year` by the year, `ahead` where the first thing named is said to be further
    on than the second; `of_truth` where the question is whether a statement is right, `in_full` where every remark is
    wanted, `past` where it is of the past, `of_target` which side of a target something is asked to be on.
    """

    asks: Asks = ""
    hope: Hope = ""
    quantity: Quantity = ""
    superlative: bool = False
    on_record: bool = False
    in_per_cent: bool = False
    in_unit: bool = False
    a_year: bool = False
    ahead: bool = False
    of_truth: bool = False
    in_full: bool = False
    past: bool = False
    of_target: Side = ""


PLAIN = Manner()
_ASKED = {
    "superlative": _EVER,
    "on_record": _ON_RECORD,
    "in_per_cent": _PER_CENT,
    "in_unit": _IN_UNIT,
    "a_year": _A_YEAR,
    "of_truth": _OF_TRUTH,
    "past": _PAST,
}


def manner(text: str) -> Manner:
    """How `text`, which asks one thing, asks it."""
    said = asked_plainly(" ".join(text.lower().split())).replace("when it comes to", "on")
    ahead = bool(_MORE_THAN.search(said)) and not any(
        one.search(said) for one in (_LESS, _DENIED, _WHOLE_FIRST)
    )
    asked = {name: bool(pattern.search(said)) for name, pattern in _ASKED.items()}
    return Manner(_asks(said), _hope(said), _quantity(said), ahead=ahead, of_target=_side(said), **asked)


def without_fullness(text: str) -> tuple[str, bool]:
    """`text` without the words that ask for every remark, and whether there were any; empty where it was all.

    Inside a question such words may mean something else ("which narrowed more?"): only those after a mark count.
    """
    if _IN_FULL.fullmatch(text):
        return "", True
    parted = _AT_THE_END.search(text)
    return (f"{text[: parted.start()]}?", True) if parted else (text, False)


def _asks(said: str) -> Asks:
    if _EXISTS.search(said):
        return "exists"
    what = _WHAT.search(said) and not _NOT_WHAT.search(said)
    if _DEADLINE.search(said):
        return "what" if what or _AND_WHAT.search(said) else "deadline"
    if what:
        return "what"
    of_the_aim = _OF_THE_AIM.search(said) and not (_OF_THE_WAY.search(said) or _hope(said))
    if of_the_aim and not _OPEN.search(said):
        return "what"
    if _WHEN.search(said):
        return "when"
    plainly = _WHETHER.search(said) and not (_OPEN.search(said) or _QUANTIFIED.search(said))
    return "whether" if plainly else ""


def _quantity(said: str) -> Quantity:
    """ "Are all targets on track?", "has any gap widened?"."""
    if not _WHETHER.search(said) or _OPEN.search(said) or _DENIED.search(said):
        return ""
    return "all" if _ALL.search(said) else "any" if _ANY.search(said) else ""


def _side(said: str) -> Side:
    """ "Is it above its target?"; nothing where it is denied, or both are said."""
    above, below = (bool(one.search(said)) for one in (_ABOVE_TARGET, _BELOW_TARGET))
    if above == below or _DENIED.search(said) or not _WHETHER.search(said):
        return ""
    return "above" if above else "below"


def _hope(said: str) -> Hope:
    """Only where one thing is hoped or feared, and not denied in the same breath."""
    if _DENIED.search(said) and not said.startswith("why"):
        return ""
    said = _OUT_OF_REACH.sub("off track", said)
    missed, expected, reached = (bool(one.search(said)) for one in (_MISSED, _EXPECTED, _REACHED))
    if _AHEAD.search(said):
        missed, expected = missed or _side(said) == "above", expected or _side(said) == "below"
    if missed and not (expected or reached):
        return "lost" if _LOST.search(said) or _IS_MISSED.search(said) else "missed"
    if missed:
        return ""
    if _DONE.search(said):
        return "expected" if _WILL_HAVE.search(said) else "reached"
    if expected:
        return "expected"
    return "reached" if reached else ""
