"""What a publisher withheld stays withheld, and what it says of a figure goes where the figure goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from healthgap.errors import RefusedDataError
from healthgap.files.details import ReleaseDetails
from healthgap.files.groups import read_groups
from healthgap.reply import Reply
from healthgap.service import Healthgap
from tests.sample import NOW, RELEASES, ROOT

DETAILS = ReleaseDetails("Figures", "Department of Health", datetime(2010, 2, 1, tzinfo=UTC), "")
HEAD = "indicator,group,period,measure,value,count\n"
IMR = "infant_mortality,"
CANCER = "cancer_mortality_u75,"

Ask = Callable[..., Reply]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Healthgap]:
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    yield service
    service.close()


@pytest.fixture
def asking(service: Healthgap, tmp_path: Path) -> Ask:
    """Loads lines as one release, and asks."""

    def ask(question: str, *lines: str) -> Reply:
        path = tmp_path / "figures.csv"
        path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        service.load([path], DETAILS, now=NOW)
        return service.ask(question, now=NOW)

    return ask


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("[c]", "suppressed to protect people’s privacy"),
        ("[x]", "not available"),
        ("NA", "missing, with no reason given"),
        ("[z]", "not applicable"),
        ("[u]", "withheld for low reliability"),
    ],
)
def test_the_reason_why_the_latest_is_missing_is_told(asking: Ask, mark: str, reason: str) -> None:
    lines = [
        f"{IMR}routine_manual,2004-06,relative_gap,17,",
        f"{IMR}routine_manual,2005-07,relative_gap,{mark},",
    ]
    latest = asking("What is the infant mortality gap?", *lines)
    assert latest.message.headline.endswith("2004-06: 17%.")
    assert f"2005-07: {reason}." in latest.message.context


def test_a_missing_period_is_told_by_its_reason_and_stands_in_the_table(
    service: Healthgap, asking: Ask
) -> None:
    lines = [
        f"{IMR}routine_manual,{period},relative_gap,{value},"
        for period, value in (("2003-05", "18"), ("2004-06", "[c]"), ("2005-07", "16"))
    ]
    assert "suppressed to protect" in asking("infant mortality gap 2004-06", *lines).text
    table = service.ask("table of the infant mortality gap", now=NOW).message.table
    assert table
    assert table.rows[1] == ("2004-06", "suppressed to protect people’s privacy", "not published")


@pytest.mark.parametrize(
    ("lines", "secret"),
    [
        (  # levels give the gap that was withheld
            (
                f"{IMR}routine_manual,2005-07,value,5.4,",
                f"{IMR}all_ns_sec,2005-07,value,4.7,",
                f"{IMR}routine_manual,2005-07,relative_gap,[c],",
                f"{IMR}routine_manual,2004-06,relative_gap,17,",
            ),
            "14.9",
        ),
        (  # and the ratio as well
            (
                f"{IMR}routine_manual,2005-07,value,5.4,",
                f"{IMR}all_ns_sec,2005-07,value,4.7,",
                f"{IMR}routine_manual,2005-07,absolute_gap,*,",
            ),
            "1.15",
        ),
        (  # a printed change and the gap now give the baseline's
            (
                f"{CANCER}spearhead,2004-06,absolute_gap,24.9,",
                f"{CANCER}spearhead,2004-06,absolute_gap_change,-32.2,",
                f"{CANCER}spearhead,1995-97,absolute_gap,[c],",
            ),
            "36.7",
        ),
        (  # or the level of a side, beside the other
            (
                f"{CANCER}spearhead,2004-06,absolute_gap,24.9,",
                f"{CANCER}spearhead,2004-06,absolute_gap_change,-32.2,",
                f"{CANCER}spearhead,1995-97,value,[c],",
                f"{CANCER}england,1995-97,value,141.2,",
            ),
            "36.7",
        ),
    ],
)
def test_a_withheld_gap_is_neither_computed_nor_implied(
    service: Healthgap, asking: Ask, lines: tuple[str, ...], secret: str
) -> None:
    name = "cancer" if lines[0].startswith(CANCER) else "infant mortality"
    texts = [asking(f"What is the {name} gap?", *lines).text]
    for question in (
        "{} ratio", "{} absolute gap", "{} relative gap", "{} gap at baseline", "how has the {} gap changed?",
        "table of the {} gap", "is {} on track?", "overview", "why has the {} gap changed?",
    ):  # fmt: skip
        texts.append(service.ask(question.format(name), now=NOW).text)
    texts.append(str(service.gaps(now=NOW)))
    texts.append(service.release_summary(now=NOW).text)
    assert [text for text in texts if secret in text] == []


COUNTS = (
    f"{IMR}all,2005-07,value,4.9,9846",
    f"{IMR}all_ns_sec,2005-07,value,4.7,8709",
    f"{IMR}routine_manual,2005-07,value,5.4,3749",
)
SUPPRESSED = f"{IMR}sole_registered,2005-07,value,[c],"


def test_counts_stand_beside_each_other_where_nothing_is_suppressed(asking: Ask) -> None:
    assert "8,709" in asking("how many infant deaths in 2005-07?", *COUNTS).text


def test_a_total_is_told_alone_where_a_group_is_suppressed(asking: Ask) -> None:
    reply = asking("how many infant deaths in 2005-07?", *COUNTS, SUPPRESSED)
    assert (
        reply.message.headline
        == "Infant deaths, all births in England and Wales, 2005-07: 9,846 over the 3 years, about 3,282 a year."
    )
    assert "8,709" not in reply.text
    assert "3,749" not in reply.text
    assert (
        "The infant deaths of other groups are left out: those of births registered by the mother alone are suppressed"
        in reply.text
    )
    assert {row["value"] for row in reply.figures} == {9846.0}


@pytest.mark.parametrize(
    "question",
    [
        "what share of infant deaths is in the routine and manual group?",
        "infant deaths in all births and routine and manual",
    ],
)
def test_parts_of_a_total_are_refused_where_a_group_is_suppressed(asking: Ask, question: str) -> None:
    assert asking(question, *COUNTS).kind == "answer"
    reply = asking(question, *COUNTS, SUPPRESSED)
    assert reply.kind == "decline"
    assert "could be worked out from it" in reply.text
    assert not any(number in reply.text for number in ("43%", "3,749", "8,709", "9,846"))


def test_a_mark_is_told_in_answers_tables_and_summaries(service: Healthgap, asking: Ask) -> None:
    lines = [
        f"{IMR}routine_manual,2004-06,relative_gap,17,",
        f"{IMR}routine_manual,2005-07,relative_gap,16 [p],",
    ]
    reply = asking("What is the infant mortality gap?", *lines)
    told = "Provisional: infant mortality, relative gap, the routine and manual group, 2005-07."
    assert reply.message.headline.endswith("2005-07: 16%.")
    assert told in reply.message.caveats
    table = service.ask("table of the infant mortality gap", now=NOW).message.table
    assert table
    assert [row[1:] for row in table.rows] == [("17", "published"), ("16", "published, provisional")]
    summary = service.release_summary(now=NOW)
    assert "the relative gap was 16% (provisional) in 2005-07" in summary.message.headline
    assert [row["mark"] for row in service.gaps(now=NOW)] == [None, "provisional"]


def test_a_figure_without_a_mark_says_nothing_of_one(service: Healthgap) -> None:
    service.load(RELEASES, now=NOW)
    assert "rovisional" not in service.ask("What is the infant mortality gap?", now=NOW).text


def test_segments_of_before_marks_are_read(service: Healthgap) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from healthgap.store.segments import columns_of, decoded, up_to_date
    from tests.drawn import drawn
    from tests.held import segments_of

    (data,) = [segment.data for segment in segments_of(drawn("all 2001 5.1"))]
    sink = pa.BufferOutputStream()
    pq.write_table(pq.read_table(pa.BufferReader(data)).drop_columns(["mark"]), sink)
    old = bytes(sink.getvalue())
    assert columns_of(old, None) == columns_of(data, None)
    assert columns_of(old, "England") == columns_of(data, "England")
    assert decoded(old)["mark"].to_pylist() == [None]
    assert pq.read_schema(pa.BufferReader(up_to_date(old))) == pq.read_schema(pa.BufferReader(data))
    assert up_to_date(data) == data


HEAT = "setting,date,dimension,subgroup,estimate,population,setting_average\n"


@pytest.mark.parametrize(
    ("estimates", "average", "refused"),
    [
        (("10", "8", "[c]"), "9", [4]),
        (("10", "8", "NA"), "9", []),
        (("10", "[c]", "[c]"), "9", []),
        (("10", "8", "[c]"), "", []),
        (("10", "8", "7"), "9", []),
    ],
)
def test_measures_take_no_average_that_tells_the_one_suppressed_group(
    tmp_path: Path, estimates: tuple[str, ...], average: str, refused: list[int]
) -> None:
    path = tmp_path / "groups.csv"
    rows = (f"A,2010,region,group {place},{cell},100,{average}\n" for place, cell in enumerate(estimates))
    path.write_text(HEAT + "".join(rows), encoding="utf-8")
    try:
        read_groups(path)
        found = []
    except RefusedDataError as error:
        found = [problem.row for problem in error.problems]
    assert found == refused


def test_a_withheld_value_beside_what_gives_it_away_is_told_to_whoever_loads_it(
    service: Healthgap, tmp_path: Path
) -> None:
    path = tmp_path / "figures.csv"
    lines = (
        f"{IMR}routine_manual,2005-07,value,[c],37,7000\n",
        f"{IMR}all_ns_sec,2005-07,value,[c],,20000\n",
        f"{IMR}routine_manual,2004-06,value,5.6,39,7000\n",
    )
    path.write_text(HEAD.replace("count", "count,denominator") + "".join(lines), encoding="utf-8")
    report = service.load([path], DETAILS, now=NOW)
    assert [(flag.row, flag.told) for flag in report.files[0].flagged] == [
        (
            2,
            "suppressed to protect people’s privacy, but its count and denominator are printed, and give it away",
        )
    ]
