"""Conditions in people's words are understood to the last of them or refused, and told when a release makes them so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from healthgap.alerts import Condition, is_measurable
from healthgap.files.details import ReleaseDetails
from healthgap.question.model import Question
from healthgap.service import Healthgap
from healthgap.wording.alerts import EXAMPLES, condition
from tests.courier import deliver
from tests.sample import NOW, RELEASES, opened

HEAD = "indicator,group,period,measure,value\n"
LATER = NOW + timedelta(days=1)
CHANNEL = "C1"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Healthgap]:
    service = opened(tmp_path_factory.mktemp("alerts"))
    yield service
    service.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Healthgap]:
    """With figures up to 2004-06: the newest release is still to come."""
    service = opened(tmp_path, 3)
    yield service
    service.close()


UNDERSTOOD = {
    "when the infant mortality gap narrows below 15%": "the relative gap in infant mortality is less than 15%",
    "tell us when the infant mortalty gap falls to less than 15 per cent": "the relative gap in infant mortality is "
    "less than 15%",
    "If the IMR gap goes back up to at least 17%": "the relative gap in infant mortality is at least 17%",
    "when the cancer gap rises above 20": "the cancer mortality gap is more than 20 deaths per 100,000",
    "when the absolute gap in infant mortality is under 0.5": "the absolute gap in infant mortality is less than 0.5 "
    "per 1,000 live births",
    "when the infant mortality rate in routine and manual falls below 5": "the infant mortality rate in routine and "
    "manual is less than 5 per 1,000 live births",
    "when any status changes": "the status of any target changes",
    "when the cancer target’s status changes": "the status of the cancer mortality target changes",
    "the status of circulatory disease changes": "the status of the circulatory disease target changes",
    "when the life expectancy target for men is met": "the life expectancy (men) target is met",
    "as soon as circulatory disease goes off track": "the circulatory disease target is off track",
    "when any target is met": "any target is met",
    "when any gap widens": "any gap is wider than the period before",
    "when the infant mortality gap narrows again": "the infant mortality gap is narrower than the period before",
}
REFUSED = [
    "",
    "when",
    "when the sun shines",
    "when the smoking gap narrows below 15%",
    "when the infant mortality gap in Leeds narrows below 15%",
    "when the infant mortality gap is 15%",
    "when the infant mortality gap is about 15%",
    "when the infant mortality gap was below 15%",
    "when the infant mortality gap has narrowed",
    "when the infant mortality gap narrows by 3 points",
    "when the infant mortality gap narrows below 15% in 2009-11",
    "when the infant mortality gap narrows below 15% unless it snows",
    "when the infant mortality gap widens below 15%",
    "when the infant mortality gap narrows above 15%",
    "when the infant mortality gap is not below 15%",
    "when the infant mortality gap is below 15% and above 10%",
    "when the infant mortality gap is below the cancer gap",
    "when all gaps widen",
    "when the cancer target is missed by a mile",
]


@pytest.mark.parametrize(("words", "meant"), UNDERSTOOD.items())
def test_a_condition_is_understood_and_told_back(held: Healthgap, words: str, meant: str) -> None:
    found = held.condition(words, now=NOW)
    assert found
    assert condition(found, held.catalogue) == meant
    assert Condition.from_json(found.as_json()) == found


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_not_understood_in_full_is_no_condition(held: Healthgap, words: str) -> None:
    assert held.condition(words, now=NOW) is None


@pytest.mark.parametrize("words", EXAMPLES)
def test_every_example_that_is_offered_is_understood(held: Healthgap, words: str) -> None:
    found = held.condition(words, now=NOW)
    assert found
    assert is_measurable(found, held.held(NOW))


@pytest.mark.parametrize(
    "words",
    [
        "when the life expectancy gap is more than 2 years",
        "when the infant mortality gap for men is below 5%",
    ],
)
def test_what_no_figure_held_can_show_is_not_measurable(held: Healthgap, words: str) -> None:
    found = held.condition(words, now=NOW)
    assert found
    assert not is_measurable(found, held.held(NOW))


def wait_for(service: Healthgap, words: str, channel: str = CHANNEL, now: datetime = NOW) -> None:
    found = service.condition(words, now=now)
    assert found, words
    service.alerts.add(channel, found.as_json(), "U1", now, words)


def came(service: Healthgap, folder: Path, value: str, days: int, period: str = "2005-07") -> list[str]:
    """The alerts that channels get once a release with that infant mortality gap has come out, so many days later."""
    path = folder / f"{days}.csv"
    path.write_text(f"{HEAD}infant_mortality,routine_manual,{period},relative_gap,{value}\n")
    moment = NOW + timedelta(days=days)
    details = ReleaseDetails(f"Release {days}", "Department of Health", date(2026, 1, days))
    service.load([path], details, now=moment)
    return [one.text for one in deliver(service, moment + timedelta(hours=1)) if one.kind == "alert"]


def test_an_alert_says_which_figure_and_is_told_once(service: Healthgap) -> None:
    wait_for(service, "when the infant mortality gap falls below 17%")
    service.load(RELEASES[3:], now=LATER)
    (alert,) = deliver(service, LATER + timedelta(hours=1))
    assert alert.text.splitlines()[:2] == [
        "Alert: infant mortality, relative gap, is less than 17%: 16% in 2005-07, before this release 17% in 2004-06.",
        "You asked to be told when the relative gap in infant mortality is less than 17%.",
    ]
    assert "“Mortality Target Monitoring" in alert.text
    assert deliver(service, LATER + timedelta(days=1)) == []


def test_an_alert_is_told_when_it_becomes_so_and_not_while_it_stays_so(
    service: Healthgap, tmp_path: Path
) -> None:
    wait_for(service, "when the infant mortality gap is below 17%")
    told = [
        bool(came(service, tmp_path, value, days)) for days, value in enumerate(("16", "15", "18", "14"), 1)
    ]
    assert told == [True, False, False, True]


def test_a_gap_that_moved_is_told_for_each_new_period_in_which_it_did(
    service: Healthgap, tmp_path: Path
) -> None:
    wait_for(service, "when the infant mortality gap narrows")
    narrower = (
        "Alert: the infant mortality gap is narrower than the period before: 16% in 2005-07, 17% in 2004-06."
    )
    assert came(service, tmp_path, "16", 1)[0].startswith(narrower)
    assert came(service, tmp_path, "15", 2) == []
    assert came(service, tmp_path, "15", 3, "2006-08") == []
    assert "14% in 2007-09, 15% in 2006-08" in came(service, tmp_path, "14", 4, "2007-09")[0]


def test_several_conditions_met_by_one_release_are_one_message(service: Healthgap) -> None:
    wait_for(service, "when any status changes")
    wait_for(service, "when any gap narrows")
    wait_for(service, "when any gap widens")
    service.load(RELEASES[3:], now=LATER)
    (alert,) = deliver(service, LATER)
    assert alert.text.startswith("Alert: 2 of the changes that you wait for have come about.\n")
    status = "• The infant mortality target is now too close to call; it was off track. "
    assert f"{status}The relative gap is 16% in 2005-07.\n" in alert.text


def test_a_figure_that_rounding_could_hide_is_told_with_that_doubt(
    service: Healthgap, tmp_path: Path
) -> None:
    wait_for(service, "when the infant mortality gap is below 15%")
    path = tmp_path / "levels.csv"
    rows = ("routine_manual,2006-08,value,5.4", "all_ns_sec,2006-08,value,4.7")
    path.write_text(HEAD + "".join(f"infant_mortality,{row}\n" for row in rows))
    service.load([path], ReleaseDetails("Levels", "Department of Health", date(2026, 1, 1)), now=LATER)
    (alert,) = deliver(service, LATER)
    assert "is less than 15%: 14.9% in 2006-08" in alert.text
    assert "Rounding alone could hide the opposite." in alert.text


def test_nothing_under_embargo_meets_a_condition_before_its_moment(
    service: Healthgap, tmp_path: Path
) -> None:
    wait_for(service, "when the infant mortality gap is below 12%")
    path = tmp_path / "secret.csv"
    path.write_text(f"{HEAD}infant_mortality,routine_manual,2005-07,relative_gap,11\n")
    moment = LATER + timedelta(days=1)
    service.load([path], ReleaseDetails("Secret", "Department of Health", moment), now=LATER)
    assert deliver(service, moment - timedelta(microseconds=1)) == []
    (alert,) = deliver(service, moment)
    assert "11% in 2005-07" in alert.text


def test_an_alert_hears_of_no_release_that_came_before_it(service: Healthgap) -> None:
    service.load(RELEASES[3:], now=LATER)
    wait_for(service, "when any status changes", now=LATER)
    assert deliver(service, LATER + timedelta(days=1)) == []


def test_who_was_told_nothing_of_a_release_hears_nothing_of_its_withdrawal(service: Healthgap) -> None:
    wait_for(service, "when the infant mortality gap is below 5%")
    service.load(RELEASES[3:], now=LATER)
    assert deliver(service, LATER) == []
    service.withdraw(RELEASES[3].stem, "wrong", now=LATER + timedelta(days=1))
    assert deliver(service, LATER + timedelta(days=2)) == []


def test_an_alert_on_what_is_configured_no_more_can_still_be_read_and_meets_nothing(
    service: Healthgap,
) -> None:
    gone = Condition("moved", Question("value", ("gone",)), "wider")
    service.alerts.add(CHANNEL, gone.as_json(), "U1", NOW, "something gone")
    assert (
        condition(gone, service.catalogue) == "something changes on “gone”, which is not configured any more"
    )
    service.load(RELEASES[3:], now=LATER)
    assert deliver(service, LATER) == []


def test_a_removed_alert_is_not_told_any_more(service: Healthgap) -> None:
    wait_for(service, "when any status changes")
    (held,) = service.alerts.all()
    service.load(RELEASES[3:], now=LATER)
    service.outbox.plan(LATER)
    assert service.alerts.remove(held.id, "U1", LATER, "it changes") == held
    assert deliver(service, LATER) == []
    assert service.alerts.remove(held.id, "U1", LATER, "it changes") is None


def test_the_same_condition_twice_is_one_alert(service: Healthgap) -> None:
    wait_for(service, "when any status changes")
    wait_for(service, "when the status of any target changes", now=LATER)
    (held,) = service.alerts.of(CHANNEL)
    assert held.created_at == LATER


def test_an_alert_keeps_to_the_hours_of_a_subscribed_channel(service: Healthgap) -> None:
    wait_for(service, "when any status changes")
    service.subscribe(CHANNEL, indicators=["cancer_mortality_u75"], at="17:00", by="U1", now=NOW)
    service.load(RELEASES[3:], now=LATER)
    assert deliver(service, LATER.replace(hour=16, minute=59)) == []
    (alert,) = deliver(service, LATER.replace(hour=17))
    assert alert.kind == "alert"
