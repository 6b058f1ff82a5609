"""What to say when a message is not understood: one question back with choices, or no with what there is instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.catalogue import Catalogue, Indicator
from healthgap.question.model import Unclear
from healthgap.wording.numbers import listed, sentence, short_name
from healthgap.wording.prose import Prose

_MOST_WORDS = 4
_SHORT = 2


def unclear(
    found: Unclear,
    text: str,
    likely: Sequence[str],
    choices: Sequence[str],
    catalogue: Catalogue,
    about: Sequence[Indicator] = (),
    related: Sequence[str] = (),
) -> Prose:
    """One question back, with the `likely` among the `choices`, or no with what there is: the `related` first.

    `about` are the indicators that `text` names; of one alone it is said what is held.
    """
    left_over = _left_over(found, catalogue, text)
    asked = "Did you mean one of these?" if len(choices) > 1 else "Did you mean this?"
    if found.pressed:
        return Prose(
            "I only give figures that were published, or that follow from them.", [asked] if likely else []
        )
    if likely and left_over:
        scope = [_scope(about[0])] if found.unexplained and len(about) == 1 else []
        return Prose(sentence(left_over), [*scope, asked])
    if likely:
        of_which = found.about_figures and len(about) != 1
        return Prose("Which indicator do you mean?" if of_which else "Which do you mean?")
    nearest = listed([short_name(catalogue.indicators[name]) for name in related])
    instead = f"The nearest that I hold is {nearest}." if related else _can_answer(catalogue)
    return Prose(
        sentence(_opening(found, text, related, catalogue) or "I did not understand that"), [instead]
    )


def _opening(found: Unclear, text: str, related: Sequence[str], catalogue: Catalogue) -> str:
    """What there is nothing on, where nothing likely can be offered; empty if nothing stood in the way."""
    part = _named_in(related, found.unexplained, catalogue) if related else []
    if part:
        return f"I hold nothing on {_quoted(part, text)} alone"
    if found.unexplained:
        return f"I have nothing on {_quoted(_unknown(found, catalogue), text)}"
    return _left_over(found, catalogue, text)


def in_its_place(found: Unclear, catalogue: Catalogue) -> Prose:
    """The refusal of one part among others that are answered."""
    return Prose(sentence(_left_over(found, catalogue, "") or "I did not understand the rest"))


def _left_over(found: Unclear, catalogue: Catalogue, text: str) -> str:
    """What stood in the way, named; empty if nothing did."""
    if found.unexplained:
        unknown = _unknown(found, catalogue)
        words = "word" if len(set(unknown)) == 1 else "words"
        return f"I hold nothing on {_quoted(unknown, text)}, or do not know the {words}"
    means = "means" if len(set(found.unused)) == 1 else "mean"
    return f"I am not sure what {_quoted(found.unused, text)} {means} here" if found.unused else ""


def _unknown(found: Unclear, catalogue: Catalogue) -> list[str]:
    """The words that mean nothing here; those of indicators' names and very short ones only if there are no others."""
    names = {
        word for one in catalogue.indicators.values() for name in one.aliases for word in name.lower().split()
    }
    telling = [word for word in found.unexplained if word not in names and len(word) > _SHORT]
    return telling or list(found.unexplained)


def _named_in(related: Sequence[str], words: Sequence[str], catalogue: Catalogue) -> list[str]:
    """The words that the name of the one related indicator has, and no other name."""
    names = {
        one.id: {word for name in one.aliases for word in name.lower().split()}
        for one in catalogue.indicators.values()
    }
    return [word for word in words if [name for name in names if word in names[name]] == list(related)]


def _quoted(words: Sequence[str], text: str) -> str:
    """The words in quotation marks, as they stand in `text`."""
    written = [_as_written(word, text) for word in dict.fromkeys(words)]
    return listed([f"“{word}”" for word in written][:_MOST_WORDS])


def _as_written(word: str, text: str) -> str:
    spelt = r"\s*".join(map(re.escape, word.replace("_", " ").split()))
    found = re.search(spelt, text, re.IGNORECASE)
    return found[0] if found else word.replace("_", " ")


def _scope(indicator: Indicator) -> str:
    """What is held of an indicator, so that it is seen what is not."""
    definition = indicator.definition.rstrip(".")
    lowered = f"{definition[0].lower()}{definition[1:]}"
    return sentence(f"What I hold on {short_name(indicator)}, for {indicator.home}: {lowered}")


def after_misses(prose: Prose, catalogue: Catalogue) -> Prose:
    """`prose` with a short help, for somebody who was not understood twice in a row."""
    return Prose(
        prose.headline,
        [
            _can_answer(catalogue),
            "Ask for a gap, a rate, a trend, a target, a definition or a source. These work now:",
        ],
    )


def _can_answer(catalogue: Catalogue) -> str:
    names = listed([short_name(indicator) for indicator in catalogue.indicators.values()])
    return sentence(f"I can answer questions about health gaps in {names}")


def nothing_asked(example: str) -> str:
    return f"Ask me about a health gap, for example: {example}"


def too_long(most: int) -> str:
    return f"That is too long for me: please ask in at most {most:,} characters."
