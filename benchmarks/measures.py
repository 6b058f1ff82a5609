"""How long the measures take, beside numpy and pandas written by hand: run `python -m benchmarks.measures`.

10,000 strata of 10 groups: the whole way from a table of groups to a table of results, and its arithmetic alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from healthgap import measures
from healthgap.measures.evaluate import evaluate
from healthgap.measures.frames import read_table
from healthgap.measures.groups import Options
from healthgap.measures.registry import definition

STRATA, GROUPS, ROUNDS = 10_000, 10, 7
SIMPLE = ("d", "r", "bgv", "ti", "mld", "par", "paf", "aci", "rci", "sii", "rii")


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
    """SII and RII with HC1 limits for (strata, groups), logistic, with nothing checked and nothing explained."""
    x = (n.cumsum(axis=1) - n / 2) / n.sum(axis=1, keepdims=True)
    a, b = np.zeros(len(y)), np.zeros(len(y))
    for _ in range(7):
        p = 1 / (1 + np.exp(-a[:, None] - b[:, None] * x))
        u, w = n * (y - p), n * p * (1 - p)
        s0, s1, s2 = w.sum(axis=1), (w * x).sum(axis=1), (w * x * x).sum(axis=1)
        g0, g1 = u.sum(axis=1), (u * x).sum(axis=1)
        determinant = s0 * s2 - s1 * s1
        a, b = a + (s2 * g0 - s1 * g1) / determinant, b + (s0 * g1 - s1 * g0) / determinant
    m0, m1, m2 = (u * u).sum(axis=1), (u * u * x).sum(axis=1), (u * u * x * x).sum(axis=1)
    factor = GROUPS / (GROUPS - 2) / determinant**2
    vaa = factor * (s2 * s2 * m0 - 2 * s1 * s2 * m1 + s1 * s1 * m2)
    vbb = factor * (s1 * s1 * m0 - 2 * s0 * s1 * m1 + s0 * s0 * m2)
    vab = factor * (-s1 * s2 * m0 + (s0 * s2 + s1 * s1) * m1 - s0 * s1 * m2)
    low, high = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - b))
    d0, d1 = low * (1 - low), high * (1 - high)
    se = np.sqrt((d1 - d0) ** 2 * vaa + d1**2 * vbb + 2 * (d1 - d0) * d1 * vab)
    log_se = np.sqrt((low - high) ** 2 * vaa + (1 - high) ** 2 * vbb + 2 * (low - high) * (1 - high) * vab)
    sii, rii = high - low, high / low
    return (
        sii,
        sii - 1.96 * se,
        sii + 1.96 * se,
        rii,
        rii * np.exp(-1.96 * log_se),
        rii * np.exp(1.96 * log_se),
    )


def milliseconds(work: Callable[[], object]) -> float:
    """The median of several rounds, the first not counted."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return 1000 * float(np.median(taken))


