"""Which unexplained words may be counted for whoever tends the catalogue: ordinary words, and nobody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthgap.question.words.spelling import English

_SHORTEST, _LONGEST = 3, 40
_BEFORE_NAMES = (
    r"(?:hi|hello|hey|dear|thanks|cheers|regards|wishes|morning|afternoon|evening|i am|i'm|it's|name is)"
)


def countable(words: Sequence[str], message: str, english: English) -> tuple[str, ...]:
    """Those of `words` that an English list knows and that do not stand in `message` as a name would.

    A name is written with a capital, in a message that is not all in capitals, or follows a greeting. Whoever is called
    Smith and writes of smiths is not told apart; better a word too few.
    """
    plain = dict.fromkeys(word for word in words if word in english.known and word.isalpha())
    return tuple(
        word for word in plain if _SHORTEST <= len(word) <= _LONGEST and not _is_named(word, message)
    )


def _is_named(word: str, message: str) -> bool:
    written_as_name = not message.isupper() and re.search(rf"\b{word.capitalize()}\b", message)
    greeted = re.search(rf"\b{_BEFORE_NAMES}[\s,!]+{word}\b", message, re.IGNORECASE)
    return bool(written_as_name or greeted)
