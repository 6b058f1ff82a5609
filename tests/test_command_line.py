"""The command line as a person uses it: what it prints, and its exit status for everything that can be wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.sample import NOW, RELEASES, ROOT, opened


def healthgap(
    folder: Path, *arguments: str | Path, given: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs `healthgap` on a database in `folder`."""
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "HEALTHGAP_"))
    }
    settings = {
        "DATABASE_URL": f"sqlite:///{folder}/healthgap.db",
        "HEALTHGAP_CONFIG": str(ROOT / "config"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-m", "healthgap", *map(str, arguments)],
        env=plain | settings | environment,
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("line")
    done = healthgap(folder, "load", *RELEASES)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_a_question_is_answered_in_plain_text(loaded: Path) -> None:
    done = healthgap(loaded, "ask", "What is the infant mortality gap?")
    assert done.returncode == 0
    assert done.stdout.startswith("Infant mortality, relative gap, 2005-07: 16%.\n")


def test_the_answer_as_json_has_its_parts(loaded: Path) -> None:
    answer = json.loads(
        healthgap(loaded, "ask", "and for women?", "--after", "infant mortality gap", "--json").stdout
    )
    assert answer["kind"] == "decline"
    assert set(answer) == {"kind", "text", "question", "figures", "choices", "caveats", "as_of"}
    assert answer["question"]["parts"][0]["sex"] == "female"


def test_an_odd_line_among_many_is_an_error_with_its_number(loaded: Path) -> None:
    odd = ["[]", "{}", '["What is the cancer gap?"]', '{"question": 3}', '{"question": null}']
    odd_after = ["3", "[3]", '{"question": "x"}', "true"]
    lines = [*odd, *(f'{{"question": "and in 2003-05?", "after": {after}}}' for after in odd_after)]
    done = healthgap(loaded, "ask", "-", given="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [set(answer) for answer in answers] == [{"error", "line"}] * len(lines)
    assert [answer["line"] for answer in answers] == list(range(1, len(lines) + 1))
    assert {answer["error"] for answer in answers[len(odd) :]} == {
        "“after” is neither a question nor a list of questions."
    }


def test_a_single_earlier_question_needs_no_list(loaded: Path) -> None:
    one, listed = (
        healthgap(loaded, "ask", "-", given=json.dumps({"question": "and in 2003-05?", "after": after}))
        for after in ("What is the cancer gap?", ["What is the cancer gap?"])
    )
    assert json.loads(one.stdout)["text"] == json.loads(listed.stdout)["text"]
    assert "18.1" in one.stdout


def test_an_explained_answer_as_json_is_json(loaded: Path) -> None:
    done = healthgap(loaded, "ask", "cancer gap", "--json", "--explain")
    assert json.loads(done.stdout)["kind"] == "answer"
    assert done.stderr.startswith("words: cancer gap\n")


def test_a_refused_file_as_json_has_every_problem(tmp_path: Path) -> None:
    lines = [f"infant_mortality,all,{year},many" for year in range(1900, 2000)]
    (tmp_path / "a.csv").write_text("\n".join(["indicator,group,period,value", *lines]))
    done = healthgap(
        tmp_path, "load", "a.csv", "--title", "A", "--publisher", "B", "--published", "2010-01-14", "--json"
    )
    assert done.returncode == 4
    assert [problem["row"] for problem in json.loads(done.stdout)["problems"]] == list(range(2, 102))
    assert "a.csv, value: 95 more like these." in done.stderr


def test_many_questions_come_line_by_line(loaded: Path) -> None:
    lines = [
        "What is the cancer gap?",
        '{"question": "and in 2003-05?", "after": ["What is the cancer gap?"]}',
        "",
        "{x",
    ]
    done = healthgap(loaded, "ask", "-", given="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("kind") for answer in answers] == ["answer", "answer", None]
    assert answers[2] == {"error": "This line is not JSON with a question in it.", "line": 4}
    assert "18.1" in answers[1]["text"]
    assert "error" in answers[2]


def test_as_of_looks_back_in_every_command(loaded: Path) -> None:
    asked = healthgap(loaded, "ask", "IMR gap", "--as-of", "2009-01-13").stdout
    table = json.loads(healthgap(loaded, "gaps", "--as-of", "2009-01-13", "--format", "json").stdout)
    chart = healthgap(loaded, "chart", "infant_mortality", "-o", "old.png", "--as-of", "2009-01-13").stdout
    assert asked.startswith("Infant mortality, relative gap, 2004-06: 17%.")
    assert "2005-07" not in {row["period"] for row in table}
    assert "to 17% in 2004-06" in chart
    assert healthgap(loaded, "summary", "--as-of", "2009-01-13").stdout.startswith("New figures on 5 gaps")
    early = healthgap(loaded, "summary", RELEASES[3].stem, "--as-of", "2009-01-13")
    assert (early.returncode, early.stdout) == (2, "")
    assert "was not public by the end of 13 January 2009" in early.stderr


def test_a_day_at_the_end_of_the_calendar_is_now_and_at_its_start_nothing_is_held(loaded: Path) -> None:
    for command in (["ask", "IMR gap"], ["gaps"]):
        late = healthgap(loaded, *command, "--as-of", "9999-12-31")
        assert (late.returncode, late.stdout) == (0, healthgap(loaded, *command).stdout)
        early = healthgap(loaded, *command, "--as-of", "0001-01-01")
        assert (early.returncode, early.stderr) == (0, "")
        assert "2005-07" not in early.stdout


def test_words_that_were_not_understood_are_listed(tmp_path: Path) -> None:
    assert healthgap(tmp_path, "questions").stdout == "No question has held a word that is not understood.\n"
    with closing(opened(tmp_path)) as service:
        service.ask("breast cancer gap in prisons", now=NOW, thread="T")
    told = healthgap(tmp_path, "questions").stdout.splitlines()
    assert told[0] == "     1  breast  last on 2026-11-21  offered: What is the cancer mortality gap?"
    words = json.loads(healthgap(tmp_path, "questions", "--json").stdout)["words"]
    assert [word["word"] for word in words] == ["breast", "prisons"]
    assert set(words[0]) == {"word", "asked", "last_asked", "offered"}


def test_explain_shows_what_a_picked_choice_means(loaded: Path) -> None:
    done = healthgap(loaded, "ask", "2", "--after", "infant mortality gap in 2006", "--explain")
    assert "words: what was the infant mortality gap in 2005 - 07 ?" in done.stdout
    assert "2005-07: 16%." in done.stdout


def test_explain_shows_the_reading_and_what_was_not_understood(loaded: Path) -> None:
    done = healthgap(loaded, "ask", "breast cancer gap", "--explain")
    assert "breast: not explained" in done.stdout
    assert "cancer: indicator cancer_mortality_u75" in done.stdout


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
def test_gaps_in_every_format_give_the_same_number_of_rows(loaded: Path, tmp_path: Path, form: str) -> None:
    import pyarrow.parquet as pq

    file = tmp_path / f"gaps.{form}"
    assert (
        healthgap(loaded, "gaps", "--indicator", "infant_mortality", "--format", form, "-o", file).returncode
        == 0
    )
    rows = {
        "table": lambda: len(file.read_text().splitlines()) - 1,
        "csv": lambda: len(file.read_text().splitlines()) - 1,
        "json": lambda: len(json.loads(file.read_text())),
        "parquet": lambda: pq.read_table(file).num_rows,
    }
    assert rows[form]() == 11


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_chart_is_a_picture_with_words(loaded: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"chart.{suffix}"
    done = healthgap(loaded, "chart", "cancer_mortality_u75", "-o", file)
    begins = {"png": b"\x89PNG", "svg": b"<?xml"}[suffix]
    assert file.read_bytes().startswith(begins)
    assert "from 20.7 deaths per 100,000 in 1995-97 to 18.4" in done.stdout


def test_a_release_is_listed_summarised_and_withdrawn(tmp_path: Path) -> None:
    healthgap(tmp_path, "load", *RELEASES)
    name = RELEASES[-1].stem
    assert "down from 17% in 2004-06" in healthgap(tmp_path, "summary", name).stdout
    assert healthgap(tmp_path, "withdraw", name, "--why", "a misprint").returncode == 0
    states = {
        entry["id"]: entry["state"] for entry in json.loads(healthgap(tmp_path, "releases", "--json").stdout)
    }
    assert states[name] == "withdrawn"
    assert "2004-06: 17%" in healthgap(tmp_path, "ask", "infant mortality gap").stdout
    refused = healthgap(tmp_path, "summary", name)
    assert (refused.returncode, "a misprint" in refused.stderr) == (2, True)


def test_an_embargoed_release_reaches_nobody_but_the_operator(tmp_path: Path) -> None:
    healthgap(tmp_path, "load", *RELEASES[:3])
    secret = tmp_path / "secret.csv"
    shutil.copy(RELEASES[3], secret)
    done = healthgap(
        tmp_path, "load", secret, "--title", "Secret", "--publisher", "DH", "--published", "2999-01-01T09:30"
    )
    assert "Under embargo until 1 January 2999, 09:30" in done.stdout
    for arguments in (
        ["ask", "What is the infant mortality gap?"],
        ["ask", "infant mortality gap in 2005-07"],
        ["ask", "infant mortality gap", "--as-of", "3000-01-01"],
        ["ask", "how many infant deaths in 2005-07"],
        ["ask", "source"],
        ["ask", "what periods do you have for infant mortality"],
        ["gaps", "--as-of", "3000-01-01"],
        ["summary"],
        ["chart", "infant_mortality", "-o", "chart.svg"],
    ):
        shown = healthgap(tmp_path, *arguments)
        for word in ("16%", "9,846", "Secret", "4.7"):
            assert word not in shown.stdout + shown.stderr, arguments
    assert "embargoed" in healthgap(tmp_path, "releases").stdout


def test_a_file_with_mistakes_is_refused_whole_with_all_of_them(tmp_path: Path) -> None:
    text = (
        RELEASES[3]
        .read_text()
        .replace("sole_registered,2007", "sole_registred,2007")
        .replace("5.4,,,3749", "five,,,3749")
    )
    (tmp_path / "bad.csv").write_text(text + "infant_mortality,persons,all,2005-09x,value,4.9,,,,,\n")
    shutil.copy(RELEASES[3].with_suffix(".toml"), tmp_path / "bad.toml")
    done = healthgap(tmp_path, "load", "bad.csv")
    assert done.returncode == 4
    for mistake in (
        "bad.csv, row 5, value",
        "bad.csv, row 12, group",
        "sole_registered",
        "bad.csv, row 13, period",
    ):
        assert mistake in done.stderr
    assert json.loads(healthgap(tmp_path, "releases", "--json").stdout) == []


WRONG: Sequence[tuple[Sequence[str], int, str]] = [
    (["asq"], 2, "asq"),
    (["ask"], 2, "question"),
    (["ask", "imr gap", "--as-of", "yesterday"], 2, "“yesterday” is not a date"),
    (["summary", "no-such-release"], 2, "There is no release “no-such-release”"),
    (["withdraw", "no-such-release", "--why", "x"], 2, "There is no release “no-such-release”"),
    (["gaps", "--indicator", "smoking"], 2, "There is no indicator “smoking”"),
    (["gaps", "--format", "parquet"], 2, "Parquet needs a file"),
    (["chart", "smoking", "-o", "x.png"], 2, "There is no indicator “smoking”"),
    (["chart", "infant_mortality", "-o", "x.gif"], 2, ".png or .svg"),
    (["load", "missing.csv"], 4, "missing.csv"),
    (["withdraw", RELEASES[0].stem, "--why", " "], 2, "Say why the release is withdrawn"),
    (["backup", "no/such/folder/b.db"], 2, "no/such/folder/b.db cannot be written: No such file or directory."),
    (["export", "healthgap.db/figures"], 2, "healthgap.db/figures cannot be written"),
    (["export", "/proc/figures"], 2, "/proc/figures cannot be written"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "status", "told"), WRONG, ids=lambda value: str(value)[:30])
def test_what_is_wrong_gets_a_sentence_and_the_documented_status(
    loaded: Path, arguments: Sequence[str], status: int, told: str
) -> None:
    done = healthgap(loaded, *arguments)
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "x" * 10_000])
def test_an_empty_or_endless_question_is_declined(loaded: Path, text: str) -> None:
    done = healthgap(loaded, "ask", text)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


def test_every_problem_of_the_configuration_is_told_at_once(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "groups.toml").write_text((config / "groups.toml").read_text().replace("[all]", "[al]"))
    cancer = config / "indicators" / "cancer_mortality_u75.toml"
    cancer.write_text(cancer.read_text().replace('polarity = "lower_is_better"', 'polarity = "down"'))
    (config / "indicators" / "life_expectancy.toml").write_text("title = ")
    done = healthgap(tmp_path, "check", HEALTHGAP_CONFIG=str(config))
    assert done.returncode == 3
    for problem in ("cancer_mortality_u75.toml, polarity", "life_expectancy.toml", "There is no group “all”"):
        assert problem in done.stderr
    assert not (tmp_path / "healthgap.db").exists()


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("HEALTHGAP_CONFIG", "/no/such/folder", "does not exist"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("DATABASE_URL", "sqlite:////no/such/folder/x.db", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/x", "DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_one_clear_message(tmp_path: Path, setting: str, value: str, told: str) -> None:
    done = healthgap(tmp_path, "releases", **{setting: value})
    assert (done.returncode, told in done.stderr) == (3, True)
    assert "Traceback" not in done.stderr


def test_the_store_is_checked_against_the_configuration(loaded: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "indicators" / "life_expectancy.toml").unlink()
    done = healthgap(loaded, "check", HEALTHGAP_CONFIG=str(config))
    assert done.returncode == 3
    assert "There are figures on “life_expectancy”" in done.stderr
    assert healthgap(loaded, "check").stdout == "No problems found: 4 indicators, 4 releases.\n"


def test_a_subscription_to_what_is_configured_no_more_is_told(tmp_path: Path) -> None:
    with closing(opened(tmp_path, releases=1)) as service:
        service.subscribe("C1", indicators=["infant_mortality", "life_expectancy"], by="U1", now=NOW)
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "indicators" / "life_expectancy.toml").unlink()
    done = healthgap(tmp_path, "check", HEALTHGAP_CONFIG=str(config))
    assert done.returncode == 3
    assert done.stderr == "store: Channel C1 is subscribed to “life_expectancy”, which is not configured.\n"


def test_stored_groups_and_sexes_that_are_published_no_more_are_told(loaded: Path, tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    for name, old, new in (
        ("infant_mortality", '["sole_registered"]', "[]"),
        ("life_expectancy", 'sexes = ["male", "female"]', 'sexes = ["male"]'),
    ):
        file = config / "indicators" / f"{name}.toml"
        changed = file.read_text().replace(old, new)
        assert changed != file.read_text()
        file.write_text(changed)
    done = healthgap(loaded, "check", HEALTHGAP_CONFIG=str(config))
    assert done.returncode == 3
    assert [line.split(", and")[0] for line in done.stderr.splitlines()] == [
        "store: There are figures on “infant_mortality” for the group “sole_registered”",
        "store: There are figures on “life_expectancy” for the sex “female”",
    ]


def test_a_mapping_may_have_a_column_of_units_which_are_checked(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    mapping = config / "mappings" / "mine.toml"
    text = """title = "Mine"
[columns]
period = "when"
value = "figure"
unit = "in"
[constants]
indicator = "infant_mortality"
group = "all"
"""
    mapping.write_text(text)
    (tmp_path / "good.csv").write_text('when,figure,in\n2007,5.1,"per 1,000 live births"\n')
    (tmp_path / "bad.csv").write_text("when,figure,in\n2007,5.1,years\n")
    details = ["--title", "X", "--publisher", "Y", "--published", "2010-01-01"]
    good, bad = (
        healthgap(tmp_path, "load", file, *details, HEALTHGAP_CONFIG=str(config))
        for file in ("good.csv", "bad.csv")
    )
    assert good.returncode == 0, good.stderr
    assert (bad.returncode, "row 2, in: “years” is not the unit of this figure." in bad.stderr) == (4, True)
    mapping.write_text(text.replace("unit =", "units ="))
    told = healthgap(tmp_path, "check", HEALTHGAP_CONFIG=str(config))
    assert told.returncode == 3
    assert "mine.toml, columns.units: There is no such choice. Expected indicator, sex," in told.stderr
    assert "Input" not in told.stderr


@pytest.mark.parametrize(
    ("text", "measure", "told"),
    [
        (
            "Indicator ID,Area Name,Sex,Age,Category Type,Category,Time period,Value,Count,Denominator\n"
            "1,England,Persons,All,,,2019,5,10,100\n1,England,Persons,All,,,2020,6,12,100\n",
            "d,rate",
            ["Time period: This", "Indicator ID: This", "names the groups", "columns of OHID Fingertips"],
        ),
        ("setting,estimate\nLeeds,5\nLeeds,6\n", "d", ["No column names the groups"]),
        ("subgroup,estimate\n", "d,r", ["there is nothing to measure"]),
        ("indicator,group,measure,value\nx,a,relative_gap,3\n", "d,r", ["there is nothing to measure"]),
    ],
)
def test_measures_refuse_a_file_without_groups(
    tmp_path: Path, text: str, measure: str, told: Sequence[str]
) -> None:
    (tmp_path / "groups.csv").write_text(text)
    done = healthgap(tmp_path, "measures", "groups.csv", "--measure", measure)
    assert (done.returncode, done.stdout) == (4, "")
    assert not [part for part in told if part not in done.stderr]


def test_measures_of_a_file_of_groups(tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text(
        "setting,date,indicator_abbr,dimension,subgroup,estimate,se,population,favourable_indicator,"
        "ordered_dimension,subgroup_order,indicator_scale\n"
        "X,2020,sba,wealth,Q1,75.6,1.9,100,1,1,1,100\nX,2020,sba,wealth,Q2,97.8,0.5,100,1,1,2,100\n"
    )
    rows = json.loads(
        healthgap(tmp_path, "measures", "groups.csv", "--measure", "D,r", "--format", "json").stdout
    )
    assert [row["measure"] for row in rows] == ["d", "r"]
    assert rows[0]["estimate"] == pytest.approx(22.2)
    assert rows[0]["lower"] == pytest.approx(18.3492817490916)
    assert healthgap(tmp_path, "measures", "groups.csv", "--measure", "zz").returncode == 2