def all_by_hand(y: np.ndarray, s: np.ndarray, n: np.ndarray) -> list[np.ndarray]:
    """The other closed measures for (strata, groups), lower is better, ordered, on a scale of 100; as `by_hand`."""
    p = n / n.sum(axis=1, keepdims=True)
    mu = (p * y).sum(axis=1)
    first, last, s1, s2 = y[:, 0], y[:, -1], s[:, 0], s[:, -1]
    d, r = first - last, first / last
    away, v = y - mu[:, None], s * s
    q = p * p * v
    bgv = (p * away**2).sum(axis=1)
    bgv_se = np.sqrt(
        4 * (q * away**2).sum(axis=1)
        + 2 * (q.sum(axis=1) ** 2 - (q * q).sum(axis=1) + (p**2 * (1 - p) ** 2 * v * v).sum(axis=1))
    )
    x = y / mu[:, None]
    log = np.log(x)
    ti, expected = (p * x * log).sum(axis=1), (p * x * (1 + log)).sum(axis=1)
    ti_se = np.sqrt(((1 + log - expected[:, None]) ** 2 * q).sum(axis=1)) / mu
    mld, mld_se = -(p * log).sum(axis=1), np.sqrt((q * (1 - 1 / x) ** 2).sum(axis=1)) / mu
    people = n.sum(axis=1)
    c = last / 100 * n[:, -1]
    below, a = n[:, -1] - c, mu / 100 * people - c
    b = people - a - n[:, -1]
    paf_se = np.sqrt(c * people * (a * below * (people - c) + b * c * c) / ((a + c) ** 3 * (c + below) ** 3))
    par = np.minimum(last - mu, 0)
    rank = (n.cumsum(axis=1) - n / 2) / people[:, None] - 0.5
    spread = (p * rank**2).sum(axis=1)
    aci = 2 * (p * rank * y).sum(axis=1)
    response = 2 * spread[:, None] * y
    residual = response - (p * response).sum(axis=1)[:, None] - aci[:, None] * rank
    aci_se = np.sqrt((p * residual**2).sum(axis=1) / (GROUPS - 2) / spread)
    factor = np.exp(1.96 * np.sqrt((s1 / first) ** 2 + (s2 / last) ** 2))
    found = [r, r / factor, r * factor]
    for value, se in (
        *((d, np.sqrt(s1**2 + s2**2)), (bgv, bgv_se), (1000 * ti, 1000 * ti_se), (1000 * mld, 1000 * mld_se)),
        *((par, mu * paf_se), (100 * par / mu, 100 * paf_se), (aci, aci_se), (aci / mu, aci_se / mu)),
    ):
        found += [value, value - 1.96 * se, value + 1.96 * se]
    return found


def by_apply(data: pd.DataFrame) -> object:
    """The obvious way: pandas, a stratum at a time, the same arithmetic on the rows of each."""

    def one(rows: pd.DataFrame) -> pd.Series[float]:
        y, s, n = (rows[name].to_numpy(float)[np.newaxis] for name in ("estimate", "se", "population"))
        return pd.Series(np.concatenate([*all_by_hand(y, s, n), *by_hand(y / 100, n)]))

    return data.groupby(["setting", "date", "indicator_abbr", "dimension"], sort=False)[list(data)].apply(one)


def main() -> None:
    data = table()
    y, s, n = (
        data[name].to_numpy(float).reshape(STRATA, GROUPS) for name in ("estimate", "se", "population")
    )
    blocks = read_table(data).blocks

    def arithmetic(*names: str) -> None:
        options = Options()
        chosen = {name: definition(name, options) for name in names}
        # A fit is kept with its groups, so each round takes new ones.
        for _strata, groups in blocks:
            evaluate(groups.where(slice(None)), chosen, options)

    small = table(200)
    slopes = milliseconds(lambda: by_hand(y / 100, n))
    simple = milliseconds(lambda: (all_by_hand(y, s, n), by_hand(y / 100, n)))
    applied = milliseconds(lambda: by_apply(small)) * STRATA / 200
    lines = {
        "SII and RII, numpy by hand": (slopes, slopes),
        "SII and RII, healthgap's arithmetic, each figure judged": (
            milliseconds(lambda: arithmetic("sii", "rii")),
            slopes,
        ),
        "SII and RII, from table to table": (
            milliseconds(lambda: measures.compute(data, ["sii", "rii"])),
            slopes,
        ),
        f"{len(SIMPLE)} closed measures, numpy by hand": (simple, simple),
        f"{len(SIMPLE)} closed measures, healthgap's arithmetic": (
            milliseconds(lambda: arithmetic(*SIMPLE)),
            simple,
        ),
        f"{len(SIMPLE)} closed measures, from table to table": (
            milliseconds(lambda: measures.compute(data, SIMPLE)),
            simple,
        ),
        f"{len(SIMPLE)} closed measures, pandas groupby.apply (200 strata, times {STRATA // 200})": (
            applied,
            simple,
        ),
        "all measures, limits simulated (200 strata)": (
            milliseconds(lambda: measures.compute(small)),
            np.nan,
        ),
    }
    for name, (taken, against) in lines.items():
        ratio = "" if np.isnan(against) else f"{taken / against:8.2f} times"
        sys.stdout.write(f"{taken:9.1f} ms {ratio:15}  {name}\n")


if __name__ == "__main__":
    main()
