"""A message as typed -> tokens: lower case, contractions spelled out, dashes and quotes made plain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from healthgap.question.words.asides import without_asides, without_times

ITEM = (";", "/")
"""The marks before an item of a list that is numbered or has bullets, which nobody types in a row."""

_INITIALS = 2
_I_AM = re.compile(  # “IM asking”, “IM from the press office”
    r"\s+(?:\w+ing|right|from|me|not|sure|new|after|a|the|here|interested|glad|afraid|told|sorry|on a)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"\d+(?:st|nd|rd|th)\b|\d{2,4}s\b|[qh][1-4]\b|\d+(?:,\d{3})*(?:\.\d+)?|[a-z]+(?:['&][a-z]+)*|[^\sa-z0-9']"
)
_LINK = re.compile(r"<(?:https?:|mailto:)[^|>]*\|([^>]*)>|<[^>]*>|https?://\S+")
_STRUCK = re.compile(r"(?<!\w)~[^~\s][^~\n]*~(?!\w)")
_QUOTE_MARK = re.compile(r"^\s*(?:>|&gt;)+", re.MULTILINE)
_SIGNATURE = re.compile(  # a formal close on a line of its own, then only names
    r"\n\s*(?i:(?:(?:kind|best|warm|many|with) )*(?:regards|wishes)|yours (?:sincerely|faithfully))\s*[,.!]*\s*"
    r"\n(?:[A-Z][\w.'-]*|of|and|for|the|[&,\s])+$"
)
_EMOJI_NAME = re.compile(r":[a-z0-9_+-]+:")
_BEGINS = re.compile(r"(?:^|[.!?:;\n(])[\s'\"]*$")
_PAUSE = re.compile(r"(?<![\d\s])\s+-+\s+|\s+-+\s+(?![\d\s])")  # "back in 5 - what is …", not "2003 - 05"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = {
    ord("’"): "'",
    ord("‘"): "'",
    ord("`"): " ",
    ord("“"): " ",
    ord("”"): " ",
    ord('"'): " ",
    ord("´"): "'",
}
_NEGATIVE = re.compile(r"(?<=[^\s\d] )[-−–](?=\d+(?:\.\d+)?(?:\s*%| per | point))")
_MARKS = re.compile(r"[*_~`#|\\=\[\]{}]+|\^")
_ENUMERATION = re.compile(r"(?<![\w&])\(?(?:[a-h]|i{1,3}|iv|v|[1-5](?=\)\s*[a-z]))\)(?=\s)", re.IGNORECASE)
_BULLET = re.compile(r"(?:^|(?<=\s))[*•·▪]\s+(?=\w)")
_NUMBERED = re.compile(  # "1) what …", "b. is …", "and 2 has …": only before what opens a question
    r"(?:^|(?<=[\s:;]))(?:and\s+)?(?:\(?([1-9a-h])[.)]\s*|([1-5])\s+)"
    r"(?=(?:what|how|is|are|has|have|had|did|do|does|was|were|when|where|which|who|why|will)\b)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"\b(?:[2-5]|two|three|four|five)\s+(?:quick\s+)?(?:q[a-z]*|things)\b", re.IGNORECASE)
_THAT_IS = re.compile(r"\b(?:i\.e\.?|viz\.?)(?=[\s,])", re.IGNORECASE)
_STEPS = re.compile(r"\b(more|most) (big|small|large|wide|narrow|high|low|bad|good)\b", re.IGNORECASE)
_COMPARED = {  # “more big” is how many say it whose first language is another
    **{word: (f"{word}er", f"{word}est") for word in ("small", "narrow", "high", "low")},
    "big": ("bigger", "biggest"),
    "large": ("larger", "largest"),
    "wide": ("wider", "widest"),
    "bad": ("worse", "worst"),
    "good": ("better", "best"),
}
_ARROWS = {"→": " to ", "->": " to ", ">>": " , ", "+": " and ", "÷": " divided by "}
_PICTURES = {"Mn", "So", "Sk", "Cf", "Co", "Cn"}  # accents, emoji and invisible signs
_ENTITIES = {"&amp;": "&", "&lt;": " ", "&gt;": " "}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark, of a message that was not all in capitals.

    `acronym` where it was typed in capitals, `name` also where it began with one and no sentence does there. `grouped`
    where a number has a comma before its thousands, as no year has.
    """

    text: str
    acronym: bool = False
    name: bool = False
    grouped: bool = False

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()


def tokens(message: str, contractions: Mapping[str, str]) -> tuple[Token, ...]:
    """The tokens of `message`, without Slack's mentions, links and emoji names; hyphens between words are dropped."""
    plain = _plain(message)
    shouting = plain.upper() == plain and len(plain) > _INITIALS
    found = []
    for match in _TOKEN.finditer(plain.lower()):
        typed = plain[match.start() : match.end()]
        acronym = len(typed) > 1 and typed.isalpha() and typed.isupper() and not shouting
        name = acronym or (typed[0].isupper() and not shouting and not _BEGINS.search(plain[: match.start()]))
        # “IM” is no “I'm”
        short = acronym and len(typed) == _INITIALS and not _I_AM.match(plain, match.end())
        words = [match.group()] if short else _spelled_out(match.group(), contractions)
        found += [Token(part, acronym, name, "," in typed) for part in words]
    return tuple(_without_hyphens(found))


def _plain(message: str) -> str:
    for entity, sign in _ENTITIES.items():
        message = message.replace(entity, sign)
    message = _LINK.sub(lambda link: f" {link.group(1) or ''} ", message)
    message = _NEGATIVE.sub(" minus ", without_asides(message))
    message = _STRUCK.sub(" ", _QUOTE_MARK.sub(" ", _SIGNATURE.sub(" ", message)))
    message = _THAT_IS.sub(" ", message)
    message = _STEPS.sub(_compared, message)
    for arrow, word in _ARROWS.items():
        message = message.replace(arrow, word)
    item = f" {' '.join(ITEM)} "
    message = _ENUMERATION.sub(item, _without_numbering(_BULLET.sub(item, message)))
    message = without_times(_EMOJI_NAME.sub(" ", message))
    message = unicodedata.normalize("NFKC", message).translate(_DASHES).translate(_QUOTES)
    message = _PAUSE.sub(" – ", message)
    message = unicodedata.normalize("NFD", message)
    message = "".join(sign for sign in message if unicodedata.category(sign) not in _PICTURES)
    return _MARKS.sub(" ", message)


def _compared(found: re.Match[str]) -> str:
    more, most = _COMPARED[found.group(2).lower()]
    return more if found.group(1).lower() == "more" else most


def _without_numbering(message: str) -> str:
    """ "1. … 2. …", "a) … b) …" as questions apart; only where at least the first two places are numbered."""
    places = {(found.group(1) or found.group(2)).lower() for found in _NUMBERED.finditer(message)}
    if not ({"1", "2"} <= places or {"a", "b"} <= places):
        return message
    return _NUMBERED.sub(" ; ", _ANNOUNCED.sub(" ", message))


def _spelled_out(word: str, contractions: Mapping[str, str]) -> list[str]:
    if word in contractions:
        return contractions[word].split()
    if word.endswith("'s"):
        return [word[:-2]]
    return [word.replace("'", "").replace(",", "") if word[0].isalnum() else word]


def _without_hyphens(found: list[Token]) -> list[Token]:
    kept = []
    for i, token in enumerate(found):
        between_words = 0 < i < len(found) - 1 and not (found[i - 1].is_number and found[i + 1].is_number)
        if token.text != "-" or not between_words:
            kept.append(token)
    return kept


def words_in(listed: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(listed.split())
