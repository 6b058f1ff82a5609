"""Loading files into real databases: whole or not at all, once, in turn, and told in plain words."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from healthgap.errors import RefusedDataError
from healthgap.files.details import ReleaseDetails, parse_published
from healthgap.load_report import LoadReport
from healthgap.loading import load
from healthgap.store.database import open_database
from healthgap.store.releases import Releases
from tests.held import figures_at

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "sample").glob("*.csv"))
NEWEST = "2009-01-14-infant-mortality-2007"
NOW = datetime(2010, 1, 1, tzinfo=UTC)
DETAILS = ReleaseDetails("A release", "DH", date(2009, 6, 1), "https://example.org")
HEAD = "indicator,group,period,value\n"

Loader = Callable[..., LoadReport]


@cache
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "config")


@pytest.fixture
def loads(engine: Engine) -> Loader:
    def loader(*paths: Path, details: ReleaseDetails = DETAILS, dry_run: bool = False) -> LoadReport:
        return load(engine, catalogue(), paths, details, now=NOW, dry_run=dry_run)

    return loader


@pytest.fixture
def held(engine: Engine) -> Releases:
    return Releases(engine)


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(f"infant_mortality,{line}\n" for line in lines), encoding="utf-8")
    return path


def test_the_sample_releases_load_with_what_each_brings(loads: Loader, held: Releases) -> None:
    report = loads(*SAMPLES, details=ReleaseDetails())
    assert [line.rpartition("”: ")[2] for line in report.text.splitlines()] == [
        "4 figures, 4 new, 0 revised, 0 unchanged.",
        "6 figures, 6 new, 0 revised, 0 unchanged.",
        "4 figures of the publisher’s last edition are not in this file and stand as they were.",
        "This changes the status of the target on infant mortality from not assessable to off track.",
        "12 figures, 10 new, 0 revised, 2 unchanged.",
        "11 figures, 7 new, 0 revised, 4 unchanged.",
        "8 figures of the publisher’s last edition are not in this file and stand as they were.",
        "Among them is everything on cancer mortality, circulatory disease and life expectancy.",
        "This changes the status of the target on infant mortality from off track to too close to call.",
    ]
    newest = held.all()[-1]
    assert (newest.id, newest.publisher) == (NEWEST, "Department of Health")
    assert newest.published_at == datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
    assert newest.loaded_at == NOW


def test_the_sample_releases_raise_no_flag_and_a_wild_figure_after_them_does(
    loads: Loader, tmp_path: Path
) -> None:
    report = loads(*SAMPLES, details=ReleaseDetails())
    assert [flag for file in report.files for flag in file.flagged] == []
    wild = tmp_path / "wild.csv"
    wild.write_text(
        "indicator,group,period,measure,value\ninfant_mortality,routine_manual,2005-07,relative_gap,78\n"
    )
    (flagged,) = [file.flagged for file in loads(wild).files]
    assert [flag.row for flag in flagged] == [2, 2]
    assert "its two levels, partly held before, give 14.9" in flagged[0].told
    assert "78 is 61 above the figure for 2004-06" in flagged[1].told


def test_each_figure_is_answered_as_known_on_a_day(loads: Loader, held: Releases) -> None:
    loads(*SAMPLES, details=ReleaseDetails())
    moment = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
    before, after = (
        {figure.period.label for figure in figures_at(held, "infant_mortality", as_of)}
        for as_of in (moment - timedelta(seconds=1), moment)
    )
    assert after - before == {"2005-07", "2006", "2007"}


def test_a_file_loaded_again_changes_nothing(loads: Loader, held: Releases, tmp_path: Path) -> None:
    loads(*SAMPLES, details=ReleaseDetails())
    before = held.all()
    elsewhere = tmp_path / "another name.csv"
    shutil.copy(SAMPLES[-1], elsewhere)
    report = loads(elsewhere)
    assert report.text.endswith(f"is already loaded, as {NEWEST}. Nothing was changed.")
    assert report.files[0].already_loaded
    assert held.all() == before


def test_of_several_files_only_those_not_held_are_loaded(
    loads: Loader, held: Releases, tmp_path: Path
) -> None:
    first, second = write(tmp_path, "a.csv", "all,2007,5"), write(tmp_path, "b.csv", "all,2008,5")
    loads(first)
    assert [file.already_loaded for file in loads(first, second, second).files] == [True, False, True]
    assert [release.id for release in held.all()] == ["a", "b"]


def test_one_bad_file_keeps_all_out_and_every_problem_is_told(
    loads: Loader, held: Releases, tmp_path: Path
) -> None:
    good = write(tmp_path, "good.csv", "all,2007,5")
    bad = write(tmp_path, "bad.csv", "al,2007,5")
    worse = write(tmp_path, "worse.csv", "all,2007,five", "all,2008,six")
    with pytest.raises(RefusedDataError) as refused:
        loads(good, bad, worse, tmp_path / "absent.csv", tmp_path)
    assert [(problem.file, problem.row) for problem in refused.value.problems] == [
        ("bad.csv", 2),
        ("worse.csv", 2),
        ("worse.csv", 3),
        ("absent.csv", None),
        (tmp_path.name, None),
    ]
    assert held.all() == []


def test_a_dry_run_tells_the_same_and_stores_nothing(loads: Loader, held: Releases, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "all,2007,5")
    planned = loads(path, dry_run=True)
    assert planned.text == "Would load “A release”: 1 figure, 1 new, 0 revised, 0 unchanged."
    assert held.all() == []
    assert loads(path).files == planned.files


def test_revised_withdrawn_missing_and_flagged_figures_are_named(loads: Loader, tmp_path: Path) -> None:
    loads(*SAMPLES, details=ReleaseDetails())
    text = (ROOT / "sample" / f"{NEWEST}.csv").read_text()
    path = tmp_path / "correction.csv"
    path.write_text(
        text.replace("relative_gap,16,", "relative_gap,19,").replace("2006,value,6.3", "2006,value,[c]")
    )
    assert loads(path).text.splitlines() == [
        "Loaded “A release”: 11 figures, 0 new, 1 revised, 9 unchanged.",
        "1 figure printed as missing.",
        "Revised:",
        "  infant_mortality, routine_manual, England and Wales, 2005-07, relative_gap: 16 → 19",
        "No longer published:",
        "  infant_mortality, sole_registered, England and Wales, 2006: 6.3",
        "1 of these is printed as missing now.",
        "This changes the status of the target on infant mortality from too close to call to off track.",
        "Worth a look:",
        "  row 10, infant_mortality, routine_manual, England and Wales, 2005-07, relative_gap: "
        "printed 19, but its two levels give 14.9, anywhere from 12.6 to 17.2",
    ]


def test_rows_are_told_by_their_numbers_in_the_file_however_they_are_kept(
    loads: Loader, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(
        "indicator,sex,group,area,period,measure,value,note\n"
        'infant_mortality,,all,Ynys Môn,2007,,5,"two\nlines"\n'
        "\n"
        "life_expectancy,male,england,Leeds,2005-07,,77.2,\n"
        "life_expectancy,male,spearhead,Leeds,2005-07,,75.4,\n"
        "infant_mortality,,routine_manual,Leeds,2005-07,relative_gap,78,\n"
        "life_expectancy,male,spearhead,Leeds,2005-07,relative_gap,9,\n"
        "infant_mortality,,all_ns_sec,Leeds,2005-07,,4.7,\n"
        "infant_mortality,,routine_manual,Leeds,2005-07,,5.4,\n",
        encoding="utf-8",
    )
    (file,) = loads(path).files
    assert [(flag.row, flag.figure.indicator, flag.figure.value) for flag in file.flagged] == [
        (6, "infant_mortality", 78),
        (7, "life_expectancy", 9),
    ]


def test_what_is_not_listed_is_counted_after_what_is(loads: Loader, tmp_path: Path) -> None:
    lines = [*(f"all,{year},many" for year in range(1990, 1998)), "nobody,2001,5"]
    with pytest.raises(RefusedDataError) as refused:
        loads(write(tmp_path, "a.csv", *lines))
    told = [(problem.row, problem.message) for problem in refused.value.problems]
    assert [row for row, _ in told] == [2, 3, 4, 5, 6, None, 10]
    assert told[5][1] == "3 more like these."


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([f"all,{year},many" for year in range(1990, 2000)], id="no numbers"),
        pytest.param(["all,2001,5"] * 10, id="repeats"),
        pytest.param([f"nobody{number},2001,5" for number in range(15)], id="unknown groups"),
        pytest.param([f"all,{year},5,6" for year in range(1990, 2000)], id="rows too wide"),
    ],
)
def test_every_problem_is_at_hand_also_where_the_text_only_counts_it(
    loads: Loader, tmp_path: Path, lines: list[str]
) -> None:
    with pytest.raises(RefusedDataError) as refused:
        loads(write(tmp_path, "a.csv", *lines))
    rows = [problem.row for problem in refused.value.every()]
    assert rows == list(range(len(lines) + 2 - len(rows), len(lines) + 2))
    assert len(rows) >= len(lines) - 1
    assert len(refused.value.problems) < len(rows)
    assert " more " in str(refused.value)


def test_one_more_problem_is_told_rather_than_counted(loads: Loader, tmp_path: Path) -> None:
    with pytest.raises(RefusedDataError) as refused:
        loads(write(tmp_path, "a.csv", *(f"all,{year},many" for year in range(1990, 1996))))
    assert [problem.row for problem in refused.value.problems] == [2, 3, 4, 5, 6, 7]


def test_how_a_file_was_read_is_told(loads: Loader, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"indicator,group,period,value,note\ninfant_mortality,all,2007,5,caf\xe9\n")
    report = loads(path)
    note = (
        "Read as Windows-1252 (also called Latin-1), since it is not UTF-8: please check names with accents."
    )
    assert report.text.splitlines()[1] == note
    assert report.json()["files"][0]["notes"] == [note]


def test_a_second_edition_is_counted_figure_by_figure(loads: Loader, tmp_path: Path) -> None:
    first = ["2001,5.1", "2002,5.2", "2003,NA", "2004,5.4", "2005,5.5", "2006,NA", "2007,5.7"]
    second = ["2002,5.2", "2003,5.3", "2004,5.9", "2005,NA", "2006,NA", "2007,5.7", "2008,5.8"]
    paths = [
        write(tmp_path, f"{name}.csv", *(f"all,{row}" for row in rows))
        for name, rows in (("first", first), ("second", second))
    ]
    loads(paths[0])
    report = loads(paths[1], details=ReleaseDetails("A release", "DH", date(2009, 7, 1)))
    found = report.json()["files"][0]
    counts = {name: found[name]["count"] for name in ("new", "revised", "withdrawn")}
    assert counts == {"new": 1, "revised": 2, "withdrawn": 1}  # 2008; 2003 and 2004; 2005
    counts = {name: found[name] for name in ("unchanged", "filled", "blanked", "left_out", "missing")}
    assert counts == {"unchanged": 3, "filled": 1, "blanked": 1, "left_out": 1, "missing": 2}
    assert [line for line in report.text.splitlines() if not line.startswith(" ")] == [
        "Loaded “A release”: 7 figures, 1 new, 2 revised, 3 unchanged.",
        "2 figures printed as missing.",
        "Revised:",
        "1 of the revised had no value before.",
        "No longer published:",
        "1 of these is printed as missing now.",
        "1 figure of the publisher’s last edition is not in this file and stands as it was.",
    ]


def test_an_indicator_that_a_new_edition_leaves_out_altogether_is_told_by_name(
    loads: Loader, tmp_path: Path
) -> None:
    head = "indicator,group,period,value"
    infants = [f"infant_mortality,all,{year},5" for year in (2001, 2002)]
    cancers = [f"cancer_mortality_u75,england,{year},117" for year in (2001, 2002, 2003)]
    editions = {"both": [*infants, *cancers], "other-series": cancers, "infants": infants[:1]}
    for number, (name, rows) in enumerate(editions.items()):
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        publisher = "Somebody else" if name == "other-series" else "DH"
        report = loads(path, details=ReleaseDetails(name, publisher, date(2009, 7, 1 + number)))
    found = report.json()["files"][0]
    assert (found["left_out"], found["absent"]) == (4, ["cancer_mortality_u75"])
    assert report.text.splitlines()[1:] == [
        "4 figures of the publisher’s last edition are not in this file and stand as they were.",
        "Among them is everything on cancer mortality.",
    ]


@pytest.mark.parametrize(
    ("published", "period", "value", "fits"),
    [
        (date(2009, 1, 14), "2099-07", "5.4", False),  # 2099 to 2107, a slip of the hand for 2005-07
        (date(2009, 1, 14), "2005-07", "5.4", True),
        (date(2009, 1, 14), "2007-09", "5.4", False),
        (date(2009, 1, 14), "2009", "5.4", False),
        (date(2009, 1, 14), "2099", "NA", False),
        (date(2009, 1, 14), "2010", "5.4 [f]", True),
        (date(2009, 10, 14), "2009", "5.4 [p]", True),
        (date(2009, 10, 14), "2007-09", "5.4 [e]", True),
        (date(2009, 10, 14), "2010", "5.4 [p]", False),
        (date(2009, 3, 31), "2008/09", "5.4", False),
        (date(2009, 4, 1), "2008/09", "5.4", True),
        (date(2009, 12, 31), "2009", "5.4", False),
        (datetime(2010, 1, 1, tzinfo=UTC), "2009", "5.4", True),
        (datetime(2009, 12, 31, 23, 30, tzinfo=UTC), "2009", "5.4", False),
        (datetime.fromisoformat("2009-07-01T00:30+01:00"), "2008", "5.4", True),
    ],
)
def test_nobody_knows_a_period_before_it_is_over(
    loads: Loader, tmp_path: Path, published: date, period: str, value: str, fits: bool
) -> None:
    path = write(tmp_path, "a.csv", "all,2001,5.1", f"all,{period},{value}")
    details = ReleaseDetails("A release", "DH", published)
    if fits:
        assert loads(path, details=details).files[0].new.count == 2
        return
    with pytest.raises(RefusedDataError) as refused:
        loads(path, details=details)
    assert [(one.row, one.column, one.value) for one in refused.value.problems] == [(3, "period", period)]
    day = published.date() if isinstance(published, datetime) else published
    assert str(refused.value) == (
        f"a.csv, row 3, period: “{period}” was not over when this release was published, on {day}. "
        "Expected an earlier period, or a value marked as a forecast, such as 5.4 [f]."
    )


def test_the_report_is_json_too(loads: Loader, tmp_path: Path) -> None:
    report = json.loads(json.dumps(loads(write(tmp_path, "a.csv", "all,2007,5.0", "all,2008,NA")).json()))
    (file,) = report["files"]
    assert report["dry_run"] is False
    assert (file["release"], file["rows"], file["missing"], file["embargoed_until"]) == ("a", 2, 1, None)
    assert [change["after"]["period"] for change in file["new"]["figures"]] == ["2007", "2008"]


def test_a_moment_with_seconds_is_told_to_the_second(loads: Loader, tmp_path: Path) -> None:
    details = ReleaseDetails("Soon", "DH", datetime.fromisoformat("2010-07-01T23:59:59"))
    report = loads(write(tmp_path, "a.csv", "all,2007,5"), details=details)
    assert report.text.splitlines()[1] == "Under embargo until 1 July 2010, 23:59:59 London time."


def test_a_release_before_its_moment_is_told_to_the_operator_only(
    loads: Loader, held: Releases, tmp_path: Path
) -> None:
    details = ReleaseDetails("Soon", "DH", datetime.fromisoformat("2010-07-01T09:30"))
    report = loads(write(tmp_path, "a.csv", "all,2007,5"), details=details)
    assert report.text.splitlines()[1] == "Under embargo until 1 July 2010, 09:30 London time."
    assert report.json()["files"][0]["embargoed_until"] == "2010-07-01T08:30:00+00:00"
    assert figures_at(held, "infant_mortality", NOW) == []
    assert held.public(NOW) == []


def test_an_earlier_edition_loaded_late_is_compared_with_what_came_before_it(
    loads: Loader, tmp_path: Path
) -> None:
    loads(write(tmp_path, "new.csv", "all,2007,5.5"))
    earlier = ReleaseDetails("Earlier", "DH", date(2008, 6, 1))
    report = loads(write(tmp_path, "old.csv", "all,2007,5.1"), details=earlier)
    assert (report.files[0].new.count, report.files[0].revised.count) == (1, 0)


def test_withdrawn_content_is_refused_with_a_way_out(loads: Loader, held: Releases, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "all,2007,5")
    loads(path)
    held.withdraw("a", "wrong denominators", now=NOW)
    with pytest.raises(
        RefusedDataError, match="withdrawn on 2010-01-01 because “wrong denominators”"
    ) as refused:
        loads(path)
    assert "load a file that differs" in str(refused.value)
    path.write_text(path.read_text().replace(",5", ",5.1"))
    assert not loads(path).files[0].already_loaded
    assert [release.id for release in held.all()] == ["a", "a-2"]


def test_an_id_is_made_of_the_files_name(loads: Loader, held: Releases, tmp_path: Path) -> None:
    for number, name in enumerate(("Später (2).csv", "2008 Über.csv", "数.csv", "x" * 240 + ".csv")):
        loads(write(tmp_path, name, f"all,200{number},5"))
    assert [release.id for release in held.all()] == ["spater-2", "2008-uber", "release", "x" * 150]


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(RefusedDataError) as refused:
        load(
            engine,
            catalogue(),
            sorted(tmp_path.glob("*.csv")),
            ReleaseDetails("T", "P", date(2009, 1, 1)),
            now=NOW,
        )
    engine.dispose()
    told = "This is a folder, a pipe or a device, and no file. Expected a file saved on a disk."
    assert str(refused.value).splitlines() == [f"folder.csv: {told}", f"pipe.csv: {told}"]


def test_what_the_file_beside_says_stands_unless_an_option_says_otherwise(
    loads: Loader, held: Releases, tmp_path: Path
) -> None:
    path = write(tmp_path, "a.csv", "all,2007,5")
    path.with_suffix(".toml").write_text(
        'title = "Beside"\npublisher = "ONS"\npublished = 2009-01-14T07:00:00+01:00\n', encoding="utf-8"
    )
    loads(path, details=ReleaseDetails(title="Option"))
    (release,) = held.all()
    assert (release.title, release.publisher, release.source_url) == ("Option", "ONS", "")
    assert release.published_at == datetime(2009, 1, 14, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        (
            "",
            [
                'a.csv: The title of this release is not given. Expected title = "…" in a.toml beside it, '
                "or the option --title.",
                'a.csv: The publisher of this release is not given. Expected publisher = "…" in a.toml '
                "beside it, or the option --publisher.",
                "a.csv: The publication date of this release is not given. Expected published = 2009-01-14 in a.toml "
                "beside it, or the option --published.",
            ],
        ),
        ('title = "T"\npublisher = "P"\npublished = "soon"', ["a.toml, published: “soon” is neither a date"]),
        (
            'titel = "T"\ntitle = "T"\npublisher = "P"\npublished = 2009-01-14',
            ["a.toml: There is no setting “titel”."],
        ),
        ('title = 7\npublisher = "P"\npublished = 2009-01-14', ["a.toml, title: title must be text."]),
        ("title = ", ["a.toml: This is not valid TOML"]),
        (
            'title = "T"\npublisher = "P"\npublished = 9999-12-31T23:59:59-12:00',
            [
                "a.csv: Nothing is published in the year 9999. Expected published to be a date such as 2009-01-14"
            ],
        ),
    ],
)
def test_details_that_are_missing_or_wrong_are_told(tmp_path: Path, beside: str, told: list[str]) -> None:
    path = write(tmp_path, "a.csv", "all,2007,5")
    path.with_suffix(".toml").write_text(beside, encoding="utf-8")
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with pytest.raises(RefusedDataError) as refused:
        load(engine, catalogue(), [path], ReleaseDetails(), now=NOW)
    engine.dispose()
    lines = str(refused.value).splitlines()
    assert [line.startswith(start) for line, start in zip(lines, told, strict=True)] == [True] * len(told)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("2009-01-14", date(2009, 1, 14)),
        ("2009-01-14T07:00", datetime.fromisoformat("2009-01-14T07:00")),
        ("2009-01-14 07:00+00:00", datetime(2009, 1, 14, 7, tzinfo=UTC)),
    ],
)
def test_a_day_or_a_moment_may_be_typed(text: str, published: date | datetime) -> None:
    assert parse_published(text) == published


@pytest.mark.parametrize("text", ["", "14/01/2009", "2009-02-30", "tomorrow"])
def test_what_is_no_day_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is neither a date such as 2009-01-14 nor a date-time"):
        parse_published(text)


def test_two_loads_of_one_file_at_once_store_it_once(database_url: str, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "all,2007,5")
    engines = [open_database(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda engine: load(engine, catalogue(), [path], DETAILS, now=NOW), engines))
    assert sorted(report.files[0].already_loaded for report in reports) == [False, True, True, True]
    assert [release.id for release in Releases(engines[0]).all()] == ["a"]
    for engine in engines:
        engine.dispose()
