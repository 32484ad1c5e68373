"""A mapping file says what a file's columns mean; what is wrong in it is said in one message."""

from pathlib import Path

import pytest

from survey.errors import BearingError
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.instruments.catalogue import InstrumentUnknown

FILES = Path(__file__).parents[2] / "files"
GOOD = (FILES / "ward_mapping.toml").read_text("utf-8")


def written(folder: Path, text: str) -> Path:
    """Save a mapping beside the instrument of these tests."""
    (folder / "ward.toml").write_bytes((FILES / "ward.toml").read_bytes())
    path = folder / "mapping.toml"
    path.write_text(text, "utf-8")
    return path


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_mapping_names_its_instrument_by_a_path_beside_itself() -> None:
    mapping = load_mapping(FILES / "ward_mapping.toml")
    assert mapping.instrument.key == "ward"
    assert mapping.unit.rows_without == "error"
    assert set(mapping.items) == {"hurry", "pain"}


def test_a_mapping_may_name_a_bundled_instrument(tmp_path: Path) -> None:
    text = changed('"ward.toml"', '"core"').split("[items.hurry]")[0]
    mapping = load_mapping(written(tmp_path, text + '[items.pain_week]\ncolumn = "p"\n'))
    assert mapping.instrument.key == "core"


def test_missing_values_may_be_written_as_numbers_or_texts() -> None:
    mapping = load_mapping(FILES / "ward_mapping.toml")
    assert mapping.missing_values == {"", "-9", "n/a"}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        pytest.param(
            GOOD + "x = = 1\n", "MAPPING-TOML", "line 15", id="broken TOML names the line"
        ),
        pytest.param(
            changed('instrument = "ward.toml"\n', ""),
            "MAPPING-INSTRUMENT",
            "names no instrument",
            id="no instrument",
        ),
        pytest.param(
            changed("ward.toml", "yard.toml"),
            "MAPPING-INSTRUMENT",
            "yard.toml, which is not there",
            id="instrument file missing",
        ),
        pytest.param(
            changed("[items.pain]", "[items.paine]"),
            "MAPPING-ITEM",
            "'paine'",
            id="item that the instrument does not have",
        ),
        pytest.param(
            changed("often = 3", "often = 4"),
            "MAPPING-VALUE",
            "options are 1, 2, 3",
            id="value that is none of the options",
        ),
        pytest.param(
            GOOD + "ranges = [{ upto = 5, value = 7 }]\n",
            "MAPPING-VALUE",
            "options are 0, 1",
            id="value of a range that is none of the options",
        ),
        pytest.param(
            GOOD + "ranges = [{ upto = 5, value = 1 }, { upto = 3, value = 0 }]\n",
            "MAPPING-ENTRY",
            "ranges must go upwards",
            id="ranges out of order",
        ),
        pytest.param(
            GOOD + "lowest = 3\n", "MAPPING-ENTRY", "lowest belongs to ranges", id="stray lowest"
        ),
        pytest.param(
            GOOD + "score = { low = 5, high = 5 }\n",
            "MAPPING-ENTRY",
            "low must be less than high",
            id="score without a width",
        ),
        pytest.param(
            changed("9 = 1", '9 = 1, "9.0" = 2'),
            "MAPPING-ENTRY",
            "one value twice",
            id="one file value twice",
        ),
        pytest.param(
            GOOD + "recode = { 1 = 1 }\nscore = { low = 0, high = 5 }\n",
            "MAPPING-ENTRY",
            "not several",
            id="two ways for one item",
        ),
        pytest.param(
            changed('team = "Team"', 'team = "Team"\ntems = 3'),
            "MAPPING-ENTRY",
            "unit.tems",
            id="unknown entry",
        ),
        pytest.param(
            changed('department = "Dept"\n', ""), "MAPPING-ENTRY", "unit: ", id="no department"
        ),
        pytest.param(
            changed('team = "Team"', 'team = "Team"\nrows_without = "guess"'),
            "MAPPING-ENTRY",
            "'error' or 'leave out'",
            id="rows without a unit are neither left out nor an error",
        ),
        pytest.param(
            changed('"utf-8"', '"utf-9"'), "MAPPING-ENCODING", "utf-9", id="unknown encoding"
        ),
        pytest.param(
            changed('"utf-8"', '"base64"'), "MAPPING-ENCODING", "base64", id="no text encoding"
        ),
    ],
)
def test_a_wrong_mapping_gets_one_message(tmp_path: Path, text: str, code: str, said: str) -> None:
    with pytest.raises(BearingError) as failure:
        load_mapping(written(tmp_path, text))
    assert failure.value.code == code
    assert said in failure.value.message
    assert "mapping.toml" in failure.value.message


def test_an_unknown_bundled_instrument_is_said_by_the_catalogue(tmp_path: Path) -> None:
    with pytest.raises(InstrumentUnknown):
        load_mapping(written(tmp_path, changed("ward.toml", "cor")))


def test_a_mapping_that_is_not_there_or_is_not_text(tmp_path: Path) -> None:
    with pytest.raises(BearingError) as failure:
        load_mapping(tmp_path / "none.toml")
    assert failure.value.code == "MAPPING-UNREADABLE"
    (tmp_path / "latin.toml").write_bytes("# Grüße".encode("cp1252"))
    with pytest.raises(BearingError) as failure:
        load_mapping(tmp_path / "latin.toml")
    assert failure.value.code == "MAPPING-TOML"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[scales.joy]\ncolumn = "w"\nlow = 0\nhigh = 1\n', "no scale 'joy'; its scales are work"),
        ('[scales.workload]\ncolumn = "w"\nlow = 5\nhigh = 5\n', "low must be less than high"),
        (
            '[scales.workload]\ncolumn = "w"\nlow = 0\nhigh = 9\n'
            '[items.workload_fast]\ncolumn = "q"\n',
            "scales.workload and items.workload_fast both fill the scale",
        ),
        ("", "name a column for one item at least"),
    ],
)
def test_a_ready_scale_is_one_of_the_instruments_and_filled_once(
    tmp_path: Path, more: str, said: str
) -> None:
    text = changed('"ward.toml"', '"core"').split("[items.hurry]")[0]
    with pytest.raises(BearingError) as refused:
        load_mapping(written(tmp_path, text + more))
    assert refused.value.code == "MAPPING-ENTRY"
    assert said in refused.value.message


def test_a_mapping_never_changes() -> None:
    mapping: Mapping = load_mapping(FILES / "ward_mapping.toml")
    with pytest.raises(ValueError, match="frozen"):
        mapping.encoding = "cp1252"  # type: ignore[misc]
