"""How long the measures take, beside numpy and pandas written by hand: run `python -m benchmarks.measures`.

10,000 strata of 10 groups: the whole way from a table of groups to the same table of results, and its arithmetic alone.
By hand nothing is checked and nothing explained, and every stratum is taken to have ten groups; once it is known that
they stand in order, stratum by stratum, and once strata are found by their names and sorted, as we do. All ways run in
turn, round by round; what is told is the median time of the processor.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from healthgap import measures
from healthgap.measures.evaluate import evaluate
from healthgap.measures.frames import read_table
from healthgap.measures.groups import Options
from healthgap.measures.registry import definition

KEYS = ["setting", "date", "indicator_abbr", "dimension"]
STRATA, GROUPS, ROUNDS = 10_000, 10, 11
Z = 1.959963984540054
SIMPLE = ("r", "d", "bgv", "ti", "mld", "par", "paf", "aci", "rci", "sii", "rii")


def table(strata: int = STRATA) -> pd.DataFrame:
    random = np.random.default_rng(1)
    rows = strata * GROUPS
    return pd.DataFrame(
        {
            "setting": np.repeat([f"area {number}" for number in range(strata)], GROUPS),
            "date": "2019",
            "indicator_abbr": "smoking",
            "dimension": "deprivation",
            "subgroup": np.tile([f"decile {number}" for number in range(GROUPS)], strata),
            "subgroup_order": np.tile(np.arange(1, GROUPS + 1), strata),
            "estimate": random.uniform(5, 60, rows),
            "se": random.uniform(0.5, 3, rows),
            "population": random.integers(500, 9000, rows),
            "favourable_indicator": 0,
            "ordered_dimension": 1,
            "indicator_scale": 100,
        }
    )


def by_hand(y: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, ...]:
    """SII (on a scale of 100) and RII with HC1 limits for (groups, strata), logistic."""
    x = (n.cumsum(axis=0) - n / 2) / n.sum(axis=0)
    a, b = np.zeros(y.shape[1]), np.zeros(y.shape[1])
    for _ in range(7):
        p = 1 / (1 + np.exp(-a - b * x))
        u, w = n * (y - p), n * p * (1 - p)
        s0, s1, s2 = w.sum(axis=0), (w * x).sum(axis=0), (w * x * x).sum(axis=0)
        g0, g1 = u.sum(axis=0), (u * x).sum(axis=0)
        determinant = s0 * s2 - s1 * s1
        a, b = a + (s2 * g0 - s1 * g1) / determinant, b + (s0 * g1 - s1 * g0) / determinant
    m0, m1, m2 = (u * u).sum(axis=0), (u * u * x).sum(axis=0), (u * u * x * x).sum(axis=0)
    factor = GROUPS / (GROUPS - 2) / determinant**2
    vaa = factor * (s2 * s2 * m0 - 2 * s1 * s2 * m1 + s1 * s1 * m2)
    vbb = factor * (s1 * s1 * m0 - 2 * s0 * s1 * m1 + s0 * s0 * m2)
    vab = factor * (-s1 * s2 * m0 + (s0 * s2 + s1 * s1) * m1 - s0 * s1 * m2)
    low, high = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - b))
    d0, d1 = low * (1 - low), high * (1 - high)
    se = np.sqrt((d1 - d0) ** 2 * vaa + d1**2 * vbb + 2 * (d1 - d0) * d1 * vab)
    log_se = np.sqrt((low - high) ** 2 * vaa + (1 - high) ** 2 * vbb + 2 * (low - high) * (1 - high) * vab)
    sii, se, rii = 100 * (high - low), 100 * se, high / low
    factor = np.exp(Z * log_se)
    return sii, se, sii - Z * se, sii + Z * se, rii, rii * log_se, rii / factor, rii * factor


def all_by_hand(y: np.ndarray, s: np.ndarray, n: np.ndarray) -> list[np.ndarray]:
    """The other closed measures for (groups, strata), lower is better, ordered, on a scale of 100; as `by_hand`."""
    p = n / n.sum(axis=0)
    mu = (p * y).sum(axis=0)
    first, last, s1, s2 = y[0], y[-1], s[0], s[-1]
    d, r = first - last, first / last
    away, v = y - mu, s * s
    q = p * p * v
    bgv = (p * away**2).sum(axis=0)
    bgv_se = np.sqrt(
        4 * (q * away**2).sum(axis=0)
        + 2 * (q.sum(axis=0) ** 2 - (q * q).sum(axis=0) + (p**2 * (1 - p) ** 2 * v * v).sum(axis=0))
    )
    x = y / mu
    log = np.log(x)
    ti, expected = (p * x * log).sum(axis=0), (p * x * (1 + log)).sum(axis=0)
    ti_se = np.sqrt(((1 + log - expected) ** 2 * q).sum(axis=0)) / mu
    mld, mld_se = -(p * log).sum(axis=0), np.sqrt((q * (1 - 1 / x) ** 2).sum(axis=0)) / mu
    people = n.sum(axis=0)
    c = last / 100 * n[-1]
    below, a = n[-1] - c, mu / 100 * people - c
    b = people - a - n[-1]
    paf_se = np.sqrt(c * people * (a * below * (people - c) + b * c * c) / ((a + c) ** 3 * (c + below) ** 3))
    par = np.minimum(last - mu, 0)
    rank = (n.cumsum(axis=0) - n / 2) / people - 0.5
    spread = (p * rank**2).sum(axis=0)
    aci = 2 * (p * rank * y).sum(axis=0)
    response = 2 * spread * y
    residual = response - (p * response).sum(axis=0) - aci * rank
    aci_se = np.sqrt((p * residual**2).sum(axis=0) / (GROUPS - 2) / spread)
    log_se = np.sqrt((s1 / first) ** 2 + (s2 / last) ** 2)
    factor = np.exp(Z * log_se)
    found = [r, r * log_se, r / factor, r * factor]
    for value, se in (
        *((d, np.sqrt(s1**2 + s2**2)), (bgv, bgv_se), (1000 * ti, 1000 * ti_se), (1000 * mld, 1000 * mld_se)),
        *((par, mu * paf_se), (100 * par / mu, 100 * paf_se), (aci, aci_se), (aci / mu, aci_se / mu)),
    ):
        found += [value, se, value - Z * se, value + Z * se]
    return found


def by_apply(data: pd.DataFrame) -> object:
    """The obvious way: pandas, a stratum at a time, the same arithmetic on the rows of each."""

    def one(rows: pd.DataFrame) -> pd.Series[float]:
        y, s, n = (rows[name].to_numpy(float)[:, np.newaxis] for name in ("estimate", "se", "population"))
        return pd.Series(np.concatenate([*all_by_hand(y, s, n), *by_hand(y / 100, n)]))

    return data.groupby(KEYS, sort=False)[list(data)].apply(one)


def laid_out(data: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Estimates, standard errors and populations, (groups, strata)."""
    return tuple(
        np.ascontiguousarray(data[name].to_numpy(float).reshape(STRATA, GROUPS).T)
        for name in ("estimate", "se", "population")
    )


