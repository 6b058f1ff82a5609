"""Whole turns of phrase that mean more than their words: “the last time it rose”, “two of the last three periods”.

Each word of them has a meaning elsewhere, and the rest would be answered without them. Where one stands the question is
asked back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from healthgap.question.named.movements import COMPARATIVES
from healthgap.question.words.spans import Span

_FRACTION = re.compile(r"\b(?:half|third|thirds|quarter|quarters)$")
_MULTIPLES = ("double", "twice", "triple", "treble", "half")
_MANY = r"(?:one|two|three|four|five|six|seven|\d)"
_LAST = r"(?:last|latest|past|previous|most recent)"
_PERIOD = r"(?:period|time|release|reading|update|step|year)"
_ITS = r"(?: the| its| their| all| all the)?"
_TIME = r"(?:<when>|(?:in the |the )?(?:previous period|last period|period before)|last time)"
_THAT = r"(?:(?:that|when|on which) )?(?:the )?(?:<indicator> )?(?:<gap> )?(?:it )?"
_JUST = r"(?:straight|just|right|immediately|directly|shortly|soon)"

_TURNS = tuple(
    map(
        re.compile,
        (
            # than now, than then, or all the time since?
            r"(?<!ever )been (?:any )?<higher>(?: again)? since(?: then)?(?: <when>| \?|$)",
            r"(?<!ever )been (?:any )?<higher>(?: than (?:this|that|it is))?(?: \?)?$",
            # a share of something else, and no share of the gap
            rf"<fraction>(?: of)?{_ITS} (?:<when>|<indicator>|<gap>|periods?|years?|time|gaps)",
            # so many, of which no number is told
            rf"{_MANY} (?:of|out of) (?:the |its )?{_LAST} (?:{_MANY}|few|several)\b",
            rf"<end> {_MANY}\b(?! years?)",
            r"\bhow many times(?: \?)?$",
            # the size of each step, and not of all together
            rf"<amount> (?:a|per|each|every) {_PERIOD}\b(?<!year)",
            # a step that is looked for, and not the last one
            rf"{_LAST} (?:{_PERIOD} )?{_THAT}<moved>",
            rf"{_LAST} {_PERIOD} {_THAT}(?:was|were|stood|lay)\b[^?]*<amount>",
            # one thing held against two times
            r"\bthan\b.*\bthan\b",
            # a step from a time, which is not the time itself
            rf"{_JUST} (?:after|before|following){_ITS} <when>",
            r"(?<!^)(?<!and )(?<!now )(?<!then )(?<!go )(?<!me )(?<!right )"
            rf"\bback (?:to|at|down to|up to){_ITS} <when>",
            # the pace of a step, and not of the whole way
            rf"(?:pace|speed|rate) (?:of|in|over|as in|during){_ITS} {_LAST}\b",
            rf"(?:as|like) (?:it did )?(?:in|over|during){_ITS} {_LAST} {_PERIOD}",
            rf"{_LAST} pace\b",
            # the distance of two gaps from each other
            r"difference between\b.*<indicator>.*<indicator>.*<moved>",
            r"<moved>(?: the)? difference between\b.*<indicator>.*<indicator>",
            rf"(?:<end> to|catch\S* up(?: with)?){_ITS} <indicator>",
            # one group held against another, and not against itself before
            r"<multiple> (?:that of |as much as )?(?:the )?(?:<group>|<everyone>)",
            # what had become by a time that is past, and what will be by then
            r"^(?!.*<target>).*\b(?:did|had|was|were)\b.*\bby(?: the end of)? <when>",
            # another target, or an end of one that is not its own
            r"\b(?:new|newer|revised|old|original|separate|second) <target>",
            r"<target>.*\b(?:years?|periods?) (?:early|earlier|sooner|late|later)\b",
            r"\bwhen (?:did|was|were|have|has)\b.*\boff (?:track|course|target)\b",
            # who set it, which is told of no figure
            r"\bwhich (?:minister|department|government|secretary|party|body)\b.*"
            r"\b(?:set|promised|pledged|agreed|made|owns?|responsible)\b",
            # what something is due to, and nothing that went down
            r"^(?!.*\b(?:share|proportion|percentage|fraction)\b).*<moved> to(?: the| these| this)? "
            r"(?:<group>|<everyone>|\?|$)",
            # a share of some other number
            r"\bas an? (?:share|percentage|proportion|fraction) of\b.*<gap>",
            r"\bshare of\b.*<gap> (?:stand|account|explain|amount|make)",
            # numbers set beside each other, of which only the rates have a gap
            r"\bdifference\b.*\bnumbers?\b|<gap> (?:in|between) (?:the )?numbers?\b",
            r"\b(?:difference|ratio|divided|vs|versus)\b.*\bdeaths\b.*\bdeaths\b|\bdeaths\b.*"
            r"\b(?:divided by|vs|versus|ratio)\b.*\bdeaths\b",
            # against each of two times, and not from one to the other
            rf"\b(?:since|with|against|compared to|to|on|from|relative to)(?: both)?{_ITS} {_TIME} "
            rf"(?:and|or)(?: to)?{_ITS} {_TIME}",
            rf"\bthan(?: both)?(?: at| in)?{_ITS} {_TIME} (?:and|or)(?: at| in)?{_ITS} {_TIME}",
            rf"\b(?:vs|versus|compared with){_ITS} {_TIME} (?:vs|versus|compared with){_ITS} {_TIME}",
            # against what another one was then
            r"\bthan(?: the)? <indicator> (?:was|were)\b",
            # of one alone, only just, or in each of many
            r"(?:^|\b(?:is|are|was|were|it) )(?:only|just|solely) (?:for )?(?:<sex>|<indicator>).*(?:<moved>|<target>)",
            r"^(?:is|are|was|were|has|have)\b.*\b(?:just|comfortably|easily|narrowly) <target>",
            r"<target>.*\b(?:each|every|all)(?: the| of the)? <group>",
            # how each of two groups has moved, or each at its own time, and not how far they are apart
            r"<moved>(?: in| for| of| among)?(?: the)? (?:<group>|<everyone>).*\b(?:vs|versus|with|against|to|and)\b.*"
            r"(?:<group>|<everyone>)",
            r"(?:<group>|<everyone>)(?: rate)?(?: in)? <when> (?:vs|versus|against|and|compared (?:with|to)|with)"
            r"(?: the)? (?:<group>|<everyone>)(?: rate)?(?: in)? <when>",
            r"compare\b.*<group>.*(?:<group>|<everyone>).*<when>.*<when>",
            r"<gap>(?: between)?(?: the)? <group> rate in <when> and(?: in)? <when>",
            r"^and when (?:the |its )?<gap> was <end>",
            # the sum of two, of which no figure is
            r"\b(?:together|combined|summed|added up)\b.*<amount>|<amount>.*\b(?:together|combined)\b",
            # something else of each
            r"^(?!.*\b(?:compare|than|or|versus|vs)\b)for (?:the )?<indicator> .* for (?:the )?<indicator>",
            # the best of all, and not the best that it has been
            r"^(?:is|was) <indicator>(?: the)? <end>(?: \?)?$",
            # the number of one thing and the way of another
            r"<amount>.*\b(?:while|whereas|although|though|even as) the <gap> <moved>",
        ),
    )
)

_AS_WRITTEN = tuple(
    map(
        re.compile,
        (
            # a way that went on after a time told, and none that is to come
            r"\b(?:did|had)\b.*\b(?:keep|continue|carry on|go on)\b",
            r"\b(?:did|has|have|had|it)\b.*\b(?:fall|fell|fallen|rise|rose|risen|drop|dropped|narrow\w*|widen\w*) "
            r"further\b(?! (?:behind|apart|away))",
            # a way that it may not be going, of which no pace is told
            r"\bif\b.*\b(?:keeps?|go(?:es)?|carr(?:y|ies)|continues?) (?:on )?(?:to )?(?:widen|ris|grow|increas)\w*",
            r"\bif\b.*\b(?:rise|widening|increase|growth) (?:continues?|goes on|carries on)\b",
            # a number that is to be worked out, and not what it means
            r"^(?:can you |could you |please |just |then )*(?:calculate|compute|derive|work out) (?:it|that|this)\b",
            r"^(?:can you |could you |please |just |then )*work (?:it|that|this) out\b",
            # one alone, and not whether it is
            r"\bthe only (?:one|gap|target|indicator|measure)\b",
            # what would be right to say, and not what will be
            r"\bwhat would(?: be)?(?: the| our| a)?(?: more)? (?:right|correct|fair|fairer|accurate|proper|better|best|"
            r"safe|honest|truth\w*|rebuttal|wording|line|answer|response|reply)\b",
            # what would have been, and not by how much less
            r"\bhow many\b(?!.*\b(?:fewer|less|not|never|more|extra)\b).*\bwould(?: still)? "
            r"(?:have died|die|there be)\b",
            r"\bnot excess\b",
            r"\bat (?:the )?(?:everyone|overall|average|national)(?: \w+)? rate\b",
            # what became of a verdict
            r"\bstatus(?:es)?\b.*\bchang\w*|\bchang\w*\b.*\bstatus\b|\bfrom o(?:ff|n) track to\b",
            # one of two that a thread set beside each other
            r"\bthe (?:wider|bigger|larger|narrower|smaller) one\b",
            r"^(?:and |so )?the (?:wider|bigger|larger|narrower|smaller|higher|lower)(?: of the two)?(?: \?)?$|"
            r"^(?:and |so )?(?:more|less)(?: \?)?$",
            r"^(?:and |so )?which (?:gaps|ones|targets|indicators) "
            r"(?:have|has|are|is|do|does|did|were)(?: not)?(?: \?)?$",
            r"\band (?:the |what |their |its )?share(?: \?)?$|^(?:and )?compared (?:with|to) what\b",
            # of one alone, and not of another
            r"(?:^|\b(?:is it|it is|was it|it was|are|were) )(?:only|just|solely)(?: for)? "
            r"(?:men|women|males|females)\b.*\b(?:widen|narrow|track|wors|better|rose|fell|fall|met|miss)",
            r"^(?:has|have|did|is|are|was|were)(?: it)? (?:just|only|solely) |"
            r"\b(?:is it|are|was it) (?:the )?(?:men|women|males|females) only\b",
            r"^(?:is|are|was|were|has|have|did|do|does|will)\b.*"
            r"\b(?:widen|narrow|grow|track|met|ris|ros|f[ae]ll)\w*\b.*\b(?:only|solely|alone|for just)\b",
            # where something came from or to, which is neither a source nor to come
            r"\b(?:did|has|have)\b.*\bend(?:ed)? up\b|\bwhere did\b.*\bstart from\b",
            # a number that is not rounded, or rounded otherwise
            r"\b(?:exactly|precisely|just) (?:one|two|three|four|\d)|\d(?: -)? ?odd\b|"
            r"(?<!per )\b\d+(?:\.\d+)? ?k\b",
            r"\bnearest (?:whole|integer|ten|hundred|thousand|\d)",
            # part of a per cent, which is no half
            r"\bhalf an? per ?cent\b",
            # when figures are due, which no target is
            r"\bfigures (?:are )?due\b(?! out)",
            # numbers of deaths set beside each other, and no rates
            r"\bby (?:\w+ )?group (?:in|as|with) numbers\b|\bcompare (?:the )?numbers?\b",
            r"\bratio of (?:\S+ ){0,3}deaths\b|(?:%|per cent|percent) more deaths\b",
            # out of how many, and each release by itself
            r"\b(?:out )?of how many\b|^of all (?:the )?(?:\w+ )?(?:deaths|births)\b|\b(?:each|every) release\b",
            # two measures, of which one would be told
            r"\bmortality rate and (?:the )?(?:number|count|deaths)\b",
            # so much more than has been
            r"\b(?:another|a further|an extra|an additional) \d",
            r"\b(?:mov|drift|slip)\w* (?:further )?away from\b",
            # lives, and no gap between them
            r"\b(?:will|are|do|have) (?:the )?(?:men|women|people|we|they|males|females|boys|girls)\b.*"
            r"\bliv(?:e|ed|ing) longer\b(?!.*\b(?:than|compared)\b)",
            r"\bliv(?:e|es|ing) longer than (?:the )?(?:men|women|males|females)\b|\bwho lives? longer\b",
            # days and weeks, of which no figure is
            r"\b(?:deaths|died|die|fell|fall|rose|rise|narrow\w*|widen\w*|\d%?|points) (?:yesterday|tomorrow|this week|"
            r"this morning|last night|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
            r"\b(?:on|in|at|from|to|post) (?:day|week) (?:one|two|three|four|\d+)\b",
            # another place
            r"\bnew (?=england|wales)",
            # where each stands beside the other, and not how far each has moved
            r"^(?!.*\b(?:f[ae]ll\w*|slipp\w*|drift\w*|mov\w*|than (?:at|in|it))\b).*"
            r"\bfurther (?:behind|ahead)\b",
            # near a target, and not on its way to one
            r"(?:\b(?:is|are|was|were) (?:it|that|this|we|they)(?: \w+)? |^(?:and |so )?)close(?: yet)?(?: \?)?$",
            r"^(?:and |so |but )?how far behind(?: \?)?$|\bhow far behind (?:the |its )?(?:baseline|start)\b",
            # the same as it was, and not what it was
            r"^(?:is|are|has|have)\b.*\b(?:where|what) (?:it|they|we|things) "
            r"(?:was|were|started|began|used to be|stood)\b",
            r"\b(?:how long|since when)\b.*\blike (?:that|this)(?: \?)?$",
            # one sex against the other, and neither against the whole
            r"\b(?:gender|sex|male female|female male) (?:\w+ )?"
            r"(?:gap|inequality|difference|divide|disparity)\b",
            r"\b(?:lead|ahead|behind|advantage|catching up|catch up|lag) (?:of |over |on |with |to )?"
            r"(?:men|women|males|females)\b",
            r"\b(?:which sex|who) lives?\b|\blives?\b.*\bthan (?:the )?(?:men|women|males|females)\b",
            # when one group comes to where another one is
            r"\b(?:will|would|when)\b.*\b(?:catch(?:es)? up|(?:be|draw) (?:equal|level|the same)|reach everyone)\b",
            # how fast, and not how far
            r"\b(?:pace|speed) of (?:the )?(?:fall|rise|drop|decline|\w+crease|narrowing|widening|improvement)\b",
            # a part of a movement, which no group has
            r"\b(?:fall|rise|drop|change|gap|\w+crease|narrowing|widening|improvement)\b.*\baccount(?:s|ed)? for",
            # words that turn round what they stand before
            r"\bstill to (?:narrow|improve|fall|meet|be met)\b",
            r"\byet to (?!come\b|be published\b)|\bfar from (?:on track|met|being|reaching|meeting|hitting)\b",
            r"\b(?:most|least) likely\b|\bleast (?:behind|off|far)\b|\bclosest to being\b|\bmost on track\b|"
            r"\bfurthest (?:behind(?! target)|off (?:track|course))\b|"
            r"\bfurthest from (?!its\b|the target|their\b|target\b|our\b|meeting\b|"
            r"being (?:met|hit|reached|achieved|delivered)|reaching|hitting|achieving)",
            r"\bworst (?:is |was )?over\b|\bover the worst\b|\bseen the (?:worst|best)\b|\bbest days\b|"
            r"\b(?:topped|bottomed) out\b|"
            r"^(?:has|have|is|was)\b.*\b(?:hit|reached) (?:its |the |a |rock |new |record )*(?:peak|bottom|low|high)\b|"
            r"\bturn\w* (?:the|a) corner\b",
            r"\bnot (?:moved|budged|shifted)\b",
            r"\bcould (?:we|it|they) (?:still )?(?:miss|fail)\b|"
            r"\b(?:comfortably|just about|barely|narrowly) (?:met|hit|reached)\b",
            r"^(?:which|what|is anything|is everything|are any)\b.*\b(?:nearly|almost) there\b",
            r"^(?:which|what|is anything|are any|is everything)\b.*"
            r"\b(?:far (?:from|off)|a long way (?:off|from)|unlikely|short of)\b",
            # figures that are lacking, and no target that is missed
            r"\b(?:figures?|data|anything|numbers?|indicators?|any|what is) missing(?: \?)?$|"
            r"\b(?:figures|data) (?:are|is) missing\b",
            # a number of deaths, and no size of a gap
            r"\b(?:amount|comes?) to\b.*\b(?:in|as) (?:deaths|babies|a number|numbers)\b",
            # how it fared, and no release
            r"^how (?:do|does|did)\b.*\bcomes? out\b|\bwhat (?:has|have)\b.*\bdone\b",
            # in each group, and not in all together
            r"^(?:is|are|has|have|did|do|does|was|were)\b.*\b(?:all groups|every group|for all|anyone|anybody)\b",
            # by how much more
            r"(?<!how )\b(?:well|a lot|much|way) (?:over|under|above|below|(?:more|less|higher|lower) than)\b",
            # further than what, or further still
            r"^(?!.*\b(?:which|who|whose)\b).*\b(?:f[ae]ll(?:en)?|(?:came|come|gone|went) (?:down|up)) further\b"
            r"(?! (?:behind|apart|away|from|below|above))",
            r"\bhow much (?:more|further) (?:has|have|did|had)\b(?!.*\bto\b)",
            r"^(?!.*\b(?:which|who|whose|how)\b).*\bfurther from (?:its |the |their )?target\b",
            r"^which (?:is|was) (?:bigger|larger|wider|higher|smaller|lower|narrower) (?:for|in|on)\b(?!.*\bor\b)",
            r"\b(?:which|what) groups? (?:do|does) (?:they|it|these|those) compare",
            # of all gaps, and not of all its periods
            r"^(?!.*\b(?:been|ever|yet|now|since|record|today|so far|currently|latest|current|when|period|year)\b)"
            r"(?!.*\d{4}|(?:what|which|how|where)\b)(?=.*\b(?:is|are)\b).*\b(?<!its )"
            r"(?:largest|biggest|widest|worst|smallest|narrowest|highest|lowest|greatest)\b",
            # a time that two share, a base that is not its own, and places of one figure
            r"\b(?:both|all)(?: of (?:them|these|those))? (?:have|share|hold|cover)\b|\bhave (?:\w+ )?for both\b",
            r"\d\d - \d\d+ as (?:the |our |a |its )?(?:new )?(?:base\w*|starting point|start)\b",
            r"\bbetween england and wales\b",
            # so many years, and no pooled period
            r"\b(?:chang\w*|mov\w*|f[ae]ll\w*|ris\w+|rose|narrow\w*|widen\w*|trend|up|down)\b.*"
            r"\b(?:over|in|during|within) the (?:last|past|latest|most recent) (?:three|3) years\b|"
            r"\b(?:over|during|across) the (?:last|past|latest|most recent) (?:three|3) years(?: \?)?$",
            r"\bbetween the (?:last )?two releases\b",
            # what another release says, and no step between periods
            r"\bsince (?:the )?(?:last|latest) (?:time )?(?:(?:we|you|they|it) )?(?:published|publication|update\w*)|"
            r"\bsince (?:we|you|they) (?:last )?published\b",
            r"\bthan (?:what |the one |that |in (?:the )?figures )?(?:we |you |they )?(?:published|printed)\b",
            r"\b(?:from|between) (?:the )?.{0,25}\brelease\b.{0,12} (?:to|and) (?:the )?.{0,25}\brelease\b",
            # why it is told so, and not why it moved
            r"\bwhy\b.*\b(?:given|measured|expressed|shown|reported|published|quoted|stated|told) (?:as|in)\b|"
            r"\bwhy (?:is|are) (?:it|they|this|that) (?:a |an |in )?(?:percent\w*|per cent|relative|absolute)\b|"
            r"\bwhy (?:is|was|are|were) the baseline\b",
            r"^why (?:is|are)\b(?!.*\b(?:wid|narr|f[ae]ll|ris|chang|grow|gr[eo]w|high|low|up|down|wors|bett)\w*)"
            r".*\b(?:relative|absolute|percent\w*|per cent)\b|^why (?:relative|absolute) (?:for|in)\b",
            r"^who (?:calculated|calculates|computed|computes|worked|works)\b",
            r"\b(?:does|do|is|are)\b.*\bgap\b.*\b(?:include|includes|including|cover|covers)\b",
            # the level, and not the gap
            r"^(?!.*\b(?:rates?|deaths|numbers?|levels?|ratio|share|target|trend|figures)\b).*"
            r"(?:\b(?:not|rather than|instead of) (?:the )?gap(?: please)?(?: \?)?$|^not the gap\b|"
            r"\bmortality itself(?: \?)?$)",
            r"\b(?:mortality|infants?|cancer|circulatory|disease) in (?:deaths|numbers)(?: \?)?$|"
            r"^(?!.*\b(?:numbers?|how many)\b).*\bdeaths(?: ,)?(?: and)? not (?:the )?rates?\b",
            # since when figures are held, and not since when they moved
            r"\b(?:data|figures) since when\b|\bsince when you have (?:data|figures)\b",
            # so many, and no more
            r"\b(?:one|a single) (?:of the )?(?:gap|target|indicator)s? (?:has|have|is|are|was)\b",
            r"^(?!how\b|what\b|show\b|give\b|by\b).*\b(?:widen\w*|narrow\w*|track|course|met|missed)\b.*"
            r"\bfor (?:men|women|males|females) (?:only|alone)\b",
            r"\b(?:everyone|everybody|all|anyone|everything) (?:but|except|apart from|bar)\b",
            # how far what is to come is from a target, and not what is still to do
            r"\bby how much (?:will|would)\b.*\b(?:beat|miss|exceed|overshoot|undershoot|fail)\b",
            # another one beside what was told, and not in its place
            r"^(?:and |now |then )?add\b.*\bto (?:it|that|this|the)\b",
        ),
    )
)


def turns_of_phrase(spans: Sequence[Span]) -> list[str]:
    """The words of each turn of phrase in a clause that would be passed over."""
    tokens = [_token(span) for span in spans]
    starts = list(accumulate((len(token) + 1 for token in tokens), initial=0))
    shape, written = " ".join(tokens), " ".join(span.text for span in spans)
    turns = [found for turn in _TURNS if (found := turn.search(shape))]
    return [
        *(
            " ".join(
                span.text
                for span, start in zip(spans, starts, strict=False)
                if one.start() <= start < one.end()
            )
            for one in turns
        ),
        *(found.group() for words in _AS_WRITTEN if (found := words.search(written))),
        *_from_year_to_year(written),
    ]


def _from_year_to_year(written: str) -> list[str]:
    """ "How did it change from 2001 to 2003?": between two years, and not since the three."""
    found = _YEAR_TO_YEAR.search(written)
    return [found["years"]] if found and int(found["last"]) - int(found["first"]) == _OF_THREE_YEARS else []


_OF_THREE_YEARS = 2
_YEAR_TO_YEAR = re.compile(
    r"\b(?:chang|fall|fell|rise|rose|mov|narrow|widen|drop)\w*\b.*"
    r"\b(?P<years>from (?P<first>\d{4}) (?:to|till|until) (?P<last>\d{4}))\b"
)


def _token(span: Span) -> str:
    """What a span is by its kind, where that is all that matters of it."""
    if span.said:
        return (
            "<multiple>"
            if span.text in _MULTIPLES
            else "<fraction>"
            if _FRACTION.search(span.text)
            else "<amount>"
        )
    kinds = {
        "<when>": bool(span.when) or any(span.has("when", kind) for kind in ("peak", "baseline")),
        "<end>": span.has("cue", "max") or span.has("cue", "min"),
        "<higher>": span.text in COMPARATIVES,
        "<moved>": span.moves and not span.text.startswith("catch"),
        "<indicator>": span.has("indicator"),
        "<group>": span.has("group"),
        "<sex>": span.has("sex"),
        "<everyone>": span.has("general", "everyone"),
        "<gap>": span.has("measure", "gap"),
        "<target>": any(span.has("cue", cue) for cue in ("target", "met", "missed", "on_track", "deadline")),
    }
    return next((token for token, is_one in kinds.items() if is_one), span.text)
