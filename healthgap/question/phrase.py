"""A Question -> English that is understood as exactly that Question: for buttons, and to say how one was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from healthgap.catalogue import Catalogue
from healthgap.question.model import Question, When
from healthgap.question.rules import SELECTIONS

_WHENS = {
    "baseline": "at baseline",
    "previous": "in the previous period",
    "next": "in the next period",
    "latest": "in the latest period",
    "last_year": "last year",
    "this_year": "this year",
}
_SEXES = {"male": " for men", "female": " for women", "both": " for men and women"}
_FORMS = {"chart": "Chart", "table": "Table", "csv": "CSV"}
_GAPS = {"absolute_gap": "absolute gap", "relative_gap": "relative gap", "ratio": "ratio"}


def phrase(question: Question, catalogue: Catalogue) -> str:
    """The question in words, complete in itself."""
    return _INTENTS[question.intent](question, catalogue)


def subject(question: Question, catalogue: Catalogue) -> str:
    """What the question is about: "the infant mortality gap", "the rate of …", for whom."""
    names = [_one_subject(question, indicator, catalogue) for indicator in question.indicators]
    return f"{' and '.join(names)}{_SEXES.get(question.sex or '', '')}"


def _one_subject(question: Question, indicator: str, catalogue: Catalogue) -> str:
    return f"{_one_quantity(question, indicator, catalogue)}{_where(question)}"


def _where(question: Question) -> str:
    return f" in {' and '.join(question.areas)}" if question.areas else ""


def _one_quantity(question: Question, indicator: str, catalogue: Catalogue) -> str:
    entry = catalogue.indicators[indicator]
    short = entry.short
    if question.measure in _GAPS:
        return f"the {_GAPS[question.measure]} in {short}"
    who = "".join(f" in {catalogue.groups[group].aliases[0]}" for group in question.groups[:1])
    who += "".join(f" and {catalogue.groups[group].aliases[0]}" for group in question.groups[1:])
    if question.measure == "rate":
        return f"the {short} {'rate' if entry.level == 'rate' else 'level'}{who}"
    if question.measure in ("count", "share"):
        opening = "the number of" if question.measure == "count" else "the share of"
        return f"{opening} {entry.events}{who}"
    monitored = set(question.groups) & set(entry.monitored)
    return f"the {short} rate{who}" if monitored else f"the {short} gap"


def _when(when: When) -> str:
    return _WHENS.get(when.kind) or f"in {when}"


def _plain(when: When) -> str:
    return "baseline" if when.kind == "baseline" else _WHENS.get(when.kind, str(when)).removeprefix("in ")


def _interval(question: Question) -> str:
    if question.since and question.to:
        return f" between {_plain(question.since)} and {_plain(question.to)}"
    return f" since {_plain(question.since)}" if question.since else ""


def _value(question: Question, catalogue: Catalogue) -> str:
    verb = "was" if any(when.kind != "latest" for when in question.at) else "is"
    at = " and ".join(_when(when) for when in question.at)
    opening = f"What {verb} " if question.form is None else f"{_FORMS[question.form]} of "
    return f"{opening}{subject(question, catalogue)}{' ' if at else ''}{at}?"


def _trend(question: Question, catalogue: Catalogue) -> str:
    last = f" over the last {question.last} periods" if question.last else ""
    if question.form:
        return f"{_FORMS[question.form]} of {subject(question, catalogue)}{_interval(question)}{last}"
    if question.since and question.to:
        return (
            f"Trend in {subject(question, catalogue)} from {_plain(question.since)} to {_plain(question.to)}"
        )
    return f"Trend in {subject(question, catalogue)}{_interval(question)}{last}"


def _change(question: Question, catalogue: Catalogue) -> str:
    return f"How much has {subject(question, catalogue)} changed{_interval(question)}?"


def _compare(question: Question, catalogue: Catalogue) -> str:
    at = " and ".join(_when(when) for when in question.at)
    return f"Compare {subject(question, catalogue)}{' ' if at else ''}{at}{_interval(question)}"


def _extremum(question: Question, catalogue: Catalogue) -> str:
    word = "widest" if question.direction == "max" else "narrowest"
    return f"When was {subject(question, catalogue)} {word}{_interval(question)}?"


def _ranking(question: Question, catalogue: Catalogue) -> str:
    ends = ("highest", "lowest") if question.measure == "rate" else ("widest", "narrowest")
    words = {"max": ends[0], "min": ends[1], "worst": "worst", "best": "best"}
    word = words[question.direction or "max"]
    at = "".join(f" {_when(when)}" for when in question.at)
    what = subject(question, catalogue).removeprefix("the ")
    return f"Which area has the {word} {what}{at}?"


def _which(question: Question, catalogue: Catalogue) -> str:
    selection = SELECTIONS[question.selection or "narrowed"]
    return f"Which {'gap' if selection.startswith(('has', 'is')) else 'gaps'} {selection}?"


def _target(question: Question, catalogue: Catalogue) -> str:
    names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
    who = f" for {catalogue.groups[question.groups[0]].aliases[0]}" if question.groups else ""
    return f"Is the {names} target{who}{_where(question)}{_SEXES.get(question.sex or '', '')} on track?"


def _projection(question: Question, catalogue: Catalogue) -> str:
    pace = f"At the pace since {_plain(question.since)}, what" if question.since else "What"
    by = f" in {question.by}" if question.by else ""
    return f"{pace} will {subject(question, catalogue)} be{by}?"


def _explain(question: Question, catalogue: Catalogue) -> str:
    at = "".join(f" {_when(when)}" for when in question.at)
    return f"Why did {subject(question, catalogue)} change{at}{_interval(question)}?"


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
        else (catalogue.groups.get(name) or catalogue.terms[name]).aliases[0]
        for name in entries
    ]
    return f"What does {' and '.join(names)} mean?"


def _source(question: Question, catalogue: Catalogue) -> str:
    names = " and ".join(catalogue.indicators[name].short for name in question.indicators)
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
    "list": _list,
    "definition": _definition,
    "source": _source,
    "overview": lambda question, catalogue: "Overview of all indicators",
    "help": lambda question, catalogue: "Help",
    "smalltalk": lambda question, catalogue: "Hello",
}
