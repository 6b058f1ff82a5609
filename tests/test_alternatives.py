"""Names and words written with alternatives."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from healthgap.alternatives import written_out
from healthgap.config import load_catalogue
from healthgap.errors import ConfigurationError
from tests.sample import ROOT


def test_each_choice_is_written_out_and_an_empty_one_leaves_no_gap() -> None:
    assert written_out("(coastal|seaside) (wards |)group") == (
        "coastal wards group",
        "coastal group",
        "seaside wards group",
        "seaside group",
    )
    assert written_out("Bristol (City)") == ("Bristol (City)",)


@pytest.mark.parametrize("alias", ["spearhead (area(s|)|place)", "spearhead (area|place"])
def test_brackets_that_cannot_be_read_are_named_with_their_file(tmp_path: Path, alias: str) -> None:
    config = Path(copytree(ROOT / "config", tmp_path / "config"))
    groups = config / "groups.toml"
    groups.write_text(groups.read_text().replace('"spearhead",', f'"spearhead", "{alias}",', 1))
    with pytest.raises(
        ConfigurationError, match=r"groups\.toml.*a bracket inside another, or one that is alone"
    ):
        load_catalogue(config)