def slopes_by_hand(y: np.ndarray, _s: np.ndarray, n: np.ndarray) -> list[np.ndarray]:
    return list(by_hand(y / 100, n))


def simple_by_hand(y: np.ndarray, s: np.ndarray, n: np.ndarray) -> list[np.ndarray]:
    return [*all_by_hand(y, s, n), *by_hand(y / 100, n)]


def table_by_hand(
    data: pd.DataFrame, names: Sequence[str], work: Callable[..., list[np.ndarray]]
) -> pd.DataFrame:
    """From table to table, of rows that stand in order: a row a stratum and measure."""
    return answer_by_hand(data[KEYS].iloc[::GROUPS], names, work(*laid_out(data)))


def sorted_by_hand(
    data: pd.DataFrame, names: Sequence[str], work: Callable[..., list[np.ndarray]]
) -> pd.DataFrame:
    """From table to table, of rows in any order."""
    number = data.groupby(KEYS, sort=False).ngroup().to_numpy()
    rows = np.lexsort((data["subgroup_order"].to_numpy(), number)).reshape(STRATA, GROUPS).T
    columns = (data[name].to_numpy(float)[rows] for name in ("estimate", "se", "population"))
    return answer_by_hand(data[KEYS].iloc[rows[0]], names, work(*columns))


def answer_by_hand(keys: pd.DataFrame, names: Sequence[str], found: list[np.ndarray]) -> pd.DataFrame:
    result = keys.take(np.repeat(np.arange(STRATA), len(names))).reset_index(drop=True)
    measure = np.tile(np.arange(len(names)), STRATA)
    result["measure"] = pd.array(list(names), dtype="str").take(measure)
    for place, name in enumerate(("estimate", "se", "lower", "upper")):
        result[name] = np.stack(found[place::4], axis=1).ravel()
    methods = [definition(name, Options()).method for name in names]
    result["method"] = pd.array(methods, dtype="str").take(measure)
    result["note"] = ""
    return result


def milliseconds(ways: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The median time of the processor over several rounds, each of all ways in turn, the first round not counted."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, work in ways.items():
            start = time.process_time()
            work()
            taken[name].append(1000 * (time.process_time() - start))
    return {name: float(np.median(rounds[1:])) for name, rounds in taken.items()}


def main() -> None:
    data, small = table(), table(200)
    arrays, blocks = laid_out(data), read_table(data).blocks

    def arithmetic(names: Sequence[str]) -> None:
        options = Options()
        chosen = {name: definition(name, options) for name in names}
        # A fit is kept with its groups, so each round takes new ones.
        for _strata, groups in blocks:
            evaluate(groups.where(slice(None)), chosen, options)

    applied = f"pandas groupby.apply, 200 strata, times {STRATA // 200}"
    for what, names, work in (
        ("SII and RII", ("sii", "rii"), slopes_by_hand),
        (f"{len(SIMPLE)} closed measures", SIMPLE, simple_by_hand),
    ):
        ways: dict[str, Callable[[], object]] = {
            "numpy by hand, arrays": partial(work, *arrays),
            "numpy by hand, table to table": partial(table_by_hand, data, names, work),
            "numpy by hand, table to table, in any order": partial(sorted_by_hand, data, names, work),
            "healthgap, arrays": partial(arithmetic, names),
            "healthgap, table to table": partial(measures.compute, data, names),
        }
        if names == SIMPLE:
            ways[applied] = partial(by_apply, small)
        pd.testing.assert_frame_equal(
            measures.compute(data, names), table_by_hand(data, names, work), rtol=1e-9
        )
        found = milliseconds(ways)
        if applied in found:
            found[applied] *= STRATA / 200
        arithmetic_alone, whole = (found[f"numpy by hand, {form}"] for form in ("arrays", "table to table"))
        for name, taken in found.items():
            ratios = f"{taken / arithmetic_alone:7.2f} times arrays {taken / whole:7.2f} times tables by hand"
            sys.stdout.write(f"{taken:9.1f} ms {ratios}  {what}: {name}\n")
        if applied in found:
            faster = found[applied] / found["healthgap, table to table"]
            sys.stdout.write(f"healthgap, table to table, is {faster:.0f} times as fast as groupby.apply\n")


if __name__ == "__main__":
    main()
