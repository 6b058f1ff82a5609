"""Turns of speech in words that say the same plainly: “what makes them likelier to die?” is “why are they …?”."""

from __future__ import annotations

import re

MOVED = (
    r"(?:f[ae]ll(?:en)?|ris\w+|rose|risen|narrow\w*|widen\w*|drop\w*|down|up|cut|chang\w+|reduc\w+|mov\w+|shr\w+|"
    r"grown?|grew|clos\w+)"
)
_PERIOD = r"(?:19|20)\d\d\s*[-/–]\s*(?:\d\d)?\d\d"
_START = r"(?:(?:the|our|a|its) )?(?:new )?(?:base(?:line)?(?: period| year)?|starting point|start)"
_SIZE = r"\d+(?:\.\d+)?(?: ?%| per ?cent)?"
_SEVERAL = r"(?:two|three|four|five|six|\d)"
_END = r"(?=\s*(?:$|[?.!\n]))"


# In this order, as some open the way for others.
_TURNS = (
    # "there years to 2007", a slip of the fingers
    (r"\bthere (?=years? (?:to|ending|up to|until)\b)", "three "),
    # "of all the targets, which …": which of them all
    (r"^\W*(?:out )?of all (?:of )?(?:the|these|our|those) (?:targets|gaps|indicators),? (?=which\b)", ""),
    # "when was the 17% gap published?": its source has the date
    (
        r"\bwhen (?:was|were) ((?:the|that|this) [^.?!,\n]{0,40}?\d[\d.]*(?: ?%| per ?cent)[^.?!,\n]*?)"
        r" (?:published|released|issued|printed)\b",
        r"what is the source of \1",
    ),
    # "the opposition will assert that it widened": they say so
    (
        r"\bwill (assert|claim|argue|say|allege|maintain|insist|state)\b(?= that\b)",
        r"\1s",
    ),
    # "what rates is that based on?": the levels of both sides
    (
        r"\b(?:what|which) rates (?:is|was|are|were|lie|stand) "
        r"(?:(?:that|this|it|the gap) )?(?:based on|worked out from|calculated from|behind (?:it|that|this)\b)",
        "what are the rates of both groups",
    ),
    (
        r"\b(?:what|which) (?:rates|numbers|figures) (?:are|lie|stand|sit) behind (?:it|that|this)\b",
        "what are the rates of both groups",
    ),
    (
        r"\b(?:what|which) (?:rates|numbers|figures) (?:are|lie|stand|sit) behind "
        r"(?:the |that |this )?([\w ]{3,30}?) gap\b",
        r"what are the rates of both groups in \1",
    ),
    # "2003-05: 19%?": was it so?
    (r"(?<=\w):\s+(?=\d[\d,]*(?:\.\d+)?(?: ?%| per ?cent)?\s*\?\s*$)", " was "),
    (r"\bwhat makes\b(?=[^.?!\n]*\b(?:likel(?:y|ier)|higher|lower|worse|die)\b)", "why are"),
    # "to start with, what is …", "can we begin with cancer": first of all, and no baseline
    (
        r"^\s*(?:(?:ok|okay|right|so|well|let'?s|can we|could we|we|i'd like to|i would like to|i want to)\b,?\s*)*"
        rf"(?:to )?(?:start|begin) with\b[,:]?|[,–—-]\s*to (?:start|begin) with{_END}",
        " ",
    ),
    # "what should infant mortality be by 2010?": what it must be
    (
        r"\bwhat (?:gap )?(?:should|ought) ((?:[\w']+ ){1,4}?)(?:to )?be (?:down to |down at )?"
        r"(?=(?:by|in) (?:19|20)\d\d)",
        r"what must \1be ",
    ),
    (r"\bhow (?:did|does|do|is|was) (that|it|this) (?:differ|different) from\b", r"how does \1 compare with"),
    # "than before?", "what was it before?": at the reading before
    (rf"\b(?<!been )(than|it|and|to|with|at|was|were) before{_END}", r"\1 last time"),
    # "is it worse before?"; “was it”, “has it been worse before?” may be at any time
    (
        r"^((?:(?!\b(?:was|were|been)\b).)*?\b(?:worse|better|bigger|smaller|higher|lower|wider|narrower)) before"
        rf"{_END}",
        r"\1 last time",
    ),
    # "how much did it go up by last time?": by so much, and not until then
    (
        rf"\b(how (?:much|far|many)\b|what\b)([^.?!\n]*?\b{MOVED}) by"
        r"(?=\s*(?:$|[.?!,;\n]|since\b|last (?:time|year|period)\b|in\b|at\b|from\b|over\b|between\b))",
        r"\1\2",
    ),
    (r"\b(it|that|there|what|which|who)['’]s been\b", r"\1 has been"),
    (r"[,;–—-]?\s+i (?:meant|mean|(?:should|ought to) have (?:said|asked))(?=\s*(?:$|[.?!\n]))", ""),
    # "in points, not per cent": in points
    (
        r"\b((?:percentage )?points|per ?cent|percentages?),?\s+(?:and |but )?not (?:in |as )?(?:a )?"
        r"(?:(?:percentage )?points|per ?cent\b|percentages?|%)",
        r"\1",
    ),
    (r"^\W*(?:the )?gap to (?:the |its |our )?target\b", "distance to target"),
    (
        r"^\W*(?:and |so |now )?(?:and|what are|what about|how about|show me|give me) (?:the |all the |all |our )?"
        r"(?:current |latest )?gaps\W*$",
        "overview of all indicators",
    ),
    (r"\bfrom there\b", "from then"),
    # "and from there to the latest", "from then on": since then
    (
        r"\bfrom then(?: on(?:wards?)?)?(?: (?:to|until|up to) (?:now|today|the latest(?: period)?))?"
        r"(?=\s*(?:$|[?.!,\n]))",
        "since then",
    ),
    # "start at 2002-04"
    (r"\b(?:start|begin) (?:at|from|in) (?=(?:19|20)\d\d)", "since "),
    # "preferably in deaths", "expressed in babies", ". In deaths."
    (
        r"(?:\b(?:expressed|measured|counted|given|put|preferably|but|come to,?)\s+|[,.?!:]\s+|^\s*)"
        r"in (?:numbers of )?(deaths|babies)"
        r"(?=\s*(?:$|[?.!,;\n]|please|rather than|instead of))|"
        r"\bin (deaths|babies) (?=(?:rather than|instead of) (?:a )?per ?cent)",
        r" in actual \1\2 ",
    ),
    (
        r"\b(?:by )?(?:how much|how far) (?:do|did) (?:they|these|those|the two|both) differ\b",
        "what is the difference",
    ),
    # "if we take 2002-04 as the baseline", "if the baseline were 2002-04": since then
    (
        rf"\b(?:(?:if|when) (?:we|you|i) (?:take|took|use|used)|taking|using|with) ({_PERIOD}) as {_START}\b|"
        rf"\bif {_START} (?:is|was|were) ({_PERIOD})",
        r"since \1\2",
    ),
    # "…, but only for 2003-05", “… but for 2003-05”
    (rf",?\s+but only(?=\s+(?:for|since|from|in|at|over|the last)\b)|,?\s+but(?=\s+for {_PERIOD})", ""),
    (
        r",?\s+with (?:its |the |a |their )?(?:sources?|references?|citation)"
        r"(?: and (?:the |its )?date(?: of publication)?)?\b"
        r"(?=\s*(?:$|[?.!,;\n]|please))",
        " and its source",
    ),
    # "for our baseline report:": a report, and no baseline
    (
        r"^\s*for (?:our|the|a|my|your|this) (?:baseline|sources?|target|trend|gap|rate|comparison|projection) "
        r"(?:report|page|paper|slide|note|section|table|chapter|annex|box|pack|dashboard|briefing)\b\s*[:,–-]?",
        " ",
    ),
    (
        r"^\W*(?:and |so |but |ok )?(?:and |what about |how about )?"
        r"(?:the |those )(?:ones|targets|gaps)? ?(?:that|which) "
        r"(?=(?:are|have|do|did|were)(?:n['’]t| not)\W*$)",
        "which ",
    ),
    # "was that the poor doing better or everyone else doing worse?": did they do so?
    (
        r"\b(?:was|is|were|are) (?:it|that|this) ((?:[\w&'’-]+ ){1,5})(?:doing|getting) (better|worse) or "
        r"((?:[\w&'’-]+ ){0,5}?)(?:else )?(?:doing|getting) (better|worse)\b",
        r"did \1do \2 or \3do \4",
    ),
    # "come from improvement in one or from the other?": due to one or the other
    (
        r"\b(?:(?:come|came|comes|resulted|stemmed|arisen|arose) from|down to) (?:an? |the )?(?!\d)"
        r"(?:(?:improvements?|progress|changes?|falls?|drops?|rises?|movements?) (?:in|for|among) )?"
        r"([^.?!,\n]+?),? or (?:from |to )?",
        r"due to \1 or ",
    ),
    (r"(\bdue to [^.?!\n]+? or )the national (?:rate|figure)s?\b", r"\1everyone"),
    # "13 pct", "pct change": per cent; “our PCT” is a primary care trust
    (
        r"(?<=\d)\s*pct\b|\b(?-i:pct)(?= (?:change|fall|rise|drop|cut|reduction|increase|difference|points?)\b)",
        " per cent",
    ),
    # "what narrowed the gap?": why did it narrow?
    (r"\bwhat (?:has |had )?(narrow|widen)ed (the [^.?!\n]*?\bgap)\b", r"why did \2 \1"),
    (
        r"\bhow (?:exactly |precisely )?(is|was|are|were) ([^.?!,\n]*?) measured\b(?! against)",
        r"how \1 \2 calculated",
    ),
    # "how is the gap defined and how big is it?": two questions
    (
        r"\b(define\w*|calculated|measured|worked out|mean),? and (?=how (?:big|large|wide|high) (?:is|was) it\b)",
        r"\1? ",
    ),
    (r"\bwhat (is|are) ([^.?!,\n]*?) measured in\b", r"in what unit \1 \2 measured"),
    (
        r"\bwhat(?:['’]?s| is) the latest (?=(?:relative |absolute )?(?:gap|rate|ratio|share)\s*(?:$|[?.!]))",
        "what is the current ",
    ),
    # "why hasn't the women's gap narrowed?": why has it not narrowed?
    (
        rf"\bwhy (has|have|had|is|are|did|do|does|was|were)n['’]?t ((?:[\w&'’-]+ ){{1,6}}?)"
        rf"({MOVED}\b|on (?:track|course)|improv\w+|caught up)",
        r"why \1 \2not \3",
    ),
    # "it peaked at 19% in 2002-04": it was that, and that was the peak
    (
        rf"\b(?:peaked|peaking|topped out) at ({_SIZE}),? in ({_PERIOD})(?! and\b)",
        r"was \1 in \2 ? was that the peak",
    ),
    # "come down by the 40% we committed to": met the target
    (
        rf"\b(?:(?:come|gone|been|got) )?{MOVED}\b by the ({_SIZE}) "
        r"(?:(?:that )?(?:(?:we|they|he|she|ministers|the government) (?:had |have )?)?"
        r"(?:committed to|signed up (?:to|for)|promised|pledged|agreed)|"
        r"(?:in|of|set by|set in|required by|demanded by) "
        r"(?:the|its|our|their) (?:target|goal|aim|pledge|promise))\b",
        r"met the target of \1",
    ),
    (
        r"\b(each|every|all) (?:of the )?(?:rolling )?(?:three|3)[- ]?years?[- ]?(?:rolling )?(period)",
        r"\1 \2",
    ),
    # "fell in each of the last three periods": each against the one before it
    (
        rf"(\b{MOVED}\b[^.?!\n]*?)\b(?:in |for |over |during )?(?:each|every one|all)(?: one)? of the "
        rf"(?=(?:last|past|latest) {_SEVERAL} (?:periods|readings|figures)\b)",
        r"\1each period over the ",
    ),
    (  # "come down three times running": each against the one before it
        rf"(\b{MOVED}\b[^.?!\n]*?)\b(?:for )?({_SEVERAL}) (?:times|periods|readings|releases|updates) "
        r"(?:in a row|running|in succession|on the trot|straight)\b",
        r"\1each period over the last \2 periods",
    ),
    (  # "every single one of the health gap targets"
        r"\b(?:each|every)(?: single)?(?: one)? of (?:the|our|its|these|those) (?=(?:[\w-]+ ){0,3}?targets\b)",
        "all the ",
    ),
    (r"\bwho (set|sets|decided|agreed|wrote|owns|chose) (?:it|this|that|them)\b", r"who \1 the target"),
    (  # "cancer gap, source", "cancer: figure and source"
        rf"\b(gap|rate|ratio|figures?|numbers?|value)(?: and (?:the )?|, | \+ | plus (?:the )?)source{_END}",
        r"\1 and its source",
    ),
    (  # "all the infant mortality gaps from 2000-02 to 2005-07": the course
        rf"\b(?:all|every|each)(?: of)?(?: the)? ((?:[\w-]+ ){{1,4}})gaps? (?=(?:from|between) {_PERIOD})",
        r"the trend in the \1gap ",
    ),
    (  # "what infant mortality data is there?"
        r"\bwhat ((?:[\w-]+ ){1,4})(?:data|figures|numbers|statistics|information) (?:is|are|do you have)(?: there)?"
        rf"{_END}",
        r"what data do you have on \1",
    ),
    (
        r"\b(?:which|what) releases (?:are (?:loaded|there|held)|do you (?:have|hold))\b",
        "what are the sources",
    ),
    (r"\b(worse|wider|bigger|larger),? (?:and )?not (?:better|narrower|smaller)\b", r"\1"),
    (r"\b(better|narrower|smaller),? (?:and )?not (?:worse|wider|bigger|larger)\b", r"\1"),
    (
        r"\bexplain (?:to me )?(?:how )?(?=(?:the )?(?:[\w-]+ ){0,4}?(?:change|movement|fall|rise|narrowing|widening|"
        r"has changed|has moved|moved|changed)\b)",
        "why ",
    ),
    (  # "which is higher, … or …, and by how much?": both are told
        r"(\bwhich (?:one )?is (?:the )?(?:higher|lower|bigger|smaller|larger|wider|worse|better)\b[^?]*?),? and by "
        rf"how much{_END}",
        r"\1",
    ),
    (
        r"\b(?:furthest|farthest|most) (?:still )?(?:left )?to (?:fall|narrow|close|travel|shrink)\b",
        "furthest to go to its target",
    ),
    (rf"(\b{MOVED}) by more than (?=(?:the|that|in|for)\b)", r"\1 more than "),
    (  # "what does it mean, and what is it for women?"
        r"(\b(?:mean|means|defined|covers?|includes?)\b[^?.!\n]*?),? and what (is|was) it (?=(?:for|in|among|at)\b)",
        r"\1? how big \2 it ",
    ),
    (  # "how much comes from the one and how much from the other?": due to one or the other
        r"\bhow much (?:of (?:it|that|this) )?(?:comes|came|is|was) (?:from|due to|down to) ([^.?!,\n]+?),? and "
        r"how much (?:(?:comes|came|is|was) )?(?:from|due to|down to) ",
        r"due to \1 or ",
    ),
)
_IN_OTHER_WORDS = tuple((re.compile(turn, re.IGNORECASE), plainly) for turn, plainly in _TURNS)

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


def reworded(message: str) -> str:
    """`message` with each of them in its plain words."""
    if not _IN_A_UNIT.search(message):
        message = _NO_PER_CENT.sub(" in absolute terms ", message)
    for turn, plainly in _IN_OTHER_WORDS:
        message = turn.sub(plainly, message)
    return message
