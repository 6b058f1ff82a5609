"""Takes out of a message what surrounds a question and means nothing for figures, and writes odd spellings plainly.

Times of day ("at 4pm", "in twenty minutes", "a steer by 3"), the names of persons with titles, “isn't it?”, “or not?”,
“yes/no”; "U75" and "per 100 000".
"""

from __future__ import annotations

import re

from healthgap.question.words.reworded import MOVED, reworded

_CLOCK = re.compile(
    r"\b(?:at|by|around|before|for|in|until)?\s*(?:the\s+)?\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|o'clock|secs?|seconds?|mins?|minutes?|hours?)\b",
    re.IGNORECASE,
)
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_SHORT_WHILE = re.compile(  # "in twenty minutes", "in half an hour": no figure is of minutes or hours
    rf"\b(?:in|within|for)\s+(?:about\s+)?(?:the\s+next\s+)?"
    rf"(?:(?:{_NUMBERS}|fifteen|twenty|thirty|forty|fifty|sixty|ninety|an?|half|few|couple|several|some|of)\s+)+"
    r"(?:sec(?:ond)?s|min(?:ute)?s?|hours?)\b(?:\s+time)?",
    re.IGNORECASE,
)
_APPOINTMENT = re.compile(  # "seeing the director at 2", "a steer by 3", "before 6."
    r"\b(?<!be )(?<!it )(?<!get )(?<!go )(?<!come )"
    rf"(meeting|roundtable|interview|briefing|debate|call|lunch|dinner|panel|appointment|conference|director|box|steer|answer|"
    rf"reply|back|due|needed|deadline|board|starts|begins|minister|chair|ceo|boss|seminar|hearing|"
    rf"session|need it|want it)((?:\s+is|\s+starts)?)"
    rf"\s+(?:at|by|for|before)\s+(?:\d{{1,2}}|{_NUMBERS})(?=\s*(?:$|[.,;:!?\n)](?!\d)|[–—-]|(?:and|but|so|please|pls)\b))",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d|[1-5]\d)(?:\.\d{1,2})?(?!\d|[.,]\d|\s*(?:%|per\b|points?\b|deaths\b|pp\b|in\b|for\b))"
