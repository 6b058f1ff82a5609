"""A Question -> English that is understood as exactly that Question: for buttons, and to say how one was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from healthgap.catalogue import Catalogue, Group, Term
from healthgap.question.asked.rules import SELECTIONS
from healthgap.question.model import Amount, Question, When
from healthgap.question.words.dates import in_words

_WHENS = {
    "baseline": "at baseline",
    "peak": "at its peak",
    "previous": "in the previous period",
    "next": "in the next period",
    "latest": "in the latest period",
    "last_year": "last year",
    "this_year": "this year",
}
_SEXES = {"male": " for men", "female": " for women", "both": " for men and women"}
_FORMS = {"chart": "Chart", "table": "Table", "csv": "CSV"}
_GAPS = {
    "absolute_gap": "absolute gap",
    "relative_gap": "relative gap",
    "ratio": "ratio",
    "slope_index": "slope index",
}


def phrase(question: Question, catalogue: Catalogue) -> str:
    """The question in words, complete in itself."""
    told = _INTENTS[question.intent](question, catalogue)
    if question.known is None or question.intent == "news":
        return told
    return f"{told.removesuffix('?')} as known in {in_words(question.known)}?"


def amount_words(amount: Amount) -> str:
    """ "more than 16%", "3 points", "a third", "5.4"."""
    unit = {"%": "%", "points": " point" if amount.value == 1 else " points", "": ""}[amount.unit]
    if amount.decimals is None:
        size = _PARTS.get(round(amount.value, 3), f"{amount.value:.0f}{unit}")
    else:
        size = f"{amount.value:,.{amount.decimals}f}{unit}"
    return f"{_BOUNDS[amount.bound]}{size}"


_PARTS = {
    round(100 * top / bottom, 3): name
    for name, top, bottom in (
        ("half", 1, 2),
        ("a third", 1, 3),
        ("two thirds", 2, 3),
        ("a quarter", 1, 4),
        ("three quarters", 3, 4),
        ("a fifth", 1, 5),
        ("two fifths", 2, 5),
        ("three fifths", 3, 5),
        ("four fifths", 4, 5),
        ("a sixth", 1, 6),
        ("a seventh", 1, 7),
        ("an eighth", 1, 8),
        ("a ninth", 1, 9),
        ("a tenth", 1, 10),
        ("three tenths", 3, 10),
    )
}
_BOUNDS = {
    "": "",
    "about": "about ",
    "nearly": "nearly ",
    "just_above": "just over ",
    "above": "more than ",
    "below": "less than ",
    "at_least": "at least ",
    "at_most": "at most ",
}
_MULTIPLES = {100.0: "doubled", 200.0: "tripled", 300.0: "quadrupled"}


def phrase_all(questions: Sequence[Question], catalogue: Catalogue) -> str:
    """Several questions as one text that is understood as all of them, in order; what sounds alike is said once."""
    first, *others = dict.fromkeys(phrase(question, catalogue) for question in questions)
    return " ".join([first, *(f"And {other[0].lower()}{other[1:]}" for other in others)])


def subject(question: Question, catalogue: Catalogue) -> str:
    """What the question is about: "the infant mortality gap", "the rate of …", for whom."""
    names = [_one_subject(question, indicator, catalogue) for indicator in question.indicators]
    return f"{' and '.join(names)}{_SEXES.get(question.sex or '', '')}"


def _one_subject(question: Question, indicator: str, catalogue: Catalogue) -> str:
    return f"{_one_quantity(question, indicator, catalogue)}{_where(question)}"


def _called(entry: Group | Term) -> str:
    """The first of its other names, or its title where it has none."""
    return entry.aliases[0] if entry.aliases else entry.title


def _where(question: Question) -> str:
    return f" in {' and '.join(question.areas)}" if question.areas else ""


def _one_quantity(question: Question, indicator: str, catalogue: Catalogue) -> str:
    entry = catalogue.indicators[indicator]
    short = entry.short
    if question.measure in _GAPS:
        return f"the {_GAPS[question.measure]} in {short}"
    named = [_called(catalogue.groups[group]) for group in question.groups]
    who = f" in {' and '.join(named)}" if named else ""
    if question.measure == "rate":
        return f"the {short} {'rate' if entry.level == 'rate' else 'level'}{who}"
    if question.measure in ("count", "share"):
        opening = "the number of" if question.measure == "count" else "the share of"
        return f"{opening} {entry.events}{who}"
    monitored = set(question.groups) & set(entry.monitored)
    return f"the {short} rate{who}" if monitored else f"the {short} gap"


def _when(when: When, question: Question) -> str:
    """ "in 2003-05", "at baseline", "in the period before 2003-05", "2 periods after 2003-05"."""
    steps = when.is_step and question.beside
    if steps and steps[0].kind == "period":
        way = "before" if when.kind == "previous" else "after"
        return (
            f"in the period {way} {steps[0]}" if len(steps) == 1 else f"{len(steps)} periods {way} {steps[0]}"
        )
    return _WHENS.get(when.kind) or f"in {when}"


def _at(question: Question) -> str:
    """ " in 2003-05 and at baseline", or nothing where no time is named."""
    whens = " and ".join(_when(when, question) for when in question.at)
    return f" {whens}" if whens else ""


def _plain(when: When) -> str:
    if when.kind == "peak":
        return "its peak"
    return "baseline" if when.kind == "baseline" else _WHENS.get(when.kind, str(when)).removeprefix("in ")


def _interval(question: Question) -> str:
    if question.since and question.to:
        return f" between {_plain(question.since)} and {_plain(question.to)}"
    if question.to and not question.since:
        return f" until {_plain(question.to)}"
    said = question.since and question.since.kind != "first"
    return f" since {_plain(question.since)}" if question.since and said else ""


def _value(question: Question, catalogue: Catalogue) -> str:
    past = any(when.kind != "latest" for when in question.at)
    verb = _verb(question, "was", "were") if past else _verb(question, "is", "are")
    about = f"{subject(question, catalogue)}{_at(question)}"
    return f"{_FORMS[question.form]} of {about}" if question.form else f"What {verb} {about}?"


def _verb(question: Question, of_one: str, of_several: str) -> str:
    return of_several if len(question.indicators) > 1 else of_one


def _trend(question: Question, catalogue: Catalogue) -> str:
    if question.selection and question.supposed:
        return _steps(question, catalogue)
    last = f" over the last {question.last} periods" if question.last else ""
    if question.form:
        return f"{_FORMS[question.form]} of {subject(question, catalogue)}{_interval(question)}{last}"
    if question.since and question.to:
        return (
            f"Trend in {subject(question, catalogue)} from {_plain(question.since)} to {_plain(question.to)}"
        )
    return f"Trend in {subject(question, catalogue)}{_interval(question)}{last}"


def _steps(question: Question, catalogue: Catalogue) -> str:
    about, moved = subject(question, catalogue), _moved(question)
    if question.selection == "any":
        return f"Has {about} ever {moved}{_interval(question)}?"
    return f"Has {about} {moved} every time{_interval(question)}?"


_WENT = {"narrower": "narrowed", "wider": "widened", "better": "improved", "worse": "got worse"}


def _moved(question: Question) -> str:
    """ "Narrowed", of a level “fallen”, after “has”."""
    of_level = {"narrower": "fallen", "wider": "risen"} if question.measure in ("rate", "count") else {}
    return {**_WENT, **of_level}[question.supposed or ""]


def _change(question: Question, catalogue: Catalogue) -> str:
    if question.in_per_cent:
        return f"What is the percentage change in {subject(question, catalogue)}{_interval(question)}?"
    verb = _verb(question, "has", "have")
    return f"How much {verb} {subject(question, catalogue)} changed{_interval(question)}?"


def _compare(question: Question, catalogue: Catalogue) -> str:
    return f"Compare {subject(question, catalogue)}{_at(question)}{_interval(question)}"


def _extremum(question: Question, catalogue: Catalogue) -> str:
    of_level = question.measure in ("rate", "count", "ratio")
    ends = ("highest", "lowest") if of_level else ("widest", "narrowest")
    word = {"max": ends[0], "worst": "at its worst", "best": "at its best"}.get(
        question.direction or "", ends[1]
    )
    if question.selection == "beyond":
        further = {"highest": "higher", "lowest": "lower", "widest": "wider", "narrowest": "narrower"}.get(
            word, "worse" if question.direction == "worst" else "better"
        )
        return f"Has {subject(question, catalogue)} ever been {further}{_interval(question)}?"
    if question.at:
        return f"Was {subject(question, catalogue)} {word} {_when(question.at[0], question)}?"
    return f"When was {subject(question, catalogue)} {word}{_interval(question)}?"


def _ranking(question: Question, catalogue: Catalogue) -> str:
    ends = ("highest", "lowest") if question.measure == "rate" else ("widest", "narrowest")
    words = {"max": ends[0], "min": ends[1], "worst": "worst", "best": "best"}
    word = words[question.direction or "max"]
    what = subject(question, catalogue).removeprefix("the ")
    return f"Which area has the {word} {what}{_at(question)}?"


def _which(question: Question, catalogue: Catalogue) -> str:
    selection = SELECTIONS[question.selection or "narrowed"]
    return f"Which {'gap' if selection.startswith(('has', 'is')) else 'gaps'} {selection}?"


def _target(question: Question, catalogue: Catalogue) -> str:
    if not question.indicators:
        return "What are the targets?"
    names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
    who = f" for {_called(catalogue.groups[question.groups[0]])}" if question.groups else ""
    whose = f"{who}{_where(question)}{_SEXES.get(question.sex or '', '')}"
    return (
        f"{_verb(question, 'Is', 'Are')} the {names} {_verb(question, 'target', 'targets')}{whose} on track?"
    )


def _projection(question: Question, catalogue: Catalogue) -> str:
    pace = f"At the pace since {_plain(question.since)}, what" if question.since else "What"
    by = f" in {question.by}" if question.by else ""
    return f"{pace} will {subject(question, catalogue)} be{by}?"


def _explain(question: Question, catalogue: Catalogue) -> str:
    if question.selection == "sides":
        return f"Which side moved {subject(question, catalogue)}{_at(question)}{_interval(question)}?"
    return f"Why did {subject(question, catalogue)} change{_at(question)}{_interval(question)}?"


def _certainty(question: Question, catalogue: Catalogue) -> str:
    return f"Is the change in {subject(question, catalogue)}{_at(question)}{_interval(question)} real?"


def _range(question: Question, catalogue: Catalogue) -> str:
    return f"What is the 95% range of {subject(question, catalogue)}{_at(question)}?"


def _events(question: Question, catalogue: Catalogue) -> str:
    events = catalogue.indicators[question.indicators[0]].events or "events"
    return f"How many {events} does {subject(question, catalogue)} amount to{_at(question)}?"


def _list(question: Question, catalogue: Catalogue) -> str:
    if not question.indicators:
        return "What periods do you have?" if question.terms else "Which indicators do you have?"
    names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
    return (
        f"What periods do you have for {names}?" if question.terms else f"What data do you have on {names}?"
    )


def _definition(question: Question, catalogue: Catalogue) -> str:
    entries = [*question.indicators, *question.terms]
    names = [
        catalogue.indicators[name].short
        if name in catalogue.indicators
        else _called(catalogue.groups.get(name) or catalogue.terms[name])
        for name in entries
    ]
    return f"What {'does' if len(names) == 1 else 'do'} {' and '.join(names)} mean?"


def _threshold(question: Question, catalogue: Catalogue) -> str:
    amount = question.amounts[0]
    about, beyond = subject(question, catalogue), f"{amount_words(amount)}{_interval(question)}"
    if question.selection == "ahead":
        return f"When will {about} {f'be {beyond}' if amount.value else 'close'}?"
    if question.form:
        return f"{_FORMS[question.form]} of when {about} was {beyond}"
    if question.selection == "each":
        return f"Has {about} been {beyond}?"
    return f"When was {about} {beyond}?"


def _check(question: Question, catalogue: Catalogue) -> str:
    about, amounts = subject(question, catalogue), [amount_words(amount) for amount in question.amounts]
    if question.claim == "target_status":
        names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
        of_what = {"cut": "to cut the gap by ", "level": "a gap of "}.get(question.selection or "", "")
        return f"Is it right that the {names} target is {of_what}{amounts[0]}?"
    of_level = {"narrower": "fell", "wider": "rose"} if question.measure in ("rate", "count") else {}
    verb = {**_WENT, **of_level}.get(question.supposed or "", "changed")
    if question.claim == "change_since":
        multiple = question.amounts[0].decimals is None and _MULTIPLES.get(question.amounts[0].value)
        by = f"{_BOUNDS[question.amounts[0].bound]}{multiple}" if multiple else f"{verb} by {amounts[0]}"
        return f"Is it right that {about} {by}{_interval(question)}?"
    if len(amounts) > 1 and not question.at:
        return f"Is it right that {about} {verb} from {amounts[0]} to {amounts[1]}?"
    said = [
        f"{amount} {_when(when, question)}" for amount, when in zip(amounts, question.at, strict=False)
    ] or amounts
    return f"Is it right that {about} was {' and '.join(said)}?"


def _required(question: Question, catalogue: Catalogue) -> str:
    if question.selection == "all":
        return "How far is each gap from its target?"
    names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
    if question.measure == "rate":
        return f"What would {subject(question, catalogue)} have to be to meet the target?"
    if question.selection == "way":
        return f"How much of the way to its target has {subject(question, catalogue)} come?"
    return f"What would it take to meet the {names} target{_SEXES.get(question.sex or '', '')}?"


def _run(question: Question, catalogue: Catalogue) -> str:
    verbs = {"narrower": "narrowing", "wider": "widening", "better": "improving", "worse": "getting worse"}
    verb = verbs.get(question.supposed or "", "moving")
    return f"Since when {_verb(question, 'has', 'have')} {subject(question, catalogue)} been {verb}?"


def _news(question: Question, catalogue: Catalogue) -> str:
    names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
    about = f" for {names}" if names else ""
    if question.known:
        return f"What did the {in_words(question.known)} release say{about}?"
    return (
        f"What was revised{about}?"
        if question.selection == "revised"
        else f"What is new in the latest release{about}?"
    )


def _source(question: Question, catalogue: Catalogue) -> str:
    names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
    about = f" for {names}" if names else ""
    if question.selection == "next":
        return f"When do the next figures come out{about}?"
    if question.at and not question.amounts:
        figures = f"the figure for {subject(question, catalogue)}" if names else "the figures"
        return f"What is the source of {figures}{_at(question)}?"
    if question.selection == "published":
        return f"When were the figures{about} last updated?"
    if question.amounts:
        return f"What is the source of the {amount_words(question.amounts[0])}{about}?"
    return f"What is the source for {names}?" if names else "Where do the figures come from?"


_INTENTS: Mapping[str, Callable[[Question, Catalogue], str]] = {
    "value": _value,
    "trend": _trend,
    "change_since": _change,
    "compare": _compare,
    "extremum": _extremum,
    "ranking": _ranking,
    "which": _which,
    "target_status": _target,
    "projection": _projection,
    "explain": _explain,
    "certainty": _certainty,
    "range": _range,
    "events": _events,
    "list": _list,
    "definition": _definition,
    "source": _source,
    "overview": lambda question, catalogue: "Overview of all indicators",
    "threshold": _threshold,
    "check": _check,
    "required": _required,
    "run": _run,
    "news": _news,
    "help": lambda question, catalogue: "What can you do?",
    "smalltalk": lambda question, catalogue: {"abuse": "Useless", "thanks": "Thank you"}.get(
        question.selection or "", "Hello"
    ),
}
