"""A message as typed -> tokens: lower case, contractions spelled out, dashes and quotes made plain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

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
_MARKS = re.compile(r"[*_~`#|\\=\[\]{}]+|\^")
_ENUMERATION = re.compile(r"(?<![\w&])\((?:[a-h]|i{1,3}|iv|v)\)", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:at|by|around|before|for|in|until)?\s*(?:the\s+)?\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|o'clock|mins?\b|minutes?\b|hours?\b)",
    re.IGNORECASE,
)
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_SHORT_WHILE = re.compile(  # "in twenty minutes", "in half an hour": no figure is of minutes or hours
    r"\b(?:in|within|for)\s+(?:about\s+)?(?:the\s+next\s+)?[a-z]+(?:\s+(?:an?|of))?\s+(?:sec(?:ond)?s|min(?:ute)?s|hours?)\b"
    r"(?:\s+time)?",
    re.IGNORECASE,
)
_APPOINTMENT = re.compile(  # "seeing the director at 2", "a steer by 3", "before 6."
    rf"\b(meeting|roundtable|interview|briefing|debate|call|lunch|dinner|panel|appointment|conference|director|box|steer|answer|"
    rf"reply|back|due|needed|deadline|board|starts|begins|minister|chair|ceo|boss|seminar|hearing|session)((?:\s+is|\s+starts)?)"
    rf"\s+(?:at|by|for|before)\s+(?:\d{{1,2}}|{_NUMBERS})(?=\s*(?:$|[.,;:!?\n)]|[–—-]|(?:and|but|so|please|pls)\b))",
    re.IGNORECASE,
)
_BY_SIX = re.compile(rf"\bbefore\s+(?:[1-9]|1[0-2]|{_NUMBERS})(?=\s*(?:$|[.,;:!?\n)]))", re.IGNORECASE)
_YES_OR_NO = re.compile(r"\by(?:es)?(?:\s*/\s*|\s+or\s+|\s+)no?(?=\W*(?:$|[.?!,;\n]))", re.IGNORECASE)
_OR_NOT = re.compile(
    r"(\b(?:is|are|was|were|has|have|had|did|do|does|will|whether|met|reached|failed)\b[^.?!\n]*?),?\s+or\s+not(?:\s+yet)?"
    r"(?=\W*(?:$|[.?!,;\n]))",
    re.IGNORECASE,
)
_TAG = re.compile(  # "…, isn't it?", "…, have they"
    r"[,–—-]\s*(?:(?:is|are|was|were|has|have|had|did|does|do|would|could|wo|ca)n['’]?t|is|are|was|were|has|have|had|did|does|do|will)"
    r"\s+(?:it|they|we|he|she|that|there|you)(?=\s*(?:$|[.?!\n]))|[,–—-]\s*innit\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(Lord|Lady|Baroness|Sir|Dame|Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Councillor|Cllr)\.?\s+[A-Z][\w-]+(?:['’]s)?")
_UNDER = re.compile(r"\b[uU]-?(\d\ds?)\b")  # "U75"
_AMPERSAND = re.compile(r"(?<=\w\w)\s&\s(?=\w\w)")
_THOUSANDS = re.compile(r"\b(10{0,2})[ \u00a0\u202f](?=000\b)")  # "per 100 000"
_AND_WHEN = re.compile(  # "…, and when?", "…, and by how much?": the rest of one question
    r",?\s+and\s+(when|how much|how far|by how (?:much|many)(?: (?:percentage )?points| per [\d,]+)?|by what per ?cent(?:age)?|"
    r"(?:in )?(?:which|what) (?:period|year)|how (?:big|great|large) (?:is|was) the (?:change|movement|fall|rise|drop))"
    r"(?=\s*(?:$|[.?!\n]))",
    re.IGNORECASE,
)
_ARROWS = {"→": " to ", "->": " to ", ">>": " , ", "+": " and ", "÷": " divided by "}
_PICTURES = {"Mn", "So", "Sk", "Cf", "Co", "Cn"}  # accents, emoji and invisible signs
_ENTITIES = {"&amp;": "&", "&lt;": " ", "&gt;": " "}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark. `acronym` where it was typed in capitals in a message that was not all capitals."""

    text: str
    acronym: bool = False

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()


def tokens(message: str, contractions: Mapping[str, str]) -> tuple[Token, ...]:
    """The tokens of `message`, without Slack's mentions, links and emoji names; hyphens between words are dropped."""
    plain = _plain(message)
    shouting = plain.upper() == plain
    found = []
    for match in _TOKEN.finditer(plain.lower()):
        typed = plain[match.start() : match.end()]
        acronym = len(typed) > 1 and typed.isalpha() and typed.isupper() and not shouting
        found += [Token(part, acronym) for part in _spelled_out(match.group(), contractions)]
    return tuple(_without_hyphens(found))


def _plain(message: str) -> str:
    for entity, sign in _ENTITIES.items():
        message = message.replace(entity, sign)
    message = _LINK.sub(lambda link: f" {link.group(1) or ''} ", message)
    message = _UNDER.sub(r"under \1", _TITLED.sub(r"\1", message))
    message = _AMPERSAND.sub(" and ", message)
    message = _THOUSANDS.sub(r"\1", message)
    message = _STRUCK.sub(" ", _QUOTE_MARK.sub(" ", _SIGNATURE.sub(" ", message)))
    message = _AND_WHEN.sub(r" \1", _TAG.sub(" , right", _YES_OR_NO.sub(" ", _OR_NOT.sub(r"\1", message))))
    message = _BY_SIX.sub(" ", _APPOINTMENT.sub(r" \1 ", _SHORT_WHILE.sub(" ", message)))
    for arrow, word in _ARROWS.items():
        message = message.replace(arrow, word)
    message = _ENUMERATION.sub(" ; ", _CLOCK.sub(" ", _EMOJI_NAME.sub(" ", message)))
    message = unicodedata.normalize("NFKC", message).translate(_DASHES).translate(_QUOTES)
    message = unicodedata.normalize("NFD", message)
    message = "".join(sign for sign in message if unicodedata.category(sign) not in _PICTURES)
    return _MARKS.sub(" ", message)


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