_NUMBERED_PAPER = re.compile(  # "item 5", "re para 18", "(question 5)", "figure 3 shows": a place in some paper
    r"\(?\b(?:(?:see|re|in) )?(?:(?:agenda )?(?:items?|paras?|paragraphs?|slides?|pages?|pp?\.|chapters?|sections?|"
    r"annex|appendix|box|bullets?|drafts?|versions?|briefings?|questions?|recommendations?)\.?\s*#?|"
    rf"\bv){_NUMBER}\)?|"
    rf"\b(?:(?:see|re|in|from) )?(?:fig(?:ure)?|chart|table)\.?\s*{_NUMBER}(?=\s*(?:[:.;,)]|$|shows?\b|says\b|of\b))|"
    r"\bsee \d{1,2}\.\d{1,2}\b",
    re.IGNORECASE,
)
_HALF_PAST = re.compile(  # "9.30: is …", "at 9.30"
    r"(?:^\s*|(?<!is )(?<!was )(?<!are )(?<!now )(?<!stands )(?<!stood )\b(?:at|by|before|from|until)\s+)"
    r"\d{1,2}\.(?:00|15|30|45)\b(?!\s*(?:%|per\b|points?\b|deaths\b))",
    re.IGNORECASE,
)
_BY_TEN = re.compile(  # "tell me by 6 if …", "can I have it by 3?": an hour, unless something moved by so much
    r"^\s*by\s+(?:[1-9]|1[0-2])\b(?=,?\s+(?:can|could|i|we|please|what|is|has|did)\b)|"
    rf"(\b(?:need|tell me|let me know|(?:can|could|may) (?:i|we) have|want)(?:\b[^.?!\n]*?\b(?!{MOVED}\b)[a-z]+)?)"
    r"\s+by\s+(?:[1-9]|1[0-9])\b(?!\s*(?:%|per\b|points?\b|pp\b|deaths\b)|[.,]\d)",
    re.IGNORECASE,
)
_AGE = re.compile(  # "I'm 40. …", of nobody that a figure could be for
    r"^(?!.*\b(?:(?:for|like|to|of) (?:me|us|him|her|them)|my|us)\b)(.*?)"
    r"\b(?:i am|i'm|she is|she's|he is|he's) (?:aged )?\d{1,2}\b"
    r"(?!\.\d|\s*(?:%|for\b|on\b|right\b))(?: years old)?",
    re.IGNORECASE,
)
_STARTING = re.compile(r"\b(starting|beginning) (?=(?:19|20)?\d\d[-/–])", re.IGNORECASE)
_AVERAGE = re.compile(
    r"\b(than|against|versus|vs|with|to) average\b(?! (?:over|for|across|gap|rate|of))", re.IGNORECASE
)
_AT_SIX = re.compile(
    r"\b(?:at|by|around|before|for|until|from|needed|due)\s+\d{1,2}:\d{2}(?![\d%])", re.IGNORECASE
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_APPOINTED_DAY = re.compile(  # "the board meets on 15 January": a day without a year, in a sentence of somebody's diary
    r"\b(meeting|meets?|board|interview|briefing|debate|call|lunch|dinner|panel|appointment|conference|due|needed|deadline|"
    r"seminar|hearing|session|committee|away day|launch)\b([^.?!;\n]{0,25}?)\s+(?:on|for|by)\s+(?:the\s+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})|(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?)\b(?!,?\s+\d{{4}})",
    re.IGNORECASE,
)
_BY_SIX = re.compile(rf"\bbefore\s+(?:[1-9]|1[0-2]|{_NUMBERS})(?=\s*(?:$|[.,;:!?\n)]))", re.IGNORECASE)
_YES_OR_NO = re.compile(r"\by(?:es)?(?:\s*/\s*|\s+or\s+|\s+)no?(?=\W*(?:$|[.?!,;\n]))", re.IGNORECASE)
_OR_NOT = re.compile(
    r"(\b(?:is|are|was|were|has|have|had|did|do|does|will|whether|met|reached|failed|on track|on course)"
    r"\b[^.?!\n]*?),?\s+or\s+no(?:t(?:\s+yet)?|pe)?"
    r"(?=\W*(?:$|[.?!,;\n]))",
    re.IGNORECASE,
)
_TAG = re.compile(  # "…, isn't it?", "…, have they"
    r"[,–—-]\s*(?:(?:is|are|was|were|has|have|had|did|does|do|would|could|wo|ca)n['’]?t|is|are|was|were|has|have|had|did|does|do|will)"
    r"\s+(?:it|they|we|he|she|that|there|you)(?=\s*(?:$|[.?!\n]))|[,–—-]\s*innit\b",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(Lord|Lady|Baroness|Sir|Dame|Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Councillor|Cllr)\.?\s+[A-Z][\w-]+(?:['’]s)?"
)
_UNDER = re.compile(r"\b[uU]-?(\d\ds?)\b")  # "U75"
_AMPERSAND = re.compile(r"(?<=\w\w)\s&\s(?=\w\w)")
_THOUSANDS = re.compile(r"\b(10{0,2})[ \u00a0\u202f](?=000\b)")  # "per 100 000"
_REST = re.compile(  # "…, and when?", "…, and by how much?": the rest of one question
    r",?\s+and\s+(when|how much|how far|by how (?:much|many)(?: (?:percentage )?points| per [\d,]+)?|"
    r"by what per ?cent(?:age)?|"
    r"(?:in )?(?:which|what) (?:period|year)|how (?:big|great|large) (?:is|was) the (?:change|movement|fall|rise|drop))"
    r"(?=\s*(?:$|[.?!\n]))",
    re.IGNORECASE,
)


_HALF = re.compile(  # "is half what it was": has halved
    r"\b(?:(?:is|are|be|s) )?(?:now )?half (?:of )?(?:what|the size|as (?:big|wide|large) as) (?:it|they) "
    r"(?:was|were|used to be)\b",
    re.IGNORECASE,
)


_NEGATED = re.compile(  # "isn't the gap narrowing?" asks what "is the gap narrowing?" asks
    r"(^|[.,;:!?]\s*|\b(?:so|but|and|ok)\s+)(is|has|have|are|was|were|did|does|had|wo)n['’]?t\s+(?=\w)",
    re.IGNORECASE,
)


def asked_plainly(message: str) -> str:
    """`message` without the “not” of a verb that opens a question."""
    return _NEGATED.sub(
        lambda found: f"{found[1]}{'will' if found[2].lower() == 'wo' else found[2]} ", message
    )


_PLAINLY = (
    (_TITLED, r"\1"),
    (_UNDER, r"under \1"),
    (_AMPERSAND, " and "),
    (_THOUSANDS, r"\1"),
    (_OR_NOT, r"\1"),
    (_YES_OR_NO, " "),
    (_TAG, " , right"),
    (_REST, r" \1"),
    (_HALF, "has halved"),
    (_NUMBERED_PAPER, " "),
    (_BY_TEN, r"\1 "),
    (_AGE, r"\1 "),
    (_STARTING, r"\1 in "),
    (_APPOINTED_DAY, r"\1\2"),
    (_AVERAGE, r"\1 the average"),
    (_SHORT_WHILE, " "),
    (_APPOINTMENT, r" \1 "),
    (_BY_SIX, " "),
)
"""What is taken out or written plainly, one after the other."""


def without_asides(message: str) -> str:
    """`message` without them; every word that could restrict a figure stays."""
    message = reworded(asked_plainly(message))
    for aside, instead in _PLAINLY:
        message = aside.sub(instead, message)
    return message


def without_times(message: str) -> str:
    """`message` without times of day."""
    return _HALF_PAST.sub(" ", _AT_SIX.sub(" ", _CLOCK.sub(" ", message)))
