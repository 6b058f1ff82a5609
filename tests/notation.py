"""The compact notation of meanings in `tests/questions`, and how a reading is held against it.

A question and its gold are brought to one normal form first, so that two ways of saying the same thing are equal: the
latest period said or left out, a headline measure by its name, everyone as the comparator or as all births.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from healthgap.question.model import Question

Meaning = Mapping[str, str]

REFUSALS = ("decline", "clarify")
NOT_HELD = ("smoking", "obesity", "hle")

_INDICATORS = {
    "infant_mortality": "imr",
    "cancer_mortality_u75": "cancer",
    "circulatory_mortality_u75": "circ",
    "life_expectancy": "le",
}
_GROUPS = {
    "routine_manual": "rm",
    "all": "all",
    "all_ns_sec": "all",
    "sole_registered": "sole",
    "spearhead": "spearhead",
    "england": "england",
}
_MEASURES = {"absolute_gap": "abs", "relative_gap": "rel"}
_HEADLINES = {"imr": "rel", "cancer": "abs", "circ": "abs", "le": "rel"}
_PAIRS = ("rm", "spearhead", "all,rm", "england,spearhead")
_STARTS = ("baseline", "first", "1995-97", "1997-99")
_WHOLE = ("definition", "overview", "help", "smalltalk")
_ABOUT_ONLY = ("list", "source", "explain")


def of_question(question: Question) -> Meaning:
    """The normal form of what was understood."""
    groups = sorted({_GROUPS[group] for group in question.groups})
    names = sorted(_INDICATORS[name] for name in question.indicators)
    if groups == ["sole"]:
        names, groups = ["sole"], []
    fields = {
        "intent": question.intent,
        "about": ",".join(names),
        "sex": question.sex,
        "measure": _MEASURES.get(question.measure or "", question.measure),
        "group": ",".join(groups),
        "at": ",".join(map(str, question.at)),
        "since": str(question.since or "").replace("peak", "max"),
        "to": str(question.to or ""),
        "last_n": str(question.last or ""),
        "dir": question.direction,
        "sel": question.selection,
        "out": question.form,
        "than": ",".join(f"{amount.value:g}" for amount in question.amounts),
        "known": question.known,
    }
    if question.intent == "extremum":  # of the gaps in the sets, and of rates of deaths
        fields["dir"] = {"worst": "max", "best": "min"}.get(question.direction or "", question.direction)
    if question.intent == "threshold":
        fields["dir"] = question.amounts[0].bound
    return _normal({name: value for name, value in fields.items() if value})


def of_gold(text: str) -> list[Meaning]:
    """The normal form of one acceptable meaning, part by part."""
    return [_gold_part(part) for part in text.split(" & ")]


def acceptable(gold: Iterable[str]) -> list[list[Meaning]]:
    """The normal forms of all meanings in `gold` that are no refusals, with those whose answers tell the same and more.

    What a target still takes tells its status; a claim held against the figures tells the figure; what a gap is
    answered with, against its baseline, its peak and its target, is the overview of its indicator.
    """
    texts = [text for text in gold if text not in REFUSALS]
    for text in list(texts):
        intent, *words = text.split()
        about = " ".join(word for word in words if "=" not in word or word.startswith("sex="))
        if "&" not in text and intent in _TOLD_WITH_MORE and (about or intent != "overview"):
            texts.append(f"{_TOLD_WITH_MORE[intent]} {about}")
    meanings = [of_gold(text) for text in texts]
    return [*meanings, *([joined] for meaning in meanings for joined in _asked_at_once(meaning))]


def _asked_at_once(parts: Sequence[Meaning]) -> list[Meaning]:
    """Two values that differ by their period only, as one question of both periods."""
    if len(parts) != 2 or any(part["intent"] != "value" for part in parts):
        return []
    periods = [part.get("at", "latest") for part in parts]
    others = [{name: value for name, value in part.items() if name != "at"} for part in parts]
    return [{**others[0], "at": ",".join(periods)}] if others[0] == others[1] else []


_TOLD_WITH_MORE = {
    "target_status": "required",
    "change_since": "check",
    "value": "check",
    "overview": "value",
}


def _gold_part(text: str) -> Meaning:
    intent, *words = text.split()
    fields = {"intent": "explain" if intent == "drivers" else intent}
    names = [name for word in words if "=" not in word for name in word.split(",")]
    if names:
        fields["about"] = ",".join(sorted(names))
    for word in words:
        if "=" in word:
            key, value = word.split("=", 1)
            listed = ",".join(sorted(value.split(","))) if key == "group" else value
            fields[key] = listed.replace("peak", "max") if key == "since" else listed
    return _normal(fields)


def _normal(fields: dict[str, str]) -> Meaning:
    intent, about = fields["intent"], fields.get("about", "")
    if intent in _WHOLE:
        return {"intent": intent}
    if intent in _ABOUT_ONLY:
        return {"intent": intent, "about": about}
    if intent in ("check", "required"):
        measure = fields.get("measure", "") if intent == "required" else ""
        return {"intent": intent, "about": about, "sex": fields.get("sex", ""), "measure": measure}
    kept = {name: value for name, value in fields.items() if not _says_nothing(name, value, fields)}
    if intent == "value" and ("," in about or kept.get("sex") == "both"):
        kept["intent"] = "compare"
    return kept


_OF_NO_USE = {
    "threshold": ("dir",),
    **dict.fromkeys(("source", "news", "smalltalk", "trend"), ("sel",)),
    **dict.fromkeys(("projection", "target_status"), ("at",)),
    "extremum": ("at", "sel"),
}


def _says_nothing(name: str, value: str, fields: Mapping[str, str]) -> bool:
    """Whether leaving the field out would mean the same."""
    intent, about, measure = fields["intent"], fields.get("about", ""), fields.get("measure")
    if name in _OF_NO_USE.get(intent, ()):
        return True
    match name:
        case "by" | "term" | "what":
            return True
        case "than":
            return intent != "threshold"
        case "at":
            return value == "latest"
        case "to":
            return value in ("latest", "2005-07")
        case "since":
            return value in _STARTS and intent != "projection"
        case "measure":
            return value == _HEADLINES.get(about) or (about == "sole" and value == "rate")
        case "group" if measure in ("rate", "count"):
            return about == "sole" or value == "all"
        case "group":
            return about == "sole" or measure == "share" or value in _PAIRS
        case _:
            return False
