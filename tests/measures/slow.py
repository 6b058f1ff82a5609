"""The measures once more, slow and obvious: plain Python, one stratum at a time, every sum written out.

A stratum is a list of groups, in subgroup order; nothing here is shared with the code under test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

Z = 1.959963984540054


@dataclass(frozen=True)
class Group:
    estimate: float
    se: float
    population: float
    reference: bool = False


Stratum = list[Group]


def mean(stratum: Stratum) -> float:
    people = sum(g.population for g in stratum)
    return sum(g.population / people * g.estimate for g in stratum)


def ranks(stratum: Stratum) -> list[float]:
    people = sum(g.population for g in stratum)
    below, found = 0.0, []
    for g in stratum:
        found.append((below + g.population / 2) / people)
        below += g.population
    return found


def shares(stratum: Stratum) -> list[float]:
    people = sum(g.population for g in stratum)
    return [g.population / people for g in stratum]


def d(stratum: Stratum, favourable: bool, ordered: bool) -> tuple[float, float]:
    first, second = pair(stratum, favourable, ordered)
    return first.estimate - second.estimate, sqrt(first.se**2 + second.se**2)


def r(stratum: Stratum, favourable: bool, ordered: bool) -> tuple[float, float]:
    first, second = pair(stratum, favourable, ordered)
    ratio = first.estimate / second.estimate
    return ratio, ratio * sqrt((first.se / first.estimate) ** 2 + (second.se / second.estimate) ** 2)


def pair(stratum: Stratum, favourable: bool, ordered: bool) -> tuple[Group, Group]:
    if ordered:
        return (stratum[-1], stratum[0]) if favourable else (stratum[0], stratum[-1])
    named = [g for g in stratum if g.reference]
    others = [g for g in stratum if not g.reference]
    most = max(others, key=lambda g: g.estimate)
    least = min(others, key=lambda g: g.estimate)
    if not named:
        return most, least
    return (named[0], least) if favourable else (most, named[0])


def bgv(stratum: Stratum) -> tuple[float, float]:
    mu, p = mean(stratum), shares(stratum)
    estimate = sum(pj * (g.estimate - mu) ** 2 for pj, g in zip(p, stratum, strict=True))
    a = sum(pj**2 * g.se**2 * (g.estimate - mu) ** 2 for pj, g in zip(p, stratum, strict=True))
    b = sum(pj**2 * g.se**2 for pj, g in zip(p, stratum, strict=True))
    c = sum(pj**4 * g.se**4 for pj, g in zip(p, stratum, strict=True))
    e = sum(pj**2 * (1 - pj) ** 2 * g.se**4 for pj, g in zip(p, stratum, strict=True))
    return estimate, sqrt(4 * a + 2 * (b**2 - c + e))


def ti(stratum: Stratum) -> tuple[float, float]:
    mu, p = mean(stratum), shares(stratum)
    x = [g.estimate / mu for g in stratum]
    inner = sum(pj * xj * (1 + log(xj)) for pj, xj in zip(p, x, strict=True))
    variance = sum(
        (1 + log(xj) - inner) ** 2 * pj**2 * g.se**2 / mu**2 for pj, xj, g in zip(p, x, stratum, strict=True)
    )
    return 1000 * sum(pj * xj * log(xj) for pj, xj in zip(p, x, strict=True)), 1000 * sqrt(variance)


def mld(stratum: Stratum) -> tuple[float, float]:
    mu, p = mean(stratum), shares(stratum)
    x = [g.estimate / mu for g in stratum]
    variance = sum(
        pj**2 * g.se**2 / mu**2 * (1 - 1 / xj) ** 2 for pj, xj, g in zip(p, x, stratum, strict=True)
    )
    return -1000 * sum(pj * log(xj) for pj, xj in zip(p, x, strict=True)), 1000 * sqrt(variance)


def aci(stratum: Stratum) -> tuple[float, float]:
    """From the regression as published: both sides and the intercept times the root of the population."""
    x, p = ranks(stratum), shares(stratum)
    sigma2 = sum(pj * (xj - 0.5) ** 2 for pj, xj in zip(p, x, strict=True))
    left = [2 * sigma2 * g.estimate * sqrt(g.population) for g in stratum]
    rows = [(xj * sqrt(g.population), sqrt(g.population)) for xj, g in zip(x, stratum, strict=True)]
    inverse = inverted([[sum(u[i] * u[j] for u in rows) for j in (0, 1)] for i in (0, 1)])
    moment = [sum(u[i] * v for u, v in zip(rows, left, strict=True)) for i in (0, 1)]
    slope, intercept = (sum(inverse[i][j] * moment[j] for j in (0, 1)) for i in (0, 1))
    error = sum((v - slope * u[0] - intercept * u[1]) ** 2 for u, v in zip(rows, left, strict=True))
    return slope, sqrt(error / (len(stratum) - 2) * inverse[0][0])


def rci(stratum: Stratum) -> tuple[float, float]:
    mu, (estimate, se) = mean(stratum), aci(stratum)
    return estimate / mu, se / mu


def par(stratum: Stratum, favourable: bool, ordered: bool, scale: float) -> tuple[float, float]:
    mu, people = mean(stratum), sum(g.population for g in stratum)
    best = (max if favourable else min)(g.estimate for g in stratum)
    tied = [g for g in stratum if g.estimate == best]
    reference = stratum[-1] if ordered else max(tied, key=lambda g: g.population)
    excess = reference.estimate - mu
    wrong_way = excess < 0 if favourable else excess > 0
    c = reference.estimate / scale * reference.population
    below = reference.population - c
    a = mu / scale * people - c
    b = people - a - reference.population
    top = c * people * (a * below * (people - c) + b * c**2)
    return (0.0 if wrong_way else excess), mu * sqrt(max(0, top / ((a + c) ** 3 * (c + below) ** 3)))


def paf(stratum: Stratum, favourable: bool, ordered: bool, scale: float) -> tuple[float, float]:
    mu, (estimate, se) = mean(stratum), par(stratum, favourable, ordered, scale)
    return 100 * estimate / mu, 100 * se / mu


def linear_ends(stratum: Stratum) -> tuple[list[float], list[list[float]]]:
    """Fitted values at ranks 0 and 1, and their covariance matrix (HC1)."""
    x, w = ranks(stratum), [g.population for g in stratum]
    rows = [(1.0, xj) for xj in x]
    inverse = inverted(cross(rows, w))
    moment = [sum(wj * u[i] * g.estimate for wj, u, g in zip(w, rows, stratum, strict=True)) for i in (0, 1)]
    beta = [sum(inverse[i][j] * moment[j] for j in (0, 1)) for i in (0, 1)]
    score = [wj * (g.estimate - beta[0] - beta[1] * xj) for wj, xj, g in zip(w, x, stratum, strict=True)]
    v = sandwich(inverse, rows, score)
    return [beta[0], beta[0] + beta[1]], product([(1.0, 0.0), (1.0, 1.0)], v)


def logit_ends(stratum: Stratum, scale: float) -> tuple[list[float], list[list[float]]]:
    """As `linear_ends`, by iteratively reweighted least squares of successes y n / scale out of n."""
    x, n = ranks(stratum), [g.population for g in stratum]
    rows = [(1.0, xj) for xj in x]
    beta = [0.0, 0.0]
    for _ in range(200):
        p = [1 / (1 + exp(-beta[0] - beta[1] * xj)) for xj in x]
        inverse = inverted(cross(rows, [nj * pj * (1 - pj) for nj, pj in zip(n, p, strict=True)]))
        score = [nj * (g.estimate / scale - pj) for nj, pj, g in zip(n, p, stratum, strict=True)]
        moment = [sum(s * u[i] for s, u in zip(score, rows, strict=True)) for i in (0, 1)]
        beta = [beta[i] + sum(inverse[i][j] * moment[j] for j in (0, 1)) for i in (0, 1)]
    v = sandwich(inverse, rows, score)
    ends = [1 / (1 + exp(-beta[0] - beta[1] * t)) for t in (0, 1)]
    gradients = [(scale * e * (1 - e), scale * e * (1 - e) * t) for t, e in enumerate(ends)]
    return [scale * e for e in ends], product(gradients, v)


def known_error_ends(stratum: Stratum) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """OHID's line: fitted values at ranks 0 and 1; their variances and covariance from the groups' own errors."""
    x, p = ranks(stratum), shares(stratum)
    middle = sum(pj * xj for pj, xj in zip(p, x, strict=True))
    spread = sum(pj * xj**2 for pj, xj in zip(p, x, strict=True)) - middle**2
    by_slope = [pj * (xj - middle) / spread for pj, xj in zip(p, x, strict=True)]
    at_zero = [pj - middle * cj for pj, cj in zip(p, by_slope, strict=True)]
    at_one = [a + b for a, b in zip(at_zero, by_slope, strict=True)]
    low, high = (sum(c * g.estimate for c, g in zip(cs, stratum, strict=True)) for cs in (at_zero, at_one))
    below, above, together = (
        sum(a * b * g.se**2 for a, b, g in zip(one, two, stratum, strict=True))
        for one, two in ((at_zero, at_zero), (at_one, at_one), (at_zero, at_one))
    )
    return (low, high), (below, above, together)


def fieller(
    low: float, high: float, below: float, above: float, together: float
) -> tuple[float, float] | None:
    """Limits of high / low; None where low may be zero."""
    a, b, c = low**2 - Z**2 * below, low * high - Z**2 * together, high**2 - Z**2 * above
    if a <= 0:
        return None
    root = sqrt(max(0.0, b**2 - a * c))
    return (b - root) / a, (b + root) / a


def sii(ends: list[float], v: list[list[float]]) -> tuple[float, float]:
    return ends[1] - ends[0], sqrt(max(0, v[0][0] + v[1][1] - 2 * v[0][1]))


def rii(ends: list[float], v: list[list[float]]) -> tuple[float, float]:
    ratio = ends[1] / ends[0]
    relative = v[0][0] / ends[0] ** 2 + v[1][1] / ends[1] ** 2 - 2 * v[0][1] / (ends[0] * ends[1])
    return ratio, ratio * sqrt(max(0, relative))


Statistic = Callable[[list[float], Stratum, bool], float]


def _weighted(y: list[float], stratum: Stratum) -> float:
    return sum(p * v for p, v in zip(shares(stratum), y, strict=True))


def _best(y: list[float], favourable: bool) -> float:
    return max(y) if favourable else min(y)


def _reference(y: list[float], stratum: Stratum) -> float:
    return next(v for v, g in zip(y, stratum, strict=True) if g.reference)


def _plain(y: list[float], centre: float) -> float:
    return sum(abs(v - centre) for v in y) / len(y)


def _shared(y: list[float], stratum: Stratum, centre: float) -> float:
    return sum(p * abs(v - centre) for p, v in zip(shares(stratum), y, strict=True))


def _deviation(y: list[float], stratum: Stratum) -> float:
    mu = _weighted(y, stratum)
    return sqrt(sum(p * (v - mu) ** 2 for p, v in zip(shares(stratum), y, strict=True)))


STATISTICS: dict[str, Statistic] = {
    "bgsd": lambda y, s, _: _deviation(y, s),
    "cov": lambda y, s, _: 100 * _deviation(y, s) / _weighted(y, s),
    "mdmu": lambda y, s, _: _plain(y, _weighted(y, s)),
    "mdmw": lambda y, s, _: _shared(y, s, _weighted(y, s)),
    "mdbu": lambda y, s, f: _plain(y, _best(y, f)),
    "mdbw": lambda y, s, f: _shared(y, s, _best(y, f)),
    "mdru": lambda y, s, _: _plain(y, _reference(y, s)),
    "mdrw": lambda y, s, _: _shared(y, s, _reference(y, s)),
    "idisu": lambda y, s, _: 100 * _plain(y, _weighted(y, s)) / _weighted(y, s),
    "idisw": lambda y, s, _: 100 * _shared(y, s, _weighted(y, s)) / _weighted(y, s),
}


def simulated(name: str, stratum: Stratum, favourable: bool, scale: float, draws: int) -> tuple[float, float]:
    """The 2.5 and 97.5 percentiles; draws below zero, or above 100 on that scale, are taken again."""
    source = np.random.default_rng(20)
    top = 100 if scale == 100 else float("inf")
    values = sorted(
        STATISTICS[name]([_drawn(source, g, top) for g in stratum], stratum, favourable) for _ in range(draws)
    )
    return values[round(0.025 * (draws - 1))], values[round(0.975 * (draws - 1))]


def _drawn(source: np.random.Generator, group: Group, top: float) -> float:
    while True:
        value = float(source.normal(group.estimate, group.se))
        if 0 <= value <= top:
            return value


def inverted(m: list[list[float]]) -> list[list[float]]:
    determinant = m[0][0] * m[1][1] - m[0][1] * m[1][0]
    return [[m[1][1] / determinant, -m[0][1] / determinant], [-m[1][0] / determinant, m[0][0] / determinant]]


def cross(rows: list[tuple[float, float]], w: list[float]) -> list[list[float]]:
    return [[sum(wj * u[i] * u[j] for wj, u in zip(w, rows, strict=True)) for j in (0, 1)] for i in (0, 1)]


def product(rows: list[tuple[float, float]], m: list[list[float]]) -> list[list[float]]:
    return [[sum(a[i] * m[i][j] * b[j] for i in (0, 1) for j in (0, 1)) for b in rows] for a in rows]


def sandwich(
    inverse: list[list[float]], rows: list[tuple[float, float]], score: list[float]
) -> list[list[float]]:
    meat = cross(rows, [s**2 for s in score])
    factor = len(rows) / (len(rows) - 2)
    bread = [(inverse[0][0], inverse[0][1]), (inverse[1][0], inverse[1][1])]
    return [[factor * v for v in row] for row in product(bread, meat)]
