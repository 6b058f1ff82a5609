"""Turns of speech in words that say the same plainly: “what makes them likelier to die?” is “why are they …?”."""

from __future__ import annotations

import re

MOVED = (
    r"(?:f[ae]ll(?:en)?|ris\w+|rose|risen|narrow\w*|widen\w*|drop\w*|down|up|cut|chang\w+|reduc\w+|mov\w+|shr\w+|"
    r"grown?|grew|clos\w+)"
)
_THERE_YEARS = re.compile(
    r"\bthere (?=years? (?:to|ending|up to|until)\b)", re.IGNORECASE
)  # a slip of the fingers
_MAKES = re.compile(
    r"\bwhat makes\b(?=[^.?!\n]*\b(?:likel(?:y|ier)|higher|lower|worse|die)\b)", re.IGNORECASE
)
_TO_BEGIN = re.compile(  # "to start with, what is …", "can we begin with cancer": first of all, and no baseline
    r"^\s*(?:(?:ok|okay|right|so|well|let'?s|can we|could we|we|i'd like to|i would like to|i want to)\b,?\s*)*"
    r"(?:to )?(?:start|begin) with\b[,:]?|[,–—-]\s*to (?:start|begin) with(?=\s*(?:$|[?.!\n]))",
    re.IGNORECASE,
)
_SHOULD_BE = re.compile(  # "what should infant mortality be by 2010?": what it must be
    r"\bwhat (?:gap )?(?:should|ought) ((?:[\w']+ ){1,4}?)(?:to )?be (?:down to |down at )?(?=(?:by|in) (?:19|20)\d\d)",
    re.IGNORECASE,
)
_DIFFERS = re.compile(
    r"\bhow (?:did|does|do|is|was) (that|it|this) (?:differ|different) from\b", re.IGNORECASE
)
_AS_BEFORE = re.compile(  # "than before?", "what was it before?": at the reading before
    r"\b(?<!been )(than|it|and|to|with|at|was|were) before(?=\s*(?:$|[?.!\n]))", re.IGNORECASE
)
_WORSE_THAN_BEFORE = re.compile(  # "is it worse before?"; “was it”, “has it been worse before?” may be at any time
    r"^((?:(?!\b(?:was|were|been)\b).)*?\b(?:worse|better|bigger|smaller|higher|lower|wider|narrower)) before"
    r"(?=\s*(?:$|[?.!\n]))",
    re.IGNORECASE,
)
_BY_LEFT = re.compile(  # "how much did it go up by last time?": by so much, and not until then
    rf"\b(how (?:much|far|many)\b|what\b)([^.?!\n]*?\b{MOVED}) by"
    r"(?=\s*(?:$|[.?!,;\n]|since\b|last (?:time|year|period)\b|in\b|at\b|from\b|over\b|between\b))",
    re.IGNORECASE,
)
_HAS_BEEN = re.compile(r"\b(it|that|there|what|which|who)['’]s been\b", re.IGNORECASE)
_I_MEANT = re.compile(
    r"[,;–—-]?\s+i (?:meant|mean|(?:should|ought to) have (?:said|asked))(?=\s*(?:$|[.?!\n]))", re.IGNORECASE
)
_THERE = re.compile(r"\bfrom there\b", re.IGNORECASE)
_FROM_THERE = re.compile(  # "and from there to the latest", "from then on": since then
    r"\bfrom then(?: on(?:wards?)?)?(?: (?:to|until|up to) (?:now|today|the latest(?: period)?))?"
    r"(?=\s*(?:$|[?.!,\n]))",
    re.IGNORECASE,
)
_PERIOD = r"(?:19|20)\d\d\s*[-/–]\s*(?:\d\d)?\d\d"
_START = r"(?:(?:the|our|a|its) )?(?:new )?(?:base(?:line)?(?: period| year)?|starting point|start)"
_ALL_GAPS = re.compile(
    r"^\W*(?:and |so |now )?(?:and|what are|what about|how about|show me|give me) (?:the |all the |all |our )?"
    r"(?:current |latest )?gaps\W*$",
    re.IGNORECASE,
)
_TO_TARGET = re.compile(r"^\W*(?:the )?gap to (?:the |its |our )?target\b", re.IGNORECASE)
_AS_BASE = re.compile(  # "if we take 2002-04 as the baseline", "if the baseline were 2002-04": since then
    rf"\b(?:(?:if|when) (?:we|you|i) (?:take|took|use|used)|taking|using|with) ({_PERIOD}) as {_START}\b|"
    rf"\bif {_START} (?:is|was|were) ({_PERIOD})",
    re.IGNORECASE,
)
_BUT_ONLY = re.compile(  # "…, but only for 2003-05", “… but for 2003-05”
    rf",?\s+but only(?=\s+(?:for|since|from|in|at|over|the last)\b)|,?\s+but(?=\s+for {_PERIOD})",
    re.IGNORECASE,
)
_WITH_SOURCE = re.compile(
    r",?\s+with (?:its |the |a |their )?(?:sources?|references?|citation)"
    r"(?: and (?:the |its )?date(?: of publication)?)?\b"
    r"(?=\s*(?:$|[?.!,;\n]|please))",
    re.IGNORECASE,
)
_COMPOUND = re.compile(  # "for our baseline report:": a report, and no baseline
    r"^\s*for (?:our|the|a|my|your|this) (?:baseline|sources?|target|trend|gap|rate|comparison|projection) "
    r"(?:report|page|paper|slide|note|section|table|chapter|annex|box|pack|dashboard|briefing)\b\s*[:,–-]?",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"\b(?:by )?(?:how much|how far) (?:do|did) (?:they|these|those|the two|both) differ\b", re.IGNORECASE
)
_NO_PER_CENT = re.compile(  # "not as a percentage but as a difference", "no percentages please:"
    r",?\s*\b(?:(?:but |and )?not (?:as |in )?(?:a |the )?(?:percentages?|per ?cent)\b"
    r"(?:,? but as (?:a |the )?difference\b)?|"
    r"no percentages?\b(?: please\b)?:?|without (?:a |the |any )?percentages?\b|"
    r"i (?:don'?t|do not) (?:want|need) (?:a |the |any )?percentages?\b)",
    re.IGNORECASE,
)
_IN_A_UNIT = re.compile(
    r"\b(?:deaths|babies|points|per (?:1|thousand|hundred)|absolute|ratios?|years?|rates?|numbers?|lives)\b",
    re.IGNORECASE,
)
_IN_DEATHS = re.compile(  # "preferably in deaths", "expressed in babies", ". In deaths."
    r"(?:\b(?:expressed|measured|counted|given|put|preferably|but|come to,?)\s+|[,.?!:]\s+|^\s*)"
    r"in (?:numbers of )?(deaths|babies)"
    r"(?=\s*(?:$|[?.!,;\n]|please|rather than|instead of))|"
    r"\bin (deaths|babies) (?=(?:rather than|instead of) (?:a )?per ?cent)",
    re.IGNORECASE,
)
_START_AT = re.compile(
    r"\b(?:start|begin) (?:at|from|in) (?=(?:19|20)\d\d)", re.IGNORECASE
)  # "start at 2002-04"
_NOT_IN = re.compile(  # "in points, not per cent": in points
    r"\b((?:percentage )?points|per ?cent|percentages?),?\s+(?:and |but )?not (?:in |as )?(?:a )?"
    r"(?:(?:percentage )?points|per ?cent\b|percentages?|%)",
    re.IGNORECASE,
)
_EACH_POOLED = re.compile(
    r"\b(each|every|all) (?:of the )?(?:rolling )?(?:three|3)[- ]?years?[- ]?(?:rolling )?(period)",
    re.IGNORECASE,
)
_EACH_OF_THE_LAST = re.compile(  # "fell in each of the last three periods": each against the one before it
    rf"(\b{MOVED}\b[^.?!\n]*?)\b(?:in |for |over |during )?(?:each|every one|all)(?: one)? of the "
    r"(?=(?:last|past|latest) (?:two|three|four|five|six|\d) (?:periods|readings|figures)\b)",
    re.IGNORECASE,
)
_SIZE = r"\d+(?:\.\d+)?(?: ?%| per ?cent)?"
_PEAKED_AT = re.compile(  # "it peaked at 19% in 2002-04": it was that, and that was the peak
    rf"\b(?:peaked|peaking|topped out) at ({_SIZE}),? in ({_PERIOD})(?! and\b)", re.IGNORECASE
)
_BY_AS_MUCH_AS_DUE = re.compile(  # "come down by the 40% we committed to": met the target
    rf"\b(?:(?:come|gone|been|got) )?{MOVED}\b by the ({_SIZE}) "
    r"(?:(?:that )?(?:(?:we|they|he|she|ministers|the government) (?:had |have )?)?"
    r"(?:committed to|signed up (?:to|for)|promised|pledged|agreed)|"
    r"(?:in|of|set by|set in|required by|demanded by) (?:the|its|our|their) (?:target|goal|aim|pledge|promise))\b",
    re.IGNORECASE,
)
_BETTER_OR_WORSE = (
    re.compile(  # "was that the poor doing better or everyone else doing worse?": did they do so?
        r"\b(?:was|is|were|are) (?:it|that|this) ((?:[\w&'’-]+ ){1,5})(?:doing|getting) (better|worse) or "
        r"((?:[\w&'’-]+ ){0,5}?)(?:else )?(?:doing|getting) (better|worse)\b",
        re.IGNORECASE,
    )
)
_COMES_FROM = re.compile(  # "come from improvement in one or from the other?": due to one or the other
    r"\b(?:(?:come|came|comes|resulted|stemmed|arisen|arose) from|down to) (?:an? |the )?(?!\d)"
    r"(?:(?:improvements?|progress|changes?|falls?|drops?|rises?|movements?) (?:in|for|among) )?"
    r"([^.?!,\n]+?),? or (?:from |to )?",
    re.IGNORECASE,
)
_DUE_TO_ALL = re.compile(r"(\bdue to [^.?!\n]+? or )the national (?:rate|figure)s?\b", re.IGNORECASE)
_PCT = re.compile(  # "13 pct", "pct change": per cent; “our PCT” is a primary care trust
    r"(?<=\d)\s*pct\b|\b(?-i:pct)(?= (?:change|fall|rise|drop|cut|reduction|increase|difference|points?)\b)",
    re.IGNORECASE,
)
_WHAT_MOVED_IT = re.compile(  # "what narrowed the gap?": why did it narrow?
    r"\bwhat (?:has |had )?(narrow|widen)ed (the [^.?!\n]*?\bgap)\b", re.IGNORECASE
)
_HOW_MEASURED = re.compile(
    r"\bhow (?:exactly |precisely )?(is|was|are|were) ([^.?!,\n]*?) measured\b(?! against)", re.IGNORECASE
)
_AND_HOW_BIG = re.compile(  # "how is the gap defined and how big is it?": two questions
    r"\b(define\w*|calculated|measured|worked out|mean),? and (?=how (?:big|large|wide|high) (?:is|was) it\b)",
    re.IGNORECASE,
)
_MEASURED_IN = re.compile(r"\bwhat (is|are) ([^.?!,\n]*?) measured in\b", re.IGNORECASE)
_LATEST = re.compile(
    r"\bwhat(?:['’]?s| is) the latest (?=(?:relative |absolute )?(?:gap|rate|ratio|share)\s*(?:$|[?.!]))",
    re.IGNORECASE,
)
_WHY_NOT = re.compile(  # "why hasn't the women's gap narrowed?": why has it not narrowed?
    rf"\bwhy (has|have|had|is|are|did|do|does|was|were)n['’]?t ((?:[\w&'’-]+ ){{1,6}}?)"
    rf"({MOVED}\b|on (?:track|course)|improv\w+|caught up)",
    re.IGNORECASE,
)
_ONES_THAT_ARE_NOT = re.compile(
    r"^\W*(?:and |so |but |ok )?(?:and |what about |how about )?(?:the |those )(?:ones|targets|gaps)? ?(?:that|which) "
    r"(?=(?:are|have|do|did|were)(?:n['’]t| not)\W*$)",
    re.IGNORECASE,
)

