"""Conditions in words, so that people see what was understood, and the message that tells when one is met."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.alerts import Condition, Met
from healthgap.answer.claims import measured
from healthgap.answer.held import standing
from healthgap.catalogue import Catalogue
from healthgap.question.phrase import amount_words, subject
from healthgap.releases import Release
from healthgap.reply import Button, Message, Summary
from healthgap.wording.gaps import gap_size
from healthgap.wording.lists import name
from healthgap.wording.numbers import MEASURE_NAMES, listed, sentence, short_name, title, when_published
from healthgap.wording.numbers import subject as gap_subject
from healthgap.wording.statements import stated

_MOST_TOLD = 8
_MOST_BUTTONS = 4
EXAMPLES = (
    "when the infant mortality gap narrows below 15%",
    "when the cancer target is off track",
    "when any gap widens",
    "when any status changes",
)


def condition(waited_for: Condition, catalogue: Catalogue) -> str:
    """ "the relative gap in infant mortality is less than 15%", after “when”."""
    about = waited_for.about
    if about and not (
        about.indicators[0] in catalogue.indicators and set(about.groups) <= set(catalogue.groups)
    ):
        return f"something changes on “{about.indicators[0]}”, which is not configured any more"
    if waited_for.kind == "status":
        whose = "any target" if about is None else f"the {_names(waited_for, catalogue)} target"
        return f"{whose} is {waited_for.wanted}" if waited_for.wanted else f"the status of {whose} changes"
    if about is None:
        return f"any gap is {waited_for.wanted} than the period before"
    if waited_for.kind == "moved":
        return f"{subject(about, catalogue)} is {waited_for.wanted} than the period before"
    indicator = catalogue.indicators[about.indicators[0]]
    of_what = measured(about, indicator)
    unit = "" if about.amounts[0].unit or of_what.measure in ("ratio", "count") else f" {indicator.unit}"
    return f"{subject(of_what, catalogue)} is {amount_words(about.amounts[0])}{unit}"


def _names(waited_for: Condition, catalogue: Catalogue) -> str:
    about = waited_for.about
    names = [short_name(catalogue.indicators[one]) for one in about.indicators] if about else []
    who = {"male": " (men)", "female": " (women)"}.get(about.sex or "", "") if about else ""
    return f"{listed(names)}{who}"


def alert(met: Sequence[Met], release: Release, catalogue: Catalogue) -> Summary:
    """What a channel is told that waited for what `release` has brought about."""
    lines = [_line(one, catalogue) for one in met]
    asked = dict.fromkeys(condition(one.condition, catalogue) for one in met)
    waited_for = f"You asked to be told when {', or when '.join(asked)}."
    hidden = len(lines) - _MOST_TOLD
    more = [f"{hidden} more are in the release’s own summary."] if hidden > 0 else []
    many = f"Alert: {len(lines)} of the changes that you wait for have come about."
    message = Message(
        headline=f"Alert: {lines[0][0].lower()}{lines[0][1:]}" if len(lines) == 1 else many,
        context=(
            *([f"• {line}" for line in lines[:_MOST_TOLD]] if len(lines) > 1 else []),
            *more,
            waited_for,
        ),
        source=f"Source: {release.publisher}, “{release.title}”, {when_published(release)}.",
        buttons=_buttons(met),
    )
    told = tuple(dict.fromkeys(stated(now) for one in met if (now := standing(one.series))))
    return Summary(release.id, message, stated=told, as_of=release.public_at, is_news=bool(met))


def not_understood() -> str:
    """What to write instead."""
    examples = "\n".join(f"• {example}" for example in EXAMPLES)
    return (
        f"I did not understand that in full, so I set no alert. I understand these, for example:\n{examples}"
    )


def _line(met: Met, catalogue: Catalogue) -> str:
    series, wanted = met.series, met.condition
    size = f"{gap_size(series, met.latest)} in {met.latest.period}"
    if met.standing:
        was = f"; it was {met.status_before}" if met.status_before else ""
        status = f"the {name(met.standing)} target is now {met.standing.assessment.status}{was}"
        return sentence(f"{status}. The {MEASURE_NAMES[series.measure]} is {size}")
    before = (
        f", before this release {gap_size(series, met.before)} in {met.before.period}" if met.before else ""
    )
    if wanted.kind == "beyond" and wanted.about:
        line = f"{title(series, catalogue)}, is {amount_words(wanted.about.amounts[0])}: {size}{before}"
        return " ".join([sentence(line), *_doubt(met)])
    last = standing(series)
    since = last.last.first if last and last.last else None
    than = f", {gap_size(series, since)} in {since.period}" if since else ""
    return sentence(f"{gap_subject(series)} is {wanted.wanted} than the period before: {size}{than}")


def _doubt(met: Met) -> list[str]:
    """That the figure is rounded, where that could hide that it is not so."""
    about, value = met.condition.about, met.latest.value
    limit = about.amounts[0].value if about else 0.0
    return ["Rounding alone could hide the opposite."] if value.leaves_open(limit) else []


def _buttons(met: Sequence[Met]) -> tuple[Button, ...]:
    names = dict.fromkeys(short_name(one.series.indicator) for one in met)
    return tuple(
        Button(sentence(one).removesuffix("."), f"What is the {one} gap?")
        for one in list(names)[:_MOST_BUTTONS]
    )
