"""Derives `healthgap/question/words/everyday.txt` from WordNet: `python -m tests.everyday /usr/share/wordnet`.

The words that may stand in what somebody tells of the occasion of a question (“I need it for the carousel”): nouns
of acts, things made, thoughts, messages, events and feelings, verbs and adverbs, by their usual senses. Words for
people, places, groups, bodies, illnesses, times, amounts and all adjectives are left out, since they can restrict a
figure; so are those of `RESTRICTING`, which are of a harmless class and can restrict a health figure all the same.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from healthgap.wordlists import english_words

HARMLESS_NOUNS = {4, 6, 9, 10, 11, 12, 16}
"""WordNet's lexicographer files noun.act, artifact, cognition, communication, event, feeling and motive."""
BODILY_VERBS = {29, 34}
"""verb.body and verb.consumption."""

_RESTRICTING = """
    abort abortion abuse abuses accident accidentally accidents acupuncture adapt adjust adjusting
    adjustment adjustments admission admissions admits adopt adopting adoption adopts adversely affect
    affects aircraft almost apartment apartments approximately aquaculture aspirin assassination assault
    asylum attack attacks autism average averages baptism barely bars bath baths battle battles beneath
    bicycle bicycles bike bikes biking biochemistry biopsy boat boats bomb bombing bombings bombs
    bungalow bunker burial bury bus buses campus car care cared cares carried cars casino casinos castle
    castles catchment cellar census centrally cessation chemically chemotherapy childcare chiropractic
    cigar cigarette cigarettes cigars class classroom clinically coat cocaine collectively collision
    collisions combat commonly communion condo condom condominium condoms condos considerably
    contraception convent conviction convictions cot cots cottage cottages crash crashed crashes crime
    crimes dairy dart dartmouth daycare deal dentistry derby dermatology detained deter detox deviation
    deviations diagnose diagnosed diagnosis dialysis diazepam discrimination displaced distribution
    divorce doorway dorm dramatically drastically drink drowning drug drugs dwell dwelling dwellings
    educate elsewhere emergency endocrinology environmentally epidemiology equally estimate estimates
    estimating estimation evaluate evaluates evaluation evenly except excepting exception exceptions
    exclude excluded exclusively exercise exercised exercising expect expecting experience experienced
    expose exposes exposing externally facilities facility factories factory farm farmhouse farms fife
    filter filtered filtering filters firearm firearms fisheries fishery forestry formerly freely
    frequently gender generate genetically genocide geographically globally gradually greatly guesthouse
    gun guns gym gyms habit habits harassment hardly healthcare heavily heroin highway highways
    holocaust homicide homosexuality hospice hostel hostels hotel hotels hugely hull identify illegally
    immersion immunization immunology implant implants impose inception incest include included includes
    including increasingly independently indirectly individually induce inhalation initially inn insulin
    insure intake intercourse interim internally internationally intervention interventions isolate
    isolated jail just kidnapped kill killed killing kills kitchen lane largely legally lies
    localization locally logistic mainly malpractice march markedly massively maternity maximize mean
    means median medicaid medically medicare medication medications medicine medicines mentally merely
    meth migrate migrating minimize mining monthly mostly motel motorcycle motorcycles murder murders
    nationally naturally nearly negatively neurology newly normalize normalized noticeably nurseries
    nursery occasionally oncology only onset operate operated operation operations ophthalmology
    originated orthodox outbreak overseas paisley parole part partially partly percentile percentiles
    permanently persecution pharmacies pharmacology pharmacy physically pill pills placebo poison
    poisoning poker potentially practice practices predict predicting prediction predictions
    predominantly prescribe prescribing prescription prevent prevention prevents primarily prison
    privately probation prostitution prozac psychiatry psychology psychotherapy publicly purely quantum
    quickly racism radiology railway rapidly rarely recently recurrence reform regionally registered
    rehab rehabilitation relate relatively remove removed removes removing reside residency road roads
    robbery roughly rugby rye sale sample sampled samples screen screened screening seldom select
    selected selecting separate separately settle sexually sharply shelter shelters shot shotgun
    significantly simulate simulation simulations single slaughter slightly slough smoke smoked smoking
    socially somewhat special specialising specialist specially stab stay stays steadily steeply stoke
    street strike strikes stroke strokes subset substantially suicide surgeries surgery survey surveyed
    surveying surveys survive survived syndrome tale temporarily terrorism therapies therapy tobacco
    torture toxic toxicology traffic trains transplant transplantation treat treated treating treatment
    trial trials truck trucks twice undergo undergoing undergone uniquely universally unless untreated
    urology use used users using usually utilisation vaccine vaccines valium variance variation
    variations varies vary vehicle vehicles viagra violence violent virtually visitation ward wards ware
    warfare weapon weapons weigh weighed weighing wheelchair wholly widely without workhouse workplace
    worship yoga zoloft zoophilia
"""
RESTRICTING = frozenset(_RESTRICTING.split())


class WordNet:
    """The classes of the senses of each word, from the files of WordNet 3.0, the most usual sense first."""

    def __init__(self, folder: Path) -> None:
        self.senses: dict[str, dict[str, tuple[int, list[int]]]] = defaultdict(dict)
        self.irregular: dict[str, list[str]] = defaultdict(list)
        for part in ("noun", "verb", "adj", "adv"):
            lines = [line.split() for line in _lines(folder / f"data.{part}")]
            classes = {fields[0]: int(fields[1]) for fields in lines}
            for word, *fields in (line.split() for line in _lines(folder / f"index.{part}")):
                count = int(fields[1])
                places = fields[-count:]
                self.senses[word][part] = (int(fields[-count - 1]), [classes[place] for place in places])
        for part in ("noun", "verb"):
            for inflected, base, *_ in (line.split() for line in _lines(folder / f"{part}.exc")):
                self.irregular[inflected].append(base)

    def bases(self, word: str) -> list[str]:
        """`word` and the words that it may be an inflection of."""
        found = [word, *self.irregular.get(word, [])]
        for ending, *others in (("ies", "y"), ("es", "", "e"), ("s", ""), ("ed", "", "e"), ("ing", "", "e")):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                stem = word.removesuffix(ending)
                found += [stem + other for other in others]
                found += [stem[:-1]] if stem[-1] == stem[-2] else []
        return [base for base in found if base in self.senses]

    def is_everyday(self, base: str) -> bool:
        """Whether the usual senses of `base` cannot restrict a figure."""
        senses = self.senses[base]
        if "adj" in senses:
            return False
        if "noun" in senses:
            tagged, classes = senses["noun"]
            return HARMLESS_NOUNS.issuperset(classes[: max(tagged, 2)])
        return "verb" not in senses or BODILY_VERBS.isdisjoint(senses["verb"][1][:2])


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as lines:
        yield from (line for line in lines if not line.startswith("  "))


def everyday(wordnet: WordNet) -> list[str]:
    """The everyday words among the usual English ones, in order."""
    usual = (word for word in english_words().real if word.isalpha() and len(word) > 2)
    bases = {word: wordnet.bases(word) for word in usual if word not in RESTRICTING}
    return sorted(word for word, found in bases.items() if found and all(map(wordnet.is_everyday, found)))


def main() -> None:
    target = Path(str(files("healthgap.question.words"))) / "everyday.txt"
    target.write_text(
        "\n".join(everyday(WordNet(Path(sys.argv[1])))) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