_IN_OTHER_WORDS = (
    (_THERE_YEARS, "three "),
    (_MAKES, "why are"),
    (_TO_BEGIN, " "),
    (_SHOULD_BE, r"what must \1be "),
    (_DIFFERS, r"how does \1 compare with"),
    (_AS_BEFORE, r"\1 last time"),
    (_WORSE_THAN_BEFORE, r"\1 last time"),
    (_BY_LEFT, r"\1\2"),
    (_HAS_BEEN, r"\1 has been"),
    (_I_MEANT, ""),
    (_NOT_IN, r"\1"),
    (_TO_TARGET, "distance to target"),
    (_ALL_GAPS, "overview of all indicators"),
    (_THERE, "from then"),
    (_FROM_THERE, "since then"),
    (_START_AT, "since "),
    (_IN_DEATHS, r" in actual \1\2 "),
    (_DIFFER, "what is the difference"),
    (_AS_BASE, r"since \1\2"),
    (_BUT_ONLY, ""),
    (_WITH_SOURCE, " and its source"),
    (_COMPOUND, " "),
    (_ONES_THAT_ARE_NOT, "which "),
    (_BETTER_OR_WORSE, r"did \1do \2 or \3do \4"),
    (_COMES_FROM, r"due to \1 or "),
    (_DUE_TO_ALL, r"\1everyone"),
    (_PCT, " per cent"),
    (_WHAT_MOVED_IT, r"why did \2 \1"),
    (_HOW_MEASURED, r"how \1 \2 calculated"),
    (_AND_HOW_BIG, r"\1? "),
    (_MEASURED_IN, r"in what unit \1 \2 measured"),
    (_LATEST, "what is the current "),
    (_WHY_NOT, r"why \1 \2not \3"),
    (_PEAKED_AT, r"was \1 in \2 ? was that the peak"),
    (_BY_AS_MUCH_AS_DUE, r"met the target of \1"),
    (_EACH_POOLED, r"\1 \2"),
    (_EACH_OF_THE_LAST, r"\1each period over the "),
)


def reworded(message: str) -> str:
    """`message` with each of them in its plain words."""
    if not _IN_A_UNIT.search(message):
        message = _NO_PER_CENT.sub(" in absolute terms ", message)
    for turn, plainly in _IN_OTHER_WORDS:
        message = turn.sub(plainly, message)
    return message
