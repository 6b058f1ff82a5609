"""Summary measures for every stratum of a table of groups; reads no files and guesses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import Array
from healthgap.measures.columns import NO_ESTIMATES, levels, numbers_of, strata_of
from healthgap.measures.evaluate import evaluate
from healthgap.measures.frames import read_table
from healthgap.measures.groups import MissingRule, Model, Options, RciVariant, RiiVariant
from healthgap.measures.limits import confidence_level
from healthgap.measures.names import NAMES, known
from healthgap.measures.registry import definition
from healthgap.measures.survey import SURVEY_MEASURES, Survey, survey_measures

if TYPE_CHECKING:
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

VALUES = ("estimate", "se", "lower", "upper")
_FOR_GROUPS = "This measure is for groups; the rows here are the people of a survey."


def compute(
    frame: pd.DataFrame,
    names: Iterable[str] | None = None,
    *,
    model: Model = "logit",
    confidence: float = 0.95,
    rii: RiiVariant = "who",
    rci: RciVariant = "standard",
    bounds: tuple[float, float] | None = None,
    missing: MissingRule = "refuse",
    scale: float | None = None,
) -> pd.DataFrame:
    """Summary measures of inequality: one row a stratum and measure, strata in the order of the frame.

    `frame` has a row a group, in the columns of WHO's HEAT template or of healthgap's own format (see
    `healthgap.measures.columns`). `names` are measures in either case; None is every measure meant for the
    stratum. `model` is that of sii and rii; `rii` and `rci` choose a definition. `bounds` are the lowest and
    highest possible value of the indicator, for aci and rci. `missing="drop"` leaves groups without an
    estimate out where a measure would be refused for them. With a column `weight` the rows are the people of
    a survey, with `psu` and `stratum` where the design has them (see `survey_measure`). `scale` declares
    indicator_scale (the value that stands for everyone, such as 100 for per cent) where the frame does not.

    Columns of the answer: setting, date, indicator_abbr, dimension (and source, sex where the frame has
    them), measure, estimate, se, lower, upper, method, note. Standard errors and limits are on the scale of
    the estimate. What cannot be computed is NaN, with the reason in `note`. Raises UnknownNameError for a
    name that is no measure, ValueError for an option outside its range, a frame without a column of
    estimates, or words in the place of numbers (“1,234”).
    """
    options = checked(Options(model, confidence_level(confidence), rii, rci, bounds, missing))
    frame = levels(frame)
    if "estimate" not in frame.columns:
        raise ValueError(NO_ESTIMATES)
    if "weight" in frame.columns:
        return _of_people(frame, names, options, scale)
    measures = {name: definition(name, options) for name in known(NAMES if names is None else names)}
    table = read_table(frame, scale)
    shape = (len(measures), len(table.keys))
    columns = {name: np.full(shape, np.nan) for name in VALUES}
    note, meant = np.zeros(shape, dtype=np.intp), np.zeros(shape, dtype=bool)
    texts = {"": 0}
    for strata, groups in table.blocks:
        for position, outcome in enumerate(evaluate(groups, measures, options).values()):
            for name in VALUES:
                columns[name][position, strata] = getattr(outcome.measured, name)
            places = [texts.setdefault(text, len(texts)) for text in outcome.note.texts]
            note[position, strata] = np.array(places)[outcome.note.place]
            meant[position, strata] = outcome.meant
    methods = {name: measure.method for name, measure in measures.items()}
    result = _rows(table.keys, methods, columns, _words(texts, note.T))
    return result if names is not None else result[meant.T.ravel()].reset_index(drop=True)


def _rows(
    keys: pd.DataFrame, methods: Mapping[str, str], columns: Mapping[str, Array], note: ExtensionArray
) -> pd.DataFrame:
    """One row a stratum and measure, from arrays (measures, strata) and a note a row."""
    import pandas as pd

    stratum = np.repeat(np.arange(len(keys)), len(methods))
    measure = np.tile(np.arange(len(methods)), len(keys))
    rows: dict[str, Any] = {str(name): keys[name].array.take(stratum) for name in keys}
    rows["measure"] = _words(methods, measure)
    rows |= {name: columns[name].T.ravel() for name in VALUES}
    rows |= {"method": _words(methods.values(), measure), "note": note}
    return pd.DataFrame(rows, copy=False)


def _words(words: Iterable[str], place: NDArray[np.intp]) -> ExtensionArray:
    """A column of texts, the one of each row by its place among `words`."""
    import pandas as pd

    return pd.array(list(words), dtype="str").take(place.ravel())


def _of_people(
    frame: pd.DataFrame, names: Iterable[str] | None, options: Options, scale: float | None
) -> pd.DataFrame:
    """Measures of surveys whose rows are people."""
    import pandas as pd

    wanted = known(SURVEY_MEASURES if names is None else names)
    number, keys = strata_of(frame)
    cells = numbers_of(frame, ("estimate", "subgroup_order", "weight", "indicator_scale"))
    kept = ~np.isnan(cells["estimate"]) if options.missing == "drop" else np.full(len(frame), True)
    people = Survey(
        number[kept],
        cells["estimate"][kept],
        cells["subgroup_order"][kept],
        cells["weight"][kept],
        _labels(frame, "psu")[kept],
        _labels(frame, "stratum")[kept]
        if "stratum" in frame.columns
        else np.zeros(kept.sum(), dtype=np.intp),
    )
    declared = np.full(len(keys), np.nan)
    declared[number] = cells["indicator_scale"]
    declared = np.where(np.isnan(declared), 1.0 if scale is None else scale, declared)
    found = survey_measures([name for name in SURVEY_MEASURES if name in wanted], people, declared, options)
    columns = {value: np.full((len(wanted), len(keys)), np.nan) for value in VALUES}
    note = np.full((len(wanted), len(keys)), _FOR_GROUPS, dtype=object)
    for place, name in enumerate(wanted):
        if name in found:
            measured, note[place] = found[name]
            for value in VALUES:
                columns[value][place] = getattr(measured, value)
    methods = {name: _survey_method(name, options) for name in wanted}
    return _rows(keys, methods, columns, pd.array(note.T.ravel(), dtype="str"))


def _labels(frame: pd.DataFrame, column: str) -> NDArray[np.intp]:
    """The labels of a column as numbers; every row its own where there is no such column."""
    if column not in frame.columns:
        return np.arange(len(frame))
    return np.asarray(frame.groupby(column, dropna=False, sort=False).ngroup(), dtype=np.intp)


def _survey_method(name: str, options: Options) -> str:
    return f"{definition(name, options).method.split(', HC1')[0]}; people of a survey, linearised limits"


def checked(options: Options) -> Options:
    """Raises ValueError for an option outside its range."""
    chosen = (
        (options.model, Model),
        (options.rii, RiiVariant),
        (options.rci, RciVariant),
        (options.missing, MissingRule),
    )
    for word, words in chosen:
        if word not in get_args(words):
            raise ValueError(f"“{word}” must be one of {', '.join(get_args(words))}.")
    if options.bounds is not None and not options.bounds[0] < options.bounds[1]:
        raise ValueError("The lower bound must be below the upper bound.")
    return options


def records(result: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a result of `compute` as plain values, None for NaN."""
    columns = [[None if value != value else value for value in result[name].tolist()] for name in result]
    return [dict(zip(result.columns, row, strict=True)) for row in zip(*columns, strict=True)]
