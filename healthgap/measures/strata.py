"""Summary measures for every stratum of a table of groups; reads no files and guesses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from healthgap.errors import UnknownNameError
from healthgap.measures.evaluate import evaluate
from healthgap.measures.frames import read_table
from healthgap.measures.groups import MissingRule, Model, Options, RciVariant, RiiVariant
from healthgap.measures.limits import confidence_level
from healthgap.measures.registry import NAMES, definition

if TYPE_CHECKING:
    import pandas as pd

VALUES = ("estimate", "se", "lower", "upper")


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
    `healthgap.measures.frames`). `names` are measures in either case; None is every measure meant for the
    stratum. `model` is that of sii and rii; `rii` and `rci` choose a definition. `bounds` are the lowest and
    highest possible value of the indicator, for aci and rci. `missing="drop"` leaves groups without an
    estimate out where a measure would be refused for them. `scale` declares indicator_scale (the value that
    stands for everyone, such as 100 for per cent) where the frame does not.

    Columns of the answer: setting, date, indicator_abbr, dimension (and source, sex where the frame has
    them), measure, estimate, se, lower, upper, method, note. Standard errors and limits are on the scale of
    the estimate. What cannot be computed is NaN, with the reason in `note`. Raises UnknownNameError for a
    name that is no measure, ValueError for an option outside its range or a frame without a column of
    estimates.
    """
    options = _checked(Options(model, confidence_level(confidence), rii, rci, bounds, missing))
    measures = {name: definition(name, options) for name in known_names(names)}
    table = read_table(frame, scale)
    shape = (len(table.keys), len(measures))
    columns = {name: np.full(shape, np.nan) for name in VALUES}
    note, meant = np.full(shape, "", dtype=object), np.zeros(shape, dtype=bool)
    for strata, groups in table.blocks:
        for position, outcome in enumerate(evaluate(groups, measures, options).values()):
            for name in VALUES:
                columns[name][strata, position] = getattr(outcome.measured, name)
            note[strata, position], meant[strata, position] = outcome.note, outcome.meant
    result = table.keys.iloc[np.repeat(np.arange(shape[0]), shape[1])].reset_index(drop=True)
    result["measure"] = list(measures) * shape[0]
    for name in VALUES:
        result[name] = columns[name].ravel()
    result["method"] = [measure.method for measure in measures.values()] * shape[0]
    result["note"] = note.ravel()
    return result if names is not None else result[meant.ravel()].reset_index(drop=True)


def _checked(options: Options) -> Options:
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


def known_names(names: Iterable[str] | None) -> list[str]:
    """`names` in lower case without repeats; every measure for None. Raises UnknownNameError."""
    if names is None:
        return list(NAMES)
    wanted = list(dict.fromkeys(name.strip().lower() for name in names))
    for name in wanted:
        if name not in NAMES:
            raise UnknownNameError(f"There is no measure “{name}”. Measures: {', '.join(NAMES)}.")
    return wanted
